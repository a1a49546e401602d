import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { segments, segmentsByPattern } from '../../web/text/segments.js';
import { tokenize } from '../../web/text/tokenize.js';

const KINDS = /** @type {const} */ (['words', 'spaces', 'characters']);
const FAMILY = '👨‍👩‍👧‍👦'; // four people and three joiners: one character to a reader

/** @returns {string[]} */
const texts = (/** @type {string} */ text, /** @type {typeof KINDS[number]} */ kind) =>
  tokenize(text, kind).map((token) => token.text);
const words = (/** @type {string} */ text) => texts(text, 'words');

/** Texts that a reader could paste: many scripts, odd spaces, joiners, lone accents, and any other character. */
const pasted = fc
  .array(
    fc.oneof(
      fc.constantFrom('I ', 'ate', "don't", '...', '?!', '—', ' \t', '\r\n', '我吃了', 'へ行き'),
      fc.constantFrom('שלום ', 'كيف؟', 'می\u200cخواهم', 'ไทยภาษา', FAMILY, '👍🏽', '🇫🇷🇩🇪', '1\ufe0f\u20e3'),
      fc.constantFrom('e\u0301', '\u0301', '\u200d', '\u200b', '\ufeff', '\u00a0', '\u200f'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
  )
  .map((parts) => parts.join(''));

test('the first sentence of the page', () => {
  assert.deepEqual(tokenize('I ate an apple.', 'words'), [
    { text: 'I', start: 0, end: 1 },
    { text: 'ate', start: 2, end: 5 },
    { text: 'an', start: 6, end: 8 },
    { text: 'apple', start: 9, end: 14 },
    { text: '.', start: 14, end: 15 },
  ]);
  assert.deepEqual(texts('I ate an apple.', 'spaces'), ['I', 'ate', 'an', 'apple.']);
  assert.deepEqual(texts('I ate.', 'characters'), ['I', ' ', 'a', 't', 'e', '.']);
});

test('punctuation stands alone, but what is read as one mark is one token', () => {
  assert.deepEqual(words('Wait... what?! (Yes), "he said" — no……'), [
    'Wait', '...', 'what', '?!', '(', 'Yes', ')', ',', '"', 'he', 'said', '"', '—', 'no', '……',
  ]);
  assert.deepEqual(words('等等……真的？！——是。'), ['等等', '……', '真的', '？！', '——', '是', '。']);
  assert.deepEqual(words('well... (really?!).'), ['well', '...', '(', 'really', '?!', ')', '.']);
});

test('contractions, hyphens and numbers as Unicode has them', () => {
  assert.deepEqual(words("don't l’amour naïve"), ["don't", 'l’amour', 'naïve']);
  assert.deepEqual(words('well-known'), ['well', '-', 'known']);
  assert.deepEqual(words('3.14 1,000 50%'), ['3.14', '1,000', '50', '%']);
  assert.deepEqual(words('__init__'), ['__init__']);
});

test('what is cut without a dictionary is cut as with one', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  const run = fc.oneof(fc.stringMatching(/^[!-~]{0,8}$/), fc.stringMatching(/^[!-/:-@]{0,3}[0-9A-Za-z]{0,4}[!-/:-@[-~]{0,3}$/));
  fc.assert(fc.property(run, (text) => {
    assert.deepEqual(segments(text, 'word'), Array.from(segmenter.segment(text), ({ segment }) => segment));
  }), { numRuns: 2000 });
});

test('Chinese and Japanese need no spaces', () => {
  assert.deepEqual(words('我吃了一个苹果。'), ['我', '吃了', '一个', '苹果', '。']);
  const japanese = words('東京へ行きました。');
  assert.deepEqual(japanese.slice(0, 2), ['東京', 'へ']);
  assert.equal(japanese.at(-1), '。');
  assert.deepEqual(texts('我吃了。', 'characters'), ['我', '吃', '了', '。']);
});

test('Arabic and Hebrew, in the order in which they are read', () => {
  assert.deepEqual(words('السلام عليكم، كيف الحال؟'), ['السلام', 'عليكم', '،', 'كيف', 'الحال', '؟']);
  assert.deepEqual(words('שלום עולם!'), ['שלום', 'עולם', '!']);
  assert.deepEqual(words('می\u200cخواهم'), ['می\u200cخواهم']); // Persian joins with a zero-width non-joiner
});

test('an emoji with joiners, a skin tone or a flag is one token', () => {
  for (const kind of /** @type {const} */ (['words', 'characters'])) {
    assert.deepEqual(texts(`${FAMILY}👍🏽🇫🇷🇩🇪❤️`, kind), [FAMILY, '👍🏽', '🇫🇷', '🇩🇪', '❤️']);
  }
  assert.deepEqual(words(`I ❤️ ${FAMILY}!`), ['I', '❤️', FAMILY, '!']);
});

test('an accent belongs to its letter, however it was typed', () => {
  assert.deepEqual(texts('e\u0301te\u0301', 'characters'), ['e\u0301', 't', 'e\u0301']);
  assert.deepEqual(words('e\u0301te\u0301'), ['e\u0301te\u0301']);
});

test('what has nothing to see is no word; a lone accent is one', () => {
  const spaces = ['', ' ', '\n\t\r\n', '\u00a0', '\u3000'];
  const nothings = [...spaces, '\u200b', '\u200d', '\ufeff', '\u00ad', '\u200f \u200e', '\0'];
  for (const nothing of nothings) {
    assert.deepEqual(words(nothing), [], JSON.stringify(nothing));
    assert.deepEqual(texts(nothing, 'spaces'), [], JSON.stringify(nothing));
  }
  assert.deepEqual(words('a\u200bb'), ['a', 'b']); // a zero-width space: where Thai and Khmer may be cut
  assert.deepEqual(words('a \u0301'), ['a', '\u0301']);
});

test('white space is a character', () => {
  assert.deepEqual(texts(' a\r\n\u00a0', 'characters'), [' ', 'a', '\r\n', '\u00a0']);
  assert.deepEqual(texts('é\r\n', 'characters'), ['é', '\r\n']);
});

test('half a surrogate pair becomes U+FFFD and takes no neighbour with it', () => {
  for (const kind of KINDS) {
    assert.equal(texts('\ud83d', kind).join(''), '\ufffd');
  }
  assert.deepEqual(texts('\ud83da', 'characters'), ['\ufffd', 'a']);
  assert.deepEqual(texts('a\udc00', 'spaces'), ['a\ufffd']);
});

test('every token is a piece of the text, in order, and not empty', () => {
  fc.assert(
    fc.property(pasted, fc.constantFrom(...KINDS), (text, kind) => {
      let last = 0;
      for (const token of tokenize(text, kind)) {
        assert.equal(token.text, text.slice(token.start, token.end));
        assert.ok(token.start >= last && token.end > token.start);
        last = token.end;
      }
    }),
  );
});

test('characters join to the text', () => {
  fc.assert(fc.property(pasted, (text) => assert.equal(texts(text, 'characters').join(''), text)));
});

test('words and spaces leave out only what has nothing to see', () => {
  const invisible = /[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;
  fc.assert(
    fc.property(pasted, fc.constantFrom(...KINDS), (text, kind) => {
      assert.equal(texts(text, kind).join('').replace(invisible, ''), text.replace(invisible, ''));
    }),
  );
});

test('words hold no white space and lie within what stands between spaces', () => {
  fc.assert(
    fc.property(pasted, (text) => {
      const runs = tokenize(text, 'spaces');
      for (const word of tokenize(text, 'words')) {
        assert.doesNotMatch(word.text, /\s/);
        assert.ok(runs.some((run) => run.start <= word.start && word.end <= run.end));
      }
    }),
  );
});

test('any string of UTF-16 units, well-formed or not, gives well-formed tokens', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), fc.constantFrom(...KINDS), (units, kind) => {
      const text = String.fromCharCode(...units);
      for (const token of tokenize(text, kind)) {
        assert.ok(token.text.isWellFormed());
        assert.equal(token.text, text.toWellFormed().slice(token.start, token.end));
      }
    }),
  );
});

