/**
 * Draws what the reader can see at once, and the rest when the browser has nothing better to do: a figure is often
 * higher than the window. What is printed is drawn before.
 */

/** @type {(then: (deadline?: IdleDeadline) => void) => unknown} */
export const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50));

/** Milliseconds that drawing one more may take. */
const SPARE = 5;

export class Sight {
  /** @type {Map<Element, () => void>} */
  #waiting = new Map();
  /** @type {WeakSet<Element>} */
  #seen = new WeakSet();
  #idling = false;

  #observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      this.#seen[isIntersecting ? 'add' : 'delete'](target);
      if (isIntersecting) this.now(target);
    }
  });

  /**
   * @param {Element} element
   * @param {() => void} draw now, or later; only the latest counts
   */
  draw(element, draw) {
    this.#observer.observe(element);
    this.#waiting.set(element, draw);
    if (!this.#idling) this.#wait();
    if (this.#seen.has(element)) this.now(element);
  }

  /**
   * Draws it if it waits.
   * @param {Element} element
   */
  now(element) {
    const draw = this.#waiting.get(element);
    this.#waiting.delete(element);
    draw?.();
  }

  /** What waits, and what that brings. */
  all() {
    this.#waiting.forEach((_, element) => this.now(element));
  }

  clear() {
    this.#waiting.clear();
  }

  /** @param {Element} element */
  waitsFor(element) {
    return this.#waiting.has(element);
  }

  /** As many at a time as keep no key waiting. */
  #wait() {
    const print = () => this.all();
    const next = (/** @type {IdleDeadline | undefined} */ deadline) => {
      for (const element of this.#waiting.keys()) {
        this.now(element);
        if (!deadline || deadline.timeRemaining() < SPARE) break;
      }
      if (this.#waiting.size) whenIdle(next);
      else removeEventListener('beforeprint', print);
      this.#idling = this.#waiting.size > 0;
    };
    this.#idling = true;
    addEventListener('beforeprint', print);
    whenIdle(next);
  }
}
