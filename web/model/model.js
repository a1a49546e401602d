// A trained model in the page: text in, words and every attention weight out.
import { AttentionError } from '../engine/error.js';
import { checkInteger, checkObject, checkSeed } from '../engine/check.js';
import { compileEngine } from '../engine/compile.js';
import { start } from '../engine/module.js';
import { giveParameters, readConfig, readTokens } from './contents.js';
import { download } from './download.js';
import { headOf, tableOf } from './edits.js';
import { modules } from './files.js';

/**
 * A trained model: what attention-train exported to a folder, run by a module of its own. All methods but the loading
 * answer at once; what they give belongs to the caller.
 *
 * A token is a row. H heads; S tokens of the source, which ends with </s>; L tokens said, the last of which is </s>
 * unless the text was cut off at 128. Row l of a picture is what the model looked at when it said target.ids[l]: in
 * `decoder` the columns are what it had read by then, <s> and target.ids[0 ... L - 2]; in `cross`, the source.
 *
 * @typedef {import('./edits.js').Part} Part
 * @typedef {import('./edits.js').HeadEdit} HeadEdit
 * @typedef {import('./contents.js').Config} Config
 * @typedef {{ data: Float32Array, shape: number[] }} Tensor row-major
 * @typedef {{ ids: number[], words: import('../text/bpe.js').Word[] }} Tokens
 *   words: the pieces [first, last) of ids that make a word; <s> and </s> are words of their own
 * @typedef {{ id: number, text: string, probability: number }} Candidate text without a space before it, '</s>' at the end
 *
 * @typedef {object} Translation
 * @property {Tokens} source
 * @property {Tokens} target
 * @property {Tensor} encoder weights (layers, H, S, S)
 * @property {Tensor} decoder weights (decoderLayers, H, L, L), causal
 * @property {Tensor} cross weights (decoderLayers, H, L, S)
 * @property {Candidate[][]} candidates of each row the five likeliest, the likeliest first
 * @property {Float32Array} probabilities (L) of the tokens that were said
 *
 * @typedef {object} TranslateOptions
 * @property {string} [target] exactly this is said (teacher forcing)
 * @property {number[]} [prefix] the first tokens said; from there on the likeliest
 * @property {HeadEdit[]} [turnedOff]
 *
 * @typedef {{ parent: number, id: number, text: string, logProbability: number, isDone: boolean }} BeamNode
 *   parent: an index of nodes, -1 for a first token; logProbability: of all tokens from the first to this one
 * @typedef {{ nodes: BeamNode[], best: number }} Beams every hypothesis that was kept at some step, as a tree; best is
 *   the node with which the best one ends (Wu et al. 2016: log P / ((5 + length) / 6)^0.6)
 *
 * @typedef {object} Prediction
 * @property {number[]} ids <s>, then the tokens of the text
 * @property {import('../text/bpe.js').Word[]} words of ids
 * @property {Tensor} decoder weights (decoderLayers, H, L, L), causal; row l is of ids[l]
 * @property {Float32Array} surprise (L) bits: -log2 of the probability of ids[l] after what stands before; 0 for <s>
 * @property {Float32Array} next (vocabulary) the probability of every token to come after the text
 * @property {Candidate[][]} candidates row l: the five likeliest after ids[l]
 *
 * @typedef {object} SampleOptions
 * @property {number} [temperature] 0.01 to 100, default 1
 * @property {number} [topK] only so many of the likeliest; default all
 * @property {number} [topP] only the likeliest that have this probability together, 0 to 1; default 1
 * @property {number} [seed] default 7
 * @property {number} [most] tokens; default 32
 *
 * @typedef {{ q: Tensor, k: Tensor, v: Tensor, scores: Tensor, weights: Tensor, output: Tensor }} Stages
 *   (L, D), (S, D), (S, D), (L, S) before scaling and mask, (L, S), (L, D)
 *
 * @typedef {object} Model
 * @property {Config} config
 * @property {import('../text/bpe.js').Tokenizer} tokenizer
 * @property {(text: string, options?: TranslateOptions) => Translation} translate
 * @property {(text: string, width: number) => Beams} beams width 1 to 8
 * @property {(part: Part, layer: number, head: number) => Stages} stages of the last translate() or predict()
 * @property {(text: string, options?: { turnedOff?: HeadEdit[] }) => Prediction} predict
 * @property {(text: string, options?: SampleOptions) => { ids: number[], text: string }} sample what comes after text
 * @property {() => void} dispose
 */

/** How many tokens a side may have, <s> and </s> among them. */
const MOST = 128;
const [START, END] = [1, 2];

/** @param {string} name @param {unknown} text @returns {string} */
function checkText(name, text) {
  if (typeof text === 'string') return text;
  throw new AttentionError('invalid-type', `${name} is ${text === null ? 'null' : typeof text}, it must be a text`);
}

