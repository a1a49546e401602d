// Trained models: the built module against numpy (tests/golden/transformer.py), and what it refuses.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readNpy } from './npy.js';

/** @typedef {import('../../web/model/model.js').Model} Model */

const ROOT = new URL('../../', import.meta.url);
const GOLDEN = new URL('tests/golden/models/', ROOT);
/** @type {typeof import('../../web/model/model.js')} */
const { loadModel } = await import(new URL('dist/attention-view.model.js', ROOT).href);

const translator = await loadModel(new URL('tiny-translator', GOLDEN));
const language = await loadModel(new URL('tiny-language', GOLDEN));
after(() => [translator, language].forEach((model) => model.dispose()));

/** float32 through a few layers: numpy's numbers are within 1e-6, a wrong index, scale or mask is thousands of times off. */
const TOLERANCE = 2e-5;

/** @param {string} name @param {ArrayLike<number>} actual @param {ArrayLike<number>} expected */
function assertNear(name, actual, expected) {
  assert.equal(actual.length, expected.length, `the length of ${name}`);
  for (let i = 0; i < actual.length; i++)
    assert.ok(Math.abs(actual[i] - expected[i]) <= TOLERANCE, `${name}[${i}] is ${actual[i]}, numpy says ${expected[i]}`);
}

/** Takes numpy's arrays one after the other. @param {string} folder */
function readerOf(folder) {
  const { data } = readNpy(new URL(`${folder}/expected.npy`, GOLDEN));
  let at = 0;
  return { take: (/** @type {number} */ count) => Array.from(data.slice(at, at += count), Number), left: () => data.length - at };
}

/** @param {import('../../web/model/model.js').Candidate[][]} rows @param {number[]} ids @param {number[]} probabilities */
function assertCandidates(rows, ids, probabilities) {
  assertNear('the candidates\' probabilities', rows.flat().map(({ probability }) => probability), probabilities);
  rows.flat().forEach(({ id }, i) => {
    const isTie = [i - 1, i + 1].some((other) => Math.abs(probabilities[other] - probabilities[i]) < TOLERANCE);
    assert.ok(id === ids[i] || isTie, `candidate ${i} is ${id}, numpy says ${ids[i]}`);
  });
}

/** @param {import('../../web/model/model.js').Prediction} prediction */
const probabilitiesOf = ({ surprise }) => [...surprise.slice(1)].map((bits) => 2 ** -bits);

for (const name of readdirSync(GOLDEN)) {
  const { model: folder, cases } = JSON.parse(readFileSync(new URL(`${name}/cases.json`, GOLDEN), 'utf8'));

  test(`${name}: every weight and probability of ${cases.length} sentences is numpy's`, async () => {
    const model = await loadModel(new URL(folder, ROOT));
    const expected = readerOf(name);
    for (const { text, target, source, ids, greedy, edits } of cases) {
      if (model.config.task === 'language') {
        const predicted = model.predict(text);
        assert.deepEqual(predicted.ids, ids);
        assertNear('decoder', predicted.decoder.data, expected.take(predicted.decoder.data.length));
        const came = expected.take(ids.length); // the last is </s>
        assertNear('2^-surprise', probabilitiesOf(predicted), came.slice(0, -1));
        assertNear('the sum of next', [predicted.next.reduce((sum, one) => sum + one, 0)], [1]);
        assertCandidates(predicted.candidates, expected.take(5 * ids.length), expected.take(5 * ids.length));
        const changed = model.predict(text, { turnedOff: edits });
        assertNear('2^-surprise with changed heads', probabilitiesOf(changed), expected.take(ids.length).slice(0, -1));
        continue;
      }
      const said = model.translate(text, { target });
      assert.deepEqual([said.source.ids, said.target.ids], [source, ids]);
      for (const part of /** @type {const} */ (['encoder', 'decoder', 'cross']))
        assertNear(part, said[part].data, expected.take(said[part].data.length));
      assertNear('probabilities', said.probabilities, expected.take(ids.length));
      assertCandidates(said.candidates, expected.take(5 * ids.length), expected.take(5 * ids.length));
      assertNear('probabilities with changed heads', model.translate(text, { target, turnedOff: edits }).probabilities,
        expected.take(ids.length));
      if (greedy) assert.deepEqual(model.translate(text).target.ids, greedy);
    }
    assert.equal(expected.left(), 0);
    model.dispose();
  });
}

const TEXT = 'I ate an apple.';

