/**
 * What an author pastes into a page to have this figure there, in its present state.
 */
import { OPTIONS, parse, serialize } from './options.js';
import { encodeState } from './permalink.js';

/** Where the files of this build are: beside this one, or, in the one-file build, where its script came from. */
function home() {
  const folderOf = (/** @type {string} */ address) => address.replace(/[^/]*$/, '');
  if (import.meta.url) return { address: folderOf(import.meta.url), script: 'auto.js', module: true };
  const script = 'attention-view.inline.js';
  const tag = /** @type {HTMLScriptElement | null} */ (document.querySelector(`script[src*="${script}"]`));
  return { address: tag ? folderOf(tag.src) : '', script, module: false };
}

/**
 * The attributes that make a difference, the sentence always among them.
 * @param {HTMLElement} view
 * @param {boolean} shared only those that a link may carry
 * @returns {Record<string, string>}
 */
function attributesOf(view, shared) {
  /** @type {Record<string, string>} */
  const attributes = {};
  for (const option of OPTIONS) {
    if (option.name === 'permalink' || (shared && option.shared === false)) continue;
    const text = view.getAttribute(option.name);
    const usual = serialize(option, option.initial);
    if (option.name === 'text') attributes.text = text ?? String(usual);
    else if (text !== null && serialize(option, parse(option, text).value) !== usual) attributes[option.name] = text;
  }
  return attributes;
}

/** @param {string} text */
const escape = (text) =>
  text.replace(/[&<>"\r\n\t]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? `&#${letter.charCodeAt(0)};`);

/** @param {Record<string, string>} attributes */
const listed = (attributes) =>
  Object.entries(attributes).map(([name, text]) => (text === '' && name !== 'text' && name !== 'keys-text' ? ` ${name}` : ` ${name}="${escape(text)}"`)).join('');

/**
 * @param {HTMLElement} view
 * @returns {string} a script and a tag
 */
export function tagCode(view) {
  const { address, script, module } = home();
  const src = escape(address + script);
  return `<script ${module ? 'type="module" ' : ''}src="${src}"></script>\n` +
    `<attention-view${listed(attributesOf(view, false))}></attention-view>\n`;
}

/**
 * @param {HTMLElement} view
 * @param {string} title what a screen reader calls the frame
 * @returns {Promise<string>} a frame of the figure's present height
 */
export async function frameCode(view, title) {
  const fragment = await encodeState(attributesOf(view, true));
  const src = `${home().address}embed.html#${fragment}`;
  const height = Math.max(200, Math.ceil(view.offsetHeight / 10) * 10);
  return `<iframe${listed({ src, title, width: '100%', height: String(height), loading: 'lazy' })} style="border: 0"></iframe>\n`;
}

/**
 * @param {HTMLElement} view
 * @returns {Promise<string>} of this page where the figure keeps its state in the address, else of the figure alone
 */
export async function linkOf(view) {
  const page = view.hasAttribute('permalink') ? location.href.replace(/#.*/, '') : `${home().address}embed.html`;
  return `${page}#${await encodeState(attributesOf(view, true))}`;
}
