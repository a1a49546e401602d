/**
 * The sentences: where they are typed, and the tokens they are cut into.
 *
 * @import { State } from './options.js'
 * @import { Words } from './compute.js'
 * @import { Selection } from './selection.js'
 * @import { Strings } from './strings.js'
 */
import { fill, h, visible, write } from './dom.js';

/** From this width on, in CSS pixels, a figure is wide. */
const WIDE = 600;

/** A sentence of more characters is set smaller. */
const LONG = { wide: 90, narrow: 48 };

/** Chips beyond this many are counted, not drawn. */
const CHIPS = { wide: 60, narrow: 16 };

export class Sentence {
  /** @type {'wide' | 'narrow'} */
  #breadth = 'wide';

  /**
   * @param {'query' | 'key'} role
   * @param {(text: string) => void} type
   * @param {(token: number | null) => void} point
   * @param {Strings} strings
   */
  constructor(role, type, point, strings) {
    this.role = role;
    this.strings = strings;
    this.label = h('span', { class: 'asked' });
    this.input = h('textarea', {
      class: 'sentence', rows: 1, dir: 'auto', spellcheck: 'false', autocomplete: 'off', enterkeyhint: 'done',
    });
    this.field = h('label', { class: 'field' }, this.label, this.input);
    this.chips = h('ol', { class: 'chips', dir: 'auto' });
    this.count = h('span', { class: 'quiet count' });
    const cut = h('div', { class: 'cut' }, this.chips, this.count);
    this.element = h('div', { class: 'typed', 'data-role': role }, this.field, cut);
    this.input.addEventListener('input', () => type(this.input.value));
    this.chips.addEventListener('pointerover', ({ target }) => {
      const chip = target instanceof Element ? target.closest('.chip') : null;
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
    write(this.label, label);
    this.field.toggleAttribute('hidden', !typed);
    if (this.input.value !== text) this.input.value = text;
    this.input.classList.toggle('long', text.length > LONG[this.#breadth]);
  }

  /** @param {Words} words */
  cut({ shown, total }) {
    const most = CHIPS[this.#breadth];
    const texts = shown.slice(0, most).map(visible);
    if (total > most) texts.push(this.strings.more(total - most));
    fill(this.chips, texts.length, 'li').forEach((chip, i) => {
      write(chip, texts[i]);
      for (const name of ['quiet', 'more']) chip.classList.toggle(name, i >= most);
      chip.classList.toggle('chip', i < most);
      chip.dataset.index = String(i);
    });
    write(this.count, this.strings.tokens(total));
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

  /** Finds out how wide it is. */
  measure() {
    this.#breadth = this.element.clientWidth < WIDE ? 'narrow' : 'wide';
  }
}
