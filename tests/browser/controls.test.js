// Each control changes what it says, and nothing else: the numbers are the engine's for that setting.
import assert from 'node:assert/strict';
import { SENTENCE, attention, engine, listing } from './expected.js';
import { andWait, assertNumbers, assertPicture, attentionOf, attributesOf, textsOf, untilTokens } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').Page} Page */
/** @typedef {import('./expected.js').Tensors} Tensors */

/** @param {string} name @param {string} value @returns {(page: Page) => Promise<unknown>} */
const choose = (name, value) => async (page) => (await page.waitForSelector(`>>> select[name=${name}]`))?.select(value);

/** @param {string} name @returns {(page: Page) => Promise<unknown>} */
const click = (name) => (page) => page.click(`>>> input[name=${name}]`);

/** One keystroke of a digit in the place of what a box of numbers holds. @param {string} name @param {string} digit */
const write = (name, digit) => async (/** @type {Page} */ page) => {
  await page.focus(`>>> input[name=${name}]`);
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.press(/** @type {any} */ (digit));
};

/** @param {string} name @param {'Home' | 'End'} key @returns {(page: Page) => Promise<unknown>} */
const slide = (name, key) => async (page) => {
  await page.focus(`>>> input[name=${name}]`);
  await page.keyboard.press(key);
};

const n = SENTENCE.length;

/**
 * @typedef {{
 *   name: string, from?: string, act: (page: Page) => Promise<unknown>, set: Record<string, string>, tensors: Tensors,
 *   head?: number,
 * }} Case from: what the address sets before; act: what the reader does; set: the attributes that must come of it
 * @type {Case[]}
 */
const CASES = [
  { name: '8 heads', act: choose('heads', '8'), set: { heads: '8' }, tensors: attention({ heads: 8 }) },
  { name: 'one head', act: choose('heads', '1'), set: { heads: '1' }, tensors: attention({ heads: 1 }) },
  { name: 'd_model 64', act: choose('d-model', '64'), set: { 'd-model': '64' }, tensors: attention({ dModel: 64 }) },
  {
    name: 'head 3', act: (page) => page.click('>>> .heads label:nth-of-type(3)'), set: { head: '3' },
    tensors: attention(), head: 3,
  },
  {
    name: 'the causal mask', act: choose('mask', 'causal'), set: { mask: 'causal' },
    tensors: attention({ isCausal: true }),
  },
  {
    name: 'the padding mask', act: choose('mask', 'padding'), set: { mask: 'padding' },
    tensors: attention({ attnMask: engine.paddingMask({ queries: n, keep: [true, true, true, true, false] }) }),
  },
  {
    name: 'two keys of padding', from: 'mask=padding', act: write('mask-size', '2'),
    set: { mask: 'padding', 'mask-size': '2' },
    tensors: attention({ attnMask: engine.paddingMask({ queries: n, keep: [true, true, true, false, false] }) }),
  },
  {
    name: 'the window mask', act: choose('mask', 'window'), set: { mask: 'window' },
    tensors: attention({ attnMask: engine.slidingWindowMask({ queries: n, keys: n, window: 1 }) }),
  },
  {
    name: 'a window of 2', from: 'mask=window', act: write('mask-size', '2'), set: { mask: 'window', 'mask-size': '2' },
    tensors: attention({ attnMask: engine.slidingWindowMask({ queries: n, keys: n, window: 2 }) }),
  },
  { name: 'scale off', act: click('scale'), set: { scale: 'off' }, tensors: attention({ scale: 1 }) },
  {
    name: 'temperature 4', act: slide('temperature', 'End'), set: { temperature: '4' },
    tensors: attention({ scale: 1 / Math.sqrt(8) / 4 }),
  },
  {
    name: 'temperature 0.1', act: slide('temperature', 'Home'), set: { temperature: '0.1' },
    tensors: attention({ scale: 1 / Math.sqrt(8) / 0.1 }),
  },
  { name: 'seed 8', act: write('seed', '8'), set: { seed: '8' }, tensors: attention({ seed: 8 }) },
  {
    name: 'positions off', act: click('positions'), set: { positions: 'off' },
    tensors: attention({ positions: false }),
  },
  {
    name: 'Q = K = V', act: choose('parameters', 'identity'), set: { parameters: 'identity' },
    tensors: attention({ identity: true }),
  },
  {
    name: 'the listing, of features: the article’s own class', act: choose('listing', 'features'),
    set: { listing: 'features', parameters: 'identity' }, tensors: listing('features', { identity: true }),
  },
  {
    name: 'the listing, of words', act: choose('listing', 'words'), set: { listing: 'words', parameters: 'identity' },
    tensors: listing('words', { identity: true }),
  },
  {
    name: 'the listing of the repository, of features', from: 'listing=features&parameters=identity',
    act: choose('parameters', 'random'), set: { parameters: 'random', listing: 'features' }, tensors: listing('features'),
  },
  {
    name: 'the listing of the repository, of words', from: 'listing=words&parameters=identity',
    act: choose('parameters', 'random'), set: { parameters: 'random', listing: 'words' }, tensors: listing('words'),
  },
  {
    name: 'the listing off again', from: 'listing=words&parameters=identity', act: choose('listing', 'none'),
    set: { listing: 'none' }, tensors: attention(),
  },
  {
    name: 'a width that the heads do not divide: fewer heads', from: 'heads=8&d-model=16', act: choose('d-model', '4'),
    set: { heads: '4', 'd-model': '4' }, tensors: attention({ heads: 4, dModel: 4 }),
  },
];

