/**
 * One kind of attention: its matrix, which head of which layer that is and whether it takes part, and all the others to
 * choose from.
 *
 * @import { Config, Part } from '../../model/model.js'
 * @import { Pointing } from '../matrix.js'
 * @import { Room } from '../hero.js'
 * @import { Selection } from '../selection.js'
 * @import { Stage } from '../stages.js'
 * @import { How } from './multiples.js'
 * @import { Look, Place } from './pictures.js'
 */
import { h, write } from '../dom.js';
import { Hero } from '../hero.js';
import { Multiples } from './multiples.js';

/** The longest side and the largest cell of each matrix, in CSS pixels: one is the large one. */
const SIZES = { cross: { side: 440, largest: 72 }, encoder: { side: 224, largest: 36 }, decoder: { side: 224, largest: 36 } };

/**
 * @typedef {object} Picture
 * @property {(place: Place) => Stage} stageOf
 * @property {Place} place
 * @property {(place: Place) => How} howOf
 * @property {number} ratio
 */

export class Kind {
  #part;
  #words;
  #alignment;

  /**
   * @param {Part} part
   * @param {Config} config
   * @param {Pointing} pointing
   * @param {{ choose: (place: Place) => void, change: (how: How) => void, point: (side: 'rows' | 'columns', index: number | null) => void }} to
   * @param {Pick<Look, 'strings' | 'words'>} look
   */
  constructor(part, config, pointing, { choose, change, point }, { strings, words }) {
    this.#part = part;
    this.#words = words;
    this.#alignment = part === 'cross' ? config.alignment : undefined;
    this.hero = new Hero(pointing, strings);
    this.#listen('rows', this.hero.rowBand, point);
    this.#listen('columns', this.hero.columnBand, point);
    const layers = part === 'encoder' ? config.layers : config.decoderLayers;
    this.multiples = new Multiples(part, { layers, heads: config.heads }, choose, words);
    this.about = h('span', { class: 'quiet' });
    const hows = /** @type {How[]} */ (['on', 'average', 'off']);
    this.how = h('select', {}, ...hows.map((how) => h('option', { value: how }, words.how[how])));
    this.how.addEventListener('change', () => change(/** @type {How} */ (this.how.value)));
    const control = h('label', { class: 'switch quiet' }, `${words.theHead} `, this.how);
    this.element = h(
      'section', { class: `kind ${part}`, 'aria-label': words.parts[part] },
      h('p', { class: 'title' }, words.parts[part], ' ', this.about), this.hero.element, control, this.multiples.element,
    );
  }

  /** @param {number} ratio @returns {{ hero: Room, multiples: number }} */
  measure(ratio) {
    return { hero: { ...this.hero.measure(ratio), ...SIZES[this.#part] }, multiples: this.multiples.element.clientWidth };
  }

  /**
   * @param {Picture} picture
   * @param {ReturnType<Kind['measure']>} room
   */
  draw({ stageOf, place, howOf, ratio }, room) {
    const { kinds, parts, axes, place: named, alignment } = this.#words;
    const part = this.#part;
    const is = this.#alignment?.layer === place.layer && this.#alignment.head === place.head;
    const where = named(place.layer + 1, place.head + 1);
    write(this.about, [kinds[part], where, ...(is ? [alignment] : [])].join(' · '));
    this.how.value = howOf(place);
    this.hero.draw(stageOf(place), `${parts[part]}, ${where}, ${axes[part].join(' ')}`, room.hero);
    this.multiples.draw(stageOf, place, howOf, room.multiples, ratio);
  }

  /** @param {Selection} selection a cell is outlined only in the picture that it is in */
  mark(selection) {
    this.element.classList.toggle('elsewhere', selection.stage === '');
    this.hero.mark(selection);
  }

  /**
   * Shows the first rows, and hides what has not been said yet.
   * @param {number} share of the rows, 0 to 1
   * @param {number} columns share of the columns
   */
  reveal(share, columns = 1) {
    const { rowBand, columnBand, matrix } = this.hero;
    const [below, after] = [share, columns].map((shown) => `${(1 - shown) * 100}%`);
    matrix.canvas.style.clipPath = share < 1 ? `inset(0 0 ${below} 0)` : '';
    rowBand.style.clipPath = share < 1 ? `inset(-1rem -100vw ${below} -100vw)` : '';
    columnBand.style.clipPath = columns < 1 ? `inset(-100vw ${after} -1rem -1rem)` : '';
  }

  /**
   * The words beside the matrix can be pointed at, too.
   * @param {'rows' | 'columns'} side
   * @param {HTMLElement} band
   * @param {(side: 'rows' | 'columns', index: number | null) => void} point
   */
  #listen(side, band, point) {
    band.addEventListener('pointerover', ({ target }) => {
      const at = target instanceof HTMLElement ? [...band.querySelectorAll('.label:not(.pointed)')].indexOf(target) : -1;
      point(side, this.hero.layout?.[side].indexes[at] ?? null);
    });
    band.addEventListener('pointerleave', () => point(side, null));
  }
}
