"""All that is measured of the translator."""

import numpy as np

import alignment
import corpus
import translation
from aligner import Aligner
from generation import by_length
from model import END, START
from perplexity import losses

AGREEMENT = 200  # sentence pairs on which attention is compared with the aligner


def french_perplexity(model, tokenizer, pairs):
    """Of every French token and the end, after the English sentence."""
    total = count = 0
    sources = [tokenizer.encode(english) + [END] for english, _ in pairs]
    for group in by_length(sources):
        encoded, _ = model.encode(np.array([sources[i] for i in group]))
        for row, i in enumerate(group):
            target = tokenizer.encode(pairs[i][1])
            loss = losses(model, np.array([[START] + target]), np.array([target + [END]]), encoded[row:row + 1])
            total += loss.sum(dtype=np.float64)
            count += loss.size
    return float(np.exp(total / count))


def best_head(pairs, weights):
    """The layer and head whose links agree best with those that the aligner found."""
    rates = np.array([[alignment.scores(pairs, [alignment.links_of(each[layer, head]) for each in weights])['aer']
                       for head in range(weights[0].shape[1])] for layer in range(len(weights[0]))])
    layer, head = np.unravel_index(rates.argmin(), rates.shape)
    return {'layer': int(layer), 'head': int(head), 'aer': float(rates[layer, head])}


def aligned_by(aligner, model, tokenizer, pairs):
    """(what alignment.scores() takes, the model's weights) with the aligner's links in place of those made by hand."""
    found, weights = [], []
    for english, french in pairs:
        source, target, merged = alignment.attention(model, tokenizer, english, french)
        links = aligner.links(source, target)
        found.append((source, target, links, links))
        weights.append(merged)
    return found, weights


def spread(pairs):
    """AGREEMENT of them, evenly."""
    return pairs[::max(1, len(pairs) // AGREEMENT)][:AGREEMENT]


def align(model, tokenizer, pairs, tell):
    head = model.config['alignment']
    tell('the independent aligner learns from the training pairs')
    aligner = Aligner([[tokenizer.split(text) for text in pair] for pair in pairs[corpus.TRAINING]])
    tell('attention as alignment')
    by_hand = alignment.by_hand()
    weights = []
    for source, target, _, _ in by_hand:
        *words, merged = alignment.attention(model, tokenizer, alignment.spelled(source), alignment.spelled(target))
        if words != [source, target]:
            raise ValueError(f'aligned.tsv has the words {source + target}, the tokenizer finds {sum(words, [])}')
        weights.append(merged)
    ours = [alignment.links_of(each[head['layer'], head['head']]) for each in weights]
    theirs = [aligner.links(source, target) for source, target, _, _ in by_hand]
    seen, seen_weights = aligned_by(aligner, model, tokenizer, spread(pairs[corpus.VALIDATION]))
    test, test_weights = aligned_by(aligner, model, tokenizer, spread(pairs[corpus.TEST]))
    return {'layer': head['layer'], 'head': head['head'], 'least': alignment.LEAST, 'pairs': len(by_hand),
            'hand': alignment.scores(by_hand, ours), 'handWithMarks': alignment.scores(by_hand, ours, marks=True),
            'independentAligner': alignment.scores(by_hand, theirs),
            'agreement': alignment.scores(test, [alignment.links_of(each[head['layer'], head['head']])
                                                 for each in test_weights]),
            'agreementPairs': len(test), 'bestHeadOnValidation': best_head(seen, seen_weights)}


def measure(model, tokenizer, data, tell):
    pairs = corpus.read_pairs(data / 'tatoeba-en-fr.tsv')
    test = translation.short_sentences(pairs[corpus.TEST])
    result = {'parameters': model.parameter_count(), 'testPairs': len(pairs[corpus.TEST]), 'sentences': len(test),
              'references': sum(map(len, test.values()))}
    for name, width in (('greedy', 1), ('beam4', 4)):
        tell(f'{len(test)} sentences, {name}')
        said = translation.translate(model, tokenizer, list(test), width)
        result[name] = translation.scores(list(test.values()), said)
    tried = translation.visitors(model, tokenizer)
    result['visitors'] = {'right': sum(right for _, _, right in tried), 'of': len(tried),
                          'others': [[english, french] for english, french, right in tried if not right]}
    tell('perplexity')
    result['perplexity'] = {split: french_perplexity(model, tokenizer, pairs[split])
                            for split in (corpus.VALIDATION, corpus.TEST)}
    return result | {'alignment': align(model, tokenizer, pairs, tell)}
