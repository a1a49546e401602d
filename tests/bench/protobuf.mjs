// As much of the protocol buffers' wire format as an ONNX file needs.

/** @typedef {Uint8Array[]} Bytes in pieces, so that a large weight is never copied twice */

const LENGTH_DELIMITED = 2;

/** @param {number} value a whole number, not negative @returns {Uint8Array} */
function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Uint8Array.from([...bytes, value]);
}

/** @param {number} field @param {number} kind */
const tag = (field, kind) => varint(field * 8 + kind);

/** @param {number} field @param {number} value @returns {Bytes} */
export const integer = (field, value) => [tag(field, 0), varint(value)];

/** @param {number} field @param {string} text @returns {Bytes} */
export const string = (field, text) => message(field, [new TextEncoder().encode(text)]);

/** @param {number} field @param {Bytes[]} content what the embedded message is made of @returns {Bytes} */
export function message(field, ...content) {
  const pieces = content.flat();
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [tag(field, LENGTH_DELIMITED), varint(length), ...pieces];
}

/** @param {Bytes[]} content @returns {Uint8Array} */
export function joined(...content) {
  const pieces = content.flat();
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
  }
  return all;
}
