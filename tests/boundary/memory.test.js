// What a call leaves behind in the WebAssembly memory and in JS: nothing but its result.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AttentionError, loadEngine } from 'attention-view/engine';
import { assertClose, loadWithMemory, sample } from './support.js';

/** @typedef {import('attention-view/engine').Engine} Engine */

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const x = sample(6, 8);
const y = sample(3, 8);
const parameters = { wq: sample(8, 8, 1), wk: sample(8, 8, 2), wv: sample(8, 8, 3), wo: sample(8, 8, 4) };
const attnMask = { data: new Float32Array(36), shape: [6, 6] };

const engineAtRest = await loadEngine();
const wide = engineAtRest.xavierParameters({ dModel: 64 });
const prepared = new WeakMap();
/** @param {Engine} engine */
const preparedIn = (engine) => {
  if (!prepared.has(engine)) prepared.set(engine, engine.prepareParameters(parameters));
  return prepared.get(engine);
};

const PAGE = 65_536;

/**
 * The module with a memory of at most so many pages, as on a machine that has no more. Its memory section (5) says so: one
 * memory, with a limit, the pages that it begins with in one byte, and the limit in three.
 * @param {Uint8Array} wasm
 * @param {number} pages
 */
function withMost(wasm, pages) {
  const bytes = new Uint8Array(wasm);
  const unsigned = (/** @type {number} */ at) => { // LEB128
    let [value, shift] = [0, 0];
    for (;; at++, shift += 7) {
      value |= (bytes[at] & 127) << shift;
      if (bytes[at] < 128) return { value, next: at + 1 };
    }
  };
  for (let at = 8; at < bytes.length;) {
    const { value, next } = unsigned(at + 1);
    if (bytes[at] !== 5) {
      at = next + value;
      continue;
    }
    assert.deepEqual([value, bytes[next], bytes[next + 1]], [6, 1, 1], 'one memory with a limit');
    bytes.set([pages & 127 | 128, pages >> 7 & 127 | 128, pages >> 14], next + 3);
    return bytes;
  }
  throw new Error('there is no memory section');
}

/** One call of each kind, refused ones included. @type {((engine: Engine) => unknown)[]} */
const CALLS = [
  (engine) => engine.multiHeadAttention({ query: x, numHeads: 2, parameters, attnMask }),
  (engine) => engine.multiHeadAttention({ query: x, key: y, numHeads: 4, isCausal: true, needWeights: false }),
  (engine) => engine.multiHeadAttention({ query: x, numHeads: 2, parameters: preparedIn(engine), needTrace: false }),
  (engine) => engine.scaledDotProductAttention({ query: x, key: x, value: x, isCausal: true }),
  (engine) => engine.articleSelfAttention(x),
  (engine) => engine.articleMultiHeadAttention(x, parameters),
  (engine) => engine.tokenVectors(['I', 'ate', 'an', 'apple', 'too long to be stored in place'], { dModel: 8 }),
  (engine) => engine.xavierParameters({ dModel: 8 }),
  (engine) => engine.paddingMask({ queries: 6, keep: [true, false, true] }),
  (engine) => engine.slidingWindowMask({ queries: 6, keys: 6, window: 1 }),
  (engine) => assert.throws(() => engine.multiHeadAttention({ query: x, numHeads: 3 }), AttentionError),
  (engine) => assert.throws(() => engine.articleSelfAttention(sample(2, 2, NaN)), AttentionError),
];

/**
 * Whether a fresh engine, after that many small calls, answers one of that many queries without more memory.
 * @param {number} calls
 * @param {number} queries
 */
async function fits(calls, queries) {
  const { engine, memory } = await loadWithMemory();
  const bytes = memory.buffer.byteLength;
  for (let i = 0; i < calls; i++) CALLS[i % CALLS.length](engine);
  engine.multiHeadAttention({ query: sample(queries, 32), key: sample(6, 32), numHeads: 1 });
  return memory.buffer.byteLength === bytes;
}

