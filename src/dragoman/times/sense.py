"""What an expression says by itself, and what can be read from its tokens."""

from dataclasses import dataclass
from typing import Any

from dragoman.times.tokens import Tokens

WAYS = {"L": -1, "C": 0, "X": 1, "p": -1, "f": 1, "z": 0}
_PIVOT = 30


@dataclass(frozen=True, slots=True)
class Sense:
    """What an expression says by itself. ``form`` is date, weekday, nth, shift, holiday, value, duration, set, clock, mention, part,
    monthday or since. Years before Christ are 0, -1, -2.

    ``way`` is -1, 0 or 1 where a word such as last, this, next says so; ``anchor`` is ``page`` for what counts from the day of publication,
    ``text`` for what counts from the time told of before. ``part`` is a time of day in TIMEX3 form, ``TMO`` or ``T15:00``.
    """

    form: str
    rule: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    piece: str | None = None
    weekday: int | None = None
    count: int | None = None
    unit: str = ""
    way: int | None = None
    anchor: str = "page"
    part: str | None = None
    value: str | None = None
    to: tuple[int | None, int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression before it is resolved: tokens ``first`` up to, not with, ``last``, and its sense."""

    first: int
    last: int
    sense: Sense


def value_of(tokens: Tokens, first: int, last: int, letters: str) -> Any:  # noqa: ANN401 - what a class carries differs
    """The value of the first token of one of the classes, or None."""
    for index in range(first, last):
        if tokens.codes[index] in letters:
            return tokens.values[index]
    return None


def way_of(tokens: Tokens, first: int, last: int) -> int | None:
    """Whether last, this or next stands in the expression."""
    for index in range(first, last):
        if tokens.codes[index] in WAYS:
            return WAYS[tokens.codes[index]]
    return None


def anchor_of(tokens: Tokens, first: int, last: int) -> str:
    """``text`` where the expression counts from a time told of before."""
    codes = tokens.codes[first:last]
    return "text" if any(code in "pfz" for code in codes) or codes.startswith("vX") else "page"


def number_of(tokens: Tokens, first: int, last: int) -> int | None:
    """The number that a run of number tokens makes (twenty-one, 1.5 as None); 1 for "a"."""
    total: int | None = None
    for index in range(first, last):
        code, value = tokens.codes[index], tokens.values[index]
        if code == "a":
            value = 1
        if code not in "adNY" or value is None:
            continue
        total = value if total is None else total * value if value == 100 else total + value
    return total


def year_of(tokens: Tokens, first: int, last: int) -> int | None:
    """The year in a run of tokens: 1941, '41, 44 BC (as -43), AD 70; None if there is none."""
    for index in range(first, last):
        code, value = tokens.codes[index], tokens.values[index]
        if code == "R":
            place = index - 1 if index > first and tokens.codes[index - 1] in "dNY" else index + 1
            number = tokens.values[place] if place < last else None
            return None if number is None else int(number) if value > 0 else 1 - int(number)
        if code == "n":
            return int(value) + (1900 if value > _PIVOT else 2000)
    year: int | None = value_of(tokens, first, last, "Y")
    return year


def day_of_month(tokens: Tokens, first: int, last: int) -> int | None:
    """The day of a month in a run of tokens: 4, 4th, fourth, twenty-first."""
    for index in range(first, last):
        if tokens.codes[index] in "doO":
            tens = tokens.values[index - 2] if tokens.codes[max(first, index - 2) : index] == "N-" else 0
            return int(tens or 0) + int(tokens.values[index])
    return None
