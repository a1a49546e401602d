/**
 * All layers of attention in one picture: rollout (Abnar, Zuidema 2020). Pure; L words, matrices (L, L) row by row.
 *
 * A layer is read as the paper reads it: half of what a word becomes is attention, the mean of the heads, and half is the
 * word as it was, the residual connection. Layers are in the order in which they run; no word looks at a later one.
 *
 * @import { Tensor } from '../../model/model.js'
 */

/**
 * The mean of a layer's heads.
 * @param {Tensor} weights (layers, H, L, S)
 * @param {number} layer
 */
export function meanOfHeads({ data, shape: [, heads, rows, columns] }, layer) {
  const size = rows * columns;
  const from = layer * heads * size;
  const mean = (/** @type {number} */ i) => {
    let sum = 0;
    for (let head = 0; head < heads; head++) sum += data[from + head * size + i];
    return sum / heads;
  };
  return Float32Array.from({ length: size }, (_, i) => mean(i));
}

/**
 * Attention and residual connection together, every row adding up to 1: also where heads are switched off.
 * @param {Float32Array} mean
 * @param {number} length L
 */
export function withResidual(mean, length) {
  const both = Float64Array.from(mean);
  for (let row = 0; row < length; row++) {
    both[row * length + row] += 1;
    const own = both.subarray(row * length, (row + 1) * length);
    const sum = own.reduce((total, weight) => total + weight, 0);
    for (let column = 0; column < length; column++) own[column] /= sum;
  }
  return both;
}

/**
 * How much of every word there is in a word after the last layer: the product of all layers. A row adds up to 1.
 * @param {Float32Array[]} means the mean of the heads of each layer
 * @param {number} length L
 */
export function rollout(means, length) {
  let product = Float64Array.from({ length: length * length }, (_, i) => Number(i % (length + 1) === 0));
  for (const mean of means) {
    const layer = withResidual(mean, length);
    const next = new Float64Array(length * length);
    for (let row = 0; row < length; row++) {
      for (let via = 0; via <= row; via++) {
        const weight = layer[row * length + via];
        for (let column = 0; column <= via; column++) next[row * length + column] += weight * product[via * length + column];
      }
    }
    product = next;
  }
  return Float32Array.from(product);
}
