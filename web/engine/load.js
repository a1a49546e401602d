// A compiled module -> an instance that can be called.
import { compileEngine, fail } from './compile.js';
import { loadFallback } from './files.js';
import { Module, start } from './module.js';

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
    return await start(compiled);
  } catch (cause) {
    return fail(cause);
  }
}
