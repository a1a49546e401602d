/**
 * The words of the translator's figure, in English; languages/ has the others, each loaded when a figure stands in it.
 * What every figure says (query, key, weight, head) is in ../strings.js.
 *
 * @import { Part } from '../../model/model.js'
 */

const quote = (/** @type {string} */ token) => `“\u2068${token}\u2069”`;

/** @typedef {typeof words} Words */

export const words = {
  lang: 'en',
  figure: 'An English sentence, its French translation, and the attention between their words',
  start: '(start)',
  end: '(end)',
  source: 'English',
  target: 'French, by the model',
  targetForced: 'French, begun by you',
  targetTyped: 'French, by you',

  waiting: 'The model is loading. Until it is here, this figure has learned nothing: Q = K = V.',
  failed: (/** @type {string} */ reason) => `The model could not be loaded: ${reason}`,
  empty: 'Type an English sentence, and its translation appears here.',
  noSuchHead: (/** @type {number} */ layer, /** @type {number} */ head, /** @type {number} */ layers,
    /** @type {number} */ heads) =>
    `Layer ${layer}, head ${head} is asked for; the model has ${layers} layers of ${heads} heads.`,

  parts: /** @type {Record<Part, string>} */ ({
    cross: 'French looks at English',
    encoder: 'English looks at itself',
    decoder: 'French looks back',
  }),
  kinds: /** @type {Record<Part, string>} */ ({
    cross: 'cross-attention', encoder: 'encoder self-attention', decoder: 'decoder self-attention',
  }),
  axes: /** @type {Record<Part, [string, string]>} */ ({
    cross: ['French ↓', 'English →'],
    encoder: ['English ↓', 'English →'],
    decoder: ['to say ↓', 'said before →'],
  }),
  place: (/** @type {number} */ layer, /** @type {number} */ head) => `layer ${layer}, head ${head}`,
  alignment: 'trained to align words',
  choose: (/** @type {number} */ layers, /** @type {number} */ heads) => `${layers} layers × ${heads} heads: choose one`,
  units: 'show',
  unit: { words: 'words', pieces: 'the pieces that the model reads' },

  theHead: 'this head',
  how: { on: 'works', off: 'is off', average: 'looks everywhere alike' },
  edited: (/** @type {number} */ heads) => (heads === 1 ? '1 head is changed.' : `${heads} heads are changed.`),
  sameText: 'The translation stays the same.',
  otherText: (/** @type {string} */ before) => `The model as it was trained says: ${quote(before)}`,
  restore: 'Switch all heads on again',

  instead: (/** @type {string} */ word) => `What could stand for ${quote(word)}`,
  write: 'Write your own French',
  ownAgain: 'Back to the model’s own',
  translation: (/** @type {string} */ text) => `Translation: ${text}`,

  beams: 'Other translations that it weighed',
  beamsAbout: (/** @type {number} */ width) =>
    `Beam search keeps the ${width} likeliest beginnings at every word. Each end shows the probability of its whole sentence.`,
  pipeline: (/** @type {string} */ kind, /** @type {string} */ place) => `How the weights came about: ${kind}, ${place}`,

  about: (/** @type {string} */ parameters) =>
    `A transformer of ${parameters} parameters, trained for this page on short everyday sentences. It knows few names, loses ` +
    'its way in long sentences, and can be confidently wrong.',
  card: 'What it was trained on, and how well it does',
};
