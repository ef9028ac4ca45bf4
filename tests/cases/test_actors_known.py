"""What is known of actors: looked up, asked for offices, corrected by a user's file, and given codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.actors import codes_of, knowledge_with, load_knowledge, who_held
from dragoman.actors.additions import check_additions, read_additions
from dragoman.actors.codes import load_sectors, sector_of_words
from dragoman.actors.known import Office
from dragoman.actors.lookup import find_candidates, near_names
from dragoman.cli import app
from dragoman.errors import AdditionsError
from dragoman.lexicon import load_yaml

MINE = """
actors:
- name: Ada Brandt
  kind: person
  country: RUR
  gender: f
  names: [Ada M. Brandt]
  offices:
  - {title: Foreign Minister, from: 2020-01-01, to: 2021-06-30, source: the ministry's site}
  - {title: Prime Minister, from: 2021-07-01, as_of: 2024-01-01}
- name: Ruritania
  kind: state
  country: RUR
  adjectives: [Ruritanian]
  capitals: [Strelsau]
- id: Q142
  capitals: [Ville-Exemple]
  not_names: [French Republic]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "my.yml"
    path.write_text(MINE, "utf-8")
    return path


def run(*words):
    return CliRunner().invoke(app, ["actors", *map(str, words)], env={"COLUMNS": "120"})


@pytest.mark.parametrize(
    ("first", "last", "day", "sure", "lenient"),
    [
        ("2010-05-01", "2012-05-01", "2011-01-01", True, True),
        ("2010-05-01", "2012-05-01", "2012-05-02", False, False),
        ("2010", "2012-05-01", "2010-07-01", False, True),
        ("2010", "2012", "2011-07-01", True, True),
        ("2010-05-01", "<2020-01-01", "2021-01-01", False, True),
        ("2010-05-01", "<2020-01-01", "2023-01-01", False, False),
        ("2010-02", "2012-01-01", "2010-02-28", False, True),
        ("2010-02", "2012-01-01", "2010-03-01", True, True),
        ("2010-05-01", "", "2023-01-01", False, True),
    ],
)
def test_an_office_covers_a_day_surely_or_perhaps(first, last, day, sure, lenient):
    office = Office("Minister", "", "FRA", first, last)
    assert (office.surely_covers(day), office.covers(day)) == (sure, lenient)


@pytest.mark.parametrize(
    ("office", "country", "day", "name"),
    [
        ("foreign minister", "FRA", "2014-05-01", "Laurent Fabius"),
        ("Secretary of State", "USA", "1962-10-20", "Dean Rusk"),
        ("head of state", "GBR", "1970-01-01", "Elizabeth II"),
        ("president", "IRN", "2010-01-01", "Mahmoud Ahmadinejad"),
        ("supreme leader", "IRN", "2010-01-01", "Ali Khamenei"),
        ("secretary-general", "NATO", "2000-06-01", "George Robertson"),
    ],
)
def test_who_held_an_office_is_told(office, country, day, name):
    answer = who_held(load_knowledge(), office, country, day)
    assert answer.holder and answer.holder.known.name == name, answer


@pytest.mark.parametrize(
    ("office", "country", "day"),
    [
        ("president", "GBR", "2010-01-01"),  # a kingdom
        ("deputy foreign minister", "FRA", "1953-05-01"),  # another office
        ("prime minister", "GBR", "2040-01-01"),  # nobody knows
        ("foreign minister", "SUN", "1999-01-01"),  # no more
        ("chancellor", "FRA", "2010-01-01"),
        ("foreign minister", "QQQ", "2010-01-01"),
    ],
)
def test_nobody_is_told_where_nobody_is_known(office, country, day):
    answer = who_held(load_knowledge(), office, country, day)
    assert answer.holder is None and answer.why


def test_a_name_finds_everybody_who_may_be_meant_with_reasons():
    found = find_candidates(load_knowledge(), "Ivanov", "2004-05-01", "RUS")
    names = [c.known.name for c in found]
    assert {"Igor Ivanov", "Sergei Ivanov"} <= set(names[:3])
    assert any("2004-05-01" in why for c in found[:3] for why in c.why)


def test_an_unknown_name_has_near_spellings():
    assert not find_candidates(load_knowledge(), "Lavorv")
    assert "Q58217" in [known.id for _, known in near_names(load_knowledge(), "Lavorv")]


def test_additions_are_laid_over_and_ours_stays(mine):
    ours = load_knowledge()
    knowledge = knowledge_with([mine])
    assert knowledge.version != ours.version
    assert find_candidates(knowledge, "Strelsau")[0].known.country == "RUR"
    assert who_held(knowledge, "foreign minister", "RUR", "2020-05-01").holder.known.name == "Ada Brandt"
    assert knowledge.holder("RUR", "head_of_government", "2023-01-01").name == "Ada Brandt"
    assert find_candidates(knowledge, "Ville-Exemple")[0].known.id == "Q142"
    assert "French Republic" not in [name for _, name in knowledge.names_of(knowledge.numbers["Q142"])]
    assert not find_candidates(ours, "Ada Brandt") and find_candidates(ours, "French Republic")


def test_a_correction_ends_an_open_office(tmp_path):
    path = tmp_path / "end.yml"
    path.write_text("actors:\n- id: Q58217\n  offices:\n  - {title: Foreign Minister, from: 2004-03-09, to: 2026-01-31}\n", "utf-8")
    knowledge = knowledge_with([path])
    held = [o for o in knowledge.of_id("Q58217").offices if o.office == "foreign"]
    assert [(o.first, o.last, o.source) for o in held] == [("2004-03-09", "2026-01-31", "user")]


WRONG = [
    ("actors:\n- name: X\n  kind: person\n  nmaes: [Y]\n", 4, "`nmaes` is no field"),
    ("actors:\n- name: X\n  kind: king\n", 3, "it is one of person, state"),
    ("actors:\n- name: X\n", 2, "needs an `id` that is known"),
    ("actors:\n- id: Q42x\n  name: X\n  kind: person\n", 2, "Q142"),
    ("actors:\n- name: X\n  kind: person\n  offices:\n  - {title: M, from: 1.5.2020}\n", 5, "2024-05-01"),
    ("actors:\n- name: X\n  kind: person\n  offices:\n  - {title: M, from: 2020-01-01, to: 2019-01-01}\n", 5, "before it begins"),
    ("actors:\n- name: X\n  kind: person\n  offices:\n  - {from: 2020-01-01}\n", 5, "needs a `title`"),
    ("actors:\n- name: X\n  kind: person\n  country: France\n", 4, "FRA"),
    ("actors: [\n", 2, "no YAML"),
    ("actors:\n- name: X\n  name: Y\n  kind: person\n", 3, "twice"),
    ("people:\n- name: X\n", 1, "`people` is no field"),
    ("actors:\n- just text\n", 2, "must be fields"),
    ("actors: nobody\n", 1, "must be a list"),
]


@pytest.mark.parametrize(("text", "line", "fix"), WRONG)
def test_a_wrong_file_is_told_with_line_and_fix(tmp_path, text, line, fix):
    path = tmp_path / "wrong.yml"
    path.write_text(text, "utf-8")
    _, faults = check_additions(path)
    assert f"line {line}:" in faults[0] and fix in faults[0], faults
    with pytest.raises(AdditionsError):
        read_additions(path)


def test_an_unknown_id_or_country_is_told(tmp_path):
    path = tmp_path / "my.yml"
    path.write_text("actors:\n- id: Q999999999999\n", "utf-8")
    with pytest.raises(AdditionsError, match="line 2: Q999999999999 is not known"):
        knowledge_with([path])
    path.write_text("actors:\n- {name: A B, kind: person, country: QQQ}\n", "utf-8")
    with pytest.raises(AdditionsError, match="line 2: no state or body has the code QQQ"):
        knowledge_with([path])


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"a: &a [*a]", b"[" * 5000, b"actors: {}", b"- 1", b"actors: ~"])
def test_a_broken_file_never_crashes(tmp_path, raw):
    path = tmp_path / "broken.yml"
    path.write_bytes(raw)
    check_additions(path)


