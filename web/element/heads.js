/**
 * All heads as small multiples; one is chosen, as in any group of radio buttons.
 *
 * @import { Stage } from './stages.js'
 * @import { Strings } from './strings.js'
 */
import { drawMatrix, sizeCanvas } from '../figure/heatmap.js';
import { snap } from '../figure/layout.js';
import { whole } from '../figure/viewport.js';
import { h } from './dom.js';

const GAP = 12;
const LARGEST = 112;
const SMALLEST = 48;

export class Heads {
  /**
   * @param {(head: number) => void} choose
   * @param {Strings} strings
   */
  constructor(choose, strings) {
    this.choose = choose;
    this.strings = strings;
    this.legend = h('legend');
    this.list = h('div', { class: 'multiples' });
    this.element = h('fieldset', { class: 'heads' }, this.legend, this.list);
    /** @type {{ input: HTMLInputElement, canvas: HTMLCanvasElement }[]} */
    this.items = [];
  }

  /**
   * @param {number} heads a single one leaves nothing to choose
   * @returns {boolean} whether there is another number of them now
   */
  prepare(heads) {
    const count = heads > 1 ? heads : 0;
    const changed = this.items.length !== count;
    if (changed) this.#build(count);
    this.element.toggleAttribute('hidden', count === 0);
    return changed;
  }

  /**
   * @param {Stage[]} weights of every head
   * @param {number} chosen from 1
   * @param {number} width
   * @param {number} ratio
   */
  draw(weights, chosen, width, ratio) {
    const wanted = weights.length <= 4 ? weights.length : weights.length <= 8 ? 4 : 8;
    const across = Math.max(1, Math.min(wanted, Math.floor((width + GAP) / (SMALLEST + GAP))));
    const room = (width + GAP) / across - GAP;
    const [rows, columns] = [weights[0].rows, weights[0].columns].map(({ texts }) => texts.length);
    const cell = tileCell(Math.max(rows, columns), room, ratio);
    const view = whole({ rows, columns, cellWidth: cell, cellHeight: cell }, ratio);
    this.items.forEach(({ input, canvas }, i) => {
      input.checked = i + 1 === chosen;
      sizeCanvas(canvas, view);
      drawMatrix(canvas, weights[i], view, ratio);
    });
  }

  /** @param {number} count */
  #build(count) {
    this.items = Array.from({ length: count }, (_, i) => {
      const input = h('input', { type: 'radio', name: 'head', value: i + 1, class: 'unseen' });
      const data = { 'data-view': 'head', 'data-stage': 'weights', 'data-head': i + 1 };
      const canvas = h('canvas', { part: 'canvas', ...data, 'aria-hidden': 'true' });
      input.addEventListener('change', () => this.choose(i + 1));
      return { input, canvas };
    });
    this.legend.textContent = this.strings.headsQuestion(count);
    this.list.replaceChildren(...this.items.map(({ input, canvas }, i) => {
      return h('label', {}, input, canvas, h('span', {}, this.strings.headName(i + 1)));
    }));
  }
}

/**
 * Cells of a small multiple: at most LARGEST together, but rather wider than much smaller.
 * @param {number} count
 * @param {number} room
 * @param {number} ratio
 */
function tileCell(count, room, ratio) {
  const cell = snap(Math.min(room, LARGEST) / count, ratio);
  const next = cell + 1 / ratio;
  return cell * count < LARGEST * 0.8 && next * count <= Math.min(room, LARGEST * 1.2) ? next : cell;
}
