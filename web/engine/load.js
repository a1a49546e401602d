// A compiled module -> an instance that can be called.
import { compileEngine, fail } from './compile.js';
import { loadFallback } from './files.js';
import { Module } from './module.js';

/** What the module asks for: the page's sine, cosine, exp and log. That its memory grew, it need not tell. */
const IMPORTS = { Math, env: { emscripten_notify_memory_growth() {} } };

/**
 * @param {import('./engine.d.ts').LoadOptions} options
 * @returns {Promise<Module>}
 */
export async function instantiate(options) {
  const compiled = await compileEngine(options);
  try {
    if (!compiled) {
      const { default: createFallback } = await loadFallback();
      const { HEAPU8, _values: values, _begin: begin, _run: run } = await createFallback();
      return new Module({ memory: HEAPU8, values, begin, run });
    }
    const { exports } = await WebAssembly.instantiate(compiled, /** @type {any} */ (IMPORTS));
    const { _initialize, ...rest } = /** @type {any} */ (exports);
    _initialize();
    return new Module(rest);
  } catch (cause) {
    return fail(cause);
  }
}
