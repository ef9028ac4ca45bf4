"""Pages played by other parties, for training: the words change, the marks stay on them."""

import random

from training.examples import NAMES
from training.marks import Marked, hidden, pairs_of, some_pairs
from training.restage import recast, rename, restage, states, surnames

from dragoman.model import Word
from dragoman.parse.marks import ROLES, TRIGGERS

TEXT = "TOKYO - Japan sent an envoy to Nairobi, Aiko Tanabe said. A Japanese ship waits."


def marked() -> Marked:
    """The text with its words cut at spaces and marks."""
    spans, at = [], 0
    for part in TEXT.replace(",", " ,").replace(".", " .").split():
        start = TEXT.index(part, at)
        at = start + len(part)
        spans.append((start, at))
    words = tuple(Word(i, s, e, TEXT[s:e], TEXT[s:e], "X", "X", "", 0, "dep", 0) for i, (s, e) in enumerate(spans))
    names = [0] * len(spans)
    for i, word in enumerate(words):
        if word.text in ("Aiko", "Tanabe"):
            names[i] = NAMES.index("B-PER" if word.text == "Aiko" else "I-PER")
    return Marked(TEXT, spans, [0] * len(spans), [(0, len(spans))], words, names=names)


def test_states_have_words_of_their_own() -> None:
    table = {state["n"]: state for state in states()}
    assert table["Japan"] == {"n": "Japan", "a": "Japanese", "c": "Tokyo"} | {k: v for k, v in table["Japan"].items() if k == "d"}
    assert len(table) > 100


def test_a_state_becomes_another_in_all_its_words() -> None:
    page = marked()
    table = next(t for seed in range(20) if {"Japan", "Japanese"} <= set(t := recast((w.text for w in page.tokens), random.Random(seed))))
    other = next(state for state in states() if state["n"] == table["Japan"])
    assert table["Japanese"] == other["a"]
    assert other["n"] not in TEXT


def test_words_move_with_their_places() -> None:
    page = marked()
    table = {"Japan": "Uganda", "Tokyo": "Kampala", "Japanese": "Ugandan", "Tanabe": "Lindqvist"}
    staged = restage(page, table)
    assert staged.text == "KAMPALA - Uganda sent an envoy to Nairobi, Aiko Lindqvist said. A Ugandan ship waits."
    assert [staged.text[s:e] for s, e in staged.words][1:4] == ["-", "Uganda", "sent"]
    assert len(staged.words) == len(page.words)
    assert staged.names == page.names


def test_surnames_are_those_of_persons_with_two_names() -> None:
    page = marked()
    assert surnames(page) == {"Tanabe"}
    tables = [rename(page, ["Lindqvist", "Envoy"], random.Random(seed)) for seed in range(20)]
    assert {"Tanabe": "Lindqvist"} in tables
    assert {} in tables


def test_hidden_pieces_keep_their_number() -> None:
    ids = list(range(1000, 1400))
    found = [hidden(ids, random.Random(seed)) for seed in range(10)]
    assert all(len(row) == len(ids) for row in found)
    assert ids in found
    assert any(0 < sum(a != b for a, b in zip(row, ids, strict=True)) < 80 for row in found)


def acting() -> Marked:
    """The same text, in which Japan (word 2) sends an envoy (3) to Nairobi (7)."""
    page = marked()
    page.triggers = [0] * len(page.words)
    page.triggers[3] = TRIGGERS.index("CONSULT")
    page.roles = [(ROLES.index("actor"), 3, [(2,)]), (ROLES.index("recipient"), 3, [(7,)]), (ROLES.index("antecedent"), 10, [(9,)])]
    return page


def test_pairs_of_parties_have_the_type_of_the_act_between_them() -> None:
    found = list(pairs_of(acting()))
    assert (2, 7, TRIGGERS.index("CONSULT")) in found
    assert (7, 2, 0) in found
    assert (2, 10, 0) in found
    assert {kind for _, _, kind in found} == {0, TRIGGERS.index("CONSULT")}


def test_pairs_without_an_act_are_left_out_where_not_all_acts_are_marked() -> None:
    page = acting()
    page.triggers = [kind or -100 for kind in page.triggers or ()]
    assert list(pairs_of(page)) == [(2, 7, TRIGGERS.index("CONSULT"))]


def test_a_window_has_its_pairs_with_an_act_and_some_of_the_others() -> None:
    page = acting()
    page.pairs = [*pairs_of(page), *((0, i, 0) for i in range(1, 12))]
    chosen = some_pairs(page, 1, 9, random.Random(1))
    assert chosen[0] == (1, 6, TRIGGERS.index("CONSULT"))
    assert all(0 <= one < 8 and 0 <= other < 8 for one, other, _ in chosen)
    assert len(some_pairs(page, 0, 12, random.Random(1))) == 7
    assert len(some_pairs(page, 0, 12, None)) == len(page.pairs)
