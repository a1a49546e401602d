#!/usr/bin/env python3
"""That the measures measure what they say: against examples done by hand, and against other ways to compute the same."""

import itertools
import json
import pathlib
import sys
import tempfile
import unittest

import numpy as np

sys.dont_write_bytecode = True
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / 'golden'
sys.path.append(str(GOLDEN))
import alignment
import card
import checkpoint
import evaluate
import grammar
import induction
import translation
from aligner import Aligner, symmetrized
from generation import penalty, translations
from kneser_ney import KneserNey, discounts_of
from model import END, START, Model, log_softmax
from models import CANDIDATES
from perplexity import perplexity
from tokenizer import Tokenizer

TOKENIZER = Tokenizer(GOLDEN / 'bpe' / 'tokenizer.json')


def random_model(layers, decoder_layers, vocabulary, width=8, heads=2):
    random = np.random.default_rng(5)
    p = {'embedding': random.normal(size=(vocabulary, width))}

    def attention(name):
        p.update({f'{name}.{part}': random.normal(size=(width, width)) / 2 for part in ('wq', 'wk', 'wv', 'wo')})

    def norm(name):
        p.update({f'{name}.gain': 1 + random.normal(size=width) / 4, f'{name}.bias': random.normal(size=width) / 4})

    for part, count in (('encoder', layers), ('decoder', decoder_layers)):
        for i in range(count):
            name = f'{part}.{i}'
            attention(f'{name}.self')
            if part == 'decoder' and layers:
                attention(f'{name}.cross')
            for each in ('norm1', 'norm2', 'norm3'):
                norm(f'{name}.{each}')
            p.update({f'{name}.ff.w1': random.normal(size=(width, 12)) / 2, f'{name}.ff.w2': random.normal(size=(12, width)) / 2})
        norm(f'{part}.norm')
    config = {'layers': layers, 'decoderLayers': decoder_layers, 'heads': heads}
    return Model(config, p, np.float64)


def log_probability(model, source, target):
    logits, _ = model.run(np.array([[START, *target]]), np.array([source]))
    return log_softmax(logits)[0, np.arange(len(target) + 1), [*target, END]].sum()


class Models(unittest.TestCase):
    def test_a_file_is_read_as_documented(self):
        folder = GOLDEN / 'checkpoint'
        path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / 'model.safetensors'
        path.write_bytes(np.load(folder / 'file.npy').tobytes())
        parameters = checkpoint.read_parameters(path)
        self.assertEqual(set(parameters), {'norm.gain', 'int8', 'coarse', 'int6', 'int4'})
        for name in ('int8', 'coarse', 'int6', 'int4'):
            np.testing.assert_array_equal(parameters[name], np.load(folder / f'{name}.npy'))

    def test_two_transformers_in_numpy_agree(self):
        """tests/golden/transformer.py was written by someone else."""
        for name in ('tiny-translator', 'tiny-language'):
            folder = GOLDEN / 'models' / name
            model, tokenizer = Model.load(folder, np.float64), Tokenizer(folder / 'tokenizer.json')
            wanted, at = np.load(folder / 'expected.npy'), 0
            for case in json.loads((folder / 'cases.json').read_text(encoding='utf-8'))['cases']:
                source, said = tokenizer.encode(case['text']), tokenizer.encode(case.get('target', ''))
                target = [START] + (said if 'target' in case else source)
                _, weights = model.run(np.array([target]), np.array([source + [END]]) if 'target' in case else None)
                for part in ('encoder', 'decoder', 'cross'):
                    found = weights[part].ravel() if part in weights else np.zeros(0)
                    np.testing.assert_allclose(found, wanted[at:at + found.size], atol=1e-6)
                    at += found.size
                at += len(target) * (1 + 2 * CANDIDATES + 1)
            self.assertEqual(at, len(wanted))

    def test_one_token_after_the_other_is_the_whole(self):
        model = random_model(2, 2, 9)
        source, target = np.array([[3, 4, 5, END]]), np.array([[START, 6, 7, 3, 8]])
        whole, weights = model.run(target, source)
        cache = model.start(model.encode(source)[0])
        steps = [model.decode(target[:, i:i + 1], cache) for i in range(target.shape[1])]
        np.testing.assert_allclose(np.concatenate([model.logits(step[0]) for step in steps], axis=1), whole, atol=1e-12)
        np.testing.assert_allclose(steps[-1][1][1][:, :, 0], weights['decoder'][:, 1, :, -1], atol=1e-12)
        np.testing.assert_allclose(weights['cross'].sum(-1), 1)

    def test_a_beam_as_wide_as_all_finds_the_best(self):
        model = random_model(1, 1, 5)
        model.p['embedding'][END] *= 3  # sentences end
        source = [3, 4, END]
        (found,) = translations(model, [source], width=125)
        every = [list(target) for n in range(4) for target in itertools.product((0, START, 3, 4), repeat=n)]
        best = max(log_probability(model, source, target) / penalty(len(target) + 1) for target in every)
        self.assertGreaterEqual(log_probability(model, source, found) / penalty(len(found) + 1), best - 1e-9)

    def test_perplexity_of_a_model_that_knows_nothing_is_its_vocabulary(self):
        model = random_model(0, 1, 11)
        model.p['decoder.norm.gain'] *= 0
        model.p['decoder.norm.bias'] *= 0
        value, count = perplexity(model, [[3, 4], [5], [6, 7]])
        self.assertAlmostEqual(value, 11)
        self.assertEqual(count, 8)


