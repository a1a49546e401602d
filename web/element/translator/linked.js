/**
 * What is marked in three pictures at once: a cell of one of them, or a word. Pure.
 *
 * @import { Part } from '../../model/model.js'
 * @import { Cell, Selection } from '../selection.js'
 */

/** @typedef {{ source: number | null, target: number | null, cell: Cell | null }} Lit source, target: the words that it is about */

/**
 * What a cell is about: a French word and the English one that it looks at, or the word that looks.
 * @param {Cell} cell
 * @returns {Lit}
 */
export function litBy(cell) {
  const { stage, row, column } = cell;
  if (stage === 'cross') return { source: column, target: row, cell };
  return stage === 'encoder' ? { source: row, target: null, cell } : { source: null, target: row, cell };
}

/**
 * What is marked in one picture: the cell itself in its own, the words' rows and columns in the others.
 * @param {Part} part
 * @param {Lit} lit
 * @param {boolean} pinned
 * @returns {Selection}
 */
export function selectionIn(part, { source, target, cell }, pinned) {
  if (cell?.stage === part) return { ...cell, query: cell.row, key: cell.column, pinned };
  const elsewhere = { stage: '', row: -1, column: -1, pinned };
  if (part === 'cross') return { ...elsewhere, query: target, key: source };
  if (part === 'encoder') return { ...elsewhere, query: source, key: source };
  return { ...elsewhere, query: target, key: target === null ? null : target + 1 }; // the decoder reads it one step later
}

/**
 * The cell of a matrix in which a row, or a column, is brightest.
 * @param {{ values: Float32Array, rows: number, columns: number }} matrix
 * @param {{ row?: number | null, column?: number | null }} line
 * @returns {{ row: number, column: number }}
 */
export function brightest({ values, rows, columns }, { row = null, column = null }) {
  let best = -1;
  for (let i = 0; i < rows * columns; i++) {
    if (row !== null && Math.floor(i / columns) !== row) continue;
    if (column !== null && i % columns !== column) continue;
    if (best < 0 || values[i] > values[best]) best = i;
  }
  return { row: Math.floor(best / columns), column: best % columns };
}

/** A word of fewer letters says little. */
const TELLING = 3;

/**
 * The cell that the figure speaks of until it is asked: the brightest of those that say which word stands for which.
 * @param {{ id: string, values: Float32Array, rows: { texts: string[] }, columns: { texts: string[] } }} cross
 * @param {{ source: readonly unknown[], target: readonly unknown[] }} units whose last ones are the ends
 * @returns {Cell | null}
 */
export function speaking({ id, values, rows, columns }, { source, target }) {
  const width = columns.texts.length;
  const tells = (/** @type {string} */ text) => (text.match(/\p{L}/gu) ?? []).length >= TELLING;
  /** @type {number} */
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    const [row, column] = [Math.floor(i / width), i % width];
    if (row === target.length - 1 || column === source.length - 1) continue;
    if (!tells(rows.texts[row]) || !tells(columns.texts[column])) continue;
    if (best < 0 || values[i] > values[best]) best = i;
  }
  return best < 0 ? null : { stage: id, row: Math.floor(best / width), column: best % width };
}
