/**
 * The large matrix as a picture of its own: its labels, the names of its axes and the scale of its colours, laid out as
 * in the figure, but whole and of the same size on every screen.
 *
 * @import { Stage } from './stages.js'
 * @import { LabelPlan } from '../figure/layout.js'
 */
import { drawMatrix } from '../figure/heatmap.js';
import { textWidths } from '../figure/labels.js';
import { layoutMatrix } from '../figure/layout.js';
import { scaleNumbers } from '../figure/legend.js';
import { hatching, pixelsOf } from '../figure/palette.js';
import { whole } from '../figure/viewport.js';
import { h, visible } from './dom.js';
import { writeNumbers } from './numbers-in-cells.js';

/** Of labels, legend and matrix together, and of the matrix, in CSS pixels. */
const WIDTH = 680;
const SIDE = 480;
const LARGEST = 88;

const MARGIN = 16;
const GAP = 6; // between a label and the matrix
const SIZES = { label: 14, legend: 12 };
const LINE = Math.ceil(SIZES.label * 1.2);
const SCALE = { width: 176, height: 12 };

/**
 * @param {Stage} stage
 * @param {string} name of its numbers
 * @param {string} masked what a hatched cell is called
 * @param {HTMLElement} plot whose colours and font it has
 * @param {number} scale pixels in a CSS pixel
 */
export function drawPicture(stage, name, masked, plot, scale) {
  const { rows, columns, domain } = stage;
  const inks = inksOf(plot, [rows.index, columns.index]);
  const { family } = inks;
  const font = `${SIZES.label}px ${family}`;
  const bold = `600 ${font}`;
  const small = `${SIZES.legend}px ${family}`;
  const [rowAxis, columnAxis] = [rows, columns].map(({ texts, unit }) => {
    const shown = texts.map(visible);
    return { texts: shown, widths: textWidths(shown, font), line: LINE, numbers: unit === 'feature' };
  });
  const [rowTitle, columnTitle] = textWidths([rows.title, columns.title], bold);
  const layout = layoutMatrix({
    width: WIDTH, side: SIDE, largest: LARGEST, rows: rowAxis, columns: columnAxis, square: rows.unit === columns.unit,
    band: rowTitle, line: LINE, ratio: 1,
  });
  const { cellWidth, cellHeight, columns: plan } = layout;
  const view = whole({ rows: rows.texts.length, columns: columns.texts.length, cellWidth, cellHeight }, scale);

  const hatched = stage.closed?.includes(1) ?? false;
  const numbers = scaleNumbers(domain);
  const [nameWidth, maskedWidth, ...numberWidths] = textWidths([name, masked, ...numbers.map(({ text }) => text)], small);
  const left = MARGIN + layout.rows.band + GAP;
  const top = MARGIN + LINE + GAP + (plan.indexes.length ? plan.band : 0) + GAP;
  const [right, bottom] = [left + view.width, top + view.height];
  const bar = { left: left + nameWidth + 12, top: bottom + 16 };
  const last = bar.left + SCALE.width + Math.max(...numberWidths) / 2 + 12; // where its numbers end
  const end = hatched ? last + 16 + maskedWidth : last;
  const width = Math.ceil(Math.max(right + plan.overhang, left + columnTitle, end) + MARGIN);
  const height = Math.ceil(bar.top + SCALE.height + LINE + MARGIN);

  const canvas = h('canvas', { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = inks.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);

  const matrix = h('canvas');
  drawMatrix(matrix, stage, view, scale);
  writeNumbers(matrix, stage, view, family, scale);
  context.drawImage(matrix, Math.round(left * scale), Math.round(top * scale));

  context.scale(scale, scale);
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {CanvasTextAlign} */ align) => {
    context.textAlign = align;
    context.fillText(text, x, y);
  };
  context.textBaseline = 'middle';
  context.font = bold;
  context.fillStyle = inks.roles[0];
  write(rows.title, left - GAP, MARGIN + LINE / 2, 'right');
  context.fillStyle = inks.roles[1];
  write(columns.title, left, MARGIN + LINE / 2, 'left');

  context.font = font;
  context.fillStyle = inks.ink;
  for (const i of layout.rows.indexes) {
    write(cut(context, rowAxis.texts[i], layout.rows.longest), left - GAP, top + (i + 0.5) * view.cellHeight, 'right');
  }
  for (const i of plan.indexes) {
    context.save();
    context.translate(left + (i + 0.5) * view.cellWidth, top - GAP);
    turn(context, plan.angle);
    write(cut(context, columnAxis.texts[i], plan.longest), 0, 0, plan.angle ? 'left' : 'center');
    context.restore();
  }

  context.font = small;
  context.fillStyle = inks.quiet;
  write(name, left, bar.top + SCALE.height / 2, 'left');
  numbers.forEach(({ text, at }, i) => {
    const x = bar.left + at * SCALE.width;
    write(text, i ? x : Math.max(x, bar.left + numberWidths[i] / 2), bar.top + SCALE.height + LINE / 2 + 2, 'center');
  });
  if (hatched) write(masked, last + 16, bar.top + SCALE.height / 2, 'left');
  context.setTransform(1, 0, 0, 1, 0, 0);
  strip(context, Array.from(pixelsOf(domain)), bar.left * scale, bar.top * scale, SCALE.width * scale, SCALE.height * scale);
  if (hatched) {
    const lines = Array.from(hatching(domain.theme, scale));
    swatch(context, lines, Math.round(last * scale), Math.round(bar.top * scale), Math.round(SCALE.height * scale));
  }
  return canvas;
}

