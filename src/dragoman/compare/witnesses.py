"""What stands behind the counts of a relation, in words: happenings, statements and claims, each with its page and place."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import duckdb

from dragoman.compare.parties import Party
from dragoman.model import MODALITIES, QUADS
from dragoman.store.asking import event_answers, load_sheets
from dragoman.store.derived import CLASSES, NUMBER, QUAD, STRIDE, TYPE_AT
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row

PAGE = "page.page, page.outlet_name AS outlet, page.published, page.title, page.source, page.url"


WAYS = ("there", "back")
"""Directions: from the first party to the second, and from the second to the first."""

DONE = "became = 0"
"""SQL for whether a row of ``happened`` was done: ``became`` is a place in ``MODALITIES``, and what goes on counts as done."""


TYPES = {number: kind for kind, number in TYPE_AT.items()}
"""Types of events by their numbers."""


def word_at(words: Sequence[str], place: int | None) -> str | None:
    """The word at a place; None where there is no place."""
    return None if place is None else words[place]


def find_happenings_told(connection: duckdb.DuckDBPyConnection, condition: str, values: Sequence[Any], limit: int) -> list[Row]:
    """Happenings of the temporary table ``happened``, the latest first; of one day those that most pages tell, then the most intense."""
    rows = choose_happenings(connection, condition, values, limit)
    return with_evidence(rows, event_answers(connection, [divmod(row["key"], STRIDE) for row in rows]))


def choose_happenings(connection: duckdb.DuckDBPyConnection, condition: str, values: Sequence[Any], limit: int) -> list[Row]:
    """The same as counted, each with the ``key`` of the event that tells it first; ``reports`` and ``pages`` are those of both directions,
    since pages may tell a meeting from either side.
    """
    rows = fetch_rows(
        connection,
        "SELECT happening, min(key) AS key, any_value(type_at) AS type_at, any_value(became) AS became, bool_or(disputed) AS disputed, "
        "min(day) AS day, max(reports) AS reports, max(pages) AS pages, any_value(intensity) AS intensity, "
        f"max(abs(intensity)) AS weight, count(*) AS ways FROM happened WHERE {condition} GROUP BY happening "
        f"ORDER BY day DESC NULLS LAST, pages DESC, weight DESC NULLS LAST, happening LIMIT {limit}",
        values,
    )
    either = [row["happening"] for row in rows if row.pop("ways") > 1]
    counted = fetch_rows(
        connection,
        f"SELECT happening, list_unique(list(key)) AS reports, list_unique(list({NUMBER})) AS pages FROM told "
        f"WHERE happening IN ({', '.join('?' * len(either))}) GROUP BY happening",
        either,
    ) if either else []  # fmt: skip
    both = {row["happening"]: row for row in counted}
    return [row | both.get(row["happening"], {}) for row in rows]


def with_evidence(rows: Sequence[Row], events: Sequence[Row]) -> list[Row]:
    """Happenings in words, each with the event that tells it first."""
    return [happening_row(row, event) for row, event in zip(rows, events, strict=True)]


HAPPENING_COLUMNS = {
    "id": "VARCHAR", "day": "VARCHAR", "type": "VARCHAR", "class": "VARCHAR", "whether": "VARCHAR", "disputed": "BOOLEAN",
    "reports": "BIGINT", "pages": "BIGINT", "intensity": "DOUBLE", "actors": "VARCHAR[]", "recipients": "VARCHAR[]",
    "according_to": "VARCHAR[]", "text": "VARCHAR", "page": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "outlet": "VARCHAR",
    "published": "VARCHAR", "title": "VARCHAR", "source": "VARCHAR", "url": "VARCHAR", "confidence": "DOUBLE",
}  # fmt: skip
"""The columns of a happening that is told in words. ``id`` is that of the event that tells it first."""


def happening_row(row: Row, event: Row) -> Row:
    """A happening in words."""
    kind = TYPES.get(row["type_at"])
    found = {
        **event, "day": row["day"].isoformat() if row["day"] else event["date"], "type": kind, "class": QUADS.get(kind or ""),
        "whether": word_at(MODALITIES, row["became"]), "disputed": row["disputed"], "reports": row["reports"], "pages": row["pages"],
        "intensity": None if row["intensity"] is None else round(row["intensity"], 1), "actors": event["actor_names"],
        "recipients": event["recipient_names"], "according_to": event["according_to_names"],
    }  # fmt: skip
    return {column: found[column] for column in HAPPENING_COLUMNS}


STATEMENT_COLUMNS = {
    "id": "VARCHAR", "day": "VARCHAR", "speaker": "VARCHAR", "act": "VARCHAR", "kind": "VARCHAR", "addressee": "VARCHAR", "via": "VARCHAR",
    "text": "VARCHAR", "way": "VARCHAR", "page": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "outlet": "VARCHAR",
    "published": "VARCHAR",
    "title": "VARCHAR", "source": "VARCHAR", "url": "VARCHAR",
}  # fmt: skip
"""The columns of a statement that is told in words."""


def find_said(connection: duckdb.DuckDBPyConnection, condition: str, values: Sequence[Any], limit: int) -> list[Row]:
    """Statements of the temporary table ``remarked``, the latest first."""
    return load_statements(
        connection,
        f"SELECT {NUMBER}, position, any_value(way) AS way, min(day) AS day FROM remarked WHERE {condition} GROUP BY {NUMBER}, position "
        f"ORDER BY day DESC NULLS LAST, {NUMBER} DESC, position LIMIT {limit}",
        values,
    )


def load_statements(connection: duckdb.DuckDBPyConnection, chosen: str, values: Sequence[Any]) -> list[Row]:
    """The statements that a query chooses (``number``, ``position``, ``way``, ``day``), in words and in its order; the same words of one
    speaker on several pages once."""
    keys = fetch_rows(connection, chosen, values)
    if not keys:
        return []
    listed = ", ".join(f"({row[NUMBER]}, {row['position']})" for row in keys)
    numbers = ", ".join(str(row[NUMBER]) for row in keys)
    rows = fetch_rows(
        connection,
        f"SELECT statement.{NUMBER}, statement.position, statement.id, speaker.name AS speaker, act, statement.kind, addressee.name "
        f"AS addressee, "
        f'via.name AS via, statement.content, statement."start", statement."end", page.text AS page_text, {PAGE} '
        f"FROM (SELECT * FROM statement WHERE {NUMBER} IN ({numbers}) AND ({NUMBER}, position) IN ({listed})) AS statement "
        f"JOIN (SELECT * FROM page WHERE {NUMBER} IN ({numbers})) AS page USING ({NUMBER}) "
        + " ".join(
            f"LEFT JOIN (SELECT {NUMBER}, id, any_value(name) AS name FROM actor WHERE {NUMBER} IN ({numbers}) GROUP BY ALL) AS {who} "
            f"ON {who}.{NUMBER} = statement.{NUMBER} AND {who}.id = statement.{who}"
            for who in ("speaker", "addressee", "via")
        ),
    )
    by_key = {(row[NUMBER], row["position"]): row for row in rows}
    return list(first_told(statement_row(by_key[key[NUMBER], key["position"]], key) for key in keys))


def statement_row(row: Row, key: Row) -> Row:
    """A statement in words."""
    text = " … ".join(row["page_text"][span["start"] : span["end"]] for span in row["content"])
    found = {**row, "text": text, "way": key["way"], "day": key["day"].isoformat() if key["day"] else None}
    return {column: found[column] for column in STATEMENT_COLUMNS}


def first_told(rows: Iterable[Row]) -> Iterable[Row]:
    """Statements without those that an earlier one has word for word."""
    seen = set()
    for row in rows:
        key = (row["speaker"], " ".join(row["text"].casefold().split()))
        if key not in seen:
            seen.add(key)
            yield row


CLAIM_COLUMNS = {
    "id": "VARCHAR", "day": "VARCHAR", "by": "VARCHAR", "direction": "VARCHAR", "between": "VARCHAR[]", "text": "VARCHAR",
    "page": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "outlet": "VARCHAR",
    "published": "VARCHAR", "title": "VARCHAR", "source": "VARCHAR", "url": "VARCHAR",
}  # fmt: skip
"""The columns of a claim about a relation. Where nobody is named as ``by``, the outlet itself claims it."""


def find_claims(
    connection: duckdb.DuckDBPyConnection, parties: tuple[Party, Party], bounds: tuple[str, list[str]], limit: int
) -> list[Row]:
    """Claims about how two parties stand, the latest first; ``bounds`` are conditions on the days, with their values."""
    parts, values = [], []
    for one, other in (parties, parties[::-1]):
        first, second = one.is_on("one"), other.is_on("other")
        parts.append(f"({first[0]} AND {second[0]})")
        values += [*first[1], *second[1]]
    keys = fetch_rows(
        connection,
        f"SELECT {NUMBER}, position, first AS day FROM claimed WHERE ({' OR '.join(parts)}){bounds[0]} "
        f"ORDER BY day DESC NULLS LAST, {NUMBER}, position LIMIT {limit}",
        [*values, *bounds[1]],
    )
    if not keys:
        return []
    listed = ", ".join(f"({row[NUMBER]}, {row['position']})" for row in keys)
    rows = fetch_rows(
        connection,
        f'SELECT claim.{NUMBER}, claim.position, claim.id, direction, "between", "by", as_of, claim."start", claim."end", '
        f"page.text AS page_text, {PAGE} FROM claim JOIN page USING ({NUMBER}) WHERE (claim.{NUMBER}, claim.position) IN ({listed})",
    )
    names = names_on(connection, [row[NUMBER] for row in rows])
    by_key = {(row[NUMBER], row["position"]): row for row in rows}
    found, seen = [], set()
    for key in keys:
        row = by_key[key[NUMBER], key["position"]]
        told = claim_row(row, key["day"], names)
        if (told["by"], told["text"]) not in seen:
            seen.add((told["by"], told["text"]))
            found.append(told)
    return found


def claim_row(row: Row, day: date | None, names: dict[tuple[int, str], str]) -> Row:
    """A claim in words."""
    number = row[NUMBER]
    found = {
        **row, "day": row["as_of"] or (day.isoformat() if day else None), "text": row["page_text"][row["start"] : row["end"]],
        "by": names.get((number, row["by"]), row["by"]), "between": [names.get((number, id_), id_) for id_ in row["between"]],
    }  # fmt: skip
    return {column: found[column] for column in CLAIM_COLUMNS}


def names_on(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> dict[tuple[int, str], str]:
    """The names of the actors on some pages."""
    if not numbers:
        return {}
    listed = ", ".join(map(str, sorted(set(numbers))))
    return {
        (number, id_): name
        for number, id_, name in connection.execute(f"SELECT {NUMBER}, id, name FROM actor WHERE {NUMBER} IN ({listed})").fetchall()
    }


IS_CONFLICT = f"happened.type_at >= {QUAD * CLASSES.index('verbal conflict')}"
"""SQL for whether a row of ``happened`` is of a class of conflict."""


def choose_whom(connection: duckdb.DuckDBPyConnection, limit: int) -> list[Row]:
    """Who acted towards whom most, by happenings that were done: persons and bodies, not what they were rolled up to.

    Both sides are hashes of ids, as in ``told``; ``key`` is that of an event between them.
    """
    return fetch_rows(
        connection,
        "SELECT way, doer, done_to, count(*) AS happenings, count(*) FILTER (is_conflict) AS conflict, min(key) AS key FROM ("
        f"SELECT way, doer, done_to, happening, any_value({IS_CONFLICT}) AS is_conflict, min(told.key) AS key "
        f"FROM told JOIN happened USING (way, happening) WHERE happened.{DONE} GROUP BY way, doer, done_to, happening) "
        f"GROUP BY way, doer, done_to ORDER BY happenings DESC, way DESC, key, doer, done_to LIMIT {limit}",
    )


def find_whom(connection: duckdb.DuckDBPyConnection, limit: int) -> list[Row]:
    """Who acted towards whom most, in words: ids are looked up by their hashes among those on the page of an event between the two."""
    chosen = choose_whom(connection, limit)
    sheets = load_sheets(connection, [divmod(row["key"], STRIDE) for row in chosen], "names") if chosen else {}
    names_of = {number: dict(json.loads(sheet["names"])) for number, sheet in sheets.items()}
    ids = sorted({id_ for names in names_of.values() for id_ in names})
    query = "SELECT hash(id), id FROM (SELECT unnest(?::VARCHAR[]) AS id)"
    id_of = dict(connection.execute(query, [ids]).fetchall()) if ids else {}
    rows = []
    for row in chosen:
        actor, recipient, names = id_of[row["doer"]], id_of[row["done_to"]], names_of[row["key"] // STRIDE]
        rows.append({
            "way": WAYS[row["way"]], "actor": actor, "actor_name": names.get(actor, actor),
            "recipient": recipient, "recipient_name": names.get(recipient, recipient),
            "happenings": row["happenings"], "conflict": row["conflict"], "cooperation": row["happenings"] - row["conflict"],
        })  # fmt: skip
    return sorted(rows, key=lambda row: (-row["happenings"], row["way"], row["actor"], row["recipient"]))
