/**
 * The sentence that says what the marked cell is, and the numbers it came from.
 *
 * @import { Axis, Stage, Stages } from './stages.js'
 * @import { Selection } from './selection.js'
 * @import { Strings } from './strings.js'
 */
import { drawMatrix, sizeCanvas } from '../figure/heatmap.js';
import { snap } from '../figure/layout.js';
import { format } from '../figure/numbers.js';
import { Pyramid } from '../figure/pyramid.js';
import { whole } from '../figure/viewport.js';
import { featureOf, h, tokenOf, write } from './dom.js';
import { partNodes } from './flow.js';
import { numberName, shortDigits } from './stages.js';

/** The longest strip, in CSS pixels. */
const STRIP = 176;

/**
 * @typedef {{ strips: [Stage, row: number][], steps: [Stage, value: number][] }} Way either three strips, or one and no
 *   steps, or nothing
 */

/** The stages that one pair of a query and a key goes through, in order. */
const WAY = ['scores', 'scaled', 'masked', 'divided', 'weights'];

export class Readout {
  /** @type {Map<string, Strip>} */
  #strips = new Map();
  /** @type {HTMLElement[]} where the numbers of the steps stand */
  #numbers = [];
  #built = '';

  /**
   * @param {() => void} unpin
   * @param {() => void} showWeights
   * @param {Strings} strings
   */
  constructor(unpin, showWeights, strings) {
    this.strings = strings;
    this.finding = h('p', { class: 'finding' });
    this.unpin = h('button', { type: 'button', class: 'link', hidden: true }, strings.unpin);
    this.unpin.addEventListener('click', unpin);
    this.back = h('button', { type: 'button', class: 'link', hidden: true }, strings.backToWeights);
    this.back.addEventListener('click', showWeights);
    this.provenance = h('span');
    this.about = h('p', { class: 'quiet about' }, this.provenance, this.back, this.unpin);
    this.way = h('div', { class: 'way' });
    this.element = h('div', { class: 'readout' }, this.finding, this.about);
  }

  /**
   * @param {Stages} stages
   * @param {Selection} selection
   * @param {boolean} asked false while the figure speaks for itself of its strongest weight
   * @param {number} ratio
   */
  show({ stages }, selection, asked, ratio) {
    const stage = stages.get(selection.stage);
    if (!stage) return;
    const { row, column, query, key } = selection;
    const { strings } = this;
    const value = valueAt(stage, row, column);
    const nodes = cellNodes(stage, row, column);
    const number = h('span', { class: 'number' }, strings.value(numberName(stage), format(value)));
    const sentence = asked
      ? strings.asked(cellWords(stage, nodes), number)
      : strings.attendsMost(...nodes, format(value, shortDigits(stage)));
    this.finding.replaceChildren(.../** @type {(Node | string)[]} */ (sentence));
    this.unpin.toggleAttribute('hidden', !selection.pinned);
    const pair = query !== null && key !== null && stage.columns.index === 'key';
    this.#tellWay(pair && stages.has('q') ? pairOf(stages, query, key) : { strips: [[stage, row]], steps: [] }, ratio);
  }

  /** Where the mask closes everything, there is no strongest weight to speak of. */
  showNothing() {
    this.finding.textContent = this.strings.nothing;
    this.unpin.toggleAttribute('hidden', true);
    this.#tellWay({ strips: [], steps: [] }, 1);
  }

