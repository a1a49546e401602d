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

/** What a masked cell is filled with, and the lines that hatch it. */
const MASKED = { light: 'e4e4e2', dark: '33353a' };
const HATCH = { light: 'a9a9a6', dark: '5c5f66' };

/** Colours a scale is resolved into; fine enough that neighbours differ by at most two levels. */
const STEPS = 1024;

/** @type {(hex: string) => number[]} */
const bytes = (hex) => (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));

/** An opaque pixel as a canvas has it in memory; every machine that runs a browser puts the lowest byte first. */
const pack = (/** @type {number[]} */ [red, green, blue]) => (0xff000000 | blue << 16 | green << 8 | red) >>> 0;

/** @type {(pixel: number) => Rgb} */
const unpack = (pixel) => [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255];

/** @type {(from: number[], to: number[], share: number) => number[]} */
const mix = (from, to, share) => from.map((channel, i) => Math.round(channel + (to[i] - channel) * share));

/**
 * The equally spaced colours between which a scale is interpolated.
 * @param {Domain} domain
 */
function anchorsOf({ kind, theme }) {
  return (kind === 'magnitude' ? VIRIDIS : SIGNED[theme]).match(/.{6}/g) ?? [];
}

/**
 * A scale from its smallest value to its largest, as CSS paints it.
 * @param {Domain} domain
 */
export function gradientOf(domain) {
  return `linear-gradient(90deg, ${anchorsOf(domain).map((hex) => `#${hex}`)})`;
}

/** @type {Map<string, Uint32Array>} */
const tables = new Map();

/**
 * The pixels of a scale from its smallest value to its largest.
 * @param {Domain} domain
 */
export function pixelsOf(domain) {
  const name = `${domain.kind} ${domain.theme}`;
  let table = tables.get(name);
  if (!table) {
    const anchors = anchorsOf(domain).map(bytes);
    table = Uint32Array.from({ length: STEPS }, (_, step) => {
      const at = step / (STEPS - 1) * (anchors.length - 1);
      const below = Math.min(Math.floor(at), anchors.length - 2);
      return pack(mix(anchors[below], anchors[below + 1], at - below));
    });
    tables.set(name, table);
  }
  return table;
}

/**
 * Where a value lies among those pixels; beyond the domain, its nearer end.
 * @param {number} value
 * @param {number} min
 * @param {number} steps per unit, as stepsOf() has them
 */
export function place(value, min, steps) {
  const at = (value - min) * steps + 0.5 | 0;
  return at < 0 ? 0 : at > STEPS - 1 ? STEPS - 1 : at;
}

/** @param {Domain} domain */
export function stepsOf({ min, max }) {
  return max > min ? (STEPS - 1) / (max - min) : 0;
}

/**
 * The colour of a value.
 * @param {number} value finite
 * @param {Domain} domain
 */
export function color(value, domain) {
  return unpack(pixelsOf(domain)[place(value, domain.min, stepsOf(domain))]);
}

/**
 * The colour of a cell that the mask closes (its value is -Infinity).
 * @param {Theme} theme
 */
export function maskedColor(theme) {
  return unpack(pack(bytes(MASKED[theme])));
}

/**
 * The pixels of a masked cell by x + y: lines that slant by 45° and are one CSS pixel wide along a row.
 * @param {Theme} theme
 * @param {number} ratio device pixels in a CSS pixel; 0: no lines
 */
export function hatching(theme, ratio) {
  const size = Math.max(1, Math.round(6 * ratio));
  return Uint32Array.from({ length: size }, (_, i) => {
    const cover = ratio && Math.min(1, Math.max(0, (ratio + 1) / 2 - Math.min(i, size - i)));
    return pack(mix(bytes(MASKED[theme]), bytes(HATCH[theme]), cover));
  });
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
