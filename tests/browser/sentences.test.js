// What is typed is what is drawn: one sentence, two, none, very long ones, and every script.
import assert from 'node:assert/strict';
import { SENTENCE, attention } from './expected.js';
import {
  andWait, assertNumbers, assertPicture, attentionOf, attributesOf, pixelsOf, textsOf, tokensOf, untilStatus,
  untilTokens,
} from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').Page} Page */
/** @typedef {import('./support.js').View} View */

/** Empties a text box as a reader does. @param {Page} page @param {'query' | 'key'} role */
async function empty(page, role) {
  await page.focus(`>>> [data-role=${role}] textarea`);
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.press('Backspace');
}

/** Puts a text in place of what is there, all at once, as pasting does. @param {Page} page @param {string} text */
async function paste(page, text, role = /** @type {'query' | 'key'} */ ('query')) {
  await empty(page, role);
  await page.evaluate((text) => document.execCommand('insertText', false, text), text);
}

/** @param {View} view @param {import('./expected.js').Setting} setting */
async function assertShows(view, setting) {
  const tensors = attention(setting);
  assertNumbers((await attentionOf(view)).stages, tensors);
  await assertPicture(view, tensors);
  await assertPicture(view, tensors, { stage: 'output', place: 'flow' });
}

inBrowsers(({ test }) => {
  test('the figure follows every key', async ({ open }) => {
    const { page, view } = await open();
    await page.focus('>>> textarea');
    await page.keyboard.press('End');
    await page.keyboard.press(' ');
    for (const [key, tokens] of /** @type {[string, string[]][]} */ ([
      ['p', [...SENTENCE, 'p']],
      ['i', [...SENTENCE, 'pi']],
      ['?', [...SENTENCE, 'pi', '?']],
      ['Backspace', [...SENTENCE, 'pi']],
    ])) {
      await page.keyboard.press(/** @type {any} */ (key));
      await untilTokens(view, tokens);
      assert.deepEqual(await textsOf(view, '.chip'), tokens);
      assert.deepEqual(await textsOf(view, '.count'), [`${tokens.length} tokens`]);
      assert.deepEqual(await textsOf(view, '.labels.rows .label'), tokens);
      await assertShows(view, { tokens });
    }
    const shapes = await textsOf(view, '.flow .shape');
    assert.ok(shapes.some((shape) => shape.endsWith('6 × 6')), shapes.join());
    assert.equal((await attributesOf(view)).text, 'I ate an apple. pi');
  });

  test('emptied, it keeps the last figure and says what to do', async ({ open }) => {
    const { page, view } = await open();
    const before = await pixelsOf(view, { stage: 'weights', place: 'main', head: 1 });
    await empty(page, 'query');
    assert.match(await untilStatus(view, /sentence/), /^Type a sentence/);
    assert.deepEqual(await textsOf(view, '.chip'), []);
    assert.deepEqual(await tokensOf(view), SENTENCE);
    const after = await pixelsOf(view, { stage: 'weights', place: 'main', head: 1 });
    assert.ok(after.pixels.equals(before.pixels));
    await page.keyboard.type('So');
    await untilTokens(view, ['So']);
    assert.deepEqual(await textsOf(view, '[part=status]'), [], 'the sentence is gone again');
    await assertShows(view, { tokens: ['So'] });
  });

  test('10,000 pasted characters: the first 512 tokens are drawn, and typing goes on', async ({ open }) => {
    const { page, view } = await open();
    const pasted = 'word '.repeat(2000);
    await paste(page, pasted);
    const said = await untilStatus(view, /512/);
    assert.match(said, /\b2,000 tokens\b.*\b512\b/);
    const { tokens, stages } = await attentionOf(view);
    assert.deepEqual(tokens, Array(512).fill('word'));
    assert.deepEqual(stages.weights.shape, [4, 512, 512]);
    for (let row = 0; row < 4 * 512; row++) {
      const sum = stages.weights.data.subarray(row * 512, (row + 1) * 512).reduce((a, b) => a + b);
      assert.ok(Math.abs(sum - 1) < 1e-4, `row ${row} sums to ${sum}`); // 512 roundings of float32
    }
    await page.keyboard.type('end');
    assert.match(await untilStatus(view, /2,001/), /\b512\b/);
    await paste(page, 'short');
    await untilTokens(view, ['short']);
    assert.deepEqual(await textsOf(view, '[part=status]'), []);
  });

  for (const [script, text, direction] of [
    ['Hebrew', 'הילד אכל תפוח אחד.', 'rtl'],
    ['Arabic', 'أكلتُ تفاحةً حمراء.', 'rtl'],
    ['Chinese', '我吃了一个苹果。', 'ltr'],
    ['Japanese', '私はりんごを食べました。', 'ltr'],
    ['emoji', 'The 👩‍👩‍👧‍👦 ate 🍎🍏!', 'ltr'],
  ]) {
    test(`${script} is cut as the browser's own segmenter cuts it, and drawn`, async ({ open }) => {
      const { page, view } = await open();
      await paste(page, text);
      const tokens = await page.evaluate((text) => {
        const segments = [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)];
        return segments.map(({ segment }) => segment).filter((segment) => segment.trim() !== '');
      }, text);
      assert.ok(tokens.length > 2, tokens.join('|'));
      await untilTokens(view, tokens);
      assert.deepEqual(await textsOf(view, '.chip'), tokens);
      assert.deepEqual(await textsOf(view, '.labels.rows .label'), tokens);
      await assertShows(view, { tokens });
      const [first, second] = await view.evaluate((el) =>
        Array.from(el.shadowRoot?.querySelectorAll('.chip') ?? [], (chip) => chip.getBoundingClientRect().left));
      assert.equal(first > second ? 'rtl' : 'ltr', direction, 'chips run as the sentence is read');
    });
  }

  test('an emoji of several is one character', async ({ open }) => {
    const { page, view } = await open({ fragment: 'tokenizer=characters' });
    await paste(page, 'a👩‍👩‍👧‍👦é');
    await untilTokens(view, ['a', '👩‍👩‍👧‍👦', 'é']);
    await assertShows(view, { tokens: ['a', '👩‍👩‍👧‍👦', 'é'] });
  });

  test('half of a character is drawn as what it is: not a character', async ({ open }) => {
    const { view } = await open();
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'a \ud83c b')));
    await assertShows(view, { tokens: ['a', '\ufffd', 'b'] });
  });

  test('cross-attention: a second box, queries down the side and its keys across', async ({ open }) => {
    const { page, view } = await open();
    assert.equal((await textsOf(view, '.typed textarea')).length, 1);
    await andWait(view, () => page.click('>>> [name=keys-text]'));
    assert.equal((await textsOf(view, '.typed textarea')).length, 2);
    await paste(page, 'Une pomme', 'key');
    const keyTokens = ['Une', 'pomme'];
    await view.frame.waitForFunction((el) => /** @type {any} */ (el).getAttention().keyTokens.length === 2, {}, view);
    assert.equal((await attributesOf(view))['keys-text'], 'Une pomme');

    const tensors = attention({ keyTokens });
    const shown = await attentionOf(view);
    assert.deepEqual([shown.tokens, shown.keyTokens], [SENTENCE, keyTokens]);
    assert.deepEqual(tensors.weights.shape, [4, 5, 2]);
    assertNumbers(shown.stages, tensors);
    await assertPicture(view, tensors);
    for (const stage of Object.keys(tensors)) await assertPicture(view, tensors, { stage, place: 'flow' });
    for (const head of [1, 2, 3, 4]) await assertPicture(view, tensors, { place: 'head', head });
    assert.deepEqual(await textsOf(view, '.labels.rows .label'), SENTENCE);
    assert.deepEqual(await textsOf(view, '.labels.columns .label'), keyTokens);
    assert.deepEqual(await textsOf(view, '.typed[data-role=query] .chip'), SENTENCE);
    assert.deepEqual(await textsOf(view, '.typed[data-role=key] .chip'), keyTokens);
    const { cssWidth, cssHeight } = await pixelsOf(view, { stage: 'weights', place: 'main', head: 1 });
    assert.ok(Math.abs(cssWidth / cssHeight - 2 / 5) < 0.01, `${cssWidth} x ${cssHeight} is not as 2 is to 5`);

    await empty(page, 'key');
    assert.match(await untilStatus(view, /sentence/), /second sentence/);
    await andWait(view, () => page.click('>>> [name=keys-text]'));
    await assertShows(view, {});
    assert.equal((await textsOf(view, '.typed textarea')).length, 1);
  });
});
