/**
 * Numbers that a reader brings, checked: ready weights, or Q, K and V, with the words that they belong to.
 *
 * @import { Tensor } from './npy.js'
 * @typedef {{ tokens: string[], keyTokens: string[], weights: Tensor }} OwnWeights weights: (H, L, S)
 * @typedef {{ tokens: string[], keyTokens: string[], q: Tensor, k: Tensor, v: Tensor }} OwnQkv q: (H, L, D),
 *   k: (H, S, D), v: (H, S, Dv)
 * @typedef {OwnWeights | OwnQkv} Own
 */
import { refuse } from './fault.js';
import { labelsThere } from './labels.js';
import { count, wellFormed } from './text.js';

/** Tokens on a side, and heads: the figure's own limits. */
const MOST_TOKENS = 4096;
const MOST_HEADS = 64;

/**
 * @param {unknown} value nested arrays (L, S) or (H, L, S); or an object of `tokens` and `keyTokens`, which may be
 *   missing, and `weights` or `q`, `k` and `v`, as nested arrays or { data, shape }; or what writeJson() wrote, parsed
 * @returns {Own} without tokens, they are numbered from 1; without keyTokens, they are the tokens
 * @throws {import('./fault.js').FormatError}
 */
export function checkOwn(value) {
  if (Array.isArray(value)) return checkWeights({ weights: value }, 'the array');
  if (typeof value !== 'object' || value === null) {
    const wanted = 'nested arrays or an object with "weights" or "q", "k" and "v"';
    refuse(`the numbers are ${describe(value)}, they must be ${wanted}`);
  }
  const stages = member(value, 'stages');
  const holder = typeof stages === 'object' && stages !== null ? stages : value;
  const names = ['weights', 'q', 'k', 'v'];
  /** @type {Record<string, unknown>} */
  const given = Object.fromEntries(names.map((name) => [name, member(holder, name)]));
  const words = { tokens: member(value, 'tokens'), keyTokens: member(value, 'keyTokens') };
  if (given.weights !== undefined) return checkWeights({ ...words, weights: given.weights }, 'weights');
  const missing = ['q', 'k', 'v'].filter((name) => given[name] === undefined);
  if (missing.length === 3) refuse('the object has neither "weights" nor "q", "k" and "v"');
  if (missing.length) refuse(`the object has no "${missing[0]}": it must have all three of "q", "k" and "v"`);
  return checkQkv({ ...words, ...given });
}

/**
 * An own member: what an object inherits is not the reader's.
 * @param {object} object
 * @param {string} name
 * @returns {unknown}
 */
const member = (object, name) => (Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined);

/**
 * @param {{ tokens?: unknown, keyTokens?: unknown, weights: unknown }} given
 * @param {string} name
 * @returns {OwnWeights}
 */
function checkWeights({ weights, ...words }, name) {
  const tensor = checkTensor(name, weights);
  const [, rows, columns] = tensor.shape;
  return { ...checkWords(words, rows, columns, [`${name} has`, 'row'], [`${name} has`, 'column']), weights: tensor };
}

/**
 * @param {Record<string, unknown>} given
 * @returns {OwnQkv}
 */
function checkQkv(given) {
  const [q, k, v] = ['q', 'k', 'v'].map((name) => checkTensor(name, given[name]));
  for (const [name, { shape: [heads] }] of /** @type {[string, Tensor][]} */ ([['k', k], ['v', v]])) {
    if (heads !== q.shape[0]) refuse(`${name} has ${count(heads, 'head')}, q has ${q.shape[0]}`);
  }
  if (k.shape[2] !== q.shape[2]) refuse(`k has ${count(k.shape[2], 'column')}, q has ${q.shape[2]}`);
  if (v.shape[1] !== k.shape[1]) refuse(`v has ${count(v.shape[1], 'row')}, k has ${k.shape[1]}`);
  return { ...checkWords(given, q.shape[1], k.shape[1], ['q has', 'row'], ['k has', 'row']), q, k, v };
}

/**
 * @param {{ tokens?: unknown, keyTokens?: unknown }} given
 * @param {number} queries
 * @param {number} keys
 * @param {[string, string]} rows whose they are, for messages
 * @param {[string, string]} columns
 */
