"""Whether attention finds the words that mean each other: against links made by hand, and by an independent aligner."""

import pathlib
import re

import numpy as np

import corpus
from model import END, START

ALIGNED = pathlib.Path(__file__).resolve().parent / 'aligned.tsv'
LEAST = 0.25  # of a word's attention, for a link


def by_hand():
    """(English words, French words, sure links, all links) of every pair of aligned.tsv."""
    pairs = []
    for line in corpus.lines(ALIGNED):
        if not line.startswith('#'):
            english, french, links = line.split('\t')
            places = [(int(i), int(j), kind) for i, kind, j in re.findall(r'(\d+)([-?])(\d+)', links)]
            sure = {(i, j) for i, j, kind in places if kind == '-'}
            pairs.append((english.split(' '), french.split(' '), sure, {(i, j) for i, j, _ in places}))
    return pairs


def is_word(text):
    return any(letter.isalnum() for letter in text)


def between_words(links, source, target):
    return {(i, j) for i, j in links if is_word(source[i]) and is_word(target[j])}


def scores(pairs, found, marks=False):
    """Precision, recall and alignment error rate (Och and Ney 2003, section 5) of a set of links for each pair; of words
    alone, or of marks, too, which are easy."""
    hits_sure = hits_possible = links = sures = 0
    for (source, target, sure, possible), given in zip(pairs, found):
        if not marks:
            sure, possible, given = (between_words(each, source, target) for each in (sure, possible, given))
        hits_sure += len(given & sure)
        hits_possible += len(given & possible)
        links += len(given)
        sures += len(sure)
    return {'precision': hits_possible / max(links, 1), 'recall': hits_sure / sures,
            'aer': 1 - (hits_sure + hits_possible) / (links + sures)}


def word_weights(weights, source_words, target_words):
    """(L, S) of pieces -> (words, words): summed over the pieces of a source word, their mean over those of a target."""
    summed = np.stack([weights[:, first:last].sum(1) for _, first, last in source_words], axis=1)
    return np.stack([summed[first:last].mean(0) for _, first, last in target_words])


def attention(model, tokenizer, english, french):
    """(source words, target words, cross-attention (layers, H, target words, source words)), the model saying exactly
    this French. Source words go without the end of the sentence, so that rows add up to 1 or less."""
    source, target = tokenizer.encode(english) + [END], tokenizer.encode(french)
    _, weights = model.run(np.array([[START] + target]), np.array([source]))
    sources, targets = tokenizer.words(source)[:-1], tokenizer.words(target)
    heads = weights['cross'][0]
    merged = [[word_weights(head, sources, targets) for head in layer] for layer in heads]
    return [word for word, _, _ in sources], [word for word, _, _ in targets], np.array(merged)


def links_of(weights, least=LEAST):
    """Of every target word the source word with the largest weight, if it is as large as that."""
    best = weights.argmax(1)
    return {(int(i), j) for j, i in enumerate(best) if weights[j, i] >= least}


def spelled(words):
    """A text whose words these are: what alone begins with an apostrophe or a hyphen, or follows one, has no space before."""
    text = ''
    for word in words:
        joined = not text or text.endswith("'") or word[0] == '-' or word in {'.', ',', ')'}
        text += word if joined else ' ' + word
    return text
