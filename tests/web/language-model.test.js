// The language model's figure, what is computed in it: rollout and flow, the next word's bars, surprise.
import assert from 'node:assert/strict';
import test from 'node:test';
import { flow } from '../../web/element/language-model/flow.js';
import { barsOf, continued } from '../../web/element/language-model/next.js';
import { meanOfHeads, rollout } from '../../web/element/language-model/rollout.js';
import { meanSurprise, surpriseOfWords } from '../../web/element/language-model/surprise.js';

/** Within what single precision leaves of numbers below 1. @param {Iterable<number>} actual @param {number[]} expected */
function assertClose(actual, expected) {
  const numbers = [...actual];
  assert.equal(numbers.length, expected.length);
  numbers.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-6, `[${i}] is ${value}, expected ${expected[i]}`));
}

// Two layers of two heads, three words. The means of the heads, and with half of the residual connection:
//   first   1    0    0        1     0     0          second  1    0    0        1     0      0
//           0.5  0.5  0        0.25  0.75  0                  0.4  0.6  0        0.2   0.8    0
//           0.2  0.2  0.6      0.1   0.1   0.8                0.5  0.25 0.25     0.25  0.125  0.625
const WEIGHTS = {
  data: Float32Array.from([
    1, 0, 0, 1, 0, 0, 0.4, 0, 0.6, 1, 0, 0, 0, 1, 0, 0, 0.4, 0.6,
    1, 0, 0, 0.8, 0.2, 0, 0.5, 0.5, 0, 1, 0, 0, 0, 1, 0, 0.5, 0, 0.5,
  ]),
  shape: [2, 2, 3, 3],
};
const MEANS = [0, 1].map((layer) => meanOfHeads(WEIGHTS, layer));

test('the mean of the heads of a layer', () => {
  assertClose(MEANS[0], [1, 0, 0, 0.5, 0.5, 0, 0.2, 0.2, 0.6]);
  assertClose(MEANS[1], [1, 0, 0, 0.4, 0.6, 0, 0.5, 0.25, 0.25]);
});

test('rollout, by hand: the second layer times the first', () => {
  // row 3: 0.25 * (1, 0, 0) + 0.125 * (0.25, 0.75, 0) + 0.625 * (0.1, 0.1, 0.8)
  assertClose(rollout(MEANS, 3), [1, 0, 0, 0.4, 0.6, 0, 0.34375, 0.15625, 0.5]);
});

test('flow, by hand: every word in between lets through the smaller of what comes in and goes out', () => {
  // row 2: min(0.2, 1) + min(0.8, 0.25); min(0.8, 0.75)
  // row 3: min(0.25, 1) + min(0.125, 0.25) + min(0.625, 0.1); min(0.125, 0.75) + min(0.625, 0.1); min(0.625, 0.8)
  assertClose(flow(MEANS, 3), [1, 0, 0, 0.45, 0.75, 0, 0.475, 0.225, 0.625]);
});

test('where a head is switched off, what is left counts as all', () => {
  const off = [new Float32Array(9), MEANS[1]];
  assertClose(rollout(off, 3), [1, 0, 0, 0.2, 0.8, 0, 0.25, 0.125, 0.625]);
  assertClose(flow(off, 3), [1, 0, 0, 0.2, 0.8, 0, 0.25, 0.125, 0.625]);
});

/** Numbers from 0 to 1, the same each time. @param {number} seed */
function* numbers(seed) {
  for (let state = seed; ; yield state / 2 ** 31) state = (state * 1103515245 + 12345) % 2 ** 31;
}

