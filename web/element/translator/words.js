/**
 * From the pieces that a model reads to the words that people read. Pure.
 *
 * @import { Word } from '../../text/bpe.js'
 * @import { Tokens } from '../../model/model.js'
 */

/**
 * Weights between words from weights between pieces, as Clark et al. 2019 have it: what a piece gives to a word is the sum
 * over the word's pieces; what a word gives is the mean over its own pieces. A row still adds up to 1.
 * @param {Float32Array} weights row by row, one column for each piece that is attended to
 * @param {readonly Word[]} rows the words that attend
 * @param {readonly Word[]} columns the words that are attended to
 */
export function mergeWeights(weights, rows, columns) {
  const pieces = columns.at(-1)?.last ?? 0;
  const merged = new Float32Array(rows.length * columns.length);
  rows.forEach(({ first, last }, row) => columns.forEach((word, column) => {
    let sum = 0;
    for (let i = first; i < last; i++) for (let j = word.first; j < word.last; j++) sum += weights[i * pieces + j];
    merged[row * columns.length + column] = sum / (last - first);
  }));
  return merged;
}

/**
 * Every piece as a word of its own.
 * @param {Tokens} tokens
 * @param {(ids: number[]) => string} decode
 * @returns {Word[]}
 */
export function piecesOf({ ids, words }, decode) {
  return ids.map((id, i) => {
    const special = words.find(({ first, last }) => first === i && last === i + 1);
    return { text: special?.text ?? decode([id]), first: i, last: i + 1 };
  });
}

/**
 * What a decoder has read when it says these words: the start, and every word but the last, one place later.
 * @param {readonly Word[]} said
 * @param {string} start what stands for the start
 * @returns {Word[]}
 */
export function readBy(said, start) {
  const pieces = said.at(-1)?.last ?? 0;
  const later = said.map(({ text, first, last }) => ({ text, first: first + 1, last: Math.min(last + 1, pieces) }));
  return [{ text: start, first: 0, last: 1 }, ...later.filter(({ first, last }) => first < last)];
}

/**
 * 1 where a word cannot be seen: all of its pieces come after the last piece of the word that looks.
 * @param {readonly Word[]} rows
 * @param {readonly Word[]} columns
 */
export function closedCells(rows, columns) {
  return Uint8Array.from(rows.flatMap(({ last }) => columns.map(({ first }) => Number(first >= last))));
}

/**
 * The words of a text with what stands between them: its parts, in order, add up to the text.
 * @param {string} text
 * @param {readonly Word[]} words in the order of the text; what is not there (an end) is left out
 * @returns {{ before: string, word: number | null, text: string }[]}
 */
export function inLine(text, words) {
  const parts = [];
  let from = 0;
  words.forEach((word, index) => {
    const at = text.indexOf(word.text, from);
    if (at < 0) return;
    parts.push({ before: text.slice(from, at), word: index, text: word.text });
    from = at + word.text.length;
  });
  if (from < text.length) parts.push({ before: text.slice(from), word: null, text: '' });
  return parts;
}

/**
 * How many words two lists begin with in common.
 * @param {readonly Word[]} before
 * @param {readonly Word[]} now
 */
export function inCommon(before, now) {
  const differs = now.findIndex(({ text }, i) => before[i]?.text !== text);
  return differs < 0 ? now.length : differs;
}

/**
 * Where a word, or a piece, is in another list of the same pieces.
 * @param {readonly Word[]} from
 * @param {readonly Word[]} to
 * @param {number} index
 * @returns {number | null}
 */
export function placeIn(from, to, index) {
  const first = from[index]?.first;
  const place = to.findIndex((word) => word.first <= first && first < word.last);
  return place < 0 ? null : place;
}
