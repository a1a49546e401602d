/**
 * The figure's state in a URL's fragment: `text=I+ate+an+apple.&heads=8`, or, only where that is shorter,
 * `z=1` and the same deflated (RFC 1951) in base64url. The 1 leaves room for another form one day.
 */

const LIMIT = 1 << 20; // bytes of state that a fragment may unpack to: a small bomb must not fill the memory
const COMPRESSED = '1';

/**
 * @param {Record<string, string>} state
 * @returns {Promise<string>} the fragment, without its '#'
 */
export async function encodeState(state) {
  const readable = new URLSearchParams(state).toString();
  const packed = await pack(state);
  return packed !== undefined && ('z' in state || packed.length < readable.length) ? packed : readable;
}

/**
 * Reads what `encodeState` wrote, or a person typed. Never throws: what cannot be read is left out.
 * @param {string} fragment with or without its '#'
 * @returns {Promise<Record<string, string>>} an object without a prototype, so that no key can do harm
 */
export async function decodeState(fragment) {
  const params = new URLSearchParams(fragment.replace(/^#/, ''));
  const z = params.get('z');
  if (!z?.startsWith(COMPRESSED)) {
    return toState(params);
  }
  params.delete('z');
  const unpacked = await unpack(z.slice(COMPRESSED.length)).catch(() => '');
  return toState([...new URLSearchParams(unpacked), ...params]); // what stands beside z was added later, and wins
}

/**
 * @param {Iterable<[string, string]>} entries
 * @returns {Record<string, string>}
 */
function toState(entries) {
  const state = Object.create(null);
  for (const [key, value] of entries) {
    state[key] = value;
  }
  return state;
}

/**
 * @param {Record<string, string>} state
 * @returns {Promise<string | undefined>} undefined where the browser cannot, or `unpack` would refuse the result
 */
async function pack(state) {
  if (typeof CompressionStream !== 'function') {
    return undefined;
  }
  // Escaped only where parsing needs it: what is deflated need not be safe in a URL.
  const escape = (/** @type {string} */ text) => text.replace(/[?&=+%]/g, encodeURIComponent);
  const plain = Object.entries(state).map(([key, value]) => `${escape(key)}=${escape(value)}`);
  const bytes = new TextEncoder().encode(plain.join('&'));
  if (bytes.length > LIMIT) {
    return undefined;
  }
  const deflated = await collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')));
  const base64 = btoa(Array.from(deflated, (byte) => String.fromCharCode(byte)).join(''));
  return `z=${COMPRESSED}${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/**
 * @param {string} base64url
 * @returns {Promise<string>}
 * @throws where the text is no such thing, unpacks to more than LIMIT, or the browser cannot
 */
async function unpack(base64url) {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  const deflated = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const bytes = await collect(new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {Promise<Uint8Array>} all of its bytes
 * @throws {RangeError} where there are more than LIMIT
 */
async function collect(stream) {
  const reader = stream.getReader();
  const chunks = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    length += part.value.length;
    if (length > LIMIT) {
      await reader.cancel();
      throw new RangeError(`the state is longer than ${LIMIT} bytes`);
    }
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
