/** Style sheets of parts that are loaded later: one of each for all figures of a page. @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/**
 * @param {Element} element in the figure that needs it
 * @param {string} css
 */
export function adopt(element, css) {
  const root = /** @type {ShadowRoot} */ (element.getRootNode());
  const sheet = sheets.get(css) ?? new CSSStyleSheet();
  if (!sheets.has(css)) sheet.replaceSync(css);
  sheets.set(css, sheet);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
