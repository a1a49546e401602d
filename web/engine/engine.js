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

/** @param {import('./engine.d.ts').AttentionOptions} options */
const checkOptions = ({ attnMask, isCausal, scale }) => ({
  attnMask: checkMask('attnMask', attnMask),
  isCausal: checkBoolean('isCausal', isCausal, false),
  scale: checkScale('scale', scale),
});

/** @param {unknown} dModel */
const checkOptionalWidth = (dModel) => (dModel === undefined ? undefined : checkModelWidth(dModel));

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
  /** @type {any} */
  #module;
  /** Where the module keeps what was prepared. @type {WeakMap<PreparedParameters, number>} */
  #prepared = new WeakMap();
  /** Arrays that were given back. @type {Float32Array[]} */
  #spare = [];
  #forgotten = new FinalizationRegistry((/** @type {number} */ address) => this.#module?.releaseParameters(address));

  /** @param {any} module */
  constructor(module) {
    this.#module = module;
    /** @type {import('./engine.d.ts').EngineBuild} */
    this.build = module.build;
  }

  /**
   * @param {string} name
   * @param {object} request
   * @returns {any}
   */
  #call(name, request) {
    if (!this.#module) throw new AttentionError('disposed', `${name} was called after dispose()`);
    let result;
    try {
      result = this.#module[name](request);
    } catch (cause) {
      throw new AttentionError('engine-failed', `${name} failed inside the engine; load a new one`, { cause });
    }
    if (result.error) throw new AttentionError(result.error.code, result.error.message);
    return this.#copied(name, result);
  }

  /**
   * The views of the engine's memory become arrays of the caller's own: the next call overwrites that memory.
   * @param {string} name
   * @param {Record<string, any>} result
   */
  #copied(name, result) {
    try {
      for (const value of Object.values(result)) if (value?.data) value.data = this.#copy(value.data);
      return result.data ? { ...result, data: this.#copy(result.data) } : result;
    } catch (cause) {
      throw new AttentionError('out-of-memory', `the result of ${name} has no room in JavaScript; use fewer tokens or heads, or needWeights: false`, { cause });
    }
  }

  /** @param {Float32Array | Uint8Array} view */
  #copy(view) {
    const at = this.#spare.findIndex(({ length }) => length === view.length && view instanceof Float32Array);
    if (at < 0) return view.slice();
    const [copy] = this.#spare.splice(at, 1);
    copy.set(view);
    return copy;
  }

  /** @param {Float32Array[]} arrays */
  recycle(arrays) {
    this.#spare = [...arrays];
  }

  /** @param {import('./engine.d.ts').Parameters | import('./engine.d.ts').PreparedParameters | undefined} parameters */
  #checkParameters(parameters) {
    if (parameters === undefined) return {};
    if (!(parameters instanceof PreparedParameters)) {
      return { parameters: checkParameters(/** @type {import('./engine.d.ts').Parameters} */ (parameters)) };
    }
    const prepared = this.#prepared.get(parameters);
    if (prepared !== undefined) return { prepared };
    throw new AttentionError('invalid-type', 'parameters were prepared by another engine');
  }

  /** @param {import('./engine.d.ts').ScaledDotProductRequest} request */
  scaledDotProductAttention(request) {
    const { query, key, value } = checkObject('request', request);
    return this.#call('scaledDotProductAttention', {
      query: checkTensor('query', query, 2),
      key: checkTensor('key', key, 2),
      value: checkTensor('value', value, 2),
      ...checkOptions(request),
    });
  }

  /** @param {import('./engine.d.ts').MultiHeadRequest} request */
  multiHeadAttention(request) {
    const { query, key = query, value = key, numHeads, parameters, needWeights, needTrace } = checkObject('request', request);
    return this.#call('multiHeadAttention', {
      query: checkTensor('query', query, 2),
      key: checkTensor('key', key, 2),
      value: checkTensor('value', value, 2),
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
    return this.#call('tokenVectors', {
      tokens: checkTokens(tokens),
      dModel: checkModelWidth(dModel),
      seed: checkSeed(seed),
      positions: checkBoolean('positions', positions, true),
    });
  }

  /** @param {{ dModel: number, seed?: number }} options */
  xavierParameters(options) {
    const { dModel, seed = 7 } = checkObject('options', options);
    return this.#call('xavierParameters', { dModel: checkModelWidth(dModel), seed: checkSeed(seed) });
  }

  /** @param {{ queries: number, keep: boolean[] }} options */
  paddingMask(options) {
    const { queries, keep } = checkObject('options', options);
    return this.#call('paddingMask', {
      queries: checkInteger('queries', queries, 1, MAX_TOKENS),
      keep: checkKeep(keep),
    });
  }

  /** @param {{ queries: number, keys: number, window: number }} options */
  slidingWindowMask(options) {
    const { queries, keys, window } = checkObject('options', options);
    return this.#call('slidingWindowMask', {
      queries: checkInteger('queries', queries, 1, MAX_TOKENS),
      keys: checkInteger('keys', keys, 1, MAX_TOKENS),
      window: checkInteger('window', window, 0, MAX_TOKENS),
    });
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
