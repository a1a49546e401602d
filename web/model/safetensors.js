/**
 * The safetensors format (https://huggingface.co/docs/safetensors), read from bytes that anybody may have made: what
 * breaks a rule of the format is refused with a sentence, before anything is allocated for it. Pure: no network.
 */

/**
 * @typedef {keyof typeof SIZES} ElementType
 * @typedef {{ dtype: ElementType, shape: number[], bytes: Uint8Array }} StoredTensor row-major, little-endian; bytes
 *   are a view of the file
 * @typedef {{ tensors: Map<string, StoredTensor>, metadata: Map<string, string> }} Safetensors
 */

/** The bytes of an element, of the types that our models are stored in. */
const SIZES = { F32: 4, F16: 2, I8: 1, U8: 1 };

const LARGEST_HEADER = 100_000_000; // as the reference implementation
const FORBIDDEN = '__proto__'; // no tensor of anybody's, but a trap for objects

/**
 * @param {Uint8Array} file
 * @returns {Safetensors}
 * @throws {Error} a sentence
 */
export function readSafetensors(file) {
  const { text, end } = headerOf(file);
  const header = parseHeader(text);
  const room = file.length - end;
  /** @type {Safetensors} */
  const result = { tensors: new Map(), metadata: new Map() };
  /** @type {{ name: string, from: number, to: number }[]} */
  const places = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      result.metadata = metadataOf(entry);
      continue;
    }
    const { dtype, shape, from, to } = entryOf(name, entry);
    if (to > room) throw new Error(`${quoted(name)} ends at byte ${to} of the elements, the file has ${room}`);
    places.push({ name, from, to });
    result.tensors.set(name, { dtype, shape, bytes: file.subarray(end + from, end + to) });
  }
  checkPlaces(places, room);
  return result;
}

/** @param {Uint8Array} file */
function headerOf(file) {
  if (file.length < 8)
    throw new Error(`the header is too small: the file has ${file.length} bytes, the header's length alone takes 8`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LARGEST_HEADER)
    throw new Error(`the header is too large: it has ${length} bytes, at most ${LARGEST_HEADER} may be`);
  if (length < 2) throw new Error(`the header is too small: it has ${length} bytes, {} has 2`);
  if (length > file.length - 8)
    throw new Error(`the header has ${length} bytes, the file has ${file.length - 8} after its length`);
  try {
    const bytes = file.subarray(8, 8 + length);
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), end: 8 + length };
  } catch {
    throw new Error('the header is not UTF-8');
  }
}

/** @param {string} text @returns {Record<string, unknown>} */
function parseHeader(text) {
  if (!text.startsWith('{')) throw new Error(`the header does not start with { but with ${quoted(text.slice(0, 1))}`);
  let header;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new Error(`the header is not JSON: ${/** @type {Error} */ (error).message}`);
  }
  checkNames(text);
  return header;
}

/**
 * JSON.parse keeps the last of two members of one name and tells nobody.
 * @param {string} text JSON
 */
function checkNames(text) {
  /** The names in each open bracket; null in a list. @type {(Set<string> | null)[]} */
  const open = [];
  let last = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') addName(open.at(-1), JSON.parse(last));
    last = token;
  }
}

/** @param {Set<string> | null | undefined} names @param {string} name */
function addName(names, name) {
  if (name === FORBIDDEN) throw new Error(`the header has the name ${quoted(name)}, which is refused`);
  if (names?.has(name)) throw new Error(`the header has the name ${quoted(name)} twice`);
  names?.add(name);
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value */
function metadataOf(value) {
  if (!isObject(value)) throw new Error('__metadata__ is no object');
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string')
      throw new Error(`__metadata__ has a ${typeof text} as ${quoted(name)}, it must be a text`);
  }
  return new Map(/** @type {[string, string][]} */ (Object.entries(value)));
}

/** @param {unknown} value @returns {value is number} */
const isSize = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && !Object.is(value, -0);

/** @param {string} name @param {unknown} entry */
function entryOf(name, entry) {
  const fields = isObject(entry) ? Object.keys(entry).sort().join() : '';
  if (!isObject(entry) || fields !== 'data_offsets,dtype,shape') {
    throw new Error(
      `${quoted(name)} must have dtype, shape and data_offsets, it has ${fields.slice(0, 100) || 'none of them'}`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(SIZES, dtype)) {
    throw new Error(
      `${quoted(name)} has the dtype ${quoted(dtype)}, it must be one of ${Object.keys(SIZES).join(', ')}`);
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw new Error(`${quoted(name)} has the shape ${quoted(shape)}, it must be a list of whole numbers`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw new Error(`${quoted(name)} has the data_offsets ${quoted(offsets)}, they must be two whole numbers`);
  }
  const [from, to] = offsets;
  const type = /** @type {ElementType} */ (dtype);
  let size = SIZES[type];
  for (const extent of shape) {
    size *= extent;
    if (size > Number.MAX_SAFE_INTEGER)
      throw new Error(`${quoted(name)} has the shape ${quoted(shape)}, which overflows`);
  }
  if (to < from) throw new Error(`${quoted(name)} ends at byte ${to}, it begins at ${from}`);
  if (to - from !== size)
    throw new Error(`${quoted(name)} has ${to - from} bytes, its shape ${quoted(shape)} wants ${size}`);
  return { dtype: type, shape: /** @type {number[]} */ (shape), from, to };
}

/**
 * Every byte belongs to one tensor.
 * @param {{ name: string, from: number, to: number }[]} places
 * @param {number} room
 */
function checkPlaces(places, room) {
  let end = 0;
  for (const { name, from, to } of places.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from > end)
      throw new Error(
        `there is a hole before ${quoted(name)}: it begins at byte ${from}, what is before ends at ${end}`);
    if (from < end)
      throw new Error(`${quoted(name)} overlaps what is before: it begins at byte ${from}, that ends at ${end}`);
    end = to;
  }
  if (end < room) throw new Error(`the tensors end at byte ${end}, the file has ${room - end} trailing bytes`);
}

/** A short text for a sentence, whatever the value. @param {unknown} value */
function quoted(value) {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
