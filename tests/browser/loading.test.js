// When a figure begins: at once, or near the window; and what it tells on the way.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { assertPicture, eventually, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

/** Ten figures below 5,000 pixels of nothing. */
function farBelow() {
  const space = document.createElement('div');
  space.append(...Array.from({ length: 100 }, () => document.createElement('p')));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.far p { height: 50px; margin: 0 }');
  document.adoptedStyleSheets = [sheet];
  space.className = 'far';
  document.body.append(space);
  for (let i = 0; i < 10; i++) {
    const figure = document.createElement('attention-view');
    figure.setAttribute('loading', 'lazy');
    figure.textContent = `Figure ${i}`;
    document.body.append(figure);
  }
}

inBrowsers(({ test }) => {
  test('5,000 px below the fold nothing begins; scrolled to, it does', async ({ open }) => {
    const { page } = await open({ path: 'pages/empty.html', wait: false });
    await page.evaluate(farBelow);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    const seen = () => page.evaluate(() => ({
      modules: performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length,
      canvases: [...document.querySelectorAll('attention-view')].reduce((sum, view) => sum + (view.shadowRoot?.querySelectorAll('canvas').length ?? 0), 0),
      text: document.querySelector('attention-view')?.checkVisibility(),
    }));
    assert.deepEqual(await seen(), { modules: 0, canvases: 0, text: true });
    const view = /** @type {View} */ (await page.$('attention-view'));
    await view.evaluate((el) => el.scrollIntoView());
    await view.evaluate((el) => el.ready);
    await assertPicture(view, attention());
    const { modules } = await seen();
    assert.equal(modules, 1, 'what ten figures need comes once');
  });

  test('a lazy figure begins when it is told to', async ({ open }) => {
    const { page } = await open({ path: 'pages/empty.html', wait: false });
    await page.evaluate(farBelow);
    const last = /** @type {View} */ (await page.$('attention-view:last-of-type'));
    await last.evaluate((el) => {
      el.setAttribute('loading', 'eager');
      return el.ready;
    });
    await assertPicture(last, attention());
  });

  test('taken away before it began, it never does', async ({ open }) => {
    const { page } = await open({ path: 'pages/empty.html', wait: false });
    const began = await page.evaluate(async () => {
      const figure = document.createElement('attention-view');
      figure.setAttribute('loading', 'lazy');
      document.body.append(figure);
      figure.remove();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return figure.shadowRoot?.querySelectorAll('canvas').length;
    });
    assert.equal(began, 0);
  });

  test('progress: nothing, then all of it, before load', async ({ open }) => {
    const { page } = await open({ path: 'pages/empty.html', wait: false });
    const told = await page.evaluate(() => new Promise((resolve) => {
      const figure = document.createElement('attention-view');
      /** @type {unknown[]} */
      const told = [];
      figure.addEventListener('progress', (event) => told.push(/** @type {any} */ (event).detail.totalProgress));
      figure.addEventListener('load', () => resolve([...told, 'load']));
      document.body.append(figure);
    }));
    assert.deepEqual(told, [0, 1, 'load']);
  });

  test('the summary is what describes the large matrix, and follows the figure', async ({ open }) => {
    const { page, view } = await open();
    const said = () => view.evaluate((el) => {
      const root = /** @type {ShadowRoot} */ (el.shadowRoot);
      const grid = root.querySelector('.hero [role=grid]');
      const summary = root.getElementById(grid?.getAttribute('aria-describedby') ?? '');
      return [summary?.getAttribute('role'), (summary?.textContent ?? '').replace(/[\u2066-\u2069]/g, '')];
    });
    assert.deepEqual(await said(), ['status', '“an” attends most to “ate” (0.65)']);
    await view.evaluate((el) => el.setAttribute('mask', 'causal'));
    await eventually(page, async () => assert.deepEqual(await said(), ['status', '“ate” attends most to “I” (0.90)']));
    assert.equal((await textsOf(view, '.finding')).join(), '“ate” attends most to “I” (0.90)');
  });
});
