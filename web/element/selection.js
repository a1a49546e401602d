/**
 * Which cell is asked about, and which query and key that means in every other matrix.
 *
 * @import { Stage, Stages } from './stages.js'
 * @typedef {{ stage: string, row: number, column: number }} Cell
 * @typedef {Cell & { query: number | null, key: number | null, pinned: boolean }} Selection
 */

/**
 * @param {Stages} stages
 * @param {Cell | null} cell
 * @param {boolean} [pinned]
 * @returns {Selection | null} null where there is no such cell
 */
export function select({ stages }, cell, pinned = false) {
  const stage = cell && stages.get(cell.stage);
  if (!cell || !stage) return null;
  if (cell.row >= stage.rows.texts.length || cell.column >= stage.columns.texts.length) return null;
  const { index } = stage.rows;
  return {
    ...cell,
    query: index === 'query' || index === 'both' ? cell.row : null,
    key: stage.columns.index === 'key' ? cell.column : index === 'key' || index === 'both' ? cell.row : null,
    pinned,
  };
}

/**
 * The largest weight: what the eye sees first, and what the figure speaks of until it is asked. A row in which the mask
 * leaves one key has no choice, and says nothing.
 * @param {Stage} weights
 * @returns {Cell | null} null where every weight is 0
 */
export function strongest({ id, values, columns, closed }) {
  const width = columns.texts.length;
  let best = -1;
  for (let start = 0; start < values.length; start += width) {
    let [open, most] = [0, start];
    for (let i = start; i < start + width; i++) {
      if (!closed?.[i]) open++;
      if (values[i] > values[most]) most = i;
    }
    if (open >= Math.min(2, width) && (best < 0 || values[most] > values[best])) best = most;
  }
  if (best < 0) best = values.findIndex((weight) => weight > 0);
  return values[best] > 0 ? { stage: id, row: Math.floor(best / width), column: best % width } : null;
}

/**
 * The key that a query attends to most.
 * @param {Stage} weights
 * @param {number} row
 */
export function strongestInRow({ values, columns }, row) {
  const width = columns.texts.length;
  let best = 0;
  for (let column = 1; column < width; column++) {
    if (values[row * width + column] > values[row * width + best]) best = column;
  }
  return best;
}
