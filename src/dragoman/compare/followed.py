"""Said, then done? Threats, plans and demands followed to whether an act that matches came within a time.

A threat, plan or demand is an event that pages tell as ``threatened``, ``planned`` or ``demanded``: its actor is who is to act, so that
of "Ruritania demands that Syldavia withdraw" Syldavia is the actor. It is answered by an act told as done or going on, of the same
actor towards the same recipient (both by state, where they have one), of the same type or of a kin one (``data/followed.yml``), on a
later day than that of the saying, up to so many days after it. An act of the very day is left out: it is most often what occasioned the
saying. Where no act is found, what was kept decides what that means: ``no coverage`` (no page about both sides in that time), ``open``
(the time is not over by the latest page that is kept) or ``not found``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dragoman.compare.kept import Tell, no_word, open_compared
from dragoman.compare.parties import find_party
from dragoman.compare.relations import MODALITY, conditions
from dragoman.errors import DragomanError
from dragoman.lexicon import load_yaml
from dragoman.store import Library, Table
from dragoman.store.asking import checked_day, event_answers
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row, Tabular

FOLLOWED = ("threatened", "planned", "demanded")

OUTCOMES = ("done", "kin done", "not found", "open", "no coverage")
"""What became of it: an act of the same type, one of a kin type, or none, and what that means."""

SIDES = {
    "id": "VARCHAR", "actors": "VARCHAR[]", "recipients": "VARCHAR[]", "type": "VARCHAR", "day": "VARCHAR", "text": "VARCHAR",
    "page": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "outlet": "VARCHAR", "source": "VARCHAR", "published": "VARCHAR",
}  # fmt: skip

FOLLOWED_COLUMNS = {
    "said": "VARCHAR", "what": "VARCHAR", "outcome": "VARCHAR", "after_days": "INTEGER", "pages_about_both": "BIGINT",
    "pages_about_either": "BIGINT", **{f"said_{column}": kind for column, kind in SIDES.items()}, "said_according_to": "VARCHAR[]",
    **{f"done_{column}": kind for column, kind in SIDES.items()},
}  # fmt: skip
"""The columns: the saying, what became of it, how much was kept in its time, and the passages of both."""


@dataclass(frozen=True, slots=True)
class Pursuit:
    """Whose sayings are followed, to whom, of which kind, said between which days, and for how many days."""

    actor: str | None = None
    recipient: str | None = None
    since: str | None = None
    until: str | None = None
    within: int = 90
    kinds: tuple[str, ...] = FOLLOWED
    as_of: str | None = None
    limit: int | None = 200


@dataclass(frozen=True, slots=True)
class Followed(Tabular):
    """How many sayings have each outcome, and the latest of them with both passages (as many as were asked for)."""

    asked: Pursuit
    counts: dict[str, int]
    rows: list[Row] = field(repr=False)

    def table(self) -> Table:
        """The sayings as a table."""
        return Table(FOLLOWED_COLUMNS, self.rows)

    def form(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        asked = {name: getattr(self.asked, name) for name in Pursuit.__slots__}
        return {"asked": asked, "counts": self.counts, "rows": self.rows}


def follow_sayings(library: Library, asked: Pursuit | None = None, tell: Tell = no_word) -> Followed:
    """Which threats, plans and demands were followed by an act. Raises ``DragomanError`` where something asked cannot be."""
    asked = asked or Pursuit()
    for kind in asked.kinds:
        if kind not in FOLLOWED:
            raise DragomanError(f"{kind} is not followed: take {', '.join(FOLLOWED)}")
    if not 0 < asked.within <= 3660:
        raise DragomanError(f"{asked.within} days cannot be: take 1 to 3660")
    for day in (asked.since, asked.until, asked.as_of):
        if day is not None:
            checked_day(day)
    with open_compared(library, tell) as connection:
        make_sayings(connection, library, asked)
        make_answers(connection, asked)
        outcomes = find_outcomes(connection, asked)
        counts = {outcome: sum(row["outcome"] == outcome for row in outcomes) for outcome in OUTCOMES}
        return Followed(asked, counts, answer_rows(connection, outcomes[: asked.limit]))


SIDE_KEYS = "coalesce(actor_country, actor) AS doer, coalesce(recipient_country, recipient) AS done_to"


def make_sayings(connection: duckdb.DuckDBPyConnection, library: Library, asked: Pursuit) -> None:
    """Make the temporary table ``saying``: one row for each happening that was threatened, planned or demanded and pair of its sides.

    ``said`` is the first day on which a page told it; a page without a day is left out, since nothing can come after it.
    """
    same = library.judgements().same()
    parts, values = [], []
    for side, word in (("actor", asked.actor), ("recipient", asked.recipient)):
        if word is not None:
            condition, more = find_party(connection, word, "state", same).is_on(side)
            parts.append(condition)
            values += more
    bounds, days = conditions((
        ("story.day >= ?::DATE", asked.since), ("story.day <= ?::DATE", asked.until), ("relation.known <= ?::DATE", asked.as_of),
    ))  # fmt: skip
    where = "".join(f" AND {part}" for part in parts)
    kinds = ", ".join("?" * len(asked.kinds))
    label = f"CASE WHEN joined.{NUMBER} IS NULL THEN relation.{NUMBER}::BIGINT * {STRIDE} + relation.position ELSE happening END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE saying AS SELECT label, doer, done_to, any_value(type) AS type, "
        f"any_value(modality) AS kind, min(day) AS said, arg_min(seen, (day, seen)) AS seen FROM (SELECT {label} AS label, "
        f"{SIDE_KEYS}, type, "
        f"modality, story.day, relation.{NUMBER}::BIGINT * {STRIDE} + relation.position AS seen FROM relation "
        f"JOIN story ON story.{NUMBER} = relation.{NUMBER} LEFT JOIN joined ON joined.{NUMBER} = relation.{NUMBER} "
        f"AND joined.position = relation.position WHERE modality IN ({kinds}) AND coalesce(actor_country, actor) IS NOT NULL "
        f"AND story.day IS NOT NULL{where}{bounds}) WHERE label IS NOT NULL GROUP BY label, doer, done_to",
        [*asked.kinds, *values, *days],
    )


def make_answers(connection: duckdb.DuckDBPyConnection, asked: Pursuit) -> None:
    """Make the temporary table ``answered``: for each saying the act that answers it best, the same type before a kin one, then the
    earliest.
    """
    pairs = [pair for one, other in load_yaml("followed")["kin"] for pair in ((one, other), (other, one))]
    kin = ", ".join(f"('{one}', '{other}')" for one, other in pairs)
    known = "AND deed.known <= ?::DATE " if asked.as_of else ""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE answered AS SELECT label, arg_min(seen, (NOT alike, first, seen)) AS deed, "
        "arg_min(first, (NOT alike, first, seen)) AS first, "
        "bool_or(alike) AS alike FROM ("
        f"SELECT saying.label, saying.type = deed.type AS alike, deed.first, deed.{NUMBER}::BIGINT * {STRIDE} + deed.position AS seen "
        f"FROM saying JOIN (SELECT *, {SIDE_KEYS} FROM relation WHERE {MODALITY} = 'done') AS deed "
        f"ON deed.doer = saying.doer WHERE (deed.type = saying.type OR (saying.type, deed.type) IN ({kin})) AND deed.first > saying.said "
        f"AND deed.first <= saying.said + {int(asked.within)} AND (saying.done_to IS NULL OR deed.done_to = saying.done_to) {known}"
        ") GROUP BY label",
        [asked.as_of] if asked.as_of else [],
    )


def find_outcomes(connection: duckdb.DuckDBPyConnection, asked: Pursuit) -> list[Row]:
    """All sayings with their outcomes, the latest first."""
    rows = fetch_rows(
        connection,
        "SELECT label, any_value(kind) AS kind, min(said) AS said, min_by(saying.seen, said) AS seen, any_value(answered.alike) AS alike, "
        "any_value(answered.deed) AS deed, any_value(answered.first) AS first FROM saying LEFT JOIN answered USING (label) GROUP BY label "
        "ORDER BY said DESC, label",
    )
    covered = count_covered(connection, asked, rows)
    known, days = conditions((("known <= ?::DATE", asked.as_of),))
    latest = connection.execute(f"SELECT max(day) FROM story WHERE true{known}", days).fetchall()[0][0]
    for row in rows:
        row["either"], row["both"] = covered.get(row["label"], (0, 0))
        found = row["deed"] is not None
        row["outcome"] = ("done" if row["alike"] else "kin done") if found else missing(row, asked, latest, row["both"])
    return rows


def answer_rows(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> list[Row]:
    """Sayings with the passages of both sides."""
    sayings = event_answers(connection, [divmod(row["seen"], STRIDE) for row in rows])
    deeds = iter(event_answers(connection, [divmod(row["deed"], STRIDE) for row in rows if row["deed"] is not None]))
    found = []
    for row, saying in zip(rows, sayings, strict=True):
        deed = next(deeds) if row["deed"] is not None else None
        found.append({
            "said": row["said"].isoformat(), "what": row["kind"], "outcome": row["outcome"],
            "after_days": (row["first"] - row["said"]).days if deed else None, "pages_about_both": row["both"],
            "pages_about_either": row["either"], **side_columns("said", saying), "said_according_to": saying["according_to_names"],
            **side_columns("done", deed),
        })  # fmt: skip
    return found


def missing(row: Row, asked: Pursuit, latest: Any, both: int) -> str:  # noqa: ANN401 - a day or none
    """What it means that no act was found."""
    if latest is not None and (latest - row["said"]).days < asked.within:
        return "open"
    return "not found" if both else "no coverage"


def side_columns(side: str, event: Row | None) -> Row:
    """An event as the columns of one side."""
    if event is None:
        return {f"{side}_{column}": None for column in SIDES}
    told = {**event, "actors": event["actor_names"], "recipients": event["recipient_names"], "day": event["date"]}
    return {f"{side}_{column}": told[column] for column in SIDES}


def count_covered(connection: duckdb.DuckDBPyConnection, asked: Pursuit, rows: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """For each saying, the pages published after its day and within its time that are about either side, and about both.

    Where no recipient is named, pages about the actor count as about both.
    """
    if not rows:
        return {}
    known = "AND known <= ?::DATE " if asked.as_of else ""
    found = connection.execute(
        "SELECT label, count(*), count(*) FILTER (does AND suffers) FROM ("
        f"SELECT label, {NUMBER}, bool_or(key = doer) AS does, bool_or(done_to IS NULL OR key = done_to) AS suffers FROM saying "
        f"JOIN (SELECT DISTINCT coalesce(country, id) AS key, day, {NUMBER}, known FROM about WHERE day IS NOT NULL) AS about "
        f"ON (key = doer OR key = done_to) AND day > said AND day <= said + {int(asked.within)} {known}GROUP BY label, {NUMBER}) "
        f"GROUP BY label",
        [asked.as_of] if asked.as_of else [],
    ).fetchall()
    return {label: (either, both) for label, either, both in found}
