"""Families of words that are alike, and what they add to the senses of words."""

import pytest

from dragoman.errors import DataError
from dragoman.events import families
from dragoman.events.families import families_of, load_families
from dragoman.events.senses import features_of
from dragoman.grammar import Tree
from dragoman.model import Article, Block, Page
from dragoman.parse import load_parser


def tree_of(text: str) -> Tree:
    return Tree(load_parser().parse(Article(Page("p", "p", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))))


def test_kin_share_a_family():
    for one, other in (("condemn", "criticize"), ("expel", "deport"), ("talk", "discussion")):
        assert set(families_of(one)) & set(families_of(other)), (one, other)
    assert not set(families_of("condemn")) & set(families_of("submarine"))


def test_unknown_words_have_none_and_known_ones_three():
    assert families_of("xqzzt") == ()
    assert {len(found) for found in load_families().values()} == {3}


def test_a_word_is_seen_by_its_family_and_those_of_its_company():
    tree = tree_of("Chile denounced the attack.")
    word = next(w for w in tree.words if w.text == "denounced")
    found = set(features_of(tree, word))
    assert f"f={families_of('denounce')[0]}/v" in found
    assert f"obj|f={families_of('attack')[0]}" in found


def test_a_damaged_table_is_named(monkeypatch: pytest.MonkeyPatch):
    load_families.cache_clear()
    monkeypatch.setattr(families, "data_bytes", lambda _: b"nothing")
    with pytest.raises(DataError, match="families"):
        load_families()
    load_families.cache_clear()
