/**
 * <attention-view>: attributes in, a figure and events out. This module defines the class; auto.js registers it.
 *
 * Events: `load` (the first figure is drawn), `change` (another figure is drawn), `error` ({ type, sourceError } in
 * `detail`). Parts: canvas, grid, toolbar, legend, tooltip, status. Children are shown until the first figure.
 *
 * @import { Model, Sentences } from './compute.js'
 * @import { State, Value } from './options.js'
 */
import { AttentionError } from '../engine/engine.js';
import { formatCount } from '../figure/numbers.js';
import { compute, cutSentences, effort } from './compute.js';
import { h } from './dom.js';
import { Figure } from './figure.js';
import { Hash } from './hash.js';
import { forgetEngine, sharedEngine } from './load.js';
import { OPTIONS, consequences, parse, propertyOf, readState, sameNumbers, serialize } from './options.js';
import { strings } from './strings.js';
import { styleSheet } from './styles.js';

/** A figure of more multiplications than this is announced before it is computed. */
const LONG = 3e8;

/** Importing this where there is no document (a server, a bundler) is harmless. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

export class AttentionViewElement extends Base {
  static observedAttributes = OPTIONS.map((option) => option.name);

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
  /** @type {AbortController | null} */
  #listening = null;
  #sequence = 0;
  #frame = 0;

  constructor() {
    super();
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.ready.catch(() => {}); // the status line and the error event tell; nobody has to wait for it
  }

  connectedCallback() {
    for (const { name } of OPTIONS) this.#upgrade(propertyOf(name));
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (!this.#figure) {
      this.#figure = new Figure((name, value) => this.#set(name, value));
      root.adoptedStyleSheets = [styleSheet()];
      root.replaceChildren(this.#figure.element);
    }
    const reading = this.#followHash();
    if (reading) reading.then(() => this.isConnected && this.#start());
    else this.#start();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#listening = null;
    this.#hash?.stop();
    this.#sequence++;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#listening) return;
    if (name === 'permalink') this.#followHash();
    this.#invalidate();
  }

  /**
   * A copy of all numbers of the figure: its tokens and every stage of the trace; null before the first figure.
   * @returns {{ tokens: string[], keyTokens: string[], fullyMaskedRows: number[] } & Record<string, unknown> | null}
   */
  getAttention() {
    if (!this.#model) return null;
    const { tokens, keyTokens, tensors, fullyMaskedRows } = this.#model;
    return structuredClone({ tokens, keyTokens: [...keyTokens], ...tensors, fullyMaskedRows });
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

  /** Lets go of the figure and its numbers. Connecting the element again starts anew. */
  dispose() {
    this.disconnectedCallback();
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
    const redraw = () => this.#figure?.redraw();
    let room = '';
    const resize = () => {
      const now = `${this.clientWidth} ${devicePixelRatio}`;
      if (now !== room) redraw();
      room = now;
    };
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw, { signal });
    window.addEventListener('resize', resize, { signal }); // zooming resizes the window, but not always the element
    onDensityChange(resize, signal);
    const observer = new ResizeObserver(resize);
    observer.observe(this);
    signal.addEventListener('abort', () => observer.disconnect());
    window.addEventListener('hashchange', () => this.#hash?.read(), { signal });
    this.#invalidate();
  }

  /** Everything that happens until the next frame is drawn together. */
  #invalidate() {
    if (!this.#listening || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#update();
    });
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

  async #update() {
    const figure = this.#figure;
    if (!figure) return;
    const sequence = ++this.#sequence;
    const { state, problems } = readState((name) => this.getAttribute(name));
    const sentences = cutSentences(state);
    figure.prepare(state, sentences);
    const { empty, emptyKeys } = strings.status;
    const missing = !sentences.queries.total ? empty : sentences.keys?.total === 0 ? emptyKeys : '';
    if (problems.length || missing) figure.hideFallback();
    figure.dim(problems.length > 0 || missing !== '');
    if (problems.length) return this.#tell('refused', problems[0], new RangeError(problems[0]));
    this.#hash?.write(state);
    if (missing) return figure.say(missing, 'calm');
    try {
      const model = await this.#modelOf(figure, state, sentences, sequence);
      if (!model || sequence !== this.#sequence) return;
      const first = !this.#model;
      this.#model = model;
      figure.draw(model, state);
      figure.say(remark(model, sentences, figure), 'calm');
      this.#resolve();
      this.dispatchEvent(new CustomEvent(first ? 'load' : 'change'));
    } catch (reason) {
      if (sequence === this.#sequence) this.#explain(reason);
    }
  }

  /**
   * The numbers of a state; those at hand where only the looks have changed, null where a later state has overtaken it.
   * @param {Figure} figure
   * @param {State} state
   * @param {Sentences} sentences
   * @param {number} sequence
   */
  async #modelOf(figure, state, sentences, sequence) {
    if (this.#model && sameNumbers(this.#model.state, state)) return this.#model;
    if (!this.#model) figure.say(strings.status.loading, 'busy');
    const engine = await sharedEngine();
    if (effort(sentences, state) > LONG) {
      figure.say(strings.status.computing, 'busy');
      await painted();
    }
    return sequence === this.#sequence ? compute(engine, state, sentences) : null;
  }

  /** @param {unknown} reason */
  #explain(reason) {
    const message = reason instanceof Error ? reason.message : String(reason);
    if (reason instanceof AttentionError && reason.code === 'engine-failed') {
      forgetEngine();
      return this.#tell('engine-failed', strings.status.engineFailed, reason);
    }
    const loaded = !(reason instanceof AttentionError) || reason.code !== 'load-failed';
    if (loaded) return this.#tell('refused', message, reason);
    const { noWebAssembly, noEngine } = strings.status;
    this.#tell('load-failed', typeof WebAssembly === 'object' ? noEngine(message) : noWebAssembly, reason);
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

/**
 * What a reader should know about a figure that was drawn, if anything.
 * @param {Model} model
 * @param {Sentences} sentences
 * @param {Figure} figure
 */
function remark({ state, tokens, fullyMaskedRows }, { queries, keys }, figure) {
  const { tooLong, tooLongKeys, fullyMasked, noSuchStage } = strings.status;
  const remarks = [];
  for (const [words, say] of /** @type {const} */ ([[queries, tooLong], [keys, tooLongKeys]])) {
    const shown = words?.shown.length ?? 0;
    if (words && words.total > shown) remarks.push(say(formatCount(shown), formatCount(words.total)));
  }
  if (fullyMaskedRows.length) remarks.push(fullyMasked(fullyMaskedRows.map((row) => tokens[row])));
  if (!figure.flow.views.has(state.stage)) remarks.push(noSuchStage(state.stage));
  return remarks.join(' ');
}

/**
 * A window that moves to a screen of another density keeps its size, so that nothing else tells.
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
function onDensityChange(changed, signal) {
  const again = () => {
    changed();
    onDensityChange(changed, signal);
  };
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', again, { once: true, signal });
}

/** Resolves when what was said can be seen. */
function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

for (const option of OPTIONS) {
  Object.defineProperty(AttentionViewElement.prototype, propertyOf(option.name), {
    configurable: true,
    enumerable: true,
    /** @this {AttentionViewElement} */
    get() {
      return parse(option, this.getAttribute(option.name)).value;
    },
    /**
     * @this {AttentionViewElement}
     * @param {unknown} value null takes the attribute away
     */
    set(value) {
      const text = serialize(option, value);
      if (text === null) this.removeAttribute(option.name);
      else this.setAttribute(option.name, text);
    },
  });
}
