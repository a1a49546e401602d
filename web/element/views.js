/**
 * Other pictures of the same numbers, in the place of the large matrix: loaded when the first of them is asked for.
 *
 * @import { State } from './options.js'
 * @import { Picture, Reader, View } from './view.js'
 */
import { adopt } from './adopt.js';
import { AllHeads } from './view-heads.js';
import { Lines } from './view-lines.js';
import { Table } from './view-table.js';
import css from './views.css';

/** @type {Record<string, new (reader: Reader) => View>} */
const VIEWS = { lines: Lines, heads: AllHeads, table: Table };

/** What stands in each place. @type {WeakMap<HTMLElement, { kind: State['view'], view: View }>} */
const standing = new WeakMap();

/**
 * @param {HTMLElement} place
 * @param {State['view']} kind
 * @param {Reader} reader
 * @param {Picture} picture
 * @returns {View['mark']}
 */
export function show(place, kind, reader, picture) {
  adopt(place, css);
  let there = standing.get(place);
  if (there?.kind !== kind) {
    there = { kind, view: new VIEWS[kind](reader) };
    standing.set(place, there);
    place.replaceChildren(there.view.element);
  }
  const { view } = there;
  view.draw(picture);
  return (selection) => view.mark(selection);
}
