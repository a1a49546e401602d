/**
 * Byte-pair encoding, from the tokenizer.json that attention-train writes: src/tokenizer/tokenizer.hpp says what it
 * does, and both give the same ids for every text. Pure: no network.
 */

/** A word as the reader sees it ("don't", "l'", "pomme", "?"), and its pieces [first, last).
 * @typedef {{ text: string, first: number, last: number }} Word */

/**
 * @typedef {object} Tokenizer
 * @property {number} size how many ids there are
 * @property {readonly string[]} specials '<pad>', '<s>' and '</s>', ids 0, 1 and 2
 * @property {(text: string) => number[]} encode no text becomes one of the specials; half a surrogate pair is U+FFFD
 * @property {(ids: readonly number[]) => string} decode decode(encode(text)) is normalize(text); what is no id
 *   says nothing
 * @property {(ids: readonly number[]) => Word[]} words every id belongs to one word; specials are words of their own
 * @property {(text: string) => string} normalize the text as it is encoded
 */

const SPECIALS = ['<pad>', '<s>', '</s>'];

/** The 256 bytes in the order of their ids: first those that Latin-1 shows, then the others. */
const BYTES = [...Array(256).keys()];
const isShown = (/** @type {number} */ byte) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
const SHOWN = BYTES.filter(isShown);
const BYTE_ORDER = [...SHOWN, ...BYTES.filter((byte) => !isShown(byte))];

/** GPT-2's way to write a byte as a character: @type {Map<number, number>} from the character's code to the byte */
const BYTE_OF = new Map(BYTE_ORDER.map((byte, i) => [i < SHOWN.length ? byte : 0x100 + i - SHOWN.length, byte]));

const MARKS = '\u00a0-\u00bf\u00d7\u00f7\u2010-\u206f\u20a0-\u20cf\u2e00-\u2e7f\u3000-\u303f';
const LETTER = String.raw`[^\x00-@\[-\x60{-\x7F${MARKS}]`;
const MARK = String.raw`[\x00-\x08\x0B\x0C\x0E-\x1F!-/:-@\[-\x60{-\x7F${MARKS}]`;
/** The rule of src/tokenizer/chunks.hpp. */
const CHUNK =
  ` ?(?:[cdjlmnstCDJLMNST]|${LETTER}{0,20}[qQ][uU])'(?=${LETTER})|[ '-]?${LETTER}{1,32}` +
  String.raw`| ?[0-9]| ?(?:\.{1,32}|[?!]{1,32}|${MARK})|[ \t\n\r]`;

/**
 * The rules of src/tokenizer/normalize.hpp after its first, which joins letters with their accents.
 * @type {[string, string][]}
 */
const RULES = [
  ['[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]', ' '],
  ['[\u00ad\u200b\u2060\ufeff]', ''],
  ['[‘’ʼ′´]', "'"],
  ['« ?| ?»|[“”„″]', '"'],
  ['[\u2010\u2011]', '-'],
  ['…', '...'],
];
const ACCENTED = 'àâäçéèêëîïôöùûüÿÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ';

/** What the file must say beside its vocabulary and merges: all of it is fixed in the code above. */
const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
const FIXED = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: SPECIALS.map((content, id) => ({
    ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  })),
  normalizer: {
    type: 'Sequence',
    normalizers: [
      ...[...ACCENTED].map((both) => replacement({ String: both.normalize('NFD') }, both)),
      ...RULES.map(([pattern, content]) => replacement({ Regex: pattern }, content)),
      { type: 'Prepend', prepend: ' ' },
    ],
  },
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [{ type: 'Split', pattern: { Regex: CHUNK }, behavior: 'Isolated', invert: false }, BYTE_LEVEL],
  },
  post_processor: null,
  decoder: { type: 'Sequence', decoders: [BYTE_LEVEL, { type: 'Strip', content: ' ', start: 1, stop: 0 }] },
};

