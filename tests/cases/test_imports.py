"""Events of GDELT, ICEWS and POLECAT lie beside ours: told in our types, apart in every question, bad lines named. All rows are made up."""

import csv
import gzip
import io
import json
import zipfile

import pytest
from tests.cases.test_cli import run
from tests.newsroom import Act, keep, tell

import dragoman
from dragoman.errors import DragomanError
from dragoman.exchange import imports
from dragoman.exchange.events import columns_of
from dragoman.exchange.imports import READERS, BadRow, country_of, full_code
from dragoman.model import EVENT_TYPES
from dragoman.show import report_html
from dragoman.show.report import beside_charts

HEADS = {"icews": columns_of("icews"), "polecat": columns_of("plover")}


def gdelt(number, day, doer, done_to, code, **more):
    """A row of GDELT: a side is a country and a known group."""
    cells = dict.fromkeys(columns_of("gdelt"), "")
    cells |= {
        "GLOBALEVENTID": str(number), "SQLDATE": day, "EventCode": code, "GoldsteinScale": "-2.5", "NumMentions": "4",
        "DATEADDED": f"{day}120000", "SOURCEURL": "https://wire.example/1",
    }  # fmt: skip
    for side, (name, country, group) in ((1, doer), (2, done_to)):
        cells |= {f"Actor{side}Name": name, f"Actor{side}CountryCode": country, f"Actor{side}KnownGroupCode": group}
    return "\t".join((cells | more).values())


def row_of(source, **cells):
    """A row of ICEWS or POLECAT."""
    return "\t".join((dict.fromkeys(HEADS[source], "") | {name.replace("_", " "): value for name, value in cells.items()}).values())


def icews(number, day, doer, done_to, code, **more):
    """A row of ICEWS: a side is a name and a country."""
    return row_of("icews", Event_ID=str(number), Event_Date=day, Source_Name=doer[0], Source_Country=doer[1], Target_Name=done_to[0],
                  Target_Country=done_to[1], CAMEO_Code=code, Intensity="-4.0", **more)  # fmt: skip


def polecat(id_, day, doers, done_to, kind, **more):
    """A row of POLECAT."""
    return row_of("polecat", Event_ID=id_, Event_Date=day, Actor_Country=doers, Recipient_Country=done_to, Event_Type=kind,
                  Intensity="3.0", **more)  # fmt: skip


def write(path, source, *rows):
    """A file of a source."""
    head = [] if source == "gdelt" else ["\t".join(HEADS[source])]
    path.write_text("".join(f"{line}\n" for line in (*head, *rows)), "utf-8")
    return path


FRANCE, RUSSIA, ALLIANCE = ("FRANCE", "FRA", ""), ("RUSSIA", "RUS", ""), ("ALLIANCE", "", "NAT")


@pytest.fixture
def library(tmp_path):
    return dragoman.open_library(tmp_path / "library", create=True)


@pytest.fixture
def filled(library, tmp_path):
    """A library with one event of ours, and some of each source, all between France and Russia."""
    act = Act("Ruritania threatened Syldavia with closing the locks", day="2024-01-10")
    keep(library, [tell(1, "2024-01-10", act)])
    library.import_file("gdelt", write(
        tmp_path / "20240110.export.CSV", "gdelt",
        gdelt(1, "20240110", FRANCE, RUSSIA, "042"), gdelt(2, "20240112", FRANCE, RUSSIA, "112"),
        gdelt(3, "20240311", RUSSIA, FRANCE, "190"),
        gdelt(4, "20240312", FRANCE, RUSSIA, "010"), gdelt(5, "20240312", ALLIANCE, RUSSIA, "130"),
    ))  # fmt: skip
    library.import_file("icews", write(
        tmp_path / "events.tab", "icews", icews(7, "2024-01-20", ("Foreign Ministry", "France"), ("Army", "Russian Federation"), "111"),
        icews(8, "2024-01-21", ("United Nations", ""), ("Citizen", "North Korea"), "42"),
    ))  # fmt: skip
    library.import_file("polecat", write(
        tmp_path / "ngec.txt", "polecat", polecat("a", "2024-01-22", "FRA; DEU", "RUS", "SANCTION", Actor_Name="Paris", Event_Mode="ban"),
    ))  # fmt: skip
    return library


