"""Exports: the columns of those who made the forms, happenings once, nothing that was not done, and the way back to the page."""

import csv
import json
from pathlib import Path

import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import library, told
from tests.newsroom import Act, Said, keep, tell

from dragoman.errors import DragomanError
from dragoman.exchange import FORMATS, Order, export
from dragoman.exchange.events import QUAD_CODES, columns_of
from dragoman.exchange.panel import PANEL_COLUMNS

__all__ = ["library", "told"]

COLUMNS = Path(__file__).parents[3] / "shared/design/formats/columns.json"


def written(library, form, tmp_path, **order):
    out = tmp_path / f"{form}.tsv"
    export(library, form, Order(**order), out)
    return [line.split("\t") for line in out.read_text("utf-8").splitlines()]


def panel(library, tmp_path, **order):
    out = tmp_path / "panel.csv"
    export(library, "panel", Order(**order), out)
    return list(csv.DictReader(out.open(encoding="utf-8")))


@pytest.mark.shared
@pytest.mark.skipif(not COLUMNS.exists(), reason="needs the shared list of columns")
@pytest.mark.parametrize(
    ("form", "theirs"), [("plover", "polecat"), ("icews", "icews"), ("gdelt", "gdelt2_events"), ("mentions", "gdelt2_mentions")]
)
def test_the_columns_are_those_of_the_form(form, theirs):
    assert columns_of(form) == [name for name, _ in json.loads(COLUMNS.read_text("utf-8"))[theirs]]


@pytest.mark.parametrize("form", ["plover", "icews", "gdelt", "mentions"])
def test_every_row_has_every_column(told, tmp_path, form):
    rows = written(told, form, tmp_path)
    assert len(rows) > 3
    assert {len(row) for row in rows} == {len(columns_of(form))}


def test_a_panel_has_zeros_where_pages_could_have_told_and_nothing_where_none_were(told, tmp_path):
    rows = {(r["actor"], r["recipient"], r["period"]): r for r in panel(told, tmp_path)}
    assert tuple(next(iter(rows.values()))) == PANEL_COLUMNS
    row = rows["RUR", "SYL", "2024-01"]
    assert (row["basis"], row["verbal_conflict"], row["events"], row["pages_about_actor"]) == ("happenings", "1", "1", "3")
    assert (rows["RUR", "SYL", "2024-02"]["events"], rows["RUR", "SYL", "2024-02"]["covered"]) == ("0", "1")
    assert (rows["RUR", "SYL", "2024-03"]["events"], rows["RUR", "SYL", "2024-03"]["covered"]) == ("", "0")
    assert (rows["RUR", "SYL", "2024-04"]["planned"], rows["SYL", "RUR", "2024-04"]["material_conflict"]) == ("1", "1")
    assert len(rows) == 3 * 4


def test_a_panel_of_reports_counts_tellings(told, tmp_path):
    rows = {(r["actor"], r["recipient"], r["period"]): r for r in panel(told, tmp_path, count="reports")}
    assert rows["RUR", "SYL", "2024-01"]["events"] == "2"


def test_a_panel_of_a_day_knows_only_what_was_out(told, tmp_path):
    assert {r["period"] for r in panel(told, tmp_path, as_of="2024-01-31")} == {"2024-01"}
    asked = panel(told, tmp_path, since="2024-01-01", until="2024-06-30")
    assert max(r["period"] for r in asked) == "2024-06"
    assert len(panel(told, tmp_path, by="year")) == 3


def test_only_what_was_done_is_exported_and_once(told, tmp_path):
    rows = [dict(zip(columns_of("plover"), row, strict=True)) for row in written(told, "plover", tmp_path)[1:]]
    assert [row["Event Type"] for row in rows] == ["THREATEN", "COOPERATE", "SANCTION", "AID"]
    first = rows[0]
    assert (first["Event Date"], first["Quad Code"], first["Intensity"]) == ("2024-01-10", "V-CONF", "-4.4")
    assert (first["Actor Name"], first["Actor Country"], first["Recipient Country"]) == ("Ruritania", "RUR", "SYL")
    assert first["Wikipedia Actor ID"] == "Q1"


