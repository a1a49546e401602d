// What lies beyond the window is drawn when the browser has time, when it scrolls into sight, or before it is printed.
import assert from 'node:assert/strict';
import { STAGES, attention, colorsOf, matrixOf } from './expected.js';
import { eventually } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

const tensors = attention();

/** Whether the last cell of a stage has its colour in the flow. @param {View} view @param {string} stage */
async function isDrawn(view, stage) {
  const { rows, columns } = matrixOf(tensors[stage], 1);
  const pixel = await view.evaluate((el, stage, rows, columns) => {
    const found = el.shadowRoot?.querySelector(`canvas[data-view=flow][data-stage=${stage}]`);
    if (!found) return [];
    const canvas = /** @type {HTMLCanvasElement} */ (found);
    const [x, y] = [canvas.width * (1 - 0.5 / columns), canvas.height * (1 - 0.5 / rows)];
    return Array.from(canvas.getContext('2d')?.getImageData(x, y, 1, 1).data ?? []);
  }, stage, rows, columns);
  return pixel.join() === [...(colorsOf(tensors, stage).at(-1) ?? []), 255].join();
}

/** @param {View} view */
async function drawn(view) {
  const all = await Promise.all(STAGES.map(async (stage) => ((await isDrawn(view, stage)) ? [stage] : [])));
  return all.flat();
}

/** A browser that never has time: runs before the page's own scripts. */
function neverIdle() {
  window.requestIdleCallback = () => 0;
}

inBrowsers(({ test }) => {
  test('all of the flow is drawn soon, without a move of the reader', async ({ open }) => {
    const { page, view } = await open();
    await eventually(page, async () => assert.deepEqual(await drawn(view), STAGES));
  });

  test('a busy browser draws what scrolls into sight', async ({ open }) => {
    const { page, view } = await open({ first: [neverIdle] });
    assert.deepEqual(await drawn(view), []);
    for (const selector of ['.flow', 'canvas[data-view=flow][data-stage=output]']) {
      await eventually(page, () => page.$eval(`>>> ${selector}`, (seen) => seen.scrollIntoView()));
    }
    await eventually(page, async () => assert.ok(await isDrawn(view, 'output')));
    await view.evaluate((el) => el.setAttribute('seed', '8'));
    await eventually(page, async () => assert.equal(await isDrawn(view, 'output'), false, 'and draws it anew'));
  });

  test('everything is drawn before it is printed', async ({ open }) => {
    const { page, view } = await open({ first: [neverIdle] });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    assert.deepEqual(await drawn(view), STAGES);
  });
});
