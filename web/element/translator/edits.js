/**
 * Which heads the reader has switched off or made to look everywhere alike, and what became of what the model says.
 *
 * @import { HeadEdit, Part } from '../../model/model.js'
 * @import { How } from './multiples.js'
 * @import { Place } from './pictures.js'
 * @import { Words } from './strings.js'
 */
import { h } from '../dom.js';

export class Edits {
  /** @type {Map<string, HeadEdit>} */
  #edits = new Map();
  #changed;
  #words;

  /**
   * @param {Words} words
   * @param {() => void} changed
   */
  constructor(words, changed) {
    this.#words = words;
    this.#changed = changed;
    this.text = h('span');
    const restore = h('button', { type: 'button', class: 'link' }, words.restore);
    restore.addEventListener('click', () => {
      this.#edits.clear();
      changed();
    });
    this.element = h('p', { class: 'changed', role: 'status', hidden: true }, this.text, restore);
  }

  /** @returns {HeadEdit[]} */
  get list() {
    return [...this.#edits.values()];
  }

  /**
   * @param {Part} part
   * @param {Place} place
   * @returns {How}
   */
  howOf(part, { layer, head }) {
    return this.#edits.get(`${part} ${layer} ${head}`)?.how ?? 'on';
  }

  /**
   * @param {Part} part
   * @param {Place} place
   * @param {How} how
   */
  change(part, { layer, head }, how) {
    const name = `${part} ${layer} ${head}`;
    if (how === 'on') this.#edits.delete(name);
    else this.#edits.set(name, { part, layer, head, how });
    this.#changed();
  }

  /**
   * @param {string | null} change what became of it; null where no head is changed
   */
  tell(change) {
    this.element.hidden = change === null;
    if (change !== null) this.text.textContent = `${this.#words.edited(this.#edits.size)} ${change} `;
  }
}
