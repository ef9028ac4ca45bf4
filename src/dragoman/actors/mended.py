"""Single decisions of the parse that contradict what the words beside tell, mended before actors are found.

An adjective directly before a noun that hangs where the noun hangs belongs to the noun ("Ruritanian rebels surrendered" with two
subjects), and what follows a noun with "of" belongs to it, whatever verb the parse chose. Only the tree of the actors is mended.
"""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.grammar import Tree, base_relation
from dragoman.model import Word

SIDES = ("nsubj", "obj", "iobj", "obl", "nmod", "conj")
"""Parts of a clause that an adjective does not fill beside its noun."""
NOUNS = ("NOUN", "PROPN")
OF_VERBS = frozenset(
    (
        "accuse",
        "acquit",
        "assure",
        "clear",
        "convict",
        "cure",
        "deprive",
        "inform",
        "notify",
        "persuade",
        "remind",
        "relieve",
        "rid",
        "rob",
        "strip",
        "suspect",
        "warn",
    )
)
"""Verbs that take an object and then "of": "accuse the troops of theft"."""


def mended(tree: Tree) -> Tree:
    """The tree itself, or one in which such decisions are mended."""
    words = list(tree.words)
    for word in tree.words:
        head, relation = better_head(words, word)
        if head != word.head:
            words[word.index] = replace(word, head=head, relation=relation)
    changed = any(a is not b for a, b in zip(words, tree.words, strict=True))
    return Tree(replace(tree.parse, words=tuple(words))) if changed else tree


def better_head(words: Sequence[Word], word: Word) -> tuple[int, str]:
    """The head and relation of a word that the words beside it tell, where the parse contradicts them."""
    after = words[word.index + 1] if word.index + 1 < len(words) else None
    if after is not None and is_adjective_of(word, after):
        return after.index, "amod"
    takes_of = word.head >= 0 and words[word.head].lemma.lower() in OF_VERBS
    if word.relation == "obl" and word.upos in NOUNS and not takes_of and (owner := noun_before_of(words, word)) is not None:
        return owner, "nmod"
    return word.head, word.relation


def is_adjective_of(word: Word, after: Word) -> bool:
    """Whether an adjective and the noun after it hang on one word in one part of the clause."""
    if word.upos != "ADJ" or after.upos != "NOUN" or word.sentence != after.sentence or word.head != after.head or word.head < 0:
        return False
    return base_relation(word) in SIDES and word.relation == after.relation


def noun_before_of(words: Sequence[Word], word: Word) -> int | None:
    """The noun directly before the "of" with which a phrase begins, if it is no part of that phrase."""
    begin = word.index
    while begin > 0 and words[begin - 1].sentence == word.sentence and hangs_on(words, begin - 1, word.index):
        begin -= 1
    before = begin - 1
    opening = words[begin]
    starts = begin < word.index and opening.text.lower() == "of" and opening.relation == "case" and opening.head == word.index
    if not starts or before < 0 or words[before].sentence != word.sentence or words[before].upos not in NOUNS:
        return None
    return None if hangs_on(words, before, word.index) else before


def hangs_on(words: Sequence[Word], i: int, head: int) -> bool:
    """Whether a word hangs on another, directly or through others."""
    steps = 0
    while i >= 0 and steps < len(words):
        i, steps = words[i].head, steps + 1
        if i == head:
            return True
    return False
