"""The index: whatever its derived tables make faster, answers are those that the plain tables give, also as it grows."""

import random
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest
from tests.cases.test_serving import served
from tests.newsroom import WHO, Act, keep, tell

import dragoman
from dragoman.compare import read_relation
from dragoman.compare.kept import open_compared
from dragoman.compare.parties import name_of, own_names
from dragoman.model import EVENT_TYPES, QUADS
from dragoman.store.asking import EVENT_COLUMNS
from dragoman.store.corrections import Correction, add_correction
from dragoman.store.derived import CLASSES, INDEXED, MODALITY_AT, QUAD, STRIDE, TYPE_AT, rows_of
from dragoman.store.index import BLOCK, FILE

DEEDS = {"THREATEN": "threatened", "COOPERATE": "thanked", "SANCTION": "expelled envoys of", "AID": "lent money to", "ACCUSE": "accused"}
PARTIES = ("Q1", "Q2", "Q3", "local:brandt")


def acts_of(chance, day):
    """What a page tells that no other told before."""
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    for _ in range(chance.randrange(1, 4)):
        (one, other), kind = chance.sample(PARTIES, 2), chance.choice(list(DEEDS))
        words = f"{WHO[one][0]} {DEEDS[kind]} {WHO[other][0]} over matter {chance.randrange(10**6)} of the river"
        when = chance.choice((None, None, "2024-02", "2024/2025", "PRESENT_REF", before))
        yield Act(words, kind, one, other, when, chance.choice(("done", "done", "planned", "denied")))


