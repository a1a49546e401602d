"""Heads of the language model that look where grammar points, each against always looking equally far back (Clark et al.
2019, "What Does BERT Look At?", section 5)."""

import collections
import pathlib
import re

import numpy as np

import corpus
from alignment import spelled, word_weights
from model import START

MARKED = pathlib.Path(__file__).resolve().parent / 'grammar.tsv'
RELATIONS = {'o': 'object -> verb', 's': 'verb -> subject', 'n': 'noun -> determiner', 'a': 'noun -> adjective'}


def marked():
    """(words, {(relation, from): all right places}) of every sentence of grammar.tsv."""
    for line in corpus.lines(MARKED):
        if not line.startswith('#'):
            words, links = line.split('\t')
            places = collections.defaultdict(set)
            for relation, start, end in re.findall(r'([osna])(\d+)-(\d+)', links):
                places[relation, int(start)].add(int(end))
            yield words.split(' '), places


def attention(model, tokenizer, text):
    """(words, (layers, H, words, words)), without what goes to <s>."""
    ids = tokenizer.encode(text)
    _, weights = model.run(np.array([[START] + ids]))
    words = [(word, first + 1, last + 1) for word, first, last in tokenizer.words(ids)]  # after <s>
    heads = weights['decoder'][0]
    return [word for word, _, _ in words], np.array([[word_weights(head, words, words) for head in layer]
                                                     for layer in heads])


def best_offset(cases):
    """(how far back, share of cases that are there)"""
    offsets = collections.Counter(start - end for start, ends in cases for end in ends)
    offset, count = max(offsets.items(), key=lambda each: (each[1], -each[0]))
    return offset, count / len(cases)


def scores(model, tokenizer):
    """Of every relation the head whose largest weight of earlier words is most often right: the words of a piece added
    up, <s> and the word itself left out."""
    hits, cases = {relation: 0 for relation in RELATIONS}, {relation: [] for relation in RELATIONS}
    for words, places in marked():
        found, weights = attention(model, tokenizer, spelled(words))
        if found != words:
            raise ValueError(f'grammar.tsv has the words {words}, the tokenizer finds {found}')
        for (relation, start), ends in places.items():
            looked_at = weights[:, :, start, :start].argmax(-1)
            hits[relation] = hits[relation] + np.isin(looked_at, list(ends))
            cases[relation].append((start, ends))
    return {relation: score(hits[relation], cases[relation]) for relation in RELATIONS}


def score(hits, cases):
    layer, head = (int(place) for place in np.unravel_index(hits.argmax(), hits.shape))
    offset, share = best_offset(cases)
    return {'layer': layer, 'head': head, 'share': float(hits[layer, head] / len(cases)), 'cases': len(cases),
            'offset': offset, 'offsetShare': share}
