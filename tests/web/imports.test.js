// Imports go one way; this test keeps it so.
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { files, read } from './tree.js';

/** What each folder of web/ may import beside its own files. @type {Record<string, (path: string) => boolean>} */
const WEB = {
  text: () => false,
  engine: (path) => path.startsWith('build/wasm/'),
  figure: () => false,
  format: () => false,
  element: (path) => /^web\/(?:text|engine|figure|format|model)\//.test(path),
  model: (path) => /^web\/(?:text|engine)\//.test(path),
  embed: (path) => path === 'web/element/permalink.js', // the element itself is in the script beside it
  page: (path) => ['web/element/attention-view.js', 'web/element/auto.js'].includes(path), // as any blog would
};

/** A folder of src/ may include its own files and those of lower numbers. @type {Record<string, number>} */
const SRC = {
  tensor: 0, format: 1, kernels: 1, attention: 2, tokenizer: 2, transformer: 3, checkpoint: 3, training: 4, wasm: 5, cli: 5,
};

/** Headers of others that only one folder may include. @type {[RegExp, string][]} */
const ONLY = [
  [/^emscripten\b/, 'src/wasm/'],
  [/^(?:xsimd|arm_neon|wasm_simd128|\w*intrin\.h)/, 'src/kernels/'],
];

/** @typedef {{ from: string, to: string }} Arrow */

const folderOf = (/** @type {string} */ path) => path.split('/')[1];

/** import ... from 'x', export ... from 'x', import 'x', import('x') in code and in types, new URL('x', ...) */
const JS_IMPORT = /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*(['"])([\w@:./-]+)\1/g;
const CPP_INCLUDE = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm;

/** @type {Arrow[]} */
const webArrows = files
  .filter((path) => /^web\/.*\.[mc]?[jt]s$/.test(path))
  .flatMap((from) =>
    [...read(from).matchAll(JS_IMPORT)].map(([, , to]) => ({
      from,
      to: to.startsWith('.') ? posix.join(posix.dirname(from), to) : to,
    })),
  );

/** @type {Arrow[]} includes of own files have a `to` that begins with src/ */
const cppArrows = files
  .filter((path) => /^src\/.*\.[ch](?:pp)?$/.test(path))
  .flatMap((from) =>
    [...read(from).matchAll(CPP_INCLUDE)].map(([, to]) => {
      const own = [`src/${to}`, posix.join(posix.dirname(from), to)].find((path) => files.includes(path));
      return { from, to: own ?? to };
    }),
  );

/** @param {Arrow[]} arrows @returns {string} for messages */
const list = (arrows) => arrows.map(({ from, to }) => `${from} -> ${to}`).join('\n');

test('there is something to look at', () => {
  for (const folder of Object.keys(WEB)) {
    assert.ok(files.some((path) => path.startsWith(`web/${folder}/`)), `web/${folder} has no files`);
  }
  assert.ok(webArrows.some(({ from, to }) => from.startsWith('web/element/') && to.startsWith('web/engine/')));
  assert.ok(cppArrows.some(({ from, to }) => from.startsWith('src/wasm/') && to.startsWith('src/attention/')));
});

test('every folder of web/ and src/ has its place in the order', () => {
  const strangers = files.filter(
    (path) =>
      (path.startsWith('web/') && !(folderOf(path) in WEB)) || (path.startsWith('src/') && !(folderOf(path) in SRC)),
  );
  assert.deepEqual(strangers, [], 'give the folder its place in this test');
});

test('web: text, engine, figure and format stand alone, model joins text and engine, element all, page uses the element', () => {
  const wrong = webArrows.filter(({ from, to }) => {
    const folder = folderOf(from);
    return !to.startsWith(`web/${folder}/`) && !WEB[folder]?.(to);
  });
  assert.deepEqual(list(wrong), '');
});

test('web: every import is of a file that exists', () => {
  const typesOf = (/** @type {string} */ path) => path.replace(/\.js$/, '.d.ts');
  const exists = (/** @type {Arrow} */ { from, to }) => files.includes(to) || (from.endsWith('.d.ts') && files.includes(typesOf(to)));
  const missing = webArrows.filter((arrow) => !exists(arrow) && !/^build\/wasm\/|\.wasm$/.test(arrow.to));
  assert.deepEqual(list(missing), '');
});

test('src: tensor <- kernels <- attention <- transformer, checkpoint <- training <- wasm, cli', () => {
  const wrong = cppArrows.filter(({ from, to }) => {
    const [folder, other] = [folderOf(from), folderOf(to)];
    return to.startsWith('src/') && folder !== other && SRC[other] >= SRC[folder];
  });
  assert.deepEqual(list(wrong), '');
});

test('src: only wasm knows Emscripten, only kernels know lanes', () => {
  const wrong = cppArrows.filter(({ from, to }) =>
    ONLY.some(([header, home]) => header.test(to) && !from.startsWith(home)),
  );
  assert.deepEqual(list(wrong), '');
});

test('no cycles', () => {
  const arrows = [...webArrows, ...cppArrows];
  const done = new Set();
  /** @param {string} path @param {string[]} trail */
  const visit = (path, trail) => {
    assert.ok(!trail.includes(path), `a cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
    if (!done.has(path)) {
      arrows.filter(({ from }) => from === path).forEach(({ to }) => visit(to, [...trail, path]));
      done.add(path);
    }
  };
  files.forEach((path) => visit(path, []));
});