class Counts(unittest.TestCase):
    def test_kneser_ney_by_hand(self):
        """"a b", "a b", "a c" with ids 3, 4, 5, all discounts 1/2. b follows one word, END two; five such pairs are there:
        p(b) = 0.5 / 5 + 0.5 * 4 / 5 / 4 = 0.2 and p(b | a) = 1.5 / 3 + 0.5 * 2 / 3 * 0.2."""
        model = KneserNey([[3, 4], [3, 4], [3, 5]], 6, order=2, discounts=(0.5, 0.5, 0.5))
        np.testing.assert_allclose(model.probabilities([[3, 4]])[1], 0.5 + 0.2 / 3)

    def test_discounts_by_hand(self):
        """Three, two, one, one n-grams are seen 1, 2, 3, 4 times: Y = 3 / 7."""
        np.testing.assert_allclose(discounts_of(np.array([1, 1, 1, 2, 2, 3, 4])), [3 / 7, 2 - 9 / 14, 3 - 12 / 7])
        with self.assertRaisesRegex(ValueError, '1, 0, 0, 0'):
            discounts_of(np.array([1]))

    def test_probabilities_add_up_to_one(self):
        random = np.random.default_rng(3)
        sentences = [random.integers(3, 9, size=random.integers(1, 7)).tolist() for _ in range(300)]
        model = KneserNey(sentences, 9, order=4, discounts=(0.4, 0.7, 0.9))
        for context in ([], [3], [4, 4, 5], [8, 8, 8, 8, 8]):
            total = sum(model.probabilities([context + [word]])[len(context)] for word in range(3, 9))
            np.testing.assert_allclose(total + model.probabilities([context])[-1], 1)


class Alignments(unittest.TestCase):
    def test_rates_by_hand(self):
        """Four links given: two sure, one possible, one wrong; one sure link is missing. 3/4, 2/3, 1 - 5/7."""
        pair = ['a', 'b', 'c', '.'], ['x', 'y', 'z', '!'], {(0, 0), (1, 1), (2, 2)}, {(0, 0), (1, 1), (2, 2), (0, 1)}
        given = {(0, 0), (1, 1), (0, 1), (2, 0), (3, 3)}  # a full stop is no word
        found = alignment.scores([pair], [given])
        np.testing.assert_allclose([found['precision'], found['recall'], found['aer']], [3 / 4, 2 / 3, 2 / 7])

    def test_pieces_are_merged_to_words(self):
        weights = np.array([[0.1, 0.2, 0.7], [0.3, 0.3, 0.4]])  # one target word of two pieces
        merged = alignment.word_weights(weights, [('ab', 0, 2), ('c', 2, 3)], [('x', 0, 2)])
        np.testing.assert_allclose(merged, [[0.45, 0.55]])
        self.assertEqual(alignment.links_of(merged, 0.5), {(1, 0)})
        self.assertEqual(alignment.links_of(merged, 0.6), set())

    def test_the_aligner_finds_a_dictionary(self):
        random = np.random.default_rng(2)
        sources, order = [random.permutation(20)[:5] for _ in range(400)], [1, 0, 3, 2, 4]
        pairs = [([f's{word}' for word in each], [f't{each[i]}' for i in order]) for each in sources]
        model = Aligner(pairs)
        found = [model.links(*pair) == {(i, j) for j, i in enumerate(order)} for pair in pairs]
        self.assertGreater(np.mean(found), 0.95)

    def test_grow_diag_final_and_by_hand(self):
        both = symmetrized({(0, 0), (1, 1), (3, 3)}, {(0, 0), (1, 0), (5, 2)})
        self.assertEqual(both, {(0, 0), (1, 1), (1, 0), (3, 3), (5, 2)})

    def test_words_that_were_aligned_by_hand_are_the_page_s(self):
        for source, target, sure, possible in alignment.by_hand():
            for words in (source, target):
                self.assertEqual(TOKENIZER.split(alignment.spelled(words)), words)
            self.assertLessEqual(sure, possible)
            self.assertTrue(all(i < len(source) and j < len(target) for i, j in possible))


