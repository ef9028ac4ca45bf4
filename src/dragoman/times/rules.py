"""The rules for time expressions: what they look like, and what day, month or year they mean.

Each rule is a pattern with named groups and a function from the match and its surroundings to an EDTF value, or None where the expression
cannot be placed. Patterns have no nested repetition, so that their time grows with the text only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from dragoman.lexicon import load_yaml
from dragoman.times import calendar as cal

Match = re.Match[str]


@dataclass(slots=True)
class Around:
    """Where an expression stands: the day of publication, whether its clause speaks of the future, and the last value on the page."""

    day: date | None
    ahead: bool = False
    last: date | None = None
    is_count: bool = False
    why: list[str] = field(default_factory=list)

    def anchor(self) -> date | None:
        """The day of publication, noted as what the value follows from."""
        if self.day is not None:
            self.why.append("from the day of publication")
        return self.day


@dataclass(frozen=True, slots=True)
class Rule:
    """A name for ``why``, a pattern, and the function that gives the value."""

    name: str
    pattern: re.Pattern[str]
    value: Callable[[Match, Around], str | None]
    type: str = "date"


MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
NUMBER = r"(?P<number>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|hundred)"
WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon\.|tues?\.|wed\.|thurs?\.|fri\.|sat\.|sun\.)"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
PART = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|lunchtime|midday|noon))"
EARLY = r"(?:(?P<when>early|earlier|late|later|mid|the\s+(?:beginning|start|end|middle)\s+of)[\s-]+(?:in\s+|on\s+)?)?"
UNIT = r"(?P<unit>day|week|month|year|decade|hour|minute)s?"


@cache
def numbers() -> dict[str, int]:
    """Number words and their values."""
    words: dict[str, int] = load_yaml("times")["numbers"]
    return words


def number_of(match: Match) -> int:
    """The number that an expression names."""
    text = match["number"].lower()
    return int(text) if text.isdigit() else numbers()[text]


def month_number(match: Match) -> int:
    """The number of the month that an expression names."""
    start = match["month"].lower()[:3]
    return next(i for i, name in enumerate(cal.MONTHS, 1) if name.startswith(start))


def weekday_number(match: Match) -> int:
    """The weekday that an expression names, Monday as 0."""
    start = match["weekday"].lower()[:3]
    return next(i for i, name in enumerate(cal.WEEKDAYS) if name.startswith(start))


def full_date(match: Match, around: Around) -> str | None:
    """A day with its year."""
    day = cal.make_day(int(match["year"]), month_number(match), int(match["day"]))
    return day.isoformat() if day else None


def numeric_date(match: Match, around: Around) -> str | None:
    """A day in figures, the year first."""
    day = cal.make_day(int(match["year"]), int(match["m"]), int(match["day"]))
    return day.isoformat() if day else None


def slashed_date(match: Match, around: Around) -> str | None:
    """A day in figures, the year last; day and month are told apart only where one is over twelve or both are the same."""
    a, b = int(match["a"]), int(match["b"])
    if a > 12 >= b or a == b:
        day = cal.make_day(int(match["year"]), b, a)
    elif b > 12 >= a:
        day = cal.make_day(int(match["year"]), a, b)
    else:
        return None
    return day.isoformat() if day else None


def month_day(match: Match, around: Around) -> str | None:
    """A day without its year: the nearest one that fits the tense."""
    day = around.anchor()
    if day is None:
        return None
    options = [d for y in (day.year - 1, day.year, day.year + 1) if (d := cal.make_day(y, month_number(match), int(match["day"])))]
    fits = [d for d in options if (d >= day if around.ahead else d <= cal.add_days(day, 2))]
    chosen = (min(fits) if around.ahead else max(fits)) if fits else None
    return chosen.isoformat() if chosen else None


def month_year(match: Match, around: Around) -> str | None:
    """A month with its year."""
    return f"{match['year']}-{month_number(match):02}"


def bare_month(match: Match, around: Around) -> str | None:
    """A month without its year: the last one that has begun, or the next one."""
    day = around.anchor()
    if day is None:
        return None
    number, which = month_number(match), (match.groupdict().get("which") or "").lower()
    if which == "next" or (around.ahead and which != "last"):
        year = day.year + (number < day.month or (number == day.month and which == "next"))
    else:
        year = day.year - (number > day.month or (number == day.month and which == "last"))
    return f"{year}-{number:02}"


def plain_year(match: Match, around: Around) -> str | None:
    """A year, unless it counts something."""
    return None if around.is_count else match["year"]


def year_range(match: Match, around: Around) -> str | None:
    """Two years with a dash between them."""
    first, second = match["year"], match["to"]
    second = first[:2] + second if len(second) == 2 else second
    return f"{first}/{second}" if first < second else None


def decade(match: Match, around: Around) -> str | None:
    """The 1990s, or the nineties of the last century."""
    return f"{match['decade']}X"


def century(match: Match, around: Around) -> str | None:
    """The 19th century: 18XX."""
    number = int(match["ordinal"]) - 1
    return f"{number:02}XX" if 10 <= number <= 20 else None


def weekday(match: Match, around: Around) -> str | None:
    """A weekday: the latest on or before the day of publication, or the next one where the clause speaks of the future."""
    day = around.anchor()
    if day is None:
        return None
    which, number = (match.groupdict().get("which") or "").lower(), weekday_number(match)
    if which in ("next", "coming", "this coming"):
        return cal.weekday_near(cal.add_days(day, 1), number, ahead=True).isoformat()
    if which in ("last", "past", "previous"):
        return cal.weekday_near(cal.add_days(day, -1), number, ahead=False).isoformat()
    return cal.weekday_near(day, number, ahead=around.ahead).isoformat()


def near_day(match: Match, around: Around) -> str | None:
    """Today, yesterday, tomorrow and the like."""
    day = around.anchor()
    steps: dict[str, int] = load_yaml("times")["near_days"]
    return cal.add_days(day, steps[re.sub(r"\s+", " ", match["near"].lower())]).isoformat() if day else None


def overnight(match: Match, around: Around) -> str | None:
    """The night to the day of publication."""
    day = around.anchor()
    return f"{cal.add_days(day, -1).isoformat()}/{day.isoformat()}" if day else None


def this_unit(match: Match, around: Around) -> str | None:
    """This week, last month, next year."""
    day = around.anchor()
    if day is None:
        return None
    which = match["which"].lower()
    step = {"this": 0, "the current": 0, "last": -1, "past": -1, "next": 1, "the coming": 1, "the following": 1, "the previous": -1}[which]
    if which in ("the previous", "the following") and around.last is not None:
        day, around.why = around.last, ["from the last date on the page"]
    return step_unit(day, match["unit"].lower(), step)


def step_unit(day: date, unit: str, step: int) -> str | None:
    """The week, month, year or decade ``step`` units from a day's own; days and weekends likewise."""
    if unit == "week":
        return cal.week(cal.add_days(day, 7 * step))
    if unit == "month":
        return cal.month(cal.add_months(day, step))
    if unit == "year":
        return f"{cal.add_months(day, 12 * step).year:04}"
    if unit == "decade":
        return f"{(day.year + 10 * step) // 10}X"
    if unit == "weekend":
        return cal.weekend_near(cal.add_days(day, -7 if step < 0 and day.weekday() >= 5 else 0), ahead=step > 0)
    return cal.add_days(day, step).isoformat()


