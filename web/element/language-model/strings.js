/**
 * The words of the language model's figure that the translator's has not, in English; languages/ has the others.
 */

const quote = (/** @type {string} */ token) => `“\u2068${token}\u2069”`;

/** @typedef {typeof words} Own */

export const words = {
  figure: 'An English text, the attention between its words, and what a language model expects next',
  source: 'Your text, in English',
  parts: { decoder: 'Every word looks back' },
  kinds: { decoder: 'causal self-attention' },
  axes: { decoder: /** @type {[string, string]} */ (['word ↓', 'looks at →']) },

  shows: 'The large picture shows',
  show: { head: 'one head', rollout: 'all layers: rollout', flow: 'all layers: flow' },
  numbers: { rollout: 'rollout', flow: 'flow' },
  rolloutAbout: 'Rollout multiplies the layers: of each, half is the mean of its heads, half the word as it was. A cell says how much of one word has reached another.',
  flowAbout: 'Flow takes the layers for pipes as wide as the weights: of each, half is the mean of its heads, half the word as it was. A cell says the most that can flow from one word to another.',
  flowTooLong: (/** @type {number} */ units, /** @type {number} */ most) =>
    `Flow is computed for up to ${most} words or pieces; this text has ${units}.`,
  caution: 'Weights are not explanations. They say where a head reads, not why the next word is likely; other weights can lead to the same prediction. What that does and does not rule out is disputed.',

  surprise: 'Surprise of every word, in bits',
  surpriseOf: (/** @type {string} */ word, /** @type {string} */ bits) => `${word}, ${bits} bits`,
  told: (/** @type {string} */ word, /** @type {string} */ bits, /** @type {string} */ percent) =>
    `${quote(word)} is worth ${bits} bits of surprise: a probability of ${percent}.`,
  likelier: (/** @type {string[]} */ others) => `Likelier here: ${others.map(quote).join(', ')}.`,
  mean: (/** @type {string} */ bits) => `On average ${bits} bits a piece.`,

  next: 'What comes next',
  kept: (/** @type {string} */ kept, /** @type {string} */ all) => `${kept} of ${all} pieces may come.`,
  mark: 'A mark shows the model’s own probability.',
  append: 'Put a piece behind the text',
  temperature: 'temperature',
  topK: 'top-k',
  topP: 'top-p',
  all: 'all',
  seed: 'seed',
  goOn: 'Continue the text',
  whole: 'Continuations are drawn with all heads on.',
  stop: 'Stop',
  back: 'Back to your own text',
  text: (/** @type {string} */ text) => `Text: ${text}`,

  meanChanged: (/** @type {string} */ before, /** @type {string} */ now) =>
    `Mean surprise: ${now} bits a piece, ${before} with all heads.`,
  sameNext: (/** @type {string} */ word) => `The likeliest next piece stays ${quote(word)}.`,
  otherNext: (/** @type {string} */ before, /** @type {string} */ now) =>
    `The likeliest next piece is ${quote(now)}, with all heads ${quote(before)}.`,

  relations: /** @type {Record<string, string>} */ ({
    'object -> verb': 'object → verb', 'verb -> subject': 'verb → subject', 'noun -> determiner': 'noun → determiner',
    'noun -> adjective': 'noun → adjective', 'previous token': 'the piece before', induction: 'induction: what came next last time',
  }),
  measured: (/** @type {string} */ relation, /** @type {string} */ percent, /** @type {string} */ cases) =>
    `${relation}, ${percent} of ${cases} cases`,

  about: (/** @type {string} */ parameters) =>
    `A transformer of ${parameters} parameters, trained for this page on everyday English sentences and children’s books. It knows ` +
    'nothing of the world, loses its thread after a few words, and can be confidently wrong.',
};
