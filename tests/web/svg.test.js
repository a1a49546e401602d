import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeSvg } from '../../web/format/svg.js';
import { anyLabelled, anyWord, assertRefused } from './hostile.js';

/** @typedef {{ name: string, attributes: Record<string, string>, text: string }} Element */

const COLORS = {
  of: (/** @type {number} */ value) => `rgb(${Math.round(value * 255)},0,0)`,
  scale: ['#000', '#800', '#f00'],
  masked: { fill: '#e4e4e2', line: '#a9a9a6' },
};

/** @param {Partial<import('../../web/format/svg.js').Words>} words */
const wordsOf = (words) => ({
  title: 'Weights', description: 'Head 1', rows: ['I', 'ate'], columns: ['an', 'apple', '.'],
  axes: { rows: 'queries ↓', columns: 'keys →' },
  legend: { name: 'weight', numbers: [{ text: '0', at: 0 }, { text: '1', at: 1 }] },
  ...words,
});

const MATRIX = { data: Float32Array.from([0, 0.5, 1, 0.2, -Infinity, 0.4]), shape: [2, 3] };

const decode = (/** @type {string} */ text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/**
 * A strict reader of the little XML that is written: every element on a line of its own, or as a pair around other lines.
 * @param {string} svg
 */
function parse(svg) {
  /** @type {Element[]} */
  const elements = [];
  /** @type {string[]} */
  const open = [];
  const pieces = /<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>([^<>]*)/gy;
  for (let last = 0; last < svg.length; last = pieces.lastIndex) {
    const [, end, name, list, alone, text] = pieces.exec(svg) ?? assert.fail(`no XML: ${svg.slice(last, last + 80)}`);
    assert.doesNotMatch(text + list, /&(?!#\d+;)/);
    if (end) assert.equal(open.pop(), name);
    else {
      const attributes = Object.fromEntries([...list.matchAll(/ ([^=]+)="([^"]*)"/g)].map(([, key, value]) => [key, decode(value)]));
      elements.push({ name, attributes, text: decode(text) });
      if (!alone) open.push(name);
    }
  }
  assert.deepEqual(open, []);
  return elements;
}

test('every cell is a rectangle in its colour, and a masked one is struck through', () => {
  const elements = parse(writeSvg(MATRIX, wordsOf({}), COLORS));
  const cells = elements.filter(({ name, attributes }) => name === 'rect' && attributes.width === '27');
  assert.deepEqual(cells.map(({ attributes }) => attributes.fill),
    ['rgb(0,0,0)', 'rgb(128,0,0)', 'rgb(255,0,0)', 'rgb(51,0,0)', '#e4e4e2', 'rgb(102,0,0)']);
  const [[x0, y0], [x1], , [, y1]] = cells.map(({ attributes: { x, y } }) => [Number(x), Number(y)]);
  assert.equal(Math.round(x1 - x0), 28);
  assert.equal(Math.round(y1 - y0), 28);
  const struck = elements.filter(({ name }) => name === 'path');
  assert.equal(struck.length, 1);
  assert.equal(struck[0].attributes.stroke, '#a9a9a6');
  const closed = Uint8Array.from([1, 0, 0, 0, 0, 1]);
  assert.equal(parse(writeSvg(MATRIX, wordsOf({}), COLORS, closed)).filter(({ name }) => name === 'path').length, 3);
});

test('the background is white and all that is drawn lies on it', () => {
  const words = wordsOf({ columns: ['an', 'a word that is rather long, and longer still', '\u05d0\u05d1'], rows: ['食べる', 'I'] });
  const [svg, , , background, ...rest] = parse(writeSvg(MATRIX, words, COLORS));
  const [width, height] = [Number(svg.attributes.width), Number(svg.attributes.height)];
  assert.equal(svg.attributes.viewBox, `0 0 ${width} ${height}`);
  assert.deepEqual(background.attributes, { width: `${width}`, height: `${height}`, fill: '#fff' });
  for (const { attributes: { x, y, width: wide = '0', height: high = '0' } } of rest) {
    if (x === undefined) continue;
    assert.ok(Number(x) >= 0 && Number(x) + Number(wide) <= width, `${x}`);
    assert.ok(Number(y) >= 0 && Number(y) + Number(high) <= height, `${y}`);
  }
});

test('labels, axes, legend and description are text', () => {
  const elements = parse(writeSvg(MATRIX, wordsOf({}), COLORS));
  const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text.trim());
  assert.deepEqual(texts, ['I', 'ate', 'an', 'apple', '.', 'keys →', 'queries ↓', 'weight', '0', '1']);
  assert.equal(elements.find(({ name }) => name === 'title')?.text.trim(), 'Weights');
  assert.equal(elements.find(({ name }) => name === 'desc')?.text.trim(), 'Head 1');
  assert.deepEqual(elements.filter(({ attributes }) => COLORS.scale.includes(attributes.fill)).map(({ attributes }) => attributes.fill), COLORS.scale);
});

test('right-to-left labels end where the others end', () => {
  const elements = parse(writeSvg(MATRIX, wordsOf({ rows: ['אכלתי', 'ate 7'], columns: ['تفاحة', '7', '.'] }), COLORS));
  const [hebrew, english, arabic] = elements.filter(({ name }) => name === 'text');
  assert.deepEqual([hebrew.attributes.direction, hebrew.attributes['text-anchor']], ['rtl', 'start']);
  assert.deepEqual([english.attributes.direction, english.attributes['text-anchor']], [undefined, 'end']);
  assert.equal(hebrew.attributes.x, english.attributes.x);
  assert.deepEqual([arabic.attributes.direction, arabic.attributes['text-anchor']], ['rtl', 'end']);
});

test('long labels are cut between letters', () => {
  const svg = writeSvg(MATRIX, wordsOf({ rows: ['a\u0301'.repeat(99), '\u{1F34E}'.repeat(1e6)] }), COLORS);
  const [accents, apples] = parse(svg).filter(({ name }) => name === 'text').map(({ text }) => text.trim());
  assert.equal(accents, `${'a\u0301'.repeat(23)}…`);
  assert.equal(apples, `${'\u{1F34E}'.repeat(23)}…`);
});

test('whatever the words are, the picture is XML and nothing but shapes and text', () => {
  const property = fc.property(anyLabelled(), anyWord, ({ matrix, rows, columns }, word) => {
    const words = wordsOf({ rows, columns, title: word, description: `"'><script>${word}`, axes: { rows: word, columns: ']]>' } });
    const elements = parse(writeSvg(matrix, words, { ...COLORS, of: () => '"><script>' }));
    const drawn = new Set(elements.map(({ name }) => name));
    for (const name of drawn) assert.ok(['svg', 'title', 'desc', 'rect', 'g', 'text', 'path'].includes(name), name);
    assert.ok(elements.every(({ attributes }) => Object.keys(attributes).every((key) => !/^(?:on|href|xlink|style)/.test(key))));
    const title = elements.find(({ name }) => name === 'title')?.text ?? '';
    assert.ok(!/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/u.test(title));
  });
  fc.assert(property, { numRuns: 500 });
  assert.match(writeSvg(MATRIX, wordsOf({ title: 'a\0\ud800\uffff<b>' }), COLORS), /<title>a\uFFFD\uFFFD\uFFFD&#60;b&#62;<\/title>/);
});

test('what no program likes to open is refused', () => {
  const names = (/** @type {number} */ length) => Array(length).fill('a');
  const large = { data: new Float32Array(300 * 300), shape: [300, 300] };
  assertRefused(() => writeSvg(large, wordsOf({ rows: names(300), columns: names(300) }), COLORS), 'the matrix has 90000 cells, an SVG picture may have 65536');
  assertRefused(() => writeSvg(MATRIX, wordsOf({ rows: ['I'] }), COLORS), 'the matrix has 2 rows, there is 1 label');
});
