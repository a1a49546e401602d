/**
 * All heads of all layers of one kind of attention, as small multiples: a row for each layer. One is chosen, as in any
 * group of radio buttons; those that the reader has changed look so.
 *
 * @import { Part } from '../../model/model.js'
 * @import { Stage } from '../stages.js'
 * @import { Place } from './pictures.js'
 * @import { Words } from './strings.js'
 */
import { drawMatrix, sizeCanvas } from '../../figure/heatmap.js';
import { snap } from '../../figure/layout.js';
import { whole } from '../../figure/viewport.js';
import { h, write } from '../dom.js';

const GAP = 8;
const LARGEST = 72;

/** Room for the number of a layer. */
const NUMBERS = 24;

/** @typedef {'on' | 'off' | 'average'} How a head takes part */

export class Multiples {
  /** @type {{ element: HTMLElement, input: HTMLInputElement, canvas: HTMLCanvasElement, how: HTMLElement, place: Place }[]} */
  #items = [];
  #words;

  /**
   * @param {Part} part
   * @param {{ layers: number, heads: number }} model
   * @param {(place: Place) => void} choose
   * @param {Words} words
   */
  constructor(part, { layers, heads }, choose, words) {
    this.#words = words;
    this.grid = h('div', { class: 'multiples layers' });
    this.grid.style.gridTemplateColumns = `${NUMBERS - GAP}px repeat(${heads}, max-content)`;
    for (let layer = 0; layer < layers; layer++) {
      this.grid.append(h('span', { class: 'layer', 'aria-hidden': 'true' }, String(layer + 1)));
      for (let head = 0; head < heads; head++) this.grid.append(this.#item(part, { layer, head }, choose));
    }
    const legend = h('legend', {}, words.choose(layers, heads));
    this.element = h('fieldset', { class: 'heads', 'aria-label': `${words.parts[part]}: ${words.choose(layers, heads)}` }, legend, this.grid);
  }

  /**
   * @param {Part} part
   * @param {Place} place
   * @param {(place: Place) => void} choose
   */
  #item(part, place, choose) {
    const name = this.#words.place(place.layer + 1, place.head + 1);
    const input = h('input', { type: 'radio', name: part, class: 'unseen', 'aria-label': name });
    const canvas = h('canvas', {
      part: 'canvas', 'data-view': 'head', 'data-stage': part, 'data-layer': place.layer + 1, 'data-head': place.head + 1,
      'aria-hidden': 'true',
    });
    const how = h('span', { class: 'how' });
    input.addEventListener('change', () => choose(place));
    const element = h('div', {}, h('label', { title: name }, input, canvas, how));
    this.#items.push({ element, input, canvas, how, place });
    return element;
  }

  /**
   * Puts under each picture what is known of its head.
   * @param {(place: Place) => Node | null} noteOf
   */
  annotate(noteOf) {
    for (const { element, place } of this.#items) element.replaceChildren(element.children[0], ...[noteOf(place) ?? []].flat());
  }

  /**
   * @param {(place: Place) => Stage} pictureOf
   * @param {Place} chosen
   * @param {(place: Place) => How} howOf
   * @param {number} width
   * @param {number} ratio
   */
  draw(pictureOf, chosen, howOf, width, ratio) {
    const heads = this.#items.filter(({ place }) => place.layer === 0).length;
    const room = Math.min(LARGEST, (width - NUMBERS) / heads - GAP);
    for (const { input, canvas, how, place } of this.#items) {
      const stage = pictureOf(place);
      const [rows, columns] = [stage.rows, stage.columns].map(({ texts }) => texts.length);
      const cell = snap(room / Math.max(rows, columns), ratio);
      const view = whole({ rows, columns, cellWidth: cell, cellHeight: cell }, ratio);
      const state = howOf(place);
      input.checked = place.layer === chosen.layer && place.head === chosen.head;
      canvas.parentElement?.classList.toggle('changed', state !== 'on');
      write(how, state === 'on' ? '' : this.#words.how[state]);
      sizeCanvas(canvas, view);
      drawMatrix(canvas, stage, view, ratio);
    }
  }
}
