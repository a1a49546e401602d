/** The words beside a matrix. */
import { refuse } from './fault.js';
import { count } from './text.js';

/**
 * "there is 1 label", "there are 3 labels"
 * @param {number} number
 */
export const labelsThere = (number) => `there ${number === 1 ? 'is' : 'are'} ${count(number, 'label')}`;

/**
 * As many labels as rows and columns.
 * @param {number[]} shape (L, S)
 * @param {{ rows: string[], columns: string[] }} labels
 */
export function checkLabels([rows, columns], labels) {
  if (labels.rows.length !== rows) {
    refuse(`the matrix has ${count(rows, 'row')}, ${labelsThere(labels.rows.length)}`);
  }
  if (labels.columns.length !== columns) {
    refuse(`the matrix has ${count(columns, 'column')}, ${labelsThere(labels.columns.length)}`);
  }
}
