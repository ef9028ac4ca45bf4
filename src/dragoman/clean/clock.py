"""Lines that tell a time and nothing else: "14:32", "Updated at 09.10 GMT", "4 April 2024, 2.32 p.m.", "2h ago"; and hours before words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from dragoman.clean.day import MONTH, MONTHS, WEEKDAYS, days_in
from dragoman.lexicon import load_yaml

LONGEST = 70
AGO = re.compile(
    r"\b(?:(?P<count>\d{1,3}|an?|one)\s?(?P<unit>m|mins?|minutes?|h|hrs?|hours?|d|days?)(?:\s\d{1,2}\s?m(?:ins?)?)?\s+ago"
    r"|just now|moments ago)\b"
)
SHORT_DAY = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?![a-z])", re.IGNORECASE),
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)", re.IGNORECASE),
)
FULL_DAY = re.compile(
    r"\b(?:(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?(?=\D|$)t?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d)\b", re.IGNORECASE
)
WEEKDAY = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
SENTENCE = r"\s+[“\"‘']?[A-Z]"
DASH = r"\)?\s*[-–—:|]\s+(?=\S)"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line tells of time: day and hour, each if told, and how long ago; ``zone`` is ``Z``, an offset, or nothing.

    ``is_whole``: the line tells nothing else. ``is_update``: it is the time of a change.
    """

    day: date | None
    clock: time | None
    zone: str = ""
    ago: timedelta | None = None
    is_whole: bool = True
    is_update: bool = False
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of data/clean_turns.yml as patterns."""

    clock: re.Pattern[str]
    filler: re.Pattern[str]
    updates: re.Pattern[str]
    live: re.Pattern[str]
    universal: frozenset[str] = field(default_factory=frozenset)


@cache
def words() -> Words:
    """What reads times of turns."""
    data = load_yaml("clean_turns")
    zones = "|".join(sorted((re.escape(z) for z in data["zones"]), key=len, reverse=True))
    clock = (
        rf"(?<![\w.,:/-])(?:(?P<hour>[01]?\d|2[0-3])(?P<cut>[:.h])(?P<minute>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half>[ap]\.?m\b\.?))?"
        rf"(?:\s?(?P<zone>{zones})\b)?|(?P<hour2>1?\d)\s?(?P<half2>[ap]\.?m\b\.?)(?:\s?(?P<zone2>{zones})\b)?"
        rf"|(?P<hour3>[01]\d|2[0-3])(?P<minute3>[0-5]\d)\s?(?P<zone3>{zones})\b)(?![\w:%])"
    )
    return Words(
        re.compile(clock, re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, (*data['filler'], *data['updates'])))})\b"),
        re.compile(rf"\b(?:{'|'.join(data['updates'])})\b"),
        re.compile(data["live"], re.IGNORECASE),
        frozenset(data["universal"]),
    )


def read_mark(text: str, stamp: str, published: str | None) -> Mark | None:
    """The time that a line tells, or that begins it; ``stamp`` is what its element gives for it, ``published`` helps to tell the year."""
    stamped = read_stamp(stamp)
    if stamped is not None:
        update = words().updates.search(text.lower()[:LONGEST]) is not None
        return Mark(*stamped, is_whole=len(text.split()) <= 8, is_update=update)
    head = text[: LONGEST + 1]
    if len(head) <= LONGEST and (any(c.isdigit() for c in head) or "ago" in head or "now" in head):
        mark = read_whole(head, published)
        if mark is not None:
            return mark
    return read_prefix(head)


def read_stamp(stamp: str) -> tuple[date, time | None, str] | None:
    """Day, hour and zone of a machine's time stamp; None where it is none."""
    text = stamp.strip()[:40]
    if len(text) < len("2024-04-04") or not text[:4].isdigit():
        return None
    try:
        if len(text) == len("2024-04-04"):
            return date.fromisoformat(text), None, ""
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    zone = moment.strftime("%z")
    offset = f"{zone[:3]}:{zone[3:5]}" if zone else ""
    return moment.date(), moment.time().replace(microsecond=0), "Z" if offset == "+00:00" else offset


def read_whole(text: str, published: str | None) -> Mark | None:
    """The mark that a line is which tells a time and nothing else."""
    lower = text.lower()
    clock = words().clock.search(text)
    if clock and clock["cut"] == "." and len(clock["hour"]) == 1 and not (clock["half"] or clock["zone"]):
        return None  # a price as well as an hour
    rest = lower if clock is None else lower[: clock.start()] + " " + lower[clock.end() :]
    ago = AGO.search(rest)
    rest = AGO.sub(" ", rest)
    day, rest = day_told(rest, published)
    weekday = WEEKDAY.search(rest)
    left = words().filler.sub(" ", WEEKDAY.sub(" ", rest))
    if any(c.isalnum() for c in left) or not (clock or ago or day):
        return None
    number = None if weekday is None or day else next(i for i, name in enumerate(WEEKDAYS) if name.startswith(weekday[1].lower()[:3]))
    hour, zone = clock_of(clock) if clock else (None, "")
    return Mark(day, hour, zone, span_ago(ago), is_update=words().updates.search(lower) is not None, weekday=number)


def read_prefix(text: str) -> Mark | None:
    """The mark with which a line begins that tells more: "14:32 GMT – The minister landed"."""
    text = text.lstrip("([ ")
    match = words().clock.match(text) if text[:1].isdigit() else None
    if match is None:
        return None
    behind = text[match.end() :]
    sure = match["half"] or match["zone"] or match["half2"] or match["zone3"]
    dashed = (sure or match["cut"] == ":") and re.match(DASH, behind)
    plain = match["half"] or (match["hour"] and len(match["hour"]) > 1 and match["cut"] in ".:")
    bare = plain and re.match(SENTENCE, behind)
    if not dashed and not bare:
        return None
    hour, zone = clock_of(match)
    return Mark(None, hour, zone, is_whole=False)


def day_told(text: str, published: str | None) -> tuple[date | None, str]:
    """The day in a line, of the year nearest to that of publication where it has none, and the line without it."""
    days = days_in(text)
    if days:
        for form in SHORT_DAY:
            text = form.sub(" ", text)
        return days[0], FULL_DAY.sub(" ", text)
    for form in SHORT_DAY:
        match = form.search(text)
        if match is not None and published:
            day = nearest_year(MONTHS[match["month"][:3].lower()], int(match["day"]), date.fromisoformat(published[:10]))
            return day, text[: match.start()] + " " + text[match.end() :]
    return None, text


def nearest_year(month: int, day: int, published: date) -> date | None:
    """The day of a month in the year in which it lies nearest to another day."""
    found = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs((one - published).days), default=None)


def clock_of(match: re.Match[str]) -> tuple[time, str]:
    """The hour that a match tells, and its zone where it is the universal one."""
    hour = int(match["hour"] or match["hour2"] or match["hour3"])
    minute = int(match["minute"] or match["minute3"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    zone = (match["zone"] or match["zone2"] or match["zone3"] or "").lower()
    return time(hour, minute), "Z" if zone in words().universal else ""


def span_ago(match: re.Match[str] | None) -> timedelta | None:
    """How long ago a match says."""
    if match is None:
        return None
    count = match["count"]
    number = 0 if count is None else int(count) if count.isdigit() else 1
    unit = (match["unit"] or "m")[0]
    return timedelta(days=number) if unit == "d" else timedelta(hours=number) if unit == "h" else timedelta(minutes=number)


def tells_live(texts: Sequence[str]) -> bool:
    """Whether a headline says that the page goes along with what happens."""
    return any(words().live.search(text[:300]) for text in texts)
