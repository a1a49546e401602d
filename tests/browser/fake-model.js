// Stands for web/model/model.js in the tests of the models' figures. The translator knows a few words, and where each comes from.
import { languageModel } from './fake-language-model.js';

/**
 * @typedef {import('../../web/model/model.js').Model} Model
 * @typedef {import('../../web/model/model.js').Translation} Translation
 * @typedef {import('../../web/text/bpe.js').Word} Word
 */

/** Pieces of a word, and its French as [piece, ...]; a piece that begins with a space begins a word. @type {Record<string, [string[], string[]]>} */
const DICTIONARY = {
  I: [['I'], [" J'"]],
  ate: [[' ate'], ['ai', ' man', 'gé']],
  an: [[' an'], [' une']],
  the: [[' the'], [' la']],
  apple: [[' app', 'le'], [' pom', 'me']],
  pear: [[' pear'], [' poire']],
  '.': [['.'], ['.']],
};
const PIECES = ['<pad>', '<s>', '</s>', ...new Set(Object.values(DICTIONARY).flat(2))];
const idOf = (/** @type {string} */ piece) => {
  if (!PIECES.includes(piece)) PIECES.push(piece);
  return PIECES.indexOf(piece);
};

/** @param {number[]} ids @returns {Word[]} */
function wordsOf(ids) {
  /** @type {Word[]} */
  const words = [];
  ids.forEach((id, i) => {
    const piece = PIECES[id];
    const before = words.at(-1);
    const begins = !before || /^[ .<]/.test(piece) || before.text.endsWith("'");
    if (begins) words.push({ text: piece.trim(), first: i, last: i + 1 });
    else words[words.length - 1] = { ...before, text: before.text + piece, last: i + 1 };
  });
  return words;
}

const tokens = (/** @type {number[]} */ ids) => ({ ids, words: wordsOf(ids) });
const wordsIn = (/** @type {string} */ text) => text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

const LAYERS = 3;
const HEADS = 4;

/** Rows that add up to 1: mostly on one column, the rest on all that may be seen. @param {number} rows @param {number} columns @param {(row: number) => number} main @param {boolean} [causal] */
function heads(rows, columns, main, causal = false) {
  const data = new Float32Array(LAYERS * HEADS * rows * columns);
  for (let head = 0; head < LAYERS * HEADS; head++) {
    for (let row = 0; row < rows; row++) {
      const open = causal ? row + 1 : columns;
      const share = 0.9 - 0.07 * head;
      const at = Math.min(open - 1, Math.max(0, main(row) - (head % HEADS)));
      for (let column = 0; column < open; column++) {
        data[(head * rows + row) * columns + column] = (1 - share) / open + (column === at ? share : 0);
      }
    }
  }
  return { data, shape: [LAYERS, HEADS, rows, columns] };
}

/** @returns {Promise<Model>} */
export async function loadModel(/** @type {string | URL} */ folder, { onProgress = () => {} } = /** @type {any} */ ({})) {
  if (String(folder).includes('missing')) throw new Error(`${folder}config.json: 404`);
  for (const share of [0.2, 0.6, 1]) {
    onProgress(share);
    while (String(folder).includes('held') && !('letGo' in globalThis)) await new Promise((then) => setTimeout(then, 20));
  }
  if (String(folder).includes('language')) return languageModel();
  const decode = (/** @type {readonly number[]} */ ids) => ids.filter((id) => id > 2).map((id) => PIECES[id]).join('').trim();
  /** @type {number[]} */
  let aligned = [];
  /** @type {Model['translate']} */
  const translate = (text, { target, prefix = [], turnedOff = [] } = {}) => {
    const words = wordsIn(text);
    if (words.length > 128) throw new RangeError(`the text has ${words.length} tokens, at most 128 can be read`);
    /** @type {number[]} */ const source = [];
    /** @type {[number, number][]} id, and the place of the English piece it comes from */ const said = [];
    for (const word of words) {
      const [english, french] = DICTIONARY[word] ?? [[` ${word}`], [` ${word}e`]];
      for (const piece of french) said.push([idOf(turnedOff.length && word === 'apple' ? piece.replace(' pom', ' fig').replace('me', 'ue') : piece), source.length]);
      source.push(...english.map(idOf));
    }
    source.push(2);
    said.push([2, source.length - 1]);
    if (prefix.length) said.splice(0, prefix.length, ...prefix.map((id, i) => /** @type {[number, number]} */ ([id, said[i]?.[1] ?? 0])));
    const typed = target === undefined ? null : [...wordsIn(target).map((word) => idOf(` ${word}`)), 2];
    const ids = typed ?? said.map(([id]) => id);
    const places = ids.map((_, i) => said[Math.min(i, said.length - 1)][1]);
    aligned = places;
    const others = [' une', ' poire', ' man', '.'].map(idOf);
    return {
      source: tokens(source),
      target: tokens(ids),
      encoder: heads(source.length, source.length, (row) => row),
      decoder: heads(ids.length, ids.length, (row) => row, true),
      cross: heads(ids.length, source.length, (row) => places[row]),
      probabilities: Float32Array.from(ids, () => 0.8),
      candidates: ids.map((id) => [id, ...others.filter((other) => other !== id)].slice(0, 5)
        .map((one, i) => ({ id: one, text: PIECES[one].trim(), probability: [0.8, 0.1, 0.05, 0.02, 0.01][i] }))),
    };
  };
  /** @type {Model['stages']} */
  const stages = (part, layer, head) => {
    const [rows, width] = [aligned.length, 8];
    const wave = (/** @type {number} */ count) => ({ data: Float32Array.from({ length: count * width }, (_, i) => Math.sin(i + layer + head)), shape: [count, width] });
    const last = /** @type {Translation} */ (latest);
    const all = last[part];
    const [, , r, c] = all.shape;
    const weights = { data: all.data.slice(0, r * c), shape: [r, c] };
    return { q: wave(r), k: wave(c), v: wave(c), scores: { data: weights.data.map((w) => w * 3 - 1), shape: [r, c] }, weights, output: wave(r), rows };
  };
  /** @type {Translation | null} */
  let latest = null;
  return {
    config: {
      task: 'translate', layers: LAYERS, decoderLayers: LAYERS, heads: HEADS, dModel: 128,
      feedForward: 512, vocabulary: 4096, alignment: { layer: 1, head: 0 },
    },
    tokenizer: /** @type {any} */ ({ decode }),
    translate: (...given) => (latest = translate(...given)),
    stages,
    beams: () => {
      const nodes = [[-1, " J'", -0.1], [0, 'ai', -0.2], [1, ' man', -0.4], [2, 'gé', -0.4], [3, ' une', -0.6], [4, ' pom', -0.9], [5, 'me', -0.9], [6, '.', -1], [7, '</s>', -1.1],
        [3, ' la', -2], [9, ' pom', -2.2], [10, 'me', -2.3], [11, '</s>', -2.6], [4, ' poire', -3], [-1, ' man', -4]];
      return {
        nodes: nodes.map(([parent, text, logProbability]) => ({
          parent: Number(parent), id: idOf(String(text)), text: String(text).trim(), logProbability: Number(logProbability), isDone: text === '</s>',
        })),
        best: 8,
      };
    },
    predict: () => { throw new Error('this model translates'); },
    sample: () => { throw new Error('this model translates'); },
    dispose: () => {},
  };
}
