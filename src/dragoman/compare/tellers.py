"""One happening of a library: which pages tell it, their versions side by side, where they agree and part, what only one of them tells."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import duckdb

from dragoman.compare.happenings import Happening
from dragoman.compare.kept import Tell, load_told, name, no_word, open_compared
from dragoman.compare.occurrences import Occurrence
from dragoman.compare.versions import Comparison, compare_versions
from dragoman.compare.witnesses import HAPPENING_COLUMNS
from dragoman.errors import DragomanError
from dragoman.model import QUADS
from dragoman.store import Library, Table
from dragoman.store.asking import event_answers
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row, Tabular

Key = tuple[int, int]
"""A page's number and an event's position on it."""

ALONE = 8
"""Events that are told of each page as told by it alone."""

MOST_VERSIONS = 60
"""Versions that are compared with one another."""


@dataclass(frozen=True, slots=True)
class Told(Tabular):
    """A happening: its ``versions`` (one a telling, the first first), what all ``agree`` on, where two ``differ`` with both passages,
    the ``copies`` of these pages, and what each of the pages tells ``alone``."""

    id: str
    type: str
    whether: str
    day: str | None
    pages: int
    versions: list[Row] = field(repr=False)
    agree: list[Row]
    differ: list[Row] = field(repr=False)
    copies: list[Row] = field(repr=False)
    alone: list[Row] = field(repr=False)

    def table(self) -> Table:
        """Its versions as a table."""
        return Table(VERSION_COLUMNS, self.versions)

    def form(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        return asdict(self)


VERSION_COLUMNS = {**HAPPENING_COLUMNS, "joined_with": "DOUBLE", "why": "VARCHAR[]"}
"""The columns of a version: those of a happening, how sure it is that it is the same one, and what speaks for it."""


def read_happening(library: Library, start: str, tell: Tell = no_word) -> Told:
    """The happening to which an event belongs, given the id of the event or the beginning of it.

    Raises ``DragomanError`` where no event or several have such an id.
    """
    with open_compared(library, tell) as connection:
        first = find_key(connection, start)
        keys = find_members(connection, first)
        rows = version_rows(connection, keys)
        compared = compare_members(connection, keys[:MOST_VERSIONS])
        done = any(row["whether"] in ("done", "ongoing") for row in rows)
        numbers = list(dict.fromkeys(number for number, _ in keys))
        return Told(
            rows[0]["id"],
            rows[0]["type"],
            "done" if done else rows[0]["whether"],
            next((row["day"] for row in rows if row["day"]), None),
            len(numbers),
            rows,
            [{"what": kind, "value": value} for kind, value in compared.agree],
            difference_rows(connection, compared),
            find_copies_told(connection, numbers),
            find_alone(connection, numbers) if len(numbers) > 1 else [],
        )


def find_key(connection: duckdb.DuckDBPyConnection, start: str) -> Key:
    """The event whose id begins so."""
    query = f"SELECT {NUMBER}, position, id FROM event WHERE starts_with(id, ?) ORDER BY id = ? DESC, {NUMBER}, position LIMIT 2"
    found = connection.execute(query, [start, start]).fetchall()
    if not found or not start:
        raise DragomanError(f"no event has the id {start}: dragoman relation and dragoman ask --format json tell ids")
    if len(found) > 1 and found[0][2] != start:
        raise DragomanError(f"{start} could be several events, such as {found[0][2]} and {found[1][2]}: type more of it")
    return found[0][0], found[0][1]


def find_members(connection: duckdb.DuckDBPyConnection, key: Key) -> list[Key]:
    """All events of the happening of an event, the first first. An event in copied words is shown by itself."""
    number, position = key
    found = connection.execute(f"SELECT happening FROM joined WHERE {NUMBER} = ? AND position = ?", [number, position]).fetchone()
    label = found[0] if found else number * STRIDE + position
    if label is None:
        return [key]
    rows = connection.execute(
        f"SELECT {NUMBER}, position FROM joined WHERE happening = ? UNION SELECT {NUMBER}, position FROM event ANTI JOIN joined "
        f"USING ({NUMBER}, position) WHERE {NUMBER} = ? AND position = ? ORDER BY 1, 2",
        [label, label // STRIDE, label % STRIDE],
    ).fetchall()
    return [(n, p) for n, p in rows] or [key]


def version_rows(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> list[Row]:
    """Each telling in words."""
    listed = ", ".join(str(number) for number, _ in keys)
    query = f"SELECT {NUMBER}, position, confidence, why FROM joined WHERE {NUMBER} IN ({listed})"
    joined = {(number, position): (sure, why) for number, position, sure, why in connection.execute(query).fetchall()}
    rows = []
    for key, event in zip(keys, event_answers(connection, keys), strict=True):
        found = {
            **event, "day": event["date"], "class": QUADS.get(event["type"]), "whether": event["modality"], "disputed": False, "reports": 1,
            "pages": 1, "actors": event["actor_names"], "recipients": event["recipient_names"], "according_to": event["according_to_names"],
            "joined_with": joined.get(key, (1.0, []))[0], "why": joined.get(key, (1.0, []))[1],
        }  # fmt: skip
        rows.append({column: found[column] for column in VERSION_COLUMNS})
    return rows


def compare_members(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> Comparison:
    """The tellings compared with one another."""
    members: list[Occurrence] = []
    wanted = {(name(number), str(position)) for number, position in keys}
    numbers = sorted({number for number, _ in keys})
    for told in load_told(connection, numbers, {}):
        members += [o for o in told.telling.occurrences if (o.page, o.event) in wanted]
    texts = connection.execute(f"SELECT {NUMBER}, text FROM page WHERE {NUMBER} IN ({', '.join(map(str, numbers))})").fetchall()
    return compare_versions(Happening("", members), {name(number): text for number, text in texts})


def difference_rows(connection: duckdb.DuckDBPyConnection, compared: Comparison) -> list[Row]:
    """Where two tellings part, each with its passage."""
    numbers = sorted({int(side[0]) for d in compared.differ for side in (d.one, d.other)})
    if not numbers:
        return []
    pages = {
        row[NUMBER]: row
        for row in fetch_rows(
            connection,
            f"SELECT {NUMBER}, page, outlet_name AS outlet, source, published, title, text FROM page WHERE {NUMBER} IN "
            f"({', '.join(map(str, numbers))})",
        )
    }

    def side(told: tuple[str, tuple[int, int], str]) -> Row:
        page, (start, end), value = pages[int(told[0])], told[1], told[2]
        around = page["text"][max(0, start - 60) : end + 60] if end - start < 60 else page["text"][start:end]
        return {
            "value": value, "text": around, "start": start, "end": end,
            **{key: page[key] for key in ("page", "outlet", "source", "published", "title")},
        }  # fmt: skip

    return [{"what": d.kind, "one": side(d.one), "other": side(d.other)} for d in compared.differ]


def find_copies_told(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> list[Row]:
    """The pages that have their story from one of some pages."""
    return fetch_rows(
        connection,
        "SELECT copied.page, copied.outlet_name AS outlet, copied.source, copied.published, copied.title, copy.kind, first.page AS "
        "original, "
        f"copy.containment, copy.confidence, copy.why FROM copy JOIN page AS copied USING ({NUMBER}) JOIN page AS first "
        f"ON first.{NUMBER} = copy.original WHERE copy.original IN ({', '.join(map(str, numbers))}) ORDER BY copied.published, copied.page",
    )


def find_alone(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> list[Row]:
    """Of the pages that tell a happening, the events that one of them has and none of the others."""
    listed = ", ".join(map(str, numbers))
    rows = connection.execute(
        f"WITH own AS (SELECT event.{NUMBER}, event.position, CASE WHEN joined.{NUMBER} IS NULL THEN event.{NUMBER}::BIGINT * {STRIDE} "
        f"+ event.position ELSE happening END AS happening FROM event LEFT JOIN joined ON joined.{NUMBER} = event.{NUMBER} "
        f"AND joined.position = event.position WHERE event.{NUMBER} IN ({listed})) "
        f"SELECT {NUMBER}, min(position) FROM own WHERE happening IS NOT NULL AND happening IN "
        f"(SELECT happening FROM own GROUP BY happening HAVING count(DISTINCT {NUMBER}) = 1) GROUP BY {NUMBER}, happening ORDER BY 1, 2"
    ).fetchall()
    kept: list[Key] = []
    for number in numbers:
        kept += [(n, p) for n, p in rows if n == number][:ALONE]
    return version_rows(connection, kept) if kept else []
