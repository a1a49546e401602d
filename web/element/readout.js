/**
 * The sentence that says what the marked cell is, and the numbers it came from.
 *
 * @import { Axis, Stage, Stages } from './stages.js'
 * @import { Selection } from './selection.js'
 */
import { drawMatrix } from '../figure/heatmap.js';
import { snap } from '../figure/layout.js';
import { format } from '../figure/numbers.js';
import { featureOf, h, tokenOf } from './dom.js';
import { partNodes } from './flow.js';
import { numberName, shortDigits } from './stages.js';
import { strings } from './strings.js';

/** The longest strip, in CSS pixels. */
const STRIP = 176;

/** The stages that one pair of a query and a key goes through, in order. */
const WAY = ['scores', 'scaled', 'masked', 'divided', 'weights'];

export class Readout {
  /**
   * @param {() => void} unpin
   * @param {() => void} showWeights
   */
  constructor(unpin, showWeights) {
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
    const { row, column } = selection;
    const value = valueAt(stage, row, column);
    const nodes = cellNodes(stage, row, column);
    const number = h('span', { class: 'number' }, strings.value(numberName(stage), format(value)));
    const sentence = asked
      ? [...cellWords(stage, nodes), ' ', number]
      : strings.attendsMost(...nodes, format(value, shortDigits(stage)));
    this.finding.replaceChildren(.../** @type {(Node | string)[]} */ (sentence));
    this.unpin.hidden = !selection.pinned;
    const { query, key } = selection;
    this.way.replaceChildren(...(query !== null && key !== null && stage.columns.index === 'key'
      ? this.#pair(stages, query, key, ratio)
      : [h('div', { class: 'strips' }, ...this.#strip(stage, row, ratio))]));
  }

  /** Where the mask closes everything, there is no strongest weight to speak of. */
  showNothing() {
    this.finding.textContent = strings.nothing;
    this.unpin.hidden = true;
    this.way.replaceChildren();
  }

  /**
   * The row of Q, the row of K, and what became of their product.
   * @param {Map<string, Stage>} stages
   * @param {number} query
   * @param {number} key
   * @param {number} ratio
   */
  #pair(stages, query, key, ratio) {
    const steps = WAY.flatMap((id) => {
      const stage = stages.get(id);
      if (!stage || (id === 'masked' && !stage.closed)) return [];
      const parts = id === 'scores' ? product() : stage.operation ? partNodes(stage.operation) : [];
      const value = h('dd', {}, format(valueAt(stage, query, key)));
      return [h('dt', {}, ...parts), value, h('dd', { class: 'quiet' }, numberName(stage))];
    });
    const strip = (/** @type {string} */ id, /** @type {number} */ row) => {
      const stage = stages.get(id);
      return stage ? this.#strip(stage, row, ratio) : [];
    };
    return [
      h('div', { class: 'strips' }, ...strip('q', query), ...strip('k', key)),
      h('dl', { class: 'steps' }, ...steps),
      h('div', { class: 'strips' }, ...strip('v', key)),
    ];
  }

  /**
   * One row of a matrix as a strip, with what it is.
   * @param {Stage} stage
   * @param {number} row
   * @param {number} ratio
   */
  #strip(stage, row, ratio) {
    const columns = stage.columns.texts.length;
    const [from, to] = [row * columns, (row + 1) * columns];
    const picture = {
      values: stage.values.subarray(from, to), rows: 1, columns, domain: stage.domain,
      closed: stage.closed?.subarray(from, to) ?? null,
    };
    const canvas = h('canvas', { 'aria-hidden': 'true' });
    drawMatrix(canvas, picture, { cellWidth: snap(Math.min(22, STRIP / columns), ratio), cellHeight: 16, ratio });
    const name = rowNode(stage, row);
    const words = /** @type {(Node | string)[]} */ (
      (stage.role === 'value' ? strings.takesRowOf : strings.rowOf)(name, stage.symbol || stage.name));
    return [
      h('span', { class: 'box', 'data-role': stage.role }, canvas),
      h('span', { class: 'quiet' }, ...words),
    ];
  }
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
  const value = strings.value(numberName(stage), format(valueAt(stage, row, column)));
  const closed = stage.closed?.[row * stage.columns.texts.length + column];
  return strings.announce(from, to, closed ? `${value}, ${strings.closed}` : value);
}

/**
 * @param {Stage} stage
 * @param {'rows' | 'columns'} side
 * @param {number} index
 */
function axisText(stage, side, index) {
  const axis = stage[side];
  const name = axis.unit === 'feature' ? strings.feature(index) : axis.texts[index];
  const role = axis.index === 'query' || axis.index === 'key' ? `${strings.roles[axis.index]} ` : '';
  return role + name;
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
  const words = stage.columns.index === 'key' ? strings.pair(...nodes) : strings.cellOf(...nodes);
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
function nameOf({ role }, { index: kind, unit, texts }, index) {
  const color = kind === 'query' || kind === 'key' ? role ?? kind : null;
  return unit === 'feature' ? featureOf(strings.feature(index), color) : tokenOf(texts[index], color);
}
