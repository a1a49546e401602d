// Bytes -> an instantiated module. The Emscripten glue only ever sees the hook below, so it runs wherever JS runs.
import createModule from '../../build/wasm/attention-engine.mjs';
import { AttentionError } from './error.js';

/** One compiled module per address: ten figures on a page compile once.
 * @type {Map<string, Promise<WebAssembly.Module>>} */
const compiled = new Map();

/**
 * @param {URL} url
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(url) {
  if (url.protocol === 'file:') {
    // Node; the name is not an import, so that bundlers for the browser do not look for it
    const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises');
    if (fs) return WebAssembly.compile(await fs.readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}`);
  const isWasm = response.headers.get('content-type')?.startsWith('application/wasm');
  return isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * @param {string | URL} wasmUrl
 * @returns {Promise<WebAssembly.Module>}
 */
function compileOnce(wasmUrl) {
  const url = new URL(wasmUrl, globalThis.document?.baseURI ?? import.meta.url);
  let module = compiled.get(url.href);
  if (!module) {
    module = compile(url);
    compiled.set(url.href, module);
    module.catch(() => compiled.delete(url.href));
  }
  return module;
}

/**
 * A fresh instance of the module, with the names that src/wasm/bindings.cpp gives it.
 *
 * @param {import('./engine.d.ts').LoadOptions} options
 * @returns {Promise<any>}
 */
export async function instantiate({ wasmUrl, wasmBinary }) {
  try {
    if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
    const module = wasmBinary
      ? await WebAssembly.compile(wasmBinary)
      : await compileOnce(wasmUrl ?? new URL('./attention-view.wasm', import.meta.url));
    return await new Promise((resolve, reject) => {
      createModule({
        /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} done */
        instantiateWasm(imports, done) {
          WebAssembly.instantiate(module, imports).then(done).catch(reject);
          return {};
        },
      }).then(resolve, reject);
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AttentionError('load-failed', `The engine could not be loaded: ${reason}`, { cause });
  }
}
