// The one-file build: a classic script with everything inside, which works from a server and by double click from a disk.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { attention } from './expected.js';
import { andWait, assertPicture, attentionOf } from './figure.js';
import { inBrowsers } from './support.js';

/** Keeps the workers that the page starts. */
function countWorkers() {
  const counted = /** @type {any} */ (window);
  counted.workers = [];
  window.Worker = class extends Worker {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      counted.workers.push(String(url));
    }
  };
}

/** Words enough for the worker. */
const LONG = Array.from({ length: 300 }, (_, i) => `word${i}`).join(' ');

inBrowsers(({ test }) => {
  test('one classic script, included twice, asks for no other file', async ({ open }) => {
    const { page, view } = await open({ path: 'pages/inline.html' });
    await assertPicture(view, attention());
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    for (const name of asked) assert.match(name, /\/attention-view\.inline\.js$/);
  });

  test('from a disk: the same figure, the worker too, and no request', async ({ open, troubles }) => {
    const folder = await mkdtemp(join(tmpdir(), 'attention-view-disk-'));
    try {
      await cp(new URL('../../dist/attention-view.inline.js', import.meta.url), join(folder, 'attention-view.inline.js'));
      await cp(new URL('pages/inline.html', import.meta.url), join(folder, 'pages/inline.html'));
      const { page } = await open({ path: 'pages/empty.html', wait: false, first: [countWorkers] });
      await page.goto(pathToFileURL(join(folder, 'pages/inline.html')).href);
      const view = /** @type {import('./support.js').View} */ (/** @type {unknown} */ (await page.$('attention-view')));
      await view.evaluate((el) => el.ready);
      await assertPicture(view, attention());

      await andWait(view, () => view.evaluate((el, text) => {
        el.setAttribute('d-model', '512');
        el.setAttribute('text', text);
      }, LONG));
      assert.equal((await attentionOf(view)).tokens.length, 300);
      const workers = await page.evaluate(() => /** @type {any} */ (window).workers);
      assert.deepEqual(workers.map((/** @type {string} */ url) => url.slice(0, 5)), ['blob:']);

      // Firefox tells its driver nothing of files
      const files = ['pages/inline.html', 'attention-view.inline.js'].map((name) => pathToFileURL(join(folder, name)).href);
      const harmless = files.map((url) => `foreign: ${url}`);
      const troubled = troubles.splice(0).filter((trouble) => !harmless.includes(trouble) && !/^foreign: blob:/.test(trouble));
      assert.deepEqual(troubled, []);
      const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      for (const name of asked) assert.ok(files.includes(name) || name.startsWith('blob:'), name);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
