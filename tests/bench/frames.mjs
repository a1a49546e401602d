// Frames a second while 4,096 x 4,096 weights are zoomed and moved, as a reader does it: Ctrl and the wheel, and dragging.
import { Failure } from '../../.ci/lib.mjs';
import { quantile } from './stats.mjs';

const GESTURES = 3;
const STEPS = 45;

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {{ perSecond: number, slowest: number, count: number }} Frames slowest: the 99th percentile of the time from
 *   one frame to the next, in milliseconds
 */

/** @param {Page} page that shows the matrix @returns {Promise<Frames>} */
export async function measureFrames(page) {
  const matrix = await page.$('>>> canvas[data-view=main]');
  await matrix?.scrollIntoView();
  const box = await matrix?.boundingBox();
  if (!box) throw new Failure('The page shows no large matrix to move.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const shown = () => page.$eval('>>> .zoom', (note) => note.textContent);
  const whole = await shown();

  await page.evaluate(() => {
    /** @type {number[]} */
    const frames = [];
    const next = (/** @type {number} */ time) => {
      frames.push(time);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    Object.assign(window, { frames });
  });
  for (let gesture = 0; gesture < GESTURES; gesture++) {
    await page.mouse.move(x, y);
    await wheel(page, -6);
    if ((await shown()) === whole) throw new Failure('Ctrl and the wheel do not zoom the large matrix.');
    await page.mouse.down();
    for (let i = 0; i < STEPS; i++) {
      const angle = (i / STEPS) * 2 * Math.PI;
      await page.mouse.move(x + 150 * Math.sin(angle), y + 150 * (1 - Math.cos(angle)) / 2);
    }
    await page.mouse.up();
    await wheel(page, 6);
  }
  /** @type {number[]} */
  const times = await page.evaluate(() => /** @type {any} */ (window).frames);
  const between = times.slice(1).map((time, i) => time - times[i]);
  const seconds = (times[times.length - 1] - times[0]) / 1000;
  return { perSecond: between.length / seconds, slowest: quantile(between, 0.99), count: between.length };
}

/** @param {Page} page @param {number} deltaY */
async function wheel(page, deltaY) {
  await page.keyboard.down('Control');
  for (let i = 0; i < STEPS; i++) await page.mouse.wheel({ deltaY });
  await page.keyboard.up('Control');
}