/** @param {string} name @param {unknown} value @param {number} least @param {number} most */
function checkNumber(name, value, least, most) {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new AttentionError('invalid-size', `${name} is ${value}, it must be a number from ${least} to ${most}`);
}

/** @param {number[]} ids */
const asVector = (ids) => ({ data: Float32Array.from(ids), shape: [ids.length] });

/** @implements {Model} */
class TrainedModel {
  /** @type {import('../engine/module.js').Module | null} */
  #module;
  #address;
  /** What the last translate() or predict() worked on. @type {{ source: number[], input: number[], edits?: Tensor } | null} */
  #last = null;

  /**
   * @param {import('../engine/module.js').Module} module
   * @param {number} address
   * @param {Config} config
   * @param {import('../text/bpe.js').Tokenizer} tokenizer
   */
  constructor(module, address, config, tokenizer) {
    this.#module = module;
    this.#address = address;
    this.config = config;
    this.tokenizer = tokenizer;
  }

  /** @type {import('../engine/module.js').Module['call']} */
  #call(operation, request) {
    if (!this.#module) throw new AttentionError('disposed', `${operation} was called after dispose()`);
    return this.#module.call(operation, { model: this.#address, ...request });
  }

  /** @param {Config['task']} task @param {string} method */
  #checkTask(task, method) {
    if (this.config.task === task) return;
    const kinds = { translate: 'a translator', language: 'a language model' };
    throw new AttentionError('invalid-type', `${method} needs ${kinds[task]}, this is ${kinds[this.config.task]}`);
  }

  /** @param {string} name @param {unknown} text @param {number} specials how many ids stand beside those of the text */
  #encode(name, text, specials) {
    const ids = this.tokenizer.encode(checkText(name, text));
    if (ids.length + specials <= MOST) return ids;
    throw new AttentionError('too-many-tokens', `${name} has ${ids.length} tokens, the limit is ${MOST - specials}`);
  }

  /** @param {unknown} text @returns {number[]} what the encoder reads */
  #source(text) {
    const ids = this.#encode('text', text, 1);
    if (ids.length) return [...ids, END];
    throw new AttentionError('invalid-size', 'text has 0 tokens, it must have at least 1');
  }

  /** @param {number} id */
  #textOf(id) {
    return this.tokenizer.specials[id] ?? this.tokenizer.decode([id]);
  }

  /** @param {number[]} ids @returns {Tokens} */
  #tokens(ids) {
    return { ids, words: this.tokenizer.words(ids) };
  }

  /** (layers * H, L, S) -> (layers, H, L, S) @param {Tensor} tensor @returns {Tensor} */
  #byLayer({ data, shape: [all, ...rest] }) {
    const { heads } = this.config;
    return { data, shape: [all / heads, heads, ...rest] };
  }

  /** @param {{ candidates: Tensor, candidateProbabilities: Tensor }} reply @returns {Candidate[][]} */
  #candidates({ candidates, candidateProbabilities }) {
    const [rows, count] = candidates.shape;
    return Array.from({ length: rows }, (_, row) => Array.from({ length: count }, (_, i) => {
      const id = candidates.data[row * count + i];
      return { id, text: this.#textOf(id), probability: candidateProbabilities.data[row * count + i] };
    }));
  }

  /** @param {unknown} prefix @returns {number[] | undefined} */
  #checkPrefix(prefix) {
    if (prefix === undefined) return undefined;
    if (!Array.isArray(prefix)) throw new AttentionError('invalid-type', 'prefix is no array, it must be one of token ids');
    if (prefix.length >= MOST)
      throw new AttentionError('too-many-tokens', `prefix has ${prefix.length} tokens, the limit is ${MOST - 1}`);
    return prefix.map((id, i) => checkInteger(`prefix[${i}]`, id, 0, this.config.vocabulary - 1));
  }

  /** @param {string} text @param {TranslateOptions} [options] @returns {Translation} */
  translate(text, options = {}) {
    this.#checkTask('translate', 'translate()');
    const { target, prefix, turnedOff } = checkObject('options', options);
    const source = this.#source(text);
    const edits = tableOf(turnedOff);
    const given = this.#checkPrefix(prefix);
    const reply = this.#call('translate', {
      source: asVector(source),
      said: target === undefined ? undefined : asVector([...this.#encode('target', target, 1), END]),
      prefix: given?.length ? asVector(given) : undefined,
      most: MOST - 1,
      edits,
    });
    const { ids } = reply;
    this.#last = { source, input: [START, ...ids.slice(0, -1)], edits };
    return {
      source: this.#tokens(source),
      target: this.#tokens(ids),
      encoder: this.#byLayer(reply.encoder),
      decoder: this.#byLayer(reply.decoder),
      cross: this.#byLayer(reply.cross),
      candidates: this.#candidates(reply),
      probabilities: reply.probabilities.data,
    };
  }

  /** @param {string} text @param {number} width @returns {Beams} */
  beams(text, width) {
    this.#checkTask('translate', 'beams()');
    const reply = this.#call('beams', {
      source: asVector(this.#source(text)), width: checkInteger('width', width, 1, 8), most: MOST - 1,
    });
    const nodes = reply.ids.map((/** @type {number} */ id, /** @type {number} */ i) => ({
      parent: reply.parents[i] - 1,
      id,
      text: this.#textOf(id),
      logProbability: reply.logProbabilities.data[i],
      isDone: reply.done[i] === 1,
    }));
    return { nodes, best: reply.best };
  }

  /** @param {string} text @param {{ turnedOff?: HeadEdit[] }} [options] @returns {Prediction} */
  predict(text, options = {}) {
    this.#checkTask('language', 'predict()');
    const edits = tableOf(checkObject('options', options).turnedOff);
    const ids = [START, ...this.#encode('text', text, 1)];
    const reply = this.#call('predict', { ids: asVector(ids), edits });
    this.#last = { source: [], input: ids, edits };
    return {
      ids,
      words: this.tokenizer.words(ids),
      decoder: this.#byLayer(reply.decoder),
      surprise: Float32Array.from(ids, (_, i) => i === 0 ? 0 : -Math.log2(reply.probabilities.data[i - 1])),
      next: reply.next.data,
      candidates: this.#candidates(reply),
    };
  }

  /** @param {string} text @param {SampleOptions} [options] */
  sample(text, options = {}) {
    this.#checkTask('language', 'sample()');
    const { temperature = 1, topK, topP = 1, seed = 7, most = 32 } = checkObject('options', options);
    const before = this.#encode('text', text, 2);
    const { ids } = this.#call('sample', {
      ids: before.length ? asVector(before) : undefined,
      temperature: checkNumber('temperature', temperature, 0.01, 100),
      topK: topK === undefined ? 0 : checkInteger('topK', topK, 1, this.config.vocabulary),
      topP: checkNumber('topP', topP, 0, 1),
      seed: checkSeed(seed),
      most: Math.min(checkInteger('most', most, 1, MOST), MOST - 1 - before.length),
    });
    // what the text gains, with the space before it
    const all = this.tokenizer.decode([...before, ...ids]);
    return { ids, text: all.slice(this.tokenizer.decode(before).length) };
  }

  /** @param {Part} part @param {number} layer @param {number} head @returns {Stages} */
  stages(part, layer, head) {
    if (!this.#last) throw new AttentionError('invalid-size', 'stages() was called before any text was given');
    const { source, input, edits } = this.#last;
    const [place] = headOf(part, layer, head);
    return this.#call('stages', {
      source: source.length ? asVector(source) : undefined, input: asVector(input), edits, place, layer, head,
    });
  }

  dispose() {
    if (this.#module) this.#call('releaseModel', {});
    this.#module = null;
  }
}

