"""The pages of a library compared: copies and happenings are found when a question first needs them, and kept in the index.

Only pages that came since are compared, each with those near it in time; what was joined stays joined, so happenings keep their names until
the index is made anew (``dragoman reindex``), which compares all pages in the order of their days.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import numpy as np

from dragoman.compare.copies import find_copies_among
from dragoman.compare.fingerprints import Fingerprint, fingerprint_of
from dragoman.compare.happenings import LONGEST_APART, Happenings
from dragoman.compare.occurrences import Telling, make_telling, occurrence_of
from dragoman.compare.reprints import count_once, reprint_of
from dragoman.compare.stories import COMPARED, SAYS_WHENCE, Story
from dragoman.model import Span
from dragoman.store import Library
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.index import change_index, fetch_rows
from dragoman.store.rows import read_actor, read_event
from dragoman.store.served import compare_there
from dragoman.store.table import Row, load_rows

AT_ONCE = 500
"""Pages that are loaded at a time."""

Tell = Callable[[int, int], None]
"""Is told how many of how many pages have been compared."""

Copied = dict[int, list[Span]]
"""For each copy, the stretches of its text that it has from another page."""


def no_word(_done: int, _all: int) -> None:
    """Tell nobody."""


@contextmanager
def open_compared(library: Library, tell: Tell = no_word) -> Iterator[duckdb.DuckDBPyConnection]:
    """The index of a library with all its pages compared, open for reading; people's judgements hold in it."""
    if library.recorded_by is not None:
        with library.index(lambda connection: compare_new(connection, tell)) as connection:
            yield connection
        return
    with library.index() as connection:
        if not count_new(connection):
            yield connection
            return
        compared = compare_there(connection, tell)
    if not compared:
        with change_index(library.path) as connection:
            compare_new(connection, tell)
    with library.index() as connection:
        yield connection


def count_new(connection: duckdb.DuckDBPyConnection) -> int:
    """How many pages have not been compared yet."""
    return int(connection.execute("SELECT (SELECT count(*) FROM page) - (SELECT count(*) FROM compared)").fetchall()[0][0])


AT_SIGHT = 1_000
"""New pages that are compared when somebody only wants to see a list: some ten seconds."""


def find_kept_copies(library: Library, pages: Sequence[str]) -> tuple[dict[str, list[str]], int]:
    """The copies of some pages, either way, the closest first; and how many pages of the library were not compared yet, being too many."""
    with library.index() as connection:
        waiting = count_new(connection)
    with open_compared(library) if waiting <= AT_SIGHT else library.index() as connection:
        there = f"SELECT {NUMBER} AS one, original AS other, containment FROM copy"
        both = f"{there} UNION ALL SELECT original, {NUMBER}, containment FROM copy"
        rows = connection.execute(
            f"SELECT page.page, twin.page FROM ({both}) AS pair JOIN page ON page.{NUMBER} = pair.one "
            f"JOIN page AS twin ON twin.{NUMBER} = pair.other WHERE page.page IN (SELECT unnest(?::VARCHAR[])) "
            "ORDER BY containment DESC, twin.page",
            [list(pages)],
        ).fetchall()
    copies: dict[str, list[str]] = {}
    for page, twin in rows:
        copies.setdefault(page, []).append(twin)
    return copies, waiting if waiting > AT_SIGHT else 0


def compare_new(connection: duckdb.DuckDBPyConnection, tell: Tell = no_word) -> None:
    """Compare the pages that were not yet, and keep what comes of it: all of it or nothing."""
    connection.execute("BEGIN")
    try:
        new = take_fingerprints(connection)
        if new:
            copied = find_new_copies(connection, new)
            keep_echoes(connection, copied)
            join_events(connection, new, copied, tell)
            label_relations(connection, new)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of pages, so many at a time."""
    for start in range(0, len(numbers), AT_ONCE):
        yield list(numbers[start : start + AT_ONCE])


def rows_of_pages(connection: duckdb.DuckDBPyConnection, table: str, columns: str, numbers: Sequence[int]) -> list[Row]:
    """The rows of some pages, in order."""
    listed = ", ".join(map(str, numbers))
    return fetch_rows(connection, f"SELECT {columns} FROM {table} WHERE {NUMBER} IN ({listed}) ORDER BY {NUMBER}")


def take_fingerprints(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Take the fingerprints of new pages, and give their numbers."""
    found = connection.execute(f"SELECT {NUMBER} FROM page ANTI JOIN compared USING ({NUMBER}) ORDER BY {NUMBER}").fetchall()
    new = [number for (number,) in found]
    for some in batches(new):
        taken = []
        for row in rows_of_pages(connection, "page", f"{NUMBER}, text, blocks", some):
            paragraphs = (row["text"][b["start"] : b["end"]] for b in row["blocks"] if b["kind"] in COMPARED)
            taken.append({NUMBER: row[NUMBER], "fingerprint": fingerprint_of(paragraphs).tobytes()})
        load_rows(connection, "taken", {NUMBER: "INTEGER", "fingerprint": "BLOB"}, taken)
        connection.execute(f"INSERT INTO compared SELECT {NUMBER}, fingerprint FROM taken")
    return new


