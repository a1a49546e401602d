/**
 * The scale of a domain as a strip of colour; its numbers are text beside it.
 *
 * @import { Domain } from './palette.js'
 */
import { brief, ticks } from './numbers.js';
import { color } from './palette.js';

/**
 * Fills a canvas, from the domain's smallest value on the left to its largest on the right.
 * @param {HTMLCanvasElement} canvas its CSS size is the caller's
 * @param {Domain} domain
 */
export function drawScale(canvas, domain) {
  const steps = 256;
  canvas.width = steps;
  canvas.height = 1;
  const image = new ImageData(steps, 1);
  for (let i = 0; i < steps; i++) {
    const value = domain.min + (domain.max - domain.min) * i / (steps - 1);
    image.data.set([...color(value, domain), 255], i * 4);
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/**
 * The numbers of a scale and where they stand, from 0 (left end) to 1.
 * @param {Domain} domain
 * @returns {{ text: string, at: number }[]}
 */
export function scaleNumbers({ kind, min, max }) {
  const values = kind === 'magnitude' ? ticks(max) : [min, 0, max];
  return values.map((value) => ({ text: brief(value), at: (value - min) / (max - min) }));
}
