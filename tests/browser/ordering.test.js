// Messages to and from the worker take their time, short sentences need none, and all come faster: what is shown is
// always the newest.
import assert from 'node:assert/strict';
import { attention } from './expected.js';
import { assertNumbers, assertPicture, attentionOf, untilTokens } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */

/** Every message waits at random, now and then for so long that the figure gives the worker up. */
function delay() {
  const anyTime = () => Math.random() ** 6 * 400;
  window.Worker = class extends Worker {
    /** @param {[any]} message */
    postMessage(...message) {
      setTimeout(() => super.postMessage(...message), anyTime());
    }

    /** @param {(event: MessageEvent) => unknown} handle */
    set onmessage(handle) {
      super.onmessage = (event) => setTimeout(() => handle.call(this, event), anyTime());
    }
  };
}

/** Sets one sentence after another, and keeps what the figures show whenever they tell of a picture. */
async function burst() {
  const figures = [...document.querySelectorAll('attention-view')].map((figure) => {
    const asked = [figure.getAttribute('text')];
    figure.setAttribute('d-model', '512'); // a sentence of more than some 30 words goes to the worker
    /** @type {{ shown: number, newest: number }[]} places in what was asked for */
    const told = [];
    for (const type of ['load', 'change']) {
      figure.addEventListener(type, () => {
        const { tokens } = /** @type {any} */ (figure).getAttention();
        told.push({ shown: asked.indexOf(tokens.join(' ')), newest: asked.length - 1 });
      });
    }
    return { figure, asked, told };
  });
  for (let count = 0; count < 80; count++) {
    const { figure, asked, told } = figures[Math.floor(Math.random() * figures.length)];
    const text = Array(1 + Math.floor(Math.random() * 60)).fill(count).join(' ');
    asked.push(text);
    figure.setAttribute('text', text);
    const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    await pause();
    while (count % 20 === 19 && told.at(-1)?.shown !== asked.length - 1) await pause(); // now and then, take a look
  }
  return figures.map(({ asked, told }) => ({ asked, told }));
}

inBrowsers(({ test }) => {
  test('results never come out of order, and none for a sentence that was overtaken', async ({ open }) => {
    const { page } = await open({ path: 'pages/article.html', first: [delay], wait: false });
    await page.waitForFunction(() => customElements.get('attention-view'));
    const bursting = await page.evaluateHandle(burst);
    for (const [i, id] of ['first', 'second'].entries()) {
      const view = /** @type {View} */ (/** @type {unknown} */ (await page.$(`#${id}`)));
      const asked = await bursting.evaluate((figures, i) => figures[i].asked, i);
      const tokens = String(asked.at(-1)).split(' ');
      await untilTokens(view, tokens);
      const tensors = attention({ tokens, dModel: 512, heads: id === 'second' ? 2 : 4 });
      assertNumbers((await attentionOf(view)).stages, tensors);
      await assertPicture(view, tensors);
      const told = await bursting.evaluate((figures, i) => figures[i].told, i);
      for (const { shown, newest } of told) assert.equal(shown, newest, 'it was overtaken');
      const order = told.map(({ shown }) => shown);
      assert.deepEqual(order, [...new Set(order)].sort((a, b) => a - b), 'out of order');
      assert.ok(order.length < asked.length, 'nothing was overtaken');
    }
  });
});
