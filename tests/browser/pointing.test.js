// Every number can be asked: by pointing at its cell, and by the keyboard.
import assert from 'node:assert/strict';
import { SENTENCE, attention, listing, matrixOf } from './expected.js';
import { eventually, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').Page} Page */
/** @typedef {import('./support.js').View} View */
/** @typedef {{ stage: string, row: number, column: number, place: 'main' | 'flow' }} Cell */

const tensors = attention();

/** Puts the pointer on a cell, found by the canvas alone. @param {Page} page @param {View} view @param {Cell} cell */
async function pointAt(page, view, cell, all = tensors) {
  const { rows, columns } = matrixOf(all[cell.stage], 1);
  const { x, y } = await view.evaluate((el, { stage, row, column, place }, rows, columns) => {
    window.dispatchEvent(new Event('beforeprint')); // what lies beyond the window is there when there is time, or now
    const canvas = el.shadowRoot?.querySelector(`canvas[data-view=${place}][data-stage=${stage}]`);
    if (!canvas) throw new Error(`no ${stage} in ${place}`);
    canvas.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: left + (column + 0.5) * width / columns, y: top + (row + 0.5) * height / rows };
  }, cell, rows, columns);
  await page.mouse.move(2, 2); // two cells may come to lie at the same place, and staying there is no move
  await page.mouse.move(x, y);
}

/**
 * @param {string} text with one number of four digits after the point in it
 * @param {number} value that it must tell
 */
function assertTells(text, value) {
  const [told] = /−?\d+\.\d{4}(?!\d)/.exec(text) ?? [];
  assert.ok(told !== undefined, `no number of four digits in: ${text}`);
  const difference = Math.abs(Number(told.replace('−', '-')) - value);
  assert.ok(difference <= 0.5e-4 + 1e-9, `${text} tells ${told}, the engine ${value}`);
}

/** @param {Cell} cell */
const valueOf = ({ stage, row, column }, all = tensors) => {
  const { values, columns } = matrixOf(all[stage], 1);
  return values[row * columns + column];
};

/** The cells that a visible outline covers in a matrix of the flow. @param {View} view @param {string} stage */
async function markedRows(view, stage) {
  const { rows } = matrixOf(tensors[stage], 1);
  return view.evaluate((el, stage, rows) => {
    const canvas = el.shadowRoot?.querySelector(`canvas[data-view=flow][data-stage=${stage}]`);
    const all = [...(canvas?.parentElement?.querySelectorAll('.mark.row') ?? [])];
    const marks = all.filter((mark) => mark.checkVisibility());
    const whole = /** @type {Element} */ (canvas).getBoundingClientRect();
    return marks.map((mark) => {
      const { top, height, width } = mark.getBoundingClientRect();
      if (Math.abs(width - whole.width) > 0.5 || Math.abs(height - whole.height / rows) > 0.5) return 'no row';
      return Math.round((top - whole.top) / height);
    });
  }, stage, rows);
}

/** @param {Page} page @param {View} view presses Tab until the large matrix has the focus */
async function tabToMatrix(page, view) {
  await page.focus('>>> textarea');
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press('Tab');
    const there = await view.evaluate((el) => el.shadowRoot?.activeElement?.matches('[role=grid][data-view=main]'));
    if (there) return;
  }
  assert.fail('ten times Tab from the sentence do not reach the large matrix');
}

/** Presses a key, or two together. @param {Page} page @param {string} keys with a space between them */
async function pressAll(page, keys) {
  const [key, together] = /** @type {import('puppeteer-core').KeyInput[]} */ (keys.split(' '));
  if (together) {
    await page.keyboard.down(key);
    await page.keyboard.press(together);
    await page.keyboard.up(key);
  } else if (key) {
    await page.keyboard.press(key);
  }
}

/** What a screen reader is told of the live cell. @param {View} view */
async function announced(view) {
  return view.evaluate((el) => {
    const grid = el.shadowRoot?.activeElement;
    const cell = el.shadowRoot?.getElementById(grid?.getAttribute('aria-activedescendant') ?? '');
    const row = cell?.closest('[role=row]')?.getAttribute('aria-rowindex');
    return { text: cell?.textContent ?? '', row: Number(row), column: Number(cell?.getAttribute('aria-colindex')) };
  });
}

