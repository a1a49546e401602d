/**
 * A scale of colours with its numbers.
 *
 * @import { Domain } from '../figure/palette.js'
 */
import { drawScale, scaleNumbers } from '../figure/legend.js';
import { brief } from '../figure/numbers.js';
import { h } from './dom.js';
import { strings } from './strings.js';

/** The large one, under the matrix. */
export class Legend {
  constructor() {
    this.canvas = h('canvas', { class: 'scale', 'aria-hidden': 'true' });
    this.numbers = h('div', { class: 'numbers' });
    this.name = h('span');
    this.masked = h('span', { class: 'masked', hidden: true }, strings.closed);
    this.element = h(
      'div', { class: 'legend', part: 'legend' },
      this.name, h('div', { class: 'ruler' }, this.canvas, this.numbers), this.masked,
    );
  }

  /**
   * @param {Domain} domain
   * @param {string} name of the numbers
   * @param {boolean} masked whether some cells are hatched
   */
  draw(domain, name, masked) {
    this.name.textContent = name;
    this.masked.hidden = !masked;
    drawScale(this.canvas, domain);
    this.numbers.replaceChildren(...scaleNumbers(domain).map(({ text, at }) => {
      const number = h('span', {}, text);
      number.style.left = `${at * 100}%`;
      return number;
    }));
  }
}

/** The small one, in one line: a strip and ±2.1. */
export class Range {
  constructor() {
    this.canvas = h('canvas', { class: 'scale', 'aria-hidden': 'true' });
    this.text = h('span');
    this.element = h('div', { class: 'range' }, this.canvas, this.text);
  }

  /** @param {Domain} domain */
  draw(domain) {
    drawScale(this.canvas, domain);
    const [min, max] = [brief(domain.min), brief(domain.max)];
    this.text.textContent = domain.kind === 'signed' ? `±${max}` : `${min}–${max}`;
  }
}
