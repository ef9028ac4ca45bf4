"""Quantities: how many or how much a text says, in figures or words, exactly, roughly, as a bound, a range or a vague word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dragoman.lexicon import load_yaml
from dragoman.model import Span

ROUGHLY = 1.25
"""A rough number may be so many times what is right, or so many times less."""

BOUNDED = 1.5
"""What is told as the least, or as the most, is seldom so many times less, or more, than what is right."""

LONGEST = 15
"""Digits of a number, at most; longer ones are no quantities."""

LEADING = 4
"""Words before a number that make it a rough one or a bound, at most."""

GREATEST = 1e15
"""Numbers in words are not multiplied further from here on."""

THOUSANDS = 3
"""Digits behind each separator of thousands."""

HUNDRED = 100
TEN = 10

TOKEN = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*|[^\W\d_]+|[^\w\s]")
RANGES = frozenset(("-", "–", "—", "to", "or"))
SCORES = frozenset(("-", "–", "to"))
"""What joins two numbers that are no range: votes, goals, years."""

DASHES = frozenset("-–—")


class Token(NamedTuple):
    """A word, a figure or a sign, in small letters, with its place."""

    text: str
    start: int
    end: int
    is_name: bool = False
    """Whether it is written with a capital."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many or so much: the least number that is told and, of a range or a vague word, the most (else 0).

    ``bound`` is ``least``, ``most``, ``about`` or nothing; ``first`` and ``last`` are the tokens among which it stands, the last one out.
    """

    number: float
    most: float
    bound: str
    first: int
    last: int
    is_vague: bool = False


def tokens_of(text: str, span: Span) -> list[Token]:
    """The words, figures and signs of a stretch of text."""
    return [Token(m[0].casefold(), m.start(), m.end(), m[0][0].isupper()) for m in TOKEN.finditer(text, *span)]


def quantities_in(tokens: list[Token]) -> Iterator[Quantity]:
    """The quantities among some tokens, from first to last; none lies in another."""
    i = 0
    while i < len(tokens):
        found = range_at(tokens, i) or vague_at(tokens, i)
        if found:
            yield found
        i = found.last if found else i + 1


def range_at(tokens: list[Token], i: int) -> Quantity | None:
    """The number or the range of numbers that begins at a token, with the words around it that make it a bound."""
    one = number_at(tokens, i)
    if one is None:
        return None
    if i > 1 and tokens[i - 1].text in SCORES and number_at(tokens, i - 2) and (tokens[i - 1].text == "to" or is_glued(tokens, i - 1)):
        return None
    value, factor, after = one
    between = i > 0 and tokens[i - 1].text == "between"
    joins = tokens[after].text if after < len(tokens) else ""
    other = number_at(tokens, after + 1) if joins in RANGES or (between and joins == "and") else None
    if other is not None:
        value = value * other[1] if factor == 1 and value < other[0] / other[1] else value
        is_range = other[0] > value and (joins not in DASHES or is_glued(tokens, after))
        if is_range and not is_years(tokens[i], tokens[after + 1]):
            return Quantity(value, other[0], "", i, other[2])
        if joins in SCORES and (joins == "to" or is_glued(tokens, after)):
            return None
    return Quantity(value, 0, bound_around(tokens, i, after), i, after)


def is_glued(tokens: list[Token], i: int) -> bool:
    """Whether no space stands on either side of a dash, so that it joins two figures."""
    return tokens[i].start == tokens[i - 1].end and tokens[i + 1].start == tokens[i].end


def is_years(one: Token, other: Token) -> bool:
    """Whether two figures look like years ("1914-1918")."""
    return all(token.text.isdecimal() and re.fullmatch(r"(?:1[5-9]|20)\d\d", token.text) for token in (one, other))


def number_at(tokens: list[Token], i: int) -> tuple[float, float, int] | None:
    """The number that begins at a token, by what it was multiplied last, and the token behind it."""
    if i >= len(tokens):
        return None
    words = load_yaml("quantities")
    value = figure(tokens[i].text)
    if value is not None:
        return multiplied(tokens, value, i + 1, words["multipliers"])
    if tokens[i].text in ("a", "half") and i + 1 < len(tokens):
        return indefinite_at(tokens, i, words["multipliers"])
    return number_in_words(tokens, i, words)


def figure(word: str) -> float | None:
    """A number written in figures, with or without separators of thousands and decimals; nothing where it is none or too long."""
    if not word[0].isdigit() or len(word) > LONGEST + 5:
        return None
    digits = re.sub("['’\u00a0\u202f]", ",", word)
    parts = re.split("[.,]", digits)
    if sum(map(len, parts)) > LONGEST or not all(part.isdecimal() for part in parts):
        return None
    points, commas = digits.count("."), digits.count(",")
    thousands = all(len(part) == THOUSANDS for part in parts[1:])
    if thousands and (commas + points == 0 or points == 0 or (commas == 0 and points > 1)):
        return float("".join(parts))
    if points == 1 and digits.rfind(".") > digits.rfind(",") and all(len(part) == THOUSANDS for part in parts[1:-1]):
        return float("".join(parts[:-1]) + "." + parts[-1])
    return float(".".join(parts)) if commas == 1 and points == 0 else None


def multiplied(tokens: list[Token], value: float, i: int, factors: Mapping[str, float]) -> tuple[float, float, int]:
    """A number with the words behind it by which it is multiplied ("3 million")."""
    at = i + (i + 1 < len(tokens) and tokens[i].text == "-" and is_glued(tokens, i))
    if at < len(tokens) and tokens[at].text in factors:
        factor = factors[tokens[at].text]
        return value * factor, factor, at + 1
    return value, 1, i


def indefinite_at(tokens: list[Token], i: int, factors: Mapping[str, float]) -> tuple[float, float, int] | None:
    """A number that begins with "a" or "half": "a hundred", "half a million"."""
    value, at = (0.5, i + 1) if tokens[i].text == "half" else (1.0, i)
    if at < len(tokens) and tokens[at].text == "a" and at + 1 < len(tokens) and tokens[at + 1].text in factors:
        factor = factors[tokens[at + 1].text]
        return value * factor, factor, at + 2
    return None


def number_in_words(tokens: list[Token], i: int, words: Mapping[str, Mapping[str, float]]) -> tuple[float, float, int] | None:
    """A number written in words: "two hundred and fifty", "twenty-six", "two and a half million"."""
    numbers, factors = words["numbers"], words["multipliers"]
    total, current, factor, at, last = 0.0, 0.0, 1.0, i, i
    while at < len(tokens):
        word = tokens[at].text
        if word in numbers and fits(current, numbers[word]):
            current += numbers[word]
        elif word in factors and (at > i or word in ("hundred", "thousand")) and total + current < GREATEST:
            factor = factors[word]
            product = (current or 1) * factor
            total, current = (total, product) if factor <= HUNDRED else (total + product, 0)
        elif not (at > i and is_joint(tokens, at, words)):
            break
        else:
            at += 1
            continue
        at += 1
        last = at
    halves = [token.text for token in tokens[last : last + 3]] == ["and", "a", "half"]
    if last == i:
        return None
    if halves:
        return multiplied(tokens, total + current + 0.5, last + 3, factors)
    return total + current, factor, last


def fits(current: float, value: float) -> bool:
    """Whether a number word may stand behind what was told so far: "twenty" before "six", "hundred" before "fifty"."""
    rest = current % HUNDRED
    return rest == 0 or (rest >= TEN * 2 and rest % TEN == 0 and 0 < value < TEN)


def is_joint(tokens: list[Token], i: int, words: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether a token joins number words: a hyphen, or "and" behind a hundred or more."""
    behind = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if tokens[i].text == "-":
        return behind in words["numbers"]
    return tokens[i].text == "and" and words["multipliers"].get(tokens[i - 1].text, 0) >= HUNDRED and behind in words["numbers"]


