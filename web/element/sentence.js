/**
 * The sentences: where they are typed, and the tokens they are cut into.
 *
 * @import { State } from './options.js'
 * @import { Words } from './compute.js'
 * @import { Selection } from './selection.js'
 */
import { formatCount } from '../figure/numbers.js';
import { h, visible } from './dom.js';
import { strings } from './strings.js';

/** From this width on, in CSS pixels, a figure is wide. */
const WIDE = 600;

/** A sentence of more characters is set smaller. */
const LONG = { wide: 90, narrow: 48 };

/** Chips beyond this many are counted, not drawn. */
const CHIPS = { wide: 60, narrow: 16 };

export class Sentence {
  /**
   * @param {'query' | 'key'} role
   * @param {(text: string) => void} type
   * @param {(token: number | null) => void} point
   */
  constructor(role, type, point) {
    this.role = role;
    this.label = h('span', { class: 'asked' });
    this.input = h('textarea', {
      class: 'sentence', rows: 1, dir: 'auto', spellcheck: 'false', autocomplete: 'off', enterkeyhint: 'done',
    });
    this.field = h('label', { class: 'field' }, this.label, this.input);
    this.chips = h('ol', { class: 'chips', dir: 'auto' });
    this.count = h('span', { class: 'quiet count' });
    const cut = h('div', { class: 'cut' }, this.chips, this.count);
    this.element = h('div', { class: 'typed', 'data-role': role }, this.field, cut);
    this.input.addEventListener('input', () => {
      this.fit();
      type(this.input.value);
    });
    this.chips.addEventListener('pointerover', ({ target }) => {
      const chip = target instanceof Element ? target.closest('[data-index]') : null;
      point(chip ? Number(chip.getAttribute('data-index')) : null);
    });
    this.chips.addEventListener('pointerleave', () => point(null));
  }

  /**
   * @param {string} text
   * @param {string} label
   * @param {boolean} typed whether it can be typed here
   */
  show(text, label, typed) {
    this.label.textContent = label;
    this.field.hidden = !typed;
    if (this.input.value !== text) this.input.value = text;
    this.fit();
  }

  /** @param {Words} words */
  cut({ shown, total }) {
    const most = CHIPS[this.#breadth()];
    const chips = shown.slice(0, most).map((token, i) => h('li', { class: 'chip', 'data-index': i }, visible(token)));
    if (total > most) chips.push(h('li', { class: 'quiet more' }, strings.more(formatCount(total - most))));
    this.chips.replaceChildren(...chips);
    this.count.textContent = strings.tokens(formatCount(total));
  }

  /**
   * Lights up the tokens that the selection speaks of.
   * @param {number | null} query
   * @param {number | null} key
   */
  mark(query, key) {
    [...this.chips.children].forEach((chip, i) => {
      chip.classList.toggle('query', i === query);
      chip.classList.toggle('key', i === key);
    });
  }

  /** As high as its text, up to a height from which on it scrolls. */
  fit() {
    const { input } = this;
    input.classList.toggle('long', input.value.length > LONG[this.#breadth()]);
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`; // the border counts too
  }

  #breadth() {
    return this.element.clientWidth < WIDE ? 'narrow' : 'wide';
  }
}
