// What the tests of the built engine share.
import assert from 'node:assert/strict';
import { loadEngine } from 'attention-view/engine';
import fc from 'fast-check';

/** @typedef {import('attention-view/engine').Tensor} Tensor */
/** @typedef {import('attention-view/engine').Engine} Engine */

/**
 * Of the largest number in the tensor. A float32 is within 6e-8 of the number it stands for, a stage rounds a few
 * times and hands its error on: 1e-6 leaves room for some sixteen roundings in a row, and a wrong index, scale, sign or
 * mask is thousands of times larger. Of the largest number and not of each, because the terms of a sum that nearly
 * cancels were rounded at their own size.
 */
const TOLERANCE = 1e-6;

/**
 * Every element within 1e-6, relative to the largest or absolute; -Infinity equals itself.
 * @param {string} name
 * @param {{ data: ArrayLike<number>, shape: number[] }} actual
 * @param {{ data: ArrayLike<number>, shape: number[] }} expected
 * @param {number} [times] the tolerance, where expected was rounded as well
 */
export function assertClose(name, actual, expected, times = 1) {
  assert.deepEqual(actual.shape, expected.shape, `the shape of ${name}`);
  assert.equal(actual.data.length, expected.data.length, `the number of elements of ${name}`);
  let largest = 1;
  for (let i = 0; i < expected.data.length; i++) {
    if (Number.isFinite(expected.data[i])) largest = Math.max(largest, Math.abs(expected.data[i]));
  }
  for (let i = 0; i < expected.data.length; i++) {
    const [a, e] = [actual.data[i], expected.data[i]];
    assert.ok(a === e || Math.abs(a - e) <= times * TOLERANCE * largest, `${name}[${i}] is ${a}, expected ${e}`);
  }
}

/** @param {number[][]} rows @returns {Tensor} */
export const matrix = (rows) => ({ data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0].length] });

/**
 * @param {number} rows
 * @param {number} columns
 * @param {(row: number, column: number) => number} at
 * @returns {Tensor}
 */
export const matrixOf = (rows, columns, at) => ({
  data: Float32Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns)),
  shape: [rows, columns],
});

/**
 * Numbers that look random and are the same each time.
 * @param {number} rows
 * @param {number} columns
 */
export const sample = (rows, columns, phase = 0) =>
  matrixOf(rows, columns, (r, c) => 2 * Math.sin(7 * r + 3.3 * c * c + phase));

/** @param {Tensor} tensor (R, C) @param {number[]} order @returns {Tensor} its rows in that order */
export const pickRows = ({ data, shape: [, columns] }, order) =>
  matrixOf(order.length, columns, (r, c) => data[order[r] * columns + c]);

/** @param {Tensor} tensor (R, C) @param {number[]} order @returns {Tensor} its columns in that order */
export const pickColumns = ({ data, shape: [rows, columns] }, order) =>
  matrixOf(rows, order.length, (r, c) => data[r * columns + order[c]]);

/** @param {Tensor} tensor (H, R, C) @param {number} h @returns {Tensor} (R, C) */
export const headOf = ({ data, shape: [, rows, columns] }, h) => ({
  data: data.slice(h * rows * columns, (h + 1) * rows * columns),
  shape: [rows, columns],
});

/** @param {number} count @returns {number[]} 0, 1, ... */
export const range = (count) => Array.from({ length: count }, (_, i) => i);

/** @param {number} length */
export const exactly = (length) => ({ minLength: length, maxLength: length });

/**
 * Any matrix of multiples of 1/8 between -largest and largest. A sum of a few products of them is exact in float32.
 * @param {number} rows
 * @param {number} columns
 */
export const anyMatrix = (rows, columns, largest = 2) =>
  fc
    .array(fc.integer({ min: -8 * largest, max: 8 * largest }), exactly(rows * columns))
    .map((eighths) => matrixOf(rows, columns, (r, c) => eighths[r * columns + c] / 8));

/**
 * An engine and the WebAssembly memory that it works in, which it keeps to itself.
 * @returns {Promise<{ engine: Engine, memory: WebAssembly.Memory }>}
 */
export async function loadWithMemory() {
  const { instantiate } = WebAssembly;
  /** @type {WebAssembly.Instance[]} */
  const instances = [];
  /** @type {any} */ (WebAssembly).instantiate = async (/** @type {any} */ module, /** @type {any} */ imports) => {
    const instance = await instantiate(module, imports);
    instances.push(/** @type {any} */ (instance));
    return instance;
  };
  try {
    const engine = await loadEngine();
    const memory = Object.values(instances[0].exports).find((value) => value instanceof WebAssembly.Memory);
    assert.ok(memory instanceof WebAssembly.Memory, 'the engine exports its memory');
    return { engine, memory };
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}
