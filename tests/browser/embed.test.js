// The figure in a frame, whose state is in the fragment and whose height the page around it is told.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { assertPicture, eventually, textsOf } from './figure.js';
import { served } from './hosts.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

/** The figure inside a frame. @param {import('./support.js').Page} page @param {string} selector */
async function framed(page, selector) {
  const frame = await (await page.waitForSelector(selector))?.contentFrame();
  assert.ok(frame);
  const view = /** @type {View} */ (/** @type {unknown} */ (await frame.waitForSelector('attention-view')));
  await view.evaluate((el) => el.ready);
  return { frame, view };
}

/** What a page needs that shows frames of its own site. */
const framing = () => ({ 'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; frame-src 'self'" });

inBrowsers(({ test }) => {
  test('alone, with its state from the fragment, as a frame without a parent script shows it', async ({ open }) => {
    const { page, view } = await open({ path: 'embed.html', fragment: 'text=I+ate+an+apple.&controls=text&alt=A+figure&permalink' });
    await assertPicture(view, attention());
    const attributes = () => view.evaluate((el) => Object.fromEntries(Array.from(el.attributes, ({ name, value }) => [name, value])));
    assert.deepEqual(await attributes(), { text: 'I ate an apple.', controls: 'text', alt: 'A figure' });
    await page.evaluate(() => { location.hash = 'text=one+two&theme=dark&onclick=alert(1)&style=x'; });
    await eventually(page, async () => assert.deepEqual(await attributes(), { text: 'one two', theme: 'dark' }));
    await eventually(page, async () => assert.deepEqual(await textsOf(view, '.chip'), ['one', 'two']));
    assert.equal(await page.evaluate(() => location.hash), '#text=one+two&theme=dark&onclick=alert(1)&style=x');
  });

  test('a page around it gets its height, from a sandbox too, again whenever it changes', async (reader) => {
    await served(reader, { path: 'pages/framed.html', headers: (path) => (path.endsWith('/framed.html') ? framing() : {}) }, async (page) => {
      for (const selector of ['#sandboxed', '#plain']) {
        const { frame, view } = await framed(page, selector);
        const fits = async () => {
          const inside = await frame.evaluate(() => Math.ceil(document.documentElement.getBoundingClientRect().height));
          const outside = await page.$eval(selector, (one) => one.clientHeight);
          assert.equal(outside, Math.min(inside, 4000));
          return outside;
        };
        let before = 0;
        await eventually(page, async () => { before = await fits(); });
        assert.ok(before > 300, `${before}`);
        await view.evaluate((el) => { el.setAttribute('text', 'to be or not to be that is the question whether tis nobler'); });
        await eventually(page, async () => assert.ok(await fits() > before));
      }
      assert.equal(await page.$eval('#sandboxed', (one) => /** @type {HTMLIFrameElement} */ (one).contentDocument), null);
    });
  });
});
