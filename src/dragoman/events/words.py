"""The words that say whether a thing happened, as ``data/modality.yml`` lists them."""

from dataclasses import dataclass
from functools import cache

from dragoman.lexicon import load_yaml


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of lemmas: what a governor makes of what it governs, and the verbs that only carry a noun."""

    governors: dict[str, str]
    auxiliaries: dict[str, str]
    modifiers: dict[str, str]
    marks: dict[str, str]
    object_control: frozenset[str]
    carriers: frozenset[str]
    carriers_in: frozenset[str]
    speech: frozenset[str]


@cache
def load_words() -> Words:
    """The lists, each word with the modality that it gives."""
    data = load_yaml("modality")
    return Words(
        governors=by_word(data["governors"]),
        auxiliaries=by_word(data["auxiliaries"]),
        modifiers=by_word(data["modifiers"]),
        marks=by_word(data["marks"]),
        object_control=frozenset(data["object_control"].split()),
        carriers=frozenset(data["carriers"].split()),
        carriers_in=frozenset(data["carriers_in"].split()),
        speech=frozenset(data["speech"].split()),
    )


def by_word(lists: dict[str, str]) -> dict[str, str]:
    """Each word of the lists with the name of its list."""
    return {word: name for name, words in lists.items() for word in words.split()}
