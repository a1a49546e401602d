/**
 * Every word that the element shows, in English. A sentence with values in it is a function of them, so that another
 * language (languages/) can have them in another order. Values are digits 0 to 9 with a point in every language, as in
 * the files and the code that go with the figure: a number can be searched for, copied and compared.
 */
import { formatCount as count } from '../figure/numbers.js';

/** Typographic quotes, with the token kept apart from the direction of the sentence around it. */
const quote = (/** @type {string} */ token) => `“\u2068${token}\u2069”`;

/** @typedef {typeof strings & { later?: import('./languages/en.js').Later }} Strings later: English has it in a file of its own */

export const strings = {
  lang: 'en',
  dir: 'ltr',
  count,
  quote,
  figure: 'Attention of every word to every word',
  sentence: { self: 'Your sentence', queries: 'Queries come from', keys: 'Keys and values come from' },
  tokens: (/** @type {number} */ tokens) => (tokens === 1 ? '1 token' : `${count(tokens)} tokens`),
  more: (/** @type {number} */ tokens) => `+ ${count(tokens)} more`,
  otherSentence: 'J’ai mangé une pomme.',

  groups: {
    words: 'Which words?',
    heads: 'How many heads?',
    mask: 'What may it see?',
    sharp: 'How sharp?',
    source: 'Where do Q, K and V come from?',
    listing: 'The article’s listing',
    figure: 'The figure',
  },
  save: 'Save or share …',
  own: 'Your own numbers …',
  options: {
    text: 'sentence',
    'keys-text': 'a second sentence (cross-attention)',
    tokenizer: 'cut into',
    heads: 'heads',
    'd-model': 'model width, d_model',
    mask: 'mask',
    'mask-size': { padding: 'keys at the end that are padding', window: 'words it sees on either side' },
    scale: 'divide by √d_k',
    temperature: 'temperature',
    parameters: 'parameters',
    seed: 'seed',
    positions: 'add positions',
    listing: 'compare',
    view: 'drawn as',
  },
  choices: {
    tokenizer: { words: 'words', spaces: 'runs between spaces', characters: 'characters' },
    mask: { none: 'everything', causal: 'what came before', padding: 'all but padding', window: 'its neighbours' },
    parameters: { random: 'random projections', identity: 'Q = K = V = X' },
    listing: { none: 'off', features: 'features (as written)', words: 'words (turned)' },
    view: { matrix: 'a matrix', lines: 'lines', heads: 'all heads', table: 'a table' },
  },

  axes: {
    queries: 'queries ↓', keys: 'keys →', words: 'words ↓', wordsAcross: 'words →', features: 'features →',
    featuresDown: 'features ↓', queryFeatures: 'query features ↓', keyFeatures: 'key features →',
  },
  feature: (/** @type {number} */ index) => `feature ${index + 1}`,
  roles: {
    query: (/** @type {string} */ name) => `query ${name}`,
    key: (/** @type {string} */ name) => `key ${name}`,
  },

  symbols: { x: 'X', y: 'Y', q: 'Q', k: 'K', v: 'V' },
  stages: {
    x: 'token vectors',
    y: 'token vectors of the keys',
    q: 'queries',
    k: 'keys',
    v: 'values',
    scores: 'scores',
    scaled: 'scaled',
    divided: 'divided',
    masked: 'masked',
    weights: 'weights',
    heads: (/** @type {number} */ head) => `output of head ${head}`,
    attended: 'attended',
    concat: 'concatenation',
    output: 'output',
  },
  numbers: {
    x: 'value', y: 'value', q: 'query', k: 'key', v: 'value', scores: 'score', scaled: 'scaled score',
    divided: 'divided score', masked: 'masked score', weights: 'weight', heads: 'output', attended: 'attended value',
    concat: 'output', output: 'output',
  },
  operations: {
    weights: 'weights',
    softmax: 'softmax',
    rows: 'each row sums to 1',
    columns: (/** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ all) =>
      `columns ${first}\u2060–\u2060${last}\u00a0of\u00a0${all}`,
    temperature: 'temperature',
    notScaled: 'not divided',
    noMask: 'no mask',
    mask: '+ mask',
    oneHead: 'one head',
    heads: (/** @type {number} */ heads) => `all ${heads} heads`,
    sideBySide: 'side by side',
    same: 'as it is',
  },
  groupsOfFlow: {
    projections: 'Where Q, K and V come from',
    weights: 'Who attends to whom',
    outputs: 'What each word takes with it',
    outputsOfFeatures: 'What each feature takes with it',
  },
  grid: (/** @type {string} */ name, /** @type {string} */ axesOrShape) => `${name}, ${axesOrShape}`,
  enlarge: (/** @type {string} */ stage) => `Show ${stage} large`,
  backToWeights: 'Back to the weights',
  unpin: 'Unpin',

  rowOf: (/** @type {unknown} */ name, /** @type {string} */ matrix) => ['row ', name, ` of ${matrix}`],
  takesRowOf: (/** @type {unknown} */ name, /** @type {string} */ matrix) => ['× row ', name, ` of ${matrix}`],
  attendsMost: (/** @type {unknown} */ query, /** @type {unknown} */ key, /** @type {string} */ weight) =>
    [query, ' attends most to ', key, ` (${weight})`],
  nothing: 'No word may look at any word.',
  pair: (/** @type {unknown} */ query, /** @type {unknown} */ key) => ['query ', query, ' → key ', key],
  asked: (/** @type {unknown[]} */ cell, /** @type {unknown} */ value) => [...cell, ' ', value],
  cellOf: (/** @type {unknown} */ row, /** @type {unknown} */ column) => [row, ', ', column],
  value: (/** @type {string} */ name, /** @type {string} */ value) => `${name} ${value}`,
  announce: (
    /** @type {string} */ row, /** @type {string} */ column, /** @type {string} */ value, /** @type {boolean} */ masked,
  ) => `${row}, ${column}, ${value}${masked ? ', masked' : ''}`,
  rank: (/** @type {number} */ rank, /** @type {number} */ all) =>
    `${['largest', 'second largest', 'third largest'][rank - 1] ?? `number ${rank} by size`} of ${all}`,
  closed: 'masked',

  head: (/** @type {number} */ head, /** @type {number} */ heads) => `head ${head} of ${heads}`,
  headsQuestion: (/** @type {number} */ heads) => `${heads} heads, ${heads} patterns: choose one`,
  headName: (/** @type {number} */ head) => `Head ${head}`,
  random: (/** @type {number} */ seed) => `random parameters, seed ${seed}`,
  identity: 'Q = K = V = X, no parameters',
  identityCross: 'Q = X, K = V = Y, no parameters',
  vectors: (/** @type {number} */ seed) => `random token vectors, seed ${seed}`,
  listingName: { identity: 'the article’s listing', random: 'the article’s listing, multi-head class' },

  status: {
    loading: 'Loading the engine …',
    computing: 'Computing …',
    empty: 'Type a sentence, and its attention appears here.',
    emptyKeys: 'Type a second sentence for the keys and values.',
    tooLong: (/** @type {number} */ drawn, /** @type {number} */ total) =>
      `${count(total)} tokens are too many to see: the first ${count(drawn)} are drawn.`,
    tooLongKeys: (/** @type {number} */ drawn, /** @type {number} */ total) =>
      `The second sentence has ${count(total)} tokens: its first ${count(drawn)} are drawn.`,
    noEngine: (/** @type {string} */ reason) => `The engine could not be loaded: ${reason}`,
    engineFailed: 'The engine stopped; the next change starts a new one.',
    slow: 'This browser has no WebAssembly with SIMD: the same numbers are computed, slowly.',
    noSuchStage: (/** @type {string} */ stage) => `There is no stage “${stage}” here, so the weights are shown.`,
    fullyMasked: (/** @type {string[]} */ tokens) => {
      const others = tokens.length > 4 ? ` and ${tokens.length - 4} more` : '';
      const named = tokens.slice(0, 4).map(quote).join(', ') + others;
      const rows = tokens.length === 1 ? 'its row of weights is 0' : 'their rows of weights are 0';
      return `${named} may look at nothing: ${rows}.`;
    },
  },
  refused: {
    choice: (/** @type {string} */ name, /** @type {string} */ value, /** @type {readonly string[]} */ choices) =>
      `${name} is one of ${choices.join(', ')}; “${value}” is none of them.`,
    number: (/** @type {string} */ name, /** @type {string} */ value, /** @type {number} */ min,
      /** @type {number} */ max, /** @type {boolean} */ whole) =>
      `${name} is a ${whole ? 'whole ' : ''}number from ${min} to ${max}; “${value}” is not.`,
    names: (/** @type {string} */ name, /** @type {string} */ value) =>
      `${name} names “${value}”, which is no control.`,
    divisor: (/** @type {number} */ heads, /** @type {number} */ dModel) =>
      `${heads} heads do not divide d_model ${dModel} into equal parts.`,
    head: (/** @type {number} */ head, /** @type {number} */ heads) =>
      `head ${head} is asked for, but there are ${heads} heads.`,
  },
};
