/**
 * What comes next: the likeliest pieces as bars, what temperature, top-k and top-p make of them, and the text going on.
 *
 * @import { Prediction } from '../../model/model.js'
 * @import { Words } from './language.js'
 * @import { Bar, Choice } from './next.js'
 */
import { h, write } from '../dom.js';
import { percentOf } from '../translator/candidates.js';
import { barsOf } from './next.js';

const MOST = 10;

/** The end of a text: nothing can be put behind it. */
const END = 2;

/** Steps of the slider of top-k; the last is all. */
const TOP_K = [1, 2, 3, 4, 5, 10, 20, 50, 100, null];

/**
 * @typedef {object} To
 * @property {(id: number) => void} append
 * @property {() => void} goOn
 * @property {() => void} back
 * @typedef {object} Told
 * @property {Prediction} prediction
 * @property {(id: number) => string} textOf the end of the text has one, too
 * @property {boolean} typed whether the reader may change the text
 * @property {boolean} going whether the text is going on by itself
 * @property {boolean} grown whether there is a text to go back to
 * @property {boolean} edited whether heads are changed: continuations are drawn with all of them
 */

export class NextWords {
  /** @type {Told | null} */
  #told = null;
  #words;
  #append;
  #count;

  /**
   * @param {To} to
   * @param {Words} words
   * @param {(count: number) => string} count
   */
  constructor({ append, goOn, back }, words, count) {
    this.#words = words;
    this.#append = append;
    this.#count = count;
    this.bars = h('ol', { class: 'next-bars', dir: 'ltr', 'aria-label': words.append });
    this.kept = h('p', { class: 'quiet', role: 'status' });
    this.temperature = h('input', { type: 'range', min: 0.1, max: 2, step: 0.1, value: 1 });
    this.topK = h('input', { type: 'range', min: 0, max: TOP_K.length - 1, step: 1, value: TOP_K.length - 1 });
    this.topP = h('input', { type: 'range', min: 0.05, max: 1, step: 0.05, value: 1 });
    this.outputs = new Map([this.temperature, this.topK, this.topP].map((input) => [input, h('output')]));
    const sliders = [...this.outputs].map(([input, output], i) => {
      input.addEventListener('input', () => this.#draw());
      return h('label', {}, h('span', {}, [words.temperature, words.topK, words.topP][i], ' ', output), input);
    });
    this.seed = h('input', { type: 'number', min: 0, max: 4294967295, step: 1, value: 7 });
    this.goOn = h('button', { type: 'button', class: 'push' });
    this.goOn.addEventListener('click', goOn);
    this.back = h('button', { type: 'button', class: 'link' }, words.back);
    this.back.addEventListener('click', back);
    this.whole = h('span', { class: 'quiet' }, words.whole);
    const seed = h('label', { class: 'quiet' }, `${words.seed} `, this.seed);
    this.growing = h('p', { class: 'growing' }, this.goOn, seed, this.back, this.whole);
    this.element = h(
      'section', { class: 'next', 'aria-label': words.next },
      h('p', { class: 'title' }, words.next), this.bars, h('div', { class: 'sliders' }, ...sliders), this.kept, this.growing,
    );
  }

  /** What sampling goes by. @returns {Choice & { seed: number }} */
  get choice() {
    return {
      temperature: this.temperature.valueAsNumber,
      topK: TOP_K[this.topK.valueAsNumber],
      topP: this.topP.valueAsNumber,
      seed: Math.min(4294967295, Math.max(0, Math.trunc(this.seed.valueAsNumber || 0))),
    };
  }

  /** @param {Told} told */
  draw(told) {
    this.#told = told;
    this.#draw();
  }

  #draw() {
    if (!this.#told) return;
    const { prediction: { next }, typed, going, grown, edited } = this.#told;
    const { choice } = this;
    const { kept, mark, all, goOn, stop } = this.#words;
    const { bars, kept: count } = barsOf(next, choice, MOST);
    const most = Math.max(...bars.flatMap(({ before, after }) => [before, after]));
    this.#fill(bars.length);
    bars.forEach((bar, i) => this.#show(/** @type {HTMLElement} */ (this.bars.children[i]), bar, most));
    write(/** @type {Node} */ (this.outputs.get(this.temperature)), choice.temperature.toFixed(1));
    write(/** @type {Node} */ (this.outputs.get(this.topK)), choice.topK === null ? all : String(choice.topK));
    write(/** @type {Node} */ (this.outputs.get(this.topP)), choice.topP.toFixed(2));
    this.topK.setAttribute('aria-valuetext', choice.topK === null ? all : String(choice.topK));
    const changed = choice.temperature !== 1 || count < next.length;
    write(this.kept, [kept(this.#count(count), this.#count(next.length)), ...(changed ? [mark] : [])].join(' '));
    this.bars.classList.toggle('changed', changed);
    write(this.goOn, going ? stop : goOn);
    this.growing.hidden = !typed;
    this.back.hidden = !grown;
    this.goOn.disabled = edited && !going;
    this.whole.hidden = !edited;
  }

  /** Rows stay, so that the keyboard does where it is. @param {number} count */
  #fill(count) {
    while (this.bars.childElementCount > count) this.bars.lastElementChild?.remove();
    while (this.bars.childElementCount < count) {
      const track = h('span', { class: 'track' }, h('i', { class: 'bar' }), h('i', { class: 'before' }));
      const button = h('button', { type: 'button' }, h('span', { class: 'name', lang: 'en' }), track, h('span', { class: 'percent' }));
      button.addEventListener('click', () => this.#append(Number(button.dataset.id)));
      this.bars.append(h('li', {}, button));
    }
  }

  /**
   * @param {HTMLElement} item
   * @param {Bar} bar
   * @param {number} most the largest probability, as wide as there is room
   */
  #show(item, { id, before, after }, most) {
    const { textOf, typed } = /** @type {Told} */ (this.#told);
    const button = /** @type {HTMLButtonElement} */ (item.firstElementChild);
    const [name, track, percent] = button.children;
    write(name, textOf(id));
    write(percent, percentOf(after));
    [after, before].forEach((probability, i) => {
      /** @type {HTMLElement} */ (track.children[i]).style.width = `${(probability / most) * 100}%`;
    });
    item.classList.toggle('dropped', after === 0);
    button.dataset.id = String(id);
    button.disabled = !typed || id === END;
  }
}
