"""What the language model saw of acts: it mends what lexicon and tree say, and tells acts for which they have no word.

The model gives chances to words; here they are added up for each actor whom the words name. Thresholds were chosen on the dev part of our
corpus.
"""

from collections import defaultdict
from dataclasses import dataclass

from dragoman.events.sides import Ids, Sides
from dragoman.events.triggers import Trigger, find_triggers, intensity_of
from dragoman.grammar import CLAUSES, Tree, base_relation
from dragoman.lexicon import load_yaml
from dragoman.model import EVENT_TYPES, NO_WORD, ActMark, Choice, Word

VETO = 0.1
"""Chance of being an act at all below which a word of the lexicon is none here."""

SURE_TYPE = 0.7
"""Chance of a type from which it stands against that of the lexicon."""

ALONE, ALONE_TYPE = 0.7, 0.5
"""Chance of an act, and of its type, from which it is taken though the lexicon does not know the word in that sense."""

SIDE, LIKELIEST = 0.3, 0.3
"""Chance from which an actor is one of a side's, and from which the likeliest one is."""

PAGE = 1.5
"""What the share of a page's mentions that go to a state adds to its chance to be the recipient that the clause does not name."""

SOME = 0.05
"""Chance that the model must give to the likeliest recipient: how much the page speaks of a state is no reason by itself."""

SURE_ACT, SURE_AGENT = 0.5, 0.5
"""Chances of an act and of who does it from which he is taken where the tree names nobody."""

NOBODY = 0.5
"""Chance of nobody from which a recipient that was only guessed from the page is dropped."""

SURE_MODALITY = 0.8
"""Probability from which the model's modality stands against that of the words around."""

SURE_DAY = 0.4
"""Probability from which the day to which the model points stands against that of the tree."""

SPARE, TURNED = 0.1, 0.5
"""What an act counts between two actors of whom it names neither side, and what one counts whose sides are theirs turned round."""

EQUALS = ("CONSULT", "AGREE", "COOPERATE")
"""Types whose sides are equal: of two actors together one stands on each side."""

Marks = dict[int, ActMark]


@dataclass(frozen=True, slots=True)
class Act:
    """An act that the model alone tells: its mark, and a trigger in the sense of its type."""

    mark: ActMark
    trigger: Trigger


def is_vetoed(sides: Sides, marks: Marks, words: frozenset[int]) -> bool:
    """Whether the model, having read the page, gave no word of a trigger's phrase nor what hangs on it a chance to name an act."""
    near = {i for word in words for i in (word, *sides.tree.children[word])}
    return bool(marks) and not any(i in marks and marks[i].score >= VETO for i in near)


def senses(tree: Tree, word: Word, mark: ActMark | None) -> list[tuple[Trigger, frozenset[int]]]:
    """What a word of the lexicon may stand for: first the type of which the model is sure, though the lexicon may not have it."""
    found = find_triggers(tree, word)
    if not found or mark is None or mark.types[EVENT_TYPES.index(mark.type)] < SURE_TYPE or found[0][0].type == mark.type:
        return found
    same = [sense for sense in found if sense[0].type == mark.type]
    if same:
        return same + [sense for sense in found if sense[0].type != mark.type]
    return [(plain_trigger(word.lemma, word.upos, mark.type), found[0][1])]


def mark_of(marks: Marks, index: int, words: frozenset[int]) -> ActMark | None:
    """The model's mark for a trigger: that of its head, else the likeliest of its phrase."""
    found = [marks[i] for i in sorted(words | {index}) if i in marks]
    return marks.get(index) or max(found, key=lambda mark: mark.score, default=None)


def mend_sides(sides: Sides, mark: ActMark | None, told: tuple[Ids, Ids, str]) -> tuple[Ids, Ids, str]:
    """The sides that the tree told, with the model's where the tree has none or has only guessed."""
    agents, recipients, slot = told
    if mark is None:
        return told
    if not agents and mark.score >= SURE_ACT:
        agents = sides.acting(pointed(sides, mark.actors, SURE_AGENT))
    if recipients and slot != "context":
        return agents, recipients, slot
    nobody = dict(mark.recipients).get(NO_WORD, 0.0)
    found = likely_recipients(sides, mark, agents, nobody)
    if found:
        return agents, found, "model"
    return (agents, (), "") if nobody >= NOBODY else (agents, recipients, slot)


def likely_recipients(sides: Sides, mark: ActMark, agents: Ids, nobody: float) -> Ids:
    """On whom an act falls that the tree does not tell: by the model's chances, and by how much the page speaks of each state."""
    own = {sides.actors[i].country for i in agents if i in sides.actors}
    chances = weigh(sides, mark.recipients)
    ranks = {i: 0.0 for i, actor in sides.actors.items() if actor.kind == "state"} | chances
    for ident in ranks:
        country = sides.actors[ident].country if ident in sides.actors else None
        ranks[ident] += 0.0 if country is None or country in own else PAGE * sides.shares.get(country, 0.0)
    ranked = sorted((i for i in ranks if i not in agents and not is_own_state(sides, i, agents)), key=lambda i: (-ranks[i], i))
    if not ranked or ranks[ranked[0]] < max(LIKELIEST, nobody) or chances.get(ranked[0], 0.0) < SOME:
        return ()
    return tuple(i for n, i in enumerate(ranked) if n == 0 or chances.get(i, 0.0) >= SIDE)


