"""Questions to a library: each answer fits, leads back to page and place, and keeps the three times apart."""

import json
from dataclasses import replace
from datetime import date, timedelta
from shutil import copytree

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.test_cli import run
from tests.records import TEXT, make_record

from dragoman.errors import DayError, DragomanError, LibraryError
from dragoman.model import Outlet
from dragoman.store import open_library
from dragoman.store.days import days_of
from dragoman.times import days_of as days_of_times

EARLY, LATE = "2024-05-01T10:00:00+00:00", "2024-06-01T10:00:00+00:00"


def page(letter, day="2024-04-02", version="1", **event):
    """A page of a day with one event, which may differ from the usual one."""
    record = make_record(letter * 16, raw=f"page {letter}".encode(), version=version)
    outlet = Outlet(f"{letter}.example", f"Paper {letter.upper()}", f"{letter}.example", "RUR", "domain")
    article = replace(record.article, published=day, outlet=outlet)
    return replace(record, article=article, events=(replace(record.events[0], **{"date": day, **event}),))


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    library = open_library(tmp_path_factory.mktemp("pattern") / "library", create=True)
    with library.start_run("1-a", EARLY) as first:
        first.keep(page("a", "2024-04-02"))
        first.keep(page("b", "2024-04-10", type="CONSULT", date="2024-03", according_to=()))
        first.keep(page("c", None, modality="denied", date="2024-04-05/..", actors=("Q2",), recipients=("Q1",)))
    with library.start_run("2-b", LATE) as second:
        second.keep(page("d", "2024-05-20", actors=("Q1", "local:brandt"), recipients=("Q2", "Q1"), date="PRESENT_REF"))
    library.refresh()
    return library.path


@pytest.fixture
def library(pattern, tmp_path):
    return open_library(copytree(pattern, tmp_path / "library"))


def found(library, **conditions):
    return [row["page"][0] for row in library.ask(**conditions)]


def test_the_latest_comes_first_and_an_event_with_many_sides_once(library):
    assert found(library) == ["c", "a", "b", "d"]
    assert found(library, limit=2) == ["c", "a"]
    assert found(library, limit=2, offset=2) == ["b", "d"]
    assert found(library, limit=1, offset=9) == []


@pytest.mark.parametrize(
    ("conditions", "pages"),
    [
        ({"actors": "RUR"}, "abd"),
        ({"actors": ["RUR"], "recipients": ["SYL"]}, "abd"),
        ({"actors": "Q2"}, "c"),
        ({"recipients": "Q1"}, "cd"),
        ({"involving": ["local:brandt"]}, "d"),
        ({"involving": ["SYL"]}, "cabd"),
        ({"actors": ["Q2", "local:brandt"]}, "cd"),
        ({"types": "CONSULT"}, "b"),
        ({"modalities": ["denied", "planned"]}, "c"),
        ({"since": "2024-03-15", "until": "2024-03-20"}, "b"),
        ({"since": "2024-04-03"}, ""),
        ({"until": "2024-03-31"}, "b"),
        ({"according_to": "local:brandt"}, "cad"),
        ({"according_to": ""}, "b"),
        ({"outlets": "b.example"}, "b"),
        ({"outlets": ["paper a", "nobody"]}, "a"),
        ({"text": "river dam"}, "cabd"),
        ({"text": "zebra"}, ""),
        ({"text": " - "}, ""),
        ({"as_of": "2024-04-09"}, "a"),
        ({"as_of": "2024-05-02"}, "cab"),
    ],
)
def test_each_condition_holds(library, conditions, pages):
    assert "".join(found(library, **conditions)) == pages


def test_open_ends_reach_every_later_day(library):
    assert found(library, since="2024-04-03", until="2030-01-01") == []
    assert "c" not in found(library, until="2024-04-04")


def test_an_answer_leads_back_to_page_place_and_maker(library):
    row = library.ask(types="CONSULT")[0]
    assert row["text"] == TEXT[row["start"] : row["end"]] == "Ruritania warns Syldavia over dam"
    assert row["actor_names"] == ["Ruritania"]
    assert row["recipient_names"] == ["Syldavia"]
    assert json.loads(row["made_by"])[0] == ["dragoman", "1"]
    assert (row["run"], row["published"], row["recorded"], row["date"]) == ("1-a", "2024-04-10", EARLY, "2024-03")
    assert library.record(row["page"]).events[row["position"]].id == row["id"]


