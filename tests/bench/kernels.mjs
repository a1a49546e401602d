// The core's limits and our kernels alone, as hosts: for each build one in Node and one in Chromium.
import { pathToFileURL } from 'node:url';

import { step } from '../../.ci/lib.mjs';
import { KERNELS, compileKernels } from './compile.mjs';
import { inNode, inPage } from './hosts.mjs';

export const RELAXED = '--experimental-wasm-relaxed-simd'; // Node 20 has it, but only so

/** M, K, N of the products that are timed. */
export const SIZES = [[256, 256, 256], [512, 512, 512], [128, 512, 512]];

/** @typedef {{ host: import('./hosts.mjs').Host, build: 'simd' | 'relaxed' }} Kernels */

/**
 * @param {{ places: string[], browser: import('puppeteer-core').Browser, site: import('./site.mjs').Site }} options places:
 *   of `node` and `chromium`
 * @returns {Promise<Kernels[]>}
 */
export async function openKernels({ places, browser, site }) {
  await step('the kernels alone', compileKernels);
  /** @type {Kernels[]} */
  const opened = [];
  for (const build of /** @type {const} */ (['simd', 'relaxed'])) {
    const from = (/** @type {string} */ base) =>
      Object.fromEntries(['peak', 'multiply', 'exponential'].map((name) => [name, `${base}/${name}.${build}.wasm`]));
    if (places.includes('node')) {
      const flags = build === 'relaxed' ? [RELAXED] : [];
      const engine = { module: './engines/kernels.mjs', options: from(pathToFileURL(KERNELS).href), flags };
      opened.push({ host: await inNode(`Node, ${build}`, engine), build });
    }
    if (places.includes('chromium')) {
      const engine = { module: '/bench/kernels.js', options: from('/kernels') };
      opened.push({ host: await inPage(`Chromium, ${build}`, browser, site, engine), build });
    }
  }
  return opened;
}
