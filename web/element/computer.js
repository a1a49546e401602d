/**
 * Where the numbers of all figures of a page are computed: what takes no time here, as it is asked for; the rest in one
 * worker, which starts when it is first needed, or here as well where none can be had.
 *
 * @import { Model, Numbers, Request, Sentences } from './compute.js'
 * @import { State } from './options.js'
 * @import { Runner } from './queue.js'
 */
import { AttentionError, compileEngine } from '../engine/engine.js';
import { LIGHT, effort, recycleHere, startHere } from './local.js';
import { Queue } from './queue.js';
import { startWorker } from './worker.js';

/** @type {Queue<Request, Numbers>} */
const here = new Queue(startHere);

/** @type {Queue<Request, Numbers>} */
const away = new Queue(start);

/** Of a heavy figure that is shown no more: the worker writes the next numbers there. @type {Float32Array[]} */
let spare = [];

/** Starts before there is anything to compute. */
export function warm() {
  here.warm().catch(() => {}); // who asks is told
}

/**
 * @param {object} owner whose older requests are overtaken
 * @param {State} state
 * @param {Sentences} sentences neither may be empty
 * @returns {Promise<Model | null>} null where a newer request of the same owner has overtaken this one
 */
export async function compute(owner, state, { queries, keys }) {
  if (state.own) return state.own.compute(state);
  const tokens = queries.shown;
  const request = { state, tokens, keyTokens: keys?.shown };
  cancel(owner);
  const numbers = await (effort(request) > LIGHT ? away : here).ask(owner, request);
  return numbers && { state, tokens, keyTokens: keys?.shown ?? tokens, ...numbers };
}

/** @param {Model} model that nobody looks at any more */
export function recycle(model) {
  if (model.state.own) return; // a reader's own numbers are theirs
  const arrays = Object.values(model.tensors).map(({ data }) => data);
  if (effort(model) > LIGHT) spare = arrays;
  else recycleHere(arrays);
}

/** @param {object} owner */
export function cancel(owner) {
  here.cancel(owner);
  away.cancel(owner);
}

/** @returns {Promise<Runner<any, any>>} */
async function start() {
  let runner;
  try {
    runner = remote(startWorker());
    await runner.run(await compileEngine());
    return runner;
  } catch { // no workers, a page from a file, a policy against them; or no engine, which the next line tells
    runner?.terminate();
    return startHere();
  }
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
    run: (/** @type {any} */ request) => new Promise((resolve, fail) => {
      reject = fail;
      if (runner.dead) return runner.terminate();
      worker.onmessage = ({ data }) => {
        if (!data.error) return resolve(data);
        fail(new AttentionError(data.error.code, data.error.message));
        if (data.error.code === 'engine-failed') runner.terminate();
      };
      if (!request?.tokens) return worker.postMessage(request); // the engine
      worker.postMessage({ ...request, spare }, { transfer: spare.map(({ buffer }) => buffer) });
      spare = [];
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
