/**
 * What may come next: how temperature, top-k and top-p change the probabilities, as Model.sample() draws from them. Pure.
 *
 * @typedef {{ temperature: number, topK: number | null, topP: number }} Choice topK: null for all
 * @typedef {{ id: number, before: number, after: number }} Bar before: as the model says it; after: what is drawn with, 0
 *   where the token may not come
 */

/**
 * @param {Float32Array} next (vocabulary) probabilities
 * @param {Choice} choice
 * @param {number} most how many bars
 * @returns {{ bars: Bar[], kept: number }} the likeliest first; kept: how many tokens may come
 */
export function barsOf(next, { temperature, topK, topP }, most) {
  const order = Array.from(next.keys()).sort((a, b) => next[b] - next[a] || a - b);
  const top = Math.log(next[order[0]]);
  const tempered = order.map((id) => Math.exp((Math.log(next[id]) - top) / temperature));
  const all = tempered.reduce((sum, share) => sum + share, 0);
  let kept = 0;
  let sum = 0;
  while (kept < Math.min(order.length, topK ?? order.length) && (kept === 0 || sum < topP * all)) sum += tempered[kept++];
  const bars = order.slice(0, most).map((id, i) => ({ id, before: next[id], after: i < kept ? tempered[i] / sum : 0 }));
  return { bars, kept };
}

/**
 * A text with more behind it. The tokens know whether a space stands before them.
 * @param {string} text
 * @param {readonly number[]} before its tokens
 * @param {readonly number[]} more
 * @param {(ids: number[]) => string} decode
 */
export function continued(text, before, more, decode) {
  return text.trimEnd() + decode([...before, ...more]).slice(decode([...before]).length);
}
