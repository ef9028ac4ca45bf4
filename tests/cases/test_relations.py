"""Relations over time: happenings are counted once, in their period and direction, beside coverage; turning points have witnesses."""

import csv
import io
import json
from datetime import date

import pytest
from tests.cases.test_cli import run
from tests.newsroom import Act, Said, keep, months, tell

from dragoman.compare.kept import count_new, open_compared
from dragoman.compare.profiles import read_actor_profile
from dragoman.compare.relations import Scope, every_period, next_period, period_name, period_of, read_relation
from dragoman.compare.tellers import read_happening
from dragoman.errors import DragomanError
from dragoman.store import open_library

WARNING = "Ruritania threatened Syldavia with closing the Morava locks to Syldavian grain barges"
SOURED = "Relations of Ruritania and Syldavia soured"


@pytest.fixture
def library(tmp_path):
    return open_library(tmp_path / "library", create=True)


@pytest.fixture
def told(library):
    """A month in which two pages and a copy tell one threat, a quiet month, one without pages, and one with an answer."""
    keep(library, [
        tell(1, "2024-01-10", Act(WARNING), Said("that Syldavia had only itself to blame"), claim=SOURED),
        tell(2, "2024-01-10", Act(WARNING), Said("that Syldavia had only itself to blame"), outlet="mirror", seed="page 1"),
        tell(3, "2024-01-11", Act(f"{WARNING} on Wednesday", day="2024-01-10"), outlet="post"),
        tell(4, "2024-02-07", Act("Ruritania reopened a consulate in Borduria", "COOPERATE", recipient="Q3", intensity=5.0)),
        tell(5, "2024-04-02", Act("Syldavia expelled two Ruritanian attaches", "SANCTION", "Q2", "Q1", intensity=-5.0)),
        tell(6, "2024-04-03", Act("Ruritania may recall its envoy from Syldavia", "SANCTION", modality="planned"), outlet="post"),
        tell(7, "2024-04-04", Act("Syldavia once lent Ruritania money", "AID", "Q2", "Q1", day="1990/1995", intensity=7.0)),
    ])  # fmt: skip
    return library


def series(found):
    return {(row["period"], row["from"]): row for row in found.series}


def test_what_three_pages_tell_is_one_happening(told):
    row = series(read_relation(told, "RUR", "SYL"))["2024-01", "Ruritania"]
    assert (row["verbal_conflict"], row["happenings"], row["pages_about_either"]) == (1, 1, 3)
    assert row["reports"] == 2  # the copy's own telling is no report of its own
    assert row["intensity"] == -4.4


def test_the_copy_says_nothing_twice(told):
    found = read_relation(told, "RUR", "SYL")
    assert series(found)["2024-01", "Ruritania"]["statements"] == 1
    assert [row["speaker"] for row in found.said] == ["Ada Brandt"]
    assert found.said[0]["text"] == told.record(found.said[0]["page"]).article.text[found.said[0]["start"] : found.said[0]["end"]]


def test_directions_classes_and_what_was_not_done_are_apart(told):
    rows = series(read_relation(told, "RUR", "SYL"))
    assert rows["2024-04", "Syldavia"]["material_conflict"] == 1
    assert rows["2024-04", "Ruritania"]["happenings"] == 0
    assert rows["2024-04", "Ruritania"]["planned"] == 1


def test_an_empty_month_says_whether_there_were_pages(told):
    rows = series(read_relation(told, "RUR", "SYL"))
    assert (rows["2024-02", "Ruritania"]["happenings"], rows["2024-02", "Ruritania"]["covered"]) == (0, True)
    assert rows["2024-02", "Ruritania"]["pages_about_both"] == 0
    assert (rows["2024-03", "Ruritania"]["covered"], rows["2024-03", "Ruritania"]["per_100_pages"]) == (False, None)
    assert read_relation(told, "RUR", "SYL").coverage["periods_without_pages"] == 1


def test_a_vague_day_lies_in_no_period_that_is_shorter(told):
    assert read_relation(told, "RUR", "SYL").undated == {"there": 0, "back": 1}


def test_claims_have_their_words_and_place(told):
    claim = read_relation(told, "RUR", "SYL").claims[0]
    assert (claim["direction"], claim["by"], claim["text"]) == ("worse", None, "Relations of Ruritania and Syldavia soured")
    assert claim["text"] == told.record(claim["page"]).article.text[claim["start"] : claim["end"]]


