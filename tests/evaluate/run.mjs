// npm run evaluate -- DATA [--check] [--only translator|language] [--models FOLDER]
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureToolchain, Failure, main, run } from '../../.ci/lib.mjs';

const [data, ...options] = process.argv.slice(2);
const folder = data && resolve(data); // before main() leaves the reader's folder

await main(async () => {
  if (!folder || !existsSync(join(folder, 'tatoeba-en-fr.tsv'))) {
    throw new Failure(`${folder ? `${folder} has no tatoeba-en-fr.tsv` : 'Where are the texts?'}: npm run evaluate -- DATA, the folder that attention-train learnt from.`);
  }
  await ensureToolchain();
  // The toolchain sees this repository alone.
  cpSync(folder, 'build/data', { recursive: true, filter: (path) => !/\.md$/.test(path), force: true });
  await run('.ci/toolchain', ['python3', 'tests/evaluate/evaluate.py', 'build/data', ...options]);
});
