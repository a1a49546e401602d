// A value that cannot be: a sentence that says which and why, an event, and the last good figure.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { andWait, assertNumbers, assertPicture, attentionOf, textsOf, untilStatus, untilTokens } from './figure.js';
import { inBrowsers } from './support.js';

/** Attribute, value, and what the sentence must name. @type {[string, string, ...string[]][]} */
const WRONG = [
  ['heads', '5', '5', 'heads', '32'],
  ['heads', '0', 'heads', '0'],
  ['heads', 'many', 'heads', 'many'],
  ['head', '9', 'head', '9', '4'],
  ['head', '0', 'head', '0'],
  ['d-model', '30', '4', 'd_model', '30'],
  ['d-model', '1e9', 'd-model', '1e9', '1024'],
  ['mask', 'diagonal', 'mask', 'diagonal', 'causal'],
  ['mask-size', '-1', 'mask-size', '-1', '0'],
  ['scale', 'maybe', 'scale', 'maybe', 'off'],
  ['temperature', '0', 'temperature', '0', '0.01'],
  ['temperature', 'NaN', 'temperature', 'NaN'],
  ['positions', 'yes', 'positions', 'yes', 'on'],
  ['seed', '1.5', 'seed', '1.5', 'whole'],
  ['seed', '', 'seed'],
  ['parameters', 'trained', 'parameters', 'trained', 'identity'],
  ['tokenizer', 'bytes', 'tokenizer', 'bytes', 'words'],
  ['listing', 'on', 'listing', 'on', 'features'],
  ['stage', 'nothing', 'stage', 'nothing', 'weights'],
  ['theme', 'blue', 'theme', 'blue', 'dark'],
  ['controls', 'text lever', 'controls', 'lever'],
  ['max-tokens', '0', 'max-tokens', '0'],
];

/** @param {import('./support.js').View} view */
const showsFallback = (view) => view.evaluate((el) => el.querySelector('p')?.checkVisibility());

inBrowsers(({ test }) => {
  test('every attribute refuses what it cannot be', async ({ open }) => {
    const { view } = await open();
    const tensors = attention();
    for (const [name, value, ...named] of WRONG) {
      const before = await view.evaluate((el, name) => el.getAttribute(name), name);
      const told = await view.evaluate((el, name, value) => new Promise((resolve) => {
        el.addEventListener('error', (event) => {
          const { type, sourceError } = /** @type {CustomEvent} */ (/** @type {Event} */ (event)).detail;
          resolve({ type, isError: sourceError instanceof Error });
        }, { once: true });
        el.setAttribute(name, value);
      }), name, value);
      assert.deepEqual(told, { type: 'refused', isError: true }, `${name}="${value}"`);
      const said = (await textsOf(view, '[part=status][data-mood=wrong]')).join();
      for (const thing of named) assert.ok(said.includes(thing), `${name}="${value}": “${said}”, without ${thing}`);
      assertNumbers((await attentionOf(view)).stages, tensors);
      await assertPicture(view, tensors);

      await andWait(view, () => view.evaluate((el, name, before) => {
        if (before === null) el.removeAttribute(name);
        else el.setAttribute(name, before);
      }, name, before));
      assert.deepEqual(await textsOf(view, '[part=status]'), [], `${name} is right again`);
    }
    await assertPicture(view, tensors);
  });

  test('a link with a wrong value says so, and the controls lead out of it', async ({ open }) => {
    const { page, view } = await open({ fragment: 'heads=5', wait: false });
    await page.waitForSelector('>>> [part=status][data-mood=wrong]');
    assert.match((await textsOf(view, '[part=status]')).join(), /5 heads do not divide d_model 32/);
    assert.equal(await showsFallback(view), false, 'it would say that there is no JavaScript');
    await (await page.waitForSelector('>>> select[name=heads]'))?.select('2');
    await view.evaluate((el) => el.ready);
    await assertPicture(view, attention({ heads: 2 }));
  });

  test('a link with an empty sentence waits for one', async ({ open }) => {
    const { page, view } = await open({ fragment: 'text=', wait: false });
    await untilStatus(view, /^Type a sentence/);
    assert.equal(await showsFallback(view), false, 'it would say that there is no JavaScript');
    await page.type('>>> textarea', 'So');
    await untilTokens(view, ['So']);
    await assertPicture(view, attention({ tokens: ['So'] }));
  });

  test('a stage that this figure does not have: the weights, and a sentence', async ({ open }) => {
    const { view } = await open({ fragment: 'stage=divided' });
    assert.match((await textsOf(view, '[part=status]')).join(), /no stage “divided”/);
    await assertPicture(view, attention());
  });
});
