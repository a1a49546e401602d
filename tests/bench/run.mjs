// npm run bench, after npm run build: attention-view beside other engines, the core's limits and the page, in one run.
//
//   node tests/bench/run.mjs                     everything; writes results.md, results.svg and results.json here
//   node tests/bench/run.mjs --quick             a few rounds, to see that it works; writes nothing
//   node tests/bench/run.mjs --only page,peak    some parts of: node, chromium, peak, growth, page; writes nothing
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { Failure, ensurePackages, ensureToolchain, main, run, step } from '../../.ci/lib.mjs';
import { launch } from './chromium.mjs';
import { holdContest } from './contest.mjs';
import { measureGrowth } from './growth.mjs';
import { measurePage } from './page.mjs';
import { toSvg } from './picture.mjs';
import { openSite } from './site.mjs';
import { measureSpeed } from './speed.mjs';
import { toMarkdown } from './table.mjs';

const FOLDER = 'tests/bench';
const PARTS = ['node', 'chromium', 'peak', 'growth', 'page'];
const FULL = { rounds: 21, growthRounds: 7, visits: 25, keys: 100 };
const QUICK = { rounds: 3, growthRounds: 1, visits: 3, keys: 10 };

/**
 * @typedef {{
 *   about: {
 *     date: string, cpu: string, cores: number, versions: string[], command: string, rounds: number,
 *   },
 *   scores: import('./contest.mjs').Score[] | null,
 *   bounds: import('./bound.mjs').Bound[] | null,
 *   speed: import('./speed.mjs').Speed[] | null,
 *   growth: import('./growth.mjs').Growth | null,
 *   page: import('./page.mjs').PageFigures | null,
 * }} Results null: the part was not run
 */

async function installPeers() {
  const stamp = `${FOLDER}/node_modules/.made-from`;
  const wanted = createHash('sha256').update(readFileSync(`${FOLDER}/package-lock.json`)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('the peers: npm ci', () => run('npm', ['ci', '--prefix', FOLDER], { log: 'bench-npm-ci' }));
  writeFileSync(stamp, wanted);
}

/** Of what is measured, to see whether it is still the same at the end. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const name of readdirSync('dist').sort()) hash.update(readFileSync(`dist/${name}`));
  return hash.digest('hex');
}

/** @param {string} name */
const versionOf = (name) => JSON.parse(readFileSync(`${FOLDER}/node_modules/${name}/package.json`, 'utf8')).version;

/** @param {string} _ @param {unknown} value */
const fiveDigits = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);

/** @param {{ quick: boolean, parts: string[] }} options @returns {Promise<Results>} */
async function measure({ quick, parts }) {
  const has = (/** @type {string} */ part) => parts.includes(part);
  const { rounds, growthRounds, visits, keys } = quick ? QUICK : FULL;
  const site = await openSite();
  const browser = await launch();
  try {
    const contest = has('node') || has('chromium')
      ? await holdContest({ rounds, places: parts, browser, site })
      : null;
    return {
      about: {
        date: new Date().toISOString().slice(0, 10),
        cpu: cpus()[0].model.trim(),
        cores: availableParallelism(),
        versions: [
          `Node ${process.versions.node}`,
          (await browser.version()).replace(/^.*\//, 'Chromium '),
          `onnxruntime-web ${versionOf('onnxruntime-web')}`,
          `TensorFlow.js ${versionOf('@tensorflow/tfjs-core')}`,
          ...(contest ? [contest.numpy] : []),
        ],
        command: ['npm run bench', ...process.argv.slice(2)].join(' '),
        rounds,
      },
      scores: contest?.scores ?? null,
      bounds: contest?.bounds ?? null,
      speed: has('peak') ? await step('limits and products', () => measureSpeed({ rounds, browser, site })) : null,
      growth: has('growth') ? await step('growth', () => measureGrowth(growthRounds)) : null,
      page: has('page') ? await measurePage({ visits, keys }) : null,
    };
  } finally {
    await browser.close();
    await site.close();
  }
}

await main(async () => {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } });
  const parts = values.only?.split(',') ?? PARTS;
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown) throw new Failure(`There is no part ${unknown}: there are ${PARTS.join(', ')}.`);
  if (!existsSync('dist/engine.js')) throw new Failure('There is nothing to measure in dist: run `npm run build` first.');
  await ensureToolchain();
  await ensurePackages();
  await installPeers();
  const before = fingerprint();
  const results = await measure({ quick: values.quick, parts });
  if (fingerprint() !== before) throw new Failure('dist was built anew meanwhile: the figures are of two different things.');
  const markdown = toMarkdown(results);
  if (!values.quick && !values.only) {
    writeFileSync(`${FOLDER}/results.md`, markdown);
    writeFileSync(`${FOLDER}/results.svg`, toSvg(results));
    writeFileSync(`${FOLDER}/results.json`, `${JSON.stringify(results, fiveDigits)}\n`);
  }
  console.log(`\n${markdown}`);
});
