"""The index's own tables, made from the rows of pages: who acted towards whom, day by day, and which words a story has.

They hold nothing that the shards do not; they are there so that questions are answered at once.
"""

import duckdb

from dragoman.store.columns import quoted
from dragoman.store.days import days_of
from dragoman.store.table import load_rows

NUMBER = "number"
"""The column that names a page in the index by a whole number: short, and growing with each page that is taken up."""

STRIDE = 65_536
"""More than a page has events: ``number * STRIDE + position`` is an event's key."""

DERIVED = {
    "story": {
        NUMBER: "INTEGER", "length": "INTEGER", "day": "DATE", "known": "DATE", "outlet": "VARCHAR", "domain": "VARCHAR",
    },
    "sheet": {NUMBER: "INTEGER", "told": "VARCHAR"},
    "relation": {
        "actor_country": "VARCHAR", "recipient_country": "VARCHAR", "first": "DATE", "last": "DATE", "actor": "VARCHAR",
        "recipient": "VARCHAR", "type": "VARCHAR", "modality": "VARCHAR", "known": "DATE", "outlet": "VARCHAR", "domain": "VARCHAR",
        "according_to": "VARCHAR[]", NUMBER: "INTEGER", "position": "INTEGER", "intensity": "FLOAT", "happening": "BIGINT",
    },
    "mirror": {},
    "about": {
        "country": "VARCHAR", "id": "VARCHAR", "kind": "VARCHAR", "day": "DATE", "known": "DATE", NUMBER: "INTEGER", "name": "VARCHAR",
    },
    "remark": {
        "speaker_country": "VARCHAR", "about_country": "VARCHAR", "first": "DATE", "speaker": "VARCHAR", "about": "VARCHAR",
        "act": "VARCHAR", "known": "DATE", NUMBER: "INTEGER", "position": "INTEGER",
    },
    "claimed": {
        "one_country": "VARCHAR", "other_country": "VARCHAR", "first": "DATE", "one": "VARCHAR", "other": "VARCHAR", "known": "DATE",
        NUMBER: "INTEGER", "position": "INTEGER",
    },
    "compared": {NUMBER: "INTEGER", "fingerprint": "BLOB"},
    "copy": {
        NUMBER: "INTEGER", "original": "INTEGER", "kind": "VARCHAR", "containment": "DOUBLE", "kept": "DOUBLE", "confidence": "DOUBLE",
        "why": "VARCHAR[]",
    },
    "joined": {NUMBER: "INTEGER", "position": "INTEGER", "happening": "BIGINT", "confidence": "DOUBLE", "why": "VARCHAR[]"},
    "echo": {NUMBER: "INTEGER", "position": "INTEGER"},
    "posting": {"word": "VARCHAR", NUMBER: "INTEGER", "times": "USMALLINT", "length": "INTEGER"},
}  # fmt: skip
DERIVED["mirror"] = DERIVED["relation"]
"""These tables with their columns.

``story``: a page; ``known`` is when it was published or, where that is not known, captured or recorded. ``sheet``: what answers tell of the
events of a page, as JSON, since one value is read sooner than thirty columns. ``relation``: an event once for each actor and recipient
that it has, from ``first`` to ``last`` day, with its ``happening``: what ``joined`` says, or else one of its own. ``mirror``: the same in
another order. ``about``: somebody who is on a page (``day`` is when it was published). ``remark``: a statement once for each one whom it
mentions or addresses.
``claimed``: a claim about two. ``posting``: a word of a story.

The rest is made by comparing pages (``dragoman.compare``): ``compared`` has the pages that were; ``copy`` says which page has its story
from which ``original``; ``joined`` says to which ``happening`` an event belongs that is told elsewhere too, none where it stands in words
that its page has from another. ``echo`` are statements in such words. A happening is named by the key of its first event.
"""

ORDERS = {
    "relation": "actor_country, recipient_country, first",
    "mirror": "recipient_country, actor_country, first",
    "about": "country, day, id",
    "remark": "speaker_country, about_country, first",
    "posting": f"word, {NUMBER}",
    "imported": "actor_country, recipient_country, date",
}
"""The order in which a table answers fastest."""

INDEXED = ("page", "sheet")
"""The tables of which single pages are fetched: without an index, each would cost a look at some thousand beside it."""

OF_PAGE = ("page", "run", "published", "recorded", "made_by", "outlet_name", "title", "source", "url")
"""What a sheet tells of the page."""

OF_EVENT = (
    "position", "id", "type", "mode", "cameo", "intensity", "modality", "date", "actors", "recipients", "according_to", "place", "start",
    "end", "statement", "confidence", "why",
)  # fmt: skip
"""What a sheet tells of each event, in this order."""

UNORDERED = 0.25
"""The share of a table that may have come after it was last put in order."""

UNORDERED_ROWS = 200_000
"""So many rows may always have."""

LONGEST_WORD = 64

UNREAD = ("boilerplate", "related")
"""Kinds of blocks that belong to no story."""


