"""Measures a library of any size: how fast pages are kept, how soon questions are answered, how much room and memory that takes.

    python benchmarks/store.py --rows 1_000_000 --json

The pages are made up: ten events a page between states and people, a story of some 150 words, days over ten years, all drawn so that
few states, words and outlets are frequent and most are rare. Records are made outside of the time that is measured; keeping them is
measured until they are committed to the disk. Each question is asked of an index that was just opened; the figure is the median of
several questions, in milliseconds; ``_cpu_`` counts what the processor worked, which tells more on a machine that does other things
too. ``whole_relation`` is what ``dragoman relation`` asks, of a library in which a fifth of the events belong to a happening told
before and a tenth are copied. ``bytes_per_event`` counts all files of the library, index included; ``peak_mb`` is the most memory that
the process held, also by stage. With ``--into`` the stages (keep, index, ask) can be done one by one: the figures of those
that are done lie beside the library, and the next call goes on after them.
"""

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import duckdb

from dragoman.compare import Scope, read_relation
from dragoman.compare.kept import label_relations
from dragoman.model import EVENT_TYPES, Actor, Article, Block, Event, Mention, Outlet, Page, Record, Statement
from dragoman.store import open_library
from dragoman.store.asking import Question, count_relation, find_events, search_pages
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.index import change_index, open_index, rebuild_index

EVENTS = 10
"""Events of a page."""

WORDS = 150
"""Words of a story."""

FIRST = date(2014, 1, 1)
DAYS = 3652
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SYLLABLES = ("ka", "lo", "mi", "ter", "na", "ves", "ro", "du", "sha", "pel", "en", "gor", "ti", "bar", "ul", "wen")
MODALITIES = ("done", "done", "done", "done", "planned", "threatened", "demanded", "denied")
ROUNDS = 7


class Maker:
    """Makes records by chance, the same ones each time."""

    def __init__(self) -> None:
        """Make up the words, states, people and outlets."""
        self.chance = random.Random(11)
        self.words = ["".join(self.chance.choices(SYLLABLES, k=2 + i % 4)) + str(i % 97 if i > 3000 else "") for i in range(40_000)]
        self.codes = [f"{LETTERS[i // 26 % 26]}{LETTERS[i % 26]}X" for i in range(150)]
        self.word_weights = weights(len(self.words), 1.0)
        self.code_weights = weights(len(self.codes), 0.9)
        self.actors = {code: self.people_of(code, i) for i, code in enumerate(self.codes)}
        self.outlets = [
            Outlet(f"outlet{i}.example", f"Outlet {i}", f"outlet{i}.example", self.codes[i % 150], "domain") for i in range(300)
        ]

    def people_of(self, code: str, number: int) -> list[Actor]:
        """A state and its people."""
        mention = (Mention(0, 5, 0, "name", "made"),)
        state = Actor(f"Q{number}", f"State {code}", "state", code, None, (), mentions=mention, why="made")
        people = [
            Actor(f"Q{1000 + number * 20 + i}", f"Person {i} of {code}", "person", code, "minister", (), mentions=mention, why="made")
            for i in range(20)
        ]
        return [state, state, state, *people]

    def record(self, number: int) -> Record:
        """One page with its events."""
        chance = self.chance
        day = FIRST + timedelta(days=int(DAYS * chance.random()))
        words = chance.choices(self.words, cum_weights=self.word_weights, k=WORDS)
        lines = [" ".join(words[:10]), *(" ".join(words[i : i + 35]) + "." for i in range(10, WORDS, 35))]
        text, blocks, at = "\n".join(lines), [], 0
        for i, line in enumerate(lines):
            blocks.append(Block("paragraph" if i else "title", at, at + len(line), "made"))
            at += len(line) + 1
        actors = [chance.choice(self.actors[code]) for code in chance.choices(self.codes, cum_weights=self.code_weights, k=5)]
        events = tuple(self.event(number, i, day, actors) for i in range(EVENTS))
        cited = Statement(f"s{number}", ((80, 120),), "indirect", "say", actors[0].id, (0, 5), (6, 9), said=day.isoformat(), why="made")
        page = Page(f"{number:016x}", f"pages/{number}.html", text.encode(), text, "text", f"https://example.org/{number}")
        outlet = chance.choice(self.outlets)
        article = Article(page, text, tuple(blocks), lines[0], None, (), outlet, "en", day.isoformat(), "metadata", "made")
        return Record(article, tuple(dict.fromkeys(actors)), (), (cited,), events, (), (), (("dragoman", "made"),))

    def event(self, number: int, position: int, day: date, actors: list[Actor]) -> Event:
        """One event."""
        chance = self.chance
        doer, done_to = chance.sample(actors, 2)
        happened = (day - timedelta(days=int(chance.expovariate(0.3)))).isoformat()
        told = (actors[0].id,) if chance.random() < 0.4 else ()
        start = chance.randrange(500)
        return Event(
            f"{number:x}-{position}", chance.choice(EVENT_TYPES), (doer.id,), (done_to.id,), (start, start + 90), (start + 9, start + 15),
            None, "042", 1.0, happened, None, chance.choice(MODALITIES), told, None, 0.5, "made",
        )  # fmt: skip


