// Where the engine's parts are: in files beside this one. The one-file build has files.inline.js in its place.

/** @type {Record<'simd' | 'relaxed-simd', () => URL | Uint8Array<ArrayBuffer>>} */
export const modules = {
  simd: () => new URL('./attention-view.wasm', import.meta.url),
  'relaxed-simd': () => new URL('./attention-view.relaxed.wasm', import.meta.url),
};

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<BufferSource> | BufferSource} */
export const unpack = (bytes) => bytes;

export const loadFallback = () => import('../../build/wasm/attention-engine-fallback.mjs');
