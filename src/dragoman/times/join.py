"""Makes record entries of placed expressions: intervals, open ones after "since", and what counts from a time named behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.model import When
from dragoman.times.anchors import Anchors, told_of
from dragoman.times.calendar import start_of
from dragoman.times.lengths import counted
from dragoman.times.resolve import Value, as_edtf, resolve, shift_by
from dragoman.times.sense import Sense
from dragoman.times.tokens import Tokens

_TO = frozenset(("to", "until", "till", "through", "-", "–"))
_OFF = ("duration", "set", "clock", "mention")
_REACH = 12
_ONWARDS = frozenset(("on", "onwards", "onward"))


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression with its value: tokens ``first`` to ``last`` (end exclusive) with what modifies it."""

    tokens: Tokens
    first: int
    last: int
    sense: Sense
    value: Value | None
    tense: int | None


def join(block: list[Placed]) -> Iterator[When]:
    """The expressions of a block as record entries, with "since X" and "from X to Y" made intervals."""
    index = 0
    while index < len(block):
        item = block[index]
        other = block[index + 1] if index + 1 < len(block) else None
        when = _range(item, other) if other else None
        if when is not None:
            yield when
            index += 2
            continue
        when = (_counted_from(item, other) if other else None) or _single(item, block[index - 1] if index else None)
        if when is not None:
            yield when
        index += 1


def _range(item: Placed, other: Placed) -> When | None:
    """Two expressions that bound one stretch: from X to Y, between X and Y, X-Y."""
    tokens, between = item.tokens, item.tokens.words[item.last : other.first]
    if between and between[-1] == "the":
        between = between[:-1]
    before = tokens.words[item.first - 1] if item.first else ""
    if len(between) != 1 or not (between[0] in _TO or (between[0] == "and" and before == "between")):
        return None
    ends = _bounds(item, other)
    start, end = ends if ends else ("", "")
    if not start or not end or (between[0] in ("-", "–") and "-" not in start[1:] + end[1:] and len(start) != 4):
        return None
    first = item.first - 1 if before in ("from", "between") else item.first
    why = f"range: {item.sense.rule} to {other.sense.rule}; from {_anchor(other)}"
    return When(tokens.starts[first], tokens.ends[other.last - 1], f"{start}/{end}", "date", why)


def _bounds(item: Placed, other: Placed) -> tuple[str, str] | None:
    """The values of both ends in order; a month before the other in the calendar but behind it in value is one of the year before."""
    start, end = _plain(item), _plain(other)
    if start is None or end is None:
        return None
    if not _in_order(item, other) and item.sense.form == other.sense.form == "date" and item.sense.month and other.sense.month:
        year = int(end[:4]) - (item.sense.month > other.sense.month) if end[:4].isdigit() else None
        item = replace(item, value=resolve(replace(item.sense, year=year), Anchors(None), None)) if year else item
        start = _plain(item)
    return (start, end) if start and _in_order(item, other) else None


def _in_order(item: Placed, other: Placed) -> bool:
    """Whether one time does not begin after another."""
    values = [placed.value.value if placed.value else "" for placed in (item, other)]
    days = [start_of(value) for value in values]
    if None in days:
        return values[0] <= values[1]
    keys = [(not value.startswith("BC"), day.toordinal() if day else 0) for value, day in zip(values, days, strict=True)]
    return keys[0] <= keys[1]


def _plain(item: Placed) -> str | None:
    if item.value is None or item.value.until or item.sense.form in _OFF:
        return None
    value = as_edtf(item.value.value)
    return None if value is None or "/" in value or value == "PRESENT_REF" else value


def _anchor(item: Placed) -> str:
    return item.value.anchor if item.value else "nothing"


def _counted_from(item: Placed, other: Placed) -> When | None:
    """A span that counts from the time named behind it: two days after the vote of 12 March."""
    tokens, sense = item.tokens, item.sense
    if sense.form != "duration" or sense.rule != "span" or tokens.codes[item.last : item.last + 1] != "j":
        return None
    codes = tokens.codes[item.last + 1 : other.first]
    told = told_of(other.value.value) if other.value and other.sense.form in ("date", "holiday", "value") else None
    if told is None or told.moved or len(codes) > _REACH or set(codes) & set(",.BQ"):
        return None
    way = 1 if tokens.words[item.last] == "after" else -1
    length = counted(tokens, item.first, item.last, way)
    exact = told.is_day or (told.is_year and length is not None and length.unit == "Y")
    value = as_edtf(shift_by(told.day, length.count or 0, length.unit) or "X") if length and length.count and exact else None
    if value is None:
        return None
    why = f"{tokens.words[item.last]}; from time named behind ({told.value})"
    return When(tokens.starts[item.first], tokens.ends[item.last], value, "date", why)


def _since_before(tokens: Tokens, first: int, free: int) -> int | None:
    """The token "since" whose clause ends in a time: since it was founded in 1997."""
    if tokens.words[first - 1 : first] not in (["in"], ["of"]):
        return None
    for index in range(first - 2, max(free, first - _REACH) - 1, -1):
        if tokens.codes[index] in ",.B":
            return None
        if tokens.words[index] == "since":
            return index
    return None


def _single(item: Placed, before: Placed | None) -> When | None:
    """One expression as a record entry, open to the end after "since"; None for what is not on the calendar."""
    if item.value is None or item.sense.form in _OFF:
        return None
    tokens, first, last = item.tokens, item.first, item.last
    value = item.value.edtf or as_edtf(item.value.value)
    if value is None:
        return None
    if item.value.until:
        value = item.value.until if "/" in item.value.until else f"{value}/{as_edtf(item.value.until)}"
    if "/" in value and tokens.words[first - 1 : first] == ["since"] and item.sense.form in ("holiday", "weekend"):
        first, value = first - 1, f"{value.partition('/')[0]}/.."
    elif item.value.until:
        pass
    elif tokens.words[first - 1 : first] in (["until"], ["till"]) and item.sense.rule == "year" and first + 1 == last:
        first, value = first - 1, f"../{value}"
    elif _plain(item) is not None:
        opened = _opened(item, before.last if before else 0)
        if opened is not None:
            first, last = opened
            value += "/.."
    kind = "time" if "T" in item.value.value and value != "PRESENT_REF" else "date"
    return When(tokens.starts[first], tokens.ends[last - 1], value, kind, f"{item.sense.rule}; from {_anchor(item)}")


def _opened(item: Placed, free: int) -> tuple[int, int] | None:
    """First and last token of an expression from which time runs on: since 1967, since he left in 1967, from 1967 onwards, since then."""
    tokens, first, last = item.tokens, item.first, item.last
    if item.sense.form == "since":
        return first, last
    word = tokens.words[first - 1] if first else ""
    if word == "since":
        return first - 1, last
    if word == "from" and last < len(tokens.words) and tokens.words[last] in _ONWARDS:
        return first - 1, last + 1
    since = _since_before(tokens, first, free) if item.sense.form in ("date", "holiday") else None
    return None if since is None else (since, last)