/** @param {{ String: string } | { Regex: string }} pattern @param {string} content */
function replacement(pattern, content) {
  return { type: 'Replace', pattern, content };
}

const chunkPattern = new RegExp(CHUNK, 'gu');
const accentPatterns = [...ACCENTED].map((both) => /** @type {const} */ ([both.normalize('NFD'), both]));
const rulePatterns = RULES.map(([pattern, content]) => /** @type {const} */ ([new RegExp(pattern, 'gu'), content]));
const ASCII = /^[\0-\x7f]*$/;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** @param {string} text */
export function normalize(text) {
  if (ASCII.test(text)) return text;
  let normal = text.replace(LONE_SURROGATE, '\ufffd');
  for (const [apart, both] of accentPatterns) normal = normal.replaceAll(apart, both);
  for (const [pattern, content] of rulePatterns) normal = normal.replace(pattern, content);
  return normal;
}

/**
 * @param {string} json a tokenizer.json
 * @returns {Tokenizer}
 * @throws {Error} a sentence, where the file is not as attention-train writes it
 */
export function readTokenizer(json) {
  const { vocabulary, merges } = contents(json);

  /** The bytes of each id. @type {Uint8Array[]} */
  const pieces = SPECIALS.map(() => new Uint8Array());
  /** @type {Map<string, number>} by the piece as the file writes it */
  const ids = new Map();
  const add = (/** @type {string} */ shown) => {
    const known = ids.get(shown);
    if (known !== undefined) return known;
    ids.set(shown, pieces.length);
    return pieces.push(Uint8Array.from(shown, (c) => BYTE_OF.get(c.charCodeAt(0)) ?? 0)) - 1;
  };
  const shownBytes = [...BYTE_OF.keys()].map((code) => String.fromCharCode(code));
  shownBytes.forEach(add);
  const idOfByte = new Map(BYTE_ORDER.map((byte, i) => [byte, SPECIALS.length + i]));

  /** By left * 2^20 + right. @type {Map<number, { rank: number, result: number }>} */
  const joins = new Map();
  const keyOf = (/** @type {number} */ left, /** @type {number} */ right) => left * 2 ** 20 + right;
  merges.forEach((merge, rank) => {
    const [left, right, more] = typeof merge === 'string' ? merge.split(' ') : [];
    const [leftId, rightId] = [ids.get(left), ids.get(right)];
    if (leftId === undefined || rightId === undefined || more !== undefined) {
      throw new Error(
        `merge ${rank} of the tokenizer, ${JSON.stringify(merge)}, does not join two pieces made before it`);
    }
    joins.set(keyOf(leftId, rightId), { rank, result: add(left + right) });
  });
  checkVocabulary(vocabulary, [...SPECIALS, ...ids.keys()]);

  /** @param {string} chunk @returns {number[]} */
  const encodeChunk = (chunk) => {
    const list = Array.from(new TextEncoder().encode(chunk), (byte) => idOfByte.get(byte) ?? 0);
    // The pair that was learnt first is joined first, from the left where it stands twice.
    for (;;) {
      let place = -1;
      let best = { rank: Infinity, result: 0 };
      for (let i = 0; i + 1 < list.length; ++i) {
        const join = joins.get(keyOf(list[i], list[i + 1]));
        if (join && join.rank < best.rank) [best, place] = [join, i];
      }
      if (place < 0) return list;
      list.splice(place, 2, best.result);
    }
  };

  /** @param {readonly number[]} list */
  const bytesOf = (list) => {
    const found = list.map((id) => pieces[id] ?? pieces[0]);
    const bytes = new Uint8Array(found.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of found) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  };
  const textOf = (/** @type {readonly number[]} */ list) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(list));

  /** @type {Tokenizer} */
  const tokenizer = {
    size: pieces.length,
    specials: SPECIALS,
    normalize,
    encode(text) {
      const normal = normalize(text);
      return normal === '' ? [] : (` ${normal}`.match(chunkPattern) ?? []).flatMap(encodeChunk);
    },
    decode: (list) => textOf(list).replace(/^ /, ''),
    words(list) {
      /** @type {Word[]} */
      const words = [];
      for (let i = 0; i < list.length; ) {
        if (list[i] < SPECIALS.length) {
          words.push({ text: SPECIALS[list[i]], first: i, last: ++i });
          continue;
        }
        const first = i;
        while (i < list.length && !(list[i] < SPECIALS.length)) ++i;
        words.push(
          ...wordsOf(list.slice(first, i).map((id) => pieces[id] ?? pieces[0]), textOf(list.slice(first, i)), first));
      }
      return words;
    },
  };
  return tokenizer;
}

