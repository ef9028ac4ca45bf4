"""One happening of a library: which pages tell it, their versions side by side, where they agree and part, what only one of them tells."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import duckdb

from dragoman.compare.clauses import sentences_of
from dragoman.compare.differing import Difference
from dragoman.compare.happenings import Happening
from dragoman.compare.kept import Tell, load_told, name, no_word, open_compared
from dragoman.compare.occurrences import stems_of
from dragoman.compare.sayings import ALIKE, FEWEST, Saying, group_sayings, sayings_apart
from dragoman.compare.versions import Comparison, compare_versions, differences_beside, told_once
from dragoman.compare.witnesses import HAPPENING_COLUMNS
from dragoman.errors import DragomanError
from dragoman.model import QUADS
from dragoman.store import Library, Table
from dragoman.store.asking import event_answers
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row, Tabular
from dragoman.times import days_of

Key = tuple[int, int]
"""A page's number and an event's position on it."""

ALONE = 8
"""Events that are told of each page as told by it alone."""

SOON = 3
"""Days after a meeting within which a page that does not tell when something was said is taken to tell of that meeting."""

PASSED_ON = 0.6
"""The share of somebody's words that are another's words, from which on they are shown as the other's alone."""

MOST_SAYINGS = 120
"""Statements of the sides of a meeting that are compared with one another."""

MOST_VERSIONS = 60
"""Versions that are compared with one another."""


