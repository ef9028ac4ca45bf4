"""The curated facts: no short name is given to two, outlets are told apart, and a day's holder is the one who held the office."""

from collections import Counter

import pytest

from dragoman.actors import codes_of, load_knowledge, who_held
from dragoman.actors.lookup import find_candidates
from dragoman.actors.names import name_key
from dragoman.clean.outlet import plain
from dragoman.compare.parties import members_of
from dragoman.lexicon import load_yaml

SECTIONS = ("groupings", "organisations", "charities", "special_bodies", "armed_groups", "outlets", "seats")


def test_no_name_that_counts_by_itself_is_that_of_two_rows():
    seen: Counter[str] = Counter()
    for section in SECTIONS:
        for row in load_yaml("actors_curated")[section]:
            weak = {name_key(name) for name in row.get("weak", ())}
            seen.update({name_key(name) for name in row["names"]} - weak)
    assert not [name for name, count in seen.items() if count > 1]


def test_no_two_outlets_have_one_name_or_one_address_of_their_own():
    rows = load_yaml("outlets")
    assert len({plain(name) for name, _, _ in rows}) == len(rows)


@pytest.mark.parametrize(
    "name", ["PLAN", "PST", "Amnesty", "Pacific Fleet", "State Border Guard Service", "National Intelligence Service", "Gold Coast", "JEM"]
)
def test_a_short_name_that_fits_others_is_weak(name):
    assert all(type_ == "w" for _, type_ in load_knowledge().find(name_key(name)))


@pytest.mark.parametrize(
    ("name", "cameo"),
    [
        ("Sinaloa cartel", "MEXCRM"), ("Drug Enforcement Administration", "USACOP"), ("Iraqi Republican Guard", "IRQMIL"),
        ("Interpol", "IGOITP"), ("Peshmerga", "IRQMIL"),
    ],
)  # fmt: skip
def test_bodies_have_the_sector_of_what_they_are(name, cameo):
    knowledge = load_knowledge()
    assert codes_of(find_candidates(knowledge, name)[0].known, knowledge).cameo == cameo


@pytest.mark.parametrize(("day", "name"), [("1978-01-01", "Olusegun Obasanjo"), ("1981-01-01", "Shehu Shagari")])
def test_who_ruled_nigeria(day, name):
    holder = who_held(load_knowledge(), "head of state", "NGA", day).holder
    assert holder is not None and holder.known.name == name


def test_one_person_is_one_entry():
    knowledge = load_knowledge()
    for name in ("Slobodan Milosevic", "Faisal bin Farhan", "Faisal bin Farhan Al Saud"):
        assert len({n for n, type_ in knowledge.find(name_key(name)) if type_ == "n"}) == 1
    assert find_candidates(knowledge, "Department of Homeland Security")[0].known.id == "USA-homeland-security"


def test_the_blocs_have_their_members():
    counts = {bloc: len(members_of(bloc)) for bloc in load_yaml("blocs")}
    assert counts == {"NATO": 32, "EUU": 28, "ASEAN": 11, "GCC": 6, "BRICS": 10}
