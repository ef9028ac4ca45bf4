"""The day of publication and how it was found: handed over, in metadata or the address, or told by the text; never a guess."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name: i for i, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
FORMS = (
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
)
IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})[/-]?([0-3]\d)(?!\d)", re.IGNORECASE
)
SAID_ON = re.compile(r"\bon\s+(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.IGNORECASE)
PLACE = re.compile(r"[A-Z][A-Z .,/’'-]{2,40}(?:, | \()([A-Z]?[a-z]{0,9}\.? ?[^\n—–]{4,30}?(?:19|20)\d\d)\b[^\n]{0,30}?(?:[—–/):]|--| - )")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
OLD_PICTURE = re.compile(r"\bfiles?\b|\barchives?\b|^in this\b", re.IGNORECASE)
TODAY = re.compile(r"\b(today|on (?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of publication with its source (argument, metadata, text) and the reason."""

    value: str | None
    source: str | None
    why: str


def day_of(match: re.Match[str]) -> date | None:
    """The day that a written date names, or None where there is no such day."""
    month = match["month"].lower()
    try:
        return date(int(match["year"]), int(month) if month.isdigit() else MONTHS[month[:3]], int(match["day"]))
    except ValueError:
        return None


def days_in(text: str) -> list[date]:
    """All days written out in a text, in order of form."""
    return [day for form in FORMS for match in form.finditer(text) if (day := day_of(match)) is not None]


def day_in_address(address: str | None) -> date | None:
    """The day in an address such as ``/2024/04/04/``."""
    match = IN_ADDRESS.search(address or "")
    if match is None:
        return None
    month = match[2].lower()
    try:
        return date(int(match[1]), int(month) if month.isdigit() else MONTHS[month[:3]], int(match[3]))
    except ValueError:
        return None


def day_from_lines(lines: Iterable[str]) -> date | None:
    """The day of a line that is nothing but a date ("Published 3 May 1998, 10:12")."""
    for line in lines:
        days = days_in(line)
        if days:
            return days[0]
    return None


def day_from_place(paragraphs: Sequence[str]) -> date | None:
    """The day in a dateline with which a story begins ("NORVIK, May 3, 1998 (Agency) -- ...")."""
    match = PLACE.match(paragraphs[0]) if paragraphs else None
    days = days_in(match[1]) if match else []
    return days[0] if days else None


def day_from_captions(captions: Iterable[str], prose: str) -> tuple[date, str] | None:
    """The day of publication from a dated caption and the weekdays of the story.

    News photographs are taken on the day or a little before. A weekday on which somebody said something is the day itself or one of the
    last few; if the caption's day or one of the two after it is such a weekday, the story came out on the latest weekday that it names
    within two days of the picture. Sources: the outlets' own habit; measured in docs/pages.md.
    """
    days = sorted({day for caption in captions if not OLD_PICTURE.search(caption) for day in days_in(caption)})
    if not days:
        return None
    named = {WEEKDAYS.index(m[1].lower()) for m in SAID_ON.finditer(prose)}
    newest = days[-1]
    if any(int(year) > newest.year for year in YEAR.findall(prose)):
        return None  # the picture is older than what the story tells
    for later in (2, 1, 0):
        day = newest + timedelta(days=later)
        if later == 0 and day.weekday() in named:
            return day, "a caption's date, and the weekday on which the story says that something was said"
        if day.weekday() in named and newest.weekday() not in named:
            return day, "a caption's date, and the weekday after it that the story names"
    return None
