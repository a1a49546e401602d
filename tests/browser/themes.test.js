// Light, dark, more contrast, forced colours and paper: what the reader asks for is what the figure looks like.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { andWait, assertPicture, eventually } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

const tensors = attention();

/** @param {View} view @param {string} selector @param {string} property */
const styleOf = (view, selector, property) => view.evaluate((el, selector, property) => {
  const found = selector === ':host' ? el : el.shadowRoot?.querySelector(selector);
  return found ? getComputedStyle(found).getPropertyValue(property) : 'none there';
}, selector, property);

const PAPER = { light: 'rgb(255, 255, 255)', dark: 'rgb(21, 23, 26)' };

inBrowsers(({ kind, test }) => {
  test('theme changes at any time, as attribute and as property, and wins over the system', async ({ open }) => {
    const { view } = await open({ dark: true });
    assert.equal(await styleOf(view, ':host', 'background-color'), PAPER.dark);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('theme', 'light')));
    assert.equal(await styleOf(view, ':host', 'background-color'), PAPER.light);
    await assertPicture(view, tensors, { stage: 'q', place: 'flow', theme: 'light' });
    await andWait(view, () => view.evaluate((el) => { /** @type {any} */ (el).theme = 'dark'; }));
    assert.equal(await view.evaluate((el) => el.getAttribute('theme')), 'dark');
    assert.equal(await styleOf(view, ':host', 'background-color'), PAPER.dark);
    await assertPicture(view, tensors, { stage: 'q', place: 'flow', theme: 'dark' });
  });

  test('a page sets colours, font and distances', async ({ open }) => {
    const { view } = await open();
    await view.evaluate((el) => {
      const own = {
        background: 'rgb(1, 2, 3)', color: 'rgb(4, 5, 6)', 'quiet-color': 'rgb(7, 8, 9)', 'query-ink': 'rgb(10, 11, 12)',
        font: 'monospace', space: '10px',
      };
      for (const [name, value] of Object.entries(own)) el.style.setProperty(`--attention-view-${name}`, value);
    });
    assert.equal(await styleOf(view, ':host', 'background-color'), 'rgb(1, 2, 3)');
    assert.equal(await styleOf(view, ':host', 'color'), 'rgb(4, 5, 6)');
    assert.equal(await styleOf(view, '.quiet', 'color'), 'rgb(7, 8, 9)');
    assert.equal(await styleOf(view, '.axis.rows', 'color'), 'rgb(10, 11, 12)');
    assert.equal(await styleOf(view, '.finding', 'font-family'), 'monospace');
    assert.equal(await styleOf(view, '.below', 'margin-top'), '20px');
  });

  if (kind === 'firefox') return; // its driver can emulate none of these

  /** @param {import('./support.js').Page} page @param {{ media?: string, features?: { name: string, value: string }[] }} asked */
  const emulate = async (page, asked) => (await page.createCDPSession()).send('Emulation.setEmulatedMedia', asked);

  test('more contrast: no quiet words', async ({ open }) => {
    const { page, view } = await open();
    assert.notEqual(await styleOf(view, '.quiet', 'color'), await styleOf(view, ':host', 'color'));
    await emulate(page, { features: [{ name: 'prefers-contrast', value: 'more' }] });
    await eventually(page, async () => {
      assert.equal(await styleOf(view, '.quiet', 'color'), await styleOf(view, ':host', 'color'));
    });
  });

  test('forced colours: the scale and the mark of a cell keep their own', async ({ open }) => {
    const { page, view } = await open();
    await emulate(page, { features: [{ name: 'forced-colors', value: 'active' }] });
    await eventually(page, async () => {
      assert.match(await styleOf(view, '.legend .scale', 'background-image'), /gradient/);
      for (const selector of ['.legend .scale', '.mark.cell']) {
        assert.equal(await styleOf(view, selector, 'forced-color-adjust'), 'none', selector);
      }
    });
  });

  test('paper: black on white with the colours of light, no controls, and back', async ({ open }) => {
    const { page, view } = await open({ dark: true });
    await view.evaluate((el) => el.style.setProperty('--attention-view-background', '#123'));
    const feature = { features: [{ name: 'prefers-color-scheme', value: 'dark' }] };
    await emulate(page, { media: 'print', ...feature });
    await eventually(page, async () => {
      assert.equal(await styleOf(view, ':host', 'background-color'), PAPER.light);
      assert.equal(await styleOf(view, ':host', 'color'), 'rgb(0, 0, 0)');
      assert.equal(await styleOf(view, '.toolbar', 'display'), 'none');
      await assertPicture(view, tensors, { stage: 'output', place: 'flow', theme: 'light' });
    });
    await emulate(page, { media: '', ...feature });
    await eventually(page, async () => {
      assert.notEqual(await styleOf(view, '.toolbar', 'display'), 'none');
      await assertPicture(view, tensors, { stage: 'output', place: 'flow', theme: 'dark' });
    });
  });
});