/** Asserts that the readout asks about a pair of words, and tells its weight. @param {View} view @param {Cell} cell */
async function assertFinds(view, cell, all = tensors, [queries, keys] = [SENTENCE, SENTENCE]) {
  const finding = (await textsOf(view, '.finding')).join();
  assert.ok(finding.includes(`query “${queries[cell.row]}” → key “${keys[cell.column]}”`), finding);
  assertTells(finding, valueOf(cell, all));
}

/** Asserts what the note beside a cell of the flow says. @param {View} view @param {Cell} cell @param {RegExp} words */
async function assertNotes(view, cell, words, all = tensors) {
  const note = (await textsOf(view, '[part=tooltip]')).join();
  assert.match(note, words, cell.stage);
  assertTells(note, valueOf(cell, all));
}

inBrowsers(({ test }) => {
  test('pointing at a weight: its value, its query and its key, and the rows that made it', async ({ open }) => {
    const { page, view } = await open();
    for (const [row, column] of [[1, 3], [4, 0], [0, 2]]) {
      const cell = /** @type {const} */ ({ stage: 'weights', row, column, place: 'main' });
      await pointAt(page, view, cell);
      await eventually(page, () => assertFinds(view, cell));
      assert.deepEqual(await markedRows(view, 'q'), [row]);
      assert.deepEqual(await markedRows(view, 'k'), [column]);
      assert.deepEqual(await markedRows(view, 'v'), [column]);
      assert.deepEqual(await textsOf(view, '.chip.query'), [SENTENCE[row]]);
      assert.deepEqual(await textsOf(view, '.chip.key'), [SENTENCE[column]]);
      const steps = await textsOf(view, '.steps dd:not(.quiet)');
      ['scores', 'scaled', 'weights'].forEach((stage, i) => assertTells(steps[i], valueOf({ ...cell, stage })));
      assert.equal(steps.length, 3);
    }
  });

  test('pointing into the flow: a note beside the cell, for every stage', async ({ open }) => {
    const { page, view } = await open();
    for (const stage of Object.keys(tensors)) {
      const cell = /** @type {const} */ ({ stage, row: 2, column: 3, place: 'flow' });
      await pointAt(page, view, cell);
      const isPair = ['scores', 'scaled', 'masked', 'weights'].includes(stage);
      await eventually(page, () => assertNotes(view, cell, isPair ? /“an” → key “apple”/ : /“an”, feature 4/));
    }
    await page.mouse.move(2, 2);
    await eventually(page, async () => {
      assert.deepEqual(await textsOf(view, '[part=tooltip]'), [], 'gone with the pointer');
    });
  });

  test('a masked cell says that it is masked', async ({ open }) => {
    const { page, view } = await open({ fragment: 'mask=causal' });
    const masked = attention({ isCausal: true });
    await pointAt(page, view, { stage: 'masked', row: 1, column: 3, place: 'flow' }, masked);
    await eventually(page, async () => {
      assert.match((await textsOf(view, '[part=tooltip]')).join(), /“ate” → key “apple”.*−∞/);
    });
    await tabToMatrix(page, view);
    await page.keyboard.press('End');
    await eventually(page, async () => {
      assert.match((await announced(view)).text, /query I, key \., weight 0\.0000, masked/);
    });
  });

  test('in cross-attention the key is a word of the second sentence', async ({ open }) => {
    const keyTokens = ['Une', 'pomme'];
    const cross = attention({ keyTokens });
    const { page, view } = await open({ fragment: 'keys-text=Une+pomme' });
    const cell = /** @type {const} */ ({ stage: 'weights', row: 3, column: 1, place: 'main' });
    await pointAt(page, view, cell, cross);
    await eventually(page, () => assertFinds(view, cell, cross, [SENTENCE, keyTokens]));
    assert.deepEqual(await textsOf(view, '.typed[data-role=query] .chip:is(.query, .key)'), ['apple']);
    assert.deepEqual(await textsOf(view, '.typed[data-role=key] .chip:is(.query, .key)'), ['pomme']);
  });

  test('in the listing as it is written a cell is of two features', async ({ open }) => {
    const { page, view } = await open({ fragment: 'listing=features' });
    const all = listing('features');
    const cell = /** @type {const} */ ({ stage: 'scores', row: 6, column: 9, place: 'flow' });
    await pointAt(page, view, cell, all);
    await eventually(page, () => assertNotes(view, cell, /query feature 7 → key feature 10/, all));
  });

  test('by keyboard: one tab stop, arrows, Home and End, and every cell is told', async ({ open }) => {
    const { page, view } = await open();
    await tabToMatrix(page, view);
    const grid = await view.evaluate((el) => {
      const { role, ariaRowCount, ariaColCount, ariaLabel } = /** @type {Element} */ (el.shadowRoot?.activeElement);
      return { role, ariaRowCount, ariaColCount, ariaLabel };
    });
    assert.deepEqual({ ...grid, ariaLabel: '' }, { role: 'grid', ariaRowCount: '5', ariaColCount: '5', ariaLabel: '' });
    assert.match(grid.ariaLabel ?? '', /weights.*queries.*keys/);
    for (const [keys, row, column] of /** @type {[string, number, number][]} */ ([
      ['', 0, 0],
      ['ArrowRight', 0, 1],
      ['ArrowDown', 1, 1],
      ['ArrowDown', 2, 1],
      ['ArrowLeft', 2, 0],
      ['ArrowLeft', 2, 0],
      ['End', 2, 4],
      ['ArrowRight', 2, 4],
      ['ArrowUp', 1, 4],
      ['Home', 1, 0],
      ['Control End', 4, 4],
      ['ArrowDown', 4, 4],
      ['Control Home', 0, 0],
    ])) {
      await pressAll(page, keys);
      const cell = /** @type {const} */ ({ stage: 'weights', row, column, place: 'main' });
      await eventually(page, async () => {
        const told = await announced(view);
        assert.deepEqual([told.row, told.column], [row + 1, column + 1], keys);
        assert.ok(told.text.startsWith(`query ${SENTENCE[row]}, key ${SENTENCE[column]}, weight `), told.text);
        assertTells(told.text, valueOf(cell));
      });
      await assertFinds(view, cell);
      assert.deepEqual(await markedRows(view, 'q'), [row]);
      assert.deepEqual(await markedRows(view, 'k'), [column]);
    }
    await page.keyboard.press('Tab');
    await eventually(page, async () => {
      const stays = await view.evaluate((el) => el.shadowRoot?.activeElement?.matches('[data-view=main]') ?? false);
      assert.equal(stays, false, 'the next Tab leaves the matrix');
    });
  });

  test('a click holds a cell, Escape lets go of it', async ({ open }) => {
    const { page, view } = await open();
    const cell = /** @type {const} */ ({ stage: 'weights', row: 1, column: 3, place: 'main' });
    await pointAt(page, view, cell);
    await page.mouse.down();
    await page.mouse.up();
    await pointAt(page, view, { ...cell, row: 4, column: 4 });
    await eventually(page, async () => {
      const pinned = await view.evaluate((el) => el.shadowRoot?.querySelector('.mark.cell.pinned') !== null);
      assert.ok(pinned);
      await assertFinds(view, cell);
    });
    await page.keyboard.press('Escape');
    await eventually(page, () => assertFinds(view, { ...cell, row: 4, column: 4 }));
  });

  test('a chip lights up what it attends to most', async ({ open }) => {
    const { page, view } = await open();
    await page.hover('>>> .chip[data-index="1"]');
    const { values } = matrixOf(tensors.weights, 1);
    const row = [...values.subarray(5, 10)];
    const column = row.indexOf(Math.max(...row));
    await eventually(page, () => assertFinds(view, { stage: 'weights', row: 1, column, place: 'main' }));
  });
});
