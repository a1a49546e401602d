// On a telephone, a tablet and a desk: nothing is wider than the page, and the first screen shows the attention.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { assertPicture, show } from './figure.js';
import { inBrowsers } from './support.js';

/** Figures that are hard to place, as fragments. */
const HARD = {
  'the default': '',
  'two sentences': 'keys-text=J%E2%80%99ai+mang%C3%A9+une+pomme.',
  'the listing as it is written': 'listing=features',
  'a wide model with many heads': 'd-model=512&heads=16',
  'one very long word': `text=${'Donaudampfschifffahrt'.repeat(8)}+ahoi`,
  'many words': `text=${'the+quick+brown+fox+jumps+'.repeat(16)}`,
  'right to left': `text=${encodeURIComponent('הילד אכל תפוח אחד גדול ומתוק בבית הספר של אמא.')}`,
  'a wide stage shown large': 'stage=x',
  'something wrong': 'heads=5&d-model=32',
};

inBrowsers(({ kind, test }) => {
  for (const width of [360, 768, 1280]) {
    test(`nothing is wider than a page of ${width} pixels`, async ({ open }) => {
      const { page, view } = await open({ width });
      for (const [name, fragment] of Object.entries(HARD)) {
        await show(view, `seed=8&${fragment}`); // the seed makes the default a change, too
        const sizes = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          const all = document.querySelector('attention-view')?.shadowRoot?.querySelectorAll('*') ?? [];
          const seen = [...all].filter((one) => one.checkVisibility());
          const beyond = seen.filter((one) => one.getBoundingClientRect().right > clientWidth + 0.5);
          const names = beyond.map(({ localName, className }) => `${localName}.${className}`);
          return { scrollWidth, clientWidth, beyond: names.slice(0, 5) };
        });
        assert.ok(sizes.scrollWidth <= sizes.clientWidth, `${name}: ${JSON.stringify(sizes)}`);
      }
    });
  }

  for (const [width, height] of [[1280, 800], [360, 740]]) {
    test(`the first screen of ${width} by ${height} has the sentence and all of its weights`, async ({ open }) => {
      const { page, view } = await open({ width, height });
      const { top, bottom, left, right } = await view.evaluate((el) => {
        const canvas = el.shadowRoot?.querySelector('canvas[data-view=main]');
        const { top, bottom, left, right } = /** @type {Element} */ (canvas).getBoundingClientRect();
        return { top, bottom, left, right };
      });
      const inside = top > 0 && left > 0 && right <= width && bottom <= height;
      assert.ok(inside, `the weights are from (${left}, ${top}) to (${right}, ${bottom})`);
      const box = await (await page.$('>>> textarea'))?.boundingBox();
      assert.ok(box && box.y > 0 && box.y + box.height < top, 'the sentence stands above them');
      assert.ok(right - left > width / 4, `they are ${right - left} wide`);
      const [needs, has] = await page.$eval('>>> textarea', (input) => [input.scrollHeight, input.clientHeight]);
      assert.ok(needs <= has, `the sentence needs ${needs} pixels and has ${has}: the box scrolls`);
    });
  }

  test('another width and another pixel ratio draw it anew, sharp', async ({ open }) => {
    const { page, view } = await open({ width: 1280 });
    // On the way to another screen only a window's density changes; Chromium's emulation does not tell the page.
    const denser = kind === 'firefox' ? [[360, 3]] : [];
    for (const [width, ratio] of [[360, 1], ...denser, [1280, 2], [1000, 1.5]]) {
      await page.setViewport({ width, height: 800, deviceScaleFactor: ratio });
      await page.waitForFunction((el, ratio) => {
        const canvases = /** @type {Element} */ (el).shadowRoot?.querySelectorAll('canvas[part=canvas]') ?? [];
        return [.../** @type {Iterable<HTMLCanvasElement>} */ (canvases)].every((canvas) => {
          const { width, right } = canvas.getBoundingClientRect();
          return Math.abs(canvas.width / width - ratio) < 0.02 && right <= innerWidth;
        });
      }, {}, view, ratio);
      await assertPicture(view, attention());
      await assertPicture(view, attention(), { stage: 'output', place: 'flow' });
    }
  });

  test('a narrower column in a window of the same size', async ({ open }) => {
    const { page, view } = await open({ path: 'pages/article.html' });
    for (const width of [240, 600]) {
      await page.evaluate((width) => { document.body.style.width = `${width}px`; }, width);
      await page.waitForFunction((el, width) => {
        const { left, right } = /** @type {Element} */ (el).getBoundingClientRect();
        const canvases = [.../** @type {Element} */ (el).shadowRoot?.querySelectorAll('canvas[part=canvas]') ?? []];
        const fit = canvases.filter((canvas) => canvas.getBoundingClientRect().right <= right);
        const large = canvases.find((canvas) => canvas.matches('[data-view=main]'))?.getBoundingClientRect();
        const isFitted = large && (width < 400) === (large.width < 170);
        return right - left === width && fit.length === canvases.length && isFitted;
      }, {}, view, width);
      await assertPicture(view, attention({ tokens: ['one', 'two'] }));
    }
  });

  test('text of twice the size still fits a tablet', async ({ open }) => {
    const { page, view } = await open({ width: 768 });
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    await show(view, 'seed=8');
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    assert.ok(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`);
  });
});
