"""ACLED-style rows, FollowTheMoney entities, brat stand-off, whole records and all events: each with the way back to the page."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import library, told
from tests.newsroom import Act, Said, keep, tell

from dragoman.actors.codes import Codes
from dragoman.compare.kept import open_compared
from dragoman.exchange import Order, export
from dragoman.exchange.acled import acled_row, acled_type, precision_of, seconds_of
from dragoman.exchange.events import columns_of, find_pairs
from dragoman.exchange.ftm import days_of_event, ftm_country, id_of
from dragoman.exchange.tables import TABLE_COLUMNS
from dragoman.lexicon import load_yaml
from dragoman.model import EVENT_TYPES
from dragoman.show.form import record_form

__all__ = ["library", "told"]

COLUMNS = Path(__file__).parents[3] / "shared/design/formats/columns.json"


def acled(library, tmp_path, **order):
    out = tmp_path / "acled.csv"
    export(library, "acled", Order(**order), out)
    return list(csv.DictReader(out.open(encoding="utf-8")))


def lines(library, form, tmp_path, **order):
    out = tmp_path / f"{form}.jsonl"
    export(library, form, Order(**order), out)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


@pytest.fixture
def raided(library):
    """An air raid, a riot, a call, and a raid that was only threatened."""
    keep(library, [
        tell(1, "2024-01-10", Act("Ruritania bombed a bridge in Syldavia", "ASSAULT", cameo="195")),
        tell(2, "2024-01-12", Act("Crowds in Ruritania rioted against Syldavia", "PROTEST", cameo="145", day="2024-01")),
        tell(3, "2024-01-13", Act("Ruritania telephoned Syldavia", "CONSULT", cameo="041")),
        tell(4, "2024-01-14", Act("Ruritania may bomb Syldavia again", "ASSAULT", cameo="195", modality="threatened")),
    ])  # fmt: skip
    return library


@pytest.mark.shared
@pytest.mark.skipif(not COLUMNS.exists(), reason="needs the shared list of columns")
def test_the_columns_are_acleds():
    assert columns_of("acled") == [name for name, _ in json.loads(COLUMNS.read_text("utf-8"))["acled"]]


def test_only_what_acled_records_becomes_a_row(raided, tmp_path):
    raid, riot = acled(raided, tmp_path)
    assert list(raid) == columns_of("acled")
    assert (raid["disorder_type"], raid["event_type"], raid["sub_event_type"]) == (
        "Political violence", "Explosions/Remote violence", "Air/drone strike",
    )  # fmt: skip
    assert (raid["event_date"], raid["year"], raid["time_precision"]) == ("2024-01-10", "2024", "1")
    assert (raid["actor1"], raid["actor2"], raid["interaction"]) == ("Ruritania", "Syldavia", "State forces-State forces")
    assert raid["fatalities"] == raid["latitude"] == raid["iso"] == ""
    assert (riot["event_type"], riot["inter1"], riot["time_precision"]) == ("Riots", "Rioters", "3")


def test_a_fight_with_civilians_is_violence_against_them(raided):
    with open_compared(raided) as connection:
        pair = next(find_pairs(connection, Order()))
    fight = replace(pair, event={**pair.event, "cameo": "190"}, codes=(Codes("RUR", "MIL", ""), Codes("SYL", "CVL", "")))
    assert acled_type(fight) == ("Violence against civilians", "Attack")
    row = dict(zip(columns_of("acled"), acled_row(fight), strict=True))
    assert (row["civilian_targeting"], row["inter2"]) == ("Civilian targeting", "Civilians")
    assert acled_type(replace(fight, codes=(fight.codes[0], Codes("SYL", "MIL", "")))) == ("Battles", "Armed clash")
    one_side = replace(fight, recipient=None, codes=(fight.codes[0], Codes("", "", "")))
    alone = dict(zip(columns_of("acled"), acled_row(one_side), strict=True))
    assert (alone["actor2"], alone["interaction"]) == ("", "State forces only")


def test_every_type_of_acled_has_its_disorder():
    table = load_yaml("exports_acled")
    assert set(table["types"]) <= set(EVENT_TYPES)
    assert {kind for codes in table["types"].values() for kind, _ in codes.values()} <= set(table["disorders"])
    assert seconds_of("1970-01-01T00:01:00") == 60
    assert seconds_of("never") == ""


def test_entities_belong_together(told, tmp_path):
    entities = lines(told, "ftm", tmp_path)
    known = {entity["id"]: entity for entity in entities}
    assert len(known) == len(entities)
    events = [entity for entity in entities if entity["schema"] == "Event"]
    assert [entity["properties"]["recordId"] for entity in events] == [["00000001-0"], ["00000004-0"], ["00000005-0"], ["00000007-0"]]
    for entity in entities:
        assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", entity["id"])
        assert all(values and all(isinstance(value, str) for value in values) for values in entity["properties"].values())
    threat = events[0]["properties"]
    assert threat["date"] == ["2024-01-10"]
    assert [known[id_]["properties"]["name"] for id_ in (*threat["organizer"], *threat["involved"])] == [["Ruritania"], ["Syldavia"]]
    page = known[threat["proof"][0]]
    assert (page["schema"], page["properties"]["sourceUrl"]) == ("Article", ["https://herald.example/1"])
    assert known["Q1"]["properties"]["wikidataId"] == ["Q1"]
    assert events[3]["properties"]["startDate"] == ["1990"]
    assert events[3]["properties"]["endDate"] == ["1995"]


def test_actors_that_were_judged_to_be_one_are_one_entity(library, tmp_path):
    keep(library, [tell(1, "2024-01-10", Act("Ada Brandt warned Syldavia", actor="local:brandt"))])
    assert "local-brandt" in {entity["id"] for entity in lines(library, "ftm", tmp_path)}
    assert run("fix", "merge", "Q77", "local:brandt", "--why", "the same", "--library", library.path).exit_code == 0
    assert {entity["id"] for entity in lines(library, "ftm", tmp_path) if entity["schema"] == "Person"} == {"Q77"}


@pytest.mark.parametrize(
    ("code", "theirs"),
    [("FRA", "fr"), ("RUS", "ru"), ("SUN", "suhh"), ("XKX", "xk"), ("EUU", "eu"), ("NATO", None), ("RUR", None), (None, None)],
)
def test_countries_have_the_codes_of_followthemoney(code, theirs):
    assert ftm_country(code) == theirs


def test_days_without_a_form_are_left_out(raided):
    with open_compared(raided) as connection:
        pair = next(find_pairs(connection, Order()))
    values = ("2024-04", "2024-21", "2022-10/..", None)
    days = [days_of_event(replace(pair, event={**pair.event, "date": value})) for value in values]
    assert days == [{"date": "2024-04"}, {}, {"startDate": "2022-10"}, {}]
    assert [precision_of(value) for value in ("2024-04-04", *values)] == [1, 3, "", "", ""]
    assert id_of("local:ab cd:") == "local-ab-cd"


def test_followthemoney_itself_takes_every_entity(told, tmp_path):
    model = pytest.importorskip("followthemoney").model
    for entity in lines(told, "ftm", tmp_path):
        proxy = model.get_proxy(entity, cleaned=False)
        assert proxy.schema.validate(entity) is None
        assert {name: len(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: len(values) for name, values in entity["properties"].items()
        }


def stand_off(path):
    """Each page's text with its lines, by the letter of their name."""
    with ZipFile(path) as pack:
        conf = pack.read("annotation.conf").decode()
        names = {name.removesuffix(".ann") for name in pack.namelist() if name.endswith(".ann")}
        pages = {name: (pack.read(f"{name}.txt").decode(), pack.read(f"{name}.ann").decode().splitlines()) for name in names}
    return conf, pages


