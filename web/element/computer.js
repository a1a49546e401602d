/**
 * Where the numbers of all figures of a page are computed: in one worker, or here where none can be had.
 *
 * @import { Model, Numbers, Request, Sentences } from './compute.js'
 * @import { State } from './options.js'
 * @import { Runner } from './queue.js'
 */
import { compileEngine } from '../engine/compile.js';
import { AttentionError } from '../engine/error.js';
import { Queue } from './queue.js';

/** @type {Queue<Request, Numbers>} */
const queue = new Queue(start);

/** Starts before there is anything to compute. */
export function warm() {
  queue.warm().catch(() => {}); // who asks is told
}

/**
 * @param {object} owner whose older requests are overtaken
 * @param {State} state
 * @param {Sentences} sentences neither may be empty
 * @returns {Promise<Model | null>} null where a newer request of the same owner has overtaken this one
 */
export async function compute(owner, state, { queries, keys }) {
  const tokens = queries.shown;
  const numbers = await queue.ask(owner, { state, tokens, keyTokens: keys?.shown });
  return numbers && { state, tokens, keyTokens: keys?.shown ?? tokens, ...numbers };
}

/** @param {object} owner */
export const cancel = (owner) => queue.cancel(owner);

/** The engine compiles while the worker that gets it starts. @returns {Promise<Runner<any, any>>} */
async function start() {
  const compiling = compileEngine();
  let runner;
  try {
    runner = remote(new Worker(new URL('./attention-view.worker.js', import.meta.url), { type: 'module' }));
    await runner.run(await compiling);
  } catch { // no workers, a page from a file, a policy against them; or no engine, which the next line tells
    runner?.terminate();
    const module = await compiling;
    const { startHere } = await import('./local.js');
    runner = await startHere(module);
  }
  performance.mark('attention-view:engine');
  return runner;
}

/**
 * One question, one answer; the first is the compiled engine. Whoever ends the worker, what it computes rejects.
 * @param {Worker} worker
 */
function remote(worker) {
  const { terminate } = worker;
  /** @type {(reason: AttentionError) => void} */
  let reject = () => {};
  const runner = {
    dead: false,
    run: (/** @type {unknown} */ request) => new Promise((resolve, fail) => {
      reject = fail;
      if (runner.dead) return runner.terminate();
      worker.onmessage = ({ data }) => {
        if (!data.error) return resolve(data);
        fail(new AttentionError(data.error.code, data.error.message));
        if (data.error.code === 'engine-failed') runner.terminate();
      };
      worker.postMessage(request);
    }),
    terminate() {
      runner.dead = true;
      terminate.call(worker);
      reject(new AttentionError('engine-failed', 'the worker that computes has ended'));
    },
  };
  worker.terminate = runner.terminate;
  for (const type of ['error', 'messageerror']) worker.addEventListener(type, runner.terminate);
  return runner;
}
