/**
 * Numbers to colours. Pure: a value and a domain in, red, green and blue (0 to 255) out.
 *
 * Magnitudes use viridis, whose lightness rises with the value. Signed values use a purple–amber scale of this
 * project, interpolated in OKLab, whose middle is the theme's neutral, so that zero looks like nothing; its two hues
 * stay away from those of query, key and value.
 *
 * @typedef {'light' | 'dark'} Theme
 * @typedef {{ kind: 'magnitude' | 'signed', min: number, max: number, theme: Theme }} Domain
 * @typedef {[red: number, green: number, blue: number]} Rgb
 */

/** 33 of viridis' 256 colours, from matplotlib's _cm_listed.py (S. van der Walt and N. Smith; CC0 1.0). */
const VIRIDIS = '440154470d6048186a482374472d7b4536814240863f49893b528b375a8d33638d2f6a8e2c728e297a8e' +
  '26818e23898e21908c1f988b1f9f8821a68528ae8031b57b3ebc744cc26c5dc9636ece5882d34c96d83fabdc32c0df24d5e21aeae51afde725';

const SIGNED = {
  light: '591f976d3ba78154b6966cc6ac83d5c09be8d3b6f3e3d4f5f2f2f2eedbbae7c484dbae56c99933b58527a1721b8d5f0f794d01',
  dark: 'dfc3fec9aaefb491e09f78d18a5fc1744da55c40804336572b2b2b4b3c266a4e1e87611aa1762bb98e3ed0a650e8bf64ffd977',
};

/** What a masked cell is filled with before it is hatched. */
const MASKED = { light: 'e4e4e2', dark: '33353a' };

/** Colours a scale is resolved into; fine enough that neighbours differ by at most two levels. */
const STEPS = 1024;

/** @type {(hex: string) => number[]} */
const bytes = (hex) => (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));

/**
 * A table of STEPS colours, interpolated between equally spaced anchors.
 * @param {string} hex
 */
function table(hex) {
  const anchors = bytes(hex);
  const last = anchors.length / 3 - 1;
  const colors = new Uint8Array(STEPS * 3);
  for (let step = 0; step < STEPS; step++) {
    const at = step / (STEPS - 1) * last;
    const below = Math.min(Math.floor(at), last - 1);
    for (let channel = 0; channel < 3; channel++) {
      const from = anchors[below * 3 + channel];
      colors[step * 3 + channel] = Math.round(from + (anchors[below * 3 + 3 + channel] - from) * (at - below));
    }
  }
  return colors;
}

/** @type {Map<string, Uint8Array>} */
const tables = new Map();

/** @param {Domain} domain */
function tableOf({ kind, theme }) {
  const hex = kind === 'magnitude' ? VIRIDIS : SIGNED[theme];
  let colors = tables.get(hex);
  if (!colors) tables.set(hex, colors = table(hex));
  return colors;
}

/**
 * Where a value lies in the table; beyond the domain, its nearer end.
 * @param {number} value
 * @param {Domain} domain
 */
function offset(value, { min, max }) {
  const t = max > min ? (value - min) / (max - min) : 0;
  return Math.round(Math.min(1, Math.max(0, t)) * (STEPS - 1)) * 3;
}

/**
 * The colour of a value.
 * @param {number} value finite
 * @param {Domain} domain
 * @returns {Rgb}
 */
export function color(value, domain) {
  const colors = tableOf(domain);
  const at = offset(value, domain);
  return [colors[at], colors[at + 1], colors[at + 2]];
}

/**
 * The colour of a cell that the mask closes (its value is -Infinity).
 * @param {Theme} theme
 * @returns {Rgb}
 */
export function maskedColor(theme) {
  const [red, green, blue] = bytes(MASKED[theme]);
  return [red, green, blue];
}

/**
 * Fills opaque pixels, one per value; -Infinity and cells marked in `closed` get the masked colour.
 * @param {ArrayLike<number>} values
 * @param {Domain} domain
 * @param {Uint8ClampedArray} pixels 4 bytes per value
 * @param {ArrayLike<number> | null} [closed] 1 where the mask closes the cell
 */
export function paint(values, domain, pixels, closed = null) {
  const colors = tableOf(domain);
  const masked = maskedColor(domain.theme);
  for (let i = 0; i < values.length; i++) {
    const shut = values[i] === -Infinity || closed?.[i] === 1;
    const at = shut ? 0 : offset(values[i], domain);
    const from = shut ? masked : colors;
    pixels[i * 4] = from[at];
    pixels[i * 4 + 1] = from[at + 1];
    pixels[i * 4 + 2] = from[at + 2];
    pixels[i * 4 + 3] = 255;
  }
}

/**
 * The largest finite distance from zero; a masked cell (-Infinity) does not count.
 * @param {ArrayLike<number>[]} lists
 */
export function largest(...lists) {
  let max = 0;
  for (const values of lists) {
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i]);
      if (size > max && size !== Infinity) max = size;
    }
  }
  return max;
}

/**
 * The domain of a kind of numbers whose largest distance from zero is known (1 where all are zero).
 * @param {Domain['kind']} kind
 * @param {number} max
 * @param {Theme} theme
 * @returns {Domain}
 */
export function domainOf(kind, max, theme) {
  const end = max || 1;
  return { kind, min: kind === 'signed' ? -end : 0, max: end, theme };
}

/**
 * Black or white, whichever reads better on a colour (WCAG contrast, at least 4.5:1).
 * @param {Rgb} rgb
 */
export function inkOn(rgb) {
  const [red, green, blue] = rgb.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
