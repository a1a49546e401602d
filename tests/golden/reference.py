"""Attention in numpy and float64, written from the papers' formulas and not from the engine's sources.

Shapes: L query tokens, S key tokens, E model width, H heads, D head width. Row-major, a token is a row.
"""

import math

import numpy as np

MINUS_INFINITY = -np.inf


def matmul(a, b):
    """a (..., M, K) times b (..., K, N), summed by numpy itself: no BLAS, whose order of sums differs by machine."""
    return (a[..., :, :, None] * b[..., None, :, :]).sum(axis=-2)


def transposed(a):
    return np.swapaxes(a, -1, -2)


def softmax(scores):
    """Over the last axis; a row of only -inf becomes 0."""
    largest = scores.max(axis=-1, keepdims=True)
    shifted = scores - np.where(np.isneginf(largest), 0, largest)
    exponentials = np.exp(shifted)
    sums = exponentials.sum(axis=-1, keepdims=True)
    return exponentials / np.where(sums == 0, 1, sums)


def additive(mask):
    """Booleans to 0 and -inf; an additive mask stays as it is."""
    if mask.dtype == np.uint8:
        return np.where(mask == 1, 0.0, MINUS_INFINITY)
    return mask.astype(np.float64)


def causal_mask(queries, keys):
    return np.tril(np.ones((queries, keys), np.uint8))


def sliding_window_mask(queries, keys, window):
    distance = np.abs(np.arange(queries)[:, None] - np.arange(keys)[None, :])
    return (distance <= window).astype(np.uint8)


def padding_mask(queries, keep):
    return np.tile(keep[None, :], (queries, 1))


def attention(query, key, value, mask=None, scale=None):
    """softmax(Q K^T scale + mask) V of (..., L, D), (..., S, D), (..., S, Dv)."""
    query, key, value = (array.astype(np.float64) for array in (query, key, value))
    trace = {'scores': matmul(query, transposed(key))}
    trace['scaled'] = trace['scores'] * (1 / math.sqrt(query.shape[-1]) if scale is None else float(scale))
    trace['masked'] = trace['scaled'] if mask is None else trace['scaled'] + additive(mask)
    trace['weights'] = softmax(trace['masked'])
    trace['output'] = matmul(trace['weights'], value)
    return trace


def split_heads(x, heads):
    """(L, E) -> (H, L, D)"""
    return np.stack(np.split(x, heads, axis=1))


def multi_head(query, key, value, heads, parameters=None, mask=None):
    """parameters: {'wq': (E, E), ..., 'bq': (E), ...}; absent, Q = K = V = X."""
    def project(x, name):
        if parameters is None:
            return x.astype(np.float64)
        bias = parameters.get('b' + name, np.zeros(x.shape[1]))
        return matmul(x.astype(np.float64), parameters['w' + name].astype(np.float64)) + bias.astype(np.float64)

    trace = {name: split_heads(project(x, name), heads) for name, x in (('q', query), ('k', key), ('v', value))}
    trace.update(attention(trace['q'], trace['k'], trace['v'], mask))
    trace['heads'] = trace.pop('output')
    trace['concat'] = np.concatenate(list(trace['heads']), axis=1)
    trace['output'] = project(trace['concat'], 'o')
    return trace


def article(q, k, v, d_model):
    """The listing's arithmetic, step by step: its d_model is an attribute, whatever the matrices' shapes are."""
    q, k, v = (array.astype(np.float64) for array in (q, k, v))
    sf = d_model ** 2
    trace = {'scores': matmul(q, k.T)}
    trace['scaled'] = (1 / np.sqrt(d_model)) * trace['scores']
    trace['divided'] = (1 / sf) * trace['scaled']
    trace['weights'] = softmax(trace['divided'])
    trace['attended'] = matmul(trace['weights'], v)
    trace['output'] = sf * trace['attended']
    return trace


def article_multi_head(matrix, wq, wk, wv, d_model):
    q, k, v = (matmul(matrix.astype(np.float64), w.astype(np.float64)) for w in (wq, wk, wv))
    return {'q': q, 'k': k, 'v': v} | article(q, k, v, d_model)


WORD = 2 ** 64


class Stream:
    """SplitMix64 started from a seed and a name: the increment times the seed, xor the name's 64-bit FNV-1a hash."""

    INCREMENT = 0x9E3779B97F4A7C15

    def __init__(self, seed, name):
        digest = 14695981039346656037
        for byte in name.encode():
            digest = ((digest ^ byte) * 1099511628211) % WORD
        self.state = digest ^ (seed * self.INCREMENT % WORD)

    def next(self):
        self.state = (self.state + self.INCREMENT) % WORD
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % WORD
        return z ^ (z >> 31)

    def uniform(self):
        """In (0, 1]: the upper 53 bits plus one."""
        return ((self.next() >> 11) + 1) / 2 ** 53

    def gaussian(self, count):
        """Box-Muller: each pair of uniforms gives a cosine and a sine."""
        values = []
        while len(values) < count:
            radius, angle = math.sqrt(-2 * math.log(self.uniform())), 2 * math.pi * self.uniform()
            values += [radius * math.cos(angle), radius * math.sin(angle)]
        return np.array(values[:count])


def positions(length, width):
    """sin(l / 10000^(2i / E)) in column 2i, cos of the same angle in column 2i + 1."""
    pair = np.arange(width) // 2
    angle = np.arange(length)[:, None] / np.power(10000.0, 2 * pair / width)
    return np.where(np.arange(width) % 2 == 0, np.sin(angle), np.cos(angle))


def xavier_uniform(width, seed, name):
    """In +-sqrt(6 / (fan in + fan out)): bound (1 - 2u) for each uniform u of the stream of the parameter's name."""
    stream = Stream(seed, name)
    bound = math.sqrt(6 / (width + width))
    return np.array([bound * (1 - 2 * stream.uniform()) for _ in range(width * width)]).reshape(width, width)
