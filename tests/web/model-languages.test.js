// The models' figures say in every language what they say in English, with every value that English says it with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words as languageModel } from '../../web/element/language-model/strings.js';
import { words as translator } from '../../web/element/translator/strings.js';

const TABLES = { translator, 'language-model': languageModel };

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
  flowTooLong: [41, 42],
  surpriseOf: ['mot', '1.5'],
  told: ['mot', '1.5', '7 %'],
  likelier: [['mot']],
  mean: ['1.5'],
  kept: ['41', '42'],
  text: ['mot'],
  meanChanged: ['1.5', '2.5'],
  sameNext: ['mot'],
  otherNext: ['mot', 'deux'],
  measured: ['un', '7 %', '41'],
});

/** Every entry by its path. @param {object} table @param {string} [at] @returns {[string, unknown][]} */
function entries(table, at = '') {
  return Object.entries(table).flatMap(([name, value]) =>
    (typeof value === 'object' && !Array.isArray(value) ? entries(value, `${at}${name}.`) : [[`${at}${name}`, value]]));
}

const kinds = (/** @type {object} */ table) => entries(table).map(([path, value]) => `${path}: ${typeof value}`).sort();

for (const [figure, english] of Object.entries(TABLES)) for (const code of ['ar', 'de', 'es', 'fr', 'zh']) {
  const { words } = /** @type {{ words: typeof english }} */ (await import(`../../web/element/${figure}/languages/${code}.js`));
  const own = new Map(entries(words));

  test(`${figure}: ${code} has every entry, none more, and of the same kind`, () => {
    assert.deepEqual(kinds(words), kinds(english));
    if ('lang' in words) assert.equal(words.lang, code);
  });

  test(`${figure}: ${code} is translated`, () => {
    for (const [path, value] of entries(english)) {
      if (typeof value === 'function') continue;
      assert.notDeepEqual(own.get(path), value, path);
      assert.match(String(own.get(path)), /\p{L}/u, path);
    }
  });

  test(`${figure}: ${code} says every value`, () => {
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
  assert.equal(translator.edited(1), '1 head is changed.');
  assert.equal(translator.edited(2), '2 heads are changed.');
});
