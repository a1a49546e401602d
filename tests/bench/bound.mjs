// What one attention takes at least: its parts, each at the best rate that was seen while the engines took their turns.
//
// The products: by a matrix that was packed before, which no product of an attention does better. The exponentials: of numbers
// that never leave the registers, as if nothing were loaded, compared, summed or divided. The copy: of output and weights out
// of the module into arrays that are there already. Masks, the largest score of a row, packing and calls count nothing.
import { SIZES } from './kernels.mjs';
import { HEADS, WIDTH, operations } from './problem.mjs';
import { summarize } from './stats.mjs';

const STEPS = 40_000;
const EXPONENTIALS = STEPS * 4; // a step of exponential.cpp has four at once

/**
 * @typedef {{ size: number[], packed: true } | { exponentials: number } | { copied: number }} Part
 * @typedef {{ build: string, length: number, gflops: number, products: number, exponentials: number, copy: number }} Bound
 *   gflops: of the best product; the last three in milliseconds
 */

/** @param {number} length @returns {Part[]} what is timed, for each build and place */
export const partsOf = (length) => [
  ...SIZES.map((size) => ({ size, packed: /** @type {const} */ (true) })),
  { exponentials: STEPS },
  { copied: length * WIDTH + HEADS * length ** 2 },
];

/**
 * @param {number} length
 * @param {{ build: string, task: object, samples: number[] }[]} timed parts of one length, of all builds and places
 * @returns {Bound[]} one for each build; the core is the same in Node and in Chromium, so that the better of them counts
 */
export function boundsOf(length, timed) {
  return [...new Set(timed.map(({ build }) => build))].map((build) => {
    const medians = timed.filter((one) => one.build === build).map(({ task, samples }) =>
      ({ part: /** @type {Part} */ (task), milliseconds: summarize(samples).median }));
    const least = (/** @type {(part: Part) => number} */ share) =>
      Math.min(...medians.flatMap(({ part, milliseconds }) => share(part) ? milliseconds / share(part) : []));
    const perOperation = least((part) => ('size' in part ? part.size.reduce((product, extent) => product * extent, 2) : 0));
    return {
      build,
      length,
      gflops: 1e-6 / perOperation,
      products: operations(length) * perOperation,
      exponentials: HEADS * length ** 2 * least((part) => ('exponentials' in part ? EXPONENTIALS : 0)),
      copy: least((part) => ('copied' in part ? 1 : 0)),
    };
  });
}

/** @param {Bound} bound in milliseconds */
export const sumOf = ({ products, exponentials, copy }) => products + exponentials + copy;
