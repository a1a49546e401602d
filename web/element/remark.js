/**
 * @import { Model, Sentences } from './compute.js'
 * @import { Figure } from './figure.js'
 */

/**
 * What a reader should know about a figure that was drawn, if anything.
 * @param {Model} model
 * @param {Sentences} sentences
 * @param {Figure} figure
 */
export function remark({ state, tokens, fullyMaskedRows, build }, { queries, keys }, figure) {
  const { tooLong, tooLongKeys, fullyMasked, noSuchStage, slow } = figure.strings.status;
  const remarks = [];
  for (const [words, say] of /** @type {const} */ ([[queries, tooLong], [keys, tooLongKeys]])) {
    const shown = words?.shown.length ?? 0;
    if (words && words.total > shown) remarks.push(say(shown, words.total));
  }
  if (fullyMaskedRows.length) remarks.push(fullyMasked(fullyMaskedRows.map((row) => tokens[row])));
  if (!figure.stageOf(state.stage)) remarks.push(noSuchStage(state.stage));
  if (build === 'wasm2js') remarks.push(slow);
  return remarks.join(' ');
}