def weekend(match: Match, around: Around) -> str | None:
    """The weekend that has begun last, or the next one."""
    day = around.anchor()
    return cal.weekend_near(day, ahead=around.ahead) if day else None


def ago(match: Match, around: Around) -> str | None:
    """Two days ago, a year earlier: counted back from the day of publication, or from the last date on the page."""
    later = match["way"].lower() in ("later", "after", "on")
    if match["way"].lower() in ("ago", "from now", "before now"):
        day = around.anchor()
    else:
        day, around.why = around.last, ["from the last date on the page"]
    unit, count = match["unit"].lower(), number_of(match)
    if day is None or unit in ("hour", "minute"):
        return day.isoformat() if day and match["way"].lower() == "ago" and unit == "minute" else None
    sign = 1 if later or match["way"].lower() == "from now" else -1
    return step_unit(day, unit, sign * count)


def within(match: Match, around: Around) -> str | None:
    """In three years, where the clause speaks of the future."""
    day = around.anchor() if around.ahead else None
    return step_unit(day, match["unit"].lower(), number_of(match)) if day and match["unit"].lower() not in ("hour", "minute") else None


def season(match: Match, around: Around) -> str | None:
    """Spring 2022, last summer: EDTF's code of the season in the place of the month."""
    code = cal.SEASONS[match["season"].lower()]
    if match.groupdict().get("year"):
        return f"{match['year']}-{code}"
    day = around.anchor()
    which = (match.groupdict().get("which") or "this").lower()
    begins = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    if day is None:
        return None
    year = day.year - (which == "last" and begins + 2 >= day.month) + (which == "next" and begins <= day.month)
    return f"{year}-{code}"


def quarter(match: Match, around: Around) -> str | None:
    """The second quarter of 2023: EDTF's codes 33 to 36."""
    number = {"first": 33, "second": 34, "third": 35, "fourth": 36, "final": 36, "1": 33, "2": 34, "3": 35, "4": 36}[match["which"].lower()]
    year = match["year"] or (str(around.day.year) if around.day else None)
    return f"{year}-{number}" if year else None


def feast(match: Match, around: Around) -> str | None:
    """A feast with a date that can be told, nearest to the day of publication by the tense."""
    fixed: dict[str, str] = load_yaml("times")["feasts"]
    name = re.sub(r"\s+", " ", match["feast"].lower().replace("’", "'"))
    year = match.groupdict().get("year")
    years = [int(year)] if year else []
    if not years:
        day = around.anchor()
        years = [day.year - 1, day.year, day.year + 1] if day else []
    days = [d for y in years if (d := feast_day(name, y, fixed))]
    if not days:
        return None
    middle = around.day or days[0]
    return min(days, key=lambda d: (abs((d - middle).days), d)).isoformat()


