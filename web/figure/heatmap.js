/**
 * A matrix on a canvas: all of its pixels go there at once, and only where they have changed.
 *
 * @import { Picture } from './raster.js'
 * @import { Viewport } from './viewport.js'
 */
import { paint } from './raster.js';

/** As large as the largest canvas has needed; all share it. */
let memory = new ArrayBuffer(0);

/** What each canvas shows. @type {WeakMap<HTMLCanvasElement, unknown[]>} */
const shown = new WeakMap();

/**
 * Gives a canvas its size on the page, also where it is drawn later.
 * @param {HTMLCanvasElement} canvas
 * @param {Viewport} view
 */
export function sizeCanvas({ style }, { width, height }) {
  style.width = `${width}px`;
  style.height = `${height}px`;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} picture
 * @param {Viewport} view
 * @param {number} ratio device pixels in a CSS pixel
 * @returns {boolean} false where the canvas shows just this already
 */
export function drawMatrix(canvas, { pyramid, domain }, view, ratio) {
  const wanted = [pyramid, ...Object.values(domain), ...Object.values(view), ratio];
  const before = shown.get(canvas);
  if (before && wanted.every((one, i) => one === before[i])) return false;
  shown.set(canvas, wanted);
  const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  if (memory.byteLength < 4 * width * height) memory = new ArrayBuffer(4 * width * height);
  const [cellWidth, cellHeight] = [view.cellWidth * ratio, view.cellHeight * ratio];
  const [left, top] = [view.left * ratio, view.top * ratio];
  const pixels = new Uint32Array(memory, 0, width * height);
  paint(pixels, { pyramid, domain }, { width, height, cellWidth, cellHeight, left, top, ratio });
  const image = new ImageData(new Uint8ClampedArray(memory, 0, 4 * width * height), width, height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return true;
}
