"""Relation claims on sentences of our own: which pair, which way, and by whom."""

import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.events import find_claims
from dragoman.grammar import Tree
from dragoman.model import Article, Block, Page
from dragoman.parse import load_parser
from dragoman.statements import find_statements
from dragoman.times import find_times

CLAIMS = [
    ("Relations between Kenya and Uganda have deteriorated.", {"KEN", "UGA"}, "worse"),
    ("Ties between Japan and Mongolia have improved.", {"JPN", "MNG"}, "better"),
    ("Chad is a close ally of Gabon.", {"TCD", "GAB"}, "better"),
    ("Peru's relations with Chile remain stable.", {"PER", "CHL"}, "same"),
]
NONE = ["The tie was blue.", "Kenya sold tea.", "Relations of the bride came late."]


def told(text):
    article = Article(Page("p", "p", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published="2024-01-10")
    tree = Tree(load_parser().parse(article))
    actors = find_actors(article, tree, load_knowledge())
    statements = find_statements(article, tree, actors, find_times(article, tree))
    countries = {actor.id: actor.country for actor in actors}
    return [({countries[i] for i in claim.between}, claim.direction, claim) for claim in find_claims(article, tree, actors, statements)]


@pytest.mark.parametrize(("text", "pair", "direction"), CLAIMS)
def test_pair_and_direction(text, pair, direction):
    assert (pair, direction) in [(p, d) for p, d, _ in told(text)], told(text)


@pytest.mark.parametrize("text", NONE)
def test_no_claim_without_a_pair(text):
    assert told(text) == []


def test_relations_that_name_nobody_are_those_of_whom_the_page_speaks_most():
    text = (
        "Niger ended its military agreement with the United States on Saturday. Washington had asked Niger to keep its base. Talks between "
        "Niger and the United States failed. Trucks from Benin and Ghana waited at the border. Relations between the two governments are "
        "close to collapse."
    )
    assert {"NER", "USA"} in [pair for pair, _, _ in told(text)], told(text)


def test_our_relations_are_those_of_whoever_speaks():
    text = "Seoul tested a rocket. “Our relations with China have improved since summer,” Japan's foreign minister, Iwao Mori, said."
    assert {"JPN", "CHN"} in [pair for pair, _, _ in told(text)], told(text)
