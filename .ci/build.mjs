// npm run build: the C++ engine as WebAssembly, and everything that a static host needs in dist/.
import { copyFileSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { cmake, ensurePackages, ensureToolchain, main, once, root, step } from './lib.mjs';

/** @type {Record<string, string>} */
const entryPoints = {
  'attention-view': 'web/element/attention-view.js',
  'attention-view.worker': 'web/element/attention-view.worker.js',
  auto: 'web/element/auto.js',
  engine: 'web/engine/engine.js',
};

export const build = once(async () => {
  await ensureToolchain();
  await ensurePackages();
  await step('engine in WebAssembly', () => cmake('wasm'));
  await step('dist', bundle);
});

/** A style sheet that the element imports becomes minified text; the page's own stays a file. @type {import('esbuild').Plugin} */
const styleSheets = {
  name: 'style sheets as text',
  setup({ esbuild, onLoad }) {
    onLoad({ filter: /[\\/]web[\\/]element[\\/].*\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code, loader: 'text' };
    });
  },
};

/**
 * An entry that another one imports stays a file of its own: one engine for figure and worker, one class on a page.
 * @type {import('esbuild').Plugin}
 */
const entriesApart = {
  name: 'entries apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
      const file = resolve(resolveDir, path);
      const entry = Object.keys(entryPoints).find((out) => join(root, entryPoints[out]) === file);
      return entry && kind !== 'entry-point' ? { path: `./${entry}.js`, external: true } : null;
    });
  },
};

async function bundle() {
  const { build: esbuild } = await import('esbuild');
  const fresh = 'build/dist'; // dist changes in one move, so that a page being served never sees half of it
  rmSync(fresh, { recursive: true, force: true });
  /** @type {import('esbuild').BuildOptions} */
  const shared = {
    absWorkingDir: root,
    outdir: fresh,
    bundle: true,
    format: 'esm',
    splitting: true, // only what is rarely needed, at an import()
    chunkNames: 'chunk-[hash]', // beside the entries: the engine looks for its .wasm beside the file that it is in
    minify: true,
    banner: { js: '//# allFunctionsCalledOnLoad' }, // compiled while they load, where a browser knows this hint
    plugins: [styleSheets, entriesApart],
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  };
  for (const [out, file] of Object.entries(entryPoints)) await esbuild({ ...shared, entryPoints: [{ in: file, out }] });
  await esbuild({ ...shared, entryPoints: [{ in: 'web/page/page.css', out: 'page' }] });
  copyFileSync('build/wasm/attention-engine.wasm', join(fresh, 'attention-view.wasm'));
  copyFileSync('build/wasm/attention-engine-relaxed.wasm', join(fresh, 'attention-view.relaxed.wasm'));
  copyFileSync('web/engine/engine.d.ts', join(fresh, 'engine.d.ts'));
  copyFileSync('web/page/index.html', join(fresh, 'index.html'));
  rmSync('dist', { recursive: true, force: true });
  renameSync(fresh, 'dist');
}

function printSizes() {
  const files = readdirSync('dist').sort().map((name) => {
    const content = readFileSync(join('dist', name));
    return { name, bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
  });
  const total = { name: 'dist', bytes: 0, gzip: 0 };
  for (const { bytes, gzip } of files) {
    total.bytes += bytes;
    total.gzip += gzip;
  }
  const row = (/** @type {(string | number)[]} */ ...cells) =>
    console.log(`${String(cells[0]).padEnd(28)}${String(cells[1]).padStart(10)}${String(cells[2]).padStart(10)}`);
  console.log();
  row('file', 'bytes', 'gzip');
  for (const { name, bytes, gzip } of [...files, total]) row(name, bytes, gzip);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    printSizes();
  });
}
