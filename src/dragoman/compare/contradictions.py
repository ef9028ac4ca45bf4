"""Where pages of one story contradict each other in so many words, though no event was read of it: what the one tells and the other denies,
and numbers of one thing that differ.

A denial and a sentence of another page belong together where signs say that they are likely of one thing (``disputes.py``), or less likely
but they name the same deed, or have nearly all their words in common, and share words that are rare in the story; two counts where they are
of the same things and the words beside them are alike. The bounds were chosen on the train part of our corpus
(``benchmarks/versions-train.yml``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, permutations

from dragoman.compare.clauses import Wording, is_to_come, root_of, told_and_denied, words_of
from dragoman.compare.counts import EXTENTS, Count, are_alike, are_apart, counted, counts_in, may_be_same
from dragoman.compare.differing import Difference
from dragoman.compare.disputes import Point, chance_of, points_of, signs_between
from dragoman.compare.occurrences import sentence_span
from dragoman.compare.rareness import Weights, weights_of
from dragoman.lexicon import load_yaml
from dragoman.model import Span

LEAST_SHARE = 0.2
"""Of what is denied, the share that a sentence tells besides, where both have the same word for the deed."""

LEAST_WORTH = 0.7
"""What the words that both share are worth then, at least."""

OTHER_WORD = (0.4, 2.0)
"""Share and worth, at least, where they have different words for the deed."""

OTHERWISE = 0.5
"""What a deed told by another word counts to one by the same."""

WHOLE = (0.75, 0.4)
"""Share and worth, at least, where nearly all that is denied is told."""

NO_DEED = (0.9, 1.0)
"""Share and worth, at least, where what is denied names no deed."""

PLAINLY = 0.4
"""The share, at least, where the denial is one in words of negation, or an answer to a question."""

BOTH = 0.6
"""The share of what is denied that the other page denies too, from which on the two do not part."""

MOST_COUNTS = 120
"""Counts of a page that are compared."""

TEN = 10

BESIDE = 60
"""Characters on either side of a count whose words tell what it is a count of."""

SAME_THING = 0.7
"""What the words beside two counts share must be worth, for them to be of one thing."""

SAME_FATE = 0.55
"""The same, of people of whom both say that they were killed, or hurt, or held."""

LOOSE = 1.2
"""The same, of lengths of time, shares and money, of which stories tell many."""

NEAR = 1.1
"""Two numbers of which the greater is no more than so many times the smaller are counts of one thing,"""

GREAT = 20
"""where both are at least so great, are not round, and are of things called alike."""

CLOSE = 1.35
"""Two numbers of people of which the greater is no more than so many times the smaller are counts of the same,"""

SEVERAL = 4
"""where both are at least so great, may be called alike,"""

AROUND = 0.35
"""and the words that their sentences share are worth so much at least."""

SET_AGAINST = 400
"""Characters between two numbers of one thing that a page sets against each other, at most."""

DAY_WORD = re.compile(
    r"\b(?:(mon|tues|wednes|thurs|fri|satur|sun)day|(\d{1,2})(?:st|nd|rd|th)|(\d{1,2}) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|[jfmasond][a-z]{2}\.) (\d{1,2}))\b",
    re.IGNORECASE,
)
"""A day that a sentence names."""


Pointed = tuple[list[Point], list[Point]]
"""What a page tells, and what it denies."""

LIKELY = 0.5
"""How likely it must be that a sentence tells what is denied,"""

FITTING = 0.3
"""and how likely where the two fit by their words."""


def told_and_disowned(texts: Mapping[str, str]) -> list[Difference]:
    """What one page tells as so and another denies, each denial beside the sentence that it fits best."""
    weights = weights_of(texts)
    pointed = {page: points_in(text, weights) for page, text in texts.items()}
    found: dict[tuple[str, str, Span], tuple[float, Difference]] = {}
    for page, other in permutations(pointed, 2):
        for denial in pointed[page][1]:
            chance, told = likeliest(denial, pointed[other], weights)
            if told is None or is_known_dispute(denial, pointed[page], pointed[other], weights):
                continue
            key = (page, other, told.wording.sentence)
            if key not in found or found[key][0] < chance:
                found[key] = (chance, Difference("whether", (other, told.wording.span, "done"), (page, denial.wording.span, "denied")))
    return [difference for _, difference in found.values()]


def points_in(text: str, weights: Weights) -> Pointed:
    """What the sentences of a text tell as so, and what they deny."""
    told, denied = told_and_denied(text)
    return points_of(told, text, weights), points_of(denied, text, weights)


def likeliest(denial: Point, there: Pointed, weights: Weights) -> tuple[float, Point | None]:
    """The sentence of another page that most likely tells what is denied, and how likely; none where it is not likely enough."""
    found: tuple[float, Point | None] = (0.0, None)
    for told in there[0]:
        chance = chance_of(signs_between(denial, told, there[1]))
        fits = chance >= FITTING and fit_of(denial.wording, told.wording, weights) > 0
        if (fits or chance >= LIKELY) and chance + fits * FITTING > found[0]:
            found = (chance + fits * FITTING, told)
    return found


def is_known_dispute(denial: Point, ours: Pointed, theirs: Pointed, weights: Weights) -> bool:
    """Whether both pages tell what is denied as well as that it is denied, so that they do not part."""
    what = denial.wording
    is_denied_there = any(is_denied_too(what, other.wording, weights) for other in theirs[1])
    return is_denied_there and any(told.wording.sentence != what.sentence and fit_of(what, told.wording, weights) for told in ours[0])


def fit_of(denial: Wording, told: Wording, weights: Weights) -> float:
    """How well what is denied fits what a sentence tells; 0 where they are not of one thing."""
    both = denial.roots & told.roots
    if not both or (denial.first and not told.deeds.intersection(denial.first)):
        return 0.0
    worth = weights.of(both) + OTHERWISE * weights.of(deeds_in_other_words(denial, told) - both)
    share = worth / (weights.of(denial.roots) or 1)
    is_same = bool(denial.deed_roots & told.deed_roots)
    if denial.how != "denied" and (share < PLAINLY or not denial.first):
        return 0.0
    if denial.how == "not" and not is_same:
        return 0.0
    bounds = (OTHER_WORD, WHOLE, (LEAST_SHARE, LEAST_WORTH)) if is_same else (OTHER_WORD, WHOLE)
    for least_share, least_worth in bounds if denial.first else (NO_DEED,):
        if share >= least_share and worth >= least_worth:
            return is_same * 100 + worth + share / 2
    return 0.0


def deeds_in_other_words(denial: Wording, told: Wording) -> frozenset[str]:
    """The roots of a denial's words for deeds that a sentence tells by other words."""
    return frozenset(root for root, deeds in denial.named if told.deeds.intersection(deeds))


