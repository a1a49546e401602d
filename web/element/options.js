/**
 * The one table of everything that can be set. Attributes, properties, the permalink's keys, the controls and the
 * checks are all derived from it.
 *
 * @import { Strings } from './strings.js'
 */
import { strings } from './strings.js';

/**
 * @typedef {string | number | boolean | string[] | null} Value
 * @typedef {{
 *   text: string, keysText: string | null, tokenizer: 'words' | 'spaces' | 'characters', heads: number, head: number,
 *   dModel: number, mask: 'none' | 'causal' | 'padding' | 'window', maskSize: number, scale: boolean,
 *   temperature: number, parameters: 'random' | 'identity', seed: number, positions: boolean,
 *   listing: 'none' | 'features' | 'words', stage: string,
 *   view: 'matrix' | 'lines' | 'heads' | 'table', theme: 'auto' | 'light' | 'dark', controls: string[] | null,
 *   alt: string | null, src: string | null, layer: number | null, maxTokens: number, loading: 'auto' | 'lazy' | 'eager',
 *   permalink: boolean,
 *   own?: { origin: string, compute: (state: State) => Promise<any> },
 * }} State the options by the names of their properties; own: numbers that were brought
 * @typedef {'words' | 'heads' | 'mask' | 'sharp' | 'source' | 'listing' | 'figure'} Group
 * @typedef {{
 *   name: string,
 *   kind: 'text' | 'choice' | 'switch' | 'whole' | 'number' | 'flag' | 'names',
 *   initial: Value,
 *   choices?: readonly string[],
 *   min?: number,
 *   max?: number,
 *   group?: Group,
 *   offers?: (state: State) => number[],
 *   slider?: { min: number, max: number, step: number },
 *   when?: (state: State) => boolean,
 *   shown?: (state: State) => boolean,
 *   shared?: false,
 *   looks?: true,
 * }} Option
 *   name: the attribute; initial: the value where the attribute is absent; group: the question under which its control
 *   stands (none: no control); offers: numbers the control lists; when: whether it has a say (else its control rests);
 *   shown: whether its control is there at all; shared: false keeps it out of links; looks: true where it changes the
 *   picture but no number
 */

const STAGES = [
  'x', 'y', 'q', 'k', 'v', 'scores', 'scaled', 'masked', 'divided', 'weights', 'heads', 'attended', 'concat', 'output',
];

const noListing = (/** @type {State} */ state) => state.listing === 'none';
const sized = (/** @type {State} */ state) => noListing(state) && (state.mask === 'padding' || state.mask === 'window');

/** @type {readonly Option[]} */
export const OPTIONS = [
  { name: 'text', kind: 'text', initial: 'I ate an apple.' },
  { name: 'keys-text', kind: 'text', initial: null, group: 'words', when: noListing },
  { name: 'tokenizer', kind: 'choice', choices: ['words', 'spaces', 'characters'], initial: 'words', group: 'words' },
  { name: 'heads', kind: 'whole', min: 1, max: 64, initial: 4, group: 'heads', offers: divisors, when: noListing },
  { name: 'head', kind: 'whole', min: 1, max: 64, initial: 1, looks: true },
  { name: 'd-model', kind: 'whole', min: 1, max: 1024, initial: 32, group: 'heads', offers: widths },
  {
    name: 'mask', kind: 'choice', choices: ['none', 'causal', 'padding', 'window'], initial: 'none', group: 'mask',
    when: noListing,
  },
  { name: 'mask-size', kind: 'whole', min: 0, max: 4096, initial: 1, group: 'mask', shown: sized },
  { name: 'scale', kind: 'switch', initial: true, group: 'sharp', when: noListing },
  {
    name: 'temperature', kind: 'number', min: 0.01, max: 100, initial: 1, group: 'sharp', when: noListing,
    slider: { min: 0.1, max: 4, step: 0.1 },
  },
  { name: 'parameters', kind: 'choice', choices: ['random', 'identity'], initial: 'random', group: 'source' },
  { name: 'seed', kind: 'whole', min: 0, max: 4294967295, initial: 7, group: 'source' },
  { name: 'positions', kind: 'switch', initial: true, group: 'source' },
  { name: 'listing', kind: 'choice', choices: ['none', 'features', 'words'], initial: 'none', group: 'listing' },
  { name: 'stage', kind: 'choice', choices: STAGES, initial: 'weights', looks: true },
  {
    name: 'view', kind: 'choice', choices: ['matrix', 'lines', 'heads', 'table'], initial: 'matrix', group: 'figure', looks: true,
  },
  { name: 'theme', kind: 'choice', choices: ['auto', 'light', 'dark'], initial: 'auto', looks: true },
  { name: 'controls', kind: 'names', initial: null, shared: false, looks: true },
  { name: 'alt', kind: 'text', initial: null, shared: false, looks: true },
  { name: 'src', kind: 'text', initial: null, shared: false, looks: true },
  { name: 'layer', kind: 'whole', min: 1, max: 64, initial: null, looks: true },
  { name: 'max-tokens', kind: 'whole', min: 1, max: 4096, initial: 512, shared: false },
  { name: 'loading', kind: 'choice', choices: ['auto', 'lazy', 'eager'], initial: 'auto', shared: false, looks: true },
  { name: 'permalink', kind: 'flag', initial: false, shared: false, looks: true },
];

