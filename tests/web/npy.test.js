// .npy files: those that numpy wrote (tests/golden/npy), and our own. tests/boundary/formats.test.js has numpy read ours.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../../web/format/fault.js';
import { readNpy, writeNpy } from '../../web/format/npy.js';
import { anyFloat, assertRefused } from './hostile.js';

const FOLDER = new URL('../golden/npy/', import.meta.url);
const file = (/** @type {string} */ name) => new Uint8Array(readFileSync(new URL(`${name}.npy`, FOLDER)));
const names = readdirSync(FOLDER).map((name) => name.replace('.npy', ''));

/** @param {number[]} shape @param {ArrayLike<number>} numbers */
const tensor = (shape, numbers) => ({ data: Float32Array.from(numbers), shape });

/**
 * A file with a header of one's own.
 * @param {string} header
 * @param {{ version?: number, body?: number }} [how] body: bytes after it
 */
function made(header, { version = 1, body = 0 } = {}) {
  const start = [...'\x93NUMPY'].map((letter) => letter.charCodeAt(0));
  const length = [header.length & 255, header.length >> 8 & 255, ...(version === 1 ? [] : [header.length >> 16, 0])];
  return Uint8Array.from([...start, version, 0, ...length, ...new TextEncoder().encode(header), ...new Uint8Array(body)]);
}

/** What the files have that are not -2 ... 3 in two rows. @type {Record<string, { data: Float32Array, shape: number[] }>} */
const OTHERS = {
  b1: tensor([2, 3], [0, 1, 0, 1, 0, 1]),
  half_extremes: tensor([7], [2 ** -24, 2 ** -14, 65504, Infinity, -Infinity, NaN, -0]),
  one_axis: tensor([6], [-2, -1, 0, 1, 2, 3]),
  fortran_three_axes: tensor([2, 3, 4], Array.from({ length: 24 }, (_, i) => i)),
};

for (const name of names) {
  test(`numpy's file ${name} is read`, () => {
    const signless = tensor([2, 3], [0, 1, 2, 3, 4, 5]);
    const signed = tensor([2, 3], [-2, -1, 0, 1, 2, 3]);
    assert.deepEqual(readNpy(file(name)), OTHERS[name] ?? (/u\d$/.test(name) ? signless : signed));
  });
}

test('every kind of file is there', () => {
  assert.equal(names.length, 23);
  assert.ok(Object.keys(OTHERS).every((name) => names.includes(name)));
});

test('what is written is what numpy writes, byte for byte', () => {
  assert.deepEqual(writeNpy(readNpy(file('little_f4'))), file('little_f4'));
  assert.deepEqual(writeNpy(readNpy(file('one_axis'))), file('one_axis'));
});

test('any tensor comes back, and its numbers begin at a multiple of 64 bytes', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(shapes, fc.array(anyFloat, { minLength: 125, maxLength: 125 }), (shape, numbers) => {
    const written = tensor(shape, numbers.slice(0, shape.reduce((a, b) => a * b)));
    const bytes = writeNpy(written);
    assert.equal((bytes.length - 4 * written.data.length) % 64, 0);
    assert.equal(bytes[bytes.length - 4 * written.data.length - 1], 10, 'the header ends with a new line');
    assert.deepEqual(readNpy(bytes), written);
  }));
  const masked = tensor([1, 2], [-Infinity, NaN]);
  assert.deepEqual(readNpy(writeNpy(masked)), masked);
});

test('a part of a larger buffer is read', () => {
  const bytes = file('little_f8');
  const larger = new Uint8Array(bytes.length + 9);
  larger.set(bytes, 5);
  assert.deepEqual(readNpy(larger.subarray(5, 5 + bytes.length)), readNpy(bytes));
});

test('what cannot be read is refused in a sentence with both numbers', () => {
  const plain = file('little_f4');
  const header = (/** @type {string} */ shape, descr = "'<f4'") => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
  assertRefused(() => readNpy(new Uint8Array()), 'this is no .npy file: it does not begin as NumPy begins one');
  assertRefused(() => readNpy(new TextEncoder().encode('a,b\r\n1,2\r\n3,4')), 'this is no .npy file: it does not begin as NumPy begins one');
  assertRefused(() => readNpy(plain.subarray(0, -1)), 'the shape (2, 3) of <f4 needs 24 bytes, the file has 23 after its header');
  assertRefused(() => readNpy(plain.subarray(0, 60)), "the file's header needs 118 bytes, the file has 50");
  assertRefused(() => readNpy(made(header('(2,)'), { version: 9 })), 'the file has version 9.0 of the format, 1.0 to 3.0 can be read');
  assertRefused(() => readNpy(made(header('()'), { body: 4 })), 'the array has 0 dimensions, it must have 1 to 3');
  assertRefused(() => readNpy(made(header('(1, 1, 1, 1)'), { body: 4 })), 'the array has 4 dimensions, it must have 1 to 3');
  assertRefused(() => readNpy(made(header('(2, 0)'))), 'the array has the shape (2, 0) and so no number');
  assertRefused(() => readNpy(made(header('(2,)', "'<c8'"), { body: 16 })), 'the numbers are of type "<c8", but must be float, integer or bool of 1 to 8 bytes');
  assertRefused(() => readNpy(made(header('(2,)', "'|O'"), { body: 16 })), 'the numbers are of type "|O", but must be float, integer or bool of 1 to 8 bytes');
  assertRefused(() => readNpy(made(header('(2,)', "[('a', '<f4')]"), { body: 8 })), 'the file does not say in one word what type its numbers have');
  assertRefused(() => readNpy(made(`{'descr': '<f4', ${' '.repeat(20000)}}`, { version: 2 })), "the file's header has 20018 bytes, at most 10000 are read");
  const large = made(header('(1,)', "'<f8'"), { body: 8 });
  new DataView(large.buffer).setFloat64(large.length - 8, 1e300, true);
  assertRefused(() => readNpy(large), 'the file has the number 1e+300, float32 ends at 3.4e38');
});

test('hostile files are answered or refused', () => {
  /** @param {Uint8Array} bytes */
  const attempt = (bytes) => {
    try {
      readNpy(bytes);
    } catch (error) {
      assert.ok(error instanceof FormatError, `${error instanceof Error ? error.stack : error}`);
      assert.doesNotMatch(error.message, /[\p{C}\n]/u);
    }
  };
  const plain = file('version_2');
  attempt(new Uint8Array(1e7));
  attempt(made(`{'descr': '__proto__', 'fortran_order': False, 'shape': (${'9'.repeat(400)}, 0, 9), }`));
  attempt(made(`{'descr': '<constructor', 'fortran_order': True, 'shape': (${'9'.repeat(400)}, 9), }`));
  attempt(made(`{'descr': '<f4', 'fortran_order': True, 'shape': (${'1,'.repeat(4000)}), }`));
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(plain.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(plain.length), (changes, length) => {
    const bytes = plain.slice();
    for (const [at, byte] of changes) bytes[at] = byte;
    attempt(bytes);
    attempt(bytes.subarray(0, length));
  }), { numRuns: 2000 });
});