def is_denied_too(denial: Wording, other: Wording, weights: Weights) -> bool:
    """Whether another denial is of the same thing."""
    is_same = bool(denial.deeds & other.deeds) or not denial.deeds
    return is_same and weights.of(denial.roots & other.roots) >= BOTH * weights.of(denial.roots)


@dataclass(frozen=True, slots=True)
class Placed:
    """A count with the roots of the words beside it and of those in its sentence, and the days that this names."""

    count: Count
    beside: frozenset[str]
    around: frozenset[str]
    days: frozenset[str]


def differing_counts(texts: Mapping[str, str]) -> list[Difference]:
    """Counts of one thing that differ from page to page, each beside the one of another page that it fits best."""
    weights = weights_of(texts)
    placed = {page: placed_counts(text) for page, text in texts.items()}
    found = []
    for page, other in combinations(placed, 2):
        likely = [
            (worth, ours.count, theirs.count)
            for ours, theirs in pairs_of_counts(placed[page], placed[other])
            if (worth := worth_of(ours, theirs, placed[page], placed[other], weights))
        ]
        used: set[tuple[str, Span]] = set()
        for _, ours, theirs in sorted(likely, key=lambda pair: (-pair[0], pair[1].span, pair[2].span)):
            if not used & {(page, ours.span), (other, theirs.span)}:
                used |= {(page, ours.span), (other, theirs.span)}
                found.append(Difference("number", (page, ours.span, ours.told()), (other, theirs.span, theirs.told())))
    return found