function checkWords(given, queries, keys, rows, columns) {
  const tokens = checkTokens('tokens', given.tokens);
  const keyTokens = checkTokens('keyTokens', given.keyTokens) ?? tokens;
  /** @param {string[] | null} words @param {number} wanted @param {[string, string]} side */
  const fits = (words, wanted, [whose, what]) => {
    if (words && words.length !== wanted) refuse(`${whose} ${count(wanted, what)}, ${labelsThere(words.length)}`);
    return words ?? Array.from({ length: wanted }, (_, i) => String(i + 1));
  };
  return { tokens: fits(tokens, queries, rows), keyTokens: fits(keyTokens, keys, columns) };
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string[] | null} null where there are none
 */
function checkTokens(name, value) {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) refuse(`${name} is ${describe(value)}, it must be an array of strings`);
  return value.map((token, i) => {
    if (typeof token !== 'string') refuse(`${name}[${i}] is ${describe(token)}, it must be a string`);
    return wellFormed(token);
  });
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {Tensor} (H, rows, columns)
 */
function checkTensor(name, value) {
  if (typeof value !== 'object' || value === null) {
    refuse(`${name} is ${describe(value)}, it must be nested arrays or an object with "data" and "shape"`);
  }
  const { data, shape } = Array.isArray(value) ? flatten(name, value) : checkFlat(name, value);
  if (shape.length !== 2 && shape.length !== 3) {
    refuse(`${name} has ${count(shape.length, 'dimension')}, it must have 2 or 3`);
  }
  const [heads, rows, columns] = shape.length === 2 ? [1, ...shape] : shape;
  if (data.length === 0) refuse(`${name} has the shape (${shape.join(', ')}) and so no number`);
  if (heads > MOST_HEADS) refuse(`${name} has ${heads} heads, at most ${MOST_HEADS} can be shown`);
  if (rows > MOST_TOKENS) refuse(`${name} has ${rows} rows, at most ${MOST_TOKENS} can be shown`);
  if (columns > MOST_TOKENS) refuse(`${name} has ${columns} columns, at most ${MOST_TOKENS} can be shown`);
  return { data, shape: [heads, rows, columns] };
}

/**
 * @param {string} name
 * @param {object} value
 */
function checkFlat(name, value) {
  const [data, shape] = [member(value, 'data'), member(value, 'shape')];
  if (!Array.isArray(shape) || shape.some((extent) => !Number.isSafeInteger(extent) || extent < 0)) {
    refuse(`${name}.shape must be an array of whole numbers`);
  }
  if (!Array.isArray(data) && !(data instanceof Float32Array)) {
    refuse(`${name}.data is ${describe(data)}, it must be an array of numbers`);
  }
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (data.length !== size) {
    refuse(`${name}.data has ${count(data.length, 'number')}, its shape (${shape.join(', ')}) needs ${size}`);
  }
  const checked = (/** @type {unknown} */ number, /** @type {number} */ i) => checkNumber(`${name}.data[${i}]`, number);
  return { data: Float32Array.from(data, checked), shape };
}

/**
 * Nested arrays of equal lengths to one array.
 * @param {string} name
 * @param {unknown[]} nested
 */
function flatten(name, nested) {
  const shape = [nested.length];
  for (let inner = nested[0]; Array.isArray(inner); inner = inner[0]) {
    shape.push(inner.length);
    if (shape.length > 3) refuse(`${name} has more than 3 dimensions, it must have 2 or 3`);
  }
  /** @type {number[]} */
  const values = [];
  /** @param {string} path @param {unknown} value @param {number} axis */
  const visit = (path, value, axis) => {
    if (axis === shape.length) return void values.push(checkNumber(path, value));
    if (!Array.isArray(value)) refuse(`${path} is ${describe(value)}, it must be an array as ${name}[0] is`);
    if (value.length !== shape[axis]) {
      const other = name + '[0]'.repeat(axis);
      refuse(`${path} has ${count(value.length, 'element')}, ${other} has ${shape[axis]}`);
    }
    for (let i = 0; i < value.length; i++) visit(`${path}[${i}]`, value[i], axis + 1);
  };
  visit(name, nested, 0);
  return { data: Float32Array.from(values), shape };
}

/**
 * @param {string} path
 * @param {unknown} value
 */
function checkNumber(path, value) {
  if (typeof value !== 'number') refuse(`${path} is ${describe(value)}, it must be a number`);
  if (!Number.isFinite(Math.fround(value))) refuse(`${path} is ${value}, it must be a finite float32`);
  return value;
}

/** @param {unknown} value */
function describe(value) {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
