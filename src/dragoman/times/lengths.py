"""Rules for what has a length and no place on the calendar: spans of time, and what happens again and again."""

from dragoman.times.sense import Sense, number_of, value_of
from dragoman.times.tokens import Tokens

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
    value = {"H": "PT30M", "D": "PT12H", "Y": "P6M", "DE": "P5Y", "CE": "P50Y", "MIN": "PT30S"}.get(tokens.values[last - 1])
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
    if unit not in _UNIT_LETTER:
        return f"P{count or 'X'}{unit}" if unit == "WE" else f"P{count or 'X'}D" if unit == "NI" else None
    count = 2 * count if unit == "F" and count else count
    return f"P{'T' if unit in ('H', 'MIN', 'S') else ''}{'X' if count is None else count}{_UNIT_LETTER[unit]}"


def duration(tokens: Tokens, first: int, last: int) -> Sense | None:
    """Three days, the past two weeks, several months."""
    value = length_of(tokens, first, last)
    if "old" in tokens.words[last : last + 2] or value is None:
        return None
    return Sense("duration", "span", value=value)


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
