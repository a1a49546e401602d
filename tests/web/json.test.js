import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCsv } from '../../web/format/csv.js';
import { readJson, writeJson } from '../../web/format/json.js';
import { readNpy, writeNpy } from '../../web/format/npy.js';
import { checkOwn } from '../../web/format/own.js';
import { anyFloat, anyLabelled, assertAnswersOrRefuses, assertRefused } from './hostile.js';

/** @param {number[]} shape @param {number[]} numbers */
const tensor = (shape, numbers) => ({ data: Float32Array.from(numbers), shape });

const WEIGHTS = [[0.25, 0.75], [1, 0]];
const own = (/** @type {unknown} */ value) => readJson(JSON.stringify(value));

test('a trace is written with all its stages; null stands for a masked cell', () => {
  const stages = { masked: tensor([1, 1, 2], [0.1, -Infinity]), weights: tensor([1, 1, 2], [1, 0]) };
  const text = writeJson({ tokens: ['"I"'], keyTokens: ['a', '\ud800'], stages });
  assert.deepEqual(JSON.parse(text), {
    tokens: ['"I"'],
    keyTokens: ['a', '\uFFFD'],
    stages: { masked: { shape: [1, 1, 2], data: [0.1, null] }, weights: { shape: [1, 1, 2], data: [1, 0] } },
  });
  assert.deepEqual(readJson(text), { tokens: ['"I"'], keyTokens: ['a', '\uFFFD'], weights: stages.weights });
});

test('any weights come back with their words', () => {
  fc.assert(fc.property(anyLabelled(anyFloat), ({ matrix: { data, shape }, rows, columns }) => {
    const weights = { data, shape: [1, ...shape] };
    const text = writeJson({ tokens: rows, keyTokens: columns, stages: { weights, ['__proto__']: weights } });
    const { weights: read, ...words } = /** @type {import('../../web/format/own.js').OwnWeights} */ (readJson(text));
    assert.deepEqual(words, { tokens: rows, keyTokens: columns });
    assert.deepEqual(read, { data: data.map((value) => value), shape: [1, ...shape] });
  }));
});

test('weights may be nested arrays, of one head or of several', () => {
  const numbered = { tokens: ['1', '2'], keyTokens: ['1', '2'] };
  assert.deepEqual(own(WEIGHTS), { ...numbered, weights: tensor([1, 2, 2], [0.25, 0.75, 1, 0]) });
  assert.deepEqual(own([WEIGHTS, WEIGHTS]), { ...numbered, weights: tensor([2, 2, 2], [0.25, 0.75, 1, 0, 0.25, 0.75, 1, 0]) });
  assert.deepEqual(readJson(`\uFEFF ${JSON.stringify([[1, 2, 3]])}`),
    { tokens: ['1'], keyTokens: ['1', '2', '3'], weights: tensor([1, 1, 3], [1, 2, 3]) });
});

test('words may come with them; in self-attention they stand for both sides', () => {
  const tokens = ['I', 'ate'];
  assert.deepEqual(own({ tokens, weights: WEIGHTS }), { tokens, keyTokens: tokens, weights: tensor([1, 2, 2], [0.25, 0.75, 1, 0]) });
  assert.deepEqual(own({ tokens: ['I'], keyTokens: tokens, weights: { data: [0.5, 0.5], shape: [1, 2] } }),
    { tokens: ['I'], keyTokens: tokens, weights: tensor([1, 1, 2], [0.5, 0.5]) });
  assert.deepEqual(checkOwn({ tokens: ['\ud800'], weights: tensor([1, 1], [1]) }),
    { tokens: ['\uFFFD'], keyTokens: ['\uFFFD'], weights: tensor([1, 1, 1], [1]) });
});

test('Q, K and V may come instead; the values may be wider', () => {
  const given = { tokens: ['I'], keyTokens: ['a', 'b'], q: [[1, 2]], k: [[3, 4], [5, 6]], v: { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] } };
  assert.deepEqual(own(given), {
    tokens: ['I'],
    keyTokens: ['a', 'b'],
    q: tensor([1, 1, 2], [1, 2]),
    k: tensor([1, 2, 2], [3, 4, 5, 6]),
    v: tensor([1, 2, 3], [1, 2, 3, 4, 5, 6]),
  });
});

