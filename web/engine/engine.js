// The engine's public face: checks what JS can get wrong, calls, and turns a refusal into an AttentionError.
// Types and documentation: engine.d.ts.
import {
  checkBoolean, checkInteger, checkKeep, checkMask, checkModelWidth, checkObject, checkScale, checkSeed, checkTensor,
  checkTokens, MAX_TOKENS,
} from './check.js';
import { compileEngine } from './compile.js';
import { AttentionError } from './error.js';
import { instantiate } from './load.js';

export { AttentionError, compileEngine, MAX_TOKENS };

/** @typedef {import('./engine.d.ts').Engine} EngineInterface */

/** @param {import('./engine.d.ts').Parameters} parameters */
function checkParameters(parameters) {
  checkObject('parameters', parameters);
  /** @type {Record<string, import('./engine.d.ts').Tensor | undefined>} */
  const checked = {};
  for (const name of /** @type {const} */ (['wq', 'wk', 'wv', 'wo'])) {
    checked[name] = checkTensor(`parameters.${name}`, parameters[name], 2);
  }
  for (const name of /** @type {const} */ (['bq', 'bk', 'bv', 'bo'])) {
    const bias = parameters[name];
    checked[name] = bias === undefined ? undefined : checkTensor(`parameters.${name}`, bias, 1);
  }
  return checked;
}

/**
 * What stands for two of them crosses once: the engine takes the query for an absent key, and the key for an absent value.
 * @param {import('./engine.d.ts').Tensor} query
 * @param {import('./engine.d.ts').Tensor} key
 * @param {import('./engine.d.ts').Tensor} value
 */
const checkInputs = (query, key, value) => ({
  query: checkTensor('query', query, 2),
  key: key === query ? undefined : checkTensor('key', key, 2),
  value: value === key ? undefined : checkTensor('value', value, 2),
});

/** @param {import('./engine.d.ts').AttentionOptions} options */
const checkOptions = ({ attnMask, isCausal, scale }) => ({
  attnMask: checkMask('attnMask', attnMask),
  isCausal: checkBoolean('isCausal', isCausal, false),
  scale: checkScale('scale', scale),
});

/** @param {unknown} dModel */
const checkOptionalWidth = (dModel) => (dModel === undefined ? undefined : checkModelWidth(dModel));

/**
 * The tokens in UTF-8, one after the other with a byte between them that UTF-8 has not.
 * @param {string[]} tokens
 */
function encode(tokens) {
  const encoder = new TextEncoder();
  const words = tokens.map((token) => encoder.encode(token));
  const data = new Uint8Array(words.reduce((length, word) => length + word.length + 1, -1)).fill(0xFF);
  let at = 0;
  for (const word of words) {
    data.set(word, at);
    at += word.length + 1;
  }
  return { data, shape: [1, data.length] };
}

/** What prepareParameters() gives: the engine has the numbers. */
class PreparedParameters {
  /** @param {number} dModel */
  constructor(dModel) {
    this.dModel = dModel;
    Object.freeze(this);
  }
}