def vague_at(tokens: list[Token], i: int) -> Quantity | None:
    """The vague number that begins at a token ("tens of thousands")."""
    for phrase, (least, most) in vague().get(tokens[i].text, ()):
        if [token.text for token in tokens[i : i + len(phrase)]] == phrase:
            return Quantity(least, most, "", i, i + len(phrase), is_vague=True)
    return None


@cache
def vague() -> dict[str, list[tuple[list[str], tuple[float, float]]]]:
    """Words for a number that is not told, by their first word, the longest first."""
    found: dict[str, list[tuple[list[str], tuple[float, float]]]] = {}
    listed: dict[str, list[float]] = load_yaml("quantities")["vague"]
    for words in sorted(listed, key=len, reverse=True):
        found.setdefault(words.split()[0], []).append((words.split(), (listed[words][0], listed[words][1])))
    return found


def bound_around(tokens: list[Token], first: int, last: int) -> str:
    """What the words right before or behind a number make of it: ``least``, ``most``, ``about`` or nothing."""
    before, behind = bounds()
    first -= bool(first and tokens[first - 1].text in load_yaml("quantities")["signs"])
    for size in range(LEADING, 0, -1):
        words = " ".join(token.text for token in tokens[max(0, first - size) : first])
        if words in before and first >= size:
            return before[words]
    for size in (2, 1):
        words = " ".join(token.text for token in tokens[last : last + size])
        if words in behind:
            return behind[words]
    return ""


@cache
def bounds() -> tuple[dict[str, str], dict[str, str]]:
    """What words before a number and words behind it make of it."""
    words = load_yaml("quantities")
    names = {"floor": "least", "ceiling": "most", "about": "about"}
    before = {phrase: kind for listed, kind in names.items() for phrase in words[listed]}
    return before, {phrase: names[kind] for phrase, kind in words["behind"].items()}


def limits(number: float, most: float, bound: str) -> tuple[float, float]:
    """The least and the greatest number that may be meant."""
    if most:
        return number, most
    factor = {"least": (1, BOUNDED), "most": (1 / BOUNDED, 1), "about": (1 / ROUGHLY, ROUGHLY)}.get(bound, (1, 1))
    return number * factor[0], number * factor[1]


@cache
def units() -> dict[str, tuple[str, float, str]]:
    """What a unit measures, how many of the first unit of that it is, and the name by which it is told, by its words."""
    table: dict[str, dict[str, float]] = load_yaml("quantities")["units"]
    return {
        word.replace("-", " "): (kind, size, words.split()[1 if len(words.split()) > 1 else 0].replace("-", " "))
        for kind, listed in table.items()
        for words, size in listed.items()
        for word in words.split()
    }


def unit_at(tokens: list[Token], i: int) -> tuple[str, float, str, int] | None:
    """The unit of measure that begins at a token, behind a hyphen or not, and the token behind it."""
    if i < len(tokens) and tokens[i].text == "-":
        i += 1
    for size in (2, 1):
        found = units().get(" ".join(token.text for token in tokens[i : i + size]))
        if found:
            return *found, i + size
    return None


def money_before(tokens: list[Token], i: int) -> tuple[str, float, str] | None:
    """The sign of money right before a number."""
    sign = load_yaml("quantities")["signs"].get(tokens[i - 1].text) if i else None
    return units()[sign] if sign else None
