// What was promised, and whether it is kept.

/**
 * @typedef {import('./contest.mjs').Engine} Engine
 * @typedef {{ ours: Engine, peer: Engine, said: string, least: (length: number) => number | null }} Target
 *   least: how many times faster than the peer; null where nothing was promised
 */

/** @type {Target[]} */
export const TARGETS = [
  { ours: 'simd', peer: 'ort', said: '≥ 1.7', least: () => 1.7 },
  { ours: 'relaxed', peer: 'ort', said: '≥ 2.2', least: () => 2.2 },
  ...tensorFlow('simd'),
  ...tensorFlow('relaxed'),
  {
    ours: 'relaxed', peer: 'numpy', said: '≥ 1 at 6, ≥ 0.5 from 128 on',
    least: (length) => (length === 6 ? 1 : length >= 128 ? 0.5 : null),
  },
];

/** @param {Engine} ours @returns {Target[]} */
function tensorFlow(ours) {
  return [
    { ours, peer: 'tfjs', said: '≥ 3 to 128, ≥ 6 above', least: (length) => (length <= 128 ? 3 : 6) },
    { ours, peer: 'tfjsPerHead', said: 'nothing', least: () => null },
  ];
}

/** Of the peak, by our product. */
export const PRODUCT_SHARE = 0.85;

/** Bytes after gzip, milliseconds, and frames a second. */
export const PAGE = { total: 60_000, wasm: 25_000, first: 100, start: 15, keys: { 32: 8, 256: 16 }, frames: 60 };

/** @param {boolean} kept */
export const mark = (kept) => (kept ? '✓' : '✗');
