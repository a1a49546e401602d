// Where the module for trained models is: in a file beside this one.

/** @type {typeof import('../engine/files.js')['modules']} */
export const modules = {
  simd: () => new URL('./attention-view.model.wasm', import.meta.url),
  'relaxed-simd': () => new URL('./attention-view.model.relaxed.wasm', import.meta.url),
};
