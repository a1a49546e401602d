// The build that this browser can run -> a compiled module, which may then be given to a worker.
import { AttentionError } from './error.js';
import { modules } from './files.js';

/** One compiled module per address: ten figures on a page compile once.
 * @type {Map<string | Uint8Array, Promise<WebAssembly.Module>>} */
const compiled = new Map();

/**
 * @param {URL | Uint8Array<ArrayBuffer>} url
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(url) {
  if (url instanceof Uint8Array) return WebAssembly.compile(url);
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
 * @param {string | URL | Uint8Array<ArrayBuffer>} source
 * @returns {Promise<WebAssembly.Module>}
 */
function compileOnce(source) {
  const isHere = source instanceof Uint8Array;
  const url = isHere ? source : new URL(source, globalThis.document?.baseURI ?? import.meta.url);
  const key = isHere ? source : String(url);
  let module = compiled.get(key);
  if (!module) {
    module = compile(url);
    compiled.set(key, module);
    module.catch(() => compiled.delete(key));
  }
  return module;
}

/** A module of one function with these instructions. @param {number[]} code */
const probe = (...code) => Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, code.length + 4, 1, code.length + 2, 0, ...code, 11,
);
const ZEROS = [65, 0, 253, 15]; // i32.const 0, i8x16.splat

/** The build that this browser can run. @param {typeof modules} from */
function bestBuild(from) {
  if (typeof WebAssembly !== 'object') return null;
  if (WebAssembly.validate(probe(...ZEROS, ...ZEROS, ...ZEROS, 253, 133, 2))) { // f32x4.relaxed_madd
    return from['relaxed-simd']();
  }
  return WebAssembly.validate(probe(...ZEROS)) ? from.simd() : null;
}

/** A page's policy may forbid WebAssembly: then not even a module of nothing is compiled. */
function isForbidden() {
  try {
    return !new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return true;
  }
}

/**
 * @param {unknown} cause
 * @returns {never}
 */
export function fail(cause) {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new AttentionError('load-failed', `The engine could not be loaded: ${reason}`, { cause });
}

/**
 * @param {import('./engine.d.ts').LoadOptions} [options]
 * @param {typeof modules} [from] where the builds are: the engine's, or those for trained models
 * @returns {Promise<WebAssembly.Module | null>}
 */
export async function compileEngine({ wasmUrl, wasmBinary, wasmModule } = {}, from = modules) {
  if (wasmModule !== undefined) return wasmModule;
  const best = bestBuild(from);
  if (!best) return null;
  const module = wasmBinary ? WebAssembly.compile(wasmBinary) : compileOnce(wasmUrl ?? best);
  return module.catch((cause) => isForbidden() ? null : fail(cause));
}
