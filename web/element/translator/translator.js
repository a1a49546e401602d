/**
 * What the attribute `src` brings: loads a trained model while the first figure stands there, and then shows the model's
 * own figure in its place. Loaded after the first picture.
 *
 * @import { Config, Model } from '../../model/model.js'
 * @import { Figure } from '../figure.js'
 * @import { State } from '../options.js'
 * @import { Host } from './frame.js'
 * @import { Words } from './strings.js'
 */
import { h } from '../dom.js';
import { TranslatorFigure } from './figure.js';
import { wordsIn } from './language.js';
import css from './translator.css';

/** Milliseconds after which a reader is told that the model is on its way. */
const PATIENCE = 200;

/**
 * @typedef {Pick<TranslatorFigure, 'figure' | 'show' | 'leave'> & { getAttention: () => any }} View
 * @typedef {object} Kind
 * @property {new (figure: Figure, model: Model, words: any, host: Host) => View} Figure
 * @property {(lang: string) => Promise<Words>} wordsIn what it says in a language
 */

/** The figure of each task that a model may be trained for. @type {Record<Config['task'], () => Promise<Kind>>} */
const KINDS = {
  translate: async () => ({ Figure: TranslatorFigure, wordsIn }),
  language: () => import('../language-model/language-model.js'),
};

export class Guest {
  /** @type {string | null} */
  #src = null;
  /** @type {AbortController | null} of what is being loaded */
  #loading = null;
  /** @type {Model | null} */
  #model = null;
  /** @type {Kind | null} of the model */
  #kind = null;
  /** @type {View | null} */
  #view = null;
  /** @type {Words | null} */
  #words = null;
  /** @type {{ lang: string, wordsIn: Kind['wordsIn'] } | null} what #words are of, or will be */
  #asked = null;
  /** What is said of the model while it is not there. */
  #note = h('p', { class: 'model-note', role: 'status' });
  #progress = h('progress', { max: 1 });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #patience;
  #problem = '';
  #host;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    const { adoptedStyleSheets } = /** @type {ShadowRoot} */ (host.element.shadowRoot);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    adoptedStyleSheets.push(sheet);
  }

  /**
   * @param {Figure} figure
   * @param {State} state
   * @returns {boolean} whether the model's figure stands there now; else the element draws its own
   */
  show(figure, state) {
    const src = state.src || null;
    if (src !== this.#src) this.#open(src);
    figure.element.classList.toggle('with-model', src !== null);
    if (src === null) return false;
    const { lang } = figure.strings;
    const ask = this.#kind?.wordsIn ?? wordsIn;
    if (this.#asked?.lang !== lang || this.#asked.wordsIn !== ask) this.#ask(lang, ask);
    if (!this.#words) return false;
    if (!this.#model || !this.#kind) {
      this.#waitIn(figure, this.#words);
      return false;
    }
    if (this.#view?.figure !== figure) {
      this.#view?.leave();
      this.#view = new this.#kind.Figure(figure, this.#model, this.#words, this.#host);
    }
    this.#view.show(state);
    return true;
  }

  /** The numbers that are shown; null while the element's own figure stands there. */
  getAttention() {
    return this.#view?.getAttention() ?? null;
  }

  dispose() {
    this.#open(null);
  }

  /** @param {string | null} src */
  #open(src) {
    this.#loading?.abort();
    this.#loading = null;
    this.#arrived();
    this.#view?.leave();
    this.#view = null;
    this.#model?.dispose();
    this.#model = null;
    this.#kind = null;
    this.#problem = '';
    this.#src = src;
    if (src !== null) this.#load(src);
  }

  /** @param {string} src */
  async #load(src) {
    const loading = (this.#loading = new AbortController());
    const { signal } = loading;
    const { element } = this.#host;
    this.#note.hidden = true;
    this.#patience = setTimeout(() => { this.#note.hidden = false; }, PATIENCE);
    const onProgress = (/** @type {number} */ share) => {
      this.#progress.value = share;
      element.dispatchEvent(new CustomEvent('progress', { detail: { totalProgress: share } }));
    };
    try {
      const { loadModel } = await import('../../model/model.js');
      const model = await loadModel(new URL(src, document.baseURI), { onProgress, signal });
      const kind = await KINDS[model.config.task]();
      if (signal.aborted) return model.dispose();
      this.#model = model;
      this.#kind = kind;
    } catch (reason) {
      if (signal.aborted) return;
      this.#problem = reason instanceof Error ? reason.message : String(reason);
      element.dispatchEvent(new CustomEvent('error', { detail: { type: 'load-failed', sourceError: reason } }));
    }
    this.#loading = null;
    this.#arrived();
    this.#host.update();
  }

  #arrived() {
    clearTimeout(this.#patience);
    this.#note.remove();
    this.#note.hidden = false;
  }

  /**
   * @param {string} lang
   * @param {Kind['wordsIn']} wordsIn
   */
  async #ask(lang, wordsIn) {
    const asked = (this.#asked = { lang, wordsIn });
    this.#words = null;
    const words = await wordsIn(lang);
    if (this.#asked !== asked) return;
    this.#words = words;
    this.#host.update();
  }

  /**
   * What is said of the model while the first figure stands there.
   * @param {Figure} figure
   * @param {Words} words
   */
  #waitIn(figure, words) {
    const { waiting, failed } = words;
    if (this.#problem) this.#note.replaceChildren(failed(this.#problem));
    else this.#note.replaceChildren(waiting, ' ', this.#progress);
    this.#progress.setAttribute('aria-label', waiting);
    this.#note.dataset.mood = this.#problem ? 'wrong' : 'busy';
    if (this.#note.parentNode !== figure.element) figure.status.after(this.#note);
  }
}

/** @param {Host} host */
export const guestOf = (host) => new Guest(host);
