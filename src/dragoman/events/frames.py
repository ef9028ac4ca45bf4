"""The ways to read a word as an act, a type with its sides each, and how sure each is.

Lexicon, tree and language model each propose types and sides; what speaks for a frame is written down as evidence, and small networks
(``weighing.py``, trained by training/events.py on pages that the language model has not seen) weigh the frames of a word against each other
and against its naming no act. What the frames of one type have together on whose sides stand some of the same states is the chance that a
frame is right, the event's ``confidence``.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from dragoman.events.learned import is_own_state, phrase_of, plain_trigger, weigh
from dragoman.events.parties import NOBODY, Parties
from dragoman.events.paths import Ways
from dragoman.events.senses import senses_of
from dragoman.events.sides import Ids, Sides, innermost
from dragoman.events.triggers import Trigger, find_triggers, intensity_of
from dragoman.events.weighing import Evidence, Matrix, load_weigher, shares_of
from dragoman.grammar import Tree
from dragoman.model import EVENT_TYPES, NO_WORD, ActMark, Actor, Word

SEEN = 0.05
"""Least chance of an act for a word that the lexicon does not know to be read as one."""

LIKELY, MOST_TYPES = 0.2, 3
"""Least chance of a type for it to be tried, and how many are tried beside those that the lexicon has for a word."""

MOST_AGENTS, MOST_RECIPIENTS, MOST_STATES = 3, 4, 2
"""How many of the likeliest are tried for each side, and how many states for what they are to the page."""

SHORT = 100
"""How many words tell too little of whom a page speaks."""

FARTHEST = 40
"""How many words from an act its parties are looked for."""

MOST_HEADS = 3
"""How many words that name a side are looked at in a sentence."""

AT_ONCE = 256
"""Of how many words the corpus' knowledge is looked up together: long pages take no more memory than short ones."""

FAINT = 0.04
"""Least chance of somebody to be tried for a side."""

WORTH = 0.25
"""Least chance of an act for all parties of the page to be weighed; in short texts they tell nothing more."""

PARTY = 0.15
"""Least chance of somebody among the page's parties to be tried for a side on that word alone."""

JOINT = 0.3
"""Chance from which several are recipients together."""

SPARE, SHARP = 0.02, 3
"""What an act counts between two actors of whom it names neither side, and the power of how well its sides are theirs."""

BESIDE, TOLD_BY_PAIR = 0.01, 0.2
"""What each type has beside its acts between two given actors, and the power of what the model tells of it. These four are among the best
of some hundred on the dev part's 1,692 acts with both sides in their sentence (``training.pairs``)."""

ITSELF = "itself"
"""The slot of a body that meets by itself."""

HARMS = ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "PROTEST", "REJECT", "THREATEN")

HAIR = 1e-6
"""What its own share counts among frames that stand for the same."""

EDGE = 6.0
"""Largest logarithm of odds that a chance counts."""

Marks = dict[int, ActMark]
Chances = dict[str, tuple[float, float]]
"""For each actor the chance that the model gives, and that of the way through the tree."""

Told = tuple[Ids, Ids, str]
"""Agents, recipients, and where the recipients were found."""