def test_the_evidence_leads_back_to_the_page(told, tmp_path):
    events = written(told, "plover", tmp_path)
    lines = [line.split("\t") for line in (tmp_path / "plover.evidence.tsv").read_text("utf-8").splitlines()]
    assert [row[0] for row in lines[1:]] == [row[0] for row in events[1:]]
    for row in lines[1:]:
        found = dict(zip(lines[0], row, strict=True))
        assert told.record(found["Page"]).article.text[int(found["Start"]) : int(found["End"])] == found["Sentence"]


def test_cameo_codes_keep_their_leading_zero(library, tmp_path):
    keep(library, [tell(1, "2024-01-10", Act("Ruritania met Syldavia", "CONSULT", cameo="042", intensity=1.9))])
    row = dict(zip(columns_of("gdelt"), written(library, "cameo", tmp_path)[0], strict=True))
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"], row["QuadClass"]) == ("042", "042", "04", "1")
    assert (row["SQLDATE"], row["Actor1CountryCode"], row["SOURCEURL"]) == ("20240110", "RUR", "https://herald.example/1")
    icews = dict(zip(columns_of("icews"), written(library, "icews", tmp_path)[1], strict=True))
    assert (icews["CAMEO Code"], icews["Source Country"], icews["Target Name"]) == ("042", "RUR", "Syldavia")


def test_mentions_belong_to_events(told, tmp_path):
    events = {row[0] for row in written(told, "gdelt", tmp_path)}
    mentions = written(told, "mentions", tmp_path)
    assert {row[0] for row in mentions} == events
    assert len(mentions) == len(events) + 1  # one threat is told twice in own words


def test_quotations_have_their_speakers(library, tmp_path):
    record = tell(1, "2024-01-10", Said("that the river is ours"))
    statement = type(record.statements[0])
    direct = statement(**{name: getattr(record.statements[0], name) for name in statement.__slots__} | {"kind": "direct"})
    keep(library, [type(record)(**{n: getattr(record, n) for n in type(record).__slots__} | {"statements": (direct,)})])
    out = tmp_path / "quotes.jsonl"
    export(library, "quotes", Order(), out)
    page = json.loads(out.read_text("utf-8"))
    assert list(page) == ["date", "url", "lang", "quotes"]
    assert (page["quotes"][0]["quote"], page["quotes"][0]["speaker"]) == ("that the river is ours", "Ada Brandt")


def test_a_page_cannot_break_a_row(library, tmp_path):
    words = "=Ruritania\tbroke\u2028the rows of Syldavia"
    keep(library, [tell(1, "2024-01-10", Act(words, "SANCTION"), outlet="=cmd|x")])
    assert len(written(library, "plover", tmp_path)) == 2
    assert "\n=" not in (tmp_path / "plover.evidence.tsv").read_text("utf-8").replace("\t", "\n")


def test_nothing_is_left_of_an_export_that_fails(told, tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.exchange.files.plover_row", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(told, "plover", Order(), tmp_path / "p.tsv")
    assert list(tmp_path.glob("*p.*tsv")) == []


@pytest.mark.parametrize("order", [{"count": "words"}, {"by": "decade"}, {"since": "May"}])
def test_what_cannot_be_ordered_is_told(told, tmp_path, order):
    with pytest.raises(DragomanError):
        export(told, "panel", Order(**order), tmp_path / "x")
    with pytest.raises(DragomanError, match="no form"):
        export(told, "morse", Order(), tmp_path / "x")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_command_writes_every_form_and_the_docs_tell_it(told, tmp_path, form):
    out = tmp_path / "deep" / "out.txt"
    done = run("export", form, "--library", told.path, "--output", out)
    assert done.exit_code == 0, done.output
    assert out.exists()
    docs = (Path(__file__).parents[2] / "docs/exports.md").read_text("utf-8")
    assert f"`{form}`" in docs
    for column in columns_of(form) if form in ("plover", "icews", "gdelt", "mentions", "acled") else PANEL_COLUMNS:
        assert f"`{column}`" in docs, column


def test_every_class_has_its_code():
    assert [QUAD_CODES[quad][1] for quad in QUAD_CODES] == [1, 2, 3, 4]
