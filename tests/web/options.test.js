import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CONTROLS, OPTIONS, consequences, parse, propertyOf, readState, sameNumbers, serialize } from '../../web/element/options.js';

/** @type {(attributes?: Record<string, string>) => ReturnType<typeof readState>} */
const read = (attributes = {}) => readState((name) => attributes[name] ?? null);

test('without attributes the figure is the article’s sentence with four heads', () => {
  const { state, problems } = read();
  assert.deepEqual(problems, []);
  assert.deepEqual({ ...state }, {
    text: 'I ate an apple.', keysText: null, tokenizer: 'words', heads: 4, head: 1, dModel: 32, mask: 'none',
    maskSize: 1, scale: true, temperature: 1, parameters: 'random', seed: 7, positions: true, listing: 'none',
    stage: 'weights', theme: 'auto', controls: null, alt: null, src: null, layer: null, maxTokens: 512,
    permalink: false,
  });
});

test('every attribute has a property', () => {
  assert.deepEqual(OPTIONS.map(({ name }) => propertyOf(name)).sort(), Object.keys(read().state).sort());
});

test('what a property is set to, its attribute gives back', () => {
  const option = fc.constantFrom(...OPTIONS.filter(({ kind }) => kind !== 'names'));
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(fc.property(option, fc.string(), share, (one, text, part) => {
    const { kind, choices = [], min = 0, max = 0 } = one;
    const number = min + part * (max - min);
    const value = {
      text, choice: choices[Math.floor(part * choices.length)], switch: part < 0.5, flag: part < 0.5,
      whole: Math.round(number), number, names: null,
    }[kind];
    assert.deepEqual(parse(one, serialize(one, value)), { value });
  }));
});

test('nonsense is refused in a sentence that names the attribute and the text', () => {
  const wrong = {
    heads: '0', 'd-model': '2000', seed: '1.5', temperature: 'hot', mask: 'half', scale: 'true', 'mask-size': '',
    theme: 'blue', stage: 'nine', 'max-tokens': '-1', controls: 'heads zoom',
  };
  for (const [name, text] of Object.entries(wrong)) {
    const { state, problems } = read({ [name]: text });
    assert.equal(problems.length, 1, `${name}="${text}"`);
    assert.ok(problems[0].includes(name) && problems[0].includes(name === 'controls' ? 'zoom' : text), problems[0]);
    assert.ok(state);
  }
});

test('heads that do not divide the width are named with both numbers', () => {
  const [problem] = read({ heads: '5', 'd-model': '32' }).problems;
  assert.match(problem, /\b5\b.*\b32\b/);
  assert.match(read({ head: '6', heads: '4' }).problems[0], /\b6\b.*\b4\b/);
  assert.deepEqual(read({ heads: '5', listing: 'features' }).problems, [], 'the listing has no heads');
});

test('the controls offer only numbers of heads that divide the width', () => {
  const heads = OPTIONS.find(({ name }) => name === 'heads');
  assert.deepEqual(heads?.offers?.(read({ 'd-model': '48' }).state), [1, 2, 3, 4, 6, 8, 12, 16]);
  assert.deepEqual(heads?.offers?.(read({ 'd-model': '7' }).state), [1, 7]);
});

test('controls: none, all, or those named', () => {
  assert.equal(read().state.controls, null);
  assert.deepEqual(read({ controls: '' }).state.controls, CONTROLS);
  assert.deepEqual(read({ controls: 'text  heads,mask' }).state.controls, ['text', 'heads', 'mask']);
});

test('looks change no number', () => {
  const { state } = read();
  assert.ok(sameNumbers(state, read({ head: '2', theme: 'dark', stage: 'q', controls: '' }).state));
  const numbers = { text: 'you', seed: '8', mask: 'causal', 'keys-text': '', temperature: '2' };
  for (const [name, value] of Object.entries(numbers)) {
    assert.ok(!sameNumbers(state, read({ [name]: value }).state), name);
  }
  assert.ok(!sameNumbers(null, state));
});

test('a control takes along what would not fit it any more, and nothing else', () => {
  const wide = read({ heads: '8', head: '6', 'd-model': '64' }).state;
  assert.deepEqual(consequences(wide, 'd-model', 4), [['heads', 4], ['head', null]]);
  assert.deepEqual(consequences(wide, 'd-model', 128), []);
  assert.deepEqual(consequences(wide, 'heads', 4), [['head', null]]);
  assert.deepEqual(consequences(wide, 'seed', 3), []);
  // more heads than the control offers stay where they divide the width
  assert.deepEqual(consequences(read({ heads: '32', 'd-model': '64' }).state, 'd-model', 128), []);
});
