// Calls that give less back: the same numbers, without the rest and without its memory.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loadEngine } from 'attention-view/engine';
import { assertClose, range, sample } from './support.js';

const engine = await loadEngine();
after(() => engine.dispose());

const query = sample(9, 12);
const key = sample(300, 12, 1);
const value = sample(300, 12, 2);
const matrices = { wq: sample(12, 12, 3), wk: sample(12, 12, 4), wv: sample(12, 12, 5), wo: sample(12, 12, 6) };
const bias = (/** @type {number} */ phase) => ({ data: sample(1, 12, phase).data, shape: [12] });
const biased = { ...matrices, bq: bias(7), bk: bias(8), bv: bias(9), bo: bias(10) };
const attnMask = { data: new Uint8Array(2700).map((_, i) => Number(i % 7 > 1 && Math.floor(i / 300) !== 4)), shape: [9, 300] };

const REQUESTS = {
  'identity parameters': {},
  'parameters without biases': { parameters: matrices },
  'parameters with biases': { parameters: biased },
  'a mask with a closed row': { parameters: biased, attnMask },
  'causal': { parameters: biased, isCausal: true },
  'a scale': { parameters: biased, scale: -0.7 },
};

for (const [name, request] of Object.entries(REQUESTS)) {
  test(`without the trace, without the weights, with prepared parameters: ${name}`, () => {
    const whole = { query, key, value, numHeads: 3, ...request };
    const expected = engine.multiHeadAttention(whole);
    const { parameters } = /** @type {{ parameters?: typeof matrices }} */ (request);
    const variants = parameters ? [whole, { ...whole, parameters: engine.prepareParameters(parameters) }] : [whole];
    for (const one of variants) {
      assert.deepEqual(engine.multiHeadAttention(one), expected, 'prepared parameters change nothing');

      const lean = engine.multiHeadAttention({ ...one, needTrace: false });
      assert.deepEqual(Object.keys(lean).sort(), ['fullyMaskedRows', 'output', 'weights']);
      assertClose('weights', lean.weights, expected.weights);
      assertClose('output', lean.output, expected.output);
      assert.deepEqual(lean.fullyMaskedRows, expected.fullyMaskedRows);

      const streamed = engine.multiHeadAttention({ ...one, needWeights: false });
      assert.deepEqual(Object.keys(streamed).sort(), ['concat', 'fullyMaskedRows', 'heads', 'k', 'output', 'q', 'v']);
      for (const stage of /** @type {const} */ (['q', 'k', 'v', 'heads', 'concat', 'output'])) {
        assertClose(stage, streamed[stage], expected[stage]);
      }
      assert.deepEqual(streamed.fullyMaskedRows, expected.fullyMaskedRows);

      const least = engine.multiHeadAttention({ ...one, needWeights: false, needTrace: false });
      assert.deepEqual(Object.keys(least).sort(), ['fullyMaskedRows', 'output']);
      assert.deepEqual(least.output, streamed.output);
    }
  });
}

test('prepared parameters are a copy, and say their width', () => {
  const mine = structuredClone(matrices);
  const prepared = engine.prepareParameters(mine);
  const before = engine.multiHeadAttention({ query, numHeads: 3, parameters: prepared });
  for (const { data } of Object.values(mine)) data.fill(0);
  assert.deepEqual(engine.multiHeadAttention({ query, numHeads: 3, parameters: prepared }), before);
  assert.equal(prepared.dModel, 12);
});

test('one tensor for query, key and value is self-attention, and so are three equal ones', () => {
  const parameters = engine.prepareParameters(biased);
  const same = engine.multiHeadAttention({ query: key, numHeads: 4, parameters });
  const equal = engine.multiHeadAttention({
    query: key, key: structuredClone(key), value: structuredClone(key), numHeads: 4, parameters,
  });
  assert.deepEqual(equal, same);
});

test('every length from 1 to 70 and some beyond streams to the same output', () => {
  for (const length of [...range(70).map((i) => i + 1), 255, 256, 257, 600]) {
    const request = { query: sample(length, 8), numHeads: 2, isCausal: length % 2 === 0 };
    const { output } = engine.multiHeadAttention(request);
    const streamed = engine.multiHeadAttention({ ...request, needWeights: false }).output;
    assertClose(`output of ${length}`, streamed, output, 2); // both sums were rounded, in different places
  }
});
