// What the commands share: steps with their times, running programs, and getting what a fresh machine lacks.
// Node's own modules only, because this runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** An error whose message is all that a reader needs: what is wrong and what to do about it. */
export class Failure extends Error {
  output = ''; // of the program that failed, if one did
}

/** Runs a command of ours, and turns a Failure into one sentence and exit status 1. */
export async function main(/** @type {() => Promise<void>} */ work) {
  process.chdir(root);
  try {
    const [major, minor] = process.versions.node.split('.').map(Number);
    if (major < 20 || (major === 20 && minor < 16)) {
      throw new Failure(`Node 20.16 or newer is needed, this is ${process.versions.node}: see https://nodejs.org.`);
    }
    await work();
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/** @type {{ name: string, seconds: number }[]} every step that has ended, in that order */
export const steps = [];

/**
 * Says that a step begins, does it, and says how long it took.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const start = performance.now();
  console.log(`▸ ${name}`);
  let ending = ' failed after';
  try {
    const result = await work();
    ending = '';
    return result;
  } finally {
    const seconds = (performance.now() - start) / 1000;
    steps.push({ name, seconds });
    console.log(`  ${name}:${ending} ${seconds.toFixed(1)} s`);
  }
}

/**
 * Runs a program in the repository's root and resolves to what it printed. With a log, the output also goes to
 * build/logs; without one it is shown as it comes. Rejects with a Failure that carries the end of the output.
 * @param {string} command
 * @param {string[]} args
 * @param {{ log?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, { log, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: log ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => reject(new Failure(`${command} cannot be run: ${error.message}.`)));
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString();
      if (log) appendLog(log, `$ ${command} ${args.join(' ')}\n${output}\n`);
      if (code === 0) return resolve(output);
      const end = output.trimEnd().split('\n').slice(-60).map((line) => line.slice(0, 240)).join('\n');
      const what = [command, ...args].join(' ').slice(0, 100);
      const how = signal ?? `exit status ${code}`;
      const where = log ? `; the whole output is in build/logs/${log}.log` : '';
      reject(Object.assign(new Failure(`${end}\n${what} failed with ${how}${where}.`), { output }));
    });
  });
}

/** @type {Set<string>} the logs that this process has begun */
const begun = new Set();

function appendLog(/** @type {string} */ name, /** @type {string} */ text) {
  mkdirSync(join(root, 'build/logs'), { recursive: true });
  writeFileSync(join(root, 'build/logs', `${name}.log`), text, { flag: begun.has(name) ? 'a' : 'w' });
  begun.add(name);
}

/** Runs a program where Emscripten and the C++ tools are: see .ci/toolchain. */
export function runInToolchain(/** @type {string[]} */ command, /** @type {string} */ log) {
  return run('.ci/toolchain', command, { log });
}

/** Makes sure that Emscripten and the C++ tools are there. */
export const ensureToolchain = once(() => step('toolchain', () => run('.ci/toolchain', [])));

/** Makes sure that node_modules is what package-lock.json says. */
export const ensurePackages = once(async () => {
  const stamp = 'node_modules/.made-from';
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('npm ci', () => run('npm', ['ci', '--no-fund', '--no-audit'], { log: 'npm-ci' }));
  writeFileSync(stamp, wanted);
});

/**
 * Configures and builds a preset of CMakePresets.json. A folder that another toolchain or another checkout made is not
 * trusted.
 * @param {string} preset
 */
export async function cmake(preset) {
  const log = `cmake-${preset}`;
  const folder = `build/${preset}`;
  const maker = `${root}\n${await runInToolchain(['sh', '-c', 'c++ --version; emcc --version; cmake --version'], log)}`;
  const stamp = `${folder}/made-by.txt`;
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== maker) rmSync(folder, { recursive: true, force: true });
  await runInToolchain([...(preset.startsWith('wasm') ? ['emcmake'] : []), 'cmake', '--preset', preset], log);
  writeFileSync(stamp, maker);
  await runInToolchain(['cmake', '--build', '--preset', preset, '--parallel', `${availableParallelism()}`], log);
}

/**
 * Finds a browser, or installs it where that can be done without asking.
 * @param {string} variable of the environment, which may hold its path
 * @param {string[]} names that it may have on PATH; the first is Debian's package too
 */
export async function ensureBrowser(variable, names) {
  const find = () => process.env[variable] ?? names.map(onPath).find(Boolean);
  if (!find() && isDebian() && process.getuid?.() === 0) await step(`apt: ${names[0]}`, () => aptInstall(names[0]));
  const found = find();
  if (found) return found;
  throw new Failure(`The browser tests need ${names.join(' or ')}: install it, or put its path in ${variable}.`);
}

export const ensureChromium = () => ensureBrowser('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome']);

/** With which tests and bench start it: without a screen, and without errands of its own. */
export const chromiumFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run',
  '--disable-component-update', '--disable-sync',
];

async function aptInstall(/** @type {string} */ name) {
  const options = { log: `apt-${name}`, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const apt = (/** @type {string[]} */ ...args) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=600', ...args], options);
  await apt('update').catch(() => {}); // a third party's broken source must not stop us; the next line is the judge
  await apt('install', '-y', '--no-install-recommends', name);
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function onPath(/** @type {string} */ name) {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {() => Promise<T>} does the work at the first call, and gives the same promise at every later one
 */
export function once(work) {
  /** @type {Promise<T> | undefined} */
  let promise;
  return () => (promise ??= work());
}
