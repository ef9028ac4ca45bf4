"""States whose names a page misspells by one letter too many or too few, or two that changed places: "Ethopia", "Afganistan"."""

from functools import cache

from dragoman.actors.knowledge import Hit, Knowledge
from dragoman.actors.names import name_key
from dragoman.actors.towns import load_towns
from dragoman.lexicon import common_words

FEWEST = 6
"""Fewest letters of a name that may be misspelled."""
SPELLED = ("n", "a", "d")
"""Types of names of states that are compared: names, adjectives, peoples."""


def misspelled_state(written: str, knowledge: Knowledge) -> tuple[Hit, ...]:
    """The state that an unknown word names but for one letter.

    None where the word is a town's or a first name, a frequent word of its own ("Romani", "Hungry"), or fits two states.
    """
    key = name_key(written)
    if len(key) < FEWEST or not written[:1].isupper() or not key.isalpha() or knowledge.find(key) or key in load_towns():
        return ()
    if knowledge.gender_of(written) is not None:
        return ()
    whole, cut = state_names(knowledge)
    if key.endswith("s") and key[:-1] in whole:
        return ()
    found = {hit for near in (*swapped(key), *without_one(key)) for hit in whole.get(near, ())} | set(cut.get(key, ()))
    if len({number for number, _ in found}) != 1 or written.lower() in common_words():
        return ()
    return tuple(sorted(found))


@cache
def state_names(knowledge: Knowledge) -> tuple[dict[str, set[Hit]], dict[str, set[Hit]]]:
    """The names of states in one word by their keys, and by those keys without one letter."""
    whole: dict[str, set[Hit]] = {}
    cut: dict[str, set[Hit]] = {}
    for number in sorted(knowledge.states.values()):
        for type_, name in knowledge.names_of(number):
            key = name_key(name)
            if type_ in SPELLED and len(key) >= FEWEST and key.isalpha():
                whole.setdefault(key, set()).add((number, type_))
                for form in without_one(key):
                    cut.setdefault(form, set()).add((number, type_))
    return whole, cut


def swapped(key: str) -> list[str]:
    """A key with two letters beside each other changed."""
    return [key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(1, len(key) - 1)]


def without_one(key: str) -> set[str]:
    """A key without one of its letters, but the first."""
    return {key[:i] + key[i + 1 :] for i in range(1, len(key))}