const BLANK = /^[ \t\n\r]*$/;
const CONTINUES = new RegExp(`^'${LETTER}`, 'u'); // "'t" and "'hui", which a reader sees as a part of the word before
const EDGES = /^[ \t\n\r]+|[ \t\n\r]+$/g;

/**
 * @param {Uint8Array[]} pieces
 * @param {string} text what they say together
 * @param {number} first the index of the first piece
 * @returns {Word[]}
 */
function wordsOf(pieces, text, first) {
  /** White space and what continues a word go with what stands before; white space at the start with what follows.
   * @type {string[]} */
  const places = [];
  for (const chunk of text.match(chunkPattern) ?? []) {
    const before = places.at(-1);
    if (before === undefined || !(BLANK.test(chunk) || CONTINUES.test(chunk) || BLANK.test(before))) places.push(chunk);
    else places[places.length - 1] += chunk;
  }

  // A piece belongs to the word in which it begins.
  /** @type {Word[]} */
  const words = [];
  let piece = 0;
  let at = 0; // in bytes
  let end = 0;
  for (const place of places) {
    end += new TextEncoder().encode(place).length;
    const from = piece;
    while (piece < pieces.length && at < end) at += pieces[piece++].length;
    if (piece > from) words.push({ text: place.replace(EDGES, ''), first: first + from, last: first + piece });
  }
  return words;
}

/** @param {string} json @returns {{ vocabulary: unknown, merges: unknown[] }} */
function contents(json) {
  /** @type {any} */
  let file;
  try {
    file = JSON.parse(json);
  } catch (error) {
    throw new Error(`the tokenizer is no JSON: ${/** @type {Error} */ (error).message}`, { cause: error });
  }
  for (const [name, wanted] of Object.entries(FIXED)) {
    if (!file || canonical(file[name]) !== canonical(wanted)) {
      throw new Error(`the tokenizer's "${name}" is not what attention-train writes`);
    }
  }
  const model = file.model ?? {};
  if (model.type !== 'BPE' || !Array.isArray(model.merges))
    throw new Error('the tokenizer has no list model.merges of type BPE');
  if (model.merges.length >= 2 ** 20)
    throw new Error(`the tokenizer has ${model.merges.length} merges, at most ${2 ** 20 - 1} can be read`);
  return { vocabulary: model.vocab, merges: model.merges };
}

/**
 * The same text for the same value, in whatever order an object's members stand.
 * @param {unknown} value
 * @returns {string}
 */
function canonical(value) {
  return JSON.stringify(value, (_, each) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** @param {unknown} vocabulary @param {string[]} wanted */
function checkVocabulary(vocabulary, wanted) {
  const found = vocabulary && typeof vocabulary === 'object' ? Object.entries(vocabulary) : [];
  if (found.length !== wanted.length) {
    throw new Error(`the tokenizer's vocabulary has ${found.length} pieces, its merges make ${wanted.length}`);
  }
  for (const [piece, id] of found) {
    if (wanted[/** @type {number} */ (id)] !== piece) {
      throw new Error(
        `the tokenizer's vocabulary gives ${JSON.stringify(piece)} the id ${id}, which its merges do not`);
    }
  }
}
