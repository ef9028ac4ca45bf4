"""All events as one Parquet file, and whole records as JSON lines: our own forms, with nothing left out that others have no column for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from dragoman.compare.relations import bounds_on, bounds_on_events
from dragoman.errors import DragomanError
from dragoman.exchange.order import Order
from dragoman.show.form import record_form
from dragoman.store import Library
from dragoman.store.asking import EVENT_COLUMNS
from dragoman.store.columns import COLUMNS, quoted
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.files import written_whole

OF_PAGE = {"outlet": "outlet_name", "title": "title", "source": "source", "url": "url"}
"""Columns of an answer that are the page's, with their names in its table."""

TABLE_COLUMNS = (*EVENT_COLUMNS, "happening")
"""The columns of the Parquet file: those of an answer, and the id of the first event of the happening to which each belongs."""


def write_events(connection: duckdb.DuckDBPyConnection, order: Order, output: Path) -> int:
    """Write all events, whatever became of them, as Parquet, whole or not at all; gives how many there are."""
    more, days = bounds_on_events(order.scope())
    cast = f"SELECT {NUMBER}, id, any_value(name) AS name FROM actor GROUP BY ALL"
    known = f"SELECT {NUMBER}, map(list(id), list(name)) AS names FROM ({cast})"
    columns = ", ".join(f"{column_of(name)} AS {quoted(name)}" for name in TABLE_COLUMNS)
    query = (
        f"SELECT {columns} FROM event AS told JOIN (SELECT DISTINCT {NUMBER}, position FROM relation WHERE true{more}) AS wanted "
        f"USING ({NUMBER}, position) JOIN page USING ({NUMBER}) LEFT JOIN ({known} GROUP BY {NUMBER}) AS cast_of USING ({NUMBER}) "
        f"LEFT JOIN joined USING ({NUMBER}, position) LEFT JOIN event AS first ON first.{NUMBER} = joined.happening // {STRIDE} "
        f"AND first.position = joined.happening % {STRIDE} ORDER BY told.{NUMBER}, told.position"
    )
    with written_whole(output) as aside:
        name = str(aside).replace("'", "''")
        try:
            found = connection.execute(f"COPY ({query}) TO '{name}' (FORMAT parquet, COMPRESSION zstd)", days).fetchone()
        except duckdb.IOException as error:
            raise DragomanError(f"{output} cannot be written: {error}") from error
    return int(found[0]) if found else 0


def column_of(name: str) -> str:
    """One column of the Parquet file in SQL."""
    if name == "happening":
        return f"CASE WHEN joined.{NUMBER} IS NULL OR joined.happening < 0 THEN told.id ELSE first.id END"
    if name == "data":
        return "'pages'"
    if name == "text":
        return 'page.text[told."start" + 1 : told."end"]'
    if name in OF_PAGE:
        return f"page.{OF_PAGE[name]}"
    if name in COLUMNS["event"]:
        return f"told.{quoted(name)}"
    column = {"actor_names": "actors", "recipient_names": "recipients", "according_to_names": "according_to"}[name]
    return f"list_transform(told.{column}, lambda id: coalesce(cast_of.names[id], id))"


def record_lines(library: Library, connection: duckdb.DuckDBPyConnection, order: Order) -> Iterator[dict[str, Any]]:
    """The records of the pages published on the days ordered, in the form of ``dragoman read --format json``."""
    more, days = bounds_on("day", order.scope())
    query = f"SELECT page FROM page JOIN story USING ({NUMBER}) WHERE true{more} ORDER BY {NUMBER}"
    for (page,) in connection.execute(query, days).fetchall():
        yield record_form(library.record_in(connection, page))
