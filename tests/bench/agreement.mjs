// No ratio without the same answer: every engine against the same product in double precision.
import { Failure } from '../../.ci/lib.mjs';

/**
 * As a share of the largest element. Sums of 512 products in single precision, and sums of those: every engine is within
 * 3e-6, whatever order it adds in, while a wrong head, scale or transposition is off by more than a tenth.
 */
export const TOLERANCE = 1e-5;

/**
 * @param {string} name of the engine
 * @param {number} length
 * @param {import('./problem.mjs').Answer} answer
 * @param {{ output: Float64Array, weights: Float64Array }} reference
 * @returns {Record<'output' | 'weights', number>} the largest difference, as a share of the largest element
 */
export function assertAgreement(name, length, answer, reference) {
  const worst = { output: 0, weights: 0 };
  for (const part of /** @type {const} */ (['output', 'weights'])) {
    const [actual, expected] = [answer[part], reference[part]];
    if (actual.length !== expected.length) {
      throw new Failure(`${name}, L = ${length}: ${part} has ${actual.length} elements, numpy's ${expected.length}.`);
    }
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let i = 0; i < expected.length; i++) {
      const error = Math.abs(actual[i] - expected[i]) / largest;
      if (error > worst[part]) worst[part] = error;
      if (!(error <= TOLERANCE)) {
        const where = `${name}, L = ${length}: ${part}[${i}]`;
        throw new Failure(`${where} is ${actual[i]}, numpy in double precision has ${expected[i]}.`);
      }
    }
  }
  return worst;
}
