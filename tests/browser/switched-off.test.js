// WebAssembly switched off by the browser itself: the engine in JavaScript gives the same numbers, and the figure says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from '../../.ci/serve.mjs';
import { attention } from './expected.js';
import { attentionOf, textsOf } from './figure.js';
import { LAUNCH } from './support.js';

/** @type {Record<import('./support.js').Kind, import('puppeteer-core').LaunchOptions>} */
const WITHOUT = {
  chromium: { ...LAUNCH.chromium(false), args: [...LAUNCH.chromium(false).args ?? [], '--js-flags=--jitless'] },
  firefox: {
    ...LAUNCH.firefox(false),
    extraPrefsFirefox: { ...LAUNCH.firefox(false).extraPrefsFirefox, 'javascript.options.wasm': false },
  },
};

for (const kind of /** @type {const} */ (['chromium', 'firefox'])) {
  test(`${kind} without WebAssembly`, async () => {
    const { url, close } = await serve(fileURLToPath(new URL('../../dist/', import.meta.url)));
    const browser = await puppeteer.launch({ ...WITHOUT[kind], protocolTimeout: 120_000, timeout: 120_000 });
    try {
      const page = await browser.newPage();
      /** @type {string[]} */
      const troubles = [];
      page.on('pageerror', (error) => troubles.push(String(error)));
      await page.goto(`${url}untrained.html`);
      assert.equal(await page.evaluate(() => typeof WebAssembly), 'undefined');
      const view = /** @type {import('./support.js').View} */ (await page.$('attention-view'));
      await view.evaluate((el) => el.ready);
      const { data } = (await attentionOf(view)).stages.weights;
      attention().weights.data.forEach((weight, i) => assert.ok(Math.abs(data[i] - weight) <= 1e-6, `${data[i]}, not ${weight}`));
      assert.match((await textsOf(view, '[part=status]')).join(), /no WebAssembly/);
      assert.deepEqual(troubles, []);
    } finally {
      await browser.close();
      await close();
    }
  });
}
