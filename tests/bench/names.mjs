// How the tables and the picture call things, and how they write numbers.

/** @type {Record<import('./contest.mjs').Engine, string>} */
export const ENGINES = {
  relaxed: 'attention-view, relaxed SIMD',
  relaxedFresh: 'the same, into new arrays',
  simd: 'attention-view, SIMD',
  numpy: 'numpy + OpenBLAS, native',
  ort: 'onnxruntime-web',
  tfjsPerHead: 'TensorFlow.js, head by head',
  tfjs: 'TensorFlow.js',
};

/** @type {Record<import('./contest.mjs').Place, string>} */
export const PLACES = { node: 'Node', chromium: 'Chromium', native: 'native' };

/** @type {Record<'simd' | 'relaxed', string>} */
export const BUILDS = { simd: 'SIMD', relaxed: 'relaxed SIMD' };

/** Three digits. @param {number} value */
export function digits(value) {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value.toFixed(value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** @param {number} share */
export const percent = (share) => `${Math.round(share * 100)} %`;
