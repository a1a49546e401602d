/**
 * What an English figure says only where a reader asks for more: loaded with the part that says it. The other languages
 * have the same beside their other words.
 */
import { formatCount as count } from '../../figure/numbers.js';

/** @typedef {typeof later} Later */

export const later = {
  note: (
    /** @type {boolean} */ features, /** @type {number[]} */ [rows, columns], /** @type {number} */ dModel,
    /** @type {number} */ keys, /** @type {string[]} */ [min, max],
  ) => {
    const orientation = features
      ? `As it is written, the listing takes its matrix as (d_model, seq_length) = ${rows} × ${columns}. Each of ` +
        `the ${rows} rows is a feature, so Q · Kᵀ is ${rows} × ${rows} and the weights compare features, not words.`
      : `Here the listing’s matrix is turned: (seq_length, d_model) = ${rows} × ${columns}. Each of the ${rows} ` +
        `rows is a word, so Q · Kᵀ is ${rows} × ${rows} and the weights compare words.`;
    const effect = `Before softmax it divides by d_model² = ${dModel ** 2}. This draws all scores towards 0 and ` +
      `every weight towards 1/${keys}: here they run from ${min} to ${max}. At the end it multiplies by ` +
      `${dModel ** 2} again.`;
    return `${orientation} ${effect}`.replace(/ ([=×·]) /g, '\u00a0$1\u00a0');
  },
  zoom: {
    in: 'Zoom in',
    out: 'Zoom out',
    whole: 'Whole matrix',
    window: (/** @type {string} */ rows, /** @type {string} */ columns) => `rows ${rows}, columns ${columns}`,
    pixel: (/** @type {number} */ rows, /** @type {number} */ columns, /** @type {boolean} */ signed) =>
      `1 pixel shows the ${signed ? 'furthest from zero' : 'largest'} of ${rows} × ${columns} cells`,
  },
  save: {
    title: 'Save, copy or share',
    picture: (/** @type {string} */ what) => `Picture of ${what}`,
    numbers: (/** @type {string} */ what) => `Numbers of ${what}`,
    everything: 'All stages',
    copy: 'Copy',
    size: 'Pixels in a pixel of the page',
    latex: 'LaTeX table',
    numpy: 'NumPy script',
    tag: 'Embed code: tag',
    frame: 'Embed code: frame',
    link: 'Link',
    share: 'Share …',
    close: 'Close',
    saved: (/** @type {string} */ name) => `Saved as ${name}.`,
    copied: 'Copied.',
    beside: 'Saving needs the file attention-view.save.js beside the script of this page, and a server.',
    byHand: 'The browser did not allow the page to copy. Here is the text, selected:',
  },
  own: {
    title: 'Your own numbers',
    about: 'Attention weights, or Q, K and V, as JSON, CSV or NumPy’s .npy: drop a file here, choose one, or paste.',
    choose: 'A file',
    paste: 'or JSON or CSV, pasted',
    queries: 'Words of the queries, unless the file has them',
    keys: 'Words of the keys, where they are others',
    show: 'Show them',
    back: 'Back to the sentence',
    page: 'numbers of this page',
    pasted: 'pasted numbers',
    file: (/** @type {string} */ name) => `numbers from ${name}`,
  },
  views: {
    strongest: (/** @type {string} */ percent) => `Show the strongest ${percent} %`,
    lines: (/** @type {number} */ shown, /** @type {number} */ all) => `${count(shown)} of ${count(all)} weights as lines`,
    first: (/** @type {number} */ rows, /** @type {number} */ columns) =>
      `The table is too long to show: its first ${rows} rows and ${columns} columns.`,
  },
};
