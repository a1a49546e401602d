/**
 * The words of the language that an element stands in: English is here, another one is loaded when it is first needed.
 *
 * @import { Later } from './languages/en.js'
 * @import { Strings } from './strings.js'
 */
import { strings } from './strings.js';

/** @type {Record<string, () => Promise<{ strings: Strings }>>} */
const LANGUAGES = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  zh: () => import('./languages/zh.js'),
};

/** @type {Record<string, Strings | Promise<Strings> | undefined>} */
const known = {};

/**
 * @param {Element} element
 * @returns {Strings | Promise<Strings>} a promise while they are on their way; English where they cannot be had
 */
export function wordsFor(element) {
  const lang = languageOf(element).toLowerCase().split('-')[0];
  if (!Object.hasOwn(LANGUAGES, lang)) return strings;
  return (known[lang] ??= LANGUAGES[lang]().catch(() => ({ strings })).then((loaded) => (known[lang] = loaded.strings)));
}

/**
 * The words that most readers never ask for.
 * @param {Strings} strings
 * @returns {Promise<Later>}
 */
export const laterOf = async ({ later }) => later ?? (await import('./languages/en.js')).later;

/**
 * Of its own, or of what it stands in; '' where nobody says.
 * @param {Element} element
 */
function languageOf(element) {
  for (let at = element; at; at = /** @type {ShadowRoot} */ (at.getRootNode()).host) {
    const said = at.closest('[lang]');
    if (said) return said.getAttribute('lang') ?? '';
  }
  return '';
}
