// Numbers that a page or a reader brings: ready weights, or Q, K and V, by property, by file and by paste.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { color, domainOf } from '../../web/figure/palette.js';
import { writeNpy } from '../../web/format/npy.js';
import { assertPicture, attentionOf, andWait, eventually, pixelsOf, textsOf, untilStatus } from './figure.js';
import { attention } from './expected.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */
/** @typedef {import('./support.js').Page} Page */

const WEIGHTS = [[[0.5, 0.25, 0.25], [0, 1, 0]], [[0.125, 0.125, 0.75], [1, 0, 0]]];
const WORDS = { tokens: ['le', 'chat'], keyTokens: ['the', 'cat', 'sleeps'] };

/** Sets numbers, and waits for the picture that comes of them. @param {View} view @param {unknown} numbers */
const bring = (view, numbers) => andWait(view, () => view.evaluate((el, given) => void (el.attention = given), numbers));

/** @param {Page} page */
async function openMenu(page) {
  await page.click('>>> button[name=own]');
  await eventually(page, async () => assert.ok(await page.$('>>> dialog.own[open]')));
}

/** @param {Page} page @param {string} text */
async function paste(page, text) {
  const field = await page.$('>>> dialog.own textarea');
  await field?.evaluate((el, text) => void (/** @type {HTMLTextAreaElement} */ (el).value = text), text);
  await page.click('>>> dialog.own [name=show]');
}

const saidIn = (/** @type {View} */ view) => view.evaluate((el) => el.shadowRoot?.querySelector('.said')?.textContent ?? '');

/** The numbers of a stage, row after row, as the page has them. @param {View} view @param {string} stage */
const numbersOf = async (view, stage) => [...(await attentionOf(view)).stages[stage].data];

/** softmax(q kᵀ / √D) of one head in plain JavaScript. @param {number[][]} q @param {number[][]} k */
function softmaxOf(q, k) {
  return q.flatMap((query) => {
    const scores = k.map((key) => Math.exp(key.reduce((sum, value, i) => sum + value * query[i], 0) / Math.sqrt(query.length)));
    const total = scores.reduce((sum, value) => sum + value);
    return scores.map((value) => value / total);
  });
}

