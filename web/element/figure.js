/**
 * The whole figure: puts the parts together, draws a model in them and keeps what is marked.
 *
 * @import { Model, Sentences } from './compute.js'
 * @import { MENUS, State, Value } from './options.js'
 * @import { Cell, Selection } from './selection.js'
 * @import { Stage, Stages } from './stages.js'
 * @import { Strings } from './strings.js'
 */
import { formatRange } from '../figure/numbers.js';
import { h, write } from './dom.js';
import { Flow } from './flow.js';
import { Heads } from './heads.js';
import { Hero } from './hero.js';
import { laterOf } from './language.js';
import { Readout, sentenceOf } from './readout.js';
import { Sentence } from './sentence.js';
import { select, strongest, strongestInRow } from './selection.js';
import { stagesOf } from './stages.js';
import { Toolbar } from './toolbar.js';
import { Tooltip } from './tooltip.js';

export class Figure {
  /** @type {{ model: Model, state: State } | null} */
  #drawn = null;
  /** @type {Stages | null} */
  #stages = null;
  #room = { hero: { width: 0, size: 0, family: '', ratio: 1 }, heads: 0, flow: 0, ratio: 1 };
  /** @type {Selection | null | undefined} of the strongest weight; undefined: not looked for */
  #strongest;
  /** @type {Cell | null} */
  #pointed = null;
  /** @type {Cell | null} */
  #pinned = null;
  /** @type {(selection: Selection | null) => void} what another picture does with it */
  #markOther = () => {};

