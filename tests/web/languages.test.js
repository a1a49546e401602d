// Every language says everything that English says, with every value that English says it with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { later } from '../../web/element/languages/en.js';
import { strings as first } from '../../web/element/strings.js';
import { files, read } from './tree.js';

/** @typedef {import('../../web/element/strings.js').Strings} Strings */

/** English has in two files what the others have in one. */
const english = { ...first, later };

const FOLDER = 'web/element/languages/';
const codes = files.flatMap((path) => path.startsWith(FOLDER) && /\/(?!en)(\w\w)\.js$/.exec(path)?.[1] || []);
/** @type {Record<string, Strings>} */
const tables = {};
for (const code of codes) tables[code] = (await import(`../../${FOLDER}${code}.js`)).strings;

/** Words of a formula or of the field, which are the same in some languages; and what is no text. */
const SAME = /^(dir|count|symbols\..*|otherSentence|operations\.softmax|choices\.parameters\.identity)$/;
const SAME_WORDS = {
  de: ['options.parameters'],
  fr: ['otherSentence', 'stages.scores', 'numbers.scores', 'grid', 'cellOf'],
};

/** Every entry by its path. @param {object} table @param {string} [at] @returns {[string, unknown][]} */
function entries(table, at = '') {
  return Object.entries(table).flatMap(([name, value]) =>
    (typeof value === 'object' ? entries(value, `${at}${name}.`) : [[`${at}${name}`, value]]));
}

/** What a function of values is given here, by its path; every value can be found again in the text. */
const ARGUMENTS = /** @type {Record<string, unknown[][]>} */ ({
  quote: [['mot']],
  tokens: [[5], [11], [100]],
  more: [[5]],
  feature: [[40]],
  'roles.query': [['mot']],
  'roles.key': [['mot']],
  'stages.heads': [[41]],
  'operations.columns': [[41, 48, 64]],
  'operations.heads': [[41]],
  grid: [['mot', '5 × 8']],
  enlarge: [['mot']],
  rowOf: [['mot', 'Q']],
  takesRowOf: [['mot', 'V']],
  attendsMost: [['un', 'deux', '0.31']],
  pair: [['un', 'deux']],
  asked: [[['un', 'deux'], '0.31']],
  cellOf: [['un', 'deux']],
  value: [['mot', '−0.31']],
  announce: [['un', 'deux', '0.31', false], ['un', 'deux', '0.31', true]],
  rank: [[41, 42]],
  head: [[41, 42]],
  headsQuestion: [[16]],
  headName: [[41]],
  random: [[41]],
  vectors: [[41]],
  'later.note': [[true, [41, 42], 16, 43, ['0.01', '0.02']], [false, [41, 42], 16, 43, ['0.01', '0.02']]],
  'later.zoom.window': [['1–5', '6–9']],
  'later.zoom.pixel': [[41, 42, true], [41, 42, false]],
  'later.save.picture': [['mot']],
  'later.save.numbers': [['mot']],
  'later.save.saved': [['mot.csv']],
  'later.own.file': [['mot.csv']],
  'later.views.strongest': [['41']],
  'later.views.lines': [[41, 99]],
  'later.views.first': [[41, 42]],
  'status.tooLong': [[41, 99]],
  'status.tooLongKeys': [[41, 99]],
  'status.noEngine': [['mot']],
  'status.noSuchStage': [['mot']],
  'status.fullyMasked': [[['un']], [['un', 'deux']]],
  'refused.choice': [['mask', 'mot', ['un', 'deux']]],
  'refused.number': [['seed', 'mot', 41, 42, true], ['seed', 'mot', 41, 42, false]],
  'refused.names': [['controls', 'mot']],
  'refused.divisor': [[41, 42]],
  'refused.head': [[41, 42]],
});

const textOf = (/** @type {any} */ say, /** @type {unknown[]} */ given) => [say(...given)].flat(2).join('');

test('five languages beside English', () => {
  assert.deepEqual(codes.sort(), ['ar', 'de', 'es', 'fr', 'zh']);
  for (const code of codes) assert.equal(tables[code].lang, code);
});

test('nobody but the table of options and the choice of a language takes English for granted', () => {
  const takers = files.filter((path) => /^web\/.*\.js$/.test(path) && /^import .* from '[./]*\/strings\.js'/m.test(read(path)));
  assert.deepEqual(takers.sort(), [
    'web/element/language-model/language.js', 'web/element/language.js', 'web/element/options.js', 'web/element/translator/language.js',
  ]);
});

for (const code of codes) {
  const own = new Map(entries(tables[code]));

  test(`${code} has every entry, none more, and of the same kind`, () => {
    const kinds = (/** @type {object} */ table) => entries(table).map(([path, value]) => `${path}: ${typeof value}`).sort();
    assert.deepEqual(kinds(tables[code]), kinds(english));
  });

  test(`${code} is translated`, () => {
    const same = /** @type {Record<string, string[]>} */ (SAME_WORDS)[code] ?? [];
    for (const [path, value] of entries(english)) {
      if (typeof value !== 'string' || SAME.test(path) || same.includes(path)) continue;
      assert.notEqual(own.get(path), value, path);
      assert.match(String(own.get(path)), /\p{L}/u, path);
    }
  });

  test(`${code} says every value`, () => {
    for (const [path, value] of entries(english)) {
      if (typeof value !== 'function' || path === 'count') continue;
      assert.ok(path in ARGUMENTS, `${path}: give this test its arguments`);
      for (const given of ARGUMENTS[path]) {
        const text = textOf(own.get(path), given);
        assert.doesNotMatch(text, /undefined|NaN|\[object/, path);
        for (const one of given.flat().filter((value) => typeof value !== 'boolean')) {
          const shown = path === 'feature' ? Number(one) + 1 : path === 'later.note' && one === 16 ? 16 ** 2 : one;
          assert.ok(text.includes(String(shown)), `${path}: no ${shown} in “${text}”`);
        }
      }
      const [two, one] = ARGUMENTS[path];
      if (one && typeof two.at(-1) !== 'number') assert.notEqual(textOf(own.get(path), two), textOf(own.get(path), one), path);
    }
  });
}

test('counts keep the digits 0 to 9, and no comma or point where that is the decimal sign', () => {
  assert.deepEqual([9999, 12345].map(tables.de.count), ['9999', '12\u202f345']);
  assert.deepEqual([9999, 12345].map(tables.ar.count), ['9,999', '12,345']);
});

test('one, few and many', () => {
  assert.equal(tables.fr.tokens(0), '0 jeton');
  assert.deepEqual([1, 2, 3, 11, 100].map(tables.ar.tokens), ['وحدة واحدة', 'وحدتان', '3 وحدات', '11 وحدة', '100 وحدة']);
});

test('Arabic keeps the direction of numbers and formulas', () => {
  assert.ok(tables.ar.value('الوزن', '−0.31').includes('\u2066−0.31\u2069'));
});
