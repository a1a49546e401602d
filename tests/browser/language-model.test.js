// The figure of a language model; the model is one that gives whole numbers of bits (fake-language-model.js).
import assert from 'node:assert/strict';
import { words as arabic } from '../../web/element/language-model/languages/ar.js';
import { words as english } from '../../web/element/language-model/strings.js';
import { findings } from './axe.js';
import { andWait, attributesOf, eventually, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */
/** @typedef {import('./support.js').Page} Page */

const PATH = 'fake/language-model.html';

/** Every word with its bits. @param {View} view */
const surprises = async (view) => {
  const [words, bits] = [await textsOf(view, '.surprises .text'), await textsOf(view, '.surprises .bits')];
  return words.map((word, i) => `${word} ${bits[i]}`);
};

/** The likeliest pieces, each with its percentage. @param {View} view */
const bars = async (view) => {
  const [names, percents] = [await textsOf(view, '.next-bars .name'), await textsOf(view, '.next-bars .percent')];
  return names.map((name, i) => `${name} ${percents[i]}`);
};

/** Waits until the figure is that of a text. @param {Page} page @param {View} view @param {string} text */
const shows = (page, view, text) => eventually(page, async () => {
  assert.equal((await textsOf(view, '.surprises .text')).join(' '), text);
});

/** Clicks what a selector finds in the figure. @param {View} view @param {string} selector @param {number} [index] */
async function click(view, selector, index = 0) {
  const found = await view.evaluateHandle((el, selector, index) => el.shadowRoot?.querySelectorAll(selector)[index], selector, index);
  await /** @type {import('puppeteer-core').ElementHandle<Element>} */ (found).click();
}

/** Moves a slider, or chooses, as a reader does. @param {View} view @param {string} selector @param {string} value @param {number} [index] */
const put = (view, selector, value, index = 0) => view.evaluate((el, selector, value, index) => {
  const input = /** @type {HTMLInputElement} */ (el.shadowRoot?.querySelectorAll(selector)[index]);
  input.value = value;
  for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
}, selector, value, index);

const TEXT = 'I ate the apple';
const [TEMPERATURE, TOP_K, TOP_P] = [0, 1, 2];

inBrowsers(({ test }) => {
  test('surprise under every word, that of its pieces together; pieces can be seen', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    assert.deepEqual(await surprises(view), ['I 1.0', 'ate 1.0', 'the 2.0', 'apple 3.0']);
    assert.match((await textsOf(view, '.surprising p')).join(), /On average 1\.40 bits a piece/); // 7 bits of 5 pieces
    const heights = await view.evaluate((el) => Array.from(el.shadowRoot?.querySelectorAll('.surprises .bar') ?? [], (bar) => bar.getBoundingClientRect().height));
    assert.ok(Math.abs(heights[3] - 3 * heights[0]) < 0.5, `${heights}: as long as the bits are many`);
    await andWait(view, () => click(view, '.units input', 1));
    assert.deepEqual(await surprises(view), ['I 1.0', 'ate 1.0', 'the 2.0', 'app 2.0', 'le 1.0']);
    assert.deepEqual(await textsOf(view, '.looks .labels.rows .label:not([hidden])'), ['(start)', 'I', 'ate', 'the', 'app', 'le']);
  });

  test('the large picture: words that look back, a row adds up to 1, and a word that is asked about tells', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    await eventually(page, async () => assert.match((await textsOf(view, '.looks .title')).join(), /layer 2, head 2$/, 'the head that was measured'));
    assert.deepEqual(await textsOf(view, '.translator .finding'), ['“the” attends most to “ate” (0.77)']); // 0.7 + 0.3 / 4
    const sums = await view.evaluate((el) => {
      const { data, shape } = /** @type {{ data: Float32Array, shape: number[] }} */ (el.getAttention()?.weights);
      return { shape: [...shape], last: [...data.slice(-6)].reduce((sum, weight) => sum + weight, 0) };
    });
    assert.deepEqual(sums.shape, [4, 6, 6]);
    assert.ok(Math.abs(sums.last - 1) < 1e-6);
    await view.evaluate((el) => /** @type {HTMLElement} */ (el.shadowRoot?.querySelector('.surprises [tabindex="0"]')).focus());
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
    assert.deepEqual(await textsOf(view, '.translator .finding'), ['“the” is worth 2.0 bits of surprise: a probability of 25 %. Likelier here: “an”.']);
    assert.deepEqual(await textsOf(view, '.looks .label.on'), ['the']);
    await view.evaluate((el) => /** @type {HTMLElement} */ (el.shadowRoot?.querySelector('.looks [role=grid]')).focus());
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
    assert.deepEqual(await textsOf(view, '.looks [role=gridcell]'), ['query apple, key (start), weight 0.0550']); // (0.3 / 5 + 0.3 / 6) / 2
  });

  test('temperature, top-k and top-p: which bars stay, and how they change', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    assert.deepEqual((await bars(view)).slice(0, 3), ['. 50 %', 'and 25 %', '<pad> 13 %']);
    assert.equal((await bars(view)).length, 10);
    await put(view, '.sliders input', '1', TOP_K); // the second step: 2
    assert.deepEqual((await bars(view)).slice(0, 3), ['. 67 %', 'and 33 %', '<pad> 0 %']);
    assert.match((await textsOf(view, '.next [role=status]')).join(), /^2 of 16 pieces may come\./);
    await put(view, '.sliders input', '9', TOP_K);
    await put(view, '.sliders input', '0.8', TOP_P);
    assert.deepEqual((await bars(view)).slice(0, 4), ['. 57 %', 'and 29 %', '<pad> 14 %', '<s> 0 %']);
    await put(view, '.sliders input', '1', TOP_P);
    await put(view, '.sliders input', '0.5', TEMPERATURE);
    assert.deepEqual((await bars(view)).slice(0, 2), ['. 75 %', 'and 19 %']); // 1/4 and 1/16 of 1/3
    assert.deepEqual(await findings(page), []);
  });

  test('a bar puts its piece behind the text; the reader’s own text comes back', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    await andWait(view, () => click(view, '.next-bars button', 1));
    await shows(page, view, `${TEXT} and`);
    assert.equal((await attributesOf(view)).text, `${TEXT} and`);
    await andWait(view, () => click(view, '.next-bars button', 0));
    await shows(page, view, `${TEXT} and an`);
    await andWait(view, () => click(view, '.growing .link'));
    await shows(page, view, TEXT);
    assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelector('.growing .link')?.checkVisibility()), false);
  });

  test('a continuation comes piece by piece, the same for the same seed', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    const lengths = new Set();
    await click(view, '.push');
    await eventually(page, async () => {
      const words = await textsOf(view, '.surprises .text');
      lengths.add(words.length);
      assert.equal(words.join(' '), `${TEXT} .`);
      assert.deepEqual(await textsOf(view, '.push'), [english.goOn]);
    });
    await andWait(view, () => click(view, '.growing .link'));
    await put(view, '.growing input', '8');
    await click(view, '.push');
    await shows(page, view, `${TEXT} and the apple and the apple and the apple and the apple and the apple and the apple`);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'I ate')));
    await shows(page, view, 'I ate');
    assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelector('.growing .link')?.checkVisibility()), false, 'typed: it is the reader’s own');
  });

  test('all layers at once: rollout, flow, and back to a head', async ({ open }) => {
    const { page, view } = await open({ path: PATH, fragment: 'text=I' });
    await shows(page, view, 'I');
    await andWait(view, () => click(view, '[name=shown]', 1));
    // both layers: of I's row, the mean of the heads is (0.675, 0.325): three of four look at the start; with the residual (0.3375, 0.6625)
    const cell = async () => {
      await view.evaluate((el) => /** @type {HTMLElement} */ (el.shadowRoot?.querySelector('.looks [role=grid]')).focus());
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowDown');
      return textsOf(view, '.looks [role=gridcell]');
    };
    assert.deepEqual(await cell(), ['query I, key I, rollout 0.4389']); // 0.6625 squared
    await andWait(view, () => click(view, '[name=shown]', 2));
    assert.match((await textsOf(view, '.method')).join(), /Abnar & Zuidema 2020/);
    assert.deepEqual(await cell(), ['query I, key I, flow 0.6625']);
    await andWait(view, () => click(view, '.layers label', 0));
    assert.match((await textsOf(view, '.looks .title')).join(), /layer 1, head 1$/);
    assert.deepEqual(await attributesOf(view).then(({ layer, head }) => [layer, head]), ['1', '1']);
    assert.match((await textsOf(view, '.caution')).join(), /Weights are not explanations.*Jain & Wallace 2019; Wiegreffe & Pinter 2019/);
  });

  test('a head is switched off: what becomes of the loss and the next word is told', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    await andWait(view, () => put(view, '.switch select', 'off'));
    const told = (await textsOf(view, '.changed[role=status]')).join();
    assert.match(told, /^1 head is changed\. Mean surprise: 1\.00 bits a piece, 1\.40 with all heads\. The likeliest next piece is “and”, with all heads “\.”\./);
    assert.deepEqual((await bars(view)).slice(0, 2), ['and 50 %', '. 25 %']);
    assert.equal(await view.evaluate((el) => /** @type {HTMLButtonElement} */ (el.shadowRoot?.querySelector('.push')).disabled), true);
    await andWait(view, () => click(view, '.changed .link'));
    assert.deepEqual(await textsOf(view, '.changed[role=status]'), []);
    assert.deepEqual(await surprises(view), ['I 1.0', 'ate 1.0', 'the 2.0', 'apple 3.0']);
  });

  test('heads that beat a fixed distance say what they do, linked to how it was measured', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    await eventually(page, async () => assert.deepEqual(await textsOf(view, '.measured'), ['object → verb, 85 % of 1,234 cases']));
    const links = await view.evaluate((el) => Array.from(el.shadowRoot?.querySelectorAll('.measured') ?? [], (a) => /** @type {HTMLAnchorElement} */ (a).href));
    assert.match(links.join(), /\/models\/language\/MODEL_CARD\.md$/);
  });

  test('no text at all: what a text begins with; a word that is refused: the picture stays', async ({ open, troubles }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', '')));
    await shows(page, view, '');
    assert.equal((await bars(view))[0], 'I 50 %');
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'I xyzzy')), 'error');
    assert.match((await textsOf(view, '.status')).join(), /does not know: “ xyzzy”/);
    assert.equal((await bars(view))[0], 'I 50 %');
    assert.deepEqual(troubles, []);
  });

  test('Arabic, from right to left, every word of it', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await shows(page, view, TEXT);
    await view.evaluate((el) => { el.lang = 'ar'; });
    await eventually(page, async () => assert.deepEqual(await textsOf(view, '.next .title'), [arabic.next]));
    const texts = await textsOf(view, '.translator p:not(.finding), .translator legend, .translator label, .translator summary, .asked');
    const foreign = texts.filter((text) => /\p{Script=Latin}{3}/u.test(text.replace(/Jain & Wallace|Wiegreffe & Pinter/g, '')));
    assert.deepEqual(foreign, []);
    assert.deepEqual(await findings(page), []);
  });

  test('on a phone and on a wide screen, light and dark: nothing is wider than the page', async ({ open }) => {
    for (const [width, dark] of /** @type {const} */ ([[360, true], [1280, false]])) {
      const { page, view } = await open({ path: PATH, width, height: 900, dark });
      await shows(page, view, TEXT);
      await eventually(page, async () => assert.equal((await textsOf(view, '.measured')).length, 1));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
    }
  });
});
