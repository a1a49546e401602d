// A compiled module -> an instance. The Emscripten glue only ever sees the hook below, so it runs wherever JS runs.
import createModule from '../../build/wasm/attention-engine.mjs';
import { compileEngine, fail } from './compile.js';

/**
 * A fresh instance of the module, with the names that src/wasm/bindings.cpp gives it.
 *
 * @param {import('./engine.d.ts').LoadOptions} options
 * @returns {Promise<any>}
 */
export async function instantiate(options) {
  const module = await compileEngine(options);
  try {
    if (!module) {
      const { default: createFallback } = await import('../../build/wasm/attention-engine-fallback.mjs');
      return await createFallback();
    }
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
    return fail(cause);
  }
}