  /**
   * @param {(name: string, value: Value) => void} set how the reader changes an option
   * @param {(menu: typeof MENUS[number]) => void} open
   * @param {Strings} strings the words of its language
   */
  constructor(set, open, strings) {
    this.strings = strings;
    this.set = set;
    const pointing = {
      point: (/** @type {Cell | null} */ cell) => this.#point(cell),
      move: (/** @type {Cell} */ cell) => this.#move(cell),
      pin: (/** @type {Cell | null} */ cell) => this.#pin(cell),
      announce: sentenceOf,
    };
    this.queries = new Sentence('query', (text) => set('text', text), (token) => this.#pointChip('query', token), strings);
    this.keys = new Sentence('key', (text) => set('keys-text', text), (token) => this.#pointChip('key', token), strings);
    this.status = h('p', { class: 'status', part: 'status', role: 'status' });
    this.summary = h('p', { class: 'unseen', id: 'summary', role: 'status' });
    this.hero = new Hero(pointing, strings);
    this.readout = new Readout(() => this.#pin(null), () => set('stage', 'weights'), strings);
    this.heads = new Heads((head) => set('head', head), strings);
    this.toolbar = new Toolbar(set, open, strings);
    this.note = h('p', { class: 'note', hidden: true });
    this.flow = new Flow(pointing, (stage) => {
      set('stage', stage);
      this.hero.element.scrollIntoView({ block: 'nearest' });
    });
    this.tooltip = new Tooltip();
    this.fallback = h('div', { class: 'fallback' }, h('slot'));
    const { readout, hero, heads, note } = this;
    const first = h('div', { class: 'first' }, readout.element, hero.element, heads.element, note, readout.way);
    this.body = h('div', { class: 'body', hidden: true }, first);
    this.below = h('div', { class: 'below', hidden: true }, this.flow.element);
    this.element = h(
      'div', { class: 'figure', role: 'group', lang: strings.lang, dir: strings.dir },
      h('div', { class: 'sentences' }, this.queries.element, this.keys.element), this.status, this.summary,
      this.fallback, this.body, this.toolbar.element, this.below, this.tooltip.element,
    );
    this.element.addEventListener('dragenter', ({ dataTransfer }) => {
      if (dataTransfer?.types.includes('Files') && this.#drawn?.state.controls?.includes('own')) open('own');
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#pin(null);
    });
  }

  /**
   * What can be shown before anything is computed: the sentences, their tokens and the controls.
   * @param {State} state
   * @param {Sentences} sentences
   */
  prepare(state, { queries, keys }) {
    const { strings } = this;
    const typed = state.controls?.includes('text') ?? false;
    const arranged = !this.body.hidden && this.keys.element.hidden === !keys;
    this.keys.element.toggleAttribute('hidden', !keys);
    this.element.classList.toggle('cross', keys !== null);
    if (!arranged) this.#measure(); // what was typed into moves nothing, and the browser would have to lay it out for that
    this.element.setAttribute('aria-label', state.alt ?? strings.figure);
    this.queries.show(state.text, keys ? strings.sentence.queries : strings.sentence.self, typed);
    this.queries.cut(queries);
    if (keys) {
      this.keys.show(state.keysText ?? '', strings.sentence.keys, typed);
      this.keys.cut(keys);
    }
    this.toolbar.show(state);
  }

  /**
   * @param {string} text
   * @param {'calm' | 'busy' | 'wrong'} mood
   */
  say(text, mood) {
    write(this.status, text);
    this.status.dataset.mood = mood;
    if (mood === 'busy' && !this.#drawn) this.status.append(h('progress', { 'aria-hidden': true }));
    this.element.setAttribute('aria-busy', String(mood === 'busy'));
  }

  /** What a page says where there is no JavaScript is out of place once the figure can speak for itself. */
  hideFallback() {
    this.fallback.toggleAttribute('hidden', true);
  }

  /** @param {boolean} dim whether what is drawn no longer belongs to what is typed */
  dim(dim) {
    this.body.classList.toggle('dimmed', dim);
    this.below.classList.toggle('dimmed', dim);
  }

  /**
   * @param {Model} model
   * @param {State} state
   */
  draw(model, state) {
    const arranged = !this.heads.prepare(state.listing === 'none' ? state.heads : 1) && !this.body.hidden;
    this.hideFallback();
    this.body.hidden = false;
    this.below.hidden = false;
    this.#drawn = { model, state };
    if (!arranged) this.#measure();
    this.#draw();
  }

  /** Draws the same model again where there is another room for it now. */
  fit() {
    const before = JSON.stringify(this.#room);
    this.#measure();
    if (JSON.stringify(this.#room) !== before) this.#draw();
  }

  /** Draws the same model again, for another theme. */
  redraw() {
    this.#measure();
    this.#draw();
  }

  /** Everything that is read from the page, before anything is written: in between, the browser would have to lay it out. */
  #measure() {
    const ratio = window.devicePixelRatio || 1;
    this.queries.measure();
    this.keys.measure();
    const { hero, heads, flow } = this;
    this.#room = { hero: hero.measure(ratio), heads: heads.list.clientWidth, flow: flow.element.clientWidth, ratio };
  }

  #draw() {
    if (!this.#drawn) return;
    const { model, state } = this.#drawn;
    const { strings } = this;
    const { hero, heads, flow, ratio } = this.#room;
    const is = (/** @type {string} */ media) => matchMedia(media).matches;
    const paper = is('print');
    const dark = !paper && (state.theme === 'auto' ? is('(prefers-color-scheme: dark)') : state.theme === 'dark');
    const head = state.listing === 'none' ? state.head : 1;
    this.#stages = stagesOf(model, head, dark ? 'dark' : 'light', strings);
    this.#strongest = undefined;
    const { stages, weightsOfHeads } = this.#stages;
    const large = stages.get(state.stage) ?? weightsOfHeads[head - 1];
    const { grid, axes } = strings;
    const label = grid(large.name, `${axes.queries} ${axes.keys}`);
    write(this.readout.provenance, this.provenanceOf(large));
    this.readout.back.toggleAttribute('hidden', large.id === 'weights');
    this.hero.draw(large, label, hero);
    this.#drawOther(state, large);
    this.heads.draw(weightsOfHeads, head, heads, ratio);
    this.flow.draw(this.#stages, flow, ratio, large.id, paper);
    this.#explain(model);
    this.#mark();
  }

  /**
   * Other pictures than the matrix come when they are first asked for.
   * @param {State} state
   * @param {Stage} large
   */
  async #drawOther(state, large) {
    const { hero: { plot, other }, strings } = this;
    const show = (/** @type {boolean} */ shown) => {
      plot.toggleAttribute('hidden', shown);
      other.toggleAttribute('hidden', !shown);
    };
    this.#markOther = () => {};
    if (state.view === 'matrix') return show(false);
    const [views, words] = await Promise.all([import('./views.js'), laterOf(strings)]);
    if (this.#drawn?.state !== state || !this.#stages) return; // drawn anew meanwhile
    show(true);
    const reader = {
      strings,
      words: words.views,
      point: (/** @type {Cell | null} */ cell) => this.#point(cell),
      pin: (/** @type {Cell | null} */ cell) => this.#pin(cell),
      choose: (/** @type {number} */ head) => this.set('head', head),
    };
    const { hero, ratio } = this.#room;
    this.#markOther = views.show(other, state.view, reader, { stages: this.#stages, large, head: state.head, width: hero.width, ratio });
  }

  /** @param {string} id */
  stageOf(id) {
    return this.#stages?.stages.get(id);
  }

  /**
   * Which matrix this is and what its numbers are made of.
   * @param {Stage} stage
   */
  provenanceOf(stage) {
    return this.#drawn ? provenance(this.#drawn.model, stage) : '';
  }

  /**
   * A cell of a stage in client coordinates: where it is drawn large, else in the flow.
   * @param {string} stage
   * @param {number} row
   * @param {number} column
   */
  cellRect(stage, row, column) {
    const { matrix } = this.hero;
    return (matrix.stage?.id === stage ? matrix : this.flow.matrixOf(stage))?.cellRect(row, column) ?? null;
  }

  /** @param {Model} model */
  #explain({ state, tensors }) {
    this.note.toggleAttribute('hidden', state.listing === 'none');
    if (this.note.hidden) return;
    const [min, max] = this.#stages?.stages.get('weights')?.pyramid.range ?? [0, 0];
    const [, keys] = tensors.weights.shape;
    const range = formatRange(min, max);
    laterOf(this.strings).then(({ note }) =>
      write(this.note, note(state.listing === 'features', tensors.x.shape, state.dModel, keys, range)));
  }

  #mark() {
    const stages = this.#stages;
    if (!stages) return;
    const weights = stages.stages.get('weights');
    if (!weights) return;
    const pinned = select(stages, this.#pinned, true);
    if (!pinned) this.#pinned = null;
    const asked = pinned ?? select(stages, this.#pointed);
    if (!asked && this.#strongest === undefined) this.#strongest = select(stages, strongest(weights));
    const selection = asked ?? this.#strongest ?? null;
    this.element.classList.toggle('pointing', asked !== null);
    this.hero.mark(selection);
    this.flow.mark(selection);
    this.#markOther(asked);
    if (selection) this.readout.show(stages, selection, asked !== null, this.#room.ratio);
    else this.readout.showNothing();
    if (!asked) write(this.summary, this.readout.finding.textContent ?? '');
    this.#markChips(selection);
    this.#placeTooltip(asked);
  }

  /** @param {Selection | null} selection */
  #markChips(selection) {
    const { query = null, key = null } = selection ?? {};
    const state = this.#drawn?.model.state;
    const ofWords = state?.listing !== 'features';
    const cross = !this.keys.element.hidden;
    this.queries.mark(ofWords ? query : null, ofWords && !cross ? key : null);
    this.keys.mark(null, key);
  }

  /** @param {Selection | null} selection */
  #placeTooltip(selection) {
    const stage = selection && this.#stages?.stages.get(selection.stage);
    const matrix = selection && this.flow.asked(selection.stage);
    if (!stage || !matrix) return this.tooltip.hide();
    this.tooltip.show(stage, selection.row, selection.column, matrix.cellRect(selection.row, selection.column));
  }

  /** @param {Cell | null} cell */
  #point(cell) {
    if (sameCell(cell, this.#pointed)) return;
    this.#pointed = cell;
    this.#mark();
  }

  /** @param {Cell} cell a key takes what is pinned along */
  #move(cell) {
    if (this.#pinned) this.#pinned = cell;
    this.#pointed = cell;
    this.#mark();
  }

  /** @param {Cell | null} cell the same cell a second time unpins */
  #pin(cell) {
    this.#pinned = sameCell(cell, this.#pinned) ? null : cell;
    this.#mark();
  }

  /**
   * @param {'query' | 'key'} role
   * @param {number | null} token
   */
  #pointChip(role, token) {
    const weights = this.#stages?.stages.get('weights');
    if (!weights || token === null || this.#drawn?.model.state.listing === 'features') return this.#point(null);
    if (role === 'query' && token < weights.rows.texts.length) {
      this.#point({ stage: 'weights', row: token, column: strongestInRow(weights, token) });
    }
    if (role === 'key' && token < weights.columns.texts.length) {
      this.#point({ stage: 'k', row: token, column: 0 });
    }
  }
}

/**
 * @param {Cell | null} a
 * @param {Cell | null} b
 */
function sameCell(a, b) {
  return a?.stage === b?.stage && a?.row === b?.row && a?.column === b?.column;
}

/**
 * @param {Model} model
 * @param {Stage} stage
 */
function provenance({ state }, stage) {
  const { strings } = stage;
  const { own } = state;
  const what = stage.head !== null && state.heads > 1 ? [strings.head(stage.head, state.heads)] : [];
  const where = state.listing === 'none' ? [] : [strings.listingName[state.parameters]];
  const identity = state.keysText !== null && state.listing === 'none' ? strings.identityCross : strings.identity;
  const how = own ? [own.origin] : state.parameters === 'random'
    ? [strings.random(state.seed)]
    : [identity, strings.vectors(state.seed)];
  return [...(stage.id === 'weights' ? [] : [stage.name]), ...what, ...where, ...how].join(' · ');
}
