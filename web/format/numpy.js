/**
 * A figure's numbers as a Python script that computes them again with numpy alone, from the words on.
 *
 * @typedef {{
 *   dModel: number, heads: number, seed: number, positions: boolean, parameters: 'random' | 'identity',
 *   mask: 'none' | 'causal' | 'padding' | 'window', maskSize: number, scale: boolean, temperature: number,
 *   listing: 'none' | 'features' | 'words',
 * }} State what the numbers depend on besides the words
 */
import { refuse } from './fault.js';
import { quoted, wellFormed } from './text.js';

/** Where a list of words is broken. */
const WIDTH = 100;

/**
 * @param {State} state
 * @param {string[]} tokens
 * @param {string[] | null} [keyTokens] absent in self-attention; a listing takes no notice of them
 */
export function writeNumpy(state, tokens, keyTokens = null) {
  check(state, tokens, keyTokens);
  const listed = state.listing !== 'none';
  const random = state.parameters === 'random';
  const keys = !listed && keyTokens ? keyTokens : null;
  const data = [words('tokens', tokens), ...(keys ? [words('key_tokens', keys)] : []), settings(state)];
  const functions = [
    UNIFORM, NORMAL, ...(state.positions ? [POSITIONS] : []), vectors(state), ...(random ? [XAVIER] : []), SOFTMAX,
    ...(listed ? [] : [SPLIT_HEADS]),
  ];
  const stages = listed ? listing(state) : attention(state, keys ? 'y' : 'x');
  return `${[[head(listed), data.join('\n')].join('\n\n'), ...functions, stages].join('\n\n\n')}\n`;
}

/** @param {State} state @param {string[]} tokens @param {string[] | null} keyTokens */
function check({ dModel, heads, seed, mask, maskSize, temperature, listing: kind }, tokens, keyTokens) {
  /** @param {string} name @param {unknown} value @param {number} least */
  const whole = (name, value, least) => {
    if (Number.isInteger(value) && Number(value) >= least) return;
    refuse(`${name} is ${quoted(String(value))}, it must be a whole number of at least ${least}`);
  };
  whole('d_model', dModel, 1);
  whole('heads', heads, 1);
  whole('seed', seed, 0);
  whole('maskSize', maskSize, 0);
  if (!Number.isFinite(temperature) || temperature <= 0) {
    refuse(`temperature is ${quoted(String(temperature))}, it must be a number above 0`);
  }
  if (!Object.hasOwn(ALLOWED, mask)) {
    refuse(`mask is ${quoted(String(mask))}, it must be one of ${Object.keys(ALLOWED).join(', ')}`);
  }
  if (tokens.length === 0 || keyTokens?.length === 0) refuse('there are 0 tokens, a script needs at least 1');
  if (kind === 'none' && dModel % heads !== 0) {
    refuse(`there are ${heads} heads, which do not divide d_model ${dModel}`);
  }
}

const LISTED = `# The attention of the article’s listing, computed again from the words on. Needs numpy alone.
# N rows of the matrix, E model width (d_model).`;

const HEADED = `# Multi-head attention (Vaswani et al. 2017), computed again from the words on. Needs numpy alone.
# L query tokens, S key tokens, E model width (d_model), H heads, D = E / H. A token is a row.`;

/** @param {boolean} listed */
const head = (listed) => `${listed ? LISTED : HEADED}
# Here in double precision; the figure computes in single precision, so that the last digits may differ.
import numpy as np`;

/**
 * A list of strings, on several lines where it is long.
 * @param {string} name
 * @param {string[]} list
 */
function words(name, list) {
  const literals = list.map(literal);
  const short = `${name} = [${literals.join(', ')}]`;
  if (short.length <= WIDTH) return short;
  const lines = ['   '];
  for (const text of literals) {
    if (lines[lines.length - 1].length + text.length + 2 > WIDTH && lines[lines.length - 1].trim()) lines.push('   ');
    lines[lines.length - 1] += ` ${text},`;
  }
  return `${name} = [\n${lines.join('\n')}\n]`;
}

/**
 * A string as Python writes it; what cannot be seen, or turns the direction of the text, by its number.
 * @param {string} text
 */
function literal(text) {
  const escaped = wellFormed(text).replace(/[\\']|(?! )[\p{C}\p{Z}]/gu, (letter) => {
    if (letter === '\\' || letter === "'") return `\\${letter}`;
    const code = letter.codePointAt(0) ?? 0;
    const [mark, digits] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8];
    return `\\${mark}${code.toString(16).padStart(digits, '0')}`;
  });
  return `'${escaped}'`;
}

/** @param {State} state */
const settings = ({ dModel, heads, seed, listing: kind }) =>
  `d_model = ${dModel}\n${kind === 'none' ? `num_heads = ${heads}\n` : ''}seed = ${seed}`;

