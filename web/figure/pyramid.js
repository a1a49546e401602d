/**
 * A matrix and, made when they are first asked for, coarser ones: of every 2 × 2, 4 × 4, 8 × 8 ... cells the value
 * furthest from zero, so that no large number is lost in a picture of fewer pixels than cells.
 *
 * @typedef {{ values: Float32Array, rows: number, columns: number, closed: Uint8Array | null }} Grid
 *   values: row by row, -Infinity where the mask closes a cell; closed: 1 where it does so to a cell with another value
 */

export const CLOSED = 0xff800000 | 0; // the bits of -Infinity
const SIZE = 0x7fffffff; // the bits of a number but for its sign: they rise with its size

/**
 * The bits of floating-point numbers. Comparing them needs no branch, which no processor could foresee here.
 * @param {Float32Array} values
 */
export const bitsOf = ({ buffer, byteOffset, length }) => new Int32Array(buffer, byteOffset, length);

/**
 * Of two numbers the bits of the one further from zero; -Infinity, a closed cell, counts least.
 * @param {number} a
 * @param {number} b
 */
export function further(a, b) {
  if (a === CLOSED) return b;
  if (b === CLOSED) return a;
  const smaller = (a & SIZE) - (b & SIZE) >> 31; // all ones where a is
  return a & ~smaller | b & smaller;
}

/** Matrices of more cells than this are read from a coarser level where a pixel shows several cells. */
const MANY = 1 << 20;

export class Pyramid {
  /** @type {Grid[]} */
  #levels;
  /** @type {[min: number, max: number] | null} */
  #range = null;

  /** @param {Grid} grid */
  constructor(grid) {
    this.#levels = [grid];
  }

  /**
   * @param {number} n cells are 2 ** n times as wide and high as those of the matrix itself, which is level 0
   * @returns {Grid} without `closed` from level 1 on: -Infinity stands for cells that are all closed
   */
  level(n) {
    let finer = n;
    while (!this.#levels[finer]) finer--;
    if (finer < n) this.#levels[n] = coarser(this.#levels[finer], 2 ** (n - finer));
    return this.#levels[n];
  }

  /**
   * The coarsest level worth reading: its cells are no larger than a pixel.
   * @param {number} cell the longer side of a cell of the matrix itself, in pixels
   */
  levelFor(cell) {
    return this.#isLarge ? Math.max(0, Math.floor(-Math.log2(cell))) : 0;
  }

  /** Makes the levels that take longest, before a reader zooms. */
  prepare() {
    if (this.#isLarge) for (const n of [1, 2]) this.level(n);
  }

  get #isLarge() {
    return this.#levels[0].values.length > MANY;
  }

  /** The smallest and the largest value. */
  get range() {
    if (!this.#range) {
      const { values } = this.#levels[0];
      let [min, max] = [Infinity, -Infinity];
      for (let i = 0; i < values.length; i++) {
        if (values[i] < min) min = values[i];
        if (values[i] > max) max = values[i];
      }
      this.#range = [min, max];
    }
    return this.#range;
  }
}

/**
 * @param {Grid} grid
 * @param {number} size cells in a row and in a column of what becomes one
 * @returns {Grid}
 */
function coarser({ values, rows, columns, closed }, size) {
  const bits = bitsOf(values);
  const [high, wide] = [Math.ceil(rows / size), Math.ceil(columns / size)];
  const reduced = new Float32Array(high * wide);
  const blocks = bitsOf(reduced).fill(CLOSED);
  for (let row = 0, i = 0; row < rows; row++) {
    const start = Math.floor(row / size) * wide;
    const after = i + columns;
    for (let block = start; block < start + wide; block++) {
      let furthest = blocks[block];
      for (const end = Math.min(i + size, after); i < end; i++) {
        if (!closed?.[i]) furthest = further(bits[i], furthest);
      }
      blocks[block] = furthest;
    }
  }
  return { values: reduced, rows: high, columns: wide, closed: null };
}
