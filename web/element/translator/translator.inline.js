/**
 * The one-file build asks for no other file, and brings no model: the attribute `src` is refused there.
 *
 * @import { Host } from './frame.js'
 * @import { Guest } from './translator.js'
 */

/** @param {Host} host @returns {Pick<Guest, 'show' | 'getAttention' | 'dispose'>} */
export function guestOf({ element }) {
  const sourceError = new Error('the one-file build has no model: src needs attention-view.js');
  element.dispatchEvent(new CustomEvent('error', { detail: { type: 'load-failed', sourceError } }));
  return { show: () => false, getAttention: () => null, dispose: () => {} };
}
