/** What can change around a figure while its attributes stay: its room, the colours, the printer, the page's language. */
import { onDensityChange } from './density.js';

/**
 * @param {HTMLElement} element
 * @param {{ redraw: () => void, fit: () => void, speak: () => void }} on redraw: other colours; fit: another room; speak:
 *   perhaps another language
 * @param {AbortSignal} signal
 */
export function watch(element, { redraw, fit, speak }, signal) {
  let room = '';
  const resize = () => {
    const now = `${element.clientWidth} ${devicePixelRatio}`;
    if (now !== room) fit();
    room = now;
  };
  for (const look of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(look).addEventListener('change', redraw, { signal });
  }
  window.addEventListener('resize', resize, { signal }); // zooming resizes the window, but not always the element
  onDensityChange(resize, signal);
  const sized = new ResizeObserver(resize);
  sized.observe(element);
  const said = new MutationObserver(speak);
  said.observe(document, { subtree: true, attributeFilter: ['lang'] });
  signal.addEventListener('abort', () => {
    sized.disconnect();
    said.disconnect();
  });
}
