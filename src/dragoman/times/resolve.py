"""Gives each expression its value: from itself, from the day of publication, from the tense beside it, or from the time told of before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dragoman.times.calendar import DIVISION, MONTHS_OF_SEASON, QUARTER, add_days, add_months, day_or_none, holiday, week_of
from dragoman.times.rules import Sense

PAST, FUTURE = -1, 1
_FAR_BACK = 240


@dataclass(slots=True)
class Anchors:
    """What relative expressions count from: the day of publication, the time told of last, and whether the page tells history.

    On a page that tells history (most of its dates lie well before its day) a month without a year belongs to the time told of.
    """

    day: date | None
    told: date | None = None
    told_value: str | None = None
    history: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A value in TIMEX3 form, a second one where the expression spans a range, and what it was counted from."""

    value: str
    until: str | None = None
    anchor: str = "itself"


def resolve(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """The value of an expression, or None where nothing on the page tells it."""
    return _FORMS[sense.form](sense, anchors, tense)


def _as_is(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    return Value(sense.value) if sense.value else None


def _clock(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    day = anchors.told if anchors.told_value and len(anchors.told_value) >= 10 else anchors.day
    return Value(f"{day.isoformat()}{sense.part}", anchor="nearest day") if day else None


def _date(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    if sense.value == "either":
        return _either(sense, anchors)
    if sense.year is None:
        return _partial(sense, anchors, tense)
    value = _calendar_value(sense.year, sense.month, sense.day, sense.piece)
    return Value(value, _range_end(sense, sense.year)) if value else None


def _range_end(sense: Sense, year: int) -> str | None:
    if sense.to is None:
        return None
    return str(sense.to[0]) if sense.to[0] else _calendar_value(year, sense.month, sense.to[2], None)


def _either(sense: Sense, anchors: Anchors) -> Value | None:
    """Both orders of a numeric date are possible: the one that lies nearest before the day of publication holds, else month first."""
    assert sense.year is not None and sense.to is not None
    readings = [day_or_none(sense.year, sense.month or 0, sense.day or 0), day_or_none(sense.year, sense.to[1] or 0, sense.to[2] or 0)]
    days = [day for day in readings if day]
    if not days:
        return None
    if anchors.day:
        reference = anchors.day
        days.sort(key=lambda day: (day > reference, abs((day - reference).days)))
    return Value(days[0].isoformat())


def _calendar_value(year: int, month: int | None, day: int | None, piece: str | None) -> str | None:
    if piece:
        return f"{year:04}-{piece}"
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    found = day_or_none(year, month, day)
    return found.isoformat() if found else None


def _start(year: int, sense: Sense) -> date | None:
    if sense.piece:
        month = MONTHS_OF_SEASON.get(sense.piece) or 3 * int(sense.piece[1]) - 2
        return day_or_none(year, month, 1)
    return day_or_none(year, sense.month or 1, sense.day or 1)


def _partial(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """A month, day, season or quarter without its year."""
    reference, anchor = _reference(sense, anchors)
    if reference is None:
        return None
    years = range(max(reference.year - 4, 2), reference.year + 5)
    starts = [(year, start) for year in years if (start := _start(year, sense)) and _weekday_fits(start, sense)]
    tense = PAST if sense.piece and sense.piece.startswith("Q") else tense
    year = _choose(starts, reference, sense, tense) if anchor == "day of publication" else _follow(starts, reference, sense)
    if year is None:
        return None
    value = _calendar_value(year, sense.month, sense.day, sense.piece)
    return Value(value, _range_end(sense, year), anchor) if value else None


def _weekday_fits(start: date, sense: Sense) -> bool:
    return sense.weekday is None or sense.day is None or start.weekday() == sense.weekday


def _reference(sense: Sense, anchors: Anchors) -> tuple[date | None, str]:
    if (anchors.history or sense.anchor == "text") and anchors.told:
        return anchors.told, "time told of before"
    return anchors.day, "day of publication"


def _choose(starts: list[tuple[int, date]], reference: date, sense: Sense, tense: int | None) -> int | None:
    """The year that fits way and tense best: the latest past, the first to come, or the nearest with the past favoured."""
    if not starts:
        return None
    slack = 0 if sense.day else 31
    if sense.way == 0 or sense.anchor == "year":
        return reference.year + (sense.way or 0)
    if sense.way == -1:
        past = [year for year, start in starts if (start - reference).days < -slack]
        return past[-1] if past else None
    if sense.way == 1:
        ahead = [year for year, start in starts if start > reference]
        return ahead[0] if ahead else None
    return min(starts, key=lambda entry: _distance(entry[1], reference, slack, tense))[0]


def _follow(starts: list[tuple[int, date]], told: date, sense: Sense) -> int | None:
    """The year where a story that has told of one day goes on: the same, or the next where the month lies far back."""
    if sense.rule != "month of a year near by" and sense.way in (1, -1):
        return _choose(starts, told, sense, None)
    year = told.year + (sense.way or 0)
    for candidate, start in starts:
        if candidate == year and sense.way is None and (told - start).days > _FAR_BACK:
            return year + 1
    return year if any(candidate == year for candidate, _ in starts) else None


def _distance(start: date, reference: date, slack: int, tense: int | None) -> float:
    """Days from the reference, those against the tense weighed six times, those ahead twice where no tense tells."""
    days = (start - reference).days
    if days <= 0:
        against = tense == FUTURE and days < -slack
        return -days * (6.0 if against else 1.0)
    return days * {PAST: 6.0, FUTURE: 1.0, None: 2.0}[tense]


def _weekday(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    reference, anchor = anchors.day, "day of publication"
    if (anchors.history or sense.anchor == "text") and len(anchors.told_value or "") >= len("2024-04-04"):
        reference, anchor = anchors.told, "time told of before"
    if reference is None or sense.weekday is None:
        return None
    back = (reference.weekday() - sense.weekday) % 7
    if sense.way == 1:
        count = 7 - back
    elif sense.way == -1:
        count = -(back or 7)
    else:
        count = (7 - back) % 7 if tense == FUTURE else -back
    day = add_days(reference, count)
    return Value(day.isoformat() + (sense.part or ""), anchor=anchor) if day else None


def _shift(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    reference, anchor, count = anchors.day, "day of publication", sense.count or 0
    told = anchors.told_value or ""
    if sense.anchor == "text" or (anchors.history and sense.rule == "unit" and anchors.told):
        if anchors.told is None:
            return None
        reference, anchor = anchors.told, f"time told of before ({told})"
    if reference is None:
        return None
    if sense.rule == "ahead" and tense != FUTURE:
        return None
    if sense.rule == "overnight":
        eve = add_days(reference, -1)
        return Value(f"{reference.isoformat()}TNI", until=f"{eve.isoformat()}/{reference.isoformat()}" if eve else None, anchor=anchor)
    if sense.unit == "Y" and sense.rule in ("ago", "earlier") and told[5:6] == "Q":
        return Value(f"{int(told[:4]) + count:04}{told[4:]}", anchor=f"time told of before ({told})")
    value = shift_by(reference, count, sense.unit)
    if reference is anchors.told and sense.unit == "D" and sense.part is None and len(told) < 10:
        return None
    return Value(value + (sense.part or ""), anchor=anchor) if value else None


def shift_by(reference: date, count: int, unit: str) -> str | None:
    """The value ``count`` units from a day, as coarse as the unit: ``2024-W14`` for weeks, ``2024-03`` for months."""
    if abs(count) > 100_000:
        return None
    if unit in ("H", "MIN", "S"):
        return reference.isoformat() if abs(count) < 24 else None
    if unit in ("D", "NI"):
        day = add_days(reference, count)
        return day.isoformat() + ("TNI" if unit == "NI" else "") if day else None
    if unit in ("W", "F", "WE"):
        return _shift_week(reference, count * (2 if unit == "F" else 1), unit)
    return _shift_long(reference, count, unit)


def _shift_week(reference: date, count: int, unit: str) -> str | None:
    day = add_days(reference, 7 * count)
    return week_of(day) + ("-WE" if unit == "WE" else "") if day else None


def _shift_long(reference: date, count: int, unit: str) -> str | None:
    if unit in ("M", "Q"):
        day = add_months(reference, count * (3 if unit == "Q" else 1))
        if day is None:
            return None
        return f"{day.year:04}-{day.month:02}" if unit == "M" else f"{day.year:04}-Q{(day.month + 2) // 3}"
    size = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    year = reference.year + count * (size or 0)
    if size is None or not 100 < year < 9990:
        return None
    return f"{year:04}"[: {1: 4, 10: 3, 100: 2}[size]] if abs(count) < 2 or size == 1 else f"{year:04}"


def _weekend(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """The weekend that fits way and tense: seen from a weekday, the past one unless the clause tells of the future."""
    reference, anchor = _reference(sense, anchors) if sense.anchor == "text" else (anchors.day, "day of publication")
    if reference is None:
        return None
    count = sense.way or 0
    early = reference.weekday() < (2 if sense.way == 0 else 5)
    if count == 0 and early and tense != FUTURE:
        count = -1
    value = shift_by(reference, count, "WE")
    return Value(value, anchor=anchor) if value else None


def _holiday(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    on = sense.value or ""
    if sense.year is not None:
        days = holiday(on, sense.year)
        return _holiday_value(days, "itself")
    reference, anchor = _reference(sense, anchors)
    if reference is None:
        return None
    found = [days for year in range(reference.year - 1, reference.year + 2) if (days := holiday(on, year))]
    past, ahead = [d for d in found if d[0] <= reference], [d for d in found if d[1] >= reference]
    if (sense.way == 1 or tense == FUTURE) and ahead:
        return _holiday_value(ahead[0], anchor)
    if (sense.way == -1 or tense == PAST) and past:
        return _holiday_value(past[-1], anchor)
    return _holiday_value(min(found, key=lambda d: abs((d[0] - reference).days)), anchor) if found else None


def _holiday_value(days: tuple[date, date] | None, anchor: str) -> Value | None:
    if days is None:
        return None
    return Value(days[0].isoformat(), days[1].isoformat() if days[0] != days[1] else None, anchor)


_FORMS: dict[str, Callable[[Sense, Anchors, int | None], Value | None]] = {
    "date": _date, "weekday": _weekday, "shift": _shift, "weekend": _weekend,
    "holiday": _holiday, "value": _as_is, "duration": _as_is, "set": _as_is, "clock": _clock,
}  # fmt: skip


def start_of(value: str) -> date | None:
    """The first day of a value in TIMEX3 form that lies on the calendar, else None."""
    head = value[:10]
    if len(value) >= 10 and head[4] == "-" and head[5] != "W":
        return date.fromisoformat(head)
    year, _, rest = value.partition("-")
    if len(year) != 4 or not year.isdigit() or int(year) < 2:
        return None
    if rest.startswith("W") and rest[1:3].isdigit():
        return date.fromisocalendar(int(year), int(rest[1:3]), 1)
    if rest[:2] in MONTHS_OF_SEASON:
        return date(int(year), MONTHS_OF_SEASON[rest[:2]], 1)
    month = 3 * int(rest[1]) - 2 if rest.startswith("Q") else int(rest) if rest.isdigit() else 1
    return date(int(year), month, 1)


def as_edtf(value: str) -> str | None:
    """A TIMEX3 value as EDTF: the day of a time of day, Saturday to Sunday for a weekend; None for what is not on the calendar."""
    if value == "PRESENT_REF":
        return value
    if value.endswith("_REF") or value.startswith(("P", "X", "T")):
        return None
    value = value.partition("T")[0]
    if value.endswith("-WE"):
        saturday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 6)
        sunday = add_days(saturday, 1)
        return f"{saturday.isoformat()}/{sunday.isoformat()}" if sunday else None
    if value[5:7] in MONTHS_OF_SEASON:
        return f"{value[:4]}-{DIVISION + list(MONTHS_OF_SEASON).index(value[5:7]) + 1}"
    if value[5:6] == "Q":
        return f"{value[:4]}-{QUARTER + int(value[6])}"
    return value + {2: "XX", 3: "X"}.get(len(value), "")
