// The engine's own thread: when it is needed, what a page does meanwhile, how it dies, and where there is none.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import {
  andWait, assertNumbers, assertPicture, attentionOf, eventually, textsOf, untilStatus, untilTokens,
} from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').Page} Page */
/** @typedef {import('./support.js').View} View */

/**
 * @typedef {{ workers: Worker[], messages: any[], held: (() => void)[] | null, told: string[] }} Spied what `spy` leaves
 *   in the page; messages: what the workers were sent, the engine included
 */

/** Keeps every worker that is made and what the figures tell, and, where `held` is a list, the workers' answers. */
function spy() {
  /** @type {Spied} */
  const spied = { workers: [], messages: [], held: null, told: [] };
  Object.assign(window, { spied });
  window.Worker = class extends Worker {
    /** @param {[any, any]} made */
    constructor(...made) {
      super(...made);
      spied.workers.push(this);
    }

    /** @param {[any]} message */
    postMessage(...message) {
      spied.messages.push({ ...message[0] });
      super.postMessage(...message);
    }

    /** @param {(event: MessageEvent) => unknown} handle */
    set onmessage(handle) {
      super.onmessage = (event) => {
        if (spied.held) spied.held.push(() => handle.call(this, event));
        else handle.call(this, event);
      };
    }
  };
  const tell = (/** @type {any} */ { type, detail, target }) => {
    if (target.localName === 'attention-view') spied.told.push(detail?.type ?? type);
  };
  for (const type of ['load', 'change', 'error']) document.addEventListener(type, tell, true);
}

/** @template T @param {Page} page @param {(spied: Spied) => T} read @returns {Promise<T>} */
const inSpied = (page, read) =>
  page.evaluate(`(${read})(window.spied)`).then((value) => /** @type {T} */ (value));

/** All figures of a page, ready. @param {Page} page */
async function figuresOf(page) {
  const views = /** @type {View[]} */ (/** @type {unknown} */ (await page.$$('attention-view')));
  for (const view of views) await view.evaluate((el) => el.ready);
  return views;
}

/** Sets a sentence, and waits until its answer has come and is held back. @param {Page} page @param {View} view */
async function holdAnswer(page, view, text = 'held back') {
  await inSpied(page, (spied) => { spied.held = []; });
  await setText(view, text);
  await page.waitForFunction(() => /** @type {any} */ (window).spied.held.length === 1);
}

/** Lets answers through again, and those go that were held. @param {Page} page */
const letGo = (page) => inSpied(page, (spied) => {
  const held = spied.held ?? [];
  spied.held = null;
  for (const go of held) go();
});

/** @param {View} view @param {string} text */
const setText = (view, text) => view.evaluate((el, text) => el.setAttribute('text', text), text);

/** So wide that any sentence goes to the worker. */
const WIDE = 1024;
const HEAVY = { first: [spy], fragment: `d-model=${WIDE}` };

/** @param {View} view @param {string[]} tokens @param {{ dModel?: number }} [setting] */
async function assertShows(view, tokens, { dModel = WIDE } = {}) {
  await untilTokens(view, tokens);
  const tensors = attention({ tokens, dModel });
  assertNumbers((await attentionOf(view)).stages, tensors);
  await assertPicture(view, tensors);
  assert.deepEqual(await textsOf(view, '[part=status]'), []);
}

/** Ways in which a worker ends, or says that it cannot go on. @type {Record<string, (spied: Spied) => void>} */
const ENDS = {
  'terminated': ({ workers }) => workers[0].terminate(),
  'an error': ({ workers }) => { workers[0].dispatchEvent(new ErrorEvent('error')); },
  'an answer that cannot be read': ({ workers }) => { workers[0].dispatchEvent(new MessageEvent('messageerror')); },
  'a failure inside the engine': (spied) => {
    spied.held = null;
    const error = { code: 'engine-failed', message: 'unreachable' };
    spied.workers[0].dispatchEvent(new MessageEvent('message', { data: { error } }));
  },
};

