// npm run build: the C++ engine as WebAssembly, and everything that a static host needs in dist/.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { bundle } from './bundle.mjs';
import { cmake, ensurePackages, ensureToolchain, main, once, step } from './lib.mjs';

export const build = once(async () => {
  await ensureToolchain();
  await ensurePackages();
  await step('engine in WebAssembly', () => cmake('wasm'));
  await step('dist', bundle);
});

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