inBrowsers(({ test }) => {
  test('weights of a page: every head is drawn in its colours, with its words, and nothing else is made up', async ({ open }) => {
    const { view } = await open();
    await bring(view, { ...WORDS, weights: WEIGHTS });
    const { tokens, keyTokens, stages } = await attentionOf(view);
    assert.deepEqual([tokens, keyTokens, Object.keys(stages)], [WORDS.tokens, WORDS.keyTokens, ['weights']]);
    assert.deepEqual([...stages.weights.data], WEIGHTS.flat(2));
    assert.deepEqual(await textsOf(view, '.hero .labels.rows .label'), WORDS.tokens);
    assert.deepEqual(await textsOf(view, '.hero .labels.columns .label'), WORDS.keyTokens);
    const domain = domainOf('magnitude', 1, 'light');
    for (const head of [1, 2]) {
      await andWait(view, () => view.evaluate((el, head) => el.setAttribute('head', String(head)), head));
      const { width, height, pixels } = await pixelsOf(view, { stage: 'weights', place: 'head', head });
      WEIGHTS[head - 1].flat().forEach((value, i) => {
        const [x, y] = [Math.floor((i % 3 + 0.5) * width / 3), Math.floor((Math.floor(i / 3) + 0.5) * height / 2)];
        assert.deepEqual([...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)], [...color(value, domain)], `head ${head}, cell ${i}`);
      });
    }
    assert.match((await textsOf(view, '.about')).join(), /head 2 of 2 · numbers of this page/);
    assert.deepEqual(await textsOf(view, 'textarea.sentence'), [], 'no sentence is typed');
    assert.deepEqual(await textsOf(view, '.toolbar [name=seed], .toolbar [name=heads]'), []);
  });

  test('Q, K and V of a page: the engine computes the rest, under the mask that is asked for', async ({ open }) => {
    const { view } = await open();
    const q = [[[1, 0], [0.5, 2]], [[-1, 1], [0, 0.25]]];
    const k = [[[1, 1], [0, 1], [2, 0]], [[0.5, 0], [1, 1], [0, -1]]];
    const v = [[[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]];
    await bring(view, { ...WORDS, q, k, v });
    const expected = q.flatMap((queries, head) => softmaxOf(queries, k[head]));
    const weights = await numbersOf(view, 'weights');
    weights.forEach((weight, i) => assert.ok(Math.abs(weight - expected[i]) < 1e-6, `weight ${i} is ${weight}, not ${expected[i]}`));
    const heads = (await attentionOf(view)).stages.heads;
    assert.deepEqual(heads.shape, [2, 2, 3]);
    const first = [0, 1, 2].map((column) => [0, 1, 2].reduce((sum, key) => sum + expected[key] * v[0][key][column], 0));
    first.forEach((value, i) => assert.ok(Math.abs(heads.data[i] - value) < 1e-5, `output ${i}`));
    await andWait(view, () => view.evaluate((el) => el.setAttribute('mask', 'causal')));
    const masked = await numbersOf(view, 'weights');
    assert.deepEqual([masked[0], masked[1], masked[2], masked[5]], [1, 0, 0, 0]);
    assert.equal(await view.evaluate((el) => el.cellRect('x', 0, 0)), null);
    assert.ok(await view.evaluate((el) => (el.cellRect('heads', 1, 2)?.width ?? 0) > 0));
  });

  test('what does not fit gets a sentence with both numbers, and the last good picture stays', async ({ open }) => {
    const { view } = await open();
    await bring(view, { ...WORDS, weights: WEIGHTS });
    for (const [numbers, sentence] of /** @type {[unknown, RegExp][]} */ ([
      [[[0.5, 0.5], [1]], /1 element.*2/],
      [{ tokens: ['a'], weights: [[1, 0], [0, 1]] }, /2 rows.*1 label/],
      [{ q: [[1, 2]], k: [[1, 2, 3]], v: [[1]] }, /3 columns.*2/],
      ['weights', /a string/],
      [[[1e39]], /finite float32/],
      [{ weights: [['<img src=x onerror=alert(1)>']] }, /a string/],
    ])) {
      const told = await view.evaluate((el, given) => new Promise((resolve) => {
        el.addEventListener('error', (event) => resolve(/** @type {any} */ (event).detail.type), { once: true });
        el.attention = given;
      }), numbers);
      assert.equal(told, 'refused');
      assert.match(await untilStatus(view, sentence), /\.$/);
      assert.deepEqual(await numbersOf(view, 'weights'), WEIGHTS.flat(2));
    }
    assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelectorAll('img').length), 0);
  });

  test('null goes back to the sentence', async ({ open }) => {
    const { view } = await open({ fragment: 'head=3' });
    await bring(view, WEIGHTS);
    assert.deepEqual((await attentionOf(view)).tokens, ['1', '2']);
    await bring(view, null);
    await assertPicture(view, attention(), { head: 3 });
  });

  test('numbers that were set before the element was there', async ({ open }) => {
    const { view } = await open({ path: 'pages/empty.html', wait: false }).then(async ({ page }) => ({
      view: /** @type {View} */ (await page.evaluateHandle(async (weights) => {
        const figure = /** @type {any} */ (document.createElement('attention-view'));
        figure.attention = weights;
        document.body.append(figure);
        await new Promise((resolve) => figure.addEventListener('load', resolve, { once: true }));
        return figure;
      }, WEIGHTS)),
    }));
    assert.deepEqual(await numbersOf(view, 'weights'), WEIGHTS.flat(2));
  });

  test('the menu: pasted CSV with labels, pasted JSON, and what is wrong said in the menu', async ({ open }) => {
    const { page, view } = await open();
    await openMenu(page);
    await paste(page, '{"weights": [[1, 2], [3]]}');
    await eventually(page, async () => assert.match(await saidIn(view), /1 element/));
    assert.equal((await attentionOf(view)).tokens.length, 5, 'the sentence is still there');
    await andWait(view, () => paste(page, ',the,cat\nle,0.75,0.25\nchat,0.5,0.5\n'));
    assert.equal(await page.$('>>> dialog'), null);
    const { tokens, keyTokens, stages } = await attentionOf(view);
    assert.deepEqual([tokens, keyTokens, [...stages.weights.data]], [['le', 'chat'], ['the', 'cat'], [0.75, 0.25, 0.5, 0.5]]);
    assert.match((await textsOf(view, '.about')).join(), /pasted numbers/);
    await openMenu(page);
    await andWait(view, () => page.click('>>> dialog.own [name=back]'));
    assert.equal((await attentionOf(view)).tokens.length, 5);
  });

  test('the menu: a .npy file that is chosen, with words that are typed', async ({ open }) => {
    const folder = await mkdtemp(join(tmpdir(), 'attention-view-own-'));
    try {
      const file = join(folder, 'gpt.npy');
      await writeFile(file, writeNpy({ data: Float32Array.from(WEIGHTS.flat(2)), shape: [2, 2, 3] }));
      const { page, view } = await open();
      await openMenu(page);
      await page.type('>>> dialog.own [name=queries]', 'le chat');
      await page.type('>>> dialog.own [name=keys]', 'the cat sleeps');
      const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$('>>> dialog.own [type=file]'));
      await andWait(view, () => input.uploadFile(file));
      const { tokens, keyTokens, stages } = await attentionOf(view);
      assert.deepEqual([tokens, keyTokens], [WORDS.tokens, WORDS.keyTokens]);
      assert.deepEqual([stages.weights.shape, [...stages.weights.data]], [[2, 2, 3], WEIGHTS.flat(2)]);
      assert.match((await textsOf(view, '.about')).join(), /numbers from gpt\.npy/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a file that is dragged onto the figure opens the menu, and is read when it is dropped there', async ({ open }) => {
    const { page, view } = await open();
    await view.evaluate((el) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['[[1, 0], [0.25, 0.75]]'], 'mine.json'));
      /** @type {any} */ (window).dragged = dataTransfer;
      el.shadowRoot?.querySelector('.hero')?.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
    });
    await eventually(page, async () => assert.ok(await page.$('>>> dialog.own[open]')));
    await andWait(view, () => view.evaluate((el) => {
      const { dragged } = /** @type {any} */ (window);
      el.shadowRoot?.querySelector('dialog')?.dispatchEvent(new DragEvent('drop', { dataTransfer: dragged, bubbles: true, cancelable: true }));
    }));
    assert.deepEqual(await numbersOf(view, 'weights'), [1, 0, 0.25, 0.75]);
  });
});
