"""Statements as quotations, one JSON object a page in the form of GDELT's Global Quotation Graph, with the speakers that it lacks."""

from collections.abc import Iterator
from typing import Any

import duckdb

from dragoman.compare.relations import bounds_on
from dragoman.compare.witnesses import names_on
from dragoman.exchange.order import Order
from dragoman.store.derived import NUMBER
from dragoman.store.index import fetch_rows

AT_ONCE = 500
AROUND = 100
"""Characters before and after a quotation."""


def quote_pages(connection: duckdb.DuckDBPyConnection, order: Order) -> Iterator[dict[str, Any]]:
    """The pages that have statements in quotation marks; words copied from another page are left out."""
    more, days = bounds_on("day", order.scope())
    found = connection.execute(f"SELECT {NUMBER} FROM story WHERE true{more} ORDER BY day NULLS LAST, {NUMBER}", days).fetchall()
    numbers = [number for (number,) in found]
    for start in range(0, len(numbers), AT_ONCE):
        listed = ", ".join(map(str, numbers[start : start + AT_ONCE]))
        names = names_on(connection, numbers[start : start + AT_ONCE])
        quotes: dict[int, list[dict[str, Any]]] = {}
        pages = {row[NUMBER]: row for row in fetch_rows(connection, f"SELECT * FROM page WHERE {NUMBER} IN ({listed})")}
        for row in fetch_rows(
            connection,
            f"SELECT * FROM statement ANTI JOIN echo USING ({NUMBER}, position) WHERE {NUMBER} IN ({listed}) "
            f"AND kind IN ('direct', 'mixed') ORDER BY {NUMBER}, position",
        ):
            text = pages[row[NUMBER]]["text"]
            for span in row["content"]:
                first, last = span["start"], span["end"]
                quotes.setdefault(row[NUMBER], []).append({
                    "pre": text[max(0, first - AROUND) : first], "quote": text[first:last], "post": text[last : last + AROUND],
                    "speaker": names.get((row[NUMBER], row["speaker"])), "speaker_id": row["speaker"],
                    "act": row["act"], "said": row["said"],
                    "start": first, "end": last,
                })  # fmt: skip
        for number in numbers[start : start + AT_ONCE]:
            if number in quotes:
                page = pages[number]
                yield {
                    "date": (page["published"] or "")[:10], "url": page["url"] or page["source"], "lang": page["language"] or "",
                    "quotes": quotes[number],
                }  # fmt: skip