/**
 * The colours and the font that the figure has now, whatever theme and style sheet they come from.
 * @param {HTMLElement} plot
 * @param {string[]} roles
 */
function inksOf(plot, roles) {
  const probes = roles.map((role) => h('span', { class: 'axis unseen', 'data-role': role }));
  const quiet = h('span', { class: 'quiet unseen' });
  const host = /** @type {ShadowRoot} */ (plot.getRootNode()).host;
  plot.append(...probes, quiet);
  const inks = {
    roles: probes.map((probe) => getComputedStyle(probe).color),
    quiet: getComputedStyle(quiet).color,
    ink: getComputedStyle(plot).color,
    paper: getComputedStyle(host).backgroundColor,
    family: getComputedStyle(plot).fontFamily,
  };
  for (const probe of [...probes, quiet]) probe.remove();
  return inks;
}

/**
 * Where a label above its column begins, from the middle of the column's upper edge.
 * @param {CanvasRenderingContext2D} context
 * @param {LabelPlan['angle']} angle
 */
function turn(context, angle) {
  if (angle === 0) context.translate(0, -LINE / 2);
  if (angle === 45) context.translate(SIZES.label * 0.3, -LINE * 0.3);
  context.rotate(-angle * Math.PI / 180);
}

/**
 * A label that is too long ends in an ellipsis.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} longest
 */
function cut(context, text, longest) {
  const fits = (/** @type {string} */ one) => context.measureText(one).width <= longest + 1;
  if (fits(text)) return text;
  const letters = Array.from(text.slice(0, 256));
  while (letters.length && !fits(`${letters.join('')}…`)) letters.pop();
  return `${letters.join('')}…`;
}

const css = (/** @type {number} */ pixel) => `rgb(${pixel & 255}, ${pixel >> 8 & 255}, ${pixel >> 16 & 255})`;

/**
 * A scale of colours from left to right.
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} pixels
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
function strip(context, pixels, left, top, width, height) {
  const gradient = context.createLinearGradient(left, 0, left + width, 0);
  for (let i = 0; i < pixels.length; i += 31) gradient.addColorStop(i / (pixels.length - 1), css(pixels[i]));
  context.fillStyle = gradient;
  context.fillRect(left, top, width, height);
}

/**
 * A square as a masked cell looks.
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} lines pixels by x + y
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
function swatch(context, lines, left, top, size) {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      context.fillStyle = css(lines[(x + y) % lines.length]);
      context.fillRect(left + x, top + y, 1, 1);
    }
  }
}
