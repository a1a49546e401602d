// What the tests of web/format share: refusals in a sentence, and files that somebody made to do harm.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FormatError } from '../../web/format/fault.js';

/** @typedef {import('../../web/format/npy.js').Tensor} Tensor */

/**
 * @param {() => unknown} work
 * @param {string} sentence
 */
export function assertRefused(work, sentence) {
  assert.throws(work, (error) => {
    assert.ok(error instanceof FormatError, `${error}`);
    assert.equal(error.message, sentence);
    return true;
  });
}

/** Millions of characters of each kind of trouble. */
const LARGE = [
  '1'.repeat(1e7), '1,'.repeat(5e6), '1\n'.repeat(5e6), '"'.repeat(1e7), `"${'a\n'.repeat(5e6)}`, ','.repeat(1e7),
  '\r'.repeat(1e7), ' '.repeat(1e7), '['.repeat(3e6), `${'['.repeat(3e6)}${']'.repeat(3e6)}`, '{"a":'.repeat(2e6),
  `[[${'1,'.repeat(4e6)}1]]`, `{"tokens":["${'x'.repeat(1e7)}"],"weights":[[1]]}`, `"","${'\u05d0'.repeat(1e7)}"\r\n"b",1`,
];

const SMALL = [
  '', '\uFEFF', ' ', '\0', '\r\n', '""', '"', ',', ';', '\t', '"a"b', 'a"b,c', '1,2\n3', '\ud800', '"\udc00",1\n2,3', 'NaN',
  'null', 'true', '0', '""', '[]', '[[]]', '[[[]]]', '[[[[1]]]]', '[[1e999]]', '[[NaN]]', '[null]', '[[null]]', '[[1],[1,2]]', '[1,[2]]',
  '{}', '{"weights":{}}', '{"weights":{"data":[1],"shape":[1e308,1e308]}}', '{"weights":{"data":{"length":1e9},"shape":[1,1]}}',
  '{"weights":{"data":[1],"shape":{"length":2,"0":1,"1":1}}}', '{"weights":[[1]],"tokens":{"length":1}}',
  '{"__proto__":{"weights":[[1]],"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}},"weights":[[1]]}',
  '{"stages":{"__proto__":{"polluted":1}}}', '{"q":[[1]],"k":[[1]]}', '{"tokens":["\\ud800"],"weights":[[1]]}',
  '__proto__,polluted\n__proto__,1', '"","__proto__"\n"__proto__",1', '<script>alert(1)</script>,1', '=cmd|calc,1\n2,3',
];

/**
 * Whatever a reader is given, it answers or refuses in one line; nothing else is thrown, and no prototype changes.
 * @param {(text: string) => unknown} read
 */
export function assertAnswersOrRefuses(read) {
  const attempt = (/** @type {string} */ text) => {
    try {
      read(text);
    } catch (error) {
      assert.ok(error instanceof FormatError, `${text.slice(0, 60)}: ${error instanceof Error ? error.stack : error}`);
      assert.ok(error.message.length < 300 && !/[\p{C}\n]/u.test(error.message), `the message is no sentence: ${error.message}`);
    }
    assert.equal(/** @type {any} */ ({}).polluted, undefined);
  };
  [...SMALL, ...LARGE].forEach(attempt);
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,;\t\r\n"-e[]{}:aN \ufeff\ud800') }), attempt), { numRuns: 1000 });
  fc.assert(fc.property(fc.json(), attempt));
}

/** Any float32, those that are no numbers left out. */
export const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });

/** Any words, half surrogate pairs left out. */
export const anyWord = fc.string({ unit: 'binary', maxLength: 8 });

/**
 * Any matrix with labels.
 * @param {fc.Arbitrary<number>} [number]
 */
export const anyLabelled = (number = anyFloat) =>
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([rows, columns]) => {
    const words = (/** @type {number} */ length) => fc.array(anyWord, { minLength: length, maxLength: length });
    const numbers = fc.array(number, { minLength: rows * columns, maxLength: rows * columns });
    return fc.record({
      matrix: numbers.map((list) => ({ data: Float32Array.from(list), shape: [rows, columns] })),
      rows: words(rows),
      columns: words(columns),
    }, { noNullPrototype: true });
  });
