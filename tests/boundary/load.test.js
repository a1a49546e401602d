// Loading: by the package's own name, in Node as in a browser, and what happens when it fails.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AttentionError, compileEngine, loadEngine } from 'attention-view/engine';
import { sample } from './support.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SIMD = new URL('../../dist/attention-view.wasm', import.meta.url);
const RELAXED = new URL('../../dist/attention-view.relaxed.wasm', import.meta.url);
const IS_RELAXED = WebAssembly.validate(readFileSync(RELAXED));
/** The file that this Node loads by itself. */
const WASM = IS_RELAXED ? RELAXED : SIMD;

/** @param {import('attention-view/engine').LoadOptions} [options] */
const weightsOf = async (options) => {
  const engine = await loadEngine(options);
  const { weights } = engine.multiHeadAttention({ query: sample(3, 4), numHeads: 2 });
  engine.dispose();
  return weights;
};

/** @param {() => Promise<unknown>} load */
const assertFails = (load) =>
  assert.rejects(load, (error) => {
    assert.ok(error instanceof AttentionError);
    assert.equal(error.code, 'load-failed');
    assert.match(error.message, /The engine could not be loaded: ./);
    return true;
  });

/** What a fresh Node prints for a module. @param {string} source @returns {string} */
const inFreshNode = (source) =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', source], { cwd: ROOT, encoding: 'utf8' });

test('importing and using the engine leaves nothing in globalThis and no listener, and lets Node end', () => {
  const printed = inFreshNode(`
    const names = () => Reflect.ownKeys(globalThis).map(String).sort().join();
    const listener = (name) => String(name) + process.listenerCount(name);
    const listeners = () => process.eventNames().map(listener).sort().join();
    const before = [names(), listeners()];
    const { loadEngine } = await import('attention-view/engine');
    const imported = [names(), listeners()];
    const engine = await loadEngine();
    engine.tokenVectors(['I'], { dModel: 4 });
    console.log(JSON.stringify({ before, imported, used: [names(), listeners()] }));
  `);
  const { before, imported, used } = JSON.parse(printed);
  assert.deepEqual(imported, before);
  assert.deepEqual(used, before);
});

test('importing alone reads no file and compiles nothing', () => {
  const printed = inFreshNode(`
    for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) {
      WebAssembly[name] = () => { throw new Error(name + ' was called'); };
    }
    globalThis.fetch = () => { throw new Error('fetch was called'); };
    console.log(Object.keys(await import('attention-view/engine')).sort().join());
  `);
  assert.equal(printed.trim(), 'AttentionError,MAX_TOKENS,compileEngine,loadEngine');
});

test('the wasm is found beside the module, at an address, or given as bytes', async () => {
  const expected = await weightsOf();
  const bytes = readFileSync(WASM);
  assert.deepEqual(await weightsOf({ wasmUrl: WASM }), expected);
  assert.deepEqual(await weightsOf({ wasmUrl: WASM.href }), expected);
  assert.deepEqual(await weightsOf({ wasmUrl: `data:application/wasm;base64,${bytes.toString('base64')}` }), expected);
  assert.deepEqual(await weightsOf({ wasmBinary: bytes }), expected);
  assert.deepEqual(await weightsOf({ wasmBinary: new Uint8Array(bytes).buffer }), expected);
});

test('ten engines compile the module once', async () => {
  const { compile } = WebAssembly;
  let compiled = 0;
  WebAssembly.compile = (bytes) => {
    compiled++;
    return compile(bytes);
  };
  try {
    const wasmUrl = `${WASM.href}?once`;
    await Promise.all(Array.from({ length: 10 }, () => loadEngine({ wasmUrl })));
    await loadEngine({ wasmUrl });
  } finally {
    WebAssembly.compile = compile;
  }
  assert.equal(compiled, 1);
});

test('a failed load says so, and the next one works', async () => {
  const expected = await weightsOf();
  await assertFails(() => loadEngine({ wasmUrl: new URL('nowhere.wasm', WASM) }));
  await assertFails(() => loadEngine({ wasmUrl: 'data:text/plain,hello' }));
  await assertFails(() => loadEngine({ wasmBinary: new Uint8Array([0, 97, 115, 109, 9, 9, 9, 9]) }));
  await assertFails(() => loadEngine({ wasmBinary: readFileSync(WASM).subarray(0, 1000) }));
  await assertFails(() => loadEngine({ wasmBinary: Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0) })); // empty, but valid
  assert.deepEqual(await weightsOf(), expected);
});

test('a file that could not be read is tried again', async () => {
  const { compile } = WebAssembly;
  const wasmUrl = `${WASM.href}?again`;
  WebAssembly.compile = () => Promise.reject(new Error('out of memory'));
  try {
    await assertFails(() => loadEngine({ wasmUrl }));
  } finally {
    WebAssembly.compile = compile;
  }
  assert.deepEqual(await weightsOf({ wasmUrl }), await weightsOf());
});

test('without SIMD or without WebAssembly, JavaScript takes its place with the same numbers', async () => {
  const expected = await weightsOf();
  const { validate } = WebAssembly;
  const { WebAssembly: real } = globalThis;
  try {
    WebAssembly.validate = () => false;
    assert.equal(await compileEngine(), null);
    assert.equal((await loadEngine()).build, 'wasm2js');
    // @ts-expect-error: what a hardened browser has
    globalThis.WebAssembly = undefined;
    assert.equal(await compileEngine(), null);
    assert.equal((await loadEngine()).build, 'wasm2js');
    const slow = await weightsOf();
    slow.data.forEach((weight, i) => assert.ok(Math.abs(weight - expected.data[i]) <= 1e-6));
  } finally {
    globalThis.WebAssembly = real;
    WebAssembly.validate = validate;
  }
});

test('a module that was compiled elsewhere is taken as it is', async () => {
  const wasmModule = await compileEngine({ wasmUrl: WASM });
  assert.ok(wasmModule instanceof WebAssembly.Module);
  assert.equal((await loadEngine({ wasmModule })).build, IS_RELAXED ? 'relaxed-simd' : 'simd');
  assert.deepEqual(await weightsOf({ wasmModule }), await weightsOf({ wasmUrl: WASM }));
  assert.equal((await loadEngine({ wasmModule: null })).build, 'wasm2js');
});

test('each file is the build that its name says', async () => {
  assert.equal((await loadEngine()).build, IS_RELAXED ? 'relaxed-simd' : 'simd');
  assert.equal((await loadEngine({ wasmUrl: SIMD })).build, 'simd');
  if (IS_RELAXED) assert.equal((await loadEngine({ wasmUrl: RELAXED })).build, 'relaxed-simd');
  else await assertFails(() => loadEngine({ wasmUrl: RELAXED }));
});

test('options that are no object are refused', async () => {
  await assert.rejects(loadEngine(/** @type {any} */ (null)), { name: 'AttentionError', code: 'invalid-type' });
});
