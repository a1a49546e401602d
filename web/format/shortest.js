/**
 * The shortest decimal that reads back as the same float32: 0.1 and not 0.10000000149011612. (Of ±2^-96, 2^87 and 2^90,
 * whose neighbours are at unequal distances, it has a digit more than it could.)
 * @param {number} value a float32
 * @returns {string} as String() has it, NaN and Infinity too
 */
export function shortest(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return Object.is(value, -0) ? '-0' : String(value);
  if (!Number.isFinite(value)) return String(value);
  let number = NaN;
  for (let digits = 8; digits > 0; digits--) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) !== value) break;
    number = shorter;
  }
  return String(number || Number(value.toPrecision(9))); // nine are always enough
}
