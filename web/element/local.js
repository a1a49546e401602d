/**
 * Computes on the page's own thread: what takes no time, and all of it where no worker can be had.
 *
 * @import { Numbers, Request } from './compute.js'
 * @import { Runner } from './queue.js'
 */
import { compileEngine } from '../engine/engine.js';
import { serve } from './compute.js';

/** Up to this many multiplications (some 3 milliseconds, or 30 on a phone) a worker would take longer than it saves. */
export const LIGHT = 8e7;

/** Before more than this, the page has time to say that it will stand still. */
const LONG = 3e8;
const SAYING = 250; // milliseconds

/** @type {Promise<Runner<Request, Numbers>> | null} */
let latest = null;

/** @returns {Promise<Runner<Request, Numbers>>} one for all who ask, and another one when it is dead or failed to start */
export async function startHere() {
  const before = latest;
  const runner = await before?.catch(() => null);
  if (latest === before && (!runner || runner.dead)) latest = start();
  return /** @type {Promise<Runner<Request, Numbers>>} */ (latest);
}

/** Of a light figure that is shown no more: the next numbers are written there. @type {Float32Array[]} */
let spare = [];

/** @param {Float32Array[]} arrays */
export function recycleHere(arrays) {
  spare = arrays;
}

/** @returns {Promise<Runner<Request, Numbers>>} */
async function start() {
  const { compute, recycle } = await serve(await compileEngine());
  const runner = {
    dead: false,
    async run(/** @type {Request} */ request) {
      const work = effort(request);
      if (work > LIGHT) await new Promise((resolve) => setTimeout(resolve, work > LONG ? SAYING : 0));
      recycle(spare);
      spare = [];
      try {
        return compute(request);
      } catch (reason) {
        runner.dead = /** @type {any} */ (reason).code === 'engine-failed';
        throw reason;
      }
    },
    terminate() {},
  };
  return runner;
}

/**
 * Roughly how many multiplications a figure takes.
 * @param {Request} request
 */
export function effort({ state: { dModel, heads, listing, parameters }, tokens, keyTokens = tokens }) {
  const [rows, columns] = [tokens.length, keyTokens.length];
  const random = parameters === 'random' ? 80 * dModel ** 2 : 0; // made once and kept: a part of what it takes
  if (listing === 'features') return random + 2 * (rows + 10) * dModel ** 2;
  // every weight of every head is exponentiated, copied and drawn: worth some twenty multiplications
  return random + (rows + columns) * 2 * dModel ** 2 + rows * columns * (2 * dModel + 20 * heads);
}
