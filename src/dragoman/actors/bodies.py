"""Bodies of states by rule: what every state has, under one id for all its names: ``FRA-ministry-defence``, ``KEN-central-bank``.

Bodies with names of their own (the Knesset, the FSB) lie in the knowledge base, under ids of the same form; where such a body is a state's
foreign ministry or central bank it has that id, so that "the State Department" and "the US foreign ministry" are one.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from dragoman.actors.known import Known
from dragoman.actors.names import name_key

if TYPE_CHECKING:
    from dragoman.actors.knowledge import Knowledge

FORM = re.compile(r"([A-Z]{3,8})-([a-z][a-z0-9]*(?:-[a-z]+)*)")
"""How the id of a body is made: the state's code and what body it is."""
RULE = "rule"
"""What stands as the source of a body told by rule."""
CLASSES = {"military": "armed-forces", "forces": "armed-forces", "police": "police"}
"""Nouns of bodies that are other words for a body of the table."""


def body_id(body: str, country: str) -> str:
    """The id of a state's body."""
    return f"{country}-{CLASSES.get(body, body)}"


@cache
def spoken(body: str) -> str:
    """A body's class as words: ``ministry-defence`` as Defence Ministry, ``central-bank`` as Central Bank."""
    area = body.removeprefix("ministry-")
    return " ".join(part.capitalize() for part in area.split("-")) + (" Ministry" if area != body else "")


def body_by_rule(knowledge: "Knowledge", id_: str) -> Known | None:
    """The body of a state that an id of this form tells, where a state has the code and every state has such a body."""
    found = FORM.fullmatch(id_)
    if found is None or found[2] not in knowledge.words.every or found[1] not in knowledge.state_codes:
        return None
    adjective = knowledge.adjectives.get(found[1], found[1])
    return Known(-1, id_, f"{adjective} {spoken(found[2])}", "government", found[1], None, (RULE,), (), 0)


def body_named(knowledge: "Knowledge", name: str) -> Known | None:
    """The body that a name tells with its state: "French defence ministry", "Central Bank of Kenya"."""
    words = name_key(name).split()
    for i in range(1, len(words)):
        for owner, body in ((words[:i], words[i:]), (words[i:], words[:i])):
            after = owner is not words[:i] and owner[:1] == ["of"]
            phrase = " ".join(body)
            class_ = knowledge.words.bodies.get(phrase) or (phrase if phrase in knowledge.words.every else "")
            country = class_ and state_of(knowledge, " ".join(owner).removeprefix("of ").removeprefix("the "), of=after)
            if class_ and country:
                return knowledge.of_id(body_id(class_, country))
    return None


def state_of(knowledge: "Knowledge", name: str, *, of: bool) -> str | None:
    """The code of the state that a name or adjective tells; after "of" a name alone does."""
    types = ("n",) if of else ("n", "a", "d")
    named = [knowledge.known(n) for n, t in knowledge.find(name) if t in types]
    found = [(-known.rank, known.country) for known in named if known.kind == "state" and known.country]
    return min(found)[1] if found else None


def class_of(id_: str) -> str:
    """What body an id of this form tells; nothing for other ids."""
    found = FORM.fullmatch(id_)
    return found[2] if found else ""