test('the maximum flow is the smallest cut', () => {
  const [layers, length] = [4, 4];
  const random = numbers(7);
  const draw = () => Number(random.next().value);
  for (let trial = 0; trial < 10; trial++) {
    const means = Array.from({ length: layers }, () => {
      const mean = new Float32Array(length * length);
      for (let row = 0; row < length; row++) {
        const shares = Array.from({ length: row + 1 }, () => draw() ** 6);
        const sum = shares.reduce((a, b) => a + b);
        shares.forEach((share, column) => { mean[row * length + column] = share / sum; });
      }
      return mean;
    });
    const capacity = (/** @type {number} */ layer, /** @type {number} */ row, /** @type {number} */ column) =>
      (means[layer][row * length + column] + Number(row === column)) / 2;
    const [row, column] = [3, trial % 3];
    // every way to part the words between the layers; a pipe counts where it leads from the source's side to the other
    const inner = (layers - 1) * length;
    let least = Infinity;
    for (let cut = 0; cut < 2 ** inner; cut++) {
      const isOnSide = (/** @type {number} */ floor, /** @type {number} */ word) => {
        if (floor === layers) return word === row;
        if (floor === 0) return word !== column;
        return (cut >> ((floor - 1) * length + word)) % 2 === 1;
      };
      let sum = 0;
      for (let floor = layers; floor > 0; floor--) {
        for (let word = 0; word < length; word++) {
          if (!isOnSide(floor, word)) continue;
          for (let next = 0; next <= word; next++) {
            if (!isOnSide(floor - 1, next)) sum += capacity(floor - 1, word, next);
          }
        }
      }
      least = Math.min(least, sum);
    }
    assert.ok(Math.abs(flow(means, length)[row * length + column] - least) < 1e-6, `trial ${trial}`);
  }
});

const NEXT = Float32Array.from([0.0625, 0.5, 0.25, 0.125, 0.0625]);
const PLAIN = { temperature: 1, topK: null, topP: 1 };

test('the likeliest come first, as the model says them', () => {
  const { bars, kept } = barsOf(NEXT, PLAIN, 3);
  assert.deepEqual(bars.map(({ id }) => id), [1, 2, 3]);
  assertClose(bars.map(({ after }) => after), [0.5, 0.25, 0.125]);
  assert.equal(kept, 5);
});

test('temperature takes the power 1 / T: at 0.5 squares, at 2 roots', () => {
  const squares = barsOf(NEXT, { ...PLAIN, temperature: 0.5 }, 5).bars;
  const sum = 0.25 + 0.0625 + 0.015625 + 2 * 0.00390625;
  assertClose(squares.map(({ after }) => after), [0.25 / sum, 0.0625 / sum, 0.015625 / sum, 0.00390625 / sum, 0.00390625 / sum]);
  assertClose(squares.map(({ before }) => before), [0.5, 0.25, 0.125, 0.0625, 0.0625]);
  const roots = barsOf(NEXT, { ...PLAIN, temperature: 2 }, 1).bars;
  assertClose([roots[0].after], [Math.SQRT1_2 / (Math.SQRT1_2 + 0.5 + Math.sqrt(0.125) + 0.5)]);
});

test('top-k keeps so many, top-p the fewest that have so much; what stays adds up to 1', () => {
  assertClose(barsOf(NEXT, { ...PLAIN, topK: 2 }, 3).bars.map(({ after }) => after), [2 / 3, 1 / 3, 0]);
  const { bars, kept } = barsOf(NEXT, { ...PLAIN, topP: 0.8 }, 5);
  assert.equal(kept, 3);
  assertClose(bars.map(({ after }) => after), [4 / 7, 2 / 7, 1 / 7, 0, 0]);
  assert.equal(barsOf(NEXT, { ...PLAIN, topP: 0.75 }, 5).kept, 2, 'two have it exactly');
  assert.equal(barsOf(NEXT, { ...PLAIN, topP: 0 }, 5).kept, 1, 'one is always left');
});

test('what cannot come stays so at every temperature', () => {
  const { bars } = barsOf(Float32Array.from([0, 1]), { ...PLAIN, temperature: 2 }, 2);
  assert.deepEqual(bars.map(({ after }) => after), [1, 0]);
});

test('a text goes on after its last word; the space is the token’s own', () => {
  const pieces = ['I', ' ate', ' app', 'le', '.'];
  const decode = (/** @type {number[]} */ ids) => ids.map((id) => pieces[id]).join('').replace(/^ /, '');
  assert.equal(continued('I ate', [0, 1], [2, 3], decode), 'I ate apple');
  assert.equal(continued('I ate ', [0, 1], [4], decode), 'I ate.');
  assert.equal(continued('', [], [2], decode), 'app');
});

test('the surprise of a word is that of all its pieces; the mean is of pieces, without the start', () => {
  const surprise = Float32Array.from([0, 2, 3, 4]);
  const words = [{ text: '<s>', first: 0, last: 1 }, { text: 'I', first: 1, last: 2 }, { text: 'apple', first: 2, last: 4 }];
  assert.deepEqual(surpriseOfWords(surprise, words), [0, 2, 7]);
  assert.equal(meanSurprise(surprise), 3);
  assert.equal(meanSurprise(Float32Array.of(0)), 0);
});
