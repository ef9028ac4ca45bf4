"""Questions put to a library's index: which events fit, how two parties stood month by month, which pages have these words."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import duckdb

from dragoman.errors import DayError, DragomanError
from dragoman.model import EVENT_TYPES, MODALITIES
from dragoman.store.derived import NUMBER, OF_EVENT, words_in
from dragoman.store.imports import SOURCES
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row

Key = tuple[int, int]
"""The number of a page in the index and the position of an event on it."""

Where = tuple[list[str], list[Any]]
"""Conditions in SQL, and the values of their question marks."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which events are asked for; every condition that is given must hold, and of several values of one condition any may.

    ``actors`` act, ``recipients`` are acted upon, ``involving`` are on either side: ids (``Q142``, ``local:…``) or codes of states and
    bodies (``FRA``, ``NATO``), which mean everybody who belongs to them. ``since`` and ``until`` are days on which it happens or is to
    happen, ``as_of`` the day up to which pages were published. ``outlet`` is an outlet's id, name or domain. ``text`` are words that the
    page's story has, all of them. ``according_to`` are ids; ``""`` asks for what outlets assert themselves. ``sources`` are ``pages``
    (what was read here) and those of imported events.
    """

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    involving: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    according_to: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    text: str | None = None
    as_of: str | None = None
    sources: tuple[str, ...] = ("pages",)


def make_question(**conditions: Any) -> Question:  # noqa: ANN401 - the conditions of a question
    """A question out of conditions, each a value or a list of values; raises ``DragomanError`` where one of them cannot be."""
    known = {field.name: field.default for field in fields(Question)}
    for name in conditions.keys() - known.keys():
        raise DragomanError(f"{name} is no condition of a question: they are {', '.join(known)}")
    given = {name: value for name, value in conditions.items() if value is not None}
    asked: dict[str, Any] = {name: listed(value) if isinstance(known[name], tuple) else value for name, value in given.items()}
    for name, allowed in (("types", EVENT_TYPES), ("modalities", MODALITIES), ("sources", ("pages", *SOURCES))):
        for value in asked.get(name, ()):
            if value not in allowed:
                raise DragomanError(f"{value} is none of the {name} of events: they are {', '.join(allowed)}")
    if "as_of" in asked:
        checked_day(asked["as_of"])
    check_days(asked.get("since"), asked.get("until"))
    return Question(**asked)


def listed(value: str | Iterable[str]) -> tuple[str, ...]:
    """One value or several as several."""
    return (value,) if isinstance(value, str) else tuple(value)


def checked_day(value: str) -> str:
    """A day that is one, written as ``2024-04-04``; raises ``DayError`` where it is none, or is written otherwise (``20240404``)."""
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except (ValueError, TypeError):
        pass
    raise DayError(f"{value if isinstance(value, str) else repr(value)} is no day: write it as 2024-04-04")


def check_days(since: str | None, until: str | None) -> None:
    """Raise ``DragomanError`` where one of two days is none, or no day can be from the first on and up to the second."""
    for day in (since, until):
        if day is not None:
            checked_day(day)
    if since is not None and until is not None and since > until:
        raise DragomanError(f"{since} is later than {until}: no day fits both")


EVENT_COLUMNS = {
    "page": "VARCHAR", "run": "VARCHAR", "position": "INTEGER", "id": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR",
    "cameo": "VARCHAR", "intensity": "DOUBLE", "modality": "VARCHAR", "date": "VARCHAR", "actors": "VARCHAR[]",
    "actor_names": "VARCHAR[]", "recipients": "VARCHAR[]", "recipient_names": "VARCHAR[]", "according_to": "VARCHAR[]",
    "according_to_names": "VARCHAR[]", "place": "VARCHAR", "published": "VARCHAR", "recorded": "VARCHAR", "outlet": "VARCHAR",
    "title": "VARCHAR", "source": "VARCHAR", "url": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "text": "VARCHAR",
    "statement": "VARCHAR", "confidence": "DOUBLE", "why": "VARCHAR", "made_by": "VARCHAR",
    "data": "VARCHAR",
}  # fmt: skip
"""The columns of an answer: what happened, between whom, and where that stands; ``data`` is ``pages``, or where it was imported from."""

RELATION_COLUMNS = {
    "month": "VARCHAR", "actor": "VARCHAR", "recipient": "VARCHAR", "type": "VARCHAR", "modality": "VARCHAR", "events": "BIGINT",
}  # fmt: skip
"""The columns of a relation: how many ``events`` of a type pages tell of, by the state or body of each side."""

FOUND_COLUMNS = {
    "page": "VARCHAR", "score": "DOUBLE", "published": "VARCHAR", "outlet": "VARCHAR", "title": "VARCHAR", "source": "VARCHAR",
    "url": "VARCHAR", "text": "VARCHAR", "recorded": "VARCHAR",
}  # fmt: skip

FOUND_OF_PAGE = f"{NUMBER}, page, published, recorded, outlet_name AS outlet, title, source, url, text"

NEWEST_FIRST = f"first DESC NULLS LAST, {NUMBER} DESC, position"


def find_events(connection: duckdb.DuckDBPyConnection, question: Question, limit: int | None, offset: int = 0) -> Iterator[Row]:
    """The events that fit, the latest to happen first; all of them where there is no ``limit``."""
    keys = find_keys(connection, question, None if limit is None else offset + limit)[offset:]
    for start in range(0, len(keys), LOADED):
        yield from event_answers(connection, keys[start : start + LOADED])


LOADED = 1_000
"""Events that are loaded at a time."""


def find_keys(connection: duckdb.DuckDBPyConnection, question: Question, wanted: int | None) -> list[Key]:
    """The page and position of the first so many events that fit; an event is in ``relation`` once for each pair of its sides."""
    fitting, values = rows_that_fit(connection, question, f"{NUMBER}, position, first")
    query = f"SELECT {NUMBER}, position FROM ({fitting}) ORDER BY {NEWEST_FIRST}"
    if wanted is None:
        return list(dict.fromkeys(connection.execute(query, values).fetchall()))
    taken = 2 * wanted
    while True:
        rows = connection.execute(f"{query} LIMIT {taken}", values).fetchall()
        keys = list(dict.fromkeys(rows))
        if len(keys) >= wanted or len(rows) < taken:
            return keys[:wanted]
        taken *= 4


def rows_that_fit(connection: duckdb.DuckDBPyConnection, question: Question, columns: str) -> tuple[str, list[Any]]:
    """SQL for the rows that fit, with its values; each side is looked for in the table that lies in its order."""
    conditions, values = where_of(connection, question)

    def rows(table: str, side: Sequence[str] = ()) -> str:
        where = " AND ".join([*side, *conditions])
        return f"SELECT {columns} FROM {table}" + (f" WHERE {where}" if where else "")

    if not question.involving:
        return rows("relation" if question.actors or not question.recipients else "mirror"), values
    doer, done_to = side_is("actor", question.involving), side_is("recipient", question.involving)
    return f"{rows('relation', [doer[0]])} UNION ALL {rows('mirror', [done_to[0]])}", [*doer[1], *values, *done_to[1], *values]


def where_of(connection: duckdb.DuckDBPyConnection, question: Question) -> Where:
    """A question as conditions, but for who is on either side."""
    conditions: list[str] = []
    values: list[Any] = []
    for condition, more in conditions_of(question):
        conditions.append(condition)
        values += more
    if question.text:
        words = query_words(connection, question.text)
        conditions.append(
            f"{NUMBER} IN (SELECT {NUMBER} FROM posting WHERE {any_of('word', words)} GROUP BY {NUMBER} HAVING count(*) = {len(words)})"
            if words
            else "false"
        )
        values += words
    return conditions, values


def conditions_of(question: Question) -> Iterator[tuple[str, list[Any]]]:
    """The plain conditions of a question."""
    for side, ids in (("actor", question.actors), ("recipient", question.recipients)):
        if ids:
            yield side_is(side, ids)
    for column, wanted in (("type", question.types), ("modality", question.modalities)):
        if wanted:
            yield any_of(column, wanted), list(wanted)
    for condition, day in (("last >= ?::DATE", question.since), ("first <= ?::DATE", question.until), ("known <= ?::DATE", question.as_of)):
        if day:
            yield condition, [day]
    if question.according_to:
        own = "len(according_to) = 0" if "" in question.according_to else "false"
        yield f"({own} OR list_has_any(according_to, ?))", [list(question.according_to)]
    if question.outlets:
        named = f"SELECT DISTINCT outlet_id FROM page WHERE {any_of('lower(outlet_name)', question.outlets)}"
        lowered = [outlet.lower() for outlet in question.outlets]
        yield (
            f"({any_of('outlet', question.outlets)} OR {any_of('domain', lowered)} OR outlet IN ({named}))",
            [*question.outlets, *lowered, *lowered],
        )


def side_is(side: str, wanted: Sequence[str]) -> tuple[str, list[Any]]:
    """That one side of an event is one of some ids or belongs to one of some states and bodies."""
    codes = [code for code in wanted if is_code(code)]
    ids = [id_ for id_ in wanted if not is_code(id_)]
    parts = [any_of(f"{side}_country", codes)] if codes else []
    parts += [any_of(side, ids)] if ids else []
    return (f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0]), [*codes, *ids]


def is_code(word: str) -> bool:
    """Whether a word is the code of a state or body: ``FRA``, ``NATO``, no id such as ``Q142``."""
    return word.isupper() and word.isalpha() and len(word) > 1


def any_of(column: str, values: Sequence[str]) -> str:
    """That a column has one of some values, to be handed over one by one."""
    return f"{column} IN ({', '.join('?' * len(values))})" if len(values) > 1 else f"{column} = ?"


def query_words(connection: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    """The words of a question as the index has them, each once."""
    found = connection.execute(f"SELECT {words_in('?::VARCHAR')}", [text]).fetchone()
    return list(dict.fromkeys(word[:64] for word in found[0])) if found else []


def event_answers(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> list[Row]:
    """Events with their pages and the names of their sides, in the order of the keys."""
    if not keys:
        return []
    texts = {row[NUMBER]: row["text"] for row in rows_at(connection, "page", f"{NUMBER}, text", {number for number, _ in keys})}
    sheets = load_sheets(connection, keys)
    pages = {number: (json.loads(sheet["page"]), dict(json.loads(sheet["names"]))) for number, sheet in sheets.items()}
    return [event_answer(event_on(sheets[number], position), *pages[number], texts[number]) for number, position in keys]


def load_sheets(connection: duckdb.DuckDBPyConnection, keys: Iterable[Key], columns: str = "page, names, events") -> dict[int, Row]:
    """The sheets of the pages of some events, by the pages' numbers."""
    rows = rows_at(connection, "sheet", f"{NUMBER}, {columns}", {number for number, _ in keys})
    return {row[NUMBER]: row for row in rows}


