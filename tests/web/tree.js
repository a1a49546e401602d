// The repository's files, as git sees them: tracked ones and new ones, not what is ignored.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

// safe.directory: the clone may belong to somebody else than who runs the tests, as in a container.
const LIST = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];

/** @type {string[]} paths from the repository's root, with '/' */
export const files = execFileSync('git', LIST, {
  cwd: fileURLToPath(ROOT),
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && statSync(new URL(path, ROOT), { throwIfNoEntry: false })?.isFile());

/**
 * @param {string} path
 * @returns {string} '' for a file that is no text
 */
export function read(path) {
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  return text.includes('\0') ? '' : text;
}
