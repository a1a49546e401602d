// The element as any page uses it: made, set, moved, taken away, two at once, and with children for where it cannot be.
import assert from 'node:assert/strict';
import { test as nodeTest } from 'node:test';
import { attention } from './expected.js';
import { andWait, assertNumbers, assertPicture, attentionOf, attributesOf, textsOf, untilTokens } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').AttentionView} AttentionView */
/** @typedef {import('./support.js').View} View */
/** @typedef {import('./support.js').Page} Page */

/** The figure of a page that had none when it was opened. @param {Page} page @param {string} [selector] */
async function figureOf(page, selector = 'attention-view') {
  const view = /** @type {View} */ (/** @type {unknown} */ (await page.$(selector)));
  await view.evaluate((el) => el.ready);
  return view;
}

/**
 * Opens a page without a figure, and runs something there that makes one.
 * @param {import('./support.js').Reader} reader
 * @param {() => void} script
 */
async function make({ open }, script) {
  const { page } = await open({ path: 'pages/empty.html', wait: false });
  await page.waitForFunction(() => customElements.get('attention-view'));
  await page.evaluate(script);
  return { page, view: await figureOf(page) };
}

nodeTest('its module can be imported where there is no document', async () => {
  const { AttentionViewElement } = await import('attention-view');
  assert.equal(typeof AttentionViewElement, 'function');
  assert.equal('customElements' in globalThis, false);
});

