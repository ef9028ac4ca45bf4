"""What words are worth in telling one sentence of a story from the others."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from dragoman.compare.clauses import root_of, sentences_of, words_of
from dragoman.compare.likeness import rarity
from dragoman.compare.occurrences import STEM
from dragoman.lexicon import load_yaml

PLAIN = 2.5
"""The rarity of a word in news from which on it counts in full."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each root is worth in telling one sentence of a story from the others: rare ones more, those of reporting nothing."""

    counts: Counter[str] = field(repr=False)
    rarest: Mapping[str, float] = field(repr=False)
    sentences: int

    def of(self, roots: Iterable[str]) -> float:
        """What some roots are worth together; one that stands in a single sentence of the story alone and is not common in news, 1."""
        return sum(self.one(root) for root in sorted(roots))

    def one(self, root: str) -> float:
        """What a root is worth."""
        whole = math.log(self.sentences + 1)
        rare = min(1.0, self.rarest.get(root, PLAIN) / PLAIN)
        return 0.0 if root in reporting() else math.log((self.sentences + 1) / max(1, self.counts[root])) / whole * rare


def weights_of(texts: Mapping[str, str]) -> Weights:
    """How much words tell in the sentences of some pages."""
    counts: Counter[str] = Counter()
    rarest: dict[str, float] = {}
    sentences = [(text, span) for text in texts.values() for span in sentences_of(text)]
    for text, span in sentences:
        words = set(words_of(text[slice(*span)]))
        counts.update({root_of(word) for word in words})
        for word in words:
            rarest[root_of(word)] = min(rarest.get(root_of(word), PLAIN), rarity(word[:STEM]))
    return Weights(counts, rarest, max(2, len(sentences)))


@cache
def reporting() -> frozenset[str]:
    """Roots of words of reporting, which tell nothing of what is reported."""
    return frozenset(map(root_of, load_yaml("versions")["reporting"].split()))
