/**
 * Where things go: sizes of cells and places of labels, in CSS pixels. Pure: the callers measure text.
 *
 * @typedef {{ indexes: number[], angle: 0 | 45 | 90, longest: number, band: number, overhang: number }} LabelPlan
 *   indexes: of the labels that stand there all the time (the others appear under the pointer); angle: how far they are
 *   turned, in degrees; longest: where a text is cut; band: room they need beside the matrix; overhang: how far the
 *   last ones reach beyond its end
 */

/** Room between two labels, and between a label and the matrix. */
const GAP = 6;

/** Words thinner than every fourth tell a reader nothing: beyond it they appear on hover only. */
const THINNEST_WORDS = 4;

/** A matrix with smaller cells than this many device pixels can be zoomed. */
const COMFORTABLE = 4;

/** Room above it for the words that appear as it is zoomed. */
const ZOOMED_BAND = 72;

/** More tokens than this many pixels of the flow share them. */
const LONGEST_FLOW = 512;

/**
 * A cell size that is a whole number of device pixels (at least one), or as it is where it is smaller than one.
 * @param {number} size
 * @param {number} ratio device pixels per CSS pixel
 */
export function snap(size, ratio) {
  const device = size * ratio;
  return device >= 1 ? Math.floor(device + 1e-6) / ratio : size;
}

/**
 * Numbers that stand far enough apart, counted from 1: all, or every 5th, 10th, 20th, 50th ...
 * @param {number} count
 * @param {number} needed cells that one label covers
 */
function roundNumbers(count, needed) {
  if (needed <= 1) return every(count, 1);
  let step = 5;
  while (step < needed) step *= /^[15]/.test(String(step)) ? 2 : 2.5;
  const indexes = every(count, 1).filter((index) => (index + 1) % step === 0);
  return needed <= step - 1 ? [0, ...indexes] : indexes;
}

/**
 * @param {number} count
 * @param {number} step
 */
function every(count, step) {
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
}

/**
 * Labels above the columns. Words first turn, then thin out, then wait for the pointer; numbers only thin out.
 * @param {{ widths: number[], cell: number, line: number, limit: number, numbers?: boolean, slanted?: boolean }} room
 *   widths: of the labels; cell: width of a column; line: height of a line; limit: tallest band allowed; slanted:
 *   whether they may turn by 45° and reach beyond the last column
 * @returns {LabelPlan}
 */
export function columnLabels({ widths, cell, line, limit, numbers = false, slanted = true }) {
  const count = widths.length;
  const widest = Math.max(0, ...widths);
  const beyond = Math.max(0, (widest - cell) / 2);
  if (numbers) {
    const indexes = roundNumbers(count, (widest + GAP) / cell);
    return { indexes, angle: 0, longest: widest, band: line, overhang: beyond };
  }
  if (widest + GAP <= cell) return { indexes: every(count, 1), angle: 0, longest: widest, band: line, overhang: 0 };
  if (slanted && cell * Math.SQRT1_2 >= line * 0.88) { // no letters above or below: lines may come closer
    const longest = Math.min(widest, limit / Math.SQRT1_2 - line);
    const reach = widths.map((width, column) => {
      return (Math.min(width, longest) + line) * Math.SQRT1_2 - (count - column - 0.5) * cell;
    });
    const band = (longest + line) * Math.SQRT1_2;
    return { indexes: every(count, 1), angle: 45, longest, band, overhang: Math.max(0, ...reach) };
  }
  const step = Math.ceil(line / cell);
  if (step > THINNEST_WORDS) return { indexes: [], angle: 0, longest: limit, band: line, overhang: 0 };
  const band = Math.min(widest, limit);
  return { indexes: every(count, step), angle: 90, longest: band, band, overhang: Math.max(0, (line - cell) / 2) };
}

