// What the build leaves depends on the sources alone, and describes itself truly.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bundle } from '../../.ci/bundle.mjs';
import { root } from '../../.ci/lib.mjs';
import { oEmbed } from '../../.ci/pages.mjs';

before(() => process.chdir(root));

const AGAIN = 'build/again';
after(() => rmSync(AGAIN, { recursive: true, force: true }));

const hashes = (/** @type {string} */ folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile()).sort().map((name) =>
  `${createHash('sha384').update(readFileSync(join(folder, name))).digest('base64')} ${name}`);

test('two builds are the same to the last byte', async () => {
  await bundle(AGAIN);
  assert.deepEqual(hashes(AGAIN), hashes('dist'));
});

test('integrity.json has the hash of every script and style sheet', () => {
  const listed = JSON.parse(readFileSync('dist/integrity.json', 'utf8'));
  const expected = hashes('dist').map((line) => line.split(' ')).filter(([, name]) => /^[^/]*\.(js|css)$/.test(name));
  assert.deepEqual(listed, Object.fromEntries(expected.map(([hash, name]) => [name, `sha384-${hash}`])));
});

test('the page in one file names no other file', () => {
  const page = readFileSync('dist/attention-view.html', 'utf8');
  const [, style, script] = page.match(/<style>([^]*?)<\/style>[^]*?<script>([^]*?)<\/script>/) ?? [];
  assert.ok(style?.length > 1000 && script?.length > 100_000);
  const rest = page.replace(style, '').replace(script, '');
  assert.deepEqual(rest.match(/<(?:link|script|img|iframe)\b[^>]*>/g), ['<link rel="icon" href="about://:">', '<script>']);
});

test('oembed.json is a rich answer of oEmbed 1.0, with the address of the host where that is known', () => {
  const answer = JSON.parse(readFileSync('dist/oembed.json', 'utf8'));
  const { version, type, width, height, html } = answer;
  assert.deepEqual({ version, type, width, height }, { version: '1.0', type: 'rich', width: 720, height: 640 });
  const { SITE_URL } = process.env;
  try {
    process.env.SITE_URL = 'https://example.org/attention';
    const hosted = JSON.parse(oEmbed('dist'));
    assert.match(hosted.html, /^<iframe src="https:\/\/example\.org\/attention\/embed\.html" /);
  } finally {
    if (SITE_URL === undefined) delete process.env.SITE_URL;
    else process.env.SITE_URL = SITE_URL;
  }
  assert.match(html, /^<iframe src="[^"]*embed\.html" [^>]*sandbox="allow-scripts"/);
});
