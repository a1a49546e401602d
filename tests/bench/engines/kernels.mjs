// The core's limit and our own matrix product: two small modules without glue, made by compile.mjs.

/** @param {string} address */
async function compile(address) {
  const isFile = address.startsWith('file:'); // Node's fetch refuses these
  const bytes = isFile
    ? await (await import('node:fs/promises')).readFile(new URL(address))
    : await (await fetch(address)).arrayBuffer();
  return WebAssembly.compile(bytes);
}

/** @param {WebAssembly.Module} module @returns {Promise<Record<string, (...given: number[]) => number>>} */
async function exportsOf(module) {
  const { exports } = await WebAssembly.instantiate(module);
  const functions = /** @type {Record<string, () => number>} */ (exports);
  functions._initialize?.();
  return functions;
}

/** @param {{ peak: string, multiply: string }} addresses */
export async function open({ peak, multiply }) {
  const [peaks, product] = await Promise.all([compile(peak), compile(multiply)]);
  return {
    /** @param {{ sums: number, steps: number } | { size: number[], packed: boolean }} task size: M, K, N */
    async prepare(task) {
      if ('sums' in task) {
        const run = (await exportsOf(peaks))[`peak${task.sums}`];
        return () => run(task.steps);
      }
      const functions = await exportsOf(product);
      functions.prepare(...task.size);
      return task.packed ? functions.packedProduct : functions.product;
    },
  };
}
