import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeState, encodeState } from '../../web/element/permalink.js';

/** Strings of any UTF-16 units, halves of surrogate pairs included, and what URLs and objects find special. */
const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('', 'z', '1', '?', '#', '&', '=', '+', ' ', '%', '%41', '\ufeff'),
  fc.constantFrom('__proto__', 'constructor', 'toString'),
);
const anyState = fc
  .uniqueArray(fc.tuple(anyString, anyString), { selector: ([key]) => key.toWellFormed() })
  .map((entries) => Object.fromEntries(entries));

/** The pairs that a URL can carry: half a surrogate pair reads as U+FFFD. */
const pairs = (/** @type {Record<string, string>} */ state) =>
  Object.entries(state)
    .map(([key, value]) => [key.toWellFormed(), value.toWellFormed()])
    .sort();

const compressed = (/** @type {string | Uint8Array} */ plain) => `z=1${deflateRawSync(plain).toString('base64url')}`;

test('a short state can be read by a person', async () => {
  assert.equal(await encodeState({ text: 'I ate an apple.', heads: '8' }), 'text=I+ate+an+apple.&heads=8');
  assert.equal(await encodeState({}), '');
});

test('what a person typed is understood, with or without #', async () => {
  const expected = { text: 'I ate an apple.', heads: '8' };
  const readable = 'text=I+ate+an+apple.&heads=8';
  for (const fragment of [readable, `#${readable}`, '#text=I%20ate an apple.&&heads=8']) {
    assert.deepEqual({ ...(await decodeState(fragment)) }, expected, fragment);
  }
  assert.deepEqual({ ...(await decodeState('#')) }, {});
});

test('a long text is compressed, in characters that no URL escapes, and is shorter so', async () => {
  const state = { text: 'The animal did not cross the street because it was too tired. '.repeat(5), heads: '8' };
  const fragment = await encodeState(state);
  assert.match(fragment, /^z=1[A-Za-z0-9_-]+$/);
  assert.ok(fragment.length < new URLSearchParams(state).toString().length);
  assert.deepEqual({ ...(await decodeState(fragment)) }, state);
});

test('the shorter of the two forms is chosen', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, async (state) => {
      const fragment = await encodeState(state);
      assert.ok('z' in state || fragment.length <= new URLSearchParams(state).toString().length);
    }),
  );
});

test('encode, then decode: the same state', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, async (state) => {
      assert.deepEqual(pairs(await decodeState(await encodeState(state))), pairs(state));
    }),
    { numRuns: 300 },
  );
  for (const text of ['', `${'word '.repeat(40)}\ud800`]) {
    const state = { z: '1abc', text }; // z is a key like any other
    assert.deepEqual(pairs(await decodeState(await encodeState(state))), pairs(state));
  }
});

test('the fragment survives a URL', async () => {
  await fc.assert(
    fc.asyncProperty(anyState, async (state) => {
      const url = new URL('https://example.org/post');
      url.hash = await encodeState(state);
      assert.deepEqual(pairs(await decodeState(new URL(url.href).hash)), pairs(state));
    }),
  );
});

test('a compressed state keeps what was added beside it, which wins', async () => {
  const fragment = `#utm=1&${compressed('text=hi&heads=8')}&heads=2`;
  assert.deepEqual({ ...(await decodeState(fragment)) }, { text: 'hi', heads: '2', utm: '1' });
});

test('a form of a later version is left for the caller to ignore', async () => {
  assert.deepEqual({ ...(await decodeState('#z=2abc&heads=2')) }, { z: '2abc', heads: '2' });
});

test('no fragment, however hostile, throws or touches Object.prototype', async () => {
  const base64url = fc.string({ unit: fc.constantFrom(...'ABCDabcd0189_-') });
  const hostile = fc.oneof(
    anyString,
    fc.tuple(anyString, anyString).map(([key, value]) => `#${key}=${value}`),
    base64url.map((text) => `z=1${text}`),
    anyString.map((text) => `z=1${text}`),
    fc.uint8Array().map((bytes) => `z=1${Buffer.from(bytes).toString('base64url')}`),
    fc.uint8Array().map(compressed), // deflates well, may be no UTF-8
    anyString.map(compressed),
    fc.tuple(anyString, fc.nat(40)).map(([text, length]) => compressed(text).slice(0, length)), // cut short
  );
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  await fc.assert(
    fc.asyncProperty(hostile, async (fragment) => {
      const state = await decodeState(fragment);
      assert.equal(Object.getPrototypeOf(state), null);
      for (const value of Object.values(state)) {
        assert.equal(typeof value, 'string');
      }
    }),
    { numRuns: 500 },
  );
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), before);
});

test('__proto__ is a key like any other', async () => {
  for (const fragment of ['__proto__=x&constructor=y', compressed('__proto__=x&constructor=y')]) {
    const state = await decodeState(fragment);
    assert.deepEqual(Object.entries(state), [['__proto__', 'x'], ['constructor', 'y']]);
  }
  assert.deepEqual(Object.keys(await decodeState('heads=8')), ['heads']);
  assert.equal((await decodeState('heads=8')).toString, undefined);
});

test('malformed input gives an empty state', async () => {
  const cut = compressed('text=I ate an apple. I ate an apple.').slice(0, -4);
  const notUtf8 = compressed(Uint8Array.of(0xff, 0xfe, 0xfd));
  for (const fragment of ['z=1', 'z=1!!!!', 'z=1AAAA', 'z=1A', cut, notUtf8, 'z=1%00']) {
    assert.deepEqual({ ...(await decodeState(fragment)) }, {}, fragment);
  }
});

test('a small fragment that unpacks to more than 1 MiB is refused', async () => {
  assert.deepEqual({ ...(await decodeState(compressed(Buffer.alloc(64 << 20, 'a')))) }, {});
  assert.equal((await decodeState(compressed(`text=${'a'.repeat(1_000_000)}`))).text.length, 1_000_000);
});

test('a state too long to unpack again is left readable', async () => {
  const state = { text: 'a'.repeat(1 << 20) };
  const fragment = await encodeState(state);
  assert.equal(fragment.slice(0, 6), 'text=a');
  assert.equal((await decodeState(fragment)).text.length, 1 << 20);
});

test('a browser without CompressionStream still reads and writes the readable form', async () => {
  const { CompressionStream, DecompressionStream } = globalThis;
  const state = { text: 'The animal did not cross the street. '.repeat(9) };
  const packed = await encodeState(state);
  try {
    // @ts-expect-error: what an old browser has
    globalThis.CompressionStream = globalThis.DecompressionStream = undefined;
    assert.equal(await encodeState(state), new URLSearchParams(state).toString());
    assert.deepEqual({ ...(await decodeState(await encodeState(state))) }, state);
    assert.deepEqual({ ...(await decodeState(packed)) }, {});
  } finally {
    Object.assign(globalThis, { CompressionStream, DecompressionStream });
  }
});
