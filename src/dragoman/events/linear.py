"""Small linear models over features that are strings: a row of weights for each, found by a hash, kept as bytes in ``data/``.

The file is one line of JSON (``{"scale": ...}``) and then the weights, 8 bits each, row by row (one row more than there are buckets: what
holds for every case), compressed as a whole. training/linear.py makes them.
"""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import zstandard
from numpy.typing import NDArray

from dragoman.errors import DataError
from dragoman.lexicon import data_bytes


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (buckets + 1 rows, a column for each class)."""

    weights: NDArray[np.float32]

    def score(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The sum of the weights of features and of what holds for every case."""
        return np.asarray(self.sum(features) + self.weights[-1])

    def sum(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The sum of the weights of features alone."""
        buckets = len(self.weights) - 1
        return np.asarray(self.weights[[bucket_of(feature, buckets) for feature in features]].sum(0))

    @staticmethod
    def shares(scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores as chances that add up to 1."""
        chances = np.exp(scores - scores.max())
        return np.asarray(chances / chances.sum(), np.float32)

    def chances(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The chance of each class (they add up to 1)."""
        return self.shares(self.score(features))


def bucket_of(feature: str, buckets: int) -> int:
    """The row of a feature."""
    return zlib.crc32(feature.encode()) % buckets


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
