"""The published variants in numpy and float64, written from the papers' formulas and not from the engine's sources.

q (H, L, D), k (H, S, D), v (H, S, Dv), mask (L, S) additive. Each function returns the weights (H, L, S) and the outputs
(H, L, Dv).
"""

import numpy as np

from reference import matmul, softmax, transposed


def scaled(q, k):
    return matmul(q, transposed(k)) / np.sqrt(q.shape[-1])


def outputs(weights, v):
    return weights, matmul(weights, v)


def distances(q, k):
    """s - l"""
    return np.arange(k.shape[-2])[None, :] - np.arange(q.shape[-2])[:, None]


def multiplicative(q, k, v, mask, w):
    return outputs(softmax(matmul(matmul(q, w), transposed(k)) + mask), v)


def multi_query(q, k, v, mask):
    """All heads with the keys and values of the first."""
    return outputs(softmax(scaled(q, k[:1]) + mask), np.broadcast_to(v[:1], v.shape))


def sliding_window(q, k, v, mask, window):
    return outputs(softmax(scaled(q, k) + np.where(abs(distances(q, k)) <= window, 0, -np.inf) + mask), v)


def alibi(q, k, v, mask):
    heads = q.shape[0]
    slopes = 2.0 ** (-8 * (np.arange(heads) + 1) / heads)
    return outputs(softmax(scaled(q, k) - slopes[:, None, None] * abs(distances(q, k)) + mask), v)


def rotary(q, k, v, mask):
    def turned(x):
        pairs = x[..., 0::2] + 1j * x[..., 1::2]
        speeds = 10000.0 ** (-np.arange(0, x.shape[-1], 2) / x.shape[-1])
        pairs = pairs * np.exp(1j * np.arange(x.shape[-2])[:, None] * speeds)
        return np.stack([pairs.real, pairs.imag], axis=-1).reshape(x.shape)
    return outputs(softmax(scaled(turned(q), turned(k)) + mask), v)


def query_key_norm(q, k, v, mask):
    def unit(x):
        return x / np.sqrt((x * x).sum(axis=-1, keepdims=True))
    keys = k.shape[-2]
    return outputs(softmax(np.log2(keys ** 2 - keys) * matmul(unit(q), transposed(unit(k))) + mask), v)


def sigmoid(q, k, v, mask):
    return outputs(1 / (1 + np.exp(-(scaled(q, k) - np.log(k.shape[-2]) + mask))), v)


def softmax_off_by_one(q, k, v, mask, sinks):
    exponentials = np.exp(scaled(q, k) + mask)
    return outputs(exponentials / (np.exp(sinks)[:, None, None] + exponentials.sum(axis=-1, keepdims=True)), v)


def additive(q, k, v, mask, wq, wk, combine):
    hidden = np.tanh(matmul(q, wq)[:, :, None, :] + matmul(k, wk)[:, None, :, :])
    return outputs(softmax((hidden * combine[:, None, None, :]).sum(axis=-1) + mask), v)


def relative_positions(q, k, v, mask, key_distances, value_distances):
    furthest = len(key_distances) // 2
    rows = np.clip(distances(q, k), -furthest, furthest) + furthest
    scores = (q[:, :, None, :] * (k[:, None, :, :] + key_distances[rows])).sum(axis=-1)
    weights = softmax(scores / np.sqrt(q.shape[-1]) + mask)
    return weights, (weights[..., None] * (v[:, None, :, :] + value_distances[rows])).sum(axis=-2)


def relative_buckets(q, k, v, mask, bias, max_distance):
    """Both directions."""
    each = bias.shape[-1] // 2
    near = each // 2
    distance = distances(q, k)
    steps = np.log(np.maximum(abs(distance), 1) / near) / np.log(max_distance / near) * (each - near)
    far = np.minimum(near + np.floor(steps).astype(int), each - 1)
    buckets = np.where(distance > 0, each, 0) + np.where(abs(distance) < near, abs(distance), far)
    return outputs(softmax(matmul(q, transposed(k)) + bias[:, buckets] + mask), v)


def linear(q, k, v, mask):
    def features(x):
        return np.where(x > 0, x + 1, np.exp(np.minimum(x, 0)))
    similarities = matmul(features(q), transposed(features(k))) * np.exp(mask)
    sums = similarities.sum(axis=-1, keepdims=True)
    return outputs(similarities / np.where(sums == 0, 1, sums), v)


def differential(q, k, v, mask, factor):
    half = q.shape[-1] // 2
    return outputs(softmax(scaled(q[..., :half], k[..., :half]) + mask)
                   - factor * softmax(scaled(q[..., half:], k[..., half:]) + mask), v)


def talking_heads(q, k, v, mask, mix_scores, mix_weights):
    """weights are the mixed ones."""
    def mix(x, parameter):
        return (x[:, None] * parameter[:, :, None, None]).sum(axis=0)
    return outputs(mix(softmax(mix(scaled(q, k), mix_scores) + mask), mix_weights), v)


def sparse(project):
    """Attention with a function of the seen scores of a row, best first, that returns their weights."""
    def attend(q, k, v, mask):
        masked = scaled(q, k) + mask
        weights = np.zeros(masked.shape)
        for row, result in zip(masked.reshape(-1, masked.shape[-1]), weights.reshape(-1, masked.shape[-1])):
            order = np.argsort(-row)[:np.isfinite(row).sum()]
            if order.size:
                result[order] = project(row[order])
        return outputs(weights, v)
    return attend


def sparsemax_row(x):
    """Martins and Astudillo 2016, algorithm 1."""
    counts = np.arange(1, x.size + 1)
    support = counts[1 + counts * x > np.cumsum(x)].max()
    return np.maximum(x - (x[:support].sum() - 1) / support, 0)


def entmax_row(x):
    """Peters, Niculae and Martins 2019, the exact algorithm for alpha = 1.5: the threshold from mean and spread."""
    x = x / 2
    for support in range(x.size, 0, -1):
        mean = x[:support].mean()
        spread = ((x[:support] - mean) ** 2).sum()
        if spread > 1:
            continue
        threshold = mean - np.sqrt((1 - spread) / support)
        if threshold <= x[support - 1]:
            return np.maximum(x - threshold, 0) ** 2
    raise AssertionError('the best alone is always a support')


sparsemax = sparse(sparsemax_row)
entmax = sparse(entmax_row)
