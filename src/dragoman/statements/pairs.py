"""Two who speak together: "the two presidents said", "both countries", "each side accused the other"."""

from dragoman.model import Actor
from dragoman.statements.scene import Scene

TWO = frozenset(("two", "both", "2", "each"))
STATES = frozenset("country nation state government side party neighbour neighbor capital ally power rival foe army navy republic".split())  # noqa: SIM905
PEOPLE = frozenset("president minister leader premier king man woman envoy diplomat ambassador counterpart chief general secretary".split())  # noqa: SIM905


def pair_at(scene: Scene, index: int) -> tuple[Actor, ...]:
    """The two for whom a noun with "two", "both" or "each" stands: those of its kind who were named last before it; else nobody."""
    word = scene.words[index]
    lemma = word.lemma.lower()
    counted = any(kid.lemma.lower() in TWO for kid in scene.tree.kids(index, "nummod", "det", "amod"))
    if lemma not in STATES | PEOPLE or not counted:
        return ()
    named = scene.actor_at(index)
    if named is not None and not named.anonymous:
        return ()
    fit = [a for a in scene.actors.values() if fits(a, people=lemma in PEOPLE)]
    latest = sorted(((m.start, a.id) for a in fit for m in a.mentions if m.start < word.start), reverse=True)
    found: list[Actor] = []
    for _, ident in latest:
        actor = scene.actors[ident]
        if all(other.id != ident and other.country != actor.country for other in found):
            found.append(actor)
        if len(found) == 2:
            return tuple(reversed(found))
    return ()


def fits(actor: Actor, *, people: bool) -> bool:
    """Whether an actor may be one of two: a named person of a state, or a state."""
    return bool(actor.country) and not actor.anonymous and actor.kind == ("person" if people else "state")
