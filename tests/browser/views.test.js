// The same numbers as lines, as all heads at once and as a table.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { format } from '../../web/figure/numbers.js';
import { SENTENCE, attention } from './expected.js';
import { andWait, assertPicture, eventually, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

/** Of the lines that can be seen. @param {View} view */
const linesOf = (view) => view.evaluate((el) => [...(el.shadowRoot?.querySelectorAll('.pair path') ?? [])]
  .filter((path) => getComputedStyle(path).visibility === 'visible')
  .map((path) => {
    const [, from, to] = /^M0 ([\d.]+)C.* ([\d.]+)$/.exec(path.getAttribute('d') ?? '') ?? [];
    return { query: Number(from) - 0.5, key: Number(to) - 0.5, width: Number(path.getAttribute('stroke-width')) };
  }));

/** The weights of head 1, largest first. */
function sorted() {
  const { data } = attention().weights;
  return [...data.subarray(0, 25)].map((weight, i) => ({ query: Math.floor(i / 5), key: i % 5, weight }))
    .sort((a, b) => b.weight - a.weight);
}

/** @param {import('./support.js').Page} page */
async function violations(page) {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run('attention-view', { preload: false });
    return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html}`);
  });
}

inBrowsers(({ test }) => {
  test('lines: one for every weight, the stronger the thicker', async ({ open }) => {
    const { page, view } = await open({ fragment: 'view=lines' });
    await eventually(page, async () => assert.equal((await linesOf(view)).length, 25));
    const widths = new Map((await linesOf(view)).map(({ query, key, width }) => [`${query} ${key}`, width]));
    const order = sorted().map(({ query, key }) => widths.get(`${query} ${key}`));
    assert.deepEqual(order, [...order].sort((a, b) => Number(b) - Number(a)));
    assert.ok(Number(order[0]) > 5 && Number(order[24]) < 1.5, order.join());
    assert.deepEqual(await textsOf(view, '.pair button'), [...SENTENCE, ...SENTENCE]);
    assert.deepEqual(await textsOf(view, '.plot'), []);
    assert.deepEqual(await violations(page), []);
  });

  test('lines: only the strongest of them, as many as the reader wants', async ({ open }) => {
    const { page, view } = await open({ fragment: 'view=lines' });
    await eventually(page, async () => assert.equal((await linesOf(view)).length, 25));
    const slider = await page.$('>>> [name=strongest]');
    await slider?.evaluate((el) => {
      const input = /** @type {HTMLInputElement} */ (el);
      input.value = '20';
      input.dispatchEvent(new Event('input'));
    });
    const pair = ({ query = 0, key = 0 }) => `${query} ${key}`;
    assert.deepEqual((await linesOf(view)).map(pair).sort(), sorted().slice(0, 5).map(pair).sort());
    assert.match((await textsOf(view, '.strongest')).join(), /strongest 20 %/);
  });

  test('lines: a word that is pointed at keeps its own, a click holds them, Escape lets go', async ({ open }) => {
    const { page, view } = await open({ fragment: 'view=lines' });
    await eventually(page, async () => assert.equal((await linesOf(view)).length, 25));
    await page.hover('>>> .pair ul[data-role=query] li:nth-child(3) button');
    await eventually(page, async () => assert.deepEqual([...new Set((await linesOf(view)).map(({ query }) => query))], [2]));
    assert.match((await textsOf(view, '.finding')).join(), /“an” → key “ate”/);
    await page.click('>>> .pair ul[data-role=key] li:nth-child(2) button');
    await page.mouse.move(5, 5);
    await eventually(page, async () => assert.deepEqual([...new Set((await linesOf(view)).map(({ key }) => key))], [1]));
    await page.keyboard.press('Escape');
    await page.evaluate(() => /** @type {any} */ (document.activeElement?.shadowRoot?.activeElement)?.blur());
    await eventually(page, async () => assert.equal((await linesOf(view)).length, 25));
  });

  test('lines: one stop of the Tab key, arrows between the words, each of which says what it attends to', async ({ open }) => {
    const { page, view } = await open({ fragment: 'view=lines' });
    await eventually(page, async () => assert.equal((await linesOf(view)).length, 25));
    await page.focus('>>> .pair button[tabindex="0"]');
    for (const key of /** @type {const} */ (['ArrowDown', 'ArrowDown', 'ArrowRight', 'End', 'ArrowLeft'])) await page.keyboard.press(key);
    const focused = await view.evaluate((el) => {
      const { activeElement } = /** @type {ShadowRoot} */ (el.shadowRoot);
      return [activeElement?.closest('ul')?.dataset.role, activeElement?.textContent, activeElement?.getAttribute('aria-label'),
        el.shadowRoot?.querySelectorAll('.pair button[tabindex="0"]').length];
    });
    const best = sorted().find(({ query }) => query === 4);
    assert.deepEqual(focused, ['query', '.', `query . attends most to key ${SENTENCE[best?.key ?? 0]} (${best?.weight.toFixed(2)})`, 1]);
  });

  test('all heads: each in its colours; a click chooses one', async ({ open }) => {
    const { page, view } = await open({ fragment: 'view=heads' });
    await eventually(page, async () => assert.equal((await textsOf(view, '.all-heads b')).length, 4));
    const names = await view.evaluate((el) => [...(el.shadowRoot?.querySelectorAll('.all-heads canvas') ?? [])].map((canvas) => canvas.clientWidth));
    assert.ok(names.every((width) => width >= 140), names.join());
    await andWait(view, () => page.click('>>> .all-heads button:nth-child(3)'));
    assert.equal(await view.evaluate((el) => el.getAttribute('head')), '3');
    await eventually(page, async () => assert.deepEqual(await textsOf(view, '.all-heads [aria-pressed=true] b'), ['Head 3']));
    assert.deepEqual(await violations(page), []);
  });

  test('a table: the numbers of the stage, with headings for each row and column', async ({ open }) => {
    const { page, view } = await open({ fragment: 'view=table&stage=scores&head=2' });
    await eventually(page, async () => assert.equal((await textsOf(view, 'tbody td')).length, 25));
    const { data } = attention().scores;
    assert.deepEqual(await textsOf(view, 'tbody td'), Array.from(data.subarray(25, 50), (value) => format(value)));
    assert.deepEqual(await textsOf(view, 'tbody th[scope=row]'), SENTENCE);
    assert.deepEqual(await textsOf(view, 'thead th[scope=col]'), SENTENCE);
    assert.match((await textsOf(view, 'caption')).join(), /scores, Head 2/);
    assert.deepEqual(await violations(page), []);
  });

  test('and back to the matrix; each is asked for once', async ({ open }) => {
    const { page, view } = await open({ fragment: 'view=table' });
    await eventually(page, async () => assert.equal((await textsOf(view, 'tbody td')).length, 25));
    await andWait(view, async () => (await page.$('>>> select[name=view]'))?.select('matrix'));
    await assertPicture(view, attention());
    assert.deepEqual(await textsOf(view, 'table'), []);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('view', 'lines')));
    await eventually(page, async () => assert.equal((await linesOf(view)).length, 25));
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /views\.js$/.test(name)).length);
    assert.equal(asked, 1);
  });
});
