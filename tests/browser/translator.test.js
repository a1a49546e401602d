// The figure of a trained translator; the model is one that knows six words (fake-model.js), so that every number is known.
import assert from 'node:assert/strict';
import { words as arabic } from '../../web/element/translator/languages/ar.js';
import { words as english } from '../../web/element/translator/strings.js';
import { findings } from './axe.js';
import { andWait, attributesOf, eventually, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */
/** @typedef {import('./support.js').Page} Page */

const PATH = 'fake/translator.html';

/** Waits until the whole translation has been said. @param {Page} page @param {View} view @param {string} french */
const said = (page, view, french) => eventually(page, async () => {
  assert.deepEqual(await textsOf(view, '.french .line'), [french]);
  assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelectorAll('.word.to-come').length), 0);
});

/** Clicks what a selector finds in the figure. @param {View} view @param {string} selector @param {number} [index] */
async function click(view, selector, index = 0) {
  const found = await view.evaluateHandle((el, selector, index) => el.shadowRoot?.querySelectorAll(selector)[index], selector, index);
  await /** @type {import('puppeteer-core').ElementHandle<Element>} */ (found).click();
}

/** What the one live cell of a picture says. @param {View} view @param {string} part */
const cellOf = (view, part) => textsOf(view, `.kind.${part} [role=gridcell]`);

/** The labels that are lit in a picture: columns, then rows. @param {View} view @param {string} part */
const litIn = (view, part) => textsOf(view, `.kind.${part} .label.on`);

const OWN = "J'ai mangé une pomme. (end)";

