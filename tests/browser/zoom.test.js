// A matrix of more cells than pixels: nothing large is lost from view, and every cell can be reached, seen and asked.
import assert from 'node:assert/strict';
import { color, domainOf, largest } from '../../web/figure/palette.js';
import { attention, matrixOf } from './expected.js';
import { andWait, attributesOf, eventually, pixelsOf, textsOf } from './figure.js';
import { inBrowsers } from './support.js';

/** @typedef {import('./support.js').Page} Page */
/** @typedef {import('./support.js').View} View */
/** @typedef {[row: number, column: number]} Cell */
/** @typedef {{ x: number, y: number }} Point */

const COUNT = 1024;
const TOKENS = Array.from({ length: COUNT }, (_, i) => `word${i}`);
const ATTRIBUTES = { text: TOKENS.join(' '), 'max-tokens': String(COUNT), heads: '1', 'd-model': '16' };

const { values } = matrixOf(attention({ tokens: TOKENS, heads: 1, dModel: 16 }).weights, 1);
const domain = domainOf('magnitude', largest(values), 'light');
const weightOf = (/** @type {Cell} */ [row, column]) => values[row * COUNT + column];

/** Opens the page and has it draw the long sentence. @param {import('./support.js').Reader} reader */
async function openLong({ open }, opening = {}) {
  const { page, view } = await open(opening);
  await andWait(view, () => view.evaluate((el, attributes) => {
    for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  }, ATTRIBUTES));
  return { page, view };
}

/** The middle of a cell in the window, and its size. @param {View} view @param {Cell} cell */
async function placeOf(view, [row, column]) {
  return view.evaluate((el, row, column) => {
    const cell = el.cellRect('weights', row, column);
    const canvas = el.shadowRoot?.querySelector('canvas[data-view=main]')?.getBoundingClientRect();
    if (!cell || !canvas) throw new Error('no weights');
    const [x, y] = [cell.x + cell.width / 2, cell.y + cell.height / 2];
    const inside = x >= canvas.left && x <= canvas.right && y >= canvas.top && y <= canvas.bottom;
    return { x, y, size: cell.width, inside };
  }, row, column);
}

/** The colour that the large canvas has where a cell is said to be. @param {View} view @param {Cell} cell */
async function colorAt(view, cell) {
  const { x, y } = await placeOf(view, cell);
  const { width, cssWidth, pixels } = await pixelsOf(view, { stage: 'weights', place: 'main', head: 1 });
  const { left, top } = await view.evaluate((el) => {
    const canvas = /** @type {Element} */ (el.shadowRoot?.querySelector('canvas[data-view=main]'));
    const { left, top } = canvas.getBoundingClientRect();
    return { left, top };
  });
  const ratio = width / cssWidth;
  const i = Math.floor((y - top) * ratio) * width + Math.floor((x - left) * ratio);
  return [...pixels.subarray(i * 4, i * 4 + 3)];
}

/** Waits until a cell is drawn where it is said to be. @param {Page} page @param {View} view @param {Cell} cell */
const assertDrawn = (page, view, cell) => eventually(page, async () => {
  assert.deepEqual(await colorAt(view, cell), color(weightOf(cell), domain), `cell ${cell}`);
});

/** Asserts that the readout names a cell's words and tells its weight. @param {View} view @param {Cell} cell */
async function assertFinds(view, [row, column]) {
  const finding = (await textsOf(view, '.finding')).join();
  const weight = weightOf([row, column]);
  assert.ok(finding.includes(`query “word${row}” → key “word${column}”`), finding);
  assert.ok(Math.abs(Number(/[\d.]+(?:e.*)?$/.exec(finding)?.[0].replace('−', '-')) - weight) < 1e-4, finding);
}

/** @param {View} view */
const focusMatrix = (view) => view.evaluate((el) => {
  /** @type {HTMLElement} */ (el.shadowRoot?.querySelector('[role=grid][data-view=main]')).focus();
});

/** Five of them. */
const frames = async () => {
  for (let i = 0; i < 5; i++) await new Promise((next) => requestAnimationFrame(next));
};

/** Turns the wheel with Ctrl held. @param {Page} page @param {Point} at @param {number} deltaY @param {number} times */
async function pinch(page, { x, y }, deltaY, times) {
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let i = 0; i < times; i++) await page.mouse.wheel({ deltaY });
  await page.keyboard.up('Control');
}

