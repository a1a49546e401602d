"""MODEL_CARD.md: what a model is, what it learnt from, how good it is, and what it gets wrong."""

import json

TATOEBA = """English-French sentence pairs from Tatoeba (https://tatoeba.org), selected and sorted by
https://www.manythings.org/anki/ (2018-05-13), CC BY 2.0 FR (https://creativecommons.org/licenses/by/2.0/fr/)."""
BOOKS = """children's books in the public domain in the USA, in the productions of Standard Ebooks
(https://standardebooks.org), CC0; and simple stories of the African Storybook (https://www.africanstorybook.org), from the
Global African Storybook Project, CC BY."""


def table(head, rows):
    lines = [head, ['---'] + ['---:'] * (len(head) - 1), *rows]
    return '\n'.join('| ' + ' | '.join(str(cell) for cell in line) + ' |' for line in lines)


def percent(share):
    return f'{100 * share:.0f} %'


def training(folder):
    """What training.json and training.tsv, the program's log.tsv, say of how the weights were made."""
    about = json.loads((folder / 'training.json').read_text(encoding='utf-8'))
    log = [line.split('\t') for line in (folder / 'training.tsv').read_text(encoding='utf-8').splitlines()]
    shown = [log[i * (len(log) - 1) // min(11, len(log))] for i in range(min(11, len(log)))] + [log[-1]]
    rows = [[step, f'{float(loss):.3f}', percent(float(hit))] for step, loss, hit, *_ in dict.fromkeys(map(tuple, shown))]
    return f"""## Training

    {about['command']}

{about['minutes']} minutes on {about['machine']}. The same command gives the same weights on the same machine.

{table(['step', 'validation loss, nats a token', 'tokens foreseen'], rows)}

The matrices are stored in few bits (src/checkpoint/quantized.hpp); all scores below are of the weights as stored."""


def translator(config, scores, folder):
    alignment, visitors = scores['alignment'], scores['visitors']
    quality = table(['sentences of up to 12 words', 'BLEU', 'chrF2', "nltk's chrF3", 'same as a reference'],
                    [[name, *(f'{scores[key][part]:.1f}' for part in ('bleu', 'chrf', 'chrfNltk')),
                      f'{scores[key]["exact"]:.0f} %'] for name, key in (('greedy', 'greedy'), ('beam of 4', 'beam4'))])
    links = table(['links between words', 'precision', 'recall', 'alignment error rate'],
                  [[name, *(f'{values[key]:.3f}' for key in ('precision', 'recall', 'aer'))] for name, values in (
                      (f'this head, {alignment["pairs"]} pairs aligned by hand', alignment['hand']),
                      ('the same, punctuation marks too', alignment['handWithMarks']),
                      ('the independent aligner, the same pairs', alignment['independentAligner']),
                      (f'this head against that aligner, {alignment["agreementPairs"]} test pairs', alignment['agreement']))])
    wrong = '\n'.join(f'- {english} -> {french}' for english, french in visitors['others']) or '- none'
    return f"""# English to French, in miniature

An encoder-decoder Transformer (Vaswani et al. 2017; blocks normalise before each sublayer) of {config['layers']} + {config['decoderLayers']} layers, {config['heads']} heads,
d_model {config['dModel']}, feed-forward {config['feedForward']}, one vocabulary of {config['vocabulary']:,} byte pairs for both languages: {scores['parameters']:,} parameters. It is there so that
attention can be watched in a reader's browser, and is no translator to rely on.

## Data, licence, attribution

{TATOEBA}
The weights are a product of these sentences: whoever passes them on names Tatoeba and manythings.org/anki.

The split goes by the English sentence (src/tokenizer/corpus.hpp): 96 % training, 2 % validation, 2 % test ({scores['testPairs']:,} pairs).
No rendering of one English sentence, and no near-copy of it, stands on two sides.

{training(folder)}
One head of the cross-attention (layer {alignment['layer'] + 1}, head {alignment['head'] + 1}) was told which words belong together by an aligner that learnt from the
training pairs (Garg et al. 2019); no other head was.

## Scores

`npm run evaluate -- DATA` computes them again, in numpy. The test split was used for nothing else.

{quality}

On {scores['sentences']:,} sentences with {scores['references']:,} references (as many as the data has). BLEU: python3-nltk's corpus_bleu, tokenization 13a, case
counts. chrF2: of the corpus, against the closest reference. nltk's chrF3 is a mean over sentences, where no short one can get 100.
Beam: log-probability over ((5 + length) / 6)^0.6. Perplexity per French token: {scores['perplexity']['validation']:.2f} validation, {scores['perplexity']['test']:.2f} test.

{links}

Links: of each French word the English word that has the most of its attention, if that is {alignment['least']} or more; weights summed over the pieces
of an English word, their mean over those of a French one. Sure and possible links as Och and Ney (2003) count them. The independent
aligner is IBM model 2 with a prior for the diagonal, both directions, grow-diag-final-and.

{visitors['right']} of {visitors['of']} sentences that visitors may type come out as one of the renderings in tests/evaluate/visitors.tsv. The others:

{wrong}

## Limits

Short sentences of everyday talk are what it knows. Long sentences, rare words, names, numbers and idioms go wrong, and what it says then
is fluent French that means something else. It picks tu or vous, he or she by habit, as the data does. It knows no dialogue and no document:
every sentence stands alone. Tatoeba's sentences are written by volunteers, and some are wrong.
Attention weights show what a head looked at; they do not explain the translation (Jain and Wallace 2019; Wiegreffe and Pinter 2019).
"""


def language(config, scores, folder):
    induction = scores['induction']
    perplexity = table(['perplexity per token', 'validation', 'test'],
                       [[name, *(f'{scores[key][split]:.1f}' for split in ('validation', 'test'))] for name, key in (
                           ('this model', 'perplexity'), ('modified Kneser-Ney 5-gram', 'kneserNey5'))])
    heads = table(['relation', 'best head', 'right', 'best fixed offset', 'right', 'cases'],
                  [[name, f'layer {each["layer"] + 1}, head {each["head"] + 1}', percent(each['share']),
                    f'{each["offset"]} back', percent(each['offsetShare']), each['cases']]
                   for name, each in scores['grammar'].items()])
    prefix, previous = induction['prefixMatching'], induction['previousToken']
    return f"""# A small language model of English

A decoder-only Transformer (Vaswani et al. 2017; blocks normalise before each sublayer) of {config['decoderLayers']} layers, {config['heads']} heads, d_model {config['dModel']},
feed-forward {config['feedForward']}, {config['vocabulary']:,} byte pairs: {scores['parameters']:,} parameters. It is there so that attention can be watched in a reader's browser.

## Data, licence, attribution

English sentences: {TATOEBA}
Books: {BOOKS}
Whoever passes the weights on names Tatoeba, manythings.org/anki and African Storybook.

The split goes by sentence and by document (src/tokenizer/corpus.hpp): 96 % training ({scores['trainingTokens']:,} tokens), 2 % validation, 2 % test.

{training(folder)}

## Scores

`npm run evaluate -- DATA` computes them again, in numpy. The test split was used for nothing else.

{perplexity}

On {scores['tokens']['validation']:,} and {scores['tokens']['test']:,} tokens in windows of 127, each with its end. The 5-gram (Chen and Goodman 1999; tests/golden/kneser_ney.py)
learnt from the same tokens.

{heads}

Grammar heads (Clark et al. 2019): how often the earlier word with the largest weight is the right one, on 160 sentences of the test
split marked by hand (tests/evaluate/grammar.tsv; {sum(each['cases'] for each in scores['grammar'].values())} cases). The best of {config['decoderLayers'] * config['heads']} heads was picked on the same cases, the offset too. A head that does not
beat the offset has learnt nothing that position does not tell.

Induction (Olsson et al. 2022; random tokens said twice): layer {prefix['layer'] + 1}, head {prefix['head'] + 1} gives {percent(prefix['score'])} of its attention to the token that
followed last time; layer {previous['layer'] + 1}, head {previous['head'] + 1} gives {percent(previous['score'])} to the token before. Loss on the first copy {induction['firstLoss']:.2f} nats, on the second {induction['secondLoss']:.2f}.

## Limits

It has read children's books of a hundred years ago, simple stories and sentences for learners, and nothing else: it knows next to nothing
of the world, repeats what such books say of people and places, and forgets after 127 tokens what the text was about. What it writes is
grammatical for a while. Attention weights show what a head looked at; they do not explain what was said (Jain and Wallace 2019;
Wiegreffe and Pinter 2019).
"""


def written(name, config, scores, folder):
    return {'translator': translator, 'language': language}[name](config, scores, folder)
