/**
 * NumPy's .npy files. The format: numpy/lib/format.py, "Format Version 1.0" to "3.0".
 *
 * @typedef {{ data: Float32Array, shape: number[] }} Tensor rank 1 to 3, row-major
 */
import { refuse } from './fault.js';
import { count, quoted } from './text.js';

const MAGIC = '\x93NUMPY';

/** numpy, too, trusts no longer one. */
const LONGEST_HEADER = 10_000;

/**
 * @param {Tensor} tensor
 * @returns {Uint8Array<ArrayBuffer>} a file of version 1.0
 */
export function writeNpy({ data, shape }) {
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${extents}), }`;
  const start = Math.ceil((10 + fields.length + 1) / 64) * 64; // the numbers are aligned for whoever maps the file
  const header = `${fields.padEnd(start - 11)}\n`;
  const file = new Uint8Array(start + 4 * data.length);
  const view = new DataView(file.buffer);
  [...`${MAGIC}\x01\x00`].forEach((letter, i) => view.setUint8(i, letter.charCodeAt(0)));
  view.setUint16(8, header.length, true);
  for (let i = 0; i < header.length; i++) view.setUint8(10 + i, header.charCodeAt(i));
  for (let i = 0; i < data.length; i++) view.setFloat32(start + 4 * i, data[i], true);
  return file;
}

/**
 * How the numbers of each type are read.
 * @type {Map<string, (view: DataView, at: number, little: boolean) => number>}
 */
const READERS = new Map(Object.entries({
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => view.getUint8(at),
}));

/**
 * @param {Uint8Array} bytes the file
 * @returns {Tensor} row-major, whatever the file's order and type
 * @throws {import('./fault.js').FormatError}
 */
export function readNpy(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = headerOf(bytes, view);
  const type = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1]
    ?? refuse('the file does not say in one word what type its numbers have');
  const order = /'fortran_order'\s*:\s*(True|False)\b/.exec(header)?.[1]
    ?? refuse('the file does not say the order of its numbers');
  const listed = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1]
    ?? refuse('the file does not say the shape of its array');
  const [, byteOrder, kind] = /^([<>|])(\w+)$/.exec(type) ?? [];
  const read = READERS.get(kind)
    ?? refuse(`the numbers are of type ${quoted(type)}, but must be float, integer or bool of 1 to 8 bytes`);

  const shape = (listed.match(/\d+/g) ?? []).map(Number);
  if (shape.length < 1 || shape.length > 3) refuse(`the array has ${count(shape.length, 'dimension')}, it must have 1 to 3`);
  if (shape.includes(0)) refuse(`the array has the shape (${shape.join(', ')}) and so no number`);
  const width = Number(kind[1]);
  const length = shape.reduce((product, extent) => product * extent);
  if (bytes.length - start !== length * width) {
    const what = `the shape (${shape.join(', ')}) of ${type}`;
    refuse(`${what} needs ${length * width} bytes, the file has ${bytes.length - start} after its header`);
  }
  const data = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const value = read(view, start + i * width, byteOrder !== '>');
    data[i] = value;
    if (!Number.isFinite(data[i]) && Number.isFinite(value)) {
      refuse(`the file has the number ${value}, float32 ends at 3.4e38`);
    }
  }
  return { data: order === 'True' ? rowMajor(data, shape) : data, shape };
}

/** @param {Uint8Array} bytes @param {DataView} view */
function headerOf(bytes, view) {
  const textOf = (/** @type {number} */ from, /** @type {number} */ to) =>
    String.fromCharCode(...bytes.subarray(from, to));
  if (bytes.length < 12 || textOf(0, 6) !== MAGIC) {
    refuse('this is no .npy file: it does not begin as NumPy begins one');
  }
  const version = bytes[6];
  if (version < 1 || version > 3) {
    refuse(`the file has version ${version}.${bytes[7]} of the format, 1.0 to 3.0 can be read`);
  }
  const begin = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) refuse(`the file's header has ${length} bytes, at most ${LONGEST_HEADER} are read`);
  if (begin + length > bytes.length) {
    refuse(`the file's header needs ${length} bytes, the file has ${bytes.length - begin}`);
  }
  return { header: textOf(begin, begin + length), start: begin + length };
}

/**
 * IEEE 754 binary16: not every browser can read it from a DataView yet.
 * @param {number} bits
 */
function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [bits >> 10 & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
}

/**
 * From Fortran's order, in which the first index runs fastest.
 * @param {Float32Array} data
 * @param {number[]} shape
 */
function rowMajor(data, shape) {
  const [planes, rows, columns] = [...[1, 1].slice(shape.length - 1), ...shape];
  const turned = new Float32Array(data.length);
  for (let plane = 0, to = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) turned[to++] = data[plane + planes * (row + rows * column)];
    }
  }
  return turned;
}