class Heads(unittest.TestCase):
    def test_words_of_the_marked_sentences_are_the_page_s(self):
        for words, places in grammar.marked():
            self.assertEqual([word for word, _, _ in TOKENIZER.words(TOKENIZER.encode(grammar.spelled(words)))], words)
            self.assertTrue(all(end < start < len(words) for (_, start), ends in places.items() for end in ends))

    def test_the_best_offset_by_hand(self):
        self.assertEqual(grammar.best_offset([(3, {2}), (5, {3, 4}), (7, {5}), (9, {1})]), (1, 0.5))

    def test_a_head_that_copies_is_found(self):
        """Weights made by hand: head (1, 0) of this model looks where induction heads look."""
        class Made:
            def decode(self, inputs, cache):
                return inputs, None, None

            def start(self, encoded):
                return {}

            def logits(self, ids):
                return np.zeros((*ids.shape, 2000))

            def run(self, ids):
                weights = np.full((1, 2, 2, ids.shape[1], ids.shape[1]), 0.01)
                for row in range(induction.LENGTH + 1, ids.shape[1]):
                    weights[0, 1, 0, row, np.flatnonzero(ids[0, :row] == ids[0, row])[-1] + 1] = 0.6
                return None, {'decoder': weights}

        found = induction.scores(Made(), 2000)
        self.assertEqual((found['prefixMatching']['layer'], found['prefixMatching']['head']), (1, 0))
        self.assertGreater(found['prefixMatching']['score'], 0.5)
        self.assertAlmostEqual(found['firstLoss'], np.log(2000))


class Translations(unittest.TestCase):
    def test_words_and_scores(self):
        self.assertEqual(translation.words("J'ai 3,5 pommes, dit-il : oui !"),
                         ["J'ai", '3,5', 'pommes', ',', 'dit-il', ':', 'oui', '!'])
        best = translation.scores([["Je ne sais pas où il est ."], ["Va-t'en d'ici tout de suite !"]],
                                  ["Je ne sais pas où il est .", "Va-t'en d'ici tout de suite !"])
        self.assertEqual({name: round(value, 6) for name, value in best.items()},
                         {'bleu': 100, 'chrf': 100, 'chrfNltk': 100, 'exact': 100})

    def test_chrf_by_hand(self):
        """abcd against abce: 3/4 of the letters, 2/3, 1/2, 0 of the longer runs, none of 5 or 6."""
        self.assertAlmostEqual(translation.corpus_chrf([['abce']], ['abcd']), (3 / 4 + 2 / 3 + 1 / 2) / 6)

    def test_what_visitors_call_right(self):
        self.assertEqual(translation.plain('Comment vas-tu ?'), translation.plain('comment vas tu?'))
        self.assertNotEqual(translation.plain("J'ai faim."), translation.plain("J'ai soif."))


class Cards(unittest.TestCase):
    def test_cards_and_scores_are_of_the_committed_weights(self):
        for path in (GOLDEN.parent.parent / 'web' / 'models').glob('*/model.safetensors'):
            folder = path.parent
            scores, config = (json.loads((folder / f'{name}.json').read_text(encoding='utf-8')) for name in ('scores', 'config'))
            self.assertEqual(scores['sha256'], evaluate.hash_of(folder), f'{folder} was not evaluated: npm run evaluate -- DATA')
            self.assertEqual(card.written(folder.name, config, scores, folder),
                             (folder / 'MODEL_CARD.md').read_text(encoding='utf-8'))

    def test_differences_are_named(self):
        found = {'a': {'b': 1.0, 'c': 2}, 'd': [['x']]}
        self.assertEqual(list(evaluate.differences(found, {'a': {'b': 1.001, 'c': 2}, 'd': [['x']]})), [])
        self.assertEqual(list(evaluate.differences(found, {'a': {'b': 1.01, 'c': 2}})),
                         ['a.b is 1.0, scores.json has 1.01', "d is [['x']], scores.json has None"])


if __name__ == '__main__':
    unittest.main()