def test_who_acts_is_rolled_up_or_not(library):
    keep(library, [tell(1, "2024-01-10", Act("Ada Brandt warned Syldavia", actor="local:brandt"))])
    assert series(read_relation(library, "RUR", "Syldavia"))["2024-01", "RUR"]["happenings"] == 1
    assert read_relation(library, "Ada Brandt", "SYL").latest[0]["actors"] == ["Ada Brandt"]
    keep(library, [tell(2, "2024-01-12", Act("Ruritania itself mocked Syldavia", "ACCUSE"))], "2-b")
    alone = read_relation(library, "RUR", "SYL", Scope(roll_up="actor"))
    assert [row["text"] for row in alone.latest] == ["Ruritania itself mocked Syldavia"]
    assert [row["actor_name"] for row in read_relation(library, "RUR", "SYL").whom] == ["Ruritania", "Ada Brandt"]


def test_days_bound_what_is_counted_and_what_was_known(told):
    rows = read_relation(told, "RUR", "SYL", Scope(since="2024-02-01", until="2024-05-31"))
    assert [row["period"] for row in rows.series[::2]] == ["2024-02", "2024-03", "2024-04", "2024-05"]
    assert read_relation(told, "RUR", "SYL", Scope(as_of="2024-03-01")).latest[0]["day"] == "2024-01-10"


@pytest.mark.parametrize(
    ("one", "other", "asked", "error"),
    [
        ("RUR", "RUR", Scope(), "one party"),
        ("RUR", "Nowhere", Scope(), "no page"),
        ("XXX", "RUR", Scope(), "no page"),
        ("RUR", "SYL", Scope(by="decade"), "no length"),
        ("RUR", "SYL", Scope(since="2024-02-01", until="2024-01-01"), "later"),
        ("RUR", "SYL", Scope(since="soon"), "no day"),
        ("RUR", "SYL", Scope(by="day", since="1900-01-01"), "periods"),
    ],
)
def test_what_cannot_be_asked_is_told(told, one, other, asked, error):
    with pytest.raises(DragomanError, match=error):
        read_relation(told, one, other, asked)


def test_nothing_is_compared_twice_and_new_pages_join_old_happenings(told):
    read_relation(told, "RUR", "SYL")
    keep(told, [tell(8, "2024-01-12", Act(f"{WARNING} this week", day="2024-01-10"), outlet="tribune")], "2-b")
    with told.index() as connection:
        assert count_new(connection) == 1
    row = series(read_relation(told, "RUR", "SYL"))["2024-01", "Ruritania"]
    assert (row["happenings"], row["reports"]) == (1, 3)


def test_a_page_read_anew_is_compared_anew(told):
    before = read_relation(told, "RUR", "SYL").table().to_list()
    changed = tell(
        1, "2024-01-10", Act(WARNING), Said("that Syldavia had only itself to blame"), claim="Relations of Ruritania and Syldavia soured"
    )
    keep(told, [changed], "3-c")
    assert read_relation(told, "RUR", "SYL").table().to_list() == before


def test_comparing_all_at_once_or_page_by_page_counts_the_same(tmp_path, told):
    other = open_library(tmp_path / "other", create=True)
    with told.index() as connection:
        pages = [page for (page,) in connection.execute("SELECT page FROM page ORDER BY page").fetchall()]
    for number, page in enumerate(pages):
        keep(other, [told.record(page)], f"{number}-x")
        with open_compared(other):
            pass
    assert read_relation(other, "RUR", "SYL").table().to_list() == read_relation(told, "RUR", "SYL").table().to_list()