test('a translation says what its shapes are, and its words', () => {
  const { source, target, encoder, decoder, cross, candidates, probabilities } =
    translator.translate(TEXT, { target: 'J’ai mangé une pomme.' });
  const [S, L] = [source.ids.length, target.ids.length];
  assert.deepEqual([encoder.shape, decoder.shape, cross.shape], [[2, 2, S, S], [2, 2, L, L], [2, 2, L, S]]);
  assert.deepEqual(source.words.map(({ text }) => text), ['I', 'ate', 'an', 'apple', '.', '</s>']);
  assert.deepEqual(target.words.map(({ text }) => text), ["J'", 'ai', 'mangé', 'une', 'pomme', '.', '</s>']);
  assert.deepEqual([candidates.length, probabilities.length], [L, L]);
});

test('a forced beginning is kept, and the rest is the model\'s own', () => {
  const [first, second] = translator.translate(TEXT).candidates[0];
  const { target } = translator.translate(TEXT, { prefix: [second.id] });
  assert.equal(target.ids[0], second.id);
  assert.deepEqual(translator.translate(TEXT, { prefix: [first.id] }), translator.translate(TEXT));
});

test('the stages of a head are those of its weights', () => {
  const { cross } = translator.translate(TEXT, { target: 'Une pomme.' });
  const [layers, heads, L, S] = cross.shape;
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) {
      const { q, k, v, scores, weights, output } = translator.stages('cross', layer, head);
      assert.deepEqual([q.shape, k.shape, v.shape, scores.shape, weights.shape, output.shape],
        [[L, 8], [S, 8], [S, 8], [L, S], [L, S], [L, 8]]);
      const first = (layer * heads + head) * L * S;
      assertNear('weights', weights.data, cross.data.subarray(first, first + L * S));
      const product = (/** @type {number} */ row, /** @type {number} */ key) =>
        q.data.subarray(8 * row, 8 * row + 8).reduce((sum, x, i) => sum + x * k.data[8 * key + i], 0);
      assertNear('scores', scores.data, Array.from({ length: L * S }, (_, i) => product(Math.floor(i / S), i % S)));
    }
  }
});

test('beams: of width 1 they are the greedy translation; no branch becomes likelier as it grows', () => {
  const greedy = translator.translate(TEXT).target.ids;
  const { nodes, best } = translator.beams(TEXT, 1);
  const path = [];
  for (let at = best; at >= 0; at = nodes[at].parent) path.unshift(nodes[at].id);
  assert.deepEqual(path, greedy.slice(0, path.length));
  const wide = translator.beams(TEXT, 4).nodes;
  assert.equal(wide.filter(({ parent }) => parent < 0).length, 4);
  for (const { parent, logProbability } of wide)
    assert.ok(logProbability <= (parent < 0 ? 0 : wide[parent].logProbability));
});

test('samples depend on their seed, and on nothing where only the likeliest may come', () => {
  const one = language.sample('The', { seed: 1, most: 12 });
  assert.deepEqual(language.sample('The', { seed: 1, most: 12 }), one);
  assert.notDeepEqual(language.sample('The', { seed: 2, most: 12 }), one);
  assert.deepEqual(language.sample('The', { seed: 1, topK: 1, most: 12 }), language.sample('The', { seed: 2, topP: 0, most: 12 }));
  assert.deepEqual(language.sample('The', { seed: 1, topK: 1, most: 12 }), language.sample('The', { temperature: 0.01, most: 12 }));
});

test('what cannot be done is refused with a sentence', () => {
  /** @type {[() => unknown, string, RegExp][]} */
  const refused = [
    [() => translator.translate('a '.repeat(200)), 'too-many-tokens', /^text has \d+ tokens, the limit is 127$/],
    [() => translator.translate(TEXT, { target: 'a '.repeat(200) }), 'too-many-tokens', /^target has \d+ tokens, the limit is 127$/],
    [() => translator.translate(''), 'invalid-size', /^text has 0 tokens, it must have at least 1$/],
    [() => translator.translate(/** @type {any} */ (7)), 'invalid-type', /^text is number, it must be a text$/],
    [() => translator.translate(TEXT, { prefix: [420] }), 'invalid-size', /^prefix\[0\] is 420, it must be a whole number from 0 to 419$/],
    [() => translator.predict(TEXT), 'invalid-type', /^predict\(\) needs a language model, this is a translator$/],
    [() => language.beams(TEXT, 4), 'invalid-type', /^beams\(\) needs a translator, this is a language model$/],
    [() => translator.beams(TEXT, 9), 'invalid-size', /^width is 9, it must be a whole number from 1 to 8$/],
    [() => translator.translate(TEXT, { turnedOff: [{ part: 'cross', layer: 2, head: 0, how: 'off' }] }), 'invalid-size',
      /^layer is 2, the cross-attention has 2, counted from 0$/],
    [() => translator.translate(TEXT, { turnedOff: [{ part: 'cross', layer: 0, head: 2, how: 'off' }] }), 'invalid-size',
      /^head is 2, a layer has 2, counted from 0$/],
    [() => language.predict(TEXT, { turnedOff: [{ part: 'cross', layer: 0, head: 0, how: 'off' }] }), 'invalid-size',
      /^layer is 0, the cross-attention has 0, counted from 0$/],
    [() => language.sample(TEXT, { temperature: 0 }), 'invalid-size', /^temperature is 0, it must be a number from 0.01 to 100$/],
  ];
  for (const [call, code, message] of refused) assert.throws(call, { name: 'AttentionError', code, message });
});

