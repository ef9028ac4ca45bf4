"""The library as one SQLite file, to be looked at with Datasette or any other tool that reads SQLite."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from dragoman.compare.relations import bounds_on
from dragoman.errors import DragomanError
from dragoman.exchange.order import Order
from dragoman.store.columns import COLUMNS, quoted
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.files import written_whole

AT_ONCE = 5_000
"""Rows that are held in memory at a time."""

LEFT_OUT = {"page": ("blocks", "issues", "turns", "raw", "content")}
"""Columns that are of no use in a table to look at."""

NUMBERS = {"INTEGER": "INTEGER", "BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "DOUBLE": "REAL"}
"""DuckDB's types of numbers in SQLite; all else is text, lists and spans as JSON."""

OF_THE_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
"""Errors of SQLite that come of where the file is to lie, and not of what is written."""

HAPPENING = "happening"
"""The column of events that names the first event of the happening to which each belongs; none where it stands in copied words."""


def write_sqlite(connection: duckdb.DuckDBPyConnection, order: Order, output: Path) -> int:
    """Write the tables of pages that were published on the days ordered, whole or not at all; gives how many rows there are."""
    with written_whole(output) as aside:
        aside.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(aside)) as file:
                count = sum(write_table(connection, order, file, table) for table in COLUMNS)
                write_indexes(file)
                file.commit()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in OF_THE_DISK:
                raise
            raise DragomanError(f"{output} cannot be written: {error}") from error
    return count


def columns_shown(table: str) -> dict[str, str]:
    """The columns of a table in SQLite, with SQLite's types."""
    shown = {name: NUMBERS.get(kind, "TEXT") for name, kind in COLUMNS[table].items() if name not in LEFT_OUT.get(table, ())}
    return {**shown, HAPPENING: "TEXT"} if table == "event" else shown


def write_table(connection: duckdb.DuckDBPyConnection, order: Order, file: sqlite3.Connection, table: str) -> int:
    """Copy one table."""
    columns = columns_shown(table)
    key = ", PRIMARY KEY (page)" if table == "page" else ", FOREIGN KEY (page) REFERENCES page (page)"
    listed = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    file.execute(f"CREATE TABLE {quoted(table)} ({listed}{key})")
    places = ", ".join("?" * len(columns))
    count = 0
    for rows in rows_of(connection, order, table, list(columns)):
        file.executemany(f"INSERT INTO {quoted(table)} VALUES ({places})", rows)
        count += len(rows)
    return count


def rows_of(connection: duckdb.DuckDBPyConnection, order: Order, table: str, columns: list[str]) -> Iterator[list[list[Any]]]:
    """The rows of a table, so many at a time."""
    more, days = bounds_on("day", order.scope())
    own = ", ".join(f"shown.{quoted(column)}" for column in columns if column != HAPPENING)
    joins = ""
    if HAPPENING in columns:
        own += ", CASE WHEN joined.number IS NULL THEN shown.id WHEN joined.happening < 0 THEN shown.id ELSE first.id END"
        joins = (
            f"LEFT JOIN joined ON joined.{NUMBER} = shown.{NUMBER} AND joined.position = shown.position "
            f"LEFT JOIN event AS first ON first.{NUMBER} = joined.happening // {STRIDE} AND first.position = joined.happening % {STRIDE} "
        )
    cursor = connection.execute(
        f"SELECT {own} FROM {quoted(table)} AS shown {joins}WHERE shown.{NUMBER} IN (SELECT {NUMBER} FROM story WHERE true{more}) "
        f"ORDER BY shown.{NUMBER}, shown.position",
        days,
    )
    while rows := cursor.fetchmany(AT_ONCE):
        yield [[value_of(value) for value in row] for row in rows]


def value_of(value: Any) -> Any:  # noqa: ANN401 - any value
    """A value as SQLite has it."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value.isoformat() if isinstance(value, date) else value


def write_indexes(file: sqlite3.Connection) -> None:
    """Indexes by which people look most."""
    for table in COLUMNS:
        if table != "page":
            file.execute(f"CREATE INDEX {quoted(f'{table}_page')} ON {quoted(table)} (page)")
    for table, column in (("event", HAPPENING), ("event", "date"), ("event", "type"), ("actor", "id"), ("statement", "speaker")):
        file.execute(f"CREATE INDEX {quoted(f'{table}_{column}')} ON {quoted(table)} ({quoted(column)})")
