"""Ways to read a word as an act: what lexicon, tree and model propose, what speaks for each, and the days that may be meant."""

from dataclasses import replace

import numpy as np
import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.errors import DataError
from dragoman.events import find_events, linear, weighing
from dragoman.events.days import Days
from dragoman.events.frames import Page, best_frames, types_between
from dragoman.events.learned import is_own_state, phrase_of, weigh
from dragoman.events.paths import Ways, features_of, load_paths, path_of
from dragoman.events.senses import senses_of
from dragoman.events.sides import Sides
from dragoman.events.weighing import Network, load_weigher, pack, shares_of, unpack
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
    Parse,
    Sentence,
    Statement,
    When,
    Word,
)  # fmt: skip
from dragoman.model import Page as Source
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
        words.append(Word(index, at, at + len(form), form, lemma, upos, "VBD" if upos == "VERB" else "", "", head, relation, 0))
    parse = Parse(TEXT, (Sentence(0, 0, len(TEXT), 0, len(words), 0),), tuple(words), acts=acts, pairs=Even())
    return Sides(Tree(parse), actors or (actor("Peru", "PER"), actor("Chile", "CHL"), actor("Bolivia", "BOL")), ())


def article_of(text):
    return Article(Source("a", "a", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))


class Even:
    """A model to which all that may be between two words is as likely."""

    def chances(self, one, other):
        return [1 / (1 + len(EVENT_TYPES))] * (1 + len(EVENT_TYPES))


def mark(word=1, score=0.9, **sides):
    return ActMark(word, "SANCTION", score, TYPES, "done", 0.9, **sides)


def page_of(*acts, actors=None):
    sides = sides_of(*acts, actors=actors)
    return Page(sides, {act.word: act for act in acts})


def frames_at(page, index):
    return sorted(next(page.weighed([page.sides.tree.words[index]])), key=lambda f: -f.rank)


def test_chances_of_several_words_for_one_actor_are_added():
    twice = replace(actor("Chile", "CHL"), mentions=(*actor("Chile", "CHL").mentions, *actor("Bolivia", "BOL").mentions))
    assert weigh(sides_of(actors=(twice,)), ((3, 0.4), (4, 0.25), (OTHER_WORD, 0.2))) == {"Chile": 0.65}


def test_the_model_proposes_sides_where_the_tree_has_none():
    best = frames_at(page_of(mark(actors=((0, 0.9),), recipients=((3, 0.8),))), 1)[0]
    assert (best.trigger.type, best.agents, best.recipients, best.slot) == ("SANCTION", ("Peru",), ("Chile",), "model")


def test_more_of_a_chance_to_be_a_side_makes_a_frame_more_likely():
    sure = frames_at(page_of(mark(actors=((0, 0.9),), recipients=((3, 0.8),))), 1)[0].chance
    faint = frames_at(page_of(mark(actors=((0, 0.9),), recipients=((3, 0.1),))), 1)[0].chance
    assert 0 < faint < sure < 1


def test_several_likely_recipients_are_tried_together():
    frames = frames_at(page_of(mark(actors=((0, 0.9),), recipients=((3, 0.45), (4, 0.45)))), 1)
    assert {"Chile", "Bolivia"} in [set(f.recipients) for f in frames]


def test_no_recipient_is_a_choice_that_grows_with_the_chance_of_nobody():
    def chance(nobody):
        frames = frames_at(page_of(mark(actors=((0, 0.9),), recipients=((NO_WORD, nobody), (3, 0.05)))), 1)
        return next(f.chance for f in frames if not f.recipients)

    assert chance(0.9) > chance(0.1)


def test_nobody_acts_on_his_own_state_by_a_guess():
    people = (actor("Peru", "PER"), actor("envoy", "PER", "person"), actor("Chile", "CHL"))
    page = page_of(mark(actors=((2, 0.9),), recipients=((3, 0.1),)), actors=people)
    assert is_own_state(page.sides, "Peru", ("envoy",)) and not is_own_state(page.sides, "Chile", ("envoy",))
    assert all(f.recipients != ("Peru",) for f in frames_at(page, 1) if f.agents == ("envoy",))


def test_types_that_model_and_corpus_find_likely_are_tried_beside_the_lexicons():
    sure = mark(5, actors=((4, 0.9),), recipients=((3, 0.9),))
    assert {f.trigger.type for f in frames_at(page_of(sure), 5)} == {"PROTEST", "SANCTION"}
    unsure = replace(sure, types=tuple(1 / len(TYPES) for _ in TYPES))
    assert "SANCTION" not in {f.trigger.type for f in frames_at(page_of(unsure), 5)}


