"""Relations over time: what two parties did to one another and said of one another, period by period, beside how much was kept of either.

What is counted are happenings, not reports: an event that five pages tell counts once, and copies add nothing. A happening counts where
somebody tells that it was done or goes on; what was planned, demanded, threatened, supposed or denied is counted apart. It counts in the
period that its day lies in; one whose day is not known closely enough is counted as ``undated`` and in no period.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import duckdb

from dragoman.compare.kept import Tell, no_word, open_compared
from dragoman.compare.parties import Party, find_party, is_about
from dragoman.compare.turns import SIGNS, Turn, find_turns
from dragoman.compare.witnesses import DONE, WAYS, find_claims, find_happenings_told, find_said, find_whom, word_at
from dragoman.errors import DragomanError
from dragoman.model import ATTITUDES, MODALITIES, QUADS
from dragoman.store import Library, Table
from dragoman.store.asking import check_days, checked_day, is_code
from dragoman.store.asking_imports import load_imported
from dragoman.store.derived import CLASSES, MODALITY_AT, NUMBER, QUAD, STRIDE
from dragoman.store.imports import check_sources
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row, Tabular

PERIODS = ("day", "week", "month", "year")

NOT_DONE = ("planned", "demanded", "threatened", "hypothetical", "denied")
"""What a happening is that nobody tells to have been done."""

MOST_PERIODS = 4_000

SERIES_COLUMNS = {
    "source": "VARCHAR", "period": "VARCHAR", "from": "VARCHAR", "to": "VARCHAR",
    **{quad.replace(" ", "_"): "BIGINT" for quad in CLASSES},
    "happenings": "BIGINT", "reports": "BIGINT", "intensity": "DOUBLE",
    **dict.fromkeys(NOT_DONE, "BIGINT"),
    "statements": "BIGINT", "pages_about_either": "BIGINT", "pages_about_both": "BIGINT", "pages_kept": "BIGINT", "per_100_pages": "DOUBLE",
    "covered": "BOOLEAN",
}  # fmt: skip
"""The columns of a series: one row a period and direction."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked of a relation: the days, the length of a period, how parties are rolled up, the day up to which pages count, and
    which sources of imported events are shown ``beside``."""

    since: str | None = None
    until: str | None = None
    by: str = "month"
    roll_up: str = "state"
    as_of: str | None = None
    beside: tuple[str, ...] = ()

    def checked(self) -> "Scope":
        """Itself; raises ``DragomanError`` where a part of it cannot be."""
        if self.by not in PERIODS:
            raise DragomanError(f"{self.by} is no length of a period: take {', '.join(PERIODS)}")
        check_days(self.since, self.until)
        if self.as_of is not None:
            checked_day(self.as_of)
        if check_sources(self.beside) and self.roll_up == "actor":
            raise DragomanError("imported events know states with all who belong to them alone: take --roll-up state")
        return self


@dataclass(frozen=True, slots=True)
class Relation(Tabular):
    """How two parties stood: ``series`` (one row a period and direction), what is imported ``beside`` it (likewise, by source), what
    each ``said`` of the other, ``claims`` about how they stand, ``turns`` where the series changes, who acted towards ``whom``, the
    ``latest`` happenings, and ``undated`` ones by direction; ``beside_latest`` are the latest imported events, of each source its own."""

    one: Party
    other: Party
    asked: Scope
    series: list[Row] = field(repr=False)
    said: list[Row] = field(repr=False)
    claims: list[Row] = field(repr=False)
    turns: list[Turn] = field(repr=False)
    no_turns: str
    whom: list[Row] = field(repr=False)
    latest: list[Row] = field(repr=False)
    undated: dict[str, int]
    coverage: Row
    beside: list[Row] = field(default_factory=list, repr=False)
    beside_latest: list[Row] = field(default_factory=list, repr=False)

    def table(self) -> Table:
        """The series as a table, ours (``source`` is ``pages``) before those of imported events."""
        return Table(SERIES_COLUMNS, [*self.series, *self.beside])

    def form(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        return {
            "one": asdict(self.one), "other": asdict(self.other), "asked": asdict(self.asked), "counted": COUNTED,
            "coverage": self.coverage,
            "undated": self.undated, "series": self.series, "beside": self.beside,
            "beside_latest": self.beside_latest,
            "turns": [{"period": period_name(turn.start, self.asked.by), **asdict(turn)} for turn in self.turns],
            "no_turns": self.no_turns,
            "whom": self.whom, "latest": self.latest, "said": self.said, "claims": self.claims,
        }  # fmt: skip


COUNTED = "happenings told as done or going on; each counts once however many pages tell it, copies add nothing"

SHOWN = 40
"""Statements, claims and happenings that are told in words."""


def read_relation(library: Library, one: str, other: str, asked: Scope | None = None, tell: Tell = no_word) -> Relation:
    """How two parties stood over time. They are codes of states and bodies, ids or names.

    The first question after pages came compares these pages, which ``tell`` is told of. Raises ``DragomanError`` where a party is not
    known, both are one, or something asked cannot be.
    """
    asked = (asked or Scope()).checked()
    same = library.judgements().same()
    with open_compared(library, tell) as connection:
        first, second = (find_party(connection, word, asked.roll_up, same) for word in (one, other))
        if both := first.everybody() & second.everybody():
            told = f" ({', '.join(sorted(both))} belongs to both)" if first.members or second.members else ""
            raise DragomanError(f"{one} and {other} are one party here{told}: name two, or take another --roll-up")
        make_happened(connection, (first, second), asked)
        coverage = count_coverage(connection, (first, second), asked)
        make_remarked(connection, (first, second), asked)
        counts = count_happenings(connection)
        series = fill_series(counts, count_statements(connection), asked, coverage)
        beside = count_beside(connection, (first, second), asked)
        turns, no_turns = find_turns(series)
        turns = [explain_turn(connection, turn, asked.by) for turn in turns]
        return Relation(
            first, second, asked, told_rows(series, (first, second), asked.by), find_said(connection, "true", (), SHOWN),
            find_claims(connection, (first, second), bounds_on("first", asked), SHOWN),
            turns, no_turns, find_whom(connection, SHOWN), find_happenings_told(connection, DONE, (), SHOWN), count_undated(counts),
            {**sum_coverage(coverage, series), "pages_undated": count_undated_pages(connection, (first, second))},
            told_rows(beside, (first, second), asked.by), find_beside(connection, (first, second), asked),
        )  # fmt: skip


def class_case(column: str) -> str:
    """SQL for the class of a type."""
    parts = " ".join(f"WHEN '{kind}' THEN '{quad}'" for kind, quad in QUADS.items())
    return f"CASE {column} {parts} END"


CLASS_AT = f"type_at // {QUAD}"
"""SQL for the class of a row of ``happened``, as its place in ``CLASSES``."""


def make_happened(connection: duckdb.DuckDBPyConnection, parties: tuple[Party, Party], asked: Scope) -> None:
    """Find what the two did to one another, in the temporary tables of ``gather``."""
    more, days = bounds_on_events(asked)
    parts = []
    for doer, done_to in (parties, parties[::-1]):
        acts, acted = doer.is_on("actor"), done_to.is_on("recipient")
        parts.append(("relation", f"{acts[0]} AND {acted[0]}{more}", [*acts[1], *acted[1], *days]))
    gather(connection, parts, asked.by, ", hash(actor) AS doer, hash(recipient) AS done_to")


Part = tuple[str, str, list[str]]
"""The table that has a direction in its order, a condition, and its values."""


EARLY = 2
"""Days by which a day may lie after that of the page, for the sake of time zones and weekly papers."""

MODALITY = f"CASE WHEN modality IN ('done', 'ongoing') AND first > known + {EARLY} THEN 'planned' ELSE modality END"
"""SQL for what became of an event: what is to happen after its page was published cannot have been done."""

BECAME = (
    f"CASE WHEN modality_at > {MODALITY_AT['ongoing']} THEN modality_at "
    f"WHEN first > known + {EARLY} THEN {MODALITY_AT['planned']} WHEN modality_at >= 0 THEN 0 END::TINYINT"
)
"""The same as a number, of what goes on that of what was done."""


def gather(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], by: str, also: str = "") -> None:
    """Make the temporary tables ``told`` (a row for each event that a page tells and each pair of its sides) and ``happened`` (one for each
    happening and direction), for the directions of ``WAYS`` in this order. ``also`` are more columns of ``told``.

    Both hold numbers rather than words, which take four times as long to be written: ``way`` is a place in ``WAYS``, ``type_at`` and
    ``became`` are numbers of a type and of a modality, ``key`` is that of the event, of a happening that of the one that tells it first.
    """
    placed = f"CASE WHEN last IS NULL OR first = last THEN first WHEN {period_in(by, 'first')} = {period_in(by, 'last')} THEN first END"
    rows = " UNION ALL ".join(
        f"SELECT {way}::TINYINT AS way, {NUMBER}, position, first, last, known, type_at, modality_at, intensity, happening, actor, "
        f"recipient, actor_country, recipient_country FROM {table} WHERE {condition}"
        for way, (table, condition, _) in enumerate(parts)
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT way, {NUMBER}, {NUMBER}::BIGINT * {STRIDE} + position AS key, {placed} AS day, "
        f"type_at, {BECAME} AS became, intensity, happening{also} FROM ({rows}) WHERE happening IS NOT NULL",
        [value for part in parts for value in part[2]],
    )
    listed = ", ".join(HAPPENED)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE happened AS WITH plain AS MATERIALIZED ({PLAIN}), looked_at AS ({LOOKED_AT}) "
        f"SELECT {listed}, {period_in(by, 'day')}::DATE AS period "
        f"FROM (SELECT {listed} FROM plain WHERE is_plain UNION ALL SELECT {listed} FROM looked_at)"
    )


HAPPENED = ("way", "happening", "key", "type_at", "became", "disputed", "reports", "pages", "day", "intensity")
"""Columns of ``happened``, besides the period."""

PLAIN = (
    "SELECT way, happening, min(key) AS key, min(key) = max(key) AS is_plain, any_value(type_at) AS type_at, any_value(became) AS became, "
    "any_value(day) AS day, any_value(intensity)::DOUBLE AS intensity, false AS disputed, 1::BIGINT AS reports, 1::BIGINT AS pages "
    "FROM told GROUP BY way, happening"
)
"""SQL for happenings as if one event alone told each, which is so of most (``is_plain``): only the others need be counted and weighed."""

LOOKED_AT = (
    "SELECT way, happening, min(key) AS key, list_aggregate(list(type_at), 'mode') AS type_at, "
    "CASE WHEN min(became) = 0 THEN 0 ELSE list_aggregate(list(became), 'mode') END AS became, min(day) AS day, "
    f"min(became) = 0 AND max(became) = {MODALITY_AT['denied']} AS disputed, list_unique(list(key))::BIGINT AS reports, "
    f"list_unique(list({NUMBER}))::BIGINT AS pages, avg(intensity) AS intensity "
    "FROM told SEMI JOIN (FROM plain WHERE NOT is_plain) USING (way, happening) GROUP BY way, happening"
)
"""SQL for those that several events tell. (``mode`` and ``count(DISTINCT)`` over groups take longer to be planned than all of this.)"""


def period_in(by: str, day: str) -> str:
    """SQL for the first day of the period in which a day lies."""
    return f"date_trunc('{by}', {day})"


def conditions(bounds: Iterable[tuple[str, str | None]]) -> tuple[str, list[str]]:
    """Those conditions whose day was given, as the rest of a WHERE, with their days."""
    given = [(condition, day) for condition, day in bounds if day]
    return "".join(f" AND {condition}" for condition, _ in given), [day for _, day in given]


def bounds_on_events(asked: Scope) -> tuple[str, list[str]]:
    """That an event may lie between the days that were asked for, and was known in time."""
    return conditions((
        ("(last >= ?::DATE OR last IS NULL)", asked.since), ("(first <= ?::DATE OR first IS NULL)", asked.until),
        ("known <= ?::DATE", asked.as_of),
    ))  # fmt: skip


def bounds_on(when: str, asked: Scope) -> tuple[str, list[str]]:
    """That something lies between the days that were asked for, and was known in time."""
    return conditions(((f"{when} >= ?::DATE", asked.since), (f"{when} <= ?::DATE", asked.until), ("known <= ?::DATE", asked.as_of)))


def make_remarked(connection: duckdb.DuckDBPyConnection, parties: tuple[Party, Party], asked: Scope) -> None:
    """Make the temporary table ``remarked``: what one side said of the other, but for words copied from another page."""
    more, days = bounds_on("first", asked)
    parts, values = [], []
    for way, (speaker, about) in zip(WAYS, (parties, parties[::-1]), strict=True):
        says, said = speaker.is_on("speaker"), about.is_on("about")
        parts.append(f"SELECT '{way}' AS way, {NUMBER}, position, act, first AS day FROM remark WHERE {says[0]} AND {said[0]}{more}")
        values += [*says[1], *said[1], *days]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE remarked AS SELECT DISTINCT way, {NUMBER}, position, act, day, "
        f"date_trunc('{asked.by}', day)::DATE AS period FROM ({' UNION ALL '.join(parts)}) ANTI JOIN echo USING ({NUMBER}, position)",
        values,
    )


def count_coverage(connection: duckdb.DuckDBPyConnection, parties: tuple[Party, Party], asked: Scope) -> dict[date, tuple[int, int, int]]:
    """For each period, the pages published in it that are about either party, about both, and all that were kept."""
    more, days = bounds_on("day", asked)
    one, other = (pages_about(party, more) for party in parties)
    period = f"date_trunc('{asked.by}', day)::DATE"
    rows = connection.execute(
        f"SELECT {period} AS period, sum(pages)::BIGINT, sum(shared)::BIGINT FROM ("
        f"SELECT coalesce(one.day, other.day) AS day, count(*) AS pages, count(*) FILTER (one.{NUMBER} = other.{NUMBER}) AS shared "
        f"FROM ({one[0]}) AS one FULL JOIN ({other[0]}) AS other USING ({NUMBER}) GROUP BY 1) GROUP BY period",
        [*one[1], *days, *other[1], *days],
    ).fetchall()
    kept = dict(connection.execute(f"SELECT {period}, sum(pages)::BIGINT FROM calendar WHERE true{more} GROUP BY 1", days).fetchall())
    about = {start: (either, both) for start, either, both in rows if start is not None}
    return {start: (*about.get(start, (0, 0)), count) for start, count in kept.items() if start is not None and count}


def pages_about(party: Party, more: str) -> tuple[str, list[str]]:
    """SQL for the pages about a party, each once, with their days, and its values but for those of ``more`` conditions."""
    condition, values = is_about(party)
    is_state = not party.members and len(party.wanted) == 1 and is_code(party.wanted[0])
    once, which = ("", " AND is_first") if is_state else ("DISTINCT ", "")
    return f"SELECT {once}{NUMBER}, day FROM about WHERE {condition}{which}{more}", values


def count_undated_pages(connection: duckdb.DuckDBPyConnection, parties: tuple[Party, Party]) -> int:
    """Pages about either party whose day of publication is not known."""
    first, second = (is_about(party) for party in parties)
    query = f"SELECT count(DISTINCT {NUMBER}) FROM about WHERE ({first[0]} OR {second[0]}) AND day IS NULL"
    found = connection.execute(query, [*first[1], *second[1]]).fetchone()
    return int(found[0]) if found else 0


def count_happenings(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """How many happenings there are of each period, direction, truth and class, with their reports and intensity; ``period`` is None for
    those that lie in none."""
    counts = fetch_rows(
        connection,
        f"SELECT period, way, became, {CLASS_AT} AS quad, count(*) AS happenings, sum(reports)::BIGINT AS reports, "
        "sum(intensity) AS intensity, count(intensity) AS scored FROM happened GROUP BY ALL",
    )
    for count in counts:
        count["way"], count["whether"] = WAYS[count["way"]], word_at(MODALITIES, count["became"])
        count["quad"] = word_at(CLASSES, count["quad"])
    return counts


def count_statements(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """How many statements there are of each period and direction, but for wishes and beliefs."""
    spoken = ", ".join(f"'{act}'" for act in ATTITUDES)
    return fetch_rows(
        connection,
        f"SELECT period, way, count(*) AS statements FROM remarked WHERE period IS NOT NULL AND act NOT IN ({spoken}) GROUP BY ALL",
    )


def fill_series(counts: Sequence[Row], said: Sequence[Row], asked: Scope, coverage: dict[date, tuple[int, int, int]]) -> list[Row]:
    """One row a period and direction, zeros filled in."""
    starts = {row["period"] for row in (*counts, *said)} | {start for start, (either, _, _) in coverage.items() if either}
    starts = {start for start in starts if start is not None and is_within(start, asked)}
    rows = {(start, way): empty_row(start, way, coverage.get(start, (0, 0, 0))) for start in every_period(starts, asked) for way in WAYS}
    for count in counts:
        if (count["period"], count["way"]) in rows:
            add_count(rows[count["period"], count["way"]], count)
    for count in said:
        if (count["period"], count["way"]) in rows:
            rows[count["period"], count["way"]]["statements"] = count["statements"]
    for row in rows.values():
        row["intensity"] = round(row["intensity"] / row["scored"], 2) if row["scored"] else None
        row["per_100_pages"] = round(100 * row["happenings"] / row["pages_about_either"], 2) if row["pages_about_either"] else None
    return list(rows.values())


def empty_row(start: date, way: str, covered: tuple[int, int, int]) -> Row:
    """A period before anything is counted."""
    return {
        "source": "pages",
        "start": start, "way": way, **{quad.replace(" ", "_"): 0 for quad in CLASSES}, "happenings": 0, "reports": 0, "intensity": 0.0,
        "scored": 0, **dict.fromkeys(NOT_DONE, 0), "statements": 0, "pages_about_either": covered[0], "pages_about_both": covered[1],
        "pages_kept": covered[2], "covered": covered[0] > 0,
    }  # fmt: skip


def count_beside(connection: duckdb.DuckDBPyConnection, parties: tuple[Party, Party], asked: Scope) -> list[Row]:
    """Imported events of the two, by source, period and direction: never in one count with ours.

    A period is ``covered`` where a source has any event in it, whoever's; before its first and after its last there are no rows.
    """
    rows: list[Row] = []
    sources = check_sources(asked.beside)
    for party in parties if sources else ():
        if not all(map(is_code, party.wanted)):
            raise DragomanError(f"imported events know states and bodies of several states alone, not {party.name}")
    for source in sources:
        period = f"date_trunc('{asked.by}', date)::DATE"
        more, days = bounds_on("date", asked)
        query = f"SELECT DISTINCT {period} FROM imported WHERE source = ?{more}"
        covered = {start for (start,) in connection.execute(query, [source, *days]).fetchall()}
        found = {
            (start, way): {**empty_row(start, way, (0, 0, 0)), **NO_PAGES, "source": source, "covered": start in covered}
            for start in (every_period(covered, replace(asked, since=None, until=None)) if covered else ()) for way in WAYS
        }  # fmt: skip
        for way, (doer, done_to) in zip(WAYS, (parties, parties[::-1]), strict=True):
            acts, acted = doer.is_on("actor", "date"), done_to.is_on("recipient", "date")
            counts = fetch_rows(
                connection,
                f"SELECT {period} AS period, 'done' AS whether, {class_case('type')} AS quad, count(*) AS happenings, "
                "sum(reports)::BIGINT AS reports, sum(intensity) AS intensity, count(intensity) AS scored FROM ("
                "SELECT id, any_value(date) AS date, any_value(type) AS type, any_value(reports) AS reports, any_value(intensity) AS "
                "intensity FROM imported "
                f"WHERE source = ? AND type IS NOT NULL AND {acts[0]} AND {acted[0]}{more} GROUP BY id) GROUP BY ALL",
                [source, *acts[1], *acted[1], *days],
            )
            for count in counts:
                add_count(found[count["period"], way], count)
        for row in found.values():
            row["intensity"] = round(row["intensity"] / row["scored"], 2) if row["scored"] else None
        rows += found.values()
    return rows


def find_beside(connection: duckdb.DuckDBPyConnection, parties: tuple[Party, Party], asked: Scope) -> list[Row]:
    """The latest imported events between the two, by source: all that stand for a pair of them, also those of no type of ours."""
    more, days = bounds_on("date", asked)
    ways, values = [], []
    for doer, done_to in (parties, parties[::-1]):
        acts, acted = doer.is_on("actor", "date"), done_to.is_on("recipient", "date")
        ways.append(f"({acts[0]} AND {acted[0]})")
        values += [*acts[1], *acted[1]]
    condition = f"({' OR '.join(ways)}){more}"
    return [
        row for source in check_sources(asked.beside)
        for row in load_imported(connection, (["source = ?", condition], [source, *values, *days]), SHOWN)
    ]  # fmt: skip


NO_PAGES = dict.fromkeys(
    (*NOT_DONE, "statements", "pages_about_either", "pages_about_both", "pages_kept", "per_100_pages"),
)
"""What imported events do not tell."""


def add_count(row: Row, count: Row) -> None:
    """Add the happenings of one class and truth to a period."""
    if count["whether"] != "done":
        row[count["whether"]] += count["happenings"]
        return
    if count["quad"] is not None:
        row[count["quad"].replace(" ", "_")] += count["happenings"]
    row["happenings"] += count["happenings"]
    row["reports"] += count["reports"]
    row["intensity"] += count["intensity"] or 0.0
    row["scored"] += count["scored"]


def told_rows(series: Sequence[Row], parties: tuple[Party, Party], by: str) -> list[Row]:
    """The series as it is told: who to whom, and the columns in their order."""
    names = {"there": (parties[0].name, parties[1].name), "back": (parties[1].name, parties[0].name)}
    rows = ({**row, "period": period_name(row["start"], by), "from": names[row["way"]][0], "to": names[row["way"]][1]} for row in series)
    return [{column: row[column] for column in SERIES_COLUMNS} for row in rows]


BEHIND = 3
"""Periods in which the happenings behind a turning point are looked for: the first after it, or the last before it where less happened."""

WITNESSES = 6
"""Happenings and statements that are told of each turning point."""


def explain_turn(connection: duckdb.DuckDBPyConnection, turn: Turn, by: str) -> Turn:
    """A turning point with the happenings and statements behind it."""
    if turn.what.startswith("more"):
        steps = [turn.start]
        while len(steps) < BEHIND and steps[-1] < turn.after.until:
            steps.append(next_period(steps[-1], by))
        start, end = steps[0], steps[-1]
    else:
        steps = [turn.before.until]
        while len(steps) < BEHIND and steps[-1] > turn.before.since:
            steps.append(period_of(steps[-1] - timedelta(days=1), by))
        start, end = steps[-1], steps[0]
    within = "period BETWEEN ?::DATE AND ?::DATE"
    quads = [column.replace("_", " ") for column in SIGNS[turn.what.split()[1]]]
    done = f"{DONE} AND {CLASS_AT} IN ({', '.join(str(CLASSES.index(quad)) for quad in quads)}) AND {within}"
    return replace(
        turn,
        happenings=tuple(find_happenings_told(connection, done, (start, end), WITNESSES)),
        statements=tuple(find_said(connection, within, (start, end), WITNESSES)),
    )


def every_period(starts: set[date], asked: Scope) -> list[date]:
    """The beginnings of all periods from the first to the last, or between the days that were asked for."""
    first = period_of(date.fromisoformat(asked.since), asked.by) if asked.since else min(starts, default=None)
    last = period_of(date.fromisoformat(asked.until), asked.by) if asked.until else max(starts, default=None)
    if first is None or last is None:
        first = last = first or last
    found: list[date] = []
    while first is not None and last is not None and first <= last:
        found.append(first)
        if len(found) > MOST_PERIODS:
            raise DragomanError(f"there are more than {MOST_PERIODS} periods: take a longer --by, or give --since and --until")
        first = next_period(first, asked.by)
    return found


def is_within(start: date, asked: Scope) -> bool:
    """Whether a period has a day that was asked for."""
    after = asked.since is None or start >= period_of(date.fromisoformat(asked.since), asked.by)
    return after and (asked.until is None or start <= date.fromisoformat(asked.until))


def period_of(day: date, by: str) -> date:
    """The first day of the period in which a day lies."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[by]