def find_new_copies(connection: duckdb.DuckDBPyConnection, new: Sequence[int]) -> Copied:
    """Find who has the story from whom among new pages and between them and old ones."""
    prints: dict[str, Fingerprint] = {
        name(number): np.frombuffer(taken, dtype=np.uint64)
        for number, taken in connection.execute(f"SELECT {NUMBER}, fingerprint FROM compared").fetchall()
    }
    fresh = {name(number) for number in new}
    pairs = [copy for copy in find_copies_among(prints) if copy.page in fresh or copy.within in fresh]
    reprints = []
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        stories = load_stories(connection, {int(page) for copy in some for page in (copy.page, copy.within)})
        reprints += [reprint_of(stories[copy.page], stories[copy.within], copy) for copy in some]
    rows = [
        {
            NUMBER: int(r.copy), "original": int(r.original), "kind": r.kind, "containment": r.containment, "kept": r.kept,
            "confidence": r.confidence, "why": list(r.why),
        } for r in reprints
    ]  # fmt: skip
    columns = {NUMBER: "INTEGER", "original": "INTEGER", "kind": "VARCHAR", "containment": "DOUBLE", "kept": "DOUBLE",
               "confidence": "DOUBLE", "why": "VARCHAR[]"}  # fmt: skip
    load_rows(connection, "found", columns, rows)
    connection.execute("INSERT INTO copy SELECT * FROM found")
    counted = count_once((r.copy for r in reprints), [*reprints])
    copied: Copied = {}
    for reprint in reprints:
        if counted[reprint.copy] != reprint.copy:
            copied.setdefault(int(reprint.copy), []).extend(passage.span for passage in reprint.passages)
    return copied


def keep_echoes(connection: duckdb.DuckDBPyConnection, copied: Copied) -> None:
    """Keep which statements stand in words that their page has from another."""
    for some in batches(sorted(copied)):
        rows = [
            {NUMBER: row[NUMBER], "position": row["position"]}
            for row in rows_of_pages(connection, "statement", f"{NUMBER}, position, content", some)
            if row["content"] and lies_in((row["content"][0]["start"], row["content"][0]["start"]), copied[row[NUMBER]])
        ]
        load_rows(connection, "echoed", {NUMBER: "INTEGER", "position": "INTEGER"}, rows)
        connection.execute("INSERT INTO echo SELECT * FROM echoed")


def name(number: int) -> str:
    """A page's number as a name that sorts as the number does."""
    return f"{number:09d}"


def load_stories(connection: duckdb.DuckDBPyConnection, numbers: Iterable[int]) -> dict[str, Story]:
    """Pages as they are compared word by word."""
    columns = f"{NUMBER}, text, blocks, published, outlet_name, outlet_domain, title"
    return {
        name(row[NUMBER]): Story(
            page=name(row[NUMBER]),
            text=row["text"],
            paragraphs=tuple((b["start"], b["end"]) for b in row["blocks"] if b["kind"] in COMPARED),
            published=row["published"],
            outlet=row["outlet_name"],
            domain=row["outlet_domain"],
            title=row["title"],
            asides=tuple(row["text"][b["start"] : b["end"]] for b in row["blocks"] if b["kind"] in SAYS_WHENCE),
        )
        for some in batches(sorted(numbers))
        for row in rows_of_pages(connection, "page", columns, some)
    }


@dataclass(frozen=True, slots=True)
class Told:
    """A page with its events: its day, what is compared, and the positions of events that stand in copied words."""

    number: int
    day: date | None
    telling: Telling
    copied: tuple[int, ...]


def load_told(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int], copied: Copied) -> Iterator[Told]:
    """Pages with their events, in the order of ``numbers``."""
    for some in batches(numbers):
        events: dict[int, list[Row]] = {number: [] for number in some}
        actors: dict[int, list[Row]] = {number: [] for number in some}
        for table, rows in (("event", events), ("actor", actors)):
            for row in rows_of_pages(connection, table, "*", some):
                rows[row[NUMBER]].append(row)
        pages = {row[NUMBER]: row for row in rows_of_pages(connection, "page", f"{NUMBER}, text, blocks, published", some)}
        days = dict(connection.execute(f"SELECT {NUMBER}, day FROM story WHERE {NUMBER} IN ({', '.join(map(str, some))})").fetchall())
        for number in some:
            yield told_of(pages[number], days.get(number), (events[number], actors[number]), copied.get(number, []))


def told_of(page: Row, day: date | None, rows: tuple[list[Row], list[Row]], copied: Sequence[Span]) -> Told:
    """One page with its events."""
    known = {row["id"]: read_actor(row) for row in rows[1]}
    events = {row["position"]: read_event(row) for row in rows[0]}
    apart = tuple(position for position, event in events.items() if lies_in(event.trigger, copied))
    number, text = page[NUMBER], page["text"]
    story = "\n".join(text[b["start"] : b["end"]] for b in page["blocks"] if b["kind"] in COMPARED)
    occurrences = (
        occurrence_of(name(number), event, known, text, str(position))
        for position, event in sorted(events.items())
        if position not in apart
    )
    return Told(number, day, make_telling(name(number), page["published"], story, occurrences), apart)


