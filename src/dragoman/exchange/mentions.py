"""GDELT's mentions: one row for each telling of each exported event."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import duckdb

from dragoman.exchange.events import Pair, find_pairs, number_of
from dragoman.exchange.order import Order
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row

WEB = 1
"""GDELT's type of a mention on the web."""

AT_ONCE = 500
"""Events whose tellings are loaded at a time."""


def mention_rows(connection: duckdb.DuckDBPyConnection, order: Order) -> Iterator[list[Any]]:
    """The rows of GDELT's sixteen columns of mentions, for the events of ``gdelt_row``. Copies are no mentions of their own."""
    pairs = find_pairs(connection, order)
    while some := list(islice(pairs, AT_ONCE)):
        tellings = find_tellings(connection, {pair.label for pair in some})
        for pair in some:
            yield from (mention_row(pair, telling) for telling in tellings[pair.label])


def find_tellings(connection: duckdb.DuckDBPyConnection, labels: set[int]) -> dict[int, list[Row]]:
    """Who tells each of some happenings to have been done."""
    own = ", ".join(f"({label // STRIDE}, {label % STRIDE}, {label})" for label in sorted(labels))
    listed = ", ".join(map(str, sorted(labels)))
    rows = fetch_rows(
        connection,
        'SELECT member.label, event."start", confidence, page.published, page.outlet_domain AS domain, page.outlet_name AS outlet, '
        'page.url, '
        f"page.source, len(page.text) AS length FROM (SELECT {NUMBER}, position, happening AS label FROM joined WHERE happening IN "
        f"({listed}) "
        f"UNION SELECT * FROM (VALUES {own}) AS own({NUMBER}, position, label) ANTI JOIN joined USING ({NUMBER}, position)) AS "
        f"member({NUMBER}, position, label) JOIN event USING ({NUMBER}, position) "
        f"JOIN page USING ({NUMBER}) WHERE modality IN ('done', 'ongoing') ORDER BY {NUMBER}, position",
    )
    found: dict[int, list[Row]] = {label: [] for label in labels}
    for row in rows:
        found[row["label"]].append(row)
    return found


def mention_row(pair: Pair, row: Row) -> list[Any]:
    """One telling."""
    told = "".join(c for c in (row["published"] or "")[:10] if c.isdigit())
    return [
        number_of(pair.id), f"{pair.day:%Y%m%d}000000", f"{told}000000" if told else "", WEB, row["domain"] or row["outlet"] or "",
        row["url"] or row["source"], "", -1, -1, row["start"], 1, round(100 * (row["confidence"] or 0)), row["length"], "", "", "",
    ]  # fmt: skip
