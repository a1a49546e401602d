"""A byte-level tokenizer.json as its own rules say, and the words that its pieces make up (src/tokenizer/tokenizer.hpp)."""

import json
import pathlib
import re

SPECIALS = ('<pad>', '<s>', '</s>')
BLANK = ' \t\n\r'
SHOWN = [byte for byte in range(256) if chr(byte).isprintable() and byte != 0x20]
HIDDEN = [byte for byte in range(256) if byte not in SHOWN]
# GPT-2's letters for bytes: those that Latin-1 shows are themselves.
BYTE_OF = {chr(byte): byte for byte in SHOWN} | {chr(256 + i): byte for i, byte in enumerate(HIDDEN)}
LETTER_OF = {byte: letter for letter, byte in BYTE_OF.items()}


class Tokenizer:
    def __init__(self, path):
        about = json.loads(pathlib.Path(path).read_text(encoding='utf-8'))
        self.rules = about['normalizer']['normalizers']
        self.chunk = re.compile(about['pre_tokenizer']['pretokenizers'][0]['pattern']['Regex'])
        self.ids = about['model']['vocab']
        merges = (merge.split(' ') if isinstance(merge, str) else merge for merge in about['model']['merges'])
        self.ranks = {tuple(merge): rank for rank, merge in enumerate(merges)}
        self.bytes = [b''] * len(self.ids)
        for piece, i in self.ids.items():
            self.bytes[i] = b'' if piece in SPECIALS else bytes(BYTE_OF[letter] for letter in piece)
        self.known = {}  # ids of chunks that were met

    def __len__(self):
        return len(self.ids)

    def normalize(self, text):
        for rule in self.rules:
            if rule['type'] == 'Prepend':
                text = rule['prepend'] + text if text else text
            elif 'Regex' in rule['pattern']:
                text = re.sub(rule['pattern']['Regex'], rule['content'], text)
            else:
                text = text.replace(rule['pattern']['String'], rule['content'])
        return text

    def encode_chunk(self, chunk):
        pieces = [LETTER_OF[byte] for byte in chunk.encode()]
        while True:
            pairs = list(zip(pieces, pieces[1:]))
            best = min(pairs, key=lambda pair: self.ranks.get(pair, len(self.ranks)), default=None)
            if best not in self.ranks:
                return [self.ids[piece] for piece in pieces]
            at = pairs.index(best)
            pieces[at:at + 2] = [''.join(best)]

    def encode(self, text):
        ids = []
        for chunk in self.chunk.findall(self.normalize(text)):
            if chunk not in self.known:
                self.known[chunk] = self.encode_chunk(chunk)
            ids += self.known[chunk]
        return ids

    def decode(self, ids):
        return b''.join(self.bytes[i] for i in ids).decode('utf-8', 'replace').removeprefix(' ')

    def words(self, ids):
        """(text, first, last) of every word: its pieces are [first, last). Special tokens are words of their own."""
        words, first = [], 0
        while first < len(ids):
            last = first
            while last < len(ids) and ids[last] >= len(SPECIALS):
                last += 1
            words += self.plain_words(ids, first, last)
            if last < len(ids):
                words.append((SPECIALS[ids[last]], last, last + 1))
            first = last + 1
        return words

    def parts(self, text):
        """The text cut where words begin: white space and what continues a word go with what stands before."""
        parts = []
        for chunk in self.chunk.findall(text):
            opens = not parts or (chunk.strip(BLANK) and not re.match(r"'[^\W\d_]", chunk) and parts[-1].strip(BLANK))
            if opens:
                parts.append('')
            parts[-1] += chunk
        return parts

    def split(self, text):
        """The words of a text alone."""
        return [part.strip(BLANK) for part in self.parts(self.normalize(text))]

    def plain_words(self, ids, first, last):
        # A piece belongs to the word in which it begins.
        text = b''.join(self.bytes[i] for i in ids[first:last]).decode('utf-8', 'surrogateescape')
        words, at, end = [], 0, 0
        for part in self.parts(text):
            end += len(part.encode('utf-8', 'surrogateescape'))
            begin = first
            while first < last and at < end:
                at += len(self.bytes[ids[first]])
                first += 1
            if first > begin:
                words.append((part.strip(BLANK), begin, first))
        return words