def test_a_broken_comparison_leaves_nothing(told, monkeypatch):
    with told.index():
        pass
    monkeypatch.setattr("dragoman.compare.kept.join_events", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_relation(told, "RUR", "SYL")
    monkeypatch.undo()
    with told.index() as connection:
        assert count_new(connection) == 7
    assert read_relation(told, "RUR", "SYL").latest


@pytest.fixture
def jump(library):
    """Two years; from the second March on, six threats a month more. Coverage doubles before that without a change."""
    records, number = [], 0
    for at, day in enumerate(months("2022-01-05", 24)):
        for n in range(8 if at >= 8 else 4):
            number += 1
            acts = [Act(f"Ruritania praised Syldavia in note {number}", "SUPPORT", intensity=3.0)] if n % 4 == 0 else []
            acts += [Act(f"Ruritania threatened Syldavia over matter {number * 7}")] if at >= 14 and n < 6 else []
            records.append(tell(number, day, *acts, Said(f"that Syldavia was like this {number}")))
    keep(library, records)
    return library


def test_a_turning_point_is_found_where_the_level_changes_and_not_where_coverage_does(jump):
    turns = read_relation(jump, "RUR", "SYL").turns
    assert [(turn.start, turn.what) for turn in turns] == [(date(2023, 3, 1), "more conflict")]
    assert turns[0].before.conflict == 0
    assert turns[0].happenings and all(row["type"] == "THREATEN" and row["day"] >= "2023-03" for row in turns[0].happenings)
    assert turns[0].statements


def test_few_pages_make_no_turning_point(told):
    found = read_relation(told, "RUR", "SYL", Scope(by="day"))
    assert found.turns == []
    assert "too few" in found.no_turns


def test_without_the_library_for_turning_points_a_word_says_so(jump, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ruptures", None)
    assert "pip install" in read_relation(jump, "RUR", "SYL").no_turns


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_periods_follow_one_another(by):
    starts = every_period({period_of(date(2023, 12, 20), by), period_of(date(2025, 1, 3), by)}, Scope(by=by))
    assert starts[0] <= date(2023, 12, 20) and next_period(starts[-1], by) > date(2025, 1, 3)
    assert all(period_of(start, by) == start for start in starts)
    assert len({period_name(start, by) for start in starts}) == len(starts)


def test_the_command_shows_it_in_every_form(told, tmp_path):
    where = ["--library", str(told.path)]
    text = run("relation", "RUR", "SYL", *where)
    assert text.exit_code == 0
    for words in ("2024-03", "not covered", "nothing found", "no peace", "−1", "1 planned", "Ada Brandt", "soured"):
        assert words in text.stdout, words
    form = json.loads(run("relation", "RUR", "SYL", *where, "--format", "json").stdout)
    assert form["coverage"]["pages_kept"] == 7
    rows = list(csv.DictReader(io.StringIO(run("relation", "RUR", "SYL", *where, "--format", "csv").stdout)))
    assert [row["period"] for row in rows if row["from"] == "Ruritania"] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert run("relation", "RUR", "SYL", *where, "--format", "parquet", "--output", str(tmp_path / "r.parquet")).exit_code == 0
    assert run("relation", "RUR", "Nowhere", *where).exit_code == 1


def test_meetings_go_both_ways_wherever_they_are_shown(library):
    keep(library, [
        tell(1, "2024-01-10", Act("Ruritania met Syldavia in Zenda", "CONSULT"), Act("Ruritania mocked Syldavia", "ACCUSE")),
    ])  # fmt: skip
    for command in (("ask",), ("relation", "RUR", "SYL"), ("actor", "RUR")):
        for form in ("text", "html"):
            shown = run(*command, "--library", library.path, "--format", form).stdout
            assert "Ruritania ↔ Syldavia" in shown and "Ruritania → Syldavia" in shown


def test_a_body_that_meets_by_itself_met_or_is_to_meet(library):
    keep(library, [
        tell(1, "2024-01-10", Act("Ruritania gathered its council", "CONSULT", recipient="Q1")),
        tell(2, "2024-01-11", Act("Syldavia gathers its council in May", "CONSULT", "Q2", "Q2", "2024-05", "planned")),
    ])  # fmt: skip
    for form in ("text", "html"):
        shown = run("ask", "--library", library.path, "--format", form).stdout
        assert "Ruritania met" in shown and "Syldavia to meet" in shown and "↔" not in shown
    followed = run("said-done", "--library", library.path).stdout
    assert "Syldavia to meet" in followed and "↔" not in followed


def test_pages_that_tell_a_pact_from_either_side_are_counted_once_each(library):
    signed = "signed the Zenda treaty on the Morava locks and the Syldavian grain barges"
    keep(library, [
        tell(1, "2024-01-10", Act(f"Ruritania and Syldavia {signed}", "AGREE")),
        tell(2, "2024-01-10", Act(f"Syldavia and Ruritania {signed}", "AGREE", "Q2", "Q1"), outlet="post"),
        tell(3, "2024-01-10", Act(f"Syldavia and Borduria {signed} of Ruritania", "AGREE", "Q2", "Q3"), outlet="tribune"),
    ])  # fmt: skip
    found = read_relation(library, "RUR", "SYL").latest
    assert [(row["pages"], row["reports"]) for row in found] == [(2, 2)]
    assert read_actor_profile(library, "RUR").happenings[0]["pages"] == 2
    assert read_happening(library, found[0]["id"]).pages == 3
    assert "with these sides" in run("relation", "RUR", "SYL", "--library", library.path).stdout
    assert "3 pages, whichever sides" in run("happening", found[0]["id"], "--library", library.path).stdout


def test_comparing_is_told_of(told):
    heard = []
    with open_compared(told, lambda done, pages: heard.append((done, pages))):
        pass
    assert heard == [(7, 7)]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_page_of_an_impossible_day_breaks_nothing(told, day, tmp_path):
    keep(told, [tell(9, day, Act("Ruritania cursed Syldavia", "ACCUSE"))], "2-b")
    with pytest.raises(DragomanError, match="periods"):
        read_relation(told, "RUR", "SYL")
    assert read_relation(told, "RUR", "SYL", Scope(since="2024-01-01", until="2024-04-30")).series
    assert read_relation(told, "RUR", "SYL", Scope(since=day, until=day)).series
    assert run("export", "panel", "--library", told.path, "--output", tmp_path / "p.csv").exit_code == 1
    assert run("said-done", "--library", told.path).exit_code == 0
    assert run("actor", "RUR", "--library", told.path).exit_code == 0
