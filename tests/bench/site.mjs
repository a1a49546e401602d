// What the pages of the bench load, from this machine: our dist, the engines as bundles, the peers' modules.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import { root } from '../../.ci/lib.mjs';

/** @typedef {Awaited<ReturnType<typeof openSite>>} Site */

/** @type {Record<string, string>} the first part of an address, and the folder that it stands for */
const folders = {
  dist: 'dist',
  bench: 'build/bench/page',
  kernels: 'build/bench',
  ort: 'tests/bench/node_modules/onnxruntime-web/dist',
  tfjs: 'tests/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist',
};

/** @type {Record<string, string>} */
const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: join(root, 'tests/bench'),
    entryPoints: ['sampler.mjs', 'engines/ours.mjs', 'engines/ort.mjs', 'engines/tfjs.mjs', 'engines/kernels.mjs'],
    outdir: join(root, folders.bench),
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    external: ['node:*'], // only reached in Node
    logLevel: 'error',
    alias: { 'onnxruntime-web': 'onnxruntime-web/wasm' }, // the CPU's own build, as in Node: the default is made for WebGPU
  });
}

export async function openSite() {
  await bundle();
  /** @type {{ count: number, bodies: Buffer[], resolve: (bodies: Buffer[]) => void } | null} */
  let waiting = null;

  const server = createServer(async (request, response) => {
    // Isolated pages have clocks of 5 microseconds.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    if (request.method === 'POST') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      response.end();
      waiting?.bodies.push(Buffer.concat(chunks));
      if (waiting && waiting.bodies.length === waiting.count) waiting.resolve(waiting.bodies);
      return;
    }
    const [, folder, ...rest] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
    if (!folder) return response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>');
    try {
      const file = join(root, folders[folder], ...rest);
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(await readFile(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  server.unref();
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  return {
    url: `http://127.0.0.1:${port}/`,
    /** The bodies of the next requests by POST. @param {number} count @returns {Promise<Buffer[]>} */
    nextPost: (count) => new Promise((resolve) => (waiting = { count, bodies: [], resolve })),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed(undefined));
        server.closeAllConnections();
      }),
  };
}
