/**
 * Where words and characters begin and end, by the rules of Unicode (UAX #29): the browser's own Intl.Segmenter,
 * or, in the few browsers without it (Firefox before 125), two patterns that follow the main rules.
 */

/** @typedef {'word' | 'grapheme'} Granularity */

/** @type {Partial<Record<Granularity, Intl.Segmenter>>} */
const segmenters = {}; // making one costs more than using it, so each is made once

const WINDOW = 512; // UTF-16 units: the time that an engine takes grows with the square of what it is given at once
const MARGIN = 64; // what lies closer to a window's end may be cut otherwise once the rest is seen

/** An English word or a number, with marks around it, or nothing but marks. */
const PLAIN = /^([!-/:-@[-^`{-~]*)([0-9A-Za-z]*)([!-/:-@[-^`{-~]*)$/;

/**
 * @param {string} text
 * @param {Granularity} granularity
 * @returns {string[]} pieces that join to the text
 */
export function segments(text, granularity) {
  const plain = granularity === 'word' && PLAIN.exec(text);
  if (plain) { // what needs no dictionary does not wait for the browser to load its own
    const [, before, word, after] = plain;
    return [...before, word, ...after].filter(Boolean);
  }
  if (typeof Intl.Segmenter !== 'function') {
    return segmentsByPattern(text, granularity);
  }
  const segmenter = (segmenters[granularity] ??= new Intl.Segmenter(undefined, { granularity }));
  /** @type {string[]} */
  const pieces = [];
  let length = WINDOW;
  for (let start = 0; start < text.length; ) {
    const atEnd = start + length >= text.length;
    const sure = atEnd ? length : length - MARGIN;
    let end = 0;
    for (const { index, segment } of segmenter.segment(text.slice(start, start + length))) {
      if (index + segment.length > sure) {
        break;
      }
      pieces.push(segment);
      end = index + segment.length;
    }
    start += end;
    length = end > 0 ? WINDOW : 2 * length; // a piece longer than the window: look further
  }
  return pieces;
}

const MARKS = String.raw`[\p{M}\p{EMod}\u200c\u200d]*`; // accents, skin tones, joiners: they lean on what stands before
const JOINED = String.raw`(?:\p{ExtPict}[\p{M}\p{EMod}]*\u200d(?=\p{ExtPict}))*`; // the first members of a joined emoji
const GRAPHEME = String.raw`\r\n|\p{RI}{2}|${JOINED}[^]${MARKS}`;
// No dictionary here: a Chinese or Japanese character stands alone.
const LETTERS = String.raw`(?:(?![\p{Ideographic}\p{Script=Hiragana}])\p{L}${MARKS})+`;
const NUMBER = String.raw`(?:\p{N}${MARKS})+`;
const WORD = `(?:${LETTERS}(?:['’.]${LETTERS})*|${NUMBER}(?:['’.,]${NUMBER})*|_)+`;

/** @type {Record<Granularity, RegExp>} */
const PATTERNS = { grapheme: new RegExp(GRAPHEME, 'gu'), word: new RegExp(`${WORD}|${GRAPHEME}`, 'gu') };

/**
 * The same without Intl.Segmenter.
 * @param {string} text
 * @param {Granularity} granularity
 * @returns {string[]} pieces that join to the text
 */
export function segmentsByPattern(text, granularity) {
  return text.match(PATTERNS[granularity]) ?? [];
}
