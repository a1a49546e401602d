// Hosts that allow less, or say less, than the tests' own.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test as once } from 'node:test';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { chromiumFlags } from '../../.ci/lib.mjs';
import { serve } from '../../.ci/serve.mjs';
import { attention } from './expected.js';
import { andWait, assertPicture, attentionOf, untilStatus } from './figure.js';
import { inCopy, served } from './hosts.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */
/** @typedef {import('./support.js').Page} Page */

const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
const WITH_WASM = STRICT.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
const TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'";

/** Words enough for the worker. */
const LONG = Array.from({ length: 300 }, (_, i) => `word${i}`).join(' ');

/**
 * Headers for the files whose names end so.
 * @param {string} end @param {Record<string, string>} headers @returns {(path: string) => Record<string, string>}
 */
const on = (end, headers) => (path) => (path.endsWith(end) ? headers : {});

/** @param {Page} page */
async function figureOf(page) {
  const view = /** @type {View} */ (/** @type {unknown} */ (await page.waitForSelector('attention-view')));
  await view.evaluate((el) => el.ready);
  return view;
}

/** The slow build rounds differently. @param {View} view */
async function assertSlow(view) {
  await untilStatus(view, /WebAssembly/);
  const expected = attention().weights.data;
  const { weights } = (await attentionOf(view)).stages;
  assert.equal(weights.data.length, expected.length);
  weights.data.forEach((weight, i) => assert.ok(Math.abs(weight - expected[i]) <= 1e-6, `${weight}, not ${expected[i]}`));
}

inBrowsers(({ test }) => {
  test('under trusted types without a policy nothing is violated, and long texts are computed without a worker', async (reader) => {
    const headers = on('.html', { 'content-security-policy': `${WITH_WASM}; ${TRUSTED}` });
    await served(reader, { path: 'pages/article.html', headers }, async (page) => {
      const view = await figureOf(page);
      const home = new URL(page.url()).origin;
      const wrong = () => reader.troubles.filter((trouble) => !trouble.startsWith(`foreign: ${home}`));
      await page.evaluate(() => 0);
      assert.deepEqual(wrong(), []);
      await andWait(view, () => view.evaluate((el, text) => {
        el.setAttribute('d-model', '512');
        el.setAttribute('text', text);
      }, LONG));
      assert.equal((await attentionOf(view)).tokens.length, 300);
      // no page can ask beforehand whether it may start a worker: the browser tells what it refuses
      for (const trouble of wrong()) assert.match(trouble, /trusted.?types?|TrustedScriptURL/i);
      reader.troubles.length = 0;
    });
  });

  test('a host that knows no wasm: served as text, never to be sniffed', async (reader) => {
    const headers = on('.wasm', { 'content-type': 'text/plain' });
    await served(reader, { path: 'untrained.html', headers }, async (page) => {
      await assertPicture(await figureOf(page), attention());
    });
  });

  test('a policy that forbids WebAssembly gets the slow engine with the same numbers', async (reader) => {
    const headers = on('.html', { 'content-security-policy': STRICT });
    await served(reader, { path: 'untrained.html', headers }, async (page) => {
      await assertSlow(await figureOf(page));
      const refusals = reader.troubles.splice(0).filter((trouble) => !trouble.startsWith('foreign: '));
      for (const trouble of refusals) assert.match(trouble, /violated: script-src|wasm|WebAssembly/i);
    });
  });

  test('the page in one file works from a disk, and asks for nothing', async ({ open, troubles }) => {
    await inCopy(async (folder) => {
      const { page } = await open({ path: 'pages/empty.html', wait: false });
      const file = pathToFileURL(join(folder, 'attention-view.html')).href;
      await page.goto(file);
      const view = await figureOf(page);
      await assertPicture(view, attention());
      await andWait(view, () => view.evaluate((el) => el.setAttribute('text', 'one two')));
      const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      assert.deepEqual(asked.filter((name) => name !== file), []);
      const left = troubles.splice(0).filter((trouble) => trouble !== `foreign: ${file}`);
      troubles.push(...left);
    });
  });
});

once('Chromium with WebAssembly switched off computes the same numbers in JavaScript', async () => {
  await inCopy(async (folder) => {
    const { url, close } = await serve(folder);
    const browser = await puppeteer.launch({
      browser: 'chrome',
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [...chromiumFlags, '--js-flags=--jitless'],
    });
    try {
      const page = await browser.newPage();
      await page.goto(`${url}untrained.html`);
      assert.equal(await page.evaluate(() => typeof WebAssembly), 'undefined');
      await assertSlow(await figureOf(page));
    } finally {
      await browser.close();
      await close();
    }
  });
});
