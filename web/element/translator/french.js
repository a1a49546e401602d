/**
 * The translation: its words one after the other, what could stand in their place, and a field for the reader's own.
 *
 * @import { Candidate, Translation } from '../../model/model.js'
 * @import { Words } from './strings.js'
 */
import { h, write } from '../dom.js';
import { Candidates } from './candidates.js';
import { Line } from './line.js';

/**
 * @typedef {{ prefix: number[] } | { target: string } | null} Forced what the reader makes the model say: its first tokens, or all
 */

export class French {
  /** @type {Translation | null} */
  #shown = null;
  #words;

  /**
   * @param {{ point: (word: number | null) => void, force: (forced: Forced) => void }} to
   * @param {Words} words
   */
  constructor({ point, force }, words) {
    this.#words = words;
    this.label = h('span', { class: 'asked' }, words.target);
    this.candidates = new Candidates(words);
    this.line = new Line('button', 'fr', point, (word, element) => {
      if (this.candidates.isFor(element)) return this.candidates.hide();
      this.#ask(word, element, force);
    });
    this.input = h('textarea', {
      class: 'sentence', rows: 1, lang: 'fr', dir: 'auto', spellcheck: 'false', autocomplete: 'off', 'aria-label': words.targetTyped,
    });
    this.input.addEventListener('input', () => force({ target: this.input.value }));
    this.write = h('button', { type: 'button', class: 'link' }, words.write);
    this.write.addEventListener('click', () => {
      this.input.value = this.text;
      force({ target: this.text });
      this.input.focus();
    });
    this.own = h('button', { type: 'button', class: 'link', hidden: true }, words.ownAgain);
    this.own.addEventListener('click', () => {
      force(null);
      this.write.focus();
    });
    this.said = h('p', { class: 'unseen', role: 'status' });
    const tools = h('p', { class: 'french-tools' }, this.write, this.own);
    this.element = h(
      'div', { class: 'typed french', 'data-role': 'query' },
      this.label, this.line.element, this.input, this.candidates.element, tools, this.said,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.candidates.close()) event.stopPropagation();
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.candidates.hide();
    });
    this.text = '';
  }

  /**
   * @param {Translation} translation
   * @param {string} text
   * @param {Forced} forced
   * @param {boolean} typed whether the reader may change it
   */
  draw(translation, text, forced, typed) {
    const { target, targetForced, targetTyped, end } = this.#words;
    const typing = forced !== null && 'target' in forced;
    if (translation !== this.#shown) this.candidates.hide();
    this.#shown = translation;
    this.text = text;
    write(this.label, typing ? targetTyped : forced ? targetForced : target);
    this.line.element.hidden = typing;
    this.input.hidden = !typing;
    this.write.hidden = typing || !typed;
    this.own.hidden = forced === null;
    const { words } = translation.target;
    this.line.draw(text, words, words.at(-1)?.text === '</s>' ? end : undefined);
  }

  /** What a screen reader is told, once all words are there. */
  tell() {
    write(this.said, this.#words.translation(this.text));
  }

  /**
   * @param {number} word
   * @param {HTMLElement} element
   * @param {(forced: Forced) => void} force
   */
  #ask(word, element, force) {
    if (!this.#shown) return;
    const { target: { ids, words }, candidates } = this.#shown;
    const { first } = words[word];
    this.candidates.show(element, candidates[first] ?? [], ids[first], ({ id }) => {
      force({ prefix: [...ids.slice(0, first), id] });
      this.line.wordAt(word)?.focus();
    });
  }
}
