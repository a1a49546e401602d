// The clock. It runs beside each engine, in Node and in pages alike, and times runs of whatever the engine prepared.

/** @typedef {{ prepare: (task: any) => Run | Promise<Run> }} Engine */
/** @typedef {() => unknown} Run one run of a prepared task; what it gives may be a promise */

/** A run by the first wasm tier is several times slower, and only a later call finds the better code. */
const WARM = { calls: 6, least: 400, most: 3000 }; // the latter two in milliseconds

export class Sampler {
  /** @type {Run} */
  #run = () => undefined;
  /** @type {Map<string, Run>} */
  #prepared = new Map();

  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
  }

  /** Makes a task the current one; the first time it is also warmed up. @param {object} task */
  async prepare(task) {
    const name = JSON.stringify(task);
    const known = this.#prepared.get(name);
    this.#run = known ?? (await this.engine.prepare(task));
    this.#prepared.set(name, this.#run);
    if (known) return;
    const start = performance.now();
    for (let calls = 0, passed = 0; passed < WARM.most && (calls < WARM.calls || passed < WARM.least); calls++) {
      await this.#run();
      passed = performance.now() - start;
    }
  }

  /** @param {number} repetitions @returns {Promise<number>} milliseconds a run */
  async sample(repetitions) {
    const start = performance.now();
    for (let i = 0; i < repetitions; i++) await this.#run();
    return (performance.now() - start) / repetitions;
  }

  /** What the current task gives. */
  answer() {
    return this.#run();
  }
}
