"""Who of a page's parties does an act, and on whom it falls."""

import numpy as np
import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.events.parties import (
    AGENT,
    MOST,
    NOBODY,
    RECIPIENT,
    STATES,
    Parties,
    Stage,
    choices_of,
    facing,
    features_of,
    load_parties,
    shares,
)
from dragoman.events.sides import Sides
from dragoman.grammar import Tree
from dragoman.model import Article, Block
from dragoman.model import Page as Source
from dragoman.parse import load_parser

BLAMED = (
    "Chile closed its ports to Bolivia on Monday. The ministry in La Paz protested. Peru recalled its envoy from Santiago the same evening."
)


def sides_of(text):
    article = Article(Source("a", "a", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))
    tree = Tree(load_parser().parse(article))
    return Sides(tree, find_actors(article, tree, load_knowledge()), ())


def countries(sides, chances):
    found = {}
    for ident, chance in chances.items():
        name = sides.actors[ident].country if ident != NOBODY else NOBODY
        found[name] = found.get(name, 0.0) + chance
    return found


def word_of(sides, text):
    return next(w for w in sides.tree.words if w.text == text)


@pytest.mark.parametrize(
    ("word", "kind", "agent", "recipient"),
    [
        ("closed", "SANCTION", "CHL", "BOL"),
        ("recalled", "SANCTION", "PER", "CHL"),
    ],
)
def test_the_likeliest_sides_of_a_page_are_found(word, kind, agent, recipient):
    sides = sides_of(BLAMED)
    parties, at = Parties(sides), word_of(sides, word)
    doers = parties.agents(at, kind)
    likely = countries(sides, doers)
    assert max(likely, key=likely.get) == agent
    first = max((i for i in doers if i != NOBODY), key=doers.get)
    others = countries(sides, parties.recipients(at, kind, (first,)))
    assert max(others, key=others.get) == recipient


def test_chances_add_up_to_one_and_nobody_may_be_meant():
    sides = sides_of(BLAMED)
    parties, at = Parties(sides), word_of(sides, "protested")
    for chances in (parties.agents(at, "ACCUSE"), parties.recipients(at, "ACCUSE", ())):
        assert sum(chances.values()) == pytest.approx(1.0)
        assert NOBODY in chances
        assert all(0 <= chance <= 1 for chance in chances.values())
    assert shares(["a", NOBODY], np.array([1000.0, 0.0], np.float32)) == pytest.approx({"a": 1.0, NOBODY: 0.0})


def test_a_state_seldom_does_a_thing_to_itself():
    sides = sides_of(BLAMED)
    parties, at = Parties(sides), word_of(sides, "closed")
    chile = next(a.id for a in sides.actors.values() if a.country == "CHL")
    assert parties.recipients(at, "SANCTION", (chile,))[chile] < 0.1
    assert "facing self" in facing(Stage(sides), (chile,), chile)


def test_candidates_are_few_on_a_page_of_many_names():
    names = "Peru, Chile, Bolivia, Brazil, Spain, Italy, Greece, Kenya, Uganda, Mali, Niger, Chad, Ghana, Togo, Benin and Gabon"
    sides = sides_of(f"{names} met in Lima. Peru accused Chile of spying.")
    stage = Stage(sides)
    parties, seen = choices_of(stage, word_of(sides, "accused"))
    assert len(parties) == len(seen) <= MOST + STATES + 1
    assert parties[-1] == NOBODY


def test_scores_are_the_sums_of_the_weights_of_a_partys_rows():
    sides = sides_of(BLAMED)
    word = word_of(sides, "closed")
    features = features_of(word, choices_of(Stage(sides), word)[1])
    weights = np.random.default_rng(1).normal(size=load_parties().weights.shape).astype(np.float32)
    for party, kind in ((0, 0), (1, 5), (len(features.begins) - 1, 15)):
        scores = features.scores(weights, features.plain_scores(weights), kind)
        assert scores[party] == pytest.approx(weights[features.rows(party, kind)].sum(0), abs=1e-4)


def test_a_page_without_parties_has_nobody_alone():
    sides = sides_of("It rained all night, and the river rose.")
    parties = Parties(sides)
    assert parties.agents(word_of(sides, "rose"), "ASSAULT") == {NOBODY: 1.0}


def test_the_table_has_a_weight_for_either_side():
    table = load_parties()
    assert table.weights.shape[1] == 2
    assert (AGENT, RECIPIENT) == (0, 1)
    assert abs(table.weights).max() > 0
