// Bad input: the code, a sentence with the argument and both numbers, and an engine that goes on as if nothing was.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { AttentionError, loadEngine } from 'attention-view/engine';
import { matrix, matrixOf, sample } from './support.js';

const engine = /** @type {any} */ (await loadEngine()); // any: what TypeScript would have refused is passed on purpose
const otherEngine = await loadEngine();
after(() => engine.dispose());

const x = sample(3, 4);
const square = sample(4, 4);
const parameters = { wq: square, wk: square, wv: square, wo: square };
const zeros = (/** @type {number[]} */ ...shape) => ({
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  shape,
});
const put = (/** @type {any} */ tensor, /** @type {number} */ index, /** @type {number} */ value) => ({
  data: tensor.data.with(index, value),
  shape: tensor.shape,
});
const identity = (/** @type {number} */ width) => {
  const eye = matrixOf(width, width, (row, column) => Number(row === column));
  return { wq: eye, wk: eye, wv: eye, wo: eye };
};
const allowed = (/** @type {number[]} */ ...shape) => ({ data: new Uint8Array(shape[0] * shape[1]).fill(1), shape });

const one = (/** @type {object} */ change) => () =>
  engine.scaledDotProductAttention({ query: x, key: x, value: x, ...change });
const many = (/** @type {object} */ change) => () =>
  engine.multiHeadAttention({ query: x, numHeads: 2, ...change });
const vectors = (/** @type {unknown} */ tokens, change = {}) => () =>
  engine.tokenVectors(tokens, { dModel: 4, ...change });

/**
 * What is asked, the code of the refusal, and what its message says.
 * @type {[string, () => unknown, string, RegExp][]}
 */