inBrowsers(({ test }) => {
  for (const { name, from, act, set, tensors, head = 1 } of CASES) {
    test(name, async ({ open }) => {
      const { page, view } = await open({ fragment: from });
      const { controls, permalink } = await attributesOf(view);
      await andWait(view, () => act(page));
      assert.deepEqual(await attributesOf(view), { controls, permalink, ...set });
      const shown = await attentionOf(view);
      assert.deepEqual(shown.tokens, SENTENCE);
      assertNumbers(shown.stages, tensors);
      await assertPicture(view, tensors, { head });
      for (const stage of Object.keys(tensors)) await assertPicture(view, tensors, { stage, place: 'flow', head });
    });
  }

  test('the causal mask closes exactly what lies above the diagonal, and its legend says so', async ({ open }) => {
    const { view } = await open({ fragment: 'mask=causal' });
    const { masked, weights } = (await attentionOf(view)).stages;
    weights.data.forEach((weight, i) => {
      const above = i % n > Math.floor(i / n) % n;
      assert.equal(masked.data[i] === -Infinity, above, `masked[${i}]`);
      assert.equal(weight === 0, above, `weights[${i}]`);
    });
    assert.deepEqual(await textsOf(view, '[part=legend] .masked'), ['masked']);
  });

  test('all keys masked: weights and output of 0, and a sentence that says whose', async ({ open }) => {
    const { view } = await open({ fragment: 'mask=padding&mask-size=5' });
    const { stages, fullyMaskedRows } = await attentionOf(view);
    assert.deepEqual(fullyMaskedRows, [0, 1, 2, 3, 4]);
    assert.ok(stages.weights.data.every((weight) => weight === 0));
    assert.ok(stages.output.data.every((value) => value === 0));
    assert.match((await textsOf(view, '[part=status]')).join(), /“I”, “ate”.* may look at nothing/);
  });

  test('a stage of the flow can be shown large', async ({ open }) => {
    const { page, view } = await open();
    await andWait(view, () => page.click('>>> .flow .stage:has([data-stage=scaled]) .name'));
    assert.equal((await attributesOf(view)).stage, 'scaled');
    const tensors = attention();
    await assertPicture(view, tensors, { stage: 'scaled' });
    await assertPicture(view, tensors, { stage: 'scaled', place: 'flow' });
  });

  test('tokenizers', async ({ open }) => {
    const { page, view } = await open();
    for (const [kind, tokens] of /** @type {[string, string[]][]} */ ([
      ['spaces', ['I', 'ate', 'an', 'apple.']],
      ['characters', [...'I ate an apple.']],
      ['words', SENTENCE],
    ])) {
      await choose('tokenizer', kind)(page);
      await untilTokens(view, tokens);
      const tensors = attention({ tokens });
      assertNumbers((await attentionOf(view)).stages, tensors);
      await assertPicture(view, tensors);
    }
  });

  test('fewer heads than the chosen one: the first is chosen', async ({ open }) => {
    const { page, view } = await open({ fragment: 'head=4' });
    await assertPicture(view, attention(), { head: 4 });
    await andWait(view, () => choose('heads', '2')(page));
    await assertPicture(view, attention({ heads: 2 }));
    assert.match((await textsOf(view, '.about')).join(), /head 1 of 2/);
  });

  test('the listing says what its orientation does, with its own numbers', async ({ open }) => {
    for (const orientation of /** @type {const} */ (['features', 'words'])) {
      const { view } = await open({ fragment: `listing=${orientation}` });
      const note = (await textsOf(view, '.note')).join();
      const { x, weights } = listing(orientation);
      assert.ok(note.includes(`${x.shape[0]} × ${x.shape[1]}`), note);
      assert.match(note, orientation === 'features' ? /compare features, not words/ : /compare words/);
      assert.ok(note.includes('d_model² = 1024'), note);
      for (const weight of [Math.min(...weights.data), Math.max(...weights.data)]) {
        const told = Array.from(note.matchAll(/0\.\d{4,}/g), ([text]) => text);
        const close = told.some((text) => Math.abs(Number(text) - weight) < 10 ** (2 - text.length));
        assert.ok(close, `${weight} is not among the numbers of: ${note}`);
      }
    }
  });

  test('controls without a say rest', async ({ open }) => {
    const { page, view } = await open();
    const resting = () => view.evaluate((el) => {
      const inputs = [...(el.shadowRoot?.querySelectorAll('[part=toolbar] :is(input, select)') ?? [])];
      return inputs.filter((input) => input.matches(':disabled')).map((input) => input.getAttribute('name'));
    });
    assert.deepEqual(await resting(), []);
    await andWait(view, () => choose('listing', 'words')(page));
    assert.deepEqual(await resting(), ['keys-text', 'heads', 'mask', 'scale', 'temperature']);
  });
});