inBrowsers(({ test }) => {
  test('light figures need no worker, all heavy ones share one', async ({ open }) => {
    const { page } = await open({ path: 'pages/article.html', first: [spy] });
    const [first, second] = await figuresOf(page);
    await assertPicture(first, attention({ tokens: ['one', 'two'] }));
    await assertPicture(second, attention({ tokens: ['three', 'four', 'five'], heads: 2 }));
    assert.equal(await inSpied(page, ({ workers }) => workers.length), 0);
    for (const view of [first, second]) {
      await andWait(view, () => view.evaluate((el, wide) => el.setAttribute('d-model', wide), `${WIDE}`));
    }
    await assertShows(first, ['one', 'two']);
    await assertPicture(second, attention({ tokens: ['three', 'four', 'five'], heads: 2, dModel: WIDE }));
    assert.deepEqual(await inSpied(page, ({ workers, messages }) => [workers.length, messages.length]), [1, 3]);
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.equal(loaded.filter((name) => name.endsWith('.wasm')).length, 1, 'compiled once, for page and worker');
  });

  test('light figures use the arrays of older numbers again, and none that is still shown or was given away', async ({ open }) => {
    const { page } = await open({ path: 'pages/article.html' });
    const [first, second] = await figuresOf(page);
    const settings = [{ view: first }, { view: second, heads: 2 }];
    const said = await first.evaluateHandle((el) => /** @type {any} */ (el).getAttention());
    const before = await said.evaluate(({ output }) => [...output.data]);
    for (const text of ['a b c', 'd e f', 'g h i']) {
      for (const { view } of settings) await andWait(view, () => setText(view, `${text}`));
    }
    await andWait(first, () => setText(first, 'j k l'));
    for (const [{ view, heads }, tokens] of /** @type {const} */ ([[settings[1], 'ghi'], [settings[0], 'jkl']])) {
      const tensors = attention({ tokens: [...tokens], heads });
      assertNumbers((await attentionOf(view)).stages, tensors);
      await assertPicture(view, tensors);
    }
    assert.deepEqual(await said.evaluate(({ output }) => [...output.data]), before);
  });

  test('a light sentence does not wait for a heavy one, and is not overtaken by it', async ({ open }) => {
    const { page, view } = await open(HEAVY);
    await holdAnswer(page, view);
    await view.evaluate((el) => el.removeAttribute('d-model'));
    await assertShows(view, ['held', 'back'], { dModel: 32 });
    await letGo(page);
    await assertShows(view, ['held', 'back'], { dModel: 32 });
    assert.deepEqual(await inSpied(page, ({ told }) => told), ['load', 'change']);
  });

  test('while a long text is computed, typing goes on', async ({ open }) => {
    const { page, view } = await open(HEAVY);
    await page.focus('>>> textarea');
    await page.keyboard.press('End');
    const ticks = await view.evaluate((el) => new Promise((resolve) => {
      const { spied } = /** @type {{ spied: Spied }} */ (/** @type {unknown} */ (window));
      spied.held = [];
      el.setAttribute('d-model', '512');
      el.setAttribute('text', 'word '.repeat(512));
      let ticks = 0;
      const timer = setInterval(() => {
        ticks++;
        if (!spied.held?.length) return;
        clearInterval(timer);
        resolve(ticks);
      });
    }));
    assert.ok(Number(ticks) > 1, 'the page stood still');
    await untilStatus(view, /^Computing …/);
    await page.keyboard.type('end');
    assert.equal(await view.evaluate((el) => el.getAttribute('text')?.endsWith('word end')), true);
    assert.deepEqual(await inSpied(page, ({ told }) => told), ['load']);
    await view.evaluate((el) => el.removeAttribute('d-model'));
    await letGo(page);
    await setText(view, 'So');
    await assertShows(view, ['So'], { dModel: 32 });
  });

  test('the arrays of a figure that is shown no more go back, and are written again', async ({ open }) => {
    const { page, view } = await open(HEAVY);
    const sentences = ['one two', 'two three', 'three four', 'four five six', 'five six seven', 'six seven'];
    for (const text of sentences) {
      await andWait(view, () => setText(view, text));
      await assertShows(view, text.split(' '));
      const tensors = attention({ tokens: text.split(' '), dModel: WIDE });
      await assertPicture(view, tensors, { stage: 'output', place: 'flow' });
    }
    const given = await inSpied(page, ({ messages }) => messages.map(({ spare }) => spare?.length ?? 0));
    assert.deepEqual(given, [0, 0, 0, 11, 11, 11, 11, 11], 'the engine, the first sentence, these');
  });

  test('a newer sentence does not wait for an older one that takes long', async ({ open }) => {
    const { page, view } = await open(HEAVY);
    await holdAnswer(page, view);
    await setText(view, 'newer');
    await page.waitForFunction(() => /** @type {any} */ (window).spied.workers.length === 2);
    await letGo(page);
    await assertShows(view, ['newer']);
    assert.deepEqual(await inSpied(page, ({ told }) => told), ['load', 'change']);
  });

  test('looks that change meanwhile are the looks of what comes', async ({ open }) => {
    const { page, view } = await open(HEAVY);
    await holdAnswer(page, view);
    await view.evaluate((el) => el.setAttribute('theme', 'dark'));
    await view.evaluate((el) => el.setAttribute('head', '2'));
    await letGo(page);
    await untilTokens(view, ['held', 'back']);
    await assertPicture(view, attention({ tokens: ['held', 'back'], dModel: WIDE }), { theme: 'dark', head: 2 });
    assert.deepEqual(await inSpied(page, ({ told }) => told), ['load', 'change']);
    assert.equal(await inSpied(page, ({ messages }) => messages.length), 3, 'the engine, the first sentence, this one');
    await andWait(view, () => view.evaluate((el) => el.setAttribute('head', '3')));
    assert.equal(await inSpied(page, ({ messages }) => messages.length), 3, 'what was at hand');
  });

  test('what is refused or taken back meanwhile does not come later', async ({ open }) => {
    const { page, view } = await open(HEAVY);
    await holdAnswer(page, view);
    await view.evaluate((el) => el.setAttribute('heads', '5'));
    await untilStatus(view, /^5 heads/);
    await letGo(page);
    await assertPicture(view, attention({ dModel: WIDE }));
    await view.evaluate((el) => el.removeAttribute('heads'));
    await untilTokens(view, ['held', 'back']);
    await holdAnswer(page, view, 'held again');
    await setText(view, 'held back');
    await letGo(page);
    await assertShows(view, ['held', 'back']);
    assert.deepEqual(await inSpied(page, ({ told }) => told), ['load', 'refused', 'change', 'change']);
  });

  test('a figure that was taken away has nothing computed, the other one goes on', async ({ open }) => {
    const { page } = await open({ path: 'pages/article.html', first: [spy] });
    const [first, second] = await figuresOf(page);
    for (const view of [first, second]) {
      await andWait(view, () => view.evaluate((el, wide) => el.setAttribute('d-model', wide), `${WIDE}`));
    }
    await holdAnswer(page, first);
    await second.evaluate((el) => el.removeAttribute('heads'));
    await first.evaluate((el) => el.remove());
    await letGo(page);
    await assertShows(second, ['three', 'four', 'five']);
    assert.deepEqual(await first.evaluate((el) => el.getAttention()?.tokens), ['one', 'two']);
    await page.evaluate((el) => document.body.append(el), first);
    await assertShows(first, ['held', 'back']);
  });

  for (const [name, end] of Object.entries(ENDS)) {
    test(`a worker that ends in the middle, ${name}: the figure says so, the next change works`, async ({ open }) => {
      const { page, view } = await open(HEAVY);
      await holdAnswer(page, view);
      await inSpied(page, end);
      await untilStatus(view, /^The engine stopped/);
      await letGo(page);
      assert.deepEqual(await inSpied(page, ({ told }) => told), ['load', 'engine-failed']);
      await assertPicture(view, attention({ dModel: WIDE }));
      await setText(view, 'alive again');
      await assertShows(view, ['alive', 'again']);
      assert.equal(await inSpied(page, ({ workers }) => workers.length), 2);
    });
  }

  test('a worker that ends while nobody asks is replaced without a word', async ({ open }) => {
    const { page, view } = await open(HEAVY);
    await inSpied(page, ({ workers }) => workers[0].terminate());
    await setText(view, 'alive again');
    await assertShows(view, ['alive', 'again']);
    assert.deepEqual(await inSpied(page, ({ told, workers }) => [...told, workers.length]), ['load', 'change', 2]);
  });

  test('a policy without workers: the same figure, computed on the page\'s own thread', async ({ open, troubles }) => {
    const { page, view } = await open({ path: 'pages/no-worker.html' });
    await assertPicture(view, attention());
    await andWait(view, () => view.evaluate((el, wide) => el.setAttribute('d-model', wide), `${WIDE}`));
    await assertPicture(view, attention({ dModel: WIDE }));
    await andWait(view, () => setText(view, 'one two'));
    await assertShows(view, ['one', 'two']);
    await eventually(page, () => assert.ok(troubles.some((trouble) => trouble.includes('worker-src'))));
    troubles.length = 0;
  });

  test('a browser without workers, or without modules in them: the same', async ({ open }) => {
    for (const broken of [
      () => { Reflect.deleteProperty(window, 'Worker'); },
      () => {
        window.Worker = /** @type {any} */ (class {
          constructor() { throw new DOMException('no', 'SecurityError'); }
        });
      },
      () => {
        window.Worker = class extends Worker {
          /** @param {string | URL} url */
          constructor(url) { super(url); }
        };
      },
    ]) {
      const { view } = await open({ first: [broken] });
      await assertPicture(view, attention());
      await view.evaluate((el) => {
        el.setAttribute('d-model', '512');
        el.setAttribute('text', 'word '.repeat(512));
      });
      await untilStatus(view, /^Computing …/); // there is time for it before the page stands still
      await andWait(view, () => view.evaluate((el) => el.removeAttribute('d-model')));
      await setText(view, 'one');
      await assertShows(view, ['one'], { dModel: 32 });
    }
  });
});
