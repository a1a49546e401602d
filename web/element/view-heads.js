/**
 * The weights of all heads, as large as they fit; a click chooses one.
 *
 * @import { Picture, Reader } from './view.js'
 */
import { drawMatrix, sizeCanvas } from '../figure/heatmap.js';
import { format } from '../figure/numbers.js';
import { whole } from '../figure/viewport.js';
import { h, visible, write } from './dom.js';
import { strongest } from './selection.js';

/** Of one matrix and between two, in CSS pixels. */
const SMALLEST = 140;
const LARGEST = 320;
const GAP = 16;
const MARGIN = 3;

export class AllHeads {
  /** @type {{ button: HTMLButtonElement, canvas: HTMLCanvasElement, name: HTMLElement, said: HTMLElement }[]} */
  #items = [];
  #reader;

  /** @param {Reader} reader */
  constructor(reader) {
    this.#reader = reader;
    this.element = h('div', { class: 'all-heads' });
  }

  /** @param {Picture} picture */
  draw({ stages: { weightsOfHeads }, head, width, ratio }) {
    if (this.#items.length !== weightsOfHeads.length) this.#build(weightsOfHeads.length);
    const fit = Math.max(1, Math.floor((width + GAP) / (SMALLEST + GAP)));
    const across = Math.min(fit, Math.ceil(Math.sqrt(weightsOfHeads.length)));
    const room = Math.min(LARGEST, (width + GAP) / across - GAP - 2 * MARGIN);
    const { strings } = this.#reader;
    weightsOfHeads.forEach((stage, i) => {
      const { button, canvas, name, said } = this.#items[i];
      const { rows, columns, pyramid, domain, values } = stage;
      const cell = Math.floor(room / Math.max(rows.texts.length, columns.texts.length) * ratio) / ratio
        || room / Math.max(rows.texts.length, columns.texts.length);
      const view = whole({ rows: rows.texts.length, columns: columns.texts.length, cellWidth: cell, cellHeight: cell }, ratio);
      sizeCanvas(canvas, view);
      drawMatrix(canvas, { pyramid, domain }, view, ratio);
      button.setAttribute('aria-pressed', String(i + 1 === head));
      write(name, strings.headName(i + 1));
      const best = strongest(stage);
      const words = (/** @type {string} */ text) => strings.quote(visible(text));
      write(said, best ? strings.attendsMost(words(rows.texts[best.row]), words(columns.texts[best.column]),
        format(values[best.row * columns.texts.length + best.column], 2)).join('') : strings.nothing);
    });
  }

  mark() {}

  /** @param {number} count */
  #build(count) {
    this.#items = Array.from({ length: count }, (_, i) => {
      const canvas = h('canvas', { part: 'canvas', 'data-view': 'heads', 'data-stage': 'weights', 'data-head': i + 1, 'aria-hidden': 'true' });
      const [name, said] = [h('b'), h('span', { class: 'quiet' })];
      const button = h('button', { type: 'button' }, canvas, name, said);
      button.addEventListener('click', () => this.#reader.choose(i + 1));
      return { button, canvas, name, said };
    });
    this.element.replaceChildren(...this.#items.map(({ button }) => button));
  }
}
