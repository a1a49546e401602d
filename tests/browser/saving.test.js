// What a figure becomes when it is saved: the same numbers to the last bit, pictures of the right size and colours.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { readCsv } from '../../web/format/csv.js';
import { readNpy } from '../../web/format/npy.js';
import { writeNumpy } from '../../web/format/numpy.js';
import { decodeState } from '../../web/element/permalink.js';
import { SENTENCE, attention, colorsOf } from './expected.js';
import { eventually, show } from './figure.js';
import { readPng } from './png.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').View} View */
/** @typedef {import('./support.js').Page} Page */
/** @typedef {{ name: string, type: string, base64: string }} File */

/** Takes what the page saves out of the browser's hands. */
function catchFiles() {
  const { createObjectURL } = URL;
  /** @type {Blob[]} */
  const blobs = [];
  /** @type {Promise<File>[]} */
  const files = [];
  /** @type {any} */ (window).files = files;
  URL.createObjectURL = (/** @type {any} */ blob) => {
    blobs.push(blob);
    return createObjectURL(blob);
  };
  HTMLAnchorElement.prototype.click = function click() {
    const blob = /** @type {Blob} */ (blobs.pop());
    files.push(blob.arrayBuffer().then((buffer) => {
      const text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
      return { name: this.download, type: blob.type, base64: btoa(text) };
    }));
  };
}

