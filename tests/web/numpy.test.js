// What the script looks like; tests/boundary/formats.test.js has python run it and compares it with the engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeNumpy } from '../../web/format/numpy.js';
import { assertRefused } from './hostile.js';

/** @type {import('../../web/format/numpy.js').State} */
const STATE = {
  dModel: 32, heads: 4, seed: 7, positions: true, parameters: 'random', mask: 'none', maskSize: 1, scale: true,
  temperature: 1, listing: 'none',
};

test('the words stand at the top, as Python writes them', () => {
  const script = writeNumpy(STATE, ["it's", '\\', '"', '食べる', '🍎', 'a\nb', '\u202e\u00a0', '\u{e0001}', '\ud800', ' ']);
  assert.match(script, /^tokens = \['it\\'s', '\\\\', '"', '食べる', '🍎', 'a\\x0ab', '\\u202e\\xa0', '\\U000e0001', '\uFFFD', ' '\]$/m);
  assert.doesNotMatch(script, /key_tokens|[^\P{C}\n]/u);
});

test('no line is much longer than a screen is wide, however many the words', () => {
  const script = writeNumpy(STATE, Array(300).fill('apple'));
  assert.equal(script.match(/'apple',/g)?.length, 300);
  assert.ok(script.split('\n').every((line) => line.length <= 120));
});

test('nothing is in it that the state does not need', () => {
  assert.match(writeNumpy(STATE, ['a'], ['b']), /^y = token_vectors\(key_tokens\)$/m);
  assert.doesNotMatch(writeNumpy(STATE, ['a']), /allowed|^y =|\/ 1\)/m);
  const bare = writeNumpy({ ...STATE, parameters: 'identity', positions: false, scale: false, mask: 'causal' }, ['a']);
  assert.doesNotMatch(bare, /xavier|positions/);
  assert.match(bare, /^scaled = scores \* \(1\)$/m);
  assert.match(bare, /^allowed = np\.tri/m);
  assert.doesNotMatch(writeNumpy({ ...STATE, listing: 'words' }, ['a'], ['b']), /key_tokens|num_heads/);
  assert.ok(bare.endsWith('\nprint(weights.round(4))\n'));
});

test('a state that has no numbers has no script', () => {
  assertRefused(() => writeNumpy(STATE, []), 'there are 0 tokens, a script needs at least 1');
  assertRefused(() => writeNumpy(STATE, ['a'], []), 'there are 0 tokens, a script needs at least 1');
  assertRefused(() => writeNumpy({ ...STATE, heads: 5 }, ['a']), 'there are 5 heads, which do not divide d_model 32');
  assertRefused(() => writeNumpy({ ...STATE, seed: /** @type {any} */ ('7\nimport os') }, ['a']), 'seed is "7 import os", it must be a whole number of at least 0');
  assertRefused(() => writeNumpy({ ...STATE, temperature: 0 }, ['a']), 'temperature is "0", it must be a number above 0');
  assertRefused(() => writeNumpy({ ...STATE, mask: /** @type {any} */ ('__proto__') }, ['a']), 'mask is "__proto__", it must be one of none, causal, padding, window');
});
