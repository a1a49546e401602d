// What C++ could misread: types, ranks, integers, ill-formed text. Shapes and finiteness are checked by the engine itself.
import { AttentionError } from './error.js';

/** @typedef {import('./engine.d.ts').Tensor} Tensor */

export const MAX_TOKENS = 16384;
const MAX_WIDTH = 4096;

/** @param {unknown} value */
const describe = (value) => (value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value);

/**
 * @template {object} T
 * @param {string} name
 * @param {T} value
 * @returns {T}
 */
export function checkObject(name, value) {
  if (typeof value !== 'object' || value === null) {
    throw new AttentionError('invalid-type', `${name} is ${describe(value)}, it must be an object`);
  }
  return value;
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 * @returns {number}
 */
export function checkInteger(name, value, least, most) {
  if (typeof value !== 'number') {
    throw new AttentionError('invalid-type', `${name} is ${describe(value)}, it must be a whole number`);
  }
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new AttentionError('invalid-size', `${name} is ${value}, it must be a whole number from ${least} to ${most}`);
  }
  return value;
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {boolean} [missing] what undefined means
 * @returns {boolean}
 */
export function checkBoolean(name, value, missing) {
  if (value === undefined && missing !== undefined) return missing;
  if (typeof value === 'boolean') return value;
  throw new AttentionError('invalid-type', `${name} is ${describe(value)}, it must be true or false`);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {number | undefined}
 */
export function checkScale(name, value) {
  if (value === undefined) return undefined;
  if (typeof value !== 'number') {
    throw new AttentionError('invalid-type', `${name} is ${describe(value)}, it must be a number`);
  }
  if (!Number.isFinite(Math.fround(value))) {
    throw new AttentionError('not-finite', `${name} is ${value}, it must be a finite float32`);
  }
  return value;
}

/**
 * @param {string} name
 * @param {{ data: ArrayLike<number>, shape: number[] }} tensor
 * @param {number} rank
 */
function checkShape(name, tensor, rank) {
  if (!Array.isArray(tensor.shape)) {
    throw new AttentionError('invalid-type', `${name}.shape is ${describe(tensor.shape)}, it must be an array`);
  }
  if (tensor.shape.length !== rank) {
    throw new AttentionError('invalid-rank', `${name} has ${tensor.shape.length} dimensions, it must have ${rank}`);
  }
  for (const extent of tensor.shape) checkInteger(`${name}.shape`, extent, 1, Math.max(MAX_TOKENS, MAX_WIDTH));
  const size = tensor.shape.reduce((product, extent) => product * extent, 1);
  if (tensor.data.length !== size) {
    const shape = tensor.shape.join(', ');
    throw new AttentionError('shape-mismatch', `${name}.data has ${tensor.data.length} elements, its shape (${shape}) ${size}`);
  }
}

/**
 * @param {string} name
 * @param {Tensor} tensor
 * @param {number} rank
 * @returns {Tensor}
 */
export function checkTensor(name, tensor, rank) {
  checkObject(name, tensor);
  if (!(tensor.data instanceof Float32Array)) {
    throw new AttentionError('invalid-type', `${name}.data is ${describe(tensor.data)}, it must be a Float32Array`);
  }
  checkShape(name, tensor, rank);
  return tensor;
}

/**
 * @param {string} name
 * @param {import('./engine.d.ts').Mask | undefined} mask
 */
export function checkMask(name, mask) {
  if (mask === undefined) return undefined;
  checkObject(name, mask);
  if (!(mask.data instanceof Uint8Array || mask.data instanceof Float32Array)) {
    throw new AttentionError('invalid-type', `${name}.data is ${describe(mask.data)}, it must be a Uint8Array (1 = may attend) or a Float32Array (added)`);
  }
  checkShape(name, mask, 2);
  return mask;
}

/** @param {unknown} tokens */
export function checkTokens(tokens) {
  if (!Array.isArray(tokens)) {
    throw new AttentionError('invalid-type', `tokens is ${describe(tokens)}, it must be an array of strings`);
  }
  if (tokens.length > MAX_TOKENS) {
    throw new AttentionError('too-many-tokens', `tokens has ${tokens.length} elements, the limit is ${MAX_TOKENS}`);
  }
  if (tokens.length < 1) {
    throw new AttentionError('invalid-size', 'tokens has 0 elements, it must have at least 1');
  }
  for (const [index, token] of tokens.entries()) { // entries, because forEach skips holes
    if (typeof token !== 'string') {
      throw new AttentionError('invalid-type', `tokens[${index}] is ${describe(token)}, it must be a string`);
    }
    if (/\p{Surrogate}/u.test(token)) {
      throw new AttentionError('ill-formed-text', `tokens[${index}] contains half of a surrogate pair`);
    }
  }
  return tokens;
}

/** @param {unknown} keep */
export function checkKeep(keep) {
  if (!Array.isArray(keep)) {
    throw new AttentionError('invalid-type', `keep is ${describe(keep)}, it must be an array of booleans`);
  }
  checkInteger('keep.length', keep.length, 1, MAX_TOKENS);
  for (const [index, value] of keep.entries()) checkBoolean(`keep[${index}]`, value);
  return keep;
}

/** @param {unknown} dModel */
export const checkModelWidth = (dModel) => checkInteger('dModel', dModel, 1, MAX_WIDTH);

/** @param {unknown} seed */
export const checkSeed = (seed) => checkInteger('seed', seed, 0, 2 ** 32 - 1);
