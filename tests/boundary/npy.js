import { readFileSync } from 'node:fs';

/** @type {Record<string, typeof Float32Array | typeof Float64Array | typeof Uint8Array | typeof BigUint64Array>} */
const TYPES = { '<f4': Float32Array, '<f8': Float64Array, '|u1': Uint8Array, '<u8': BigUint64Array };

/**
 * Reads an array that numpy saved (format version 1, row-major).
 * @param {URL} url
 * @returns {{ data: Float32Array | Float64Array | Uint8Array | BigUint64Array, shape: number[] }}
 */
export function readNpy(url) {
  const bytes = readFileSync(url);
  const start = 10 + bytes.readUInt16LE(8); // magic word, version, the header's length, the header
  const header = bytes.toString('latin1', 10, start);
  const Type = TYPES[header.match(/'descr': '([^']+)'/)?.[1] ?? ''];
  const shape = header.match(/'shape': \(([^)]*)\)/)?.[1].match(/\d+/g)?.map(Number) ?? [];
  if (!Type || !header.includes("'fortran_order': False")) {
    throw new Error(`${url.pathname} is not an array that this reader knows: ${header}`);
  }
  return { data: new Type(new Uint8Array(bytes.subarray(start)).buffer), shape };
}
