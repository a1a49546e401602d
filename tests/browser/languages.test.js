// The figure speaks the language that it stands in, or the one it is given, and Arabic from right to left.
import assert from 'node:assert/strict';
import { strings as arabic } from '../../web/element/languages/ar.js';
import { strings as french } from '../../web/element/languages/fr.js';
import { findings } from './axe.js';
import { andWait, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

/** Words of letters that stand in the figure, text and names alike. @param {View} view */
function wordsOf(view) {
  return view.evaluate((el) => {
    window.dispatchEvent(new Event('beforeprint'));
    const all = [...el.shadowRoot?.querySelectorAll('*') ?? []];
    const own = all.filter((one) => !one.closest('.chips, .labels, .sentence, .token, option[value], sub'));
    return own.flatMap((one) => {
      const texts = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue ?? '');
      return [...texts, one.getAttribute('aria-label') ?? '', one.getAttribute('title') ?? ''];
    }).filter((text) => /\p{L}/u.test(text));
  });
}

inBrowsers(({ test }) => {
  test('French by its own attribute, English again without', async ({ open }) => {
    const { page, view } = await open();
    await andWait(view, () => view.evaluate((el) => { el.lang = 'fr-CA'; }));
    assert.deepEqual(await textsOf(view, '.toolbar legend'), Object.values(french.groups).map((text) => text.replace(/\s/g, ' ')));
    assert.match((await textsOf(view, '.finding')).join(), /prête surtout attention à/);
    assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelector('[role=group]')?.getAttribute('lang')), 'fr');
    assert.deepEqual(await findings(page), []);
    await andWait(view, () => view.evaluate((el) => el.removeAttribute('lang')));
    assert.equal((await textsOf(view, '.toolbar legend'))[0], 'Which words?');
  });

  test('Arabic by the page’s language: all of it, from right to left, the matrix as it was', async ({ open }) => {
    const { page, view } = await open();
    const before = await view.evaluate((el) => [el.cellRect('weights', 0, 0), el.cellRect('weights', 0, 4)].map((box) => box?.x ?? 0));
    assert.ok(before[0] < before[1]);
    await andWait(view, () => page.evaluate(() => { document.documentElement.lang = 'ar'; }));
    const { direction, hero, way, cells } = await view.evaluate((el) => {
      const find = (/** @type {string} */ one) => /** @type {Element} */ (el.shadowRoot?.querySelector(one));
      return {
        direction: getComputedStyle(find('.toolbar')).direction,
        hero: find('.hero').getBoundingClientRect().left,
        way: find('.way').getBoundingClientRect().left,
        cells: [el.cellRect('weights', 0, 0), el.cellRect('weights', 0, 4)].map((box) => box?.x ?? 0),
      };
    });
    assert.equal(direction, 'rtl');
    assert.ok(hero > way, 'the first column is on the right');
    assert.ok(cells[0] < cells[1], 'the first key is on the left');
    assert.ok((await textsOf(view, '.toolbar legend')).includes(arabic.groups.heads));
    const foreign = (await wordsOf(view)).filter((text) =>
      !/\p{Script=Arabic}/u.test(text) && /\p{Script=Latin}{4}/u.test(text.replace(/softmax|d_model/g, '')));
    assert.deepEqual(foreign, []);
    assert.deepEqual(await findings(page), []);
  });

  test('two figures of one page speak two languages, and neither changes the other', async ({ open }) => {
    const { page, view } = await open();
    await page.evaluate(async () => {
      const german = /** @type {import('./support.js').AttentionView} */ (document.createElement('attention-view'));
      german.lang = 'de';
      german.setAttribute('controls', '');
      document.body.append(german);
      await german.ready;
    });
    await andWait(view, () => view.evaluate((el) => el.setAttribute('seed', '8')));
    const german = /** @type {View} */ (/** @type {unknown} */ (await page.$('attention-view[lang=de]')));
    assert.equal((await textsOf(german, '.toolbar legend'))[0], 'Welche Wörter?');
    assert.match((await textsOf(view, '.finding')).join(), /attends most to/);
    await view.evaluate((el) => el.setAttribute('head', '9'));
    await german.evaluate((el) => el.setAttribute('head', '9'));
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    assert.match((await textsOf(german, '.status')).join(), /Verlangt ist Kopf 9/);
    assert.match((await textsOf(view, '.status')).join(), /head 9 is asked for/);
  });

  test('a language that the figure does not speak is English', async ({ open }) => {
    const { view } = await open({ first: [() => document.addEventListener('DOMContentLoaded', () => { document.documentElement.lang = 'constructor'; })] });
    assert.equal((await textsOf(view, '.toolbar legend'))[0], 'Which words?');
  });
});
