// What the README promises to people who copy from it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the example of the bare engine runs as printed and gives the shape in its comment', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  assert.equal(examples.length, 1);
  const [code] = examples;
  const promised = code.match(/weights\.shape\); \/\/ (\[.*?\])/)?.[1];
  assert.ok(promised, 'the example says which shape it prints');
  const folder = await mkdtemp(join(root, 'build/readme-'));
  try {
    await writeFile(join(folder, 'example.mjs'), code);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'example.mjs')]);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(promised));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every attribute in the table of the README is one of the element, and the reverse', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const table = readme.slice(readme.indexOf('| attribute |'), readme.indexOf('Every attribute is a property'));
  const named = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(.+?)`/g)].map(([, name]) => name));
  const { AttentionViewElement } = await import('attention-view');
  assert.deepEqual(named.sort(), [...AttentionViewElement.observedAttributes].sort());
});

test('every file that the README links to is there', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path);
  assert.ok(links.length > 10);
  for (const path of links) await readFile(join(root, path)).catch(() => assert.fail(`README links to ${path}, which is not there`));
});

test('the script for a page around a frame is the one that the browser tests run', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const script = readme.match(/<script>\n([^]*?)<\/script>/)?.[1].replace(/^ {2}/gm, '');
  const tested = await readFile(join(root, 'tests/browser/pages/framed.js'), 'utf8');
  assert.equal(script, tested.slice(tested.indexOf('\n') + 1));
});
