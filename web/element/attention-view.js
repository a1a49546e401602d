/**
 * <attention-view>: attributes in, a figure and events out. This module defines the class; auto.js registers it.
 *
 * Events: `load` (the first figure is drawn), `change` (another figure is drawn), `error` ({ type, sourceError } in
 * `detail`), `progress` (`detail.totalProgress`). Parts: canvas, grid, toolbar, legend, tooltip, status. Children are shown until the first figure.
 *
 * @import { Model, Sentences } from './compute.js'
 * @import { State, Value } from './options.js'
 * @import { Own } from './own.js'
 * @import { Strings } from './strings.js'
 * @import { Guest } from './translator/translator.js'
 */
import { AttentionError } from '../engine/engine.js';
import { cancel, compute, recycle, warm } from './computer.js';
import { cutSentences } from './cut.js';
import { h } from './dom.js';
import { Figure } from './figure.js';
import { Hash } from './hash.js';
import { laterOf, wordsFor } from './language.js';
import { OPTIONS, consequences, propertyOf, readState, sameNumbers, serialize } from './options.js';
import { reflectOptions } from './properties.js';
import { remark } from './remark.js';
import { styleSheet } from './styles.js';
import { watch } from './watch.js';

/** Milliseconds after which the figure says that it is waiting; sooner, the words would only flicker. */
const PATIENCE = 200;

/** A lazy figure begins before a reader who scrolls sees it. */
const NEAR = { rootMargin: '800px' };

/** Loaded when they are needed. */
const MENUS = {
  save: () => import('./save.js'),
  own: () => import('./own.js'),
};