/**
 * Labels beside the rows: they never turn; they thin out where a row is lower than a line.
 * @param {{ widths: number[], cell: number, line: number, limit: number, numbers?: boolean }} room as for columns, but
 *   cell is the height of a row and limit the widest band
 * @returns {LabelPlan}
 */
export function rowLabels({ widths, cell, line, limit, numbers = false }) {
  const count = widths.length;
  const band = Math.min(Math.max(0, ...widths), limit);
  const step = Math.ceil(line / cell);
  const indexes = numbers ? roundNumbers(count, line / cell) : step > THINNEST_WORDS ? [] : every(count, step);
  return { indexes, angle: 0, longest: band, band, overhang: indexes.length ? Math.max(0, (line - cell) / 2) : 0 };
}

/**
 * @typedef {{ widths: number[], numbers?: boolean }} AxisText
 * @typedef {{ cellWidth: number, cellHeight: number, rows: LabelPlan, columns: LabelPlan, zoomable: boolean }} MatrixLayout
 */

/**
 * The large matrix: as big as its room allows, with a band of labels on the left and one above.
 * @param {{
 *   width: number, side: number, largest: number, rows: AxisText, columns: AxisText, square: boolean, band: number,
 *   line: number, ratio: number,
 * }} room width: of the whole, labels included; side: longest side of the matrix itself; largest: biggest cell;
 *   square: whether both axes count the same things; band: least room for the labels of the rows; ratio: device pixels
 *   per CSS pixel
 * @returns {MatrixLayout}
 */
export function layoutMatrix({ width, side, largest, rows, columns, square, band, line, ratio }) {
  const limit = Math.min(160, width * 0.3);
  const height = Math.min(112, width * 0.25);
  const rowBand = Math.max(band, Math.min(Math.max(0, ...rows.widths), limit));
  const rowCount = Math.max(1, rows.widths.length);
  const columnCount = Math.max(1, columns.widths.length);
  const free = width - rowBand - GAP;
  const fit = (/** @type {number} */ room) => {
    const wide = Math.min(largest, side / columnCount, room / columnCount);
    const high = Math.min(largest, side / rowCount);
    const cellWidth = snap(square ? Math.min(wide, high) : wide, ratio);
    const cellHeight = square ? cellWidth : snap(Math.min(high, Math.max(line, 3 * cellWidth)), ratio);
    return { cellWidth, cellHeight, columns: columnLabels({ ...columns, cell: cellWidth, line, limit: height }) };
  };
  let fitted = fit(free);
  // Slanted labels reach beyond the last column, and reach further where columns are narrower: give way until all fits.
  for (let tries = 0; tries < 8; tries++) {
    const used = fitted.cellWidth * columnCount;
    if (used + fitted.columns.overhang <= free) break;
    fitted = fit(Math.min(used - 1 / ratio, free - fitted.columns.overhang));
  }
  const zoomable = Math.min(fitted.cellWidth, fitted.cellHeight) * ratio < COMFORTABLE;
  if (zoomable && !columns.numbers) {
    fitted.columns.band = Math.max(line, Math.min(ZOOMED_BAND, height, Math.max(0, ...columns.widths)));
  }
  return { ...fitted, zoomable, rows: { ...rowLabels({ ...rows, cell: fitted.cellHeight, line, limit }), band: rowBand } };
}

/**
 * One cell size for all token axes and one for all feature axes of the flow, so that shapes compare by eye.
 * @param {{ width: number, tokens: number, features: number, ratio: number }} room width: of the widest matrix;
 *   tokens, features: of the longest such axis
 */
export function flowCells({ width, tokens, features, ratio }) {
  const wanted = Math.min(20, Math.max(1, 116 / tokens));
  const token = Math.min(wanted < 4 ? Math.ceil(wanted) : wanted, Math.min(width, LONGEST_FLOW) / tokens);
  const feature = Math.min(6, Math.max(1, 192 / features), width / features);
  return { token: snap(token, ratio), feature: snap(feature, ratio) };
}
