/**
 * The text word by word, under each a bar as long as the word is a surprise. One stop of the tab key; arrows go on from there.
 *
 * @import { Word } from '../../text/bpe.js'
 * @import { Words } from './language.js'
 */
import { h, visible } from '../dom.js';
import { moved } from '../matrix.js';

/** Bits of the longest bar, and its length in rem: 1 in 65,536. */
const MOST = 16;
const LENGTH = 4;

export class Surprises {
  /** @type {HTMLElement[]} of the units; the start has none */
  #items = [];
  /** The one that the tab key comes to. */
  #at = 0;
  #drawn = '';
  #words;

  /**
   * @param {(unit: number | null) => void} point
   * @param {Words} words
   */
  constructor(point, words) {
    this.#words = words;
    this.list = h('div', { class: 'surprises', role: 'group', lang: 'en', dir: 'ltr', 'aria-label': words.surprise });
    this.mean = h('span');
    this.element = h(
      'div', { class: 'surprising' }, this.list, h('p', { class: 'quiet' }, `${words.surprise}. `, this.mean),
    );
    const unitAt = (/** @type {EventTarget | null} */ target) => {
      const item = target instanceof Element ? target.closest('.word') : null;
      const at = item ? this.#items.indexOf(/** @type {HTMLElement} */ (item)) : -1;
      return at < 0 ? null : at + 1;
    };
    this.list.addEventListener('pointerover', ({ target }) => point(unitAt(target)));
    this.list.addEventListener('pointerleave', () => point(null));
    this.list.addEventListener('focusin', ({ target }) => {
      const unit = unitAt(target);
      if (unit !== null) this.#reach(unit - 1);
      point(unit);
    });
    this.list.addEventListener('focusout', () => point(null));
    this.list.addEventListener('keydown', (event) => {
      const next = moved({ row: 0, column: this.#at }, event, 1, this.#items.length);
      if (!next) return;
      event.preventDefault();
      this.#items[next.column]?.focus();
    });
  }

  /**
   * @param {readonly Word[]} units
   * @param {readonly number[]} bits of each
   * @param {string} mean
   */
  draw(units, bits, mean) {
    this.mean.textContent = mean;
    const drawn = JSON.stringify([units.map(({ text }) => text), bits]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const hadFocus = this.#items[this.#at]?.matches(':focus') ?? false;
    this.#items = units.slice(1).map(({ text }, i) => this.#item(text, bits[i + 1]));
    this.list.replaceChildren(...this.#items);
    this.#reach(Math.min(this.#at, this.#items.length - 1));
    if (hadFocus) this.#items[this.#at]?.focus();
  }

  /**
   * @param {string} text
   * @param {number} bits
   */
  #item(text, bits) {
    const bar = h('i', { class: 'bar' });
    bar.style.height = `${Math.max(0.04, Math.min(1, bits / MOST)) * LENGTH}rem`;
    const shown = bits.toFixed(1);
    return h(
      'span', { class: 'word', role: 'img', tabindex: -1, 'aria-label': this.#words.surpriseOf(visible(text), shown) },
      h('span', { class: 'text' }, visible(text)), bar, h('span', { class: 'bits' }, shown),
    );
  }

  /** @param {number} at */
  #reach(at) {
    this.#items[this.#at]?.setAttribute('tabindex', '-1');
    this.#at = Math.max(0, at);
    this.#items[this.#at]?.setAttribute('tabindex', '0');
  }

  /**
   * @param {number | null} query
   * @param {number | null} key
   */
  mark(query, key) {
    this.#items.forEach(({ classList }, i) => {
      classList.toggle('query', i + 1 === query);
      classList.toggle('key', i + 1 === key && key !== query);
    });
  }
}
