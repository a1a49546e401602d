// The built engine against every case of tests/golden: float32 and uint8 files are inputs, float64 files are what numpy
// computed from them in double precision.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { after, test } from 'node:test';
import { loadEngine } from 'attention-view/engine';
import { readNpy } from './npy.js';
import { assertClose, matrixOf, pickRows } from './support.js';

/** @typedef {import('attention-view/engine').Tensor} Tensor */
/** @typedef {Record<string, any>} Case the files of a folder by name */
/** @typedef {Record<string, any>} Trace the engine's tensors, by the names of the files that they must equal */

const GOLDEN = new URL('../golden/', import.meta.url);
const engine = await loadEngine();
after(() => engine.dispose());

/** @param {Case} input @param {object} [options] @returns {Trace} */
const oneHead = ({ x, query = x, key = x, value = x, mask, scale }, options) =>
  engine.scaledDotProductAttention({ query, key, value, attnMask: mask, scale: scale?.data[0], ...options });

/** @param {Case} input @param {number} numHeads @returns {Trace} */
function allHeads({ x, query = x, key = x, value = x, mask, wq, wk, wv, wo, bq, bk, bv, bo }, numHeads) {
  const parameters = wq && { wq, wk, wv, wo, bq, bk, bv, bo };
  return engine.multiHeadAttention({ query, key, value, numHeads, parameters, attnMask: mask });
}

/** @param {Case} input */
const causal = (input) => ({ ...oneHead(input), alone: oneHead({ ...input, mask: undefined }, { isCausal: true }) });

/** @param {Case} input @returns {Trace} */
const article = ({ matrix }) => engine.articleSelfAttention(matrix);

/** How each case is computed. @type {Record<string, (input: Case) => Trace>} */
const CASES = {
  self: oneHead,
  cross: oneHead,
  scale: oneHead,
  mask_causal: causal,
  mask_causal_wide: causal,
  mask_causal_tall: causal,
  mask_padding(input) {
    const mask = engine.paddingMask({ queries: 5, keep: Array.from(input.keep.data, Boolean) });
    assert.deepEqual(mask, input.mask);
    return oneHead(input);
  },
  mask_window(input) {
    const mask = engine.slidingWindowMask({ queries: 5, keys: 7, window: input.window.data[0] });
    assert.deepEqual(mask, input.mask);
    return oneHead(input);
  },
  mask_boolean: oneHead,
  mask_additive: oneHead,
  mask_fully_masked_row(input) {
    const trace = oneHead(input);
    assert.deepEqual(trace.fullyMaskedRows, Array.from(input.fully_masked_rows.data));
    return trace;
  },
  multi_head: (input) => allHeads(input, 4),
  multi_head_cross: (input) => allHeads(input, 2),
  multi_head_identity: (input) => allHeads(input, 3),
  article_defaults(input) {
    const { scores, weights, output } = article(input);
    const rows = Array.from(input.rows.data, Number);
    return { output, scores_rows: pickRows(scores, rows), weights_rows: pickRows(weights, rows) };
  },
  article_small: article,
  article_words: ({ matrix }) => engine.articleSelfAttention(matrix, { dModel: 3 }), // the rows are words
  article_multi_head: ({ matrix, wq, wk, wv }) => engine.articleMultiHeadAttention(matrix, { wq, wk, wv }),
  random_stream() {
    const { data } = engine.tokenVectors(['apple'], { dModel: 9, positions: false });
    return { gaussian: { data, shape: [9] } };
  },
  token_vectors(input) {
    const tokens = new TextDecoder().decode(input.tokens.data).split('\n');
    const [plain, placed] = [false, true].map((positions) => engine.tokenVectors(tokens, { dModel: 7, positions }));
    return {
      vectors_seed_7: plain,
      vectors_seed_2023: engine.tokenVectors(tokens, { dModel: 7, seed: 2023, positions: false }),
      with_positions: placed,
      positions: matrixOf(8, 7, (r, c) => placed.data[7 * r + c] - plain.data[7 * r + c]),
    };
  },
  xavier: () => engine.xavierParameters({ dModel: 5 }),
};

/** Read by other tests: those of formats, and the engine's own of what has not crossed the boundary yet. */
const OTHERS = ['npy', 'variants', 'bpe', 'checkpoint', 'models'];
const paths = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.npy') && !OTHERS.includes(dirname(path).split(/[\\/]/)[0]));

for (const name of new Set(paths.map(dirname))) {
  test(`golden case ${name}`, () => {
    const files = paths
      .filter((path) => dirname(path) === name)
      .map((path) => /** @type {const} */ ([basename(path, '.npy'), readNpy(new URL(path, GOLDEN))]));
    assert.ok(CASES[name], `say in CASES how ${name} is computed`);
    const trace = CASES[name](Object.fromEntries(files));
    const expected = files.filter(([, array]) => array.data instanceof Float64Array);
    assert.ok(expected.length > 0);
    for (const [stage, array] of expected) {
      assertClose(stage, trace[stage], /** @type {any} */ (array));
      if (trace.alone) assertClose(`${stage} with isCausal`, trace.alone[stage], /** @type {any} */ (array));
    }
  });
}

test('every case is there', () => {
  assert.deepEqual(Object.keys(CASES).sort(), [...new Set(paths.map(dirname))].sort());
});