test('folders that are no model are refused with a sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attention-view-model-'));
  after(() => rmSync(folder, { recursive: true }));
  /** @param {string} name @param {(text: string) => string | Uint8Array} change */
  const spoilt = async (name, change) => {
    cpSync(fileURLToPath(new URL('tiny-translator', GOLDEN)), folder, { recursive: true });
    writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'latin1')));
    return loadModel(pathToFileURL(folder)).then(() => assert.fail('it was loaded'), (error) => {
      assert.equal(error.code, 'load-failed');
      return error.message;
    });
  };
  const latin1 = (/** @type {string} */ text) => Buffer.from(text, 'latin1');
  const messages = [
    [await spoilt('config.json', () => 'no'), /config\.json: Unexpected token/],
    [await spoilt('config.json', (text) => text.replace('"translate"', '"sing"')), /config\.json: task is "sing", it must be/],
    [await spoilt('config.json', (text) => text.replace('"heads": 2', '"heads": 1e9')), /heads is 1000000000, it must be a whole number from 1 to 64/],
    [await spoilt('config.json', (text) => text.replace('"vocabulary": 420', '"vocabulary": 421')), /tokenizer\.json: it has 420 tokens, config\.json says 421/],
    [await spoilt('config.json', (text) => text.replace('"dModel": 16', '"dModel": 32')), /embedding is \(420, 16\), config\.json wants \(420, 32\)/],
    [await spoilt('config.json', (text) => text.replace('"decoderLayers": 2', '"decoderLayers": 3')), /it has no tensor decoder\.2\.self\.wq/],
    [await spoilt('config.json', (text) => text.replace('"layers": 2', '"layers": 1')), /it has \d+ tensors, config\.json wants \d+/],
    [await spoilt('config.json', (text) => text.replace('"head": 0', '"head": 2')), /alignment\.head is 2, it must be a whole number below 2/],
    [await spoilt('model.safetensors', (text) => latin1(text.slice(0, -1))), /model\.safetensors: .* ends at byte/],
    [await spoilt('model.safetensors', (text) => latin1(text.replace('F32', 'F64'))), /dtype/],
    [await spoilt('tokenizer.json', (text) => latin1(text.replace('BPE', 'BPF'))), /tokenizer\.json: the tokenizer has no list/],
  ];
  for (const [message, wanted] of messages) assert.match(message, wanted);
  assert.match(await loadModel(pathToFileURL(join(folder, 'none'))).catch(({ message }) => message), /could not be loaded: file:.*none\/config\.json/);
});

test('over the network: progress, and a signal that stops it', async () => {
  const server = createServer((request, response) => {
    const file = readFileSync(new URL(`tiny-translator${request.url}`, GOLDEN));
    response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, file.length / 2));
    setTimeout(() => response.end(file.subarray(file.length / 2)), 50);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  after(() => server.close());
  const address = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  /** @type {number[]} */
  const shares = [];
  const model = await loadModel(address, { onProgress: (share) => shares.push(share) });
  assert.deepEqual(model.translate(TEXT), translator.translate(TEXT));
  assert.ok(shares.some((share) => share > 0 && share < 1) && shares.at(-1) === 1, `${shares}`);
  assert.deepEqual(shares, [...shares].sort((a, b) => a - b));
  model.dispose();
  const stop = new AbortController();
  const loading = loadModel(address, { signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(loading, { name: 'AbortError' });
});

test('a model that was disposed of says so', async () => {
  const model = await loadModel(new URL('tiny-language', GOLDEN));
  model.dispose();
  model.dispose();
  assert.throws(() => model.predict(TEXT), { code: 'disposed' });
});
