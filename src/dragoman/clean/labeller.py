"""The labeller of lines: a linear-chain model that gives each line of a page its kind, seeing its neighbours' kinds too.

Its weights (data/lines.zst, data/lines_kinds.zst) were trained on the training part of our corpus by training/lines.py.
A line's features are summed for each kind, and the best sequence of kinds is found (Viterbi); a line may be held to some kinds only.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import zstandard
from numpy.typing import NDArray

from dragoman.lexicon import data_bytes

Scores = NDArray[np.float32]
Features = tuple[str, ...]
FORBIDDEN = -1e9
MOST_SUMS = 20_000


@dataclass(frozen=True, slots=True)
class Labeller:
    """Kinds, the row of weights of each feature (features x kinds), and the weights of one kind after another (kinds x kinds).

    ``sums`` keeps the summed weights of groups of features that were met before, and ``places`` where; they change nothing but the time.
    """

    kinds: tuple[str, ...]
    rows: dict[str, int]
    weights: Scores
    steps: Scores
    places: dict[Features, int] = field(default_factory=dict, compare=False, repr=False)
    sums: list[Scores] = field(default_factory=list, compare=False, repr=False)

    def add_group(self, group: Features) -> int:
        """Sum the weights of a group of features that was not met before, and tell its place among ``sums``."""
        rows = [row for feature in group if (row := self.rows.get(feature)) is not None]
        place = self.places[group] = len(self.places)
        self.table[place] = np.add.reduce(self.weights[rows], axis=0)
        return place

    @property
    def table(self) -> Scores:
        """The summed weights of all groups met, with room for one more."""
        if not self.sums:
            self.sums.append(np.zeros((1024, len(self.kinds)), np.float32))
        if len(self.places) >= len(self.sums[0]):
            self.sums[0] = np.concatenate((self.sums[0], np.zeros_like(self.sums[0])))
        return self.sums[0]

    def forget(self) -> None:
        """Forget the groups met, where they have become many."""
        if len(self.places) > MOST_SUMS:
            self.places.clear()
            self.sums.clear()


@cache
def load_labeller() -> Labeller:
    """The labeller that tells a story's body from what stands around it."""
    return labeller_of(data_bytes("lines.zst"))


@cache
def load_namer() -> Labeller:
    """The labeller that names the lines of which it is settled whether they are of the body."""
    return labeller_of(data_bytes("lines_kinds.zst"))


def labeller_of(packed: bytes) -> Labeller:
    """The labeller whose weights are packed as in data/lines.zst."""
    kept = json.loads(zstandard.ZstdDecompressor().decompress(packed))
    return Labeller(
        tuple(kept["kinds"]),
        {feature: row for row, feature in enumerate(kept["features"])},
        np.asarray(kept["weights"], np.float32) / kept["scale"],
        np.asarray(kept["steps"], np.float32) / kept["scale"],
    )


def score_lines(labeller: Labeller, features: Sequence[Sequence[Features]]) -> Scores:
    """The score of each kind for each line, its neighbours' kinds left aside (lines x kinds)."""
    scores = np.zeros((len(features), len(labeller.kinds)), np.float32)
    looked = [i for i, line in enumerate(features) if line]
    if looked:
        labeller.forget()
        known, add = labeller.places, labeller.add_group
        places = [place if (place := known.get(group)) is not None else add(group) for i in looked for group in features[i]]
        begins = np.cumsum([0, *(len(features[i]) for i in looked[:-1])])
        scores[looked] = np.add.reduceat(labeller.table[places], begins, axis=0)
    return scores


def name_lines(
    features: Sequence[Sequence[Features]], allowed: Sequence[Collection[str] | None], labeller: Labeller | None = None
) -> list[str]:
    """The best sequence of kinds for the lines of a page; ``allowed`` are the kinds that a line may have, None for any."""
    if not features:
        return []
    labeller = labeller or load_labeller()
    scores = score_lines(labeller, features)
    masks: dict[tuple[str, ...], Scores] = {}
    for i, kinds in enumerate(allowed):
        if kinds is not None and len(kinds) > 1:
            key = tuple(kinds)
            if key not in masks:
                masks[key] = np.array([0.0 if kind in kinds else FORBIDDEN for kind in labeller.kinds], np.float32)
            scores[i] += masks[key]
    held = [labeller.kinds.index(next(iter(kinds))) if kinds is not None and len(kinds) == 1 else -1 for kinds in allowed]
    return [labeller.kinds[j] for j in best_path(scores, labeller.steps, held)]


def best_path(scores: Scores, steps: Scores, held: Sequence[int]) -> list[int]:
    """The sequence with the highest sum of scores and steps; ``held`` has the one kind of a line that is held to it, else -1.

    What comes before a run of lines that are held weighs on nothing behind it.
    """
    back = np.zeros(scores.shape, np.int32)
    total = scores[0]
    for i in range(1, len(scores)):
        if held[i - 1] >= 0:
            back[i] = held[i - 1]
            total = steps[held[i - 1]] + scores[i]
        elif held[i] >= 0:
            back[i] = (total + steps[:, held[i]]).argmax()
        else:
            reached = total[:, None] + steps
            back[i] = reached.argmax(axis=0)
            total = np.maximum.reduce(reached, axis=0) + scores[i]
    path = [int(total.argmax())] if held[-1] < 0 else [held[-1]]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]
