"""The texts that the models learn from and are measured on, as src/tokenizer/corpus.hpp documents their cleaning and
their split; independent of that code."""

import collections
import pathlib
import re
import unicodedata

from bpe import ACCENTED, MARKS, RULES
from reference import Stream

TRAINING, VALIDATION, TEST = 'training', 'validation', 'test'
MOST_WORDS, UNLIKE = 25, 2.5
DOCUMENT, COPIED = 3000, 8
WINDOW = 127  # tokens of a language model's example, without <s> and </s>

NO_WORD = re.compile(rf"[\x00-&(-/:-@\[-\x60{{-\x7F{MARKS}]+")
FOREIGN = re.compile('[^ -~\u00a0-\u017f\u2010-\u203f\u2080-\u2089€]')
ENDINGS = {"n't": ' not', "'m": ' am', "'re": ' are', "'ve": ' have', "'ll": ' will', "'s": ' is', "'d": ' would'}
WHOLE = {"can't": 'can not', 'cannot': 'can not', "won't": 'will not', "shan't": 'shall not'}


def normalize(text):
    if text.isascii():
        return text
    for both in ACCENTED:
        text = text.replace(unicodedata.normalize('NFD', both), both)
    for pattern, content in RULES:
        text = re.sub(pattern, content, text)
    return text


def expanded(word):
    if word in WHOLE:
        return WHOLE[word]
    for ending, full in ENDINGS.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + full
    return word


def key_of(text):
    lower = ''.join(letter.lower() if letter != 'İ' else letter for letter in normalize(text))
    bare = (word.strip("'") for word in NO_WORD.sub(' ', lower).split(' '))
    return ' '.join(expanded(word) for word in bare if word)


def split_of(key):
    place = Stream(0, key).next() % 100
    return TEST if place < 2 else VALIDATION if place < 4 else TRAINING


def clean_english(text):
    return re.sub('[ \t]+', ' ', normalize(text)).strip(' ')


def clean_french(text):
    return re.sub(r'(?<=[^ "?!:;])([?!;]|:(?= |\Z))', r' \1', clean_english(text))


def lines(path):
    text = pathlib.Path(path).read_bytes().decode('utf-8-sig')
    return [line.removesuffix('\r') for line in text.removesuffix('\n').split('\n')]


def word_count(text):
    return text.count(' ') + 1


def is_kept(english, french):
    sizes = sorted([len(english.encode()), len(french.encode())])
    unlike = sizes[1] > 20 and sizes[1] > UNLIKE * sizes[0]
    return not (FOREIGN.search(english + french) or unlike
                or max(word_count(english), word_count(french)) > MOST_WORDS)


def read_pairs(path):
    """(English, French) of each split, in the order of the file."""
    everything = []
    for line in lines(path):
        english, french = line.split('\t')
        pair = clean_english(english), clean_french(french)
        if is_kept(*pair):
            everything.append((*pair, split_of(key_of(pair[0]))))
    held_out = {key_of(french) for _, french, split in everything if split != TRAINING}
    seen, pairs = set(), collections.defaultdict(list)
    for english, french, split in everything:
        if split == TRAINING and english.endswith('.') and french.endswith(' !'):
            french = french[:-2] + '.'
        if (english, french) not in seen and not (split == TRAINING and key_of(french) in held_out):
            pairs[split].append((english, french))
        seen.add((english, french))
    return pairs


def cut_into_documents(texts):
    """Of each text, a list of lines, its documents: lists of paragraphs."""
    for text in texts:
        document, size = [], 0
        for line in text:
            paragraph = clean_english(line)
            if size > DOCUMENT or (not paragraph and size > 0):
                yield document
                document, size = [], 0
            if paragraph and not FOREIGN.search(paragraph):
                document.append(paragraph)
                size += len(paragraph.encode())
        yield document


def read_books(texts):
    """The documents of each split; their paragraphs end with a line feed."""
    documents = [(split_of(key_of(document[0])), document) for document in cut_into_documents(texts) if document]
    held_out = {key_of(each) for split, document in documents if split != TRAINING for each in document}
    seen, result = set(), collections.defaultdict(list)
    for split, document in documents:
        kept = []
        for paragraph in document:
            key = key_of(paragraph)
            if word_count(key) >= COPIED:
                if split == TRAINING and key in held_out:
                    continue
                if key in seen:
                    continue
                seen.add(key)
            kept.append(paragraph + '\n')
        if kept:
            result[split].append(''.join(kept))
    return result


def read_english(folder):
    """The books, and every English sentence of the pairs as a document of its own."""
    folder = pathlib.Path(folder)
    result = read_books([lines(path) for path in sorted((folder / 'english').glob('*.txt'))])
    for split, pairs in read_pairs(folder / 'tatoeba-en-fr.tsv').items():
        result[split] += dict.fromkeys(english for english, _ in pairs)
    return result


def windows(documents, tokenizer):
    """Token ids of every document, in windows of at most WINDOW."""
    for document in documents:
        ids = tokenizer.encode(document)
        yield from (ids[first:first + WINDOW] for first in range(0, len(ids), WINDOW))
