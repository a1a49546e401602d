/**
 * The worker. Its first message is the compiled engine, every other one a request; each is answered by one.
 * It has the same name beside the built files.
 *
 * @import { Request, Numbers } from './compute.js'
 */
import { serve } from './compute.js';

/** @type {((request: Request) => Numbers) | undefined} */
let compute;

self.onmessage = async ({ data }) => {
  try {
    if (!compute) {
      compute = await serve(data);
      postMessage({});
    } else {
      const numbers = compute(data);
      const transfer = Object.values(numbers.tensors).map((tensor) => tensor.data.buffer);
      postMessage(numbers, { transfer });
    }
  } catch (reason) {
    const { code, message } = /** @type {any} */ (reason);
    postMessage({ error: { code, message } });
  }
};
