import { formatCount } from '../../figure/numbers.js';

/**
 * A count in groups of three with a narrow space between them, as ISO 80000 has it: where the comma is the decimal sign,
 * 10,000 would be ten. From 10 000 on, as these languages leave shorter numbers whole.
 * @param {number} number
 */
export function count(number) {
  return number < 10_000 ? String(number) : formatCount(number).replaceAll(',', '\u202f');
}
