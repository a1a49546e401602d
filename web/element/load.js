/** One engine for all figures of a page. */
import { loadEngine } from '../engine/engine.js';

/** @type {ReturnType<typeof loadEngine> | null} */
let shared = null;

/** After a failure inside the engine the next figure starts a new one. */
export function forgetEngine() {
  shared = null;
}

/** A failed load is forgotten, so that the next figure may try again. */
export function sharedEngine() {
  shared ??= loadEngine().catch((reason) => {
    shared = null;
    throw reason;
  });
  return shared;
}
