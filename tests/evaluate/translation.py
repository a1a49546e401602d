"""How good translations are: BLEU (Papineni et al. 2002), chrF (Popovic 2015), and sentences that visitors will type."""

import collections
import pathlib
import re

from nltk.translate.bleu_score import corpus_bleu
from nltk.translate.chrf_score import sentence_chrf

import corpus
from generation import translations
from model import END

SHORT = 12  # words of a sentence that BLEU and chrF are asked for
ORDERS = range(1, 7)
VISITORS = pathlib.Path(__file__).resolve().parent / 'visitors.tsv'


def words(text):
    """The tokenization 13a of mteval, with which BLEU is usually reported: l'homme is one token, case matters."""
    text = re.sub(r'([{-~\[-` -&(-+:-@/])', r' \1 ', f' {text} ')
    text = re.sub(r'([^0-9])([.,])', r'\1 \2 ', text)
    text = re.sub(r'([.,])([^0-9])', r' \1 \2', text)
    return re.sub(r'([0-9])(-)', r'\1 \2 ', text).split()


def short_sentences(pairs):
    """{English: all its French renderings}, of at most SHORT words."""
    renderings = collections.defaultdict(list)
    for english, french in pairs:
        if corpus.word_count(english) <= SHORT:
            renderings[english].append(french)
    return dict(renderings)


def character_ngrams(text, order):
    letters = text.replace(' ', '')
    return collections.Counter(letters[i:i + order] for i in range(len(letters) - order + 1))


def corpus_chrf(references, hypotheses):
    """chrF2: of the whole corpus, recall weighing twice, each sentence against its closest reference."""
    matches, said, wanted = ([0] * len(ORDERS) for _ in range(3))
    for alternatives, hypothesis in zip(references, hypotheses):
        closest = max(alternatives, key=lambda each: sentence_chrf(each, hypothesis, beta=2))
        for i, order in enumerate(ORDERS):
            ours, theirs = character_ngrams(hypothesis, order), character_ngrams(closest, order)
            matches[i] += (ours & theirs).total()
            said[i] += ours.total()
            wanted[i] += theirs.total()
    precision, recall = (sum(m / max(a, 1) for m, a in zip(matches, all_)) / len(ORDERS) for all_ in (said, wanted))
    return 5 * precision * recall / max(4 * precision + recall, 1e-9)


def scores(references, hypotheses):
    """In percent; nltk's chrF is the mean over sentences, of which those shorter than 6 letters never get 100."""
    closest = [max(sentence_chrf(each, hypothesis) for each in alternatives)
               for alternatives, hypothesis in zip(references, hypotheses)]
    exact = [hypothesis in alternatives for alternatives, hypothesis in zip(references, hypotheses)]
    split = [[words(each) for each in alternatives] for alternatives in references]
    return {'bleu': 100 * corpus_bleu(split, [words(hypothesis) for hypothesis in hypotheses]),
            'chrf': 100 * corpus_chrf(references, hypotheses),
            'chrfNltk': 100 * sum(closest) / len(closest),
            'exact': 100 * sum(exact) / len(exact)}


def translate(model, tokenizer, sentences, width=1):
    sources = [tokenizer.encode(corpus.clean_english(each)) + [END] for each in sentences]
    return [tokenizer.decode(ids) for ids in translations(model, sources, width)]


def plain(french):
    """Without case, marks, hyphens and double spaces, which no visitor would call wrong."""
    return ' '.join(re.sub(r'[^\w\']', ' ', corpus.clean_french(french).lower()).split())


def visitors(model, tokenizer):
    """(English, what the model says, whether that is among what is right)"""
    table = [line.split('\t') for line in corpus.lines(VISITORS) if not line.startswith('#')]
    said = translate(model, tokenizer, [english for english, *_ in table])
    return [(english, french, plain(french) in map(plain, right)) for (english, *right), french in zip(table, said)]
