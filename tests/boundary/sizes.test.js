// What a reader downloads. kB are 1,000 bytes, as gzip -9 leaves them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const gzipped = (/** @type {string} */ name) =>
  gzipSync(readFileSync(new URL(`../../dist/${name}`, import.meta.url)), { level: 9 }).length;

for (const name of ['attention-view.wasm', 'attention-view.relaxed.wasm']) {
  test(`${name} is at most 25 kB`, () => {
    const bytes = gzipped(name);
    assert.ok(bytes <= 25_000, `${bytes} bytes`);
  });
}
