"""The day of publication and how it was found: handed over, in metadata or the address, or told by the text; never a guess."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name: i for i, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YEAR_IN = re.compile(r"(?:19|20)\d\d")
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
FORMS = (
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)(?P<cut>[-/.])(?P<month>\d\d?)(?P=cut)(?P<day>\d\d?)(?!\d)"),
    re.compile(rf"\b(?P<day>\d{{1,2}})-{MONTH}-(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\((?P<year>(?:19|20)\d\d)\)\.? ?(?P<month>\d\d?)\. ?(?P<day>\d\d?)(?![\d.])"),
)
FIGURES = re.compile(r"(?<![\d/.-])(?P<one>\d{1,2})(?P<cut>[-/.])(?P<two>\d{1,2})(?P=cut)(?P<year>(?:19|20)\d\d)(?!\d)")
"""A day in figures whose order (day or month first) has to be told."""
YEAR_FORM, DAY_FORM, MONTH_FORM = r"(?:19|20)\d\d", r"\d{1,2}(?:st|nd|rd|th)?", MONTH.replace("?P<month>", "?:")
DATED = re.compile(
    rf"\b(?:{MONTH_FORM}\s+{DAY_FORM},?\s+{YEAR_FORM}|{DAY_FORM}[\s-]+(?:of\s+)?{MONTH_FORM},?[\s-]+{YEAR_FORM}"
    rf"|{YEAR_FORM}[-/.]\d\d?[-/.]\d\d?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{YEAR_FORM}|(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )",
    re.IGNORECASE,
)
"""Where a day is written, with or without its weekday before it."""
PUBLISHED = re.compile(
    r"\b(?:first |originally )?(?:published|posted|issued|released|added|filed|created|broadcast)\b|^date\b", re.IGNORECASE
)
UPDATED = re.compile(r"\b(?:last )?(?:updated?|modified|edited|changed|revised)\b", re.IGNORECASE)
OTHERS = re.compile(
    r"\b(?:source|mirror(?:ed)?|archived|retrieved|accessed|crawled|captured|corrected|translated|reprinted|next|previous|expires)\b",
    re.IGNORECASE,
)
BESIDE_DAY = re.compile(
    rf"{MONTH_FORM}|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d(?:st|nd|rd|th)\b|\d ?[ap]\.?m\b"
    r"|\b(?:gmt|utc|bst|cet|cest|eet|eest|wet|est|edt|cst|cdt|mst|mdt|pst|pdt|ist|jst|kst|sgt|hkt|pht|ict|wib|pkt|msk|trt|gst|eat|cat|wat"
    r"|sast|aest|aedt|nzst|almt|hrs)\b|\b(?:local|uk) time\b|\b(?:published|posted|issued|latest update|on|at|date)\b",
    re.IGNORECASE,
)
LONGEST_BARE = 60
LONGEST_PLACE = 120
LONGEST_ADDRESS = 2000
NEAR = 8
"""How many lines above the headline a line with a day among other words may stand."""
MONTHS_IN_ADDRESS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
IN_ADDRESS = (
    re.compile(rf"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|(?:{MONTHS_IN_ADDRESS})[a-z]{{0,6}})[/-]?([0-3]\d)(?!\d)", re.IGNORECASE),
    re.compile(r"/((?:19|20)\d\d)/(1[0-2]|[1-9])/([12]\d|3[01]|[1-9])(?=/)"),
    re.compile(r"(?<=[a-z]-)((?:19|20)\d\d)-(0[1-9]|1[0-2])-([0-3]\d)(?=[/.?#]|$)", re.IGNORECASE),
)
"""Days in addresses: ``/2024/04/04/``, ``/2024/apr/04/``, ``/2024/4/4/`` and ``-2024-04-04`` at the end of a name."""
SAID_ON = re.compile(r"\bon\s+(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.IGNORECASE)
PLACE = re.compile(r"[A-Z][A-Z .,/’'-]{2,40}(?:, | \()([A-Z]?[a-z]{0,9}\.? ?[^\n—–]{4,30}?(?:19|20)\d\d)\b[^\n]{0,30}?(?:[—–/):]|--| - )")
PLACE_DAY = re.compile(
    rf"[A-Z][A-Za-z .,/’'-]{{2,40}}, (?i:{MONTH} (?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}}) {MONTH.replace('<month>', '<month2>')})"
    r"\b[^\n]{0,30}?(?:[—–/):.]|--| - )",
)
"""A place and a day without its year, as stories of agencies begin."""
LONE_PLACE = re.compile(
    rf"[^\d,()]{{3,50}}(?:, [^\d,()]{{3,40}})?, (?i:{MONTH_FORM} \d{{1,2}}|\d{{1,2}} {MONTH_FORM})(?:,? {YEAR_FORM})?"
    r"(?: \([^\d()]{2,30}\))?\W*"
)
"""A place and a day by themselves on a line."""
OWNED = re.compile(r"©|\(c\)|\bcopyright\b", re.IGNORECASE)
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
OLD_PICTURE = re.compile(r"\bfiles?\b|\barchives?\b|^in this\b", re.IGNORECASE)
TODAY = re.compile(r"\b(today|on (?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of publication with its source (argument, metadata, text), the reason, and how sure it is (0 to 1)."""

    value: str | None
    source: str | None
    why: str
    confidence: float = 0.0


