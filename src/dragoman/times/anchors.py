"""What relative expressions count from: the day of publication, the day of a date line, and the time told of, which moves along the text.

Whether a page is news or history is read from its own times: history names years that lie well back, and hardly ever says yesterday.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.times.calendar import MOVED, plain_value, start_of
from dragoman.times.sense import Sense

_FEW, _MANY = 2, 4
_OLD_FOR_EACH_NEAR = 8
_BACK = 1.3
_BEYOND = 1.5
_BETWEEN = 0.5
_ASIDE = 15
NEAR = 600
"""How far, in characters, a date with its year lends it to months that stand behind it or before it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A time that the text tells of: its first day, its value in TIMEX3 form, and where in the text it stands.

    Years before Christ are counted ``MOVED`` years on, so that the day can be an ordinary one.
    """

    day: date
    value: str
    place: int = 0

    @property
    def is_day(self) -> bool:
        """Whether the value is as exact as a day."""
        return len(self.value) >= len("2024-04-04") and "W" not in self.value

    @property
    def is_year(self) -> bool:
        """Whether the value is a year alone."""
        return len(self.value.removeprefix("BC")) == len("2024")

    @property
    def moved(self) -> bool:
        """Whether it lies before Christ, and ``day`` is moved."""
        return self.value.startswith("BC")


@dataclass(slots=True)
class Anchors:
    """The anchors at one place of a text.

    ``published`` is the day of publication, ``day`` that or the day of the date line (``name`` says which), ``told`` the time told of
    last, ``ahead`` the next one that is told with its year, ``quarter`` the last quarter of a year, ``place`` where the text has come to.
    """

    published: date | None
    day: date | None = None
    told: Told | None = None
    ahead: Told | None = None
    quarter: Told | None = None
    history: bool = False
    place: int = 0
    name: str = "day of publication"

    @property
    def goes_by_told(self) -> bool:
        """Whether months and days without a year go by the time told of rather than by the day of publication."""
        return self.history and (self.told or self.ahead) is not None

    def told_name(self) -> str:
        """How ``why`` names the time told of."""
        return f"time told of before ({self.told.value})" if self.told else "nothing"


def told_of(value: str, place: int = 0) -> Told | None:
    """What a value tells of, None for one that has no place on the calendar."""
    day = start_of(value)
    return Told(day, value, place) if day else None


def unmoved(value: str, told: Told | None) -> str:
    """A value counted from ``told``, moved back where that lies before Christ."""
    if told is None or not told.moved or not value[:4].isdigit():
        return value
    return plain_value(int(value[:4]) - MOVED) + value[4:]


def tells_history(senses: Sequence[Sense], day: date | None) -> bool:
    """Whether a text tells history: many of its dates name a year well before the day of publication, and next to none count from it."""
    years = [s.year for s in senses if s.form == "date" and s.year is not None]
    old = [year for year in years if day is None or year < day.year - 1]
    near = sum(is_near(s) for s in senses)
    if len(old) * 2 <= len(years):
        return False
    enough = _FEW if not near and len(old) == len(years) else _MANY
    return len(old) >= enough and near * _OLD_FOR_EACH_NEAR <= len(old)


def is_near(sense: Sense) -> bool:
    """Whether an expression by itself counts from the day on which it is written."""
    return sense.anchor == "page" and sense.rule in ("weekday", "day", "part of day", "tonight", "overnight", "unit", "ago", "weekend")


def is_aside(sense: Sense, told: Told | None, before: str) -> bool:
    """Whether a bare year only stands aside of what is told: in brackets, after "of" or "since" and earlier, or far later."""
    if told is None or sense.year is None or sense.month or sense.rule != "year":
        return False
    gap = sense.year + (MOVED if told.moved else 0) - told.day.year
    return before == "(" or gap > _ASIDE or (gap < -1 and before in ("of", "since", "the"))


def follow(starts: Sequence[tuple[int, date]], anchors: Anchors) -> int | None:
    """The year in which a story goes on: the nearest to the time told of, on rather than back, and before the next time told with its year.

    ``starts`` are the candidate years, each with the first day of what the expression means there.
    """
    told, ahead = anchors.told, anchors.ahead
    if told is None:
        return ahead.day.year if ahead else None
    if ahead and (ahead.day < told.day or ahead.moved != told.moved):
        ahead = None
    return min(starts, key=lambda entry: _cost(entry[1], told, ahead))[0] if starts else None


def _months(start: date, end: date) -> float:
    return (end.year - start.year) * 12 + end.month - start.month + (end.day - start.day) / 31


def _cost(start: date, told: Told, ahead: Told | None) -> float:
    """What it costs to place an expression there: months from the time told of, more for those back and those beyond the next date."""
    if told.is_year:
        cost = {0: 0.0, 1: 14.0}.get(start.year - told.day.year, 30.0)
    else:
        gap = _months(told.day if told.is_day else told.day.replace(day=min(start.day, 28)), start)
        cost = gap if gap >= 0 else -_BACK * gap
    if ahead is None:
        return cost
    beyond = 12.0 * (start.year - ahead.day.year) if ahead.is_year else _months(ahead.day, start)
    if beyond > 0:
        return cost + _BEYOND * beyond
    return cost * _BETWEEN if start >= told.day else cost
