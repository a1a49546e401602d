/**
 * A short note beside the cell under the pointer, for matrices far away from the readout.
 *
 * @import { Stage } from './stages.js'
 */
import { format } from '../figure/numbers.js';
import { h } from './dom.js';
import { cellNodes, cellWords, valueAt } from './readout.js';
import { numberName } from './stages.js';

export class Tooltip {
  constructor() {
    this.element = h('div', { class: 'tooltip', part: 'tooltip', hidden: true, 'aria-hidden': 'true' });
  }

  /**
   * @param {Stage} stage
   * @param {number} row
   * @param {number} column
   * @param {DOMRect} cell in client coordinates
   */
  show(stage, row, column, cell) {
    this.element.replaceChildren(
      h('span', {}, ...cellWords(stage, cellNodes(stage, row, column))),
      h('b', {}, stage.strings.value(numberName(stage), format(valueAt(stage, row, column)))),
    );
    this.element.hidden = false;
    // Placed within the figure, which may scroll, be transformed or contain fixed boxes; kept inside the window.
    const origin = this.element.offsetParent?.getBoundingClientRect() ?? new DOMRect();
    const { offsetWidth, offsetHeight } = this.element;
    const room = document.documentElement.clientWidth - offsetWidth - 4;
    const left = Math.max(4, Math.min(cell.left + cell.width / 2 - offsetWidth / 2, room));
    const above = cell.top - offsetHeight - 10;
    const top = above > 4 ? above : cell.bottom + 10;
    this.element.style.left = `${left - origin.left}px`;
    this.element.style.top = `${top - origin.top}px`;
  }

  hide() {
    this.element.hidden = true;
  }
}
