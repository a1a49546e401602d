import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { normalize, readTokenizer } from '../../web/text/bpe.js';
import { readNpy } from '../boundary/npy.js';

const golden = (/** @type {string} */ name) => new URL(`../golden/bpe/${name}`, import.meta.url);
const linesOf = (/** @type {string} */ name) => readFileSync(golden(name), 'utf8').split('\n').slice(0, -1);

const json = readFileSync(golden('tokenizer.json'), 'utf8');
const tokenizer = readTokenizer(json);
const texts = (/** @type {number[]} */ ids) => tokenizer.words(ids).map((word) => word.text);

/** Texts of pieces that the rules treat differently, and of any characters. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(' ', '  ', "'", '-', "l'", "qu'", "jusqu'", 't', "'s", 'homme', 'é', 'e\u0301', '«', '« ', ' »', '»', '’'),
      fc.constantFrom('…', '...', '?!', '\n', '\t', '\r\n', '7', '42', '\u00a0', '\u202f', '\u200b', '\ufeff', '—', '<s>', '</s>'),
      fc.constantFrom('🍎', '👩\u200d🚀', '苹果', 'A\u0300', '"', ',', '½', '×', '\0\x7f', 'a'.repeat(33), 'hello', ' The'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

test('the ids of the C++ tokenizer and of the independent python one', () => {
  const { data, shape } = readNpy(golden('ids.npy'));
  const lines = [...linesOf('text.txt'), ...linesOf('samples.txt')];
  assert.equal(lines.length, shape[0]);
  lines.forEach((line, row) => {
    const ids = Array.from(data.subarray(row * shape[1], (row + 1) * shape[1]), BigInt);
    const end = ids.indexOf(2n ** 64n - 1n);
    assert.deepEqual(tokenizer.encode(line), ids.slice(0, end).map(Number), line);
  });
});

test('every text comes back, normalized, and never becomes a special token or U+FFFD', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const ids = tokenizer.encode(text);
      const back = tokenizer.decode(ids);
      assert.equal(back, normalize(text));
      assert.equal(normalize(back), back);
      assert.ok(ids.every((id) => id >= 3 && id < tokenizer.size));
      assert.equal(back.includes('\ufffd'), text.toWellFormed().includes('\ufffd'));
    }),
    { numRuns: 3000 },
  );
  assert.deepEqual(tokenizer.encode(''), []);
  assert.deepEqual(tokenizer.encode('\u200b'), []);
  assert.equal(tokenizer.decode(tokenizer.encode('\ud800x')), '\ufffdx');
});

test('typography', () => {
  assert.equal(normalize('« Qu’est-ce ? »'), '"Qu\'est-ce ?"');
  assert.equal(normalize('«\u00a0Oui\u202f!\u00a0»\u2026 “a” e\u0301t\u00e9 co\u00adop x\u2011y'), '"Oui !"... "a" été coop x-y');
  assert.equal(normalize('— – œ ñ ß 5 €'), '— – œ ñ ß 5 €');
});

test('the ids and texts of @huggingface/tokenizers', () => {
  const other = new HuggingFace(JSON.parse(json), {});
  const same = (/** @type {string} */ text) => {
    if (/<s>|<\/s>|<pad>/.test(text)) return; // there, text becomes special tokens
    const { ids } = other.encode(text, { add_special_tokens: false });
    if (normalize(text) === '') return; // there, the space in front stays alone
    assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
    assert.equal(other.decode(ids, { clean_up_tokenization_spaces: false }), tokenizer.decode(ids));
  };
  [...linesOf('text.txt'), ...linesOf('samples.txt')].forEach(same);
  fc.assert(fc.property(typed, (text) => same(text.toWellFormed())), { numRuns: 2000 });
});

