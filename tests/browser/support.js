// What the browser tests share: both browsers, the built site under a sub-path, and a watch on what goes wrong.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { chromiumFlags } from '../../.ci/lib.mjs';
import { serve } from '../../.ci/serve.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('../../web/element/attention-view.js').AttentionViewElement} AttentionView
 * @typedef {import('puppeteer-core').ElementHandle<AttentionView>} View
 * @typedef {'chromium' | 'firefox'} Kind
 * @typedef {{
 *   path?: string, fragment?: string, width?: number, height?: number, ratio?: number, dark?: boolean,
 *   first?: (() => void)[], wait?: boolean,
 * }} Opening path: of the page in the site; ratio: device pixels in a CSS pixel; first: run in the page before its own
 *   scripts; wait: false does not wait for the figure
 * @typedef {{
 *   kind: Kind, url: string, open: (opening?: Opening) => Promise<{ page: Page, view: View }>, troubles: string[],
 * }} Reader troubles: what went wrong so far; a test that expects some takes them out, as none may be left at its end
 */

/** Longer than anything takes on a busy machine; nothing waits for it unless it is broken. */
const PATIENCE = 60_000;

const ROOT = new URL('../../', import.meta.url);

/** @type {Record<Kind, (dark: boolean) => import('puppeteer-core').LaunchOptions>} */
export const LAUNCH = {
  chromium: () => ({
    browser: 'chrome',
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: chromiumFlags,
  }),
  firefox: (dark) => ({
    browser: 'firefox',
    executablePath: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: {
      'security.fileuri.strict_origin_policy': true, // as readers have it; the driver switches it off
      'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1, // nothing can emulate it later, as in Chromium
    },
  }),
};

/** @typedef {(name: string, body: (reader: Reader) => Promise<void>) => void} Declare as node:test's own `test` */

/**
 * Declares tests once for each browser.
 * @param {(suite: { kind: Kind, test: Declare }) => void} body
 */
export function inBrowsers(body) {
  /** @type {Map<string, Promise<Browser>>} */
  const launched = new Map();
  const browserOf = (/** @type {Kind} */ kind, /** @type {boolean} */ dark) => {
    const name = kind === 'firefox' && dark ? 'a dark firefox' : kind;
    let browser = launched.get(name);
    if (!browser) {
      browser = puppeteer.launch({ ...LAUNCH[kind](dark), protocolTimeout: PATIENCE, timeout: PATIENCE });
      browser.catch(() => {}); // the test that needs it tells
      launched.set(name, browser);
    }
    return browser;
  };
  /** @type {Awaited<ReturnType<typeof openSite>>} */
  let site;
  before(async () => {
    browserOf('chromium', false);
    browserOf('firefox', false); // starts, slowly, while Chromium is at work
    site = await openSite();
  });
  after(async () => {
    await Promise.allSettled(Array.from(launched.values(), async (browser) => (await browser).close()));
    await site.close();
  });
  for (const kind of /** @type {const} */ (['chromium', 'firefox'])) {
    describe(kind, () => {
      const declare = (/** @type {string} */ name, /** @type {(reader: Reader) => Promise<void>} */ read) =>
        void test(name, () => asReader(kind, site.url, (dark) => browserOf(kind, dark), read));
      body({ kind, test: declare });
    });
  }
}

/** Serves what was built, and this folder's own pages, from a copy: dist may be built anew meanwhile. */
async function openSite() {
  const folder = await mkdtemp(join(tmpdir(), 'attention-view-'));
  await cp(new URL('dist/', ROOT), folder, { recursive: true });
  await cp(new URL('pages/', import.meta.url), join(folder, 'pages'), { recursive: true });
  // the same site, where a model is one that needs no megabyte and no training
  const fake = join(folder, 'fake');
  await cp(new URL('dist/', ROOT), fake, { recursive: true });
  await cp(new URL('fake-model.js', import.meta.url), join(fake, 'attention-view.model.js'));
  await cp(new URL('fake-language-model.js', import.meta.url), join(fake, 'fake-language-model.js'));
  for (const page of ['translator.html', 'language-model.html']) await cp(new URL(`pages/${page}`, import.meta.url), join(fake, page));
  await cp(new URL('pages/scores.json', import.meta.url), join(fake, 'models/language/scores.json'));
  const { url, close } = await serve(folder, { base: '/blog/demo/' });
  return {
    url,
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * Runs one test with pages of its own, and asserts that nothing went wrong on any of them.
 * @param {Kind} kind
 * @param {string} url
 * @param {(dark: boolean) => Promise<Browser>} browserOf
 * @param {(reader: Reader) => Promise<void>} read
 */
async function asReader(kind, url, browserOf, read) {
  /** @type {string[]} */
  const troubles = [];
  /** @type {Page[]} */
  const pages = [];
  /** @type {Reader['open']} */
  const open = async (opening = {}) => {
    const { path = 'untrained.html', fragment = '', width = 1280, height = 800, ratio = 1, dark = false } = opening;
    const { first = [], wait = true } = opening;
    const page = await (await browserOf(dark)).newPage();
    pages.push(page);
    page.setDefaultTimeout(PATIENCE);
    await watch(page, url, troubles);
    await page.setViewport({ width, height, deviceScaleFactor: ratio });
    if (kind === 'chromium') {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
    }
    for (const script of first) await page.evaluateOnNewDocument(script);
    await page.goto(url + path + (fragment && `#${fragment}`));
    const view = /** @type {View} */ (/** @type {unknown} */ (await page.$('attention-view')));
    // and for the flow, which is laid out when there is time: cellRect() asks for it
    if (wait) await view.evaluate((el) => el.ready.then(() => void el.cellRect('output', 0, 0)));
    return { page, view };
  };
  try {
    await read({ kind, url, open, troubles });
    for (const page of pages) await page.evaluate(() => 0); // what was reported before this answer has arrived with it
    assert.deepEqual(troubles, []);
  } finally {
    for (const page of pages) await page.close();
  }
}

/**
 * @param {Page} page
 * @param {string} home
 * @param {string[]} troubles
 */
async function watch(page, home, troubles) {
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`error: ${error}`));
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(home)) troubles.push(`foreign: ${request.url()}`);
  });
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`violated: ${violatedDirective} by ${blockedURI}`);
    });
  });
}

/** The path of a file that the tests leave in build/. @param {string} name */
export const built = (name) => fileURLToPath(new URL(`build/${name}`, ROOT));