@dataclass(frozen=True, slots=True)
class Told(Tabular):
    """A happening: its ``versions`` (one a telling, the first first), what all ``agree`` on, where two ``differ`` with both passages,
    the ``copies`` of these pages, and what each of the pages tells ``alone``.

    ``said`` is, of a meeting or a call that several pages tell, what its sides are said to have said in it: one row a saying, with who
    tells it, and which of the pages that let this side speak do not have it (``missing``)."""

    id: str
    type: str
    whether: str
    day: str | None
    pages: int
    versions: list[Row] = field(repr=False)
    agree: list[Row]
    differ: list[Row] = field(repr=False)
    copies: list[Row] = field(repr=False)
    alone: list[Row] = field(repr=False)
    said: list[Row] = field(repr=False, default_factory=list)

    def table(self) -> Table:
        """Its versions as a table."""
        return Table(VERSION_COLUMNS, self.versions)

    def form(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        return asdict(self)


VERSION_COLUMNS = {**HAPPENING_COLUMNS, "joined_with": "DOUBLE", "why": "VARCHAR[]"}
"""The columns of a version: those of a happening, how sure it is that it is the same one, and what speaks for it."""


def read_happening(library: Library, start: str, tell: Tell = no_word) -> Told:
    """The happening to which an event belongs, given the id of the event or the beginning of it.

    Raises ``DragomanError`` where no event or several have such an id.
    """
    with open_compared(library, tell) as connection:
        first = find_told(connection, find_key(connection, start))
        keys = find_members(connection, first)
        rows = version_rows(connection, keys)
        compared = compare_members(connection, keys[:MOST_VERSIONS])
        done = any(row["whether"] in ("done", "ongoing") for row in rows)
        numbers = list(dict.fromkeys(number for number, _ in keys))
        days = days_of_versions(rows)
        groups = group_sayings(find_sayings(connection, keys[:MOST_VERSIONS], days)) if len(numbers) > 1 else []
        differ = (*compared.differ, *(d for group in groups for d in sayings_apart(group)))
        return Told(
            rows[0]["id"],
            rows[0]["type"],
            "done" if done else rows[0]["whether"],
            next((row["day"] for row in rows if row["day"]), None),
            len(numbers),
            rows,
            [{"what": kind, "value": value} for kind, value in compared.agree],
            difference_rows(connection, differ),
            find_copies_told(connection, numbers),
            find_alone(connection, numbers) if len(numbers) > 1 else [],
            said_rows(connection, groups),
        )


def find_key(connection: duckdb.DuckDBPyConnection, start: str) -> Key:
    """The event whose id begins so."""
    query = f"SELECT {NUMBER}, position, id FROM event WHERE starts_with(id, ?) ORDER BY id = ? DESC, {NUMBER}, position LIMIT 2"
    found = connection.execute(query, [start, start]).fetchall()
    if not found or not start:
        raise DragomanError(f"no event has the id {start}: dragoman relation and dragoman ask --format json tell ids")
    if len(found) > 1 and found[0][2] != start:
        raise DragomanError(f"{start} could be several events, such as {found[0][2]} and {found[1][2]}: type more of it")
    return found[0][0], found[0][1]


def find_told(connection: duckdb.DuckDBPyConnection, key: Key) -> Key:
    """Of an event in copied words the one that the page from which they are tells in them; else the event itself."""
    query = (
        f"WITH one AS (SELECT event.{NUMBER}, type, modality, {WORDS} AS words FROM joined JOIN event USING ({NUMBER}, position) "
        f"JOIN page USING ({NUMBER}) WHERE {NUMBER} = ? AND position = ? AND happening IS NULL) "
        f"SELECT event.{NUMBER}, event.position FROM one JOIN copy USING ({NUMBER}) JOIN event ON event.{NUMBER} = copy.original "
        f"AND event.type = one.type JOIN page ON page.{NUMBER} = event.{NUMBER} "
        f"WHERE contains({WORDS}, one.words) OR contains(one.words, {WORDS}) "
        f"ORDER BY event.modality = one.modality DESC, abs(length({WORDS}) - length(one.words)), event.position LIMIT 1"
    )
    seen = {key}
    while (found := connection.execute(query, list(key)).fetchone()) is not None and tuple(found) not in seen:
        key = (found[0], found[1])
        seen.add(key)
    return key


WORDS = "regexp_replace(page.text[event.\"start\" + 1 : event.\"end\"], '\\s+', ' ', 'g')"
"""The words of an event, however their lines are broken, as SQL."""


def find_members(connection: duckdb.DuckDBPyConnection, key: Key) -> list[Key]:
    """All events of the happening of an event, the first first. An event in copied words that no other page tells is shown by itself."""
    number, position = key
    found = connection.execute(f"SELECT happening FROM joined WHERE {NUMBER} = ? AND position = ?", [number, position]).fetchone()
    label = found[0] if found else number * STRIDE + position
    if label is None:
        return [key]
    rows = connection.execute(
        f"SELECT {NUMBER}, position FROM joined SEMI JOIN event USING ({NUMBER}, position) WHERE happening = ? "  # not what was rejected
        f"UNION SELECT {NUMBER}, position FROM event ANTI JOIN joined "
        f"USING ({NUMBER}, position) WHERE {NUMBER} = ? AND position = ? ORDER BY 1, 2",
        [label, label // STRIDE, label % STRIDE],
    ).fetchall()
    return [(n, p) for n, p in rows] or [key]


def version_rows(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> list[Row]:
    """Each telling in words."""
    listed = ", ".join(str(number) for number, _ in keys)
    query = f"SELECT {NUMBER}, position, confidence, why FROM joined WHERE {NUMBER} IN ({listed})"
    joined = {(number, position): (sure, why) for number, position, sure, why in connection.execute(query).fetchall()}
    rows = []
    for key, event in zip(keys, event_answers(connection, keys), strict=True):
        found = {
            **event, "day": event["date"], "class": QUADS.get(event["type"]), "whether": event["modality"], "disputed": False, "reports": 1,
            "pages": 1, "actors": event["actor_names"], "recipients": event["recipient_names"], "according_to": event["according_to_names"],
            "joined_with": joined.get(key, (1.0, []))[0], "why": joined.get(key, (1.0, []))[1],
        }  # fmt: skip
        rows.append({column: found[column] for column in VERSION_COLUMNS})
    return rows


def compare_members(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> Comparison:
    """The tellings compared with one another."""
    wanted = {(name(number), str(position)) for number, position in keys}
    numbers = sorted({number for number, _ in keys})
    every = [o for told in load_told(connection, numbers, {}) for o in told.telling.occurrences]
    rows = connection.execute(f"SELECT {NUMBER}, text FROM page WHERE {NUMBER} IN ({', '.join(map(str, numbers))})").fetchall()
    texts = {name(number): text for number, text in rows}
    happening = Happening("", [o for o in every if (o.page, o.event) in wanted])
    compared = compare_versions(happening, texts)
    return replace(compared, differ=tuple(told_once((*compared.differ, *differences_beside(happening, every, texts)), texts)))


def days_of_versions(rows: Sequence[Row]) -> tuple[date, date] | None:
    """The first and the last day on which a happening may have been, by the version that tells it most closely."""
    found = [(first, last) for first, last in (days_of(row["day"] or "") for row in rows) if first and last]
    return min(found, key=lambda days: (days[1] - days[0], days), default=None)


def find_sayings(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key], days: tuple[date, date] | None) -> list[Saying]:
    """What the sides of a meeting or call are said to have said within a day of it, page by page; where no page tells when they said it,
    on pages that came out soon after. Words within somebody's words count as his who said them first."""
    listed = ", ".join(f"({number}, {position})" for number, position in keys)
    bounds = (days[0] - timedelta(1), days[1] + timedelta(1), days[1] + timedelta(SOON)) if days else (None, None, None)
    rows = fetch_rows(
        connection,
        f"WITH met AS (SELECT {NUMBER}, unnest(actors || recipients) AS id FROM event "
        f"WHERE ({NUMBER}, position) IN ({listed}) AND type = 'CONSULT' AND modality IN ('done', 'ongoing')), "
        f"side AS (SELECT DISTINCT met.{NUMBER}, met.id, actor.country FROM met JOIN actor USING ({NUMBER}, id)) "
        f"SELECT DISTINCT statement.{NUMBER}, statement.position, coalesce(speaker.country, speaker.id) AS party, speaker.name AS speaker, "
        f"statement.content, page.text AS page_text FROM statement JOIN page USING ({NUMBER}) "
        f"JOIN actor AS speaker ON speaker.{NUMBER} = statement.{NUMBER} AND speaker.id = statement.speaker "
        f"JOIN side ON side.{NUMBER} = statement.{NUMBER} AND (side.id = speaker.id OR side.country = speaker.country) "
        f"ANTI JOIN echo ON echo.{NUMBER} = statement.{NUMBER} AND echo.position = statement.position "
        "WHERE len(statement.content) > 0 AND ($1::DATE IS NULL OR CASE WHEN TRY_CAST(said AS DATE) IS NOT NULL "
        "THEN TRY_CAST(said AS DATE) BETWEEN $1::DATE AND $2::DATE "
        "ELSE coalesce(TRY_CAST(page.published AS DATE) BETWEEN $1::DATE AND $3::DATE, false) END) "
        f"ORDER BY statement.{NUMBER}, statement.position LIMIT {MOST_SAYINGS}",
        bounds,
    )
    sayings = [
        Saying(
            name(row[NUMBER]), row["party"], row["speaker"], (row["content"][0]["start"], row["content"][-1]["end"]),
            " … ".join(row["page_text"][span["start"] : span["end"]] for span in row["content"]),
        )
        for row in rows
    ]  # fmt: skip
    return [saying for saying in sayings if not any(is_passed_on(saying, other) for other in sayings)]


def is_passed_on(saying: Saying, other: Saying) -> bool:
    """Whether a saying is for the most part another's words of the same side, which it passes on ("Berg said | Holt promised ships")."""
    (first, last), (begins, ends) = saying.span, other.span
    is_within = saying.page == other.page and saying.party == other.party and first <= begins and ends <= last
    return is_within and saying is not other and saying.span != other.span and ends - begins >= PASSED_ON * (last - first)


def said_rows(connection: duckdb.DuckDBPyConnection, groups: Sequence[Sequence[Saying]]) -> list[Row]:
    """Each saying with who tells it, those of most pages first, and the outlets of pages that have this side say other things alone."""
    pages = load_pages(connection, {int(saying.page) for group in groups for saying in group})
    speaks: dict[str, set[str]] = {}
    for saying in (saying for group in groups for saying in group):
        speaks.setdefault(saying.party, set()).add(saying.page)
    rows = []
    for group in sorted(groups, key=len, reverse=True):
        tells = [
            {"speaker": s.speaker, "text": s.text, "start": s.span[0], "end": s.span[1],
             **{key: pages[int(s.page)][key] for key in ("page", "outlet", "source", "published", "title")}} for s in group
        ]  # fmt: skip
        missing = [pages[int(page)] for page in sorted(speaks[group[0].party] - {s.page for s in group})]
        lack = [page["outlet"] or page["source"] for page in missing]
        rows.append({"party": group[0].party, "pages": len(group), "tells": tells, "missing": lack})
    return rows


def load_pages(connection: duckdb.DuckDBPyConnection, numbers: Iterable[int]) -> dict[int, Row]:
    """Some pages, as passages of them are shown."""
    listed = ", ".join(map(str, sorted(numbers)))
    columns = f"{NUMBER}, page, outlet_name AS outlet, source, published, title, text"
    query = f"SELECT {columns} FROM page WHERE {NUMBER} IN ({listed})"
    return {row[NUMBER]: row for row in fetch_rows(connection, query)} if listed else {}


def difference_rows(connection: duckdb.DuckDBPyConnection, differ: Sequence[Difference]) -> list[Row]:
    """Where two tellings part, each with its passage."""
    pages = load_pages(connection, {int(side[0]) for d in differ for side in (d.one, d.other)})

    def side(told: tuple[str, tuple[int, int], str]) -> Row:
        page, (start, end), value = pages[int(told[0])], told[1], told[2]
        around = page["text"][max(0, start - 60) : end + 60] if end - start < 60 else page["text"][start:end]
        return {
            "value": value, "text": around, "start": start, "end": end,
            **{key: page[key] for key in ("page", "outlet", "source", "published", "title")},
        }  # fmt: skip

    return [{"what": d.kind, "one": side(d.one), "other": side(d.other)} for d in differ]


def find_copies_told(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> list[Row]:
    """The pages that have their story from one of some pages."""
    return fetch_rows(
        connection,
        "SELECT copied.page, copied.outlet_name AS outlet, copied.source, copied.published, copied.title, copy.kind, first.page AS "
        "original, "
        f"copy.containment, copy.confidence, copy.why FROM copy JOIN page AS copied USING ({NUMBER}) JOIN page AS first "
        f"ON first.{NUMBER} = copy.original WHERE copy.original IN ({', '.join(map(str, numbers))}) ORDER BY copied.published, copied.page",
    )


def find_alone(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> list[Row]:
    """Of the pages that tell a happening, the events that one of them has and none of the others."""
    listed = ", ".join(map(str, numbers))
    rows = connection.execute(
        f"WITH own AS (SELECT event.{NUMBER}, event.position, CASE WHEN joined.{NUMBER} IS NULL THEN event.{NUMBER}::BIGINT * {STRIDE} "
        f"+ event.position ELSE happening END AS happening FROM event LEFT JOIN joined ON joined.{NUMBER} = event.{NUMBER} "
        f"AND joined.position = event.position WHERE event.{NUMBER} IN ({listed})) "
        f"SELECT {NUMBER}, min(position) FROM own WHERE happening IS NOT NULL AND happening IN "
        f"(SELECT happening FROM own GROUP BY happening HAVING count(DISTINCT {NUMBER}) = 1) GROUP BY {NUMBER}, happening ORDER BY 1, 2"
    ).fetchall()
    kept: list[Key] = []
    for number in numbers:
        kept += [(n, p) for n, p in rows if n == number][: ALONE * 2]
    told = version_rows(connection, kept) if kept else []
    texts = {page["page"]: page["text"] for page in load_pages(connection, numbers).values()}
    stems = {page: [stems_of(text[slice(*span)]) for span in sentences_of(text)] for page, text in texts.items()}
    alone = [row for row in told if not any(is_told_in(row, sentences) for page, sentences in stems.items() if page != row["page"])]
    return [row for i, row in enumerate(alone) if sum(other["page"] == row["page"] for other in alone[:i]) < ALONE]


def is_told_in(row: Row, sentences: Sequence[frozenset[str]]) -> bool:
    """Whether a sentence of another page has most of the words of an event, so that it is told there too, though it was not read there."""
    words = stems_of(row["text"])
    return any(len(words & sentence) >= max(FEWEST, ALIKE * len(words)) for sentence in sentences)
