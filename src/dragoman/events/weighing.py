"""Small networks that weigh what speaks for one choice against what speaks for the others: the ways to read a word as an act, and the
days that may be meant.

The networks (``data/frames.zst`` and ``data/days.zst``, made by training/events.py) give each choice a score, and softmax over the scores
gives shares of 1 (McFadden 1974, with a hidden layer); that a word names no act has the score 0. The mean of several networks, trained
from different starts, is taken. A file is one line of JSON (``{"names": [...], "hidden": H, "networks": N}``) and then numbers of half
precision, network by network: weights into the hidden layer (names x H), its biases, weights out of it, weights of the evidence itself,
compressed as a whole.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import zstandard
from numpy.typing import NDArray

from dragoman.errors import DataError
from dragoman.lexicon import data_bytes

MOST = 30.0
"""The largest score that counts."""

Matrix = NDArray[np.float32]
Evidence = dict[str, float]


@dataclass(frozen=True, slots=True)
class Network:
    """One network: ``inner`` (names, H), ``biases`` (H), ``outer`` (H), and ``plain`` (names), which weighs the evidence by itself."""

    inner: Matrix
    biases: Matrix
    outer: Matrix
    plain: Matrix

    def scores(self, rows: Matrix) -> Matrix:
        """The scores of rows of evidence."""
        scores: Matrix = np.maximum(rows @ self.inner + self.biases, 0) @ self.outer + rows @ self.plain
        return scores


@dataclass(frozen=True, slots=True)
class Weigher:
    """The networks, and the column of each piece of evidence."""

    columns: dict[str, int]
    networks: tuple[Network, ...]

    def row(self, evidence: Evidence, before: Matrix | None = None) -> Matrix:
        """Evidence as a row, added to that of ``before``; what no network knows is left out."""
        row = np.zeros(len(self.columns), np.float32) if before is None else before.copy()
        columns = self.columns
        for name, value in evidence.items():
            at = columns.get(name)
            if at is not None:
                row[at] = value
        return row

    def scores(self, rows: Sequence[Matrix]) -> Matrix:
        """The mean score of each row."""
        if not rows:
            return np.zeros(0, np.float32)
        stacked = np.stack(rows)
        scores: Matrix = np.mean([network.scores(stacked) for network in self.networks], 0)
        return np.clip(scores, -MOST, MOST)


def shares_of(scores: Matrix, groups: Sequence[int]) -> Matrix:
    """The share of each score among those of its group (numbers from 0) and that of nothing, 0."""
    grown = np.exp(scores)
    totals = np.bincount(groups, grown) + 1 if len(scores) else grown
    shares: Matrix = (grown / totals[np.asarray(groups, np.intp)]).astype(np.float32)
    return shares


@cache
def load_weigher(name: str) -> Weigher:
    """The networks of ``data/NAME.zst``."""
    try:
        return unpack(zstandard.ZstdDecompressor().decompress(data_bytes(f"{name}.zst")))
    except (zstandard.ZstdError, KeyError, ValueError) as error:
        raise DataError(f"data/{name}.zst is damaged: install dragoman again") from error


def unpack(packed: bytes) -> Weigher:
    """The networks written by ``pack``; raises ValueError where something is lacking."""
    head, _, rest = packed.partition(b"\n")
    told = json.loads(head)
    names, hidden = told["names"], int(told["hidden"])
    numbers = np.frombuffer(rest, np.float16).astype(np.float32).reshape(int(told["networks"]), -1)
    ends = np.cumsum([len(names) * hidden, hidden, hidden, len(names)])
    if numbers.shape[1] != ends[-1]:
        raise ValueError("numbers are lacking")
    parts = [np.split(row, ends[:-1]) for row in numbers]
    networks = tuple(Network(inner.reshape(len(names), hidden), *others) for inner, *others in parts)
    return Weigher({name: i for i, name in enumerate(names)}, networks)


def pack(names: Sequence[str], networks: Iterable[Network]) -> bytes:
    """Networks over named evidence as the bytes that such a file holds compressed."""
    rows = [np.concatenate([part.ravel() for part in (n.inner, n.biases, n.outer, n.plain)]) for n in networks]
    hidden = (len(rows[0]) - len(names)) // (len(names) + 2)
    head = json.dumps({"names": list(names), "hidden": hidden, "networks": len(rows)}, separators=(",", ":"))
    return head.encode() + b"\n" + np.stack(rows).astype(np.float16).tobytes()
