// A reader opens the page: the sentence, its tokens, and every matrix in the colours of the engine's numbers.
import assert from 'node:assert/strict';
import { SENTENCE, STAGES, attention, colorsOf, matrixOf } from './expected.js';
import { assertNumbers, assertPicture, attentionOf, pixelsOf, textsOf } from './figure.js';
import { readPng } from './png.js';
import { inBrowsers } from './support.js';

const tensors = attention();

inBrowsers(({ test }) => {
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    for (const ratio of [1, 2]) {
      test(`every matrix is drawn, ${theme}, ${ratio} device pixels in a CSS pixel`, async ({ open }) => {
        const { view } = await open({ ratio, dark: theme === 'dark' });
        const { stages, tokens, keyTokens } = await attentionOf(view);
        assert.deepEqual([tokens, keyTokens], [SENTENCE, SENTENCE]);
        assertNumbers(stages, tensors);
        await assertPicture(view, tensors, { theme });
        for (const stage of STAGES) await assertPicture(view, tensors, { stage, place: 'flow', theme });
        for (const head of [1, 2, 3, 4]) await assertPicture(view, tensors, { place: 'head', head, theme });
      });
    }
  }

  test('the flow has every stage, in order, and its matrices share a cell size', async ({ open }) => {
    const { view } = await open({ ratio: 2 });
    const drawn = await view.evaluate((el) => {
      const canvases = el.shadowRoot?.querySelectorAll('canvas[data-view=flow]') ?? [];
      return Array.from(canvases, (canvas) => canvas.getAttribute('data-stage'));
    });
    assert.deepEqual(drawn, STAGES);
    /** @type {Record<string, Set<number>>} */
    const cells = { token: new Set(), feature: new Set() };
    for (const stage of STAGES) {
      const { rows, columns } = matrixOf(tensors[stage], 1);
      const { width, height, cssWidth, cssHeight } = await pixelsOf(view, { stage, place: 'flow', head: 1 });
      assert.deepEqual([width / cssWidth, height / cssHeight], [2, 2], `${stage} is as sharp as the screen`);
      cells.token.add(height / rows);
      cells[['scores', 'scaled', 'masked', 'weights'].includes(stage) ? 'token' : 'feature'].add(width / columns);
    }
    assert.deepEqual([cells.token.size, cells.feature.size], [1, 1], 'one size for tokens and one for features');
  });

  test('the columns of the chosen head are named under the concatenation', async ({ open }) => {
    const { view } = await open({ fragment: 'head=3' });
    assert.deepEqual(await textsOf(view, '.mark.part'), ['Head 3']);
    const { mark, columns } = await view.evaluate((el) => {
      const box = (/** @type {DOMRect | null | undefined} */ rect) => rect?.toJSON();
      const marks = [...(el.shadowRoot?.querySelectorAll('.mark.part') ?? [])];
      const mark = box(marks.find((one) => one.checkVisibility())?.getBoundingClientRect());
      return { mark, columns: [16, 23].map((column) => box(el.cellRect('concat', 4, column))) };
    });
    assert.deepEqual([mark.left, mark.right], [columns[0].left, columns[1].right]);
    assert.ok(mark.top >= columns[0].bottom && mark.top < columns[0].bottom + 10, JSON.stringify([mark, columns]));
  });

  test('words around it: chips, labels, shapes, provenance, the strongest weight, a legend', async ({ open }) => {
    const { view } = await open();
    assert.deepEqual(await textsOf(view, '.chip'), SENTENCE);
    assert.deepEqual(await textsOf(view, '.count'), ['5 tokens']);
    assert.deepEqual(await textsOf(view, '.labels.rows .label'), SENTENCE);
    assert.deepEqual(await textsOf(view, '.labels.columns .label'), SENTENCE);
    assert.deepEqual(await textsOf(view, '.axis'), ['queries ↓', 'keys →']);
    const shapes = await textsOf(view, '.flow .shape');
    STAGES.forEach((stage, i) => {
      const { rows, columns } = matrixOf(tensors[stage], 1);
      assert.ok(shapes[i].endsWith(`${rows} × ${columns}`), `${stage}: ${shapes[i]}`);
    });
    assert.match((await textsOf(view, '.about')).join(), /head 1 of 4 · random parameters, seed 7/);

    const { values, columns } = matrixOf(tensors.weights, 1);
    const strongest = values.indexOf(Math.max(...values));
    const [query, key] = [SENTENCE[Math.floor(strongest / columns)], SENTENCE[strongest % columns]];
    const finding = (await textsOf(view, '.finding')).join();
    assert.equal(finding, `“${query}” attends most to “${key}” (${values[strongest].toFixed(2)})`);

    const numbers = (await textsOf(view, '[part=legend] .numbers span')).map(Number);
    assert.equal(numbers[0], 0);
    const max = Math.max(...tensors.weights.data);
    assert.ok(Math.abs(numbers[numbers.length - 1] - max) < 0.005, `${numbers}, but the largest weight is ${max}`);
  });

  test('the page asks for all of its scripts at once, for each file once, and for no worker', async ({ open }) => {
    const { page } = await open();
    const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const names = files.map((name) => name.replace(/.*\//, ''));
    assert.deepEqual([...new Set(names)], names);
    const scripts = ['attention-view.js', 'auto.js', 'engine.js'];
    assert.deepEqual(names.filter((name) => name.endsWith('.js')).sort(), scripts);
    const linked = await page.$$eval('link[href][rel*=preload], script', (all) => {
      return all.map((one) => one.getAttribute('href') ?? one.getAttribute('src'));
    });
    for (const name of scripts) assert.ok(linked.includes(name), `${name} is not named in the page`);
  });

  test('a screenshot shows the same colours where cellRect() says that the cells are', async ({ open }) => {
    const { page, view } = await open({ ratio: 2 });
    const { rows, columns } = matrixOf(tensors.weights, 1);
    const middles = await view.evaluate((el, rows, columns) => {
      return Array.from({ length: rows * columns }, (_, i) => {
        const cell = el.cellRect('weights', Math.floor(i / columns), i % columns);
        if (!cell) throw new Error('no cell');
        return [cell.left + cell.width / 2, cell.top + cell.height / 2];
      });
    }, rows, columns);
    const png = readPng(await page.screenshot());
    assert.deepEqual([png.width, png.height], [2560, 1600]);
    const seen = middles.map(([x, y]) => png.at(Math.floor(2 * x), Math.floor(2 * y)));
    assert.deepEqual(seen, colorsOf(tensors, 'weights'));
  });
});
