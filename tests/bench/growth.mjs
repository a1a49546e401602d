// How the time grows with the length, and what makes it grow.
//
// Without parameters Q = K = V = X, and nothing is left but scores, softmax and the weighted sum. If those alone bend the
// curve, both curves have the same quadratic coefficient, and what lies between them is a straight line.
import { inNodeAs } from './contest.mjs';
import { inNode } from './hosts.mjs';
import { sampleInRounds } from './rounds.mjs';
import { fitQuadratic, summarize } from './stats.mjs';

const LENGTHS = [128, 256, 512, 1024, 2048, 4096];
const KINDS = /** @type {const} */ (['weights', 'identity', 'streaming']);

/**
 * @typedef {'weights' | 'identity' | 'streaming' | 'products'} Curve as in engines/ours.mjs; products: weights less identity
 * @typedef {Record<Curve, { points: { length: number, milliseconds: number }[], fit: [number, number, number] }>} Growth
 *   fit: a, b, c of a + b·L + c·L²
 */

/**
 * With relaxed SIMD in Node, 8 heads, d_model 512.
 * @param {number} rounds
 * @returns {Promise<Growth>}
 */
export async function measureGrowth(rounds) {
  const host = await inNode('attention-view', inNodeAs.relaxed);
  const entrants = LENGTHS.flatMap((length) => KINDS.map((kind) => ({ host, task: { length, kind } })));
  const contenders = await sampleInRounds(entrants, rounds).finally(host.close);

  const samplesOf = (/** @type {number} */ length, /** @type {string} */ kind) =>
    contenders.find(({ task }) => task.length === length && task.kind === kind)?.samples ?? [];
  const curve = (/** @type {(length: number) => number[]} */ samples) => {
    const points = LENGTHS.map((length) => ({ length, milliseconds: summarize(samples(length)).median }));
    return { points, fit: fitQuadratic(points.map(({ length, milliseconds }) => ({ x: length, t: milliseconds }))) };
  };
  return {
    weights: curve((length) => samplesOf(length, 'weights')),
    identity: curve((length) => samplesOf(length, 'identity')),
    // round by round, because what slows a round down slows both down
    products: curve((length) => {
      const without = samplesOf(length, 'identity');
      return samplesOf(length, 'weights').map((time, round) => time - without[round]);
    }),
    streaming: curve((length) => samplesOf(length, 'streaming')),
  };
}
