"""How alike two words are in meaning, for comparing what pages of one story tell: rough, and from tables alone."""

from functools import lru_cache

from dragoman.compare.clauses import deeds_of, root_of
from dragoman.events.families import families_of
from dragoman.events.forms import forms, known_words

SAME_DEED = 0.7
"""How alike words for one deed are (``data/versions.yml``)."""

KIN = (0.1, 0.35, 0.6)
"""How alike words of one family are, of the largest size first (``data/families.zst``)."""

ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""))
"""Endings of forms, and what stands in their place in the word itself."""

LEAST = 3
"""Letters that are left of a word without its ending, at least."""


@lru_cache(65_536)
def alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1: forms of one word, words for one deed, or words of one family."""
    if root_of(one) == root_of(other):
        return 1.0
    same = SAME_DEED if set(deeds_of(one)) & set(deeds_of(other)) else 0.0
    shared = (share for share, a, b in zip(KIN, kin_of(one), kin_of(other), strict=False) if a == b)
    return max(same, *shared, 0.0)


@lru_cache(65_536)
def kin_of(word: str) -> tuple[str, ...]:
    """The families of a word in any form, the largest first."""
    plain = [word, lemma(word), *(word.removesuffix(end) + put for end, put in ENDINGS if is_form(word, end))]
    return next((found for one in plain if one and (found := families_of(one))), ())


def is_form(word: str, ending: str) -> bool:
    """Whether a word may be a form with an ending."""
    return word.endswith(ending) and len(word) - len(ending) >= LEAST


def lemma(word: str) -> str:
    """The verb or noun for a political act of which a word is a form; empty where it is none."""
    if word in known_acts():
        return word
    return forms(False).get(word) or forms(True).get(word, "")  # noqa: FBT003 - a key of the cache, not a switch


@lru_cache(1)
def known_acts() -> frozenset[str]:
    """Verbs and nouns that name political acts."""
    return frozenset((*known_words("v"), *known_words("n")))


@lru_cache(65_536)
def is_deed(word: str) -> bool:
    """Whether a word names something that is done, and not that somebody says something."""
    acts = lemma(word)
    return bool(acts and acts not in PLAIN_VERBS) or bool(deeds_of(word))


PLAIN_VERBS = frozenset((
    "say", "tell", "state", "report", "announce", "claim", "accuse", "allege", "deny", "reject", "dismiss", "add", "insist", "ask", "call",
    "speak", "make", "take", "give", "have", "be", "do", "get",
))  # fmt: skip
"""Verbs that tell nothing of what was done: those of saying, and those that stand for any deed."""
