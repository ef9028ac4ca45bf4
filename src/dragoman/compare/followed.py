"""Said, then done? Threats, plans and demands followed to whether an act that matches came within a time.

A threat, plan or demand is an event that pages tell as ``threatened``, ``planned`` or ``demanded``: its actor is who is to act, so that
of "Ruritania demands that Syldavia withdraw" Syldavia is the actor. It is answered by an act told as done or going on, of the same
actor towards the same recipient (both by state, where they have one), of the same type or of a kin one (``data/followed.yml``), on a
later day than that of the saying, up to so many days after it; where the saying tells a day to come, on that day or a week around it. An
act of the very day is left out: it is most often what occasioned the saying. Of several, that of the same type goes before one of a kin
type, and that of the very same persons or bodies before one of others of their states. ``why`` says on what a match rests, or which act
came nearest and why it was refused. Where no act is found, what was kept decides what that means: ``no coverage`` (no page about both
sides in that time), ``open`` (the time is not over by the latest page that is kept) or ``not found``.
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
from dragoman.store.asking import check_days, checked_day, event_answers
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
    "said": "VARCHAR", "what": "VARCHAR", "outcome": "VARCHAR", "why": "VARCHAR", "told_day": "VARCHAR", "until": "VARCHAR",
    "after_days": "INTEGER", "pages_about_both": "BIGINT",
    "pages_about_either": "BIGINT", **{f"said_{column}": kind for column, kind in SIDES.items()}, "said_according_to": "VARCHAR[]",
    **{f"done_{column}": kind for column, kind in SIDES.items()},
}  # fmt: skip
"""The columns: the saying, what became of it and why, the day that the saying itself tells for it (or the first and last of several),
``until`` when it was followed, how much was kept in its time, and the passages of both."""


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
    check_days(asked.since, asked.until)
    if asked.as_of is not None:
        checked_day(asked.as_of)
    with open_compared(library, tell) as connection:
        make_sayings(connection, library, asked)
        make_answers(connection, asked)
        outcomes = find_outcomes(connection, asked)
        counts = {outcome: sum(row["outcome"] == outcome for row in outcomes) for outcome in OUTCOMES}
        shown = outcomes[: asked.limit]
        alone = [row["label"] for row in shown if row["deed"] is None][:REASONED]
        return Followed(asked, counts, answer_rows(connection, shown, find_refused(connection, asked, alone)))


SLACK = 7
"""Days around the day that a saying tells on which an act still answers it: things are put off, and brought forward."""

REASONED = 1_000
"""Sayings without an answer for which the nearest act is looked for: the latest of them."""

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
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE saying AS SELECT label, doer, done_to, any_value(type) AS type, "
        f"any_value(modality) AS kind, min(day) AS said, arg_min(seen, (day, seen)) AS seen, list(DISTINCT actor) AS actors, "
        "list(DISTINCT recipient) AS recipients, min(first) FILTER (last > day) AS told_first, max(last) FILTER (last > day) AS told_last, "
        f"{window(asked)} FROM (SELECT happening AS label, {SIDE_KEYS}, type, actor, recipient, relation.first, relation.last, "
        f"modality, story.day, relation.{NUMBER}::BIGINT * {STRIDE} + relation.position AS seen FROM relation "
        f"JOIN story ON story.{NUMBER} = relation.{NUMBER} WHERE modality IN ({kinds}) AND coalesce(actor_country, actor) IS NOT NULL "
        f"AND story.day IS NOT NULL{where}{bounds}) WHERE label IS NOT NULL GROUP BY label, doer, done_to",
        [*asked.kinds, *values, *days],
    )


def window(asked: Pursuit) -> str:
    """SQL for the first and last day on which an act answers a saying."""
    told = "max(last) FILTER (last > day)"
    return (
        f"greatest(min(day) + 1, coalesce(min(first) FILTER (last > day) - {SLACK}, min(day) + 1)) AS since, "
        f"coalesce({told} + {SLACK}, min(day) + {int(asked.within)}) AS until"
    )


def make_answers(connection: duckdb.DuckDBPyConnection, asked: Pursuit) -> None:
    """Make the temporary table ``answered``: for each saying the act that answers it best, the same type before a kin one, then the very
    same sides, then the earliest.
    """
    kin = kin_pairs()
    known = "AND deed.known <= ?::DATE " if asked.as_of else ""
    best = "(NOT alike, NOT same_actor, NOT same_recipient, first, copied, seen)"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE answered AS SELECT label, arg_min(seen, {best}) AS deed, arg_min(first, {best}) AS first, "
        f"arg_min(same_actor, {best}) AS same_actor, arg_min(same_recipient, {best}) AS same_recipient, "
        "bool_or(alike) AS alike FROM ("
        f"SELECT saying.label, saying.type = deed.type AS alike, {SAME}, deed.first, {COPIED} AS copied, "
        f"deed.{NUMBER}::BIGINT * {STRIDE} + deed.position AS seen "
        f"FROM saying JOIN (SELECT *, {SIDE_KEYS} FROM relation WHERE {MODALITY} = 'done') AS deed "
        f"ON deed.doer = saying.doer WHERE (deed.type = saying.type OR (saying.type, deed.type) IN ({kin})) "
        "AND deed.first BETWEEN saying.since AND saying.until "
        f"AND (saying.done_to IS NULL OR deed.done_to = saying.done_to) {known}"
        ") GROUP BY label",
        [asked.as_of] if asked.as_of else [],
    )


COPIED = "deed.happening IS NULL"
"""Whether an act stands in words that the page has from another page: of two that fit alike, the one in its teller's own words is shown."""