def event_on(sheet: Row, position: int) -> Row:
    """What a sheet tells of one event."""
    return dict(zip(OF_EVENT, json.loads(sheet["events"][position]), strict=True))


def rows_at(connection: duckdb.DuckDBPyConnection, table: str, columns: str, numbers: Iterable[int]) -> list[Row]:
    """The rows of some pages of an indexed table: numbers that are written out are looked up."""
    listed = ", ".join(map(str, sorted(numbers)))
    return fetch_rows(connection, f"SELECT {columns} FROM {table} WHERE {NUMBER} IN ({listed})")


def event_answer(event: Row, page: Row, names: Mapping[str, str], text: str) -> Row:
    """One row of an answer."""

    def named(column: str) -> list[str]:
        return [names.get(id_, id_) for id_ in event[column]]

    told = {
        **page, **event, "outlet": page["outlet_name"], "text": text[event["start"] : event["end"]], "data": "pages",
        "actor_names": named("actors"), "recipient_names": named("recipients"), "according_to_names": named("according_to"),
    }  # fmt: skip
    return {column: told[column] for column in EVENT_COLUMNS}


def count_relation(connection: duckdb.DuckDBPyConnection, question: Question) -> list[Row]:
    """Events between the sides of a question, month by month, type and modality; an event is told of as often as pages tell of it."""
    columns = (
        f"date_trunc('month', first) AS month, actor_country AS actor, recipient_country AS recipient, type, modality, {NUMBER}, position"
    )
    fitting, values = rows_that_fit(connection, question, columns)
    return fetch_rows(
        connection,
        "SELECT strftime(month, '%Y-%m') AS month, actor, recipient, type, modality, count(*) AS events "
        f"FROM (SELECT DISTINCT * FROM ({fitting})) GROUP BY ALL ORDER BY ALL",
        values,
    )


