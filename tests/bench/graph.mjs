// Multi-head self-attention as an ONNX model: the bytes that an exporter would write, at a fixed length.
//
// The peer gets the graph that suits it best. Tried in onnxruntime-web 1.30, Node: the scale as a Mul of the scores or
// folded into W_Q; Q, K, V as three products or one with a Split; heads with and without a batch axis; the operator
// Attention of opset 23 with its weights as an output. All are within 5 % of each other at every length; this one, with
// the scale folded, three products (their matrices are prepacked) and no batch axis, was the fastest or equal to it.
import { HEADS, WIDTH } from './problem.mjs';
import { integer, joined, message, string } from './protobuf.mjs';

/** @typedef {import('./protobuf.mjs').Bytes} Bytes */

// Numbers of fields and types, from onnx.proto.
const MODEL = { irVersion: 1, graph: 7, opsetImport: 8 };
const OPSET = { version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, type: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, integer: 3, integers: 8, type: 20 };
const ATTRIBUTE_TYPE = { integer: 2, integers: 7 };
const TENSOR = { dimension: 1, type: 2, name: 8, data: 9 };
const ELEMENT = { float: 1, int64: 7 };
const VALUE = { name: 1, type: 2 };
const TYPE = { tensor: 1 };
const TENSOR_TYPE = { element: 1, shape: 2 };
const SHAPE = { dimension: 1 };
const DIMENSION = { value: 1 };

/**
 * @param {string} type
 * @param {string[]} inputs
 * @param {string} output
 * @param {Record<string, number | number[]>} [attributes]
 */
function node(type, inputs, output, attributes = {}) {
  return message(
    GRAPH.node,
    ...inputs.map((name) => string(NODE.input, name)),
    string(NODE.output, output),
    string(NODE.type, type),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  );
}

/** @param {string} name @param {number | number[]} value */
function attribute(name, value) {
  const content = Array.isArray(value)
    ? [...value.map((one) => integer(ATTRIBUTE.integers, one)), integer(ATTRIBUTE.type, ATTRIBUTE_TYPE.integers)]
    : [integer(ATTRIBUTE.integer, value), integer(ATTRIBUTE.type, ATTRIBUTE_TYPE.integer)];
  return message(NODE.attribute, string(ATTRIBUTE.name, name), ...content);
}

/** @param {string} name @param {number[]} shape @param {Float32Array | BigInt64Array} data */
function initializer(name, shape, data) {
  return message(
    GRAPH.initializer,
    ...shape.map((extent) => integer(TENSOR.dimension, extent)),
    integer(TENSOR.type, data instanceof Float32Array ? ELEMENT.float : ELEMENT.int64),
    string(TENSOR.name, name),
    message(TENSOR.data, [new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]),
  );
}

/** @param {string} name @param {number[]} extents */
const shape = (name, extents) => initializer(name, [extents.length], BigInt64Array.from(extents, BigInt));

/** @param {number} field @param {string} name @param {number[]} extents */
function value(field, name, extents) {
  const dimensions = extents.map((extent) => message(SHAPE.dimension, integer(DIMENSION.value, extent)));
  const tensor = message(TYPE.tensor, integer(TENSOR_TYPE.element, ELEMENT.float), message(TENSOR_TYPE.shape, ...dimensions));
  return message(field, string(VALUE.name, name), message(VALUE.type, tensor));
}

/**
 * Input `x` (L, E); outputs `output` (L, E) and `weights` (H, L, L).
 * @param {import('./problem.mjs').Problem} problem
 * @returns {Uint8Array}
 */
export function modelOf({ length, parameters }) {
  const headWidth = WIDTH / HEADS;
  const scaled = parameters.wq.map((weight) => weight / Math.sqrt(headWidth));
  const square = [WIDTH, WIDTH];
  const graph = message(
    MODEL.graph,
    string(GRAPH.name, 'attention'),
    initializer('wq', square, scaled),
    initializer('wk', square, parameters.wk),
    initializer('wv', square, parameters.wv),
    initializer('wo', square, parameters.wo),
    shape('split', [length, HEADS, headWidth]),
    shape('joined', [length, WIDTH]),
    ...['q', 'k', 'v'].flatMap((name) => [
      node('MatMul', ['x', `w${name}`], name),
      node('Reshape', [name, 'split'], `${name}-split`),
      node('Transpose', [`${name}-split`], `${name}-heads`, { perm: name === 'k' ? [1, 2, 0] : [1, 0, 2] }),
    ]),
    node('MatMul', ['q-heads', 'k-heads'], 'scores'),
    node('Softmax', ['scores'], 'weights', { axis: 2 }),
    node('MatMul', ['weights', 'v-heads'], 'heads'),
    node('Transpose', ['heads'], 'heads-beside', { perm: [1, 0, 2] }),
    node('Reshape', ['heads-beside', 'joined'], 'concat'),
    node('MatMul', ['concat', 'wo'], 'output'),
    value(GRAPH.input, 'x', [length, WIDTH]),
    value(GRAPH.output, 'output', [length, WIDTH]),
    value(GRAPH.output, 'weights', [HEADS, length, length]),
  );
  return joined(integer(MODEL.irVersion, 8), graph, message(MODEL.opsetImport, integer(OPSET.version, 17)));
}
