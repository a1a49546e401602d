/** Numbers as the figure writes them: tabular, four digits after the point, a real minus sign. */

const MINUS = '\u2212';

/**
 * Four digits after the point, or an exponent where those would hide the value.
 * @param {number} value
 * @param {number} [digits]
 */
export function format(value, digits = 4) {
  const size = Math.abs(value);
  if (size === Infinity) return value < 0 ? `${MINUS}∞` : '∞';
  const plain = size === 0 || (size >= 0.5 * 10 ** -digits && size < 1e5);
  const text = plain ? value.toFixed(digits) : value.toExponential(2);
  const signless = /^-0\.?0*$/.test(text) ? text.slice(1) : text;
  return signless.replaceAll('-', MINUS);
}

/**
 * Three significant digits at most, no trailing zeros: for scales and ranges.
 * @param {number} value
 */
export function brief(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return format(value);
  return (size >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))).replace('-', MINUS);
}

/**
 * The two ends of a range with enough digits to tell them apart: 0.0310 and 0.0315.
 * @param {number} min
 * @param {number} max
 */
export function formatRange(min, max) {
  const digits = max > min ? Math.min(8, Math.max(4, Math.ceil(-Math.log10(max - min)) + 1)) : 4;
  return [format(min, digits), format(max, digits)];
}

/**
 * A count in groups of three: 10,000.
 * @param {number} count
 */
export function formatCount(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * Round numbers from 0 up to max, and max itself; a round number that would come close to max is left out.
 * @param {number} max above 0
 * @param {number} [most] how many round numbers there may be
 */
export function ticks(max, most = 4) {
  const raw = max / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((unit) => unit * power >= raw * (1 - 1e-9)) ?? 10) * power;
  const round = [];
  for (let i = 0; i * step < max * 0.8; i++) round.push(i * step);
  return [...round, max];
}
