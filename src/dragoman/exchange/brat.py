"""Pages with all that was read from them as brat stand-off: a zip with PAGE.txt, PAGE.ann for each page, and annotation.conf.

Offsets are code points of the text, as brat has them. All events and statements are there, whatever became of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb

from dragoman.compare.relations import bounds_on
from dragoman.exchange.order import Order
from dragoman.model import EVENT_TYPES, MODALITIES, Span
from dragoman.store.columns import quoted
from dragoman.store.derived import NUMBER
from dragoman.store.files import written_whole
from dragoman.store.index import fetch_rows
from dragoman.store.table import Row

AT_ONCE = 100
"""Pages that are held at a time."""

TABLES = ("actor", "time", "statement", "event", "claim")

ACTORS = ("Person", "State", "Government", "Organisation", "Group", "Outlet", "Place")
"""Types of mentions: the kinds of actors."""

BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\t]|[\ud800-\udfff]")
"""What other programs might take for the end of a line or column, and halves of characters: a space stands for it in the text."""


def write_brat(connection: duckdb.DuckDBPyConnection, order: Order, output: Path) -> int:
    """Write the pages that were published on the days ordered, whole or not at all; gives how many there are."""
    more, days = bounds_on("day", order.scope())
    found = connection.execute(f"SELECT {NUMBER} FROM story WHERE true{more} ORDER BY {NUMBER}", days).fetchall()
    numbers = [number for (number,) in found]
    with written_whole(output) as aside, ZipFile(aside, "w", ZIP_DEFLATED) as pack:
        pack.writestr("annotation.conf", CONF)
        for start in range(0, len(numbers), AT_ONCE):
            for page, rows in pages_with_rows(connection, numbers[start : start + AT_ONCE]):
                text = BREAKS.sub(" ", page["text"])
                pack.writestr(f"{page['page']}.txt", text.encode())
                pack.writestr(f"{page['page']}.ann", "".join(f"{line}\n" for line in lines_of(text, rows)).encode())
    return len(numbers)


def pages_with_rows(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int]) -> Iterator[tuple[Row, dict[str, list[Row]]]]:
    """Some pages, each with the rows of its tables."""
    listed = ", ".join(map(str, numbers))
    pages = fetch_rows(connection, f"SELECT {NUMBER}, page, text FROM page WHERE {NUMBER} IN ({listed}) ORDER BY {NUMBER}")
    rows: dict[int, dict[str, list[Row]]] = {page[NUMBER]: {table: [] for table in TABLES} for page in pages}
    for table in TABLES:
        query = f"SELECT * FROM {quoted(table)} WHERE {NUMBER} IN ({listed}) ORDER BY {NUMBER}, position"
        for row in fetch_rows(connection, query):
            rows[row[NUMBER]][table].append(row)
    for page in pages:
        yield page, rows[page[NUMBER]]


@dataclass(slots=True)
class Marks:
    """The lines of one page while they are made: marks of text are numbered, and each is made once."""

    text: str
    lines: list[str] = field(default_factory=list)
    made: dict[tuple[str, tuple[Span, ...]], str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def name(self, letter: str) -> str:
        """The next name of a kind of line: T1, E1, A1, N1, #1."""
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def mark(self, kind: str, spans: Iterable[Span]) -> str | None:
        """The name of a mark of text, made if need be; none where it has no text. A mark over several lines has a part in each."""
        parts = tuple(part for span in spans for part in self.parts_of(span))
        if not parts:
            return None
        if (kind, parts) not in self.made:
            self.made[kind, parts] = name = self.name("T")
            places = ";".join(f"{start} {end}" for start, end in parts)
            self.lines.append(f"{name}\t{kind} {places}\t{' '.join(self.text[start:end] for start, end in parts)}")
        return self.made[kind, parts]

    def parts_of(self, span: Span) -> Iterator[Span]:
        """The parts of a span, one a line, without blanks at their ends."""
        at = max(span[0], 0)
        for line in self.text[at : span[1]].split("\n"):
            start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
            if start < end:
                yield start, end
            at += len(line) + 1

    def note(self, of: str, words: str) -> None:
        """A note by the reader."""
        self.lines.append(f"{self.name('#')}\tAnnotatorNotes {of}\t{' '.join(words.split())}")


def lines_of(text: str, rows: dict[str, list[Row]]) -> list[str]:
    """The lines of a page's stand-off file."""
    marks = Marks(text)
    places = mark_actors(marks, rows["actor"])
    for row in rows["time"]:
        name = marks.mark("Time", [(row["start"], row["end"])])
        if name is not None:
            marks.note(name, row["value"])
    for row in rows["event"]:
        mark_event(marks, row, places)
    for row in rows["statement"]:
        mark_statement(marks, row, places)
    for row in rows["claim"]:
        mark_claim(marks, row, places)
    return marks.lines


