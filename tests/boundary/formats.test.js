// Our files as numpy reads them, and the script of "Copy as numpy" as python runs it, against the built engine.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadEngine } from 'attention-view/engine';
import { writeCsv } from '../../web/format/csv.js';
import { writeJson } from '../../web/format/json.js';
import { readNpy, writeNpy } from '../../web/format/npy.js';
import { writeNumpy } from '../../web/format/numpy.js';
import { range } from './support.js';

/** @typedef {import('attention-view/engine').Tensor} Tensor */
/** @typedef {import('../../web/format/numpy.js').State} State */

const ROOT = new URL('../../', import.meta.url);
const FOLDER = new URL('build/formats/', ROOT); // inside the repository, where .ci/toolchain sees it
const engine = await loadEngine();
after(() => engine.dispose());

/** @type {State} */
const PLAIN = {
  dModel: 32, heads: 4, seed: 7, positions: true, parameters: 'random', mask: 'none', maskSize: 1, scale: true,
  temperature: 1, listing: 'none',
};

const APPLE = ['I', 'ate', 'an', 'apple', '.'];
const POMME = ['J’ai', 'mangé', 'une', 'pomme', '.', '🍎', 'mangé'];
const STRANGE = ["it's", '"', '\\', '\\n', "'''", '食べる', '\u202e', ' ', 'a\nb', '\u0301', '{x}', '\0'];

/** States whose script is run. @type {[name: string, state: State, tokens: string[], keyTokens?: string[]][]} */
const STATES = [
  ['as the page opens', PLAIN, APPLE],
  ['cross-attention', { ...PLAIN, seed: 4294967295 }, APPLE, POMME],
  ['causal', { ...PLAIN, mask: 'causal', heads: 8 }, APPLE],
  ['causal, more keys than queries', { ...PLAIN, mask: 'causal' }, ['a', 'b'], POMME],
  ['causal, fewer keys', { ...PLAIN, mask: 'causal' }, POMME, ['a', 'b']],
  ['padding', { ...PLAIN, mask: 'padding', maskSize: 2, temperature: 0.7 }, APPLE, POMME],
  ['padding leaves no key', { ...PLAIN, mask: 'padding', maskSize: 9 }, APPLE],
  ['window', { ...PLAIN, mask: 'window', maskSize: 1, scale: false, temperature: 2.5 }, POMME],
  ['window leaves rows without keys', { ...PLAIN, mask: 'window', maskSize: 0 }, POMME, ['a', 'b']],
  ['identity without positions', { ...PLAIN, parameters: 'identity', positions: false, dModel: 12, heads: 3 }, STRANGE],
  ['odd width', { ...PLAIN, dModel: 7, heads: 7, seed: 0 }, STRANGE, ["'", '"']],
  ['one token, one column', { ...PLAIN, dModel: 1, heads: 1 }, ['a']],
  ['large', { ...PLAIN, dModel: 512, heads: 8, temperature: 4 }, range(64).map((i) => `word ${i}`)],
  ['listing of features, as written', { ...PLAIN, listing: 'features', parameters: 'identity' }, APPLE],
  ['listing of features, projected', { ...PLAIN, listing: 'features', dModel: 16 }, POMME],
  ['listing of words', { ...PLAIN, listing: 'words', parameters: 'identity', dModel: 4 }, APPLE],
  ['listing of words, projected', { ...PLAIN, listing: 'words', positions: false, dModel: 4 }, STRANGE, ['no part of it']],
];

/**
 * What the engine shows of a state: what web/element/compute.js asks of it, said once more.
 * @param {State} state
 * @param {string[]} tokens
 * @param {string[]} [keyTokens]
 * @returns {Record<string, Tensor>}
 */
function stagesOf({ dModel, heads, seed, positions, parameters, mask, maskSize, scale, temperature, listing }, tokens, keyTokens) {
  const vectors = (/** @type {string[]} */ words) => engine.tokenVectors(words, { dModel, seed, positions });
  const x = vectors(tokens);
  if (listing !== 'none') {
    const turned = { data: x.data.map((_, i) => x.data[i % tokens.length * dModel + Math.floor(i / tokens.length)]), shape: [dModel, tokens.length] };
    const matrix = listing === 'features' ? turned : x;
    const trace = parameters === 'identity'
      ? engine.articleSelfAttention(matrix, { dModel })
      : engine.articleMultiHeadAttention(matrix, { ...engine.xavierParameters({ dModel: matrix.shape[1], seed }), dModel });
    return { x: matrix, ...trace };
  }
  const y = keyTokens ? vectors(keyTokens) : x;
  const [queries, keys] = [x.shape[0], y.shape[0]];
  const { fullyMaskedRows, ...trace } = engine.multiHeadAttention({
    query: x,
    key: y,
    numHeads: heads,
    ...(parameters === 'random' && { parameters: engine.xavierParameters({ dModel, seed }) }),
    ...(mask === 'padding' && { attnMask: engine.paddingMask({ queries, keep: range(keys).map((key) => key < keys - maskSize) }) }),
    ...(mask === 'window' && { attnMask: engine.slidingWindowMask({ queries, keys, window: maskSize }) }),
    isCausal: mask === 'causal',
    scale: (scale ? 1 / Math.sqrt(dModel / heads) : 1) / temperature,
  });
  assert.equal(mask === 'padding' && maskSize >= keys ? queries : mask === 'window' && keyTokens?.length === 2 ? 5 : 0, fullyMaskedRows.length);
  return { x, ...(keyTokens && { y }), ...trace };
}

