// The page as a stranger opens it: with the model that is shipped, and nothing in its place.
import assert from 'node:assert/strict';
import { findings } from './axe.js';
import { eventually, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** What each piece of French looks at most. @param {import('./support.js').View} view */
const alignment = (view) => view.evaluate((el) => {
  const { tokens, keyTokens, weights } = /** @type {any} */ (el.getAttention());
  const [, rows, columns] = weights.shape;
  return tokens.slice(0, rows).map((/** @type {string} */ word, /** @type {number} */ row) => {
    const of = [...weights.data.slice(row * columns, (row + 1) * columns)]; // of the first head
    return `${word} > ${keyTokens[of.indexOf(Math.max(...of))]}`;
  });
});

inBrowsers(({ test }) => {
  test('it translates “I ate an apple.”, and the first picture aligns the words', async ({ open }) => {
    const { page, view } = await open({ path: 'index.html' });
    await eventually(page, async () => {
      assert.deepEqual(await textsOf(view, '.french .line'), ["J'ai mangé une pomme. (end)"]);
      assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelectorAll('.word.to-come').length), 0);
    });
    assert.match((await textsOf(view, '.translator .finding')).join(), /^“pomme” attends most to “apple”/);
    const links = await alignment(view);
    for (const link of ["J' > I", 'mangé > ate', 'une > an', '. > .']) assert.ok(links.includes(link), links.join(', '));
    assert.deepEqual(await findings(page), []);
  });

  test('its card is where it links to', async ({ open, url }) => {
    const { page, view } = await open({ path: 'index.html' });
    await eventually(page, async () => assert.equal((await textsOf(view, '.kind .title')).length, 3));
    const links = await page.evaluate(() => {
      const roots = [document, /** @type {ShadowRoot} */ (document.querySelector('attention-view')?.shadowRoot)];
      return roots.flatMap((root) => Array.from(root.querySelectorAll('a'), ({ href }) => href));
    });
    const own = links.filter((link) => link.startsWith(url));
    assert.ok(own.some((link) => link.endsWith('MODEL_CARD.md')), links.join());
    for (const link of own) assert.equal((await fetch(link)).status, 200, link);
  });
});
