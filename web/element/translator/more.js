/**
 * What a reader may open: every stage of the chosen head, and the tree of the beam search. Neither costs anything before.
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
import { treeOf } from './beam.js';
import { pipelineOf } from './pictures.js';

/** Hypotheses of the beam search. */
const WIDTH = 4;

/** @typedef {{ text: string, part: Part, place: Place, pieces: Units, look: Look, ratio: number }} Told of the last translation */

export class More {
  /** @type {Told | null} */
  #told = null;
  /** @type {Stages | null} */
  #stages = null;
  #tree = '';
  #model;

  /**
   * @param {Model} model
   * @param {Tooltip} tooltip
   * @param {Look['words']} words
   */
  constructor(model, tooltip, words) {
    this.#model = model;
    this.tooltip = tooltip;
    const point = (/** @type {Cell | null} */ cell) => this.#mark(cell);
    this.flow = new Flow({ point, move: point, pin: () => {}, announce: sentenceOf }, () => {});
    this.title = h('summary');
    this.pipeline = h('details', { class: 'more pipeline' }, this.title, this.flow.element);
    this.tree = h('div');
    const about = h('p', { class: 'quiet' }, words.beamsAbout(WIDTH));
    this.beams = h('details', { class: 'more beams' }, h('summary', {}, words.beams), about, this.tree);
    for (const one of [this.pipeline, this.beams]) one.addEventListener('toggle', () => this.#draw());
    this.element = h('div', { class: 'further' }, this.pipeline, this.beams);
  }

  /** @param {Told} told */
  draw(told) {
    this.#told = told;
    const { part, place, look: { words } } = told;
    write(this.title, words.pipeline(words.kinds[part], words.place(place.layer + 1, place.head + 1)));
    this.#draw();
  }

  #draw() {
    if (!this.#told) return;
    const { text, part, place, pieces, look, ratio } = this.#told;
    if (this.pipeline.open) {
      this.#stages = pipelineOf(this.#model.stages(part, place.layer, place.head), part, pieces, look);
      this.flow.draw(this.#stages, this.flow.element.clientWidth, ratio, '', false);
      this.flow.matrixOf('weights');
      for (const name of this.flow.element.querySelectorAll('button')) name.disabled = true; // nothing is shown larger here
    }
    if (this.beams.open && this.#tree !== text) {
      this.#tree = text;
      this.tree.replaceChildren(treeOf(this.#model.beams(text, WIDTH), (ids) => this.#model.tokenizer.decode(ids), look.words));
    }
  }

  /** @param {Cell | null} cell */
  #mark(cell) {
    const selection = this.#stages && select(this.#stages, cell);
    const stage = selection && this.#stages?.stages.get(selection.stage);
    const matrix = selection && this.flow.asked(selection.stage);
    this.flow.mark(selection);
    if (!stage || !matrix) return this.tooltip.hide();
    this.tooltip.show(stage, selection.row, selection.column, matrix.cellRect(selection.row, selection.column));
  }
}
