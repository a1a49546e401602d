import { segments } from './segments.js';

/**
 * A token and where it stands in the text, in UTF-16 units (as String.prototype.slice counts).
 * @typedef {{ text: string, start: number, end: number }} Token
 */

const LONE_SURROGATE = /\p{Surrogate}/gu;
const INVISIBLE = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]*$/u; // spaces, controls, joiners, marks of direction
const TOGETHER = /([.…。]{2,}|\p{Dash_Punctuation}{2,}|[?!？！؟]{2,})/u; // "...", "——", "?!": read as one mark

/**
 * Cuts a text into the tokens that the figure shows.
 *
 * - `words`: words as Unicode and the browser's dictionaries know them (Chinese, Japanese and Thai need no spaces);
 *   a punctuation mark is a token of its own, but "...", "——" and "?!" are one each.
 * - `spaces`: what stands between white space.
 * - `characters`: what a reader calls a character (grapheme cluster), white space included: they join to the text.
 *
 * For words and spaces, what has nothing to see (white space, a lone joiner) is no token; a lone accent is one.
 * Half a surrogate pair is read as U+FFFD, as everywhere on the web.
 *
 * @param {string} text
 * @param {'words' | 'spaces' | 'characters'} kind
 * @returns {Token[]} in the order of the text
 */
export function tokenize(text, kind) {
  const wellFormed = text.replace(LONE_SURROGATE, '\uFFFD');
  if (kind === 'characters') {
    return place(segments(wellFormed, 'grapheme'), 0);
  }
  const runs = [...wellFormed.matchAll(/\S+/g)];
  return runs
    .flatMap(({ 0: run, index }) => place(kind === 'spaces' ? [run] : words(run), index))
    .filter((token) => !INVISIBLE.test(token.text));
}

/**
 * @param {string[]} pieces neighbours in the text
 * @param {number} start where the first one stands
 * @returns {Token[]}
 */
function place(pieces, start) {
  let end = start;
  return pieces.map((text) => ({ text, start: end, end: (end += text.length) }));
}

/** What runs were cut into: while a text is typed, all but one of them stay as they are. @type {Map<string, string[]>} */
const known = new Map();
const MEMORY = 1_000_000; // UTF-16 units
let remembered = 0;

/**
 * @param {string} run without white space
 * @returns {string[]} pieces that join to the run
 */
function words(run) {
  let pieces = known.get(run);
  if (!pieces) {
    // Splitting by a pattern with a group puts what the group matched at the odd places.
    pieces = run.split(TOGETHER).flatMap((part, i) => (i % 2 === 1 ? [part] : segments(part, 'word')));
    if ((remembered += run.length) > MEMORY) {
      known.clear();
      remembered = run.length;
    }
    known.set(run, pieces);
  }
  return pieces;
}
