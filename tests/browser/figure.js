// Reading a figure on a page: its numbers, its pixels and its words.
import assert from 'node:assert/strict';
import { maskedColor } from '../../web/figure/palette.js';
import { colorsOf, matrixOf } from './expected.js';

/**
 * @typedef {import('./support.js').View} View
 * @typedef {import('./expected.js').Tensor} Tensor
 * @typedef {import('./expected.js').Tensors} Tensors
 * @typedef {{ stage?: string, place?: 'main' | 'flow' | 'head', head?: number, theme?: 'light' | 'dark' }} Picture
 *   place: the large matrix (the default), the flow, or a small multiple
 */

/**
 * What getAttention() gives, carried over here bit by bit: JSON has no -Infinity.
 * @param {View} view
 */
export async function attentionOf(view) {
  const { tensors, ...rest } = await view.evaluate((el) => {
    const all = el.getAttention();
    if (!all) throw new Error('getAttention() gave null');
    const { tokens, keyTokens, fullyMaskedRows, ...stages } = all;
    const tensors = Object.entries(/** @type {Record<string, Tensor>} */ (stages)).map(([name, { data, shape }]) => {
      const bytes = Array.from(new Uint8Array(data.buffer), (byte) => String.fromCharCode(byte));
      return { name, shape, base64: btoa(bytes.join('')) };
    });
    // Of its own each: WebDriver BiDi carries an object that it meets twice only once.
    return { tokens: [...tokens], keyTokens: [...keyTokens], fullyMaskedRows, tensors };
  });
  /** @type {Tensors} */
  const stages = {};
  for (const { name, shape, base64 } of tensors) {
    stages[name] = { data: new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer), shape };
  }
  return { ...rest, stages };
}

/**
 * The same numbers, to the last bit: the same engine made them.
 * @param {Tensors} actual
 * @param {Tensors} expected
 */
export function assertNumbers(actual, expected) {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), 'the stages');
  for (const [stage, { data, shape }] of Object.entries(expected)) {
    assert.deepEqual(actual[stage].shape, shape, `the shape of ${stage}`);
    const differs = data.findIndex((value, i) => actual[stage].data[i] !== value);
    assert.equal(differs, -1, `${stage}[${differs}] is ${actual[stage].data[differs]}, expected ${data[differs]}`);
  }
}

/**
 * Every cell of a picture has its colour: an open one in its middle, a masked one all over.
 * @param {View} view
 * @param {Tensors} tensors
 * @param {Picture} [picture]
 */
export async function assertPicture(view, tensors, picture = {}) {
  const { stage = 'weights', place = 'main', head = 1, theme = 'light' } = picture;
  const { rows, columns } = matrixOf(tensors[stage], head);
  const { width, height, pixels } = await pixelsOf(view, { stage, place, head });
  const [wide, high] = [width / columns, height / rows];
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const i = (y * width + x) * 4;
    return [...pixels.subarray(i, i + 4)];
  };
  colorsOf(tensors, stage, { head, theme }).forEach((color, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const name = `${stage} (${place}, head ${head}, ${theme}), row ${row}, column ${column}`;
    const [x, y] = [Math.floor((column + 0.5) * wide), Math.floor((row + 0.5) * high)];
    if (color) return assert.deepEqual(at(x, y), [...color, 255], name);
    const plain = maskedColor(theme);
    let inside = 0;
    let bare = 0;
    for (let dy = Math.ceil(high * 0.2); dy < high * 0.8; dy++) {
      for (let dx = Math.ceil(wide * 0.2); dx < wide * 0.8; dx++) {
        const [red, green, blue] = at(Math.floor(column * wide + dx), Math.floor(row * high + dy));
        inside++;
        if ([red, green, blue].join() === plain.join()) bare++;
        assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) < 16, `${name} is masked, but coloured`);
      }
    }
    assert.ok(bare > inside * 0.2, `${name} is masked, but ${bare} of its ${inside} pixels are of the masked colour`);
    assert.ok(bare < inside || Math.min(wide, high) < 5, `${name} is masked, but not hatched`);
  });
}

/**
 * The device pixels of a canvas.
 * @param {View} view
 * @param {{ stage: string, place: string, head: number }} picture
 */
