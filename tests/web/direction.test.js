import assert from 'node:assert/strict';
import { test } from 'node:test';
import { direction } from '../../web/text/direction.js';

test('a text runs as its first letter does', () => {
  for (const text of ['apple', 'I said שלום', '我吃了', '東京', 'ไทย', 'день', '1 apple', '"apple" שלום', '👍 ok']) {
    assert.equal(direction(text), 'ltr', text);
  }
  const scripts = ['שלום', 'السلام', 'ܫܠܡܐ', 'ދިވެހި', 'ߒߞߏ', '𞤀𞤣𞤤𞤢𞤥', '\ufdf2', '\ufb2a'];
  for (const text of [...scripts, 'سلام hello', '(שלום)', '123 שלום', '… كيف']) {
    assert.equal(direction(text), 'rtl', text);
  }
});

test('no letter, no turn', () => {
  for (const text of ['', '.', '...', '42', '٣', '؟', '👍', '\ud800', '\u0301']) {
    assert.equal(direction(text), 'ltr', JSON.stringify(text));
  }
});

test('an invisible mark of direction counts as a letter', () => {
  assert.equal(direction('\u200fapple'), 'rtl');
  assert.equal(direction('\u200eשלום'), 'ltr');
});
