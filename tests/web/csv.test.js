import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCsv, writeCsv } from '../../web/format/csv.js';
import { shortest } from '../../web/format/shortest.js';
import { anyFloat, anyLabelled, assertAnswersOrRefuses, assertRefused } from './hostile.js';

/** @param {number[][]} rows */
const matrix = (rows) => ({ data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0].length] });

const NUMBERS = matrix([[0.1, 0.9], [-2, 3e-9]]);
const LABELLED = { matrix: NUMBERS, rows: ['I', 'ate'], columns: ['an', 'apple'] };

test('a matrix is written with its labels, quotes doubled, numbers as short as float32 allows', () => {
  const labels = { rows: ['I', 'a "b", c'], columns: ['7', 'x\ny'] };
  assert.equal(writeCsv(NUMBERS, labels), '"","7","x\ny"\r\n"I",0.1,0.9\r\n"a ""b"", c",-2,3e-9\r\n');
  assert.equal(writeCsv(matrix([[-Infinity]]), { rows: ['a'], columns: ['b'] }), '"","b"\r\n"a",-inf\r\n');
});

test('labels that do not fit are refused', () => {
  assertRefused(() => writeCsv(NUMBERS, { rows: ['a'], columns: ['b', 'c'] }), 'the matrix has 2 rows, there is 1 label');
  assertRefused(() => writeCsv(NUMBERS, { rows: ['a', 'b'], columns: ['b', 'c', 'd'] }), 'the matrix has 2 columns, there are 3 labels');
});

test('what is written is read back, whatever the words and the numbers', () => {
  const cells = fc.oneof(anyFloat, fc.constant(-Infinity));
  fc.assert(fc.property(anyLabelled(cells), (given) => {
    assert.deepEqual(readCsv(writeCsv(given.matrix, given)), given);
  }), { numRuns: 1000 });
});

test('a decimal is as short as one that reads back as the same float32 can be', () => {
  const examples = [0, -0, 0.1, 1 / 3, 1e-45, 3.4028234663852886e38, 16777216, 123456.7, -Infinity].map(Math.fround);
  assert.deepEqual(examples.map(shortest),
    ['0', '-0', '0.1', '0.33333334', '1e-45', '3.4028235e+38', '16777216', '123456.7', '-Infinity']);
  fc.assert(fc.property(anyFloat, (value) => {
    const text = shortest(value);
    assert.ok(Object.is(Math.fround(Number(text)), value), text);
    const digits = text.replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
    for (let fewer = 1; fewer < digits; fewer++) assert.notEqual(Math.fround(Number(value.toPrecision(fewer))), value);
  }), { numRuns: 2000 });
});

test('commas, semicolons and tabs are told apart, and so are decimal commas', () => {
  for (const text of [
    '"","an","apple"\r\n"I",0.1,0.9\r\n"ate",-2,3e-9\r\n', // ours
    ',an,apple\nI,0.1,0.9\nate,-2,3e-9', // pandas
    '"an","apple"\n"I",0.1,0.9\n"ate",-2,3e-9', // R's write.table has no corner
    ';an;apple\r\nI;0,1;0,9\r\nate;-2;3e-9\r\n', // a German spreadsheet
    '\tan\tapple\nI\t0.1\t0.9\nate\t-2\t3e-9\n',
    '\tan\tapple\nI\t0,1\t0,9\nate\t-2\t3e-9\n',
    '\uFEFFtoken,an,apple\rI, .1 , 0.9 \rate,-2,+3E-9\r',
    '\n\n,an,apple\n\nI,0.1,0.9\nate,-2,3e-9\n\n\n',
  ]) assert.deepEqual(readCsv(text), LABELLED, text);
});

