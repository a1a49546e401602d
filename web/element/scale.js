/**
 * A scale of colours with its numbers.
 *
 * @import { Domain } from '../figure/palette.js'
 */
import { scaleNumbers } from '../figure/legend.js';
import { brief } from '../figure/numbers.js';
import { gradientOf } from '../figure/palette.js';
import { fill, h, write } from './dom.js';

/** The large one, under the matrix. */
export class Legend {
  /** @param {string} closed what a hatched cell is called */
  constructor(closed) {
    this.scale = h('div', { class: 'scale' });
    this.numbers = h('div', { class: 'numbers' });
    this.name = h('span');
    this.masked = h('span', { class: 'masked', hidden: true }, closed);
    this.element = h(
      'div', { class: 'legend', part: 'legend' },
      this.name, h('div', { class: 'ruler' }, this.scale, this.numbers), this.masked,
    );
  }

  /**
   * @param {Domain} domain
   * @param {string} name of the numbers
   * @param {boolean} masked whether some cells are hatched
   */
  draw(domain, name, masked) {
    write(this.name, name);
    this.masked.toggleAttribute('hidden', !masked);
    this.scale.style.background = gradientOf(domain);
    const numbers = scaleNumbers(domain);
    fill(this.numbers, numbers.length, 'span').forEach((span, i) => {
      write(span, numbers[i].text);
      span.style.left = `${numbers[i].at * 100}%`;
    });
  }
}

/** The small one, in one line: a strip and ±2.1. */
export class Range {
  constructor() {
    this.scale = h('div', { class: 'scale' });
    this.text = h('span');
    this.element = h('div', { class: 'range' }, this.scale, this.text);
  }

  /** @param {Domain} domain */
  draw(domain) {
    this.scale.style.background = gradientOf(domain);
    const [min, max] = [brief(domain.min), brief(domain.max)];
    write(this.text, domain.kind === 'signed' ? `±${max}` : `${min}–${max}`);
  }
}