def test_the_corpus_tells_what_plain_words_name():
    tree = Tree(load_parser().parse(article_of("Peru expelled two diplomats of Chile on Monday and condemned the raid.")))
    chances = senses_of(tree, tree.words)
    likeliest = {w.text: ("", *EVENT_TYPES)[int(row.argmax())] for w, row in zip(tree.words, chances, strict=True)}
    assert (likeliest["expelled"], likeliest["condemned"], likeliest["Monday"]) == ("SANCTION", "ACCUSE", "")
    assert all(abs(float(row.sum()) - 1) < 1e-4 for row in chances)
    assert all((senses_of(tree, [w])[0] == row).all() for w, row in zip(tree.words, chances, strict=True))


def test_the_way_through_the_tree_tells_who_acts_and_on_whom():
    tree = Tree(load_parser().parse(article_of("Chile was condemned by Peru.")))
    word = {w.text: w for w in tree.words}
    agent, recipient = Ways(tree, word["condemned"], [word[name] for name in ("Peru", "Chile")]).roles("ACCUSE")
    assert agent[0] > agent[1] and recipient[1] > recipient[0]
    whole = load_paths().chances(features_of(tree, word["condemned"], "ACCUSE", word["Peru"]))
    assert agent == pytest.approx((float(whole[1]), float(whole[2])), abs=1e-5)


def test_a_long_way_is_only_far_and_a_damaged_table_says_so(monkeypatch):
    words = [Word(i, i, i + 1, "a", "a", "NOUN", "NN", "", i - 1, "root" if i == 0 else "nmod", 0) for i in range(50)]
    tree = Tree(Parse("a" * 50, (), tuple(words)))
    assert path_of(tree, 49, 0) == ("far", -1) and path_of(tree, 3, 1) == ("^nmod^nmod", 1)
    monkeypatch.setattr(linear, "data_bytes", lambda name: b"nothing")
    with pytest.raises(DataError, match="install dragoman again"):
        linear.load_linear("broken", 4, 2)


def test_a_surer_frame_keeps_its_words_and_what_stands_beside_it():
    page = page_of(mark(1, actors=((0, 0.9),), recipients=((3, 0.9),)), mark(2, 0.3, actors=((0, 0.9),), recipients=((3, 0.9),)))
    words = [page.sides.tree.words[i] for i in (1, 2)]
    assert [f.word.index for f in best_frames(page, words, 0.0)] == [1]
    assert best_frames(page, words, 0.999) == []


def test_words_that_only_the_model_could_know_need_its_mark():
    page = page_of(mark(1))
    assert list(page.frames(page.sides.tree.words[2])) == []


def test_every_column_of_the_networks_is_of_evidence_that_is_written_down():
    page = page_of(mark(actors=((0, 0.9),), recipients=((3, 0.8), (NO_WORD, 0.1))))
    assert not any("party" in name for frame in frames_at(page, 1) for name in frame.evidence)
    page.short = False
    names = {name for frame in frames_at(page, 1) for name in frame.evidence}
    told = {name for name in names if name.removeprefix("none ") in EVENT_TYPES}
    columns = set(load_weigher("frames").columns)
    typed = {name for name in columns if name.removeprefix("none ") in EVENT_TYPES}
    assert columns - typed == names - told
    assert told <= typed <= {*EVENT_TYPES, *(f"none {kind}" for kind in EVENT_TYPES)}


def test_frames_of_one_word_share_what_no_act_leaves():
    frames = frames_at(page_of(mark(actors=((0, 0.9),), recipients=((3, 0.8), (4, 0.1)))), 1)
    kinds = {(f.trigger.type, f.agents, f.recipients): f.chance for f in frames}
    assert len(kinds) > 2 and 0.2 < sum(kinds.values()) < 1.001


def test_what_stands_for_the_same_state_is_counted_together():
    people = (actor("Peru", "PER"), actor("envoy", "PER", "person"), actor("Chile", "CHL"))
    page = page_of(mark(actors=((0, 0.5), (2, 0.4)), recipients=((3, 0.9),)), actors=people)
    both = [f for f in frames_at(page, 1) if f.trigger.type == "SANCTION" and f.recipients == ("Chile",)]
    assert {f.agents for f in both} == {("Peru",), ("envoy",)}
    assert both[0].chance == pytest.approx(both[1].chance, abs=1e-5)


