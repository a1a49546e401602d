/**
 * A short number in the lower corner of each large cell, so that its middle stays the colour that the legend explains.
 *
 * @import { Stage } from './stages.js'
 * @import { Viewport } from '../figure/viewport.js'
 */
import { brief } from '../figure/numbers.js';
import { color, inkOn } from '../figure/palette.js';
import { boxOf, cellAt } from '../figure/viewport.js';
import { shortDigits } from './stages.js';

/** Cells of at least this size carry their number. */
const NUMBERS_FROM = 44;

/**
 * @param {HTMLCanvasElement} canvas that shows the matrix
 * @param {Stage} stage
 * @param {Viewport} view
 * @param {string} family of the font
 * @param {number} ratio device pixels in a CSS pixel
 */
export function writeNumbers(canvas, stage, view, family, ratio) {
  const context = canvas.getContext('2d');
  if (!context || Math.min(view.cellWidth, view.cellHeight) < NUMBERS_FROM) return;
  const { values, domain, closed } = stage;
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
