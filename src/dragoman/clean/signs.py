"""Signs of the day of publication where no line gives it whole (a day without its year, figures, "2h ago", posts), and bounds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dragoman.clean.clock import LONGEST, nearest_year, read_mark
from dragoman.clean.day import (
    FIGURES,
    MONTHS,
    MONTHS_IN_ADDRESS,
    NEAR,
    OLD_PICTURE,
    OWNED,
    PLACE_DAY,
    PUBLISHED,
    SAID_ON,
    UPDATED,
    WEEKDAYS,
    YEAR,
    Day,
    day_from_captions,
    days_in,
    earliest_year,
    is_dated,
)
from dragoman.clean.posts import SIGNED
from dragoman.model import STORY_KINDS

MONTH_IN_ADDRESS = re.compile(
    rf"/((?:19|20)\d\d)(?:[/-]?(0[1-9]|1[0-2]|(?:{MONTHS_IN_ADDRESS})[a-z]{{0,6}}))?(?=/)|-((?:19|20)\d\d)-(0?[1-9]|1[0-2])(?=[/.?#]|$)",
    re.IGNORECASE,
)
"""A year, or year and month, without a day in an address: ``/2024/04/strait``, ``/2024/world/strait``, ``-2024-4``."""
LONGEST_ADDRESS = 500
MONTH_FIRST = frozenset(("USA",))
EITHER = frozenset(
    ("CAN", "PHL", "BLZ", "PAN", "PRI", "GUM", "FSM", "MHL", "PLW", "KEN", "ZAF", "CHN", "JPN", "KOR", "PRK", "TWN", "HUN", "IRN")
)
"""Lands whose papers write a day in figures in either order, or year first; all others that are known write the day first."""
SAID = re.compile(r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.IGNORECASE)
LONG_AGO = timedelta(days=10)
"""How old a picture or post may be that lends its year to a date line."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a page holds that may tell of its day: kinds and texts of its blocks, address, when an archive took it, the outlet's land."""

    blocks: Sequence[tuple[str, str]]
    address: str | None = None
    captured: str | None = None
    country: str | None = None

    def texts(self, kind: str) -> list[str]:
        """The texts of the blocks of a kind."""
        return [text for k, text in self.blocks if k == kind]

    def asides(self) -> list[str]:
        """The texts that are no story."""
        return [text for kind, text in self.blocks if kind not in STORY_KINDS]

    def lead(self) -> str:
        """The beginning of the first paragraph."""
        return next(iter(self.texts("paragraph")), "")[:1000]

    def beside(self) -> list[tuple[str, str]]:
        """Kinds and texts of the lines between headline and story, then of those near above the headline, nearest first."""
        kinds = [kind for kind, _ in self.blocks]
        title = kinds.index("title") if "title" in kinds else -1
        story = next((i for i, kind in enumerate(kinds) if kind == "paragraph" and i > title), len(kinds))
        return [*self.blocks[title + 1 : story], *list(self.blocks[max(0, title - NEAR) : max(0, title)])[::-1]]


def day_by_signs(found: Found) -> Day | None:
    """The day that signs beside a whole date give together, with the reason, or None where they do not settle it."""
    for read in (day_in_either_order, day_ago, day_of_dateline, day_of_posts):
        day = read(found)
        if day is not None:
            return day
    return None


def day_in_either_order(found: Found) -> Day | None:
    """10/06/2022 above a story: by the weekday that stands with it or in the lead, else by how the outlet's land writes days."""
    for kind, text in found.beside():
        match = FIGURES.search(text) if is_dated(kind, text) and (PUBLISHED.search(text) or not UPDATED.search(text)) else None
        if match is None:
            continue
        one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
        days = {day for day in (day_or_none(year, one, two), day_or_none(year, two, one)) if day is not None}
        for words in (SAID.findall(text), SAID_ON.findall(found.lead())):
            fit = [day for day in days if WEEKDAYS[day.weekday()] in {word.lower() for word in words}]
            if len(fit) == 1:
                return Day(fit[0].isoformat(), "text", "a day in figures beside the story, in the order that fits a weekday", 0.9)
        if found.country is not None and found.country not in EITHER:
            day = day_or_none(year, one, two) if found.country in MONTH_FIRST else day_or_none(year, two, one)
            if day is not None:
                return Day(day.isoformat(), "text", "a day in figures beside the story, in the order of the outlet's land", 0.9)
    return None


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day of these numbers, or None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_ago(found: Found) -> Day | None:
    """ "3 hours ago" beside the headline, counted from when an archive took the page."""
    if not found.captured:
        return None
    for kind, text in found.beside():
        mark = read_mark(text, "", None) if kind not in STORY_KINDS and len(text) <= LONGEST else None
        if mark is not None and mark.ago is not None and mark.is_whole and not mark.is_update:
            then = datetime.fromisoformat(found.captured) - mark.ago
            return Day(then.date().isoformat(), "text", "how long ago the page says it came out, from when an archive took it", 0.9)
    return None


