"""What trained models say, computed by transformer.py: models/<name>/expected.npy and cases.json.

    python3 models.py web/models/translator     for a model that is committed elsewhere, a folder from the repository's root

models/tiny-translator and models/tiny-language are models of random numbers, made here; the page's own are added so.
"""

import json
import pathlib
import sys
import zlib

import numpy as np

sys.dont_write_bytecode = True
import bpe as byte_pairs
import quantize
import transformer

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
MODELS = FOLDER / 'models'
TINY = {
    'tiny-translator': {'task': 'translate', 'layers': 2, 'decoderLayers': 2, 'heads': 2, 'dModel': 16, 'feedForward': 32,
                        'vocabulary': 420, 'alignment': {'layer': 1, 'head': 0}},
    'tiny-language': {'task': 'language', 'layers': 0, 'decoderLayers': 2, 'heads': 4, 'dModel': 16, 'feedForward': 32,
                      'vocabulary': 420},
}
PAIRS = [
    ('I ate an apple.', 'J’ai mangé une pomme.'), ('Thank you!', 'Merci !'), ('Where are you?', 'Où es-tu ?'),
    ('The cat sleeps.', 'Le chat dort.'), ('I love you.', 'Je t’aime.'), ('It is raining.', 'Il pleut.'),
    ('She reads a book.', 'Elle lit un livre.'), ('We are hungry.', 'Nous avons faim.'), ('Wait.', 'Attends.'),
    ('He has two dogs.', 'Il a deux chiens.'), ('What time is it?', 'Quelle heure est-il ?'),
    ('My father works.', 'Mon père travaille.'), ('I don’t know.', 'Je ne sais pas.'), ('Open the door.', 'Ouvre la porte.'),
    ('They went home.', 'Ils sont rentrés.'), ('Is it true?', 'Est-ce vrai ?'), ('Tom is tired.', 'Tom est fatigué.'),
    ('You were right.', 'Tu avais raison.'), ('No.', 'Non.'), ('The water is cold.', 'L’eau est froide.'),
]
CANDIDATES = 5
GREEDY = 4  # sentences, of whose translation the model is asked as well


def shapes(config):
    """Of every tensor, by name."""
    width, hidden = config['dModel'], config['feedForward']
    found = {'embedding': (config['vocabulary'], width)}
    kinds = {'encoder': (config['layers'], ['self'], 2)}
    crossed = config['layers'] > 0
    kinds['decoder'] = (config['decoderLayers'], ['self', 'cross'] if crossed else ['self'], 3 if crossed else 2)
    for kind, (layers, attentions, norms) in kinds.items():
        for i in range(layers):
            found |= {f'{kind}.{i}.{a}.{w}': (width, width) for a in attentions for w in ('wq', 'wk', 'wv', 'wo')}
            found |= {f'{kind}.{i}.norm{n + 1}.{part}': (width,) for n in range(norms) for part in ('gain', 'bias')}
            found |= {f'{kind}.{i}.ff.w1': (width, hidden), f'{kind}.{i}.ff.w2': (hidden, width)}
        if layers:
            found |= {f'{kind}.norm.{part}': (width,) for part in ('gain', 'bias')}
    return found


def random(name, shape):
    bits = np.random.PCG64(zlib.crc32(name.encode())).random_raw(int(np.prod(shape))).reshape(shape)
    return ((bits >> np.uint64(48)).astype(np.float64) * 2.0 ** -15 - 1).astype(np.float32)


def tiny(name):
    """The bytes of model.safetensors: random numbers, large enough for attention that is far from even."""
    config, tensors, quantised = TINY[name], {}, {}
    for tensor, shape in shapes(config).items():
        values = random(f'{name}/{tensor}', shape)
        if len(shape) == 1:
            tensors[tensor] = (1 + values / 4 if tensor.endswith('gain') else values / 4).astype(np.float32)
            continue
        size = 1.5 if tensor == 'embedding' else 0.8
        tensors[tensor], tensors[f'{tensor}.scale'], _ = quantize.quantize(size * values, 8, 10)
        quantised[tensor] = {'bits': 8, 'shape': list(shape)}
    return quantize.safetensors(tensors, {'format': 'attention-view', 'quantization': json.dumps(quantised)})


