"""The benchmark of coreference: which mentions it counts, and where it looks for them."""

import pytest
from benchmarks.coreference import class_of, judge, place_in

from dragoman.model import Actor, Article, Mention, Page, Record

CLASSES = [
    ("She", "person", "he or she"),
    ("our", "state", "first person"),
    ("the alliance", "organisation", "description of another"),
    ("The minister", "person", "description of a person"),
    ("Minister Holm", "person", None),
    ("Holm", "person", None),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CLASSES)
def test_a_wording_has_its_class(text, kind, expected):
    assert class_of(text, {"kind": kind}) == expected


def test_a_place_is_found_by_the_words_around_it():
    plain = "He left.\n\nThen he came back."
    assert place_in("Menu  He left. Then he came back.", plain, (15, 17)) == (20, 22)
    assert place_in("Something else altogether.", plain, (15, 17)) is None


def test_right_is_who_has_the_name_too():
    text = "Holm met Reyes. He left."
    holm = Actor("a", "Holm", "person", mentions=(Mention(0, 4, 0, "name"), Mention(16, 18, 4, "pronoun")))
    reyes = Actor("b", "Reyes", "person", mentions=(Mention(9, 14, 2, "name"),))
    record = Record(Article(Page("t", "t", b"", text, "text"), text, ()), (holm, reyes))
    names = {"Reyes": [[9, 14], [16, 18]], "Holm": [[0, 4], [16, 18]]}
    gold = {"actors": [{"name": name, "kind": "person", "at": at} for name, at in names.items()]}
    assert [(found, right) for _, found, right, _ in judge(record, gold, text)] == [(True, False), (True, True)]
