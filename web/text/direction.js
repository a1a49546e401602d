const STRONG = /[\p{L}\u200e\u200f]/u; // letters, and the two marks that stand for one
// The blocks of Unicode that are kept for scripts written from right to left.
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * The direction in which a text is written: that of its first letter, as `dir="auto"` has it.
 * @param {string} text
 * @returns {'ltr' | 'rtl'} 'ltr' for a text without letters
 */
export function direction(text) {
  const first = text.match(STRONG)?.[0] ?? '';
  return RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr';
}
