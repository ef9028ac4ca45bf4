"""The labeller of lines: a linear-chain model that gives each line of a page its kind, seeing its neighbours' kinds too.

Its weights (data/lines.zst) were trained on the training part of our corpus by training/lines.py. A line's features are summed for each
kind, and the best sequence of kinds is found (Viterbi); a line may be held to some kinds only.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import zstandard
from numpy.typing import NDArray

from dragoman.lexicon import data_bytes

Scores = NDArray[np.float32]
FORBIDDEN = -1e9


@dataclass(frozen=True, slots=True)
class Labeller:
    """Kinds, the row of weights of each feature (features x kinds), and the weights of one kind after another (kinds x kinds)."""

    kinds: tuple[str, ...]
    rows: dict[str, int]
    weights: Scores
    steps: Scores


@cache
def load_labeller() -> Labeller:
    """The labeller that ships with the package."""
    kept = json.loads(zstandard.ZstdDecompressor().decompress(data_bytes("lines.zst")))
    return Labeller(
        tuple(kept["kinds"]),
        {feature: row for row, feature in enumerate(kept["features"])},
        np.asarray(kept["weights"], np.float32) / kept["scale"],
        np.asarray(kept["steps"], np.float32) / kept["scale"],
    )


def score_lines(labeller: Labeller, features: Sequence[Sequence[str]]) -> Scores:
    """The score of each kind for each line, its neighbours' kinds left aside (lines x kinds)."""
    scores = np.zeros((len(features), len(labeller.kinds)), np.float32)
    for i, line in enumerate(features):
        known = [row for feature in line if (row := labeller.rows.get(feature)) is not None]
        scores[i] = labeller.weights[known].sum(axis=0)
    return scores


def name_lines(
    features: Sequence[Sequence[str]], allowed: Sequence[Collection[str] | None], labeller: Labeller | None = None
) -> list[str]:
    """The best sequence of kinds for the lines of a page; ``allowed`` are the kinds that a line may have, None for any."""
    if not features:
        return []
    labeller = labeller or load_labeller()
    scores = score_lines(labeller, features)
    for i, kinds in enumerate(allowed):
        if kinds is not None:
            scores[i, [j for j, kind in enumerate(labeller.kinds) if kind not in kinds]] = FORBIDDEN
    return [labeller.kinds[j] for j in best_path(scores, labeller.steps)]


def best_path(scores: Scores, steps: Scores) -> list[int]:
    """The sequence with the highest sum of scores and steps."""
    back = np.zeros(scores.shape, np.int32)
    total = scores[0]
    for i in range(1, len(scores)):
        reached = total[:, None] + steps
        back[i] = reached.argmax(axis=0)
        total = reached.max(axis=0) + scores[i]
    path = [int(total.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]