def no_row() -> Matrix:
    """The row of a frame of which no evidence was gathered."""
    return np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to read a word as an act.

    ``words`` are the trigger's; ``slot`` says where the recipients were found (a preposition, ``obj``, ``together``, ``around``, ``model``,
    ``page``, ``context``, ``itself``, or empty); ``row`` is the evidence as the networks take it; ``chance`` is that of its type and at
    least one state of each side being right; ``rank`` says which frame of its word is taken, so that nobody is added for the chance's sake
    alone.
    """

    word: Word
    trigger: Trigger
    words: frozenset[int]
    agents: Ids
    recipients: Ids
    slot: str
    mark: ActMark | None
    evidence: Evidence = field(compare=False)
    row: Matrix = field(default_factory=no_row, compare=False, repr=False)
    chance: float = 0.0
    rank: float = 0.0


class Page:
    """What all frames of a page share."""

    def __init__(self, sides: Sides, marks: Marks, titles: frozenset[int] = frozenset()) -> None:
        """Note who is named in which sentence; ``titles`` are the sentences of headline and deck."""
        self.sides, self.marks, self.cast = sides, marks, Parties(sides, titles)
        self.summed: dict[int, tuple[dict[str, float], dict[str, float], str]] = {}
        self.short = len(sides.tree.words) < SHORT
        self.known: dict[int, list[float]] = {}
        self.beside: dict[int, tuple[Ways, list[Ids]]] = {}
        self.likely: dict[int, dict[str, float]] = {}
        self.ways: dict[tuple[int, str], dict[str, tuple[float, float]]] = {}
        self.between: dict[tuple[int, int], list[float] | None] = {}
        self.naming: dict[tuple[int, Ids], list[int]] = {}
        self.states_of: dict[Ids, frozenset[str]] = {}
        self.named: dict[int, set[str]] = defaultdict(set)
        self.heads: dict[int, list[int]] = defaultdict(list)
        for index, ident in sorted((*sides.by.items(), *sides.places.items())):
            self.named[sides.tree.words[index].sentence].add(ident)
            self.heads[sides.tree.words[index].sentence].append(index)
        states = [(sides.shares.get(a.country or "", 0.0), a.id) for a in sides.actors.values() if a.kind == "state"]
        self.states = [ident for _, ident in sorted(states, key=lambda s: (-s[0], s[1]))]

    def frames(self, word: Word) -> Iterator[Frame]:
        """The frames of a word, not yet weighed."""
        weigher = load_weigher("frames")
        for trigger, words, ruled in self.senses(word):
            mark = self.mark_of(word.index, words)
            told = self.sides.sides(word.index, replace(trigger, context=False))
            seen = self.word_evidence(word, trigger, mark, ruled=ruled)
            acting, acted_on = self.chances(word, trigger.type, mark)
            worth = not self.short and self.chance_of_act(word.index) >= WORTH
            likely = self.cast.agents(word, trigger.type) if worth else {}
            of_word = weigher.row(seen)
            for agents in self.agents(acting, told[0], likely):
                by = self.agent_evidence(word, mark, agents, told, acting) | self.party_evidence("agent", agents, likely)
                of_agents = weigher.row(by, of_word)
                facing = self.cast.recipients(word, trigger.type, agents) if likely else {}
                for recipients, slot in self.recipients(acted_on, trigger, agents, told, facing):
                    on = self.recipient_evidence(word, mark, (agents, recipients, slot), told, acted_on)
                    on |= self.party_evidence("recipient", recipients, facing)
                    on |= {f"none {trigger.type}": 1.0} if "none" in on else self.pair_evidence(word, trigger.type, agents, recipients)
                    row = weigher.row(on, of_agents)
                    yield Frame(word, trigger, words, agents, recipients, slot, mark, {**seen, **by, **on}, row)

    def weighed(self, words: list[Word]) -> Iterator[list[Frame]]:
        """The frames of each word with their chances."""
        for at in range(0, len(words), AT_ONCE):
            groups = [list(self.frames(word)) for word in words[at : at + AT_ONCE]]
            numbers = [i for i, frames in enumerate(groups) for _ in frames]
            shares = iter(shares_of(load_weigher("frames").scores([f.row for frames in groups for f in frames]), numbers).tolist())
            for frames in groups:
                yield self.together(frames, [next(shares) for _ in frames])

    def together(self, frames: list[Frame], shares: list[float]) -> list[Frame]:
        """The frames of one word with their chances, and their ranks: between the chance and what those of the very same states share."""
        kinds = [(f.trigger.type, self.standing(f.agents), self.standing(f.recipients)) for f in frames]
        sums: dict[tuple[str, frozenset[str], frozenset[str]], float] = defaultdict(float)
        for kind, share in zip(kinds, shares, strict=True):
            sums[kind] += share
        out = []
        for frame, kind, share in zip(frames, kinds, shares, strict=True):
            alike = (s for (t, a, r), s in sums.items() if t == kind[0] and a & kind[1] and (r & kind[2] or not (r or kind[2])))
            chance = min(1.0, sum(alike))
            out.append(replace(frame, chance=chance, rank=(chance + sums[kind]) / 2 + HAIR * share))
        return out

    def standing(self, side: Ids) -> frozenset[str]:
        """For whom a side stands: the states of its actors, else themselves."""
        if side not in self.states_of:
            self.states_of[side] = frozenset((i in self.sides.actors and self.sides.actors[i].country) or i for i in side)
        return self.states_of[side]

    def chances(self, word: Word, kind: str, mark: ActMark | None) -> tuple[Chances, Chances]:
        """The chances of each actor for either side of an act: the model's, and those of the ways through the tree."""
        ways = self.parties(word, kind)
        found = []
        for side, choices in enumerate((mark.actors, mark.recipients) if mark is not None else ((), ())):
            model = weigh(self.sides, choices)
            found.append({i: (model.get(i, 0.0), ways[i][side] if i in ways else 0.0) for i in {**model, **ways}})
        return found[0], found[1]

    def near(self, word: Word) -> list[tuple[int, Ids]]:
        """The words of a word's sentence, not far from it, that name somebody, and whom."""
        near = (i for i in self.heads[word.sentence] if abs(i - word.index) <= FARTHEST)
        return [(i, ids) for i in near if (ids := self.sides.who(i) or self.sides.place(i))]

    def pairs(self, word: Word) -> tuple[Ways, list[Ids]]:
        """A word's ways to each other one of its sentence that names somebody, and whom."""
        if word.index not in self.beside:
            tree, named = self.sides.tree, [(i, ids) for i, ids in self.near(word) if i != word.index]
            self.beside[word.index] = Ways(tree, word, [tree.words[i] for i, _ in named]), [ids for _, ids in named]
        return self.beside[word.index]

    def parties(self, word: Word, kind: str) -> dict[str, tuple[float, float]]:
        """How likely each actor named in a word's sentence is the agent and the recipient of its act, by the way between the two."""
        key = word.index, kind
        if key not in self.ways:
            found: dict[str, tuple[float, float]] = {}
            ways, named = self.pairs(word)
            for (agent, recipient), ids in zip(ways.roles(kind), named, strict=True):
                for ident in ids:
                    was = found.get(ident, (0.0, 0.0))
                    found[ident] = max(agent, was[0]), max(recipient, was[1])
            self.ways[key] = found
        return self.ways[key]

    def pair(self, one: int, other: int) -> list[float] | None:
        """The model's chances of no act and of each type of one word's party on the other's, None where it read the two apart."""
        if (one, other) not in self.between:
            pairs = self.sides.tree.parse.pairs
            self.between[one, other] = pairs.chances(one, other) if pairs is not None else None
        return self.between[one, other]

    def pair_types(self, source: str, target: str) -> dict[str, float]:
        """The chance of each type, given that there is an act, between two actors where one sentence names both."""
        for heads in self.heads.values():
            doers, others = ([i for i in heads if ident in (self.sides.who(i) or self.sides.place(i))] for ident in (source, target))
            chances = self.pair(doers[0], others[0]) if doers and others and doers[0] != others[0] else None
            if chances is not None:
                return {kind: chance / max(1 - chances[0], 1e-6) for kind, chance in zip(EVENT_TYPES, chances[1:], strict=True)}
        return {}

    def pair_evidence(self, word: Word, kind: str, agents: Ids, recipients: Ids) -> Evidence:
        """What the model tells of an act between the two parties of a frame."""
        pairs = [self.pair(i, j) for i in self.naming_words(word, agents) for j in self.naming_words(word, recipients) if i != j]
        told = [chances for chances in pairs if chances is not None]
        if not told:
            return {}
        none, *kinds = min(told, key=lambda chances: chances[0])
        chance = kinds[EVENT_TYPES.index(kind)]
        return {"pair": 1.0, "pair act": odds(1 - none), "pair type": log(chance / max(1 - none, 1e-6))}

    def naming_words(self, word: Word, side: Ids) -> list[int]:
        """The first words of a word's sentence, not far from it, that name one of a side."""
        key = word.index, side
        if key not in self.naming:
            self.naming[key] = [i for i, ids in self.near(word) if not set(side).isdisjoint(ids)][:MOST_HEADS]
        return self.naming[key]

    def mark_of(self, index: int, words: frozenset[int]) -> ActMark | None:
        """The model's mark for a trigger: that of its head, else the likeliest of its phrase."""
        found = [self.marks[i] for i in sorted(words) if i in self.marks]
        return self.marks.get(index) or max(found, key=lambda mark: mark.score, default=None)

    def sense(self, index: int) -> list[float]:
        """What the corpus tells of a word: the chances of no act and of each type."""
        if index not in self.known:
            self.look_up([self.sides.tree.words[index]])
        return self.known[index]

    def look_up(self, words: list[Word]) -> None:
        """Ask what the corpus tells of many words, which is cheaper than one by one."""
        for at in range(0, len(words), AT_ONCE):
            part = words[at : at + AT_ONCE]
            self.known |= zip((word.index for word in part), senses_of(self.sides.tree, part).tolist(), strict=True)

    def is_act(self, index: int) -> bool:
        """Whether a word has some chance of naming an act, by the model or by what the corpus tells of it."""
        return self.chance_of_act(index) >= SEEN

    def chance_of_act(self, index: int) -> float:
        """The chance that a word names an act, by the model or by what the corpus tells of it, whichever is higher."""
        return max(self.marks[index].score if index in self.marks else 0.0, 1 - self.sense(index)[0])

    def types(self, index: int) -> dict[str, float]:
        """The chance of each type for a word that names an act: the geometric mean of the model's and the corpus'."""
        if index not in self.likely:
            mark, sense = self.marks.get(index), self.sense(index)[1:]
            both = [math.sqrt((one + FAINT) * (other + FAINT)) for one, other in zip(mark.types if mark else sense, sense, strict=True)]
            total = sum(both)
            self.likely[index] = {kind: chance / total for kind, chance in zip(EVENT_TYPES, both, strict=True)}
        return self.likely[index]

    def senses(self, word: Word) -> list[tuple[Trigger, frozenset[int], bool]]:
        """The triggers for which a word may stand, by the lexicon and by the model and the corpus, with the words of each."""
        tree = self.sides.tree
        found = [(promised(tree, word, trigger), words, True) for trigger, words in find_triggers(tree, word)]
        known = {trigger.type for trigger, _, _ in found}
        if self.is_act(word.index):
            chances = self.types(word.index)
            ranked = sorted(chances, key=lambda kind: (-chances[kind], kind))[:MOST_TYPES]
            more = [kind for k, kind in enumerate(ranked) if kind not in known and (chances[kind] >= LIKELY or k == 0)]
            found += [(plain_trigger(word.lemma, word.upos, kind), frozenset((word.index,)), False) for kind in more]
        return found

    def party_evidence(self, side: str, idents: Ids, likely: dict[str, float]) -> Evidence:
        """What the corpus tells of a side among all parties of the page."""
        if not likely:
            return {}
        if not idents:
            return {f"{side} party nobody": log(likely[NOBODY])}
        states, best = self.standing_of(likely)
        return {
            f"{side} party": log(sum(likely.get(i, 0.0) for i in idents)),
            f"{side} party state": log(sum(states.get(state, 0.0) for state in self.standing(idents))),
            f"{side} party best": float(best in idents),
        }

    def standing_of(self, likely: dict[str, float]) -> tuple[dict[str, float], str]:
        """The chances of parties added up by what they stand for, and the likeliest party."""
        if id(likely) not in self.summed:
            states: dict[str, float] = defaultdict(float)
            for ident, chance in likely.items():
                if ident != NOBODY:
                    states[next(iter(self.standing((ident,))))] += chance
            self.summed[id(likely)] = likely, states, max(likely, key=lambda ident: (likely[ident], ident))
        return self.summed[id(likely)][1:]

    def agents(self, chances: Chances, told: Ids, likely: dict[str, float]) -> list[Ids]:
        """Who may act: those of the tree, and those to whom the model or the way points, or of whom the corpus tells it."""
        found = [told] if told else []
        sure = (i for i, chance in likely.items() if chance >= PARTY and i != NOBODY)
        weights = {i: both(chances, i) + likely.get(i, 0.0) / 2 for i in dict.fromkeys([*chances, *sure])}
        ranked = sorted((i for i in weights if weights[i] >= FAINT), key=lambda i: (-weights[i], i))
        found += [one for one in (self.sides.acting((i,)) for i in ranked) if one and one not in found]
        return found[:MOST_AGENTS]

    def recipients(self, chances: Chances, trigger: Trigger, agents: Ids, told: Told, likely: dict[str, float]) -> list[tuple[Ids, str]]:
        """On whom an act may fall, and where each was found."""
        found: list[tuple[Ids, str]] = []
        if told[1] and (told[2] != "together" or agents == told[0]):
            found.append((tuple(i for i in told[1] if i not in agents), told[2]))
        ranked = [i for i in sorted(chances, key=lambda i: (-both(chances, i), i)) if i not in agents and both(chances, i) >= FAINT]
        joint = tuple(i for i in ranked if max(chances[i][0], both(chances, i)) >= JOINT)
        found += [(joint, "model")] if len(joint) > 1 else []
        found += [((i,), "model") for i in ranked[:MOST_RECIPIENTS]]
        known = sorted((i for i in likely if likely[i] >= PARTY and i not in (*agents, NOBODY)), key=lambda i: (-likely[i], i))
        found += [((i,), "page") for i in known if not is_own_state(self.sides, i, agents)][:1]
        if trigger.both and len(agents) > 1:
            found.append((agents[1:], "together"))
        others = [i for i in self.states if i not in agents and not is_own_state(self.sides, i, agents)]
        found += [((i,), "context") for i in others[:MOST_STATES]]
        if self.meets_itself(trigger, agents):
            found.append((agents, ITSELF))
        elif not trigger.need:
            found.append(((), ""))
        kept: dict[Ids, str] = {}
        for ids, slot in found:
            if ids or not slot:
                kept.setdefault(ids, slot)
        return list(kept.items())

    def meets_itself(self, trigger: Trigger, agents: Ids) -> bool:
        """Whether a body may have met alone, its members among themselves; it then stands on both sides."""
        bodies = [i for i in agents if i in self.sides.actors and self.sides.actors[i].kind == "organisation"]
        return trigger.type == "CONSULT" and trigger.both and len(agents) == len(bodies) == 1

    def word_evidence(self, word: Word, trigger: Trigger, mark: ActMark | None, *, ruled: bool) -> Evidence:
        """What speaks for a word to name an act of a type, and against it."""
        place = EVENT_TYPES.index(trigger.type)
        chance = mark.types[place] if mark is not None else 0.0
        none, *kinds = self.sense(word.index)
        likely = self.types(word.index)
        return {
            "one": 1.0,
            "short": float(self.short),
            "act": odds(mark.score) if mark is not None else -EDGE,
            "type": log(chance),
            "sense act": odds(1 - none),
            "sense type": log(kinds[place] / max(1 - none, 1e-6)),
            "both types": log(likely[trigger.type]),
            "ruled": float(ruled),
            "phrase": float(bool(trigger.others or trigger.objects)),
            "noun": float(trigger.part == "n"),
            "rival": float(trigger.type != max(likely, key=lambda kind: (likely[kind], kind))),
            "said": float(innermost(self.sides.statements, word.start) is not None),
            trigger.type: 1.0,
        }

    def share(self, actor: Actor) -> float:
        """The share of the page's mentions that go to an actor's country."""
        return self.sides.shares.get(actor.country or "", 0.0)

    def agent_evidence(self, word: Word, mark: ActMark | None, agents: Ids, told: Told, chances: Chances) -> Evidence:
        """What speaks for the agents."""
        choices, sentence = mark.actors if mark is not None else (), self.named[word.sentence]
        known = [self.sides.actors[i] for i in agents if i in self.sides.actors]
        model, way = (max((chances.get(i, (0.0, 0.0))[k] for i in agents), default=0.0) for k in (0, 1))
        return {
            "agent told": float(agents == told[0]),
            "agent chance": log(model),
            "agent way": log(way),
            "agent nobody": dict(choices).get(NO_WORD, 0.0),
            "agent country": float(any(a.country for a in known)),
            "agent nameless": float(all(a.anonymous for a in known)),
            "agent near": float(any(i in sentence for i in agents)),
            "agent share": max((self.share(a) for a in known), default=0.0) * (not self.short),
        }

    def recipient_evidence(self, word: Word, mark: ActMark | None, mine: Told, told: Told, chances: Chances) -> Evidence:
        """What speaks for the recipients of the sides ``mine``."""
        agents, recipients, slot = mine
        nobody = dict(mark.recipients if mark is not None else ()).get(NO_WORD, 0.0)
        known, sentence = [self.sides.actors[i] for i in recipients if i in self.sides.actors], self.named[word.sentence]
        if not recipients or slot == ITSELF:
            others = max((way for i, (_, way) in chances.items() if i not in agents), default=0.0)
            return {"none": 1.0, "none nobody": nobody, "none told": float(bool(told[1])), "none way": log(others)}
        own = {self.sides.actors[i].country for i in agents if i in self.sides.actors} - {None}
        model, way = (max((chances.get(i, (0.0, 0.0))[k] for i in recipients), default=0.0) for k in (0, 1))
        shares = [self.share(a) for a in known]
        return {
            "recipient obj": float(slot == "obj"),
            "recipient told": float(slot not in ("obj", "model", "context", "page")),
            "recipient context": float(slot == "context"),
            "recipient chance": log(model),
            "recipient way": log(way),
            "recipient nobody": nobody,
            "recipient country": float(any(a.country for a in known)),
            "recipient state": float(any(a.kind == "state" for a in known)),
            "recipient near": float(any(i in sentence for i in recipients)),
            "recipient share": max(shares, default=0.0) * (not self.short),
            "recipient context short": float(slot == "context" and self.short),
            "recipient own": float(any(a.country in own for a in known)),
            "recipient thing": float(bool(known) and all(a.kind in ("place", "outlet") for a in known)),
            "recipient rival": float(bool(told[1]) and recipients != told[1]),
        }


