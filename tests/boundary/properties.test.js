// What holds for attention on any input.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loadEngine } from 'attention-view/engine';
import fc from 'fast-check';
import { anyMatrix, assertClose, exactly, headOf, matrixOf, pickColumns, pickRows, range, sample } from './support.js';

/** @typedef {import('attention-view/engine').Tensor} Tensor */

const engine = await loadEngine();
after(() => engine.dispose());

const size = fc.integer({ min: 1, max: 6 });

/** query (L, D), key (S, D), value (S, Dv) */
const oneHead = fc
  .tuple(size, size, size, size)
  .chain(([L, S, D, Dv]) => fc.record({ query: anyMatrix(L, D), key: anyMatrix(S, D), value: anyMatrix(S, Dv) }));

/** query (L, E), key (S, E), value (S, E), with H heads that divide E and parameters or none */
const manyHeads = fc.tuple(size, size, size, fc.integer({ min: 1, max: 3 })).chain(([L, S, H, D]) => {
  const square = anyMatrix(H * D, H * D, 0.5);
  return fc.record({
    query: anyMatrix(L, H * D),
    key: anyMatrix(S, H * D),
    value: anyMatrix(S, H * D),
    numHeads: fc.constant(H),
    parameters: fc.option(fc.record({ wq: square, wk: square, wv: square, wo: square }), { nil: undefined }),
  });
});

/** @param {number} count @returns {fc.Arbitrary<number[]>} 0, 1, ... in any order */
const orderOf = (count) => fc.shuffledSubarray(range(count), { minLength: count });

/** @param {Tensor} matrix @returns {number[]} */
const rowSums = ({ data, shape: [rows, columns] }) =>
  range(rows).map((r) => data.slice(r * columns, (r + 1) * columns).reduce((sum, weight) => sum + weight, 0));

test('every row of weights sums to 1, and no weight is negative', () => {
  fc.assert(
    fc.property(manyHeads, fc.boolean(), (input, isCausal) => {
      const { weights } = engine.multiHeadAttention({ ...input, isCausal });
      for (const h of range(weights.shape[0])) {
        rowSums(headOf(weights, h)).forEach((sum) => assert.ok(Math.abs(sum - 1) <= 1e-6, `a row sums to ${sum}`));
      }
      assert.ok(weights.data.every((weight) => weight >= 0));
    }),
  );
});

test('keys and values in another order change no output', () => {
  const shuffled = manyHeads.chain((input) => fc.tuple(fc.constant(input), orderOf(input.key.shape[0])));
  fc.assert(
    fc.property(shuffled, ([input, order]) => {
      const before = engine.multiHeadAttention(input);
      const key = pickRows(input.key, order);
      const value = pickRows(input.value, order);
      const now = engine.multiHeadAttention({ ...input, key, value });
      assertClose('output', now.output, before.output);
      for (const h of range(input.numHeads)) {
        const moved = pickColumns(headOf(before.weights, h), order); // with the keys
        assertClose('weights', headOf(now.weights, h), moved);
      }
    }),
  );
});

test('queries in another order: rows in that order', () => {
  const shuffled = manyHeads.chain((input) => fc.tuple(fc.constant(input), orderOf(input.query.shape[0])));
  fc.assert(
    fc.property(shuffled, ([input, order]) => {
      const before = engine.multiHeadAttention(input);
      const now = engine.multiHeadAttention({ ...input, query: pickRows(input.query, order) });
      assertClose('output', now.output, pickRows(before.output, order));
      for (const h of range(input.numHeads)) {
        assertClose('weights', headOf(now.weights, h), pickRows(headOf(before.weights, h), order));
      }
    }),
  );
});

test('a constant added to a row of scores changes nothing', () => {
  const withConstants = oneHead.chain((input) =>
    fc.tuple(fc.constant(input), fc.array(fc.integer({ min: -64, max: 64 }), exactly(6))),
  );
  fc.assert(
    fc.property(withConstants, ([input, constants]) => {
      const attnMask = matrixOf(input.query.shape[0], input.key.shape[0], (row) => constants[row] / 8);
      const scale = 0.5; // a power of two: every score is exact, so that nothing at all may change
      const before = engine.scaledDotProductAttention({ ...input, scale });
      const now = engine.scaledDotProductAttention({ ...input, scale, attnMask });
      assert.deepEqual(now.weights, before.weights);
      assert.deepEqual(now.output, before.output);
      assert.deepEqual(now.masked.data, before.scaled.data.map((score, i) => score + attnMask.data[i]));
    }),
  );
});

test('causal: no weight above the diagonal, all of them below it', () => {
  fc.assert(
    fc.property(manyHeads, (input) => {
      const request = { ...input, parameters: undefined, isCausal: true }; // small scores: no weight underflows
      const { weights, masked, fullyMaskedRows } = engine.multiHeadAttention(request);
      const [, L, S] = weights.shape;
      weights.data.forEach((weight, i) => {
        const [l, s] = [Math.floor(i / S) % L, i % S];
        assert.ok(s > l ? weight === 0 : weight > 0, `query ${l}, key ${s}: ${weight}`);
        assert.equal(masked.data[i] === -Infinity, s > l);
      });
      assert.deepEqual(fullyMaskedRows, []); // every query sees at least the first key
    }),
  );
});

