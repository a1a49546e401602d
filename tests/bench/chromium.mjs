// The browser that the bench measures in.
import puppeteer from 'puppeteer-core';

import { chromiumFlags, ensureChromium } from '../../.ci/lib.mjs';

/** @param {string[]} flags besides those that every run has */
export async function launch(flags = []) {
  return puppeteer.launch({
    browser: 'chrome',
    executablePath: await ensureChromium(),
    args: [...chromiumFlags, ...flags],
    protocolTimeout: 120_000, // nothing here takes a tenth of it
  });
}
