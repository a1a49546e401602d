"""numpy on OpenBLAS. A line of JSON in, a line of JSON out: prepare, sample, answer, reference, quit."""

import ctypes
import json
import sys
import time
from pathlib import Path

import numpy as np


def openblas():
    """What OpenBLAS says of itself, or None where numpy uses another library."""
    mapped = {line.split()[-1] for line in open("/proc/self/maps") if "blas" in line}
    for path in sorted(mapped):
        for name in ("openblas_get_config", "openblas_get_config64_", "scipy_openblas_get_config64_"):
            function = getattr(ctypes.CDLL(path), name, None)
            if function:
                function.restype = ctypes.c_char_p
                return function().decode()
    return None


def softmax(scores):
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores


def heads(matrix, count):
    return matrix.reshape(len(matrix), count, -1).transpose(1, 0, 2)


def all_at_once(x, wq, wk, wv, wo, count):
    """The faster form while everything fits into the caches. The scale is folded into wq."""
    q, k, v = (heads(x @ w, count) for w in (wq, wk, wv))
    weights = softmax(q @ k.transpose(0, 2, 1))
    return (weights @ v).transpose(1, 0, 2).reshape(x.shape) @ wo, weights


def head_by_head(x, wq, wk, wv, wo, count):
    """The faster form above: each head's weights are written once and used while they are near."""
    q, k, v = x @ wq, x @ wk, x @ wv
    weights = np.empty((count, len(x), len(x)), x.dtype)
    concat = np.empty_like(x)
    width = x.shape[1] // count
    for head in range(count):
        columns = slice(head * width, (head + 1) * width)
        shares = softmax(np.matmul(q[:, columns], k[:, columns].T, out=weights[head]))
        np.matmul(shares, v[:, columns], out=concat[:, columns])
    return concat @ wo, weights


class Attention:
    def __init__(self, folder, length, width, count):
        read = lambda name: np.fromfile(Path(folder, f"{name}.f32"), np.float32)
        self.count = count
        self.x = read(f"x{length}").reshape(length, width)
        self.parameters = [read(name).reshape(width, width) for name in ("wq", "wk", "wv", "wo")]
        self.parameters[0] = self.parameters[0] * np.float32((width // count) ** -0.5)
        self.form = all_at_once if length <= 256 else head_by_head

    def run(self):
        return self.form(self.x, *self.parameters, self.count)

    def sample(self, repetitions):
        start = time.perf_counter()
        for _ in range(repetitions):
            self.run()
        return (time.perf_counter() - start) * 1000 / repetitions

    def reference(self):
        """In double precision, by the plain form; wq is scaled by a power of two here, so nothing is lost."""
        wide = [matrix.astype(np.float64) for matrix in (self.x, *self.parameters)]
        return all_at_once(*wide, self.count)


def write(folder, answer):
    for name, array in zip(("output", "weights"), answer):
        np.ascontiguousarray(array).tofile(Path(folder, name))
    return True


config = openblas()
print(json.dumps({"numpy": np.__version__, "openblas": config}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    match request["do"]:
        case "prepare":
            attention = Attention(request["folder"], request["length"], request["width"], request["heads"])
            reply = True
        case "sample":
            reply = attention.sample(request["repetitions"])
        case "answer":
            reply = write(request["folder"], attention.run())
        case "reference":
            reply = write(request["folder"], attention.reference())
    print(json.dumps(reply), flush=True)
