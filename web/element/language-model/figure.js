/**
 * The language model's figure: an English text, how surprising each word is, who looks at whom, and what comes next.
 *
 * @import { Model, Prediction } from '../../model/model.js'
 * @import { Word } from '../../text/bpe.js'
 * @import { Figure } from '../figure.js'
 * @import { State } from '../options.js'
 * @import { Cell } from '../selection.js'
 * @import { Host } from '../translator/frame.js'
 * @import { Place } from '../translator/pictures.js'
 * @import { Label } from './labels.js'
 * @import { Words } from './language.js'
 * @import { Shown } from './pictures.js'
 */
import { h, write } from '../dom.js';
import { sentenceOf } from '../readout.js';
import { Edits } from '../translator/edits.js';
import { Frame } from '../translator/frame.js';
import { Pipeline } from '../translator/pipeline.js';
import { Finding } from './finding.js';
import { Growth } from './growth.js';
import { bestOf, labelOf, labelsIn } from './labels.js';
import css from './language-model.css';
import { Looks } from './looks.js';
import { NextWords } from './next-words.js';
import { MOST_FLOW, allLayers, headOf, numbersOf, sidesOf, telling, unitsOf } from './pictures.js';
import { meanSurprise, surpriseOfWords } from './surprise.js';
import { Surprises } from './surprises.js';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export class LanguageModelFigure {
  /** @type {State | null} */
  #state = null;
  /** @type {{ prediction: Prediction, text: string, units: Word[] } | null} what is drawn */
  #drawn = null;
  /** What the last prediction was made of. */
  #made = '';
  /** @type {Place} */
  #place;
  /** @type {Shown} */
  #shown = 'head';
  #pieces = false;
  /** @type {Label[]} */
  #labels = [];
  /** @type {{ cell: Cell | null, unit: number | null } | null} unit: a word of the text */
  #pointed = null;
  /** @type {Cell | null} */
  #pinned = null;
  #room = '';
  #due = 0;
  #model;
  #host;

  /**
   * @param {Figure} figure
   * @param {Model} model
   * @param {Words} words
   * @param {Host} host
   */
  constructor(figure, model, words, host) {
    this.figure = figure;
    this.words = words;
    this.#model = model;
    this.#host = host;
    this.#place = this.#usual();
    const { adoptedStyleSheets } = /** @type {ShadowRoot} */ (host.element.shadowRoot);
    if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
    const { strings } = figure;
    const point = (/** @type {Cell | null} */ cell) => this.#point(cell && { cell, unit: null });
    this.looks = new Looks(model.config, {
      point,
      move: (cell) => {
        if (this.#pinned) this.#pinned = cell;
        point(cell);
      },
      pin: (cell) => {
        this.#pinned = JSON.stringify(cell) === JSON.stringify(this.#pinned) ? null : cell;
        this.#mark();
      },
      announce: sentenceOf,
    }, {
      choose: (place) => this.#choose(place),
      change: (how) => this.edits.change('decoder', this.#place, how),
      show: (shown) => {
        this.#shown = shown;
        this.#soon();
      },
    }, { strings, words });
    this.edits = new Edits(words, () => this.#soon());
    this.surprises = new Surprises((unit) => this.#point(unit === null ? null : { cell: null, unit }), words);
    this.growth = new Growth(model, (text) => host.set('text', text));
    this.next = new NextWords({
      append: (id) => this.#drawn && this.growth.append(this.#drawn.text, this.#drawn.prediction, id),
      goOn: () => this.#goOn(),
      back: () => this.growth.back(),
    }, words, strings.count);
    this.finding = new Finding(model, words);
    this.said = h('p', { class: 'unseen', role: 'status' });
    this.pipeline = new Pipeline(model, figure.tooltip);
    this.further = h('div', { class: 'further' }, this.pipeline.element);
    this.pictures = [
      this.surprises.element, h('div', { class: 'readout' }, this.finding.element, this.edits.element),
      h('div', { class: 'language-model' }, this.looks.element, this.looks.choices, this.next.element), this.said,
    ];
    const src = (host.element.getAttribute('src') ?? '').replace(/\/?$/, '/');
    this.frame = new Frame(this, model.config, (pieces) => {
      this.#pieces = pieces;
      this.#soon();
    }, src);
    this.frame.enter(figure, () => this.#fit(), () => this.#redraw());
    this.#label(src);
  }

  /** @param {State} state */
  show(state) {
    this.#state = state;
    this.growth.meet(state.text);
    this.frame.show(state);
    this.#soon();
  }

  /** Takes the figure away; the element's own is there again. */
  leave() {
    cancelAnimationFrame(this.#due);
    this.growth.stop();
    this.frame.leave();
  }

  getAttention() {
    if (!this.#drawn) return null;
    const { prediction } = this.#drawn;
    return numbersOf(prediction, unitsOf(this.#model, prediction, true, this.words.start), this.#place.layer);
  }

  /**
   * @param {string} stage decoder (also: weights), or rollout or flow while that is shown
   * @param {number} row
   * @param {number} column
   */
  cellRect(stage, row, column) {
    const { matrix } = this.looks.hero;
    return matrix.stage?.id === (stage === 'weights' ? 'decoder' : stage) ? matrix.cellRect(row, column) : null;
  }

  /** In the next frame: of everything that is typed until then, only the newest counts. */
  #soon() {
    cancelAnimationFrame(this.#due);
    this.#due = requestAnimationFrame(() => this.#update());
  }

  #update() {
    const state = this.#state;
    if (!state) return;
    const { figure } = this;
    try {
      const made = JSON.stringify([state.text, this.edits.list]);
      if (made !== this.#made) this.#predict(state.text);
      this.#made = made;
      figure.say(this.#takePlace(state), 'calm');
      this.frame.dim(false);
      this.#redraw();
      if (this.growth.own !== null && !this.growth.going) write(this.said, this.words.text(state.text));
      this.#host.element.dispatchEvent(new CustomEvent('change'));
    } catch (reason) {
      this.growth.stop();
      figure.say(reason instanceof Error ? reason.message : String(reason), 'wrong');
      this.frame.dim(true);
      this.#host.element.dispatchEvent(new CustomEvent('error', { detail: { type: 'refused', sourceError: reason } }));
    }
  }

  /** White space at the end is of a word that is yet to come. @param {string} text */
  #predict(text) {
    const turnedOff = this.edits.list;
    const plain = turnedOff.length ? this.#model.predict(text.trimEnd()) : null;
    const prediction = this.#model.predict(text.trimEnd(), { turnedOff }); // the last: stages() are of this one
    this.edits.tell(plain && this.finding.difference(plain, prediction));
    this.#drawn = { prediction, text, units: [] };
    this.#pointed = null;
  }

  /** The head that is shown where nobody says which. */
  #usual() {
    return bestOf(this.#labels) ?? { layer: this.#model.config.decoderLayers - 1, head: 0 };
  }

  /**
   * The head that the attributes name.
   * @param {State} state
   * @returns {string} what is wrong with it, if anything
   */
  #takePlace({ layer, head }) {
    const { decoderLayers, heads } = this.#model.config;
    const usual = this.#usual();
    const named = layer !== null || this.#host.element.hasAttribute('head');
    const asked = { layer: layer === null ? usual.layer : layer - 1, head: named ? head - 1 : usual.head };
    const exists = asked.layer < decoderLayers && asked.head < heads;
    this.#place = exists ? asked : usual;
    return exists ? '' : this.words.noSuchHead(asked.layer + 1, asked.head + 1, decoderLayers, heads);
  }

  /** @param {string} src */
  async #label(src) {
    this.#labels = await labelsIn(src);
    this.looks.multiples.annotate((place) => labelOf(this.#labels, place, src, this.words, this.figure.strings.count));
    if (this.#labels.length) this.#soon();
  }

  #fit() {
    if (JSON.stringify(this.#measure()) !== this.#room) this.#redraw();
  }

  #measure() {
    const ratio = window.devicePixelRatio || 1;
    return { ratio, looks: this.looks.measure(ratio) };
  }

  #redraw() {
    if (!this.#drawn || !this.#state) return;
    const { prediction } = this.#drawn;
    const { words, figure: { strings } } = this;
    const pieces = unitsOf(this.#model, prediction, true, words.start);
    const units = (this.#drawn.units = this.#pieces ? pieces : unitsOf(this.#model, prediction, false, words.start));
    const look = { strings, words, theme: this.frame.theme(this.#state) };
    const room = this.#measure();
    this.#room = JSON.stringify(room);
    if (!room.looks.hero.width) return; // nobody sees it
    const stageOf = (/** @type {Place} */ place) => headOf(prediction, units, place, look);
    const tooLong = this.#shown === 'flow' && units.length > MOST_FLOW;
    const shown = tooLong ? 'head' : this.#shown;
    const own = stageOf(this.#place);
    const large = shown === 'head' ? own : allLayers(shown, prediction, units, own, words);
    const mean = words.mean(meanSurprise(prediction.surprise).toFixed(2));
    this.surprises.draw(units, surpriseOfWords(prediction.surprise, units), units.length > 1 ? mean : '');
    const remark = tooLong ? words.flowTooLong(units.length, MOST_FLOW) : '';
    const howOf = (/** @type {Place} */ place) => this.edits.howOf('decoder', place);
    this.looks.draw({ large, shown, remark, stageOf, place: this.#place, howOf, ratio: room.ratio }, room.looks);
    this.#drawNext();
    this.pipeline.draw({ part: 'decoder', place: this.#place, pieces: sidesOf(pieces), look, ratio: room.ratio });
    this.#mark();
  }

  #drawNext() {
    if (!this.#drawn || !this.#state) return;
    const { prediction } = this.#drawn;
    this.next.draw({
      prediction,
      textOf: (id) => this.finding.pieceText(prediction.ids, id),
      typed: this.#state.controls?.includes('text') ?? false,
      going: this.growth.going,
      grown: this.growth.own !== null,
      edited: this.edits.list.length > 0,
    });
  }

  #mark() {
    const { stage } = this.looks.hero.matrix;
    if (!this.#drawn || !stage) return;
    const { units } = this.#drawn;
    const { stage: of = '', row = 0, column = 0 } = this.#pinned ?? {};
    if (of !== stage.id || Math.max(row, column) >= units.length) this.#pinned = null;
    const pinned = this.#pinned;
    const unit = pinned ? null : this.#pointed?.unit ?? null;
    const asked = pinned ?? this.#pointed?.cell ?? null;
    const cell = asked ?? (unit === null ? telling(stage) : null);
    this.figure.element.classList.toggle('pointing', asked !== null || unit !== null);
    this.looks.mark({
      ...(cell ?? { stage: '', row: -1, column: -1 }), query: cell?.row ?? unit, key: cell?.column ?? null, pinned: pinned !== null,
    });
    this.surprises.mark(cell?.row ?? unit, cell?.column ?? null);
    if (unit !== null && unit < units.length) this.finding.tellWord(this.#drawn.prediction, units[unit]);
    else this.finding.tellCell(stage, cell, asked !== null);
  }

  /** @param {{ cell: Cell | null, unit: number | null } | null} pointed */
  #point(pointed) {
    this.#pointed = pointed;
    this.#mark();
  }

  /** @param {Place} place */
  #choose(place) {
    this.#shown = 'head';
    this.#place = place;
    this.#host.set('layer', place.layer + 1);
    this.#host.set('head', place.head + 1);
    this.#soon();
  }

  #goOn() {
    if (!this.#drawn) return;
    if (!this.growth.going) return this.growth.goOn(this.#drawn.text, this.#drawn.prediction, this.next.choice);
    this.growth.stop();
    this.#drawNext();
  }
}
