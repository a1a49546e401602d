/**
 * The figure's state in the page's fragment: only what differs from what the page's author set.
 *
 * @import { State, Value } from './options.js'
 */
import { OPTIONS, parse, propertyOf, serialize } from './options.js';
import { decodeState, encodeState } from './permalink.js';

const SHARED = OPTIONS.filter((option) => option.shared !== false);

/** Browsers refuse an address that changes too often. */
const PAUSE = 300;

export class Hash {
  #timer = 0;
  #sequence = 0;
  /** @type {Record<string, string | null>} */
  #own = {};
  /** Whether the address names a place in the page rather than a state of the figure. */
  #foreign = false;

  /** @param {HTMLElement} element its attributes are read now, as the author wrote them */
  constructor(element) {
    this.element = element;
    for (const { name } of SHARED) this.#own[name] = element.getAttribute(name);
  }

  /** Sets the attributes that the address names; the others go back to the author's. */
  async read() {
    const sequence = ++this.#sequence;
    clearTimeout(this.#timer);
    const asked = await decodeState(location.hash.slice(1));
    if (sequence !== this.#sequence) return;
    this.#foreign = location.hash.length > 1 && !SHARED.some(({ name }) => name in asked);
    if (this.#foreign) return;
    for (const { name } of SHARED) {
      const text = name in asked ? asked[name] : this.#own[name];
      // An empty second sentence stands for none: self-attention where the author has cross-attention.
      if (text === null || (name === 'keys-text' && text === '')) this.element.removeAttribute(name);
      else if (this.element.getAttribute(name) !== text) this.element.setAttribute(name, text);
    }
  }

  /**
   * Writes the state into the address, soon.
   * @param {State} state
   */
  write(state) {
    clearTimeout(this.#timer);
    const sequence = ++this.#sequence;
    const before = location.hash;
    this.#timer = window.setTimeout(async () => {
      const fragment = await encodeState(this.#differences(state));
      if (!fragment && this.#foreign) return;
      const { pathname, search, hash } = location;
      if (sequence !== this.#sequence || hash !== before) return; // an address that the reader asked for meanwhile wins
      const wanted = fragment && `#${fragment}`;
      if (wanted !== hash) history.replaceState(history.state, '', wanted || pathname + search);
    }, PAUSE);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#sequence++;
  }

  /** @param {State} state */
  #differences(state) {
    const values = /** @type {Record<string, Value>} */ (/** @type {unknown} */ (state));
    /** @type {Record<string, string>} */
    const changed = {};
    for (const option of SHARED) {
      const text = serialize(option, values[propertyOf(option.name)]) ?? '';
      const own = serialize(option, parse(option, this.#own[option.name]).value) ?? '';
      if (text !== own) changed[option.name] = text;
    }
    return changed;
  }
}
