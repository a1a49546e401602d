// The contest: the same attention by every engine, in one interleaved run.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root, step } from '../../.ci/lib.mjs';
import { assertAgreement } from './agreement.mjs';
import { boundsOf, partsOf } from './bound.mjs';
import { inNode, inPage } from './hosts.mjs';
import { RELAXED, openKernels } from './kernels.mjs';
import { openNumpy } from './numpy.mjs';
import { LENGTHS } from './problem.mjs';
import { sampleInRounds } from './rounds.mjs';
import { summarize } from './stats.mjs';

/**
 * @typedef {import('./stats.mjs').Summary} Summary
 * @typedef {'simd' | 'relaxed' | 'relaxedFresh' | 'ort' | 'tfjs' | 'tfjsPerHead' | 'numpy'} Engine
 * @typedef {'node' | 'chromium' | 'native'} Place
 * @typedef {{
 *   engine: Engine, place: Place, length: number, time: Summary, error: { output: number, weights: number },
 * }} Score time in milliseconds; error: the largest difference from double precision, as a share of the largest element
 */

/** @typedef {Exclude<Engine, 'numpy'>} Module an engine that is a module of JavaScript */

const address = (/** @type {string} */ path) => pathToFileURL(join(root, path)).href;
const dist = address('dist/engine.js');
const tfjs = join(root, 'tests/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/');

/** @type {Record<Module, { module: string, options: object, flags?: string[] }>} */
export const inNodeAs = {
  simd: { module: './engines/ours.mjs', options: { engine: dist, build: 'simd' } },
  relaxed: { module: './engines/ours.mjs', options: { engine: dist, build: 'relaxed-simd' }, flags: [RELAXED] },
  relaxedFresh: {
    module: './engines/ours.mjs', options: { engine: dist, build: 'relaxed-simd', isFresh: true }, flags: [RELAXED],
  },
  ort: { module: './engines/ort.mjs', options: {} },
  tfjs: { module: './engines/tfjs.mjs', options: { wasm: tfjs, form: 'batched' } },
  tfjsPerHead: { module: './engines/tfjs.mjs', options: { wasm: tfjs, form: 'perHead' } },
};

/** @type {Record<Module, { module: string, options: object }>} Chromium has relaxed SIMD: the other build is asked for */
const inChromiumAs = {
  simd: {
    module: '/bench/ours.js',
    options: { engine: '/dist/engine.js', wasm: '/dist/attention-view.wasm', build: 'simd' },
  },
  relaxed: { module: '/bench/ours.js', options: { engine: '/dist/engine.js', build: 'relaxed-simd' } },
  relaxedFresh: {
    module: '/bench/ours.js', options: { engine: '/dist/engine.js', build: 'relaxed-simd', isFresh: true },
  },
  ort: { module: '/bench/ort.js', options: { wasm: '/ort/' } },
  tfjs: { module: '/bench/tfjs.js', options: { wasm: '/tfjs/', form: 'batched' } },
  tfjsPerHead: { module: '/bench/tfjs.js', options: { wasm: '/tfjs/', form: 'perHead' } },
};

/**
 * @param {{
 *   rounds: number, places: string[], browser: import('puppeteer-core').Browser, site: import('./site.mjs').Site,
 * }} options places: of `node` and `chromium`; numpy runs in any case, because it knows the right answers
 */
export async function holdContest({ rounds, places, browser, site }) {
  const { host: numpy, version } = await openNumpy();
  /** @type {{ engine: Engine, place: Place, host: import('./hosts.mjs').Host }[]} */
  const entered = [{ engine: 'numpy', place: 'native', host: numpy }];
  /** @type {Score[]} */
  const scores = [];
  /** @type {import('./bound.mjs').Bound[]} */
  const bounds = [];
  const kernels = await openKernels({ places, browser, site });
  try {
    for (const engine of /** @type {Module[]} */ (Object.keys(inNodeAs))) {
      if (places.includes('node')) {
        entered.push({ engine, place: 'node', host: await inNode(`${engine} in Node`, inNodeAs[engine]) });
      }
      if (places.includes('chromium')) {
        const host = await inPage(`${engine} in Chromium`, browser, site, inChromiumAs[engine]);
        entered.push({ engine, place: 'chromium', host });
      }
    }
    for (const length of LENGTHS) {
      await step(`attention of ${length} tokens, ${entered.length} engines`, async () => {
        const contenders = await sampleInRounds([
          ...entered.map((one) => ({ ...one, task: { length } })),
          ...kernels.flatMap((one) => partsOf(length).map((task) => ({ ...one, task }))),
        ], rounds);
        bounds.push(...boundsOf(length, contenders.flatMap((one) => ('build' in one ? one : []))));
        const reference = await numpy.reference();
        for (const { engine, place, host, samples } of contenders.flatMap((one) => ('engine' in one ? one : []))) {
          const error = assertAgreement(host.name, length, await host.answer(), reference);
          scores.push({ engine, place, length, time: summarize(samples), error });
        }
      });
    }
  } finally {
    for (const { host } of [...entered, ...kernels]) await host.close();
  }
  return { scores, bounds, numpy: version };
}
