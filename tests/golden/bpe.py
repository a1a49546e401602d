"""Byte-pair encoding, written for the eye: every pair is counted anew for each merge (Sennrich et al. 2016, algorithm 1).

Independent of src/tokenizer: chunks come from the regular expression that stands in tokenizer.json, accents from NFC.
"""

import collections
import pathlib
import re
import unicodedata

FOLDER = pathlib.Path(__file__).resolve().parent / 'bpe'

MARKS = '\u00a0-\u00bf×÷\u2010-\u206f\u20a0-\u20cf\u2e00-\u2e7f\u3000-\u303f'
LETTER = rf'[^\x00-@\[-\x60{{-\x7F{MARKS}]'
CHUNK = re.compile(rf" ?(?:[cdjlmnstCDJLMNST]|{LETTER}{{0,20}}[qQ][uU])'(?={LETTER})|[ '-]?{LETTER}{{1,32}}| ?[0-9]"
                   rf"| ?(?:\.{{1,32}}|[?!]{{1,32}}|[^ \t\n\r0-9A-Za-z]|[{MARKS}])|[ \t\n\r]")
ACCENTED = 'àâäçéèêëîïôöùûüÿÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ'
RULES = [('[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]', ' '), ('[\u00ad\u200b\u2060\ufeff]', ''), ('[‘’ʼ′´]', "'"),
         ('« ?| ?»|[“”„″]', '"'), ('[\u2010\u2011]', '-'), ('…', '...')]

SPECIALS = 3
SHOWN = [byte for byte in range(256) if chr(byte).isprintable() and byte != 0x20]
BYTES = SHOWN + [byte for byte in range(256) if byte not in SHOWN]  # in the order of their ids


def chunks(text):
    for both in ACCENTED:
        text = text.replace(unicodedata.normalize('NFD', both), both)
    for pattern, content in RULES:
        text = re.sub(pattern, content, text)
    return CHUNK.findall(' ' + text) if text else []


def ids_of_bytes(chunk):
    return [SPECIALS + BYTES.index(byte) for byte in chunk.encode()]


def join(ids, pair, result):
    joined = []
    while ids:
        here = tuple(ids[:2]) == pair
        joined.append(result if here else ids[0])
        ids = ids[2 if here else 1:]
    return joined


def train(texts, vocabulary):
    """The merges, in their order, and the id that each makes."""
    counts = collections.Counter(chunk for text in texts for chunk in chunks(text))
    words = [(ids_of_bytes(chunk), count) for chunk, count in counts.items()]
    pieces = [None] * SPECIALS + [bytes([byte]) for byte in BYTES]
    merges = {}
    while len(pieces) < vocabulary:
        pairs = collections.Counter()
        for ids, count in words:
            for pair in zip(ids, ids[1:]):
                pairs[pair] += count
        pair = min(pairs, key=lambda each: (-pairs[each], each))
        piece = pieces[pair[0]] + pieces[pair[1]]
        if piece not in pieces:
            pieces.append(piece)
        merges.setdefault(pair, pieces.index(piece))
        words = [(join(ids, pair, merges[pair]), count) for ids, count in words]
    return merges


def encode(merges, text):
    ids = []
    for chunk in chunks(text):
        piece = ids_of_bytes(chunk)
        for pair, result in merges.items():
            piece = join(piece, pair, result)
        ids += piece
    return ids


def lines(name):
    return (FOLDER / name).read_text(encoding='utf-8').split('\n')[:-1]