export async function pixelsOf(view, { stage, place, head }) {
  const { base64, ...size } = await view.evaluate((el, stage, place, head) => {
    const all = [...(el.shadowRoot?.querySelectorAll('canvas') ?? [])];
    const wanted = all.filter(({ dataset }) => {
      const ofHead = place !== 'head' || dataset.head === String(head);
      return dataset.view === place && dataset.stage === stage && ofHead;
    });
    if (wanted.length !== 1) throw new Error(`${wanted.length} canvases show ${stage} in ${place}`);
    const [canvas] = wanted;
    window.dispatchEvent(new Event('beforeprint')); // what lies beyond the window is drawn when there is time, or now
    const { width, height } = canvas;
    const box = canvas.getBoundingClientRect();
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { data } = context.getImageData(0, 0, width, height);
    let text = '';
    for (let i = 0; i < data.length; i += 4096) text += String.fromCharCode(...data.subarray(i, i + 4096));
    const base64 = btoa(text);
    return { width, height, cssWidth: box.width, cssHeight: box.height, base64 };
  }, stage, place, head);
  return { ...size, pixels: Buffer.from(base64, 'base64') };
}

/**
 * The text of everything in the figure that a selector finds and that can be seen: all white space plain, and without
 * the marks that keep a token's direction apart.
 * @param {View} view
 * @param {string} selector
 * @returns {Promise<string[]>}
 */
export function textsOf(view, selector) {
  return view.evaluate((el, selector) => {
    window.dispatchEvent(new Event('beforeprint'));
    const found = [...(el.shadowRoot?.querySelectorAll(selector) ?? [])].filter((one) => one.checkVisibility());
    return found.map((one) => (one.textContent ?? '').replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim());
  }, selector);
}

/** @param {View} view */
export const tokensOf = (view) => view.evaluate((el) => el.getAttention()?.tokens ?? []);

/** @param {View} view @returns {Promise<Record<string, string>>} */
export const attributesOf = (view) =>
  view.evaluate((el) => Object.fromEntries(Array.from(el.attributes, ({ name, value }) => [name, value])));

/**
 * Does something, and waits for the picture that comes of it.
 * @param {View} view
 * @param {() => Promise<unknown>} act
 * @param {string} [type] of the event that tells
 */
export async function andWait(view, act, type = 'change') {
  const next = await view.evaluateHandle((el, type) => {
    return { event: new Promise((resolve) => el.addEventListener(type, () => resolve(undefined), { once: true })) };
  }, type);
  await act();
  await next.evaluate(({ event }) => event);
}

/**
 * Checks once a frame until the check passes: for what follows the pointer or a key, of which no event tells.
 * @template Found
 * @param {import('puppeteer-core').Page} page
 * @param {() => Promise<Found> | Found} check throws while it is not so
 */
export async function eventually(page, check) {
  for (let frame = 0; ; frame++) {
    try {
      return await check();
    } catch (error) {
      if (frame === 300) throw error;
    }
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
  }
}

/**
 * Sets what a fragment names, takes back what it does not, and waits for the picture or the refusal that comes of it.
 * @param {View} view
 * @param {string} fragment other than the one before
 */
export function show(view, fragment) {
  return view.evaluate((el, wanted) => new Promise((resolve) => {
    for (const type of ['change', 'error']) el.addEventListener(type, () => resolve(undefined), { once: true });
    for (const name of el.getAttributeNames()) if (!['controls', 'permalink'].includes(name)) el.removeAttribute(name);
    for (const [name, value] of wanted) el.setAttribute(name, value);
  }), [...new URLSearchParams(fragment)]);
}

/**
 * Waits until the figure's tokens are these.
 * @param {View} view
 * @param {string[]} tokens
 */
export async function untilTokens(view, tokens) {
  await view.frame.waitForFunction((el, wanted) => {
    return JSON.stringify(/** @type {any} */ (el).getAttention()?.tokens) === wanted;
  }, {}, view, JSON.stringify(tokens));
}

/**
 * Waits until the status line says something that a pattern matches, and gives it.
 * @param {View} view
 * @param {RegExp} pattern
 */
export async function untilStatus(view, pattern) {
  await view.frame.waitForFunction((el, source) => {
    const text = /** @type {Element} */ (el).shadowRoot?.querySelector('[part=status]')?.textContent ?? '';
    return new RegExp(source, 'u').test(text);
  }, {}, view, pattern.source);
  return (await textsOf(view, '[part=status]')).join();
}