/** Menus, each loaded when it is first opened; a control opens it. */
export const MENUS = /** @type {const} */ (['save', 'own']);

/** Names of all controls. */
export const CONTROLS = ['text', ...OPTIONS.filter((option) => option.group).map((option) => option.name), ...MENUS];

/**
 * The numbers of heads that cut d_model into equal parts, 16 at most.
 * @param {State} state
 */
function divisors({ dModel }) {
  return Array.from({ length: Math.min(16, dModel) }, (_, i) => i + 1).filter((heads) => dModel % heads === 0);
}

/** Widths worth comparing: powers of two up to the paper's 512. */
function widths() {
  return [4, 8, 16, 32, 64, 128, 256, 512];
}

/**
 * d-model to dModel.
 * @param {string} name
 */
export function propertyOf(name) {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

/**
 * The value that an attribute's text stands for.
 * @param {Option} option
 * @param {string | null} text null where the attribute is absent
 * @param {Strings} [words] of the problem
 * @returns {{ value: Value, problem?: string }} where there is a problem, the value is the initial one
 */
export function parse(option, text, { refused } = strings) {
  const { name, kind, initial, choices = [], min = -Infinity, max = Infinity } = option;
  if (kind === 'flag') return { value: text !== null };
  if (text === null) return { value: initial };
  if (kind === 'text') return { value: text };
  if (kind === 'names') return parseNames(name, text, refused);
  if (kind === 'switch' || kind === 'choice') {
    const allowed = kind === 'switch' ? ['on', 'off'] : choices;
    if (!allowed.includes(text)) return { value: initial, problem: refused.choice(name, text, allowed) };
    return { value: kind === 'switch' ? text === 'on' : text };
  }
  const value = text.trim() === '' ? NaN : Number(text);
  const whole = kind === 'whole';
  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    return { value: initial, problem: refused.number(name, text, min, max, whole) };
  }
  return { value };
}

/**
 * @param {string} name
 * @param {string} text
 * @param {Strings['refused']} refused
 * @returns {{ value: string[], problem?: string }}
 */
function parseNames(name, text, refused) {
  const names = text.split(/[\s,]+/).filter(Boolean);
  const unknown = names.find((control) => !CONTROLS.includes(control));
  const value = names.length ? names.filter((control) => CONTROLS.includes(control)) : CONTROLS;
  return unknown === undefined ? { value } : { value, problem: refused.names(name, unknown) };
}

/**
 * The text of an attribute that stands for a value; null where the attribute should be absent.
 * @param {Option} option
 * @param {unknown} value
 */
export function serialize({ kind }, value) {
  if (value === null || value === undefined) return null;
  if (kind === 'flag') return value ? '' : null;
  if (kind === 'names' && typeof value === 'boolean') return value ? '' : null;
  if (Array.isArray(value) && value.length === 0) return null;
  if (kind === 'switch' && typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/**
 * Reads all options and says what is wrong with them.
 * @param {(name: string) => string | null} attribute
 * @param {Strings} [words] of the problems
 * @returns {{ state: State, problems: string[] }}
 */
export function readState(attribute, words = strings) {
  const problems = [];
  /** @type {Record<string, Value>} */
  const values = {};
  for (const option of OPTIONS) {
    const { value, problem } = parse(option, attribute(option.name), words);
    values[propertyOf(option.name)] = value;
    if (problem) problems.push(problem);
  }
  const state = /** @type {State} */ (/** @type {unknown} */ (values));
  if (noListing(state)) {
    if (state.dModel % state.heads !== 0) problems.push(words.refused.divisor(state.heads, state.dModel));
    else if (state.head > state.heads) problems.push(words.refused.head(state.head, state.heads));
  }
  return { state, problems };
}

/**
 * What else changes when the reader sets an option, so that no control leads to a refusal: fewer heads where the width
 * no longer divides, the first head where the chosen one is gone, and the article's own class (Q = K = V) where the
 * listing is chosen.
 * @param {State} state before
 * @param {string} name
 * @param {Value} value
 * @returns {[string, Value][]}
 */
export function consequences(state, name, value) {
  if (name === 'listing') {
    const listed = value !== 'none';
    return listed === noListing(state) ? [['parameters', listed ? 'identity' : null]] : [];
  }
  if (name !== 'heads' && name !== 'd-model') return [];
  const wanted = name === 'heads' ? Number(value) : state.heads;
  const dModel = name === 'd-model' ? Number(value) : state.dModel;
  const fewer = () => Math.max(...divisors({ ...state, dModel }).filter((divisor) => divisor < wanted));
  const heads = dModel % wanted === 0 ? wanted : fewer();
  /** @type {[string, Value][]} */
  const changes = [];
  if (heads !== wanted) changes.push(['heads', heads]);
  if (state.head > heads) changes.push(['head', null]);
  return changes;
}

/**
 * Whether two states give the same numbers, and differ at most in looks.
 * @param {State | null | undefined} a
 * @param {State} b
 */
export function sameNumbers(a, b) {
  if (!a || a.own !== b.own) return false;
  const [was, is] = [a, b].map((state) => /** @type {Record<string, Value>} */ (/** @type {unknown} */ (state)));
  return OPTIONS.every(({ name, looks }) => looks || was[propertyOf(name)] === is[propertyOf(name)]);
}