def told(library, *sources, **more):
    return [(row["data"], row["id"]) for row in library.ask(sources=sources, **more)]


def test_ours_are_ours_and_imported_ones_are_asked_for(filled):
    assert {row["data"] for row in filled.ask()} == {"pages"}
    assert told(filled, "gdelt") == [("gdelt", "4"), ("gdelt", "5"), ("gdelt", "3"), ("gdelt", "2"), ("gdelt", "1")]
    assert [source for source, _ in told(filled, "pages", "polecat")] == ["polecat", "pages"]
    assert [row["modality"] for row in filled.ask(sources="icews")] == ["done", "done"]


def test_conditions_hold_for_imported_events(filled):
    assert told(filled, "gdelt", actors=["FRA"], types=["ACCUSE"]) == [("gdelt", "2")]
    assert told(filled, "gdelt", actors=["NATO"]) == [("gdelt", "5")]
    assert told(filled, "gdelt", involving=["FRA"], since="2024-03-11", until="2024-03-11") == [("gdelt", "3")]
    assert told(filled, "gdelt", as_of="2024-01-11") == [("gdelt", "1")]
    assert told(filled, "icews", actors=["FRA"], recipients=["RUS"]) == [("icews", "7")]
    assert told(filled, "icews", actors=["UNO"], recipients=["PRK"]) == [("icews", "8")]
    assert told(filled, "polecat", actors=["DEU"]) == [("polecat", "a")]
    for cannot in ({"modalities": ["threatened"]}, {"text": "France"}, {"according_to": ""}):
        assert told(filled, "gdelt", **cannot) == []
    with pytest.raises(DragomanError, match="sources"):
        filled.ask(sources=["nowhere"])


def test_an_answer_says_where_it_comes_from(filled):
    row = filled.ask(sources=["polecat"])[0]
    assert (row["actors"], row["actor_names"], row["recipients"], row["mode"]) == (["DEU", "FRA"], ["Paris"], ["RUS"], "ban")
    assert (row["source"], row["position"], row["page"], row["why"]) == ("ngec.txt", 2, None, "polecat, line 2 of ngec.txt")
    assert filled.sql("SELECT count(*) AS rows, count(DISTINCT id) AS events FROM imported WHERE source = 'polecat'")[0] == {
        "rows": 2, "events": 1,
    }  # fmt: skip


def test_a_relation_shows_them_beside_and_counts_them_apart(filled):
    alone = filled.relation("FRA", "RUS")
    assert alone.beside == [] and sum(row["happenings"] for row in alone.series) == 0
    found = filled.relation("FRA", "RUS", beside=["gdelt", "polecat"])
    assert found.series == alone.series
    rows = {(row["source"], row["period"], row["from"]): row for row in found.beside}
    january = rows["gdelt", "2024-01", "FRA"]
    assert (january["verbal_cooperation"], january["verbal_conflict"], january["happenings"], january["reports"]) == (1, 1, 2, 8)
    assert (january["intensity"], january["pages_kept"], january["covered"]) == (-2.5, None, True)
    assert (rows["gdelt", "2024-02", "FRA"]["happenings"], rows["gdelt", "2024-02", "FRA"]["covered"]) == (0, False)
    assert rows["gdelt", "2024-03", "FRA"]["happenings"] == 0  # a bare statement (CAMEO 01) is of no type
    assert rows["gdelt", "2024-03", "RUS"]["material_conflict"] == 1
    assert rows["polecat", "2024-01", "FRA"]["material_conflict"] == 1
    assert len(found.to_list()) == len(found.series) + len(found.beside)
    assert {row["source"] for row in found.to_list()} >= {"gdelt", "polecat"}


