"""The first and the last day that a calendar value of a record allows, so that questions of days can be asked of the index."""

import re
from datetime import date, timedelta

Days = tuple[date | None, date | None]

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
MONTH = re.compile(r"(\d{4})(?:-(\d\d))?")
WEEK = re.compile(r"(\d{4})-W(\d\d)")
VAGUE = re.compile(r"\d{1,3}X{1,3}")

SEASON, QUARTER = 20, 32
"""Codes of EDTF: 21 to 24 are seasons from spring on, 33 to 36 quarters."""


def days_of(value: str) -> Days:
    """The earliest and the latest day of an EDTF value; None for an end that is open, and for both where it names no days."""
    first, slash, last = value.partition("/")
    return (part_days(first)[0], part_days(last)[1]) if slash else part_days(first)


def part_days(part: str) -> Days:
    """The days of one end of a value."""
    try:
        if found := DAY.fullmatch(part):
            day = date(*(int(number) for number in found.groups()))
            return day, day
        if found := WEEK.fullmatch(part):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return monday, monday + timedelta(days=6)
        if VAGUE.fullmatch(part) and len(part) == len("199X"):
            return date(max(int(part.replace("X", "0")), 1), 1, 1), date(int(part.replace("X", "9")), 12, 31)
        if found := MONTH.fullmatch(part):
            return stretch(int(found[1]), int(found[2] or 0))
    except (ValueError, OverflowError):
        pass
    return None, None


def stretch(year: int, code: int) -> Days:
    """The days of a year (code 0), a month, a season or a quarter."""
    if code > QUARTER:
        first, months = 3 * (code - QUARTER) - 2, 3
    elif code > SEASON:
        first, months = 3 * (code - SEASON), 3
    else:
        first, months = code or 1, 1 if code else 12
    beyond = year * 12 + first - 1 + months
    return date(year, first, 1), date(beyond // 12, beyond % 12 + 1, 1) - timedelta(days=1)
