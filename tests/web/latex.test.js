import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeLatex } from '../../web/format/latex.js';
import { anyLabelled, assertRefused } from './hostile.js';

/** @param {number[][]} rows */
const matrix = (rows) => ({ data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0].length] });

/** The labels of a table of one cell, as it writes them. @param {string} label */
const labelled = (label) => /^ {4}(.*) & 1\.00 \\\\$/m.exec(writeLatex(matrix([[1]]), { rows: [label], columns: ['a'], caption: '' }))?.[1];

test('a table has the rules of booktabs, its caption as a comment, and says what it needs', () => {
  const numbers = matrix([[0.125, -0.004, 1], [-Infinity, -2, 123456]]);
  assert.equal(writeLatex(numbers, { rows: ['I', 'ate'], columns: ['an', 'apple', '.'], caption: 'weights,\n\\input{x} head 1' }), `\
% weights, \\input{x} head 1
% needs \\usepackage{booktabs}
\\begin{tabular}{lrrr}
    \\toprule
     & an & apple & . \\\\
    \\midrule
    I & 0.13 & 0.00 & 1.00 \\\\
    ate & $-\\infty$ & $-2.00$ & $1.23\\times10^{5}$ \\\\
    \\bottomrule
\\end{tabular}
`);
  assert.match(writeLatex(numbers, { rows: ['I', 'ate'], columns: ['an', 'apple', '.'], caption: '', digits: 4 }), / I & 0\.1250 & \$-0\.0040\$ & 1\.0000 /);
});

test('letters that mean something to LaTeX are only letters', () => {
  assert.equal(labelled('50 % of $x_1 & #2'), '50 \\% of \\$x\\_1 \\& \\#2');
  assert.equal(labelled('\\end{x}^~'), '\\textbackslash{}end\\{x\\}\\textasciicircum{}\\textasciitilde{}');
  assert.equal(labelled('<a|b>"'), '\\textless{}a\\textbar{}b\\textgreater{}\\symbol{34}');
  assert.equal(labelled('[1]*'), '{[}1{]}{*}');
  assert.equal(labelled("--- '' ``?`,,"), "-{}-{}- '{}' `{}`?{}`,{},");
  assert.equal(labelled(' '), '\\textvisiblespace{}');
  assert.equal(labelled('a\n\nb\0'), 'a\\textvisiblespace{}b\\textvisiblespace{}');
  assert.equal(labelled('naïve “\ud800”'), 'naïve “\uFFFD”');
});

test('letters that pdfLaTeX has not are pointed out', () => {
  const table = (/** @type {string} */ label) => writeLatex(matrix([[1]]), { rows: [label], columns: ['a'], caption: '' });
  assert.match(table('食べる'), /LuaLaTeX or XeLaTeX/);
  assert.doesNotMatch(table('pommes frites, “très”'), /LuaLaTeX/);
});

test('whatever the words are, every row has its cells and braces are balanced', () => {
  fc.assert(fc.property(anyLabelled(), ({ matrix: numbers, rows, columns }) => {
    const lines = writeLatex(numbers, { rows, columns, caption: rows.join(' ') }).split('\n');
    const body = lines.filter((line) => line.startsWith('    ') && !/^ {4}\\\w+rule$/.test(line));
    assert.equal(body.length, rows.length + 1);
    for (const line of body) {
      const bare = line.replace(/\\[\\{}$&#_%]/g, (pair) => (pair === '\\\\' ? '!' : ''));
      assert.equal(bare.split('&').length, columns.length + 1, line);
      assert.equal(bare.split('!').length - line.split('!').length, 1, line);
      assert.equal(bare.split('{').length, bare.split('}').length, line);
      assert.equal(bare.split('$').length % 2, 1, line);
      assert.doesNotMatch(bare, /[%#~\t]|\\(?!times|infty|text\w+\{\}|symbol\{34\})/, line);
    }
    assert.ok(lines.every((line, i) => i >= lines.length - 1 || line.startsWith('%') || /^(?: {4}|\\(?:begin|end)\{tabular\})/.test(line)));
  }), { numRuns: 1000 });
});

test('what fits on no page is refused', () => {
  const names = (/** @type {number} */ length) => Array(length).fill('a');
  const zeros = (/** @type {number} */ rows, /** @type {number} */ columns) => ({ data: new Float32Array(rows * columns), shape: [rows, columns] });
  assert.ok(writeLatex(zeros(20, 20), { rows: names(20), columns: names(20), caption: '' }));
  assertRefused(() => writeLatex(zeros(21, 1), { rows: names(21), columns: names(1), caption: '' }), 'the matrix has 21 rows and 1 column, a LaTeX table may have 20 of each');
  assertRefused(() => writeLatex(zeros(2, 21), { rows: names(2), columns: names(21), caption: '' }), 'the matrix has 2 rows and 21 columns, a LaTeX table may have 20 of each');
  assertRefused(() => writeLatex(zeros(2, 2), { rows: names(2), columns: names(3), caption: '' }), 'the matrix has 2 columns, there are 3 labels');
  assertRefused(() => writeLatex(zeros(1, 1), { rows: names(1), columns: names(1), caption: '', digits: NaN }), 'digits is NaN, it must be a whole number from 0 to 9');
});