  /**
   * How the number came about. While it is made of the same steps, only what differs is changed.
   * @param {Way} way
   * @param {number} ratio
   */
  #tellWay({ strips, steps }, ratio) {
    const built = JSON.stringify([strips.map(([{ id }]) => id), steps.map(([{ id, operation }]) => [id, operation])]);
    if (built !== this.#built) this.#build(strips.map(([stage]) => stage), steps.map(([stage]) => stage));
    this.#built = built;
    for (const [stage, row] of strips) this.#strips.get(stage.id)?.draw(stage, row, ratio);
    steps.forEach(([, value], i) => write(this.#numbers[i], format(value)));
  }

  /**
   * The rows above, the numbers, and the row that they weigh.
   * @param {Stage[]} strips
   * @param {Stage[]} steps
   */
  #build(strips, steps) {
    this.#strips = new Map(strips.map(({ id }) => [id, new Strip()]));
    this.#numbers = steps.map(() => h('dd'));
    const lines = steps.flatMap((stage, i) => {
      const parts = stage.id === 'scores' ? product() : stage.operation ? partNodes(stage.operation) : [];
      return [h('dt', {}, ...parts), this.#numbers[i], h('dd', { class: 'quiet' }, numberName(stage))];
    });
    const [first, second, third] = Array.from(this.#strips.values(), ({ nodes }) => nodes);
    const rows = (/** @type {Node[][]} */ ...nodes) => h('div', { class: 'strips' }, ...nodes.flat());
    this.way.replaceChildren(...(third ? [rows(first, second), h('dl', { class: 'steps' }, ...lines), rows(third)]
      : first ? [rows(first)] : []));
  }
}

/** One row of a matrix, with what it is. */
class Strip {
  #said = '';

  constructor() {
    this.canvas = h('canvas', { 'aria-hidden': 'true' });
    this.box = h('span', { class: 'box' }, this.canvas);
    this.words = h('span', { class: 'quiet' });
    this.nodes = [this.box, this.words];
  }

  /**
   * @param {Stage} stage
   * @param {number} row
   * @param {number} ratio
   */
  draw(stage, row, ratio) {
    const columns = stage.columns.texts.length;
    const [from, to] = [row * columns, (row + 1) * columns];
    const closed = stage.closed?.subarray(from, to) ?? null;
    const pyramid = new Pyramid({ values: stage.values.subarray(from, to), rows: 1, columns, closed });
    const cellWidth = snap(Math.min(22, STRIP / columns), ratio);
    const view = whole({ rows: 1, columns, cellWidth, cellHeight: 16 }, ratio);
    sizeCanvas(this.canvas, view);
    drawMatrix(this.canvas, { pyramid, domain: stage.domain }, view, ratio);
    const said = `${stage.id} ${stage.rows.texts[row]}`;
    if (said === this.#said) return;
    this.#said = said;
    this.box.dataset.role = stage.role ?? '';
    const { takesRowOf, rowOf } = stage.strings;
    const phrase = stage.role === 'value' ? takesRowOf : rowOf;
    const words = phrase(rowNode(stage, row), stage.symbol || stage.name);
    this.words.replaceChildren(.../** @type {(Node | string)[]} */ (words));
  }
}

/**
 * The row of Q, the row of K, what became of their product, and the row of V.
 * @param {Map<string, Stage>} stages
 * @param {number} query
 * @param {number} key
 * @returns {Way}
 */
function pairOf(stages, query, key) {
  const [q, k, v, ...steps] = ['q', 'k', 'v', ...WAY].flatMap((id) => stages.get(id) ?? []);
  return {
    strips: [[q, query], [k, key], [v, key]],
    steps: steps.filter(({ id, closed }) => id !== 'masked' || closed)
      .map((stage) => [stage, valueAt(stage, query, key)]),
  };
}

/** One row of Q times one row of K. */
function product() {
  return [h('span', { class: 'query' }, 'q'), ' · ', h('span', { class: 'key' }, 'k')];
}

/**
 * @param {Stage} stage
 * @param {number} row
 * @param {number} column
 */
export function valueAt({ values, columns }, row, column) {
  return values[row * columns.texts.length + column];
}

/**
 * A cell in one plain sentence: for the tooltip's reader and for screen readers.
 * @param {Stage} stage
 * @param {number} row
 * @param {number} column
 */
export function sentenceOf(stage, row, column) {
  const [from, to] = [axisText(stage, 'rows', row), axisText(stage, 'columns', column)];
  const { announce, value, cellOf } = stage.strings;
  const masked = stage.closed?.[row * stage.columns.texts.length + column] === 1;
  const told = announce(from, to, value(numberName(stage), format(valueAt(stage, row, column))), masked);
  return masked || stage.id !== 'weights' ? told : cellOf(told, rankOf(stage, row, column)).join('');
}

/**
 * Which place a weight has among those that its query may give.
 * @param {Stage} stage
 * @param {number} row
 * @param {number} column
 */
function rankOf(stage, row, column) {
  const { values, closed, columns: { texts: { length } }, strings } = stage;
  const [start, own] = [row * length, valueAt(stage, row, column)];
  const weights = values.subarray(start, start + length).filter((_, i) => !closed?.[start + i]);
  return strings.rank(weights.filter((weight) => weight > own).length + 1, weights.length);
}

/**
 * @param {Stage} stage
 * @param {'rows' | 'columns'} side
 * @param {number} index
 */
function axisText(stage, side, index) {
  const { strings: { feature, roles }, [side]: axis } = stage;
  const name = axis.unit === 'feature' ? feature(index) : axis.texts[index];
  return axis.index === 'query' || axis.index === 'key' ? roles[axis.index](name) : name;
}

/**
 * The row and the column of a cell, tokens in the colours of their roles.
 * @param {Stage} stage
 * @param {number} row
 * @param {number} column
 * @returns {[Node, Node]}
 */
export function cellNodes(stage, row, column) {
  return [rowNode(stage, row), nameOf(stage, stage.columns, column)];
}

/**
 * The words that join the two: a query and its key, or a row and a feature.
 * @param {Stage} stage
 * @param {[Node, Node]} nodes
 */
export function cellWords(stage, nodes) {
  const { pair, cellOf } = stage.strings;
  const words = stage.columns.index === 'key' ? pair(...nodes) : cellOf(...nodes);
  return /** @type {(Node | string)[]} */ (words);
}

/**
 * @param {Stage} stage
 * @param {number} row
 */
function rowNode(stage, row) {
  return nameOf(stage, stage.rows, row);
}

/**
 * @param {Stage} stage
 * @param {Axis} axis
 * @param {number} index
 */
function nameOf({ role, strings }, { index: kind, unit, texts }, index) {
  const color = kind === 'query' || kind === 'key' ? role ?? kind : null;
  return unit === 'feature' ? featureOf(strings.feature(index), color) : tokenOf(texts[index], color, strings.quote);
}