def is_own_state(sides: Sides, ident: str, agents: Ids) -> bool:
    """Whether somebody is the state of one of the agents: acts are seldom done to one's own."""
    actor = sides.actors.get(ident)
    own = {sides.actors[i].country for i in agents if i in sides.actors}
    return actor is not None and actor.kind == "state" and actor.country in own


def pointed(sides: Sides, choices: tuple[Choice, ...], least: float | None = None) -> Ids:
    """The actors of a side to which the model points, the likeliest first; nobody if that is likelier, or he is not likely enough."""
    chances = weigh(sides, choices)
    ranked = sorted(chances, key=lambda i: (-chances[i], i))
    if not ranked or chances[ranked[0]] < max(LIKELIEST if least is None else least, dict(choices).get(NO_WORD, 0.0)):
        return ()
    return tuple(i for n, i in enumerate(ranked) if n == 0 or chances[i] >= SIDE)


def weigh(sides: Sides, choices: tuple[Choice, ...]) -> dict[str, float]:
    """The chance of each actor whom the chosen words name."""
    chances: dict[str, float] = defaultdict(float)
    for word, chance in choices:
        for ident in (sides.who(word) or sides.place(word)) if word >= 0 else ():
            chances[ident] += chance
    return chances


def lone_acts(sides: Sides, used: set[int]) -> list[Act]:
    """The acts of which the model is sure and whose words, and those beside them in the tree, no rule has used."""
    words, found = sides.tree.words, []
    for mark in sides.tree.parse.acts:
        best = EVENT_TYPES.index(mark.type)
        near = {mark.word} | phrase_of(sides.tree, mark.word)
        if mark.score >= ALONE and mark.types[best] >= ALONE_TYPE and not near & used:
            known = (t for t, _ in find_triggers(sides.tree, words[mark.word]) if t.type == mark.type)
            plain = plain_trigger(words[mark.word].lemma, words[mark.word].upos, mark.type)
            found.append(Act(mark, next(known, plain)))
    return found


def phrase_of(tree: Tree, index: int) -> set[int]:
    """The words beside one in the tree that may name one act with it: "launched" and "attack", but not "demanded" and "withdraw"."""
    word = tree.words[index]
    found = {kid for kid in tree.children[index] if base_relation(tree.words[kid]) not in (*CLAUSES, "conj")}
    return found if base_relation(word) in (*CLAUSES, "conj") else found | {word.head}


def lone_sides(sides: Sides, act: Act) -> tuple[Ids, Ids, str]:
    """Actors and recipients of an act that the model alone tells, and where the recipient was found."""
    told, others, slot = sides.sides(act.mark.word, act.trigger)
    agents = sides.acting(pointed(sides, act.mark.actors)) or told
    found = tuple(i for i in pointed(sides, act.mark.recipients) if i not in agents and not is_own_state(sides, i, agents))
    if found:
        return agents, found, "model"
    if act.trigger.both and len(agents) > 1:
        return agents[:1], agents[1:], "together"
    return agents, tuple(i for i in others if i not in agents) if slot != "context" else (), slot


def plain_trigger(lemma: str, upos: str, kind: str) -> Trigger:
    """A trigger of which no more than the type is known: the plain CAMEO code of the type, recipients where they mostly stand."""
    code, part = load_yaml("ontology")["plain"][kind], "v" if upos in ("VERB", "AUX") else "n"
    none: frozenset[str] = frozenset()
    slots = ("obj", "with", "to", "on", "against") if part == "v" else ("with", "on", "against", "to", "of")
    return Trigger(
        lemma, part, lemma, (), kind, None, code, intensity_of(code), slots, need=False, both=kind in EQUALS, objects=none, never=none
    )


def types_between(sides: Sides, source: str, target: str) -> dict[str, float]:
    """How likely the model finds each type for an act of one given actor on another, over all words that may name one (no shares of 1)."""
    found: dict[str, float] = defaultdict(float)
    for mark in sides.tree.parse.acts:
        acting, acted_on = weigh(sides, mark.actors), weigh(sides, mark.recipients)
        straight = acting.get(source, 0.0) + acted_on.get(target, 0.0)
        turned = acting.get(target, 0.0) + acted_on.get(source, 0.0)
        weight = SPARE + max(straight, TURNED * turned)
        for kind, chance in zip(EVENT_TYPES, mark.types, strict=True):
            found[kind] += weight * chance
    return dict(found)
