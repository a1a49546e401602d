/**
 * From a prediction to the matrices that are drawn: one head, or all layers at once.
 *
 * @import { Word } from '../../text/bpe.js'
 * @import { Model, Prediction } from '../../model/model.js'
 * @import { Stage } from '../stages.js'
 * @import { Strings } from '../strings.js'
 * @import { Look, Place, Units } from '../translator/pictures.js'
 * @import { Words } from './language.js'
 */
import { Pyramid } from '../../figure/pyramid.js';
import { pictureOf } from '../translator/pictures.js';
import { mergeWeights, piecesOf } from '../translator/words.js';
import { flow } from './flow.js';
import { meanOfHeads, rollout } from './rollout.js';

/** @typedef {'head' | 'rollout' | 'flow'} Shown in the large picture */

/** Words, or pieces, for which the flow is still found in less than half a second. */
export const MOST_FLOW = 48;

/**
 * What rows and columns count: words, or pieces. The first stands for the start.
 * @param {Model} model
 * @param {Prediction} prediction
 * @param {boolean} pieces rather than words
 * @param {string} start
 */
export function unitsOf({ tokenizer }, prediction, pieces, start) {
  const [, ...units] = pieces ? piecesOf(prediction, (ids) => tokenizer.decode(ids)) : prediction.words;
  return [{ text: start, first: 0, last: 1 }, ...units];
}

/** A word is both what looks and what is looked at. @param {Word[]} units @returns {Units} */
export const sidesOf = (units) => ({ source: [], target: units, read: units });

/**
 * @param {Prediction} prediction
 * @param {Word[]} units
 * @param {Place} place
 * @param {Look} look
 */
export const headOf = (prediction, units, place, look) => pictureOf('decoder', prediction, sidesOf(units), place, look);

/** @type {WeakMap<Strings, Strings>} */
const tables = new WeakMap();

/**
 * The table in which rollout and flow have names.
 * @param {Strings} strings
 * @param {Words['numbers']} names
 */
function withNames(strings, names) {
  let table = tables.get(strings);
  if (!table) tables.set(strings, table = { ...strings, numbers: { ...strings.numbers, ...names } });
  return table;
}

/**
 * All layers in the place of a head; pieces are merged to words first, so that a word is one place that flow goes through.
 * @param {'rollout' | 'flow'} shown
 * @param {Prediction} prediction
 * @param {Word[]} units
 * @param {Stage} head any picture of the same units
 * @param {Words} words
 * @returns {Stage}
 */
export function allLayers(shown, { decoder }, units, head, words) {
  const means = Array.from({ length: decoder.shape[0] }, (_, layer) => mergeWeights(meanOfHeads(decoder, layer), units, units));
  const values = { rollout, flow }[shown](means, units.length);
  const { closed } = head;
  const pyramid = new Pyramid({ values, rows: units.length, columns: units.length, closed });
  return { ...head, id: shown, name: words.show[shown], head: null, values, pyramid, strings: withNames(head.strings, words.numbers) };
}

/**
 * A copy of all numbers, as getAttention() gives them: pieces, and the weights of one layer beside those of all.
 * @param {Prediction} prediction
 * @param {Word[]} pieces
 * @param {number} layer
 */
export function numbersOf({ decoder, surprise, next }, pieces, layer) {
  const tokens = pieces.map(({ text }) => text);
  const [, heads, length] = decoder.shape;
  const size = heads * length * length;
  const weights = { data: decoder.data.slice(layer * size, (layer + 1) * size), shape: [heads, length, length] };
  return { tokens, keyTokens: [...tokens], weights, fullyMaskedRows: [], ...structuredClone({ decoder, surprise, next }) };
}

/** Fewer letters say little. */
const TELLING = 2;

/**
 * The cell that the figure speaks of until it is asked: the brightest at which one word looks at another, not at the start.
 * @param {Stage} stage
 * @returns {{ stage: string, row: number, column: number } | null}
 */
export function telling({ id, values, rows: { texts } }) {
  const tells = (/** @type {number} */ i) => i > 0 && (texts[i].match(/\p{L}/gu) ?? []).length >= TELLING;
  let best = -1;
  values.forEach((value, i) => {
    const [row, column] = [Math.floor(i / texts.length), i % texts.length];
    if (column < row && tells(row) && tells(column) && (best < 0 || value > values[best])) best = i;
  });
  return values[best] > 0 ? { stage: id, row: Math.floor(best / texts.length), column: best % texts.length } : null;
}