SAME = (
    "coalesce(list_contains(saying.actors, deed.actor), false) AS same_actor, "
    "coalesce(list_contains(saying.recipients, deed.recipient), false) AS same_recipient"
)
"""Whether an act is of the very persons or bodies of the saying, and not only of their states."""


def kin_pairs() -> str:
    """The pairs of types that are kin, both ways, as SQL."""
    pairs = [pair for one, other in load_yaml("followed")["kin"] for pair in ((one, other), (other, one))]
    return ", ".join(f"('{one}', '{other}')" for one, other in pairs)


def find_refused(connection: duckdb.DuckDBPyConnection, asked: Pursuit, labels: Sequence[int]) -> dict[int, Row]:
    """For sayings without an answer the act that came nearest to one, and what it lacks (``reason``)."""
    if not labels:
        return {}
    known = "AND deed.known <= ?::DATE " if asked.as_of else ""
    fits = f"(deed.type = saying.type OR (saying.type, deed.type) IN ({kin_pairs()}))"
    sides = "(saying.done_to IS NULL OR deed.done_to = saying.done_to)"
    rows = fetch_rows(
        connection,
        "SELECT label, arg_min(near, (rank, near.first, copied, near.seen)) AS near FROM (SELECT label, rank, copied, {'rank': rank, "
        "'first': first, 'type': type, 'seen': seen, 'days': first - said} AS near FROM (SELECT saying.label, "
        f"saying.said, deed.first, deed.type, {COPIED} AS copied, deed.{NUMBER}::BIGINT * {STRIDE} + deed.position AS seen, "
        f"CASE WHEN {fits} AND {sides} AND deed.first = saying.said THEN 1 WHEN {fits} AND {sides} THEN 2 "
        f"WHEN {fits} AND deed.first BETWEEN saying.since AND saying.until THEN 3 "
        f"WHEN {sides} AND deed.first BETWEEN saying.since AND saying.until THEN 4 END AS rank "
        f"FROM (SELECT * FROM saying WHERE label IN ({', '.join(map(str, labels))})) AS saying "
        f"JOIN (SELECT *, {SIDE_KEYS} FROM relation WHERE {MODALITY} = 'done') AS deed ON deed.doer = saying.doer "
        f"AND deed.first BETWEEN saying.said AND saying.until + {int(asked.within)} {known}) WHERE rank IS NOT NULL) GROUP BY label",
        [asked.as_of] if asked.as_of else [],
    )
    return {row["label"]: row["near"] for row in rows}


def find_outcomes(connection: duckdb.DuckDBPyConnection, asked: Pursuit) -> list[Row]:
    """All sayings with their outcomes, the latest first."""
    rows = fetch_rows(
        connection,
        "SELECT label, any_value(kind) AS kind, min(said) AS said, min_by(saying.seen, said) AS seen, any_value(answered.alike) AS alike, "
        "any_value(saying.type) AS type, min(told_first) AS told_first, max(told_last) AS told_last, max(saying.until) AS until, "
        "any_value(done_to) AS done_to, any_value(answered.same_actor) AS same_actor, any_value(answered.same_recipient) AS "
        "same_recipient, "
        "any_value(answered.deed) AS deed, any_value(answered.first) AS first FROM saying LEFT JOIN answered USING (label) GROUP BY label "
        "ORDER BY said DESC, label",
    )
    covered = count_covered(connection, asked, rows)
    known, days = conditions((("known <= ?::DATE", asked.as_of),))
    latest = connection.execute(f"SELECT max(day) FROM story WHERE true{known}", days).fetchall()[0][0]
    for row in rows:
        row["either"], row["both"] = covered.get(row["label"], (0, 0))
        found = row["deed"] is not None
        row["outcome"] = ("done" if row["alike"] else "kin done") if found else missing(row, latest, row["both"])
    return rows