test('words as a reader sees them, and the pieces that each has', () => {
  const ids = [1, ...tokenizer.encode("J'ai « faim », aujourd’hui : don't  you ?!"), 2];
  assert.deepEqual(texts(ids), [
    ...['<s>', "J'", 'ai', '"', 'faim', '"', ',', "aujourd'hui", ':', "don't", 'you', '?!', '</s>'],
  ]);
  assert.deepEqual(tokenizer.words(ids).at(-1), { text: '</s>', first: ids.length - 1, last: ids.length });
  assert.deepEqual(texts(tokenizer.encode("Qu'est-ce qu'il y a, o'clock?")), [
    ...["Qu'", 'est', '-ce', "qu'", 'il', 'y', 'a', ',', "o'clock", '?'],
  ]);
  assert.deepEqual(texts([]), []);

  fc.assert(
    fc.property(typed, (text) => {
      const all = tokenizer.encode(text);
      const words = tokenizer.words(all);
      let next = 0;
      for (const { first, last } of words) {
        assert.ok(first === next && last > first);
        next = last;
      }
      assert.equal(next, all.length);
      const visible = (/** @type {string} */ part) => part.replace(/[ \t\n\r]/g, '');
      assert.equal(visible(words.map((word) => word.text).join('')), visible(normalize(text)));
    }),
    { numRuns: 2000 },
  );
});

test('ids that no text gives: cut characters, and numbers that are no ids', () => {
  const ids = tokenizer.encode('é苹');
  assert.equal(tokenizer.decode([99999, ...ids, -1, 1.5, NaN]), 'é苹');
  assert.equal(tokenizer.decode(ids.slice(0, -1)), 'é\ufffd');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: tokenizer.size - 1 }), { maxLength: 30 }), (list) => {
      const words = tokenizer.words(list);
      const starts = words.map((word) => word.first);
      assert.deepEqual(words.map((word) => word.last), [...starts.slice(1), ...(list.length ? [list.length] : [])]);
      assert.equal(typeof tokenizer.decode(list), 'string');
    }),
  );
});

test('a file that is not as attention-train writes it is refused with a sentence', () => {
  const refusal = (/** @type {(file: any) => void} */ change) => {
    const file = JSON.parse(json);
    change(file);
    try {
      readTokenizer(JSON.stringify(file));
      return '';
    } catch (error) {
      return /** @type {Error} */ (error).message;
    }
  };
  assert.equal(refusal(() => {}), '');
  assert.match(refusal((file) => file.normalizer.normalizers.pop()), /^the tokenizer's "normalizer" is not what/);
  assert.match(refusal((file) => (file.pre_tokenizer = null)), /^the tokenizer's "pre_tokenizer" is not what/);
  assert.match(refusal((file) => file.added_tokens.pop()), /^the tokenizer's "added_tokens" is not what/);
  assert.match(refusal((file) => (file.decoder = { type: 'ByteLevel' })), /^the tokenizer's "decoder" is not what/);
  assert.match(refusal((file) => delete file.model), /^the tokenizer has no list model.merges/);
  assert.match(refusal((file) => (file.model.type = 'Unigram')), /^the tokenizer has no list model.merges/);
  assert.match(refusal((file) => file.model.merges.push('zz yy')), /^merge 161 of the tokenizer, "zz yy", does not join two/);
  assert.match(refusal((file) => file.model.merges.push(['a', 5])), /^merge 161 of the tokenizer, \["a",5\], does not join two/);
  assert.match(refusal((file) => file.model.merges.push('a b c')), /^merge 161 of the tokenizer, "a b c", does not join two/);
  assert.match(refusal((file) => file.model.merges.pop()), /vocabulary has 420 pieces, its merges make 419$/);
  assert.match(refusal((file) => ([file.model.vocab['!'], file.model.vocab['#']] = [5, 3])), /gives "!" the id 5, which its merges/);
  assert.match(refusal((file) => (file.model.vocab = null)), /vocabulary has 0 pieces/);
  for (const wrong of ['', 'null', '[]', '5', '{"__proto__": {}}', json.slice(1)]) {
    assert.throws(() => readTokenizer(wrong), /^Error: the tokenizer/);
  }
});
