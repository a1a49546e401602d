/**
 * One matrix that can be asked: a canvas, the marks over it, and a grid for keyboards and screen readers (one tab stop,
 * one live cell).
 *
 * @import { Stage } from './stages.js'
 * @import { Cell, Selection } from './selection.js'
 * @import { Viewport } from '../figure/viewport.js'
 */
import { drawMatrix, sizeCanvas } from '../figure/heatmap.js';
import { boxOf, cellAt, seen } from '../figure/viewport.js';
import { h, write } from './dom.js';

/**
 * @typedef {{
 *   point: (cell: Cell | null) => void,
 *   move: (cell: Cell) => void,
 *   pin: (cell: Cell | null) => void,
 *   announce: (stage: Stage, row: number, column: number) => string,
 * }} Pointing what happens when a cell is pointed at, reached by a key, or pinned (null: unpinned), and its name
 */

let count = 0;

export class MatrixView {
  /** @type {Stage | null} */
  stage = null;
  /** @type {Viewport} */
  view = { rows: 1, columns: 1, width: 1, height: 1, cellWidth: 1, cellHeight: 1, left: 0, top: 0 };
  /** Whether the pointer or the keyboard is in it. Kept here, because Firefox sets :hover after the first pointermove. */
  asked = false;
  /** The live cell. */
  at = { row: 0, column: 0 };
  #name = '';
  #pointing;

  /**
   * @param {'main' | 'flow'} place
   * @param {Pointing} pointing
   */
  constructor(place, pointing) {
    this.#pointing = pointing;
    this.id = `matrix-${count++}`;
    this.canvas = h('canvas', { part: 'canvas', 'data-view': place, 'aria-hidden': 'true' });
    const kinds = ['row', 'row', 'column', 'cell', 'part'];
    this.marks = kinds.map((kind) => h('i', { class: `mark ${kind}`, 'data-role': 'key', hidden: true }));
    this.row = h('div');
    this.element = h(
      'div', { class: 'matrix', part: 'grid', role: 'grid', tabindex: 0, 'aria-describedby': place === 'main' && 'summary', 'data-view': place },
      this.canvas, ...this.marks, this.row,
    );
    this.#listen();
  }

  /**
   * Everything but what is made of the numbers.
   * @param {Stage} stage
   * @param {Viewport} view
   * @param {string} label what a screen reader calls the matrix
   */
  show(stage, view, label) {
    this.stage = stage;
    this.view = view;
    sizeCanvas(this.canvas, view);
    const { rows, columns } = view;
    this.at = { row: Math.min(this.at.row, rows - 1), column: Math.min(this.at.column, columns - 1) };
    const name = [stage.id, stage.head, label, rows, columns].join();
    if (name === this.#name) return;
    this.#name = name;
    for (const { dataset } of [this.canvas, this.element]) {
      dataset.stage = stage.id;
      if (stage.head === null) delete dataset.head;
      else dataset.head = String(stage.head);
    }
    this.element.setAttribute('aria-label', label);
    this.element.setAttribute('aria-rowcount', String(rows));
    this.element.setAttribute('aria-colcount', String(columns));
    write(this.marks[4], stage.part?.name ?? '');
    if (!this.row.hasChildNodes()) this.#announce(); // a grid has a row, even before it is drawn
  }

  /**
   * @param {number} ratio device pixels in a CSS pixel
   * @returns {boolean} whether any pixel had to be drawn
   */
  draw(ratio) {
    this.#announce();
    return this.stage !== null && drawMatrix(this.canvas, this.stage, this.view, ratio);
  }

  /**
   * Marks what the selection lights up here.
   * @param {Selection | null} selection
   */
  mark(selection) {
    if (!this.stage) return;
    const { role, rows: { index }, columns: { index: across }, id, part } = this.stage;
    const { rows, columns } = this.view;
    const { query = null, key = null } = selection ?? {};
    const [first, second, column, cell, name] = this.marks;
    const ofQuery = query !== null && (index === 'query' || index === 'both');
    const ofKey = key !== null && (index === 'key' || index === 'both');
    const down = key !== null && across === 'key';
    first.dataset.role = role ?? 'query';
    second.dataset.role = role ?? 'key';
    this.#place(first, ofQuery && [query, 0, 1, columns]);
    this.#place(second, ofKey && [key, 0, 1, columns]);
    this.#place(column, down && [0, key, rows, 1]);
    if (selection?.stage === id) this.#place(cell, [selection.row, selection.column, 1, 1]);
    else this.#place(cell, down && query !== null && [query, key, 1, 1]);
    cell.classList.toggle('pinned', selection?.pinned ?? false);
    const own = part && seen(this.view, boxOf(this.view, 0, part.from, rows, part.count));
    this.#put(name, own && { ...own, y: this.view.height, height: 0 }); // under its columns
  }

  /**
   * A cell in client coordinates.
   * @param {number} row
   * @param {number} column
   */
  cellRect(row, column) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const { x, y, width, height } = boxOf(this.view, row, column);
    return new DOMRect(left + x, top + y, width, height);
  }

