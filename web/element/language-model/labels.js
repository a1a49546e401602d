/**
 * What was measured of a model's heads: the file scores.json beside it, where there is one.
 *
 * @import { Place } from '../translator/pictures.js'
 * @import { Words } from './language.js'
 */
import { h } from '../dom.js';
import { percentOf } from '../translator/candidates.js';

/**
 * @typedef {object} Label
 * @property {number} layer from 0
 * @property {number} head from 0
 * @property {string} label what the head looks like it does
 * @property {number} score in how many cases, 0 to 1
 * @property {number} offset in how many a fixed distance does
 * @property {number} cases
 */

/** @param {any} value @returns {value is Label} */
function isLabel(value) {
  const numbers = ['layer', 'head', 'score', 'offset', 'cases'];
  return typeof value?.label === 'string' && numbers.every((name) => Number.isFinite(value[name]));
}

/**
 * The heads that do better than a fixed distance.
 * @param {string} folder of the model, ending with a slash
 * @returns {Promise<Label[]>} none where nothing was measured
 */
export async function labelsIn(folder) {
  try {
    const answer = await fetch(`${folder}scores.json`);
    const { heads } = answer.ok ? await answer.json() : { heads: [] };
    return heads.filter(isLabel).filter((/** @type {Label} */ { score, offset }) => score > offset);
  } catch {
    return []; // a figure without labels is still one
  }
}

/**
 * The one that does most better than a fixed distance.
 * @param {Label[]} labels
 * @returns {Label | undefined}
 */
export function bestOf(labels) {
  return [...labels].sort((a, b) => (b.score - b.offset) - (a.score - a.offset))[0];
}

/**
 * The label under a head's picture, linked to how it was measured.
 * @param {Label[]} labels
 * @param {Place} place
 * @param {string} folder
 * @param {Words} words
 * @param {(count: number) => string} count
 */
export function labelOf(labels, { layer, head }, folder, words, count) {
  const best = bestOf(labels.filter((label) => label.layer === layer && label.head === head));
  if (!best) return null;
  const relation = words.relations[best.label] ?? best.label;
  return h('a', { class: 'measured', href: `${folder}MODEL_CARD.md` }, words.measured(relation, percentOf(best.score), count(best.cases)));
}
