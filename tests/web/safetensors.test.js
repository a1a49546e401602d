import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { half, readParameters } from '../../web/model/quantised.js';
import { readSafetensors } from '../../web/model/safetensors.js';
import { readNpy } from '../boundary/npy.js';

const golden = (/** @type {string} */ name) => readNpy(new URL(`../golden/checkpoint/${name}.npy`, import.meta.url));
const goldenFile = () => new Uint8Array(/** @type {Uint8Array} */ (golden('file').data));

/**
 * @param {unknown} header an object, or the text itself
 * @param {number} room how many bytes of elements follow
 * @param {number | bigint} [length] what the file says that the header's length is
 */
function fileOf(header, room = 0, length) {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + room);
  new DataView(file.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  file.set(text, 8);
  return file;
}

/** @param {Uint8Array} file */
function refusal(file) {
  try {
    readSafetensors(file);
    return '';
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

const bytes = (/** @type {number} */ from, /** @type {number} */ to) => ({ dtype: 'U8', shape: [to - from], data_offsets: [from, to] });
const two = { a: bytes(0, 4), b: { dtype: 'F32', shape: [1, 2], data_offsets: [4, 12] } };

test('a file that keeps all rules', () => {
  const file = fileOf({ __metadata__: { note: 'é' }, ...two }, 12);
  file.set([1, 2, 3, 4], file.length - 12);
  const { tensors, metadata } = readSafetensors(file);
  assert.deepEqual([...metadata], [['note', 'é']]);
  assert.deepEqual([...tensors.keys()], ['a', 'b']);
  assert.deepEqual(tensors.get('a'), { dtype: 'U8', shape: [4], bytes: new Uint8Array([1, 2, 3, 4]) });
  assert.deepEqual(tensors.get('b')?.shape, [1, 2]);
  assert.equal(refusal(fileOf('{}')), '');
  assert.equal(refusal(fileOf('{}      ')), '');
  assert.equal(refusal(fileOf({ empty: bytes(0, 0), also: { dtype: 'F32', shape: [3, 0], data_offsets: [0, 0] }, scalar: { dtype: 'F16', shape: [], data_offsets: [0, 2] } }, 2)), '');
  assert.equal(refusal(fileOf({ 'a "quoted\\name\\"': bytes(0, 1), ':{': bytes(1, 2) }, 2)), '');
});

test('every rule of the format, broken, has its sentence', () => {
  const latin1 = fileOf('{"\u00e9": 1}');
  latin1[10] = 0xff;
  /** @type {[string, Uint8Array, RegExp][]} */
  const cases = [
    ['no bytes', new Uint8Array(), /^the header is too small: the file has 0 bytes/],
    ['seven bytes', new Uint8Array(7), /^the header is too small: the file has 7 bytes/],
    ['length 0', fileOf('', 0), /^the header is too small: it has 0 bytes/],
    ['length 1', fileOf('{'), /^the header is too small: it has 1 bytes/],
    ['length 2^64 - 1', fileOf('{}', 0, 2n ** 64n - 1n), /^the header is too large: it has 18446744073709552000 bytes, at most 100000000/],
    ['length above the limit', fileOf('{}', 0, 100_000_001), /^the header is too large: it has 100000001 bytes/],
    ['length beyond the file', fileOf('{}', 0, 3), /^the header has 3 bytes, the file has 2 after its length$/],
    ['no UTF-8', latin1, /^the header is not UTF-8$/],
    ['BOM', fileOf('\ufeff{}'), /^the header does not start with { but with/],
    ['a list', fileOf('[]'), /^the header does not start with { but with "\["/],
    ['a space first', fileOf(' {}'), /^the header does not start with { but with " "/],
    ['no JSON', fileOf('{"a": }'), /^the header is not JSON: /],
    ['something after JSON', fileOf('{} {}'), /^the header is not JSON: /],
    ['zeros after JSON', fileOf('{}\0\0'), /^the header is not JSON: /],
    ['a name twice', fileOf(`{"a": ${JSON.stringify(two.a)}, "a": ${JSON.stringify(two.a)}}`, 4), /^the header has the name "a" twice$/],
    ['a name twice, escaped', fileOf(`{"a": ${JSON.stringify(two.a)}, "\\u0061": 1}`, 4), /^the header has the name "a" twice$/],
    ['a field twice', fileOf('{"a": {"dtype": "U8", "dtype": "I8", "shape": [], "data_offsets": [0, 1]}}', 1), /the name "dtype" twice$/],
    ['__proto__', fileOf('{"__proto__": {"dtype": "U8", "shape": [], "data_offsets": [0, 1]}}', 1), /^the header has the name "__proto__", which is refused$/],
    ['__proto__, escaped', fileOf('{"__metadata__": {"\\u005f_proto__": "x"}}'), /^the header has the name "__proto__"/],
    ['metadata is a text', fileOf({ __metadata__: 'x' }), /^__metadata__ is no object$/],
    ['metadata is null', fileOf({ __metadata__: null }), /^__metadata__ is no object$/],
    ['metadata has a number', fileOf({ __metadata__: { a: 5 } }), /^__metadata__ has a number as "a", it must be a text$/],
    ['no object', fileOf({ a: 5 }), /^"a" must have dtype, shape and data_offsets, it has none of them$/],
    ['a field is missing', fileOf({ a: { dtype: 'U8', shape: [] } }), /^"a" must have dtype.*, it has dtype,shape$/],
    ['a field too many', fileOf({ a: { ...two.a, x: 1 } }, 4), /^"a" must have .*, it has data_offsets,dtype,shape,x$/],
    ['dtype unknown', fileOf({ a: { ...two.a, dtype: 'F7' } }, 4), /^"a" has the dtype "F7", it must be one of F32, F16, I8, U8$/],
    ['dtype of an object', fileOf({ a: { ...two.a, dtype: 'constructor' } }, 4), /^"a" has the dtype "constructor"/],
    ['shape is no list', fileOf({ a: { ...two.a, shape: 4 } }, 4), /^"a" has the shape 4, it must be a list/],
    ['shape negative', fileOf({ a: { ...two.a, shape: [-2, -2] } }, 4), /^"a" has the shape \[-2,-2\]/],
    ['shape not whole', fileOf({ a: { ...two.a, shape: [0.5, 8] } }, 4), /^"a" has the shape \[0.5,8\]/],
    ['shape above 2^53', fileOf({ a: { ...two.a, shape: [2 ** 60] } }, 4), /^"a" has the shape/],
    ['shape of texts', fileOf({ a: { ...two.a, shape: ['4'] } }, 4), /^"a" has the shape \["4"\]/],
    ['shape overflows', fileOf({ a: { ...two.a, shape: [2 ** 32, 2 ** 32] } }, 4), /^"a" has the shape .*, which overflows$/],
    ['shape overflows before 0', fileOf({ a: { ...two.a, shape: [2 ** 52, 2 ** 52, 0] } }, 4), /which overflows$/],
    ['offsets are three', fileOf({ a: { ...two.a, data_offsets: [0, 4, 4] } }, 4), /^"a" has the data_offsets \[0,4,4\]/],
    ['offsets negative', fileOf({ a: { ...two.a, data_offsets: [-4, 0] } }, 4), /^"a" has the data_offsets \[-4,0\]/],
    ['offsets turned round', fileOf({ a: { ...two.a, data_offsets: [4, 0] } }, 4), /^"a" ends at byte 0, it begins at 4$/],
    ['offsets and shape differ', fileOf({ a: { ...two.a, shape: [3] } }, 4), /^"a" has 4 bytes, its shape \[3\] wants 3$/],
    ['cut', fileOf(two, 11), /^"b" ends at byte 12 of the elements, the file has 11$/],
    ['a hole at the start', fileOf({ a: bytes(1, 4) }, 4), /^there is a hole before "a": it begins at byte 1, what is before ends at 0$/],
    ['a hole', fileOf({ a: bytes(0, 2), b: bytes(3, 4) }, 4), /^there is a hole before "b": it begins at byte 3, what is before ends at 2$/],
    ['overlap', fileOf({ a: bytes(0, 3), b: bytes(2, 4) }, 4), /^"b" overlaps what is before: it begins at byte 2, that ends at 3$/],
    ['the same place', fileOf({ a: bytes(0, 4), b: bytes(0, 4) }, 4), /^"b" overlaps what is before: it begins at byte 0, that ends at 4$/],
    ['trailing bytes', fileOf(two, 14), /^the tensors end at byte 12, the file has 2 trailing bytes$/],
    ['elements without tensors', fileOf('{}', 5), /^the tensors end at byte 0, the file has 5 trailing bytes$/],
    ['brackets without end', fileOf('{"a":'.repeat(2e5)), /^the header is not JSON: /],
  ];
  for (const [name, file, wanted] of cases) assert.match(refusal(file), wanted, name);
  assert.equal(Object.getPrototypeOf({}), Object.prototype);
  assert.equal(/** @type {any} */ ({}).dtype, undefined);
});

test('whatever stands in a file, it is read or refused with a sentence', () => {
  const original = goldenFile();
  const headerEnd = 8 + Number(new DataView(original.buffer).getBigUint64(0, true));
  const change = fc.record({ at: fc.nat(headerEnd + 50), value: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...'0123456789"{}[]:,\\ '.split('').map((c) => c.charCodeAt(0)))) });
  const tame = (/** @type {Uint8Array} */ file) => {
    for (const read of [readSafetensors, readParameters]) {
      try {
        read(file);
      } catch (error) {
        assert.ok(error instanceof Error && error.constructor === Error, String(error));
        assert.ok(error.message.length > 10 && error.message.length < 500, error.message);
      }
    }
    assert.equal(Object.keys(Object.prototype).length, 0);
  };
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(200), (changes, cut) => {
    const file = original.slice(0, cut < 100 ? undefined : original.length - cut);
    for (const { at, value } of changes) file[at] = value;
    tame(file);
  }), { numRuns: 3000 });

  const entry = fc.oneof(
    fc.record({ dtype: fc.constantFrom('F32', 'F16', 'I8', 'U8', 'BF16'), shape: fc.array(fc.nat(4), { maxLength: 3 }), data_offsets: fc.tuple(fc.nat(20), fc.nat(20)) }),
    fc.record({ dtype: fc.anything(), shape: fc.anything(), data_offsets: fc.anything() }),
    fc.anything(),
  );
  const header = fc.dictionary(fc.oneof(fc.constantFrom('a', '__metadata__', 'toString'), fc.string()), entry, { maxKeys: 4 });
  fc.assert(fc.property(header, fc.nat(20), (value, room) => {
    let text;
    try {
      text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? Number(each) : each));
    } catch {
      return; // no JSON
    }
    tame(fileOf(text, room));
  }), { numRuns: 2000 });
});

