/**
 * The controls, made from the table of options: one fieldset per question.
 *
 * @import { Group, Option, State, Value } from './options.js'
 */
import { brief } from '../figure/numbers.js';
import { h } from './dom.js';
import { OPTIONS, propertyOf } from './options.js';
import { strings } from './strings.js';

/** @typedef {{ option: Option, element: HTMLElement, show: (value: Value, state: State) => void }} Control */

export class Toolbar {
  /** @type {Control[]} */
  #controls = [];
  #built = '';
  #set;

  /** @param {(name: string, value: Value) => void} set */
  constructor(set) {
    this.#set = set;
    this.element = h('form', { class: 'toolbar', part: 'toolbar' });
    this.element.addEventListener('submit', (event) => event.preventDefault());
  }

  /** @param {State} state */
  show(state) {
    const names = state.controls ?? [];
    if (names.join() !== this.#built) this.#build(names);
    this.element.hidden = this.#controls.length === 0;
    for (const { option, element, show } of this.#controls) {
      const rests = option.when ? !option.when(state) : false;
      element.hidden = option.shown ? !option.shown(state) : false;
      element.classList.toggle('rests', rests);
      element.querySelectorAll('input, select').forEach((input) => input.toggleAttribute('disabled', rests));
      show(/** @type {Record<string, Value>} */ (/** @type {unknown} */ (state))[propertyOf(option.name)], state);
    }
  }

  /** @param {string[]} names */
  #build(names) {
    this.#built = names.join();
    this.#controls = [];
    /** @type {Map<Group, HTMLElement>} */
    const groups = new Map();
    for (const option of OPTIONS) {
      if (!option.group || !names.includes(option.name)) continue;
      let group = groups.get(option.group);
      if (!group) groups.set(option.group, group = h('fieldset', {}, h('legend', {}, strings.groups[option.group])));
      const control = controlOf(option, (value) => this.#set(option.name, value));
      this.#controls.push({ option, ...control });
      group.append(control.element);
    }
    this.element.replaceChildren(...groups.values());
  }
}

/**
 * @param {Option} option
 * @param {(value: Value) => void} set
 * @returns {Omit<Control, 'option'>}
 */
function controlOf(option, set) {
  if (option.kind === 'choice') return choice(option, set);
  if (option.kind === 'switch' || option.kind === 'text') return check(option, set);
  if (option.offers) return offer(option, option.offers, set);
  return option.slider ? slider(option, option.slider, set) : whole(option, set);
}

/** @param {Option} option */
function wordOf({ name }) {
  const word = strings.options[/** @type {keyof typeof strings.options} */ (name)];
  return typeof word === 'string' ? word : '';
}

/**
 * @param {Option} option
 * @param {(value: Value) => void} set
 */
function choice(option, set) {
  const words = /** @type {Record<string, Record<string, string>>} */ (strings.choices)[option.name];
  const options = (option.choices ?? []).map((value) => h('option', { value }, words[value]));
  const select = h('select', { name: option.name }, ...options);
  select.addEventListener('change', () => set(select.value));
  return {
    element: h('label', {}, h('span', {}, wordOf(option)), select),
    show: (/** @type {Value} */ value) => { select.value = String(value); },
  };
}

/**
 * A list of numbers; a number that is set but not on offer joins it.
 * @param {Option} option
 * @param {(state: State) => number[]} offers
 * @param {(value: Value) => void} set
 */
function offer(option, offers, set) {
  const select = h('select', { name: option.name });
  select.addEventListener('change', () => set(Number(select.value)));
  let listed = '';
  return {
    element: h('label', {}, h('span', {}, wordOf(option)), select),
    show: (/** @type {Value} */ value, /** @type {State} */ state) => {
      const numbers = [...new Set([...offers(state), Number(value)])].sort((a, b) => a - b);
      if (numbers.join() !== listed) {
        listed = numbers.join();
        select.replaceChildren(...numbers.map((number) => h('option', { value: number }, String(number))));
      }
      select.value = String(value);
    },
  };
}

/**
 * A switch; for the second sentence, whether there is one.
 * @param {Option} option
 * @param {(value: Value) => void} set
 */
function check(option, set) {
  const input = h('input', { type: 'checkbox', name: option.name });
  let last = strings.otherSentence;
  input.addEventListener('change', () => set(option.kind === 'switch' ? input.checked : input.checked ? last : null));
  return {
    element: h('label', { class: 'check' }, input, h('span', {}, wordOf(option))),
    show: (/** @type {Value} */ value) => {
      if (typeof value === 'string' && value.trim()) last = value;
      input.checked = option.kind === 'switch' ? value === true : value !== null;
    },
  };
}

/**
 * @param {Option} option
 * @param {{ min: number, max: number, step: number }} range
 * @param {(value: Value) => void} set
 */
function slider(option, range, set) {
  const input = h('input', { type: 'range', name: option.name, ...range });
  const output = h('output');
  input.addEventListener('input', () => set(Number(input.value)));
  return {
    element: h('label', {}, h('span', {}, wordOf(option), ' ', output), input),
    show: (/** @type {Value} */ value) => {
      input.value = String(value);
      output.textContent = brief(Number(value));
    },
  };
}

/**
 * @param {Option} option
 * @param {(value: Value) => void} set
 */
function whole(option, set) {
  const { name, min, max } = option;
  const input = h('input', { type: 'number', name, min, max, step: 1, inputmode: 'numeric' });
  const word = h('span', {}, wordOf(option));
  // Half-typed numbers wait until they are whole.
  input.addEventListener('input', () => {
    if (input.value !== '' && input.validity.valid) set(input.valueAsNumber);
  });
  const words = strings.options['mask-size'];
  return {
    element: h('label', {}, word, input),
    show: (/** @type {Value} */ value, /** @type {State} */ state) => {
      if (name === 'mask-size') word.textContent = state.mask === 'window' ? words.window : words.padding;
      if (input.valueAsNumber !== value) input.value = String(value);
    },
  };
}
