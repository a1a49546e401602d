/**
 * A matrix of very small cells as a window that can be zoomed and moved: with Ctrl and the wheel or two fingers, by
 * dragging, with buttons, and with the keys + − 0. A plain wheel, or one finger on the whole matrix, scrolls the page.
 *
 * @import { Viewport } from '../figure/viewport.js'
 * @import { MatrixView } from './matrix.js'
 * @import { Later } from './languages/en.js'
 */
import { boxOf, cellAt, pan, refit, reveal, zoom } from '../figure/viewport.js';
import { h, write } from './dom.js';

/** The largest cells, in CSS pixels: large enough for their numbers. */
const LARGEST = 48;

/** What a button, a key or a double click multiplies them by. */
const STEP = 2;

/** A pointer that has moved less than this, in CSS pixels, has clicked. */
const THRESHOLD = 4;

/** @typedef {{ x: number, y: number }} Point in the window */

export class Zoom {
  /** @type {Viewport | null} all of the matrix, where it can be zoomed */
  #whole = null;
  #stage = '';
  #frame = 0;
  #dragged = false;
  /** @type {Map<number, Point>} where the pointers are that are down */
  #pointers = new Map();
  #matrix;
  #changed;

  /**
   * @param {MatrixView} matrix
   * @param {() => void} changed draws it again, once a frame
   * @param {Later['zoom']} words
   * @param {(number: number) => string} count
   */
  constructor(matrix, changed, words, count) {
    this.words = words;
    this.count = count;
    this.#matrix = matrix;
    this.#changed = changed;
    const button = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {() => void} */ act) => {
      const element = h('button', { type: 'button', title: name, 'aria-label': name }, sign);
      element.addEventListener('click', act);
      return element;
    };
    this.smaller = [
      button('−', words.out, () => this.#step(1 / STEP)),
      button(words.whole, words.whole, () => this.#step(0)),
    ];
    const [out, whole] = this.smaller;
    this.note = h('span');
    this.element = h(
      'div', { class: 'zoom', hidden: true }, out, button('+', words.in, () => this.#step(STEP)), whole, this.note,
    );
    this.#listen(matrix.element);
  }

  /**
   * The window onto a matrix that was laid out anew: what was zoomed stays so.
   * @param {string} stage
   * @param {Viewport} whole
   * @param {boolean} zoomable
   */
  fit(stage, whole, zoomable) {
    const before = stage === this.#stage && zoomable ? this.#whole : null;
    this.#stage = stage;
    this.#whole = zoomable ? whole : null;
    this.element.toggleAttribute('hidden', !zoomable);
    const { element, view } = this.#matrix;
    element.classList.toggle('zoomable', zoomable);
    element.onwheel = zoomable ? (event) => this.#wheel(event) : null; // where there is none, scrolling need not wait
    element.ontouchstart = zoomable ? (event) => { if (event.touches.length > 1) event.preventDefault(); } : null;
    return before ? refit(view, before, whole, LARGEST) : whole;
  }

  /**
   * Says what is seen.
   * @param {number} ratio
   * @param {boolean} signed
   */
  tell(ratio, signed) {
    const { words } = this;
    const { view, element } = this.#matrix;
    const [rows, columns] = [view.cellHeight, view.cellWidth].map((size) => Math.max(1, Math.round(1 / size / ratio)));
    const zoomed = this.#isZoomed();
    element.classList.toggle('zoomed', zoomed);
    for (const button of this.smaller) button.setAttribute('aria-disabled', String(!zoomed));
    const [from, to] = [cellAt(view, 0, 0), cellAt(view, view.width - 1, view.height - 1)];
    const range = (/** @type {'row' | 'column'} */ side) => [from, to].map((cell) => this.count(cell[side] + 1)).join('–');
    write(this.note, [
      ...(zoomed ? [words.window(range('row'), range('column'))] : []),
      ...(rows * columns > 1 ? [words.pixel(rows, columns, signed)] : []),
    ].join(' · '));
  }

  /**
   * Moves the window to a cell.
   * @param {{ row: number, column: number }} cell
   */
  reveal(cell) {
    if (this.#whole) this.#show(reveal(this.#matrix.view, cell));
  }

  #isZoomed() {
    const { cellWidth, cellHeight } = this.#matrix.view;
    return this.#whole !== null && (cellWidth > this.#whole.cellWidth || cellHeight > this.#whole.cellHeight);
  }

  /** @param {Viewport} view */
  #show(view) {
    this.#matrix.view = view;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#changed();
    });
  }

  /**
   * @param {number} factor 0 shows the whole matrix
   * @param {Point} [point] what lies there stays there; without it, what is in the middle
   */
  #step(factor, point) {
    const { view } = this.#matrix;
    if (this.#whole) this.#show(zoom(view, factor, point ?? { x: view.width / 2, y: view.height / 2 }, this.#whole, LARGEST));
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode ? 16 : 1);
    this.#step(Math.exp(-Math.max(-30, Math.min(30, pixels)) / 50), this.#pointOf(event));
  }

  /**
   * What moves the window does not point at a cell or pin it: this hears it first.
   * @param {HTMLElement} element
   */
  #listen(element) {
    const first = { capture: true };
    element.addEventListener('pointerdown', (event) => {
      if (!this.#whole || event.button) return;
      if (!this.#pointers.size) this.#dragged = false;
      this.#pointers.set(event.pointerId, this.#pointOf(event));
    }, first);
    element.addEventListener('pointermove', (event) => {
      if (!event.buttons) this.#pointers.delete(event.pointerId);
      if (this.#pointers.has(event.pointerId) && this.#drag(event)) event.stopPropagation();
    }, first);
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      element.addEventListener(type, ({ pointerId }) => this.#pointers.delete(pointerId));
    }
    element.addEventListener('click', (event) => {
      if (this.#dragged) event.stopPropagation();
      this.#dragged = false;
    }, first);
    element.addEventListener('dblclick', (event) => this.#step(STEP, this.#pointOf(event)));
    element.addEventListener('keydown', (event) => {
      const factor = { '+': STEP, '=': STEP, '-': 1 / STEP, '0': 0 }[event.key];
      if (!this.#whole || factor === undefined || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const { at, view } = this.#matrix;
      const { x, y, width, height } = boxOf(view, at.row, at.column);
      this.#step(factor, { x: x + width / 2, y: y + height / 2 });
      this.reveal(at);
    });
  }

  /**
   * One pointer moves the window once it has gone far enough; two move it too, and zoom as they part or meet.
   * @param {PointerEvent} event
   * @returns {boolean} whether it does so
   */
  #drag(event) {
    const { pointerId } = event;
    const before = this.#gesture();
    const from = /** @type {Point} */ (this.#pointers.get(pointerId));
    const to = this.#pointOf(event);
    const far = this.#pointers.size > 1 || this.#isZoomed() && Math.hypot(to.x - from.x, to.y - from.y) >= THRESHOLD;
    if (!far && !this.#dragged) return false;
    this.#dragged = true;
    this.#matrix.element.setPointerCapture(pointerId);
    this.#pointers.set(pointerId, to);
    const after = this.#gesture();
    this.#step(after.spread / before.spread, before);
    this.#show(pan(this.#matrix.view, after.x - before.x, after.y - before.y));
    return true;
  }

  /** The middle of all pointers, and how far they are from it. */
  #gesture() {
    const points = [...this.#pointers.values()];
    const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value) / values.length;
    const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
    return { x, y, spread: mean(points.map((point) => Math.hypot(point.x - x, point.y - y))) || 1 };
  }

  /** @param {MouseEvent} event */
  #pointOf({ clientX, clientY }) {
    const { left, top } = this.#matrix.canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}