def pages_by_chance(count):
    """Pages of which some tell what others told before; every ninth has all its words from the one before it."""
    chance, told = random.Random(3), [[]]
    for number in range(1, count + 1):
        day, is_copy = (date(2024, 1, 1) + timedelta(days=number // 2)).isoformat(), number % 9 == 0
        again = [act for act in told[-1] if chance.random() < 0.5]
        told.append(told[-1] if is_copy else [*again, *acts_of(chance, day)])
        yield tell(number, day, *told[-1], seed=f"page {number - 1}" if is_copy else None, outlet=f"paper{number % 7}")


PAGES = list(pages_by_chance(36))
FIRST = 27


@pytest.fixture
def library(tmp_path):
    made = dragoman.open_library(tmp_path / "library", create=True)
    keep(made, PAGES[:FIRST])
    return made


def plain_events(library):
    """All events as ``ask`` gives them, out of the tables of what was read alone."""
    pages = {row["page"]: row for row in library.table("page")}
    names = {(row["page"], row["id"]): row["name"] for row in library.table("actor")}
    for row in library.table("event"):
        page = pages[row["page"]]
        told = {
            **row, **{column: page[column] for column in ("title", "source", "url")}, "outlet": page["outlet_name"], "data": "pages",
            "text": page["text"][row["start"] : row["end"]],
            **{f"{side}_names": [names.get((row["page"], id_), id_) for id_ in row[of]] for side, of in SIDES.items()},
        }  # fmt: skip
        yield {column: told[column] for column in EVENT_COLUMNS}


SIDES = {"actor": "actors", "recipient": "recipients", "according_to": "according_to"}


def in_order(rows):
    return sorted(rows, key=lambda row: (row["page"], row["position"]))


def check(library):
    """That events are told as the plain tables have them, and that the happening of each stands where ``joined`` says."""
    assert in_order(library.ask().to_list()) == in_order(plain_events(library))
    own = f"told.number::BIGINT * {STRIDE} + told.position"
    with open_compared(library) as connection:
        for table in ("relation", "mirror"):
            wrong = connection.execute(
                f"SELECT count(*) FROM {table} AS told LEFT JOIN joined ON joined.number = told.number AND joined.position = told.position "
                f"WHERE told.happening IS DISTINCT FROM CASE WHEN joined.number IS NULL THEN {own} ELSE joined.happening END"
            ).fetchall()
            assert wrong == [(0,)]
        check_numbers(connection)
        joined, copied = connection.execute("SELECT count(happening), count(*) - count(happening) FROM joined").fetchall()[0]
    return joined, copied


def check_numbers(connection):
    """That what is counted beforehand is what the rows themselves give, and that numbers stand for their words."""
    for table, rows in (
        ("party", f"country, id, kind, name, count(*) FROM about WHERE country IS NOT NULL AND kind IN {PARTIES_OF_STATES} GROUP BY ALL"),
        ("calendar", "day, known, count(*) FROM story GROUP BY ALL"),
    ):
        kept = connection.execute(f"FROM {rows_of(table)} ORDER BY ALL").fetchall()
        assert kept == connection.execute(f"SELECT {rows} ORDER BY ALL").fetchall() and kept
    pairs = "SELECT count(*) FILTER (is_first), count(DISTINCT (country, number)) FROM about"
    first, there = connection.execute(pairs).fetchall()[0]
    assert first == there > 0
    words = connection.execute("SELECT DISTINCT type, type_at, modality, modality_at FROM relation").fetchall()
    assert all((TYPE_AT[kind], MODALITY_AT[modality]) == (type_at, modality_at) for kind, type_at, modality, modality_at in words)


PARTIES_OF_STATES = ("state", "organisation", "government")


def test_types_of_one_class_stand_together():
    assert len(set(TYPE_AT.values())) == len(EVENT_TYPES)
    assert all(CLASSES[TYPE_AT[kind] // QUAD] == QUADS[kind] for kind in EVENT_TYPES)


def test_answers_are_those_of_the_plain_tables_as_a_library_grows(library, monkeypatch):
    joined, copied = check(library)
    assert joined > 3 and copied > 3
    keep(library, PAGES[FIRST:], "2-b")
    more = check(library)
    assert more[0] > joined and more[1] > copied
    grown = counts(library)
    library.reindex()
    assert check(library) == more
    assert counts(library) == grown
    monkeypatch.setattr("dragoman.store.derived.UNORDERED_ROWS", -1)  # so that rows are written in order
    keep(library, [replace(PAGES[0], made_by=ANEW)], "3-c")
    assert counts(library) == grown
    library.reindex()
    assert counts(library) == grown


def counts(library):
    pairs = [("RUR", "SYL"), ("SYL", "BOR"), ("local:brandt", "BOR")]
    return [read_relation(library, *pair).table().to_list() for pair in pairs]


def test_a_page_that_is_read_anew_takes_its_happenings_along(library):
    _, copied = check(library)
    first = [page for page in PAGES[:FIRST] if int(page.article.page.id, 16) % 9 == 8]  # others have their words from these
    keep(library, [replace(page, made_by=ANEW) for page in (PAGES[0], *first)], "2-b")
    assert check(library)[1] == copied
    assert len(library.diff()) == 0 and len(library.runs()) == 2
    with library.index() as connection:
        assert not connection.execute("SELECT number FROM event GROUP BY number, position HAVING count(*) > 1").fetchall()


def test_judgements_hold_in_every_table(library):
    check(library)
    joined = library.sql("SELECT event.page, event.id FROM event JOIN joined USING (number, position) ORDER BY ALL").to_list()
    others = library.sql("SELECT page, id FROM event ORDER BY ALL").to_list()
    for verdict, row, other in (
        ("split", joined[0], {}), ("split", joined[-1], {}), ("link", others[3], others[9]), ("link", others[4], joined[5]),
        ("reject", others[7], {}), ("reject", joined[7], {}),
    ):  # fmt: skip
        judged = Correction(verdict, row["page"], row["id"], "we looked", "2024-08-01", other.get("page", ""), other.get("id", ""))
        add_correction(library.path, judged)
    check(library)
    assert {others[7]["id"], joined[7]["id"]}.isdisjoint(row["id"] for row in library.ask())
    told = counts(library)
    library.reindex()
    check(library)
    assert counts(library) == told
    with served(library):
        assert counts(library) == told


def test_what_is_served_grows_too(library):
    check(library)
    with served(library):
        keep(library, PAGES[FIRST:], "2-b")
        inside = check(library)
    assert check(library) == inside


def test_odd_values_of_events_are_told_as_they_are(library):
    odd = PAGES[3]
    names = tuple(replace(actor, name=f'{actor.name} "\x00\\é\n\u2028😀') for actor in odd.actors)
    events = tuple(replace(event, intensity=value, confidence=0.1 + 0.2) for event, value in zip(odd.events, ODD, strict=False))
    nobody = replace(odd.events[0], actors=(), recipients=("Q404",), according_to=("Q1", "Q1"), date=None, intensity=None)
    keep(
        library,
        [
            replace(odd, actors=names + names[:1], events=(*events, nobody), made_by=ANEW),
            replace(PAGES[5], events=(), actors=(), made_by=ANEW),
        ],
        "2-b",
    )
    check(library)
    assert len(library.ask(recipients="Q404", limit=1)[0]["according_to_names"]) == 2


ANEW = (("dragoman", "2"),)
"""What made the record of a page that is read anew."""

ODD = (float("inf"), -5e-324, 1 / 3)


def test_a_state_has_the_name_that_its_pages_give_it(library):
    with library.index() as connection:
        for id_, (name, kind, code) in WHO.items():
            assert name_of(connection, id_) == name
            assert kind != "state" or own_names(connection, code) == {id_: name}
        assert own_names(connection, "ZZZ") == {}


def test_a_state_has_the_name_of_most_pages_and_a_body_is_the_one_of_most(library):
    keep(library, [replace(page, actors=tuple(map(renamed, page.actors)), made_by=ANEW) for page in PAGES[:20]], "2-b")
    for _ in range(2):
        with library.index() as connection:
            assert own_names(connection, "SYL") == {"Q2": "Great Syldavia"}
            assert list(own_names(connection, "RUR")) == ["Q1"]
            assert own_names(connection, "ACME") == {"local:acme": "Acme"}
        library.reindex()


def renamed(actor):
    """Syldavia under another name; Brandt as one of two bodies of several states, which is on some pages only."""
    if actor.id == "local:brandt":
        return replace(actor, id="local:acme" if actor.mentions else "local:other", kind="organisation", country="ACME", name="Acme")
    return replace(actor, name="Great Syldavia") if actor.id == "Q2" else actor


@pytest.mark.parametrize("rows", [200_000, -1])
def test_single_pages_are_looked_up_in_short_tables_and_in_long_ones(library, monkeypatch, rows):
    monkeypatch.setattr("dragoman.store.derived.UNORDERED_ROWS", rows)
    library.reindex()
    with duckdb.connect(library.path / FILE, read_only=True) as connection:
        found = connection.execute("SELECT table_name FROM duckdb_indexes() WHERE NOT is_primary").fetchall()
        assert {name for (name,) in found} == set(INDEXED)
        for table in INDEXED:
            plan = connection.execute(f"EXPLAIN ANALYZE SELECT * FROM {table} WHERE number IN (1, 2, 30)").fetchall()[0][1]
            assert "Index Scan" in plan
        size, free = connection.execute("SELECT block_size, free_blocks FROM pragma_database_size()").fetchall()[0]
        assert size == BLOCK
        assert free == 0 or rows > 0
    check(library)


def test_an_index_with_greater_blocks_goes_on_growing(library):
    library.reindex()
    path, whole = library.path / FILE, library.path / "whole.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS small (READ_ONLY)")
        connection.execute(f"ATTACH '{whole}' AS great (BLOCK_SIZE 262144, STORAGE_VERSION 'v1.5.0')")
        connection.execute("COPY FROM DATABASE small TO great")
    whole.replace(path)
    keep(library, PAGES[FIRST:], "2-b")
    check(library)
