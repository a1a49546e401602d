/**
 * A matrix as a vector picture for a paper: white background, cells as rectangles, labels as text, and nothing that has
 * to be fetched. Shapes need no names, so that several such pictures can stand in one page.
 *
 * @import { Tensor } from './npy.js'
 * @typedef {{
 *   title: string, description: string, rows: string[], columns: string[], axes: { rows: string, columns: string },
 *   legend: { name: string, numbers: { text: string, at: number }[] },
 * }} Words rows, columns: labels; axes: what they are; at: where on the scale of colours a number stands, 0 to 1
 * @typedef {{ of: (value: number) => string, scale: string[], masked: { fill: string, line: string } }} Colors as CSS
 *   writes them: of a finite value; equal steps from the smallest to the largest; of a cell that is -Infinity
 */
import { refuse } from './fault.js';
import { checkLabels } from './labels.js';
import { wellFormed } from './text.js';

const CELL = 28;
const GAP = 1; // between cells
const FONT = 13;
const LINE = 17;
const SPACE = 8; // between a label and the matrix
const MARGIN = 12;
const LEGEND = 160;

/** Where a label is cut, in letters. */
const LONGEST = 24;

/** More cells make a file that no program likes to open. */
const MOST = 2 ** 16;

/**
 * @param {Tensor} matrix (L, S)
 * @param {Words} words
 * @param {Colors} colors
 * @param {Uint8Array | null} [closed] 1 where the mask closes a cell whose value is not -Infinity, as a weight of 0
 * @throws {import('./fault.js').FormatError}
 */
export function writeSvg({ data, shape: [rows, columns] }, words, colors, closed = null) {
  if (rows * columns > MOST) refuse(`the matrix has ${rows * columns} cells, an SVG picture may have ${MOST}`);
  checkLabels([rows, columns], words);
  const down = words.rows.map(shown);
  const across = words.columns.map(shown);
  const widest = Math.max(...across.map(widthOf));
  const slanted = widest + SPACE > CELL;

  const left = MARGIN + Math.max(...down.map(widthOf), widthOf(words.axes.rows)) + SPACE;
  const top = MARGIN + Math.max(slanted ? (widest + LINE) * Math.SQRT1_2 : LINE, 2 * LINE) + SPACE / 2;
  const [right, bottom] = [left + columns * CELL, top + rows * CELL];
  const reach = across.map((text, i) => left + (i + 0.5) * CELL + (slanted ? (widthOf(text) + LINE) * Math.SQRT1_2 : 0));
  const name = widthOf(words.legend.name) + SPACE;
  const ends = words.legend.numbers.map(({ text, at }) => left + name + at * LEGEND + widthOf(text) / 2);
  const width = Math.ceil(Math.max(right, ...reach, ...ends) + MARGIN);
  const height = Math.ceil(bottom + 2 * SPACE + 2 * LINE + MARGIN);
  const size = `width="${width}" height="${height}"`;

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(words.title)}</title>`,
    `<desc>${escape(words.description)}</desc>`,
    `<rect ${size} fill="#fff"/>`,
    '<g shape-rendering="crispEdges">',
    ...cells(data, closed, columns, left, top, colors),
    '</g>',
    `<g font-family="Helvetica, Arial, sans-serif" font-size="${FONT}" fill="#1a1a1a">`,
    ...down.map((text, row) => label(text, 'end', left - SPACE, top + (row + 0.5) * CELL + FONT * 0.35)),
    ...across.map((text, column) => {
      const middle = left + (column + 0.5) * CELL;
      if (slanted) return label(text, 'start', middle + FONT * 0.35, top - SPACE, -45);
      return label(text, 'middle', middle, top - SPACE);
    }),
    '</g>',
    `<g font-family="Helvetica, Arial, sans-serif" font-size="${FONT - 1}" fill="#555">`,
    label(words.axes.columns, 'end', left - SPACE, top - SPACE - LINE),
    label(words.axes.rows, 'end', left - SPACE, top - SPACE),
    ...legend(words.legend, colors.scale, left, name, bottom + 2 * SPACE),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/**
 * @param {Float32Array} data
 * @param {Uint8Array | null} closed
 * @param {number} columns
 * @param {number} left
 * @param {number} top
 * @param {Colors} colors
 */
function* cells(data, closed, columns, left, top, { of, masked }) {
  const size = CELL - GAP;
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [round(left + i % columns * CELL), round(top + Math.floor(i / columns) * CELL)];
    const struck = data[i] === -Infinity || closed?.[i] === 1;
    const fill = escape(struck ? masked.fill : of(data[i]));
    yield `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${fill}"/>`;
    if (!struck) continue;
    const line = `M${x} ${round(y + size)}l${size} ${-size}`;
    yield `<path d="${line}" stroke="${escape(masked.line)}" shape-rendering="auto"/>`;
  }
}

