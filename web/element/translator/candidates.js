/**
 * What could stand in a word's place: the five likeliest, each with its probability. Choosing one makes the model go on
 * from there.
 *
 * @import { Candidate } from '../../model/model.js'
 * @import { Words } from './strings.js'
 */
import { h, visible } from '../dom.js';

export class Candidates {
  /** @type {HTMLElement | null} the word that it stands under */
  #anchor = null;
  #words;

  /** @param {Words} words */
  constructor(words) {
    this.#words = words;
    this.element = h('div', { class: 'candidates', role: 'group', hidden: true });
  }

  /** Gives the keyboard back to the word. @returns {boolean} whether there was anything to close */
  close() {
    this.#anchor?.focus();
    const open = this.#anchor !== null;
    this.hide();
    return open;
  }

  /** @param {HTMLElement} anchor */
  isFor(anchor) {
    return this.#anchor === anchor;
  }

  /**
   * @param {HTMLElement} anchor the word
   * @param {Candidate[]} candidates
   * @param {number} said the one that stands there
   * @param {(candidate: Candidate) => void} choose
   */
  show(anchor, candidates, said, choose) {
    this.hide();
    this.#anchor = anchor;
    anchor.setAttribute('aria-expanded', 'true');
    const { instead, end } = this.#words;
    this.element.setAttribute('aria-label', instead(anchor.textContent ?? ''));
    this.element.replaceChildren(...candidates.map((candidate) => {
      const { id, text, probability } = candidate;
      const name = text === '</s>' ? end : visible(text);
      const percent = percentOf(probability);
      const bar = h('i', { class: 'bar' });
      bar.style.width = `${Math.max(0.01, probability) * 6}rem`;
      const button = h(
        'button', { type: 'button', 'aria-pressed': String(id === said) },
        h('span', { lang: 'fr' }, name), ' ', h('span', { class: 'bars' }, bar), ' ', h('span', {}, percent),
      );
      button.addEventListener('click', () => choose(candidate));
      return button;
    }));
    this.element.hidden = false;
    const room = (this.element.parentElement?.clientWidth ?? 0) - this.element.offsetWidth;
    this.element.style.left = `${Math.max(0, Math.min(anchor.offsetLeft, room))}px`;
    this.element.style.top = `${anchor.offsetTop + anchor.offsetHeight + 4}px`;
  }

  hide() {
    this.#anchor?.setAttribute('aria-expanded', 'false');
    this.#anchor = null;
    this.element.hidden = true;
  }
}

/**
 * 83 %, 4 %, 0.2 %
 * @param {number} probability
 */
export function percentOf(probability) {
  const percent = probability * 100;
  return `${percent >= 1 || percent === 0 ? Math.round(percent) : Math.max(0.1, Number(percent.toFixed(1)))}\u202f%`;
}
