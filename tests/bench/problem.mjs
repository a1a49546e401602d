// What every engine is given: multi-head self-attention with seeded numbers. No other file invents any.

/** E, the model width. */
export const WIDTH = 512;
/** H */
export const HEADS = 8;
/** L, the lengths that are compared. */
export const LENGTHS = [6, 32, 128, 512, 1024];

/** Multiplications and additions of the six products: Q, K, V, output; scores and weighted sum. @param {number} length */
export const operations = (length) => 8 * length * WIDTH ** 2 + 4 * length ** 2 * WIDTH;

/**
 * @typedef {Record<'wq' | 'wk' | 'wv' | 'wo', Float32Array>} Parameters (E, E) each, row-major, applied as X·W
 * @typedef {{ length: number, x: Float32Array, parameters: Parameters }} Problem x: (L, E)
 * @typedef {{ output: Float32Array, weights: Float32Array }} Answer (L, E) and (H, L, L), owned by JS
 */

/**
 * Uniform in [0, 1): mulberry32.
 * @param {number} seed
 */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {number} seed
 * @param {number} count
 * @param {number} bound
 */
function between(seed, count, bound) {
  const next = uniform(seed);
  return Float32Array.from({ length: count }, () => (2 * next() - 1) * bound);
}

/**
 * X has variance 1 and the parameters are Xavier's, so that the scores spread as those of real layers do.
 * @param {number} length
 * @returns {Problem}
 */
export function problemOf(length) {
  const matrix = (/** @type {number} */ seed) => between(seed, WIDTH * WIDTH, Math.sqrt(3 / WIDTH));
  return {
    length,
    x: between(1000 + length, length * WIDTH, Math.sqrt(3)),
    parameters: { wq: matrix(1), wk: matrix(2), wv: matrix(3), wo: matrix(4) },
  };
}
