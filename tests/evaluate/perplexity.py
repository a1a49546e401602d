"""How surprised a language model is by the texts that it never saw."""

import numpy as np

from model import END, START, log_softmax

ROWS = 4096  # tokens that go through the model together


def batches(sequences):
    """Of sequences of one length, as arrays."""
    groups = {}
    for sequence in sequences:
        groups.setdefault(len(sequence), []).append(sequence)
    for length, group in sorted(groups.items()):
        size = max(1, ROWS // (length + 1))
        yield from (np.array(group[first:first + size]) for first in range(0, len(group), size))


def losses(model, inputs, targets, encoded=None):
    """(B, L): nats for each token, of a translator after what the encoder made of its source."""
    decoded, _, _ = model.decode(inputs, model.start(encoded))
    return -np.take_along_axis(log_softmax(model.logits(decoded)), targets[..., None], axis=-1)[..., 0]


def perplexity(model, windows):
    """exp of the mean loss over all tokens and the END of every window, each after START."""
    total, count = 0.0, 0
    for batch in batches(windows):
        start, end = (np.full((len(batch), 1), token) for token in (START, END))
        loss = losses(model, np.hstack([start, batch]), np.hstack([batch, end]))
        total += loss.sum(dtype=np.float64)
        count += loss.size
    return float(np.exp(total / count)), count
