"""The same page with other parties: states and persons that trade places in a text that is marked word by word.

What tells who acts on whom is the wording, not who is known to do such things; and there are few pages beside the number of states. In each
pass over the corpus some pages are played by others: a state's name, adjective, people and capital become those of another state, the
surname of a person becomes another one of the corpus. One word becomes one word, so that all marks stay on their words; only places in the
text move.
"""

import random
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dragoman.actors.knowledge import load_knowledge
from training.examples import NAMES

if TYPE_CHECKING:
    from training.marks import Marked

PARTS = "nadc"
"""Types of a state's names that trade places (``actors.known.NAME_TYPES``): name, adjective, people, capital."""
VOWELS = ("A", "E", "I", "O", "Uz", "a", "e", "i", "o", "u")
"""How words begin that have "an" before them; of the states with U only the Uzbeks."""
SHARE_STATES, SHARE_PERSONS = 0.7, 0.5
"""How many of a page's states, and of its persons, are given to others."""

State = dict[str, str]


@cache
def states() -> tuple[State, ...]:
    """The states with the first one-word name of each type that they have; words that stand for two states are left out."""
    knowledge = load_knowledge()
    found: list[State] = []
    for number in {n for cell in knowledge.names.values() for n in numbers_of(cell)}:
        if knowledge.known(number).kind == "state":
            state: State = {}
            for type_, name in knowledge.names_of(number):
                if type_ in PARTS and name.isalpha() and name[0].isupper() and not name.isupper():
                    state.setdefault(type_, name)
            found.append(state)
    owners: dict[str, int] = {}
    for state in found:
        for word in set(state.values()):
            owners[word] = owners.get(word, 0) + 1
    known = [{type_: word for type_, word in state.items() if owners[word] == 1} for state in found]
    return tuple(sorted((state for state in known if {"n", "a"} <= set(state)), key=lambda state: state["n"]))


def numbers_of(cell: str) -> Iterable[int]:
    """The numbers of the actors in a cell of the table of names."""
    return (int(part[:-1]) for part in cell.split(",") if part[-1] == "a")


@cache
def owner_of() -> dict[str, tuple[int, str]]:
    """The state, as its place in ``states``, and the type of each word."""
    return {word: (at, type_) for at, state in enumerate(states()) for type_, word in state.items()}


def recast(texts: Iterable[str], dice: random.Random) -> dict[str, str]:
    """Which words become which, for the words of a page: some of its states become states that are not on it."""
    used: dict[int, set[str]] = {}
    for text in texts:
        if text in owner_of():
            at, type_ = owner_of()[text]
            used.setdefault(at, set()).add(type_)
    free = [at for at in range(len(states())) if at not in used]
    dice.shuffle(free)
    table: dict[str, str] = {}
    for at, types in sorted(used.items()):
        if dice.random() < SHARE_STATES:
            fitting = next((other for other in free if types <= set(states()[other])), None)
            if fitting is not None:
                free.remove(fitting)
                table |= {states()[at][type_]: states()[fitting][type_] for type_ in types}
    return table


def surnames(marked: "Marked") -> set[str]:
    """The last words of the names of persons that have two words or more."""
    first, inner = NAMES.index("B-PER"), NAMES.index("I-PER")
    tags = [*(marked.names or ()), 0]
    return {
        w.text
        for w, tag, after in zip(marked.tokens, tags, tags[1:], strict=False)
        if tag == inner and after not in (first, inner) and w.text.isalpha() and w.text not in owner_of()
    }


def rename(marked: "Marked", others: list[str], dice: random.Random) -> dict[str, str]:
    """Other surnames for some of the persons of a page."""
    taken = {w.text for w in marked.tokens}
    chosen = [(name, dice.choice(others)) for name in sorted(surnames(marked)) if dice.random() < SHARE_PERSONS] if others else []
    return {name: other for name, other in chosen if other not in taken}


def restage(marked: "Marked", table: dict[str, str]) -> "Marked":
    """The same text and marks with other words in the places of those in the table; "a" and "an" follow the next word."""
    loud = {word.upper(): other.upper() for word, other in table.items()}
    new = [table.get(w.text) or loud.get(w.text) or w.text for w in marked.tokens]
    for i, (text, follows) in enumerate(pairwise(new)):
        if text.lower() in ("a", "an") and follows != marked.tokens[i + 1].text:
            new[i] = text[0] + "n" * follows.startswith(VOWELS)
    out, words, at, moved = [], [], 0, 0
    for (start, end), text, old in zip(marked.words, new, marked.tokens, strict=True):
        text = marked.text[start:end] if text == old.text else text
        out += [marked.text[at:start], text]
        words.append((start + moved, start + moved + len(text)))
        moved += len(text) - (end - start)
        at = end
    return replace(marked, text="".join([*out, marked.text[at:]]), words=words)
