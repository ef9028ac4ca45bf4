"""An actor of a library: who it is, whom it deals with most, what it said and did last, and what others say of it."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import duckdb

from dragoman.compare.kept import Tell, no_word, open_compared
from dragoman.compare.parties import Party, find_party, is_about
from dragoman.compare.relations import Scope, bounds_on, bounds_on_events, gather
from dragoman.compare.witnesses import DONE, HAPPENING_COLUMNS, IS_CONFLICT, find_happenings_told, load_statements, names_on
from dragoman.store import Library, Table
from dragoman.store.derived import NUMBER
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row, Tabular

SHOWN = 20
"""Partners, statements and happenings that are told."""


@dataclass(frozen=True, slots=True)
class Profile(Tabular):
    """An actor: ``known_as`` says what pages call it and as what, ``coverage`` on how many pages it is, ``partners`` whom it deals with,
    ``happenings`` what it did or was done to it last, ``said`` and ``said_of`` what it and others said last."""

    party: Party
    asked: Scope
    known_as: list[Row] = field(repr=False)
    coverage: Row
    partners: list[Row] = field(repr=False)
    happenings: list[Row] = field(repr=False)
    said: list[Row] = field(repr=False)
    said_of: list[Row] = field(repr=False)

    def table(self) -> Table:
        """Its latest happenings as a table."""
        return Table(HAPPENING_COLUMNS, self.happenings)

    def form(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        return asdict(self)


def read_actor_profile(library: Library, who: str, asked: Scope | None = None, tell: Tell = no_word) -> Profile:
    """What a library tells of an actor: a code, an id or a name. Raises ``DragomanError`` where no page names it."""
    asked = (asked or Scope()).checked()
    with open_compared(library, tell) as connection:
        party = find_party(connection, who, asked.roll_up, library.judgements().same())
        more, days = bounds_on_events(asked)
        does, suffers = party.is_on("actor"), party.is_on("recipient")
        parts = [("relation", f"{does[0]}{more}", [*does[1], *days]), ("mirror", f"{suffers[0]}{more}", [*suffers[1], *days])]
        gather(connection, parts, asked.by, ", actor, recipient, actor_country, recipient_country")
        return Profile(
            party,
            asked,
            find_known_as(connection, party),
            count_pages(connection, party, asked),
            find_partners(connection, party, asked),
            find_happenings_told(connection, DONE, (), SHOWN),
            find_own_words(connection, party, asked),
            find_words_of(connection, party, asked),
        )


def find_known_as(connection: duckdb.DuckDBPyConnection, party: Party) -> list[Row]:
    """Under which names, kinds, countries and roles pages know it, those of most pages first; of a state or bloc, who belongs to it."""
    condition, values = is_about(replace(party, members=()))
    return fetch_rows(
        connection,
        "SELECT id, any_value(name) AS name, any_value(kind) AS kind, any_value(country) AS country, mode(role) AS role, "
        "list_sort(list_distinct(flatten(list(aliases))))[:12] AS aliases, count(*) AS pages, min(published) AS first, "
        "max(published) AS last "
        f"FROM actor WHERE {condition} GROUP BY id ORDER BY pages DESC, id LIMIT {SHOWN}",
        values,
    )


def count_pages(connection: duckdb.DuckDBPyConnection, party: Party, asked: Scope) -> Row:
    """On how many pages it is, from when to when, among how many that were kept; and in how many months of that time, or of the days that
    are asked for, no page is about it."""
    condition, values = is_about(party)
    more, days = bounds_on("day", asked)
    row = fetch_rows(
        connection,
        f"SELECT count(DISTINCT {NUMBER}) AS pages, min(day)::VARCHAR AS first, max(day)::VARCHAR AS last, "
        "count(DISTINCT date_trunc('month', day)) AS covered, coalesce(datediff('month', coalesce(TRY_CAST(? AS DATE), min(day)), "
        "coalesce(TRY_CAST(? AS DATE), max(day))) + 1, 0) AS months FROM about WHERE "
        f"{condition}{more}",
        [asked.since, asked.until, *values, *days],
    )[0]
    covered = row.pop("covered")
    kept = connection.execute(f"SELECT count(*) FROM story WHERE true{more}", days).fetchone()
    return {**row, "months_without_pages": row["months"] - covered, "pages_kept": int(kept[0]) if kept else 0}


def find_partners(connection: duckdb.DuckDBPyConnection, party: Party, asked: Scope) -> list[Row]:
    """Whom it deals with most, by happenings done, either way: states and bodies, or single actors where nothing is rolled up.

    A happening counts once for each partner, also where it is told both ways.
    """
    rolled = asked.roll_up != "actor"
    other = "coalesce(IF(told.way = 0, recipient_country, actor_country), IF(told.way = 0, recipient, actor))"
    other = other if rolled else "IF(told.way = 0, recipient, actor)"
    rows = fetch_rows(
        connection,
        "SELECT other, count(*) AS happenings, count(*) FILTER (NOT is_conflict) AS cooperation, "
        "count(*) FILTER (is_conflict) AS conflict, count(*) FILTER (did) AS did, count(*) FILTER (NOT did) AS was_done, "
        "round(avg(intensity), 2) AS intensity, max(day)::VARCHAR AS latest, any_value(seen) AS seen, any_value(id) AS id FROM ("
        f"SELECT {other} AS other, happening, any_value({IS_CONFLICT}) AS is_conflict, bool_or(told.way = 0) AS did, "
        f"any_value(happened.intensity) AS intensity, max(happened.day) AS day, min(told.{NUMBER}) AS seen, "
        f"arg_min(IF(told.way = 0, recipient, actor), told.{NUMBER}) AS id "
        f"FROM told JOIN happened USING (way, happening) WHERE happened.{DONE} GROUP BY ALL) "
        "WHERE other IS NOT NULL AND NOT list_contains($own, other) GROUP BY other ORDER BY happenings DESC, other "
        f"LIMIT {SHOWN}".replace("$own", "?"),
        [sorted(party.everybody())],
    )
    names = names_on(connection, [row["seen"] for row in rows])
    codes = {row["other"]: row["other"] for row in rows if rolled}
    states = dict(
        connection.execute(
            "SELECT country, mode(name) FROM actor WHERE kind = 'state' AND list_contains(?, country) GROUP BY country", [list(codes)]
        ).fetchall()
    )
    return [
        {"partner": row["other"], "name": states.get(row["other"]) or names.get((row["seen"], row["other"])) or row["other"],
         **{key: row[key] for key in ("happenings", "cooperation", "conflict", "did", "was_done", "intensity", "latest")}}
        for row in rows
    ]  # fmt: skip


def find_own_words(connection: duckdb.DuckDBPyConnection, party: Party, asked: Scope) -> list[Row]:
    """What it said last."""
    condition, values = is_about(party)
    more, days = bounds_on("day", asked)
    return load_statements(
        connection,
        f"SELECT {NUMBER}, position, 'there' AS way, day FROM (SELECT statement.{NUMBER}, statement.position, "
        f"coalesce(TRY_CAST(said AS DATE), about.day) AS day, about.known FROM statement JOIN (SELECT * FROM about WHERE "
        f"{condition}) AS about "
        f"ON about.{NUMBER} = statement.{NUMBER} AND about.id = statement.speaker) ANTI JOIN echo USING ({NUMBER}, position) "
        f"WHERE true{more} ORDER BY day DESC NULLS LAST, {NUMBER} DESC, position LIMIT {SHOWN}",
        [*values, *days],
    )


def find_words_of(connection: duckdb.DuckDBPyConnection, party: Party, asked: Scope) -> list[Row]:
    """What others said of it last."""
    about, speaker = party.is_on("about"), party.is_on("speaker")
    more, days = bounds_on("first", asked)
    return load_statements(
        connection,
        f"SELECT DISTINCT {NUMBER}, position, 'back' AS way, first AS day FROM remark ANTI JOIN echo USING ({NUMBER}, position) "
        f"WHERE {about[0]} AND NOT coalesce({speaker[0]}, false){more} ORDER BY day DESC NULLS LAST, {NUMBER} DESC, position LIMIT {SHOWN}",
        [*about[1], *speaker[1], *days],
    )
