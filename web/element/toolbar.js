/**
 * The controls, made from the table of options: one fieldset per question.
 *
 * @import { Group, Option, State, Value } from './options.js'
 * @import { Strings } from './strings.js'
 */
import { brief } from '../figure/numbers.js';
import { h, write } from './dom.js';
import { MENUS, OPTIONS, propertyOf } from './options.js';

/** @typedef {{ option: Option, element: HTMLElement, show: (value: Value, state: State) => void }} Control */

export class Toolbar {
  /** @type {Control[]} */
  #controls = [];
  #built = '';
  #set;
  #open;
  #strings;

  /**
   * @param {(name: string, value: Value) => void} set
   * @param {(menu: typeof MENUS[number]) => void} open
   * @param {Strings} strings
   */
  constructor(set, open, strings) {
    this.#set = set;
    this.#strings = strings;
    this.#open = open;
    this.element = h('form', { class: 'toolbar', part: 'toolbar' });
    this.element.addEventListener('submit', (event) => event.preventDefault());
  }

  /** @param {State} state */
  show(state) {
    const names = state.controls ?? [];
    if (names.join() !== this.#built) this.#build(names);
    this.element.toggleAttribute('hidden', !this.element.hasChildNodes());
    for (const { option, element, show } of this.#controls) {
      const rests = option.when ? !option.when(state) : false;
      element.toggleAttribute('hidden', option.shown ? !option.shown(state) : false);
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
    const groupOf = (/** @type {Group} */ name) => {
      const group = groups.get(name) ?? h('fieldset', { 'data-group': name }, h('legend', {}, this.#strings.groups[name]));
      groups.set(name, group);
      return group;
    };
    for (const option of OPTIONS) {
      if (!option.group || !names.includes(option.name)) continue;
      const control = controlOf(option, (value) => this.#set(option.name, value), this.#strings);
      this.#controls.push({ option, ...control });
      groupOf(option.group).append(control.element);
    }
    for (const menu of MENUS) {
      if (!names.includes(menu)) continue;
      const button = h('button', { type: 'button', name: menu, 'aria-haspopup': 'dialog' }, this.#strings[menu]);
      button.onclick = () => this.#open(menu);
      groupOf('figure').append(button);
    }
    this.element.replaceChildren(...groups.values());
  }
}

/**
 * @param {Option} option
 * @param {(value: Value) => void} set
 * @param {Strings} strings
 * @returns {Omit<Control, 'option'>}
 */
function controlOf(option, set, strings) {
  const words = strings.options[/** @type {keyof typeof strings.options} */ (option.name)];
  const word = h('span', {}, typeof words === 'string' ? words : '');
  if (option.choices || option.offers) return list(option, word, set, strings);
  return option.kind === 'switch' || option.kind === 'text' ? check(option, word, set, strings)
    : number(option, word, set, strings);
}

/**
 * A list of choices, or of the numbers on offer; a number that is set but not on offer joins it.
 * @param {Option} option
 * @param {HTMLElement} word
 * @param {(value: Value) => void} set
 * @param {Strings} strings
 */
function list({ name, choices, offers }, word, set, strings) {
  const names = /** @type {Record<string, Record<string, string>>} */ (strings.choices)[name];
  const select = h('select', { name });
  select.addEventListener('change', () => set(offers ? Number(select.value) : select.value));
  let listed = '';
  return {
    element: h('label', {}, word, select),
    show: (/** @type {Value} */ value, /** @type {State} */ state) => {
      const numbers = new Set([...(offers?.(state) ?? []), Number(value)]);
      const values = choices ?? [...numbers].sort((a, b) => a - b);
      if (values.join() !== listed) {
        listed = values.join();
        select.replaceChildren(...values.map((one) => h('option', { value: one }, names?.[one] ?? String(one))));
      }
      select.value = String(value);
    },
  };
}

/**
 * A switch; for the second sentence, whether there is one.
 * @param {Option} option
 * @param {HTMLElement} word
 * @param {(value: Value) => void} set
 * @param {Strings} strings
 */
function check({ name, kind }, word, set, strings) {
  const input = h('input', { type: 'checkbox', name });
  let last = strings.otherSentence;
  input.addEventListener('change', () => set(kind === 'switch' ? input.checked : input.checked ? last : null));
  return {
    element: h('label', { class: 'check' }, input, word),
    show: (/** @type {Value} */ value) => {
      if (typeof value === 'string' && value.trim()) last = value;
      input.checked = kind === 'switch' ? value === true : value !== null;
    },
  };
}

/**
 * A slider, or a box for whole numbers.
 * @param {Option} option
 * @param {HTMLElement} word
 * @param {(value: Value) => void} set
 * @param {Strings} strings
 */
function number({ name, min, max, slider }, word, set, strings) {
  const box = { type: 'number', name, min, max, step: 1, inputmode: 'numeric' };
  const input = h('input', slider ? { type: 'range', name, ...slider } : box);
  const output = h('output');
  if (slider) word.append(' ', output);
  // Half-typed numbers wait until they are whole.
  input.addEventListener('input', () => {
    if (input.value !== '' && input.validity.valid) set(input.valueAsNumber);
  });
  const words = strings.options['mask-size'];
  return {
    element: h('label', {}, word, input),
    show: (/** @type {Value} */ value, /** @type {State} */ { mask }) => {
      if (name === 'mask-size') write(word, mask === 'window' ? words.window : words.padding);
      write(output, brief(Number(value)));
      if (input.valueAsNumber !== value) input.value = String(value);
    },
  };
}
