/**
 * A matrix on a canvas: painted once, one pixel a cell, then scaled to whole device pixels without smoothing.
 *
 * @import { Domain, Theme } from './palette.js'
 */
import { maskedColor, paint } from './palette.js';

/** Cells of at least this many device pixels get a gap between them. */
const GAP_FROM = 11;

/** Smaller cells could not show hatching: they get the plain masked colour. */
const HATCH_FROM = 5;

const HATCH = { light: '#a9a9a6', dark: '#5c5f66' };

/**
 * @typedef {{
 *   values: ArrayLike<number>, rows: number, columns: number, domain: Domain, closed: ArrayLike<number> | null,
 * }} Picture values: row by row; closed: 1 where the mask closes the cell
 */

/**
 * One pixel a cell.
 * @param {Picture} picture
 */
function paintCells({ values, rows, columns, domain, closed }) {
  const cells = document.createElement('canvas');
  cells.width = columns;
  cells.height = rows;
  const context = cells.getContext('2d');
  const image = new ImageData(columns, rows);
  paint(values, domain, image.data, closed);
  context?.putImageData(image, 0, 0);
  return cells;
}

/**
 * Draws a matrix and sizes its canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} picture
 * @param {{ cellWidth: number, cellHeight: number, ratio: number }} size in CSS pixels; ratio: device pixels in one
 */
export function drawMatrix(canvas, picture, { cellWidth, cellHeight, ratio }) {
  const { rows, columns } = picture;
  const width = Math.max(1, Math.round(columns * cellWidth * ratio));
  const height = Math.max(1, Math.round(rows * cellHeight * ratio));
  canvas.width = width;
  canvas.height = height;
  canvas.style.width = `${width / ratio}px`;
  canvas.style.height = `${height / ratio}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  const cell = { width: width / columns, height: height / rows };
  context.imageSmoothingEnabled = cell.width < 1 || cell.height < 1;
  context.imageSmoothingQuality = 'high';
  context.drawImage(paintCells(picture), 0, 0, width, height);
  if (Math.min(cell.width, cell.height) >= HATCH_FROM) hatch(context, picture, cell, ratio);
  const gap = Math.max(1, Math.floor(ratio));
  if (cell.width >= GAP_FROM * gap) {
    for (let column = 1; column < columns; column++) context.clearRect(Math.round(column * cell.width), 0, gap, height);
  }
  if (cell.height >= GAP_FROM * gap) {
    for (let row = 1; row < rows; row++) context.clearRect(0, Math.round(row * cell.height), width, gap);
  }
}

/**
 * Hatches the masked cells, run by run.
 * @param {CanvasRenderingContext2D} context
 * @param {Picture} picture
 * @param {{ width: number, height: number }} cell in device pixels
 * @param {number} ratio
 */
function hatch(context, { values, rows, columns, domain, closed }, cell, ratio) {
  const shut = (/** @type {number} */ i) => values[i] === -Infinity || closed?.[i] === 1;
  context.beginPath();
  let any = false;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const start = column;
      while (column < columns && shut(row * columns + column)) column++;
      if (column === start) continue;
      any = true;
      context.rect(start * cell.width, row * cell.height, (column - start) * cell.width, cell.height);
    }
  }
  if (!any) return;
  context.fillStyle = context.createPattern(hatching(domain.theme, ratio), 'repeat') ?? '';
  context.fill();
}

/**
 * A tile of slanted lines.
 * @param {Theme} theme
 * @param {number} ratio
 */
function hatching(theme, ratio) {
  const size = Math.round(6 * ratio);
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const context = tile.getContext('2d');
  if (!context) return tile;
  context.fillStyle = `rgb(${maskedColor(theme)})`;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = HATCH[theme];
  context.lineWidth = Math.max(1, ratio);
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
  }
  context.stroke();
  return tile;
}
