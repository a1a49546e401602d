/**
 * The parameters of a model from its model.safetensors: whatever precision they are stored in, they become float32.
 * src/checkpoint/quantized.hpp documents the layout.
 */
import { readSafetensors } from './safetensors.js';

/** @typedef {import('./safetensors.js').StoredTensor} StoredTensor */
/** @typedef {{ data: Float32Array, shape: number[] }} Tensor row-major */

const GROUP = 32;
const SUFFIX = '.scale';

/**
 * @param {Uint8Array} file a model.safetensors
 * @returns {Map<string, Tensor>} by name; scales are no parameters of their own
 * @throws {Error} a sentence
 */
export function readParameters(file) {
  const { tensors, metadata } = readSafetensors(file);
  const quantization = quantizationOf(metadata.get('quantization'));
  /** @type {Map<string, Tensor>} */
  const parameters = new Map();
  for (const [name, tensor] of tensors) {
    const stored = quantization.get(name);
    if (stored) parameters.set(name, dequantised(name, stored, tensor, tensors.get(name + SUFFIX)));
    else if (!(name.endsWith(SUFFIX) && quantization.has(name.slice(0, -SUFFIX.length))))
      parameters.set(name, floats(name, tensor));
  }
  for (const name of quantization.keys()) {
    if (!tensors.has(name)) throw new Error(`metadata.quantization names ${name}, which the file has not`);
  }
  return parameters;
}

/** @typedef {{ bits: number, shape: number[] }} Stored */

/** @param {string | undefined} json @returns {Map<string, Stored>} */
function quantizationOf(json) {
  let value;
  try {
    value = JSON.parse(json ?? '{}');
  } catch (error) {
    throw new Error(`metadata.quantization is not JSON: ${/** @type {Error} */ (error).message}`);
  }
  /** @type {[string, any][]} */
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [['it', null]];
  for (const [name, stored] of entries) {
    const { bits, shape } = stored ?? {};
    const isShape = Array.isArray(shape) && shape.length === 2 &&
      shape.every((extent) => Number.isSafeInteger(extent) && extent > 0);
    if (![8, 6, 4].includes(bits) || !isShape) {
      throw new Error(`metadata.quantization: ${name} must have bits (8, 6 or 4) and a shape of two whole numbers`);
    }
  }
  return new Map(entries);
}

/** @param {string} name @param {StoredTensor} tensor @returns {Tensor} */
function floats(name, { dtype, shape, bytes }) {
  if (dtype !== 'F32')
    throw new Error(`${name} is stored as ${dtype}, and metadata.quantization does not say what that means`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { data: Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true)), shape };
}

/**
 * @param {string} name
 * @param {Stored} stored
 * @param {StoredTensor} codes
 * @param {StoredTensor | undefined} scales
 * @returns {Tensor}
 */
function dequantised(name, { bits, shape }, codes, scales) {
  const [rows, columns] = shape;
  const group = bits === 8 ? columns : GROUP;
  const groups = Math.ceil(columns / group);
  const width = bits === 8 ? columns : (groups * GROUP * bits) / 8; // bytes in a row
  checkStored(name, codes, bits === 8 ? 'I8' : 'U8', [rows, width]);
  if (!scales) throw new Error(`${name}${SUFFIX} is missing`);
  checkStored(name + SUFFIX, scales, 'F16', bits === 8 ? [rows] : [rows, groups]);

  const scale = halves(scales.bytes);
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; ++row) {
    const line = codes.bytes.subarray(row * width, (row + 1) * width);
    for (let column = 0; column < columns; ++column) {
      data[row * columns + column] = codeAt(line, column, bits) * scale[row * groups + Math.floor(column / group)];
    }
  }
  return { data, shape: [rows, columns] };
}

/** @param {Uint8Array} line of codes, from the lowest bits upwards @param {number} i @param {number} bits */
function codeAt(line, i, bits) {
  if (bits === 8) return (line[i] << 24) >> 24;
  const bit = i * bits;
  const word = line[bit >> 3] | ((line[(bit >> 3) + 1] ?? 0) << 8);
  return ((word >> (bit & 7)) & ((1 << bits) - 1)) - (1 << (bits - 1));
}

/** @param {string} name @param {StoredTensor} tensor @param {string} dtype @param {number[]} shape */
function checkStored(name, tensor, dtype, shape) {
  const [found, wanted] = [tensor, { dtype, shape }].map((each) => `${each.dtype} (${each.shape.join(', ')})`);
  if (found !== wanted) throw new Error(`${name} is ${found}, metadata.quantization wants ${wanted}`);
}

/** @param {Uint8Array} bytes of float16 numbers @returns {Float32Array} */
function halves(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => half(view.getUint16(2 * i, true)));
}

/** @param {number} bits of a float16 */
export function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}
