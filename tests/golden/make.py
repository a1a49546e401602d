#!/usr/bin/env python3
"""Reference tensors for tests/engine: <case>/<name>.npy beside this script. The folder npy has files for the reader of
such files, tests/web/npy.test.js: the same numbers in every type, order and version. models/ is explained in models.py.

    python3 make.py            writes every file
    python3 make.py --check    recomputes every file and fails, with its name, where a committed one differs

Inputs are float32 (so that the engine gets exactly what numpy got), masks uint8, expectations float64.
"""

import argparse
import json
import pathlib
import sys
import zlib

import numpy as np

sys.dont_write_bytecode = True  # no __pycache__ among the tensors
import bpe as byte_pairs
import quantize
import reference
import models
import variants

FOLDER = pathlib.Path(__file__).resolve().parent


def raw(name, shape):
    """64 random bits each. The bit generator's raw stream is what numpy keeps stable across versions, its
    distributions are not; each name has its own stream, so that a new case leaves the others as they are."""
    return np.random.PCG64(zlib.crc32(name.encode())).random_raw(int(np.prod(shape))).reshape(shape)


def signed(name, *shape):
    """In [-1, 1), a multiple of 2^-15: exact in float32."""
    return ((raw(name, shape) >> np.uint64(48)).astype(np.float64) * 2.0 ** -15 - 1).astype(np.float32)


def unit(name, *shape):
    """In [0, 1) like numpy's rand, but a multiple of 2^-24: exact in float32."""
    return ((raw(name, shape) >> np.uint64(40)).astype(np.float64) * 2.0 ** -24).astype(np.float32)


def triple(case, queries, keys, width, value_width, size=2):
    """In [-size, size): 2 makes weights that are far from equal."""
    shapes = {'query': (queries, width), 'key': (keys, width), 'value': (keys, value_width)}
    return {name: size * signed(f'{case}/{name}', *shape) for name, shape in shapes.items()}


def self_attention():
    x = 2 * signed('self/x', 6, 8)
    return {'x': x} | reference.attention(x, x, x)


def cross_attention():
    inputs = triple('cross', 5, 9, 8, 6)
    return inputs | reference.attention(*inputs.values())


def with_scale():
    inputs = triple('scale', 4, 5, 8, 8)
    scale = np.array([0.75], np.float32)
    return inputs | {'scale': scale} | reference.attention(*inputs.values(), scale=scale[0])


def masked(case, mask, extra=None, queries=5, keys=7):
    """One way of masking: what it changes is masked, weights and output."""
    inputs = triple(case, queries, keys, 4, 3)
    trace = reference.attention(*inputs.values(), mask=mask)
    return inputs | (extra or {}) | {'mask': mask} | {name: trace[name] for name in ('masked', 'weights', 'output')}


def mask_causal():
    return masked('mask_causal', reference.causal_mask(6, 6), queries=6, keys=6)


def mask_causal_wide():
    return masked('mask_causal_wide', reference.causal_mask(4, 7), queries=4, keys=7)


def mask_causal_tall():
    return masked('mask_causal_tall', reference.causal_mask(7, 3), queries=7, keys=3)


def mask_padding():
    keep = np.array([1, 1, 0, 1, 1, 0, 0], np.uint8)
    return masked('mask_padding', reference.padding_mask(5, keep), {'keep': keep})


def mask_window():
    window = np.array([2], np.uint8)
    return masked('mask_window', reference.sliding_window_mask(5, 7, int(window[0])), {'window': window})


def mask_boolean():
    mask = (signed('mask_boolean/mask', 5, 7) < 0.25).astype(np.uint8)
    mask[:, 0] = 1
    return masked('mask_boolean', mask)


def mask_additive():
    mask = 2 * signed('mask_additive/mask', 5, 7)
    mask[mask > 1] = -np.inf
    mask[:, 3] = 0.5
    return masked('mask_additive', mask)


