/**
 * Where a reader brings numbers: a file that is dropped or chosen, or a text that is pasted.
 *
 * @import { Later } from './languages/en.js'
 * @import { Figure } from './figure.js'
 */
import { readCsv } from '../format/csv.js';
import { refuse } from '../format/fault.js';
import { readJson } from '../format/json.js';
import { readNpy } from '../format/npy.js';
import { checkOwn } from '../format/own.js';
import { dialogIn, sentenceOf } from './dialog.js';
import { h } from './dom.js';
import { comeFrom } from './origin.js';

/** Bytes of a file: 64 heads of 512 tokens as .npy; a larger one would stop the page. */
const LARGEST = 1 << 26;

/** @param {{ view: HTMLElement & { attention: unknown }, figure: Figure | null, words: Later }} source */
export function open({ view, figure, words: { own: words, save: { close } } }) {
  const menu = figure && dialogIn(figure.element, 'own', { title: words.title, close });
  if (!menu) return;
  const { dialog, say, show } = menu;
  const field = (/** @type {string} */ name, /** @type {HTMLElement} */ input) => h('label', {}, h('span', {}, name), input);
  const file = h('input', { type: 'file', accept: '.npy,.json,.csv,.tsv,.txt' });
  const text = h('textarea', { spellcheck: 'false', dir: 'ltr', rows: 4 });
  const labels = ['queries', 'keys'].map((name) => h('input', { type: 'text', name, dir: 'auto', spellcheck: 'false' }));

  /** @param {() => Promise<unknown>} read @param {string} origin */
  const bring = async (read, origin) => {
    try {
      const [tokens, keyTokens] = labels.map(({ value }) => value.trim() ? value.trim().split(/\s+/) : undefined);
      const numbers = checkOwn(withWords(await read(), tokens, keyTokens));
      comeFrom(numbers, origin);
      view.attention = numbers;
      dialog.close();
    } catch (reason) {
      say(sentenceOf(reason), 'wrong');
    }
  };
  const bringFile = (/** @type {File | undefined} */ chosen) => chosen && bring(() => readFile(chosen), words.file(chosen.name));
  const showIt = h('button', { type: 'button', name: 'show' }, words.show);
  const back = h('button', { type: 'button', name: 'back', hidden: view.attention === null }, words.back);
  showIt.onclick = () => (text.value.trim() || !file.files?.length ? bring(async () => readText(text.value), words.pasted) : bringFile(file.files[0]));
  back.onclick = () => {
    view.attention = null;
    dialog.close();
  };
  file.onchange = () => bringFile(file.files?.[0]);
  dialog.ondragover = (event) => event.preventDefault();
  dialog.ondrop = (event) => {
    event.preventDefault();
    const { files } = event.dataTransfer ?? { files: [] };
    if (files.length) bringFile(files[0]);
  };
  show(
    h('p', { class: 'drop' }, words.about), field(words.queries, labels[0]), field(words.keys, labels[1]),
    field(words.choose, file), field(words.paste, text), h('div', { class: 'choices' }, showIt, back),
  );
}

/**
 * @param {unknown} value
 * @param {string[] | undefined} tokens
 * @param {string[] | undefined} keyTokens
 */
function withWords(value, tokens, keyTokens) {
  if (!tokens && !keyTokens) return value;
  const numbers = Array.isArray(value) ? { weights: value } : value;
  if (typeof numbers !== 'object' || numbers === null) return numbers;
  return { ...numbers, ...(tokens && { tokens, keyTokens: undefined }), ...(keyTokens && { keyTokens }) };
}

/** @param {File} file @returns {Promise<unknown>} */
async function readFile(file) {
  if (file.size > LARGEST) refuse(`the file has ${file.size} bytes, at most ${LARGEST} are read`);
  if (/\.npy$/i.test(file.name)) return { weights: readNpy(new Uint8Array(await file.arrayBuffer())) };
  return readText(await file.text());
}

/** JSON begins with a bracket, and nothing else does. @param {string} text @returns {unknown} */
function readText(text) {
  if (/^\uFEFF?\s*[[{]/.test(text)) return readJson(text);
  const { matrix, rows, columns } = readCsv(text);
  return { weights: matrix, tokens: rows ?? columns, keyTokens: columns ?? rows };
}
