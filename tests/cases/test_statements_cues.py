"""Cue words: the lists are sound, and each group finds its own example and leaves the other alone."""

import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.grammar import Tree
from dragoman.lexicon import load_yaml
from dragoman.model import Article, Block, Page
from dragoman.parse import load_parser
from dragoman.statements import find_statements
from dragoman.statements.cues import load_cues

GROUPS = load_yaml("cues")["verbs"]


def read(text):
    page = Page("t", "t", b"", text, "text")
    article = Article(page, text, (Block("paragraph", 0, len(text)),), published="1999-05-05")
    tree = Tree(load_parser().parse(article))
    return find_statements(article, tree, find_actors(article, tree, load_knowledge()), ())


@pytest.mark.parametrize("group", GROUPS, ids=lambda g: f"{g['act']}-{g['verbs'][0]}")
def test_a_group_of_cues_finds_its_example_and_not_the_other(group):
    found = [s for s in read(group["matches"]) if s.act == group["act"] and s.cue]
    assert found, group["matches"]
    assert not [s for s in read(group["misses"]) if s.act == group["act"]], group["misses"]


def test_every_verb_has_one_act_in_each_group_and_no_group_is_empty():
    for group in GROUPS:
        assert group["verbs"] and group["takes"]
        assert len(set(group["verbs"])) == len(group["verbs"]), group["act"]


def test_cues_of_several_words_are_listed_under_the_first():
    assert any(cue.words == "point out" for cue in load_cues().verbs["point"])
