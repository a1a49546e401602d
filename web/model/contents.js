// What a model's files say -> what the module is given: checked, because anybody may have made them.
import { AttentionError } from '../engine/error.js';
import { readTokenizer } from '../text/bpe.js';
import { readParameters } from './quantised.js';

/**
 * @typedef {{ task: 'translate' | 'language', layers: number, decoderLayers: number, heads: number, dModel: number,
 *   feedForward: number, vocabulary: number, alignment?: { layer: number, head: number } }} Config
 *   alignment: the head of the cross-attention whose weights say which word stands for which
 */
/** @typedef {import('../engine/module.js').Module} Module */

/** The largest value of each size; more would be no model for a page. */
const MOST = { layers: 64, decoderLayers: 64, heads: 64, dModel: 4096, feedForward: 16384, vocabulary: 2 ** 18 };
const MOST_PARAMETERS = 2 ** 27;

/** @param {string} file @param {string} why @param {unknown} [cause] @returns {never} */
function refuse(file, why, cause) {
  throw new AttentionError('load-failed', `This is not a model: ${file}: ${why}`, { cause });
}

/** @template T @param {string} file @param {() => T} read @returns {T} */
function reading(file, read) {
  try {
    return read();
  } catch (cause) {
    return refuse(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** @param {Uint8Array} bytes */
const textOf = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** @param {Uint8Array} bytes of config.json @returns {Config} */
export function readConfig(bytes) {
  const config = reading('config.json', () => JSON.parse(textOf(bytes)));
  if (config?.task !== 'translate' && config?.task !== 'language') {
    refuse('config.json', `task is ${JSON.stringify(config?.task)}, it must be "translate" or "language"`);
  }
  for (const [name, most] of Object.entries(MOST)) {
    const least = name !== 'layers' ? 1 : 0;
    const value = config[name];
    if (!Number.isInteger(value) || value < least || value > most)
      refuse('config.json', `${name} is ${JSON.stringify(value)}, it must be a whole number from ${least} to ${most}`);
  }
  const { task, layers, decoderLayers, heads, alignment } = config;
  if ((task === 'translate') !== (layers > 0))
    refuse('config.json', `task is "${task}" and layers is ${layers}; a translator has an encoder, a language model none`);
  if (alignment !== undefined) checkHead(alignment, decoderLayers, heads);
  return config;
}

/** @param {any} alignment @param {number} layers @param {number} heads */
function checkHead(alignment, layers, heads) {
  for (const [name, count] of /** @type {const} */ ([['layer', layers], ['head', heads]])) {
    const value = alignment?.[name];
    if (!Number.isInteger(value) || value < 0 || value >= count)
      refuse('config.json', `alignment.${name} is ${JSON.stringify(value)}, it must be a whole number below ${count}`);
  }
}

/** @param {Uint8Array} bytes of tokenizer.json @param {Config} config */
export function readTokens(bytes, { vocabulary }) {
  const tokenizer = reading('tokenizer.json', () => readTokenizer(textOf(bytes)));
  if (tokenizer.size !== vocabulary)
    refuse('tokenizer.json', `it has ${tokenizer.size} tokens, config.json says ${vocabulary}`);
  return tokenizer;
}

/** The sizes as the module takes them. @param {Config} config */
const sizesOf = ({ layers, decoderLayers, heads, dModel, feedForward, vocabulary }) =>
  ({ layers, decoderLayers, heads, dModel, feedForward, vocabulary });

/**
 * @param {Module} module
 * @param {Config} config
 * @param {Uint8Array} file a model.safetensors
 * @returns {number} where the module keeps the model
 */
export function giveParameters(module, config, file) {
  /** @type {{ name: string, shape: number[] }[]} */
  const wanted = module.call('layout', sizesOf(config)).lines.trim().split('\n').map((/** @type {string} */ line) => {
    const [name, ...shape] = line.split(' ');
    return { name, shape: shape.map(Number) };
  });
  const sizes = wanted.map(({ shape }) => shape.reduce((product, extent) => product * extent, 1));
  const count = sizes.reduce((sum, size) => sum + size, 0);
  if (count > MOST_PARAMETERS)
    refuse('config.json', `the model has ${count} parameters, at most ${MOST_PARAMETERS} can be loaded`);
  const found = reading('model.safetensors', () => readParameters(file));
  const data = new Float32Array(count);
  let at = 0;
  wanted.forEach(({ name, shape }, i) => {
    const tensor = found.get(name);
    if (!tensor) return refuse('model.safetensors', `it has no tensor ${name}`);
    if (`${tensor.shape}` !== `${shape}`)
      refuse('model.safetensors', `${name} is (${tensor.shape.join(', ')}), config.json wants (${shape.join(', ')})`);
    if (!tensor.data.every(Number.isFinite)) refuse('model.safetensors', `${name} has a number that is not finite`);
    data.set(tensor.data, at);
    at += sizes[i];
  });
  if (found.size > wanted.length)
    refuse('model.safetensors', `it has ${found.size} tensors, config.json wants ${wanted.length}`);
  return module.call('loadModel', { ...sizesOf(config), parameters: { data, shape: [count] } }).model;
}
