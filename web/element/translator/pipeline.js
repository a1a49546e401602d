/**
 * Every stage of the chosen head, where a reader opens it.
 *
 * @import { Model, Part } from '../../model/model.js'
 * @import { Cell } from '../selection.js'
 * @import { Stages } from '../stages.js'
 * @import { Tooltip } from '../tooltip.js'
 * @import { Look, Place, Units } from './pictures.js'
 */
import { h, write } from '../dom.js';
import { Flow } from '../flow.js';
import { sentenceOf } from '../readout.js';
import { select } from '../selection.js';
import { pipelineOf } from './pictures.js';

/** @typedef {{ part: Part, place: Place, pieces: Units, look: Look, ratio: number }} Told of what the model was last given */

export class Pipeline {
  /** @type {Told | null} */
  #told = null;
  /** @type {Stages | null} */
  #stages = null;
  #model;
  #tooltip;

  /**
   * @param {Model} model
   * @param {Tooltip} tooltip
   */
  constructor(model, tooltip) {
    this.#model = model;
    this.#tooltip = tooltip;
    const point = (/** @type {Cell | null} */ cell) => this.#mark(cell);
    this.flow = new Flow({ point, move: point, pin: () => {}, announce: sentenceOf }, () => {});
    this.title = h('summary');
    this.element = h('details', { class: 'more pipeline' }, this.title, this.flow.element);
    this.element.addEventListener('toggle', () => this.#draw());
  }

  /** @param {Told} told */
  draw(told) {
    this.#told = told;
    const { part, place, look: { words } } = told;
    write(this.title, words.pipeline(words.kinds[part], words.place(place.layer + 1, place.head + 1)));
    this.#draw();
  }

  #draw() {
    if (!this.#told || !this.element.open) return;
    const { part, place, pieces, look, ratio } = this.#told;
    this.#stages = pipelineOf(this.#model.stages(part, place.layer, place.head), part, pieces, look);
    this.flow.draw(this.#stages, this.flow.element.clientWidth, ratio, '', false);
    this.flow.matrixOf('weights');
    for (const name of this.flow.element.querySelectorAll('button')) name.disabled = true; // nothing is shown larger here
  }

  /** @param {Cell | null} cell */
  #mark(cell) {
    const selection = this.#stages && select(this.#stages, cell);
    const stage = selection && this.#stages?.stages.get(selection.stage);
    const matrix = selection && this.flow.asked(selection.stage);
    this.flow.mark(selection);
    if (!stage || !matrix) return this.#tooltip.hide();
    this.#tooltip.show(stage, selection.row, selection.column, matrix.cellRect(selection.row, selection.column));
  }
}
