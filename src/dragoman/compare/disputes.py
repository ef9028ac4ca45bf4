"""Whether a sentence of one page tells what another page denies, by signs whose weights are fitted (``data/denials.yml``).

Both name their deed in their own words, so words count as far as they are alike in meaning (``meaning.py``), and the rarer they are in
the story, the more.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.compare.clauses import Wording, empty, root_of
from dragoman.compare.meaning import alike, is_deed
from dragoman.compare.occurrences import NAME
from dragoman.compare.rareness import Weights, reporting
from dragoman.lexicon import load_yaml

LEAST_SHARE = 0.2
"""Of what is denied, the share that a sentence must tell in its own words, to be looked at."""

LEAST_ALIKE = 0.3
"""How alike its words must be to the verb of what is denied, or to a word for its deed."""

FAINT = 0.03
"""What a word that is common in the story is worth still."""

MAIN_VERB = re.compile(
    r"\b(?:had|has|have|was|were|been|being|is|are|did|do|does|be)"
    r"(?: (?:not|never|ever|also|already|all|any|been|being|deliberately|even|since|again))*,? "
    r"(?!(?:a|an|the|in|on|at|to|of|no) )(\w{3,})",
    re.IGNORECASE,
)
"""The verb of a clause, behind what helps it."""

CLAIMED = re.compile(
    r"\b(?:accus\w*|alleg\w*|charg(?:e|es|ed|ing)|claim\w*|maintain\w*|assert\w*|blam\w*|insist\w*|according)\b", re.IGNORECASE
)

MOST_WORTH, MOST_WORDS, MOST_NAMES = 3.0, 40, 3
"""What signs count at most."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a sentence tells or denies, as it is compared: its words with what each is worth, those that name deeds, its main verb, the
    names in the sentence, and whether that says that somebody claims it."""

    wording: Wording
    worth: dict[str, float]
    deeds: tuple[str, ...]
    main: str
    names: frozenset[str]
    is_claimed: bool

    def whole(self) -> float:
        """What all its words are worth."""
        return sum(self.worth.values())


def point_of(wording: Wording, text: str, weights: Weights) -> Point:
    """What a sentence of a text tells or denies."""
    worth = {word: 0.0 if root_of(word) in reporting() else weights.one(root_of(word)) + FAINT for word in wording.words}
    deeds = tuple(word for word in wording.words if is_deed(word) and root_of(word) not in reporting())
    sentence = text[slice(*wording.sentence)]
    verb = MAIN_VERB.search(text, *wording.span)
    main = verb[1].casefold() if verb and verb[1].casefold() not in empty() else deeds[0] if deeds else ""
    names = frozenset(name.casefold() for name in NAME.findall(sentence))
    return Point(wording, worth, deeds, main, names, CLAIMED.search(sentence) is not None)


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of one point another has too: in words alike, as a share and in worth, and in the same words, as a share."""

    share: float
    worth: float
    same: float


def cover(one: Point, other: Point) -> Cover:
    """How much of one point another has too."""
    likest = {word: max((alike(word, also) for also in other.worth), default=0.0) for word in one.worth}
    worth, whole = sum(value * likest[word] for word, value in one.worth.items()), one.whole() or 1.0
    return Cover(worth / whole, worth, sum(value for word, value in one.worth.items() if likest[word] == 1) / whole)


def likest_deed(one: Point, other: Point) -> tuple[float, float]:
    """How alike a deed of the one is to one of the other, at best, and what the word for it is worth."""
    found = [(max((alike(deed, also) for also in other.deeds), default=0.0), one.worth[deed]) for deed in one.deeds]
    return max(found, key=lambda pair: pair[0] * (0.5 + pair[1]), default=(0.0, 0.0))


def signs_between(denial: Point, told: Point, also_denied: Sequence[Point]) -> dict[str, float]:
    """The signs that a sentence tells what is denied elsewhere; none where it says too little of it.

    ``also_denied`` is what the page of the sentence denies itself.
    """
    covered = cover(denial, told)
    deed, rare = likest_deed(denial, told)
    verb = max((alike(denial.main, word) for word in told.worth), default=0.0) if denial.main else 0.0
    if covered.share < LEAST_SHARE or max(verb, deed) < LEAST_ALIKE:
        return {}
    return {
        "share told": covered.share,
        "worth told": min(covered.worth, MOST_WORTH),
        "same words": covered.same,
        "deed alike": covered.share * deed,
        "rare deed": deed * rare,
        "verb alike": verb,
        "verb and worth": verb * min(covered.worth, MOST_WORTH),
        "verb of saying": float(root_of(denial.main) in reporting()) if denial.main else 0.0,
        "denied there too": max((cover(denial, other).share for other in also_denied), default=0.0),
        "claimed": float(told.is_claimed),
        "names shared": float(min(MOST_NAMES, len(denial.names & told.names))),
        "length": float(min(MOST_WORDS, len(told.worth))),
        "denied": float(denial.wording.how == "denied"),
        "answer": float(denial.wording.how == "answer"),
    }


@cache
def weights() -> dict[str, float]:
    """The weight of each sign."""
    return {name: float(value) for name, value in load_yaml("denials").items()}


def chance_of(signs: dict[str, float]) -> float:
    """How likely it is that a sentence tells what is denied, by its signs."""
    if not signs:
        return 0.0
    known = weights()
    return 1 / (1 + math.exp(-known["bias"] - sum(known.get(name, 0.0) * value for name, value in signs.items())))


def points_of(wordings: Iterable[Wording], text: str, known: Weights) -> list[Point]:
    """All that the sentences of a text tell, or deny, that have words."""
    return [point_of(wording, text, known) for wording in wordings if wording.words]
