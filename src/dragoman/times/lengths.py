"""Rules for what has a length and no place on the calendar: spans of time, and what happens again and again."""

import re

from dragoman.times.sense import Sense, number_of, value_of
from dragoman.times.tokens import Tokens, word_lists

_HALVES = {"H": "PT30M", "D": "PT12H", "Y": "P6M", "DE": "P5Y", "CE": "P50Y", "MIN": "PT30S"}
_HALF_YEARS = {"DE": 5, "CE": 50}
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_ONCE = frozenset(("once", "twice", "thrice"))
_RATE_REACH = 5

_UNIT_LETTER = {
    "D": "D",
    "W": "W",
    "M": "M",
    "Q": "Q",
    "Y": "Y",
    "DE": "DE",
    "CE": "CE",
    "ML": "ML",
    "H": "H",
    "MIN": "M",
    "S": "S",
    "F": "W",
}


def half_span(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Half an hour, half a century."""
    value = _HALVES.get(tokens.values[last - 1])
    return Sense("duration", "span", value=value) if value else None


def counted(tokens: Tokens, first: int, last: int, way: int) -> Sense | None:
    """A number of units back (way -1) or on (1)."""
    unit, count = value_of(tokens, first, last, "UV"), number_of(tokens, first, last)
    if unit in ("SE", "NI", "ML", None):
        return None
    if count is None:
        return Sense("value", "ago", value="PAST_REF" if way < 0 else "FUTURE_REF")
    return Sense("shift", "ago", count=way * count, unit=unit)


def length_of(tokens: Tokens, first: int, last: int) -> str | None:
    """A number of units as a span in TIMEX3 form: P3D, PT2H, PXW; None where units are no measure of time."""
    unit, count = value_of(tokens, first, last, "UV"), number_of(tokens, first, last)
    count = 1 if last - first == 1 and tokens.codes[first] == "U" else count
    decimal = next((tokens.words[i] for i in range(first, last) if _DECIMAL.fullmatch(tokens.words[i])), None)
    if decimal and unit in _UNIT_LETTER:
        return span_value(decimal, unit)
    if unit not in _UNIT_LETTER:
        return f"P{count or 'X'}{unit}" if unit == "WE" else f"P{count or 'X'}D" if unit == "NI" else None
    return span_value(2 * count if unit == "F" and count else count, unit)


def span_value(count: int | str | None, unit: str) -> str:
    """So many units in TIMEX3 form; an X where their number is not told."""
    return f"P{'T' if unit in ('H', 'MIN', 'S') else ''}{'X' if count is None else count}{_UNIT_LETTER[unit]}"


def duration(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Three days, the past two weeks, several months; how old somebody is, is none."""
    value = length_of(tokens, first, last)
    behind = tokens.codes[last : last + 1]
    part = (tokens.codes[first:last] == "aU" and behind == "-") or (
        (value or "").endswith("Q") and behind == "F" and "-" in tokens.codes[first:last]
    )
    if value is None or part or "old" in tokens.words[last : last + 2]:
        return None
    is_rate = tokens.codes[first:last] == "aU" and _is_rate(tokens, first, last)
    return Sense("set", "rate", value=value) if is_rate else Sense("duration", "span", value=value)


def every(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Every day, each year, every two weeks, every Monday."""
    day = value_of(tokens, first, last, "WD")
    if day is not None:
        return Sense("set", "every", value=f"XXXX-WXX-{day + 1}")
    value = length_of(tokens, first, last)
    return Sense("set", "every", value=value.replace("PX", "P1")) if value else None


def daily(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Daily, annually."""
    return Sense("set", "set", value=tokens.values[first])


def _is_rate(tokens: Tokens, first: int, last: int) -> bool:
    """Whether "a year" says how often or how much each: 3,000 people a day, $5 million a year, 60 miles an hour."""
    if first == 0 or tokens.codes[first - 1] not in "xdNYV" or tokens.words[first - 1] in word_lists().lists["rate_not_after"]:
        return False
    if tokens.codes[last : last + 1] in ("g", "b", "l", "j", "F", "-") or tokens.words[first] == "another":
        return False
    near = tokens.codes[max(0, first - _RATE_REACH) : first]
    stop = max(near.rfind(mark) for mark in ",.B")
    return any(code in "dNY" for code in near[stop + 1 :])


def half_ago(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Half a century ago."""
    years = _HALF_YEARS.get(tokens.values[last - 2])
    return Sense("shift", "ago", count=-years, unit="Y") if years else None


def and_half(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Two and a half years, six-and-a-half hours, a year and a half."""
    unit, count = value_of(tokens, first, last, "UV"), number_of(tokens, first, first + 1)
    return Sense("duration", "span", value=span_value(f"{count}.5", unit)) if unit in _UNIT_LETTER and unit != "F" and count else None


def whole(tokens: Tokens, first: int, last: int) -> Sense | None:
    """The whole year, the full fiscal year; week-long, three-day-long, decades-long."""
    word = next(tokens.words[i] for i in range(first, last) if tokens.codes[i] == "J")
    unit, is_plural = value_of(tokens, first, last, "UV"), "V" in tokens.codes[first:last]
    fits = word == "long" if tokens.codes[last - 1] == "J" else word in ("whole", "entire", "full")
    if not fits or unit not in _UNIT_LETTER:
        return None
    count = number_of(tokens, first, last) if tokens.codes[first] in "dN" else None if is_plural else 1
    return Sense("duration", "span", value=span_value(2 if unit == "F" else count, unit))


def bare(tokens: Tokens, first: int, last: int) -> Sense | None:
    """For years, weeks of talks, hundreds of years: a span without a number; on weekends: a repetition."""
    unit, before = tokens.values[last - 1], tokens.words[first - 1] if first else ""
    if unit == "WE":
        return Sense("set", "set", value="XXXX-WXX-WE") if before in ("on", "at") else None
    if unit not in _UNIT_LETTER or unit in ("S", "F"):
        return None
    if tokens.words[last : last + 1] == ["old"]:
        return None
    vague = tokens.codes[first] == "N" and number_of(tokens, first, first + 1) is None
    cued = before in word_lists().lists["span_before"] or tokens.codes[last : last + 1] == "F"
    held = first > 0 and (tokens.codes[first - 1] in "vzCLXpfdNaJye" or before in ("his", "her", "its", "their", "our", "my"))
    return Sense("duration", "some time", value=span_value(None, unit)) if vague or (last - first == 1 and cued and not held) else None


def times_a(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Twice a week, three times a day, once every year."""
    words = tokens.words[first : last - 2]
    fits = words[-1] == "times" if len(words) == 2 else words[0] in _ONCE
    value = length_of(tokens, last - 1, last)
    return Sense("set", "times", value=value) if fits and value else None


def every_odd(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Every other day, every third year, every morning, each spring, every April, every Monday evening."""
    code, value = tokens.codes[last - 1], tokens.values[last - 1]
    if code == "U":
        count = {"other": 2, "single": 1}.get(tokens.words[first + 1]) or (
            tokens.values[first + 1] if tokens.codes[first + 1] == "O" else None
        )
        return Sense("set", "every", value=span_value(count, value)) if count and value in _UNIT_LETTER else None
    if "W" in tokens.codes[first:last]:
        return Sense("set", "every", value=f"XXXX-WXX-{value_of(tokens, first, last, 'W') + 1}{value}")
    form = {"P": "XXXX-XX-XX{}", "S": "XXXX-{}", "M": "XXXX-{:02}"}[code]
    return Sense("set", "every", value=form.format(value))
