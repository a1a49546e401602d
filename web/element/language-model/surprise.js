/**
 * Surprise in bits: of a word that of its pieces together, and of a text the mean of all pieces, which is its loss. Pure.
 *
 * @import { Word } from '../../text/bpe.js'
 */

/**
 * @param {Float32Array} surprise of each piece
 * @param {readonly Word[]} words
 */
export function surpriseOfWords(surprise, words) {
  return words.map(({ first, last }) => surprise.subarray(first, last).reduce((sum, bits) => sum + bits, 0));
}

/**
 * @param {Float32Array} surprise of each piece, the first being the start, which nobody has to expect
 * @returns {number} 0 where there is nothing but the start
 */
export function meanSurprise(surprise) {
  const sum = surprise.reduce((total, bits) => total + bits, 0);
  return surprise.length > 1 ? sum / (surprise.length - 1) : 0;
}