def lies_in(span: Span, stretches: Sequence[Span]) -> bool:
    """Whether a span lies in one of some stretches."""
    return any(first <= span[0] and span[1] <= last for first, last in stretches)


def join_events(connection: duckdb.DuckDBPyConnection, new: Sequence[int], copied: Copied, tell: Tell) -> None:
    """Give each event of new pages its happening, and keep those that are told elsewhere too."""
    order = in_order(connection, new)
    old = Near(connection, set(new))
    happenings = Happenings()
    rows: list[Row] = []
    for done, told in enumerate(load_told(connection, order, copied), 1):
        old.move(happenings, told.day)
        happenings.add(told.telling)
        old.note(told)
        rows += rows_of(told, happenings)
        if done % AT_ONCE == 0:
            keep_joined(connection, rows)
            rows = []
            tell(done, len(order))
    keep_joined(connection, rows)
    tell(len(order), len(order))


def in_order(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> list[int]:
    """Pages in the order of their days; those without one come last."""
    listed = ", ".join(map(str, numbers))
    query = f"SELECT {NUMBER} FROM story JOIN page USING ({NUMBER}) WHERE {NUMBER} IN ({listed}) ORDER BY day NULLS LAST, page"
    return [number for (number,) in connection.execute(query).fetchall()]


class Near:
    """Keeps in memory only pages near in time: takes in those that were compared before, forgets those long past."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, new: set[int]) -> None:
        """List the pages that were compared before."""
        query = f"SELECT {NUMBER}, day FROM story SEMI JOIN compared USING ({NUMBER}) WHERE day IS NOT NULL ORDER BY day, {NUMBER}"
        self.waiting = [(day, number) for number, day in connection.execute(query).fetchall() if number not in new]
        self.at = 0
        self.held: list[tuple[date, str]] = []
        self.connection = connection

    def move(self, happenings: Happenings, day: date | None) -> None:
        """Go on to a day: take in what lies up to so many days after it, forget what lies as long before."""
        if day is None:
            return
        apart = timedelta(days=LONGEST_APART)
        while self.held and self.held[0][0] < day - apart:
            happenings.forget(self.held.pop(0)[1])
        taken = []
        while self.at < len(self.waiting) and self.waiting[self.at][0] <= day + apart:
            if self.waiting[self.at][0] >= day - apart:
                taken.append(self.waiting[self.at][1])
            self.at += 1
        for told in load_told(self.connection, taken, {}):
            happenings.restore(told.telling, self.labels(told))
            self.note(told)

    def note(self, told: Told) -> None:
        """Remember when a page may be forgotten; the list stays in the order of days."""
        if told.day is not None:
            insort(self.held, (told.day, told.telling.page))

    def labels(self, told: Told) -> dict[str, str]:
        """The happenings of an old page's events: those that were joined, the others each one of its own."""
        joined = self.connection.execute(f"SELECT position, happening FROM joined WHERE {NUMBER} = ?", [told.number]).fetchall()
        known = {str(position): happening for position, happening in joined}
        own = {o.event: known.get(o.event, told.number * STRIDE + int(o.event)) for o in told.telling.occurrences}
        return {event: f"{name(label // STRIDE)}:{label % STRIDE}" for event, label in own.items() if label is not None}


def rows_of(told: Told, happenings: Happenings) -> Iterator[Row]:
    """The rows of a page's events that are told elsewhere too, or again."""
    for position in told.copied:
        yield {NUMBER: told.number, "position": position, "happening": None, "confidence": 1.0, "why": ["words of another page"]}
    for occurrence in told.telling.occurrences:
        happening = happenings.of[told.telling.page, occurrence.event]
        first, _, place = happening.id.partition(":")
        label = int(first) * STRIDE + int(place)
        if label != told.number * STRIDE + int(occurrence.event):
            at = happening.members.index(occurrence)
            yield {
                NUMBER: told.number, "position": int(occurrence.event), "happening": label,
                "confidence": happening.confidence[at], "why": list(happening.why[at]),
            }  # fmt: skip


def label_relations(connection: duckdb.DuckDBPyConnection, new: Sequence[int]) -> None:
    """Have who acted towards whom tell the happenings that events of new pages were joined to."""
    load_rows(connection, "labelled", {NUMBER: "INTEGER"}, [{NUMBER: number} for number in new])
    for table in ("relation", "mirror"):
        connection.execute(
            f"UPDATE {table} SET happening = joined.happening FROM (FROM joined SEMI JOIN labelled USING ({NUMBER})) AS joined "
            f"WHERE {table}.{NUMBER} = joined.{NUMBER} AND {table}.position = joined.position"
        )


JOINED = {NUMBER: "INTEGER", "position": "INTEGER", "happening": "BIGINT", "confidence": "DOUBLE", "why": "VARCHAR[]"}


def keep_joined(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> None:
    """Put rows into the index."""
    load_rows(connection, "member", JOINED, rows)
    connection.execute("INSERT INTO joined SELECT * FROM member")
