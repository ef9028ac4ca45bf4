"""What stands in one row and shares a month or a year: 28 and 30 August, March and May 1941, from November to March 1942."""

import re
from dataclasses import replace

from dragoman.times.sense import Found, Sense
from dragoman.times.tokens import Tokens

_BETWEEN = re.compile(r"(?:,|,?c|>|-)v?(?:e-?)?")


def split_days(tokens: Tokens, found: Found) -> list[Found]:
    """An expression for each day where several share a month: 4, 9 and 11 May; else the expression itself."""
    if found.sense.rule != "day list":
        return [found]
    places = [i for i in range(found.first, found.last) if tokens.codes[i] in "do"]
    month = next(i for i in range(found.first, found.last) if tokens.codes[i] == "M")
    sense = replace(found.sense, rule="month")
    starts = [found.first, *places[1:]]
    ends = [place + 1 for place in places[:-1]] + [found.last]
    if month < places[0] and sense.year is not None:
        ends[-1] = found.last
    return [Found(first, last, replace(sense, day=tokens.values[at])) for first, last, at in zip(starts, ends, places, strict=True)]


def lend_years(tokens: Tokens, found: list[Found]) -> list[Found]:
    """The expressions, with months and seasons that stand in a row with one that has a year given theirs."""
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        if _in_row(tokens, out[index], out[index + 1]):
            out[index] = replace(out[index], sense=_lent_before(out[index].sense, out[index + 1].sense))
    for index in range(1, len(out)):
        if _in_row(tokens, out[index - 1], out[index]):
            out[index] = replace(out[index], sense=_lent_behind(out[index].sense, out[index - 1].sense))
    return out


def _in_row(tokens: Tokens, one: Found, other: Found) -> bool:
    alike = one.sense.form == other.sense.form == "date" and (one.sense.piece is None) == (other.sense.piece is None)
    return alike and _BETWEEN.fullmatch(tokens.codes, one.last, other.first) is not None


def _lacks_year(sense: Sense) -> bool:
    return sense.year is None and sense.way is None and sense.rule in ("month", "season", "day range")


def _order(sense: Sense) -> tuple[str, int, int]:
    order = "SP SU FA WI Q1 Q2 Q3 Q4 H1 H2"
    return f"{order.index(sense.piece):02}" if sense.piece else "", sense.month or 0, sense.day or 0


def _lent_before(sense: Sense, behind: Sense) -> Sense:
    """A month without its year before one that has it, or before "May last year"."""
    if not _lacks_year(sense) or (sense.month is None) != (behind.month is None):
        return sense
    if behind.rule == "month of a year near by":
        return replace(sense, rule=behind.rule, way=behind.way, anchor=behind.anchor)
    if behind.year is None:
        return sense
    return replace(sense, year=behind.year - (_order(sense) > _order(behind)))


def _lent_behind(sense: Sense, before: Sense) -> Sense:
    """A month without its year behind one that has it."""
    if not _lacks_year(sense) or before.year is None or (sense.month is None) != (before.month is None):
        return sense
    return replace(sense, year=before.year + (_order(sense) < _order(before)))
