"""The dyad panel: one row for each ordered pair of states and period, zeros filled in where pages could have told something."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb

from dragoman.compare.relations import MODALITY, MOST_PERIODS, NOT_DONE, bounds_on, bounds_on_events, class_case, period_name
from dragoman.errors import DragomanError
from dragoman.exchange.order import Order
from dragoman.store.derived import CLASSES, NUMBER, STRIDE

PANEL_COLUMNS = (
    "actor", "recipient", "period", "basis", *(quad.replace(" ", "_") for quad in CLASSES), "events", "intensity", *NOT_DONE,
    "pages_about_actor", "pages_about_recipient", "pages_kept", "covered",
)  # fmt: skip

AT_ONCE = 10_000
"""Rows that are fetched at a time."""


def panel_rows(connection: duckdb.DuckDBPyConnection, order: Order) -> Iterator[tuple[Any, ...]]:
    """The rows of a panel, by pair and period. Counts are none, not zero, where no page is about either state and nothing is told."""
    scope = order.scope()
    make_counts(connection, order)
    more, days = bounds_on("day", scope)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE covers AS SELECT country, date_trunc('{scope.by}', day)::DATE AS period, count(DISTINCT "
        f"{NUMBER}) AS pages "
        f"FROM about WHERE country IS NOT NULL AND day IS NOT NULL{more} GROUP BY ALL",
        days,
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE kept AS SELECT date_trunc('{scope.by}', day)::DATE AS period, count(*) AS pages FROM story "
        f"WHERE day IS NOT NULL{more} GROUP BY ALL",
        days,
    )
    counts = ", ".join(
        f"CASE WHEN {column} IS NOT NULL THEN {column} WHEN does.pages IS NOT NULL OR suffers.pages IS NOT NULL THEN 0 END"
        for column in (*(quad.replace(" ", "_") for quad in CLASSES), "events")
    )
    covered = "does.pages IS NOT NULL OR suffers.pages IS NOT NULL"
    rest = ", ".join(f"CASE WHEN {word} IS NOT NULL THEN {word} WHEN {covered} THEN 0 END" for word in NOT_DONE)
    check_length(connection, order)
    cursor = connection.execute(
        f"SELECT pair.actor, pair.recipient, every.period, '{order.count}', {counts}, round(intensity, 3), {rest}, "
        f"coalesce(does.pages, 0), "
        "coalesce(suffers.pages, 0), coalesce(kept.pages, 0), does.pages IS NOT NULL OR suffers.pages IS NOT NULL "
        "FROM (SELECT DISTINCT actor, recipient FROM counted) AS pair CROSS JOIN (SELECT unnest(generate_series(low, high, "
        f"INTERVAL 1 {scope.by}))::DATE AS period FROM (SELECT min(period) AS low, max(period) AS high FROM (SELECT period FROM "
        f"kept UNION ALL "
        f"SELECT date_trunc('{scope.by}', day)::DATE FROM (VALUES (?::DATE), (?::DATE)) AS asked(day) WHERE day IS NOT NULL))) AS every "
        "LEFT JOIN counted ON counted.actor = pair.actor AND counted.recipient = pair.recipient AND counted.period = every.period "
        "LEFT JOIN covers AS does ON does.country = pair.actor AND does.period = every.period "
        "LEFT JOIN covers AS suffers ON suffers.country = pair.recipient AND suffers.period = every.period "
        "LEFT JOIN kept ON kept.period = every.period ORDER BY 1, 2, 3",
        [order.since, order.until],
    )
    while rows := cursor.fetchmany(AT_ONCE):
        for row in rows:
            yield (*row[:2], period_name(row[2], scope.by), *row[3:])


def check_length(connection: duckdb.DuckDBPyConnection, order: Order) -> None:
    """Refuse a panel of more periods than anybody wants, as one page of a wrong day can bring about."""
    ends = connection.execute("SELECT min(period), max(period) FROM kept").fetchall()[0]
    first = date.fromisoformat(order.since) if order.since else ends[0]
    last = date.fromisoformat(order.until) if order.until else ends[1]
    days = {"day": 1, "week": 7, "month": 28, "year": 365}[order.by]
    if first is not None and last is not None and (last - first).days // days > MOST_PERIODS:
        raise DragomanError(f"more than {MOST_PERIODS} periods lie between {first} and {last}: give --since and --until, or a longer --by")


def make_counts(connection: duckdb.DuckDBPyConnection, order: Order) -> None:
    """Make the temporary table ``counted``: happenings, or reports, of each pair and period.

    Pairs of a state with itself and events whose day is not known to the period are left out.
    """
    scope = order.scope()
    more, days = bounds_on_events(scope)
    unit = "happening" if order.count == "happenings" else f"{NUMBER}::BIGINT * {STRIDE} + position"
    quads = ", ".join(f"count(*) FILTER (whether = 'done' AND quad = '{quad}') AS {quad.replace(' ', '_')}" for quad in CLASSES)
    others = ", ".join(f"count(*) FILTER (whether = '{word}') AS {word}" for word in NOT_DONE)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE counted AS SELECT actor, recipient, period, {quads}, count(*) FILTER (whether = 'done') AS events, "
        f"avg(intensity) FILTER (whether = 'done') AS intensity, {others} FROM (SELECT actor, recipient, unit, "
        f"date_trunc('{scope.by}', min(first))::DATE AS period, {class_case('mode(type)')} AS quad, avg(intensity) AS intensity, "
        f"CASE WHEN bool_or(whether = 'done') THEN 'done' ELSE mode(whether) END AS whether FROM (SELECT *, {unit} AS unit FROM ("
        f"SELECT actor_country AS actor, recipient_country AS recipient, {NUMBER}, position, first, type, intensity, "
        f"CASE WHEN {MODALITY} = 'ongoing' THEN 'done' ELSE {MODALITY} END AS whether, happening "
        f"FROM relation WHERE actor_country <> recipient_country AND first IS NOT NULL AND (last IS NULL OR "
        f"date_trunc('{scope.by}', first) = date_trunc('{scope.by}', last)){more} AND happening IS NOT NULL)) GROUP BY actor, "
        f"recipient, unit) "
        "GROUP BY actor, recipient, period",
        days,
    )
