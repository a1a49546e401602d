// numpy as a host, and as the judge: it also computes every answer in double precision.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Failure, root } from '../../.ci/lib.mjs';
import { floats, program } from './hosts.mjs';
import { HEADS, WIDTH, problemOf } from './problem.mjs';

const folder = join(root, 'build/bench/numpy'); // what goes in and comes out lies here

/** Fewer than for the others: nothing is compiled while it runs. */
const WARM_CALLS = 3;

export async function openNumpy() {
  mkdirSync(folder, { recursive: true });
  const limits = ['OPENBLAS_NUM_THREADS=1', 'OMP_NUM_THREADS=1'];
  const { hello, ask, close } = await program('numpy', '.ci/toolchain', [
    'env', ...limits, 'python3', 'tests/bench/engines/openblas.py',
  ]);
  const { numpy, openblas } = JSON.parse(hello);
  if (!openblas) {
    await close();
    throw new Failure('numpy uses another library than OpenBLAS here, which would be an unfair peer: install libopenblas0.');
  }
  const say = async (/** @type {object} */ request) => JSON.parse(await ask(JSON.stringify(request)));
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name));
  let prepared = 0; // which length

  /** @type {import('./hosts.mjs').Host & { reference: () => Promise<{ output: Float64Array, weights: Float64Array }> }} */
  const host = {
    name: 'numpy',
    async prepare(task) {
      const { length } = /** @type {{ length: number }} */ (task);
      if (length === prepared) return;
      prepared = length;
      const { x, parameters } = problemOf(length);
      for (const [file, data] of Object.entries({ [`x${length}`]: x, ...parameters })) {
        writeFileSync(join(folder, `${file}.f32`), new Uint8Array(data.buffer));
      }
      await say({ do: 'prepare', folder, length, width: WIDTH, heads: HEADS });
      await say({ do: 'sample', repetitions: WARM_CALLS });
    },
    sample: (repetitions) => say({ do: 'sample', repetitions }),
    async answer() {
      await say({ do: 'answer', folder });
      return { output: floats(read('output')), weights: floats(read('weights')) };
    },
    async reference() {
      await say({ do: 'reference', folder });
      const doubles = (/** @type {string} */ name) => new Float64Array(new Uint8Array(read(name)).buffer);
      return { output: doubles('output'), weights: doubles('weights') };
    },
    async close() {
      await close();
    },
  };
  return { host, version: `numpy ${numpy}, ${openblas.trim()}` };
}
