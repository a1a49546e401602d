// axe-core finds nothing serious, in any state that a reader meets: light and dark, on a desk and on a telephone.
import assert from 'node:assert/strict';
import { findings } from './axe.js';
import { SENTENCE, attention } from './expected.js';
import { eventually, show } from './figure.js';
import { inBrowsers } from './support.js';

/** As fragments; the seed makes the default a change, too. */
const STATES = {
  'the default': 'seed=8',
  'two sentences, causal': 'keys-text=Une+pomme&mask=causal',
  'the listing': 'listing=features',
  'right to left, one head': `heads=1&text=${encodeURIComponent('הילד אכל תפוח.')}`,
  'a refusal': 'head=9',
};

/** @param {import('./support.js').View} view */
const heard = (view) => view.evaluate((el) => {
  const root = /** @type {ShadowRoot} */ (el.shadowRoot);
  return root.getElementById(root.activeElement?.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';
});

inBrowsers(({ kind, test }) => {
  for (const theme of ['light', 'dark']) {
    test(`nothing serious, ${theme}`, async ({ open }) => {
      const { page, view } = await open({ dark: theme === 'dark' });
      for (const [name, fragment] of Object.entries(STATES)) {
        await show(view, fragment);
        assert.deepEqual(await findings(page), [], name);
      }
    });
  }

  test('every matrix has a name and a cell to read, even one that is not drawn yet', async ({ open }) => {
    const { page } = await open();
    const grids = await page.evaluate(async () => {
      const view = /** @type {import('./support.js').AttentionView} */ (document.createElement('attention-view'));
      document.body.append(view);
      await view.ready;
      view.cellRect('output', 0, 0); // the flow is laid out now, and drawn when there is time
      const grids = [...view.shadowRoot?.querySelectorAll('[role=grid]') ?? []];
      return grids.map((grid) => ({
        name: grid.getAttribute('aria-label') ?? '',
        cell: grid.querySelector(':scope > [role=row] > [role=gridcell]')?.textContent ?? '',
      }));
    });
    assert.ok(grids.length > 10);
    for (const { name, cell } of grids) {
      assert.match(name, /^\S.*, \d+ × \d+$|^\S+ .*\S$/);
      assert.match(cell, /\d/, name);
    }
  });

  test('what a person hears of a cell: its query, its key, its weight and the place of that in its row', async ({ open }) => {
    const { page, view } = await open();
    await page.focus('>>> .hero [role=grid]');
    const { data } = attention().weights;
    const places = ['largest', 'second largest', 'third largest', 'number 4 by size', 'number 5 by size'];
    for (let column = 0; column < 5; column++) {
      const row = [...data.subarray(0, 5)];
      const place = places[row.filter((weight) => weight > row[column]).length];
      const wanted = `query I, key ${SENTENCE[column]}, weight ${row[column].toFixed(4)}, ${place} of 5`;
      await eventually(page, async () => assert.equal(await heard(view), wanted));
      if (kind === 'chromium') { // the tree that a screen reader gets
        const tree = JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
        assert.ok(tree.includes(JSON.stringify(wanted)), wanted);
      }
      await page.keyboard.press('ArrowRight');
    }
    await view.evaluate((el) => el.setAttribute('mask', 'causal'));
    await eventually(page, async () => assert.match(await heard(view), /masked$/)); // what is closed has no place
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await eventually(page, async () => assert.match(await heard(view), /^query ate, key I, .* largest of 2$/));
    await view.evaluate((el) => el.setAttribute('lang', 'fr'));
    await page.focus('>>> .hero [role=grid]');
    await eventually(page, async () => assert.match(await view.evaluate((el) =>
      el.shadowRoot?.querySelector('.hero [role=gridcell]')?.textContent ?? ''), /^requête I, clé I, poids 1\.0000, rang 1 sur 1$/));
  });

  test('nothing serious on a telephone', async ({ open }) => {
    const { page } = await open({ width: 360, height: 740 });
    assert.deepEqual(await findings(page), []);
  });
});