/** @param {Page} page @param {Point} from @param {number} dx @param {number} dy */
async function drag(page, from, dx, dy) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 4; step++) await page.mouse.move(from.x + dx * step / 4, from.y + dy * step / 4);
  await page.mouse.up();
}

/** @param {Page} page @param {string} name */
const press = (page, name) => page.click(`>>> .zoom button[aria-label="${name}"]`);

/** Zooms to where a cell is as large as the buttons make it. @param {Page} page @param {View} view @param {Cell} cell */
async function zoomTo(page, view, cell) {
  await eventually(page, async () => {
    const place = await placeOf(view, cell);
    if (place.size < 20) await pinch(page, place, -100, 1);
    assert.ok(place.size >= 20, `cells of ${place.size}`);
  });
}

inBrowsers(({ kind, test }) => {
  test('a short sentence has nothing to zoom', async ({ open }) => {
    const { page, view } = await open();
    assert.deepEqual(await textsOf(view, '.zoom'), []);
    const before = await view.evaluate((el) => JSON.stringify(el.cellRect('weights', 1, 1)));
    const { x, y } = await placeOf(view, [1, 1]);
    await page.mouse.click(x, y, { count: 2 });
    await focusMatrix(view);
    await page.keyboard.press('+');
    assert.equal(await view.evaluate((el) => JSON.stringify(el.cellRect('weights', 1, 1))), before);
  });

  test('of all weights, each pixel shows the largest that it covers, and the figure says so', async (reader) => {
    const { view } = await openLong(reader);
    const { width, height, pixels } = await pixelsOf(view, { stage: 'weights', place: 'main', head: 1 });
    assert.ok(width < COUNT && height < COUNT, `${width} x ${height}`);
    const covered = new Float32Array(width * height);
    values.forEach((weight, i) => {
      const x = Math.floor(((i % COUNT) + 0.5) * width / COUNT);
      const y = Math.floor((Math.floor(i / COUNT) + 0.5) * height / COUNT);
      covered[y * width + x] = Math.max(covered[y * width + x], weight);
    });
    const wrong = [...covered.keys()].filter((i) => {
      const rgb = color(covered[i], domain);
      return rgb.some((channel, at) => pixels[i * 4 + at] !== channel);
    });
    assert.deepEqual(wrong.slice(0, 5), []);
    const cells = Math.round(COUNT / width);
    const said = (await textsOf(view, '.zoom')).join();
    assert.ok(said.includes(`1 pixel shows the largest of ${cells} × ${cells} cells`), said);
  });

  test('Ctrl and the wheel zoom at the pointer, the wheel alone scrolls the page', async (reader) => {
    const { page, view } = await openLong(reader);
    const cell = /** @type {Cell} */ ([300, 700]);
    const before = await placeOf(view, cell);
    await zoomTo(page, view, cell);
    const after = await placeOf(view, cell);
    assert.ok(Math.abs(after.x - before.x) < after.size && Math.abs(after.y - before.y) < after.size, 'it stays there');
    await assertDrawn(page, view, cell);
    await assertDrawn(page, view, [cell[0] - 2, cell[1] + 3]);
    await page.mouse.move(after.x + 1, after.y);
    await eventually(page, () => assertFinds(view, cell));

    await page.mouse.wheel({ deltaY: 200 });
    await page.waitForFunction(() => window.scrollY > 100);
    assert.equal((await placeOf(view, cell)).size, after.size);
    await page.evaluate(() => window.scrollTo(0, 0));
    await pinch(page, after, 100, 30);
    await eventually(page, async () => assert.equal((await placeOf(view, cell)).size, before.size, 'back to the whole'));
  });

  test('dragging moves the matrix along and pins nothing; a click does; hovering names what is there', async (reader) => {
    const { page, view } = await openLong(reader);
    const cell = /** @type {Cell} */ ([500, 500]);
    await zoomTo(page, view, cell);
    const from = await placeOf(view, cell);
    await drag(page, from, 90, -60);
    const to = await placeOf(view, cell);
    assert.ok(Math.abs(to.x - from.x - 90) < 1 && Math.abs(to.y - from.y + 60) < 1, JSON.stringify([from, to]));
    await assertDrawn(page, view, cell);
    assert.deepEqual(await textsOf(view, '.mark.cell.pinned'), []);
    for (const near of /** @type {Cell[]} */ ([[498, 497], [502, 495]])) {
      const { x, y } = await placeOf(view, near);
      await page.mouse.move(x, y);
      await eventually(page, () => assertFinds(view, near));
      assert.deepEqual(await textsOf(view, '.labels.rows .on, .labels.rows .pointed'), [`word${near[0]}`]);
      assert.deepEqual(await textsOf(view, '.labels.columns .on, .labels.columns .pointed'), [`word${near[1]}`]);
    }
    const { x, y } = await placeOf(view, cell);
    await page.mouse.click(x, y);
    await page.mouse.move(2, 2);
    await eventually(page, () => assertFinds(view, cell));
  });

  test('labels stand beside their cells, as far as they are seen', async (reader) => {
    const { page, view } = await openLong(reader);
    assert.deepEqual(await textsOf(view, '.labels .label:not(.pointed)'), []);
    await zoomTo(page, view, [40, 60]);
    await eventually(page, async () => {
      const places = await view.evaluate((el) => {
        const labels = [...(el.shadowRoot?.querySelectorAll('.labels.rows .label') ?? [])];
        return labels.filter((one) => one.checkVisibility()).map((one) => {
          const { top, height } = one.getBoundingClientRect();
          const cell = el.cellRect('weights', Number(one.textContent?.slice(4)), 0);
          return Math.abs(top + height / 2 - (cell ? cell.top + cell.height / 2 : NaN));
        });
      });
      assert.ok(places.length >= 10, `${places.length} labels`);
      assert.ok(places.every((distance) => distance < 1), places.join());
    });
  });

  test('buttons zoom in, out and back to the whole; neither the address nor an attribute changes', async (reader) => {
    const { page, view } = await openLong(reader);
    await page.waitForFunction(() => location.hash !== ''); // of the sentence, written soon after it
    const [url, attributes] = [page.url(), await attributesOf(view)];
    const cell = /** @type {Cell} */ ([512, 511]);
    /** @type {number[]} */
    const sizes = [];
    for (const name of ['Zoom in', 'Zoom in', 'Zoom in', 'Zoom in', 'Zoom in', 'Zoom out', 'Whole matrix']) {
      await press(page, name);
      await eventually(page, async () => assert.notEqual((await placeOf(view, cell)).size, sizes.at(-1)));
      sizes.push((await placeOf(view, cell)).size);
      if (name === 'Zoom out') await assertDrawn(page, view, cell);
    }
    assert.deepEqual(sizes.slice(1, 5).map((size, i) => size / sizes[i]), [2, 2, 2, 2]);
    assert.deepEqual([sizes[5], sizes[6]], [sizes[3], sizes[0] / 2]);
    assert.ok(page.url() === url, 'the address');
    assert.ok(JSON.stringify(await attributesOf(view)) === JSON.stringify(attributes), 'the attributes');
    await eventually(page, async () => {
      const resting = await view.evaluate((el) => {
        const buttons = [...(el.shadowRoot?.querySelectorAll('.zoom [aria-disabled=true]') ?? [])];
        return buttons.map((button) => button.getAttribute('aria-label'));
      });
      assert.deepEqual(resting, ['Zoom out', 'Whole matrix']);
    });
  });

  test('keys: + and − zoom at the cell, the window follows it, 0 shows the whole', async (reader) => {
    const { page, view } = await openLong(reader);
    await page.focus('>>> textarea');
    await focusMatrix(view);
    const { size } = await placeOf(view, [0, 0]);
    for (let i = 0; i < 6; i++) await page.keyboard.press('+');
    await eventually(page, async () => assert.ok((await placeOf(view, [0, 0])).size > 20));
    await page.keyboard.down('Control');
    await page.keyboard.press('End');
    await page.keyboard.up('Control');
    const last = /** @type {Cell} */ ([COUNT - 1, COUNT - 1]);
    for (const [key, cell] of /** @type {[import('puppeteer-core').KeyInput | '', Cell][]} */ ([
      ['', last], ['ArrowUp', [COUNT - 2, COUNT - 1]], ['Home', [COUNT - 2, 0]], ['ArrowRight', [COUNT - 2, 1]],
    ])) {
      if (key) await page.keyboard.press(key);
      await eventually(page, async () => {
        assert.ok((await placeOf(view, cell)).inside, `${cell} is seen`);
        await assertFinds(view, cell);
      });
      await assertDrawn(page, view, cell);
    }
    await page.keyboard.press('-');
    await eventually(page, async () => assert.ok((await placeOf(view, last)).size < 20));
    await page.keyboard.press('0');
    await eventually(page, async () => assert.equal((await placeOf(view, last)).size, size));
  });

  test('what was zoomed stays so while the sentence changes, and another stage starts whole', async (reader) => {
    const { page, view } = await openLong(reader);
    const cell = /** @type {Cell} */ ([200, 300]);
    await zoomTo(page, view, cell);
    const before = await placeOf(view, cell);
    await andWait(view, () => view.evaluate((el) => el.setAttribute('text', `${el.getAttribute('text')} more`)));
    const after = await placeOf(view, cell);
    assert.ok(Math.abs(after.x - before.x) < 1 && after.size === before.size, JSON.stringify([before, after]));
    await andWait(view, () => view.evaluate((el) => el.setAttribute('stage', 'scores')));
    const { width } = await pixelsOf(view, { stage: 'scores', place: 'main', head: 1 });
    const scores = await view.evaluate((el) => el.cellRect('scores', 0, 0)?.width ?? 0);
    assert.ok(Math.abs(scores * COUNT - width) < 1, `cells of ${scores}`);
  });

  if (kind === 'firefox') return;

  test('two fingers zoom; one moves the matrix only when it is zoomed, else it scrolls the page', async (reader) => {
    const { page, view } = await openLong(reader, { width: 360, height: 740 });
    const cell = /** @type {Cell} */ ([512, 512]);
    await view.evaluate((el) => {
      el.shadowRoot?.querySelector('canvas[data-view=main]')?.scrollIntoView({ block: 'center' });
    });
    const { x, y, size } = await placeOf(view, cell);
    const session = await page.createCDPSession();
    const touch = (/** @type {string} */ type, /** @type {Point[]} */ ...touchPoints) =>
      session.send('Input.dispatchTouchEvent', /** @type {any} */ ({ type, touchPoints }));
    const scrolled = () => page.evaluate(() => window.scrollY);

    const before = await scrolled();
    await touch('touchStart', { x, y });
    for (let step = 1; step <= 5; step++) await touch('touchMove', { x, y: y + 20 * step });
    await touch('touchEnd');
    await eventually(page, async () => assert.notEqual(await scrolled(), before, 'one finger scrolls'));
    assert.equal((await placeOf(view, cell)).size, size);

    const middle = await eventually(page, async () => {
      const [first, second] = [await placeOf(view, cell), await page.evaluate(frames).then(() => placeOf(view, cell))];
      assert.deepEqual(first, second, 'the page has come to rest');
      return second;
    });
    const fingers = (/** @type {number} */ apart) =>
      [-1, 1].map((side) => ({ x: middle.x + side * apart, y: middle.y, id: side + 1 }));
    await touch('touchStart', ...fingers(5));
    for (let step = 1; step <= 10; step++) await touch('touchMove', ...fingers(5 + step * 10));
    await touch('touchEnd');
    await eventually(page, async () => {
      const now = await placeOf(view, cell);
      assert.ok(now.size > size * 10, `cells of ${now.size}, before ${size}`);
      const away = Math.hypot(now.x - middle.x, now.y - middle.y);
      assert.ok(away < now.size, `about the middle: ${away} pixels away, cells of ${now.size}`);
    });

    const [from, held] = [await placeOf(view, cell), await scrolled()];
    await touch('touchStart', from);
    for (let step = 1; step <= 5; step++) await touch('touchMove', { x: from.x + 8 * step, y: from.y + 6 * step });
    await touch('touchEnd');
    await eventually(page, async () => {
      const to = await placeOf(view, cell);
      assert.ok(Math.abs(to.x - from.x - 40) < 2 && Math.abs(to.y - from.y - 30) < 2, JSON.stringify([from, to]));
    });
    assert.equal(await scrolled(), held);
    await assertDrawn(page, view, cell);
  });
});
