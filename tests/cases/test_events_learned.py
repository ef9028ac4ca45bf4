"""What the language model saw of acts mends the sides that the tree tells, and speaks against words that name no act here."""

from dataclasses import replace

import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.events import find_events
from dragoman.events.learned import is_vetoed, likely_recipients, lone_acts, mark_of, mend_sides, phrase_of, pointed, senses, types_between
from dragoman.events.sides import Sides
from dragoman.grammar import Tree
from dragoman.model import (
    EVENT_TYPES,
    NO_WORD,
    OTHER_WORD,
    ActMark,
    Actor,
    Article,
    Block,
    Mention,
    Page,
    Parse,
    Sentence,
    Word,
)  # fmt: skip
from dragoman.parse import load_parser

TEXT = "Peru recalled envoy Chile Bolivia protested"
TYPES = tuple(0.9 if kind == "SANCTION" else 0.0 for kind in EVENT_TYPES)


def actor(name, country, kind="state", more=0):
    at = TEXT.index(name)
    head = TEXT.split().index(name)
    return Actor(name, name, kind, country, mentions=(Mention(at, at + len(name), head, "name"),) * (1 + more))


def sides_of(*acts, actors=None):
    words, at = [], 0
    for index, form in enumerate(TEXT.split()):
        at = TEXT.index(form, at)
        upos = "VERB" if form.endswith("ed") else "PROPN" if form.istitle() else "NOUN"
        lemma = {"recalled": "recall", "protested": "protest"}.get(form, form)
        head, relation = (-1, "root") if index == 1 else (1, "dep")
        words.append(Word(index, at, at + len(form), form, lemma, upos, "", "", head, relation, 0))
    parse = Parse(TEXT, (Sentence(0, 0, len(TEXT), 0, len(words), 0),), tuple(words), acts=acts)
    return Sides(Tree(parse), actors or (actor("Peru", "PER"), actor("Chile", "CHL"), actor("Bolivia", "BOL")), ())


def mark(word=1, score=0.9, **sides):
    return ActMark(word, "SANCTION", score, TYPES, "done", 0.9, **sides)


def test_chances_of_several_words_for_one_actor_are_added():
    sides = sides_of()
    assert pointed(sides, ((3, 0.4), (4, 0.1))) == ("Chile",)
    assert pointed(sides, ((3, 0.4), (4, 0.35))) == ("Chile", "Bolivia")
    assert pointed(sides, ((3, 0.4), (NO_WORD, 0.5))) == ()
    assert pointed(sides, ((OTHER_WORD, 0.9),)) == ()


def test_a_recipient_that_the_tree_tells_stays():
    sides = sides_of()
    told = (("Peru",), ("Bolivia",), "obj")
    assert mend_sides(sides, mark(recipients=((3, 0.9),)), told) == told


@pytest.mark.parametrize("slot", ["", "context"])
def test_the_models_recipient_stands_where_the_tree_has_none_or_guessed(slot):
    sides = sides_of()
    told = (("Peru",), ("Bolivia",) if slot else (), slot)
    assert mend_sides(sides, mark(recipients=((3, 0.9),)), told) == (("Peru",), ("Chile",), "model")
    assert mend_sides(sides, mark(recipients=((NO_WORD, 0.9),)), told) == (("Peru",), (), "")


def test_nobody_acts_on_his_own_state():
    sides = sides_of(actors=(actor("Peru", "PER"), actor("envoy", "PER", "person"), actor("Chile", "CHL")))
    assert "Peru" not in likely_recipients(sides, mark(recipients=((0, 0.9), (3, 0.1))), ("envoy",), 0.0)


def test_the_state_of_which_the_page_speaks_most_is_the_likelier_recipient():
    sides = sides_of(actors=(actor("Peru", "PER"), actor("Chile", "CHL"), actor("Bolivia", "BOL", more=8)))
    assert likely_recipients(sides, mark(recipients=((3, 0.2), (4, 0.2))), ("Peru",), 0.0) == ("Bolivia",)


def test_an_actor_is_taken_from_the_model_where_it_is_sure():
    sides = sides_of()
    nobody = ((), ("Chile",), "obj")
    assert mend_sides(sides, mark(actors=((0, 0.8),)), nobody)[0] == ("Peru",)
    assert mend_sides(sides, mark(actors=((0, 0.3),)), nobody)[0] == ()


def test_words_to_which_the_model_gave_no_chance_are_no_acts():
    sides = sides_of()
    assert is_vetoed(sides, {5: mark(5)}, frozenset((0,)))
    assert not is_vetoed(sides, {1: mark(1)}, frozenset((1,)))
    assert not is_vetoed(sides, {}, frozenset((1,)))
    assert mark_of({1: mark(1)}, 1, frozenset((1, 2))) == mark(1)


def test_a_type_of_which_the_model_is_sure_comes_before_the_lexicons():
    sides = sides_of()
    protested = sides.tree.words[5]
    assert senses(sides.tree, protested, None)[0][0].type == "PROTEST"
    assert senses(sides.tree, protested, mark(5))[0][0].type == "SANCTION"


def test_the_model_alone_tells_acts_of_which_it_is_sure():
    sides = sides_of(mark(1), mark(5, score=0.3))
    assert [act.mark.word for act in lone_acts(sides, set())] == [1]
    assert lone_acts(sides, {1}) == []


def test_types_between_two_given_actors_weigh_who_does_it_to_whom():
    sides = sides_of(mark(actors=((0, 0.9),), recipients=((3, 0.9),)))
    straight, turned = types_between(sides, "Peru", "Chile"), types_between(sides, "Chile", "Peru")
    assert max(straight, key=straight.get) == "SANCTION" and straight["SANCTION"] > turned["SANCTION"]


def test_what_is_asked_for_is_an_act_beside_the_asking():
    sides = sides_of(mark(1), mark(5))
    assert phrase_of(sides.tree, 5) == {1} and 0 in phrase_of(sides.tree, 1)
    clause = replace(sides.tree.words[5], relation="ccomp")
    tree = Tree(replace(sides.tree.parse, words=(*sides.tree.words[:5], clause)))
    assert phrase_of(tree, 5) == set() and 5 not in phrase_of(tree, 1)


def test_both_sides_are_the_two_states_named_last():
    text = "Peru and Chile met on Monday. Bolivia urged both countries to sign."
    article = Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))
    tree = Tree(load_parser().parse(article))
    actors = find_actors(article, tree, load_knowledge())
    (asked,) = [e for e in find_events(article, tree, actors, (), ()) if e.type == "REQUEST" and e.modality == "done"]
    names = {a.id: a.name for a in actors}
    assert [names[i] for i in asked.recipients] == ["Peru", "Chile"]
