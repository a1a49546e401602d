// npm test: builds, and runs every test. `node .ci/test.mjs --only native,web` runs a part.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import {
  Failure, cmake, ensureBrowser, ensureChromium, ensurePackages, ensureToolchain, main, run, runInToolchain, step, steps,
} from './lib.mjs';

// Two lanes, compilers and JavaScript, for two cores; the browsers, whose tests mind the time, come last and alone.
const lanes = [['native', 'native-release', 'wasm-tests', 'fuzz'], ['golden', 'web', 'types', 'boundary', 'package']];
const last = 'browser';

/** Node 20 has relaxed SIMD behind a flag; browsers have it unasked. */
const RELAXED = '--experimental-wasm-relaxed-simd';

const fuzzSeconds = 20; // for all fuzzers together

/** @typedef {{ passed: number, failed: number }} Result */

/** @type {Record<string, () => Promise<Result>>} */
const suites = {
  async native() {
    await ensureToolchain();
    return step('native', async () => {
      await cmake('native');
      return catchTests(['.ci/toolchain'], 'build/native/engine-tests', 'native');
    });
  },

  async 'native-release'() {
    await ensureToolchain();
    return step('native-release', async () => {
      await cmake('native-release');
      return catchTests(['.ci/toolchain'], 'build/native-release/engine-tests', 'native-release');
    });
  },

  async 'wasm-tests'() {
    await ensureToolchain();
    return step('wasm-tests', async () => {
      await cmake('wasm-tests');
      return sum([
        await catchTests([process.execPath], 'build/wasm-tests/engine-tests.cjs', 'wasm-tests'),
        await catchTests([process.execPath, RELAXED], 'build/wasm-tests/engine-tests-relaxed.cjs', 'wasm-tests'),
      ]);
    });
  },

  async fuzz() {
    await ensureToolchain();
    return step('fuzz', fuzz);
  },

  async golden() {
    await ensureToolchain();
    return step('golden', async () => sum([
      await asOneTest(runInToolchain(['python3', 'tests/golden/make.py', '--check'], 'golden')),
      await asOneTest(runInToolchain(['python3', 'tests/evaluate/test.py'], 'golden')),
    ]));
  },

  async web() {
    await ensurePackages();
    return step('web', () => nodeTests('web'));
  },

  async types() {
    await build(); // the types of Emscripten's glue come from it
    return step('types', () => asOneTest(run('node_modules/.bin/tsc', [], { log: 'types' })));
  },

  async boundary() {
    await build();
    return step('boundary', async () => sum([
      await nodeTests('boundary'),
      await nodeTests('boundary', { flags: [RELAXED] }),
      await nodeTests('boundary', { flags: ['--no-expose-wasm'], only: /^(golden|softmax|properties|errors|lean)/ }),
    ]));
  },

  async package() {
    await build();
    return step('package', () => nodeTests('package'));
  },

  async browser() {
    await build();
    const env = {
      CHROMIUM_PATH: await ensureChromium(),
      FIREFOX_PATH: await ensureBrowser('FIREFOX_PATH', ['firefox-esr', 'firefox']),
    };
    return step('browser', () => nodeTests('browser', { env, flags: [RELAXED] }));
  },
};

/** @returns {Promise<Result>} */
async function fuzz() {
  await cmake('fuzz');
  const names = readdirSync('tests/fuzz').filter((file) => file.endsWith('.cpp')).map((file) => file.slice(0, -4));
  const seconds = Math.floor(fuzzSeconds / names.length);
  const all = [];
  for (const name of names) all.push(await asOneTest(fuzzOne(name, seconds)));
  return sum(all);
}

/** @returns {Result} */
function sum(/** @type {Result[]} */ all) {
  return {
    passed: all.reduce((total, { passed }) => total + passed, 0),
    failed: all.reduce((total, { failed }) => total + failed, 0),
  };
}

async function fuzzOne(/** @type {string} */ name, /** @type {number} */ seconds) {
  const found = `build/fuzz/found/${name}`; // libFuzzer writes into its first folder: not into the committed one
  const corpus = `tests/fuzz/corpus/${name}`;
  rmSync(found, { recursive: true, force: true });
  mkdirSync(found, { recursive: true });
  const limits = ['-seed=1', `-max_total_time=${seconds}`, '-timeout=10', '-print_final_stats=1'];
  const folders = [`-artifact_prefix=${found}/`, found, ...(existsSync(corpus) ? [corpus] : [])];
  const output = await runInToolchain([`build/fuzz/${name}`, ...limits, ...folders], 'fuzz');
  console.log(`  ${name}: ${output.match(/number_of_executed_units:\s*(\d+)/)?.[1]} inputs`);
}

