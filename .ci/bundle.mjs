// The front end and the engine's modules -> dist/: files that a static host needs, and one script with all of it inside.
import { copyFileSync, cpSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';

import { root } from './lib.mjs';
import { customElements } from './manifest.mjs';
import { integrity, oEmbed, oneFilePage } from './pages.mjs';

/** @type {Record<string, string>} */
const entryPoints = {
  'attention-view': 'web/element/attention-view.js',
  'attention-view.history': 'web/element/history.js',
  'attention-view.own': 'web/element/own.js',
  'attention-view.save': 'web/element/save.js',
  'attention-view.zoom': 'web/element/zoom.js',
  'attention-view.views': 'web/element/views.js',
  'attention-view.worker': 'web/element/attention-view.worker.js',
  auto: 'web/element/auto.js',
  engine: 'web/engine/engine.js',
  'attention-view.translator': 'web/element/translator/translator.js',
  'attention-view.language-model': 'web/element/language-model/language-model.js',
  'attention-view.model': 'web/model/model.js',
  ...Object.fromEntries(['ar', 'de', 'en', 'es', 'fr', 'zh'].map((code) =>
    [`attention-view.${code}`, `web/element/languages/${code}.js`])),
  ...Object.fromEntries(['translator', 'language-model'].flatMap((name) => ['ar', 'de', 'es', 'fr', 'zh'].map((code) =>
    [`attention-view.${name}.${code}`, `web/element/${name}/languages/${code}.js`]))),
};

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

/**
 * One classic script: what stands for other files is exchanged for what has them inside.
 * @type {(exchanged: RegExp) => import('esbuild').Plugin}
 */
const allInside = (exchanged) => ({
  name: 'all inside',
  setup({ esbuild, initialOptions, onResolve, onLoad }) {
    onLoad({ filter: /\.wasm$/ }, ({ path }) => {
      const isPacked = initialOptions.loader?.['.wasm'] === 'binary';
      return { contents: isPacked ? deflateRawSync(readFileSync(path), { level: 9 }) : '', loader: isPacked ? 'binary' : 'empty' };
    });
    onResolve({ filter: exchanged }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.replace(/\.js$/, '.inline.js')) }));
    onResolve({ filter: /\?text$/ }, ({ path, resolveDir }) =>
      ({ path: join(resolveDir, path.slice(0, -'?text'.length)), namespace: 'text' }));
    onLoad({ filter: /./, namespace: 'text' }, async ({ path }) => {
      const { outputFiles } = await esbuild.build({
        ...oneFile, entryPoints: [path], write: false, loader: { '.wasm': 'empty' }, // the page gives it the module
      });
      return { contents: outputFiles[0].text, loader: 'text' };
    });
  },
});

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions} */
const oneFile = {
  ...common,
  format: 'iife',
  define: { 'import.meta.url': 'undefined' }, // a classic script has no address of its own
  plugins: [styleSheets, allInside(/[\\/](files|worker|save|translator)\.js$/)],
  loader: { '.wasm': 'binary' },
};

/** Its own page may be larger, and has what saves as well. @type {import('esbuild').BuildOptions} */
const wholePage = { ...oneFile, plugins: [styleSheets, allInside(/[\\/](files|worker|translator)\.js$/)] };

/** Of every 30 kB that esbuild leaves, terser finds one more after gzip. @param {string} file */
async function shorten(file) {
  const { minify } = await import('terser');
  const { code } = await minify(readFileSync(file, 'utf8'), {
    module: !/(inline|embed)\.js$/.test(file),
    ecma: 2020,
    compress: { passes: 3 },
    format: { preamble: '//# allFunctionsCalledOnLoad' }, // compiled while they load, where a browser knows this hint
  });
  writeFileSync(file, String(code));
}

export async function bundle(out = 'dist') {
  const { build: esbuild } = await import('esbuild');
  const fresh = `build/new-${basename(out)}`; // it changes in one move, so that a page being served never sees half of it
  rmSync(fresh, { recursive: true, force: true });
  /** @type {import('esbuild').BuildOptions} */
  const modules = {
    ...common,
    outdir: fresh,
    format: 'esm',
    splitting: true, // only what is rarely needed, at an import()
    chunkNames: 'chunk-[hash]', // beside the entries: the engine looks for its .wasm beside the file that it is in
    plugins: [styleSheets, entriesApart],
  };
  for (const [out, file] of Object.entries(entryPoints)) await esbuild({ ...modules, entryPoints: [{ in: file, out }] });
  const styles = [{ in: 'web/page/page.css', out: 'page' }, { in: 'web/embed/embed.css', out: 'embed' }];
  await esbuild({ ...modules, entryPoints: styles });
  await esbuild({ ...oneFile, entryPoints: ['web/embed/embed.js'], outfile: join(fresh, 'embed.js') });
  await esbuild({ ...oneFile, entryPoints: ['web/element/auto.js'], outfile: join(fresh, 'attention-view.inline.js') });
  await esbuild({ ...wholePage, entryPoints: ['web/element/auto.js'], outfile: join(fresh, 'page.inline.js') });
  for (const name of readdirSync(fresh)) if (/^(?!chunk).*\.js$/.test(name)) await shorten(join(fresh, name));
  copyFileSync('build/wasm/attention-engine.wasm', join(fresh, 'attention-view.wasm'));
  copyFileSync('build/wasm/attention-engine-relaxed.wasm', join(fresh, 'attention-view.relaxed.wasm'));
  copyFileSync('build/wasm/attention-model.wasm', join(fresh, 'attention-view.model.wasm'));
  copyFileSync('build/wasm/attention-model-relaxed.wasm', join(fresh, 'attention-view.model.relaxed.wasm'));
  copyFileSync('web/engine/engine.d.ts', join(fresh, 'engine.d.ts'));
  for (const name of ['index.html', 'untrained.html']) {
    // without what only its authors read: a quarter of a kB
    const page = readFileSync(`web/page/${name}`, 'utf8').replace(/ *<!--[^]*?-->\n/g, '').replace(/^ +/gm, '');
    writeFileSync(join(fresh, name), page);
  }
  copyFileSync('web/embed/embed.html', join(fresh, 'embed.html'));
  for (const folder of ['variants', 'models']) cpSync(`web/${folder}`, join(fresh, folder), { recursive: true });
  for (const name of ['attention-view', 'auto', 'attention-view.inline']) {
    const types = readFileSync(`web/element/types/${name}.d.ts`, 'utf8');
    writeFileSync(join(fresh, `${name}.d.ts`), types.replaceAll("'../../engine/engine.js'", "'./engine.js'"));
  }
  /** @type {Record<string, (folder: string) => string>} */
  const derived = { 'oembed.json': oEmbed, 'integrity.json': integrity, 'custom-elements.json': customElements };
  writeFileSync(join(fresh, 'attention-view.html'), oneFilePage(fresh));
  rmSync(join(fresh, 'page.inline.js'));
  for (const [name, make] of Object.entries(derived)) writeFileSync(join(fresh, name), make(fresh));
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
}
