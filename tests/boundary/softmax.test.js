// Scores at the edges of what float32 holds.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loadEngine } from 'attention-view/engine';
import { matrix, matrixOf, range, sample } from './support.js';

/** @typedef {import('attention-view/engine').Tensor} Tensor */

const engine = await loadEngine();
after(() => engine.dispose());

/** One query of 1 with these keys: the keys are the scores. @param {number[]} scores @param {object} [options] */
const attend = (scores, options) =>
  engine.scaledDotProductAttention({
    query: matrix([[1]]),
    key: matrix(scores.map((score) => [score])),
    value: matrix(scores.map((_, s) => [s])),
    scale: 1,
    ...options,
  });

const sum = (/** @type {Iterable<number>} */ numbers) => [...numbers].reduce((total, number) => total + number, 0);

test('one key gets all the weight, whatever its score', () => {
  for (const score of [0, 1, -1, 1e-38, 1e30, -1e30, 3e38, -3e38]) {
    const { weights, output } = attend([score]);
    assert.deepEqual([...weights.data, ...output.data], [1, 0], `${score}`);
  }
});

test('scores of 1e30 and -1e30 give weights, not NaN', () => {
  assert.deepEqual([...attend([1e30, -1e30]).weights.data], [1, 0]);
  assert.deepEqual([...attend([-1e30, -1e30]).weights.data], [0.5, 0.5]);
  assert.deepEqual([...attend([1e30, 0, 1e30, -1e30]).weights.data], [0.5, 0, 0.5, 0]);
  assert.deepEqual([...attend([-1e30, 3e38, -3e38]).weights.data], [0, 1, 0]);
  const { scores, weights } = engine.multiHeadAttention({
    query: matrixOf(4, 8, (r) => (r % 2 ? 1e15 : -1e15)),
    numHeads: 2,
  });
  assert.ok(Math.max(...scores.data) > 1e30 && Math.min(...scores.data) < -1e30);
  assert.deepEqual([...weights.data.slice(0, 8)], [0.5, 0, 0.5, 0, 0, 0.5, 0, 0.5]);
});

test('4,096 keys: rows still sum to 1 within 1e-6', () => {
  assert.ok(attend(Array(4096).fill(5)).weights.data.every((weight) => weight === 1 / 4096));
  for (const spread of [1e-3, 1, 30, 1e30]) {
    const { weights, output } = attend(range(4096).map((s) => spread * Math.sin(s)));
    assert.ok(Math.abs(sum(weights.data) - 1) <= 1e-6, `spread ${spread}: ${sum(weights.data)}`);
    assert.ok(weights.data.every((weight) => weight >= 0));
    const mean = sum(Array.from(weights.data, (weight, s) => weight * s));
    assert.ok(Math.abs(output.data[0] - mean) <= 1e-6 * 4096, `spread ${spread}: ${output.data[0]}, not ${mean}`);
  }
});

test('weights are the exponentials of the scores, in their proportions', () => {
  const { weights } = attend([0, Math.log(2), Math.log(5)]);
  [1 / 8, 2 / 8, 5 / 8].forEach((weight, s) => assert.ok(Math.abs(weights.data[s] - weight) <= 1e-6));
});

test('an additive mask of -Infinity hides a key even from an enormous score', () => {
  const attnMask = matrix([[0, -Infinity, -1e30]]);
  const { masked, weights } = attend([-5, 1e30, 0], { attnMask });
  assert.deepEqual([...masked.data], [-5, -Infinity, Math.fround(-1e30)]);
  assert.deepEqual([...weights.data], [1, 0, 0]);
});

test('a query that may see nothing gets zeros, by any kind of mask', () => {
  const nothing = [{ data: new Uint8Array(2), shape: [1, 2] }, matrix([[-Infinity, -Infinity]])];
  for (const attnMask of nothing) {
    const { weights, output, fullyMaskedRows } = attend([1e30, 2], { attnMask });
    assert.deepEqual([...weights.data, ...output.data], [0, 0, 0]);
    assert.deepEqual(fullyMaskedRows, [0]);
  }
});

test('the scale is 1 / sqrt(D) unless it is given, and 0 makes all weights equal', () => {
  const x = sample(3, 16);
  const { scores, scaled } = engine.scaledDotProductAttention({ query: x, key: x, value: x });
  assert.deepEqual(scaled.data, scores.data.map((score) => score / 4));
  const heads = engine.multiHeadAttention({ query: x, numHeads: 4 });
  assert.deepEqual(heads.scaled.data, heads.scores.data.map((score) => score / 2)); // D = 16 / 4
  const equal = engine.scaledDotProductAttention({ query: x, key: x, value: x, scale: 0 });
  assert.ok(equal.weights.data.every((weight) => weight === Math.fround(1 / 3)));
});
