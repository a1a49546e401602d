// The address carries the figure: what a reader sets can be sent to somebody else, and no address does harm.
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { SENTENCE, attention } from './expected.js';
import {
  andWait, assertNumbers, assertPicture, attentionOf, attributesOf, eventually, pixelsOf, textsOf, untilTokens,
} from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').Page} Page */

/**
 * Waits until the address has a fragment that a pattern matches, and gives it.
 * @param {Page} page
 * @param {RegExp} pattern
 */
async function untilFragment(page, pattern) {
  await page.waitForFunction((source) => new RegExp(source).test(location.hash.slice(1)), {}, pattern.source);
  return page.evaluate(() => location.hash.slice(1));
}

const packed = (/** @type {string | Buffer} */ text) => `z=1${deflateRawSync(text).toString('base64url')}`;

/** 16 MiB in 16 kB. */
const BOMB = packed(Buffer.alloc(1 << 24, 'a'));

/** What people, programs and accidents put behind the '#'. */
const HOSTILE = [
  '%', '%E0%A4%A', '&&==&', '=', 'z=1', 'z=1AAAA', 'z=1!!!', 'z=2AAAA', packed('text=%'),
  packed(Buffer.from([0xff, 0xfe])), BOMB, '__proto__=1&constructor=2&toString=3',
  'heads=NaN', 'heads=-4', 'd-model=1e9',
  'd-model=1023', 'head=99', 'seed=-1', 'seed=99999999999999999999', 'temperature=Infinity',
  'mask=<script>alert(1)</script>',
  'stage=constructor', 'tokenizer=__proto__', 'theme=toString', 'text=', 'keys-text=%20',
  `text=${'%F0%9F%8D%8E'.repeat(400)}`,
  'text=%00%01%1F%7F%E2%80%AE', 'onload=alert(1)&style=display:none&id=x&slot=y',
  'controls=none&max-tokens=1&alt=x&permalink=off',
];