/** @implements {EngineInterface} */
class Engine {
  /** @type {import('./module.js').Module | null} */
  #module;
  /** Where the module keeps what was prepared. @type {WeakMap<PreparedParameters, number>} */
  #prepared = new WeakMap();
  #forgotten = new FinalizationRegistry((/** @type {number} */ address) => {
    this.#module?.call('releaseParameters', { address });
  });

  /** @param {import('./module.js').Module} module */
  constructor(module) {
    this.#module = module;
    /** @type {import('./engine.d.ts').EngineBuild} */
    this.build = module.call('describe', {}).build;
  }

  /** @type {import('./module.js').Module['call']} */
  #call(operation, request) {
    if (!this.#module) throw new AttentionError('disposed', `${operation} was called after dispose()`);
    return this.#module.call(operation, request);
  }

  /** @param {import('./engine.d.ts').Parameters | import('./engine.d.ts').PreparedParameters | undefined} parameters */
  #checkParameters(parameters) {
    if (parameters === undefined) return {};
    if (!(parameters instanceof PreparedParameters)) {
      return checkParameters(/** @type {import('./engine.d.ts').Parameters} */ (parameters));
    }
    const prepared = this.#prepared.get(parameters);
    if (prepared !== undefined) return { prepared };
    throw new AttentionError('invalid-type', 'parameters were prepared by another engine');
  }

  /** @param {import('./engine.d.ts').ScaledDotProductRequest} request */
  scaledDotProductAttention(request) {
    const { query, key, value } = checkObject('request', request);
    return this.#call('scaledDotProductAttention', {
      ...checkInputs(query, key, value),
      ...checkOptions(request),
    });
  }

  /** @param {import('./engine.d.ts').MultiHeadRequest} request */
  multiHeadAttention(request) {
    const { query, key = query, value = key, numHeads, parameters, needWeights, needTrace } = checkObject('request', request);
    return this.#call('multiHeadAttention', {
      ...checkInputs(query, key, value),
      numHeads: checkInteger('numHeads', numHeads, 1, MAX_TOKENS),
      ...this.#checkParameters(parameters),
      needWeights: checkBoolean('needWeights', needWeights, true),
      needTrace: checkBoolean('needTrace', needTrace, true),
      ...checkOptions(request),
    });
  }

  /** @param {import('./engine.d.ts').Parameters} parameters */
  prepareParameters(parameters) {
    const checked = checkParameters(parameters);
    const { address } = this.#call('prepareParameters', checked);
    const prepared = new PreparedParameters(parameters.wq.shape[0]);
    this.#prepared.set(prepared, address);
    this.#forgotten.register(prepared, address);
    return prepared;
  }

  /**
   * @param {import('./engine.d.ts').Tensor} matrix
   * @param {{ dModel?: number }} [options]
   */
  articleSelfAttention(matrix, options = {}) {
    return this.#call('articleAttention', {
      matrix: checkTensor('matrix', matrix, 2),
      dModel: checkOptionalWidth(checkObject('options', options).dModel),
    });
  }

  /**
   * @param {import('./engine.d.ts').Tensor} matrix
   * @param {{ wq: import('./engine.d.ts').Tensor, wk: import('./engine.d.ts').Tensor,
   *   wv: import('./engine.d.ts').Tensor, dModel?: number }} parameters
   */
  articleMultiHeadAttention(matrix, parameters) {
    const { wq, wk, wv, dModel } = checkObject('parameters', parameters);
    return this.#call('articleAttention', {
      matrix: checkTensor('matrix', matrix, 2),
      wq: checkTensor('wq', wq, 2),
      wk: checkTensor('wk', wk, 2),
      wv: checkTensor('wv', wv, 2),
      dModel: checkOptionalWidth(dModel),
    });
  }

  /**
   * @param {string[]} tokens
   * @param {import('./engine.d.ts').TokenVectorOptions} options
   */
  tokenVectors(tokens, options) {
    const { dModel, seed = 7, positions } = checkObject('options', options);
    const { vectors } = this.#call('tokenVectors', {
      tokens: encode(checkTokens(tokens)),
      count: tokens.length,
      dModel: checkModelWidth(dModel),
      seed: checkSeed(seed),
      positions: checkBoolean('positions', positions, true),
    });
    return vectors;
  }

  /** @param {{ dModel: number, seed?: number }} options */
  xavierParameters(options) {
    const { dModel, seed = 7 } = checkObject('options', options);
    return this.#call('xavierParameters', { dModel: checkModelWidth(dModel), seed: checkSeed(seed) });
  }

  /** @param {{ queries: number, keep: boolean[] }} options */
  paddingMask(options) {
    const { queries, keep } = checkObject('options', options);
    const { mask } = this.#call('paddingMask', {
      queries: checkInteger('queries', queries, 1, MAX_TOKENS),
      keep: { data: Uint8Array.from(checkKeep(keep), Number), shape: [1, keep.length] },
    });
    return mask;
  }

  /** @param {{ queries: number, keys: number, window: number }} options */
  slidingWindowMask(options) {
    const { queries, keys, window } = checkObject('options', options);
    const { mask } = this.#call('slidingWindowMask', {
      queries: checkInteger('queries', queries, 1, MAX_TOKENS),
      keys: checkInteger('keys', keys, 1, MAX_TOKENS),
      window: checkInteger('window', window, 0, MAX_TOKENS),
    });
    return mask;
  }

  /** @param {Float32Array[]} arrays */
  recycle(arrays) {
    this.#module?.recycle(arrays);
  }

  dispose() {
    this.#module = null;
  }
}

/**
 * @param {import('./engine.d.ts').LoadOptions} [options]
 * @returns {Promise<EngineInterface>}
 */
export async function loadEngine(options = {}) {
  return new Engine(await instantiate(checkObject('options', options)));
}