def day_of(match: re.Match[str]) -> date | None:
    """The day that a written date names, or None where there is no such day."""
    month = match["month"].lower()
    try:
        return date(int(match["year"]), int(month) if month.isdigit() else MONTHS[month[:3]], int(match["day"]))
    except ValueError:
        return None


def days_in(text: str) -> list[date]:
    """All days written in a text, in order of form; a day in figures only where its order can be told."""
    if not YEAR_IN.search(text):
        return []
    days = [day for form in FORMS for match in form.finditer(text) if (day := day_of(match)) is not None]
    return days + [day for match in FIGURES.finditer(text) if (day := day_in_figures(match)) is not None]


def is_bare_day(text: str) -> bool:
    """Whether a line is a day, with or without its weekday and an hour, and nothing else."""
    return len(text) < LONGEST_BARE and bool(days_in(text)) and not re.search(r"[^\W\d_]", BESIDE_DAY.sub("", text))


def is_place_and_day(text: str) -> bool:
    """Whether a line that is worded as a date line is a place and a day, with its year or agency, or neither ("NORVIK, May 3 (Agency)")."""
    return len(text) < LONGEST_PLACE and LONE_PLACE.fullmatch(text) is not None


def day_in_figures(match: re.Match[str]) -> date | None:
    """The day of 24-10-2013, 10/24/2013 or 03.10.2013; with slashes or hyphens and both parts below 13 it cannot be told."""
    one, two = int(match["one"]), int(match["two"])
    if one > 12 or one == two or match["cut"] == ".":
        month, day = two, one
    elif two > 12:
        month, day = one, two
    else:
        return None
    try:
        return date(int(match["year"]), month, day)
    except ValueError:
        return None


def day_in_address(address: str | None) -> date | None:
    """The day in an address such as ``/2024/04/04/``."""
    for form in IN_ADDRESS:
        match = form.search((address or "")[:LONGEST_ADDRESS])
        if match is not None:
            month = match[2].lower()
            try:
                return date(int(match[1]), int(month) if month.isdigit() else MONTHS[month[:3]], int(match[3]))
            except ValueError:
                continue
    return None


def day_from_lines(blocks: Sequence[tuple[str, str]]) -> tuple[date, str] | None:
    """The day that the lines around a story give for it, and why; ``blocks`` are kinds and texts in the page's order.

    Between headline and story stands the story's day; above the headline the nearest counts; below the story only a day that says it is
    one of publication, or the only one there: lists of other stories have days too. The day of an update counts where there is no other.
    """
    kinds = [kind for kind, _ in blocks]
    title = kinds.index("title") if "title" in kinds else -1
    story = next((i for i, kind in enumerate(kinds) if kind == "paragraph" and i > title), len(kinds))
    dated = [(i, text, days) for i, (kind, text) in enumerate(blocks) if is_dated(kind, text) and (days := days_in(text))]
    between = [d for d in dated if title < d[0] < story]
    above = [d for d in dated if d[0] < title and (kinds[d[0]] == "dateline" or title - d[0] <= NEAR)][::-1]
    below = [d for d in dated if d[0] > story]
    only = [d for d in below if kinds[d[0]] == "dateline"]
    told = [d for d in below if PUBLISHED.search(d[1]) or UPDATED.match(d[1])] or (only if len(only) == 1 else [])
    found = between + above + told
    first = [d for d in found if not UPDATED.search(d[1]) or PUBLISHED.search(d[1])]
    if first:
        return day_said(first[0][1], first[0][2]), "a line beside the story gives its day"
    return (found[0][2][0], "the day of an update, the only one that the page shows") if found else None


def is_dated(kind: str, text: str) -> bool:
    """Whether a line that is no story may give its day: it is short, and not about another page or a copy."""
    if kind not in ("dateline", "byline", "boilerplate", "topics", "credit") or len(text) > 160 or text.startswith("("):
        return False
    return not OTHERS.search(text) and (kind == "dateline" or len(text.split()) <= 20)


def day_said(line: str, days: list[date]) -> date:
    """Of the days in a line the one that it calls that of publication, otherwise the first."""
    match = PUBLISHED.search(line)
    later = days_in(line[match.end() :]) if match else []
    return later[0] if later else days[0]


def day_from_place(paragraphs: Sequence[str]) -> date | None:
    """The day in a dateline with which a story begins ("NORVIK, May 3, 1998 (Agency) -- ...")."""
    match = PLACE.match(paragraphs[0]) if paragraphs else None
    days = days_in(match[1]) if match else []
    return days[0] if days else None


def earliest_year(asides: Iterable[str]) -> int | None:
    """The newest year in a copyright line: a page cannot be older than that line, though it may be younger."""
    return max((int(year) for line in asides if OWNED.search(line[:300]) for year in YEAR.findall(line[:300])), default=None)


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