def weights(count: int, steepness: float) -> list[float]:
    """Weights of which the first is the greatest, summed up."""
    return list(accumulate(1 / (i + 1) ** steepness for i in range(count)))


def keep_all(path: Path, maker: Maker, pages: int) -> tuple[float, float]:
    """Keep so many pages; gives the seconds that keeping took, and those of them that the processor worked for it."""
    library, seconds, worked = open_library(path, create=True), 0.0, 0.0
    run = library.start_run("20240101T000000.000000Z-made", "2024-01-01T00:00:00+00:00")
    for start in range(0, pages, 1024):
        records = [maker.record(i) for i in range(start, min(start + 1024, pages))]
        begun, before = time.perf_counter(), time.process_time()
        for record in records:
            run.keep(record)
        run.commit()
        seconds, worked = seconds + time.perf_counter() - begun, worked + time.process_time() - before
        if start % (1024 * 25) == 0:
            tell(f"{start + len(records)} pages kept, {(start + len(records)) / seconds:.0f} a second")
    return seconds, worked


def ask_often(path: Path, ask: Callable[[duckdb.DuckDBPyConnection, int], object]) -> tuple[float, float]:
    """The median of the milliseconds that a question takes, of an index just opened, and of those that the processor works for it."""
    taken, worked = [], []
    for turn in range(ROUNDS):
        with open_index(path) as connection:
            begun, before = time.perf_counter(), time.process_time()
            answer = ask(connection, turn)
            taken.append(1000 * (time.perf_counter() - begun))
            worked.append(1000 * (time.process_time() - before))
        if not answer:
            tell("a question found nothing")
    tell(" ".join(f"{ms:.0f}" for ms in taken))
    return round(statistics.median(taken), 1), round(statistics.median(worked), 1)


def questions(maker: Maker) -> Iterator[tuple[str, Callable[[duckdb.DuckDBPyConnection, int], object]]]:
    """The three kinds of questions, each with others every time."""
    codes, words = maker.codes, maker.words

    def relation(connection: duckdb.DuckDBPyConnection, turn: int) -> object:
        return count_relation(connection, Question(("AAX",), (codes[turn + 1],), since="2018-01-01", until="2019-12-31"))

    def page_of_results(connection: duckdb.DuckDBPyConnection, turn: int) -> object:
        asked = Question(
            involving=(codes[turn],), types=("THREATEN", "ASSAULT"), modalities=("done",), since="2020-01-01", as_of="2021-06-30"
        )
        return list(find_events(connection, asked, 50))

    def search(connection: duckdb.DuckDBPyConnection, turn: int) -> object:
        return search_pages(connection, f"{words[3 + turn]} {words[200 + turn]}", 20)

    yield "relation_ms", relation
    yield "filter_ms", page_of_results
    yield "search_ms", search


JOINED, COPIED = 0.2, 0.1
"""Shares of the events that belong to a happening told before, and that stand in copied words, in the library that relations are
asked of.
"""


