// One page per feature: each draws its figures, without trouble, and README names it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { inBrowsers } from './support.js';

const FOLDER = new URL('../../web/variants/', import.meta.url);
const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.html'));
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

inBrowsers(({ test }) => {
  for (const name of pages) {
    test(`variants/${name}`, async ({ open }) => {
      assert.ok(readme.includes(`web/variants/${name}`), 'README does not name it');
      const { page } = await open({ path: `variants/${name}`, wait: false });
      const drawn = await page.evaluate(async () => {
        const views = [...document.querySelectorAll('attention-view')];
        views[0].scrollIntoView(); // a lazy one waits for it
        await Promise.all(views.map((view) => /** @type {any} */ (view).ready));
        return views.map((view) => view.shadowRoot?.querySelectorAll('canvas').length ?? 0);
      });
      assert.ok(drawn.length > 0 && drawn.every((canvases) => canvases > 0), drawn.join());
    });
  }
});