def answer_rows(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], refused: dict[int, Row]) -> list[Row]:
    """Sayings with the passages of both sides; ``refused`` are the acts that came nearest."""
    nearest = [near["seen"] for near in refused.values()]
    nearby = dict(zip(nearest, event_answers(connection, [divmod(seen, STRIDE) for seen in nearest]), strict=True))
    sayings = event_answers(connection, [divmod(row["seen"], STRIDE) for row in rows])
    deeds = iter(event_answers(connection, [divmod(row["deed"], STRIDE) for row in rows if row["deed"] is not None]))
    found = []
    for row, saying in zip(rows, sayings, strict=True):
        deed = next(deeds) if row["deed"] is not None else None
        found.append({
            "said": row["said"].isoformat(), "what": row["kind"], "outcome": row["outcome"],
            "why": reason_taken(row, deed) if deed else reason_refused(row, refused.get(row["label"]), nearby),
            "told_day": told_day(row), "until": row["until"].isoformat(),
            "after_days": (row["first"] - row["said"]).days if deed else None, "pages_about_both": row["both"],
            "pages_about_either": row["either"], **side_columns("said", saying), "said_according_to": saying["according_to_names"],
            **side_columns("done", deed),
        })  # fmt: skip
    return found


def told_day(row: Row) -> str | None:
    """The day that a saying tells for its act, or the first and last of several, in EDTF; none where it tells none to come."""
    if row["told_last"] is None:
        return None
    first, last = row["told_first"], row["told_last"]
    return str(last.isoformat()) if first in (last, None) else f"{first.isoformat()}/{last.isoformat()}"


def reason_taken(row: Row, deed: Row) -> str:
    """On what a match rests: type, sides, days."""
    alike = f"the same type {row['type']}" if row["alike"] else f"{deed['type']}, which is kin to {row['type']}"
    actor = "the very same actor" if row["same_actor"] else "an actor of the same state"
    to = "the very same recipient" if row["same_recipient"] else "a recipient of the same state"
    if row["done_to"] is None:
        to = "no recipient is named in the saying"
    parts = [alike, actor, to, f"{(row['first'] - row['said']).days} days later"]
    if row["told_last"] is not None:
        parts.append(f"{told_words(row['first'], row)} ({told_day(row)})")
    return "; ".join(parts)


def told_words(day: Any, row: Row) -> str:  # noqa: ANN401 - a day
    """Where a day lies against the one that a saying tells."""
    if row["told_first"] is not None and day < row["told_first"]:
        return f"{(row['told_first'] - day).days} days before the day told"
    return f"{(day - row['told_last']).days} days after the day told" if day > row["told_last"] else "on the day told"


def reason_refused(row: Row, near: Row | None, nearby: dict[int, Row]) -> str:
    """Which act came nearest to an answer, and what it lacks."""
    if near is None:
        return "no act of this actor comes near: neither of this type, nor towards this recipient"
    event = nearby[near["seen"]]
    to = ", ".join(event["recipient_names"]) or "nobody named"
    if near["rank"] == 1:
        lacks = "it was done on the very day of the saying"
    elif near["rank"] == 2:
        when = f"{told_words(near['first'], row)}, which is {told_day(row)}" if row["told_last"] is not None else "after the time asked for"
        lacks = f"it came {near['days']} days later, {when}"
    elif near["rank"] == 3:
        lacks = f"it was done to {to}"
    else:
        lacks = f"{near['type']} is neither {row['type']} nor kin to it"
    return f"nearest: {event['id']} ({near['type']}, {near['first'].isoformat()}), refused: {lacks}"


def missing(row: Row, latest: Any, both: int) -> str:  # noqa: ANN401 - a day or none
    """What it means that no act was found."""
    if latest is not None and latest < row["until"]:
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
        f"ON (key = doer OR key = done_to) AND day > said AND day <= until {known}GROUP BY label, {NUMBER}) "
        f"GROUP BY label",
        [asked.as_of] if asked.as_of else [],
    ).fetchall()
    return {label: (either, both) for label, either, both in found}
