"""The rules: which runs of classed tokens are a time expression, and what each says before anything outside it is asked.

A rule is a pattern over the letters of tokens.py and a function that makes a ``Sense`` of the tokens; of rules that match at overlapping
places the earliest, then the longest, then the first in ``RULES`` holds.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from dragoman.times.lengths import (
    and_half,
    bare,
    counted,
    daily,
    duration,
    every,
    every_odd,
    half_ago,
    half_span,
    length_of,
    times_a,
    whole,
)
from dragoman.times.sense import WAYS, Sense, anchor_of, day_of_month, value_of, way_of, year_of
from dragoman.times.tokens import Tokens, word_lists

Reader = Callable[[Tokens, int, int], Sense | None]

_HOURS = frozenset(("noon", "midnight", "midday"))
_TIMES = frozenset(("time", "times", "first", "once", "twice", "most", "worst", "least"))
_HALF = {1: "H1", 2: "H2"}
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::[0-9]{2})?(am|pm)?")
_ISLE = re.compile(r"([0-9]{1,4})[/.-]([0-9]{1,2})[/.-]([0-9]{2,4})")


def read_clock(tokens: Tokens, first: int, last: int) -> str | None:
    """The clock time within a run of tokens, ``T15:00``."""
    for index in range(first, last):
        if tokens.codes[index] in "hd" and (match := _CLOCK.fullmatch(tokens.words[index])):
            half = match[3] or (tokens.words[index + 1][:1] + "m" if index + 1 < last and tokens.codes[index + 1] == "A" else "")
            hour, minute = int(match[1]), int(match[2] or 0)
            hour = hour % 12 + 12 * (half == "pm") if half and hour <= 12 else hour
            return f"T{hour:02}:{minute:02}" if hour < 25 and minute < 60 else None
    return None


def full_date(tokens: Tokens, first: int, last: int) -> Sense | None:
    """A date with its month in letters: April 4, 2024; Thursday, 4 April; April 2024; the first of March; 10 January 49 BC."""
    dated = last - 2 if tokens.codes[last - 1] == "R" else last
    month, day, year = value_of(tokens, first, last, "M"), day_of_month(tokens, first, dated), year_of(tokens, first, last)
    return Sense(
        "date",
        "month",
        year,
        month,
        day,
        weekday=value_of(tokens, first, last, "W"),
        way=way_of(tokens, first, last),
        anchor=anchor_of(tokens, first, last),
        part=value_of(tokens, first, last, "P"),
    )


def of_that_year(tokens: Tokens, first: int, last: int) -> Sense | None:
    """August of that year, July last year, March 3 this year."""
    sense = full_date(tokens, first, last - 2)
    if sense is None or tokens.values[last - 1] != "Y":
        return None
    code = tokens.codes[last - 2]
    return replace(sense, rule="month of a year near by", way=WAYS[code], anchor="text" if code in "pfz" else "year")


def day_range(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Days of one month with a dash: April 4-6, 2024; 4–6 April."""
    days = [tokens.values[i] for i in range(first, last) if tokens.codes[i] in "do"]
    sense = full_date(tokens, first, last)
    listed = "c" in tokens.codes[first:last] and days[1] != days[0] + 1 and "between" not in tokens.between(first - 1, first)
    return replace(sense, rule="day range", to=(None, None, days[1])) if sense and days[0] < days[1] and not listed else None


