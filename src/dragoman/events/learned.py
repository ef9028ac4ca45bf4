"""What the language model saw of acts: its chances for words added up for the actors whom the words name, and triggers for types alone."""

from collections import defaultdict

from dragoman.events.sides import Ids, Sides
from dragoman.events.triggers import Trigger, intensity_of
from dragoman.grammar import CLAUSES, Tree, base_relation
from dragoman.lexicon import load_yaml
from dragoman.model import ActMark, Choice

EQUALS = ("CONSULT", "AGREE", "COOPERATE")
"""Types whose sides are equal: of two actors together one stands on each side."""

Marks = dict[int, ActMark]


def is_own_state(sides: Sides, ident: str, agents: Ids) -> bool:
    """Whether somebody is the state of one of the agents: acts are seldom done to one's own."""
    actor = sides.actors.get(ident)
    own = {sides.actors[i].country for i in agents if i in sides.actors}
    return actor is not None and actor.kind == "state" and actor.country in own


def weigh(sides: Sides, choices: tuple[Choice, ...]) -> dict[str, float]:
    """The chance of each actor whom the chosen words name."""
    chances: dict[str, float] = defaultdict(float)
    for word, chance in choices:
        for ident in (sides.who(word) or sides.place(word)) if word >= 0 else ():
            chances[ident] += chance
    return chances


def phrase_of(tree: Tree, index: int) -> set[int]:
    """The words beside one in the tree that may name one act with it: "launched" and "attack", but not "demanded" and "withdraw"."""
    word = tree.words[index]
    found = {kid for kid in tree.children[index] if base_relation(tree.words[kid]) not in (*CLAUSES, "conj")}
    return found if base_relation(word) in (*CLAUSES, "conj") else found | {word.head}


def plain_trigger(lemma: str, upos: str, kind: str) -> Trigger:
    """A trigger of which no more than the type is known: the plain CAMEO code of the type, recipients where they mostly stand."""
    code, part = load_yaml("ontology")["plain"][kind], "v" if upos in ("VERB", "AUX") else "n"
    none: frozenset[str] = frozenset()
    slots = ("obj", "with", "to", "on", "against") if part == "v" else ("with", "on", "against", "to", "of")
    return Trigger(
        lemma, part, lemma, (), kind, None, code, intensity_of(code), slots, need=False, both=kind in EQUALS, objects=none, never=none
    )