test('labels may be on one side or on none', () => {
  assert.deepEqual(readCsv('0.1,0.9\n-2,3e-9'), { matrix: NUMBERS, rows: null, columns: null });
  assert.deepEqual(readCsv('"0.1","0.9"\n"-2","3e-9"'), { matrix: NUMBERS, rows: null, columns: null });
  assert.deepEqual(readCsv('an,apple\n0.1,0.9\n-2,3e-9'), { ...LABELLED, rows: null });
  assert.deepEqual(readCsv('I,0.1,0.9\nate,-2,3e-9'), { ...LABELLED, columns: null });
  assert.deepEqual(readCsv('0,5\n1,5'), { matrix: matrix([[0, 5], [1, 5]]), rows: null, columns: null });
  assert.deepEqual(readCsv('0;5\n1,5;2'), { matrix: matrix([[0, 5], [1.5, 2]]), rows: null, columns: null });
  assert.deepEqual(readCsv('1\n2\n'), { matrix: matrix([[1], [2]]), rows: null, columns: null });
});

test('labels may be numbers, separators and quotes', () => {
  assert.deepEqual(readCsv(',0,1\n0,0.1,0.9\n1,-2,3e-9'), { matrix: NUMBERS, rows: ['0', '1'], columns: ['0', '1'] });
  assert.deepEqual(readCsv('"","0","1"\n"7",0.1,0.9\n"8",-2,3e-9').rows, ['7', '8']);
  assert.deepEqual(readCsv('"7","8"\n0.1,0.9\n-2,3e-9'), { matrix: NUMBERS, rows: null, columns: ['7', '8'] });
  assert.deepEqual(readCsv('"an","apple"\n1,0.1,0.9\n2,-2,3e-9'), { ...LABELLED, rows: ['1', '2'] }); // R's, rows without names
  assert.deepEqual(readCsv('\uFEFF"an",apple\n0.1,0.9\n-2,3e-9'), { ...LABELLED, rows: null });
  assert.deepEqual(readCsv(',;,"\t"\n;,0.1,0.9\n"""",-2,3e-9'), { matrix: NUMBERS, rows: [';', '"'], columns: [';', '\t'] });
  assert.deepEqual(readCsv('"","\ud800"\n"b",1').columns, ['\uFFFD']);
});

test('what is wrong is said with its line and column', () => {
  assertRefused(() => readCsv(''), 'the file is empty');
  assertRefused(() => readCsv(' \r\n\r\n'), 'the file is empty');
  assertRefused(() => readCsv('a,b\nc,d'), 'line 2, column 2 is "d", which is no number');
  assertRefused(() => readCsv(',a,b\nI,1,2\n\nate,1,two'), 'line 4, column 3 is "two", which is no number');
  assertRefused(() => readCsv('"x\ny",1,2\nz,1,'), 'line 3, column 3 is "", which is no number');
  assertRefused(() => readCsv('1,2\n3,4e39'), 'line 2, column 2 is "4e39", float32 ends at 3.4e38');
  assertRefused(() => readCsv('1,2,3\n4,5'), 'line 2 has 2 fields, line 1 has 3');
  assertRefused(() => readCsv(',a\nI,1,2,3\nate,1,2,3'), 'line 2 has 3 numbers, there is 1 label above');
  assertRefused(() => readCsv('1,2\n3,"1,234"'), 'line 2, column 2 is "1,234", which is no number'); // 1.234 or 1234?
  assertRefused(() => readCsv('I\nate'), 'the file has labels, but no number');
  assertRefused(() => readCsv('1,'.repeat(5000)), 'line 1 has more than 4097 fields');
  assertRefused(() => readCsv('1\n'.repeat(5000)), 'the file has more than 4096 rows of numbers');
  assertRefused(() => readCsv(`1,${'2'.repeat(20000)}`), 'line 1, column 2 has 20000 letters, a field may have 10000');
  assertRefused(() => readCsv('1,2\n3,"4'), 'line 2 opens a quote that nothing closes');
  assertRefused(() => readCsv('1,2\n3,"4"5'), 'line 2, column 2 goes on after its closing quote: "5"');
});

test('hostile files are answered or refused', () => assertAnswersOrRefuses(readCsv));
