// attention-view's own engine, as a page would use it that wants what PyTorch returns: output and weights.
import { HEADS, WIDTH, problemOf } from '../problem.mjs';

/**
 * @param {{ engine: string, wasm?: string, build: 'simd' | 'relaxed-simd', isFresh?: boolean }} options engine: the address of
 *   dist/engine.js; wasm: of the module, where the engine is not to choose; build: which one it must be; isFresh: every answer
 *   comes in new arrays, else in those of the answer before, as the figure does it while one types
 */
export async function open({ engine: address, wasm, build, isFresh = false }) {
  const { loadEngine } = await import(address);
  const engine = await loadEngine(wasm ? { wasmUrl: wasm } : {});
  if (engine.build !== build) throw new Error(`the engine is the build ${engine.build}, ${build} was to be measured`);
  return {
    /**
     * @param {{ length: number, kind?: 'weights' | 'identity' | 'streaming' }} task identity: without the four products
     *   by parameters; streaming: without weights
     */
    prepare({ length, kind = 'weights' }) {
      const { x, parameters } = problemOf(length);
      const square = Object.entries(parameters).map(([name, data]) => [name, { data, shape: [WIDTH, WIDTH] }]);
      const request = {
        query: { data: x, shape: [length, WIDTH] },
        numHeads: HEADS,
        ...(kind !== 'identity' && { parameters: engine.prepareParameters(Object.fromEntries(square)) }),
        needWeights: kind !== 'streaming',
        needTrace: false,
      };
      /** @type {Float32Array[]} */
      let before = [];
      return () => {
        if (!isFresh) engine.recycle(before);
        const { output, weights } = engine.multiHeadAttention(request);
        before = weights ? [output.data, weights.data] : [output.data];
        return { output: output.data, weights: weights?.data };
      };
    },
  };
}
