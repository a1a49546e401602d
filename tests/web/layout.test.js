import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnLabels, flowCells, layoutMatrix, rowLabels, snap } from '../../web/figure/layout.js';

const LINE = 18;
const LIMIT = 120;
const widths = fc.array(fc.integer({ min: 4, max: 240 }), { minLength: 1, maxLength: 120 });
const cells = fc.double({ min: 0.4, max: 90, noNaN: true });

test('a cell is a whole number of device pixels, or smaller than one', () => {
  assert.equal(snap(10.9, 1), 10);
  assert.equal(snap(10.9, 2), 10.5);
  assert.equal(snap(10, 1.25), 9.6);
  assert.equal(snap(0.4, 2), 0.4);
  assert.equal(snap(1 / 3 * 3, 3), 1);
});

test('short words stand flat, longer ones turn, many thin out, too many wait for the pointer', () => {
  const words = { widths: Array(40).fill(40), line: LINE, limit: LIMIT };
  const plan = (/** @type {number} */ cell) => columnLabels({ ...words, cell });
  assert.deepEqual([plan(50).angle, plan(50).indexes.length], [0, 40]);
  assert.deepEqual([plan(30).angle, plan(30).indexes.length], [45, 40]);
  assert.deepEqual([plan(20).angle, plan(20).indexes.length], [90, 40]);
  assert.deepEqual([plan(8).angle, plan(8).indexes.length], [90, 14]);
  assert.deepEqual(plan(3).indexes, []);
});

test('numbers only thin out, and to round numbers', () => {
  const plan = columnLabels({ widths: Array(64).fill(15), cell: 6, line: LINE, limit: LIMIT, numbers: true });
  assert.equal(plan.angle, 0);
  assert.deepEqual(plan.indexes.map((index) => index + 1), [1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
  const dense = columnLabels({ widths: Array(512).fill(22), cell: 0.8, line: LINE, limit: LIMIT, numbers: true });
  assert.ok(dense.indexes.every((index) => index === 0 || (index + 1) % 50 === 0), String(dense.indexes));
});

test('no two column labels touch', () => {
  fc.assert(fc.property(widths, cells, fc.boolean(), (texts, cell, numbers) => {
    const { indexes, angle } = columnLabels({ widths: texts, cell, line: LINE, limit: LIMIT, numbers });
    for (let i = 1; i < indexes.length; i++) {
      const distance = (indexes[i] - indexes[i - 1]) * cell;
      const needed = angle === 0 ? (texts[indexes[i]] + texts[indexes[i - 1]]) / 2
        : angle === 45 ? LINE * 0.88 * Math.SQRT2 : LINE;
      assert.ok(distance >= needed - 1e-9, `${angle}° at ${cell}: ${distance} < ${needed}`);
    }
  }));
});

test('no two row labels touch', () => {
  fc.assert(fc.property(widths, cells, fc.boolean(), (texts, cell, numbers) => {
    const { indexes, angle, band } = rowLabels({ widths: texts, cell, line: LINE, limit: LIMIT, numbers });
    assert.equal(angle, 0);
    assert.ok(band <= LIMIT);
    for (let i = 1; i < indexes.length; i++) assert.ok((indexes[i] - indexes[i - 1]) * cell >= LINE - 1e-9);
  }));
});

test('labels above a window never slant: they would reach beyond it', () => {
  const plan = (/** @type {number} */ cell) =>
    columnLabels({ widths: Array(40).fill(40), cell, line: LINE, limit: LIMIT, slanted: false });
  assert.deepEqual([plan(50).angle, plan(30).angle, plan(8).angle], [0, 90, 90]);
});

test('labels are not cut off: their band is high and their overhang wide enough', () => {
  fc.assert(fc.property(widths, cells, (texts, cell) => {
    const { indexes, angle, band, overhang } = columnLabels({ widths: texts, cell, line: LINE, limit: LIMIT });
    for (const index of indexes) {
      const width = Math.min(texts[index], angle === 45 ? LIMIT * Math.SQRT2 - LINE : angle === 90 ? LIMIT : Infinity);
      const [high, wide] = angle === 0 ? [LINE, width / 2]
        : angle === 45 ? [(width + LINE) * Math.SQRT1_2, width * Math.SQRT1_2] : [width, LINE / 2];
      assert.ok(high <= band + 1e-9);
      assert.ok((index + 0.5) * cell + wide <= texts.length * cell + overhang + 1e-9);
    }
  }));
});

test('the large matrix fits its room, labels included, and its cells are square where both axes count the same', () => {
  const room = fc.record({
    width: fc.integer({ min: 280, max: 600 }), rows: widths, columns: widths, square: fc.boolean(),
    ratio: fc.constantFrom(1, 1.25, 2, 3),
  });
  fc.assert(fc.property(room, ({ width, rows, columns, square, ratio }) => {
    const layout = layoutMatrix({
      width, side: 440, largest: 88, rows: { widths: rows }, columns: { widths: columns }, square, band: 70, line: LINE,
      ratio,
    });
    const { cellWidth, cellHeight } = layout;
    assert.ok(cellWidth > 0 && cellHeight > 0);
    if (square) assert.equal(cellWidth, cellHeight);
    assert.ok(cellWidth <= 88 && cellHeight <= 88);
    assert.ok(cellHeight * rows.length <= 440 + 1e-6);
    assert.ok(layout.rows.band >= 70);
    assert.equal(layout.zoomable, Math.min(cellWidth, cellHeight) * ratio < 4);
    const total = layout.rows.band + 6 + cellWidth * columns.length + layout.columns.overhang;
    assert.ok(total <= width + 1e-6, `${total} > ${width}`);
  }));
});

test('in the flow every matrix fits, and tokens and features each have one size', () => {
  const room = fc.record({
    width: fc.integer({ min: 200, max: 1200 }), tokens: fc.integer({ min: 1, max: 4096 }),
    features: fc.integer({ min: 1, max: 1024 }), ratio: fc.constantFrom(1, 1.5, 2),
  });
  fc.assert(fc.property(room, (given) => {
    const { token, feature } = flowCells(given);
    assert.ok(token > 0 && token * given.tokens <= Math.min(512, given.width) + 1e-6);
    assert.ok(feature > 0 && feature * given.features <= given.width + 1e-6);
  }));
});