def types_between(page: Page, source: str, target: str) -> dict[str, float]:
    """How likely each type is for an act of one given actor on another, over all words that may name one (no shares of 1)."""
    found: dict[str, float] = dict.fromkeys(EVENT_TYPES, 0.0)
    for word in page.sides.tree.words:
        if not page.is_act(word.index):
            continue
        mark = page.marks.get(word.index)
        act = math.sqrt(mark.score if mark is not None else FAINT)
        for kind, chance in page.types(word.index).items():
            acting, acted_on = page.chances(word, kind, mark)
            found[kind] += act * chance * (SPARE + both(acting, source) + both(acted_on, target)) ** SHARP
    total = sum(found.values()) or 1.0
    around = page.pair_types(source, target)
    return {kind: (chance / total + BESIDE) * (around.get(kind, 0.0) + FAINT) ** TOLD_BY_PAIR for kind, chance in found.items()}


def best_frames(page: Page, words: list[Word], least: float) -> list[Frame]:
    """The likeliest frame of each word, the surest first, without those whose words a surer one has used.

    A frame that the model alone tells is left out where the words beside it name an act of the same type: "launched an attack" is one.
    """
    page.look_up(words)
    tops = [max(frames, key=lambda f: (f.rank, f.trigger.type)) for frames in page.weighed(words) if frames]
    used: set[int] = set()
    beside: dict[int, str] = {}
    kept = []
    for frame in sorted((f for f in tops if f.chance >= least), key=lambda f: (-f.chance, f.word.index)):
        if frame.words & used or beside.get(frame.word.index) == frame.trigger.type:
            continue
        used |= frame.words
        beside |= dict.fromkeys(phrase_of(page.sides.tree, frame.word.index), frame.trigger.type)
        kept.append(frame)
    return kept


def promised(tree: Tree, word: Word, trigger: Trigger) -> Trigger:
    """A promise to do harm is a threat: "vowed to attack"."""
    if trigger.type != "AGREE" or trigger.part != "v":
        return trigger
    for kid in tree.kids(word.index, "xcomp", "ccomp"):
        if any(t.type in HARMS for t, _ in find_triggers(tree, kid)[:1]):
            return replace(trigger, type="THREATEN", cameo="130", intensity=intensity_of("130"))
    return trigger


def both(chances: Chances, ident: str) -> float:
    """The chance of an actor for a side, by model and way together."""
    return sum(chances.get(ident, (0.0, 0.0))) / 2


def odds(chance: float) -> float:
    """The logarithm of the odds of a chance, within bounds."""
    return max(-EDGE, min(EDGE, math.log(max(chance, 1e-6) / max(1 - chance, 1e-6))))


def log(chance: float) -> float:
    """The logarithm of a chance, hardly anything being as good as nothing."""
    return math.log(chance + 0.01)
