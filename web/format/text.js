/** Words on their way into and out of files. */

/**
 * Half a surrogate pair becomes U+FFFD, as everywhere on the web: no file and no address can hold it.
 * @param {string} text
 */
export const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/**
 * A text as a message quotes it: short, on one line.
 * @param {string} text
 */
export function quoted(text) {
  const start = wellFormed(text.slice(0, 40)).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ');
  return `"${start}${text.length > 40 ? '…' : ''}"`;
}

/**
 * "1 column", "3 columns"
 * @param {number} number
 * @param {string} thing
 */
export const count = (number, thing) => `${number} ${thing}${number === 1 ? '' : 's'}`;
