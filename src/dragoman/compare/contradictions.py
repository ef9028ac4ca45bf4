"""Where pages of one story contradict each other in so many words, though no event was read of it: what the one tells and the other denies.

A denial and a sentence of another page belong together where they name the same deed, or have all their words in common, and share words that
are rare in the story. The bounds were chosen on the train part of our corpus (``benchmarks/versions-train.yml``).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from dragoman.compare.clauses import Wording, deeds_of, sentences_of, told_and_denied
from dragoman.compare.differing import Difference
from dragoman.compare.likeness import rarity
from dragoman.compare.occurrences import stems_of
from dragoman.lexicon import load_yaml
from dragoman.model import Span

PLAIN = 2.5
"""The rarity of a word in news from which on it counts in full."""

LEAST_SHARE = 0.3
"""Of what is denied, the share that a sentence tells besides, where both have the same word for the deed."""

LEAST_WORTH = 0.7
"""What the words that both share are worth then, at least."""

OTHER_WORD = (0.4, 1.5)
"""Share and worth, at least, where they have different words for the deed."""

NO_DEED = (0.9, 1.0)
"""Share and worth, at least, where what is denied names no deed."""

PLAINLY = 0.5
"""The share, at least, where the denial is one in words of negation, or an answer to a question."""

BOTH = 0.6
"""The share of what is denied that the other page denies too, from which on the two do not part."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each rough stem is worth in telling one sentence of a story from the others: rare ones more, those of reporting nothing."""

    counts: Counter[str] = field(repr=False)
    sentences: int

    def of(self, stems: Iterable[str]) -> float:
        """What some stems are worth together; one that stands in a single sentence of the story alone and is not common in news, 1."""
        return sum(self.one(stem) for stem in sorted(stems))

    def one(self, stem: str) -> float:
        """What a stem is worth."""
        if stem in reporting():
            return 0.0
        whole = math.log(self.sentences + 1)
        return math.log((self.sentences + 1) / max(1, self.counts[stem])) / whole * min(1.0, rarity(stem) / PLAIN)


def weights_of(texts: Mapping[str, str]) -> Weights:
    """How much words tell in the sentences of some pages."""
    sentences = [stems_of(text[slice(*span)]) for text in texts.values() for span in sentences_of(text)]
    return Weights(Counter(stem for stems in sentences for stem in stems), max(2, len(sentences)))


def reporting() -> frozenset[str]:
    """Rough stems of words of reporting, which tell nothing of what is reported."""
    return frozenset(load_yaml("versions")["reporting"].split())


def told_and_disowned(texts: Mapping[str, str]) -> list[Difference]:
    """What one page tells as so and another denies, each denial beside the sentence that it fits best."""
    weights = weights_of(texts)
    worded = {page: told_and_denied(text) for page, text in texts.items()}
    found: dict[tuple[str, str, Span], tuple[float, Difference]] = {}
    for page, other in permutations(worded, 2):
        for denial in worded[page][1]:
            fitting = [(fit, told) for told in worded[other][0] if (fit := fit_of(denial, told, weights))]
            if not fitting or any(is_denied_too(denial, theirs, weights) for theirs in worded[other][1]):
                continue
            fit, told = max(fitting, key=lambda pair: (pair[0], -pair[1].span[0]))
            key = (page, other, told.sentence)
            if key not in found or found[key][0] < fit:
                found[key] = (fit, Difference("whether", (other, told.span, "done"), (page, denial.span, "denied")))
    return [difference for _, difference in found.values()]


def fit_of(denial: Wording, told: Wording, weights: Weights) -> float:
    """How well what is denied fits what a sentence tells; 0 where they are not of one thing."""
    both = denial.stems & told.stems
    if not both or (denial.first and not told.deeds.intersection(denial.first)):
        return 0.0
    worth = weights.of(both)
    share = worth / (weights.of(denial.stems) or 1)
    is_same = any(deeds_of(stem) for stem in both)
    if denial.how != "denied" and (share < PLAINLY or not denial.first):
        return 0.0
    if denial.how == "not" and not is_same:
        return 0.0
    bounds = (OTHER_WORD, (LEAST_SHARE, LEAST_WORTH)) if is_same else (OTHER_WORD,)
    for least_share, least_worth in bounds if denial.first else (NO_DEED,):
        if share >= least_share and worth >= least_worth:
            return is_same * 100 + worth + share / 2
    return 0.0


def is_denied_too(denial: Wording, other: Wording, weights: Weights) -> bool:
    """Whether another denial is of the same thing."""
    is_same = bool(denial.deeds & other.deeds) or not denial.deeds
    return is_same and weights.of(denial.stems & other.stems) >= BOTH * weights.of(denial.stems)
