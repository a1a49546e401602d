/**
 * The large matrix with its labels, the names of its axes and the scale of its colours.
 *
 * @import { Stage } from './stages.js'
 * @import { Selection } from './selection.js'
 * @import { Pointing } from './matrix.js'
 */
import { brief } from '../figure/numbers.js';
import { drawLabels, lightLabel, textWidths } from '../figure/labels.js';
import { layoutMatrix } from '../figure/layout.js';
import { color, inkOn } from '../figure/palette.js';
import { h, visible } from './dom.js';
import { Legend } from './scale.js';
import { MatrixView } from './matrix.js';
import { numberName, shortDigits } from './stages.js';

/** The longest side and the largest cell, in CSS pixels: the first screen also holds the sentence and the heads. */
const SIDE = 440;
const LARGEST = 88;

/** Cells of at least this size carry their number. */
const NUMBERS_FROM = 44;

export class Hero {
  /** @param {Pointing} pointing */
  constructor(pointing) {
    this.matrix = new MatrixView('main', pointing);
    this.legend = new Legend();
    this.rowTitle = h('span', { class: 'axis rows' });
    this.columnTitle = h('span', { class: 'axis columns' });
    this.rowLabels = h('div', { class: 'labels rows', 'aria-hidden': 'true' });
    this.columnLabels = h('div', { class: 'labels columns', 'aria-hidden': 'true' });
    this.plot = h(
      'div', { class: 'plot' },
      this.rowTitle, this.columnTitle, this.columnLabels, this.rowLabels, this.matrix.element, this.legend.element,
    );
    this.element = h('div', { class: 'hero' }, this.plot);
  }

  /**
   * @param {Stage} stage
   * @param {string} label
   * @param {number} ratio device pixels in a CSS pixel
   */
  draw(stage, label, ratio) {
    const { rows, columns } = stage;
    this.rowTitle.textContent = rows.title;
    this.columnTitle.textContent = columns.title;
    for (const [title, { index }] of /** @type {const} */ ([[this.rowTitle, rows], [this.columnTitle, columns]])) {
      title.dataset.role = index;
    }
    const { fontSize, fontFamily } = getComputedStyle(this.rowLabels);
    const font = `600 ${fontSize} ${fontFamily}`; // as wide as a label is when it is lit
    const line = Math.ceil(parseFloat(fontSize) * 1.2);
    this.texts = { rows: rows.texts.map(visible), columns: columns.texts.map(visible) };
    const [title] = textWidths([rows.title], font);
    const layout = layoutMatrix({
      width: this.element.clientWidth,
      side: SIDE,
      largest: LARGEST,
      rows: { widths: textWidths(this.texts.rows, font), numbers: rows.unit === 'feature' },
      columns: { widths: textWidths(this.texts.columns, font), numbers: columns.unit === 'feature' },
      square: rows.unit === columns.unit,
      band: title,
      line,
      ratio,
    });
    this.layout = layout;
    this.plot.style.gridTemplateColumns = `${layout.rows.band}px auto`;
    this.columnLabels.style.height = `${layout.columns.band}px`;
    this.plot.style.paddingRight = `${layout.columns.overhang}px`;
    const across = { texts: this.texts.columns, plan: layout.columns, cell: layout.cellWidth, vertical: false };
    const down = { texts: this.texts.rows, plan: layout.rows, cell: layout.cellHeight, vertical: true };
    drawLabels(this.columnLabels, across);
    drawLabels(this.rowLabels, down);
    this.matrix.draw(stage, { ...layout, ratio }, label);
    if (Math.min(layout.cellWidth, layout.cellHeight) >= NUMBERS_FROM) this.#writeNumbers(stage, layout, ratio);
    this.legend.draw(stage.domain, numberName(stage), stage.closed?.includes(1) ?? false);
  }

  /** @param {Selection | null} selection */
  mark(selection) {
    this.matrix.mark(selection);
    const { stage } = this.matrix;
    if (!stage || !this.layout || !this.texts) return;
    const own = selection?.stage === stage.id;
    const row = !selection ? null : own ? selection.row : stage.rows.index === 'key' ? selection.key : selection.query;
    const column = own ? selection.column : stage.columns.index === 'key' ? selection?.key ?? null : null;
    const { cellWidth, cellHeight } = this.layout;
    lightLabel(this.rowLabels, { texts: this.texts.rows, cell: cellHeight, vertical: true }, row);
    lightLabel(this.columnLabels, { texts: this.texts.columns, cell: cellWidth, vertical: false }, column);
  }

  /**
   * A short number in the lower corner of each cell, so that its middle stays the colour that the legend explains.
   * @param {Stage} stage
   * @param {{ cellWidth: number, cellHeight: number }} layout
   * @param {number} ratio
   */
  #writeNumbers(stage, { cellWidth, cellHeight }, ratio) {
    const { values, columns, domain, closed } = stage;
    const context = this.matrix.canvas.getContext('2d');
    if (!context) return;
    const { fontFamily } = getComputedStyle(this.rowLabels);
    context.font = `${Math.round(12 * ratio)}px ${fontFamily}`;
    const digits = shortDigits(stage);
    context.textAlign = 'right';
    context.textBaseline = 'alphabetic';
    values.forEach((value, i) => {
      if (value === -Infinity || closed?.[i]) return;
      const column = i % columns.texts.length;
      const row = Math.floor(i / columns.texts.length);
      context.fillStyle = inkOn(color(value, domain));
      const text = domain.kind === 'signed' ? brief(value) : value.toFixed(digits);
      context.fillText(text, ((column + 1) * cellWidth - 6) * ratio, ((row + 1) * cellHeight - 6) * ratio);
    });
  }
}