def mask_fully_masked_row():
    mask = (signed('mask_fully_masked_row/mask', 5, 7) < 0).astype(np.uint8)
    mask[:, 1] = 1
    mask[[1, 4]] = 0
    return masked('mask_fully_masked_row', mask, {'fully_masked_rows': np.array([1, 4], np.uint8)})


def parameters(case, width, biases):
    matrices = {name: signed(f'{case}/{name}', width, width) for name in ('wq', 'wk', 'wv', 'wo')}
    vectors = {name: signed(f'{case}/{name}', width) for name in ('bq', 'bk', 'bv', 'bo')}
    return matrices | (vectors if biases else {})


def multi_head():
    x = signed('multi_head/x', 7, 12)
    learned = parameters('multi_head', 12, biases=True)
    return {'x': x} | learned | reference.multi_head(x, x, x, 4, learned)


def multi_head_cross():
    inputs = triple('multi_head_cross', 4, 6, 8, 8, size=0.5)
    learned = parameters('multi_head_cross', 8, biases=False)
    mask = reference.sliding_window_mask(4, 6, 2)
    trace = reference.multi_head(*inputs.values(), 2, learned, mask)
    return inputs | learned | {'mask': mask} | trace


def multi_head_identity():
    x = 2 * signed('multi_head_identity/x', 5, 6)
    return {'x': x} | reference.multi_head(x, x, x, 3)


def article_defaults():
    """The class as written, seq_length 6 and d_model 512, on one draw of its uniform matrix. Of the (512, 512)
    intermediates only some rows are kept."""
    matrix = unit('article_defaults/matrix', 512, 6)
    trace = reference.article(matrix, matrix, matrix, 512)
    some = [0, 1, 127, 128, 256, 511]
    kept = {name + '_rows': trace[name][some] for name in ('scores', 'weights')}
    return {'matrix': matrix, 'rows': np.array(some, np.float32), 'output': trace['output']} | kept


def article_small():
    """Features against features, few enough for the weights to differ."""
    matrix = 4 * signed('article_small/matrix', 4, 3)
    return {'matrix': matrix} | reference.article(matrix, matrix, matrix, 4)


def article_words():
    """The transposed matrix (seq_length, d_model): words against words, d_model said explicitly."""
    matrix = 8 * signed('article_words/matrix', 6, 3)
    return {'matrix': matrix} | reference.article(matrix, matrix, matrix, 3)


def article_multi_head():
    """W is (seq_length, n) because the matrix is (d_model, seq_length); d_model is its rows."""
    matrix = unit('article_multi_head/matrix', 4, 6)
    learned = {name: 2 * signed(f'article_multi_head/{name}', 6, 5) for name in ('wq', 'wk', 'wv')}
    return {'matrix': matrix} | learned | reference.article_multi_head(matrix, **learned, d_model=4)


def random_stream():
    """The first 64-bit words of two streams, and the normal numbers of one."""
    streams = [reference.Stream(7, 'apple'), reference.Stream(2 ** 32 - 1, 'пример')]
    words = np.array([[stream.next() for _ in range(8)] for stream in streams], np.uint64)
    return {'words': words, 'gaussian': reference.Stream(7, 'apple').gaussian(9)}


def token_vectors():
    """tokens: UTF-8, one per line. An odd width, a word that comes twice, letters beyond ASCII, two seeds."""
    tokens = ['I', 'ate', 'an', 'apple', '.', '食べる', 'apple', '🍎']
    text = np.frombuffer('\n'.join(tokens).encode(), np.uint8)
    vectors = {seed: np.stack([reference.Stream(seed, token).gaussian(7) for token in tokens]) for seed in (7, 2023)}
    return {'tokens': text, 'positions': reference.positions(8, 7), 'vectors_seed_7': vectors[7],
            'vectors_seed_2023': vectors[2023], 'with_positions': vectors[7] + reference.positions(8, 7)}


