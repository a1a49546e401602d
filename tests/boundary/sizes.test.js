// What a reader downloads. kB are 1,000 bytes, as gzip -9 leaves them.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../../dist/', import.meta.url);
const gzipped = (/** @type {string} */ name) => gzipSync(readFileSync(new URL(name, DIST)), { level: 9 }).length;

/**
 * Every file of dist/ that one of these names, or that a file names which they name; not what is loaded on demand or by nobody.
 * @param {string[]} names
 */
function named(names) {
  const all = new Set(names);
  for (const name of all) {
    if (name.endsWith('.wasm')) continue;
    const text = readFileSync(new URL(name, DIST), 'utf8').replace(/\bimport\([^)]*\)|<link rel="alternate"[^>]*>/g, '');
    for (const other of readdirSync(DIST)) if (new RegExp(`["'/]${other.replaceAll('.', '\\.')}["']`).test(text)) all.add(other);
  }
  return [...all];
}

for (const name of ['attention-view.wasm', 'attention-view.relaxed.wasm']) {
  test(`${name} is at most 25 kB`, () => {
    const bytes = gzipped(name);
    assert.ok(bytes <= 25_000, `${bytes} bytes`);
  });
}

for (const name of ['attention-view.model.wasm', 'attention-view.model.relaxed.wasm']) {
  test(`${name} is at most 40 kB, and no page has it before a model`, () => {
    const bytes = gzipped(name);
    assert.ok(bytes <= 40_000, `${bytes} bytes`);
    assert.ok(!named(['index.html']).includes(name));
  });
}

test('the page is at most 60 kB in all', () => {
  const files = named(['index.html']);
  for (const part of ['page.css', 'attention-view.js', 'attention-view.worker.js']) assert.ok(files.includes(part), `${files}`);
  // a browser gets one of the two
  const others = files.filter((name) => !name.endsWith('.wasm'));
  const module = Math.max(...['attention-view.wasm', 'attention-view.relaxed.wasm'].map(gzipped));
  const sizes = others.map((name) => [name, gzipped(name)]);
  const total = sizes.reduce((sum, [, bytes]) => sum + Number(bytes), module);
  assert.ok(total <= 60_000, `${total} bytes: ${sizes.join(', ')}`);
});

test('the one-file build is at most 90 kB', () => {
  const bytes = gzipped('attention-view.inline.js');
  assert.ok(bytes <= 90_000, `${bytes} bytes`);
});
