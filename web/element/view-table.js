/**
 * The stage that is shown large as a table of numbers: to be read aloud cell by cell, searched and copied.
 *
 * @import { Picture, Reader } from './view.js'
 */
import { format } from '../figure/numbers.js';
import { h, visible } from './dom.js';

/** More would stop the page for as long as it is laid out. */
const MOST = 100;

export class Table {
  #reader;

  /** @param {Reader} reader */
  constructor(reader) {
    this.#reader = reader;
    this.element = h('div', { class: 'table', role: 'region', tabindex: 0 });
  }

  /** @param {Picture} picture */
  draw({ large }) {
    const { strings, words } = this.#reader;
    const { rows, columns, values, closed } = large;
    const name = large.head === null ? large.name : strings.grid(large.name, strings.headName(large.head));
    const [down, across] = [rows, columns].map(({ texts }) => texts.slice(0, MOST));
    const cell = (/** @type {number} */ row, /** @type {number} */ column) => {
      const i = row * columns.texts.length + column;
      return closed?.[i] ? h('td', { class: 'quiet' }, format(values[i]), h('span', { class: 'unseen' }, ` ${strings.closed}`))
        : h('td', {}, format(values[i]));
    };
    const cut = down.length < rows.texts.length || across.length < columns.texts.length;
    const heading = (/** @type {string} */ text, /** @type {'row' | 'col'} */ scope, /** @type {string} */ role) =>
      h('th', { scope, dir: 'auto', 'data-role': role }, visible(text));
    this.element.setAttribute('aria-label', name);
    this.element.replaceChildren(h(
      'table', {},
      h('caption', {}, cut ? `${name}. ${words.first(down.length, across.length)}` : name),
      h('thead', {}, h('tr', {}, h('td', { class: 'quiet' }, `${rows.title} ${columns.title}`),
        ...across.map((text) => heading(text, 'col', columns.index)))),
      h('tbody', {}, ...down.map((text, row) =>
        h('tr', {}, heading(text, 'row', rows.index), ...across.map((_, column) => cell(row, column))))),
    ));
  }

  mark() {}
}
