/**
 * A model's own figure in the element's: where its parts stand, how they come in place of the first picture, and the
 * switches and sentences around them.
 *
 * @import { Config } from '../../model/model.js'
 * @import { Theme } from '../../figure/palette.js'
 * @import { Figure } from '../figure.js'
 * @import { State, Value } from '../options.js'
 * @import { French } from './french.js'
 * @import { Line } from './line.js'
 * @import { Words } from './strings.js'
 */
import { h } from '../dom.js';

/** Milliseconds in which one picture fades into the other. */
const FADE = 350;

const is = (/** @type {string} */ media) => matchMedia(media).matches;

/**
 * @typedef {object} Host
 * @property {HTMLElement} element
 * @property {(name: string, value: Value) => void} set how the reader changes an option
 * @property {() => void} update has the element show its state again
 * @typedef {{
 *   figure: Figure, words: Words, pictures: HTMLElement[], further: HTMLElement, cellRect: Figure['cellRect'],
 *   english?: Line, french?: French,
 * }} View what the frame holds; english, french: a sentence and its translation, where the model translates
 */

export class Frame {
  /** @type {Figure | null} */
  #figure = null;
  #gone = new AbortController();
  #view;

  /**
   * @param {View} view
   * @param {Config} config
   * @param {(pieces: boolean) => void} cut
   * @param {string} src
   */
  constructor(view, config, cut, src) {
    this.#view = view;
    const { words, figure, pictures, further } = view;
    const choice = (/** @type {'words' | 'pieces'} */ unit) => {
      const input = h('input', { type: 'radio', name: 'unit', checked: unit === 'words' });
      input.addEventListener('change', () => cut(unit === 'pieces'));
      return h('label', {}, input, ` ${words.unit[unit]}`);
    };
    const units = h('div', { class: 'units quiet', role: 'radiogroup', 'aria-label': words.units }, choice('words'), choice('pieces'));
    const about = words.about(figure.strings.count(Math.round(parametersOf(config) / 1e4) * 1e4));
    const card = h('a', { href: `${src.replace(/\/?$/, '/')}MODEL_CARD.md` }, words.card);
    this.element = h(
      'div', { class: 'translator' },
      ...pictures, units, further, h('p', { class: 'quiet about-model' }, about, ' ', card),
    );
  }

  /**
   * @param {Figure} figure
   * @param {() => void} fit where the room may have changed
   * @param {() => void} redraw where the colours may have
   */
  enter(figure, fit, redraw) {
    this.#figure = figure;
    const { element, queries, body, status } = figure;
    const { signal } = this.#gone;
    const { english, french, words } = this.#view;
    const top = body.offsetTop;
    if (english && french) {
      queries.element.append(english.element);
      queries.element.dataset.role = 'key';
      queries.element.after(french.element);
    }
    status.after(this.element);
    figure.cellRect = (stage, row, column) => this.#view.cellRect(stage, row, column);
    element.classList.add('translating');
    element.setAttribute('aria-label', words.figure);
    if (!body.hidden && !is('(prefers-reduced-motion: reduce)')) this.#fade(body, top);
    for (const look of ['(prefers-color-scheme: dark)', 'print']) matchMedia(look).addEventListener('change', redraw, { signal });
    window.addEventListener('resize', fit, { signal });
    const observer = new ResizeObserver(fit);
    observer.observe(this.element);
    signal.addEventListener('abort', () => observer.disconnect());
  }

  /**
   * @param {HTMLElement} body the first picture
   * @param {number} top where it stands
   */
  #fade(body, top) {
    body.classList.add('leaving');
    body.style.top = `${top}px`;
    const gone = () => {
      body.classList.remove('leaving');
      body.style.top = '';
    };
    body.animate([{ opacity: 1 }, { opacity: 0 }], FADE).finished.then(gone, gone);
    this.element.animate([{ opacity: 0 }, { opacity: 1 }], FADE);
  }

  leave() {
    this.#gone.abort();
    const { english, french } = this.#view;
    for (const part of [english, french, this]) part?.element.remove();
    const figure = /** @type {Figure} */ (this.#figure);
    const { element, queries } = figure;
    Reflect.deleteProperty(figure, 'cellRect'); // its own again
    queries.element.dataset.role = 'query';
    element.classList.remove('translating');
  }

  /** @param {State} state */
  show({ text, controls, alt }) {
    const { words, english, figure: { queries, element } } = this.#view;
    const typed = controls?.includes('text') ?? false;
    queries.measure();
    queries.show(text, words.source, typed);
    if (english) english.element.hidden = typed;
    element.setAttribute('aria-label', alt ?? words.figure);
  }

  /** @param {boolean} dim whether what is drawn no longer belongs to what is typed */
  dim(dim) {
    this.element.classList.toggle('dimmed', dim);
  }

  /** @param {State} state @returns {Theme} */
  theme({ theme }) {
    if (is('print')) return 'light';
    return (theme === 'auto' ? is('(prefers-color-scheme: dark)') : theme === 'dark') ? 'dark' : 'light';
  }
}

/**
 * The numbers that were learned; without the few of the layer norms.
 * @param {Config} config
 */
function parametersOf({ vocabulary, dModel, feedForward, layers, decoderLayers }) {
  const attention = 4 * dModel ** 2;
  const block = attention + 2 * dModel * feedForward;
  return vocabulary * dModel + layers * block + decoderLayers * (block + attention);
}
