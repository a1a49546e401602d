// Stands for a trained language model in the tests of its figure: after each piece it knows an order of what may come, and
// gives 1/2 to the first, 1/4 to the second and so on, so that every surprise is a whole number of bits.
/**
 * @typedef {import('../../web/model/model.js').Model} Model
 * @typedef {import('../../web/model/model.js').Prediction} Prediction
 * @typedef {import('../../web/text/bpe.js').Word} Word
 */

const [LAYERS, HEADS] = [2, 4];
const SPECIALS = ['<pad>', '<s>', '</s>'];
const PIECES = [...SPECIALS, 'I', ' ate', ' an', ' the', ' app', 'le', ' pear', '.', ' and', ' we', ' a', ' to', ' of'];

/** What comes after a piece, the likeliest first; all others follow in the order of PIECES. @type {Record<string, string[]>} */
const AFTER = {
  '<s>': ['I'], I: [' ate'], ' ate': [' an', ' the'], ' an': [' app', ' pear'], ' the': [' pear', ' app'], ' app': ['le'],
  le: ['.', ' and'], ' pear': ['.', ' and'], '.': ['</s>'], ' and': [' an', ' the'],
};

const decode = (/** @type {readonly number[]} */ ids) => ids.filter((id) => id > 2).map((id) => PIECES[id]).join('').replace(/^ /, '');

/** @param {string} text */
function encode(text) {
  const ids = [];
  for (let rest = ` ${text}`.replace(/^ I/, 'I').replace(/^ $/, ''); rest; ) {
    const [longest = ''] = PIECES.filter((piece, i) => i > 2 && rest.startsWith(piece)).sort((a, b) => b.length - a.length);
    const id = PIECES.indexOf(longest);
    if (id < 0) throw new RangeError(`the text has a word that this model does not know: “${rest}”`);
    ids.push(id);
    rest = rest.slice(PIECES[id].length);
  }
  return ids;
}

/** @param {readonly number[]} ids @returns {Word[]} */
function words(ids) {
  /** @type {Word[]} */
  const all = [];
  ids.forEach((id, i) => {
    const before = all.at(-1);
    if (before && PIECES[id] === 'le') all[all.length - 1] = { ...before, text: `${before.text}le`, last: i + 1 };
    else all.push({ text: PIECES[id].trim(), first: i, last: i + 1 });
  });
  return all;
}

/** Every piece by its probability after another one; heads that are switched off let the second come first. @param {number} id @param {boolean} off */
function orderAfter(id, off) {
  const known = (AFTER[PIECES[id]] ?? []).map((piece) => PIECES.indexOf(piece));
  const order = [...known, ...PIECES.keys()].filter((one, i, all) => all.indexOf(one) === i);
  return off && known.length > 1 ? [order[1], order[0], ...order.slice(2)] : order;
}

const shareOf = (/** @type {number} */ rank) => 2 ** -Math.min(rank + 1, PIECES.length - 1);

/** 0.7 of a row on a piece some places before, the rest on all that may be seen. @param {number} length */
function weightsOf(length) {
  const data = new Float32Array(LAYERS * HEADS * length * length);
  for (let head = 0; head < LAYERS * HEADS; head++) {
    for (let row = 0; row < length; row++) {
      const at = Math.max(0, row - (head % HEADS));
      for (let column = 0; column <= row; column++) {
        data[(head * length + row) * length + column] = 0.3 / (row + 1) + (column === at ? 0.7 : 0);
      }
    }
  }
  return { data, shape: [LAYERS, HEADS, length, length] };
}

/** @returns {Model} */
export function languageModel() {
  /** @type {Prediction | null} */
  let last = null;
  /** @type {Model['predict']} */
  const predict = (text, { turnedOff = [] } = {}) => {
    const ids = [1, ...encode(text)];
    const orders = ids.map((id) => orderAfter(id, turnedOff.length > 0));
    const next = new Float32Array(PIECES.length);
    (/** @type {number[]} */ (orders.at(-1))).forEach((id, rank) => { next[id] = shareOf(rank); });
    return (last = {
      ids,
      words: words(ids),
      decoder: weightsOf(ids.length),
      surprise: Float32Array.from(ids, (id, i) => (i === 0 ? 0 : -Math.log2(shareOf(orders[i - 1].indexOf(id))))),
      next,
      candidates: orders.map((order) => order.slice(0, 5).map((id, rank) => ({ id, text: PIECES[id].trim(), probability: shareOf(rank) }))),
    });
  };
  return {
    config: { task: 'language', layers: 0, decoderLayers: LAYERS, heads: HEADS, dModel: 128, feedForward: 512, vocabulary: PIECES.length },
    tokenizer: { size: PIECES.length, specials: SPECIALS, encode, decode, words, normalize: (text) => text },
    predict,
    sample: (text, { seed = 7, most = 32 } = {}) => {
      const before = [1, ...encode(text)];
      const ids = [];
      for (let id = before.at(-1) ?? 1; ids.length < most; ids.push(id)) {
        id = orderAfter(id, seed % 2 === 0)[0];
        if (id === 2) break;
      }
      return { ids, text: decode([...before, ...ids]).slice(decode(before).length) };
    },
    stages: (_part, layer, head) => {
      const { shape: [, heads, length], data } = /** @type {Prediction} */ (last).decoder;
      const from = (layer * heads + head) * length ** 2;
      const wave = { data: Float32Array.from({ length: length * 8 }, (_, i) => Math.sin(i)), shape: [length, 8] };
      const weights = { data: data.slice(from, from + length ** 2), shape: [length, length] };
      return { q: wave, k: wave, v: wave, scores: weights, weights, output: wave };
    },
    translate: () => { throw new Error('this model translates nothing'); },
    beams: () => { throw new Error('this model translates nothing'); },
    dispose: () => {},
  };
}
