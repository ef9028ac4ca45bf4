"""The index's own tables, made from the rows of pages: who acted towards whom, day by day, and which words a story has.

They hold nothing that the shards do not; they are there so that questions are answered at once.
"""

from collections.abc import Mapping

import duckdb

from dragoman.model import MODALITIES, QUADS
from dragoman.store.columns import quoted
from dragoman.store.days import days_of
from dragoman.store.table import load_rows

NUMBER = "number"
"""The column that names a page in the index by a whole number: short, and growing with each page that is taken up."""

STRIDE = 65_536
"""More than a page has events: ``number * STRIDE + position`` is an event's key."""

QUAD = 8
"""More than a class has types: ``QUAD * class + place`` is the number of a type."""

CLASSES = tuple(dict.fromkeys(QUADS.values()))
"""PLOVER's four classes, in the order of their numbers."""

TYPE_AT = {
    kind: QUAD * CLASSES.index(quad) + [other for other in QUADS if QUADS[other] == quad].index(kind) for kind, quad in QUADS.items()
}
"""The numbers of the types of events: those of one class stand together."""

MODALITY_AT = {modality: at for at, modality in enumerate(MODALITIES)}
"""The numbers of what became of events."""

DERIVED = {
    "story": {
        NUMBER: "INTEGER", "length": "INTEGER", "day": "DATE", "known": "DATE", "outlet": "VARCHAR", "domain": "VARCHAR",
    },
    "sheet": {NUMBER: "INTEGER", "page": "VARCHAR", "names": "VARCHAR", "events": "VARCHAR[]"},
    "relation": {
        "actor_country": "VARCHAR", "recipient_country": "VARCHAR", "first": "DATE", "last": "DATE", "actor": "VARCHAR",
        "recipient": "VARCHAR", "type": "VARCHAR", "modality": "VARCHAR", "known": "DATE", "outlet": "VARCHAR", "domain": "VARCHAR",
        "according_to": "VARCHAR[]", NUMBER: "INTEGER", "position": "INTEGER", "intensity": "FLOAT", "happening": "BIGINT",
        "type_at": "TINYINT", "modality_at": "TINYINT",
    },
    "mirror": {},
    "about": {
        "country": "VARCHAR", "id": "VARCHAR", "kind": "VARCHAR", "day": "DATE", "known": "DATE", NUMBER: "INTEGER", "name": "VARCHAR",
        "is_first": "BOOLEAN",
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
events of a page, as JSON, since few values are read sooner than thirty columns; ``events`` has each by its position. ``relation``: an event
once for each actor and recipient that it has, from ``first`` to ``last`` day, with its ``happening``: what ``joined`` says, or else one of
its own; ``type_at`` and ``modality_at`` are numbers (``TYPE_AT``, ``MODALITY_AT``), which are counted sooner than words.
``mirror``: the same in another order. ``about``: somebody who is on a page (``day`` is when it was published), ``is_first`` once for
each page and country. ``remark``: a statement once for each one whom it mentions or addresses.
``claimed``: a claim about two. ``posting``: a word of a story.

The rest is made by comparing pages (``dragoman.compare``): ``compared`` has the pages that were; ``copy`` says which page has its story
from which ``original``; ``joined`` says to which ``happening`` an event belongs that is told elsewhere too, none where it stands in words
that its page has from another. ``echo`` are statements in such words. A happening is named by the key of its first event.
"""

SUMS = {
    "party": {"country": "VARCHAR", "id": "VARCHAR", "kind": "VARCHAR", "name": "VARCHAR", "pages": "BIGINT"},
    "calendar": {"day": "DATE", "known": "DATE", "pages": "BIGINT"},
}
"""Tables of sums with their columns: on how many ``pages`` a state or body is under a name (``PARTIES``), and how many are of a day.

The last column is to be summed: what comes is added and what goes taken away by rows of their own, which are folded when tables are put
in order.
"""

PARTIES = ("state", "organisation", "government")
"""Kinds of actors that a state or body of several states may be itself."""

ORDERS = {
    "relation": "actor_country, recipient_country, first",
    "mirror": "recipient_country, actor_country, first",
    "about": "country, day, id",
    "remark": "speaker_country, about_country, first",
    "posting": f"word, {NUMBER}",
    "imported": "actor_country, recipient_country, date",
    "party": "country, id, kind, name",
    "calendar": "day, known",
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
        f"INSERT INTO sheet SELECT {NUMBER}, to_json({{{page}}}), to_json(coalesce(names, [])), coalesce(events, []) "
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
        f"INSERT INTO about SELECT flag.country, flag.id, flag.kind, story.day, story.known, {NUMBER}, flag.name, "
        f"row_number() OVER (PARTITION BY flag.country, {NUMBER} ORDER BY flag.id) = 1 FROM flag JOIN story USING ({NUMBER}) ORDER BY ALL"
    )
    add_sums(connection, f"{NUMBER} >= {int(first)}")


def add_sums(connection: duckdb.DuckDBPyConnection, which: str, sign: int = 1) -> None:
    """Add the rows of some pages to the tables of sums, or take them away (``sign`` -1); ``which`` is a condition on the pages' numbers."""
    kinds = ", ".join(f"'{kind}'" for kind in PARTIES)
    connection.execute(
        f"INSERT INTO party SELECT country, id, kind, name, {sign} * count(*) FROM about "
        f"WHERE {which} AND country IS NOT NULL AND kind IN ({kinds}) GROUP BY ALL"
    )
    connection.execute(f"INSERT INTO calendar SELECT day, known, {sign} * count(*) FROM story WHERE {which} GROUP BY ALL")


def rows_of(table: str) -> str:
    """SQL for the rows of a table of the index; those of a table of sums are folded."""
    if table not in SUMS:
        return quoted(table)
    *keys, amount = map(quoted, SUMS[table])
    return f"(SELECT {', '.join(keys)}, sum({amount})::BIGINT AS {amount} FROM {quoted(table)} GROUP BY ALL HAVING sum({amount}) <> 0)"


def derive_relations(connection: duckdb.DuckDBPyConnection, first: int) -> None:
    """Who acted towards whom."""
    connection.execute(
        "INSERT INTO relation SELECT doer.country, done_to.country, days.first, days.last, side.actor, side.recipient, side.type, "
        f"side.modality, story.known, story.outlet, story.domain, side.according_to, side.{NUMBER}, side.position, "
        f"TRY_CAST(side.intensity AS FLOAT), side.{NUMBER}::BIGINT * {STRIDE} + side.position, "  # a page's figures may be beyond it
        f"{number_of(TYPE_AT, 'side.type')}, {number_of(MODALITY_AT, 'side.modality')} "
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


def number_of(numbers: Mapping[str, int], column: str) -> str:
    """SQL for the number of a column's word; null where it has none."""
    listed = ", ".join(f"'{word}': {number}" for word, number in numbers.items())
    return f"map {{{listed}}}[{column}]"


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
        connection.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS SELECT * FROM {rows_of(table)} ORDER BY {order}")
        connection.execute("DELETE FROM ordered WHERE name = ?", [table])
        connection.execute("INSERT INTO ordered VALUES (?, ?)", [table, count_rows(connection, table)])
        connection.execute("COMMIT")


def is_unordered(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether too many rows of a table came after it was last put in order."""
    count = count_rows(connection, table)
    known = connection.execute("SELECT rows FROM ordered WHERE name = ?", [table]).fetchone()
    return count - (known[0] if known else 0) > UNORDERED_ROWS + UNORDERED * count


def count_rows(connection: duckdb.DuckDBPyConnection, table: str, where: str = "") -> int:
    """How many rows a table has; ``where`` may name another database (``settled.``)."""
    found = connection.execute(f"SELECT count(*) FROM {where}{quoted(table)}").fetchone()
    return int(found[0]) if found else 0
