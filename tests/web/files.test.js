// What holds for every file of the repository.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, read } from './tree.js';

const MOST_LINES = 400; // the aim is 300: a file holds one idea

const MACHINE_PATH = /(?<![\w.~}/-])\/(?:work|root|home|Users)\/[\w.-]+/;
const REGISTRY =
  /\b(?:(?:deb|security|ftp)[\w.]*\.debian\.org|registry\.(?:npmjs|yarnpkg)\.\w+|pypi\.(?:org|python)|pythonhosted\.)/;

test('no file of ours is too long to be read at once', () => {
  const long = files
    .filter((path) => /^(?:web|src|tests|\.ci)\//.test(path))
    .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines, the limit is ${MOST_LINES}: split it by idea`);
  assert.deepEqual(long.join('\n'), '');
});

const FORBIDDEN = { "a path of somebody's machine": MACHINE_PATH, "a registry's host": REGISTRY };

for (const [name, pattern] of Object.entries(FORBIDDEN)) {
  test(`no file names ${name}`, () => {
    const found = files.flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.match(pattern)?.[0]}`] : [])),
    );
    assert.deepEqual(found.join('\n'), '');
  });
}
