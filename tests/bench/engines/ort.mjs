// onnxruntime-web on one thread. Its only WebAssembly build for the CPU has SIMD; there is none with relaxed SIMD.
// Tried: tensors for the outputs, given with the call. The CPU's backend of 1.30 takes them and leaves zeros in them.
import * as ort from 'onnxruntime-web';

import { modelOf } from '../graph.mjs';
import { WIDTH, problemOf } from '../problem.mjs';

/** @param {{ wasm?: string }} options wasm: the address of the folder with its modules, in a browser */
export async function open({ wasm }) {
  ort.env.wasm.numThreads = 1;
  if (wasm) ort.env.wasm.wasmPaths = wasm;
  return {
    /** @param {{ length: number }} task */
    async prepare({ length }) {
      const problem = problemOf(length);
      const session = await ort.InferenceSession.create(modelOf(problem), {
        executionProviders: ['wasm'],
        graphOptimizationLevel: 'all',
      });
      const x = new ort.Tensor('float32', problem.x, [length, WIDTH]);
      return async () => {
        const { output, weights } = await session.run({ x });
        return { output: output.data, weights: weights.data };
      };
    },
  };
}
