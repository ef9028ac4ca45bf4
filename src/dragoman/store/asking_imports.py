"""Questions put to imported events: those of GDELT, ICEWS and POLECAT that fit, told in the columns in which ours are."""

from collections.abc import Sequence

import duckdb

from dragoman.store.asking import EVENT_COLUMNS, Question, Where, any_of, side_is
from dragoman.store.imports import IMPORTED
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row

APART = ("source", "id", "date", "pair", "actor_country", "recipient_country")
"""Columns that are told in another way than the rest."""


def find_imported(connection: duckdb.DuckDBPyConnection, question: Question, sources: Sequence[str], limit: int | None) -> list[Row]:
    """The imported events that fit, the latest first; each counts as done.

    They have neither stories nor speakers: no event fits a question for words, for who says so, or for another modality.
    """
    if not sources or question.text or question.according_to or (question.modalities and "done" not in question.modalities):
        return []
    conditions, values = conditions_of(question)
    return load_imported(connection, ([any_of("source", sources), *conditions], [*sources, *values]), limit)


def load_imported(connection: duckdb.DuckDBPyConnection, fitting: Where, limit: int | None) -> list[Row]:
    """The imported events that meet all conditions of ``fitting``, the latest first."""
    where = " AND ".join(fitting[0])
    rest = ", ".join(f"any_value({column}) AS {column}" for column in IMPORTED if column not in APART)
    most = "" if limit is None else f"LIMIT {limit}"
    rows = fetch_rows(
        connection,
        f"SELECT source, id, date, {rest}, {sides('actor')}, {sides('recipient')} FROM imported "
        f"SEMI JOIN (SELECT DISTINCT source, id, date FROM imported WHERE {where} ORDER BY date DESC, source, id {most}) AS wanted "
        "USING (source, id) GROUP BY source, id, date ORDER BY date DESC, source, id",
        fitting[1],
    )
    return [imported_answer(row) for row in rows]


def sides(side: str) -> str:
    """SQL for the codes on one side of an event, or the name where no code is known."""
    who = f"coalesce({side}_country, {side})"
    return f"list_sort(list_distinct(coalesce(list({who}) FILTER ({who} IS NOT NULL), []))) AS {side}s"


def conditions_of(question: Question) -> tuple[list[str], list[str]]:
    """The conditions of a question that imported events can meet."""
    conditions: list[str] = []
    values: list[str] = []
    for side, ids in (("actor", question.actors), ("recipient", question.recipients)):
        if ids:
            condition, more = side_is(side, ids)
            conditions.append(condition)
            values += more
    if question.involving:
        one, other = side_is("actor", question.involving), side_is("recipient", question.involving)
        conditions.append(f"({one[0]} OR {other[0]})")
        values += [*one[1], *other[1]]
    for column, wanted in (("type", question.types), ("outlet", question.outlets)):
        if wanted:
            conditions.append(any_of(column, wanted))
            values += wanted
    for condition, day in (("date >= ?::DATE", question.since), ("date <= ?::DATE", question.until), ("known <= ?::DATE", question.as_of)):
        if day:
            conditions.append(condition)
            values.append(day)
    return conditions, values


def imported_answer(row: Row) -> Row:
    """An imported event in the columns of an answer. ``page`` is none, ``position`` the line of the file in ``source``."""
    told = {
        **dict.fromkeys(EVENT_COLUMNS), "data": row["source"], "id": row["id"], "position": row["line"], "type": row["type"],
        "mode": row["mode"], "cameo": row["cameo"], "intensity": row["intensity"], "modality": "done", "date": row["date"].isoformat(),
        "actors": row["actors"], "actor_names": [row["actor"]] if row["actor"] else row["actors"],
        "recipients": row["recipients"], "recipient_names": [row["recipient"]] if row["recipient"] else row["recipients"],
        "according_to": [], "according_to_names": [], "place": row["place"],
        "published": row["known"].isoformat() if row["known"] else None, "recorded": row["recorded"], "outlet": row["outlet"],
        "source": row["file"], "url": row["url"], "text": row["text"],
        "why": f"{row['source']}, line {row['line']} of {row['file']}", "made_by": f"import {row['source']}",
    }  # fmt: skip
    return {column: told[column] for column in EVENT_COLUMNS}