test('isCausal and the mask that says the same agree, and both together too', () => {
  fc.assert(
    fc.property(oneHead, (input) => {
      const [L, S] = [input.query.shape[0], input.key.shape[0]];
      const mayAttend = Uint8Array.from({ length: L * S }, (_, i) => (i % S <= Math.floor(i / S) ? 1 : 0));
      const attnMask = { data: mayAttend, shape: [L, S] };
      const expected = engine.scaledDotProductAttention({ ...input, isCausal: true });
      assert.deepEqual(engine.scaledDotProductAttention({ ...input, attnMask }), expected);
      assert.deepEqual(engine.scaledDotProductAttention({ ...input, attnMask, isCausal: true }), expected);
    }),
  );
});

test('a mask of zeros and ones gives weight only to ones; a query that sees nothing gets zeros and is named', () => {
  const masked = oneHead.chain((input) => {
    const count = input.query.shape[0] * input.key.shape[0];
    return fc.tuple(fc.constant(input), fc.array(fc.boolean(), exactly(count)));
  });
  fc.assert(
    fc.property(masked, ([input, may]) => {
      const [L, S] = [input.query.shape[0], input.key.shape[0]];
      const attnMask = { data: Uint8Array.from(may, Number), shape: [L, S] };
      const { weights, output, fullyMaskedRows } = engine.scaledDotProductAttention({ ...input, attnMask });
      weights.data.forEach((weight, i) => assert.equal(weight > 0, may[i]));
      const blind = range(L).filter((l) => !may.slice(l * S, (l + 1) * S).includes(true));
      assert.deepEqual(fullyMaskedRows, blind);
      for (const l of blind) assert.ok(pickRows(output, [l]).data.every((number) => number === 0));
      assert.ok([...weights.data, ...output.data].every(Number.isFinite));
    }),
  );
});

test('H heads are H separate attentions side by side', () => {
  fc.assert(
    fc.property(manyHeads, fc.boolean(), (input, isCausal) => {
      const trace = engine.multiHeadAttention({ ...input, isCausal });
      const D = input.query.shape[1] / input.numHeads;
      for (const h of range(input.numHeads)) {
        const alone = engine.scaledDotProductAttention({
          query: headOf(trace.q, h),
          key: headOf(trace.k, h),
          value: headOf(trace.v, h),
          isCausal,
        });
        const columns = range(D).map((d) => h * D + d);
        assertClose('concat', pickColumns(trace.concat, columns), alone.output);
        for (const stage of /** @type {const} */ (['scores', 'scaled', 'masked', 'weights'])) {
          assertClose(stage, headOf(trace[stage], h), alone[stage]);
        }
        assertClose('heads', headOf(trace.heads, h), alone.output);
        if (!input.parameters) {
          // identity: a head is a slice of the input
          assert.deepEqual(headOf(trace.q, h), pickColumns(input.query, columns));
          assert.deepEqual(headOf(trace.k, h), pickColumns(input.key, columns));
          assert.deepEqual(headOf(trace.v, h), pickColumns(input.value, columns));
          assert.deepEqual(trace.output, trace.concat);
        }
      }
    }),
  );
});

test('without weights: the same output and nothing of size L x S', () => {
  fc.assert(
    fc.property(manyHeads, fc.boolean(), (input, isCausal) => {
      const { scores, scaled, masked, weights, ...rest } = engine.multiHeadAttention({ ...input, isCausal });
      const lean = engine.multiHeadAttention({ ...input, isCausal, needWeights: false });
      assert.deepEqual(Object.keys(lean), Object.keys(rest));
      for (const stage of /** @type {const} */ (['q', 'k', 'v', 'heads', 'concat', 'output'])) {
        assertClose(stage, lean[stage], rest[stage]);
      }
      assert.deepEqual(lean.fullyMaskedRows, rest.fullyMaskedRows);
    }),
  );
});

test('without weights, a long sentence too: the same output, the same queries that see nothing', () => {
  const [query, key, value] = [sample(150, 8), sample(130, 8, 1), sample(130, 8, 2)];
  const blind = [0, 63, 64, 100, 149];
  const attnMask = matrixOf(150, 130, (l, s) => (blind.includes(l) || (l + s) % 5 === 0 ? -Infinity : 0));
  for (const isCausal of [false, true]) {
    const request = { query, key, value, numHeads: 2, attnMask, isCausal };
    const full = engine.multiHeadAttention(request);
    const lean = engine.multiHeadAttention({ ...request, needWeights: false });
    assertClose('output', lean.output, full.output);
    assert.deepEqual(lean.fullyMaskedRows, full.fullyMaskedRows);
    assert.deepEqual(full.fullyMaskedRows, blind);
  }
});

test('without a key it is the query, without a value it is the key', () => {
  fc.assert(
    fc.property(manyHeads, ({ query, key, numHeads }) => {
      assert.deepEqual(
        engine.multiHeadAttention({ query, numHeads }),
        engine.multiHeadAttention({ query, key: query, value: query, numHeads }),
      );
      assert.deepEqual(
        engine.multiHeadAttention({ query, key, numHeads }),
        engine.multiHeadAttention({ query, key, value: key, numHeads }),
      );
    }),
  );
});

test('the same word gets the same vector, whatever stands around it, and another word or seed another', () => {
  const word = fc.string({ unit: 'binary', maxLength: 6 });
  const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 2 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 4 }), size, anySeed, (token, others, dModel, seed) => {
      const options = { dModel, seed, positions: false };
      const alone = engine.tokenVectors([token], options);
      const among = engine.tokenVectors([...others, token], options);
      assert.deepEqual(pickRows(among, [others.length]), alone);
      assert.notDeepEqual(engine.tokenVectors([`${token}x`], options), alone);
      assert.notDeepEqual(engine.tokenVectors([token], { ...options, seed: seed + 1 }), alone);
    }),
  );
});
