// The page itself, as a reader meets it: bytes, the first matrix, the engine's start, keys, and a large matrix moved.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { Failure, root, step } from '../../.ci/lib.mjs';
import { serve } from '../../.ci/serve.mjs';
import { launch } from './chromium.mjs';
import { measureFrames } from './frames.mjs';
import { quantile, summarize } from './stats.mjs';
import { watch } from './watch.mjs';

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./stats.mjs').Summary} Summary
 * @typedef {{ first: Summary, key: number }} Floor the same of a page with one canvas and one field: what the browser takes
 * @typedef {{ tokens: number, work: number, at60: number }} Keys 95th percentiles in milliseconds; work: with no screen to
 *   wait for; at60: with one of 60 Hz, whose next frame is up to 17 ms away
 * @typedef {{
 *   files: { name: string, bytes: number, gzip: number }[], first: Summary, start: Summary, keys: Keys[], floor: Floor,
 *   frames: import('./frames.mjs').Frames,
 * }} PageFigures first: navigation to the first matrix; start: fetch, compile and instantiate the engine
 */

const NO_SCREEN = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
const TOKENS = [32, 256];
const WARM_KEYS = 10;
const LARGE = 4096;

/** Milliseconds in which a new window loads the browser's own parts (the address bar is a page too), before ours is asked for. */
const SETTLING = 2000;

/** @param {number} count */
const sentence = (count) => {
  const words = ['every', 'word', 'asks', 'all', 'others', 'what', 'they', 'mean'];
  return Array.from({ length: count }, (_, i) => words[(i * 5 + (i >> 3)) % words.length]).join(' ');
};

/** Without a model: index.html shows the same first, and loads one then. */
const PAGE = 'untrained.html';

/**
 * Opens the page in a context of its own: nothing is cached.
 * @param {Browser} browser
 * @param {string} url
 * @param {(page: Page) => Promise<void>} look
 */
async function visit(browser, url, look) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.evaluateOnNewDocument(watch);
    await new Promise((resolve) => setTimeout(resolve, SETTLING));
    const broken = new Promise((_, reject) => {
      page.on('pageerror', (error) => reject(new Failure(`The page fails, and is not measured: ${error}`)));
    });
    const read = async () => {
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      await look(page);
    };
    await Promise.race([read(), broken]);
  } finally {
    await context.close();
  }
}

/** @param {Page} page */
const firstMatrix = (page) => page.evaluate(() => /** @type {any} */ (window).watching.first);

/**
 * The names of the files that are asked for meanwhile, by whomever: a page does not know what its worker loads.
 * @param {() => Promise<unknown>} work
 */
async function filesServed(work) {
  const names = new Set();
  const note = (/** @type {any} */ { request }) => names.add(request.url.slice(1));
  subscribe('http.server.request.start', note);
  await work();
  unsubscribe('http.server.request.start', note);
  return [...names];
}

/** @param {Browser} browser @param {string} url @param {number} visits */
async function measureOpening(browser, url, visits) {
  /** @type {number[]} */
  const first = [];
  /** @type {number[]} */
  const start = [];
  const open = () => visit(browser, url + PAGE, async (page) => void first.push(await firstMatrix(page)));
  const startEngine = async (/** @type {Page} */ page) => {
    const time = await page.evaluate(async (module) => {
      const { loadEngine } = await import(module);
      const begin = performance.now();
      await loadEngine();
      return performance.now() - begin;
    }, `${url}engine.js`);
    start.push(time);
  };
  const names = await filesServed(open);
  for (let i = 1; i < visits; i++) {
    await open();
    await visit(browser, `${url}nothing`, startEngine); // an address of the same host with nothing on it
  }
  const files = names.map((name) => {
    const content = readFileSync(join(root, 'dist', name));
    return { name, bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
  });
  return { files, first: summarize(first), start: summarize(start) };
}

/**
 * @param {Browser} browser
 * @param {string} url
 * @param {number} tokens
 * @param {number} keys
 */
async function measureKeys(browser, url, tokens, keys) {
  let time = 0;
  const state = new URLSearchParams({ text: sentence(tokens), 'd-model': '512', heads: '8' });
  await visit(browser, `${url}${PAGE}#${state}`, async (page) => {
    await firstMatrix(page);
    const shown = await page.$eval('attention-view', (view) => /** @type {any} */ (view).getAttention().tokens.length);
    if (shown !== tokens) throw new Failure(`The page shows ${shown} tokens, ${tokens} were to be measured.`);
    await page.focus('>>> textarea');
    time = await pressKeys(page, keys);
  });
  return time;
}

/** The 95th percentile. @param {Page} page with the focus in its field @param {number} keys */
async function pressKeys(page, keys) {
  /** @type {number[]} */
  const times = [];
  for (let i = 0; i < WARM_KEYS + keys; i++) {
    await page.keyboard.press(i % 2 ? 'Backspace' : 's');
    const time = await page.evaluate((i) => /** @type {any} */ (window).watching.key(i), i);
    if (i >= WARM_KEYS) times.push(time);
    await new Promise((resolve) => setTimeout(resolve, 40)); // nobody types faster
  }
  return quantile(times, 0.95);
}

/**
 * @param {Browser} browser without a screen to wait for
 * @param {number} visits
 * @param {number} keys
 * @returns {Promise<Floor>}
 */
async function measureFloor(browser, visits, keys) {
  const { url, close } = await serve(join(root, 'tests/bench/floor'));
  /** @type {number[]} */
  const first = [];
  let key = 0;
  for (let i = 0; i < visits; i++) await visit(browser, url, async (page) => void first.push(await firstMatrix(page)));
  await visit(browser, url, async (page) => {
    await page.focus('textarea');
    key = await pressKeys(page, keys);
  });
  await close();
  return { first: summarize(first), key };
}

/** @param {Page} page */
async function showLarge(page) {
  const attributes = { 'max-tokens': `${LARGE}`, heads: '1', text: sentence(LARGE) };
  const shown = await page.$eval('attention-view', async (view, attributes) => {
    const drawn = new Promise((resolve) => view.addEventListener('change', resolve, { once: true }));
    for (const [name, value] of Object.entries(attributes)) view.setAttribute(name, value);
    await drawn;
    return /** @type {any} */ (view).getAttention().tokens.length;
  }, attributes);
  if (shown !== LARGE) throw new Failure(`The page shows ${shown} tokens, ${LARGE} were to be moved.`);
}

/**
 * @param {{ visits: number, keys: number }} counts
 * @returns {Promise<PageFigures>}
 */
export async function measurePage({ visits, keys }) {
  const { url, close } = await serve(join(root, 'dist'));
  const screen = await launch();
  const none = await launch(NO_SCREEN);
  try {
    const opening = await step(`the page, opened ${visits} times`, () => measureOpening(screen, url, visits));
    const floor = await step('the least that a page can do', () => measureFloor(none, visits, keys));
    const pressed = [];
    for (const tokens of TOKENS) {
      pressed.push(await step(`${keys} keys at ${tokens} tokens, twice`, async () => ({
        tokens,
        work: await measureKeys(none, url, tokens, keys),
        at60: await measureKeys(screen, url, tokens, keys),
      })));
    }
    /** @type {import('./frames.mjs').Frames[]} */
    const frames = [];
    await step(`${LARGE} x ${LARGE} weights, moved`, () =>
      visit(screen, url + PAGE, async (page) => {
        await firstMatrix(page);
        await showLarge(page);
        frames.push(await measureFrames(page));
      }));
    return { ...opening, keys: pressed, floor, frames: frames[0] };
  } finally {
    await screen.close();
    await none.close();
    await close();
  }
}
