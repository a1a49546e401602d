/** The few lines that make elements. Attributes and text only: a strict page refuses inline styles and markup. */
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes] false and null leave one out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Changes a text in its place, and only where it differs: the page is laid out anew for every node that comes or goes.
 * @param {Node} node
 * @param {string} text
 */
export function write(node, text) {
  const { firstChild } = node;
  if (!(firstChild instanceof Text) || firstChild.nextSibling) node.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

/**
 * Gives a list as many children as it needs, and keeps those that it has.
 * @param {Element} list
 * @param {number} count
 * @param {'li' | 'span'} tag
 * @returns {HTMLElement[]}
 */
export function fill(list, count, tag) {
  while (list.childElementCount > count) list.lastElementChild?.remove();
  while (list.childElementCount < count) list.append(h(tag));
  return /** @type {HTMLElement[]} */ ([...list.children]);
}

/** Characters of a token that a sentence about it shows. */
const LONGEST = 24;

/**
 * A token in a sentence: quoted, in its role's colour, its direction its own.
 * @param {string} text
 * @param {'query' | 'key' | 'value' | null} role
 * @param {(text: string) => string} quote
 */
export function tokenOf(text, role, quote) {
  const letters = Array.from(visible(text));
  const short = letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('');
  return featureOf(quote(short), role);
}

/**
 * A name in its role's colour.
 * @param {string} name
 * @param {'query' | 'key' | 'value' | null} role
 */
export function featureOf(name, role) {
  return h('span', { class: role ? `token ${role}` : 'token' }, name);
}

/**
 * White space has a look where it is a token of its own.
 * @param {string} text
 */
export function visible(text) {
  return /^\s+$/u.test(text) ? text.replace(/\r?\n|\r/g, '⏎').replace(/\t/g, '⇥').replace(/\s/gu, '␣') : text;
}
