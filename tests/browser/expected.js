// What the figure must show: numbers from the built engine, run in Node, and colours from the palette alone.
import { loadEngine } from 'attention-view/engine';
import { color, domainOf, largest } from '../../web/figure/palette.js';

/**
 * @typedef {import('attention-view/engine').Tensor} Tensor
 * @typedef {import('attention-view/engine').Mask} Mask
 * @typedef {Record<string, Tensor>} Tensors
 * @typedef {{
 *   tokens?: string[], keyTokens?: string[], dModel?: number, heads?: number, seed?: number, positions?: boolean,
 *   identity?: boolean, isCausal?: boolean, attnMask?: Mask, scale?: number,
 * }} Setting the documented defaults where absent; identity: Q = K = V = X
 */

export const engine = await loadEngine();

export const SENTENCE = ['I', 'ate', 'an', 'apple', '.'];

/** The stages in the order of the flow. */
export const STAGES = ['x', 'q', 'k', 'v', 'scores', 'scaled', 'masked', 'weights', 'heads', 'concat', 'output'];

/** Stages that share a scale of colours, because their numbers can be compared. */
const KIN = [['x', 'y'], ['q', 'k', 'v'], ['scaled', 'masked'], ['heads', 'concat']];

/** @param {Setting} [setting] @returns {Tensors} every stage of attention by name */
export function attention(setting = {}) {
  const { tokens = SENTENCE, dModel = 32, heads = 4, seed = 7, positions = true, identity = false } = setting;
  const { keyTokens, isCausal, attnMask, scale } = setting;
  const x = engine.tokenVectors(tokens, { dModel, seed, positions });
  const y = keyTokens && engine.tokenVectors(keyTokens, { dModel, seed, positions });
  const { fullyMaskedRows, ...trace } = engine.multiHeadAttention({
    query: x,
    key: y ?? x,
    numHeads: heads,
    parameters: identity ? undefined : engine.xavierParameters({ dModel, seed }),
    isCausal,
    attnMask,
    scale,
  });
  return { x, ...(y && { y }), ...trace };
}

/**
 * The article's listing on the sentence: `features` as it is written, a column per word; `words` with a row per word.
 * @param {'features' | 'words'} orientation
 * @param {{ identity?: boolean }} [setting]
 * @returns {Tensors}
 */
export function listing(orientation, { identity = false } = {}) {
  const dModel = 32;
  const words = engine.tokenVectors(SENTENCE, { dModel, seed: 7, positions: true });
  const x = orientation === 'words' ? words : turned(words);
  const trace = identity
    ? engine.articleSelfAttention(x, { dModel })
    : engine.articleMultiHeadAttention(x, { ...engine.xavierParameters({ dModel: x.shape[1], seed: 7 }), dModel });
  return { x, ...trace };
}

/** @param {Tensor} matrix @returns {Tensor} its transpose */
function turned({ data, shape: [rows, columns] }) {
  const at = (/** @type {number} */ i) => data[(i % rows) * columns + Math.floor(i / rows)];
  return { data: Float32Array.from(data, (_, i) => at(i)), shape: [columns, rows] };
}

/**
 * One head of a stage, or the whole of a stage that has no heads.
 * @param {Tensor} tensor
 * @param {number} head from 1
 */
export function matrixOf({ data, shape }, head) {
  const [rows, columns] = shape.slice(-2);
  const size = rows * columns;
  return { rows, columns, values: shape.length === 3 ? data.subarray((head - 1) * size, head * size) : data };
}

/**
 * The colour of every cell of a stage, row by row; null for a cell that the mask closes.
 * @param {Tensors} tensors
 * @param {string} stage
 * @param {{ head?: number, theme?: 'light' | 'dark' }} [look]
 */
export function colorsOf(tensors, stage, { head = 1, theme = 'light' } = {}) {
  const kin = (KIN.find((group) => group.includes(stage)) ?? [stage]).filter((name) => name in tensors);
  const max = largest(...kin.map((name) => tensors[name].data));
  const domain = domainOf(stage === 'weights' ? 'magnitude' : 'signed', max, theme);
  const masked = tensors.masked && ['masked', 'weights'].includes(stage) ? matrixOf(tensors.masked, head).values : null;
  const { values } = matrixOf(tensors[stage], head);
  return Array.from(values, (value, i) => (masked?.[i] === -Infinity ? null : color(value, domain)));
}