def search_pages(connection: duckdb.DuckDBPyConnection, text: str, limit: int, as_of: str | None = None) -> list[Row]:
    """The pages whose stories have all words of ``text``, best first (BM25); words in quotation marks stand together.

    The formula is Robertson's, as in Lucene: k1 = 1.2, b = 0.75.
    """
    words = query_words(connection, text)
    if not words:
        return []
    phrases = phrases_of(text)
    scored = score_pages(connection, words, limit if not phrases else MOST_CHECKED, as_of)
    answer: list[Row] = []
    for start in range(0, len(scored), CHECKED):
        some = dict(scored[start : start + CHECKED])
        rows = {row[NUMBER]: row for row in rows_at(connection, "page", FOUND_OF_PAGE, some)}
        held = [number for number in some if has_phrases(connection, rows[number]["text"], phrases)]
        answer += [found_answer(rows[number], some[number], words) for number in held]
        if len(answer) >= limit:
            break
    return answer[:limit]


MOST_CHECKED = 5_000
"""Pages that are looked through for words that stand together."""

CHECKED = 200
"""So many at a time."""


def score_pages(connection: duckdb.DuckDBPyConnection, words: Sequence[str], limit: int, as_of: str | None) -> list[tuple[int, float]]:
    """The best pages with their scores; only pages that have the rarest of the words are looked at."""
    counted = dict(connection.execute(f"SELECT word, count(*) FROM posting WHERE {any_of('word', words)} GROUP BY word", words).fetchall())
    if len(counted) < len(words):
        return []
    stories, length = connection.execute("SELECT count(*), greatest(avg(length), 1) FROM story").fetchall()[0]
    weights = [math.log(1 + (stories - counted[word] + 0.5) / (counted[word] + 0.5)) for word in words]
    known = f"SEMI JOIN (SELECT {NUMBER} FROM story WHERE known <= $day::DATE) AS story USING ({NUMBER})" if as_of else ""
    query = (
        f"WITH rarest AS MATERIALIZED (SELECT {NUMBER} FROM posting {known} WHERE word = $rarest), "
        "asked AS (SELECT unnest($words::VARCHAR[]) AS word, unnest($weights::DOUBLE[]) AS weight) "
        f"SELECT {NUMBER}, sum(weight * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / $length))) AS score "
        f"FROM (SELECT * FROM posting WHERE word IN ({', '.join(f'$w{i}' for i in range(len(words)))})) AS hit "
        f"SEMI JOIN rarest USING ({NUMBER}) JOIN asked USING (word) GROUP BY {NUMBER} HAVING count(*) = {len(words)} "
        f"ORDER BY score DESC, {NUMBER} DESC LIMIT {limit}"
    )
    values = {"rarest": min(words, key=lambda word: counted[word]), "words": list(words), "weights": weights, "length": length}
    values |= {f"w{i}": word for i, word in enumerate(words)} | ({"day": as_of} if as_of else {})
    return connection.execute(query, values).fetchall()


