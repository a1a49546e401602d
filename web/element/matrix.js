/**
 * One matrix that can be asked: a canvas, the marks over it, and a grid for keyboards and screen readers (one tab stop,
 * one live cell).
 *
 * @import { Stage } from './stages.js'
 * @import { Cell, Selection } from './selection.js'
 */
import { drawMatrix } from '../figure/heatmap.js';
import { cellAt } from '../figure/layout.js';
import { h } from './dom.js';

/**
 * @typedef {{ cellWidth: number, cellHeight: number, ratio: number }} Size
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
  /** @type {Size} */
  size = { cellWidth: 1, cellHeight: 1, ratio: 1 };
  /** Whether the pointer or the keyboard is in it. Kept here, because Firefox sets :hover after the first pointermove. */
  asked = false;
  #at = { row: 0, column: 0 };
  #pointing;

  /**
   * @param {'main' | 'flow'} view
   * @param {Pointing} pointing
   */
  constructor(view, pointing) {
    this.#pointing = pointing;
    this.id = `matrix-${count++}`;
    this.canvas = h('canvas', { part: 'canvas', 'data-view': view, 'aria-hidden': 'true' });
    const kinds = ['row', 'row', 'column', 'cell', 'part'];
    this.marks = kinds.map((kind) => h('i', { class: `mark ${kind}`, hidden: true }));
    this.row = h('div');
    this.element = h(
      'div', { class: 'matrix', part: 'grid', role: 'grid', tabindex: 0, 'data-view': view },
      this.canvas, ...this.marks, this.row,
    );
    this.#listen();
  }

  /**
   * @param {Stage} stage
   * @param {Size} size
   * @param {string} label what a screen reader calls the matrix
   */
  draw(stage, size, label) {
    this.stage = stage;
    this.size = size;
    const rows = stage.rows.texts.length;
    const columns = stage.columns.texts.length;
    drawMatrix(this.canvas, { ...stage, rows, columns }, size);
    for (const element of [this.canvas, this.element]) {
      element.dataset.stage = stage.id;
      if (stage.head === null) delete element.dataset.head;
      else element.dataset.head = String(stage.head);
    }
    this.element.setAttribute('aria-label', label);
    this.element.setAttribute('aria-rowcount', String(rows));
    this.element.setAttribute('aria-colcount', String(columns));
    this.#at = { row: Math.min(this.#at.row, rows - 1), column: Math.min(this.#at.column, columns - 1) };
    this.#announce();
    const [, , , , part] = this.marks;
    part.hidden = !stage.part;
    part.textContent = stage.part?.name ?? '';
    if (stage.part) this.#place(part, rows, stage.part.from, 0, stage.part.count);
  }

  /**
   * Marks what the selection lights up here.
   * @param {Selection | null} selection
   */
  mark(selection) {
    const { stage } = this;
    if (!stage) return;
    const rows = stage.rows.texts.length;
    const columns = stage.columns.texts.length;
    const [first, second, column, cell] = this.marks;
    for (const mark of [first, second, column, cell]) mark.hidden = true;
    if (!selection) return;
    const { index } = stage.rows;
    const role = (/** @type {HTMLElement} */ mark, /** @type {string} */ name) => { mark.dataset.role = name; };
    if (selection.query !== null && (index === 'query' || index === 'both')) {
      role(first, stage.role ?? 'query');
      this.#place(first, selection.query, 0, 1, columns);
    }
    if (selection.key !== null && (index === 'key' || index === 'both')) {
      role(second, stage.role ?? 'key');
      this.#place(second, selection.key, 0, 1, columns);
    }
    if (selection.key !== null && stage.columns.index === 'key') {
      role(column, 'key');
      this.#place(column, 0, selection.key, rows, 1);
    }
    const own = selection.stage === stage.id;
    const pair = stage.columns.index === 'key' && selection.query !== null && selection.key !== null;
    if (own) this.#place(cell, selection.row, selection.column, 1, 1);
    else if (pair) this.#place(cell, Number(selection.query), Number(selection.key), 1, 1);
    cell.classList.toggle('pinned', selection.pinned);
  }

  /**
   * A cell in client coordinates.
   * @param {number} row
   * @param {number} column
   */
  cellRect(row, column) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const { cellWidth, cellHeight } = this.size;
    return new DOMRect(left + column * cellWidth, top + row * cellHeight, cellWidth, cellHeight);
  }

  /**
   * @param {HTMLElement} mark
   * @param {number} row
   * @param {number} column
   * @param {number} rows
   * @param {number} columns
   */
  #place(mark, row, column, rows, columns) {
    const { cellWidth, cellHeight } = this.size;
    mark.hidden = false;
    mark.style.left = `${column * cellWidth}px`;
    mark.style.top = `${row * cellHeight}px`;
    mark.style.width = `${columns * cellWidth}px`;
    mark.style.height = `${rows * cellHeight}px`;
  }

  /** Puts a cell with the name of the current one into the grid: a new one, because only that is read out again. */
  #announce() {
    if (!this.stage) return;
    const { row, column } = this.#at;
    const id = `${this.id}-${row}-${column}`;
    const name = this.#pointing.announce(this.stage, row, column);
    const cell = h('div', { role: 'gridcell', id, 'aria-colindex': column + 1 }, name);
    const live = h('div', { role: 'row', class: 'unseen', 'aria-rowindex': row + 1 }, cell);
    this.row.replaceWith(live);
    this.row = live;
    this.element.setAttribute('aria-activedescendant', id);
  }

  #listen() {
    const { element } = this;
    const where = () => ({ stage: this.stage?.id ?? '', ...this.#at });
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
      this.#at = this.#under(event);
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
      const next = this.stage && moved(this.#at, event, this.stage.rows.texts.length, this.stage.columns.texts.length);
      if (!next) return;
      event.preventDefault();
      this.#at = next;
      this.asked = true;
      this.#announce();
      this.#pointing.move(where());
    });
  }

  /** @param {MouseEvent} event */
  #under({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const rows = this.stage?.rows.texts.length ?? 1;
    const columns = this.stage?.columns.texts.length ?? 1;
    return cellAt(clientX - left, clientY - top, { ...this.size, rows, columns });
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