test('10,000 calls leave the heap as one of each did, to within a row of 32 numbers', async () => {
  let [most, tooMany] = [1, 4096];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (await fits(CALLS.length, middle)) most = middle;
    else tooMany = middle;
  }
  assert.ok(most > 1 && tooMany < 4096, `${most} queries fill the heap`);
  assert.ok(await fits(10_000, most), 'something was left behind: what fitted before no longer does');
  assert.ok(!(await fits(10_000, tooMany)));
});

test('10,000 calls leave no arrays and no handles in JS', async () => {
  const engine = await loadEngine();
  const run = (/** @type {number} */ calls) => {
    for (let i = 0; i < calls; i++) CALLS[i % CALLS.length](engine);
    collectGarbage();
    return process.memoryUsage();
  };
  run(1_000);
  const before = run(1_000);
  const after = run(10_000);
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  assert.ok(grown < 500_000, `${grown} bytes more: 50 a call`);
});

test('earlier results outlive the growth of the memory, and belong to the caller', async () => {
  const { engine, memory } = await loadWithMemory();
  const request = { query: x, numHeads: 2, parameters };
  const first = engine.multiHeadAttention(request);
  const kept = structuredClone(first);
  const { fullyMaskedRows, ...tensors } = first;
  for (const { data } of Object.values(tensors)) {
    assert.notEqual(data.buffer, memory.buffer);
    assert.equal(data.buffer.byteLength, data.byteLength); // not a piece of something larger
  }

  const bytes = memory.buffer.byteLength;
  const large = engine.xavierParameters({ dModel: 512 });
  const long = engine.multiHeadAttention({ query: sample(512, 512), numHeads: 8, parameters: large });
  assert.ok(memory.buffer.byteLength > bytes, 'the memory grew');
  assert.deepEqual(long.weights.shape, [8, 512, 512]);
  assert.ok(long.output.data.some((number) => number !== 0) && long.output.data.every(Number.isFinite));

  assert.deepEqual(first, kept);
  assert.deepEqual(engine.multiHeadAttention(request), kept);
});

test('the engine changes no argument, and a changed result changes no later one', async () => {
  const engine = await loadEngine();
  const request = { query: sample(4, 8), key: sample(5, 8, 1), value: sample(5, 8, 2), numHeads: 2 };
  const before = structuredClone(request);
  const trace = engine.multiHeadAttention(request);
  assert.deepEqual(request, before);
  const kept = structuredClone(trace);
  for (const tensor of [trace.q, trace.k, trace.v, trace.weights, trace.output]) {
    tensor.data.fill(NaN);
    tensor.shape.reverse();
  }
  assert.deepEqual(request, before, 'with identity parameters, q is a copy of the query');
  assert.deepEqual(engine.multiHeadAttention(request), kept);
});

test('two engines at once do not meet', async () => {
  const [a, b] = await Promise.all([loadEngine(), loadEngine()]);
  const { memory } = await loadWithMemory();
  const ask = (/** @type {Engine} */ engine) => engine.multiHeadAttention({ query: x, numHeads: 2, parameters });
  const expected = ask(a);
  b.multiHeadAttention({ query: sample(300, 64), numHeads: 8 });
  assert.deepEqual(ask(a), expected);
  assert.deepEqual(ask(b), expected);
  assert.equal(memory.buffer.byteLength, 2 << 20, 'a third has its own memory, of the size it starts with');
  a.dispose();
  assert.deepEqual(ask(b), expected);
});

test('16,384 tokens of width 64 attend to each other in less than 64 MB', async () => {
  const { engine, memory } = await loadWithMemory();
  const long = sample(16384, 64);
  const { output } = engine.multiHeadAttention({ query: long, numHeads: 1, needWeights: false, isCausal: true });
  assert.ok(memory.buffer.byteLength < 64e6, `${memory.buffer.byteLength} bytes`);
  // the first tokens see only the first: what they get is known from the short sentence
  const short = { data: long.data.slice(0, 300 * 64), shape: [300, 64] };
  const expected = engine.multiHeadAttention({ query: short, numHeads: 1, isCausal: true }).output;
  assertClose('output', { data: output.data.subarray(0, 300 * 64), shape: [300, 64] }, expected);
  assert.ok(output.data.every(Number.isFinite));
});

