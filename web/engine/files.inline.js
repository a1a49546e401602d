// The engine's parts within the one file: one build for all, because both would not be small, and none in JavaScript.
import module from '../../build/wasm/attention-engine.wasm';

const script = /** @type {HTMLScriptElement | null | undefined} */ (globalThis.document?.currentScript);

/** Where the one file is; '' where it is within its page. Only while it starts does a browser tell. */
export const home = script?.src ?? '';

/** @type {typeof import('./files.js')['modules']} */
export const modules = { simd: () => module, 'relaxed-simd': () => module };

/** The build deflates it: in text, what is compressed before takes a quarter less. @type {typeof import('./files.js')['unpack']} */
export const unpack = (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();

/** @type {typeof import('./files.js')['loadFallback']} */
export const loadFallback = () => Promise.reject(new Error('this browser has no WebAssembly'));
