import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boxOf, cellAt, pan, refit, reveal, seen, whole, zoom } from '../../web/figure/viewport.js';

/** @typedef {import('../../web/figure/viewport.js').Viewport} Viewport */

const MOST = 48;
const about = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ within = 1e-6) =>
  assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

/** A matrix of up to 4,096 rows and columns in a window of up to 440 pixels, zoomed and moved some times. */
const windows = fc.record({
  rows: fc.integer({ min: 1, max: 4096 }),
  columns: fc.integer({ min: 1, max: 4096 }),
  ratio: fc.constantFrom(1, 1.5, 2),
  moves: fc.array(fc.record({
    factor: fc.double({ min: 0.1, max: 20, noNaN: true }),
    x: fc.double({ min: 0, max: 440, noNaN: true }),
    y: fc.double({ min: 0, max: 440, noNaN: true }),
  }), { maxLength: 6 }),
}).map(({ rows, columns, ratio, moves }) => {
  const all = whole({ rows, columns, cellWidth: 440 / columns, cellHeight: 440 / rows }, ratio);
  const view = moves.reduce((now, { factor, ...point }) => zoom(now, factor, point, all, MOST), all);
  return { all, view };
});

/** @param {Viewport} view */
function assertInside(view) {
  const { rows, columns, width, height, cellWidth, cellHeight, left, top } = view;
  assert.ok(left >= 0 && left + width <= columns * cellWidth + 1e-6, JSON.stringify(view));
  assert.ok(top >= 0 && top + height <= rows * cellHeight + 1e-6, JSON.stringify(view));
}

test('the whole of a matrix is a whole number of device pixels', () => {
  const view = whole({ rows: 3, columns: 300, cellWidth: 0.43, cellHeight: 20 }, 2);
  assert.deepEqual([view.width, view.height, view.left, view.top], [129, 60, 0, 0]);
  about(view.cellWidth * 300, 129);
  assert.equal(whole({ rows: 1, columns: 1, cellWidth: 0.1, cellHeight: 0.1 }, 1).width, 1);
});

test('a point belongs to the cell whose box it lies in, and beyond the edge to the nearest', () => {
  const view = whole({ rows: 4, columns: 3, cellWidth: 10, cellHeight: 5 }, 1);
  assert.deepEqual(cellAt(view, 29.9, 0), { row: 0, column: 2 });
  assert.deepEqual(cellAt(view, 10, 5), { row: 1, column: 1 });
  assert.deepEqual(cellAt(view, -1, 99), { row: 3, column: 0 });
  fc.assert(fc.property(windows, fc.double({ min: 0, max: 0.999, noNaN: true }), ({ view: now }, share) => {
    const cell = cellAt(now, now.width * share, now.height * share);
    const { x, y, width, height } = boxOf(now, cell.row, cell.column);
    const [right, bottom] = [x + width, y + height];
    assert.ok(x <= now.width * share + 1e-6 && now.width * share <= right + 1e-6);
    assert.ok(y <= now.height * share + 1e-6 && now.height * share <= bottom + 1e-6);
    assert.deepEqual(cellAt(now, x + width / 2, y + height / 2), cell);
  }));
});

test('zooming keeps what lies under the pointer there, within the matrix and its sizes', () => {
  fc.assert(fc.property(windows, fc.double({ min: 1, max: 30, noNaN: true }), ({ all, view }, factor) => {
    assertInside(view);
    const point = { x: view.width / 3, y: view.height / 4 };
    const closer = zoom(view, factor, point, all, MOST);
    assertInside(closer);
    assert.ok(closer.cellWidth <= Math.max(all.cellWidth, MOST) && closer.cellHeight <= Math.max(all.cellHeight, MOST));
    about((closer.left + point.x) / closer.cellWidth, (view.left + point.x) / view.cellWidth);
    about((closer.top + point.y) / closer.cellHeight, (view.top + point.y) / view.cellHeight);
    const back = zoom(closer, 0, point, all, MOST);
    for (const side of /** @type {const} */ (['left', 'top', 'cellWidth', 'cellHeight'])) about(back[side], all[side]);
  }));
});

test('a matrix is dragged along with the pointer, up to its edges', () => {
  fc.assert(fc.property(windows, fc.integer({ min: -99, max: 99 }), ({ view }, by) => {
    const moved = pan(view, by, -by);
    assertInside(moved);
    const free = view.left - by >= 0 && view.left - by + view.width <= view.columns * view.cellWidth;
    if (free) about(boxOf(moved, 0, 0).x, boxOf(view, 0, 0).x + by);
  }));
});

test('a cell that is asked for can be seen, and one that can be seen moves nothing', () => {
  fc.assert(fc.property(windows, fc.double({ min: 0, max: 0.999, noNaN: true }), ({ view }, share) => {
    const cell = { row: Math.floor(view.rows * share), column: Math.floor(view.columns * (1 - share) * 0.999) };
    const shown = reveal(view, cell);
    assertInside(shown);
    const { x, y, width, height } = boxOf(shown, cell.row, cell.column);
    assert.ok(x >= -1e-6 && x + Math.min(width, shown.width) <= shown.width + 1e-6);
    assert.ok(y >= -1e-6 && y + Math.min(height, shown.height) <= shown.height + 1e-6);
    const again = reveal(shown, cell);
    about(again.left, shown.left);
    about(again.top, shown.top);
  }));
});

test('a mark is cut at the edges of the window, and gone beyond them', () => {
  const all = whole({ rows: 100, columns: 100, cellWidth: 4, cellHeight: 4 }, 1);
  const view = zoom(all, 5, { x: 200, y: 200 }, all, MOST);
  assert.deepEqual([view.cellWidth, view.left], [20, 800]);
  assert.deepEqual(seen(view, boxOf(view, 45, 0, 1, 100)), { x: 0, y: 100, width: 400, height: 20 });
  assert.deepEqual(seen(view, boxOf(view, 39, 40)), null);
  assert.deepEqual(seen(view, { x: -5, y: 390, width: 20, height: 20 }), { x: 0, y: 390, width: 15, height: 10 });
});

test('another layout keeps the zoomed part, and the whole stays the whole', () => {
  const all = whole({ rows: 1000, columns: 1000, cellWidth: 0.44, cellHeight: 0.44 }, 1);
  const [narrow, more] = [[1000, 300], [1001, 440]].map(([count, side]) => {
    return whole({ rows: count, columns: count, cellWidth: side / count, cellHeight: side / count }, 1);
  });
  assert.deepEqual(refit(all, all, narrow, MOST), narrow);
  const view = zoom(all, 50, { x: 220, y: 220 }, all, MOST);
  for (const next of [narrow, more]) {
    const kept = refit(view, all, next, MOST);
    assert.deepEqual([kept.width, kept.cellWidth, kept.left], [next.width, view.cellWidth, view.left]);
    assertInside(kept);
  }
});
