/**
 * A small matrix as a LaTeX table with the rules of booktabs.
 *
 * @import { Tensor } from './npy.js'
 */
import { refuse } from './fault.js';
import { checkLabels } from './labels.js';
import { count, wellFormed } from './text.js';

/** More rows or columns fit on no page. */
const MOST = 20;

/** What has a meaning in LaTeX, or looks different in its oldest fonts. @type {Record<string, string>} */
const ESCAPES = {
  '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
  '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}',
  '"': '\\symbol{34}', // babel gives it a meaning in some languages
  '[': '{[}', ']': '{]}', '*': '{*}', // after \\ and \midrule they would begin an option
  '{': '\\{', '}': '\\}', '$': '\\$', '&': '\\&', '#': '\\#', '_': '\\_', '%': '\\%',
  '\x01': '\\textvisiblespace{}', '\x02': '{}', // escape()'s own
};

/**
 * @param {Tensor} matrix (L, S)
 * @param {{ rows: string[], columns: string[], caption: string, digits?: number }} words caption: for a comment above
 *   the table; digits: after the point
 * @throws {import('./fault.js').FormatError} where it is larger than 20 × 20
 */
export function writeLatex({ data, shape: [rows, columns] }, { rows: names, columns: heads, caption, digits = 2 }) {
  if (rows > MOST || columns > MOST) {
    refuse(`the matrix has ${count(rows, 'row')} and ${count(columns, 'column')}, a LaTeX table may have ${MOST} of each`);
  }
  checkLabels([rows, columns], { rows: names, columns: heads });
  if (!Number.isInteger(digits) || digits < 0 || digits > 9) {
    refuse(`digits is ${digits}, it must be a whole number from 0 to 9`);
  }
  const line = (/** @type {string[]} */ cells) => `    ${cells.join(' & ')} \\\\`;
  const body = names.map((name, row) => {
    const values = Array.from(data.subarray(row * columns, (row + 1) * columns), (value) => number(value, digits));
    return line([escape(name), ...values]);
  });
  const foreign = /[^\x20-\x7e\xa0-\xff\u2010-\u203a]/u.test([...names, ...heads].join(''));
  return [
    `% ${wellFormed(caption).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')}`,
    '% needs \\usepackage{booktabs}',
    ...(foreign ? ['% some letters need LuaLaTeX or XeLaTeX, \\usepackage{fontspec} and a font that has them'] : []),
    `\\begin{tabular}{l${'r'.repeat(columns)}}`,
    '    \\toprule',
    line(['', ...heads.map(escape)]),
    '    \\midrule',
    ...body,
    '    \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

/** @param {string} text */
function escape(text) {
  return wellFormed(text)
    .replace(/[\s\p{Cc}]+/gu, (run) => (run === ' ' && text !== ' ' ? ' ' : '\x01')) // none may end the row
    .replace(/([-'`,])(?=\1)|([!?])(?=`)/g, '$&\x02') // not the one letter that TeX makes of both
    .replace(/[\\~^<>|"[\]*{}$&#_%\x01\x02]/g, (letter) => ESCAPES[letter]);
}

/**
 * @param {number} value
 * @param {number} digits
 */
function number(value, digits) {
  if (Math.abs(value) === Infinity) return value < 0 ? '$-\\infty$' : '$\\infty$';
  if (Math.abs(value) >= 1e5) {
    const [mantissa, exponent] = value.toExponential(digits).split('e');
    return `$${mantissa}\\times10^{${Number(exponent)}}$`;
  }
  const text = value.toFixed(digits).replace(/^-(?=[0.]*$)/, '');
  return text.startsWith('-') ? `$${text}$` : text; // a hyphen is no minus
}