/** @returns {Promise<Result>} of work that says only whether all is well */
async function asOneTest(/** @type {Promise<unknown>} */ work) {
  try {
    await work;
    return { passed: 1, failed: 0 };
  } catch (error) {
    tell(error);
    return { passed: 0, failed: 1 };
  }
}

/**
 * Runs a test program, whose failure is a result like any other.
 * @param {string} command @param {string[]} args @param {string} log @param {Record<string, string | undefined>} [env]
 */
async function runToItsEnd(command, args, log, env) {
  try {
    return { output: await run(command, args, { log, env }), failed: false };
  } catch (error) {
    tell(error);
    return { output: error instanceof Failure ? error.output : '', failed: true };
  }
}

/** Runs a Catch2 program, by the runner that it needs. */
async function catchTests(/** @type {string[]} */ runner, /** @type {string} */ program, /** @type {string} */ log) {
  const [command, ...flags] = runner;
  const { output, failed } = await runToItsEnd(command, [...flags, program, '--colour-mode', 'none'], log);
  const all = output.match(/^All tests passed \(.* in (\d+) test cases?\)/m);
  const some = output.match(/^test cases:.*/m)?.[0] ?? '';
  const count = (/** @type {string} */ word) => Number(some.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  return counted(all ? Number(all[1]) : count('passed'), count('failed'), failed);
}

/**
 * Runs tests/NAME/**.test.js with Node's own test runner.
 * @param {string} name
 * @param {{ flags?: string[], only?: RegExp, env?: Record<string, string | undefined> }} [how] flags of Node; only: the
 *   files that are run
 */
async function nodeTests(name, { flags = [], only = /./, env } = {}) {
  const folder = join('tests', name);
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const wanted = files.filter((file) => file.endsWith('.test.js') && only.test(file));
  const tests = wanted.sort().map((file) => join(folder, file));
  if (tests.length === 0) return { passed: 0, failed: 0 };
  const args = [...flags, '--test', '--test-reporter=spec', '--test-timeout=600000', ...tests];
  const { output, failed } = await runToItsEnd(process.execPath, args, name, env);
  const count = (/** @type {string} */ word) => Number(output.match(new RegExp(`^ℹ ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  return counted(count('pass'), count('fail') + count('cancelled'), failed);
}

/** @returns {Result} in which a program that crashed before it counted has at least one failure */
function counted(/** @type {number} */ passed, /** @type {number} */ failed, /** @type {boolean} */ programFailed) {
  return { passed, failed: programFailed ? Math.max(failed, 1) : failed };
}

const told = new Set();

/** Shows an error once, though several suites may need what failed. */
function tell(/** @type {unknown} */ error) {
  if (!told.has(error)) console.log(error instanceof Failure ? error.message : error);
  told.add(error);
}

/** @type {Record<string, Result & { note: string }>} */
const results = {};

async function runSuite(/** @type {string} */ name) {
  try {
    const { passed, failed } = await suites[name]();
    const none = passed + failed === 0;
    results[name] = { passed, failed: none ? 1 : failed, note: none ? 'no tests found' : '' };
  } catch (error) {
    tell(error);
    results[name] = { passed: 0, failed: 1, note: 'could not run' };
  }
}

function printTable() {
  const row = (/** @type {(string | number)[]} */ [name, ...numbers], note = '') =>
    console.log(`${String(name).padEnd(24)}${numbers.map((n) => String(n).padStart(9)).join('')}  ${note}`.trimEnd());
  console.log();
  row(['step', 'seconds', 'passed', 'failed']);
  for (const { name, seconds } of steps) {
    const { passed = '', failed = '', note = '' } = results[name] ?? {};
    row([name, seconds.toFixed(1), passed, failed], note);
  }
  for (const [name, { passed, failed, note }] of Object.entries(results)) {
    if (!steps.some((done) => done.name === name)) row([name, '', passed, failed], note);
  }
}

await main(async () => {
  const [option, list = '', ...rest] = process.argv.slice(2);
  const wanted = option === undefined ? Object.keys(suites) : list.split(',');
  if ((option ?? '--only') !== '--only' || rest.length || wanted.some((name) => !(name in suites))) {
    throw new Failure(`Usage: node .ci/test.mjs [--only SUITE,...] with SUITE from ${Object.keys(suites).join(', ')}.`);
  }
  const runLane = async (/** @type {string[]} */ lane) => {
    for (const name of lane) if (wanted.includes(name)) await runSuite(name);
  };
  await Promise.all(lanes.map(runLane));
  await runLane([last]);

  printTable();
  const { passed, failed } = sum(Object.values(results));
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
