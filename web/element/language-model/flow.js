/**
 * Attention flow (Abnar, Zuidema 2020): all layers of attention as a network of pipes. Pure.
 *
 * A word after the last layer is the source, a word before the first one the sink, what each layer passes on the width of
 * the pipes between; the value is the maximum flow, found as Dinic 1970 finds it.
 */
import { withResidual } from './rollout.js';

/** What is left of a pipe after this is nothing but rounding. */
const NOTHING = 1e-12;

/**
 * @param {Float32Array[]} means (L, L) the mean of the heads of each layer, in the order in which they run; no word looks at
 *   a later one
 * @param {number} length L
 */
export function flow(means, length) {
  const layers = means.map((mean) => withResidual(mean, length)).reverse(); // the flow comes from above
  const values = new Float32Array(length * length);
  for (let row = 0; row < length; row++) {
    for (let column = 0; column <= row; column++) values[row * length + column] = maximumFlow(layers, length, row, column);
  }
  return values;
}

/**
 * @param {Float64Array[]} layers from above
 * @param {number} length
 * @param {number} source a word above the first of them
 * @param {number} sink a word under the last
 */
function maximumFlow(layers, length, source, sink) {
  const width = source - sink + 1; // words between the two are all that a path may visit
  const cut = (/** @type {Float64Array} */ layer) =>
    Float64Array.from({ length: width * width }, (_, i) => layer[(sink + Math.floor(i / width)) * length + sink + (i % width)]);
  const network = new Network(layers.map(cut), width);
  let total = 0;
  while (network.measure()) {
    for (let sent = network.send(); sent > 0; sent = network.send()) total += sent;
  }
  return total;
}

/** Nodes are numbered from above, one floor after the other; the source is the last word of the first, the sink the first of the last. */
class Network {
  #down;
  #up;
  #width;
  #source;
  #sink;
  /** How many pipes each node is away from the source, -1 where none leads there. */
  #distance;
  /** Which neighbour of each node is tried next: first those of the floor below, then those above. */
  #next;

  /**
   * @param {Float64Array[]} down what the pipes between two floors can take
   * @param {number} width words of a floor
   */
  constructor(down, width) {
    this.#down = down;
    this.#up = down.map(() => new Float64Array(width * width)); // what can be taken back
    this.#width = width;
    this.#source = width - 1;
    this.#sink = down.length * width;
    this.#distance = new Int32Array((down.length + 1) * width);
    this.#next = new Int32Array(this.#distance.length);
  }

  /** Finds all distances anew. @returns {boolean} whether anything can still flow */
  measure() {
    this.#distance.fill(-1);
    this.#next.fill(0);
    this.#distance[this.#source] = 0;
    const queue = [this.#source];
    for (const node of queue) {
      for (let i = 0; i < 2 * this.#width; i++) {
        const [to, pipes, pipe] = this.#pipe(node, i);
        if (!pipes || this.#distance[to] >= 0 || pipes[pipe] <= NOTHING) continue;
        this.#distance[to] = this.#distance[node] + 1;
        queue.push(to);
      }
    }
    return this.#distance[this.#sink] >= 0;
  }

  /**
   * Sends as much as one shortest way takes, depth first.
   * @returns {number} 0 where there is no such way left
   */
  send(node = this.#source, amount = Infinity) {
    if (node === this.#sink) return amount;
    for (; this.#next[node] < 2 * this.#width; this.#next[node]++) {
      const [to, pipes, pipe, back] = this.#pipe(node, this.#next[node]);
      if (!pipes || !back || this.#distance[to] !== this.#distance[node] + 1 || pipes[pipe] <= NOTHING) continue;
      const sent = this.send(to, Math.min(amount, pipes[pipe]));
      if (sent === 0) continue;
      pipes[pipe] -= sent;
      back[pipe] += sent;
      return sent;
    }
    return 0;
  }

  /**
   * @param {number} node
   * @param {number} i of its neighbours
   * @returns {[to: number, pipes: Float64Array | undefined, pipe: number, back: Float64Array | undefined]}
   */
  #pipe(node, i) {
    const width = this.#width;
    const [floor, word] = [Math.floor(node / width), node % width];
    if (i < width) return [(floor + 1) * width + i, this.#down[floor], word * width + i, this.#up[floor]];
    const above = i - width;
    return [(floor - 1) * width + above, this.#up[floor - 1], above * width + word, this.#down[floor - 1]];
  }
}