def merges_of(tokenizer):
    model = json.loads(tokenizer)['model']
    ids = model['vocab']
    pairs = [merge.split(' ') for merge in model['merges']]
    return {(ids[left], ids[right]): ids[left + right] for left, right in pairs}


def expectations(model, logits, came):
    """Of each row: the probability of what came, and the likeliest with theirs."""
    probabilities = transformer.softmax(logits)
    order = np.argsort(-logits, 1, kind='stable')[:, :CANDIDATES]
    return [probabilities[np.arange(len(came)), came], order, np.take_along_axis(probabilities, order, 1)]


EDITS = [{'part': 'encoder', 'layer': 0, 'head': 0, 'how': 'average'}, {'part': 'decoder', 'layer': 1, 'head': 1, 'how': 'average'},
         {'part': 'cross', 'layer': 0, 'head': 1, 'how': 'off'}]


def case(model, merges, pair, asks):
    """(what cases.json says of a sentence, its arrays in order)"""
    english = byte_pairs.encode(merges, pair[0])
    if model.config['task'] == 'language':
        read, came = [transformer.START] + english, english + [transformer.END]
        edits = [edit for edit in EDITS if edit['part'] == 'decoder']
        run = lambda edits: model.run(None, read, edits)
        described = {'text': pair[0], 'ids': read}
    else:
        said = byte_pairs.encode(merges, pair[1]) + [transformer.END]
        source, read, came, edits = english + [transformer.END], [transformer.START] + said[:-1], said, EDITS
        run = lambda edits: model.run(source, read, edits)
        described = {'text': pair[0], 'target': pair[1], 'source': source, 'ids': said}
        if asks:
            described['greedy'] = model.greedy(source, 127)
    plain, edited = run([]), run(edits)
    arrays = [plain[part] for part in ('encoder', 'decoder', 'cross') if part in plain]
    return described | {'edits': edits}, arrays + expectations(model, plain['logits'], came) + [
        expectations(model, edited['logits'], came)[0]]


def expected(folder, config, tokenizer):
    """cases.json as text, and all arrays of all cases one after the other."""
    model = transformer.Model(config, transformer.parameters(folder / 'model.safetensors'))
    merges = merges_of(tokenizer)
    cases, arrays = [], []
    for i, pair in enumerate(PAIRS):
        described, some = case(model, merges, pair, i < GREEDY)
        cases.append(described)
        arrays += some
    numbers = np.concatenate([np.ravel(array) for array in arrays]).astype(np.float32)
    where = str(folder.relative_to(ROOT))
    text = ',\n  '.join(json.dumps(each, ensure_ascii=False) for each in cases)
    return f'{{"model": "{where}", "cases": [\n  {text}\n]}}\n', numbers


def write_tiny():
    for name, config in TINY.items():
        folder = MODELS / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / 'model.safetensors').write_bytes(tiny(name))
        (folder / 'config.json').write_text(json.dumps(config) + '\n')
        (folder / 'tokenizer.json').write_bytes((FOLDER / 'bpe' / 'tokenizer.json').read_bytes())
        add(folder)


def add(folder):
    config = json.loads((folder / 'config.json').read_text())
    text, numbers = expected(folder, config, (folder / 'tokenizer.json').read_text(encoding='utf-8'))
    place = MODELS / folder.name
    place.mkdir(parents=True, exist_ok=True)
    (place / 'cases.json').write_text(text, encoding='utf-8')
    np.save(place / 'expected.npy', numbers)


def computed():
    """Every expected.npy that is committed, for make.py --check."""
    found = {}
    for path in sorted(MODELS.glob('*/cases.json')):
        folder = ROOT / json.loads(path.read_text(encoding='utf-8'))['model']
        config = json.loads((folder / 'config.json').read_text())
        found[path.parent / 'expected.npy'] = expected(folder, config, (folder / 'tokenizer.json').read_text(encoding='utf-8'))[1]
    return found


if __name__ == '__main__':
    if sys.argv[1:]:
        add((ROOT / sys.argv[1]).resolve())
    else:
        write_tiny()