test('a paste of 10,000 characters takes milliseconds, and time grows no faster than length', () => {
  const english = 'The quick "brown" fox, in short... ';
  for (const sample of [english, '我吃了一个苹果。', '國', 'ไทยภาษา', '.', FAMILY]) {
    for (const kind of KINDS) {
      const milliseconds = (/** @type {number} */ length) => {
        const text = sample.repeat(length / sample.length + 1).slice(0, length);
        const start = performance.now();
        tokenize(text, kind);
        return performance.now() - start;
      };
      // 0.1 to 30 ms and 1 to 400 ms measured; the bounds leave room for a busy machine. Given a text of 300,000
      // characters at once, the engine's own segmenter took four minutes.
      assert.ok(milliseconds(10_000) < 500, `${kind}: 10,000 characters of ${sample}`);
      assert.ok(milliseconds(150_000) < 5_000, `${kind}: 150,000 characters of ${sample}`);
    }
  }
});

test('a long text without a space is cut as a short one is', () => {
  const sentence = '我吃了一个苹果。';
  assert.deepEqual(words(sentence.repeat(500)), Array(500).fill(words(sentence)).flat());
  const kept = ['don’t', '?', '3.14', '!', FAMILY, '🇫🇷', ',', 'e\u0301te\u0301', '(', 'x'.repeat(2000), ')'];
  assert.deepEqual(words(kept.join('').repeat(50)), Array(50).fill(kept).flat());
  fc.assert(
    fc.property(fc.nat(700), (before) => {
      const padding = Array(before).fill('a!').flatMap((pair) => pair.split(''));
      assert.deepEqual(words(`${padding.join('')}${kept.join('')}`), [...padding, ...kept]);
      const characters = [...padding, FAMILY, '\r\n', '🇫🇷', '🇩🇪'];
      assert.deepEqual(texts(characters.join(''), 'characters'), characters);
    }),
  );
});

test('a browser without Intl.Segmenter gives the same words and characters for English', () => {
  const english = fc
    .array(
      fc.oneof(
        fc.constantFrom('The', ' ', 'quick', "don't", 'well-known', '3.14', '1,000', 'e.g.', 'a', '1st', '__init__'),
        fc.constantFrom('...', '?!', '"', '(', ')', ',', '. ', '\n', "'", '&', '$5'),
        fc.constantFrom('naïve', 'cafe\u0301', '👍🏽', FAMILY, '🇫🇷'),
      ),
    )
    .map((parts) => parts.join(''));
  const intl = /** @type {{ Segmenter: unknown }} */ (Intl);
  const { Segmenter } = intl;
  fc.assert(
    fc.property(english, fc.constantFrom(...KINDS), (text, kind) => {
      const expected = tokenize(text, kind);
      try {
        intl.Segmenter = undefined;
        assert.deepEqual(tokenize(text, kind), expected);
      } finally {
        intl.Segmenter = Segmenter;
      }
    }),
    { numRuns: 500 },
  );
});

test('without Intl.Segmenter, pieces of any text still join to it, and Chinese is cut by character', () => {
  fc.assert(
    fc.property(pasted, fc.constantFrom('word', 'grapheme'), (text, granularity) => {
      assert.equal(segmentsByPattern(text, granularity).join(''), text);
    }),
  );
  assert.deepEqual(segmentsByPattern('我吃了Apple。', 'word'), ['我', '吃', '了', 'Apple', '。']);
});
