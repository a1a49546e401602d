/**
 * Cells to pixels: fills every pixel of a window onto a matrix in one pass. Pure; lengths are device pixels.
 *
 * @import { Domain } from './palette.js'
 * @import { Grid, Pyramid } from './pyramid.js'
 *
 * @typedef {{ pyramid: Pyramid, domain: Domain }} Picture
 * @typedef {{
 *   width: number, height: number, cellWidth: number, cellHeight: number, left: number, top: number, ratio: number,
 * }} Frame width, height: of the window, whole numbers; left, top: how much of the matrix lies before it; ratio: device
 *   pixels in a CSS pixel
 * @typedef {{ from: Int32Array, to: Int32Array, gap: Uint8Array, single: boolean }} Spans by pixel along one side: the
 *   cells that it shows, from the first to before the second; gap: 1 where it lies between two; single: one cell each
 */
import { hatching, pixelsOf, place, stepsOf } from './palette.js';
import { CLOSED, bitsOf, further } from './pyramid.js';

/** Cells of at least this many CSS pixels get a gap between them. */
const GAP_FROM = 11;

/** Smaller cells could not show hatching: they get the plain masked colour. */
const HATCH_FROM = 5;

/**
 * @param {Uint32Array} pixels row by row
 * @param {Picture} picture
 * @param {Frame} frame
 */
export function paint(pixels, { pyramid, domain }, frame) {
  const { width, height, left, top, ratio } = frame;
  // Where pixels are too small to tell apart, a cell of the level may be up to 1.4 of them: half as much to read.
  const level = pyramid.levelFor(Math.max(frame.cellWidth, frame.cellHeight) / Math.min(1.4, Math.max(1, ratio)));
  const grid = pyramid.level(level);
  const [cellWidth, cellHeight] = [frame.cellWidth * 2 ** level, frame.cellHeight * 2 ** level];
  const across = spansOf(width, left, cellWidth, grid.columns, ratio);
  const down = spansOf(height, top, cellHeight, grid.rows, ratio);

  const hatched = Math.min(cellWidth, cellHeight) >= HATCH_FROM;
  const masked = hatching(domain.theme, hatched ? ratio : 0);
  const slant = Math.round(left) + Math.round(top); // so that the hatching moves with the matrix

  const separated = across.gap.includes(1);
  const values = new Float32Array(width);
  let row = -1; // that they are of
  let copied = -1; // where a row of pixels begins that shows them; -1 where it cannot be copied
  for (let y = 0; y < height; y++) {
    const at = y * width;
    if (down.gap[y]) {
      pixels.fill(0, at, at + width);
    } else if (down.from[y] === row && copied >= 0) {
      pixels.copyWithin(at, copied, copied + width);
    } else {
      if (down.from[y] !== row) read(grid, down.from[y], down.to[y], across, values);
      row = down.from[y];
      color(values, domain, masked, slant + y, pixels.subarray(at, at + width));
      if (separated) across.gap.forEach((gap, x) => { if (gap) pixels[at + x] = 0; });
      copied = hatched && values.includes(-Infinity) ? -1 : at;
    }
  }
}

/**
 * Which cells each pixel along a side shows. A cell smaller than a pixel belongs to the one pixel that its middle lies
 * in, so that each is shown once; a larger one has all pixels whose middles lie in it.
 * @param {number} length
 * @param {number} offset
 * @param {number} cell
 * @param {number} count
 * @param {number} ratio
 * @returns {Spans}
 */
function spansOf(length, offset, cell, count, ratio) {
  const [from, to, gap] = [new Int32Array(length), new Int32Array(length), new Uint8Array(length)];
  const single = cell >= 1;
  const thick = Math.max(1, Math.floor(ratio));
  const first = (/** @type {number} */ pixel) => Math.ceil((pixel + offset) / cell - 0.5);
  for (let pixel = 0; pixel < length; pixel++) {
    const start = single ? Math.floor((pixel + 0.5 + offset) / cell) : first(pixel);
    from[pixel] = Math.min(count - 1, start);
    to[pixel] = Math.min(count, single ? start + 1 : first(pixel + 1));
    if (cell >= GAP_FROM * thick && start > 0 && pixel < Math.round(start * cell - offset) + thick) gap[pixel] = 1;
  }
  // Of a coarser level the last cell may reach beyond the matrix, and its middle beyond the last pixel.
  if (!single) to[length - 1] = Math.min(count, Math.ceil((length + offset) / cell));
  return { from, to, gap, single };
}

/**
 * Reads what a row of pixels shows: of all cells of each pixel the number furthest from zero.
 * @param {Grid} grid
 * @param {number} row
 * @param {number} end row after the last
 * @param {Spans} across
 * @param {Float32Array} into
 */
function read({ values, columns, closed }, row, end, { from, to, single }, into) {
  const { length } = into;
  if (single && end === row + 1 && !closed) {
    for (let x = 0; x < length; x++) into[x] = values[row * columns + from[x]];
    return;
  }
  const bits = bitsOf(values);
  const furthest = bitsOf(into);
  furthest.fill(CLOSED);
  for (let start = row * columns; start < end * columns; start += columns) {
    for (let x = 0; x < length; x++) {
      const last = start + to[x];
      let one = furthest[x];
      for (let i = start + from[x]; i < last; i++) if (!closed?.[i]) one = further(bits[i], one);
      furthest[x] = one;
    }
  }
}

/**
 * @param {Float32Array} values
 * @param {Domain} domain
 * @param {Uint32Array} masked pixels by x + y
 * @param {number} slant
 * @param {Uint32Array} pixels
 */
function color(values, domain, masked, slant, pixels) {
  const colors = pixelsOf(domain);
  const steps = stepsOf(domain);
  const { min } = domain;
  const { length } = values;
  for (let x = 0; x < length; x++) {
    if (values[x] === -Infinity) pixels[x] = masked[(x + slant) % masked.length];
    else pixels[x] = colors[place(values[x], min, steps)];
  }
}
