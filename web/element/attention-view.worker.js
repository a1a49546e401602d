/**
 * The worker. Its first message is the compiled engine, every other one a request; each is answered by one.
 * It has the same name beside the built files.
 */
import { serve } from './compute.js';

/** @type {Awaited<ReturnType<typeof serve>> | undefined} */
let server;

self.onmessage = async ({ data }) => {
  try {
    if (!server) {
      server = await serve(data);
      postMessage({});
    } else {
      server.recycle(data.spare);
      const numbers = server.compute(data);
      const transfer = Object.values(numbers.tensors).map((tensor) => tensor.data.buffer);
      postMessage(numbers, { transfer });
    }
  } catch (reason) {
    const { code, message } = /** @type {any} */ (reason);
    postMessage({ error: { code, message } });
  }
};
