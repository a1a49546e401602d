// npm test: builds, and runs every test. `node .ci/test.mjs --only native,web` runs a part.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import { Failure, cmake, ensureBrowser, ensurePackages, ensureToolchain, main, run, runInToolchain, step, steps } from './lib.mjs';

const fuzzSeconds = 20; // for all fuzzers together

/** @typedef {{ passed: number, failed: number }} Result */

/** @type {Record<string, () => Promise<Result>>} */
const suites = {
  async native() {
    await ensureToolchain();
    return step('native', async () => {
      await cmake('native');
      return readCatch(await runEvenIfItFails('.ci/toolchain', ['build/native/engine-tests'], 'native'));
    });
  },

  async 'wasm-tests'() {
    await ensureToolchain();
    return step('wasm-tests', async () => {
      await cmake('wasm-tests');
      return readCatch(await runEvenIfItFails(process.execPath, ['build/wasm-tests/engine-tests.cjs'], 'wasm-tests'));
    });
  },

  async fuzz() {
    await ensureToolchain();
    return step('fuzz', fuzz);
  },

  async golden() {
    await ensureToolchain();
    return step('golden', () => asOneTest(runInToolchain(['python3', 'tests/golden/make.py', '--check'], 'golden')));
  },

  async types() {
    await build(); // the types of the engine's glue are made with it
    return step('types', () => asOneTest(run('node_modules/.bin/tsc', [], { log: 'types' })));
  },

  async web() {
    await ensurePackages();
    return step('web', () => nodeTests('web'));
  },

  async boundary() {
    await build();
    return step('boundary', () => nodeTests('boundary'));
  },

  async browser() {
    await build();
    const env = {
      CHROMIUM_PATH: await ensureBrowser('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome']),
      FIREFOX_PATH: await ensureBrowser('FIREFOX_PATH', ['firefox-esr', 'firefox']),
    };
    return step('browser', () => nodeTests('browser', env));
  },
};

async function fuzz() {
  await cmake('fuzz');
  const fuzzers = readdirSync('build/fuzz').filter((name) => /^fuzz-[\w-]+$/.test(name));
  const seconds = Math.floor(fuzzSeconds / fuzzers.length);
  const total = { passed: 0, failed: 0 };
  for (const name of fuzzers) {
    const found = `build/fuzz/found-by-${name}`; // libFuzzer writes to the first folder: not to the committed one
    const corpus = `tests/fuzz/corpus/${name.replace('fuzz-', '')}`;
    rmSync(found, { recursive: true, force: true });
    mkdirSync(found);
    const { passed, failed } = await asOneTest(
      runInToolchain(
        [`build/fuzz/${name}`, '-seed=1', `-max_total_time=${seconds}`, '-timeout=10', '-print_final_stats=1',
          `-artifact_prefix=${found}/`, found, ...(existsSync(corpus) ? [corpus] : [])],
        'fuzz',
      ),
    );
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

/** @returns {Promise<Result>} a program that says by its exit status alone whether all is well */
async function asOneTest(/** @type {Promise<string>} */ running) {
  try {
    await running;
    return { passed: 1, failed: 0 };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(error.message);
    return { passed: 0, failed: 1 };
  }
}

/**
 * A test program that fails still says how many of its tests did; one that crashes does not, and counts as one.
 * @param {string} command @param {string[]} args @param {string} log @param {Record<string, string | undefined>} [env]
 * @returns {Promise<{ output: string, crashed: boolean }>}
 */
async function runEvenIfItFails(command, args, log, env) {
  try {
    return { output: await run(command, args, { log, env }), crashed: false };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(error.message);
    return { output: /** @type {any} */ (error).output ?? '', crashed: true };
  }
}

/** @returns {Result} */
function readCatch(/** @type {{ output: string, crashed: boolean }} */ { output, crashed }) {
  const all = output.match(/All tests passed \(.* in (\d+) test cases?\)/);
  const some = output.match(/^test cases:.*$/m)?.[0] ?? '';
  const count = (/** @type {string} */ word) => Number(some.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  return atLeastOneFailureIf(crashed, { passed: all ? Number(all[1]) : count('passed'), failed: count('failed') });
}

/** Runs tests/NAME/*.test.js, sub-folders too. */
async function nodeTests(/** @type {string} */ name, /** @type {Record<string, string | undefined>} */ env = {}) {
  const folder = join('tests', name);
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const tests = files.filter((file) => file.endsWith('.test.js')).sort().map((file) => join(folder, file));
  if (tests.length === 0) return { passed: 0, failed: 0 };
  const flags = ['--test', '--test-reporter=spec', '--test-timeout=300000'];
  const { output, crashed } = await runEvenIfItFails(process.execPath, [...flags, ...tests], name, env);
  const count = (/** @type {string} */ word) => Number(output.match(new RegExp(`^ℹ ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  return atLeastOneFailureIf(crashed, { passed: count('pass'), failed: count('fail') + count('cancelled') });
}

function atLeastOneFailureIf(/** @type {boolean} */ crashed, /** @type {Result} */ { passed, failed }) {
  return { passed, failed: crashed ? Math.max(failed, 1) : failed };
}

/** @type {Record<string, Result & { note: string }>} */
const results = {};

async function runSuite(/** @type {string} */ name) {
  try {
    const result = await suites[name]();
    const none = result.passed + result.failed === 0;
    results[name] = none ? { passed: 0, failed: 1, note: 'no tests found' } : { ...result, note: '' };
  } catch (error) {
    console.log(error instanceof Failure ? error.message : error);
    results[name] = { passed: 0, failed: 1, note: 'could not run' };
  }
}

await main(async () => {
  const only = process.argv[2] === '--only' ? (process.argv[3] ?? '').split(',') : Object.keys(suites);
  const unknown = only.filter((name) => !(name in suites));
  if (unknown.length || (process.argv.length > 2 && process.argv[2] !== '--only')) {
    throw new Failure(`Usage: node .ci/test.mjs [--only SUITE,...], where a suite is one of ${Object.keys(suites).join(', ')}.`);
  }
  // Two lanes, compilers and JavaScript, for two cores; the browsers, whose tests mind the time, come last and alone.
  const lanes = [['native', 'wasm-tests', 'fuzz'], ['golden', 'web', 'types', 'boundary']];
  await Promise.all(lanes.map(async (lane) => {
    for (const name of lane) if (only.includes(name)) await runSuite(name);
  }));
  if (only.includes('browser')) await runSuite('browser');

  console.log(`\n${'step'.padEnd(24)}${'seconds'.padStart(9)}${'passed'.padStart(9)}${'failed'.padStart(9)}`);
  for (const { name, seconds } of steps) {
    const { passed = '', failed = '', note = '' } = results[name] ?? {};
    console.log(`${name.padEnd(24)}${seconds.toFixed(1).padStart(9)}${String(passed).padStart(9)}${String(failed).padStart(9)}  ${note}`);
  }
  const sum = (/** @type {'passed' | 'failed'} */ key) => Object.values(results).reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('failed') > 0) process.exitCode = 1;
});
