/**
 * One trace as JSON, and numbers that a reader brings as JSON.
 *
 * @import { Tensor } from './npy.js'
 * @import { Own } from './own.js'
 */
import { refuse } from './fault.js';
import { checkOwn } from './own.js';
import { shortest } from './shortest.js';
import { wellFormed } from './text.js';

/**
 * JSON has no infinities: null stands for the -Infinity of a masked cell.
 * @param {{ tokens: string[], keyTokens: string[], stages: Record<string, Tensor> }} trace
 */
export function writeJson({ tokens, keyTokens, stages }) {
  const list = (/** @type {string[]} */ words) => JSON.stringify(words.map(wellFormed));
  const members = Object.entries(stages).map(([name, { data, shape }]) => {
    const numbers = Array.from(data, (value) => (Number.isFinite(value) ? shortest(value) : 'null'));
    return `    ${JSON.stringify(name)}: { "shape": [${shape.join(', ')}], "data": [${numbers.join(',')}] }`;
  });
  const words = `  "tokens": ${list(tokens)},\n  "keyTokens": ${list(keyTokens)}`;
  return `{\n${words},\n  "stages": {\n${members.join(',\n')}\n  }\n}\n`;
}

/**
 * @param {string} text
 * @returns {Own}
 * @throws {import('./fault.js').FormatError}
 */
export function readJson(text) {
  let value;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    refuse(text.trim() ? `the file is no JSON: ${sentence(error)}` : 'the file is empty');
  }
  return checkOwn(value);
}

/** What the browser says is wrong, on one line. @param {unknown} error */
function sentence(error) {
  const message = error instanceof Error ? error.message : String(error);
  return wellFormed(message).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);
}
