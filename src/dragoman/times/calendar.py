"""The calendar: values and their first and last days, shifting days by units, and whether a value is valid EDTF."""

import re
from datetime import date, timedelta

MONTHS_OF_SEASON = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
EDTF_SEASON = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
DIVISION = 20  # EDTF 21-24 are seasons
QUARTER = 32  # EDTF 33-36 are quarters
MIN_YEAR, MAX_YEAR = 2, 9990
MOVED = 2800
"""By how many years those before Christ are moved to reckon with them: a multiple of 400, after which the calendar repeats."""
_EDTF_PART = re.compile(
    r"(?:-?[0-9]{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]|3[3-6]))?|[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3])|-?[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
_FULL_DAY = re.compile(r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})")


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day, or None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_edtf(value: str) -> bool:
    """Whether a value is one that records may carry: an EDTF day, month, year, decade, season, week or interval, or PRESENT_REF."""
    if value == "PRESENT_REF":
        return True
    parts = value.split("/")
    if len(parts) > 2 or parts == ["..", ".."]:
        return False
    return all(_is_edtf_part(part) for part in parts if not (part == ".." and len(parts) == 2))


def _is_edtf_part(part: str) -> bool:
    if not _EDTF_PART.fullmatch(part):
        return False
    full = _FULL_DAY.fullmatch(part)
    if part.startswith("-0000"):
        return False
    return not full or is_day(*(int(x) for x in full.groups()))


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has such a day; years before Christ are 0, -1, -2."""
    return day_or_none(year if year > 0 else year + MOVED, month, day) is not None


def plain_value(year: int, month: int | None = None, day: int | None = None) -> str:
    """A year, month or day in TIMEX3 form, ``2024-04-04`` or ``BC0044-03-15``; years before Christ are 0, -1, -2."""
    parts = [f"{year:04}" if year > 0 else f"BC{1 - year:04}", *(f"{part:02}" for part in (month, day) if part)]
    return "-".join(parts)


def start_of(value: str) -> date | None:
    """The first day of a value in TIMEX3 form that lies on the calendar, else None; years before Christ are moved by ``MOVED``."""
    if value.startswith("BC") and value[2:6].isdigit():
        year = 1 - int(value[2:6]) + MOVED
        return start_of(f"{year:04}{value[6:]}") if year > 0 else None
    head = value[:10]
    if len(value) >= 10 and head[4] == "-" and head[5] != "W":
        return date.fromisoformat(head)
    year_text, _, rest = value.partition("-")
    if len(year_text) != 4 or not year_text.isdigit() or int(year_text) < MIN_YEAR:
        return None
    if rest.startswith("W") and rest[1:3].isdigit():
        return date.fromisocalendar(int(year_text), int(rest[1:3]), 1)
    return date(int(year_text), _first_month(rest), 1)


def _first_month(rest: str) -> int:
    if rest[:2] in MONTHS_OF_SEASON:
        return MONTHS_OF_SEASON[rest[:2]]
    if rest[:1] in ("Q", "H"):
        return (3 if rest[0] == "Q" else 6) * (int(rest[1]) - 1) + 1
    return int(rest) if rest.isdigit() else 1


def add_months(day: date, count: int) -> date | None:
    """The first of the month ``count`` months from that of ``day``; None beyond the calendar."""
    months = day.year * 12 + day.month - 1 + count
    year = months // 12
    return date(year, months % 12 + 1, 1) if MIN_YEAR <= year <= MAX_YEAR else None


def add_days(day: date, count: int) -> date | None:
    """The day ``count`` days from ``day``; None beyond the calendar."""
    try:
        moved = day + timedelta(days=count)
    except OverflowError:
        return None
    return moved if MIN_YEAR <= moved.year <= MAX_YEAR else None


def week_of(day: date) -> str:
    """The ISO week of a day, ``2024-W14``."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def last_of_month(day: date) -> date:
    """The last day of a day's month."""
    following = add_months(day, 1)
    return following - timedelta(days=1) if following else day


def days_of(value: str) -> tuple[date | None, date | None]:
    """The earliest and the latest day that an EDTF value allows; None for an end that is open, and for both of ``PRESENT_REF``.

    Days before Christ cannot be told so and are None.
    """
    first, slash, last = value.partition("/")
    if not slash:
        return _days_of_part(first)
    return _days_of_part(first)[0], _days_of_part(last)[1]


def _days_of_part(part: str) -> tuple[date | None, date | None]:
    if not _EDTF_PART.fullmatch(part) or part.startswith("-") or int(part[:4].replace("X", "0")) < MIN_YEAR:
        return None, None
    year, _, rest = part.partition("-")
    if "X" in year:
        return date(max(int(year.replace("X", "0")), 1), 1, 1), date(int(year.replace("X", "9")), 12, 31)
    if rest.startswith("W"):
        monday = _iso_week(int(year), int(rest[1:]))
        return (monday, monday + timedelta(days=6)) if monday else (None, None)
    if len(part) == len("2024-04-04"):
        day = day_or_none(*(int(x) for x in part.split("-")))
        return day, day
    return _stretch(int(year), int(rest or 0))


def _iso_week(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _stretch(year: int, code: int) -> tuple[date, date]:
    """First and last day of a year (code 0), a month, an EDTF season or a quarter."""
    if code > QUARTER:
        first, months = date(year, 3 * (code - QUARTER) - 2, 1), 3
    elif code > DIVISION:
        first, months = date(year, 3 * (code - DIVISION), 1), 3
    else:
        first, months = date(year, code or 1, 1), 1 if code else 12
    return first, last_of_month(add_months(first, months - 1) or first)
