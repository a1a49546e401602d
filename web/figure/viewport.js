/**
 * Which part of a matrix is seen, and how large: the one place where cells become pixels and pixels cells. Pure; all
 * lengths are CSS pixels.
 *
 * @typedef {{
 *   rows: number, columns: number, width: number, height: number, cellWidth: number, cellHeight: number, left: number,
 *   top: number,
 * }} Viewport rows, columns: of the matrix; width, height: of the window onto it; left, top: how much of the matrix
 *   lies before the window
 */

/**
 * All of a matrix, in whole device pixels.
 * @param {{ rows: number, columns: number, cellWidth: number, cellHeight: number }} matrix
 * @param {number} ratio device pixels in a CSS pixel
 * @returns {Viewport}
 */
export function whole({ rows, columns, cellWidth, cellHeight }, ratio) {
  const width = Math.max(1, Math.round(columns * cellWidth * ratio)) / ratio;
  const height = Math.max(1, Math.round(rows * cellHeight * ratio)) / ratio;
  return { rows, columns, width, height, cellWidth: width / columns, cellHeight: height / rows, left: 0, top: 0 };
}

/**
 * The cell at a point of the window, kept inside the matrix.
 * @param {Viewport} view
 * @param {number} x
 * @param {number} y
 */
export function cellAt({ rows, columns, cellWidth, cellHeight, left, top }, x, y) {
  return {
    row: clamp(Math.floor((y + top) / cellHeight), 0, rows - 1),
    column: clamp(Math.floor((x + left) / cellWidth), 0, columns - 1),
  };
}

/**
 * Where a block of cells lies in the window, or beyond it.
 * @param {Viewport} view
 * @param {number} row
 * @param {number} column
 * @param {number} [rows]
 * @param {number} [columns]
 */
export function boxOf({ cellWidth, cellHeight, left, top }, row, column, rows = 1, columns = 1) {
  return {
    x: column * cellWidth - left, y: row * cellHeight - top, width: columns * cellWidth, height: rows * cellHeight,
  };
}

/**
 * The part of a box that can be seen; null where nothing of it can.
 * @param {Viewport} view
 * @param {{ x: number, y: number, width: number, height: number }} box
 */
export function seen({ width, height }, box) {
  const [x, right] = [box.x, box.x + box.width].map((at) => clamp(at, 0, width));
  const [y, bottom] = [box.y, box.y + box.height].map((at) => clamp(at, 0, height));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

/**
 * Larger or smaller cells, while what lies at a point stays there. No smaller than in the whole matrix, no larger than
 * `most`; a direction whose cells are that large already stays as it is.
 * @param {Viewport} view
 * @param {number} factor
 * @param {{ x: number, y: number }} point
 * @param {Viewport} all the whole matrix in the same window
 * @param {number} most
 */
export function zoom(view, factor, { x, y }, all, most) {
  const cellWidth = clamp(view.cellWidth * factor, all.cellWidth, Math.max(all.cellWidth, most));
  const cellHeight = clamp(view.cellHeight * factor, all.cellHeight, Math.max(all.cellHeight, most));
  return within({
    ...view,
    cellWidth,
    cellHeight,
    left: (view.left + x) * cellWidth / view.cellWidth - x,
    top: (view.top + y) * cellHeight / view.cellHeight - y,
  });
}

/**
 * @param {Viewport} view
 * @param {number} x how far the matrix moves to the right
 * @param {number} y and down
 */
export function pan(view, x, y) {
  return within({ ...view, left: view.left - x, top: view.top - y });
}

/**
 * The shortest way to where a cell can be seen.
 * @param {Viewport} view
 * @param {{ row: number, column: number }} cell
 */
export function reveal(view, { row, column }) {
  const { x, y, width, height } = boxOf(view, row, column);
  const near = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) =>
    at - clamp(at, 0, Math.max(0, room - size));
  return pan(view, -near(x, width, view.width), -near(y, height, view.height));
}

/**
 * The same part of a matrix that has been laid out anew, or has other rows and columns now: cells that were larger than
 * in the whole keep their size.
 * @param {Viewport} view
 * @param {Viewport} before the whole of the matrix as it was
 * @param {Viewport} all the whole of the matrix as it is
 * @param {number} most
 */
export function refit({ cellWidth, cellHeight, left, top }, before, all, most) {
  const same = {
    ...all,
    left,
    top,
    cellWidth: cellWidth > before.cellWidth ? cellWidth : all.cellWidth,
    cellHeight: cellHeight > before.cellHeight ? cellHeight : all.cellHeight,
  };
  return zoom(same, 1, { x: 0, y: 0 }, all, most);
}

/**
 * Never beyond an edge of the matrix.
 * @param {Viewport} view
 * @returns {Viewport}
 */
function within(view) {
  const { rows, columns, width, height, cellWidth, cellHeight, left, top } = view;
  return {
    ...view,
    left: clamp(left, 0, Math.max(0, columns * cellWidth - width)),
    top: clamp(top, 0, Math.max(0, rows * cellHeight - height)),
  };
}

/** @param {number} value @param {number} min @param {number} max */
function clamp(value, min, max) {
  return Math.min(max, Math.max(min, value));
}