def test_an_empty_file_adds_nothing(tmp_path):
    path = tmp_path / "empty.yml"
    path.write_text("", "utf-8")
    assert len(knowledge_with([path]).rows) == len(load_knowledge().rows)


def test_the_commands_tell_and_fail_in_words(mine):
    assert "Ada Brandt" in run("find", "Ada Brandt", "--actors", mine).output
    rows = [json.loads(line) for line in run("find", "Paris", "--format", "json").output.splitlines()]
    assert rows[0]["id"] == "Q142" and rows[0]["why"]
    facts = json.loads(run("show", "Q142", "--format", "json").output)
    assert facts["cameo"] == "FRA" and "Paris" in facts["names"]["capitals"] and "rigour" in facts["sources"]
    assert "Laurent Fabius" in run("office", "foreign minister", "--of", "FRA", "--on", "2014-05-01").output
    assert run("office", "foreign minister", "--of", "FRA", "--on", "1814-05-01").exit_code == 1
    assert "nothing wrong" in run("check", mine).output
    unknown = run("find", "Xqzzyq Wvvkkj")
    assert unknown.exit_code and "nobody is known as" in str(unknown.exception)
    assert "is no day" in str(run("find", "Paris", "--day", "4 May").exception)
    assert run("show", "Q1").exit_code


