// The translator's figure says in every language what it says in English, with every value that English says it with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words as english } from '../../web/element/translator/strings.js';

/** @typedef {import('../../web/element/translator/strings.js').Words} Words */

/** What a function of values is given here, by its path; every value can be found again in the text. */
const ARGUMENTS = /** @type {Record<string, unknown[]>} */ ({
  failed: ['mot'],
  noSuchHead: [41, 42, 43, 44],
  place: [41, 42],
  choose: [41, 42],
  edited: [41],
  otherText: ['mot'],
  instead: ['mot'],
  translation: ['mot'],
  beamsAbout: [41],
  pipeline: ['un', 'deux'],
  about: ['1,900,000'],
});

/** Every entry by its path. @param {object} table @param {string} [at] @returns {[string, unknown][]} */
function entries(table, at = '') {
  return Object.entries(table).flatMap(([name, value]) =>
    (typeof value === 'object' && !Array.isArray(value) ? entries(value, `${at}${name}.`) : [[`${at}${name}`, value]]));
}

const kinds = (/** @type {object} */ table) => entries(table).map(([path, value]) => `${path}: ${typeof value}`).sort();

for (const code of ['ar', 'de', 'es', 'fr', 'zh']) {
  const { words } = /** @type {{ words: Words }} */ (await import(`../../web/element/translator/languages/${code}.js`));
  const own = new Map(entries(words));

  test(`${code} has every entry, none more, and of the same kind`, () => {
    assert.deepEqual(kinds(words), kinds(english));
    assert.equal(words.lang, code);
  });

  test(`${code} is translated`, () => {
    for (const [path, value] of entries(english)) {
      if (typeof value === 'function') continue;
      assert.notDeepEqual(own.get(path), value, path);
      assert.match(String(own.get(path)), /\p{L}/u, path);
    }
  });

  test(`${code} says every value`, () => {
    for (const [path, value] of entries(english)) {
      if (typeof value !== 'function') continue;
      assert.ok(path in ARGUMENTS, `${path}: give this test its arguments`);
      const text = /** @type {(...values: unknown[]) => string} */ (own.get(path))(...ARGUMENTS[path]);
      assert.doesNotMatch(text, /undefined|NaN|\[object/, path);
      for (const one of ARGUMENTS[path]) assert.ok(text.includes(String(one)), `${path}: no ${one} in “${text}”`);
    }
  });
}

test('one head, several heads', () => {
  assert.equal(english.edited(1), '1 head is changed.');
  assert.equal(english.edited(2), '2 heads are changed.');
});
