/**
 * The words of a language: English is here, another one is loaded when it is first needed.
 *
 * @import { Words } from './strings.js'
 */
import { words as english } from './strings.js';

/** @type {Record<string, () => Promise<{ words: Words }>>} */
const LANGUAGES = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  zh: () => import('./languages/zh.js'),
};

/**
 * @param {string} lang as the figure's own table has it
 * @returns {Promise<Words>} English where they cannot be had
 */
export async function wordsIn(lang) {
  if (!Object.hasOwn(LANGUAGES, lang)) return english;
  return LANGUAGES[lang]().then(({ words }) => words, () => english);
}
