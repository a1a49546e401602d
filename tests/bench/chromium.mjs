// The browser that the bench measures in.
import puppeteer from 'puppeteer-core';

import { ensureBrowser } from '../../.ci/lib.mjs';

/** @param {string[]} flags besides those that every run has */
export async function launch(flags = []) {
  return puppeteer.launch({
    browser: 'chrome',
    executablePath: await ensureBrowser('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome']),
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run',
      '--disable-component-update', '--disable-sync', ...flags,
    ],
    protocolTimeout: 120_000, // nothing here takes a tenth of it
  });
}