inBrowsers(({ test }) => {
  test('what a reader sets is in the address, readable, and opens the same figure', async ({ open, url }) => {
    const { page, view } = await open();
    assert.equal(await page.evaluate(() => location.href), `${url}untrained.html`, 'what the author set is not in the address');
    await page.focus('>>> textarea');
    await page.keyboard.press('End');
    await page.keyboard.type(' & so?');
    await untilTokens(view, [...SENTENCE, '&', 'so', '?']);
    await andWait(view, async () => (await page.waitForSelector('>>> select[name=heads]'))?.select('8'));
    await andWait(view, () => page.click('>>> .heads label:nth-of-type(2)'));
    await andWait(view, async () => (await page.waitForSelector('>>> select[name=mask]'))?.select('causal'));
    await andWait(view, () => page.click('>>> input[name=positions]'));
    const fragment = await untilFragment(page, /positions/);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(fragment)), {
      text: 'I ate an apple. & so?', heads: '8', head: '2', mask: 'causal', positions: 'off',
    });
    assert.ok(fragment.startsWith('text=I+ate+an+apple.'), fragment);

    const other = await open({ fragment });
    assert.deepEqual(await attributesOf(other.view), await attributesOf(view));
    const [here, there] = [await attentionOf(view), await attentionOf(other.view)];
    assert.deepEqual(there.tokens, [...SENTENCE, '&', 'so', '?']);
    assertNumbers(there.stages, here.stages);
    const picture = { stage: 'weights', place: 'main', head: 2 };
    const [was, is] = [await pixelsOf(view, picture), await pixelsOf(other.view, picture)];
    assert.ok(is.pixels.equals(was.pixels), 'the same pixels');
    const expected = attention({ tokens: there.tokens, heads: 8, isCausal: true, positions: false });
    await assertPicture(other.view, expected, { head: 2 });
    assert.equal(await other.page.evaluate(() => location.hash.slice(1)), fragment);
  });

  test('a long sentence is packed, and comes back whole', async ({ open }) => {
    const { page, view } = await open();
    const words = 'Что это? 什么？ '.repeat(20).trim();
    await page.focus('>>> textarea');
    await page.evaluate((text) => document.execCommand('insertText', false, text), words);
    const fragment = await untilFragment(page, /^z=1/);
    assert.ok(fragment.length < 300, `${fragment.length} characters`);
    const other = await open({ fragment });
    assert.deepEqual(await attributesOf(other.view), await attributesOf(view));
    assertNumbers((await attentionOf(other.view)).stages, (await attentionOf(view)).stages);
  });

  test('two sentences', async ({ open }) => {
    const { view } = await open({ fragment: 'text=So+it+goes&keys-text=Ainsi+va+le+monde' });
    const { tokens, keyTokens } = await attentionOf(view);
    assert.deepEqual([tokens, keyTokens], [['So', 'it', 'goes'], ['Ainsi', 'va', 'le', 'monde']]);
    await assertPicture(view, attention({ tokens, keyTokens }));
  });

  test('the figure follows the address, there and back', async ({ open }) => {
    const { page, view } = await open();
    await andWait(view, () => page.evaluate(() => { location.hash = '#text=So+it+goes&mask=causal'; }));
    await assertPicture(view, attention({ tokens: ['So', 'it', 'goes'], isCausal: true }));
    assert.deepEqual(await textsOf(view, '.chip'), ['So', 'it', 'goes']);
    await andWait(view, () => page.evaluate(() => history.back()));
    await assertPicture(view, attention());
    const { controls, permalink, ...set } = await attributesOf(view);
    assert.deepEqual(set, {});
  });

  test('an address that changes while the figure is writing its own wins', async ({ open }) => {
    const { view } = await open({
      first: [() => {
        const { btoa } = window; // the last step of packing: the address is written right after it
        window.btoa = (text) => {
          window.btoa = btoa;
          location.hash = 'text=So+it+goes';
          return btoa(text);
        };
      }],
    });
    await view.evaluate((el) => el.setAttribute('seed', '8'));
    await untilTokens(view, ['So', 'it', 'goes']);
  });

  test('an anchor of the host page stays, and leaves the figure as the reader set it', async ({ open }) => {
    const { page, view } = await open({ fragment: 'section-2' });
    await view.evaluate((el) => el.setAttribute('text', 'So it goes'));
    await untilTokens(view, ['So', 'it', 'goes']);
    await page.waitForFunction(() => location.hash.includes('text='));
    await page.evaluate(() => { location.hash = 'section-3'; });
    await view.evaluate((el) => el.setAttribute('text', 'I ate an apple.'));
    await untilTokens(view, ['I', 'ate', 'an', 'apple', '.']);
    await page.evaluate(() => new Promise((next) => setTimeout(next, 600))); // twice as long as the figure waits
    assert.equal(await page.evaluate(() => location.hash), '#section-3');
  });

  test('no address does harm', async ({ open }) => {
    const { page, view } = await open();
    for (const [i, fragment] of HOSTILE.entries()) {
      const name = `after #${fragment.slice(0, 60)}`;
      // The last part, which is sound, tells when the address has been read; the next frame draws it or refuses.
      await page.evaluate((fragment) => { location.hash = fragment; }, `${fragment}&mask-size=${i + 2}`);
      await eventually(page, async () => assert.equal((await attributesOf(view))['mask-size'], `${i + 2}`, name));
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
      const probe = `probe${i}`;
      await page.evaluate((text) => { location.hash = `text=${text}`; }, probe);
      await untilTokens(view, [probe]);
      const { controls, permalink, ...set } = await attributesOf(view);
      assert.deepEqual([controls, permalink, set], ['', '', { text: probe }], name);
      assert.deepEqual(await textsOf(view, '[part=status]'), [], name);
    }
    await assertPicture(view, attention({ tokens: [`probe${HOSTILE.length - 1}`] }));
  });

  test('opened with a broken address, the page shows the author\'s figure', async ({ open }) => {
    for (const fragment of ['%E0%A4%A&=', 'z=1!!!', BOMB, '__proto__=1&onload=alert(1)']) {
      const { view } = await open({ fragment });
      const { controls, permalink, ...set } = await attributesOf(view);
      assert.deepEqual([controls, permalink, set], ['', '', {}]);
      await assertPicture(view, attention());
    }
  });

  test('a figure without the attribute neither reads the address nor writes into it', async ({ open }) => {
    const { page } = await open({ path: 'pages/two-links.html', fragment: 'text=from+the+address&seed=8' });
    const told = await page.evaluate(async () => {
      const [first, second] = /** @type {any[]} */ ([...document.querySelectorAll('attention-view')]);
      await Promise.all([first.ready, second.ready]);
      return [first, second].map((view) => view.getAttention().tokens.join(' '));
    });
    assert.deepEqual(told, ['one two', 'from the address']);
    // The first would write before the second does: it is changed, and drawn, first.
    await page.evaluate(async () => {
      for (const view of document.querySelectorAll('attention-view')) {
        const drawn = new Promise((resolve) => view.addEventListener('change', resolve, { once: true }));
        view.setAttribute('temperature', view.id === 'first' ? '2' : '3');
        await drawn;
      }
    });
    const fragment = await untilFragment(page, /temperature/);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(fragment)), {
      text: 'from the address', seed: '8', temperature: '3',
    });
  });

  test('the attribute counts from the moment that it is set', async ({ open }) => {
    const { page } = await open({ path: 'pages/two-links.html', fragment: 'text=from+the+address' });
    const told = await page.evaluate(async () => {
      const [first, second] = /** @type {any[]} */ ([...document.querySelectorAll('attention-view')]);
      await Promise.all([first.ready, second.ready]);
      second.removeAttribute('permalink');
      const followed = new Promise((resolve) => first.addEventListener('change', resolve));
      first.setAttribute('permalink', '');
      await followed;
      return first.text;
    });
    assert.equal(told, 'from the address');
    await page.evaluate(() => document.querySelector('#second')?.setAttribute('seed', '1'));
    await page.evaluate(() => document.querySelector('#first')?.setAttribute('seed', '2'));
    const fragment = await untilFragment(page, /seed/);
    assert.equal(fragment, 'text=from+the+address&seed=2');
  });

  test('a figure that was taken away leaves the address alone, and reads it when it is put back', async ({ open }) => {
    const { page, view } = await open();
    await page.evaluate(async () => {
      const view = /** @type {Element} */ (document.querySelector('attention-view'));
      view.remove();
      const changed = new Promise((resolve) => window.addEventListener('hashchange', resolve));
      location.hash = 'text=So+it+goes';
      await changed;
      await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    });
    const { controls, permalink, ...set } = await attributesOf(view);
    assert.deepEqual(set, {});
    await page.evaluate((el) => document.querySelector('main')?.append(el), view);
    await untilTokens(view, ['So', 'it', 'goes']);
    await assertPicture(view, attention({ tokens: ['So', 'it', 'goes'] }));
  });
});
