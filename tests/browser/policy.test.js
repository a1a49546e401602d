// What a strict host allows is enough, and where something is missing the page says so.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { assertPicture, eventually, textsOf, untilStatus } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

/** Runs before the page's own scripts: keeps what the figure tells in its error event. */
function listen() {
  document.addEventListener('error', (event) => {
    const { localName } = /** @type {Element} */ (event.target);
    if (localName === 'attention-view') /** @type {any} */ (window).told = /** @type {any} */ (event).detail.type;
  }, true);
}

/** Without an engine there is a sentence, an event, a rejected promise, and what the page's author put in its place.
 * @param {View} view @param {RegExp} sentence */
async function assertSaysSo(view, sentence) {
  await untilStatus(view, sentence);
  const told = await view.evaluate(async (el) => ({
    event: /** @type {any} */ (window).told,
    ready: await el.ready.catch((reason) => reason.code),
    attention: el.getAttention(),
    mood: el.shadowRoot?.querySelector('[part=status]')?.getAttribute('data-mood'),
    child: el.querySelector('p')?.checkVisibility(),
  }));
  assert.deepEqual(told, { event: 'load-failed', ready: 'load-failed', attention: null, mood: 'wrong', child: true });
  assert.deepEqual(await textsOf(view, '.chip'), ['I', 'ate', 'an', 'apple', '.'], 'tokens need no engine');
}

inBrowsers(({ test }) => {
  test('the page works under the policy of its server, and asks nobody else for anything', async ({ open, url }) => {
    const response = await fetch(url);
    assert.equal(response.headers.get('content-security-policy'), POLICY);
    const { page, view } = await open();
    await assertPicture(view, attention());
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.ok(asked.some((name) => /\/attention-view(\.relaxed)?\.wasm$/.test(name)), asked.join());
    for (const name of asked) assert.ok(name.startsWith(url), name);
  });

  test('the watch over all these tests sees what goes wrong', async ({ open, troubles }) => {
    const { page } = await open();
    for (const [part, wrong] of /** @type {[RegExp, () => unknown][]} */ ([
      [/violated: script-src/, () => {
        const script = document.createElement('script');
        script.textContent = 'window.strange = true';
        document.head.append(script);
      }],
      [/violated: connect-src/, () => fetch('http://192.0.2.1/').catch(() => {})],
      [/violated: img-src/, () => { document.body.append(Object.assign(new Image(), { src: 'none.png' })); }],
      [/^error: .*thrown/, () => { setTimeout(() => { throw new Error('thrown'); }); }],
      [/^error: .*rejected/, () => { Promise.reject(new Error('rejected')); }],
      [/^console: said/, () => console.error('said')],
      [/^404: .*\/nothing/, () => fetch('nothing')],
      [/^foreign: .*\/elsewhere/, () => fetch('/elsewhere')],
    ])) {
      const before = troubles.length;
      await page.evaluate(wrong);
      const isSeen = () => troubles.slice(before).some((trouble) => part.test(trouble));
      await eventually(page, () => assert.ok(isSeen(), `nobody saw ${wrong}`));
    }
    await page.evaluate(() => 0);
    troubles.length = 0;
  });

  test('without WebAssembly the slow engine gives the same numbers, and the page says so', async ({ open }) => {
    const { view } = await open({ first: [() => Reflect.deleteProperty(globalThis, 'WebAssembly')] });
    await untilStatus(view, /^This browser .* WebAssembly/);
    const expected = attention().weights.data;
    const weights = await view.evaluate((el) => [.../** @type {any} */ (el.getAttention()).weights.data]);
    assert.equal(weights.length, expected.length);
    weights.forEach((weight, i) => assert.ok(Math.abs(weight - expected[i]) <= 1e-6, `${weight}, not ${expected[i]}`));
  });

  test('an engine that does not come is told, and asked for again by the next figure', async ({ open }) => {
    const { page, view } = await open({
      wait: false,
      first: [listen, () => {
        const { fetch } = window;
        window.fetch = async () => {
          window.fetch = fetch;
          return new Response('', { status: 503 });
        };
      }],
    });
    await assertSaysSo(view, /^The engine could not be loaded: .*attention-view(\.relaxed)?\.wasm answered 503/);
    await page.evaluate(() => {
      const second = document.createElement('attention-view');
      document.body.append(second);
      return /** @type {any} */ (second).ready;
    });
  });
});