def xavier():
    return {name: reference.xavier_uniform(5, 7, name) for name in ('wq', 'wk', 'wv', 'wo')}


def published_variants():
    """Two heads under an additive mask whose row 3 sees nothing; <variant>_weights and <variant>_heads of each."""
    def part(name, *shape):
        return signed(f'variants/{name}', *shape)
    tensors = {'q': 2 * part('q', 2, 5, 4), 'k': 2 * part('k', 2, 7, 4), 'v': part('v', 2, 7, 3)}
    mask = part('mask', 5, 7)
    mask[mask > 0.6] = -np.inf
    mask[3] = -np.inf
    learned = {'w': part('w', 2, 4, 4), 'wk': part('wk', 2, 4, 4), 'combine': 2 * part('combine', 2, 4),
               'sinks': part('sinks', 2), 'key_distances': part('key_distances', 5, 4),
               'value_distances': part('value_distances', 5, 3), 'bias': part('bias', 2, 8),
               'mix_scores': part('mix_scores', 2, 2), 'mix_weights': part('mix_weights', 2, 2)}
    wide = {name: array.astype(np.float64) for name, array in learned.items()}
    w, wk, combine, sinks, keys, values, bias, mix_scores, mix_weights = wide.values()
    given = {'multiplicative': [w], 'multi_query': [], 'sliding_window': [1], 'alibi': [], 'rotary': [],
             'query_key_norm': [], 'sigmoid': [], 'softmax_off_by_one': [sinks], 'additive': [w, wk, combine],
             'relative_positions': [keys, values], 'relative_buckets': [bias, 5], 'linear': [], 'differential': [0.5],
             'talking_heads': [mix_scores, mix_weights], 'sparsemax': [], 'entmax': []}
    results = {}
    for name, parameters in given.items():
        q, k, v = (array.astype(np.float64) for array in tensors.values())
        made = getattr(variants, name)(q, k, v, mask.astype(np.float64), *parameters)
        results |= {f'{name}_weights': made[0], f'{name}_heads': made[1]}
    return tensors | {'mask': mask} | learned | results


def bpe():
    """Merges as (left, right); the ids of both texts, a line a row, with 2^64 - 1 after the last."""
    merges = byte_pairs.train(byte_pairs.lines('text.txt'), 420)
    ids = [byte_pairs.encode(merges, line) for name in ('text.txt', 'samples.txt') for line in byte_pairs.lines(name)]
    table = np.full((len(ids), max(map(len, ids)) + 1), 2 ** 64 - 1, np.uint64)
    for row, line in zip(table, ids):
        row[:len(line)] = line
    return {'merges': np.array(list(merges), np.uint64), 'ids': table}


def checkpoint():
    """A file with a vector and the same matrix in four precisions, and what each of them means."""
    gain = signed('checkpoint/gain', 5)
    matrix = signed('checkpoint/matrix', 6, 70) ** 3  # long tails, as parameters have
    matrix[2, :40] = 0
    matrix[3] *= 2.0 ** -22  # the scale is no normal float16
    tensors, shapes, means = {'norm.gain': gain}, {}, {}
    for name, bits, steps in (('int8', 8, 127), ('coarse', 8, 16), ('int6', 6, 31), ('int4', 4, 7)):
        tensors[name], tensors[f'{name}.scale'], means[name] = quantize.quantize(matrix, bits, steps)
        shapes[name] = {'bits': bits, 'shape': list(matrix.shape)}
    metadata = {'format': 'attention-view', 'quantization': json.dumps(shapes), 'é "\\': '\x01'}
    file = np.frombuffer(quantize.safetensors(tensors, metadata), np.uint8)
    return {'gain': gain, 'matrix': matrix, 'file': file} | means