def test_files_come_from_the_environment_too(mine, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_ACTORS", str(mine))
    assert "RUR" in run("find", "Strelsau").output


def test_nouns_have_their_sectors():
    rows = load_yaml("actors_sectors")["nouns"]
    for pair in rows["must"]:
        noun, sector = pair.rsplit(" ", 1)
        assert sector_of_words([noun], load_knowledge()) == sector
    assert not [noun for noun in rows["must_not"] if sector_of_words([noun], load_knowledge())]
    assert set(load_sectors().nouns.values()) <= set(load_yaml("actors_sectors")["sectors"])


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("the army spokesman", "MIL"), ("a rebel leader", "REB"), ("police officer", "COP"), ("the opposition leader", "OPP"),
        ("former president", "ELI"), ("foreign minister", "GOV"), ("kurdish refugee", "REF"), ("supreme court judge", "JUD"),
        ("newspaper editor", "JRN"), ("defence minister", "GOV"), ("university student", "EDU"), ("aid agency", "GOV"),
    ],
)  # fmt: skip
def test_a_phrase_has_the_sector_of_its_head_or_of_what_stands_before_it(phrase, sector):
    assert sector_of_words(phrase.split(), load_knowledge()) == sector


@pytest.mark.parametrize(
    ("name", "day", "cameo"),
    [
        ("Vladimir Putin", "2015-01-01", "RUSGOV"), ("Pentagon", None, "USAGOV"),
        ("Bundeswehr", None, "DEUMIL"), ("Knesset", None, "ISRLEG"),
        ("United Nations", None, "IGOUNO"), ("NATO", None, "IGONAT"), ("France", None, "FRA"), ("Hamas", None, "PSEREB"),
        ("Mossad", None, "ISRSPY"), ("Tony Blair", "2020-01-01", "GBRELI"), ("Amnesty International", None, "NGO"),
        ("KFOR", None, "IGONATMIL"), ("Reuters", None, "GBRJRN"),
    ],
)  # fmt: skip
def test_actors_have_their_codes(name, day, cameo):
    knowledge = load_knowledge()
    known = find_candidates(knowledge, name, day)[0].known
    assert codes_of(known, knowledge, day=day).cameo == cameo
