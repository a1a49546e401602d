/**
 * What a reader may open: every stage of the chosen head, and the tree of the beam search. Neither costs anything before.
 *
 * @import { Model } from '../../model/model.js'
 * @import { Tooltip } from '../tooltip.js'
 * @import { Look } from './pictures.js'
 * @import { Told } from './pipeline.js'
 */
import { h } from '../dom.js';
import { treeOf } from './beam.js';
import { Pipeline } from './pipeline.js';

/** Hypotheses of the beam search. */
const WIDTH = 4;

export class More {
  /** @type {Told & { text: string } | null} */
  #told = null;
  #tree = '';
  #model;

  /**
   * @param {Model} model
   * @param {Tooltip} tooltip
   * @param {Look['words']} words
   */
  constructor(model, tooltip, words) {
    this.#model = model;
    this.pipeline = new Pipeline(model, tooltip);
    this.tree = h('div');
    const about = h('p', { class: 'quiet' }, words.beamsAbout(WIDTH));
    this.beams = h('details', { class: 'more beams' }, h('summary', {}, words.beams), about, this.tree);
    this.beams.addEventListener('toggle', () => this.#draw());
    this.element = h('div', { class: 'further' }, this.pipeline.element, this.beams);
  }

  /** @param {Told & { text: string }} told text: the sentence */
  draw(told) {
    this.#told = told;
    this.pipeline.draw(told);
    this.#draw();
  }

  #draw() {
    if (!this.#told || !this.beams.open || this.#tree === this.#told.text) return;
    const { text, look } = this.#told;
    this.#tree = text;
    this.tree.replaceChildren(treeOf(this.#model.beams(text, WIDTH), (ids) => this.#model.tokenizer.decode(ids), look.words));
  }
}