test('the parameters of the golden file, in every precision', () => {
  const parameters = readParameters(goldenFile());
  assert.deepEqual([...parameters.keys()].sort(), ['coarse', 'int4', 'int6', 'int8', 'norm.gain']);
  assert.deepEqual(parameters.get('norm.gain'), { data: golden('gain').data, shape: [5] });
  for (const name of ['int8', 'coarse', 'int6', 'int4']) {
    const { data, shape } = golden(name);
    assert.deepEqual(parameters.get(name), { data: Float32Array.from(data, Number), shape });
  }
  // a view that does not begin at a multiple of four
  const shifted = new Uint8Array(goldenFile().length + 1);
  shifted.set(goldenFile(), 1);
  assert.deepEqual(readParameters(shifted.subarray(1)), parameters);
});

test('every float16', () => {
  const exact = [[0, 0], [0x3c00, 1], [0xc000, -2], [0x7bff, 65504], [1, 2 ** -24], [0x3ff, 1023 * 2 ** -24], [0x400, 2 ** -14], [0x3555, 0.333251953125]];
  for (const [bits, value] of exact) assert.equal(half(bits), value);
  assert.ok(Object.is(half(0x8000), -0));
  assert.deepEqual([half(0x7c00), half(0xfc00), half(0x7e00)], [Infinity, -Infinity, NaN]);
  for (let bits = 1; bits <= 0x7c00; ++bits) assert.ok(half(bits) > half(bits - 1));
});

