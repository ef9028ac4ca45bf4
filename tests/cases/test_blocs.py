"""Blocs stand for their members on the days on which these belonged to them, where that is asked for."""

from dataclasses import replace
from datetime import date

import pytest
from tests.cases.test_cli import run
from tests.newsroom import Act, Said, keep, tell

import dragoman
from dragoman.actors import load_knowledge
from dragoman.compare import parties
from dragoman.compare.parties import Member, members_of
from dragoman.errors import DragomanError
from dragoman.lexicon import load_yaml


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Borduria belongs to the League (LGA) from February on, Ruritania did up to January; Syldavia never."""
    monkeypatch.setattr(parties, "load_yaml", lambda name: {"LGA": {"2024-02-01": ["BOR"], "1990-01-01": ["RUR until 2024-01-31"]}})
    made = dragoman.open_library(tmp_path / "library", create=True)
    keep(made, [
        tell(1, "2024-01-10", Act("Borduria mocked Syldavia", actor="Q3"), Said("that Syldavia would pay")),
        tell(2, "2024-03-10", Act("Borduria warned Syldavia of a blockade", actor="Q3")),
        tell(3, "2024-03-20", Act("Ruritania threatened Syldavia with a lawsuit")),
        tell(4, "2024-01-20", Act("Syldavia expelled two Ritanian attaches of Ruritania", "SANCTION", "Q2", "Q1")),
    ])  # fmt: skip
    return made


def test_a_bloc_is_its_members_of_the_day(library):
    found = library.relation("LGA", "SYL", roll_up="bloc")
    counts = {(row["period"], row["from"]): row["happenings"] for row in found.series}
    assert counts["2024-01", "LGA"] == 0 and counts["2024-03", "LGA"] == 1  # Borduria was no member in January, Ruritania none in March
    assert counts["2024-01", "Syldavia"] == 1
    assert [row["text"] for row in found.latest if row["day"] == "2024-03-10"] == ["Borduria warned Syldavia of a blockade"]
    assert [row["speaker"] for row in found.said] == ["Ada Brandt"]
    covered = {row["period"]: row["pages_about_both"] for row in found.series}
    assert covered["2024-03"] == 1


def test_without_being_asked_a_bloc_is_itself(library):
    with pytest.raises(DragomanError, match="LGA"):
        library.relation("LGA", "SYL")


def test_an_actor_that_is_a_bloc(library):
    found = library.actor("LGA", roll_up="bloc")
    assert [row["partner"] for row in found.partners] == ["SYL"]
    assert found.partners[0]["happenings"] == 2


def test_a_state_is_the_same_rolled_up_as_a_bloc(library):
    plain, rolled = library.relation("RUR", "SYL"), library.relation("RUR", "SYL", roll_up="bloc")
    assert rolled == replace(plain, asked=rolled.asked)


def test_a_bloc_and_its_member_are_no_two_parties(library):
    with pytest.raises(DragomanError, match="BOR belongs to both"):
        library.relation("LGA", "BOR", roll_up="bloc")


def test_on_the_command_line(library):
    shown = run("relation", "LGA", "SYL", "--roll-up", "bloc", "--library", library.path)
    assert shown.exit_code == 0 and "2024-03" in shown.stdout


def test_members_have_days_and_are_states():
    blocs, knowledge = load_yaml("blocs"), load_knowledge()
    assert members_of("FRA") == ()
    for bloc in blocs:
        members = members_of(bloc)
        assert bloc in knowledge.body_codes
        assert len({member.code for member in members}) == len(members)
        for member in members:
            assert member.code in knowledge.state_codes, member
            assert date.fromisoformat(member.since) < date.fromisoformat(member.until or "9999-12-31")
    assert Member("FIN", "2023-04-04") in members_of("NATO")
    assert Member("GBR", "1973-01-01", "2020-01-31") in members_of("EUU")
    assert len(members_of("NATO")) == 32
    assert sum(member.until is None for member in members_of("EUU")) == 27
