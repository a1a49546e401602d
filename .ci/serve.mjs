// A static server for dist/, as strict as the strictest host that the page must work on.
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/**
 * Serves a folder on 127.0.0.1.
 * @param {string} folder
 * @param {{ port?: number, base?: string, headers?: (path: string) => Record<string, string> }} [options] port 0 takes a
 *   free one; base is a sub-path such as '/blog/demo/'; headers of another host than this, by the file's path
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(folder, { port = 0, base = '/', headers: other = () => ({}) } = {}) {
  const top = await realpath(folder);
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(top, base, request.method ?? '', request.url ?? '');
    response.writeHead(status, {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-length': body.length,
      ...headers,
      ...other((request.url ?? '').split(/[?#]/)[0]),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => listening(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} top @param {string} base @param {string} method @param {string} url
 * @returns {Promise<{ status: number, headers: Record<string, string>, body: Buffer }>}
 */
async function answer(top, base, method, url) {
  const refuse = (/** @type {number} */ status, headers = {}) => ({
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
    body: Buffer.from(`${status}\n`),
  });
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, { allow: 'GET, HEAD' });
  const [path] = url.split(/[?#]/);
  if (`${path}/` === base) return refuse(301, { location: base });
  if (!path.startsWith(base)) return refuse(404);
  try {
    const wanted = resolve(top, `.${sep}${decodeURIComponent(path.slice(base.length))}`);
    const file = await realpath(path.endsWith('/') ? join(wanted, 'index.html') : wanted);
    if (file !== top && !file.startsWith(top + sep)) return refuse(404);
    if ((await stat(file)).isDirectory()) return refuse(301, { location: `${path}/` });
    const type = types[extname(file)] ?? 'application/octet-stream';
    /** @type {Record<string, string>} */
    const headers = { 'content-type': type };
    if (type.startsWith('text/html')) headers['content-security-policy'] = contentSecurityPolicy;
    return { status: 200, headers, body: await readFile(file) };
  } catch {
    return refuse(404); // no such file, or a path that cannot be decoded
  }
}