def test_the_report_draws_and_lists_them_beside_ours(filled, tmp_path):
    path = tmp_path / "report.html"
    done = run("relation", "FRA", "RUS", "--beside", "gdelt", "--beside", "icews", "--format", "html", "--output", path,
               "--library", filled.path)  # fmt: skip
    assert done.exit_code == 0, done.output
    page = path.read_text("utf-8")
    for source in ("gdelt", "icews"):
        assert f'aria-label="{source}: FRA to RUS"' in page and f'aria-label="{source}: RUS to FRA"' in page
        assert f"Imported from {source}, not counted with the above" in page
    assert "beside: polecat" not in page
    assert "2 events" in page and "the source has no event of this period" in page
    assert "of no type of ours" in page  # a bare statement is shown, and counted nowhere
    assert "Imported from" not in report_html("relation", filled.relation("FRA", "RUS").form())


def test_what_comes_from_an_imported_file_cannot_act_in_a_report(library, tmp_path):
    evil = ("<script>alert(1)</script>", "FRA", "")
    library.import_file("gdelt", write(tmp_path / "x.csv", "gdelt", gdelt(1, "20240110", evil, RUSSIA, "112", SOURCEURL="javascript:x")))
    found = library.relation("FRA", "RUS", beside="gdelt")
    assert [row["id"] for row in found.beside_latest] == ["1"]
    page = report_html("relation", found.form())
    assert "<script" not in page and "&lt;script&gt;" in page and "href" not in page


def test_a_chart_of_other_periods_says_what_lies_outside_of_it():
    row = {"from": "A", "to": "B", "period": "2020", "covered": True, "happenings": 3, "verbal_cooperation": 3, "material_cooperation": 0,
           "verbal_conflict": 0, "material_conflict": 0}  # fmt: skip
    assert "3 outside the periods" in beside_charts({"gdelt": [row]}, ["2021"], ("A", "B"))
    alone = beside_charts({"gdelt": [row]}, [], ("A", "B"))
    assert "outside" not in alone and "cooperation 3 verbal" in alone


def test_days_bound_what_is_beside(filled):
    rows = filled.relation("FRA", "RUS", since="2024-01-11", until="2024-01-31", beside="gdelt").beside
    assert [(row["period"], row["happenings"]) for row in rows] == [("2024-01", 1), ("2024-01", 0)]
    assert sum(row["happenings"] for row in filled.relation("FRA", "RUS", as_of="2024-01-11", beside="gdelt").beside) == 1


def test_what_cannot_lie_beside_is_told(filled):
    with pytest.raises(DragomanError, match="no source of imported"):
        filled.relation("FRA", "RUS", beside=["acled"])
    with pytest.raises(DragomanError, match="--roll-up state"):
        filled.relation("FRA", "RUS", beside=["gdelt"], roll_up="actor")
    with pytest.raises(DragomanError, match="alone, not Ada Brandt"):
        keep(filled, [tell(2, "2024-01-11", Act("Ada Brandt warned Syldavia", actor="local:brandt"))], "2-b")
        filled.relation("Ada Brandt", "SYL", beside=["gdelt"])


def test_no_count_of_ours_changes(library, tmp_path):
    pages = [tell(1, "2024-01-10", Act("Ruritania warned Syldavia")), tell(2, "2024-02-10", Act("Ruritania mocked Syldavia"))]
    keep(library, pages)
    before = [library.relation("RUR", "SYL").form(), library.actor("RUR").form(), library.said_done().form(), library.pages()]
    library.export("panel", tmp_path / "before.csv")
    library.import_file("polecat", write(tmp_path / "p.txt", "polecat", polecat("a", "2024-01-10", "FRA", "RUS", "ASSAULT")))
    assert [library.relation("RUR", "SYL").form(), library.actor("RUR").form(), library.said_done().form(), library.pages()] == before
    library.export("panel", tmp_path / "after.csv")
    assert (tmp_path / "before.csv").read_bytes() == (tmp_path / "after.csv").read_bytes()


