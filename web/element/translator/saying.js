/** Says a sentence word by word; at once for readers who want no movement. */

/** Milliseconds for each word. */
const PACE = 150;

export class Saying {
  /** How many words have been said. */
  count = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  #tell;

  /** @param {(going: boolean) => void} tell after every word; going: whether another one comes */
  constructor(tell) {
    this.#tell = tell;
  }

  /**
   * @param {number} from words that have been said before
   * @param {number} to
   */
  say(from, to) {
    clearTimeout(this.#next);
    this.count = matchMedia('(prefers-reduced-motion: reduce), print').matches ? to : Math.min(from, to);
    const step = () => {
      const going = this.count < to;
      this.#tell(going);
      if (!going) return;
      this.#next = setTimeout(() => {
        this.count++;
        step();
      }, PACE);
    };
    step();
  }

  stop() {
    clearTimeout(this.#next);
  }
}
