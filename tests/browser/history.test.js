// Undo and redo of what a reader changes.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { andWait, assertPicture, attributesOf, eventually } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').Page} Page */

/** Presses Ctrl and z, with Shift for redo. @param {Page} page @param {boolean} [again] */
async function undo(page, again = false) {
  const held = /** @type {import('puppeteer-core').KeyInput[]} */ (['Control', ...(again ? ['Shift'] : [])]);
  for (const key of held) await page.keyboard.down(key);
  await page.keyboard.press(again ? 'Z' : 'z');
  for (const key of held.reverse()) await page.keyboard.up(key);
}

/** What undoes is there. @param {Page} page */
const untilFollowed = (page) => eventually(page, async () => assert.ok(await page.evaluate(() =>
  performance.getEntriesByType('resource').some(({ name }) => name.endsWith('attention-view.history.js')))));

inBrowsers(({ test }) => {
  test('Ctrl+Z takes back one change after the other, Ctrl+Shift+Z brings them again', async ({ open }) => {
    const { page, view } = await open();
    await page.focus('>>> select[name=mask]');
    await untilFollowed(page);
    await andWait(view, async () => (await page.$('>>> select[name=mask]'))?.select('causal'));
    await andWait(view, async () => (await page.$('>>> select[name=heads]'))?.select('2'));
    await page.focus('>>> select[name=mask]');
    await andWait(view, () => undo(page));
    await assertPicture(view, attention({ isCausal: true }));
    await andWait(view, () => undo(page));
    await assertPicture(view, attention());
    assert.deepEqual(await attributesOf(view), { controls: '', permalink: '' });
    await undo(page); // there is nothing more
    await andWait(view, () => undo(page, true));
    await assertPicture(view, attention({ isCausal: true }));
    await andWait(view, () => undo(page, true));
    await assertPicture(view, attention({ isCausal: true, heads: 2 }));
  });

  test('in the sentence the keys are the browser’s own', async ({ open }) => {
    const { page, view } = await open();
    await page.focus('>>> select[name=mask]');
    await untilFollowed(page);
    await andWait(view, async () => (await page.$('>>> select[name=mask]'))?.select('causal'));
    await page.focus('>>> textarea');
    await undo(page);
    assert.equal((await attributesOf(view)).mask, 'causal');
  });
});
