"""Judgements: kept beside the record, honoured by every question, also after the index is made anew, and taken back."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from zipfile import ZipFile

import duckdb
import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import SOURED, library, told
from tests.newsroom import keep

from dragoman.compare import follow_sayings, read_actor_profile, read_happening, read_relation
from dragoman.errors import DragomanError, LibraryError
from dragoman.events.claims import claim_id
from dragoman.exchange import Order, export
from dragoman.model import RelationClaim
from dragoman.show import report_html
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


def test_a_rejected_event_is_no_version_of_what_others_tell(told):
    assert [version["id"] for version in read_happening(told, THREAT).versions] == [THREAT, SAME]
    fix(told, "reject", SAME)
    assert [version["id"] for version in read_happening(told, THREAT).versions] == [THREAT]


def test_judgements_of_who_is_who_are_told_of_where_others_are_listed(told):
    assert "no judgements yet" in run("fix", "list", "--library", told.path).stdout
    assert fix(told, "merge", "Q1", "Q2").exit_code == 0
    listed = run("fix", "list", "--library", told.path).stdout
    assert "who is who: 1; dragoman actors merges" in listed and "no judgements yet" not in listed


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


CLAIM = "c00000001"


def written(library, form, tmp_path):
    """What an export writes, as text; of the zip of brat, all its files."""
    out = tmp_path / f"out.{form}"
    export(library, form, Order(), out)
    if form == "brat":
        with ZipFile(out) as pack:
            return "\n".join(pack.read(name).decode() for name in pack.namelist() if name.endswith(".ann"))
    if form == "sqlite":
        with closing(sqlite3.connect(out)) as file:
            return "\n".join(map(str, file.execute("SELECT id FROM claim UNION ALL SELECT id FROM statement").fetchall()))
    return out.read_text("utf-8")


def test_a_rejected_claim_is_told_nowhere_until_that_is_taken_back(told, tmp_path):
    def seen():
        found = read_relation(told, "RUR", "SYL")
        report = report_html("relation", found.form())
        return (
            [row["id"] for row in found.claims], SOURED in report, [claim.id for claim in told.record(f"{1:020x}").relation_claims],
            told.table("claim").to_list() != [], SOURED in written(told, "brat", tmp_path), CLAIM in written(told, "jsonl", tmp_path),
            CLAIM in written(told, "sqlite", tmp_path),
        )  # fmt: skip

    before = seen()
    assert before == ([CLAIM], True, [CLAIM], True, True, True, True)
    assert fix(told, "reject", CLAIM).exit_code == 0
    assert seen() == ([], False, [], False, False, False, False)
    told.reindex()
    assert seen() == ([], False, [], False, False, False, False)
    assert isinstance(fix(told, "reject", CLAIM).exception, DragomanError)
    assert fix(told, "undo", "1").exit_code == 0
    assert seen() == before


def test_a_rejected_statement_is_in_no_export_and_counted_nowhere(told, tmp_path):
    said = read_relation(told, "RUR", "SYL").said[0]["id"]
    count = sum(row["statements"] for row in read_relation(told, "RUR", "SYL").series)
    assert all(said in written(told, form, tmp_path) for form in ("jsonl", "sqlite", "brat"))
    fix(told, "reject", said)
    assert not any(said in written(told, form, tmp_path) for form in ("jsonl", "sqlite", "brat"))
    assert sum(row["statements"] for row in read_relation(told, "RUR", "SYL").series) == count - 1
    assert said not in [row["id"] for row in read_actor_profile(told, "SYL").said_of]


def test_claims_of_readings_without_ids_have_the_ids_that_new_ones_get(told):
    shard = next(told.path.glob("shards/*/stage=claim/*.parquet"))
    old = shard.with_name("old")
    duckdb.sql(f"COPY (SELECT * EXCLUDE (id) FROM read_parquet('{shard}')) TO '{old}' (FORMAT parquet)")
    old.replace(shard)
    told.reindex()
    page = f"{1:020x}"
    claim = told.record(page).relation_claims[0]
    assert claim.id == claim_id(page, claim)
    assert fix(told, "reject", claim.id[:8]).exit_code == 0
    assert read_relation(told, "RUR", "SYL").claims == []


def test_ids_of_claims_are_of_page_passage_and_parties():
    claim = RelationClaim(("Q1", "local:é\"b"), (3, 9))
    ids = {claim_id("p", claim), claim_id("q", claim), claim_id("p", replace(claim, claim=(3, 10))), claim_id("p", replace(claim, by="Q2"))}
    assert len(ids) == 3
    raw = duckdb.execute("SELECT left(sha256(json_array('p', 'claim', [3, 9], ['Q1', 'local:é\"b'])::VARCHAR), 16)").fetchall()[0]
    assert raw == (claim_id("p", claim),)


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
