// The core's limits, and how much of them our matrix product reaches.
import { KERNELS, hasFma } from './compile.mjs';
import { program } from './hosts.mjs';
import { SIZES, openKernels } from './kernels.mjs';
import { sampleInRounds } from './rounds.mjs';
import { summarize } from './stats.mjs';

/** How many independent sums: what peak.c has. */
const SUMS = [8, 10, 12, 13, 14];
const STEPS = 250_000; // take about 5 ms
/** packed: the second matrix was brought into the kernel's order before, as parameters are. */
const PRODUCTS = [false, true].flatMap((packed) => SIZES.map((size) => ({ size, packed })));

/**
 * @typedef {{ name: string, prepare: (task: object) => Promise<unknown>, sample: (repetitions: number) => Promise<number>,
 *   close: () => Promise<unknown> }} Timed
 * @typedef {{ size: number[], packed: boolean, gflops: number, share: number }} Product share: of the peak
 * @typedef {{ name: string, build: string, peak: number, products: Product[] }} Speed peak and gflops in GFLOP/s, by medians
 */

/** peak.c as a native program. @returns {Promise<Timed>} */
async function openNative() {
  const { ask, close } = await program('peak.native', '.ci/toolchain', [`${KERNELS}/peak.native`]);
  let sums = 0;
  return {
    name: 'native, AVX2 FMA',
    prepare: async (task) => (sums = /** @type {{ sums: number }} */ (task).sums),
    sample: async (repetitions) => Number(await ask(`${sums} ${STEPS * repetitions}`)) / repetitions,
    close,
  };
}

/**
 * @param {{ rounds: number, browser: import('puppeteer-core').Browser, site: import('./site.mjs').Site }} options
 * @returns {Promise<Speed[]>}
 */
export async function measureSpeed({ rounds, browser, site }) {
  const kernels = await openKernels({ places: ['node', 'chromium'], browser, site });
  /** @type {{ host: Timed, build: string, lanes: number, products: typeof PRODUCTS }[]} */
  const places = kernels.map((one) => ({ ...one, lanes: 4, products: PRODUCTS }));
  if (hasFma()) places.push({ host: await openNative(), build: 'native', lanes: 8, products: [] });

  const entrants = places.flatMap(({ host, build, lanes, products }) => [
    ...SUMS.map((sums) => ({ host, build, task: { sums, steps: STEPS }, flops: 2 * lanes * sums * STEPS })),
    ...products.map((task) => ({ host, build, task, flops: task.size.reduce((product, extent) => product * extent, 2) })),
  ]);
  const closeAll = () => Promise.all(places.map(({ host }) => host.close()));
  const contenders = await sampleInRounds(entrants, rounds).finally(closeAll);

  const measured = contenders.map(({ host, build, task, flops, samples }) => {
    return { host, build, task, gflops: flops / summarize(samples).median / 1e6 };
  });
  return places.map(({ host, build }) => {
    // The core is the same in Node and in Chromium, and only one of them may find the better order of instructions.
    const peaks = measured.filter((one) => one.build === build && 'sums' in one.task).map(({ gflops }) => gflops);
    const peak = Math.max(...peaks);
    const products = measured.flatMap((one) => {
      if (one.host !== host || !('size' in one.task)) return [];
      return { ...one.task, gflops: one.gflops, share: one.gflops / peak };
    });
    return { name: host.name, build, peak, products };
  });
}
