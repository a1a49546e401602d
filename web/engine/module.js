// One call of the module: named values in, named values out, through the table that src/wasm/table.hpp lays out.
import { AttentionError } from './error.js';

/** Bytes of a value in the table, and where its parts are; the name has the bytes before the number. */
const SIZE = 64;
const [NUMBER, KIND, ADDRESS, RANK, SHAPE] = [32, 40, 44, 48, 52];

/** Kinds; of a tensor, with its array. */
const [IS_NUMBER, IS_TEXT, IS_FLOATS, IS_BYTES, IS_INDICES] = [0, 1, 2, 3, 4];
const ARRAYS = { [IS_TEXT]: Uint8Array, [IS_FLOATS]: Float32Array, [IS_BYTES]: Uint8Array, [IS_INDICES]: Uint32Array };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * @typedef {{ data: Float32Array | Uint8Array, shape: number[] }} AnyTensor
 * @typedef {{
 *   memory: { readonly buffer: ArrayBuffer }, values: () => number, begin: (count: number) => number,
 *   run: () => number,
 * }} Exports of src/wasm/exports.cpp
 */

export class Module {
  #exports;
  /** Arrays that were given back. @type {Float32Array[]} */
  #spare = [];

  /** @param {Exports} exports */
  constructor(exports) {
    this.#exports = exports;
  }

  /**
   * @param {string} operation
   * @param {Record<string, number | boolean | AnyTensor | undefined>} request what is undefined is left out
   * @returns {any} arrays of the caller's own: the next call overwrites the module's
   * @throws {AttentionError}
   */
  call(operation, request) {
    let count;
    try {
      count = this.#run(operation, request);
    } catch (cause) {
      throw new AttentionError('engine-failed', `${operation} failed inside the engine; load a new one`, { cause });
    }
    let reply;
    try {
      reply = this.#read(count);
    } catch (cause) {
      const sentence = 'has no room in JavaScript; use fewer tokens or heads, or needWeights: false';
      throw new AttentionError('out-of-memory', `the result of ${operation} ${sentence}`, { cause });
    }
    if (reply.code) throw new AttentionError(reply.code, reply.message);
    return reply;
  }

  /**
   * @param {string} operation
   * @param {Record<string, number | boolean | AnyTensor | undefined>} request
   * @returns {number} of values in the table
   */
  #run(operation, request) {
    const { memory, values, begin, run } = this.#exports;
    const table = values();
    const given = Object.entries(request).filter(([, value]) => value !== undefined);
    const bytes = new Uint8Array(memory.buffer, table, SIZE * (given.length + 1));
    const view = new DataView(memory.buffer, table);
    bytes.fill(0);
    encoder.encodeInto(operation, bytes);
    let at = 0;
    for (const [name, value] of given) {
      encoder.encodeInto(name, bytes.subarray(at += SIZE));
      if (typeof value !== 'object') {
        view.setFloat64(at + NUMBER, Number(value), true);
        continue;
      }
      view.setUint32(at + KIND, value.data instanceof Uint8Array ? IS_BYTES : IS_FLOATS, true);
      view.setUint32(at + RANK, value.shape.length, true);
      value.shape.forEach((size, axis) => view.setUint32(at + SHAPE + 4 * axis, size, true));
    }

    const refused = begin(given.length + 1);
    if (refused) return refused;
    const placed = new DataView(memory.buffer, table); // begin() may have made the memory grow
    at = 0;
    for (const [, value] of given) {
      at += SIZE;
      if (typeof value !== 'object') continue;
      const { data } = value;
      const Array = data instanceof Uint8Array ? Uint8Array : Float32Array;
      new Array(memory.buffer, placed.getUint32(at + ADDRESS, true), data.length).set(data);
    }
    return run();
  }

  /** @param {number} count @returns {any} */
  #read(count) {
    const { memory: { buffer }, values } = this.#exports;
    const table = values();
    const view = new DataView(buffer, table);
    const bytes = new Uint8Array(buffer, table);
    /** @type {Record<string, any>} */
    const reply = {};
    for (let i = 0, at = 0; i < count; i++, at += SIZE) {
      const name = decoder.decode(bytes.subarray(at, bytes.indexOf(0, at)));
      const kind = view.getUint32(at + KIND, true);
      if (kind === IS_NUMBER) {
        reply[name] = view.getFloat64(at + NUMBER, true);
        continue;
      }
      const axes = Array.from({ length: view.getUint32(at + RANK, true) }, (_, axis) => axis);
      const shape = axes.map((axis) => view.getUint32(at + SHAPE + 4 * axis, true));
      const length = shape.reduce((product, size) => product * size, 1);
      const data = this.#copy(new ARRAYS[kind](buffer, view.getUint32(at + ADDRESS, true), length));
      reply[name] = kind === IS_TEXT ? decoder.decode(data) : kind === IS_INDICES ? [...data] : { data, shape };
    }
    return reply;
  }

  /** @param {Float32Array[]} arrays that later replies may be written into */
  recycle(arrays) {
    this.#spare = [...arrays];
  }

  /** @template {Float32Array | Uint8Array | Uint32Array} Array @param {Array} elements @returns {Array} */
  #copy(elements) {
    const at = elements instanceof Float32Array ? this.#spare.findIndex(({ length }) => length === elements.length) : -1;
    if (at < 0) return /** @type {Array} */ (elements.slice());
    const [copy] = this.#spare.splice(at, 1);
    copy.set(elements);
    return /** @type {Array} */ (copy);
  }
}

/** What the module asks for: the page's sine, cosine, exp and log. That its memory grew, it need not tell. */
const IMPORTS = { Math, env: { emscripten_notify_memory_growth() {} } };

/** @param {WebAssembly.Module} compiled */
export async function start(compiled) {
  const { exports } = await WebAssembly.instantiate(compiled, /** @type {any} */ (IMPORTS));
  const { _initialize, ...rest } = /** @type {any} */ (exports);
  _initialize();
  return new Module(rest);
}
