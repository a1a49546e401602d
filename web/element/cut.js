/**
 * The sentences of a state, cut into tokens.
 *
 * @import { Sentences } from './compute.js'
 * @import { State } from './options.js'
 */
import { tokenize } from '../text/tokenize.js';

/** A longer text is cut before it is tokenized, so that a pasted book does not stop the page. */
const LONGEST_TEXT = 200_000;

/**
 * @param {State} state
 * @returns {Sentences}
 */
export function cutSentences({ text, keysText, tokenizer, maxTokens, listing }) {
  const words = (/** @type {string} */ sentence) => {
    const tokens = tokenize(sentence.slice(0, LONGEST_TEXT), tokenizer);
    return { shown: tokens.slice(0, maxTokens).map((token) => token.text), total: tokens.length };
  };
  return { queries: words(text), keys: keysText === null || listing !== 'none' ? null : words(keysText) };
}