def join_by_chance(path: Path) -> None:
    """Say of all pages that they were compared, and of some events what comparing could have found: the pages are made of chance words, in
    which there is nothing to find. What was said so once stands."""
    with change_index(path) as connection:
        new = [number for (number,) in connection.execute(f"SELECT {NUMBER} FROM page ANTI JOIN compared USING ({NUMBER})").fetchall()]
        if not new:
            return
        connection.execute(f"INSERT INTO compared SELECT {NUMBER}, ''::BLOB FROM page")
        connection.execute(
            f"INSERT INTO joined SELECT {NUMBER}, position, CASE WHEN dice < {COPIED} THEN NULL ELSE greatest({NUMBER} - 7, "
            f"0)::BIGINT * {STRIDE} "
            f"+ position END, 0.9, NULL FROM (SELECT {NUMBER}, position, hash({NUMBER}, position) % 1000 / 1000 AS dice FROM event) "
            f"WHERE dice < {JOINED + COPIED}"
        )
        label_relations(connection, new)


def ask_relations(path: Path, maker: Maker) -> dict[str, float]:
    """How long whole relations over two years take: series, coverage, statements, claims, turning points and witnesses."""
    library, taken, worked = open_library(path), [], []
    read_relation(library, maker.codes[20], maker.codes[21], Scope("2018-01-01", "2019-12-31"))  # what is imported once
    for turn in range(ROUNDS):
        begun, before = time.perf_counter(), time.process_time()
        read_relation(library, "AAX", maker.codes[turn + 1], Scope("2018-01-01", "2019-12-31"))
        taken.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - before))
    tell(" ".join(f"{ms:.0f}" for ms in taken))
    return {"whole_relation_ms": round(statistics.median(taken), 1), "whole_relation_cpu_ms": round(statistics.median(worked), 1)}


def keep_stage(path: Path, maker: Maker, pages: int) -> dict[str, float]:
    """Keep the pages."""
    seconds, worked = keep_all(path, maker, pages)
    tell(f"kept in {seconds:.0f} s")
    return {"rows": pages * EVENTS, "write_pages_per_s": round(pages / seconds), "write_pages_per_cpu_s": round(pages / worked)}


def index_stage(path: Path, _maker: Maker, _pages: int) -> dict[str, float]:
    """Make the index."""
    begun, before = time.perf_counter(), time.process_time()
    rebuild_index(path)
    taken, worked = time.perf_counter() - begun, time.process_time() - before
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return {
        "index_s": round(taken, 1),
        "index_cpu_s": round(worked, 1),
        "bytes": size,
        "index_bytes": (path / "index.duckdb").stat().st_size,
    }


def ask_stage(path: Path, maker: Maker, _pages: int) -> dict[str, float]:
    """Ask."""
    scores = {}
    for name, ask in questions(maker):
        scores[name], scores[name.replace("_ms", "_cpu_ms")] = ask_often(path, ask)
    join_by_chance(path)
    return scores | ask_relations(path, maker)


STAGES = {"keep": keep_stage, "index": index_stage, "ask": ask_stage}


def measure(path: Path, rows: int, last: str) -> dict[str, float]:
    """Make a library of so many events and measure it, up to the ``last`` stage; a stage whose figures lie beside it is not done again."""
    maker, pages, notes = Maker(), max(1, rows // EVENTS), path.with_name(f"{path.name}.json")
    scores: dict[str, float] = json.loads(notes.read_text("utf-8")) if notes.exists() else {}
    for name in list(STAGES)[: list(STAGES).index(last) + 1]:
        if f"{name}_peak_mb" not in scores:
            tell(name)
            scores |= STAGES[name](path, maker, pages)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
            scores[f"{name}_peak_mb"] = round(peak)
            notes.write_text(json.dumps(scores), "utf-8")
    scores["peak_mb"] = max(value for name, value in scores.items() if name.endswith("_peak_mb"))
    for told in ("bytes", "index_bytes"):
        if told in scores:
            scores[f"{told}_per_event"] = round(scores[told] / scores["rows"])
    return scores


def tell(words: str) -> None:
    """Say how far it is."""
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="events (ten a page)")
    parser.add_argument("--into", type=Path, help="a directory in which the library is made and left, to be gone on with")
    parser.add_argument("--last", choices=STAGES, default="ask", help="the last stage: the next call with --into goes on after it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    told = parser.parse_args()
    if told.into is not None:
        scores = measure(told.into, told.rows, told.last)
    else:
        with tempfile.TemporaryDirectory() as folder:
            scores = measure(Path(folder) / "library", told.rows, told.last)
    print(json.dumps(scores) if told.json else "\n".join(f"{name:<24}{value}" for name, value in scores.items()))


if __name__ == "__main__":
    main()