@pytest.mark.parametrize(
    ("conditions", "error"),
    [
        ({"types": "HUG"}, "none of the types"),
        ({"modalities": "sure"}, "none of the modalities"),
        ({"since": "April"}, "no day"),
        ({"as_of": "2024-02-30"}, "no day"),
        ({"colour": "red"}, "no condition"),
    ],
)
def test_what_cannot_be_asked_is_told(library, conditions, error):
    with pytest.raises(DragomanError, match=error):
        library.ask(**conditions)


def test_a_relation_is_counted_month_by_month_both_ways(library):
    rows = library.count_reports(["RUR"], ["SYL"]).to_list()
    counted = [(r["month"], r["actor"], r["recipient"], r["type"], r["modality"], r["events"]) for r in rows]
    assert ("2024-03", "RUR", "SYL", "CONSULT", "done", 1) in counted
    assert ("2024-04", "SYL", "RUR", "THREATEN", "denied", 1) in counted
    assert sum(row["events"] for row in rows) == 4


def test_search_wants_all_words_and_puts_the_page_that_says_most_first(library):
    often = make_record("e" * 16, raw=b"e")
    text = "Dam, dam, dam: the river rises\n" + often.article.text
    with library.start_run("3-c", LATE) as third:
        third.keep(replace(often, article=replace(often.article, text=text, blocks=())))
    rows = library.search("DAM river").to_list()
    assert rows[0]["page"] == "e" * 16
    assert len(rows) == 5
    assert len(library.search("dam", limit=2)) == 2
    assert [row["page"][0] for row in library.search('"river rises"')] == ["e"]
    assert len(library.search('"rises river"')) == 0
    assert len(library.search("dam", as_of="2024-04-03")) == 2
    assert len(library.search("")) == len(library.search("…")) == 0
    assert "dam" in rows[0]["text"].lower()


def test_search_knows_words_without_accents_and_chinese_characters(library):
    record = make_record("f" * 16, raw=b"f")
    with library.start_run("3-c", LATE) as third:
        third.keep(replace(record, article=replace(record.article, text="Évian reçoit 外交部长", blocks=())))
    assert [row["page"][0] for row in library.search("evian RECOIT")] == ["f"]
    assert [row["page"][0] for row in library.search("外交")] == ["f"]


def test_boilerplate_is_not_searched(library):
    plate = next(b for b in make_record().article.blocks if b.kind == "boilerplate")
    word = TEXT[plate.start : plate.end].split()[0]
    assert word not in TEXT[: plate.start]
    assert len(library.search(word)) == 0


def test_a_page_read_again_is_found_as_it_reads_now(library):
    with library.start_run("3-c", LATE) as third:
        third.keep(page("a", version="2", type="AGREE", recipients=("Q1",)))
    assert "a" not in found(library, recipients="Q2")
    assert found(library, types="AGREE") == ["a"]
    assert len(library.search("dam")) == 4


def test_the_library_as_it_stood_on_a_day(library):
    with library.start_run("3-c", LATE) as third:
        third.keep(page("a", version="2", type="AGREE"))
    past = library.as_recorded("2024-05-15")
    assert found(past, types="AGREE") == []
    assert sorted(found(past)) == ["a", "b", "c"]
    assert sorted(found(library.as_recorded("2024-06-01"))) == ["a", "b", "c", "d"]
    assert found(library.as_recorded("2020-01-01")) == []
    assert len(past.pages()) == 3
    with pytest.raises(DayError):
        library.as_recorded("then")


def test_pages_as_of_a_day(library):
    assert [row["id"][0] for row in library.pages(as_of="2024-04-09")] == ["a"]
    assert [row["id"][0] for row in library.pages(as_of="2024-05-02")] == ["b", "a", "c"]


def test_one_actor_under_two_ids_is_asked_for_once(library):
    library.judgements().merge("Q2", "local:brandt", "a test", EARLY)
    assert found(library, actors="Q2") == ["c", "d"] == found(library, actors="local:brandt")