test('what metadata.quantization says must be in the file', () => {
  const words = { dtype: 'I8', shape: [2, 3], data_offsets: [0, 6] };
  const scales = { dtype: 'F16', shape: [2], data_offsets: [6, 10] };
  const refused = (/** @type {unknown} */ quantization, /** @type {object} */ tensors, room = 10) => {
    const text = typeof quantization === 'string' ? quantization : JSON.stringify(quantization);
    try {
      readParameters(fileOf({ __metadata__: { quantization: text }, ...tensors }, room));
      return '';
    } catch (error) {
      return /** @type {Error} */ (error).message;
    }
  };
  const stored = { w: { bits: 8, shape: [2, 3] } };
  assert.equal(refused(stored, { w: words, 'w.scale': scales }), '');
  assert.match(refused('{', {}, 0), /^metadata.quantization is not JSON/);
  assert.match(refused('5', {}, 0), /^metadata.quantization: it must have bits/);
  assert.match(refused({ w: { bits: 5, shape: [2, 3] } }, { w: words, 'w.scale': scales }), /^metadata.quantization: w must have bits/);
  assert.match(refused({ w: { bits: 8, shape: [6] } }, { w: words, 'w.scale': scales }), /^metadata.quantization: w must have bits/);
  assert.match(refused({ w: null }, { w: words, 'w.scale': scales }), /^metadata.quantization: w must have bits/);
  assert.equal(refused({ ...stored, v: stored.w }, { w: words, 'w.scale': scales }), 'metadata.quantization names v, which the file has not');
  assert.equal(refused(stored, { w: words }, 6), 'w.scale is missing');
  assert.equal(refused({ w: { bits: 8, shape: [3, 2] } }, { w: words, 'w.scale': scales }), 'w is I8 (2, 3), metadata.quantization wants I8 (3, 2)');
  assert.equal(refused({ w: { bits: 4, shape: [2, 3] } }, { w: words, 'w.scale': scales }), 'w is I8 (2, 3), metadata.quantization wants U8 (2, 16)');
  assert.equal(refused({}, { w: words }, 6), 'w is stored as I8, and metadata.quantization does not say what that means');
  assert.match(refused(stored, { w: words, 'w.scale': { ...scales, shape: [1, 2] } }), /^w.scale is F16 \(1, 2\), metadata.quantization wants F16 \(2\)$/);
});