CASES = {
    'self': self_attention, 'cross': cross_attention, 'scale': with_scale, 'mask_causal': mask_causal,
    'mask_causal_wide': mask_causal_wide, 'mask_causal_tall': mask_causal_tall, 'mask_padding': mask_padding,
    'mask_window': mask_window, 'mask_boolean': mask_boolean, 'mask_additive': mask_additive,
    'mask_fully_masked_row': mask_fully_masked_row, 'multi_head': multi_head, 'multi_head_cross': multi_head_cross,
    'multi_head_identity': multi_head_identity, 'article_defaults': article_defaults, 'article_small': article_small,
    'article_words': article_words, 'article_multi_head': article_multi_head, 'random_stream': random_stream,
    'token_vectors': token_vectors, 'xavier': xavier, 'variants': published_variants, 'bpe': bpe,
    'checkpoint': checkpoint,
}


def npy_files():
    """-2 to 3 in two rows of three, or 0 to 5 where there is no sign."""
    files = {}
    for kind in '<f4 >f4 <f8 >f8 <f2 >f2 i1 <i2 >i2 <i4 >i4 <i8 u1 <u2 <u4 <u8 ?'.split():
        first = -2 if 'i' in kind or 'f' in kind else 0
        name = kind.replace('<', 'little_').replace('>', 'big_').replace('?', 'b1')
        files[name] = (np.arange(6).reshape(2, 3) % (2 if kind == '?' else 6) + first).astype(kind)
    plain = files['little_f4']
    files['half_extremes'] = np.array([2.0 ** -24, 2.0 ** -14, 65504, np.inf, -np.inf, np.nan, -0.0], '<f2')
    files['one_axis'] = plain.ravel()
    files['fortran'] = np.asfortranarray(plain)
    files['fortran_three_axes'] = np.asfortranarray(np.arange(24, dtype='<f4').reshape(2, 3, 4))
    return files | {name: plain for name in VERSIONS}


VERSIONS = {'version_2': (2, 0), 'version_3': (3, 0)}


def write(path, array):
    with open(path, 'wb') as file:
        np.lib.format.write_array(file, array, version=VERSIONS.get(path.stem))


def computed():
    tensors = {FOLDER / case / f'{name}.npy': np.ascontiguousarray(array)
               for case, make in CASES.items() for name, array in make().items()}
    return tensors | models.computed() | {FOLDER / 'npy' / f'{name}.npy': array for name, array in npy_files().items()}


def difference(committed, expected):
    """What is wrong with a committed array, or nothing. The small absolute part is for sums that cancel: numpy's
    order of additions may change with its version and the machine's vector width."""
    layouts = [(array.dtype, array.shape, array.flags.f_contiguous) for array in (committed, expected)]
    if layouts[0] != layouts[1]:
        return f'is {committed.dtype} {committed.shape}, expected {expected.dtype} {expected.shape}'
    if expected.dtype.kind == 'u':
        return None if np.array_equal(committed, expected) else 'differs'
    finite = np.abs(expected[np.isfinite(expected)]).astype(np.float64)
    absolute = 1e-15 * finite.max() if finite.size else 0
    if np.allclose(committed, expected, rtol=1e-12, atol=absolute, equal_nan=True):
        return None
    return 'differs by more than 1e-12 relative'


def check(expected):
    faults = [f'{path.relative_to(FOLDER)} is written by no case' for path in sorted(FOLDER.glob('**/*.npy'))
              if path not in expected]
    for path, array in expected.items():
        fault = difference(np.load(path), array) if path.exists() else 'is missing'
        if fault:
            faults.append(f'{path.relative_to(FOLDER)} {fault}')
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--check', action='store_true', help='compare with the committed files instead of writing them')
    expected = computed()
    if parser.parse_args().check:
        faults = check(expected)
        print('\n'.join(faults) if faults else f'{len(expected)} golden files agree')
        return 1 if faults else 0
    models.write_tiny()
    for path, array in expected.items():
        path.parent.mkdir(exist_ok=True)
        write(path, array)
    print(f'{len(expected)} golden files written')
    return 0


if __name__ == '__main__':
    sys.exit(main())