Places = dict[str, list[tuple[int, str]]]
"""Where each actor is named: beginnings and names of marks."""


def mark_actors(marks: Marks, actors: Sequence[Row]) -> Places:
    """Mark all mentions of actors; Wikidata's ids stand at the first."""
    found: Places = {}
    for row in actors:
        kind = row["kind"].capitalize()
        for mention in sorted((*row["mentions"], *row["place_mentions"]), key=lambda m: int(m["start"])):
            name = marks.mark(kind if kind in ACTORS else "Group", [(mention["start"], mention["end"])])
            if name is not None:
                if row["id"].startswith("Q") and row["id"] not in found:
                    marks.lines.append(f"{marks.name('N')}\tReference {name} Wikidata:{row['id']}\t{' '.join(row['name'].split())}")
                found.setdefault(row["id"], []).append((mention["start"], name))
    return found


def nearest(places: Places, actor: str | None, at: int) -> str | None:
    """The mark of an actor that stands nearest to a place of the text."""
    return min(((abs(start - at), name) for start, name in places.get(actor or "", ())), default=(0, None))[1]


def mark_event(marks: Marks, row: Row, places: Places) -> None:
    """An event: the word that names it, its sides, place, whether it happened, and by whom it is told."""
    at = row["trigger"]["start"]
    trigger = marks.mark(row["type"], [(at, row["trigger"]["end"])])
    if trigger is None:
        return
    sides = [(role, nearest(places, id_, at)) for role, column in SIDES for id_ in (row[column] if column != "place" else [row[column]])]
    name = add_event(marks, row["type"], trigger, sides)
    marks.lines.append(f"{marks.name('A')}\tModality {name} {row['modality']}")
    marks.note(name, f"{row['id']} day {row['date'] or 'unknown'}, confidence {row['confidence']}")


SIDES = (("Actor", "actors"), ("Recipient", "recipients"), ("Source", "according_to"), ("Place", "place"))
"""The parts in an event, and the columns that they are from."""


def add_event(marks: Marks, kind: str, trigger: str, sides: Iterable[tuple[str, str | None]]) -> str:
    """An event's line: several of one part are numbered, as in brat."""
    counts: dict[str, int] = {}
    parts = []
    for role, mark in sides:
        if mark is not None and f"{role}:{mark}" not in parts:
            counts[role] = counts.get(role, 0) + 1
            parts.append(f"{role}{counts[role] if counts[role] > 1 else ''}:{mark}")
    name = marks.name("E")
    marks.lines.append(f"{name}\t{kind}:{trigger}{''.join(f' {part}' for part in parts)}")
    return name


def mark_statement(marks: Marks, row: Row, places: Places) -> None:
    """A statement: its cue, or its own words where it has none, and who says what to whom."""
    content = marks.mark("Content", [(span["start"], span["end"]) for span in row["content"]])
    cue = row["cue"] or (row["content"] or [None])[0]
    trigger = marks.mark("Said", [(cue["start"], cue["end"])]) if cue else None
    if trigger is None:
        return
    at = cue["start"]
    sides = [("Speaker", nearest(places, row["speaker"], at)), ("Content", content), ("Addressee", nearest(places, row["addressee"], at)),
             ("Via", nearest(places, row["via"], at))]  # fmt: skip
    name = add_event(marks, "Said", trigger, sides)
    marks.note(name, f"{row['id']} {row['kind']} {row['act']}, said {row['said'] or 'on a day unknown'}")


def mark_claim(marks: Marks, row: Row, places: Places) -> None:
    """A claim about a relation, with the two whom it is about."""
    at = row["claim"]["start"]
    trigger = marks.mark("Claim", [(at, row["claim"]["end"])])
    if trigger is not None:
        name = add_event(marks, "Claim", trigger, [("Between", nearest(places, id_, at)) for id_ in row["between"]])
        marks.lines.append(f"{marks.name('A')}\tDirection {name} {row['direction'] or 'none'}")


def event_conf(kind: str) -> str:
    """The line of a type of event in annotation.conf."""
    return f"{kind}\tActor*:<ACTOR>, Recipient*:<ACTOR>, Source*:<ACTOR>, Place?:<ACTOR>"


CONF = "\n".join([
    "# types of marks for brat, made by dragoman export brat", "[entities]", *ACTORS, "Time", "Content", "[relations]", "[events]",
    f"<ACTOR>={'|'.join(ACTORS)}", *(event_conf(kind) for kind in EVENT_TYPES),
    "Said\tSpeaker?:<ACTOR>, Content?:Content, Addressee?:<ACTOR>, Via?:<ACTOR>", "Claim\tBetween*:<ACTOR>", "[attributes]",
    f"Modality\tArg:<EVENT>, Value:{'|'.join(MODALITIES)}", "Direction\tArg:Claim, Value:worse|better|same|none", "",
])  # fmt: skip
"""brat's list of types."""
