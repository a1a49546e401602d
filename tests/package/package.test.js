// The package as its users get it: packed, installed in an empty folder, imported, type-checked and bundled there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { publint } from 'publint';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const bin = (/** @type {string} */ name) => join(ROOT, 'node_modules/.bin', name);

/** Runs a program, and shows what it said where it fails. @param {string} command @param {string[]} args @param {string} cwd */
const run = (command, args, cwd) => promisify(execFile)(command, args, { cwd, maxBuffer: 1 << 26 }).catch((error) =>
  assert.fail(`${command} ${args.join(' ')}\n${error.stdout}\n${error.stderr}`));

/** The empty folder. */
let folder = '';
let tarball = '';
/** @type {string[]} */
let packed = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attention-view-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], ROOT);
  const [{ filename, files }] = JSON.parse(stdout);
  tarball = join(folder, filename);
  packed = files.map((/** @type {{ path: string }} */ { path }) => path);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], folder);
});

after(() => rm(folder, { recursive: true }));

/** What a fresh Node prints for a module in the folder. @param {string} source */
const printed = async (source) => (await run(process.execPath, ['--input-type=module', '--eval', source], folder)).stdout.trim();

test('the package has these files and no others', async () => {
  const named = packed.map((path) => path.replace(/chunk-\w{8}/, 'chunk-HASH')).sort();
  const expected = await readFile(new URL('files.txt', import.meta.url), 'utf8');
  assert.deepEqual(named, expected.trim().split('\n').sort());
});

test('every entry can be imported in Node, and leaves globalThis as it was', async () => {
  const result = await printed(`
    const names = () => Reflect.ownKeys(globalThis).map(String).sort().join();
    const before = names();
    const exported = {};
    for (const entry of ['attention-view', 'attention-view/auto', 'attention-view/inline', 'attention-view/engine']) {
      exported[entry] = Object.keys(await import(entry)).sort().join();
    }
    console.log(JSON.stringify({ exported, touched: names() !== before }));
  `);
  assert.deepEqual(JSON.parse(result), {
    exported: {
      'attention-view': 'AttentionViewElement',
      'attention-view/auto': 'AttentionViewElement',
      'attention-view/inline': '',
      'attention-view/engine': 'AttentionError,MAX_TOKENS,compileEngine,loadEngine',
    },
    touched: false,
  });
});

test('the address of the module is that of a file that the engine takes', async () => {
  assert.equal(await printed(`
    import { loadEngine } from 'attention-view/engine';
    const engine = await loadEngine({ wasmUrl: import.meta.resolve('attention-view/wasm') });
    console.log(engine.build);
  `), 'simd');
});

for (const [module, resolution] of [['esnext', 'bundler'], ['nodenext', 'nodenext']]) {
  test(`tsc --strict takes a consumer's code, and refuses its mistakes (${resolution})`, async () => {
    await cp(new URL('consumer.ts', import.meta.url), join(folder, 'consumer.ts'));
    const how = ['--module', module, '--moduleResolution', resolution, '--target', 'es2022', '--types', ''];
    await run(bin('tsc'), ['--strict', '--noEmit', ...how, '--lib', 'es2022,dom', 'consumer.ts'], folder);
  });
}

/** @param {string} source */
async function bundled(source) {
  await writeFile(join(folder, 'entry.js'), source);
  const { outputFiles, warnings } = await build({
    absWorkingDir: folder, entryPoints: ['entry.js'], outdir: 'out', bundle: true, format: 'esm', write: false,
    logLevel: 'silent',
  });
  assert.deepEqual(warnings, []);
  return outputFiles[0].text;
}

test('esbuild keeps what registers the tag, and drops a class that nobody uses', async () => {
  for (const entry of ['auto', 'inline']) {
    assert.match(await bundled(`import 'attention-view/${entry}';`), /\.define\("attention-view"/, entry);
  }
  assert.equal((await bundled(`import { AttentionViewElement } from 'attention-view';`)).trim(), '');
});

test('what esbuild makes of the engine computes, with the module beside it', async () => {
  const code = await bundled(`
    import { loadEngine } from 'attention-view/engine';
    const engine = await loadEngine();
    console.log(engine.tokenVectors(['I', 'ate'], { dModel: 4 }).shape.join());
  `);
  const out = await mkdtemp(join(folder, 'out-'));
  await writeFile(join(out, 'bundle.mjs'), code);
  await cp(join(ROOT, 'dist/attention-view.wasm'), join(out, 'attention-view.wasm'));
  const { stdout } = await run(process.execPath, [join(out, 'bundle.mjs')], out);
  assert.equal(stdout.trim(), '2,4');
});

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: join(folder, 'node_modules/attention-view'), strict: true });
  assert.deepEqual(messages, []);
});

test('attw finds the types right wherever an ES module can be had', async () => {
  const how = ['--profile', 'esm-only', '--exclude-entrypoints', './wasm', '--format', 'ascii', '--no-color'];
  await run(bin('attw'), [tarball, ...how], folder);
});
