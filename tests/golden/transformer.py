"""The whole Transformer in numpy and double precision, one sentence at a time, from the files that a page loads.

Independent of src: model.safetensors as src/checkpoint/quantized.hpp documents it, blocks that normalise before each
sublayer, max(0, x), sinusoidal positions, embeddings times sqrt(E) that are the output layer too.
"""

import json
import struct

import numpy as np

TYPES = {'F32': '<f4', 'F16': '<f2', 'I8': 'i1', 'U8': 'u1'}
START, END = 1, 2


def parameters(path):
    """By name, in float64."""
    file = path.read_bytes()
    size, = struct.unpack('<Q', file[:8])
    header = json.loads(file[8:8 + size])
    stored = {}
    for name, entry in header.items():
        if name != '__metadata__':
            first, last = (8 + size + offset for offset in entry['data_offsets'])
            stored[name] = np.frombuffer(file[first:last], TYPES[entry['dtype']]).reshape(entry['shape'])
    quantised = json.loads(header['__metadata__'].get('quantization', '{}'))
    found = {}
    for name, array in stored.items():
        if name in quantised:
            assert quantised[name]['bits'] == 8, 'this reader knows matrices of 8 bits'
            found[name] = array.astype(np.float64) * stored[f'{name}.scale'].astype(np.float64)[:, None]
        elif not (name.endswith('.scale') and name.removesuffix('.scale') in quantised):
            found[name] = array.astype(np.float64)
    return found


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def positions(length, width):
    wavelengths = 10000.0 ** (np.arange(0, width, 2) / width)
    angles = np.arange(length)[:, None] / wavelengths
    table = np.empty((length, width))
    table[:, 0::2], table[:, 1::2] = np.sin(angles), np.cos(angles)[:, :width // 2]
    return table


class Model:
    def __init__(self, config, p):
        self.config, self.p = config, p

    def norm(self, name, x):
        centred = x - x.mean(-1, keepdims=True)
        return centred / np.sqrt((centred ** 2).mean(-1, keepdims=True) + 1e-5) * self.p[f'{name}.gain'] + self.p[f'{name}.bias']

    def embed(self, ids):
        width = self.config['dModel']
        return self.p['embedding'][ids] * np.sqrt(width) + positions(len(ids), width)

    def attention(self, name, x, y, causal, edits):
        """(output, weights (H, L, S)); edits: by head, 'off' or 'average'."""
        heads = self.config['heads']
        q, k, v = (np.stack(np.split(a @ self.p[f'{name}.{w}'], heads, 1)) for a, w in ((x, 'wq'), (y, 'wk'), (y, 'wv')))
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[2])
        open_ = np.tri(*scores.shape[1:], dtype=bool) if causal else np.ones(scores.shape[1:], bool)
        weights = softmax(np.where(open_, scores, -np.inf))
        for head, how in edits.items():
            weights[head] = 0 if how == 'off' else open_ / open_.sum(1, keepdims=True)
        return np.concatenate(weights @ v, 1) @ self.p[f'{name}.wo'], weights

    def feed_forward(self, name, x):
        return np.maximum(0, x @ self.p[f'{name}.w1']) @ self.p[f'{name}.w2']

    def run(self, source, read, edits=None):
        """source (S) and read (L), which begins with <s>: the weights of each part (layers, H, L, S) and logits (L, V)."""
        changed = lambda part, layer: {e['head']: e['how'] for e in edits or [] if (e['part'], e['layer']) == (part, layer)}
        weights = {'encoder': [], 'decoder': [], 'cross': []}
        encoded = None
        if self.config['layers']:
            x = self.embed(source)
            for i in range(self.config['layers']):
                block = f'encoder.{i}'
                y = self.norm(f'{block}.norm1', x)
                made, w = self.attention(f'{block}.self', y, y, False, changed('encoder', i))
                weights['encoder'].append(w)
                x = x + made
                x = x + self.feed_forward(f'{block}.ff', self.norm(f'{block}.norm2', x))
            encoded = self.norm('encoder.norm', x)
        x = self.embed(read)
        for i in range(self.config['decoderLayers']):
            block = f'decoder.{i}'
            y = self.norm(f'{block}.norm1', x)
            made, w = self.attention(f'{block}.self', y, y, True, changed('decoder', i))
            weights['decoder'].append(w)
            x = x + made
            if encoded is not None:
                made, w = self.attention(f'{block}.cross', self.norm(f'{block}.norm2', x), encoded, False, changed('cross', i))
                weights['cross'].append(w)
                x = x + made
            last = 'norm2' if encoded is None else 'norm3'
            x = x + self.feed_forward(f'{block}.ff', self.norm(f'{block}.{last}', x))
        logits = self.norm('decoder.norm', x) @ self.p['embedding'].T
        return {part: np.array(w) for part, w in weights.items() if w} | {'logits': logits}

    def greedy(self, source, most):
        """The likeliest tokens, </s> at the end; fails where two are so close that float32 may choose the other."""
        said = []
        while len(said) < most:
            logits = self.run(source, [START] + said)['logits'][-1]
            second, first = np.sort(logits)[-2:]
            assert first - second > 1e-4, f'token {len(said)} is too close: {first}, {second}'
            said.append(int(logits.argmax()))
            if said[-1] == END:
                break
        return said
