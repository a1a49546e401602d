/**
 * The tree of a beam search: what was kept at every word, and which whole sentences came of it. Words that only one way
 * leads through stand together.
 *
 * @import { Beams } from '../../model/model.js'
 * @import { Words } from './strings.js'
 */
import { h } from '../dom.js';
import { percentOf } from './candidates.js';

/**
 * @typedef {{ nodes: number[], next: Branch[] }} Branch nodes: in order, one after the other, by their places in the list
 */

/**
 * The tree without the nodes that lead to one other only.
 * @param {Beams['nodes']} nodes
 * @returns {Branch[]}
 */
export function branchesOf(nodes) {
  /** @type {Map<number, number[]>} */
  const after = new Map();
  nodes.forEach(({ parent }, i) => after.set(parent, [...(after.get(parent) ?? []), i]));
  const likeliest = (/** @type {number} */ a, /** @type {number} */ b) => nodes[b].logProbability - nodes[a].logProbability;
  /** @type {(first: number) => Branch} */
  const branch = (first) => {
    const way = [first];
    for (let next = after.get(first); next?.length === 1; next = after.get(next[0])) way.push(next[0]);
    return { nodes: way, next: (after.get(way[way.length - 1]) ?? []).sort(likeliest).map(branch) };
  };
  return (after.get(-1) ?? []).sort(likeliest).map(branch);
}

/**
 * @param {Beams} beams
 * @param {(ids: number[]) => string} decode
 * @param {Words} words
 */
export function treeOf({ nodes, best }, decode, words) {
  const onTheWay = new Set();
  for (let at = best; at >= 0; at = nodes[at].parent) onTheWay.add(at);
  /** @type {(branch: Branch) => HTMLElement} */
  const item = ({ nodes: way, next }) => {
    const last = nodes[way[way.length - 1]];
    const ids = way.map((i) => nodes[i]).filter(({ isDone }) => !isDone).map(({ id }) => id);
    const kept = last.isDone || next.length > 0;
    const text = h('span', { class: 'words', lang: 'fr', dir: 'ltr' }, decode(ids) || words.end);
    const end = last.isDone ? [h('b', {}, percentOf(Math.exp(last.logProbability)))] : [];
    const classes = [onTheWay.has(way[0]) ? 'best' : '', kept ? '' : 'dropped'].filter(Boolean).join(' ');
    return h('li', { class: classes || null }, h('span', { class: 'step' }, text, ...end), ...list(next));
  };
  const list = (/** @type {Branch[]} */ branches) => (branches.length ? [h('ul', {}, ...branches.map(item))] : []);
  return h('div', { class: 'tree', tabindex: 0, role: 'group', 'aria-label': words.beams }, ...list(branchesOf(nodes)));
}