def test_what_reads_differently_between_two_runs(library):
    first = make_record("a" * 16, raw=b"page a")
    with library.start_run("3-c", LATE) as third:
        again = page("a", version="2", type="AGREE")
        third.keep(replace(again, statements=(), times=(replace(first.times[0], why="other rule"), *first.times[1:])))
    rows = {(row["table"], row["change"]): row for row in library.diff()}
    assert set(rows) == {("event", "changed"), ("statement", "removed")}
    changed = rows["event", "changed"]
    assert (changed["columns"], changed["before"], changed["after"]) == (["type"], "type THREATEN", "type AGREE")
    assert (changed["older"], changed["newer"], changed["page"]) == ("1-a", "3-c", "a" * 16)
    assert changed["text"] == TEXT[changed["start"] : changed["end"]]
    assert "speaker local:brandt" in rows["statement", "removed"]["before"]
    assert len(library.diff("a", "1", "3")) == 2
    assert len(library.diff("b")) == 0
    with pytest.raises(LibraryError, match="dragoman runs"):
        library.diff(newer="9")


def test_runs_are_listed(library):
    assert [(row["run"], row["kept"], row["failed"]) for row in library.runs()] == [("1-a", 3, 0), ("2-b", 1, 0)]


def test_answers_come_in_every_form(library, tmp_path):
    where = ("--library", library.path)
    shown = run("ask", "--actor", "RUR", "--type", "consult", *where, env={"COLUMNS": "100"})
    assert "1 event" in shown.stdout
    assert "Ruritania ↔ Syldavia" in shown.stdout
    rows = [json.loads(line) for line in run("ask", "--actor", "Ruritania", "--format", "json", *where).stdout.splitlines()]
    assert [row["page"][0] for row in rows] == ["a", "b", "d"]
    assert run("ask", "--format", "csv", "--output", tmp_path / "x.csv", *where).exit_code == 0
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 'x.csv'}'").fetchall() == [(4,)]
    assert run("ask", "--format", "parquet", "--output", tmp_path / "x.parquet", *where).exit_code == 0
    assert duckdb.sql(f"SELECT DISTINCT actors FROM '{tmp_path / 'x.parquet'}' WHERE modality = 'denied'").fetchall() == [(["Q2"],)]
    assert "nothing fits" in run("ask", "--text", "zebra", *where).stdout
    assert run("search", "dam", "--output", tmp_path / "x.txt", *where).exit_code == 0
    assert "Ruritania warns Syldavia" in (tmp_path / "x.txt").read_text("utf-8")
    assert "nothing reads differently" in run("diff", *where).stdout
    assert "2 runs" in run("runs", library.path).stdout
    assert "1 of 1 pages" in run("list", library.path, "--as-of", "2024-04-09").stdout


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("ask", "--actor", "Nobody Known"), "no page"),
        (("ask", "--type", "HUG"), "none of the types"),
        (("ask", "--format", "parquet"), "--output"),
        (("ask", "--recorded-by", "x"), "no day"),
        (("search", "dam", "--as-of", "x"), "no day"),
        (("diff", "ffff"), "no page"),
    ],
)
def test_mistakes_are_told(library, words, error):
    told = run(*words, "--library", library.path)
    assert told.exit_code == 1
    assert error in str(told.exception)


def test_no_cell_of_a_page_is_a_formula(library):
    record = page("f", type="AGREE")
    with library.start_run("3-c", LATE) as third:
        third.keep(replace(record, article=replace(record.article, title='=HYPERLINK("http://x.example")')))
    assert "'=HYPERLINK" in run("ask", "--type", "AGREE", "--format", "csv", "--library", library.path).stdout


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dates(date(1000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(["day", "month", "year", "week", "season", "quarter"]),
)
def test_the_days_of_a_value_are_those_that_times_tells(day, more, form):
    later = day + timedelta(days=more)

    def written(of):
        week = of.isocalendar()
        return {
            "day": of.isoformat(), "month": f"{of:%Y-%m}", "year": f"{of.year:04}", "week": f"{week.year}-W{week.week:02}",
            "season": f"{of.year:04}-{21 + of.month % 4}", "quarter": f"{of.year:04}-{33 + of.month % 4}",
        }[form]  # fmt: skip

    for value in (written(day), f"{written(day)}/{written(later)}", f"{written(day)}/..", f"../{written(day)}"):
        assert days_of(value) == days_of_times(value)


@pytest.mark.parametrize("value", ["PRESENT_REF", "", "199X", "19XX", "2024-13", "2024-02-30", "2024-W60", "-0500", "../..", "P3D", "9999"])
def test_odd_values_have_the_days_that_times_tells(value):
    assert days_of(value) == days_of_times(value) or value == "9999"
