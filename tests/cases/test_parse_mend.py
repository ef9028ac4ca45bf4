"""Relations of a sentence that follow from each other; places whose names were cut in two."""

import pytest

from dragoman.model import Word
from dragoman.parse.mend import mend_names, mend_relations


def words_of(*rows):
    return [Word(i, 0, 0, text, text, upos, "", "", head, relation, 0) for i, (text, upos, head, relation) in enumerate(rows)]


def test_by_at_a_passive_verb_is_its_agent():
    words = words_of(
        ("Berg", "PROPN", 2, "nsubj"), ("was", "AUX", 2, "aux:pass"), ("quoted", "VERB", -1, "root"), ("by", "ADP", 4, "case"),
        ("Reuters", "PROPN", 2, "obl"),
    )  # fmt: skip
    assert [w.relation for w in mend_relations(words)] == ["nsubj:pass", "aux:pass", "root", "case", "obl:agent"]


def test_by_at_an_active_verb_is_no_agent_and_particles_stay():
    words = words_of(
        ("They", "PRON", 1, "nsubj"), ("walked", "VERB", -1, "root"), ("out", "ADP", 1, "compound:prt"), ("by", "ADP", 4, "case"),
        ("noon", "NOUN", 1, "obl"),
    )  # fmt: skip
    assert mend_relations(words) == words


def test_a_noun_is_no_particle():
    words = words_of(("expressed", "VERB", -1, "root"), ("hope", "NOUN", 0, "compound:prt"))
    assert [w.relation for w in mend_relations(words)] == ["root", "obj"]


@pytest.mark.parametrize(
    ("rows", "spans", "mended"),
    [
        ([("South", 1, "compound"), ("Lebanon", -1, "root")], [(0, 1, "LOC"), (1, 2, "LOC")], [(0, 2, "LOC")]),
        ([("North", 2, "compound"), ("West", 2, "compound"), ("Frontier", -1, "root")], [(0, 2, "LOC"), (2, 3, "LOC")], [(0, 3, "LOC")]),
        ([("Lebanon", -1, "root"), ("Syria", 0, "conj")], [(0, 1, "LOC"), (1, 2, "LOC")], [(0, 1, "LOC"), (1, 2, "LOC")]),
        ([("Reuters", 1, "compound"), ("Beirut", -1, "root")], [(0, 1, "ORG"), (1, 2, "LOC")], [(0, 1, "ORG"), (1, 2, "LOC")]),
        ([("Rio", 2, "compound"), ("-", 2, "punct"), ("Bay", -1, "root")], [(0, 1, "LOC"), (2, 3, "LOC")], [(0, 1, "LOC"), (2, 3, "LOC")]),
        ([], [], []),
    ],
)
def test_a_place_cut_in_two_is_one_name_again_and_two_places_side_by_side_stay_two(rows, spans, mended):
    assert mend_names(spans, words_of(*((text, "PROPN", head, relation) for text, head, relation in rows))) == mended