/** The module, and its memory, is the model's own. @returns {Promise<import('../engine/module.js').Module>} */
async function startModule() {
  const compiled = await compileEngine({}, modules);
  if (compiled) return start(compiled);
  throw new AttentionError('load-failed', 'This browser has no WebAssembly with SIMD, which a trained model needs');
}

/**
 * @param {string | URL} folder of config.json, tokenizer.json and model.safetensors
 * @param {{ onProgress?: (share: number) => void, signal?: AbortSignal }} [options] share: 0 to 1 of the download, where
 *   the host says how long it is; 1 at its end
 * @returns {Promise<Model>}
 * @throws {AttentionError} a sentence; the signal's reason, where that stopped it
 */
export async function loadModel(folder, options = {}) {
  const { onProgress, signal } = checkObject('options', options);
  const base = new URL(String(folder).replace(/\/?$/, '/'), globalThis.document?.baseURI ?? import.meta.url);
  /** @type {(name: string, onBytes?: (bytes: number, all: number) => void) => ReturnType<typeof download>} */
  const get = (name, onBytes) => download(new URL(name, base), signal, onBytes);
  const [module, configBytes, tokenizerBytes, file] = await Promise.all([
    startModule(),
    get('config.json'),
    get('tokenizer.json'),
    get('model.safetensors', (bytes, all) => onProgress?.(all ? Math.min(1, bytes / all) : 0)),
  ]);
  onProgress?.(1);
  const config = readConfig(configBytes);
  const tokenizer = readTokens(tokenizerBytes, config);
  return new TrainedModel(module, giveParameters(module, config, file), config, tokenizer);
}
