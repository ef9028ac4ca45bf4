"""What reads differently between two runs of the same page: rows that came, went, or changed, each with its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dragoman.errors import LibraryError
from dragoman.store.columns import COLUMNS, FROM
from dragoman.store.index import fetch_rows, shard_path
from dragoman.store.ledger import Entry
from dragoman.store.table import Row

LIKE = ("id", "why", "statement", "within", "confidence", "published_confidence", "published_why", "outlet_why")
"""Columns that say how something was found, or name it: differing in these alone is no other reading."""

ANCHORS = {
    "page": (), "actor": ("id",), "time": ("start",), "statement": ("cue", "start"), "event": ("trigger",), "claim": ("start",),
}  # fmt: skip
"""The columns by which a row of one run is found again in another."""

DIFFERENCE_COLUMNS = {
    "page": "VARCHAR", "table": "VARCHAR", "change": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "text": "VARCHAR",
    "columns": "VARCHAR[]", "before": "VARCHAR", "after": "VARCHAR", "older": "VARCHAR", "newer": "VARCHAR",
}  # fmt: skip
"""``change`` is added, removed or changed; ``columns`` are those that differ; ``before`` and ``after`` what they say, as text;
``older`` and ``newer`` name the runs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A page in two runs."""

    page: str
    older: Entry
    newer: Entry


def find_pairs(entries: Sequence[Entry], page: str | None, older: str | None, newer: str | None) -> list[Pair]:
    """The pages that two runs read; without names of runs, the last two of each page.

    ``older`` and ``newer`` are names of runs or beginnings of them; raises ``LibraryError`` where there is no such run.
    """
    kept: dict[str, list[Entry]] = {}
    for entry in sorted((e for e in entries if e.status == "kept"), key=lambda e: e.run):
        if page is None or entry.page == page:
            kept.setdefault(entry.page or "", []).append(entry)
    for name in (older, newer):
        if name is not None and not any(entry.run.startswith(name) for found in kept.values() for entry in found):
            raise LibraryError(f"no run {name} read any of these pages: dragoman runs lists the runs of a library")
    pairs = [pair_of(name, found, older, newer) for name, found in sorted(kept.items())]
    return [pair for pair in pairs if pair is not None]


def pair_of(page: str, entries: Sequence[Entry], older: str | None, newer: str | None) -> Pair | None:
    """The two runs of a page that are compared, if it has two."""
    last = [entry for entry in entries if newer is None or entry.run.startswith(newer)]
    if not last:
        return None
    first = [entry for entry in entries if entry.run < last[-1].run and (older is None or entry.run.startswith(older))]
    if older is not None and not first:
        first = [entry for entry in entries if entry.run != last[-1].run and entry.run.startswith(older)]
    return Pair(page, first[-1], last[-1]) if first else None


def find_differences(library: Path, pairs: Sequence[Pair]) -> Iterator[Row]:
    """Every difference between the two runs of each page."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for pair in pairs:
            before, after = (rows_of_entry(connection, library, entry) for entry in (pair.older, pair.newer))
            texts = before["page"][0]["text"], after["page"][0]["text"]
            for table in COLUMNS:
                for change, old, new in changes(table, before[table], after[table]):
                    yield difference(table, change, (old, new), (pair, texts))


def rows_of_entry(connection: duckdb.DuckDBPyConnection, library: Path, entry: Entry) -> dict[str, list[Row]]:
    """The rows of a page in a run, from its shards."""
    found: dict[str, list[Row]] = {}
    for table in COLUMNS:
        path = shard_path(library, entry.run, table, entry.part or "")
        query = "SELECT * FROM read_parquet(?, hive_partitioning=false) WHERE page = ? AND run = ? ORDER BY position"
        found[table] = fetch_rows(connection, query, [str(path), entry.page, entry.run]) if path.exists() else []
    if not found["page"]:
        raise LibraryError(f"the rows of page {entry.page} in run {entry.run} are missing: put its shards back from a copy")
    return found


def changes(table: str, before: Sequence[Row], after: Sequence[Row]) -> list[tuple[str, Row | None, Row | None]]:
    """The rows of a table that differ: those alike are left out, the rest are paired by their anchors."""
    left, right = [row for row in before if not alike(table, row, after)], [row for row in after if not alike(table, row, before)]
    found: list[tuple[str, Row | None, Row | None]] = []
    for old in left:
        new = next((row for row in right if anchor(table, row) == anchor(table, old)), None)
        if new is None:
            found.append(("removed", old, None))
        else:
            right.remove(new)
            found.append(("changed", old, new))
    return found + [("added", None, new) for new in right]


def alike(table: str, row: Row, others: Sequence[Row]) -> bool:
    """Whether one of some rows says the same."""
    return any(not differing(table, row, other) for other in others if anchor(table, other) == anchor(table, row))


def anchor(table: str, row: Row) -> tuple[Any, ...]:
    """What a row is found again by: its anchor, or the first of several that it has."""
    return tuple(str(row[column]) for column in ANCHORS[table] if row[column] is not None)[:1]


def differing(table: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The columns in which two rows say something else; mentions and blocks count by their places."""
    own = [column for column in COLUMNS[table] if column not in LIKE and (column not in FROM or column in ("start", "end", "published"))]
    return [column for column in own if told(old.get(column)) != told(new.get(column))]


def told(value: object) -> object:
    """A value without what says how it was found."""
    if isinstance(value, list):
        return [told(part) for part in value]
    if isinstance(value, dict):
        return {key: part for key, part in value.items() if key not in ("why", "head")}
    return value


def difference(table: str, change: str, rows: tuple[Row | None, Row | None], of: tuple[Pair, tuple[str, str]]) -> Row:
    """One difference as a row."""
    (old, new), (pair, texts) = rows, of
    row, text = (old, texts[0]) if new is None else (new, texts[1])
    start, end = (row or {}).get("start"), (row or {}).get("end")
    columns = differing(table, old, new) if old and new else [c for c in SAID[table] if (row or {}).get(c) not in (None, [], "")]
    return {
        "page": pair.page, "table": table, "change": change, "start": start, "end": end,
        "text": text[start:end] if table != "page" and start is not None else "", "columns": columns,
        "before": words_of(old, columns), "after": words_of(new, columns), "older": pair.older.run, "newer": pair.newer.run,
    }  # fmt: skip


SAID = {
    "page": ("title", "published", "outlet_name"), "actor": ("name", "kind", "country", "role"), "time": ("value", "type"),
    "statement": ("speaker", "act", "kind", "said"), "event": ("type", "actors", "recipients", "date", "modality"),
    "claim": ("between", "direction", "by"),
}  # fmt: skip
"""What is told of a row that came or went."""

LONGEST = 200


def words_of(row: Row | None, columns: Sequence[str]) -> str | None:
    """Some columns of a row as text."""
    if row is None:
        return None
    parts = []
    for column in columns:
        value = row[column]
        shown = ", ".join(map(str, value)) if isinstance(value, list) else "none" if value is None else str(value)
        parts.append(f"{column} {shown if len(shown) <= LONGEST else shown[:LONGEST] + '…'}")
    return "; ".join(parts)
