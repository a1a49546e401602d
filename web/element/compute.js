/**
 * From the state to all numbers of one figure: tokens, token vectors, parameters and the engine's trace.
 *
 * @import { State } from './options.js'
 * @import { Engine, Tensor, Parameters } from '../engine/engine.js'
 */
import { tokenize } from '../text/tokenize.js';

/**
 * @typedef {{ shown: string[], total: number }} Words the tokens that are drawn, and how many there were
 * @typedef {{ queries: Words, keys: Words | null }} Sentences keys: null in self-attention
 * @typedef {{
 *   state: State, tokens: string[], keyTokens: string[], tensors: Record<string, Tensor>, fullyMaskedRows: number[],
 * }} Model tensors: every stage by name; those with three axes have the heads first
 */

/** A longer text is cut before it is tokenized, so that a pasted book does not stop the page. */
const LONGEST_TEXT = 200_000;

/**
 * @param {State} state
 * @returns {Sentences}
 */
export function cutSentences({ text, keysText, tokenizer, maxTokens, listing }) {
  const words = (/** @type {string} */ sentence) => {
    const tokens = tokenize(sentence.slice(0, LONGEST_TEXT), tokenizer);
    return { shown: tokens.slice(0, maxTokens).map((token) => token.text), total: tokens.length };
  };
  return { queries: words(text), keys: keysText === null || listing !== 'none' ? null : words(keysText) };
}

/**
 * Roughly how many multiplications a figure takes: a long one is announced before it starts.
 * @param {Sentences} sentences
 * @param {State} state
 */
export function effort({ queries, keys }, { dModel, heads, listing }) {
  const rows = queries.shown.length;
  const columns = keys?.shown.length ?? rows;
  if (listing === 'features') return 2 * rows * dModel ** 2;
  // every weight of every head is exponentiated, copied and drawn: worth some twenty multiplications
  return (rows + columns) * 2 * dModel ** 2 + rows * columns * (2 * dModel + 20 * heads);
}

/**
 * @param {Engine} engine
 * @param {State} state
 * @param {Sentences} sentences neither may be empty
 * @returns {Model}
 * @throws {import('../engine/engine.js').AttentionError}
 */
export function compute(engine, state, { queries, keys }) {
  const vectors = { dModel: state.dModel, seed: state.seed, positions: state.positions };
  const x = engine.tokenVectors(queries.shown, vectors);
  if (state.listing !== 'none') return computeListing(engine, state, queries.shown, x);

  const y = keys ? engine.tokenVectors(keys.shown, vectors) : x;
  const masks = {
    none: () => ({}),
    causal: () => ({ isCausal: true }),
    padding: () => {
      const [count] = y.shape;
      const keep = Array.from({ length: count }, (_, key) => key < count - state.maskSize);
      return { attnMask: engine.paddingMask({ queries: x.shape[0], keep }) };
    },
    window: () => {
      const span = { queries: x.shape[0], keys: y.shape[0], window: state.maskSize };
      return { attnMask: engine.slidingWindowMask(span) };
    },
  };
  const { fullyMaskedRows, ...trace } = engine.multiHeadAttention({
    query: x,
    key: y,
    value: y,
    numHeads: state.heads,
    ...(state.parameters === 'random' && { parameters: parametersOf(engine, state.dModel, state.seed) }),
    ...masks[state.mask](),
    scale: (state.scale ? 1 / Math.sqrt(state.dModel / state.heads) : 1) / state.temperature,
  });
  return {
    state,
    tokens: queries.shown,
    keyTokens: keys?.shown ?? queries.shown,
    tensors: { x, ...(keys && { y }), ...trace },
    fullyMaskedRows,
  };
}

/**
 * The article's two classes. As written they take X on its side, a row per feature; turned, a row per word.
 * @param {Engine} engine
 * @param {State} state
 * @param {string[]} tokens
 * @param {Tensor} x a row per word
 * @returns {Model}
 */
function computeListing(engine, state, tokens, x) {
  const matrix = state.listing === 'features' ? transpose(x) : x;
  const { dModel } = state;
  const trace = state.parameters === 'identity'
    ? engine.articleSelfAttention(matrix, { dModel })
    : engine.articleMultiHeadAttention(matrix, { ...parametersOf(engine, matrix.shape[1], state.seed), dModel });
  return { state, tokens, keyTokens: tokens, tensors: { x: matrix, ...trace }, fullyMaskedRows: [] };
}

/** @type {{ dModel: number, seed: number, engine: Engine, parameters: Parameters } | null} */
let latest = null;

/**
 * Random parameters; the latest are kept, because typing changes the words and not these.
 * @param {Engine} engine
 * @param {number} dModel
 * @param {number} seed
 */
function parametersOf(engine, dModel, seed) {
  if (latest?.engine !== engine || latest.dModel !== dModel || latest.seed !== seed) {
    latest = { dModel, seed, engine, parameters: engine.xavierParameters({ dModel, seed }) };
  }
  return latest.parameters;
}

/**
 * @param {Tensor} matrix
 * @returns {Tensor}
 */
function transpose({ data, shape: [rows, columns] }) {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column];
  }
  return { data: turned, shape: [columns, rows] };
}