def phrases_of(text: str) -> list[str]:
    """What stands in quotation marks."""
    parts = text.replace("“", '"').replace("”", '"').split('"')
    return [part for part in parts[1::2] if part.strip()] if len(parts) > 2 else []


def has_phrases(connection: duckdb.DuckDBPyConnection, text: str, phrases: Sequence[str]) -> bool:
    """Whether the words of each phrase stand in a text one after the other."""
    if not phrases:
        return True
    joined = [f" {' '.join(all_words(connection, part))} " for part in (text, *phrases)]
    return all(part in joined[0] for part in joined[1:])


def all_words(connection: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    """The words of a text in order."""
    found = connection.execute(f"SELECT {words_in('?::VARCHAR')}", [text]).fetchone()
    return list(found[0]) if found else []


def found_answer(page: Row, score: float, words: Sequence[str]) -> Row:
    """One page of a search, with the passage in which one of the words stands first."""
    told = {**page, "score": round(score, 3), "text": passage_of(page["text"], words)}
    return {column: told[column] for column in FOUND_COLUMNS}


def passage_of(text: str, words: Sequence[str]) -> str:
    """The line of a text that has most of the words, cut to a readable length around the first of them."""
    lines = [line for line in text.split("\n") if line.strip()]
    best = max(lines, key=lambda line: sum(word in line.lower() for word in words), default="")
    first = min((at for at in (best.lower().find(word) for word in words) if at >= 0), default=0)
    start = max(0, first - 60)
    return f"{'…' if start else ''}{best[start : start + 200]}{'…' if len(best) > start + 200 else ''}"
