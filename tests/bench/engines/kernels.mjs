// The core's limit, our own matrix product and our exponential: small modules without glue, made by compile.mjs.

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

/** @param {{ peak: string, multiply: string, exponential: string }} addresses */
export async function open({ peak, multiply, exponential }) {
  const [peaks, product, exponentials] = await Promise.all([peak, multiply, exponential].map(compile));
  return {
    /**
     * @param {{ sums: number, steps: number } | { size: number[], packed: boolean } | { exponentials: number }
     *   | { copied: number }} task size: M, K, N; exponentials: steps of the loop; copied: floats, out of a module's memory
     */
    async prepare(task) {
      if ('copied' in task) {
        const memory = new WebAssembly.Memory({ initial: Math.ceil(task.copied / 16_384) });
        const copy = new Float32Array(task.copied);
        return () => copy.set(new Float32Array(memory.buffer, 0, task.copied));
      }
      if ('exponentials' in task) {
        const run = (await exportsOf(exponentials)).exponentials;
        return () => run(task.exponentials);
      }
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
