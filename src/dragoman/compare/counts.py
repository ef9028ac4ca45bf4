"""Counts in a text: so many of something, as versions of a happening are compared by them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.compare.occurrences import STEM, sentence_span
from dragoman.lexicon import load_yaml
from dragoman.model import Span

REACH = 4
"""Words after a figure among which the things counted are looked for."""

TIMES = 20
"""Two counts of one thing are at most so many times one another; further apart, they are of different things."""

BEFORE = 60
"""Characters before a number that are looked at for a crowd, or for what became of those who are counted."""

BESIDE = 5
"""Words after what is counted among which a word for what became of them is looked for."""

ROUGHLY = 1.25
"""A rough number and another are apart where one is at least so many times the other."""

WORD = re.compile(r"\w+")

AGAINST = re.compile(r",? (?:and |rather )?(?:not|than) (?=[\w])", re.IGNORECASE)
"""What stands between a number and another that it corrects."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something: the number, what is counted (a class of ``data/versions.yml``), its place, and the word for it.

    ``most`` is the greatest number that may be meant, where it is a vague one ("hundreds"); ``fate`` what became of those who are counted,
    as far as the words beside the number say; ``is_rough`` whether a word before it says so ("about", "at least").
    """

    number: int
    what: str
    span: Span
    word: str
    most: int = 0
    fate: str = ""
    is_rough: bool = False

    def told(self) -> str:
        """The number in figures."""
        return f"{self.number}–{self.most}" if self.most else str(self.number)


def same_counted(one: tuple[Count, ...], other: tuple[Count, ...]) -> list[tuple[Count, Count]]:
    """Differing counts of the same things with the same fate, where each side has one count of them."""
    found = []
    for key in {(c.what, c.fate) for c in one} & {(c.what, c.fate) for c in other}:
        ours, theirs = ([c for c in side if (c.what, c.fate) == key] for side in (one, other))
        if len(ours) == len(theirs) == 1 and are_alike(ours[0], theirs[0]) and 0 < times_apart(ours[0], theirs[0]) <= TIMES:
            found.append((ours[0], theirs[0]))
    return sorted(found, key=lambda pair: pair[0].span)


def are_alike(one: Count, other: Count) -> bool:
    """Whether the words of two counts may name the same things; the killed of the one may be any people of the other who were killed."""
    if alike().get(one.word, one.word) == alike().get(other.word, other.word):
        return True
    anybody = set(load_yaml("versions")["anybody"].split())
    return bool(one.fate) and not anybody.isdisjoint((one.word, other.word))


@cache
def alike() -> dict[str, str]:
    """The first word of those that name the same things, for each of them."""
    return {word: listed.split()[0] for listed in load_yaml("versions")["alike"] for word in listed.split()}


def are_apart(one: Count, other: Count) -> bool:
    """Whether two numbers cannot both be right: other numbers; rough ones by a quarter; vague ones where their bounds do not meet."""
    if one.most or other.most:
        return max(one.number, other.number) > min(max(one.number, one.most), max(other.number, other.most))
    times = times_apart(one, other)
    return times >= ROUGHLY if one.is_rough or other.is_rough else times > 0


def times_apart(one: Count, other: Count) -> float:
    """How many times the greater of two counts is the smaller; 0 where they are equal, or one is none."""
    low, high = sorted((one.number, other.number))
    return high / low if 0 < low < high else 0.0


def counts_in(text: str, span: Span) -> Iterable[Count]:
    """The counts in a stretch of text: figures and number words with what they count, and what became of those."""
    classes = counted()
    for value, place, following in numbers_in(text, span):
        at = next((i for i, word in enumerate(following[:REACH]) if word in classes), None)
        if at is not None:
            word = following[at]
            before = WORD.findall(text[max(span[0], place[0] - BEFORE) : place[0]].casefold())
            fate = fate_of(word, before, following[at + 1 : at + 1 + BESIDE]) if classes[word] == "people" else ""
            yield Count(value, classes[word], place, word, fate=fate, is_rough=is_hedged(text, place[0]))


@cache
def counted() -> dict[str, str]:
    """The class of each word for what is counted."""
    return {word: name for name, listed in load_yaml("versions")["counted"].items() for word in listed.split()}


def fate_of(word: str, before: Sequence[str], after: Sequence[str]) -> str:
    """What became of those who are counted: the word for them says so, or the verb right before the number, or one soon behind them."""
    stems, hedges = fates()
    last = next((w for w in reversed(before) if w not in hedges), "")
    for near in (word, last):
        if near[:STEM] in stems:
            return stems[near[:STEM]]
    for near in after:
        if near in CLAUSE_WORDS:
            return ""
        if near[:STEM] in stems:
            return stems[near[:STEM]]
    return ""


@cache
def fates() -> tuple[dict[str, str], frozenset[str]]:
    """What became of people by the rough stem of each word for it, and the words of which those are made that make a number rough."""
    words = load_yaml("versions")
    stems = {stem: fate for fate, listed in words["fates"].items() for stem in listed.split()}
    return stems, frozenset(part for hedge in words["hedged"] for part in hedge.split())


CLAUSE_WORDS = frozenset(("and", "but", "who", "which", "that", "while", "when", "after", "before", "by", "in", "of", "to"))
"""Words behind which another thing is told."""


def is_hedged(text: str, start: int) -> bool:
    """Whether a word before a number makes it a rough one."""
    return hedge().search(text, max(0, start - BEFORE), start) is not None


@cache
def hedge() -> re.Pattern[str]:
    """Words that make the number behind them a rough one."""
    listed = "|".join(re.escape(words) for words in load_yaml("versions")["hedged"])
    return re.compile(rf"\b(?:{listed})\s*$", re.IGNORECASE)


def numbers_in(text: str, span: Span) -> Iterator[tuple[int, Span, list[str]]]:
    """The numbers in a stretch of text, each with its place and the words that follow."""
    start, end = span
    numbers: dict[str, int] = load_yaml("versions")["numbers"]
    tokens = [(m[0].casefold(), m.start(), m.end()) for m in re.finditer(r"\d[\d,]*\d|\w+", text[start:end])]
    i = 0
    while i < len(tokens):
        value, used = number_at(tokens, i, numbers)
        if used:
            following = [word for word, _, _ in tokens[i + used : i + used + REACH + BESIDE]]
            yield value, (start + tokens[i][1], start + tokens[i + used - 1][2]), following
        i += max(used, 1)


def crowds_in(text: str) -> list[Count]:
    """How many a text says were in a crowd: "a crowd of some two thousand", "a 300-strong march", "80 protesters", "thousands rallied"."""
    found = []
    for value, place, following in numbers_in(text, (0, len(text))):
        if is_crowd(text, place, following):
            found.append(Count(value, "crowd", place, "crowd", is_rough=is_hedged(text, place[0])))
    for match in vague().finditer(text):
        following = WORD.findall(text[match.end() : match.end() + BEFORE].casefold())
        if is_crowd(text, match.span(), following):
            low, high = load_yaml("versions")["vague"][" ".join(match[0].casefold().split())]
            found.append(Count(low, "crowd", match.span(), "crowd", high))
    return found


def is_crowd(text: str, place: Span, following: Sequence[str]) -> bool:
    """Whether a number is that of a crowd, by the words on either side of it."""
    if of_crowd().search(text, max(0, place[0] - BEFORE), place[0]):
        return True
    words = load_yaml("versions")
    if not set(words["gathered"].split()).isdisjoint(following[:2]):
        return True
    if following[:1] == ["strong"] and not set(words["gathering"].split()).isdisjoint(following[1:3]):
        return True
    people, gathers = set(words["anybody"].split()), set(words["gathers"].split())
    who = next((i for i, word in enumerate(following[:2]) if word in people), None)
    behind = following[:1] if who is None else following[who + 1 : who + 3]
    return any(word[:STEM] in gathers for word in behind)


@cache
def of_crowd() -> re.Pattern[str]:
    """What stands before the number of a crowd."""
    words = load_yaml("versions")
    hedges = "|".join(re.escape(hedge) for hedge in words["hedged"])
    crowd = "|".join(words["gathering"].split())
    put = r"(?:,?(?: \w+){0,3} (?:put|estimated|counted|numbered|numbering)(?: by \w+)? at)"
    return re.compile(rf"\b(?:(?:{crowd})(?: of|{put})|numbering|(?:attended|joined) by)(?: (?:{hedges}))*\s*$", re.IGNORECASE)


@cache
def vague() -> re.Pattern[str]:
    """Words for a number that is not told, the longest first."""
    listed = sorted(load_yaml("versions")["vague"], key=len, reverse=True)
    return re.compile("|".join(rf"\b{words}\b".replace(" ", r"\s") for words in listed), re.IGNORECASE)


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
