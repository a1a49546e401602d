/**
 * Labels of an axis as text beside a matrix, placed as layout.js plans them.
 *
 * @import { LabelPlan } from './layout.js'
 */

/** The label under the pointer may be longer than its neighbours. */
const LONGEST_POINTED = 160;

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/**
 * Widths of texts in CSS pixels.
 * @param {string[]} texts
 * @param {string} font as CSS writes it
 */
export function textWidths(texts, font) {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return texts.map((text) => text.length * 8);
  ruler.font = font;
  const widths = new Map();
  return texts.map((text) => {
    if (!widths.has(text)) widths.set(text, Math.ceil(ruler?.measureText(text).width ?? 0) + 1);
    return widths.get(text);
  });
}

/**
 * Fills a band with the labels that the plan shows, and one more that follows the pointer.
 * @param {HTMLElement} band
 * @param {{ texts: string[], plan: LabelPlan, cell: number, vertical: boolean }} axis vertical: the rows' labels
 */
export function drawLabels(band, { texts, plan, cell, vertical }) {
  const spans = [];
  for (const i of plan.indexes) {
    const span = label(texts[i], String(i), plan.longest);
    const middle = `${(i + 0.5) * cell}px`;
    if (vertical) {
      span.style.top = middle;
    } else {
      span.style.left = middle;
      span.dataset.angle = String(plan.angle);
    }
    spans.push(span);
  }
  const pointed = label('', '', Math.max(plan.longest, LONGEST_POINTED));
  pointed.classList.add('pointed');
  pointed.hidden = true;
  band.replaceChildren(...spans, pointed);
}

/**
 * Lights the label of one index up; where the plan leaves it out, the label that follows the pointer shows it, and the
 * labels that it would touch step aside.
 * @param {HTMLElement} band
 * @param {{ texts: string[], cell: number, vertical: boolean }} axis
 * @param {number | null} index
 */
export function lightLabel(band, { texts, cell, vertical }, index) {
  const labels = /** @type {HTMLElement[]} */ ([...band.children]);
  const pointed = /** @type {HTMLElement} */ (labels.pop());
  let found = false;
  for (const span of labels) {
    const on = index !== null && span.dataset.index === String(index);
    span.classList.toggle('on', on);
    span.classList.remove('aside');
    found ||= on;
  }
  pointed.hidden = index === null || found;
  if (index === null || found) return;
  pointed.textContent = texts[index];
  const size = vertical ? pointed.offsetHeight : pointed.offsetWidth;
  const length = texts.length * cell;
  // Over its column, but never beyond the ends of the band.
  const place = Math.min(Math.max((index + 0.5) * cell, size / 2), Math.max(size / 2, length - size / 2));
  pointed.style[vertical ? 'top' : 'left'] = `${place}px`;
  for (const span of labels) {
    const turned = vertical || span.dataset.angle !== '0';
    const other = turned ? span.offsetHeight : span.offsetWidth;
    const distance = Math.abs((Number(span.dataset.index) + 0.5) * cell - place);
    span.classList.toggle('aside', distance < (size + other) / 2);
  }
}

/**
 * @param {string} text
 * @param {string} index
 * @param {number} longest where the text is cut, in CSS pixels
 */
function label(text, index, longest) {
  const span = document.createElement('span');
  span.className = 'label';
  span.dir = 'auto';
  span.dataset.index = index;
  span.textContent = text;
  span.style.maxWidth = `${longest}px`;
  return span;
}
