"""Induction heads (Olsson et al. 2022): random tokens said twice, and who looks at what followed them the first time."""

import numpy as np

from model import START
from perplexity import losses
from tokenizer import SPECIALS

COUNT, LENGTH = 32, 48  # sequences, and tokens that each repeats once
SEED = 7


def sequences(vocabulary):
    """(COUNT, 2 * LENGTH). The generator's raw stream is what numpy keeps stable across versions."""
    raw = np.random.PCG64(SEED).random_raw(COUNT * LENGTH).reshape(COUNT, LENGTH)
    once = (raw % np.uint64(vocabulary - len(SPECIALS))).astype(np.int64) + len(SPECIALS)
    return np.hstack([once, once])


def strongest(weights):
    """{'layer', 'head', 'score'} of (layers, H)."""
    layer, head = (int(place) for place in np.unravel_index(weights.argmax(), weights.shape))
    return {'layer': layer, 'head': head, 'score': float(weights[layer, head])}


def scores(model, vocabulary):
    """How much of its attention the best head gives to the token after the one that it stands on, and another head to
    the token before; and the mean loss in nats for the first and the second copy."""
    tokens = sequences(vocabulary)
    inputs = np.hstack([np.full((COUNT, 1), START), tokens[:, :-1]])
    loss = losses(model, inputs, tokens)
    weights = np.mean([model.run(row[None])[1]['decoder'][0] for row in inputs], axis=0)  # (layers, H, L, L)
    # Row r holds token r - 1. In the second copy it stood at row r - LENGTH, and what followed it at r - LENGTH + 1.
    rows = np.arange(LENGTH + 1, 2 * LENGTH)
    return {'prefixMatching': strongest(weights[:, :, rows, rows - LENGTH + 1].mean(-1)),
            'previousToken': strongest(weights[:, :, rows, rows - 1].mean(-1)),
            'firstLoss': float(loss[:, :LENGTH].mean()), 'secondLoss': float(loss[:, LENGTH:].mean())}
