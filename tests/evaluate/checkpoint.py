"""model.safetensors -> arrays, as src/checkpoint/quantized.hpp documents it; independent of that code."""

import json
import pathlib
import struct

import numpy as np

TYPES = {'F32': '<f4', 'F16': '<f2', 'I8': 'i1', 'U8': 'u1'}
GROUP = 32


def read_tensors(path):
    """(arrays by name, metadata)"""
    data = pathlib.Path(path).read_bytes()
    (size,) = struct.unpack_from('<Q', data)
    header = json.loads(data[8:8 + size])
    metadata = header.pop('__metadata__', {})
    tensors = {}
    for name, about in header.items():
        first, last = (8 + size + offset for offset in about['data_offsets'])
        tensors[name] = np.frombuffer(data[first:last], TYPES[about['dtype']]).reshape(about['shape'])
    return tensors, metadata


def unpack(codes, bits):
    """(R, bytes) -> (R, codes): each row is one long little-endian number, the first code in its lowest bits."""
    each = np.unpackbits(codes, axis=1, bitorder='little').reshape(len(codes), -1, bits)
    return each @ (1 << np.arange(bits)) - 2 ** (bits - 1)


def dequantized(codes, scales, bits, shape):
    scales = scales.astype(np.float64)
    if bits == 8:
        return codes * scales[:, None]
    return (unpack(codes, bits) * np.repeat(scales, GROUP, axis=1))[:, :shape[1]]


def read_parameters(path):
    """Matrices and vectors by the names of src/transformer/parts.hpp, in float64."""
    tensors, metadata = read_tensors(path)
    quantized = json.loads(metadata.get('quantization', '{}'))
    parameters = {}
    for name, tensor in tensors.items():
        if name in quantized:
            about = quantized[name]
            parameters[name] = dequantized(tensor, tensors[name + '.scale'], about['bits'], about['shape'])
        elif not name.endswith('.scale'):
            parameters[name] = tensor.astype(np.float64)
    return parameters