def placed_counts(text: str) -> list[Placed]:
    """The counts of a page that are told as so, the first ones of many."""
    counts = (count for count in counts_in(text, (0, len(text))) if not is_to_come(text, count.span))
    return [place_count(count, text) for count in islice(counts, MOST_COUNTS)]


def place_count(count: Count, text: str) -> Placed:
    """A count with what stands beside it."""
    first, last = max(0, count.span[0] - BESIDE), count.span[1] + BESIDE
    days = frozenset(next(filter(None, m.groups())).casefold() for m in DAY_WORD.finditer(text, *sentence_span(text, count.span)))
    words = words_of(f"{text[first : count.span[0]]} {text[count.span[1] : last]}")
    roots = {root_of(word) for word in words if not word[0].isdigit() and word not in saying_how_many()}
    around = frozenset(map(root_of, words_of(text[slice(*sentence_span(text, count.span))])))
    return Placed(count, frozenset(roots - {root_of(count.word)}), around, days)


@cache
def saying_how_many() -> frozenset[str]:
    """Number words, units of measure and days, which do not tell what is counted."""
    words = load_yaml("quantities")
    units = (unit for table in words["units"].values() for row in table for unit in row.replace("-", " ").split())
    return frozenset((*words["numbers"], *words["multipliers"], *words["shares"], *words["vague"], *units, *words["days"].split()))


def pairs_of_counts(ours: list[Placed], theirs: list[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """The counts of two pages that may be of one thing, and differ."""
    by_class: dict[str, list[Placed]] = {}
    for placed in theirs:
        by_class.setdefault(placed.count.what, []).append(placed)
    for one in ours:
        for other in by_class.get(one.count.what, ()):
            if (are_alike(one.count, other.count) or are_close(one.count, other.count)) and are_apart(one.count, other.count):
                yield one, other


def worth_of(one: Placed, other: Placed, ours: list[Placed], theirs: list[Placed], weights: Weights) -> float:
    """How sure it is that two differing counts are of one thing; 0 where it is not sure enough.

    A number that the other page tells too is most often agreed on, and its other numbers are of other things.
    """
    if one.days and other.days and not one.days & other.days:
        return 0.0
    worth = weights.of(one.beside & other.beside)
    known = [*((one, also) for also in ours if is_equal(also, other)), *((other, also) for also in theirs if is_equal(also, one))]
    is_alike = are_alike(one.count, other.count)
    if is_alike and are_near(one.count, other.count):
        return worth + 1
    if are_close(one.count, other.count) and (around := weights.of(one.around & other.around)) >= AROUND:
        return around
    if not is_alike:
        return 0.0
    if one.count.fate:
        return worth if worth >= SAME_FATE and not any(is_close(*pair) for pair in known) else 0.0
    needed = SAME_THING if one.count.what in (*EXTENTS, *counted().values()) or not one.count.size else LOOSE
    return worth if worth >= needed and not known else 0.0


def are_near(one: Count, other: Count) -> bool:
    """Whether two numbers are so near, great and exact that they are likely of one thing."""
    low, high = sorted((one.number, other.number))
    return low >= GREAT and high <= low * NEAR and not one.size and all(number % TEN for number in (low, high))


def are_close(one: Count, other: Count) -> bool:
    """Whether two numbers of people may be of the same people, and are so close that they likely are."""
    low, high = sorted((one.number, other.number))
    return one.what == "people" and low >= SEVERAL and high <= low * CLOSE and may_be_same(one, other)


def is_equal(one: Placed, other: Placed) -> bool:
    """Whether two counts of what may be the same tell the same number."""
    return one.count.what == other.count.what and not are_apart(one.count, other.count) and may_be_same(one.count, other.count)


def is_close(one: Placed, other: Placed) -> bool:
    """Whether two counts of a page stand close to each other."""
    return abs(one.count.span[0] - other.count.span[0]) <= SET_AGAINST
