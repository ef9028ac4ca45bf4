"""Gives each expression its value: from itself, from the day of publication, from the tense beside it, or from the time told of before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.times.anchors import NEAR, Anchors, Told, follow, unmoved
from dragoman.times.calendar import (
    DIVISION,
    MONTHS_OF_SEASON,
    MOVED,
    QUARTER,
    add_days,
    add_months,
    day_or_none,
    is_day,
    plain_value,
    week_of,
)
from dragoman.times.feasts import holiday
from dragoman.times.sense import Sense

PAST, PRESENT, FUTURE = -1, 0, 1
_MID_YEAR = 7
_THURSDAY = 3
"""A week belongs to the month in which its Thursday lies, as in ISO 8601 to the year."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value in TIMEX3 form, a second one where the expression spans a range, what it was counted from, and what a record keeps of it
    where that is more exact."""

    value: str
    until: str | None = None
    anchor: str = "itself"
    edtf: str | None = None


def resolve(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """The value of an expression, or None where nothing on the page tells it."""
    return _FORMS[sense.form](sense, anchors, tense)


def _as_is(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    return Value(sense.value) if sense.value else None


def _clock(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    day = anchors.told.day if anchors.told and anchors.told.is_day and not anchors.told.moved else anchors.day
    return Value(f"{day.isoformat()}{sense.part}", anchor="nearest day") if day else None


def _date(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    if sense.value == "either":
        return _either(sense, anchors)
    if sense.year is None:
        return _partial(sense, anchors, tense)
    value = _calendar_value(sense.year, sense.month, sense.day, sense.piece)
    if value and sense.rule == "week of a day":
        return Value(_in_week(value))
    return Value(_with_part(value, sense), _range_end(sense, sense.year)) if value else None


def _in_week(value: str) -> str:
    """The week of a day, or the value as it is where it is before Christ."""
    return week_of(date.fromisoformat(value)) if len(value) == len("2024-04-04") else value


def _with_part(value: str, sense: Sense) -> str:
    """A day with its part of the day, where both are told."""
    return value + sense.part if sense.part and sense.day else value


def _range_end(sense: Sense, year: int) -> str | None:
    if sense.to is None:
        return None
    return plain_value(sense.to[0]) if sense.to[0] is not None else _calendar_value(year, sense.month, sense.to[2], None)


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
        return f"{plain_value(year)}-{piece}"
    if day is not None and month is not None and not is_day(year, month, day):
        return None
    return plain_value(year, month, day)


def _start(year: int, sense: Sense) -> date | None:
    if sense.piece:
        month = MONTHS_OF_SEASON.get(sense.piece) or (3 if sense.piece[0] == "Q" else 6) * (int(sense.piece[1]) - 1) + 1
        return day_or_none(year, month, 1)
    return day_or_none(year, sense.month or 1, sense.day or 1)


def _partial(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """A month, day, season or quarter without its year."""
    by_told = (anchors.goes_by_told or sense.anchor == "text") and (anchors.told or anchors.ahead) is not None
    reference = (anchors.told or anchors.ahead) if by_told else None
    day = reference.day if reference else anchors.day
    if day is None:
        return None
    years = range(max(day.year - 4, 2), day.year + 5)
    starts = [(year, start) for year in years if (start := _start(year, sense)) and _weekday_fits(start, sense)]
    if reference is None:
        tense = PAST if sense.piece and sense.piece.startswith("Q") else tense
        year = _choose(starts, day, sense, tense)
    else:
        year = _in_story(starts, sense, anchors, day)
    if year is None:
        return None
    moved = MOVED if reference and reference.moved else 0
    value = _calendar_value(year - moved, sense.month, sense.day, sense.piece)
    if value and sense.rule == "week of a day":
        return Value(_in_week(value), anchor=anchors.name if reference is None else anchors.told_name())
    anchor = anchors.name if reference is None else anchors.told_name() if anchors.told else f"time told of next ({reference.value})"
    return Value(_with_part(value, sense), _range_end(sense, year - moved), anchor) if value else None


def _in_story(starts: list[tuple[int, date]], sense: Sense, anchors: Anchors, told: date) -> int | None:
    """The year of a month without one where it goes by the time told of."""
    if sense.rule == "month of a year near by":
        return told.year + (sense.way or 0)
    if sense.way in (1, -1):
        return _choose(starts, told, sense, None)
    return follow([entry for entry in starts if abs(entry[0] - told.year) < 2], anchors)


def _nth(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """The nth weekday, day or week of a month, or the nth day of a year."""
    month = _nth_frame(sense, anchors, tense)
    if month is None or len(month.value) != {"M": 7, "Y": 4}[sense.piece or "M"] or not month.value[:4].isdigit():
        return None
    start = date(int(month.value[:4]), int(month.value[5:] or 1), 1)
    following = date(start.year + 1, 1, 1) if sense.piece == "Y" else add_months(start, 1)
    days = [start + timedelta(days=i) for i in range((following - start).days)] if following else []
    if sense.unit == "W":
        days = [day for day in days if day.weekday() == _THURSDAY]
    elif sense.weekday is not None:
        days = [day for day in days if day.weekday() == sense.weekday]
    count = sense.count or 1
    if count > len(days):
        return None
    day = days[count - 1 if count > 0 else -1]
    return Value(week_of(day) if sense.unit == "W" else day.isoformat(), anchor=month.anchor)


def _nth_frame(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """The month or year in which the nth is counted."""
    if sense.month is None:
        near = "text" if anchors.told and anchors.history else sense.anchor
        return _shift(Sense("shift", "unit", count=sense.way or 0, unit=sense.piece or "M", anchor=near), anchors, tense)
    way = sense.way if sense.year is None else None
    return _date(Sense("date", "month", sense.year, sense.month, way=way, anchor=sense.anchor), anchors, tense)


def _weekday_fits(start: date, sense: Sense) -> bool:
    return sense.weekday is None or sense.day is None or start.weekday() == sense.weekday


def _choose(starts: list[tuple[int, date]], reference: date, sense: Sense, tense: int | None) -> int | None:
    """The year that fits way and tense best: the latest past, the first to come, or the nearest with the past favoured."""
    if not starts:
        return None
    slack = 0 if sense.day else 31
    if sense.way == 0 or sense.anchor == "year":
        return reference.year + (sense.way or 0) - (sense.piece == "WI" and reference.month < _MID_YEAR)
    if sense.way == -1:
        past = [year for year, start in starts if (start - reference).days < -slack]
        return past[-1] if past else None
    if sense.way == 1:
        ahead = [year for year, start in starts if start > reference]
        return ahead[0] if ahead else None
    return min(starts, key=lambda entry: _distance(entry[1], reference, slack, tense))[0]


def _distance(start: date, reference: date, slack: int, tense: int | None) -> float:
    """Days from the reference, those against the tense weighed six times, those ahead twice where no tense tells."""
    days = (start - reference).days
    if days <= 0:
        against = tense == FUTURE and days < -slack
        return -days * (6.0 if against else 1.0)
    return days * {PAST: 6.0, FUTURE: 1.0, PRESENT: 1.5, None: 2.0}[tense]


def _weekday(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    reference, anchor = anchors.day, anchors.name
    if anchors.told and anchors.told.is_day and (anchors.history or sense.anchor == "text") and not anchors.told.moved:
        reference, anchor = anchors.told.day, anchors.told_name()
    if reference is None or sense.weekday is None:
        return None
    if sense.rule == "weekday of a week near by":
        day = add_days(reference, sense.weekday - reference.weekday() + 7 * (sense.way or 0))
    else:
        day = add_days(reference, _days_to(sense, reference, tense))
    return Value(day.isoformat() + (sense.part or ""), anchor=anchor) if day else None


def _days_to(sense: Sense, reference: date, tense: int | None) -> int:
    """How many days from the reference a weekday lies; "Saturday week" a week further."""
    assert sense.weekday is not None
    back = (reference.weekday() - sense.weekday) % 7
    if sense.rule == "weekday week" and sense.way == 1:
        return 14 - back if back else 7
    if sense.way == 0 and sense.anchor == "page":
        return sense.weekday - reference.weekday() + 7 * (tense == FUTURE and sense.weekday < reference.weekday())
    if sense.way == 1:
        return 7 - back
    if sense.way == -1:
        return -(back or 7)
    week = sense.count or 0
    return (7 - back) % 7 + week if tense in (FUTURE, PRESENT) else -back - week


def _monthday(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """A day without its month: in the month told of if that is near, else in the month that fits the tense."""
    told, number = anchors.told, sense.day or 1
    if told and not told.is_year and not told.moved and (anchors.history or anchors.place - told.place < NEAR):
        day = day_or_none(told.day.year, told.day.month, number)
        return Value(day.isoformat(), anchor=anchors.told_name()) if day else None
    if anchors.day is None:
        return None
    months = [add_months(anchors.day, shift) for shift in (-1, 0, 1)]
    days = [day for month in months if month and (day := day_or_none(month.year, month.month, number))]
    best = min(days, key=lambda day: _distance(day, anchors.day or day, 0, tense), default=None)
    return Value(best.isoformat(), anchor=anchors.name) if best else None


def _since(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    """Since then: from the time told of."""
    return Value(anchors.told.value, anchor=anchors.told_name()) if anchors.told else None


def _shift(sense: Sense, anchors: Anchors, tense: int | None) -> Value | None:
    if sense.rule == "ahead" and tense != FUTURE:
        return None
    if sense.rule == "ago to the day":
        return _ago_to_the_day(sense, anchors)
    if sense.rule in ("the quarter", "year-ago quarter") or (sense.unit == "Y" and sense.rule in ("ago", "earlier")):
        quarter = _quarter(sense, anchors)
        if quarter or "quarter" in sense.rule:
            return quarter or _last_quarter(sense, anchors)
    told = _told_for(sense, anchors)
    if sense.anchor == "text" and told is None and sense.rule != "earlier" and not (sense.rule == "unit" and sense.count == 1):
        return None
    reference, anchor = (told.day, anchors.told_name()) if told else (anchors.day, anchors.name)
    if reference is None:
        return None
    if sense.rule == "overnight":
        eve = add_days(reference, -1)
        return Value(f"{reference.isoformat()}TNI", until=f"{eve.isoformat()}/{reference.isoformat()}" if eve else None, anchor=anchor)
    if told and sense.unit in ("D", "NI") and sense.part is None and not told.is_day:
        return None
    value = shift_by(reference, sense.count or 0, sense.unit)
    if value is None:
        return None
    value = unmoved(value + (sense.part or ""), told)
    return Value(value, anchor=anchor, edtf=f"{value}-{sense.value}" if sense.value and sense.rule == "unit" else None)


def _told_for(sense: Sense, anchors: Anchors) -> Told | None:
    """The time told of, where an expression counts from it; days earlier only from a day."""
    if sense.rule == "earlier" and sense.unit in ("D", "NI") and anchors.told and not anchors.told.is_day:
        return None
    return anchors.told if sense.anchor == "text" or (anchors.history and sense.rule == "unit") else None


def _ago_to_the_day(sense: Sense, anchors: Anchors) -> Value | None:
    """A week ago Monday: a week before the last Monday; a year ago today: the same day of that year."""
    if anchors.day is None:
        return None
    count, reference = sense.count or 0, anchors.day
    if sense.unit in ("W", "D"):
        back = (reference.weekday() - sense.weekday) % 7 if sense.weekday is not None else 0
        day = add_days(reference, count * (7 if sense.unit == "W" else 1) - back)
    else:
        month = add_months(reference, count * (12 if sense.unit == "Y" else 1))
        day = day_or_none(month.year, month.month, reference.day) if month else None
    return Value(day.isoformat(), anchor=anchors.name) if day else None


def _quarter(sense: Sense, anchors: Anchors) -> Value | None:
    """The quarter told of, or the same one years before; "a year earlier" means it only close behind it."""
    quarter = anchors.quarter
    close = quarter and (sense.rule not in ("ago", "earlier") or anchors.told is quarter)
    if quarter is None or not close:
        return None
    value = f"{int(quarter.value[:4]) + (sense.count or 0):04}{quarter.value[4:]}"
    return Value(value, anchor=f"quarter told of before ({quarter.value})")


def _last_quarter(sense: Sense, anchors: Anchors) -> Value | None:
    """The quarter before that of the day, or the same one years before: what reports of companies tell of where they name none."""
    value = shift_by(anchors.day, -1, "Q") if anchors.day else None
    return Value(f"{int(value[:4]) + (sense.count or 0):04}{value[4:]}", anchor=anchors.name) if value else None


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
    reference, anchor = _reference(sense, anchors) if sense.anchor == "text" else (anchors.day, anchors.name)
    if reference is None:
        return None
    count = sense.way or 0
    early = reference.weekday() < (2 if sense.way == 0 else 5)
    if count == 0 and early and tense != FUTURE:
        count = -1
    value = shift_by(reference, count, "WE")
    return Value(value, anchor=anchor) if value else None


def _reference(sense: Sense, anchors: Anchors) -> tuple[date | None, str]:
    if anchors.told and not anchors.told.moved and (anchors.history or sense.anchor == "text"):
        return anchors.told.day, anchors.told_name()
    return anchors.day, anchors.name


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
    "nth": _nth,
    "holiday": _holiday, "monthday": _monthday, "since": _since, "value": _as_is, "duration": _as_is, "set": _as_is, "clock": _clock,
    "mention": _as_is,
}  # fmt: skip


def as_edtf(value: str) -> str | None:
    """A TIMEX3 value as EDTF: the day of a time of day, Saturday to Sunday for a weekend; None for what is not on the calendar."""
    if value == "PRESENT_REF":
        return value
    if value.endswith("_REF") or value.startswith(("P", "X", "T")):
        return None
    if value.startswith("BC"):
        return _bc_edtf(value)
    value = value.partition("T")[0]
    if value.endswith("-WE"):
        saturday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 6)
        sunday = add_days(saturday, 1)
        return f"{saturday.isoformat()}/{sunday.isoformat()}" if sunday else None
    return _piece_edtf(value)


def _bc_edtf(value: str) -> str | None:
    """44 BC is the year -0043 of the calendar that EDTF counts by."""
    year = 1 - int(value[2:6])
    rest = _piece_edtf(f"0000{value[6:]}")
    return f"{'-' if year < 0 else ''}{abs(year):04}{rest[4:]}" if rest and "/" not in rest else None


def _piece_edtf(value: str) -> str:
    """Seasons and quarters by their codes, halves as intervals, decades and centuries with an X."""
    if value[5:7] in MONTHS_OF_SEASON:
        return f"{value[:4]}-{DIVISION + list(MONTHS_OF_SEASON).index(value[5:7]) + 1}"
    if value[5:6] == "Q":
        return f"{value[:4]}-{QUARTER + int(value[6])}"
    if value[5:6] == "H":
        return f"{value[:4]}-{'01' if value[6] == '1' else '07'}/{value[:4]}-{'06' if value[6] == '1' else '12'}"
    return value + {2: "XX", 3: "X"}.get(len(value), "")
