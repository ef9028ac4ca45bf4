"""Judgements: kept beside the record, honoured by every question, also after the index is made anew, and taken back."""

import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import library, told
from tests.newsroom import keep

from dragoman.compare import follow_sayings, read_actor_profile, read_happening, read_relation
from dragoman.errors import LibraryError
from dragoman.store.corrections import FILE, read_corrections

__all__ = ["library", "told"]

THREAT, SAME, EXPULSION = "00000001-0", "00000003-0", "00000005-0"


def fix(library, *words):
    return run("fix", *words, "--why", "we looked", "--library", library.path)


def conflict(library):
    return sum(row["verbal_conflict"] + row["material_conflict"] for row in read_relation(library, "RUR", "SYL").series)


def test_a_rejected_event_counts_and_shows_nowhere(told):
    assert conflict(told) == 2
    assert fix(told, "reject", EXPULSION).exit_code == 0
    assert conflict(told) == 1
    assert EXPULSION not in [row["id"] for row in told.ask()]
    assert EXPULSION not in [row["id"] for row in read_actor_profile(told, "SYL").happenings]
    assert EXPULSION not in [event.id for event in told.record(f"{5:020x}").events]
    assert "SANCTION" not in [row["type"] for row in told.count_reports(["SYL"], ["RUR"], modalities=["done"])]
    told.reindex()
    assert conflict(told) == 1


def test_a_judgement_that_is_taken_back_holds_no_more_and_both_stay_on_file(told):
    fix(told, "reject", EXPULSION)
    assert fix(told, "undo", "1").exit_code == 0
    assert conflict(told) == 2
    assert [made.verdict for made in read_corrections(told.path)] == ["reject", "undo"]
    assert isinstance(fix(told, "undo", "1").exception, Exception)
    listed = run("fix", "list", "--library", told.path).stdout
    assert "(taken back)" in listed and "we looked" in listed


def test_a_rejected_statement_is_said_by_nobody(told):
    said = read_relation(told, "RUR", "SYL").said[0]
    assert fix(told, "reject", said["id"]).exit_code == 0
    found = read_relation(told, "RUR", "SYL")
    assert said["id"] not in [row["id"] for row in found.said]


@pytest.mark.parametrize("event", [THREAT, SAME])
def test_a_split_event_is_a_happening_of_its_own(told, event):
    assert read_happening(told, THREAT).pages == 2
    assert fix(told, "split", event).exit_code == 0
    assert [read_happening(told, id_).pages for id_ in (THREAT, SAME)] == [1, 1]
    assert conflict(told) == 3


def test_linked_events_are_one_happening_with_all_that_was_joined(told):
    assert fix(told, "link", EXPULSION, SAME).exit_code == 0
    found = read_happening(told, THREAT)
    assert {row["id"] for row in found.versions} == {THREAT, SAME, EXPULSION}
    fix(told, "split", SAME)
    assert {row["id"] for row in read_happening(told, THREAT).versions} == {THREAT, EXPULSION}
    fix(told, "undo", "1")
    assert {row["id"] for row in read_happening(told, THREAT).versions} == {THREAT}


def test_a_judgement_outlives_a_newer_reading(told):
    fix(told, "reject", EXPULSION)
    keep(told, [told.record(f"{4:020x}")], "9-z")
    assert conflict(told) == 1
    assert follow_sayings(told).rows


def test_actors_are_merged_too(told):
    assert fix(told, "merge", "Q1", "local:brandt").exit_code == 0
    assert "Ada Brandt" not in [row["name"] for row in read_actor_profile(told, "Ada Brandt").partners]


@pytest.mark.parametrize("words", [("reject", "zzz"), ("reject", "0000"), ("link", THREAT, THREAT), ("undo", "7"), ("split", "")])
def test_what_cannot_be_judged_is_told(told, words):
    assert fix(told, *words).exit_code == 1
    assert not (told.path / FILE).exists()


def test_a_judgement_needs_a_reason(told):
    assert run("fix", "reject", EXPULSION, "--why", " ", "--library", told.path).exit_code == 1


def test_a_damaged_line_is_named(told):
    (told.path / FILE).write_text("{nonsense\n", "utf-8")
    with pytest.raises(LibraryError, match="line 1"):
        told.ask()
