"""Copies are found by containment: cut and extended stories too, not stories that merely share a topic or a set phrase."""

import random

from dragoman.compare import find_copies

WORDS = [f"word{i}" for i in range(4000)]


def story(seed, paragraphs=12):
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=45)) for _ in range(paragraphs)]


def pairs(pages):
    return [(copy.page, copy.within) for copy in find_copies(pages)]


def test_a_cut_story_is_a_copy_of_the_whole():
    whole = story(1)
    found = find_copies([("whole", whole), ("cut", whole[:3]), ("other", story(2))])
    assert [(c.page, c.within, c.containment) for c in found] == [("cut", "whole", 1.0)]


def test_case_marks_and_spacing_do_not_matter():
    whole = story(1)
    assert pairs([("a", whole), ("b", [p.upper().replace(" ", ",  ") for p in whole])]) == [("a", "b")]


def test_an_edited_story_is_still_a_copy_and_a_quoted_paragraph_is_none():
    whole = story(1)
    edited = [p if i % 4 else " ".join(story(9, 1)) for i, p in enumerate(whole)]
    assert pairs([("a", whole), ("b", edited)]) == [("a", "b")] or pairs([("a", whole), ("b", edited)]) == [("b", "a")]
    assert pairs([("a", whole), ("b", [whole[0], *story(3)])]) == []


def test_empty_and_short_pages_are_copies_of_nothing():
    assert pairs([("a", []), ("b", ["few words"]), ("c", ["few words"])]) == []


def test_the_order_of_pages_does_not_matter():
    whole = story(1)
    pages = [("a", whole), ("b", whole[:5]), ("c", whole[2:9])]
    assert pairs(pages) == pairs(pages[::-1])
