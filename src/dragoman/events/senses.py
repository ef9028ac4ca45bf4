"""Which act a word names, by itself and by the words around it in the tree: what our corpus' training part tells of such words.

A multinomial logistic regression over features that are short strings (the lemma, what hangs on it, on what it hangs, the words beside it,
what the lexicon says), each with a row of weights (data/senses.zst, made by training/senses.py; a change of the features asks for training
anew). It knows words where the language model knows contexts: the two go wrong in different places.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.events.families import families_of
from dragoman.events.forms import lemma_of
from dragoman.events.linear import Linear, load_linear
from dragoman.events.triggers import PARTS, load_triggers
from dragoman.grammar import Tree, base_relation
from dragoman.model import EVENT_TYPES, Word

BUCKETS = 1 << 18
"""Rows of weights; a feature's row is a hash of its string."""

WINDOW = 3
"""How many words on either side are looked at."""

MOST_KIDS = 12
"""How many of the words that hang on a word are looked at, so that a list of a thousand costs no more."""


SIDES = ("obj", "nsubj", "obl", "nmod", "amod", "xcomp", "ccomp", "compound")
"""Relations of the words that hang on a word whose families are looked at."""


def load_senses() -> Linear:
    """The weights of each feature for no act and for each of EVENT_TYPES."""
    return load_linear("senses", BUCKETS, len(EVENT_TYPES) + 1)


def senses_of(tree: Tree, words: Sequence[Word]) -> NDArray[np.float32]:
    """The chances that each of some words names no act, and an act of each of EVENT_TYPES (words, 17; each row adds up to 1)."""
    model = load_senses()
    return model.shares(model.score(features_of(tree, word) for word in words))


def name_of(word: Word) -> str:
    """What stands for a word in a feature: its lemma, but never a proper name."""
    return "PROPN" if word.upos == "PROPN" else lemma_of(word)


def features_of(tree: Tree, word: Word) -> Iterator[str]:
    """What is seen of a word: itself, its children, its head, its neighbours, and the lexicon's types for it."""
    part = PARTS.get(word.upos, "o")
    me = f"{lemma_of(word)}/{part}"
    yield me
    yield f"p={part}"
    yield f"r={word.relation}"
    below = {name_of(tree.words[i]) for kid in tree.children[word.index][:MOST_KIDS] for i in (kid, *tree.children[kid][:MOST_KIDS])}
    for kid in tree.children[word.index][:MOST_KIDS]:
        yield from features_of_kid(tree, me, tree.words[kid])
    if word.head >= 0:
        relation, name = base_relation(word), name_of(tree.words[word.head])
        yield from (f"{me}|^{relation}|{name}", f"^{relation}|{name}")
    around = range(max(0, word.index - WINDOW), min(len(tree.words), word.index + WINDOW + 1))
    yield from (f"{'-' if i < word.index else '+'}|{name_of(tree.words[i])}" for i in around if is_beside(tree, word, i))
    yield from features_of_families(tree, word, part)
    for trigger in load_triggers().get((part, lemma_of(word)), ()):
        if not trigger.others and not trigger.objects:
            yield f"lex={trigger.type}"
        elif below.issuperset(trigger.others):
            yield f"lexp={trigger.type}"


def features_of_families(tree: Tree, word: Word, part: str) -> Iterator[str]:
    """To which families of words a word belongs, and those that hang on it and on which it hangs."""
    mine = families_of(lemma_of(word))
    yield from (f"f={family}/{part}" for family in mine)
    for kid in (tree.words[i] for i in tree.children[word.index][:MOST_KIDS]):
        relation = base_relation(kid)
        if relation in SIDES:
            yield from (f"{relation}|f={family}" for family in families_of(name_of(kid))[:1])
            yield from (f"f={family}|{relation}" for family in mine[:1])
    if word.head >= 0:
        yield from (f"^{base_relation(word)}|f={family}" for family in families_of(name_of(tree.words[word.head]))[:1])


def is_beside(tree: Tree, word: Word, index: int) -> bool:
    """Whether a place is that of another word in the same sentence."""
    return index != word.index and tree.words[index].sentence == word.sentence


def features_of_kid(tree: Tree, me: str, kid: Word) -> Iterator[str]:
    """What is seen of a word that hangs on ``me``."""
    own, relation, name = tree.children[kid.index][:MOST_KIDS], base_relation(kid), name_of(kid)
    if relation in ("punct", "det"):
        return
    if relation in ("obl", "nmod"):
        case = next((name_of(tree.words[i]) for i in own if tree.words[i].relation == "case"), "-")
        yield from (f"{me}|case|{case}", f"case|{case}", f"{relation}|{name}", f"{me}|{relation}|{case}|{name}")
        return
    yield from (f"{me}|{kid.relation}|{name}", f"{kid.relation}|{name}", f"{me}|{kid.relation}")
    if relation in ("obj", "xcomp", "ccomp"):
        inner = (tree.words[i] for i in own)
        yield from (f"{relation}2|{name_of(w)}" for w in inner if base_relation(w) in ("amod", "compound", "nmod", "obj"))
