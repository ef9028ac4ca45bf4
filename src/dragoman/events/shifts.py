"""Days told by their distance from another: "two days after Algiers suspended the treaty", "a week before the talks"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dragoman.lexicon import load_yaml

FULL = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Shift:
    """Where the words end, how many of which unit (day, week, month, year), and whether what follows lies before (-1) or after (1)."""

    end: int
    count: int
    unit: str
    side: int


@cache
def wording() -> re.Pattern[str]:
    """A number, a unit, and "after" or "before"."""
    numbers = "|".join(sorted((str(word) for word in load_yaml("times")["numbers"]), key=len, reverse=True))
    return re.compile(rf"\b(?P<count>an?|{numbers}|\d{{1,3}})\s+(?P<unit>day|week|month|year)s?\s+(?P<side>after|before)\b", re.IGNORECASE)


def shifts_in(text: str, start: int, end: int) -> Iterator[Shift]:
    """The distances told in a stretch of text. What comes after "after" lies before the day from which is counted."""
    numbers = load_yaml("times")["numbers"]
    for match in wording().finditer(text, start, end):
        told = match["count"].lower()
        count = int(told) if told.isdigit() else 1 if told in ("a", "an") else int(numbers[told])
        yield Shift(match.end(), count, match["unit"].lower(), -1 if match["side"].lower() == "after" else 1)


def shifted(day: str, shift: Shift) -> str | None:
    """The day at a distance from another, as exactly as the two tell it (months give months); None where nothing follows.

    >>> shifted("2022-06-10", Shift(0, 2, "day", -1))
    '2022-06-08'
    >>> shifted("1984-09-20", Shift(0, 6, "month", -1))
    '1984-03'
    >>> shifted("2008", Shift(0, 9, "year", -1))
    '1999'
    """
    if shift.unit == "year" and day[:4].isdigit():
        year = int(day[:4]) + shift.side * shift.count
        return f"{year:04}" if 0 < year <= date.max.year else None
    if shift.unit == "month" and re.match(r"\d{4}-(0[1-9]|1[0-2])", day):
        months = int(day[:4]) * 12 + int(day[5:7]) - 1 + shift.side * shift.count
        return f"{months // 12:04}-{months % 12 + 1:02}" if 0 < months // 12 <= date.max.year else None
    if shift.unit in ("day", "week") and FULL.fullmatch(day) and is_real(day):
        try:
            return (date.fromisoformat(day) + timedelta(shift.side * shift.count * (7 if shift.unit == "week" else 1))).isoformat()
        except OverflowError:
            return None
    return None


def is_real(day: str) -> bool:
    """Whether a full day is on the calendar."""
    year, month, number = (int(part) for part in day.split("-"))
    return year > 0 and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]
