"""The interpolated modified Kneser-Ney model (Chen and Goodman 1999, section 3): how often a word follows the words
before it, backed by how many different words it follows.

A sentence is ids; START stands before it, END after it, and no n-gram goes beyond them. An n-gram is one integer, its
tokens its digits to the base of the vocabulary, so that the n-grams of one context are neighbours when sorted.
"""

import numpy as np

START, END = 1, 2
NEVER_SAID = 2  # of the vocabulary: <pad> and START


def stream(sentences):
    """(all tokens one after the other, the place of each in its sentence)"""
    lengths = np.array([len(sentence) + 2 for sentence in sentences])
    tokens = np.array([token for sentence in sentences for token in (START, *sentence, END)], np.int64)
    places = np.arange(len(tokens)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return tokens, places


def codes_of(tokens, order, base):
    """Of the n-gram that ends at each token; wrong for the first order - 1."""
    codes = np.zeros_like(tokens)
    for back in range(order):
        codes[back:] += tokens[:max(len(tokens) - back, 0)] * base ** back
    return codes


def discounts_of(counts):
    """What n-grams seen once, twice, and more often give away: equation 26."""
    n1, n2, n3, n4 = (np.count_nonzero(counts == times) for times in (1, 2, 3, 4))
    if 0 in (n1, n2, n3, n4):
        raise ValueError(f'no discounts: n-grams seen 1, 2, 3, 4 times are {n1}, {n2}, {n3}, {n4}; all must be there')
    y = n1 / (n1 + 2 * n2)
    return 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3


class Level:
    """The n-grams of one order, what each has after its discount, and what its context gives to the order below."""

    def __init__(self, grams, counts, base, discounts=None):
        discount = np.asarray(discounts or discounts_of(counts))[np.minimum(counts, 3) - 1]
        self.grams, self.base = grams, base
        self.contexts, first = np.unique(grams // base, return_index=True)
        totals = np.add.reduceat(counts, first)
        self.left = np.add.reduceat(discount, first) / totals
        self.shares = (counts - discount) / np.repeat(totals, np.diff(np.append(first, len(grams))))

    def probabilities(self, grams, lower):
        """Of n-grams whose last n - 1 tokens' probabilities are lower: equation 25."""
        return found(self.grams, self.shares, grams, 0) + found(self.contexts, self.left, grams // self.base, 1) * lower


def found(keys, values, wanted, otherwise):
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], otherwise)


class KneserNey:
    def __init__(self, sentences, vocabulary, order=5, discounts=None):
        if vocabulary ** order > 2 ** 63:
            raise ValueError(f'{order} tokens of {vocabulary} do not fit into 63 bits')
        self.base, self.order = vocabulary, order
        tokens, places = stream(sentences)
        self.levels, longer = [], None
        for n in range(order, 0, -1):
            raw, times = np.unique(codes_of(tokens, n, vocabulary)[places >= max(n - 1, 1)], return_counts=True)
            if longer is not None:
                # By how many different tokens stand before it; nothing stands before START.
                grams, counts = np.unique(longer % vocabulary ** n, return_counts=True)
                first = raw // vocabulary ** (n - 1) == START
                raw, times = (np.concatenate(both) for both in ((grams, raw[first]), (counts, times[first])))
                sort = np.argsort(raw)
                raw, times = raw[sort], times[sort]
            longer = raw
            self.levels.insert(0, Level(raw, times, vocabulary, discounts))

    def probabilities(self, sentences):
        """Of every token and of the END of every sentence."""
        tokens, places = stream(sentences)
        p = np.full(len(tokens), 1 / (self.base - NEVER_SAID))
        for n, level in enumerate(self.levels, start=1):
            whole = places >= n - 1
            p[whole] = level.probabilities(codes_of(tokens, n, self.base)[whole], p[whole])
        return p[places > 0]

    def perplexity(self, sentences):
        return float(np.exp(-np.log(self.probabilities(sentences)).mean()))