const UNIFORM = `def uniform(name, count):
    """Numbers in (0, 1]: SplitMix64, started from the seed and the FNV-1a hash of the name."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    state ^= seed * 0x9E3779B97F4A7C15 % 2**64
    z = np.uint64(state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)).astype(np.float64) + 1) / 2**53`;

const NORMAL = `def normal(name, count):
    """Standard normal numbers, two from each two uniform ones (Box and Muller 1958)."""
    u = uniform(name, count + count % 2).reshape(-1, 2)
    radius, angle = np.sqrt(-2 * np.log(u[:, 0])), 2 * np.pi * u[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).ravel()[:count]`;

const POSITIONS = `def positions(length):
    """sin(l / 10000^(2i / E)) in column 2i, the cosine of the same angle in column 2i + 1."""
    column = np.arange(d_model)
    angle = np.arange(length)[:, None] / 10000.0 ** ((column - column % 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))`;

/** @param {State} state */
const vectors = ({ positions }) => `def token_vectors(words):
    """(words, E): the same word always has the same vector${positions ? '; where it stands is added' : ''}."""
    return np.stack([normal(word, d_model) for word in words])${positions ? ' + positions(len(words))' : ''}`;

const XAVIER = `def xavier(name, width):
    """(width, width), uniform in ±sqrt(6 / (width + width)) (Glorot and Bengio 2010)."""
    return (np.sqrt(6 / (width + width)) * (1 - 2 * uniform(name, width * width))).reshape(width, width)`;

const SOFTMAX = `def softmax(scores):
    """Along the last axis; a row of which nothing may be seen becomes 0."""
    largest = scores.max(axis=-1, keepdims=True)
    exponentials = np.exp(scores - np.where(np.isinf(largest), 0, largest))
    total = exponentials.sum(axis=-1, keepdims=True)
    return exponentials / np.where(total == 0, 1, total)`;

const SPLIT_HEADS = `def split_heads(rows):
    """(L, E) -> (H, L, D)"""
    return rows.reshape(len(rows), num_heads, -1).swapaxes(0, 1)`;

/**
 * What stands in the script for a mask: true where a query may see a key.
 * @type {Record<State['mask'], (keys: string, size: number) => string>}
 */
const ALLOWED = {
  none: () => '',
  causal: (keys) => `np.tri(len(x), len(${keys}), dtype=bool)`,
  padding: (keys, size) => `np.arange(len(${keys})) < len(${keys}) - ${size}   # the last keys are padding`,
  window: (keys, size) => `abs(np.arange(len(x))[:, None] - np.arange(len(${keys}))) <= ${size}`,
};

/**
 * @param {State} state
 * @param {'x' | 'y'} keys where they come from
 */
function attention({ parameters, mask, maskSize, scale, temperature }, keys) {
  const random = parameters === 'random';
  const from = (/** @type {string} */ name, /** @type {string} */ source) =>
    `split_heads(${source}${random ? ` @ xavier('w${name}', d_model)` : ''})`;
  const divisor = temperature === 1 ? '' : ` / ${temperature}`;
  const factor = `${scale ? '1 / np.sqrt(d_model / num_heads)' : '1'}${divisor}`;
  const allowed = ALLOWED[mask](keys, maskSize);
  return [
    'x = token_vectors(tokens)',
    ...(keys === 'y' ? ['y = token_vectors(key_tokens)'] : []),
    `q = ${from('q', 'x')}`,
    `k = ${from('k', keys)}`,
    `v = ${from('v', keys)}`,
    'scores = q @ k.swapaxes(1, 2)   # (H, L, S)',
    `scaled = scores * (${factor})`,
    ...(allowed ? [`allowed = ${allowed}`] : []),
    `masked = ${allowed ? 'np.where(allowed, scaled, -np.inf)' : 'scaled'}`,
    'weights = softmax(masked)',
    'heads = weights @ v   # (H, L, D)',
    'concat = heads.swapaxes(0, 1).reshape(len(x), d_model)',
    `output = concat${random ? " @ xavier('wo', d_model)" : ''}`,
    '',
    'print(weights.round(4))',
  ].join('\n');
}

/** @param {State} state */
function listing({ parameters, listing: kind }) {
  const from = (/** @type {string} */ name) =>
    parameters === 'random' ? `x @ xavier('w${name}', x.shape[1])` : 'x';
  return [
    `x = token_vectors(tokens)${kind === 'features' ? '.T   # a row is a feature, as the listing has it' : ''}`,
    `q = ${from('q')}`,
    `k = ${from('k')}`,
    `v = ${from('v')}`,
    'scores = q @ k.T   # (N, N)',
    'scaled = scores / np.sqrt(d_model)',
    'divided = scaled / d_model**2',
    'weights = softmax(divided)',
    'attended = weights @ v',
    'output = d_model**2 * attended',
    '',
    'print(weights.round(4))',
  ].join('\n');
}