/**
 * The scale of colours with its name before it and its numbers below.
 * @param {Words['legend']} words
 * @param {string[]} scale
 * @param {number} left
 * @param {number} name room for it
 * @param {number} top
 */
function* legend(words, scale, left, name, top) {
  yield label(words.name, 'start', left, top + FONT * 0.8);
  const step = LEGEND / scale.length;
  yield '<g shape-rendering="crispEdges">';
  for (let i = 0; i < scale.length; i++) {
    const place = `x="${round(left + name + i * step)}" y="${round(top)}"`;
    yield `<rect ${place} width="${round(step)}" height="${FONT - 1}" fill="${escape(scale[i])}"/>`;
  }
  yield '</g>';
  for (const { text, at } of words.numbers) {
    yield label(text, 'middle', left + name + at * LEGEND, top + FONT + LINE - 2);
  }
}

/**
 * @param {string} text
 * @param {'start' | 'middle' | 'end'} side of the text that stands at x: its left end, its middle, its right end
 * @param {number} x
 * @param {number} y of the line that letters stand on
 * @param {number} [angle]
 */
function label(text, side, x, y, angle) {
  const turned = isRightToLeft(text);
  const anchor = turned ? { start: 'end', middle: 'middle', end: 'start' }[side] : side;
  const turn = `transform="translate(${round(x)} ${round(y)}) rotate(${angle})"`;
  const place = angle ? turn : `x="${round(x)}" y="${round(y)}"`;
  return `<text ${place} text-anchor="${anchor}"${turned ? ' direction="rtl"' : ''}>${escape(text)}</text>`;
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** By its first letter, as dir=auto does. @param {string} text */
const isRightToLeft = (text) => RIGHT_TO_LEFT.test(/\p{L}/u.exec(text)?.[0] ?? '');

/** Letters as wide as high: those of East Asia, and pictures. */
const SQUARE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3ffff}]|\p{Extended_Pictographic}/u;

/**
 * A label, cut between two letters where it is long.
 * @param {string} text
 */
function shown(text) {
  const letters = wellFormed(text.slice(0, 16 * LONGEST)).match(/.\p{M}*/gsu) ?? [];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('');
}

/**
 * About how wide a text is, whatever the font.
 * @param {string} text
 */
function widthOf(text) {
  let ems = 0;
  for (const letter of text) {
    if (/[\p{M}\p{Cf}]/u.test(letter)) continue; // marks stand above others
    if (SQUARE.test(letter)) ems += 1;
    else if (/[iljt.,:;'’|!()[\] ]/.test(letter)) ems += 0.33;
    else if (/[mwMW@%—]/.test(letter)) ems += 0.95;
    else ems += /\p{Lu}/u.test(letter) ? 0.72 : 0.58;
  }
  return ems * FONT;
}

/** What XML cannot hold becomes U+FFFD. @param {string} text */
const escape = (text) =>
  wellFormed(text)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/g, '\uFFFD')
    .replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