test('a .npy or CSV file gives weights in the same way', () => {
  const { matrix, rows, columns } = readCsv(',an,apple\nI,0.25,0.75');
  assert.deepEqual(checkOwn({ tokens: rows, keyTokens: columns, weights: matrix }),
    { tokens: ['I'], keyTokens: ['an', 'apple'], weights: tensor([1, 1, 2], [0.25, 0.75]) });
  assert.deepEqual(checkOwn({ weights: readNpy(writeNpy(tensor([2, 1, 1], [1, 1]))) }),
    { tokens: ['1'], keyTokens: ['1'], weights: tensor([2, 1, 1], [1, 1]) });
  assertRefused(() => checkOwn({ weights: tensor([1, 1], [-Infinity]) }), 'weights.data[0] is -Infinity, it must be a finite float32');
});

/** What is wrong, and what is said about it. @type {[unknown, string][]} */
const WRONG = [
  [7, 'the numbers are a number, they must be nested arrays or an object with "weights" or "q", "k" and "v"'],
  [null, 'the numbers are null, they must be nested arrays or an object with "weights" or "q", "k" and "v"'],
  [[], 'the array has 1 dimension, it must have 2 or 3'],
  [[1, 2], 'the array has 1 dimension, it must have 2 or 3'],
  [[[[1]]].map((deep) => [deep]), 'the array has more than 3 dimensions, it must have 2 or 3'],
  [[[]], 'the array has the shape (1, 0) and so no number'],
  [[[1, 2], [3]], 'the array[1] has 1 element, the array[0] has 2'],
  [[[1, 2], 3], 'the array[1] is a number, it must be an array as the array[0] is'],
  [[[1, '2']], 'the array[0][1] is a string, it must be a number'],
  [[[1, null]], 'the array[0][1] is null, it must be a number'],
  [[[1, 1e300]], 'the array[0][1] is 1e+300, it must be a finite float32'],
  [[Array(5000).fill(0)], 'the array has 5000 columns, at most 4096 can be shown'],
  [Array(5000).fill([0]), 'the array has 5000 rows, at most 4096 can be shown'],
  [Array(65).fill([[0]]), 'the array has 65 heads, at most 64 can be shown'],
  [{}, 'the object has neither "weights" nor "q", "k" and "v"'],
  [{ q: [[1]], v: [[1]] }, 'the object has no "k": it must have all three of "q", "k" and "v"'],
  [{ weights: 'x' }, 'weights is a string, it must be nested arrays or an object with "data" and "shape"'],
  [{ weights: { data: [1, 2, 3], shape: [2, 2] } }, 'weights.data has 3 numbers, its shape (2, 2) needs 4'],
  [{ weights: { data: [1], shape: [0.5, 2] } }, 'weights.shape must be an array of whole numbers'],
  [{ weights: { data: {}, shape: [1, 1] } }, 'weights.data is an object, it must be an array of numbers'],
  [{ weights: { data: [1], shape: [1] } }, 'weights has 1 dimension, it must have 2 or 3'],
  [{ tokens: ['a', 'b', 'c'], weights: WEIGHTS }, 'weights has 2 rows, there are 3 labels'],
  [{ tokens: ['a', 'b'], weights: [[1], [2]] }, 'weights has 1 column, there are 2 labels'],
  [{ tokens: 'ab', weights: WEIGHTS }, 'tokens is a string, it must be an array of strings'],
  [{ tokens: ['a', 1], weights: WEIGHTS }, 'tokens[1] is a number, it must be a string'],
  [{ q: [[1, 2]], k: [[1]], v: [[1]] }, 'k has 1 column, q has 2'],
  [{ q: [[1]], k: [[1], [2]], v: [[1]] }, 'v has 1 row, k has 2'],
  [{ q: [[[1]], [[1]]], k: [[1]], v: [[1]] }, 'k has 1 head, q has 2'],
  [{ tokens: ['a'], keyTokens: ['b'], q: [[1]], k: [[1], [2]], v: [[1], [2]] }, 'k has 2 rows, there is 1 label'],
];

test('what is wrong is said in a sentence with both numbers', () => {
  for (const [value, message] of WRONG) assertRefused(() => own(value), message);
  assertRefused(() => readJson(' '), 'the file is empty');
  assertRefused(() => readJson('{"__proto__": {"weights": [[1]]}}'), 'the object has neither "weights" nor "q", "k" and "v"');
  assertRefused(() => checkOwn(Object.create({ weights: [[1]] })), 'the object has neither "weights" nor "q", "k" and "v"');
  assert.throws(() => readJson('{"weights": [[1,]]}'), { message: /^the file is no JSON: .+/ });
});

test('hostile files are answered or refused', () => assertAnswersOrRefuses(readJson));
