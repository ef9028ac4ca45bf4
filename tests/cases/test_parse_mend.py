"""Relations of a sentence that follow from each other."""

from dragoman.model import Word
from dragoman.parse.mend import mend_relations


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
