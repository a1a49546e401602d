/**
 * A sentence as its words, each of which can be pointed at; in French, each can be asked what could stand there instead.
 *
 * @import { Word } from '../../text/bpe.js'
 */
import { h } from '../dom.js';
import { inLine } from './words.js';

export class Line {
  /** @type {Map<number, HTMLElement>} by the number of the word */
  #words = new Map();
  #drawn = '';
  #tag;

  /**
   * @param {'span' | 'button'} tag
   * @param {string} lang
   * @param {(word: number | null) => void} point
   * @param {(word: number, element: HTMLElement) => void} [ask]
   */
  constructor(tag, lang, point, ask) {
    this.#tag = tag;
    this.element = h('p', { class: 'line', lang, dir: 'ltr' });
    const wordAt = (/** @type {EventTarget | null} */ target) => {
      const word = target instanceof Element ? target.closest('.word') : null;
      return /** @type {HTMLElement | null} */ (word);
    };
    const number = (/** @type {HTMLElement | null} */ word) => (word ? Number(word.dataset.index) : null);
    this.element.addEventListener('pointerover', ({ target }) => point(number(wordAt(target))));
    this.element.addEventListener('pointerleave', () => point(null));
    this.element.addEventListener('focusin', ({ target }) => point(number(wordAt(target))));
    this.element.addEventListener('focusout', () => point(null));
    this.element.addEventListener('click', ({ target }) => {
      const word = wordAt(target);
      if (word && ask) ask(Number(word.dataset.index), word);
    });
  }

  /**
   * @param {string} text
   * @param {readonly Word[]} words
   * @param {string} [end] what is said of the end, which can be asked as a word can
   */
  draw(text, words, end) {
    const drawn = JSON.stringify([text, words.map((word) => word.text), end]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = Number(/** @type {HTMLElement | null} */ (this.element.querySelector(':focus'))?.dataset.index ?? -1);
    this.#words.clear();
    const last = words.length - 1;
    const parts = inLine(text, end === undefined ? words : words.slice(0, -1));
    const nodes = parts.flatMap(({ before, word, text }) => [before, ...(word === null ? [] : [this.#word(word, text)])]);
    if (end !== undefined) nodes.push(' ', this.#word(last, end));
    this.element.replaceChildren(...nodes.filter((node) => node !== ''));
    if (end !== undefined) this.#words.get(last)?.classList.add('quiet');
    this.#words.get(focused)?.focus();
  }

  /**
   * @param {number} index
   * @param {string} text
   */
  #word(index, text) {
    const button = this.#tag === 'button' && { type: 'button', 'aria-expanded': 'false' };
    const word = h(this.#tag, { class: 'word', 'data-index': index, ...button }, text);
    this.#words.set(index, word);
    return word;
  }

  /** @param {number} index */
  wordAt(index) {
    return this.#words.get(index) ?? null;
  }

  /**
   * @param {number | null} lit
   * @param {'query' | 'key'} role
   */
  mark(lit, role) {
    for (const [index, { classList }] of this.#words) classList.toggle(role, index === lit);
  }

  /** @param {number} count the words that are said already */
  reveal(count) {
    for (const [index, word] of this.#words) word.classList.toggle('to-come', index >= count);
  }
}