/** Runs every script with names of its own, and saves its arrays; then reads our files back. */
const RUNNER = `
import contextlib, csv, io, json, pathlib
import numpy as np
folder = pathlib.Path('build/formats')
for script in sorted(folder.glob('*.py')):
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed), np.errstate(all='raise', under='ignore'):
        exec(script.read_text('utf-8'), names)
    arrays = {name: value for name, value in names.items() if isinstance(value, np.ndarray)}
    script.with_suffix('.txt').write_text(printed.getvalue(), 'utf-8')
    script.with_suffix('.json').write_text(json.dumps(sorted(arrays)))
    for name, array in arrays.items():
        np.save(folder / f'{script.stem}-{name}.npy', array)
ours = {}
for path in sorted(folder.glob('ours-*.npy')):
    array = np.load(path)
    assert array.dtype == np.float32 and array.flags.c_contiguous, path
    ours[path.stem] = {'shape': array.shape, 'data': [float(value).hex() for value in array.ravel()]}
with open(folder / 'ours.csv', encoding='utf-8', newline='') as file:
    head, *rows = csv.reader(file)
ours['csv'] = {'columns': head[1:], 'rows': [row[0] for row in rows], 'data': [float(np.float32(number)).hex() for row in rows for number in row[1:]]}
trace = json.loads((folder / 'ours-trace.json').read_text('utf-8'))
ours['json'] = {'tokens': trace['tokens'], 'data': [float(np.float32(number)).hex() for number in trace['stages']['weights']['data']]}
(folder / 'ours-read.json').write_text(json.dumps(ours))
`;

/** @param {string} name */
const path = (name) => new URL(name, FOLDER);
const json = (/** @type {string} */ name) => JSON.parse(readFileSync(path(name), 'utf8'));

/** Numbers at float32's ends. */
const EDGES = Float32Array.from([0.1, -0, 1e-45, 3.4028234663852886e38, 1 / 3, -16777217]);
const TENSORS = [[6], [2, 3], [3, 1, 2]].map((shape) => ({ data: EDGES, shape }));
const WORDS = { rows: ['a "b", c\r\nd', "'"], columns: ['食べる', '', '7'] };

before(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  STATES.forEach(([, state, tokens, keyTokens], i) => writeFileSync(path(`${i}.py`), writeNumpy(state, tokens, keyTokens)));
  TENSORS.forEach((tensor, i) => writeFileSync(path(`ours-${i}.npy`), writeNpy(tensor)));
  writeFileSync(path('ours.csv'), writeCsv(TENSORS[1], WORDS));
  writeFileSync(path('ours-trace.json'), writeJson({ tokens: WORDS.rows, keyTokens: WORDS.columns, stages: { weights: TENSORS[1] } }));
  execFileSync('.ci/toolchain', ['python3', '-'], { cwd: fileURLToPath(ROOT), input: RUNNER, stdio: ['pipe', 'inherit', 'pipe'] });
});

STATES.forEach(([name, state, tokens, keyTokens], i) => {
  test(`the numpy script gives what the engine shows: ${name}`, () => {
    const stages = stagesOf(state, tokens, keyTokens);
    assert.deepEqual(json(`${i}.json`).filter((/** @type {string} */ array) => array !== 'allowed'), Object.keys(stages).sort());
    for (const [stage, { data, shape }] of Object.entries(stages)) {
      const python = readNpy(new Uint8Array(readFileSync(path(`${i}-${stage}.npy`))));
      assert.deepEqual(python.shape, shape, stage);
      const largest = data.reduce((most, value) => Math.max(most, Math.abs(value) === Infinity ? 0 : Math.abs(value)), 0);
      data.forEach((value, at) => {
        const other = python.data[at];
        assert.ok(value === other || Math.abs(value - other) <= 1e-5 * largest, `${stage}[${at}] is ${value}, in python ${other}`);
      });
    }
    assert.match(readFileSync(path(`${i}.txt`), 'utf8'), /^\[\[/, 'it prints the weights');
  });
});

test('numpy reads our .npy files, Python our CSV and JSON', () => {
  const read = json('ours-read.json');
  const hex = (/** @type {string} */ text) => {
    const [, sign, whole, part, power] = /^(-?)0x([01])\.([0-9a-f]+)p([+-]\d+)$/.exec(text) ?? assert.fail(text);
    return Number(`${sign}1`) * (Number(whole) + parseInt(part, 16) / 16 ** part.length) * 2 ** Number(power);
  };
  const numbers = (/** @type {string[]} */ list) => Float32Array.from(list, hex);
  TENSORS.forEach(({ data, shape }, i) => {
    assert.deepEqual(read[`ours-${i}`].shape, shape);
    assert.deepEqual(numbers(read[`ours-${i}`].data), data);
  });
  const { data, ...words } = read.csv;
  assert.deepEqual(words, WORDS);
  assert.deepEqual(numbers(data), EDGES);
  assert.deepEqual(read.json.tokens, WORDS.rows);
  assert.deepEqual(numbers(read.json.data), EDGES.map((value) => value + 0)); // Python's -0 is a whole number without a sign
});