def next_period(start: date, by: str) -> date:
    """The first day of the period after the one that begins on a day."""
    try:
        if by in ("day", "week"):
            return start + timedelta(days=1 if by == "day" else 7)
        return (start.replace(day=1) + timedelta(days=32 if by == "month" else 366)).replace(day=1)
    except OverflowError:  # a page may say that it is of the year 9999
        return date.max


def period_name(start: date, by: str) -> str:
    """A period in words of the calendar: 2024-04-04, 2024-W14, 2024-04, 2024."""
    week = start.isocalendar()
    return {"day": start.isoformat(), "week": f"{week.year}-W{week.week:02}", "month": f"{start:%Y-%m}", "year": f"{start:%Y}"}[by]


def count_undated(counts: Iterable[Row]) -> dict[str, int]:
    """Happenings that were done and lie in no period, by direction."""
    undated = dict.fromkeys(WAYS, 0)
    for count in counts:
        if count["period"] is None and count["whether"] == "done":
            undated[count["way"]] += count["happenings"]
    return undated


def sum_coverage(coverage: dict[date, tuple[int, int, int]], series: Sequence[Row]) -> Row:
    """Coverage in sum, and how many periods have no page about either party."""
    there = [row for row in series if row["way"] == "there"]
    return {
        "pages_about_either": sum(count[0] for count in coverage.values()),
        "pages_about_both": sum(count[1] for count in coverage.values()),
        "pages_kept": sum(count[2] for count in coverage.values()), "periods": len(there),
        "periods_without_pages": sum(not row["covered"] for row in there),
    }  # fmt: skip
