// TensorFlow.js with its WebAssembly backend, on one thread, in two forms.
//
// `batched` is what its documentation and its layers write: all heads in one product. For a product with a batch axis
// the backend of 4.22 has only a plain loop, so `perHead` goes around it: a product for each head, by XNNPACK.
// Tried besides: Q, K, V from one product; K transposed first; heads cut from whole products. None was faster.
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

import { HEADS, WIDTH, problemOf } from '../problem.mjs';

/** @typedef {import('@tensorflow/tfjs-core').Tensor} Tensor */

const HEAD_WIDTH = WIDTH / HEADS;

/** @type {Record<'batched' | 'perHead', (x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor) => () => Tensor[]>} */
const forms = {
  batched(x, wq, wk, wv, wo) {
    const [length] = x.shape;
    const heads = (/** @type {Tensor} */ w) =>
      tf.transpose(tf.reshape(tf.matMul(x, w), [length, HEADS, HEAD_WIDTH]), [1, 0, 2]);
    return () => {
      const weights = tf.softmax(tf.matMul(heads(wq), heads(wk), false, true));
      const attended = tf.transpose(tf.matMul(weights, heads(wv)), [1, 0, 2]);
      return [tf.matMul(tf.reshape(attended, [length, WIDTH]), wo), weights];
    };
  },

  perHead(x, wq, wk, wv, wo) {
    const [ofQuery, ofKey, ofValue] = [wq, wk, wv].map((w) => tf.split(w, HEADS, 1));
    return () => {
      const weights = ofQuery.map((w, head) =>
        tf.softmax(tf.matMul(tf.matMul(x, w), tf.transpose(tf.matMul(x, ofKey[head])))));
      const attended = weights.map((shares, head) => tf.matMul(shares, tf.matMul(x, ofValue[head])));
      return [tf.matMul(tf.concat(attended, 1), wo), tf.stack(weights)];
    };
  },
};

/** @param {{ wasm: string, form: 'batched' | 'perHead' }} options wasm: the folder with its modules, ending in / */
export async function open({ wasm, form }) {
  setThreadsCount(1);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // on one thread the build without atomics
  setWasmPaths(wasm);
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs-backend-wasm did not start');
  return {
    /** @param {{ length: number }} task */
    prepare({ length }) {
      const { x, parameters } = problemOf(length);
      const square = (/** @type {Float32Array} */ data) => tf.tensor2d(data, [WIDTH, WIDTH]);
      const wq = parameters.wq.map((weight) => weight / Math.sqrt(HEAD_WIDTH));
      const { wk, wv, wo } = parameters;
      const attend = forms[form](tf.tensor2d(x, [length, WIDTH]), square(wq), square(wk), square(wv), square(wo));
      return () => {
        const results = tf.tidy(attend);
        const [output, weights] = results.map((tensor) => tensor.dataSync());
        tf.dispose(results);
        return { output, weights };
      };
    },
  };
}
