/**
 * Numbers that a reader or a page brings: ready weights, or Q, K and V, from which the engine computes the rest. A part
 * that is loaded when it is first needed.
 *
 * @import { Engine, Tensor } from '../engine/engine.js'
 * @import { Own as Numbers } from '../format/own.js'
 * @import { Model, Sentences } from './compute.js'
 * @import { Later } from './languages/en.js'
 * @import { State } from './options.js'
 */
import { loadEngine } from '../engine/engine.js';
import { checkOwn } from '../format/own.js';
import { sentenceOf } from './dialog.js';
import { originOf } from './origin.js';

export { open } from './own-menu.js';

/** What still has a say: over weights, only how they look; over Q, K and V, what softmax gets, too. */
const LOOKS = ['head', 'stage', 'view', 'theme', 'controls', 'alt', 'permalink', 'loading'];
const SOFTMAX = ['mask', 'mask-size', 'scale', 'temperature'];

/** @type {Promise<Engine> | null} */
let engine = null;

/**
 * @param {unknown} given
 * @param {Later} words
 * @throws {RangeError} a sentence
 */
export function take(given, words) {
  try {
    return new Own(checkOwn(given), originOf(given) ?? words.own.page);
  } catch (reason) {
    throw new RangeError(sentenceOf(reason), { cause: reason });
  }
}

export class Own {
  #numbers;

  /**
   * @param {Numbers} numbers
   * @param {string} origin
   */
  constructor(numbers, origin) {
    this.#numbers = numbers;
    this.origin = origin;
    const { tokens, keyTokens } = numbers;
    const same = tokens.join('\n') === keyTokens.join('\n');
    this.tokens = tokens;
    this.keyTokens = same ? tokens : keyTokens;
    const words = (/** @type {string[]} */ shown) => ({ shown, total: shown.length });
    /** @type {Sentences} */
    this.sentences = { queries: words(tokens), keys: same ? null : words(keyTokens) };
    const [heads, , width] = ('weights' in numbers ? numbers.weights : numbers.q).shape;
    this.heads = heads;
    this.dModel = 'weights' in numbers ? heads : heads * width;
    this.options = 'weights' in numbers ? LOOKS : [...LOOKS, ...SOFTMAX];
  }

  /**
   * What an option is here: the sentence's do not count.
   * @param {string} name
   * @param {string | null} text of the attribute
   */
  attribute(name, text) {
    if (name === 'heads' || name === 'd-model') return String(this.heads);
    if (name === 'head' && Number(text) > this.heads) return null;
    return this.options.includes(name) ? text : null;
  }

  /** @param {State} state @returns {State} */
  adopt(state) {
    const controls = state.controls?.filter((name) => this.options.includes(name) || name === 'save' || name === 'own') ?? null;
    return { ...state, own: this, dModel: this.dModel, keysText: this.sentences.keys && '', controls };
  }

  /** @param {State} state @returns {Promise<Model>} */
  async compute(state) {
    const { tokens, keyTokens } = this;
    const numbers = this.#numbers;
    if ('weights' in numbers) return { state, tokens, keyTokens, tensors: { weights: numbers.weights }, fullyMaskedRows: [] };
    engine ??= loadEngine().catch((reason) => {
      engine = null;
      throw reason;
    });
    return { state, tokens, keyTokens, ...attend(await engine, state, numbers) };
  }
}

/**
 * @param {Engine} engine
 * @param {State} state
 * @param {{ q: Tensor, k: Tensor, v: Tensor }} numbers (H, L, D), (H, S, D) and (H, S, Dv)
 */
function attend(engine, { mask, maskSize, scale, temperature }, { q, k, v }) {
  const [heads, queries, width] = q.shape;
  const keys = k.shape[1];
  const keep = Array.from({ length: keys }, (_, key) => key < keys - maskSize);
  const masks = {
    none: () => ({}),
    causal: () => ({ isCausal: true }),
    padding: () => ({ attnMask: engine.paddingMask({ queries, keep }) }),
    window: () => ({ attnMask: engine.slidingWindowMask({ queries, keys, window: maskSize }) }),
  };
  const options = { ...masks[mask](), scale: (scale ? 1 / Math.sqrt(width) : 1) / temperature };
  const traces = Array.from({ length: heads }, (_, head) => engine.scaledDotProductAttention({
    query: planeOf(q, head), key: planeOf(k, head), value: planeOf(v, head), ...options,
  }));
  const joined = (/** @type {'scores' | 'scaled' | 'masked' | 'weights' | 'output'} */ name) => stack(traces.map((trace) => trace[name]));
  return {
    tensors: {
      q, k, v, scores: joined('scores'), scaled: joined('scaled'), masked: joined('masked'), weights: joined('weights'),
      heads: joined('output'),
    },
    fullyMaskedRows: traces[0].fullyMaskedRows,
  };
}

/** @param {Tensor} tensor (H, rows, columns) @param {number} head @returns {Tensor} */
function planeOf({ data, shape: [, rows, columns] }, head) {
  return { data: data.slice(head * rows * columns, (head + 1) * rows * columns), shape: [rows, columns] };
}

/** @param {Tensor[]} planes of one shape @returns {Tensor} */
function stack(planes) {
  const [{ data, shape }] = planes;
  const all = new Float32Array(planes.length * data.length);
  planes.forEach((plane, i) => all.set(plane.data, i * data.length));
  return { data: all, shape: [planes.length, ...shape] };
}
