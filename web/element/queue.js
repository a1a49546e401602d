/**
 * Who computes next: one request at a time, in the order in which they came, and of every owner only the newest.
 * It knows nothing of workers: a runner is whatever answers requests.
 */

/**
 * @template Request, Answer
 * @typedef {{ run: (request: Request) => Promise<Answer>, terminate: () => void, dead: boolean }} Runner
 *   terminate: ends it where that can be done; then what it runs rejects, and it is dead
 */

/** Milliseconds that a newer request waits for the one that it overtakes; starting anew takes about as long. */
const PATIENCE = 100;

/**
 * @template Request, Answer
 * @typedef {{ request: Request, resolve: (answer: Answer | null) => void, reject: (reason: unknown) => void }} Job
 */

/** @template Request, Answer */
export class Queue {
  #start;
  /** @type {Runner<Request, Answer> | null} */
  #runner = null;
  /** @type {Promise<void> | null} */
  #starting = null;
  /** @type {Map<object, Job<Request, Answer>>} */
  #waiting = new Map();
  /** @type {{ owner: object, job: Job<Request, Answer>, runner: Runner<Request, Answer> } | null} */
  #running = null;
  #working = false;

  /** @param {() => Promise<Runner<Request, Answer>>} start makes a runner, the first or in the place of a dead one */
  constructor(start) {
    this.#start = start;
  }

  /** Starts a runner where there is none. */
  async warm() {
    if (this.#runner && !this.#runner.dead) return;
    const keep = (/** @type {Runner<Request, Answer>} */ runner) => void (this.#runner = runner);
    this.#starting ??= this.#start().then(keep).finally(() => (this.#starting = null));
    await this.#starting;
  }

  /**
   * @param {object} owner
   * @param {Request} request
   * @returns {Promise<Answer | null>} null where cancel() or a newer request of the same owner came first
   */
  ask(owner, request) {
    this.cancel(owner);
    return new Promise((resolve, reject) => {
      this.#waiting.set(owner, { request, resolve, reject });
      this.#work();
    });
  }

  /** @param {object} owner who no longer wants an answer */
  cancel(owner) {
    this.#waiting.get(owner)?.resolve(null);
    this.#waiting.delete(owner);
    const running = this.#running;
    if (running?.owner !== owner) return;
    running.job.resolve(null);
    setTimeout(() => running === this.#running && running.runner.terminate(), PATIENCE);
  }

  async #work() {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.#waiting.size) {
        const runner = this.#runner;
        if (!runner || runner.dead) {
          await this.warm();
          continue; // meanwhile requests may have come and gone
        }
        const [[owner, job]] = this.#waiting; // run at once: the page has other things to do meanwhile
        this.#waiting.delete(owner);
        this.#running = { owner, job, runner };
        await runner.run(job.request).then(job.resolve, job.reject);
        this.#running = null;
      }
    } catch (reason) { // there is no runner
      for (const { reject } of this.#waiting.values()) reject(reason);
      this.#waiting.clear();
    }
    this.#working = false;
  }
}