const CASES = [
  // rank
  ['a query of rank 1', one({ query: zeros(4) }), 'invalid-rank', /query.* 1 .* 2/],
  ['a key of rank 3', many({ key: zeros(1, 3, 4) }), 'invalid-rank', /key.* 3 .* 2/],
  ['a matrix of parameters of rank 1',
    many({ parameters: { ...parameters, wk: zeros(4) } }),
    'invalid-rank', /wk.* 1 .* 2/],
  ['a bias of rank 2', many({ parameters: { ...parameters, bv: zeros(1, 4) } }), 'invalid-rank', /bv.* 2 .* 1/],
  ['a mask of rank 3',
    many({ attnMask: { data: new Uint8Array(18), shape: [2, 3, 3] } }),
    'invalid-rank', /attnMask.* 3 .* 2/],
  ['a matrix of rank 0 for the listing',
    () => engine.articleSelfAttention({ data: new Float32Array(1), shape: [] }),
    'invalid-rank', /matrix.* 0 .* 2/],

  // shape
  ['key and query of different widths', one({ key: sample(3, 5) }), 'shape-mismatch', /key has 5 columns, query has 4/],
  ['key and query of different widths, many heads',
    many({ key: sample(3, 6) }),
    'shape-mismatch', /key has 6 columns, query has 4/],
  ['value and query of different widths, many heads',
    many({ value: sample(3, 6) }),
    'shape-mismatch', /value has 6 columns, query has 4/],
  ['more values than keys', one({ value: sample(5, 4) }), 'shape-mismatch', /value has 5 rows, key has 3/],
  ['more values than keys, many heads', many({ value: sample(5, 4) }), 'shape-mismatch', /value has 5 rows, key has 3/],
  ['data that does not fill its shape',
    one({ query: { data: new Float32Array(11), shape: [3, 4] } }),
    'shape-mismatch', /query.* 11 .*\(3, 4\).* 12/],
  ['a mask with too few rows', one({ attnMask: allowed(2, 3) }), 'shape-mismatch', /attnMask has 2 rows, query has 3/],
  ['a mask with too many columns',
    one({ attnMask: zeros(3, 7) }),
    'shape-mismatch', /attnMask has 7 columns, key has 3/],
  ['parameters with too many rows',
    many({ parameters: { ...parameters, wq: zeros(5, 4) } }),
    'shape-mismatch', /wq has 5 rows, query has 4/],
  ['parameters with too few columns',
    many({ parameters: { ...parameters, wo: zeros(4, 3) } }),
    'shape-mismatch', /wo has 3 columns, query has 4/],
  ['a bias that is too long',
    many({ parameters: { ...parameters, bo: zeros(5) } }),
    'shape-mismatch', /bo has 5 elements, wo has 4/],
  ["W_q of another height than the listing's matrix is wide",
    () => engine.articleMultiHeadAttention(x, { wq: zeros(5, 2), wk: zeros(4, 2), wv: zeros(4, 2) }),
    'shape-mismatch', /wq has 5 rows, matrix has 4/],
  ['W_k and W_q of different widths',
    () => engine.articleMultiHeadAttention(x, { wq: zeros(4, 2), wk: zeros(4, 3), wv: zeros(4, 2) }),
    'shape-mismatch', /wk has 3 columns, wq has 2/],

  // NaN and infinity
  ['NaN in a query', one({ query: put(x, 7, NaN) }), 'not-finite', /query is NaN at row 1, column 3/],
  ['infinity in a key', many({ key: put(x, 4, Infinity) }), 'not-finite', /key is Infinity at row 1, column 0/],
  ['minus infinity in a value',
    one({ value: put(x, 0, -Infinity) }),
    'not-finite', /value is -Infinity at row 0, column 0/],
  ['NaN in the parameters',
    many({ parameters: { ...parameters, wv: put(square, 5, NaN) } }),
    'not-finite', /wv is NaN at row 1, column 1/],
  ['infinity in a bias',
    many({ parameters: { ...parameters, bq: put(zeros(4), 2, Infinity) } }),
    'not-finite', /bq is Infinity at 2/],
  ['NaN in a mask', one({ attnMask: put(zeros(3, 3), 8, NaN) }), 'not-finite', /attnMask is NaN at row 2, column 2/],
  ['infinity in a mask',
    one({ attnMask: put(zeros(3, 3), 1, Infinity) }),
    'not-finite', /attnMask is Infinity at row 0, column 1/],
  ['a scale of NaN', one({ scale: NaN }), 'not-finite', /scale is NaN/],
  ['a scale of 1e300, which float32 does not have', many({ scale: 1e300 }), 'not-finite', /scale is 1e\+300/],
  ["NaN in the listing's matrix",
    () => engine.articleSelfAttention(put(x, 3, NaN)),
    'not-finite', /matrix is NaN at row 0, column 3/],
  ["infinity in the listing's W_v",
    () => engine.articleMultiHeadAttention(x, { wq: square, wk: square, wv: put(square, 0, Infinity) }),
    'not-finite', /wv is Infinity at row 0, column 0/],
  ['finite numbers whose product is not',
    one({ query: matrixOf(3, 4, () => 1e30), key: matrixOf(3, 4, () => 1e30) }),
    'not-finite', /scores.*float32/],
  ['finite parameters whose product is not',
    many({ parameters: { ...parameters, wo: matrixOf(4, 4, () => 3e38) } }),
    'not-finite', /output.*float32/],

  // sizes
  ['no queries', one({ query: zeros(0, 4) }), 'invalid-size', /query.* 0.* 1/],
  ['no keys', one({ key: zeros(0, 4), value: zeros(0, 4) }), 'invalid-size', /key.* 0.* 1/],
  ['tokens of width 0', many({ query: zeros(3, 0) }), 'invalid-size', /query.* 0.* 1/],
  ['a negative extent',
    one({ query: { data: new Float32Array(12), shape: [-3, -4] } }),
    'invalid-size', /query.* -3.* 1/],
  ['half a row', one({ query: { data: new Float32Array(6), shape: [1.5, 4] } }), 'invalid-size', /query.* 1\.5.* 1/],
  ['NaN rows', one({ query: { data: new Float32Array(0), shape: [NaN, 4] } }), 'invalid-size', /query.* NaN.* 1/],
  ['an extent beyond 32 bits',
    one({ query: { data: new Float32Array(0), shape: [2 ** 32, 4] } }),
    'invalid-size', /query.* 4294967296.* 16384/],
  ['vectors of width 0', vectors(['a'], { dModel: 0 }), 'invalid-size', /dModel.* 0.* 1/],
  ['vectors of a negative width', vectors(['a'], { dModel: -4 }), 'invalid-size', /dModel.* -4.* 1/],
  ['parameters of a fractional width', () => engine.xavierParameters({ dModel: 4.5 }), 'invalid-size', /dModel.* 4\.5/],
  ['a negative seed', vectors(['a'], { seed: -1 }), 'invalid-size', /seed.* -1.* 0/],
  ['a seed beyond 32 bits', vectors(['a'], { seed: 2 ** 32 }), 'invalid-size', /seed.* 4294967296.* 4294967295/],
  ['a listing of width 0', () => engine.articleSelfAttention(x, { dModel: 0 }), 'invalid-size', /dModel.* 0.* 1/],
  ['a negative window',
    () => engine.slidingWindowMask({ queries: 3, keys: 3, window: -1 }),
    'invalid-size', /window.* -1.* 0/],
  ['a mask for no query', () => engine.paddingMask({ queries: 0, keep: [true] }), 'invalid-size', /queries.* 0.* 1/],
  ['a mask for no key', () => engine.paddingMask({ queries: 1, keep: [] }), 'invalid-size', /keep.* 0.* 1/],

  // heads
  ['heads that do not divide the width', many({ numHeads: 3 }), 'invalid-heads', /numHeads.* 3.* 4/],
  ['more heads than columns', many({ numHeads: 8 }), 'invalid-heads', /numHeads.* 8.* 4/],
  ['no heads', many({ numHeads: 0 }), 'invalid-size', /numHeads.* 0.* 1/],
  ['minus two heads', many({ numHeads: -2 }), 'invalid-size', /numHeads.* -2.* 1/],
  ['two and a half heads', many({ numHeads: 2.5 }), 'invalid-size', /numHeads.* 2\.5/],

  // the sentence
  ['an empty sentence', vectors([]), 'invalid-size', /tokens.* 0.* 1/],
  ['one token too many', vectors(Array(16385).fill('a')), 'too-many-tokens', /tokens.* 16385.* 16384/],
  ['half a surrogate pair', vectors(['a', '\ud83d']), 'ill-formed-text', /tokens\[1\]/],
  ['one query too many', one({ query: zeros(16385, 4) }), 'invalid-size', /query.* 16385.* 16384/],
  ['one key too many', many({ key: zeros(16385, 4) }), 'invalid-size', /key.* 16385.* 16384/],
  ['a trace too large for memory',
    many({ query: zeros(4096, 8), numHeads: 8 }),
    'too-large', /scores.* 8 heads.* 4096 queries.* 4096 keys.* 2147483648 bytes.* 536870912.*fewer tokens.*needWeights: false/],
  ['weights too large for memory',
    many({ query: zeros(16384, 4), needTrace: false }),
    'too-large', /weights of 2 heads.* 16384 queries.* 16384 keys.* 2147483648 bytes.* 536870912.*needWeights: false/],
  ['one head of weights too large for memory',
    one({ query: zeros(16384, 4), key: zeros(16384, 4), value: zeros(16384, 4) }),
    'too-large', /16384 queries.* 4294967296 bytes/],
  ['a listing too large for memory',
    () => engine.articleSelfAttention(zeros(16384, 2)),
    'too-large', /16384 queries.* 4294967296 bytes/],

  // prepared parameters
  ['parameters of another engine', many({ parameters: otherEngine.prepareParameters(parameters) }), 'invalid-type', /another engine/],
  ['prepared parameters of another width',
    many({ parameters: engine.prepareParameters(identity(6)) }),
    'shape-mismatch', /wq has 6 rows, query has 4 columns/],
  ['parameters to prepare that are not square',
    () => engine.prepareParameters({ ...parameters, wk: zeros(4, 5) }),
    'shape-mismatch', /wk has 5 columns, wq has 4/],
  ['parameters to prepare with a NaN',
    () => engine.prepareParameters({ ...parameters, wo: matrixOf(4, 4, () => NaN) }),
    'not-finite', /wo is NaN at row 0, column 0/],
  ['nothing to prepare', () => engine.prepareParameters(), 'invalid-type', /parameters.*undefined.*object/],
  ['needTrace that is a number', many({ needTrace: 0 }), 'invalid-type', /needTrace.*number.*true or false/],

  // types
  ['nothing', () => engine.scaledDotProductAttention(), 'invalid-type', /request.*object/],
  ['null for a tensor', one({ query: null }), 'invalid-type', /query.*null.*object/],
  ['an array for a tensor', one({ key: [[1, 2], [3, 4]] }), 'invalid-type', /key.*Float32Array/],
  ['doubles',
    one({ query: { data: new Float64Array(12), shape: [3, 4] } }),
    'invalid-type', /query\.data.*Float32Array/],
  ['a shape that is no array',
    one({ query: { data: new Float32Array(12), shape: '3,4' } }),
    'invalid-type', /query\.shape.*array/],
  ['an extent that is a string',
    one({ query: { data: new Float32Array(12), shape: ['3', 4] } }),
    'invalid-type', /query\.shape.*number/],
  ['a mask of doubles',
    one({ attnMask: { data: new Float64Array(9), shape: [3, 3] } }),
    'invalid-type', /attnMask\.data.*Uint8Array.*Float32Array/],
  ['a scale that is a string', one({ scale: '1' }), 'invalid-type', /scale.*string.*number/],
  ['isCausal that is a number', one({ isCausal: 1 }), 'invalid-type', /isCausal.*number.*true or false/],
  ['heads that are a string', many({ numHeads: '2' }), 'invalid-type', /numHeads.*string.*number/],
  ['no heads said', many({ numHeads: undefined }), 'invalid-type', /numHeads.*undefined.*number/],
  ['parameters that miss one',
    many({ parameters: { ...parameters, wo: undefined } }),
    'invalid-type', /wo.*undefined.*object/],
  ['a sentence that is no array', vectors('I ate'), 'invalid-type', /tokens.*string.*array/],
  ['a token that is a number', vectors(['a', 5]), 'invalid-type', /tokens\[1\].*number.*string/],
  ['a bias that is null', many({ parameters: { ...parameters, bq: null } }), 'invalid-type', /bq.*null/],
  ['tokens with a hole', vectors(new Array(2)), 'invalid-type', /tokens\[0\].*undefined/],
  ['keep with a hole', () => engine.paddingMask({ queries: 1, keep: new Array(2) }), 'invalid-type', /keep\[0\]/],
  ['keep with a number', () => engine.paddingMask({ queries: 1, keep: [1] }), 'invalid-type', /keep\[0\].*number/],
  ['options that are null', () => engine.tokenVectors(['a'], null), 'invalid-type', /options.*null.*object/],
];

const usual = many({ parameters, isCausal: true });
const before = JSON.stringify(usual());

for (const [name, ask, code, message] of CASES) {
  test(`${code}: ${name}`, () => {
    assert.throws(ask, (error) => {
      assert.ok(error instanceof AttentionError && error instanceof Error, `it is ${error}`);
      assert.equal(error.name, 'AttentionError');
      assert.equal(error.code, code, error.message);
      assert.match(error.message, message);
      return true;
    });
    assert.equal(JSON.stringify(usual()), before, 'the engine gives the same numbers as before');
  });
}

test('a view into a larger buffer is read where it lies', () => {
  const buffer = new Float32Array(40).fill(NaN);
  buffer.set(x.data, 20);
  const view = { data: buffer.subarray(20, 32), shape: [3, 4] };
  assert.deepEqual(one({ query: view, key: view, value: view })(), one({})());
});

test('the limits themselves are allowed', () => {
  const { weights } = one({ query: matrix([[1]]), key: zeros(16384, 1), value: zeros(16384, 1) })();
  assert.deepEqual(weights.shape, [1, 16384]);
  assert.deepEqual(engine.tokenVectors(Array(16384).fill('a'), { dModel: 1, seed: 2 ** 32 - 1 }).shape, [16384, 1]);
});