def words_in(text: str) -> str:
    """SQL for the list of a text's words as the index has them: lower case, without accents; Chinese characters are words by themselves."""
    return f"regexp_extract_all(lower(strip_accents({text})), '\\p{{Han}}|[\\p{{L}}\\p{{M}}\\p{{N}}]+')"


def derive_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the rows of pages that were just taken up (the temporary table ``winner`` names them)."""
    first = connection.execute("SELECT min(number) FROM winner").fetchone()
    if first is None or first[0] is None:
        return
    derive_stories(connection, first[0])
    derive_sheets(connection, first[0])
    derive_days(connection, first[0])
    derive_flags(connection, first[0])
    derive_relations(connection, first[0])
    derive_remarks(connection, first[0])
    derive_claims(connection, first[0])
    for name in ("flag", "days"):
        connection.execute(f"DROP TABLE {name}")


def derive_stories(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """Stories and their words."""
    unread = ", ".join(f"'{kind}'" for kind in UNREAD)
    parts = f'list_transform(list_filter(blocks, lambda b: b.kind NOT IN ({unread})), lambda b: text[b."start" + 1 : b."end"])'
    title = "CASE WHEN len(list_filter(blocks, lambda b: b.kind = 'title')) = 0 THEN coalesce(title, '') ELSE '' END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT {NUMBER}, {words_in('told')} AS words FROM (SELECT {NUMBER}, "
        f"CASE WHEN len(blocks) = 0 THEN text ELSE {title} || ' ' || array_to_string({parts}, ' ') END AS told "
        f"FROM page WHERE {NUMBER} >= ?)",
        [first],
    )
    connection.execute(
        f"INSERT INTO posting SELECT word, {NUMBER}, least(count(*), 65535), any_value(length) FROM (SELECT {NUMBER}, "
        f"left(unnest(words), {LONGEST_WORD}) AS word, len(words) AS length FROM told) GROUP BY word, {NUMBER} ORDER BY word, {NUMBER}"
    )
    connection.execute(
        f"INSERT INTO story SELECT page.{NUMBER}, len(words), {day('published')}, "
        f"coalesce({day('published')}, {day('captured')}, {day('recorded')}), outlet_id, outlet_domain "
        f"FROM page JOIN told ON page.{NUMBER} = told.{NUMBER}"
    )
    connection.execute("DROP TABLE told")


def derive_sheets(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """What answers tell of the events of each page: the page, the names of its actors, and the events."""
    page = ", ".join(f"{quoted(column)}: page.{quoted(column)}" for column in OF_PAGE)
    event = ", ".join(map(quoted, OF_EVENT))
    connection.execute(
        f"INSERT INTO sheet SELECT {NUMBER}, to_json({{page: {{{page}}}, names: coalesce(names, []), events: coalesce(events, [])}}) "
        f"FROM page LEFT JOIN (SELECT {NUMBER}, list([id, name] ORDER BY position) AS names FROM actor WHERE {NUMBER} >= $1 "
        f"GROUP BY {NUMBER}) AS named USING ({NUMBER}) LEFT JOIN (SELECT {NUMBER}, list(json_array({event}) ORDER BY position) AS events "
        f"FROM event WHERE {NUMBER} >= $1 GROUP BY {NUMBER}) AS acts USING ({NUMBER}) WHERE {NUMBER} >= $1 ORDER BY {NUMBER}",
        [first],
    )


def day(column: str) -> str:
    """SQL for the day at the beginning of a column's text."""
    return f"TRY_CAST(left(page.{column}, 10) AS DATE)"