  /**
   * @param {HTMLElement} mark
   * @param {false | [row: number, column: number, rows: number, columns: number]} block what it marks, if anything
   */
  #place(mark, block) {
    this.#put(mark, block && seen(this.view, boxOf(this.view, ...block)));
  }

  /**
   * @param {HTMLElement} mark
   * @param {false | null | { x: number, y: number, width: number, height: number }} box nothing hides it
   */
  #put(mark, box) {
    mark.toggleAttribute('hidden', !box);
    if (!box) return;
    mark.style.left = `${box.x}px`;
    mark.style.top = `${box.y}px`;
    mark.style.width = `${box.width}px`;
    mark.style.height = `${box.height}px`;
  }

  /** Puts a cell with the name of the current one into the grid: a new one, because only that is read out again. */
  #announce() {
    if (!this.stage) return;
    const { row, column } = this.at;
    const id = `${this.id}-${row}-${column}`;
    const name = this.#pointing.announce(this.stage, row, column);
    const before = this.row.firstElementChild;
    if (before?.id === id) return write(before, name);
    const cell = h('div', { role: 'gridcell', id, 'aria-colindex': column + 1 }, name);
    const live = h('div', { role: 'row', class: 'unseen', 'aria-rowindex': row + 1 }, cell);
    this.row.replaceWith(live);
    this.row = live;
    this.element.setAttribute('aria-activedescendant', id);
  }

  #listen() {
    const { element } = this;
    const where = () => ({ stage: this.stage?.id ?? '', ...this.at });
    const leave = () => {
      this.asked = false;
      this.#pointing.point(null);
    };
    element.addEventListener('pointermove', (event) => {
      if (!this.stage || event.pointerType === 'touch') return;
      this.asked = true;
      this.#pointing.point({ stage: this.stage.id, ...this.#under(event) });
    });
    element.addEventListener('pointerleave', leave);
    element.addEventListener('click', (event) => {
      if (!this.stage) return;
      this.at = this.#under(event);
      this.#announce();
      this.#pointing.pin(where());
    });
    element.addEventListener('focus', () => {
      if (!element.matches(':focus-visible')) return;
      this.asked = true;
      this.#pointing.point(where());
    });
    element.addEventListener('blur', leave);
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') return this.#pointing.pin(null);
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        return this.#pointing.pin(where());
      }
      const next = moved(this.at, event, this.view.rows, this.view.columns);
      if (!next || !this.stage) return;
      event.preventDefault();
      this.at = next;
      this.asked = true;
      this.#announce();
      this.#pointing.move(where());
    });
  }

  /** @param {MouseEvent} event */
  #under({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return cellAt(this.view, clientX - left, clientY - top);
  }
}

/**
 * Where a key leads in a grid; null for other keys.
 * @param {{ row: number, column: number }} at
 * @param {{ key: string, ctrlKey: boolean, metaKey: boolean }} event
 * @param {number} rows
 * @param {number} columns
 */
export function moved({ row, column }, { key, ctrlKey, metaKey }, rows, columns) {
  const far = ctrlKey || metaKey;
  const to = {
    ArrowLeft: [row, far ? 0 : column - 1],
    ArrowRight: [row, far ? columns - 1 : column + 1],
    ArrowUp: [far ? 0 : row - 1, column],
    ArrowDown: [far ? rows - 1 : row + 1, column],
    Home: [far ? 0 : row, 0],
    End: [far ? rows - 1 : row, columns - 1],
  }[key];
  if (!to) return null;
  return { row: Math.min(rows - 1, Math.max(0, to[0])), column: Math.min(columns - 1, Math.max(0, to[1])) };
}
