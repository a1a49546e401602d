/** Bad input or a failed load, as a sentence that names the argument and both numbers; `code` is for programs. */
export class AttentionError extends Error {
  /**
   * @param {import('./engine.d.ts').AttentionErrorCode} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'AttentionError';
    this.code = code;
  }
}
