// The pure parts of the translator's figure: pieces and words, what is marked together, the tree of a beam search.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { branchesOf } from '../../web/element/translator/beam.js';
import { brightest, litBy, selectionIn, speaking } from '../../web/element/translator/linked.js';
import { closedCells, inCommon, inLine, mergeWeights, piecesOf, placeIn, readBy } from '../../web/element/translator/words.js';

/** @typedef {import('../../web/text/bpe.js').Word} Word */

/** @type {(...counts: [string, number][]) => Word[]} words of so many pieces each */
const words = (...counts) => {
  let at = 0;
  return counts.map(([text, pieces]) => ({ text, first: at, last: (at += pieces) }));
};

test('a word receives the sum over its pieces, and gives the mean over its own', () => {
  // 3 pieces look at 4; the last two of the rows are one word, the middle two of the columns another
  const weights = Float32Array.of(
    0.5, 0.25, 0.125, 0.125,
    0.25, 0.25, 0.25, 0.25,
    0, 0.5, 0.25, 0.25,
  );
  const merged = mergeWeights(weights, words(['I', 1], ['mangé', 2]), words(['a', 1], ['apple', 2], ['.', 1]));
  assert.deepEqual([...merged], [0.5, 0.375, 0.125, 0.125, 0.625, 0.25]);
});

test('pieces alone: nothing is merged', () => {
  const weights = Float32Array.of(0.5, 0.5, 0.25, 0.75);
  const each = words(['pom', 1], ['me', 1]);
  assert.deepEqual(mergeWeights(weights, each, each), weights);
});

test('every piece has its own text, and an end keeps its name', () => {
  const tokens = { ids: [7, 8, 2], words: words(['pomme', 2], ['</s>', 1]) };
  const texts = piecesOf(tokens, (ids) => ({ 7: 'pom', 8: 'me' })[ids[0]] ?? '').map(({ text }) => text);
  assert.deepEqual(texts, ['pom', 'me', '</s>']);
});

test('a decoder reads the start and every word but the last, one step later', () => {
  const said = words(['une', 1], ['pomme', 2], ['(end)', 1]);
  assert.deepEqual(readBy(said, '(start)'), words(['(start)', 1], ['une', 1], ['pomme', 2]));
  // cut off within a word, all but its last piece have been read
  assert.deepEqual(readBy(words(['une', 1], ['pomme', 2]), '(start)').at(-1), { text: 'pomme', first: 2, last: 3 });
});

test('a word is closed to those that come after it', () => {
  const said = words(['une', 1], ['pomme', 2], ['(end)', 1]);
  assert.deepEqual([...closedCells(said, readBy(said, '(start)'))], [
    0, 1, 1, // une: has read the start
    0, 0, 0, // pomme: its second piece has read its first
    0, 0, 0,
  ]);
});

test('a line of words adds up to its text, whatever stands between them', () => {
  const text = "J'ai mangé une pomme.";
  const parts = inLine(text, words(["J'", 1], ['ai', 1], ['mangé', 2], ['une', 1], ['pomme', 2], ['.', 1]));
  assert.equal(parts.map(({ before, text }) => before + text).join(''), text);
  assert.deepEqual(parts.map(({ word }) => word), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(inLine('a ?', words(['a', 1], ['</s>', 1])), [{ before: '', word: 0, text: 'a' }, { before: ' ?', word: null, text: '' }]);
});

test('words that stay are counted from the first', () => {
  const before = words(['une', 1], ['pomme', 2], ['.', 1]);
  assert.equal(inCommon(before, words(['une', 1], ['poire', 1], ['.', 1])), 1);
  assert.equal(inCommon(before, words(['une', 1])), 1);
  assert.equal(inCommon([], before), 0);
});

test('a word is found among pieces, and a piece among words', () => {
  const whole = words(['une', 1], ['pomme', 2]);
  const pieces = words(['une', 1], ['pom', 1], ['me', 1]);
  assert.deepEqual([0, 1].map((i) => placeIn(whole, pieces, i)), [0, 1]);
  assert.deepEqual([0, 1, 2].map((i) => placeIn(pieces, whole, i)), [0, 1, 1]);
  assert.equal(placeIn(whole, pieces, 9), null);
});

test('a cell of the cross-attention lights the English word and the French one in the other pictures', () => {
  const lit = litBy({ stage: 'cross', row: 4, column: 3 });
  assert.deepEqual(selectionIn('cross', lit, true), { stage: 'cross', row: 4, column: 3, query: 4, key: 3, pinned: true });
  const { query, key, stage } = selectionIn('encoder', lit, true);
  assert.deepEqual({ query, key, stage }, { query: 3, key: 3, stage: '' });
  const decoder = selectionIn('decoder', lit, true);
  assert.deepEqual([decoder.query, decoder.key], [4, 5], 'read one step after it was said');
});

test('the brightest cell of a row, and of a column', () => {
  const values = Float32Array.of(0.1, 0.9, 0.7, 0.3);
  const matrix = { values, rows: 2, columns: 2 };
  assert.deepEqual(brightest(matrix, { row: 1 }), { row: 1, column: 0 });
  assert.deepEqual(brightest(matrix, { column: 1 }), { row: 0, column: 1 });
});

test('the figure speaks of two words of some length, not of the ends or of a full stop', () => {
  const stage = {
    id: 'cross', values: Float32Array.of(0.1, 0.2, 0.7, 0.6, 0.2, 0.2, 0, 0, 1),
    rows: { texts: ['.', 'pomme', '(end)'] }, columns: { texts: ['apple', '.', '(end)'] },
  };
  assert.deepEqual(speaking(stage, { source: [1, 2, 3], target: [1, 2, 3] }), { stage: 'cross', row: 1, column: 0 });
  const short = { ...stage, rows: { texts: ['.', 'à', '(end)'] } };
  assert.equal(speaking(short, { source: [1, 2, 3], target: [1, 2, 3] }), null);
});

test('a beam’s tree joins what only one way leads through, the likeliest first', () => {
  const node = (/** @type {number} */ parent, /** @type {number} */ logProbability) => ({ parent, id: 0, text: '', logProbability, isDone: false });
  const nodes = [node(-1, -1), node(0, -1.1), node(1, -3), node(1, -2), node(3, -2.1), node(-1, -0.5)];
  assert.deepEqual(branchesOf(nodes), [
    { nodes: [5], next: [] },
    { nodes: [0, 1], next: [{ nodes: [3, 4], next: [] }, { nodes: [2], next: [] }] },
  ]);
});