def test_every_mark_of_brat_has_its_words(library, tmp_path):
    words = "Ruritania\u2028threatened 😀 Syldavia\tagain"
    said = Said("that Syldavia had\nonly itself to blame")
    keep(library, [tell(1, "2024-01-10", Act(words), said, claim="Relations of Ruritania soured")])
    export(library, "brat", Order(), tmp_path / "deep" / "pages.zip")
    conf, pages = stand_off(tmp_path / "deep" / "pages.zip")
    text, rows = pages[f"{1:020x}"]
    assert len(text) == len(library.record(f"{1:020x}").article.text)
    marks = {}
    for row in rows:
        if row[0] == "T":
            name, place, quoted = row.split("\t")
            kind, spans = place.split(" ", 1)
            parts = [tuple(map(int, span.split())) for span in spans.split(";")]
            assert " ".join(text[start:end] for start, end in parts) == quoted
            assert kind in conf
            marks[name] = (kind, parts)
    assert ("State", [(text.index("Ruritania"), text.index("Ruritania") + 9)]) in marks.values()
    assert any(kind == "Content" and len(parts) == 2 for kind, parts in marks.values())
    events = [row.split("\t")[1].split() for row in rows if row[0] == "E"]
    assert [event[0].split(":")[0] for event in events] == ["THREATEN", "Said", "Claim"]
    assert all(part.split(":")[1] in marks for event in events for part in event)
    assert [part.split(":")[0] for part in events[0][1:]] == ["Actor", "Recipient"]
    assert any(row.endswith("Modality E1 done") for row in rows)
    assert any("Wikidata:Q1\tRuritania" in row for row in rows)


def test_brat_has_what_was_not_done_and_every_type_is_declared(told, tmp_path):
    export(told, "brat", Order(since="2024-04-01"), tmp_path / "pages.zip")
    conf, pages = stand_off(tmp_path / "pages.zip")
    assert len(pages) == 3
    assert any("Modality E1 planned" in row for _, rows in pages.values() for row in rows)
    assert all(f"\n{kind}\t" in conf for kind in (*EVENT_TYPES, "Said", "Claim"))


def test_records_are_whole(told, tmp_path):
    found = lines(told, "jsonl", tmp_path, until="2024-01-31")
    assert found == json.loads(json.dumps([record_form(told.record(f"{number:020x}")) for number in (1, 2, 3)]))


def test_all_events_are_one_table(told, tmp_path):
    out = tmp_path / "it's.parquet"
    assert export(told, "parquet", Order(), out) == {out: 7}
    rows = duckdb.read_parquet(str(out))
    assert tuple(rows.columns) == TABLE_COLUMNS
    listed = [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]
    asked = {(row["page"], row["id"]): row for row in told.ask()}
    for row in listed:
        happening = row.pop("happening")
        assert asked[row["page"], row["id"]] == row
        assert happening is None if row["page"] == f"{2:020x}" else happening
    assert {row["modality"] for row in listed} == {"done", "planned"}
