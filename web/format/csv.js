/**
 * A matrix with its labels as comma-separated values (RFC 4180), and such files from elsewhere: with commas, semicolons
 * or tabs, with labels on both sides, on one or on none.
 *
 * @import { Tensor } from './npy.js'
 * @typedef {{ line: number, fields: string[], inQuotes: boolean[] }} Row line: on which it begins, counted from 1
 * @typedef {{ text: string, separator: string }} Source
 */
import { refuse } from './fault.js';
import { checkLabels, labelsThere } from './labels.js';
import { shortest } from './shortest.js';
import { count, quoted, wellFormed } from './text.js';

/** From these many rows it is seen what separates the fields, and what is a label. */
const SAMPLE = 32;

/** As many as the figure can show, and longer ones would take long to refuse. */
const MOST_ROWS = 4096;
const MOST_FIELDS = MOST_ROWS + 1; // a label and the numbers
const LONGEST_FIELD = 10_000;

/**
 * All labels are in quotes and no number is, so that the word "7" is known from the number 7.
 * @param {Tensor} matrix (L, S)
 * @param {{ rows: string[], columns: string[] }} labels
 */
export function writeCsv({ data, shape: [rows, columns] }, labels) {
  checkLabels([rows, columns], labels);
  const name = (/** @type {string} */ text) => `"${wellFormed(text).replaceAll('"', '""')}"`;
  const lines = [['""', ...labels.columns.map(name)].join(',')];
  for (let row = 0; row < rows; row++) {
    const line = [name(labels.rows[row])];
    for (let i = row * columns; i < (row + 1) * columns; i++) line.push(written(data[i]));
    lines.push(line.join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * -inf is what C, NumPy, pandas and R read.
 * @param {number} value
 */
const written = (value) => shortest(value).replace('Infinity', 'inf').replace('NaN', 'nan');

/**
 * @param {string} text
 * @returns {{ matrix: Tensor, rows: string[] | null, columns: string[] | null }} null where the file has no such labels
 * @throws {import('./fault.js').FormatError} with line and column of what is wrong
 */
export function readCsv(text) {
  const source = sniff(text.replace(/^\uFEFF/, ''));
  const sample = first(SAMPLE, source);
  if (sample.length === 0) refuse('the file is empty');
  const { header, labelled } = layoutOf(sample, source);

  /** @type {string[] | null} */
  let columns = null;
  /** @type {string[]} */
  const rows = [];
  /** @type {number[]} */
  const values = [];
  let [width, height] = [0, 0];
  let reference = 0;
  for (const { line, fields } of rowsOf(source)) {
    if (header && !columns) {
      columns = fields.map(wellFormed);
      continue;
    }
    if (!width) [width, reference] = [fields.length, line];
    if (fields.length !== width) {
      refuse(`line ${line} has ${count(fields.length, 'field')}, line ${reference} has ${width}`);
    }
    if (height++ === MOST_ROWS) refuse(`the file has more than ${MOST_ROWS} rows of numbers`);
    if (labelled) rows.push(wellFormed(fields[0]));
    for (let i = labelled ? 1 : 0; i < width; i++) {
      values.push(number(fields[i], source) ?? refuse(wrong(fields[i], line, i)));
    }
  }
  const across = labelled ? width - 1 : width;
  if (values.length === 0) refuse('the file has labels, but no number');
  if (columns && labelled && columns.length !== across) columns.shift(); // what stands in the corner
  if (columns && columns.length !== across) {
    refuse(`line ${reference} has ${count(across, 'number')}, ${labelsThere(columns.length)} above`);
  }
  const matrix = { data: Float32Array.from(values), shape: [height, across] };
  return { matrix, rows: labelled ? rows : null, columns };
}

/**
 * @param {string} field
 * @param {number} line
 * @param {number} index
 */
function wrong(field, line, index) {
  const large = Number.isFinite(Number(field)) && field.trim() !== '';
  const why = large ? 'float32 ends at 3.4e38' : 'which is no number';
  return `line ${line}, column ${index + 1} is ${quoted(field)}, ${why}`;
}

/**
 * The float32 that a field stands for. Only a comma that separates no fields can be a decimal one.
 * @param {string} field
 * @param {Source} source
 */
function number(field, { separator }) {
  const text = field.trim();
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!/^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  if (separator === ',' && text.includes(',')) return undefined;
  const value = Math.fround(Number(text.replace(',', '.')));
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The separator with which most fields of the first rows are numbers.
 * @param {string} text
 * @returns {Source}
 */
function sniff(text) {
  let best = { text, separator: ',' };
  let most = -1;
  for (const separator of ['\t', ';', ',']) {
    const source = { text, separator };
    try {
      const rows = first(SAMPLE, source);
      const fields = rows.flatMap((row) => row.fields);
      const share = fields.filter((field) => number(field, source) !== undefined).length / fields.length;
      if (fields.length > rows.length && share > most) [best, most] = [source, share];
    } catch {
      // quotes that make no sense with this separator
    }
  }
  return best;
}

/**
 * Which sides of the matrix have labels: those where half of the fields or more are no numbers, or in quotes where
 * numbers are not; and both where the corner is empty or missing.
 * @param {Row[]} sample
 * @param {Source} source
 */
function layoutOf(sample, source) {
  const isNumber = (/** @type {Row} */ { fields }, /** @type {number} */ i) => number(fields[i], source) !== undefined;
  const tellsApart = sample.some((row) => row.fields.some((_, i) => isNumber(row, i) && !row.inQuotes[i]));
  const isLabel = (/** @type {Row} */ row, /** @type {number} */ i) => !isNumber(row, i) || (tellsApart && row.inQuotes[i]);
  const [top, ...rest] = sample;
  const body = rest.length ? rest : sample;
  const half = (/** @type {boolean[]} */ fields) => fields.filter(Boolean).length * 2 >= fields.length;

  const cornerMissing = rest.length > 0 && rest.every(({ fields }) => fields.length === top.fields.length + 1);
  const cornerEmpty = rest.length > 0 && top.fields.length > 1 && top.fields[0].trim() === '';
  const labelled = cornerMissing || cornerEmpty || half(body.map((row) => isLabel(row, 0)));
  const heads = top.fields.map((_, i) => isLabel(top, i)).slice(labelled && !cornerMissing ? 1 : 0);
  return { header: cornerMissing || cornerEmpty || (rest.length > 0 && heads.length > 0 && half(heads)), labelled };
}

/**
 * @param {number} most
 * @param {Source} source
 */
function first(most, source) {
  /** @type {Row[]} */
  const rows = [];
  for (const row of rowsOf(source)) {
    rows.push(row);
    if (rows.length === most) break;
  }
  return rows;
}

/**
 * The rows of a file, empty lines left out.
 * @param {Source} source
 * @returns {Generator<Row>}
 */
function* rowsOf({ text, separator }) {
  const end = new RegExp(`[\r\n${separator}]`, 'g');
  let line = 1;
  for (let at = 0; at < text.length;) {
    if (text[at] === '\r' || text[at] === '\n') {
      at += text.startsWith('\r\n', at) ? 2 : 1;
      line++;
      continue;
    }
    /** @type {Row} */
    const row = { line, fields: [], inQuotes: [] };
    for (let more = true; more;) {
      const where = () => `line ${line}, column ${row.fields.length + 1}`;
      const inQuotes = text[at] === '"';
      const from = inQuotes ? closing(text, at) ?? refuse(`line ${line} opens a quote that nothing closes`) : at;
      end.lastIndex = from;
      const stop = end.exec(text)?.index ?? text.length;
      if (stop - at > LONGEST_FIELD) refuse(`${where()} has ${stop - at} letters, a field may have ${LONGEST_FIELD}`);
      if (row.fields.length === MOST_FIELDS) refuse(`line ${line} has more than ${MOST_FIELDS} fields`);
      const after = text.slice(inQuotes ? from + 1 : at, stop);
      const field = inQuotes ? text.slice(at + 1, from).replaceAll('""', '"') : after;
      if (inQuotes && after.trim()) refuse(`${where()} goes on after its closing quote: ${quoted(after)}`);
      if (inQuotes) line += field.match(/\r\n|\r|\n/g)?.length ?? 0;
      row.fields.push(field);
      row.inQuotes.push(inQuotes);
      more = text[stop] === separator;
      at = stop + (text.startsWith('\r\n', stop) ? 2 : 1);
    }
    if (row.fields.length > 1 || row.inQuotes[0] || row.fields[0].trim()) yield row;
    line++;
  }
}

/**
 * Where the quote that opens at a place is closed; two quotes in a row are one inside it.
 * @param {string} text
 * @param {number} open
 */
function closing(text, open) {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return undefined;
}