def day_of_dateline(found: Found) -> Day | None:
    """A date line's day without its year: by year and month of the address, or by the only year told elsewhere and a weekday that fits."""
    told = short_day(found)
    if told is None:
        return None
    month, number = told
    year, month_told = month_of_address(found.address)
    if year is not None and month_told == month and (day := day_or_none(year, month, number)) is not None:
        return Day(day.isoformat(), "text", "the day with which the story begins, and year and month of the address", 0.95)
    said = {WEEKDAYS.index(word.lower()) for word in SAID_ON.findall(found.lead())}
    for why, years in (
        ("copyright line", {int(year) for line in found.asides() if OWNED.search(line[:300]) for year in YEAR.findall(line[:300])}),
        ("address", {year} if year is not None and month_told is None else set()),
        ("dated picture or post", years_near(found, month, number)),
    ):
        day = day_or_none(min(years), month, number) if len(years) == 1 else None
        if day is not None and day.weekday() in said:
            return Day(day.isoformat(), "text", f"the day with which the story begins, its weekday, and the year of the {why}", 0.9)
    return None


def short_day(found: Found) -> tuple[int, int] | None:
    """Month and day of a date line without its year, with which the story begins or that stands between headline and story."""
    match = PLACE_DAY.match(found.lead()[:300])
    if match is not None:
        return MONTHS[(match["month"] or match["month2"])[:3].lower()], int(match["day"] or match["day2"])
    for kind, text in found.beside():
        if kind == "dateline" and len(text) <= LONGEST and not YEAR.search(text):
            match = PLACE_DAY.match(text + ".")
            if match is not None:
                return MONTHS[(match["month"] or match["month2"])[:3].lower()], int(match["day"] or match["day2"])
    return None


def years_near(found: Found, month: int, number: int) -> set[int]:
    """The years in which a day falls on or shortly after that of a dated picture or post of the page."""
    years = set()
    for picture in (*pictures(found), *posts(found)):
        day = nearest_year(month, number, picture)
        if day is not None and timedelta(0) <= day - picture <= LONG_AGO:
            years.add(day.year)
    return years


def month_of_address(address: str | None) -> tuple[int | None, int | None]:
    """Year, and month where told, of an address without a day."""
    match = MONTH_IN_ADDRESS.search((address or "")[:LONGEST_ADDRESS])
    if match is None:
        return None, None
    month = (match[2] or match[4] or "").lower()
    return int(match[1] or match[3]), (int(month) if month.isdigit() else MONTHS[month[:3]]) if month else None


def day_of_posts(found: Found) -> Day | None:
    """The day of a post that the story shows, if that is a weekday on which the story says that something was done."""
    days = posts(found)
    if not days:
        return None
    prose = SIGNED_LINE.sub(" ", "\n".join(found.texts("paragraph"))[:20_000])
    dated = day_from_captions([f"{max(days):%d %B %Y}"], prose)
    if dated is None:
        return None
    return Day(dated[0].isoformat(), "text", dated[1].replace("a caption's date", "the day of a post that the story shows"), 0.8)


SIGNED_LINE = re.compile(SIGNED.pattern, re.MULTILINE)


def posts(found: Found) -> list[date]:
    """The days of the posts that a page shows."""
    whens = [m["when"] for _, text in found.blocks if "(@" in text for m in SIGNED_LINE.finditer(text[:20_000])]
    return [day for when in whens for day in days_in(when)[:1]]


def pictures(found: Found, *, old: bool = False) -> list[date]:
    """The days of the captions of a page, those of pictures out of the files too if asked."""
    return [day for text in found.texts("caption") if old or not OLD_PICTURE.search(text) for day in days_in(text)]


def bounds_told(found: Found) -> str:
    """What a page tells of its day where none was found: a day without its year, the month of its address, and bounds."""
    told: list[str] = []
    short = short_day(found)
    if short is not None:
        told.append(f"its date line says {date(2000, *short):%B} {short[1]}, without a year")
    year, month = month_of_address(found.address)
    if year is not None:
        told.append(f"its address says {year}" + (f"-{month:02}" if month else ""))
    newest = newest_of((*pictures(found, old=True), *posts(found)), found.captured)
    if newest is not None:
        told.append(f"a picture or post on it is of {newest.isoformat()}, so that it is not older")
    year = earliest_year(found.asides())
    if year is not None and (newest is None or newest.year < year):
        told.append(f"its copyright line says {year}, so that it is not older")
    if found.captured:
        told.append(f"an archive took it on {found.captured[:10]}, so that it is not newer")
    return "".join(f"; {words}" for words in told)


def newest_of(days: Iterable[date], captured: str | None) -> date | None:
    """The newest of the days that are no later than when an archive took the page."""
    last = date.fromisoformat(captured[:10]) if captured else date.max
    return max((day for day in days if day <= last), default=None)
