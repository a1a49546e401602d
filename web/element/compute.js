/**
 * From the state and its tokens to all numbers of one figure: token vectors, parameters and the engine's trace.
 *
 * @import { State } from './options.js'
 * @import { Engine, EngineBuild, Tensor, Parameters, PreparedParameters } from '../engine/engine.js'
 */
import { loadEngine } from '../engine/engine.js';

/**
 * @typedef {{ shown: string[], total: number }} Words the tokens that are drawn, and how many there were
 * @typedef {{ queries: Words, keys: Words | null }} Sentences keys: null in self-attention
 * @typedef {{ state: State, tokens: string[], keyTokens?: string[], spare?: Float32Array[] }} Request keyTokens: none in
 *   self-attention; spare: goes along to the worker
 * @typedef {{ tensors: Record<string, Tensor>, fullyMaskedRows: number[] }} Trace tensors: every stage by name; those
 *   with three axes have the heads first
 * @typedef {Trace & { build?: EngineBuild }} Numbers
 * @typedef {Numbers & { state: State, tokens: string[], keyTokens: string[] }} Model
 */

/**
 * What answers requests.
 * @param {WebAssembly.Module | null} wasmModule null where the engine has to do without
 */
export async function serve(wasmModule) {
  const engine = await loadEngine({ wasmModule });
  return {
    /** @param {Request} request @returns {Numbers} */
    compute: (request) => ({ ...compute(engine, request), build: engine.build }),
    /** @param {Float32Array[]} arrays that the next numbers may be written into */
    recycle: (arrays) => engine.recycle(arrays),
  };
}

/**
 * @param {Engine} engine
 * @param {Request} request
 * @returns {Trace}
 * @throws {import('../engine/engine.js').AttentionError}
 */
function compute(engine, { state, tokens, keyTokens }) {
  const vectors = { dModel: state.dModel, seed: state.seed, positions: state.positions };
  const x = engine.tokenVectors(tokens, vectors);
  if (state.listing !== 'none') return computeListing(engine, state, x);

  const y = keyTokens ? engine.tokenVectors(keyTokens, vectors) : x;
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
    ...(state.parameters === 'random' && { parameters: preparedOf(engine, state) }),
    ...masks[state.mask](),
    scale: (state.scale ? 1 / Math.sqrt(state.dModel / state.heads) : 1) / state.temperature,
  });
  return { tensors: { x, ...(keyTokens && { y }), ...trace }, fullyMaskedRows };
}

/**
 * The article's two classes. As written they take X on its side, a row per feature; turned, a row per word.
 * @param {Engine} engine
 * @param {State} state
 * @param {Tensor} x a row per word
 * @returns {Trace}
 */
function computeListing(engine, state, x) {
  const matrix = state.listing === 'features' ? transpose(x) : x;
  const { dModel } = state;
  const trace = state.parameters === 'identity'
    ? engine.articleSelfAttention(matrix, { dModel })
    : engine.articleMultiHeadAttention(matrix, { ...randomOf(engine, matrix.shape[1], state.seed).plain, dModel });
  return { tensors: { x: matrix, ...trace }, fullyMaskedRows: [] };
}

/**
 * @typedef {{
 *   engine: Engine, dModel: number, seed: number, plain: Parameters, prepared?: PreparedParameters,
 * }} Random
 */

/** @type {Random | null} */
let latest = null;

/**
 * Random parameters; the latest are kept, because typing changes the words and not these.
 * @param {Engine} engine
 * @param {number} dModel
 * @param {number} seed
 */
function randomOf(engine, dModel, seed) {
  if (latest?.engine !== engine || latest.dModel !== dModel || latest.seed !== seed) {
    latest = { engine, dModel, seed, plain: engine.xavierParameters({ dModel, seed }) };
  }
  return latest;
}

/** @param {Engine} engine @param {State} state */
function preparedOf(engine, { dModel, seed }) {
  const random = randomOf(engine, dModel, seed);
  return (random.prepared ??= engine.prepareParameters(random.plain));
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
