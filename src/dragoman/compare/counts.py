"""Counts in a text: so many of something, as versions of a happening are compared by them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dragoman.compare.occurrences import sentence_span
from dragoman.lexicon import load_yaml
from dragoman.model import Span

REACH = 4
"""Words after a figure among which the things counted are looked for."""

TIMES = 20
"""Two counts of one thing are at most so many times one another; further apart, they are of different things."""

BEFORE = 40
"""Characters before a number that are looked at for a crowd."""

AGAINST = re.compile(r",? (?:and |rather )?(?:not|than) (?=[\w])", re.IGNORECASE)
"""What stands between a number and another that it corrects."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something: the number, what is counted (a class of ``data/versions.yml``), its place, and the word for it without "s"."""

    number: int
    what: str
    span: Span
    word: str


def same_counted(one: tuple[Count, ...], other: tuple[Count, ...]) -> list[tuple[Count, Count]]:
    """Differing counts of the same things, named by the same word, where each side has one count of them."""
    found = []
    for what in {count.what for count in one} & {count.what for count in other}:
        ours, theirs = ([c for c in side if c.what == what] for side in (one, other))
        if len(ours) == len(theirs) == 1 and ours[0].word == theirs[0].word and 0 < times_apart(ours[0], theirs[0]) <= TIMES:
            found.append((ours[0], theirs[0]))
    return sorted(found, key=lambda pair: pair[0].span)


def times_apart(one: Count, other: Count) -> float:
    """How many times the greater of two counts is the smaller; 0 where they are equal, or one is none."""
    low, high = sorted((one.number, other.number))
    return high / low if 0 < low < high else 0.0


def counts_in(text: str, span: Span) -> Iterable[Count]:
    """The counts in a stretch of text: figures and number words with what they count."""
    classes = {word: name for name, listed in load_yaml("versions")["counted"].items() for word in listed.split()}
    for value, place, following in numbers_in(text, span):
        word = next((w for w in following if w in classes), None)
        if word is not None:
            yield Count(value, classes[word], place, word.removesuffix("s"))


def numbers_in(text: str, span: Span) -> Iterator[tuple[int, Span, list[str]]]:
    """The numbers in a stretch of text, each with its place and the words that follow."""
    start, end = span
    numbers: dict[str, int] = load_yaml("versions")["numbers"]
    tokens = [(m[0].casefold(), m.start(), m.end()) for m in re.finditer(r"\d[\d,]*\d|\w+", text[start:end])]
    i = 0
    while i < len(tokens):
        value, used = number_at(tokens, i, numbers)
        if used:
            yield value, (start + tokens[i][1], start + tokens[i + used - 1][2]), [w for w, _, _ in tokens[i + used : i + used + REACH]]
        i += max(used, 1)


def crowds_in(text: str) -> list[Count]:
    """How many a text says were in a crowd: "a crowd of some two thousand", "numbering not more than 300", "80 protesters"."""
    words = load_yaml("versions")
    gathered, before = set(words["gathered"].split()), re.compile(words["crowd_of"] + r"$", re.IGNORECASE)
    return [
        Count(value, "crowd", place, "crowd")
        for value, place, following in numbers_in(text, (0, len(text)))
        if before.search(text, max(0, place[0] - BEFORE), place[0]) or gathered.intersection(following[:2])
    ]


def corrected_counts(text: str) -> Iterator[tuple[Count, int]]:
    """Counts that a text sets against another number, which it calls wrong: "only 310 lorries, not 900"; and that other number."""
    for count in counts_in(text, (0, len(text))):
        rest = text[count.span[1] : sentence_span(text, count.span)[1]]
        against = AGAINST.search(rest)
        numbers = list(numbers_in(rest, (against.end() - 1, len(rest)))) if against else []
        if against and numbers and not rest[against.end() - 1 : numbers[0][1][0]].strip() and numbers[0][0] != count.number:
            yield count, numbers[0][0]


Token = tuple[str, int, int]


def number_at(tokens: list[Token], i: int, numbers: Mapping[str, int]) -> tuple[int, int]:
    """The number that begins at a word, and how many words it has; 0 words where there is none."""
    word = tokens[i][0]
    if word[0].isdigit():
        digits = word.replace(",", "")
        return (int(digits), 1) if digits.isdecimal() and len(digits) < 10 else (0, 0)
    total, used = 0, 0
    while i + used < len(tokens) and tokens[i + used][0] in numbers:
        value = numbers[tokens[i + used][0]]
        total = max(total, 1) * value if value >= 100 else total + value
        used += 1
    return total, used
