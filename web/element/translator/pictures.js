/**
 * From a translation to the matrices that are drawn, one for each kind of attention, layer and head.
 *
 * @import { Word } from '../../text/bpe.js'
 * @import { Model, Part, Stages as Trace, Tensor, Translation } from '../../model/model.js'
 * @import { Theme } from '../../figure/palette.js'
 * @import { Axis, Operation, Stage, Stages } from '../stages.js'
 * @import { Strings } from '../strings.js'
 * @import { Words } from './strings.js'
 */
import { domainOf, largest } from '../../figure/palette.js';
import { Pyramid } from '../../figure/pyramid.js';
import { closedCells, mergeWeights, piecesOf, readBy } from './words.js';

/**
 * @typedef {{ layer: number, head: number }} Place from 0
 * @typedef {{ source: Word[], target: Word[], read: Word[] }} Units what rows and columns count: words, or pieces
 * @typedef {{ strings: Strings, words: Words, theme: Theme }} Look
 */

/** @type {readonly Part[]} */
export const PARTS = ['cross', 'encoder', 'decoder'];

/**
 * @param {Model} model
 * @param {Translation} translation
 * @param {boolean} pieces rather than words
 * @param {Words} words
 * @returns {Units}
 */
export function unitsOf({ tokenizer }, { source, target }, pieces, { start, end }) {
  const list = (/** @type {Translation['source']} */ tokens) => {
    const all = pieces ? piecesOf(tokens, tokenizer.decode) : tokens.words;
    return all.map((word) => (word.text === '</s>' ? { ...word, text: end } : word));
  };
  const said = list(target);
  return { source: list(source), target: said, read: readBy(said, start) };
}

/**
 * The axes of a kind of attention: who looks, and at whom.
 * @param {Part} part
 * @param {Units} units
 * @returns {[rows: Word[], columns: Word[]]}
 */
function sidesOf(part, { source, target, read }) {
  return [part === 'encoder' ? source : target, part === 'decoder' ? read : source];
}

/**
 * @param {Part} part
 * @param {{ [part in Part]?: Tensor }} weights
 * @param {Units} units
 * @param {Place} place
 * @param {Look} look
 * @returns {Stage}
 */
export function pictureOf(part, weights, units, { layer, head }, { strings, words, theme }) {
  const { data, shape: [, heads, rowCount, columnCount] } = /** @type {Tensor} */ (weights[part]);
  const [rows, columns] = sidesOf(part, units);
  const size = rowCount * columnCount;
  const from = (layer * heads + head) * size;
  const values = mergeWeights(data.subarray(from, from + size), rows, columns);
  const closed = part === 'decoder' ? closedCells(rows, columns) : null;
  /** @type {(index: 'query' | 'key', words: Word[], title: string) => Axis} */
  const axis = (index, list, title) => ({ index, unit: 'token', texts: list.map(({ text }) => text), title, letter: '' });
  const [down, across] = words.axes[part];
  return {
    id: part,
    symbol: '',
    name: words.parts[part],
    role: null,
    rows: axis('query', rows, down),
    columns: axis('key', columns, across),
    values,
    domain: domainOf('magnitude', 1, theme), // the same for all heads of all layers
    closed,
    pyramid: new Pyramid({ values, rows: rows.length, columns: columns.length, closed }),
    operation: null,
    head: head + 1,
    part: null,
    strings: withNumbers(strings),
  };
}

/** @type {WeakMap<Strings, Strings>} */
const tables = new WeakMap();

/**
 * The table in which the numbers of all three kinds are weights.
 * @param {Strings} strings
 */
function withNumbers(strings) {
  let table = tables.get(strings);
  if (!table) {
    const { weights } = strings.numbers;
    const numbers = { ...strings.numbers, cross: weights, encoder: weights, decoder: weights };
    tables.set(strings, table = { ...strings, numbers });
  }
  return table;
}

/**
 * The stages of one head, of pieces, as the pipeline shows them.
 * @param {Trace} trace
 * @param {Part} part
 * @param {Units} units of pieces
 * @param {Look} look
 * @returns {Stages}
 */
export function pipelineOf(trace, part, units, { strings, words, theme }) {
  const [rows, columns] = sidesOf(part, units);
  const [down, across] = words.axes[part];
  const width = trace.q.shape[1];
  /** @type {(index: 'query' | 'key', list: Word[], title: string, letter: string) => Axis} */
  const tokens = (index, list, title, letter) =>
    ({ index, unit: 'token', texts: list.map(({ text }) => text), title, letter });
  const query = tokens('query', rows, down, 'L');
  const key = tokens('key', columns, across, part === 'cross' ? 'S' : 'L');
  /** @type {Axis} */
  const inner = {
    index: 'inner', unit: 'feature', texts: Array.from({ length: width }, (_, i) => String(i + 1)),
    title: strings.axes.features, letter: 'D',
  };
  const extent = largest(trace.q.data, trace.k.data, trace.v.data);
  const closed = part === 'decoder' ? closedCells(rows, columns) : null;
  /** @type {(id: keyof Trace, rows: Axis, columns: Axis, operation: Operation | null, more?: Partial<Stage>) => Stage} */
  const stage = (id, rows, columns, operation, more = {}) => {
    const { data } = /** @type {Tensor} */ (trace[id]);
    const magnitude = id === 'weights';
    const shut = magnitude ? closed : null;
    return {
      id, symbol: strings.symbols[/** @type {'q'} */ (id)] ?? '', name: strings.stages[/** @type {'q'} */ (id)], role: null,
      rows, columns, values: data, operation, closed: shut, head: null, part: null, strings,
      domain: domainOf(magnitude ? 'magnitude' : 'signed', magnitude ? 1 : id.length === 1 ? extent : largest(data), theme),
      pyramid: new Pyramid({ values: data, rows: rows.texts.length, columns: columns.texts.length, closed: shut }),
      ...more,
    };
  };
  const { operations, groupsOfFlow } = strings;
  const said = (/** @type {string} */ text, /** @type {string} */ note = '') => ({ parts: [{ text }], note });
  const stages = [
    stage('q', query, inner, null, { role: 'query' }),
    stage('k', key, inner, null, { role: 'key' }),
    stage('v', key, inner, null, { role: 'value' }),
    stage('scores', query, key, {
      parts: [{ text: 'Q', role: 'query' }, { text: ' · ' }, { text: 'Kᵀ', role: 'key' }],
    }),
    stage('weights', query, key, said(`÷ √${width}, ${operations.softmax}`, operations.rows)),
    stage('output', query, inner, { parts: [{ text: `${operations.weights} · ` }, { text: 'V', role: 'value' }] }),
  ];
  const [q, k, v, scores, weights, output] = stages;
  return {
    groups: [
      { name: groupsOfFlow.projections, columns: [[q, k, v]] },
      { name: groupsOfFlow.weights, columns: [[scores], [weights]] },
      { name: groupsOfFlow.outputs, columns: [[output]] },
    ],
    stages: new Map(stages.map((one) => [one.id, one])),
    weightsOfHeads: [weights],
  };
}
