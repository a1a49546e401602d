/**
 * The words of a language: the translator's, with those of the language model over them. English is here, another one is
 * loaded when it is first needed.
 *
 * @import { Words as Shared } from '../translator/strings.js'
 * @import { Own } from './strings.js'
 */
import { wordsIn as sharedIn } from '../translator/language.js';
import { words as english } from './strings.js';

/** @type {Record<string, () => Promise<{ words: Own }>>} */
const LANGUAGES = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  zh: () => import('./languages/zh.js'),
};

/** @typedef {ReturnType<typeof together>} Words */

/** @param {Shared} shared @param {Own} own */
function together(shared, own) {
  const [parts, kinds, axes] = /** @type {const} */ (['parts', 'kinds', 'axes']).map((name) => ({ ...shared[name], ...own[name] }));
  return {
    ...shared,
    ...own,
    parts: /** @type {Shared['parts']} */ (parts),
    kinds: /** @type {Shared['kinds']} */ (kinds),
    axes: /** @type {Shared['axes']} */ (axes),
  };
}

/**
 * @param {string} lang as the figure's own table has it
 * @returns {Promise<Words>} English where they cannot be had
 */
export async function wordsIn(lang) {
  if (!Object.hasOwn(LANGUAGES, lang)) return together(await sharedIn(lang), english);
  return Promise.all([sharedIn(lang), LANGUAGES[lang]()]).then(
    ([shared, { words }]) => together(shared, words),
    async () => together(await sharedIn('en'), english),
  );
}
