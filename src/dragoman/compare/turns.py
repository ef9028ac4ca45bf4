"""Turning points: where a series of happenings changes its level, measured against how much was kept in each period.

The signal has two rows, cooperation and conflict, each the happenings of a period (both directions) against the pages about either party in
it; periods without such pages are left out, since they say nothing. Counts are made even in spread by a square root (Anscombe: the root
of a Poisson count has a variance of a quarter whatever its mean). The library ``ruptures`` finds the best cuts under squared error; each
costs three times the logarithm of the number of periods (the Bayesian information criterion for two levels and a place). A cut stays
only where there are enough pages on both sides and the rates of the two sides differ by more than ``SURE`` standard errors, for a rate
over a handful of pages is no level.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from dragoman.store.table import Row

LEAST_PERIODS, LEAST_HAPPENINGS = 8, 10
"""Covered periods and happenings below which no turning point is looked for."""

SHORTEST = 2
"""Periods that lie between two turning points at least."""

LEAST_PAGES = 20
"""Pages that each level rests on at least."""

SURE = 3.3
"""Standard errors by which two levels differ at least (one chance in a thousand, were happenings told independently)."""

POISSON = 0.25
"""The variance of the square root of a Poisson count."""

SIGNS = {"cooperation": ("verbal_cooperation", "material_cooperation"), "conflict": ("verbal_conflict", "material_conflict")}

UNAVAILABLE = "turning points need the library ruptures: pip install 'dragoman[turns]'"


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch between two turning points: its first and last period, and happenings against pages about either party in it."""

    since: date
    until: date
    periods: int
    pages: int
    cooperation: int
    conflict: int
    cooperation_per_100_pages: float
    conflict_per_100_pages: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: the beginning of the first period after it, what rose or fell most, the levels on both sides, and what is
    behind it.
    """

    start: date
    what: str
    before: Level
    after: Level
    happenings: tuple[Row, ...] = field(default=(), repr=False)
    statements: tuple[Row, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Period:
    """One covered period, both directions together."""

    start: date
    pages: int
    cooperation: int
    conflict: int


def find_turns(series: Sequence[Row]) -> tuple[list[Turn], str]:
    """The turning points of a series, oldest first, and a word on why there are none where there are none."""
    periods = covered_periods(series)
    happenings = sum(period.cooperation + period.conflict for period in periods)
    if len(periods) < LEAST_PERIODS:
        return [], f"too few periods with pages about either ({len(periods)} of at least {LEAST_PERIODS}) to look for turning points"
    if happenings < LEAST_HAPPENINGS:
        return [], f"too few happenings in them ({happenings} of at least {LEAST_HAPPENINGS}) to look for turning points"
    try:
        ruptures = import_module("ruptures")
    except ImportError:
        return [], UNAVAILABLE
    cuts = find_cuts(ruptures, signal_of(periods))
    levels = levels_of(periods, cuts)
    turns = [Turn(after.since, change_of(before, after), before, after) for before, after in pairwise(levels)]
    return turns, "" if turns else "the level does not change more than chance would have it"


def covered_periods(series: Sequence[Row]) -> list[Period]:
    """The periods in which there were pages about either party."""
    found: dict[date, Period] = {}
    for row in series:
        if not row["pages_about_either"]:
            continue
        known = found.get(row["start"])
        counts = [sum(row[column] for column in columns) for columns in SIGNS.values()]
        if known is not None:
            counts = [counts[0] + known.cooperation, counts[1] + known.conflict]
        found[row["start"]] = Period(row["start"], row["pages_about_either"], *counts)
    return [found[start] for start in sorted(found)]


def signal_of(periods: Sequence[Period]) -> Any:  # noqa: ANN401 - an array of periods and two columns
    """The signal: the roots of the counts, each as if the period had the usual number of pages, in units of their noise."""
    usual = sum(period.pages for period in periods) / len(periods)
    columns = []
    for counts in ([p.cooperation for p in periods], [p.conflict for p in periods]):
        values = np.array([math.sqrt((n + 0.375) * usual / p.pages) for n, p in zip(counts, periods, strict=True)])
        columns.append(values / noise(values))
    return np.stack(columns, axis=1)


def noise(values: Any) -> float:  # noqa: ANN401 - an array
    """The standard deviation from one period to the next, robust against jumps, and no less than that of chance alone."""
    steps = np.abs(np.diff(values))
    return max(math.sqrt(POISSON), float(median(steps.tolist())) / (0.6745 * math.sqrt(2)))


def find_cuts(ruptures: Any, signal: Any) -> list[int]:  # noqa: ANN401 - a module and an array
    """The places of the signal where a new level begins."""
    found = ruptures.KernelCPD(kernel="linear", min_size=SHORTEST).fit(signal).predict(pen=3 * math.log(len(signal)))
    return [int(end) for end in found[:-1]]


def levels_of(periods: Sequence[Period], cuts: Sequence[int]) -> list[Level]:
    """The levels between cuts, without those cuts that rest on too little; the least sure goes first."""
    kept = list(cuts)
    while True:
        ends = [0, *kept, len(periods)]
        levels = [level_of(periods[ends[i] : ends[i + 1]]) for i in range(len(ends) - 1)]
        sure = [sureness(one, other) for one, other in pairwise(levels)]
        if not sure or min(sure) >= SURE:
            return levels
        del kept[sure.index(min(sure))]


def sureness(one: Level, other: Level) -> float:
    """By how many standard errors the rates of two levels differ, that sign which differs more; none where either has too few pages."""
    if min(one.pages, other.pages) < LEAST_PAGES:
        return 0.0
    error = math.sqrt(POISSON / one.pages + POISSON / other.pages)
    return max(abs(math.sqrt(getattr(one, s) / one.pages) - math.sqrt(getattr(other, s) / other.pages)) for s in SIGNS) / error


def level_of(periods: Sequence[Period]) -> Level:
    """A stretch of periods as one level."""
    pages, cooperation, conflict = (sum(getattr(p, name) for p in periods) for name in ("pages", "cooperation", "conflict"))
    rates = (round(100 * count / pages, 2) for count in (cooperation, conflict))
    return Level(periods[0].start, periods[-1].start, len(periods), pages, cooperation, conflict, *rates)


def change_of(before: Level, after: Level) -> str:
    """What rose or fell most."""
    changes = {
        "cooperation": math.sqrt(after.cooperation_per_100_pages) - math.sqrt(before.cooperation_per_100_pages),
        "conflict": math.sqrt(after.conflict_per_100_pages) - math.sqrt(before.conflict_per_100_pages),
    }
    most = max(changes, key=lambda sign: abs(changes[sign]))
    return f"{'more' if changes[most] > 0 else 'less'} {most}"
