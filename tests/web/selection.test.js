import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved } from '../../web/element/matrix.js';
import { select, strongest, strongestInRow } from '../../web/element/selection.js';
import { stagesOf } from '../../web/element/stages.js';
import { strings } from '../../web/element/strings.js';
import { readState } from '../../web/element/options.js';

/** @typedef {import('../../web/element/compute.js').Model} Model */

/** @type {(shape: number[], value?: (i: number) => number) => { data: Float32Array, shape: number[] }} */
const tensor = (shape, value = (i) => i) => {
  return { data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => value(i)), shape };
};

/**
 * A model of 2 heads, 2 queries and 3 keys, as the engine would give it, its numbers counted up.
 * @param {Record<string, string>} [attributes]
 * @returns {Model}
 */
function crossModel(attributes = {}) {
  const all = { heads: '2', 'd-model': '4', text: 'a b', 'keys-text': 'c d e', ...attributes };
  const { state } = readState((name) => /** @type {Record<string, string>} */ (all)[name] ?? null);
  const scores = () => tensor([2, 2, 3]);
  return {
    state, tokens: ['a', 'b'], keyTokens: ['c', 'd', 'e'], fullyMaskedRows: [],
    tensors: {
      x: tensor([2, 4]), y: tensor([3, 4]), q: tensor([2, 2, 2]), k: tensor([2, 3, 2]), v: tensor([2, 3, 2]),
      scores: scores(), scaled: scores(), masked: tensor([2, 2, 3], (i) => (i % 3 === 2 ? -Infinity : i)),
      weights: tensor([2, 2, 3], (i) => i / 12), heads: tensor([2, 2, 2]), concat: tensor([2, 4]),
      output: tensor([2, 4]),
    },
  };
}

test('stages of the chosen head have its numbers, their axes and a shared domain', () => {
  const { stages, weightsOfHeads, groups } = stagesOf(crossModel(), 2, 'light', strings);
  const all = ['x', 'y', 'q', 'k', 'v', 'scores', 'scaled', 'masked', 'weights', 'heads', 'concat', 'output'];
  assert.deepEqual([...stages.keys()], all);
  assert.deepEqual(groups.map(({ columns }) => columns.length), [2, 4, 3]);
  const weights = stages.get('weights');
  assert.deepEqual([...(weights?.values ?? [])], [...Float32Array.from([6, 7, 8, 9, 10, 11], (i) => i / 12)]);
  assert.deepEqual([weights?.rows.texts, weights?.columns.texts], [['a', 'b'], ['c', 'd', 'e']]);
  assert.equal(weightsOfHeads.length, 2);
  assert.deepEqual(weightsOfHeads[0].domain, weights?.domain, 'both heads share the scale');
  assert.equal(weights?.domain.max, Math.fround(11 / 12));
  assert.deepEqual(stages.get('masked')?.domain, { kind: 'signed', min: -11, max: 11, theme: 'light' });
  assert.deepEqual([stages.get('concat')?.part?.from, stages.get('concat')?.part?.count], [2, 2]);
});

test('the mask’s closed cells are marked in masked scores and weights alone', () => {
  const { stages } = stagesOf(crossModel({ mask: 'padding' }), 1, 'light', strings);
  for (const id of ['masked', 'weights']) assert.deepEqual([...(stages.get(id)?.closed ?? [])], [0, 0, 1, 0, 0, 1]);
  assert.equal(stages.get('scaled')?.closed, null);
});

test('a cell of any matrix means a query, a key, or both', () => {
  const stages = stagesOf(crossModel(), 1, 'light', strings);
  const meaning = (/** @type {string} */ stage, row = 1, column = 0) => {
    const selection = select(stages, { stage, row, column });
    return selection && [selection.query, selection.key];
  };
  assert.deepEqual(meaning('weights', 1, 2), [1, 2]);
  assert.deepEqual(meaning('q'), [1, null]);
  assert.deepEqual(meaning('k', 2), [null, 2]);
  assert.deepEqual(meaning('y', 2), [null, 2]);
  assert.deepEqual(meaning('output'), [1, null]);
  assert.equal(meaning('weights', 2, 0), null, 'no such row');
  assert.equal(meaning('divided'), null, 'no such stage');
});

test('the strongest weight is that of a query with a choice', () => {
  const weights = stagesOf(crossModel(), 1, 'light', strings).weightsOfHeads[0];
  const given = (/** @type {number[]} */ values, /** @type {number[] | null} */ closed = null) => {
    return { ...weights, values: Float32Array.from(values), closed: closed && Uint8Array.from(closed) };
  };
  const first = { stage: 'weights', row: 1, column: 0 };
  assert.deepEqual(strongest(given([0.1, 0.2, 0.7, 0.8, 0.1, 0.1])), first);
  assert.deepEqual(strongest(given([1, 0, 0, 0.6, 0.4, 0], [0, 1, 1, 0, 0, 1])), first);
  assert.equal(strongest(given([0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1])), null);
  assert.equal(strongestInRow(given([0.1, 0.2, 0.7, 0.8, 0.1, 0.1]), 0), 2);
});

test('keys move within the grid', () => {
  const press = (/** @type {string} */ key, ctrlKey = false, at = { row: 1, column: 1 }) => {
    return moved(at, { key, ctrlKey, metaKey: false }, 3, 4);
  };
  assert.deepEqual(press('ArrowUp'), { row: 0, column: 1 });
  assert.deepEqual(press('ArrowRight'), { row: 1, column: 2 });
  assert.deepEqual(press('Home'), { row: 1, column: 0 });
  assert.deepEqual(press('End'), { row: 1, column: 3 });
  assert.deepEqual(press('Home', true), { row: 0, column: 0 });
  assert.deepEqual(press('End', true), { row: 2, column: 3 });
  assert.equal(press('Tab'), null);
  assert.deepEqual(press('ArrowUp', false, { row: 0, column: 0 }), { row: 0, column: 0 });
});
