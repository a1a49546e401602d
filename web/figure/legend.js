/**
 * The numbers of a scale of colours; its colours are a gradient of palette.js.
 *
 * @import { Domain } from './palette.js'
 */
import { brief, ticks } from './numbers.js';

/**
 * The numbers of a scale and where they stand, from 0 (left end) to 1.
 * @param {Domain} domain
 * @returns {{ text: string, at: number }[]}
 */
export function scaleNumbers({ kind, min, max }) {
  const values = kind === 'magnitude' ? ticks(max) : [min, 0, max];
  return values.map((value) => ({ text: brief(value), at: (value - min) / (max - min) }));
}
