"""Small linear models over features that are strings: a row of weights for each, found by a hash, kept as bytes in ``data/``.

The file is one line of JSON (``{"scale": ...}``) and then the weights, 8 bits each, row by row (one row more than there are buckets: what
holds for every case), compressed as a whole. training/linear.py makes them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import zstandard
from numpy.typing import NDArray

from dragoman.errors import DataError
from dragoman.lexicon import data_bytes


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (buckets + 1 rows, a column for each class)."""

    weights: NDArray[np.float32]

    def score(self, cases: Iterable[Iterable[str]]) -> NDArray[np.float32]:
        """For each case (a row) the sum of the weights of its features, at least one, and of what holds for every case."""
        rows: list[int] = []
        begins: list[int] = []
        for features in cases:
            begins.append(len(rows))
            rows += [crc32(feature.encode()) for feature in features]
        if not begins:
            return np.zeros((0, self.weights.shape[1]), np.float32)
        taken = self.weights[np.array(rows) % (len(self.weights) - 1)]
        return np.asarray(np.add.reduceat(taken, begins, axis=0) + self.weights[-1])

    @staticmethod
    def shares(scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores as chances; each row adds up to 1."""
        chances = np.exp(scores - scores.max(-1, keepdims=True))
        return np.asarray(chances / chances.sum(-1, keepdims=True), np.float32)

    def chances(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The chance of each class for one case (they add up to 1)."""
        return np.asarray(self.shares(self.score([features]))[0])


def bucket_of(feature: str, buckets: int) -> int:
    """The row of a feature."""
    return crc32(feature.encode()) % buckets


@cache
def load_linear(name: str, buckets: int, classes: int) -> Linear:
    """The model ``data/NAME.zst``."""
    try:
        head, _, rows = zstandard.ZstdDecompressor().decompress(data_bytes(f"{name}.zst")).partition(b"\n")
        scale = float(json.loads(head)["scale"])
        kept = np.frombuffer(rows, np.int8).reshape(buckets + 1, classes)
    except (zstandard.ZstdError, KeyError, ValueError) as error:
        raise DataError(f"data/{name}.zst is damaged: install dragoman again") from error
    return Linear(kept.astype(np.float32) * np.float32(scale))