/** Importing this where there is no document (a server, a bundler) is harmless. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

export class AttentionViewElement extends Base {
  static observedAttributes = ['lang', ...OPTIONS.map((option) => option.name)];

  /** @type {Promise<void>} resolves when the first figure is drawn; rejects where the engine cannot be loaded */
  ready;
  /** @type {(value?: undefined) => void} */
  #resolve = () => {};
  /** @type {(reason: unknown) => void} */
  #reject = () => {};
  /** @type {Figure | null} */
  #figure = null;
  /** @type {Model | null} */
  #model = null;
  /** @type {Hash | null} */
  #hash = null;
  /** @type {Guest | null} a trained model in the place of the first picture */
  #guest = null;
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {IntersectionObserver | null} */
  #waiting = null;
  /** @type {State | null} what is asked for and not there yet */
  #asked = null;
  #due = false;
  /** @type {unknown} numbers that were set */
  #given = null;
  /** @type {unknown} those that were last looked at */
  #taken = null;
  /** @type {Own | null} those that are shown */
  #own = null;

  constructor() {
    super();
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.ready.catch(() => {}); // the status line and the error event tell; nobody has to wait for it
  }

  connectedCallback() {
    for (const name of ['attention', ...OPTIONS.map((option) => propertyOf(option.name))]) this.#upgrade(name);
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (!this.#figure) {
      root.adoptedStyleSheets = [styleSheet()];
      root.replaceChildren(h('div', { class: 'fallback' }, h('slot')));
    }
    if (this.getAttribute('loading') !== 'lazy' || this.#figure) return this.#begin();
    this.#waiting = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.#begin(), NEAR);
    this.#waiting.observe(this);
  }

  #begin() {
    this.#waiting?.disconnect();
    this.#waiting = null;
    warm();
    if (!this.#model) this.#progress(0);
    const reading = this.#followHash();
    if (reading) reading.then(() => this.isConnected && this.#start());
    else this.#start();
  }

  disconnectedCallback() {
    this.#waiting?.disconnect();
    this.#waiting = null;
    this.#listening?.abort();
    this.#listening = null;
    this.#hash?.stop();
    this.#cancel();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (this.#waiting && name === 'loading') this.#begin();
    if (!this.#listening) return;
    if (name === 'permalink') this.#followHash();
    this.#invalidate();
  }

  /**
   * A copy of all numbers of the figure: its tokens and every stage of the trace; null before the first figure.
   * @returns {{ tokens: string[], keyTokens: string[], fullyMaskedRows: number[] } & Record<string, unknown> | null}
   */
  getAttention() {
    const shown = this.#guest?.getAttention();
    if (shown) return shown;
    if (!this.#model) return null;
    const { tokens, keyTokens, tensors, fullyMaskedRows } = this.#model;
    return structuredClone({ tokens, keyTokens: [...keyTokens], ...tensors, fullyMaskedRows });
  }

  /** Numbers that are drawn instead of the sentence's: ready weights, or Q, K and V; null where there are none. */
  get attention() {
    return this.#given;
  }

  set attention(value) {
    this.#given = value ?? null;
    this.#invalidate();
  }

  /**
   * Where a cell is, in client coordinates: in the large matrix where that shows the stage, else in the flow.
   * @param {string} stage as in the attribute `stage`
   * @param {number} row from 0
   * @param {number} column from 0
   * @returns {DOMRect | null} null where the stage is not drawn
   */
  cellRect(stage, row, column) {
    return this.#figure?.cellRect(stage, row, column) ?? null;
  }

  /**
   * The figure as it is drawn, as a file; waits for the first one.
   * @param {string} [type] image/png and image/svg+xml: a picture of one matrix with its labels and the scale of its
   *   colours, PNG in the figure's theme, SVG on white; text/csv: the numbers of the same matrix with its labels;
   *   application/json and application/x-npy: a stage with all of its heads, as getAttention() has it
   * @param {{ stage?: string, scale?: number }} [options] stage: as in the attribute `stage`, or, for JSON, `all`;
   *   without it, the one that is shown large. scale: pixels in a CSS pixel of a PNG, 1 to 4
   * @returns {Promise<Blob>} rejects with a RangeError where there is no such type, stage or scale, and with an Error
   *   where the matrix is too large for SVG (more than 65,536 cells)
   */
  async toBlob(type, options) {
    await this.ready;
    return (await MENUS.save()).toBlob(await this.#source(), type, options);
  }

  /** Lets go of the figure and its numbers. Connecting the element again starts anew. */
  dispose() {
    this.disconnectedCallback();
    this.#guest?.dispose();
    this.#guest = null;
    this.#figure = null;
    this.#model = null;
    this.shadowRoot?.replaceChildren(h('slot'));
  }

  /**
   * A property that was set before the element was defined goes through its accessor now.
   * @param {string} property
   */
  #upgrade(property) {
    if (!Object.hasOwn(this, property)) return;
    const self = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
    const value = self[property];
    delete self[property];
    self[property] = value;
  }

  /** Reads the address where the figure has a permalink; else leaves the address alone. */
  #followHash() {
    if (this.hasAttribute('permalink')) return (this.#hash ??= new Hash(this)).read();
    this.#hash?.stop();
    this.#hash = null;
    return null;
  }

  #start() {
    this.#listening?.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    watch(this, {
      redraw: () => this.#figure?.redraw(),
      fit: () => this.#figure?.fit(),
      speak: () => wordsFor(this) !== this.#figure?.strings && this.#invalidate(),
    }, signal);
    window.addEventListener('hashchange', () => this.#hash?.read(), { signal });
    const names = AttentionViewElement.observedAttributes;
    const follow = () => import('./history.js').then((history) => history.follow(this, names, signal), () => {});
    this.addEventListener('focusin', follow, { once: true, signal });
    this.#invalidate();
  }

  /** @param {number} totalProgress of what is loaded before the first figure, 0 to 1 */
  #progress(totalProgress) {
    this.dispatchEvent(new CustomEvent('progress', { detail: { totalProgress } }));
  }

  /** Everything that is set at once is drawn together. */
  #invalidate() {
    if (!this.#listening || this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.#listening) this.#update();
    });
  }

  /**
   * The figure; a new one where there is none in this language.
   * @param {Strings} strings
   */
  #figureIn(strings) {
    if (this.#figure?.strings === strings) return this.#figure;
    this.#cancel(); // what is on its way is for the figure before
    const figure = (this.#figure = new Figure((name, value) => this.#set(name, value), (menu) => this.#open(menu), strings));
    this.shadowRoot?.replaceChildren(figure.element);
    return figure;
  }

  #cancel() {
    this.#asked = null;
    cancel(this);
  }

  /**
   * What the reader sets becomes an attribute, as what a page's author sets.
   * @param {string} name
   * @param {Value} value
   */
  #set(name, value) {
    const { state } = readState((attribute) => this.getAttribute(attribute));
    for (const [attribute, given] of [[name, value], ...consequences(state, name, value)]) {
      const option = OPTIONS.find((one) => one.name === attribute);
      const text = option ? serialize(option, given) : null;
      if (text === null) this.removeAttribute(String(attribute));
      else this.setAttribute(String(attribute), text);
    }
  }

  /** What a part that is loaded later works with. */
  async #source() {
    const strings = await wordsFor(this);
    return { view: this, figure: this.#figure, model: this.#model, strings, words: await laterOf(strings) };
  }

  /** @param {keyof typeof MENUS} menu */
  async #open(menu) {
    try {
      const { open } = await MENUS[menu]();
      await open(await this.#source());
    } catch (reason) {
      this.#explain(reason, await wordsFor(this));
    }
  }

  async #update() {
    const strings = wordsFor(this);
    if (strings instanceof Promise) return void strings.then(() => this.#invalidate());
    const figure = this.#figureIn(strings);
    if (this.#given !== this.#taken) return this.#take(strings);
    const own = this.#own;
    const attribute = (/** @type {string} */ name) => this.getAttribute(name);
    const read = readState(own ? (name) => own.attribute(name, attribute(name)) : attribute, strings);
    const { problems } = read;
    const state = own ? own.adopt(read.state) : read.state;
    if (!problems.length) {
      if (own) state.src = null;
      else this.#hash?.write(state);
      if (this.#guest?.show(figure, state)) return;
      if (state.src && !this.hasAttribute('parameters')) state.parameters = 'identity'; // until the model is there
    }
    const sentences = own?.sentences ?? cutSentences(state);
    const { empty, emptyKeys, loading, computing } = strings.status;
    const missing = !sentences.queries.total ? empty : sentences.keys?.total === 0 ? emptyKeys : '';
    const wrong = problems.length > 0 || missing !== '';
    const atHand = !wrong && sameNumbers(this.#model?.state, state); // only the looks have changed
    const coming = !wrong && sameNumbers(this.#asked, state);
    if (!coming) this.#cancel();
    const answer = wrong || atHand || coming ? null : compute(this, state, sentences);
    const first = answer !== null && !this.#model; // laid out once with its picture, unless that takes long
    if (!first) figure.prepare(state, sentences); // while a worker computes
    figure.dim(wrong);
    if (wrong) figure.hideFallback();
    if (problems.length) return this.#tell('refused', problems[0], new RangeError(problems[0]));
    if (missing) return figure.say(missing, 'calm');
    this.#asked = state;
    if (coming) return; // it will have these looks
    const prepare = () => first && figure.prepare(this.#asked ?? state, sentences);
    const timer = setTimeout(() => {
      prepare();
      figure.say(this.#model ? computing : loading, 'busy');
    }, PATIENCE);
    try {
      const model = atHand ? this.#model : await answer;
      if (model && sameNumbers(this.#asked, model.state)) {
        prepare();
        this.#draw(figure, model, sentences);
      }
    } catch (reason) {
      prepare();
      this.#explain(reason, strings);
    }
    clearTimeout(timer);
  }

  /** @param {Strings} strings */
  async #take(strings) {
    const given = this.#taken = this.#given;
    try {
      const own = given === null ? null : (await MENUS.own()).take(given, await laterOf(strings));
      if (given !== this.#given) return;
      this.#own = own;
      this.#invalidate();
    } catch (reason) {
      this.#figure?.hideFallback();
      this.#explain(reason, strings);
    }
  }

  /**
   * @param {Figure} figure
   * @param {Model} model
   * @param {Sentences} sentences
   */
  #draw(figure, model, sentences) {
    const before = this.#model;
    this.#model = model;
    figure.draw(model, this.#asked ?? model.state);
    this.#asked = null;
    if (before && before !== model) recycle(before);
    figure.say(remark(model, sentences, figure), 'calm');
    this.#resolve();
    if (!before) this.#progress(1);
    this.dispatchEvent(new CustomEvent(before ? 'change' : 'load'));
    if (this.hasAttribute('src') && !this.#guest) this.#invite();
  }

  /** A model is loaded after the first picture, and so is all that shows it. */
  async #invite() {
    const { guestOf } = await import('./translator/translator.js');
    const set = this.#set.bind(this);
    this.#guest ??= guestOf({ element: this, set, update: () => this.#invalidate() });
    this.#invalidate();
  }

  /**
   * @param {unknown} reason
   * @param {Strings} strings
   */
  #explain(reason, { status }) {
    this.#asked = null;
    const message = reason instanceof Error ? reason.message : String(reason);
    const code = reason instanceof AttentionError ? reason.code : '';
    if (code === 'engine-failed') return this.#tell(code, status.engineFailed, reason);
    if (code !== 'load-failed') return this.#tell('refused', message, reason);
    this.#tell('load-failed', status.noEngine(message), reason);
    this.#reject(reason);
  }

  /**
   * The figure keeps the last good picture and says what is wrong.
   * @param {'refused' | 'load-failed' | 'engine-failed'} type
   * @param {string} sentence
   * @param {unknown} sourceError
   */
  #tell(type, sentence, sourceError) {
    this.#figure?.say(sentence, 'wrong');
    this.dispatchEvent(new CustomEvent('error', { detail: { type, sourceError } }));
  }
}

reflectOptions(AttentionViewElement.prototype);
