// What axe-core finds in a page at rest: half faded in, any text has too little contrast.
import axe from 'axe-core';

/** What is serious or critical, and where. @param {import('./support.js').Page} page */
export async function findings(page) {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const roots = Array.from(document.querySelectorAll('attention-view'), ({ shadowRoot }) => shadowRoot);
    const moving = [document, ...roots].flatMap((root) => root?.getAnimations() ?? []);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (window));
    const { violations } = await axe.run(document, { resultTypes: ['violations'], preload: false });
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join('; ')}`);
  });
}
