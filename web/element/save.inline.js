/**
 * The one-file build without what saves: that is a file beside it, asked for when it is needed. A page from a disk and a
 * frame without an origin cannot have it; attention-view.html has everything inside.
 */
import { home } from '../engine/files.inline.js';

const address = home.replace(/[^/]*$/, 'attention-view.save.js');

/** @param {import('./save-as.js').Source} source @returns {Promise<typeof import('./save.js')>} */
const beside = ({ words }) => import(address).catch(() => {
  throw new Error(words.save.beside);
});

/** @type {(source: import('./save-as.js').Source) => Promise<void>} */
export const open = async (source) => (await beside(source)).open(source);

/** @type {typeof import('./save.js')['toBlob']} */
export const toBlob = async (source, ...rest) => (await beside(source)).toBlob(source, ...rest);
