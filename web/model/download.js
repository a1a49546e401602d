// A model's files, from a static host or, in Node, from the disk.
import { AttentionError } from '../engine/error.js';

/** @param {unknown} cause @param {URL} url @returns {never} */
function fail(cause, url) {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new AttentionError('load-failed', `The model could not be loaded: ${url.href}: ${reason}`, { cause });
}

/**
 * @param {URL} url
 * @param {AbortSignal} [signal]
 * @param {(bytes: number, all: number) => void} [onBytes] how many have come, and how many there are; 0 where the host
 *   does not say
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function download(url, signal, onBytes) {
  try {
    if (url.protocol === 'file:') {
      const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises'); // no import: bundlers need not find it
      if (fs) return new Uint8Array(await fs.readFile(url, { signal }));
    }
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`the host answered ${response.status}`);
    if (!response.body || !onBytes) return new Uint8Array(await response.arrayBuffer());
    return await readAll(response.body, (bytes) => onBytes(bytes, lengthOf(response)));
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    return fail(cause, url);
  }
}

/** What arrives is unpacked: the length of what was packed says nothing. @param {Response} response */
function lengthOf({ headers }) {
  return headers.has('content-encoding') ? 0 : Number(headers.get('content-length'));
}

/** @param {ReadableStream<Uint8Array>} body @param {(bytes: number) => void} onBytes */
async function readAll(body, onBytes) {
  const reader = body.getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    onBytes(length);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
