import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { color, domainOf, hatching, maskedColor } from '../../web/figure/palette.js';
import { Pyramid } from '../../web/figure/pyramid.js';
import { paint } from '../../web/figure/raster.js';

/** @typedef {import('../../web/figure/raster.js').Frame} Frame */

const unit = domainOf('magnitude', 1, 'light');

/** @param {number[]} values @param {number} columns @param {number[]} [closed] */
function gridOf(values, columns, closed) {
  const rows = values.length / columns;
  return { values: Float32Array.from(values), rows, columns, closed: closed ? Uint8Array.from(closed) : null };
}

/** A matrix of any shape with masked cells, its numbers of one sign each size, so that none are as far from zero. */
const grids = fc.record({
  rows: fc.integer({ min: 1, max: 17 }),
  columns: fc.integer({ min: 1, max: 17 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  masks: fc.boolean(),
}).map(({ rows, columns, seed, masks }) => {
  const order = Array.from({ length: rows * columns }, (_, i) => (i * 7919 + seed * 31) % 10_007);
  const values = order.map((one, i) => (one % 3 ? 1 : -1) * (one + i / 1000) / 10_008);
  const closed = order.map((one) => (masks && one % 4 === 0 ? 1 : 0));
  return gridOf(values.map((value, i) => (masks && order[i] % 5 === 0 ? -Infinity : value)), columns, closed);
});

/**
 * The number furthest from zero of a block of cells, -Infinity where all are closed: the slow way.
 * @param {import('../../web/figure/pyramid.js').Grid} grid
 */
function furthest({ values, rows, columns, closed }, top = 0, left = 0, bottom = rows, right = columns) {
  let best = -Infinity;
  for (let row = top; row < Math.min(bottom, rows); row++) {
    for (let column = left; column < Math.min(right, columns); column++) {
      const i = row * columns + column;
      if (closed?.[i] || values[i] === -Infinity) continue;
      if (best === -Infinity || Math.abs(values[i]) > Math.abs(best)) best = values[i];
    }
  }
  return best;
}

/**
 * @param {import('../../web/figure/pyramid.js').Grid} grid
 * @param {Partial<Frame>} frame
 */
function painted(grid, { width = 1, height = 1, ...more }, domain = unit) {
  const pixels = new Uint32Array(width * height);
  const frame = {
    width, height, cellWidth: width / grid.columns, cellHeight: height / grid.rows, left: 0, top: 0, ratio: 1, ...more,
  };
  paint(pixels, { pyramid: new Pyramid(grid), domain }, frame);
  const bytes = new Uint8Array(pixels.buffer);
  return (/** @type {number} */ x, /** @type {number} */ y) => [...bytes.subarray((y * width + x) * 4).subarray(0, 4)];
}

test('every level of a pyramid has the number furthest from zero of its cells', () => {
  fc.assert(fc.property(grids, fc.shuffledSubarray([1, 2, 3, 4, 5]), (grid, asked) => {
    const pyramid = new Pyramid(grid);
    for (const n of asked) { // in any order: a level may be made of any finer one
      const size = 2 ** n;
      const level = pyramid.level(n);
      assert.deepEqual([level.rows, level.columns], [Math.ceil(grid.rows / size), Math.ceil(grid.columns / size)]);
      level.values.forEach((value, i) => {
        const [row, column] = [Math.floor(i / level.columns) * size, i % level.columns * size];
        assert.equal(value, furthest(grid, row, column, row + size, column + size), `level ${n}, ${i}`);
      });
    }
    assert.deepEqual(pyramid.level(0), grid);
  }));
});

test('the range of a matrix is that of its numbers', () => {
  assert.deepEqual(new Pyramid(gridOf([0.25, -3, 2, 0], 2)).range, [-3, 2]);
});

test('pixels have the colours of their cells', () => {
  const at = painted(gridOf([0, 0.25, 1, -Infinity, 0.5, 0.75], 3, [0, 0, 0, 0, 1, 0]), { width: 9, height: 4 });
  const colors = [0, 0.25, 1, null, null, 0.75].map((value) => (value === null ? maskedColor('light') : color(value, unit)));
  for (let y = 0; y < 4; y++) {
    for (let x = 0; x < 9; x++) assert.deepEqual(at(x, y), [...colors[(y >> 1) * 3 + Math.floor(x / 3)], 255], `${x}, ${y}`);
  }
});

test('of cells smaller than a pixel each is shown once, and the pixel has the one furthest from zero', () => {
  const signed = domainOf('signed', 1, 'dark');
  fc.assert(fc.property(grids, fc.integer({ min: 1, max: 17 }), fc.integer({ min: 1, max: 17 }), (grid, width, height) => {
    fc.pre(width <= grid.columns && height <= grid.rows);
    const at = painted(grid, { width, height }, signed);
    const edge = (/** @type {number} */ pixel, /** @type {number} */ pixels, /** @type {number} */ cells) =>
      Array.from({ length: cells }, (_, i) => (i + 0.5) * pixels / cells).findIndex((middle) => middle >= pixel);
    const edges = (/** @type {number} */ pixels, /** @type {number} */ cells) =>
      [...Array.from({ length: pixels }, (_, pixel) => edge(pixel, pixels, cells)), cells];
    const [across, down] = [edges(width, grid.columns), edges(height, grid.rows)];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = furthest(grid, down[y], across[x], down[y + 1], across[x + 1]);
        const expected = value === -Infinity ? maskedColor('dark') : color(value, signed);
        assert.deepEqual(at(x, y), [...expected, 255], `${x}, ${y}`);
      }
    }
  }));
});

