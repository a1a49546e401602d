#!/usr/bin/env python3
"""Recomputes every number of the model cards from the committed weights and the data.

    python3 evaluate.py DATA            writes scores.json and MODEL_CARD.md beside each model
    python3 evaluate.py DATA --check    compares with the committed scores.json instead, and fails where they differ
    --only translator|language          one of the two
    --models FOLDER                     other models than web/models
"""

import argparse
import hashlib
import json
import pathlib
import sys
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.append(str(ROOT / 'tests' / 'golden'))
import card
import language
import translator
from model import Model
from tokenizer import Tokenizer

MEASURES = {'translator': translator.measure, 'language': language.measure}
TOLERANCE = 2e-3  # of a number: float32 sums in another order may turn a close decision of one sentence


def tell(text):
    print(f'{time.strftime("%H:%M:%S")}  {text}', file=sys.stderr, flush=True)


def hash_of(folder):
    """Of what the scores are of."""
    files = (folder / name for name in ('model.safetensors', 'tokenizer.json', 'config.json'))
    return hashlib.sha256(b''.join(file.read_bytes() for file in files)).hexdigest()


def rounded(value):
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return float(f'{value:.4g}') if isinstance(value, float) else value


def numbers(value, path=''):
    """(path, value) of all that is no table."""
    if not isinstance(value, dict):
        yield path, value
        return
    for name, each in value.items():
        yield from numbers(each, f'{path}.{name}' if path else name)


def differences(found, committed):
    committed = dict(numbers(committed))
    for path, value in numbers(found):
        wanted = committed.get(path)
        close = isinstance(value, float) and isinstance(wanted, (int, float)) and \
            abs(value - wanted) <= TOLERANCE * max(abs(wanted), 1)
        if value != wanted and not close:
            yield f'{path} is {value}, scores.json has {wanted}'


def show(name, scores):
    print(f'\n{name}')
    for path, value in numbers(scores):
        if not isinstance(value, list):
            print(f'  {path:42} {value}')


def evaluate(name, folder, data, check):
    tell(name)
    model, tokenizer = Model.load(folder), Tokenizer(folder / 'tokenizer.json')
    scores = {'sha256': hash_of(folder)} | rounded(MEASURES[name](model, tokenizer, data, tell))
    show(name, scores)
    if check:
        faults = list(differences(scores, json.loads((folder / 'scores.json').read_text(encoding='utf-8'))))
        print('\n'.join(faults) or '  as in scores.json')
        return not faults
    text = card.written(name, model.config, scores, folder)
    (folder / 'scores.json').write_text(json.dumps(scores, indent=2, ensure_ascii=False) + '\n', encoding='utf-8')
    (folder / 'MODEL_CARD.md').write_text(text, encoding='utf-8')
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('data', type=pathlib.Path)
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--only', choices=MEASURES)
    parser.add_argument('--models', type=pathlib.Path, default=ROOT / 'web' / 'models')
    options = parser.parse_args()
    names = [options.only] if options.only else list(MEASURES)
    return 0 if all([evaluate(name, options.models / name, options.data, options.check) for name in names]) else 1


if __name__ == '__main__':
    sys.exit(main())
