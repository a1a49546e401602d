// npm run evaluate -- DATA [--check] [--only translator|language] [--models FOLDER]
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureToolchain, Failure, main, root, run } from '../../.ci/lib.mjs';

const [data, ...options] = process.argv.slice(2);
const folder = resolve(process.env.INIT_CWD ?? '.', data ?? ''); // npm leaves the reader's folder, and says which it was
const copy = join(root, 'build/data');

await main(async () => {
  if (!data) throw new Failure('Where are the texts? npm run evaluate -- DATA: the folder that attention-train learnt from.');
  if (!existsSync(join(folder, 'tatoeba-en-fr.tsv'))) throw new Failure(`${folder} has no tatoeba-en-fr.tsv.`);
  await ensureToolchain();
  if (folder !== copy) cpSync(folder, copy, { recursive: true }); // the toolchain sees this repository alone
  await run('.ci/toolchain', ['python3', 'tests/evaluate/evaluate.py', 'build/data', ...options]);
});
