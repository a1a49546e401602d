/**
 * Labels of an axis as text beside a matrix, placed as layout.js plans them.
 *
 * @import { LabelPlan } from './layout.js'
 *
 * @typedef {{
 *   texts: string[], widths: number[], line: number, plan: LabelPlan, cell: number, offset: number, length: number,
 * }} LabelledAxis widths: of the texts; line: height of a line; offset: how much of the axis lies before the window;
 *   length: of the window
 */

/** The label under the pointer may be longer than its neighbours. */
const LONGEST_POINTED = 160;

/** Widths that are kept; typing brings new words all the time. */
const MOST = 10_000;

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;
let font = '';
/** @type {Map<string, number>} */
const widths = new Map();

/**
 * Widths of texts in CSS pixels.
 * @param {string[]} texts
 * @param {string} wanted font, as CSS writes it
 */
export function textWidths(texts, wanted) {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return texts.map((text) => text.length * 8);
  if (font !== wanted || widths.size > MOST) widths.clear();
  ruler.font = font = wanted;
  return texts.map((text) => {
    let width = widths.get(text);
    if (width === undefined) widths.set(text, width = Math.ceil(ruler?.measureText(text).width ?? 0) + 1);
    return width;
  });
}

export class Labels {
  /** @type {HTMLElement[]} */
  #spans = [];
  /** @type {number[]} what they label */
  #indexes = [];
  /** @type {LabelledAxis | null} */
  #axis = null;
  #pointed = label();
  #band;
  #side;

  /**
   * @param {HTMLElement} band
   * @param {'top' | 'left'} side where positions count from: top for the labels of the rows
   */
  constructor(band, side) {
    this.#band = band;
    this.#side = side;
    this.#pointed.classList.add('pointed');
    this.#pointed.hidden = true;
    band.append(this.#pointed);
  }

  /**
   * Fills the band with the labels that the plan shows in the window.
   * @param {LabelledAxis} axis
   */
  draw(axis) {
    const { plan } = axis;
    this.#axis = axis;
    this.#indexes = plan.indexes.filter((index) => isSeen(axis, index));
    this.#band.dataset.angle = String(plan.angle);
    for (const span of this.#spans.splice(this.#indexes.length)) span.remove();
    this.#indexes.forEach((index, i) => {
      if (!this.#spans[i]) this.#pointed.before(this.#spans[i] = label());
      this.#put(this.#spans[i], index, middleOf(axis, index), plan.longest);
    });
  }

  /**
   * Lights the label of one index up; where the plan leaves it out, a label of its own shows it, and those that it would
   * touch step aside.
   * @param {number | null} index
   */
  light(index) {
    const axis = this.#axis;
    if (!axis) return;
    const { widths, line, plan, length } = axis;
    const alone = index !== null && isSeen(axis, index) && !this.#indexes.includes(index);
    this.#pointed.toggleAttribute('hidden', !alone);
    const longest = Math.max(plan.longest, LONGEST_POINTED);
    const sizeOf = (/** @type {number} */ i, /** @type {number} */ most, turned = false) =>
      this.#side === 'top' || turned ? line : Math.min(widths[i], most);
    const half = alone ? sizeOf(index, longest) / 2 : 0;
    // Over its column, but never beyond the ends of the band.
    const place = alone ? Math.max(half, Math.min(middleOf(axis, index), length - half)) : 0;
    if (alone) this.#put(this.#pointed, index, place, longest);
    this.#indexes.forEach((i, at) => {
      const touches = Math.abs(middleOf(axis, i) - place) < half + sizeOf(i, plan.longest, plan.angle !== 0) / 2;
      this.#spans[at].classList.toggle('on', i === index);
      this.#spans[at].classList.toggle('aside', alone && touches);
    });
  }

  /**
   * @param {HTMLElement} span
   * @param {number} index
   * @param {number} place
   * @param {number} longest where the text is cut
   */
  #put(span, index, place, longest) {
    if (!this.#axis) return;
    const { texts, widths } = this.#axis;
    if (span.textContent !== texts[index]) span.textContent = texts[index];
    span.style[this.#side] = `${place}px`;
    span.style.maxWidth = widths[index] > longest ? `${longest}px` : '';
  }
}

/** @param {LabelledAxis} axis @param {number} index */
const middleOf = ({ cell, offset }, index) => (index + 0.5) * cell - offset;

/** @param {LabelledAxis} axis @param {number} index */
function isSeen(axis, index) {
  const middle = middleOf(axis, index);
  return middle >= 0 && middle <= axis.length;
}

function label() {
  const span = document.createElement('span');
  span.className = 'label';
  span.dir = 'auto';
  return span;
}
