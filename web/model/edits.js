// Heads that are turned off or averaged, as the module takes them: rows of place, layer, head, change.
import { AttentionError } from '../engine/error.js';
import { checkInteger, checkObject } from '../engine/check.js';

/**
 * @typedef {'encoder' | 'decoder' | 'cross'} Part which attention: of the encoder to itself, of the decoder to itself,
 *   of the decoder to the encoder
 * @typedef {{ part: Part, layer: number, head: number, how: 'off' | 'average' }} HeadEdit
 *   off: all weights of the head are 0; average: every key that a query may see has the same weight
 */

/** In the order of src/transformer/head_edits.hpp. */
const PARTS = ['encoder', 'decoder', 'cross'];
const CHANGES = ['off', 'average'];
const MOST = 2 ** 16;

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string[]} allowed
 */
function checkOneOf(name, value, allowed) {
  const place = allowed.indexOf(String(value));
  if (place >= 0) return place;
  throw new AttentionError('invalid-type', `${name} is ${JSON.stringify(value)}, it must be one of ${allowed.join(', ')}`);
}

/**
 * Whether the model has it, the module says.
 * @param {unknown} part @param {unknown} layer @param {unknown} head
 */
export const headOf = (part, layer, head) =>
  [checkOneOf('part', part, PARTS), checkInteger('layer', layer, 0, MOST), checkInteger('head', head, 0, MOST)];

/**
 * @param {HeadEdit[] | undefined} edits
 * @returns {{ data: Float32Array, shape: number[] } | undefined}
 */
export function tableOf(edits) {
  if (edits === undefined) return undefined;
  if (!Array.isArray(edits)) throw new AttentionError('invalid-type', 'turnedOff is no array, it must be one of heads');
  if (edits.length === 0) return undefined;
  const rows = edits.map((edit) => {
    const { part, layer, head, how } = checkObject('a head', edit);
    return [...headOf(part, layer, head), checkOneOf('how', how, CHANGES)];
  });
  return { data: Float32Array.from(rows.flat()), shape: [rows.length, 4] };
}
