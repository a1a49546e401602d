/**
 * The large matrix with its labels, the names of its axes and the scale of its colours.
 *
 * @import { Stage } from './stages.js'
 * @import { Selection } from './selection.js'
 * @import { Pointing } from './matrix.js'
 * @import { Strings } from './strings.js'
 */
import { brief } from '../figure/numbers.js';
import { Labels, textWidths } from '../figure/labels.js';
import { columnLabels, layoutMatrix, rowLabels } from '../figure/layout.js';
import { color, inkOn } from '../figure/palette.js';
import { boxOf, cellAt, whole } from '../figure/viewport.js';
import { h, visible, write } from './dom.js';
import { Legend } from './scale.js';
import { MatrixView } from './matrix.js';
import { whenIdle } from './sight.js';
import { numberName, shortDigits } from './stages.js';
import { Zoom } from './zoom.js';

/** The longest side and the largest cell, in CSS pixels: the first screen also holds the sentence and the heads. */
const SIDE = 440;
const LARGEST = 88;

/** Cells of at least this size carry their number. */
const NUMBERS_FROM = 44;

/**
 * @typedef {{ width: number, size: number, family: string, ratio: number, side?: number, largest?: number }} Room with the
 *   font of the labels in it; side, largest: where the matrix is to be smaller than the large one
 */

export class Hero {
  /** @type {Room} */
  #room = { width: 0, size: 0, family: '', ratio: 1 };
  /** @type {Selection | null} */
  #selection = null;

  /**
   * @param {Pointing} pointing
   * @param {Strings} strings
   */
  constructor(pointing, strings) {
    this.matrix = new MatrixView('main', {
      ...pointing,
      move: (cell) => {
        this.zoom.reveal(cell);
        pointing.move(cell);
      },
    });
    this.zoom = new Zoom(this.matrix, () => {
      this.#paint();
      this.mark(this.#selection);
    }, strings);
    this.legend = new Legend(strings.closed);
    this.rowTitle = h('span', { class: 'axis rows' });
    this.columnTitle = h('span', { class: 'axis columns' });
    this.rowBand = h('div', { class: 'labels rows', 'data-role': 'query', 'aria-hidden': 'true' });
    this.columnBand = h('div', { class: 'labels columns', 'data-role': 'key', 'aria-hidden': 'true' });
    this.rowLabels = new Labels(this.rowBand, 'top');
    this.columnLabels = new Labels(this.columnBand, 'left');
    this.plot = h(
      'div', { class: 'plot' },
      this.rowTitle, this.columnTitle, this.columnBand, this.rowBand, this.matrix.element, this.zoom.element,
      this.legend.element,
    );
    this.element = h('div', { class: 'hero' }, this.plot);
  }

  /** @param {number} ratio device pixels in a CSS pixel @returns {Room} */
  measure(ratio) {
    const { fontSize, fontFamily } = getComputedStyle(this.rowBand);
    return { width: this.element.clientWidth, size: parseFloat(fontSize), family: fontFamily, ratio };
  }

  /**
   * @param {Stage} stage
   * @param {string} label
   * @param {Room} room
   */
  draw(stage, label, room) {
    const { rows, columns } = stage;
    this.#room = room;
    for (const [title, axis] of /** @type {const} */ ([[this.rowTitle, rows], [this.columnTitle, columns]])) {
      write(title, axis.title);
      title.dataset.role = axis.index;
    }
    const font = `600 ${room.size}px ${room.family}`; // as wide as a label is when it is lit
    const line = Math.ceil(room.size * 1.2);
    const [rowAxis, columnAxis] = [rows, columns].map(({ texts, unit }) => {
      const shown = texts.map(visible);
      return { texts: shown, widths: textWidths(shown, font), line, numbers: unit === 'feature' };
    });
    this.axes = { rows: rowAxis, columns: columnAxis };
    const layout = layoutMatrix({
      side: SIDE,
      largest: LARGEST,
      ...room,
      ...this.axes,
      square: rows.unit === columns.unit,
      band: textWidths([rows.title], font)[0],
      line,
    });
    this.layout = layout;
    this.plot.style.gridTemplateColumns = `${layout.rows.band}px auto`;
    this.columnBand.style.height = `${layout.columns.band}px`;
    this.plot.style.paddingRight = `${layout.columns.overhang}px`;
    const { cellWidth, cellHeight } = layout;
    const all = whole({ rows: rows.texts.length, columns: columns.texts.length, cellWidth, cellHeight }, room.ratio);
    this.matrix.show(stage, this.zoom.fit(stage.id, all, layout.zoomable), label);
    this.legend.draw(stage.domain, numberName(stage), stage.closed?.includes(1) ?? false);
    this.#paint();
    if (layout.zoomable) whenIdle(() => this.matrix.stage === stage && stage.pyramid.prepare());
  }

  /** @param {Selection | null} selection */
  mark(selection) {
    this.#selection = selection;
    this.matrix.mark(selection);
    const { stage } = this.matrix;
    if (!stage) return;
    const own = selection?.stage === stage.id;
    const row = !selection ? null : own ? selection.row : stage.rows.index === 'key' ? selection.key : selection.query;
    const column = own ? selection.column : stage.columns.index === 'key' ? selection?.key ?? null : null;
    this.rowLabels.light(row);
    this.columnLabels.light(column);
  }

  /** What changes as the matrix is zoomed: its pixels, its labels and what is said of the window. */
  #paint() {
    const { matrix: { stage, view }, axes, layout } = this;
    if (!stage || !axes || !layout) return;
    const { ratio } = this.#room;
    const plan = !layout.zoomable ? layout : {
      rows: rowLabels({ ...axes.rows, cell: view.cellHeight, limit: layout.rows.band }),
      columns: columnLabels({ ...axes.columns, cell: view.cellWidth, limit: layout.columns.band, slanted: false }),
    };
    this.rowLabels.draw({
      ...axes.rows, plan: plan.rows, cell: view.cellHeight, offset: view.top, length: view.height,
    });
    this.columnLabels.draw({
      ...axes.columns, plan: plan.columns, cell: view.cellWidth, offset: view.left, length: view.width,
    });
    if (this.matrix.draw(ratio) && Math.min(view.cellWidth, view.cellHeight) >= NUMBERS_FROM) this.#writeNumbers();
    if (layout.zoomable) this.zoom.tell(ratio, stage.domain.kind === 'signed');
  }

  /** A short number in the lower corner of each cell, so that its middle stays the colour that the legend explains. */
  #writeNumbers() {
    const { stage, view, canvas } = this.matrix;
    const context = canvas.getContext('2d');
    if (!context || !stage) return;
    const { values, domain, closed } = stage;
    const { family, ratio } = this.#room;
    context.font = `${Math.round(12 * ratio)}px ${family}`;
    context.textAlign = 'right';
    context.textBaseline = 'alphabetic';
    const digits = shortDigits(stage);
    const [from, to] = [cellAt(view, 0, 0), cellAt(view, view.width, view.height)];
    for (let row = from.row; row <= to.row; row++) {
      for (let column = from.column; column <= to.column; column++) {
        const i = row * view.columns + column;
        const value = values[i];
        if (value === -Infinity || closed?.[i]) continue;
        context.fillStyle = inkOn(color(value, domain));
        const text = domain.kind === 'signed' ? brief(value) : value.toFixed(digits);
        const { x, y, width, height } = boxOf(view, row, column);
        context.fillText(text, (x + width - 6) * ratio, (y + height - 6) * ratio);
      }
    }
  }
}
