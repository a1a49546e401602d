/**
 * The translator's figure: an English sentence, its French, and the three kinds of attention between their words.
 *
 * @import { HeadEdit, Model, Part, Translation } from '../../model/model.js'
 * @import { Figure } from '../figure.js'
 * @import { State } from '../options.js'
 * @import { Cell } from '../selection.js'
 * @import { Stage } from '../stages.js'
 * @import { Host } from './frame.js'
 * @import { Forced } from './french.js'
 * @import { Lit } from './linked.js'
 * @import { How } from './multiples.js'
 * @import { Place, Units } from './pictures.js'
 * @import { Words } from './strings.js'
 */
import { format } from '../../figure/numbers.js';
import { h, tokenOf } from '../dom.js';
import { sentenceOf } from '../readout.js';
import { Edits } from './edits.js';
import { Frame } from './frame.js';
import { French } from './french.js';
import { Kind } from './kind.js';
import { Line } from './line.js';
import { brightest, litBy, selectionIn, speaking } from './linked.js';
import { More } from './more.js';
import { PARTS, pictureOf, unitsOf } from './pictures.js';
import { Saying } from './saying.js';
import { inCommon, placeIn } from './words.js';

export class TranslatorFigure {
  /** @type {State | null} */
  #state = null;
  /** @type {{ translation: Translation, text: string, french: string, units: Units } | null} what is drawn */
  #drawn = null;
  /** What the last translation was made of. */
  #made = '';
  /** @type {Forced} */
  #forced = null;
  /** @type {string | null} the sentence that the reader's French belongs to */
  #forcedFor = null;
  #pieces = false;
  /** @type {Part} of the pipeline: where a head was chosen last */
  #active = 'cross';
  /** @type {Lit | null} */
  #pointed = null;
  /** @type {Cell | null} */
  #pinned = null;
  /** @type {Map<string, Stage>} by part, layer and head */
  #stages = new Map();
  /** @type {ReturnType<TranslatorFigure['measure']> | null} */
  #room = null;
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
    const { config } = model;
    const { strings } = figure;
    const last = { layer: config.layers - 1, head: 0 };
    /** @type {Record<Part, Place>} */
    this.places = { cross: config.alignment ?? { layer: config.decoderLayers - 1, head: 0 }, encoder: last, decoder: { ...last, layer: config.decoderLayers - 1 } };
    const pointing = {
      point: (/** @type {Cell | null} */ cell) => this.#point(cell && litBy(cell)),
      move: (/** @type {Cell} */ cell) => {
        if (this.#pinned) this.#pinned = cell;
        this.#point(litBy(cell));
      },
      pin: (/** @type {Cell | null} */ cell) => {
        this.#pinned = JSON.stringify(cell) === JSON.stringify(this.#pinned) ? null : cell;
        this.#mark();
      },
      announce: sentenceOf,
    };
    const kindOf = (/** @type {Part} */ part) => new Kind(part, config, pointing, {
      choose: (place) => this.#choose(part, place),
      change: (how) => this.edits.change(part, this.places[part], how),
      point: (side, index) => this.#pointLabel(part, side, index),
    }, { strings, words });
    this.kinds = { cross: kindOf('cross'), encoder: kindOf('encoder'), decoder: kindOf('decoder') };
    this.edits = new Edits(words, () => this.#soon());
    this.english = new Line('span', 'en', (word) => this.#pointWord('source', word));
    this.french = new French({
      point: (word) => this.#pointWord('target', word),
      force: (forced) => {
        this.#forced = forced;
        this.#soon();
      },
    }, words);
    this.saying = new Saying((going) => {
      this.#reveal();
      if (!going) this.french.tell();
    });
    this.finding = h('p', { class: 'finding' });
    this.more = new More(model, figure.tooltip, words);
    const { cross, encoder, decoder } = this.kinds;
    this.further = this.more.element;
    this.pictures = [
      h('div', { class: 'readout' }, this.finding, this.edits.element),
      h('div', { class: 'kinds' }, cross.element, encoder.element, decoder.element),
    ];
    this.frame = new Frame(this, config, (pieces) => {
      this.#pieces = pieces;
      this.#soon();
    }, host.element.getAttribute('src') ?? '');
    this.frame.enter(figure, () => this.#fit(), () => this.#redraw());
  }

  /** @param {State} state */
  show(state) {
    this.#state = state;
    this.frame.show(state);
    this.#soon();
  }

  /** Takes the figure away; the element's own is there again. */
  leave() {
    cancelAnimationFrame(this.#due);
    this.saying.stop();
    this.frame.leave();
  }

  getAttention() {
    if (!this.#drawn) return null;
    const { translation } = this.#drawn;
    const { source, target } = unitsOf(this.#model, translation, true, this.words);
    const { layer } = this.places.cross;
    const [, heads, rows, columns] = translation.cross.shape;
    const size = heads * rows * columns;
    const weights = { data: translation.cross.data.slice(layer * size, (layer + 1) * size), shape: [heads, rows, columns] };
    const [tokens, keyTokens] = [target, source].map((list) => list.map(({ text }) => text));
    const { encoder, decoder, cross } = structuredClone(translation);
    return { tokens, keyTokens, weights, fullyMaskedRows: [], encoder, decoder, cross };
  }

  /**
   * @param {string} stage cross (also: weights), encoder or decoder
   * @param {number} row
   * @param {number} column
   */
  cellRect(stage, row, column) {
    const part = stage === 'weights' ? 'cross' : stage;
    return PARTS.includes(/** @type {Part} */ (part)) ? this.kinds[/** @type {Part} */ (part)].hero.matrix.cellRect(row, column) : null;
  }

  /** In the next frame: of everything that is typed until then, only the newest counts. */
  #soon() {
    cancelAnimationFrame(this.#due);
    this.#due = requestAnimationFrame(() => this.#update());
  }

  #update() {
    const state = this.#state;
    if (!state) return;
    const { figure, words } = this;
    if (this.#forcedFor !== state.text) this.#forced = null;
    this.#forcedFor = state.text;
    this.frame.dim(!state.text.trim());
    if (!state.text.trim()) return figure.say(words.empty, 'calm');
    try {
      const made = JSON.stringify([state.text, this.#forced, this.edits.list]);
      const before = this.#drawn;
      if (made !== this.#made) this.#translate(state.text);
      this.#made = made;
      figure.say(this.#takePlace(state), 'calm');
      this.#drawAll();
      if (this.#drawn && this.#drawn !== before) this.#sayFrom(before?.translation);
      this.#host.element.dispatchEvent(new CustomEvent('change'));
    } catch (reason) {
      figure.say(reason instanceof Error ? reason.message : String(reason), 'wrong');
      this.frame.dim(true);
      this.#host.element.dispatchEvent(new CustomEvent('error', { detail: { type: 'refused', sourceError: reason } }));
    }
  }

  /** @param {string} text */
  #translate(text) {
    const edits = this.edits.list;
    const decode = (/** @type {Translation} */ { target: { ids } }) => this.#model.tokenizer.decode(ids);
    const options = { ...this.#forced };
    const plain = edits.length ? decode(this.#model.translate(text, options)) : null;
    const translation = this.#model.translate(text, { ...options, turnedOff: edits }); // the last: stages() are of this one
    const french = decode(translation);
    const { sameText, otherText } = this.words;
    this.edits.tell(plain === null ? null : plain === french ? sameText : otherText(plain));
    this.#drawn = { translation, text, french, units: unitsOf(this.#model, translation, this.#pieces, this.words) };
    this.#pointed = null;
  }

  /**
   * The head of the cross-attention that the attributes name.
   * @param {State} state
   * @returns {string} what is wrong with it, if anything
   */
  #takePlace({ layer, head }) {
    const { alignment, decoderLayers, heads } = this.#model.config;
    const initial = alignment ?? { layer: decoderLayers - 1, head: 0 };
    const named = layer !== null || this.#host.element.hasAttribute('head');
    const asked = { layer: layer === null ? initial.layer : layer - 1, head: named ? head - 1 : initial.head };
    const exists = asked.layer < decoderLayers && asked.head < heads;
    this.places.cross = exists ? asked : initial;
    return exists ? '' : this.words.noSuchHead(asked.layer + 1, asked.head + 1, decoderLayers, heads);
  }

  /** @param {Translation | undefined} before */
  #sayFrom(before) {
    const { words } = /** @type {Translation} */ (this.#drawn?.translation).target;
    const typing = this.#forced !== null && 'target' in this.#forced;
    this.saying.say(typing ? words.length : Math.min(this.saying.count, inCommon(before?.target.words ?? [], words)), words.length);
  }

  measure() {
    const ratio = window.devicePixelRatio || 1;
    const { cross, encoder, decoder } = this.kinds;
    return { ratio, cross: cross.measure(ratio), encoder: encoder.measure(ratio), decoder: decoder.measure(ratio) };
  }

  #fit() {
    if (JSON.stringify(this.measure()) !== JSON.stringify(this.#room)) this.#redraw();
  }

  #redraw() {
    if (this.#drawn) this.#drawAll();
  }

  #drawAll() {
    if (!this.#drawn || !this.#state) return;
    const { translation, text, french } = this.#drawn;
    const { figure: { strings }, words } = this;
    const pieces = unitsOf(this.#model, translation, true, words);
    const units = (this.#drawn.units = this.#pieces ? pieces : unitsOf(this.#model, translation, false, words));
    const look = { strings, words, theme: this.frame.theme(this.#state) };
    const typed = this.#state.controls?.includes('text') ?? false;
    this.english.draw(text, translation.source.words);
    this.french.draw(translation, french, this.#forced, typed);
    const room = (this.#room = this.measure());
    if (!room.cross.hero.width) return; // nobody sees it
    this.#stages.clear();
    for (const part of PARTS) {
      const stageOf = (/** @type {Place} */ place) => {
        const name = `${part} ${place.layer} ${place.head}`;
        let stage = this.#stages.get(name);
        if (!stage) this.#stages.set(name, stage = pictureOf(part, translation, units, place, look));
        return stage;
      };
      const howOf = (/** @type {Place} */ place) => this.edits.howOf(part, place);
      this.kinds[part].draw({ stageOf, place: this.places[part], howOf, ratio: room.ratio }, room[part]);
    }
    this.more.draw({ text, part: this.#active, place: this.places[this.#active], pieces, look, ratio: room.ratio });
    this.#reveal();
  }

  /** @param {Part} part */
  #stageOf(part) {
    return this.kinds[part].hero.matrix.stage;
  }

  /** Shows the words that have been said, and their rows. */
  #reveal() {
    if (!this.#drawn) return;
    const { translation: { target: { words } }, units: { target, read } } = this.#drawn;
    const { count } = this.saying;
    const piece = words[count - 1]?.last ?? 0;
    const rows = target.filter(({ last }) => last <= piece).length;
    this.french.line.reveal(count);
    this.kinds.cross.reveal(rows / target.length);
    this.kinds.decoder.reveal(rows / target.length, Math.min(1, (rows + 1) / read.length));
    this.#mark();
  }

  #mark() {
    if (!this.#drawn) return;
    const { translation: { source, target }, units } = this.#drawn;
    const pinned = this.#pinned && this.#holds(this.#pinned) ? litBy(this.#pinned) : null;
    if (!pinned) this.#pinned = null;
    const { count } = this.saying;
    const going = count > 0 && count < target.words.length;
    const latest = going ? placeIn(target.words, units.target, count - 1) : null;
    const asked = pinned ?? this.#pointed ?? (latest === null ? null : { source: null, target: latest, cell: null });
    const cross = this.#stageOf('cross');
    const silent = cross && speaking(cross, units);
    const lit = asked ?? (silent && litBy(silent)) ?? { source: null, target: null, cell: null };
    this.figure.element.classList.toggle('pointing', asked !== null);
    for (const part of PARTS) this.kinds[part].mark(selectionIn(part, lit, pinned !== null));
    const wordOf = (/** @type {'source' | 'target'} */ side, /** @type {number | null} */ unit) =>
      (unit === null ? null : placeIn(units[side], { source, target }[side].words, unit));
    this.english.mark(wordOf('source', lit.source), 'key');
    this.french.line.mark(wordOf('target', lit.target), 'query');
    this.#tell(lit, asked?.cell ?? null);
  }

  /**
   * The sentence of what is marked: of the cell that is asked about, else of the word that a word looks at most.
   * @param {Lit} lit
   * @param {Cell | null} cell
   */
  #tell({ source, target, cell: own }, cell) {
    const { strings } = this.figure;
    const at = cell ?? own;
    const stage = this.#stageOf(/** @type {Part} */ (at?.stage ?? 'cross'));
    if (!stage) return;
    const [rows, columns] = [stage.rows, stage.columns].map(({ texts }) => texts.length);
    const { row, column } = at ?? brightest({ values: stage.values, rows, columns }, { row: target, column: source });
    const value = stage.values[row * columns + column];
    const [query, key] = [tokenOf(stage.rows.texts[row], 'query', strings.quote), tokenOf(stage.columns.texts[column], 'key', strings.quote)];
    const number = h('span', { class: 'number' }, strings.value(strings.numbers.weights, format(value)));
    const sentence = cell ? strings.asked(/** @type {unknown[]} */ (strings.pair(query, key)), number) : strings.attendsMost(query, key, format(value, 2));
    this.finding.replaceChildren(.../** @type {(Node | string)[]} */ (sentence));
  }

  /** @param {Cell} cell */
  #holds({ stage, row, column }) {
    const drawn = this.#stageOf(/** @type {Part} */ (stage));
    return drawn !== null && row < drawn.rows.texts.length && column < drawn.columns.texts.length;
  }

  /** @param {Lit | null} lit */
  #point(lit) {
    this.#pointed = lit;
    this.#mark();
  }

  /**
   * @param {'source' | 'target'} side
   * @param {number | null} word
   */
  #pointWord(side, word) {
    if (!this.#drawn || word === null) return this.#point(null);
    const { translation, units } = this.#drawn;
    const unit = placeIn(translation[side].words, units[side], word);
    this.#point({ source: null, target: null, cell: null, [side]: unit });
  }

  /**
   * @param {Part} part
   * @param {'rows' | 'columns'} side
   * @param {number | null} index
   */
  #pointLabel(part, side, index) {
    if (index === null) return this.#point(null);
    const isSource = part === 'encoder' || (part === 'cross' && side === 'columns');
    if (isSource) return this.#point({ source: index, target: null, cell: null });
    const target = part === 'decoder' && side === 'columns' ? index - 1 : index;
    this.#point(target < 0 ? null : { source: null, target, cell: null });
  }

  /**
   * @param {Part} part
   * @param {Place} place
   */
  #choose(part, place) {
    this.#active = part;
    this.places[part] = place;
    if (part !== 'cross') return this.#soon();
    this.#host.set('layer', place.layer + 1);
    this.#host.set('head', place.head + 1);
  }
}
