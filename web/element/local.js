/**
 * Computes on the page's own thread, where no worker can be had.
 *
 * @import { Request } from './compute.js'
 */
import { serve } from './compute.js';

/** Before more multiplications than this, the page has time to say that it will stand still. */
const LONG = 3e8;
const SAYING = 250; // milliseconds

/** @param {WebAssembly.Module | null} wasmModule */
export async function startHere(wasmModule) {
  const compute = await serve(wasmModule);
  const runner = {
    dead: false,
    async run(/** @type {Request} */ request) {
      await new Promise((resolve) => setTimeout(resolve, effort(request) > LONG ? SAYING : 0));
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
function effort({ state: { dModel, heads, listing }, tokens, keyTokens = tokens }) {
  const [rows, columns] = [tokens.length, keyTokens.length];
  if (listing === 'features') return 2 * rows * dModel ** 2;
  // every weight of every head is exponentiated, copied and drawn: worth some twenty multiplications
  return (rows + columns) * 2 * dModel ** 2 + rows * columns * (2 * dModel + 20 * heads);
}