def derive_days(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """The first and last day of each calendar value that new rows have, in a temporary table."""
    values = connection.execute(
        f"SELECT date FROM event WHERE {NUMBER} >= $1 AND date IS NOT NULL UNION SELECT said FROM statement WHERE {NUMBER} >= $1 "
        f"AND said IS NOT NULL UNION SELECT as_of FROM claim WHERE {NUMBER} >= $1 AND as_of IS NOT NULL",
        [first],
    ).fetchall()
    rows = [{"value": value, "first": days_of(value)[0], "last": days_of(value)[1]} for (value,) in values]
    load_rows(connection, "days", {"value": "VARCHAR", "first": "DATE", "last": "DATE"}, rows)


def derive_flags(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """Who is on new pages, and whose; in a temporary table besides."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE flag AS SELECT {NUMBER}, id, any_value(country) AS country, any_value(kind) AS kind, "
        f"any_value(name) AS name FROM actor WHERE {NUMBER} >= ? GROUP BY {NUMBER}, id",
        [first],
    )
    connection.execute(
        f"INSERT INTO about SELECT flag.country, flag.id, flag.kind, story.day, story.known, {NUMBER}, flag.name FROM flag JOIN story "
        f"USING ({NUMBER}) ORDER BY ALL"
    )


def derive_relations(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """Who acted towards whom."""
    connection.execute(
        "INSERT INTO relation SELECT doer.country, done_to.country, days.first, days.last, side.actor, side.recipient, side.type, "
        f"side.modality, story.known, story.outlet, story.domain, side.according_to, side.{NUMBER}, side.position, "
        f"TRY_CAST(side.intensity AS FLOAT), side.{NUMBER}::BIGINT * {STRIDE} + side.position "  # a page's figures may be beyond it
        "FROM (SELECT *, unnest(CASE WHEN len(recipients) = 0 THEN [NULL] ELSE recipients END) AS recipient FROM ("
        f"SELECT {NUMBER}, position, date, type, modality, according_to, intensity, recipients, "
        "unnest(CASE WHEN len(actors) = 0 THEN [NULL] ELSE actors END) AS actor "
        f"FROM event WHERE {NUMBER} >= ?)) AS side "
        f"JOIN story ON story.{NUMBER} = side.{NUMBER} LEFT JOIN days ON days.value = side.date "
        f"LEFT JOIN flag AS doer ON doer.{NUMBER} = side.{NUMBER} AND doer.id = side.actor "
        f"LEFT JOIN flag AS done_to ON done_to.{NUMBER} = side.{NUMBER} AND done_to.id = side.recipient "
        "ORDER BY 1, 2, 3",
        [first],
    )
    connection.execute(f"INSERT INTO mirror SELECT * FROM relation WHERE {NUMBER} >= ? ORDER BY {ORDERS['mirror']}", [first])


def derive_remarks(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """Who said something of whom: whom a statement addresses, and whom its words mention."""
    connection.execute(
        f"INSERT INTO remark SELECT doer.country, done_to.country, coalesce(days.first, story.day), told.speaker, told.about, "
        f"told.act, story.known, "
        f"told.{NUMBER}, told.position FROM ("
        f"SELECT {NUMBER}, position, speaker, addressee AS about, act, said FROM statement WHERE {NUMBER} >= $1 AND addressee IS NOT NULL "
        f"UNION SELECT part.{NUMBER}, part.position, part.speaker, who.id, part.act, part.said "
        f"FROM (SELECT {NUMBER}, position, speaker, act, said, unnest(content) AS span FROM statement WHERE {NUMBER} >= $1) AS part "
        f"JOIN (SELECT {NUMBER}, id, unnest(mentions) AS span FROM actor WHERE {NUMBER} >= $1) AS who ON who.{NUMBER} = part.{NUMBER} "
        'AND who.span."start" >= part.span."start" AND who.span."end" <= part.span."end") AS told '
        f"JOIN story ON story.{NUMBER} = told.{NUMBER} LEFT JOIN days ON days.value = told.said "
        f"LEFT JOIN flag AS doer ON doer.{NUMBER} = told.{NUMBER} AND doer.id = told.speaker "
        f"LEFT JOIN flag AS done_to ON done_to.{NUMBER} = told.{NUMBER} AND done_to.id = told.about "
        "WHERE told.speaker IS NOT NULL AND told.speaker <> told.about ORDER BY 1, 2, 3",
        [first],
    )


def derive_claims(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """Between whom relations were described; claims of readings that gave them no id get the one that they would have had."""
    raw = 'json_array(page, \'claim\', [claim."start", claim."end"], "between")'
    connection.execute(f"UPDATE claim SET id = left(sha256({raw}::VARCHAR), 16) WHERE id IS NULL AND {NUMBER} >= ?", [first])
    connection.execute(
        f"INSERT INTO claimed SELECT one.country, other.country, coalesce(days.first, story.day), claim.between[1], "
        f"claim.between[2], story.known, "
        f"claim.{NUMBER}, claim.position FROM claim JOIN story USING ({NUMBER}) LEFT JOIN days ON days.value = claim.as_of "
        f"LEFT JOIN flag AS one ON one.{NUMBER} = claim.{NUMBER} AND one.id = claim.between[1] "
        f"LEFT JOIN flag AS other ON other.{NUMBER} = claim.{NUMBER} AND other.id = claim.between[2] WHERE claim.{NUMBER} >= ?",
        [first],
    )


def order_derived(connection: duckdb.DuckDBPyConnection) -> None:
    """Put tables in order again of which much came later, so that few parts of them need to be looked at."""
    for table, order in ORDERS.items():
        if not is_unordered(connection, table):
            continue
        connection.execute("BEGIN")
        connection.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS SELECT * FROM {quoted(table)} ORDER BY {order}")
        connection.execute("DELETE FROM ordered WHERE name = ?", [table])
        connection.execute("INSERT INTO ordered VALUES (?, ?)", [table, count_rows(connection, table)])
        connection.execute("COMMIT")


def is_unordered(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether too many rows of a table came after it was last put in order."""
    count = count_rows(connection, table)
    known = connection.execute("SELECT rows FROM ordered WHERE name = ?", [table]).fetchone()
    return count - (known[0] if known else 0) > UNORDERED_ROWS + UNORDERED * count


def count_rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table has."""
    found = connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()
    return int(found[0]) if found else 0