def test_shares_leave_room_for_nothing_and_networks_are_kept_as_they_are():
    shares = shares_of(np.array([0.0, 0.0, 2.0], np.float32), [0, 0, 1])
    assert shares[0] == pytest.approx(1 / 3) and shares[2] == pytest.approx(np.exp(2) / (1 + np.exp(2)))
    one = Network(np.array([[1.0], [-2.0]]), np.array([0.5]), np.array([2.0]), np.array([0.25, 0.0]))
    kept = unpack(pack(["a", "b"], [one, one]))
    assert kept.scores([kept.row({"a": 1.0, "unknown": 9.0}), kept.row({"b": 1.0})]) == pytest.approx([3.25, 0.0])


def test_damaged_networks_say_so(monkeypatch):
    monkeypatch.setattr(weighing, "data_bytes", lambda name: b"nothing")
    with pytest.raises(DataError, match="install dragoman again"):
        load_weigher.__wrapped__("days")
    with pytest.raises(ValueError, match="lacking"):
        unpack(b'{"names": ["a"], "hidden": 2, "networks": 1}\n' + bytes(4))


def test_types_between_two_given_actors_weigh_who_does_it_to_whom():
    article = article_of("Peru expelled the ambassador of Chile.")
    parse = load_parser().parse(article)
    heads = {word.text: word for word in parse.words}
    named = {name: Mention(heads[name].start, heads[name].end, heads[name].index, "name") for name in ("Peru", "Chile")}
    pair = tuple(Actor(name, name, "state", mentions=(mention,)) for name, mention in named.items())
    page = Page(Sides(Tree(parse), pair, ()), {act.word: act for act in parse.acts})
    straight, turned = types_between(page, "Peru", "Chile"), types_between(page, "Chile", "Peru")
    assert max(straight, key=straight.get) == "SANCTION" and straight["SANCTION"] > turned["SANCTION"]


def test_what_is_asked_for_is_an_act_beside_the_asking():
    sides = sides_of(mark(1), mark(5))
    assert phrase_of(sides.tree, 5) == {1} and 0 in phrase_of(sides.tree, 1)
    clause = replace(sides.tree.words[5], relation="ccomp")
    tree = Tree(replace(sides.tree.parse, words=(*sides.tree.words[:5], clause)))
    assert phrase_of(tree, 5) == set() and 5 not in phrase_of(tree, 1)


def days_of(times=(), statements=(), published="1999-05-05", **sides):
    page = page_of(mark(actors=((0, 0.9),), recipients=((3, 0.8),), **sides))
    article = Article(Source("t", "t", b"", TEXT, "text"), TEXT, (Block("paragraph", 0, len(TEXT)),), published=published)
    return Days(article, page.sides.tree, times, statements), frames_at(page, 1)[0]


def test_days_that_may_be_meant():
    at = TEXT.index("envoy")
    when = When(at, at + len("envoy"), "1999-05-03", "date")
    days, frame = days_of((when,), when=((2, 0.8), (NO_WORD, 0.2)))
    assert set(days.options(frame, "done")) == {None, "1999-05-03", "1999-05-05"}
    assert days.choose(frame, "done") == "1999-05-03"
    undated, frame = days_of(when=((NO_WORD, 0.95),))
    assert undated.choose(frame, "hypothetical") is None


def test_for_an_act_that_is_a_saying_the_day_on_which_it_was_said_may_be_meant():
    at = TEXT.index("recalled")
    said = Statement("s", ((at + 9, len(TEXT)),), "indirect", "say", "Peru", None, (at, at + 8), None, None, "1999-04-30", None, None, "")
    days, frame = days_of(statements=(said,), when=((NO_WORD, 0.3), (OTHER_WORD, 0.2)))
    options = days.options(frame, "done")
    assert options["1999-04-30"]["spoken"] == options["1999-04-30"]["story"] == 1.0


def test_both_sides_are_the_two_states_named_last():
    text = "Peru and Chile met on Monday. Bolivia urged both countries to sign."
    article = Article(Source("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))
    tree = Tree(load_parser().parse(article))
    actors = find_actors(article, tree, load_knowledge())
    (asked,) = [e for e in find_events(article, tree, actors, (), ()) if e.type == "REQUEST" and e.modality == "done"]
    names = {a.id: a.name for a in actors}
    assert [names[i] for i in asked.recipients] == ["Peru", "Chile"]
