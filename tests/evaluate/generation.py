"""Translations by a model: always the likeliest next token, or a beam. Sentences of one length go together."""

import collections

import numpy as np

from model import END, START, log_softmax

MOST = 64  # tokens of a translation
ALPHA = 0.6  # of the length penalty ((5 + length) / 6)^ALPHA (Wu et al. 2016, as in Vaswani et al. 2017)
BATCH = 64


def penalty(length):
    return ((5 + length) / 6) ** ALPHA


def by_length(sources):
    """Batches of indices of sources of one length."""
    groups = collections.defaultdict(list)
    for i, source in enumerate(sources):
        groups[len(source)].append(i)
    for group in groups.values():
        for first in range(0, len(group), BATCH):
            yield group[first:first + BATCH]


def greedy_batch(model, sources):
    cache = model.start(model.encode(sources)[0])
    tokens = np.full((len(sources), 1), START)
    made = []
    done = np.zeros(len(sources), bool)
    while len(made) < MOST and not done.all():
        decoded, _, _ = model.decode(tokens, cache)
        tokens = model.logits(decoded[:, -1]).argmax(-1)[:, None]
        made.append(np.where(done, END, tokens[:, 0]))
        done |= tokens[:, 0] == END
    rows = np.stack(made, axis=1).tolist()
    return [row[:row.index(END)] if END in row else row for row in rows]


def likeliest(logs, sums, width):
    """(sums, hypotheses that go on, their next tokens), each (B, width), of logs (B, width, V) and sums (B, width)."""
    most = min(width, logs.shape[2])  # more of one hypothesis cannot be among the best
    tokens = np.argpartition(-logs, most - 1, axis=2)[:, :, :most]
    totals = sums[:, :, None] + np.take_along_axis(logs, tokens, axis=2)
    chosen = np.argsort(-totals.reshape(len(sums), -1), axis=1)[:, :width]
    at = np.arange(len(sums))[:, None], chosen // most, chosen % most
    return totals[at], at[1], tokens[at]


def beam_batch(model, sources, width):
    """Of each sentence the finished translation with the best log-probability over penalty()."""
    count = len(sources)
    best, texts_of = np.full(count, -np.inf), [[]] * count
    cache = model.start(np.repeat(model.encode(sources)[0], width, axis=0))
    tokens = np.full((count, width), START)
    sums = np.where(np.arange(width) == 0, 0.0, -np.inf)[None].repeat(count, axis=0)  # all begin as one
    texts = np.zeros((count, width, 0), int)
    active = np.arange(count)
    for length in range(1, MOST + 1):
        decoded, _, _ = model.decode(tokens.reshape(-1, 1), cache)
        logs = log_softmax(model.logits(decoded[:, -1])).reshape(len(active), width, -1)
        ends = (sums + logs[:, :, END]) / penalty(length)
        for row, k in enumerate(ends.argmax(1)):
            if ends[row, k] > best[active[row]]:
                best[active[row]], texts_of[active[row]] = ends[row, k], texts[row, k].tolist()
        logs[:, :, END] = -np.inf
        sums, parents, tokens = likeliest(logs, sums, width)
        # What is unfinished can only get less likely, and no penalty exceeds that of the longest.
        alive = np.flatnonzero(sums[:, 0] / penalty(MOST) > best[active])
        if not len(alive):
            break
        texts = np.concatenate([np.take_along_axis(texts, parents[:, :, None], axis=1), tokens[:, :, None]], axis=2)[alive]
        rows = (parents[alive] + alive[:, None] * width).reshape(-1)
        cache = {name: [each[rows] for each in both] for name, both in cache.items()}
        active, sums, tokens = active[alive], sums[alive], tokens[alive]
    return texts_of


def translations(model, sources, width=1):
    """Token ids for each source, which ends with END."""
    results = [None] * len(sources)
    for group in by_length(sources):
        batch = np.array([sources[i] for i in group])
        found = greedy_batch(model, batch) if width == 1 else beam_batch(model, batch, width)
        for i, ids in zip(group, found):
            results[i] = ids
    return results
