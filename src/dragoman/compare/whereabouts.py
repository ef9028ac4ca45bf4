"""Where something was, as pages of one story tell it: how far from a line or a coast, on which side of it, and on whose ground.

On such places much hangs in quarrels between states: who crossed a line, in whose waters a ship was taken. A story has few of them, so two
that do not agree are most often of the same thing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from dragoman.compare.clauses import NOT, denied_parts, is_to_come, parts_of, root_of, words_of
from dragoman.compare.counts import Count, are_apart, counts_in
from dragoman.compare.differing import Difference
from dragoman.compare.occurrences import sentence_span
from dragoman.compare.rareness import Weights, weights_of
from dragoman.model import Span

SHARED = 0.5
"""What the words that two sentences share must be worth, for their places to be compared."""

BEHIND = 45
"""Characters behind a number in which its unit and its direction stand."""

DIRECTION = re.compile(
    r"[ -]*(?:nautical )?\w+\.?\s*(?:\([^)]{1,20}\)\s*)?\b(?P<way>inside|outside|into|over|off|from|within|beyond|short of|out|"
    r"(?:due )?(?:north|south|east|west|northeast|northwest|southeast|southwest)(?:ward)?s? of)\b"
)
"""A unit of length, and the direction behind it."""

OUT = ("outside", "off", "from", "beyond", "short of", "out")

GROUND = re.compile(
    r"\b(?P<way>outside|inside|within|into|entered|entering|enter|violated|from)\s+(?:the |its |their |his )?"
    r"(?P<whose>(?:[A-Z][\w'’-]+ ){1,2}|our |its |their )"
    r"(?P<what>territorial waters|waters|territory|soil|zone|airspace|economic zone)\b"
)
"""Whose ground something was on, or not on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page has something: its span, how far (a count of a length), whether it is ``out`` of what is named, and whose ground."""

    span: Span
    sentence: Span
    is_out: bool
    count: Count | None = None
    whose: str = ""


def places_apart(texts: Mapping[str, str]) -> list[Difference]:
    """Where pages put what they tell of at other distances, or on other ground: of each kind the pair that has most words in common."""
    weights = weights_of(texts)
    found = []
    for find, kind in ((distances_in, "number"), (grounds_in, "whether")):
        places = {page: list(find(text)) for page, text in texts.items()}
        for page, other in combinations(texts, 2):
            pairs = [
                (worth, one, two)
                for one in places[page]
                for two in places[other]
                if are_other(one, two) and (worth := shared(texts, (page, one), (other, two), weights)) >= SHARED
            ]
            if pairs:
                _, one, two = max(pairs, key=lambda pair: (pair[0], -pair[1].span[0], -pair[2].span[0]))
                found.append(Difference(kind, (page, one.span, told(one, texts[page])), (other, two.span, told(two, texts[other]))))
    return found


def roots_of(text: str, span: Span) -> frozenset[str]:
    """The roots of the words of a stretch of text."""
    return frozenset(map(root_of, words_of(text[slice(*span)])))


def shared(texts: Mapping[str, str], one: tuple[str, Place], other: tuple[str, Place], weights: Weights) -> float:
    """What the words are worth that the sentences of two places have in common."""
    ours, theirs = (roots_of(texts[page], place.sentence) for page, place in (one, other))
    return weights.of(ours & theirs)


def told(place: Place, text: str) -> str:
    """A place in a few words."""
    return place.count.told() if place.count else " ".join(text[slice(*place.span)].split())


def are_other(one: Place, other: Place) -> bool:
    """Whether two places cannot both be where one thing was."""
    if one.count and other.count:
        return are_apart(one.count, other.count)
    if one.whose == other.whose:
        return one.is_out != other.is_out
    return not one.is_out and not other.is_out


def distances_in(text: str) -> Iterator[Place]:
    """How far from something a text says that something was, as so."""
    for count in counts_in(text, (0, len(text))):
        way = DIRECTION.match(text, count.span[1], count.span[1] + BEHIND)
        if count.what == "length" and way and is_told(text, count.span):
            yield Place(count.span, sentence_span(text, count.span), way["way"].startswith(OUT), count)


def grounds_in(text: str) -> Iterator[Place]:
    """On whose ground a text says that something was, or was not, as so."""
    for match in GROUND.finditer(text):
        if (match["way"] == "from" and match["what"] != "soil") or not is_told(text, match.span()):
            continue
        yield Place(match.span(), sentence_span(text, match.span()), match["way"] == "outside", None, match["whose"].strip().casefold())


def is_told(text: str, span: Span) -> bool:
    """Whether a place is told as so: its sentence neither asks, nor denies it, nor tells what is to come."""
    sentence = sentence_span(text, span)
    is_denied = any(first <= span[0] < last for first, last in denied_parts(text, sentence))
    is_not_so = any(part[0] <= span[0] < part[1] and NOT.search(text, part[0], span[0]) for part in parts_of(text, sentence))
    is_asked = text[sentence[0] : sentence[1] + 1].rstrip().endswith("?")
    return not (is_denied or is_not_so or is_asked or is_to_come(text, span))