test('a window shows the cells that lie under it', () => {
  const grid = gridOf(Array.from({ length: 64 }, (_, i) => i / 63), 8);
  const at = painted(grid, { width: 20, height: 20, cellWidth: 7, cellHeight: 7, left: 15.4, top: 30.6 });
  for (const [x, y, row, column] of [[0, 0, 4, 2], [5, 0, 4, 2], [6, 4, 5, 3], [19, 19, 7, 4]]) {
    assert.deepEqual(at(x, y), [...color((row * 8 + column) / 63, unit), 255], `${x}, ${y}`);
  }
});

test('a gap parts large cells, also where the window cuts them', () => {
  const grid = gridOf([1, 1, 1, 1, 1, 1, 1, 1, 1], 3);
  const clear = (/** @type {Partial<Frame>} */ frame) => {
    const at = painted(grid, { width: 30, height: 30, cellWidth: 20, cellHeight: 20, ...frame });
    return Array.from({ length: 30 }, (_, i) => i).filter((i) => at(i, 5)[3] === 0);
  };
  assert.deepEqual(clear({}), [20]);
  assert.deepEqual(clear({ left: 15 }), [5, 25]);
  assert.deepEqual(clear({ left: 20 }), [0, 20], 'before a cell that begins with the window');
  assert.deepEqual(clear({ ratio: 2 }), [], 'cells of less than 11 CSS pixels have none');
  assert.deepEqual(clear({ cellWidth: 24, cellHeight: 24, ratio: 2 }), [24, 25]);
});

test('masked cells are hatched where they are large enough, and the hatching moves with them', () => {
  const grid = gridOf([-Infinity, -Infinity, 1, 1], 2);
  const lines = hatching('light', 1);
  const pixel = (/** @type {number[]} */ [red, green, blue]) => red | green << 8 | blue << 16;
  const [still, moved] = [0, 3].map((left) => {
    const at = painted(grid, { width: 8, height: 20, cellWidth: 10, cellHeight: 10, left });
    return (/** @type {number} */ x, /** @type {number} */ y) => pixel(at(x, y));
  });
  const seen = new Set(Array.from({ length: 8 }, (_, x) => still(x, 4)));
  assert.deepEqual([...seen].sort(), [...new Set(Array.from(lines, (line) => line & 0xffffff))].sort());
  for (let x = 0; x < 5; x++) {
    assert.equal(moved(x, 2), still(x + 3, 2));
    assert.equal(still(x, 2), still(x + 1, 1), 'slanted');
  }
  const small = painted(grid, { width: 8, height: 8 });
  assert.deepEqual(small(3, 2).slice(0, 3), maskedColor('light'));
  assert.deepEqual(still(0, 15), pixel(color(1, unit)));
});

test('a matrix of very many cells is read from a coarser level, and no large number is lost', () => {
  const side = 1500;
  const grid = gridOf(Array(side * side).fill(0), side);
  const places = [[0, 0], [1499, 1499], [700, 3], [1024, 1023]];
  for (const [row, column] of places) grid.values[row * side + column] = 1;
  const at = painted(grid, { width: 150, height: 100 });
  const lit = [];
  for (let y = 0; y < 100; y++) for (let x = 0; x < 150; x++) if (at(x, y).join() === [...color(1, unit), 255].join()) lit.push([y, x]);
  assert.equal(lit.length, places.length);
  for (const [row, column] of places) {
    assert.ok(lit.some(([y, x]) => Math.abs(y - row / 15) <= 1 && Math.abs(x - column / 10) <= 1), `${row}, ${column}`);
  }
});