/** @param {View} view @param {string} [type] @param {{ stage?: string, scale?: number }} [options] */
async function blobOf(view, type, options) {
  const { base64, ...rest } = await view.evaluate(async (el, type, options) => {
    const blob = await el.toBlob(type, options);
    const text = Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('');
    return { type: blob.type, base64: btoa(text) };
  }, type, options);
  return { ...rest, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
}

const text = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString();

/** The numbers of a figure as the page has them, -Infinity and -0 too. @param {View} view */
async function numbersOf(view) {
  const { tensors, ...words } = await view.evaluate((el) => {
    const { tokens, keyTokens, fullyMaskedRows, ...stages } = /** @type {any} */ (el.getAttention());
    const tensors = Object.entries(stages).map(([name, { data, shape }]) => {
      return { name, shape, bits: [...new Uint32Array(data.buffer, data.byteOffset, data.length)] };
    });
    return { tokens, keyTokens, tensors };
  });
  const stages = Object.fromEntries(tensors.map(({ name, shape, bits }) =>
    [name, { shape, data: new Float32Array(Uint32Array.from(bits).buffer) }]));
  return { ...words, stages };
}

/** Asked again and again: waiting for a selector sees nothing of what happens in a shadow root. @param {Page} page */
const untilOpen = (page) => eventually(page, async () => assert.ok(await page.$('>>> dialog.save[open]')));

/** @param {Page} page */
async function openMenu(page) {
  await page.click('>>> button[name=save]');
  await untilOpen(page);
}

/** @param {Page} page @param {string} id */
const press = (page, id) => page.click(`>>> [data-save="${id}"]`);

/** What the menu says. @param {View} view */
const saidIn = (view) => view.evaluate((el) => el.shadowRoot?.querySelector('.said')?.textContent ?? '');

/**
 * The corner of a matrix in a picture of it: where the middles of all cells have their colours.
 * @param {ReturnType<typeof readPng>} png
 * @param {(number[] | null)[]} colors
 * @param {number} columns
 * @param {number} cell
 */
function cornerIn({ width, height, at }, colors, columns, cell) {
  const rows = colors.length / columns;
  const fits = (/** @type {number} */ left, /** @type {number} */ top) => colors.every((rgb, i) => {
    const seen = at(left + Math.round((i % columns + 0.5) * cell), top + Math.round((Math.floor(i / columns) + 0.5) * cell));
    return !rgb || seen.join() === rgb.join();
  });
  for (let top = 0; top + rows * cell <= height; top += 2) {
    for (let left = 0; left + columns * cell <= width; left += 2) if (fits(left, top)) return { left, top };
  }
  return null;
}

inBrowsers(({ kind, test }) => {
  test('numbers: CSV, JSON and .npy hold what getAttention() gives, to the last bit', async ({ open }) => {
    const { view } = await open({ fragment: 'mask=causal&head=3&keys-text=%22Une%22+pomme%2C+7' });
    const { tokens, keyTokens, stages } = await numbersOf(view);
    for (const [name, { data, shape }] of Object.entries(stages)) {
      const npy = await blobOf(view, 'application/x-npy', { stage: name });
      assert.equal(npy.type, 'application/x-npy');
      assert.deepEqual(readNpy(npy.bytes), { data, shape }, name);

      const json = JSON.parse(text((await blobOf(view, 'application/json', { stage: name })).bytes));
      assert.deepEqual(Object.keys(json.stages), [name]);
      assert.deepEqual(json.stages[name].shape, shape);
      assert.deepEqual(Float32Array.from(json.stages[name].data, (value) => value ?? -Infinity), data, name);
      assert.deepEqual([json.tokens, json.keyTokens], [tokens, keyTokens]);

      const csv = readCsv(text((await blobOf(view, 'text/csv', { stage: name })).bytes));
      const [rows, columns] = shape.slice(-2);
      const start = shape.length === 3 ? 2 * rows * columns : 0; // of head 3
      assert.deepEqual(csv.matrix, { data: data.slice(start, start + rows * columns), shape: [rows, columns] }, name);
      if (name === 'masked') assert.deepEqual([csv.rows, csv.columns], [tokens, keyTokens]);
    }
    const all = JSON.parse(text((await blobOf(view, 'application/json', { stage: 'all' })).bytes));
    assert.deepEqual(Object.keys(all.stages), Object.keys(stages));
    for (const [name, { data }] of Object.entries(stages)) {
      assert.deepEqual(Float32Array.from(all.stages[name].data, (value) => value ?? -Infinity), data, name);
    }
  });

  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    test(`PNG, ${theme}: every cell in its colour, at 1 to 4 pixels in a CSS pixel`, async ({ open }) => {
      const { view } = await open({ dark: theme === 'dark' });
      const weights = attention();
      const once = readPng((await blobOf(view)).bytes);
      for (const scale of [1, 2, 3, 4]) {
        const blob = await blobOf(view, 'image/png', { scale });
        assert.equal(blob.type, 'image/png');
        const png = readPng(blob.bytes);
        assert.deepEqual([png.width, png.height], [once.width * scale, once.height * scale]);
        assert.ok(cornerIn(png, colorsOf(weights, 'weights', { theme }), SENTENCE.length, 88 * scale), `at ${scale}`);
        assert.deepEqual(png.at(2, 2), theme === 'dark' ? [0x15, 0x17, 0x1a] : [255, 255, 255]);
      }
      const signed = readPng((await blobOf(view, 'image/png', { stage: 'scores' })).bytes);
      assert.ok(cornerIn(signed, colorsOf(weights, 'scores', { theme }), SENTENCE.length, 88));
    });
  }

  test('SVG: an image that browsers read, with its labels as text and its cells in their colours', async ({ open }) => {
    const { page, view } = await open({ fragment: 'mask=causal&text=%3Cb%3E+%26amp%3B+%5D%5D%3E+%3Cscript%3E&tokenizer=spaces' });
    const tokens = ['<b>', '&amp;', ']]>', '<script>'];
    const blob = await blobOf(view, 'image/svg+xml');
    assert.equal(blob.type, 'image/svg+xml');
    const seen = await page.evaluate((source) => {
      const svg = new DOMParser().parseFromString(source, 'image/svg+xml');
      return {
        names: [...new Set([...svg.querySelectorAll('*')].map(({ localName }) => localName))],
        texts: [...svg.querySelectorAll('text')].map(({ textContent }) => textContent),
        title: svg.querySelector('title')?.textContent,
        fills: [...svg.querySelectorAll('rect')].map((rect) => rect.getAttribute('fill')),
      };
    }, text(blob.bytes));
    assert.deepEqual(seen.names.filter((name) => !['svg', 'title', 'desc', 'rect', 'g', 'path', 'text'].includes(name)), []);
    assert.equal(seen.title, 'weights');
    for (const token of tokens) assert.equal(seen.texts.filter((one) => one === token).length, 2, token);
    const colors = colorsOf(attention({ tokens, isCausal: true }), 'weights');
    assert.deepEqual(seen.fills.slice(1, 17), colors.map((rgb) => (rgb ? `rgb(${rgb})` : 'rgb(228,228,226)')));
  });

  test('what cannot be saved is refused with a sentence', async ({ open }) => {
    const { view } = await open();
    const refusals = await view.evaluate((el) => Promise.all([
      el.toBlob('text/plain'), el.toBlob('toString'), el.toBlob('text/csv', { stage: 'y' }),
      el.toBlob('text/csv', { stage: 'all' }), el.toBlob('image/png', { scale: 5 }), el.toBlob('image/png', { scale: NaN }),
    ].map((promise) => promise.then(() => 'no refusal', (reason) => `${reason.name}: ${reason.message}`))));
    [/^RangeError: .*“text\/plain”/, /^RangeError: .*“toString”/, /^RangeError: .*“y”/, /^RangeError: .*“all”/,
      /^RangeError: .*“5”/, /^RangeError: .*“NaN”/].forEach((sentence, i) => assert.match(refusals[i], sentence));
  });

  test('the menu is loaded when it is opened, holds the keyboard, and gives it back', async ({ open }) => {
    const { page, view } = await open();
    const loaded = () => page.evaluate(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.endsWith('attention-view.save.js')));
    assert.equal(await loaded(), false);
    await page.focus('>>> button[name=save]');
    await page.keyboard.press('Enter');
    await untilOpen(page);
    assert.equal(await loaded(), true);
    const inside = () => view.evaluate((el) => el.shadowRoot?.activeElement?.closest('dialog') !== null);
    for (let i = 0; i < 5; i++) {
      assert.ok(await inside());
      await page.keyboard.press('Tab');
    }
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'], preload: false });
      return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html}`);
    });
    assert.deepEqual(violations.filter((/** @type {string} */ one) => /save|button|select|dialog/.test(one)), []);
    await page.keyboard.press('Escape');
    await eventually(page, async () => {
      const { left, focused } = await view.evaluate((el) => ({
        left: el.shadowRoot?.querySelectorAll('dialog').length,
        focused: el.shadowRoot?.activeElement?.matches('[name=save]'),
      }));
      assert.deepEqual({ left, focused }, { left: 0, focused: true });
    });
  });

  test('the menu saves what toBlob() gives, under a name that says what it is', async ({ open }) => {
    const { page, view } = await open({ fragment: 'head=2', first: [catchFiles] });
    await openMenu(page);
    await page.select('>>> dialog select', '3');
    for (const [id, name, type, options] of /** @type {[string, string, string, {}][]} */ ([
      ['png', 'attention-weights-head-2.png', 'image/png', { scale: 3 }],
      ['svg', 'attention-weights-head-2.svg', 'image/svg+xml', {}],
      ['csv', 'attention-weights-head-2.csv', 'text/csv', {}],
      ['json', 'attention-weights.json', 'application/json', {}],
      ['npy', 'attention-weights.npy', 'application/x-npy', {}],
      ['all.json', 'attention.json', 'application/json', { stage: 'all' }],
    ])) {
      await press(page, id);
      await eventually(page, async () => assert.ok((await saidIn(view)).includes(name), await saidIn(view)));
      const saved = await page.evaluate(() => /** @type {any} */ (window).files.pop());
      const wanted = await blobOf(view, type, options);
      assert.deepEqual([saved.name, saved.type], [name, type]);
      assert.equal(saved.base64, Buffer.from(wanted.bytes).toString('base64'), name);
    }
  });

  test('copies: LaTeX, the numpy script and two forms of embed code; without a clipboard, as selected text', async ({ open }) => {
    const hostile = '"><script>alert(1)</script> & \n🍎';
    const { page, view } = await open();
    await show(view, new URLSearchParams({ text: hostile, tokenizer: 'spaces', heads: '8', head: '2' }).toString());
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: {
      writeText: async (/** @type {string} */ text) => void (/** @type {any} */ (window).copied = text),
    } }));
    await openMenu(page);
    const copied = async (/** @type {string} */ id) => {
      await press(page, id);
      await eventually(page, async () => assert.equal(await saidIn(view), 'Copied.'));
      return page.evaluate(() => /** @type {string} */ (/** @type {any} */ (window).copied));
    };
    const { tokens } = await numbersOf(view);
    assert.match(await copied('latex'), /\\begin\{tabular\}/);
    assert.equal(await copied('numpy'), writeNumpy({
      dModel: 32, heads: 8, seed: 7, positions: true, parameters: 'random', mask: 'none', maskSize: 1, scale: true,
      temperature: 1, listing: 'none',
    }, tokens));
    const [tag, frame] = [await copied('tag'), await copied('frame')];
    const parsed = await page.evaluate((tag, frame) => {
      const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html');
      const all = (/** @type {Document} */ page) => [...page.querySelectorAll('head > *, body *')].map(({ localName }) => localName);
      const attributes = parse(tag).querySelector('attention-view')?.attributes ?? [];
      return {
        names: [all(parse(tag)), all(parse(frame))],
        script: parse(tag).querySelector('script')?.src,
        set: Object.fromEntries(Array.from(attributes, ({ name, value }) => [name, value])),
        src: parse(frame).querySelector('iframe')?.src ?? '',
        title: parse(frame).querySelector('iframe')?.title,
      };
    }, tag, frame.replace(' style="border: 0"', '')); // this page's policy is against it, where the frame will stand it is not
    assert.deepEqual(parsed.names, [['script', 'attention-view'], ['iframe']]);
    assert.ok(parsed.script?.endsWith('/auto.js'), parsed.script);
    assert.deepEqual(parsed.set, { text: hostile, tokenizer: 'spaces', heads: '8', head: '2', controls: '' });
    const [address, fragment] = parsed.src.split('#');
    assert.ok(address.endsWith('/embed.html') && parsed.title);
    assert.deepEqual({ ...await decodeState(fragment) }, { text: hostile, tokenizer: 'spaces', heads: '8', head: '2' });

    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: {
      writeText: async () => { throw new DOMException('no', 'NotAllowedError'); },
    } }));
    await page.evaluate(() => void (/** @type {any} */ (window).copied = ''));
    await press(page, 'tag');
    await eventually(page, async () => {
      const selected = await view.evaluate((el) => {
        const field = /** @type {HTMLTextAreaElement} */ (el.shadowRoot?.activeElement);
        return field.value.slice(field.selectionStart, field.selectionEnd);
      });
      assert.equal(selected, tag);
    });
    assert.equal(await view.evaluate((el) => el.shadowRoot?.querySelectorAll('script, iframe').length), 0);
  });

  test('a matrix that is too large for a form says so in the menu', async ({ open }) => {
    const { page, view } = await open({ fragment: new URLSearchParams({ text: 'word '.repeat(300) }).toString() });
    await openMenu(page);
    for (const id of ['svg', 'latex']) {
      await press(page, id);
      await eventually(page, async () => assert.match(await saidIn(view), /^The matrix has .*\.$/));
    }
    const png = readPng((await blobOf(view)).bytes);
    assert.ok(png.width > 300 && png.width < 800, `${png.width}`);
  });

  test('the one-file build saves, too', async ({ open }) => {
    const { view } = await open({ path: 'pages/inline.html' });
    const { stages } = await numbersOf(view);
    assert.deepEqual(readNpy((await blobOf(view, 'application/x-npy', { stage: 'q' })).bytes), stages.q);
    assert.ok(readPng((await blobOf(view)).bytes).width > 100, kind);
  });
});
