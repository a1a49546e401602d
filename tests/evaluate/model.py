"""The Transformer of src/transformer in numpy, for many sentences of one length at a time; independent of that code.

Arrays: ids (B, L), the stream (B, L, E), weights (B, H, L, S), logits (B, L, V). The same function decodes a whole
sentence and, with the keys and values that a cache keeps, one token after the other.
"""

import json
import pathlib

import numpy as np

import checkpoint

START, END = 1, 2


def layer_norm(x, gain, bias):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred ** 2).mean(-1, keepdims=True) + 1e-5) * gain + bias


def softmax(scores):
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def log_softmax(logits):
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def sinusoids(first, count, width):
    angles = np.arange(first, first + count)[:, None] / 10000 ** (np.arange(0, width, 2) / width)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(count, -1)[:, :width]


class Model:
    def __init__(self, config, parameters, dtype=np.float32):
        self.config = config
        self.dtype = dtype
        self.p = {name: values.astype(dtype) for name, values in parameters.items()}
        self.layers, self.decoder_layers = config.get('layers', 0), config['decoderLayers']
        self.heads = config['heads']

    @classmethod
    def load(cls, folder, dtype=np.float32):
        folder = pathlib.Path(folder)
        config = json.loads((folder / 'config.json').read_text(encoding='utf-8'))
        if config['task'] == 'language':
            config['layers'] = 0
        return cls(config, checkpoint.read_parameters(folder / 'model.safetensors'), dtype)

    def parameter_count(self):
        return sum(values.size for values in self.p.values())

    def embed(self, ids, first=0):
        table = self.p['embedding']
        width = table.shape[1]
        positions = sinusoids(first, ids.shape[1], width)
        return (table[ids] * np.sqrt(width) + positions).astype(self.dtype)

    def norm(self, name, x):
        return layer_norm(x, self.p[name + '.gain'], self.p[name + '.bias'])

    def split(self, x):
        return x.reshape(*x.shape[:2], self.heads, -1).swapaxes(1, 2)

    def keys_and_values(self, name, y):
        return self.split(y @ self.p[name + '.wk']), self.split(y @ self.p[name + '.wv'])

    def attend(self, name, x, keys, values, causal=False):
        """(what is added to the stream, weights). The queries are the last tokens of those that the keys stand for."""
        q = self.split(x @ self.p[name + '.wq'])
        scores = q @ keys.swapaxes(-1, -2) / np.sqrt(self.dtype(q.shape[-1]))
        if causal:
            queries, count = scores.shape[-2:]
            scores = np.where(np.tri(queries, count, count - queries, dtype=bool), scores, self.dtype(-np.inf))
        weights = softmax(scores)
        heads = (weights @ values).swapaxes(1, 2)
        return heads.reshape(*x.shape) @ self.p[name + '.wo'], weights

    def feed_forward(self, name, x):
        return np.maximum(x @ self.p[name + '.w1'], 0) @ self.p[name + '.w2']

    def encode(self, ids):
        """(output (B, S, E), weights of every layer)"""
        x, every = self.embed(ids), []
        for i in range(self.layers):
            name = f'encoder.{i}'
            normed = self.norm(name + '.norm1', x)
            added, weights = self.attend(name + '.self', normed, *self.keys_and_values(name + '.self', normed))
            x = x + added
            x = x + self.feed_forward(name + '.ff', self.norm(name + '.norm2', x))
            every.append(weights)
        return self.norm('encoder.norm', x), every

    def start(self, encoded=None):
        """An empty cache, for decode(): (keys, values) by the name of the attention."""
        cache = {}
        for i in range(self.decoder_layers if encoded is not None else 0):
            cache[f'decoder.{i}.cross'] = self.keys_and_values(f'decoder.{i}.cross', encoded)
        return cache

    def decode(self, ids, cache):
        """(stream after the last norm, self weights and cross weights of every layer) for tokens that follow those in
        the cache, which grows."""
        own = 'decoder.0.self'
        x = self.embed(ids, cache[own][0].shape[2] if own in cache else 0)
        selves, crosses = [], []
        for i in range(self.decoder_layers):
            name = f'decoder.{i}'
            has_cross = name + '.cross' in cache
            normed = self.norm(name + '.norm1', x)
            new = self.keys_and_values(name + '.self', normed)
            if name + '.self' in cache:
                new = [np.concatenate(both, axis=2) for both in zip(cache[name + '.self'], new)]
            cache[name + '.self'] = new
            added, weights = self.attend(name + '.self', normed, *new, causal=True)
            x = x + added
            selves.append(weights)
            if has_cross:
                added, weights = self.attend(name + '.cross', self.norm(name + '.norm2', x), *cache[name + '.cross'])
                x = x + added
                crosses.append(weights)
            last = '.norm3' if has_cross else '.norm2'
            x = x + self.feed_forward(name + '.ff', self.norm(name + last, x))
        return self.norm('decoder.norm', x), selves, crosses

    def logits(self, decoded):
        return decoded @ self.p['embedding'].T

    def run(self, target, source=None):
        """logits (B, L, V) and the weights by part, each (B, layers, H, L, S). target begins with START; source ends
        with END."""
        weights = {}
        encoded = None
        if source is not None:
            encoded, every = self.encode(source)
            weights['encoder'] = np.stack(every, axis=1)
        decoded, selves, crosses = self.decode(target, self.start(encoded))
        weights['decoder'] = np.stack(selves, axis=1)
        if crosses:
            weights['cross'] = np.stack(crosses, axis=1)
        return self.logits(decoded), weights