def test_bad_lines_are_named_and_left_out(library, tmp_path):
    good = [gdelt(n, "20240110", FRANCE, RUSSIA, "042") for n in range(6)]
    bad = [gdelt(7, "20241310", FRANCE, RUSSIA, "042"), gdelt(8, "20240110", FRANCE, RUSSIA, "99999"), "three\tcells\tonly",
           gdelt("", "20240110", FRANCE, RUSSIA, "042"), gdelt(9, "20240110", FRANCE, RUSSIA, "042", GoldsteinScale="nan1")]  # fmt: skip
    file = write(tmp_path / "f.CSV", "gdelt", good[0], *bad, *good[1:])
    shown = run("import", "gdelt", file, "--library", library.path)
    assert shown.exit_code == 0
    for number, why in ((2, "20241310 is no day"), (3, "no CAMEO code"), (4, "3 columns, not 61"), (5, "empty"), (6, "no number")):
        assert any(f"line {number}:" in line and why in line for line in shown.stderr.splitlines()), (number, shown.stderr)
    assert "5 bad lines left out" in shown.stderr and "6 events" in shown.stderr
    kept = library.imports()[0]
    lines = (library.path / "imported" / kept.name / "bad.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["line"] for line in lines] == [2, 3, 4, 5, 6]
    assert len(library.ask(sources="gdelt")) == 6


@pytest.mark.parametrize("source", sorted(READERS))
def test_a_file_of_another_kind_is_refused_and_leaves_nothing(library, tmp_path, source):
    file = tmp_path / "letter.txt"
    for text in ("Dear sir\nI write to you\n", "", "\n\n", "\x00\x01\x02" * 5000, "\t" * 70 + "\n", "x" * (3 << 20)):
        file.write_text(text, "utf-8")
        with pytest.raises(DragomanError, match="letter"):
            library.import_file(source, file)
    assert library.imports() == [] and not list((library.path / "imported").glob("*"))


def test_files_that_cannot_be_read_are_told(library, tmp_path):
    with pytest.raises(DragomanError, match="no source"):
        library.import_file("acled", tmp_path / "x")
    with pytest.raises(DragomanError, match="no file"):
        library.import_file("gdelt", tmp_path / "x")
    (tmp_path / "cut.gz").write_bytes(gzip.compress(gdelt(1, "20240110", FRANCE, RUSSIA, "042").encode() * 50)[:-20])
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 and then nothing")
    for name in ("cut.gz", "cut.zip"):
        with pytest.raises(DragomanError, match="damaged"):
            library.import_file("gdelt", tmp_path / name)
    assert library.imports() == []


def test_packed_files_and_long_lines(library, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "LONGEST_LINE", 2_000)
    rows = f"{gdelt(1, '20240110', FRANCE, RUSSIA, '042')}\n{'y' * 9_000}\n{gdelt(2, '20240110', FRANCE, RUSSIA, '042')}\n"
    with zipfile.ZipFile(tmp_path / "a.CSV.zip", "w") as archive:
        archive.writestr("a.CSV", rows)
    found = library.import_file("gdelt", tmp_path / "a.CSV.zip")
    assert (found.events, found.bad) == (2, 1)
    (tmp_path / "b.CSV.gz").write_bytes(gzip.compress(gdelt(3, "20240111", FRANCE, RUSSIA, "042").encode()))
    assert library.import_file("gdelt", tmp_path / "b.CSV.gz").events == 1
    assert [row["position"] for row in library.ask(sources="gdelt")] == [1, 1, 3]
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a", "")
        archive.writestr("b", "")
    with pytest.raises(DragomanError, match="2 files"):
        library.import_file("gdelt", tmp_path / "two.zip")


def test_the_same_file_counts_once_and_a_later_word_on_an_event_counts(library, tmp_path):
    first = write(tmp_path / "one.CSV", "gdelt", gdelt(1, "20240110", FRANCE, RUSSIA, "042"), gdelt(2, "20240110", FRANCE, RUSSIA, "042"))
    assert library.import_file("gdelt", first).new
    again = run("import", "gdelt", first, "--library", library.path)
    assert "imported before" in again.stderr and len(library.imports()) == 1
    monkey = write(tmp_path / "two.CSV", "gdelt", gdelt(2, "20240110", FRANCE, RUSSIA, "190"))
    imports.import_file(library, "gdelt", monkey, "2999-01-01T00:00:00+00:00")
    assert [(row["id"], row["type"]) for row in library.ask(sources="gdelt")] == [("1", "CONSULT"), ("2", "ASSAULT")]
    assert [row["type"] for row in library.as_recorded("2998-01-01").ask(sources="gdelt")] == ["CONSULT", "CONSULT"]
    library.reindex()
    assert [(row["id"], row["type"]) for row in library.ask(sources="gdelt")] == [("1", "CONSULT"), ("2", "ASSAULT")]


def test_an_import_is_taken_up_beside_pages_that_come_later(filled):
    assert len(filled.ask()) == 1
    keep(filled, [tell(2, "2024-01-11", Act("Ruritania mocked Syldavia"))], "2-b")
    assert (len(filled.ask()), len(filled.ask(sources="gdelt"))) == (2, 5)


def test_many_rows_are_held_a_few_at_a_time(library, tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.store.imports.AT_ONCE", 7)
    rows = (gdelt(n, f"202401{n % 28 + 1:02}", FRANCE, RUSSIA, "042") for n in range(40))
    found = library.import_file("gdelt", write(tmp_path / "many.CSV", "gdelt", *rows))
    assert len(list((library.path / "imported" / found.name).glob("part-*.parquet"))) == 6
    assert len(library.ask(sources="gdelt")) == 40


def test_what_we_export_can_be_imported(library, tmp_path):
    keep(library, [tell(1, "2024-01-10", Act("Ruritania warned Syldavia", "ASSAULT", cameo="190"))])
    for form, source in (("gdelt", "gdelt"), ("icews", "icews"), ("plover", "polecat")):
        library.export(form, tmp_path / f"{form}.tsv")
        assert library.import_file(source, tmp_path / f"{form}.tsv").events == 1
        assert [row["type"] for row in library.ask(sources=source)] == ["ASSAULT"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("042", "042"), ("42", "042"), ("042.0", "042"), ("831", "0831"), ("0831", "0831"), ("12", "12"), ("190", "190"), ("1823", "1823")],
)
def test_cameo_codes_keep_their_zero(text, code):
    assert full_code(text) == code


@pytest.mark.parametrize("text", ["", "4", "00", "000", "21000", "99999", "abc", "²³"])
def test_what_is_no_cameo_code(text):
    with pytest.raises(BadRow):
        full_code(text)


@pytest.mark.parametrize(
    ("code", "ours"), [("FRA", "FRA"), ("ROM", "ROU"), ("eu", "EUU"), ("MEA", None), ("AFR", None), ("", None), ("XQX", None)]
)
def test_codes_of_countries(code, ours):
    assert country_of(code) == ours


def test_each_cameo_root_but_statements_has_a_type():
    types = imports.load_yaml("imports")["types"]
    assert set(types.values()) == set(EVENT_TYPES)
    assert {f"{root:02}" for root in range(2, 21)} <= set(types)


def test_imported_events_on_the_command_line(filled):
    shown = run("ask", "--source", "gdelt", "--source", "icews", "--actor", "FRA", "--library", filled.path)
    assert shown.exit_code == 0 and "CAMEO 010" in shown.stdout and "line 1 of" in shown.stdout.replace("\n", " ")
    rows = list(csv.DictReader(io.StringIO(run("ask", "--source", "gdelt", "--format", "csv", "--library", filled.path).stdout)))
    assert {row["data"] for row in rows} == {"gdelt"} and {row["cameo"] for row in rows} == {"042", "112", "190", "010", "130"}
    text = run("relation", "FRA", "RUS", "--beside", "gdelt", "--library", filled.path).stdout
    assert "Beside: gdelt, imported" in text and "2024-03" in text
    html = run("relation", "FRA", "RUS", "--beside", "gdelt", "--format", "html", "--library", filled.path).stdout
    assert "Imported from gdelt, not counted with the above" in html
    assert isinstance(run("ask", "--source", "gdelt", "--format", "html", "--library", filled.path).exception, DragomanError)