def feast_day(name: str, year: int, fixed: dict[str, str]) -> date | None:
    """The day of a feast in a year."""
    if name in fixed:
        number, day = (int(x) for x in fixed[name].split("-"))
        return cal.make_day(year, number, day)
    movable: dict[str, int] = load_yaml("times")["easter_feasts"]
    return cal.add_days(cal.easter(year, orthodox="orthodox" in name), movable[name.removeprefix("orthodox ")])


def present(match: Match, around: Around) -> str | None:
    """Now."""
    return "PRESENT_REF"


@cache
def feast_names() -> str:
    """All feasts as one alternation, the longest first."""
    table = load_yaml("times")
    names = {*table["feasts"], *table["easter_feasts"], *(f"orthodox {n}" for n in table["easter_feasts"])}
    return "|".join(re.escape(n).replace("'", "['’]").replace(r"\ ", r"\s+") for n in sorted(names, key=lambda n: (-len(n), n)))


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that matches whole words, whatever their case."""
    return re.compile(rf"(?<![\w$€£#/.-])(?:{pattern})(?![\w%]|[-/]\d|[.,]\d)", re.IGNORECASE)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules; where two match at one place the longer match wins, then the earlier rule."""
    which = r"(?P<which>this\s+coming|this|last|past|next|coming|previous)"
    words = load_yaml("times")
    near = "|".join(n.replace(" ", r"\s+") for n in sorted(words["near_days"], key=lambda n: (-len(n), n)))
    now = "|".join(n.replace(" ", r"\s+") for n in sorted(words["present"], key=lambda n: (-len(n), n)))
    return tuple(
        Rule(name, compiled(pattern), value)
        for name, pattern, value in (
            ("month day, year", rf"(?:{WEEKDAY},?\s+)?{MONTH}\s+{DAY}\s*,?\s+{YEAR}", full_date),
            ("day month year", rf"(?:{WEEKDAY},?\s+)?{DAY}\s+(?:of\s+)?{MONTH}\s*,?\s+{YEAR}", full_date),
            ("year-month-day", rf"{YEAR}-(?P<m>0[1-9]|1[0-2])-(?P<day>[0-3]\d)", numeric_date),
            ("day/month/year", r"(?P<a>[0-3]?\d)[/.](?P<b>[0-3]?\d)[/.](?P<year>19\d\d|20\d\d)", slashed_date),
            ("month day", rf"(?:{WEEKDAY},?\s+)?(?:the\s+(?:morning|evening|night)\s+of\s+)?{MONTH}\s+{DAY}", month_day),
            ("day month", rf"(?:{WEEKDAY},?\s+)?{DAY}\s+(?:of\s+)?{MONTH}", month_day),
            ("month year", rf"{EARLY}{MONTH},?\s+(?:of\s+)?{YEAR}", month_year),
            ("month", rf"{EARLY}(?:{which}\s+)?{MONTH}", bare_month),
            ("years", rf"{YEAR}\s?[-–/]\s?(?P<to>(?:19|20)?\d\d)", year_range),
            ("year", rf"{EARLY}{YEAR}", plain_year),
            ("decade", rf"{EARLY}(?:the\s+)?(?P<decade>1[5-9]\d|20\d)0['’]?s", decade),
            ("century", r"(?:the\s+)?(?P<ordinal>1[1-9]|2[01])(?:th|st)[\s-]century", century),
            ("weekday", rf"(?:(?:early|late)\s+(?:on\s+)?)?(?:{which}\s+)?{WEEKDAY}(?:{PART})?", weekday),
            ("day near by", rf"(?P<near>{near})(?:{PART})?", near_day),
            ("overnight", r"overnight", overnight),
            ("unit", r"(?:(?:earlier|later|early|late)\s+)?(?P<which>this|the\s+current|last|next|the\s+coming|the\s+following|the\s+previous)\s+(?P<unit>week|month|year|decade|weekend)", this_unit),
            ("weekend", r"(?:the|over\s+the|at\s+the)\s+weekend|weekend(?=\s+[a-z]+)", weekend),
            ("ago", rf"(?:(?:over|about|around|nearly|almost|more\s+than|just|some|less\s+than)\s+)?{NUMBER}\s+{UNIT}\s+(?P<way>ago|earlier|later|before\s+now|from\s+now)", ago),
            ("in some time", rf"in\s+{NUMBER}\s+{UNIT}(?:['’]s?\s+time)?", within),
            ("season and year", rf"(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{YEAR}", season),
            ("season", r"(?P<which>this|last|next)\s+(?P<season>spring|summer|autumn|fall|winter)", season),
            ("quarter", rf"(?:the\s+)?(?:(?P<which>first|second|third|fourth|final)\s+quarter)(?:\s+of\s+{YEAR})?", quarter),
            ("feast", rf"(?P<feast>{feast_names()})(?:\s+{YEAR})?", feast),
            ("present", now, present),
        )
    )
