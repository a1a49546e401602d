/** What is wrong with a file or with what is to be written: its message is one sentence for the reader. */
export class FormatError extends Error {
  name = 'FormatError';
}

/**
 * @param {string} sentence
 * @returns {never}
 */
export function refuse(sentence) {
  throw new FormatError(sentence);
}
