"""Which word of a sentence means which of the other, found from many pairs alone: IBM model 2 with a prior for the
diagonal (Dyer, Chahuneau, Smith 2013), in both directions, symmetrised as grow-diag-final-and (Koehn, Och, Marcu 2003).

A pair is two lists of words; links are pairs of places, from 0.
"""

import numpy as np

NULL = 0.08  # how likely a word comes from none
TENSION = 4.0  # how much likelier words near the diagonal are
ROUNDS = 6
SMALLEST = 1e-9  # of a translation that was never seen


class Vocabulary:
    def __init__(self):
        self.ids = {}

    def add(self, words):
        return [self.ids.setdefault(word.lower(), len(self.ids)) for word in words]

    def find(self, words):
        return [self.ids.get(word.lower(), -1) for word in words]


def prior(sources, targets):
    """(targets, sources + 1): the last column is for none."""
    j, i = np.arange(targets)[:, None], np.arange(sources)
    near = np.exp(-TENSION * np.abs((j + 0.5) / targets - (i + 0.5) / sources))
    return np.hstack([(1 - NULL) * near / near.sum(1, keepdims=True), np.full((targets, 1), NULL)])


class Model2:
    """How likely a source word is said as a target word."""

    def __init__(self, pairs):
        """pairs of word ids."""
        self.count = 1 + max(max(target, default=0) for _, target in pairs)
        self.priors = {}
        keys, priors, places, place = [], [], [], 0
        for source, target in pairs:
            keys.append(self.keys(source, target).ravel())
            priors.append(self.prior(len(source), len(target)).ravel())
            places.append(np.repeat(np.arange(place, place + len(target)), len(source) + 1))
            place += len(target)
        keys, priors, places = (np.concatenate(each) for each in (keys, priors, places))
        self.pairs, links = np.unique(keys, return_inverse=True)
        heads = np.unique(self.pairs // self.count, return_inverse=True)[1]
        self.t = np.full(len(self.pairs), 1.0)
        for _ in range(ROUNDS):
            shares = priors * self.t[links]
            shares /= np.bincount(places, shares)[places]
            counts = np.bincount(links, shares)
            self.t = counts / np.bincount(heads, counts)[heads]

    def prior(self, sources, targets):
        if (sources, targets) not in self.priors:
            self.priors[sources, targets] = prior(sources, targets)
        return self.priors[sources, targets]

    def keys(self, source, target):
        """(targets, sources + 1): a number for each pair of words, 0 ... for none."""
        heads = np.append(np.array(source, np.int64) + 1, 0)
        return heads * self.count + np.array(target, np.int64)[:, None]

    def links(self, source, target):
        """Of every target word, the likeliest source word, if that is one."""
        keys = self.keys(source, target)
        at = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        known = (self.pairs[at] == keys) & (np.array(target)[:, None] >= 0)
        best = (self.prior(len(source), len(target)) * np.where(known, self.t[at], SMALLEST)).argmax(1)
        return {(int(i), j) for j, i in enumerate(best) if i < len(source)}


def symmetrized(forward, backward):
    """grow-diag-final-and of two sets of links."""
    union, links = forward | backward, forward & backward

    def is_free(link, both):
        free = (all(i != link[0] for i, _ in links), all(j != link[1] for _, j in links))
        return all(free) if both else any(free)

    grown = True
    while grown:
        grown = False
        for i, j in sorted(links):
            for link in [(i + di, j + dj) for di in (-1, 0, 1) for dj in (-1, 0, 1)]:
                if link in union and link not in links and is_free(link, both=False):
                    links = links | {link}
                    grown = True
    for direction in (forward, backward):
        for link in sorted(direction):
            if is_free(link, both=True):
                links = links | {link}
    return links


class Aligner:
    def __init__(self, pairs):
        """pairs of words."""
        self.sources, self.targets = Vocabulary(), Vocabulary()
        ids = [(self.sources.add(source), self.targets.add(target)) for source, target in pairs]
        self.forward = Model2(ids)
        self.backward = Model2([(target, source) for source, target in ids])

    def links(self, source, target):
        source, target = self.sources.find(source), self.targets.find(target)
        backward = {(i, j) for j, i in self.backward.links(target, source)}
        return symmetrized(self.forward.links(source, target), backward)
