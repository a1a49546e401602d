"""Quantised matrices and the safetensors file, as src/checkpoint/*.hpp document them; independent of that code."""

import json
import struct

import numpy as np

CODES = {'F4': 'F32', 'F2': 'F16', 'I1': 'I8', 'U1': 'U8'}


def best(values, steps):
    """Scale (float16) and codes of one row or group with the least squared error."""
    values = values.astype(np.float64)
    found = np.float16(0), np.zeros(len(values)), np.inf
    for i in range(41):
        scale = np.float16(np.float32(np.abs(values).max() / steps * (1 - 0.5 * i / 40)))
        if scale == 0:
            continue
        codes = np.clip(np.rint(values / float(scale)), -steps, steps)
        error = 0.0
        for value, code in zip(values, codes):  # one after the other, as C++ adds
            error += (value - code * float(scale)) ** 2
        if error < found[2]:
            found = scale, codes, error
    return found[:2]


def quantize(matrix, bits, steps):
    """(codes as stored, scales, what they mean)"""
    rows, columns = matrix.shape
    group = columns if bits == 8 else 32
    groups = -(-columns // group)
    padded = np.zeros((rows, groups * group), np.float32)
    padded[:, :columns] = matrix
    scales = np.zeros((rows, groups), np.float16)
    codes = np.zeros(padded.shape, np.int64)
    for row in range(rows):
        for i in range(groups):
            at = slice(i * group, (i + 1) * group)
            scales[row, i], codes[row, at] = best(padded[row, at], steps)
    meaning = (codes * np.repeat(scales.astype(np.float64), group, 1))[:, :columns]
    if bits == 8:
        return codes.astype(np.int8), scales[:, 0], meaning
    # a row is one number, the first code in its lowest bits
    lines = [sum(int(code + 2 ** (bits - 1)) << (bits * i) for i, code in enumerate(row)) for row in codes]
    width = padded.shape[1] * bits // 8
    packed = np.array([list(line.to_bytes(width, 'little')) for line in lines], np.uint8)
    return packed, scales, meaning


def safetensors(tensors, metadata):
    order = sorted(tensors, key=lambda name: -tensors[name].dtype.itemsize)
    header, at = {'__metadata__': metadata}, 0
    for name in order:
        array = tensors[name]
        dtype = CODES[array.dtype.str[1:].upper()]
        header[name] = {'dtype': dtype, 'shape': list(array.shape), 'data_offsets': [at, at + array.nbytes]}
        at += array.nbytes
    text = json.dumps(header, separators=(',', ':'), ensure_ascii=False).encode()
    text += b' ' * (-len(text) % 8)
    return struct.pack('<Q', len(text)) + text + b''.join(tensors[name].tobytes() for name in order)
