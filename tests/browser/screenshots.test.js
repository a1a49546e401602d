// Pictures for people to look at, in build/screenshots; that they are not blank is all that is checked here.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readPng } from './png.js';
import { built, inBrowsers } from './support.js';

/** States beside the opening one, at 1280 pixels, as fragments. */
const STATES = {
  rtl: `text=${encodeURIComponent('הילד אכל תפוח אחד.')}`,
  cross: 'keys-text=J%E2%80%99ai+mang%C3%A9+une+pomme.',
  causal: 'mask=causal',
  listing: 'listing=features',
};

inBrowsers(({ kind, test }) => {
  /** @param {string} name @param {import('./support.js').Opening} opening */
  const picture = (name, opening) => test(name, async ({ open }) => {
    const { page } = await open({ height: 800, ...opening });
    const path = built(`screenshots/${name}.png`);
    mkdirSync(built('screenshots'), { recursive: true });
    writeFileSync(path, await page.screenshot({ fullPage: true }));
    const { width, height, at } = readPng(readFileSync(path));
    assert.ok(width >= (opening.width ?? 1280) - 20 && height >= 800, `${width} x ${height}`);
    const colors = new Set();
    for (let y = 0; y < height; y += 7) for (let x = 0; x < width; x += 7) colors.add(at(x, y).join());
    assert.ok(colors.size > 40, `${colors.size} colours`);
  });

  for (const theme of ['light', 'dark']) {
    for (const width of [360, 1280]) picture(`${kind}-${theme}-${width}`, { width, dark: theme === 'dark' });
  }
  if (kind === 'firefox') return;
  for (const [name, fragment] of Object.entries(STATES)) picture(`${kind}-${name}`, { fragment });
});