inBrowsers(({ test }) => {
  test('made by a script, attributes before and after it is connected', async (reader) => {
    const { view } = await make(reader, () => {
      const figure = document.createElement('attention-view');
      figure.setAttribute('text', 'one two');
      figure.setAttribute('mask', 'causal');
      document.querySelector('main')?.append(figure);
      figure.setAttribute('heads', '2');
    });
    const tokens = ['one', 'two'];
    assertNumbers((await attentionOf(view)).stages, attention({ tokens, heads: 2, isCausal: true }));
    await andWait(view, () => view.evaluate((el) => el.setAttribute('seed', '1')));
    await assertPicture(view, attention({ tokens, heads: 2, isCausal: true, seed: 1 }));
    await andWait(view, () => view.evaluate((el) => el.removeAttribute('mask')));
    await assertPicture(view, attention({ tokens, heads: 2, seed: 1 }));
    assert.deepEqual(await textsOf(view, 'textarea, [part=toolbar]'), [], 'no controls unless they are asked for');
  });

  test('properties are attributes, also those set before the element was defined', async ({ open }) => {
    const { page, view: early } = await open({ path: 'pages/undefined.html', wait: false });
    await page.evaluate(async () => {
      const figure = /** @type {any} */ (document.querySelector('attention-view'));
      figure.dModel = 16;
      figure.positions = false;
      await import(/** @type {any} */ ('../auto.js'));
    });
    const view = await figureOf(page);
    const tokens = ['so', 'it', 'goes'];
    assert.deepEqual(await attributesOf(early), { text: 'so it goes', 'd-model': '16', positions: 'off' });
    assertNumbers((await attentionOf(view)).stages, attention({ tokens, dModel: 16, positions: false }));
    await andWait(view, () => view.evaluate((el) => {
      const figure = /** @type {any} */ (el);
      figure.keysText = 'Ainsi va';
      figure.dModel = null;
    }));
    assert.deepEqual(await view.evaluate((el) => {
      const { text, dModel, heads, positions, keysText, mask } = /** @type {any} */ (el);
      return { text, dModel, heads, positions, keysText, mask };
    }), { text: 'so it goes', dModel: 32, heads: 4, positions: false, keysText: 'Ainsi va', mask: 'none' });
    await assertPicture(view, attention({ tokens, keyTokens: ['Ainsi', 'va'], positions: false }));
  });

  test('its children stand in for it until there is a figure', async ({ open }) => {
    const { page, view } = await open({ path: 'pages/undefined.html', wait: false });
    const showsChild = () => view.evaluate((el) => {
      const { width, height } = /** @type {Element} */ (el.querySelector('p')).getBoundingClientRect();
      return width > 0 && height > 0;
    });
    assert.equal(await showsChild(), true);
    await page.evaluate(() => import(/** @type {any} */ ('../attention-view.js')));
    assert.equal(await page.evaluate(() => customElements.get('attention-view')), undefined, 'only auto.js registers');
    assert.equal(await showsChild(), true);
    await page.evaluate(() => import(/** @type {any} */ ('../auto.js')));
    await view.evaluate((el) => el.ready);
    assert.equal(await showsChild(), false);
    await assertPicture(view, attention({ tokens: ['so', 'it', 'goes'] }));
  });

  test('moved, it goes on', async (reader) => {
    const { page, view } = await make(reader, () => {
      document.querySelector('main')?.append(document.createElement('attention-view'));
    });
    await andWait(view, () => page.evaluate(() => {
      document.querySelector('aside')?.append(/** @type {Element} */ (document.querySelector('attention-view')));
    }));
    assert.equal(await view.evaluate((el) => el.parentElement?.localName), 'aside');
    await assertPicture(view, attention());
    await andWait(view, () => view.evaluate((el) => el.setAttribute('heads', '2')));
    await assertPicture(view, attention({ heads: 2 }));
  });

  test('taken away and put back, it shows what was set meanwhile', async (reader) => {
    const { page, view } = await make(reader, () => {
      document.querySelector('main')?.append(document.createElement('attention-view'));
    });
    await view.evaluate((el) => {
      el.remove();
      el.setAttribute('text', 'one two');
      el.setAttribute('heads', '5');
      el.setAttribute('heads', '2');
    });
    await andWait(view, () => view.evaluate((el) => document.querySelector('main')?.append(el)));
    await assertPicture(view, attention({ tokens: ['one', 'two'], heads: 2 }));

    const shy = await page.evaluateHandle(() => {
      const figure = /** @type {AttentionView} */ (document.createElement('attention-view'));
      document.querySelector('main')?.append(figure);
      figure.remove();
      return figure;
    });
    assert.equal(await shy.evaluate((el) => el.getAttention()), null);
    await shy.evaluate((el) => {
      document.querySelector('main')?.append(el);
      return el.ready;
    });
    assertNumbers((await attentionOf(/** @type {View} */ (shy))).stages, attention());
  });

  test('two on a page know nothing of each other', async ({ open }) => {
    const { page } = await open({ path: 'pages/article.html' });
    const [first, second] = [await figureOf(page, '#first'), await figureOf(page, '#second')];
    const one = attention({ tokens: ['one', 'two'] });
    const two = attention({ tokens: ['three', 'four', 'five'], heads: 2 });
    await assertPicture(first, one);
    await assertPicture(second, two);
    await andWait(second, async () => (await page.waitForSelector('#second >>> select[name=mask]'))?.select('causal'));
    await page.focus('#second >>> textarea');
    await page.keyboard.press('End');
    await page.keyboard.type(' six');
    await untilTokens(second, ['three', 'four', 'five', 'six']);
    await assertPicture(second, attention({ tokens: ['three', 'four', 'five', 'six'], heads: 2, isCausal: true }));
    assertNumbers((await attentionOf(first)).stages, one);
    await assertPicture(first, one);
    assert.deepEqual(await attributesOf(first), { id: 'first', text: 'one two' });
    assert.equal(await page.evaluate(() => location.hash), '');
  });

  test('getAttention() gives copies', async ({ open }) => {
    const { view } = await open();
    await view.evaluate((el) => {
      const all = /** @type {any} */ (el.getAttention());
      all.weights.data.fill(0);
      all.weights.shape.length = 0;
      all.q.data.fill(9);
      all.tokens.push('more');
    });
    const { tokens, stages } = await attentionOf(view);
    assert.equal(tokens.length, 5);
    assertNumbers(stages, attention());
    await andWait(view, () => view.evaluate((el) => el.setAttribute('head', '2')));
    await assertPicture(view, attention(), { head: 2 });
    assert.equal(await view.evaluate((el) => {
      const { tokens, keyTokens } = /** @type {any} */ (el.getAttention());
      return tokens === keyTokens;
    }), false, 'changing one list changes the other');
  });

  test('events: load once, then change; ready is resolved', async (reader) => {
    const { page, view } = await make(reader, () => {
      const figure = document.createElement('attention-view');
      const told = /** @type {any} */ (window).told = /** @type {string[]} */ ([]);
      for (const type of ['load', 'change', 'error']) figure.addEventListener(type, () => told.push(type));
      document.querySelector('main')?.append(figure);
    });
    for (const seed of ['1', '2']) {
      await andWait(view, () => view.evaluate((el, seed) => el.setAttribute('seed', seed), seed));
    }
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).told), ['load', 'change', 'change']);
    assert.equal(await view.evaluate((el) => el.ready), undefined);
  });

  test('dispose() lets go of everything; connected again, it starts anew', async (reader) => {
    const { view } = await make(reader, () => {
      const figure = document.createElement('attention-view');
      figure.textContent = 'no figure';
      document.querySelector('main')?.append(figure);
    });
    await view.evaluate((el) => el.dispose());
    assert.equal(await view.evaluate((el) => el.getAttention()), null);
    assert.equal(await view.evaluate((el) => el.cellRect('weights', 0, 0)), null);
    assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelectorAll('canvas').length), 0);
    assert.equal(await view.evaluate((el) => el.innerText), 'no figure');
    await view.evaluate((el) => {
      el.setAttribute('heads', '2');
      el.dispose();
    });
    await andWait(view, () => view.evaluate((el) => document.querySelector('aside')?.append(el)), 'load');
    await assertPicture(view, attention({ heads: 2 }));
  });

  test('the theme attribute wins over the reader\'s', async ({ open }) => {
    const { view } = await open({ fragment: 'theme=dark' });
    await assertPicture(view, attention(), { theme: 'dark' });
    assert.equal(await view.evaluate((el) => getComputedStyle(el).colorScheme), 'dark');
    await andWait(view, () => view.evaluate((el) => el.setAttribute('theme', 'light')));
    await assertPicture(view, attention(), { theme: 'light' });
  });
});