def day_list(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Days of one month that are told one by one: April 4, 9 and 11; 28 and 30 August."""
    sense = full_date(tokens, first, last)
    return replace(sense, rule="day list") if sense else None


def year_range(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Two years with a dash: 1991-2004, 2014-15."""
    if not (tokens.ends[first] == tokens.starts[first + 1] and tokens.ends[first + 1] == tokens.starts[first + 2]):
        return None
    start, end = int(tokens.words[first]), int(tokens.words[first + 2])
    end = start - start % 100 + end if end < 100 else end
    return Sense("date", "year range", start, to=(end, None, None)) if start < end <= start + 400 else None


def plain_year(tokens: Tokens, first: int, last: int) -> Sense | None:
    """A year by itself, or a fiscal year."""
    return Sense("date", "year", value_of(tokens, first, last, "Y"))


def era_year(tokens: Tokens, first: int, last: int) -> Sense | None:
    """44 BC, AD 70, 58-50 BC."""
    year = year_of(tokens, first, last)
    dash = tokens.codes.find("-", first, last)
    if year is None or dash < 0:
        return Sense("date", "year", year) if year is not None else None
    start = 1 - tokens.values[dash - 1] if value_of(tokens, first, last, "R") < 0 else tokens.values[dash - 1]
    return Sense("date", "year range", start, to=(year, None, None)) if start < year else None


def short_year(tokens: Tokens, first: int, last: int) -> Sense | None:
    """In '41: two digits after an apostrophe."""
    cued = tokens.codes[first] == "k" or tokens.words[first - 1 : first] in (["in"], ["of"], ["since"])
    return Sense("date", "year", year_of(tokens, first, last)) if cued else None


def day_alone(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The 16th, the first of the month: a day of the month that the text stands in."""
    lists, number = word_lists().lists, day_of_month(tokens, first, last)
    told = "U" in tokens.codes[first:last]
    if told:
        return Sense("monthday", "day of the month", day=number) if tokens.values[last - 1] == "M" else None
    behind = tokens.words[last] if last < len(tokens.words) else "."
    cued = first > 0 and tokens.words[first - 1] in lists["day_before"]
    if "O" in tokens.codes[first:last] or not cued or (behind[0].isalnum() and behind not in lists["day_not_before"]):
        return None
    return Sense("monthday", "day of the month", day=number) if behind[0] not in "-–%'’" else None


def iso_date(tokens: Tokens, first: int, last: int) -> Sense | None:
    """2024-04-04."""
    year, month, day = (int(x) for x in tokens.words[first].split("-"))
    return Sense("date", "numbers", year, month, day) if month < 13 and day < 32 else None


def numeric_date(tokens: Tokens, first: int, last: int) -> Sense | None:
    """04/04/2024, 4.4.2024, 2024/04/04; which number is the month is left to resolving where both may be (``to`` swaps them)."""
    match = _ISLE.fullmatch(tokens.words[first])
    if not match:
        return None
    a, b, c = (int(x) for x in match.groups())
    if len(match[1]) == 4:
        return Sense("date", "numbers", a, b, c) if b < 13 and c < 32 else None
    if len(match[1]) > 2 or len(match[3]) == 3:
        return None
    year = c if c > 99 else 1900 + c if c > 60 else 2000 + c
    if a > 12 or "." in tokens.words[first] or (match[0].count("-") and b < 13):
        a, b = b, a
    swapped = (None, b, a) if b < 13 and "/" in tokens.words[first] and a != b else None
    return Sense("date", "numbers", year, a, b, to=swapped, value="either" if swapped else None) if a < 13 and 0 < b < 32 else None


def decade(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The 1990s, the '90s, the nineties."""
    value = value_of(tokens, first, last, "G")
    if value < 100 and tokens.codes[first] != "v" and tokens.words[last - 1][:1] not in "'’":
        return None
    return Sense("value", "decade", value=str(value if value >= 100 else 190 + value))


def ordinal_unit(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The 20th century, the third quarter of 2023, last year's third quarter."""
    count, year = day_of_month(tokens, first, last), value_of(tokens, first, last, "Y")
    unit = next(tokens.values[i + 1 + (tokens.codes[i + 1] == "-")] for i in range(first, last) if tokens.codes[i] in "oO")
    if count is None or tokens.codes[last : last + 1] == "R":
        return None
    if unit == "CE" and 10 <= count <= 22:
        return Sense("value", "century", value=f"{count - 1:02}")
    if unit == "Q" and 1 <= count <= 4:
        near = "year" in tokens.words[first:last]
        return Sense("date", "quarter", year, piece=f"Q{count}", way=way_of(tokens, first, last), anchor="year" if near else "page")
    return None


def half(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The first half of 2024, the second half of next year."""
    count, year = day_of_month(tokens, first, last), value_of(tokens, first, last, "Y")
    if count not in _HALF:
        return None
    near = year is None
    return Sense("date", "half", year, piece=_HALF[count], way=way_of(tokens, first, last), anchor="year" if near else "page")


def the_unit(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The quarter: the one that was told of; for the year, in the year: the one that the story stands in."""
    if tokens.values[last - 1] == "Q":
        return Sense("shift", "the quarter", count=0, unit="Q", anchor="text")
    ends = last == len(tokens.codes) or tokens.codes[last] in ",.B"
    if tokens.values[last - 1] == "Y" and ends and first and tokens.words[first - 1] in ("for", "in", "of", "during", "throughout"):
        return Sense("shift", "unit", count=0, unit="Y")
    return None


def within_unit(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Later in the year, early in the week, year-end: the unit that the story stands in."""
    unit = value_of(tokens, first, last, "U")
    return Sense("shift", "unit", count=0, unit=unit) if unit in ("Y", "M", "W", "Q", "DE") else None


def season(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Last summer, spring 2022, the winter of 1941; by itself only after words that seasons follow."""
    year, lists = year_of(tokens, first, last), word_lists().lists
    behind = tokens.words[last] if last < len(tokens.words) else "."
    if year is None and behind in lists["season_not_before"] and tokens.words[last - 1] in ("fall", "spring"):
        return None
    if last - first == 1 and tokens.words[first - 1 : first] and tokens.words[first - 1] not in lists["season_cues"]:
        return None
    return Sense(
        "date",
        "season",
        year,
        piece=value_of(tokens, first, last, "S"),
        way=way_of(tokens, first, last),
        anchor=anchor_of(tokens, first, last),
    )


def weekday(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Thursday, last Thursday, Thursday evening, noon on Thursday."""
    if "x" in tokens.codes[first:last] and tokens.words[tokens.codes.index("x", first)] not in ("on", "at"):
        return None
    part = value_of(tokens, first, last, "P") or read_clock(tokens, first, last)
    return Sense(
        "weekday",
        "weekday",
        weekday=value_of(tokens, first, last, "W"),
        way=way_of(tokens, first, last),
        part=part,
        anchor=anchor_of(tokens, first, last),
        count=7 if tokens.codes[last - 1] == "U" else None,
    )


def some_weekday(tokens: Tokens, first: int, last: int) -> Sense | None:
    """A Friday, a Sunday morning: no certain one."""
    return Sense(
        "value", "some weekday", value=f"XXXX-WXX-{value_of(tokens, first, last, 'W') + 1}{value_of(tokens, first, last, 'P') or ''}"
    )


def nth_of(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The first Monday of May, the last Saturday in February 2003, the second week of June, the last day of the month."""
    count = -1 if value_of(tokens, first, first + 2, "oO") is None else day_of_month(tokens, first, first + 2)
    place = next(i for i in range(first, last) if tokens.codes[i] in "WU")
    is_week = tokens.codes[place] == "U"
    unit, of = (tokens.values[place] if is_week else "WD"), (tokens.values[last - 1] if tokens.codes[last - 1] == "U" else "M")
    fits = unit in ("D", "W", "WD") and of in ("M", "Y") and (of == "M" or unit == "D") and count is not None and count <= 31
    if not fits or tokens.words[first + (tokens.codes[first] == "v")] in ("past", "latest"):
        return None
    found = Sense("nth", "nth of a month", year_of(tokens, place + 1, last), value_of(tokens, place + 1, last, "M"), unit=unit, count=count)
    weekday = None if is_week else tokens.values[place]
    return replace(found, weekday=weekday, piece=of, way=way_of(tokens, place + 1, last), anchor=anchor_of(tokens, place + 1, last))


def day_of_near_month(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The 13th of last month."""
    if tokens.values[last - 1] != "M":
        return None
    count, way = day_of_month(tokens, first, last), way_of(tokens, first + 2, last)
    return Sense("nth", "nth of a month", unit="D", count=count, piece="M", way=way, anchor=anchor_of(tokens, first + 2, last))


def unit_of_day(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The week of April 1; the month of March."""
    unit, at = tokens.values[first + (tokens.codes[first] == "v")], tokens.codes.index("F", first)
    sense = full_date(tokens, at + 1, last)
    if sense is None or unit not in ("M", "W") or (unit == "W") == (sense.day is None) or sense.month is None:
        return None
    return replace(sense, rule="week of a day", unit="W") if unit == "W" else sense


def unit_before(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The day before, the night before, the year after: counted from the time told of."""
    unit, count = tokens.values[last - 2], 1 if tokens.words[last - 1] == "after" else -1
    if unit not in ("D", "NI", "W", "M", "Y"):
        return None
    return Sense("shift", "earlier" if count < 0 else "later", count=count, unit=unit, anchor="text")


def fiscal_unit(tokens: Tokens, first: int, last: int) -> Sense | None:
    """This fiscal year, the next financial year."""
    if tokens.values[last - 1] != "Y":
        return None
    return Sense("shift", "unit", count=way_of(tokens, first, last) or 0, unit="Y", anchor=anchor_of(tokens, first, last))


def week_from(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Saturday week, Monday last week: a weekday and a week."""
    if tokens.values[last - 1] != "W" or tokens.words[last : last + 1] in (["of"], ["in"]):
        return None
    sense = weekday(tokens, first, last)
    if sense is None:
        return None
    if last - first == 2:
        return replace(sense, way=None if tokens.words[first - 1 : first] == ["since"] else 1, rule="weekday week")
    return replace(sense, rule="weekday of a week near by", count=None, anchor="text" if tokens.codes[last - 2] in "pfz" else "page")


def near_day(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Today, yesterday evening, tomorrow at 3 p.m."""
    if "x" in tokens.codes[first:last] and "at" not in tokens.words[first:last]:
        return None
    part = value_of(tokens, first, last, "P") or read_clock(tokens, first, last)
    return Sense("shift", "day", count=value_of(tokens, first, last, "t"), unit="D", part=part)


def timed_date(tokens: Tokens, first: int, last: int) -> Sense | None:
    """3 p.m. on 4 April, noon on May 2, 2024."""
    place = next(i for i in range(first, last) if tokens.codes[i] in "x,MWdoOv" and i > first)
    start = place + (tokens.codes[place] in "x,")
    part = value_of(tokens, first, first + 1, "P") or read_clock(tokens, first, place)
    sense = full_date(tokens, start, last) if tokens.codes[place] != "x" or tokens.words[place] == "on" else None
    return replace(sense, part=part) if sense and sense.day and part else None


def near_night(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Tonight and overnight."""
    return Sense("shift", tokens.words[first], count=0, unit="D", part="TNI")


def part_of_day(tokens: Tokens, first: int, last: int) -> Sense | None:
    """This morning, last night, that evening."""
    way, part = way_of(tokens, first, last) or 0, value_of(tokens, first, last, "P")
    return Sense("shift", "part of day", count=way, unit="D", part=part, anchor=anchor_of(tokens, first, last))


def near_unit(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Last week, this year, the following day, the same month."""
    unit, way = value_of(tokens, first, last, "U"), way_of(tokens, first, last)
    if unit in ("S", "MIN", "H", "SE") or (unit == "NI" and way != -1 and "f" not in tokens.codes[first:last]):
        return None
    if unit == "D" and tokens.codes[first] in "LC" and tokens.words[first] != "this":
        return None
    if "past" in tokens.words[first:last]:
        return duration(tokens, last - 1, last)
    if tokens.codes[first : last + 1] == "vLUF":
        return None
    return Sense("shift", "unit", count=way, unit=unit, anchor=anchor_of(tokens, first, last))


def weekend(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The weekend, last weekend."""
    return Sense("weekend", "weekend", unit="WE", way=way_of(tokens, first, last), anchor=anchor_of(tokens, first, last))


def end_of_unit(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The end of the year: the year that the story stands in."""
    unit = tokens.values[last - 1]
    return Sense("shift", "unit", count=0, unit=unit) if unit in ("Y", "M", "W", "Q", "DE") else None


def end_of_year(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The end of this year, year-end: its last month where a record is kept."""
    way = way_of(tokens, first, last) or 0
    anchor = "text" if set(tokens.codes[first:last]) & set("pfz") else "page"
    ends = set(tokens.words[first:last]) & {"end", "close"} and tokens.values[last - 1] == "Y"
    return Sense("shift", "unit", count=way, unit=tokens.values[last - 1], anchor=anchor, value="12") if ends else None


def ago(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Three days ago."""
    return counted(tokens, first, last, -1)


def ago_on(tokens: Tokens, first: int, last: int) -> Sense | None:
    """A week ago Monday, a year ago today."""
    sense = counted(tokens, first, last - 1, -1)
    if sense is None or sense.form != "shift" or sense.unit not in ("W", "M", "Y", "D"):
        return None
    if tokens.codes[last - 1] == "t":
        return replace(sense, rule="ago to the day") if tokens.values[last - 1] == 0 else None
    return replace(sense, rule="ago to the day", weekday=tokens.values[last - 1]) if sense.unit == "W" else None


def earlier(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Two years earlier, a week before."""
    sense = counted(tokens, first, last, 1 if tokens.words[last - 1] == "after" else -1)
    return replace(sense, anchor="text", rule="earlier") if sense else None


def later(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Two years later; "later than" counts from what is named behind it."""
    sense = None if tokens.words[last : last + 1] == ["than"] else counted(tokens, first, last, 1)
    return replace(sense, anchor="text", rule="later") if sense else None


def year_ago(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The year-ago quarter, the year-earlier period, a month-earlier figure."""
    unit, count = value_of(tokens, first, last, "U"), day_of_month(tokens, first, last)
    if count is not None:
        fits = unit == "Y" and tokens.values[last - 1] == "Q" and count in range(1, 5)
        return Sense("date", "quarter", piece=f"Q{count}", way=-1, anchor="year") if fits else None
    if unit == "Y" and (tokens.codes[last - 1] == "q" or tokens.values[last - 1] == "Q"):
        return Sense("shift", "year-ago quarter", count=-1, unit="Y")
    return Sense("shift", "ago", count=-1, unit=unit)


def ahead(tokens: Tokens, first: int, last: int) -> Sense | None:
    """In three years: a day to come where the clause tells of the future, else a span."""
    if tokens.words[first + 1] == "one" and tokens.values[last - 1] == "D":
        return None
    sense, value = counted(tokens, first, last, 1), length_of(tokens, first + 1, last)
    if sense is None or any(word in _TIMES for word in tokens.between(first - 4, first)):
        return Sense("duration", "ahead", value=value) if value else None
    return replace(sense, rule="ahead", value=value)


def the_past(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The past, by itself."""
    return Sense("value", "past", value="PAST_REF")


def named(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Now, recently, soon, since then."""
    if tokens.values[first] == "SINCE":
        return Sense("since", "since then")
    behind = tokens.words[last] if last < len(tokens.words) else "."
    if tokens.words[first] == "the present" and behind[0].isalpha() and behind not in word_lists().lists["day_not_before"]:
        return None
    if tokens.words[first] == "recent" and tokens.words[first - 1 : first] in (["most"], ["more"]):
        return None
    if tokens.words[first] == "future" and tokens.codes[last : last + 1] not in (",", ".", "B", ""):
        return None
    return Sense("value", tokens.words[first], value=tokens.values[first])


def holiday(tokens: Tokens, first: int, last: int) -> Sense | None:
    """A holiday, with or without its year, or a day that became a name."""
    name, on = value_of(tokens, first, last, "H")
    if on.startswith("once "):
        return Sense("value", name, value=on[5:])
    return Sense("holiday", name, value_of(tokens, first, last, "Y"), value=on, way=way_of(tokens, first, last))


def clock(tokens: Tokens, first: int, last: int) -> Sense | None:
    """A time of day by itself: 3 pm, 15:30, midnight."""
    part = value_of(tokens, first, last, "P") or read_clock(tokens, first, last)
    before = tokens.words[first - 1] if first else ""
    told = set(tokens.codes[first:last]) & set("AZ") or tokens.words[last - 1][-2:] in ("am", "pm")
    sure = told or (tokens.words[first] in _HOURS and before in ("at", "by", "until", "till", "before", "after", "around"))
    return Sense("clock", "clock time" if sure else "clock", part=part) if part else None


def hundreds(tokens: Tokens, first: int, last: int) -> Sense | None:
    """0800 GMT, 2015 hours: a time of day in four digits."""
    word = tokens.words[first]
    fits = len(word) == 4 and word.isdigit() and int(word[:2]) < 25 and int(word[2:]) < 60
    return Sense("clock", "clock time", part=f"T{word[:2]}:{word[2:]}") if fits else None


def current(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The current government: TIMEX3 marks the word, a record does not."""
    return Sense("mention", "current", value="PRESENT_REF") if tokens.words[first] == "current" else None


_NUMBER = r"(?:[dNY]|a|[dN]-?[dN])"
_TIME = r"(?:(?:hA?|dA)Z?)"
_YEAR = r"(?:,?(?:Y|n|[dNY]R|R[dNY]))"
_ORDINAL = r"(?:(?:N-)?[oO])"
_DATE = rf"(?:M(?:v?[do]|vO){_YEAR}?|v?[do]F?M{_YEAR}?|v?{_ORDINAL}FM{_YEAR}?|d-M-Y|M,?F?{_YEAR}|M)"
RULES: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?:W,?)?(?:M[do][->c][do](?:,?Y)?|v?[do][->c]v?[do]F?M(?:,?Y)?)", day_range),
        (rf"M[do](?:,[do]){{0,6}},?cv?[do](?:{_YEAR}|(?=[,.BQ:>i]|$))|v?[do](?:,v?[do]){{0,6}},?cv?[do]F?M{_YEAR}?", day_list),
        (r"(?:M[do]?|v?[do]F?M),?F?v?[LCXpfz]U", of_that_year),
        (rf"(?:(?:v?PF)?(?:[LXC]?v?W,?)?[LXCpfz]?{_DATE})", full_date),
        (rf"{_DATE}P", full_date),
        (rf"(?:{_TIME}|P)[,x]?(?:W,?)?{_DATE}", timed_date),
        (r"[dNY](?:-[dNY])?R|R[dNY]", era_year),
        (r"Y-[YdN]", year_range),
        (r"k?n", short_year),
        (rf"v{_ORDINAL}(?:FvU)?", day_alone),
        (r"v?k?kUY|vkY|kY|(?:vU|v?z?U)?Y|Y", plain_year),
        (r"v?[LXCpfz]?kU", fiscal_unit),
        (rf"v?[oOL](?:W|U)[Fi](?:M{_YEAR}?|v?[LXCpfz]?U)", nth_of),
        (rf"v?UF(?:v?[oO]F?M{_YEAR}?|v?dF?M{_YEAR}?|M(?:v?[do])?{_YEAR}?)", unit_of_day),
        (r"v?[oO]Fv?[LXCpfz]U", day_of_near_month),
        (r"aWP?", some_weekday),
        (r"vU(?:j(?=[,.B]|$)|b)", unit_before),
        (r"I", iso_date),
        (r"K", numeric_date),
        (r"v?G", decade),
        (rf"v?[LXCp]?k?{_ORDINAL}-?U(?:F?k?Y|F?v?[LXCpf]U)?|(?:[LXC]U|Y)'?k?[oO]-?U", ordinal_unit),
        (r"v?O-?uF(?:k?Y|v?[LXCpf]?U)", half),
        (r"uaU|u-U", half_span),
        (r"uaUg", half_ago),
        (r"[dN](?:ca|-c-a-|c-a-)u-?[UV]|aUcau", and_half),
        (r"U-J|(?:[dN]-)?[UV]-J|[va]?Jk?U(?!Y)", whole),
        (r"V|NFV", bare),
        (r"xaU|xyU|[dN]xaU|[dN]xyU", times_a),
        (r"y[xO]U|yP|yS|yM|yWP", every_odd),
        (r"v?[LXCpfz]S|v?SF?,?(?:Y(?:-[dN])?|n)|vS(?!F)|S(?!F)", season),
        (rf"(?:v?[LXpf]|[Czv])?W(?:P|[,x]?{_TIME}(?:A)?)?|{_TIME}[,x]?W|P[Fx]?W", weekday),
        (r"WU|WF?[LXCpfz]U", week_from),
        (rf"t(?:P|[,x]?{_TIME})?|{_TIME}t|Pt", near_day),
        (r"T", near_night),
        (r"[CLpfz]P|vpP|v[fz]P", part_of_day),
        (r"(?:v|C(?=L))?[LXCpfz]?w", weekend),
        (r"(?:v|C(?=L))?[LXCpfz]'?U", near_unit),
        (rf"{_NUMBER}[UV]g[Wt]", ago_on),
        (rf"{_NUMBER}(?:aN)?-?[UV]g|[UV]g", ago),
        (rf"{_NUMBER}-?[UV](?:b|j(?=[,.B]))", earlier),
        (rf"{_NUMBER}-?[UV]l", later),
        (rf"i{_NUMBER}[UV]", ahead),
        (rf"v?[LXpfoO]?{_NUMBER}J?-?[UV]|v[LXpf]V", duration),
        (rf"y(?:[UV]|W|{_NUMBER}[UV])|D", every),
        (r"v?EF(?:v|v?[LXCpf])U", end_of_year),
        (r"v?EFvU", end_of_unit),
        (r"[ebl]ivU|U'E|U-E(?=[,.B]|$)", within_unit),
        (r"vU(?![-F])", the_unit),
        (r"[va]?U-[gb](?:[oO]-?)?[Uq]?", year_ago),
        (r"vL(?=[,.B])", the_past),
        (r"s", daily),
        (r"r(?!-)", named),
        (r"[LXC]?H(?:,?Y)?", holiday),
        (rf"h|{_TIME}|P", clock),
        (r"[NYd]Z", hundreds),
        (r"C(?=x)", current),
    )
)
