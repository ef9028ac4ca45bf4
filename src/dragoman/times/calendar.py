"""Arithmetic on the calendar, and values written in EDTF (ISO 8601-2)."""

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""EDTF's codes of the seasons, put where a month stands."""

PART = r"\d{4}(-(0[1-9]|1[0-2]|2[1-4]|3[3-9]|4[01])(-(0[1-9]|[12]\d|3[01]))?|-W\d\d)?|\d{3}X|\d\dXX"
EDTF = re.compile(rf"^(PRESENT_REF|({PART})(/(({PART})|\.\.))?|\.\./({PART}))$")


def is_edtf(value: str) -> bool:
    """Whether a value is one that this room may give: a day, week, month, season, year, decade, century, or an interval of these."""
    return EDTF.match(value) is not None


def make_day(year: int, month: int, day: int) -> date | None:
    """A day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def week(day: date) -> str:
    """The ISO week of a day: ``2024-W14``."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def month(day: date) -> str:
    """The month of a day: ``2024-04``."""
    return f"{day.year:04}-{day.month:02}"


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on, or the last of that month; years outside the calendar stay at its edge."""
    total = min(max(day.year * 12 + day.month - 1 + count, 12), 9999 * 12 + 11)
    year, number = divmod(total, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def add_days(day: date, count: int) -> date:
    """A day ``count`` days on; at the edge of the calendar it stays."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return day


def weekday_near(day: date, number: int, *, ahead: bool) -> date:
    """The latest such weekday on or before a day, or the first on or after it."""
    gap = (number - day.weekday()) % 7
    return add_days(day, gap) if ahead else add_days(day, gap - 7 if gap else 0)


def weekend_near(day: date, *, ahead: bool) -> str:
    """The last weekend that has begun, or the next one, as an interval."""
    saturday = weekday_near(day, 5, ahead=ahead)
    return f"{saturday.isoformat()}/{add_days(saturday, 1).isoformat()}"


def easter(year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday in the civil (Gregorian) calendar.

    Western: the anonymous Gregorian algorithm (Nature, 1876). Orthodox: Meeus' Julian algorithm, moved by 13 days (right for 1900-2099).
    """
    if orthodox:
        a, b, c = year % 4, year % 7, year % 19
        d = (19 * c + 15) % 30
        e = (2 * a + 4 * b - d + 34) % 7
        number, day = divmod(d + e + 114, 31)
        return add_days(date(year, number, day + 1), 13)
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    number, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, number, day + 1)


def span_of(value: str) -> tuple[date, date] | None:
    """The first and last day of a closed value, or None for open intervals and the present."""
    if value == "PRESENT_REF" or ".." in value:
        return None
    first, _, last = value.partition("/")
    a, b = part_span(first), part_span(last or first)
    return (a[0], b[1]) if a and b else None


def part_span(part: str) -> tuple[date, date] | None:
    """The first and last day of one part of a value."""
    if "X" in part:
        low, high = int(part.replace("X", "0")), int(part.replace("X", "9"))
        return date(max(1, low), 1, 1), date(high, 12, 31)
    if "W" in part:
        start = date.fromisocalendar(int(part[:4]), int(part[-2:]), 1)
        return start, add_days(start, 6)
    numbers = [int(n) for n in part.split("-")]
    if len(numbers) == 3:
        day = make_day(*numbers)
        return (day, day) if day else None
    if len(numbers) == 2 and numbers[1] <= 12:
        return date(numbers[0], numbers[1], 1), date(numbers[0], numbers[1], monthrange(*numbers)[1])
    return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
