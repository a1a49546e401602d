import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, format, formatCount, formatRange, ticks } from '../../web/figure/numbers.js';

test('a value has four digits and a real minus sign', () => {
  assert.equal(format(0.31209), '0.3121');
  assert.equal(format(-1.5), '−1.5000');
  assert.equal(format(0), '0.0000');
  assert.equal(format(-0), '0.0000');
  assert.equal(format(-Infinity), '−∞');
});

test('an exponent appears where four digits would hide the value', () => {
  assert.equal(format(0.00004), '4.00e−5');
  assert.equal(format(-2.5e30), '−2.50e+30');
  assert.equal(format(0.00005), '0.0001');
});

test('scales have three significant digits at most', () => {
  const written = [0, 0.2, 0.68532, -3.1114, 123.4, 0.031295].map(brief);
  assert.deepEqual(written, ['0', '0.2', '0.685', '−3.11', '123', '0.0313']);
});

test('the ends of a range can be told apart', () => {
  assert.deepEqual(formatRange(0.03118, 0.03134), ['0.03118', '0.03134']);
  assert.deepEqual(formatRange(0, 0.65), ['0.0000', '0.6500']);
  assert.deepEqual(formatRange(0.2, 0.2), ['0.2000', '0.2000']);
});

test('counts are grouped', () => {
  assert.deepEqual([5, 512, 3125, 1234567].map(formatCount), ['5', '512', '3,125', '1,234,567']);
});

test('a scale is marked at round numbers and at its end, which stand apart', () => {
  assert.deepEqual(ticks(1), [0, 0.25, 0.5, 0.75, 1]);
  for (const max of [0.0313, 0.2, 0.65, 0.685, 0.957, 1, 3, 47]) {
    const marks = ticks(max);
    assert.equal(marks[0], 0);
    assert.equal(marks.at(-1), max);
    for (let i = 1; i < marks.length; i++) assert.ok(marks[i] - marks[i - 1] >= max * 0.15, `${marks}`);
  }
});