inBrowsers(({ kind, test }) => {
  test('first Q = K = V, then, when the model is there, its three pictures', async ({ open }) => {
    const { page, view } = await open({ path: PATH, first: [() => {
      document.addEventListener('DOMContentLoaded', () => document.querySelector('attention-view')?.setAttribute('src', 'models/held'));
    }] });
    assert.match((await textsOf(view, '.about')).join(), /Q = K = V = X, no parameters/);
    await eventually(page, async () => {
      assert.deepEqual(await textsOf(view, '.model-note'), [english.waiting]);
      assert.ok(await view.evaluate((el) => Number(el.shadowRoot?.querySelector('progress')?.value) > 0));
    });
    assert.deepEqual(await textsOf(view, '.toolbar legend'), [], 'controls of random parameters are out of place');
    await page.evaluate(() => { Object.assign(globalThis, { letGo: true }); });
    await said(page, view, OWN);
    assert.deepEqual(await textsOf(view, '.model-note'), []);
    assert.equal((await textsOf(view, '.kind .title')).length, 3);
    assert.match((await textsOf(view, '.translator .finding')).join(), /^“pomme” attends most to “apple” \(0\.73\)$/);
    assert.equal(await view.evaluate((el) => getComputedStyle(/** @type {Element} */ (el.shadowRoot?.querySelector('.toolbar'))).display), 'none');
    await eventually(page, async () => {
      assert.equal(await view.evaluate((el) => getComputedStyle(/** @type {Element} */ (el.shadowRoot?.querySelector('.body'))).visibility), 'hidden');
    });
  });

  test('French appears word by word, and each new word lights its row', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    const seen = await view.evaluate((el) => new Promise((done) => { // every frame, of how many words to come and the row that is lit
      const root = /** @type {ShadowRoot} */ (el.shadowRoot);
      /** @type {Set<string>} */
      const seen = new Set();
      const look = () => {
        const toCome = root.querySelectorAll('.word.to-come').length;
        if (toCome) seen.add(`${toCome} ${root.querySelector('.kind.cross .labels.rows .label.on')?.textContent ?? ''}`);
        if (seen.size && !toCome) done([...seen]);
        else requestAnimationFrame(look);
      };
      el.setAttribute('text', 'the apple.');
      look();
    }));
    assert.ok(/** @type {string[]} */ (seen).some((one) => /^[12] (la|pomme)$/.test(one)), String(seen));
    if (kind === 'firefox') return;
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'I ate the pear.')));
    assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelectorAll('.word.to-come').length), 0, 'at once');
  });

  test('numbers: pieces are merged to words, a row adds up to 1, and pieces can be seen', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await view.evaluate((el) => /** @type {HTMLElement} */ (el.shadowRoot?.querySelector('.kind.cross [role=grid]')).focus());
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await cellOf(view, 'cross'), ["query ai, key I, weight 0.0543"]); // 0.38 / 7
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await cellOf(view, 'cross'), ['query ai, key ate, weight 0.6743']); // 0.62 more
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
    assert.deepEqual(await cellOf(view, 'cross'), ['query pomme, key apple, weight 0.7286']); // app and le
    assert.deepEqual(await textsOf(view, '.translator .finding'), ['query “pomme” → key “apple” weight 0.7286']);
    const sums = await view.evaluate((el) => {
      const { data, shape } = /** @type {import('./expected.js').Tensor} */ (el.getAttention()?.weights);
      return { shape: [...shape], first: [...data.slice(0, 7)].reduce((sum, weight) => sum + weight, 0) };
    });
    assert.deepEqual(sums.shape, [4, 9, 7]);
    assert.ok(Math.abs(sums.first - 1) < 1e-6);
    await andWait(view, () => click(view, '.units input', 1));
    assert.deepEqual(await textsOf(view, '.kind.cross .labels.columns .label:not([hidden])'), ['I', 'ate', 'app', 'le', '.', '(end)'].toSpliced(2, 0, 'an'));
  });

  test('a word that is pointed at lights up in all three pictures', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    const hover = async (/** @type {string} */ selector, /** @type {number} */ index) => {
      const found = await view.evaluateHandle((el, selector, index) => el.shadowRoot?.querySelectorAll(selector)[index], selector, index);
      await /** @type {import('puppeteer-core').ElementHandle<Element>} */ (found).hover();
    };
    await hover('button.word', 3); // une
    await eventually(page, async () => {
      assert.deepEqual(await litIn(view, 'cross'), ['une']);
      assert.deepEqual(await litIn(view, 'decoder'), ['une', 'une']);
      assert.deepEqual(await litIn(view, 'encoder'), []);
    });
    await hover('.kind.encoder .labels.rows .label:not(.pointed)', 3); // apple
    await eventually(page, async () => {
      assert.deepEqual(await litIn(view, 'encoder'), ['apple', 'apple']);
      assert.deepEqual(await litIn(view, 'cross'), ['apple']);
    });
    const rect = await view.evaluate((el) => {
      const { x, y, width, height } = /** @type {DOMRect} */ (el.cellRect('cross', 4, 3));
      return { x: x + width / 2, y: y + height / 2 };
    });
    await page.mouse.move(rect.x, rect.y);
    await eventually(page, async () => {
      assert.deepEqual(await litIn(view, 'cross'), ['apple', 'pomme']);
      assert.deepEqual(await litIn(view, 'encoder'), ['apple', 'apple']);
      assert.deepEqual(await litIn(view, 'decoder'), ['pomme', 'pomme']);
    });
  });

  test('another word is chosen, the rest changes, and the model’s own comes back', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await click(view, 'button.word', 3);
    assert.deepEqual(await textsOf(view, '.candidates button'), ['une 80 %', 'poire 10 %', 'man 5 %', '. 2 %']);
    await page.keyboard.press('Escape');
    assert.deepEqual(await textsOf(view, '.candidates button'), []);
    await click(view, 'button.word', 3);
    await andWait(view, () => click(view, '.candidates button', 1));
    await said(page, view, "J'ai mangé poire pomme. (end)");
    assert.deepEqual(await textsOf(view, '.french .asked'), [english.targetForced]);
    await andWait(view, () => click(view, '.french-tools .link', 1));
    await said(page, view, OWN);
    assert.deepEqual(await textsOf(view, '.french .asked'), [english.target]);
  });

  test('the reader’s own French: the model says it, and its rows are those words', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await andWait(view, () => click(view, '.french-tools .link'));
    await andWait(view, async () => {
      await view.evaluate((el) => /** @type {HTMLTextAreaElement} */ (el.shadowRoot?.querySelector('.french textarea')).select());
      await page.keyboard.type('une poire');
    });
    await eventually(page, async () => {
      assert.deepEqual(await textsOf(view, '.kind.cross .labels.rows .label:not([hidden])'), ['une', 'poire', '(end)']);
    });
    assert.deepEqual(await textsOf(view, '.french .asked'), [english.targetTyped]);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'the pear')));
    await said(page, view, 'la poire (end)');
  });

  test('typing English translates anew; nothing to translate is said; too much is refused, and the picture stays', async ({ open, troubles }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'the apple.')));
    await said(page, view, 'la pomme. (end)');
    assert.deepEqual(await textsOf(view, '.kind.cross .labels.columns .label:not([hidden])'), ['the', 'apple', '.', '(end)']);
    await view.evaluate((el) => el.setAttribute('text', '  '));
    await eventually(page, async () => assert.deepEqual(await textsOf(view, '.status'), [english.empty]));
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'the '.repeat(129))), 'error');
    assert.deepEqual(await textsOf(view, '.status'), ['the text has 129 tokens, at most 128 can be read']);
    assert.deepEqual(troubles, []);
  });

  test('a head of a layer is chosen by a click; the address keeps it', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await andWait(view, () => click(view, '.kind.cross .layers label', 9)); // layer 3, head 2
    const { layer, head } = await attributesOf(view);
    assert.deepEqual({ layer, head }, { layer: '3', head: '2' });
    assert.match((await textsOf(view, '.kind.cross .title')).join(), /layer 3, head 2$/);
    await eventually(page, async () => assert.match(await page.evaluate(() => location.hash), /layer=3/));
    assert.doesNotMatch(await page.evaluate(() => location.hash), /parameters|src/);
    await andWait(view, () => click(view, '.kind.encoder .layers label', 1));
    assert.match((await textsOf(view, '.kind.encoder .title')).join(), /layer 1, head 2$/);
    assert.match((await textsOf(view, '.kind.cross .title')).join(), /layer 3, head 2$/, 'the others stay');
    await andWait(view, () => view.evaluate((el) => { el.setAttribute('layer', '9'); }));
    assert.match((await textsOf(view, '.status')).join(), /Layer 9, head 2 is asked for; the model has 3 layers of 4 heads/);
  });

  test('a head is switched off: what the model said before is told, and all come on again', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    const off = (/** @type {string} */ how) => view.evaluate((el, how) => {
      const select = /** @type {HTMLSelectElement} */ (el.shadowRoot?.querySelector('.kind.decoder select'));
      select.value = how;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, how);
    await andWait(view, () => off('average'));
    await said(page, view, "J'ai mangé une figue. (end)");
    assert.match((await textsOf(view, '.changed[role=status]')).join(), /^1 head is changed\. The model as it was trained says: “J'ai mangé une pomme\.”/);
    assert.deepEqual((await textsOf(view, '.layers .how')).filter(Boolean), [english.how.average]);
    await andWait(view, () => click(view, '.changed .link'));
    await said(page, view, OWN);
    assert.deepEqual(await textsOf(view, '.changed[role=status]'), []);
  });

  test('the stages of the chosen head, and the tree of the beam search', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await click(view, '.pipeline summary');
    await eventually(page, async () => {
      assert.deepEqual(await textsOf(view, '.pipeline .shape'), ['L × D = 9 × 8', 'S × D = 7 × 8', 'S × D = 7 × 8', 'L × S = 9 × 7', 'L × S = 9 × 7', 'L × D = 9 × 8']);
    });
    await click(view, '.beams summary');
    await eventually(page, async () => {
      assert.deepEqual(await textsOf(view, '.tree .best > .step'), ["J'ai mangé", 'une', 'pomme.33 %']);
      assert.deepEqual(await textsOf(view, '.tree .dropped > .step'), ['poire', 'man']);
    });
    assert.deepEqual(await findings(page), []);
  });

  test('a model that cannot be had: a sentence, and the first figure stays', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('src', 'models/missing/')), 'error');
    await eventually(page, async () => {
      assert.match((await textsOf(view, '.model-note')).join(), /^The model could not be loaded: .*config\.json: 404$/);
    });
    assert.match((await textsOf(view, '.about')).join(), /Q = K = V = X/);
    await andWait(view, () => view.evaluate((el) => el.removeAttribute('src')));
    assert.match((await textsOf(view, '.about')).join(), /random parameters, seed 7/);
    assert.deepEqual(await textsOf(view, '.model-note, .kind'), []);
  });

  test('Arabic, from right to left, every word of it', async ({ open }) => {
    const { page, view } = await open({ path: PATH });
    await said(page, view, OWN);
    await view.evaluate((el) => { el.lang = 'ar'; });
    await said(page, view, `J'ai mangé une pomme. ${arabic.end}`);
    const texts = await textsOf(view, '.translator p, .translator legend, .translator label, .translator summary, .french-tools, .asked');
    const foreign = texts.filter((text) => /\p{Script=Latin}{3}/u.test(text.replace(/pomme|apple/g, '')));
    assert.deepEqual(foreign, []);
    const [encoder, decoder] = await view.evaluate((el) => ['encoder', 'decoder'].map((part) =>
      /** @type {Element} */ (el.shadowRoot?.querySelector(`.kind.${part}`)).getBoundingClientRect().left));
    assert.ok(encoder > decoder, 'the first column is on the right');
    assert.deepEqual(await findings(page), []);
  });

  for (const width of [360, 1280]) {
    test(`nothing serious for axe and nothing wider than a window of ${width} pixels, in the dark too`, async ({ open }) => {
      const { page, view } = await open({ path: PATH, width, dark: kind === 'chromium' });
      await said(page, view, OWN);
      await click(view, 'button.word', 5);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      assert.deepEqual(await findings(page), []);
    });
  }
});