test('prepared parameters that nobody holds any more give their memory back', async () => {
  const { engine, memory } = await loadWithMemory();
  const large = engine.xavierParameters({ dModel: 256 }); // a megabyte
  for (let i = 0; i < 64; i++) {
    engine.prepareParameters(large);
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve)); // FinalizationRegistry tells in a later turn
  }
  assert.ok(memory.buffer.byteLength < 16e6, `${memory.buffer.byteLength} bytes`);
});

test('whichever growth of the memory fails, the call is refused and the next one is answered', async () => {
  const sentences = [3, 90, 200, 400, 700].map((length) => ({ query: sample(length, 64), numHeads: 8, parameters: wide }));
  const { engine, memory } = await loadWithMemory();
  const pages = () => memory.buffer.byteLength / PAGE;
  const needed = [pages()]; // for the first of them, the first two ...
  const expected = sentences.map((request) => {
    const { output } = engine.multiHeadAttention(request);
    needed.push(pages());
    return output;
  });
  assert.ok(new Set(needed).size > 3, `${needed} pages: it hardly grows`);
  const wasm = readFileSync(new URL('../../dist/attention-view.wasm', import.meta.url));
  for (let i = 1; i < needed.length; i++) {
    const [before, after] = [needed[i - 1], needed[i]];
    for (const limit of before === after ? [] : [before, (before + after) >> 1, after - 1]) {
      const small = await loadEngine({ wasmBinary: withMost(wasm, limit) });
      const answers = sentences.map((request) => {
        try {
          return small.multiHeadAttention(request).output;
        } catch (error) {
          assert.ok(error instanceof AttentionError && error.code === 'out-of-memory', String(error));
          assert.match(error.message, /needs \d+ bytes of memory.*needWeights: false/);
          return null;
        }
      });
      if (limit === before) assert.equal(answers[i - 1], null, `${limit} pages`);
      const same = (/** @type {any} */ answer, /** @type {any} */ wanted) => assertClose('output', answer, wanted);
      answers.forEach((answer, k) => answer && same(answer, expected[k]));
      same(small.multiHeadAttention(sentences[0]).output, expected[0]); // the small one fits all the same
    }
  }
});

test('after dispose() every method says so, and dispose() may be called again', async () => {
  const engine = await loadEngine();
  engine.dispose();
  engine.dispose();
  for (const call of CALLS.slice(0, 10)) {
    assert.throws(() => call(engine), (error) => error instanceof AttentionError && error.code === 'disposed');
  }
});

test('dispose() gives the memory back', async () => {
  const [kept, disposed] = [await loadWithMemory(), await loadWithMemory()];
  const [keptMemory, disposedMemory] = [new WeakRef(kept.memory), new WeakRef(disposed.memory)];
  const engines = [kept.engine, disposed.engine];
  for (const loaded of [kept, disposed]) Object.assign(loaded, { memory: undefined });
  disposed.engine.dispose();
  await new Promise((resolve) => setTimeout(resolve)); // a WeakRef holds on until the end of the turn
  collectGarbage();
  assert.ok(keptMemory.deref());
  assert.equal(disposedMemory.deref(), undefined);
  assert.equal(engines.length, 2); // both engines are still held here
});

test('arrays that are given back are written again, each once, and only where the size is the same', async () => {
  const engine = await loadEngine();
  const request = { query: x, numHeads: 2 };
  const expected = structuredClone(engine.multiHeadAttention(request));
  const { fullyMaskedRows, ...tensors } = engine.multiHeadAttention(request);
  const given = Object.values(tensors).map(({ data }) => data.fill(NaN));
  engine.recycle(given);
  const again = engine.multiHeadAttention(request);
  assert.deepEqual(again, expected);
  const used = Object.entries(again).flatMap(([name, value]) => (name === 'fullyMaskedRows' ? [] : [/** @type {any} */ (value).data]));
  assert.ok(used.every((array) => given.includes(array)), 'all of them');
  assert.equal(new Set(used).size, used.length, 'each once');
  const third = engine.multiHeadAttention(request);
  assert.ok(!given.includes(third.output.data), 'the caller has them again');
  engine.recycle([new Float32Array(5)]);
  assert.deepEqual(engine.multiHeadAttention(request), expected);
});
