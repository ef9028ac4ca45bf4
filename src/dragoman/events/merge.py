"""The same act told twice on a page is one event, kept at its surest mention in the body.

Mentions are taken one by one, those of headline and captions last. One whose type and states are those of a mention taken before may be
that act told again, or another act of the same kind; a table (``data/events_repeats.yml``, made by training/events.py) adds up what speaks
for an act of its own. Where that is too little the mention is left out, else its chance becomes the event's. What one word tells as a verb
and another as a noun, of the very same parties on one day, is one act in any case, and so is what is told twice in the same words, as
captions repeat each other and the text.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from dragoman.events.frames import odds
from dragoman.events.weighing import Evidence
from dragoman.grammar import Tree
from dragoman.lexicon import load_yaml
from dragoman.model import Actor, Event, Span, Word

OWN = 0.25
"""Chance of being an act of its own from which a mention like another one is told; as high as that from which acts are told at all."""

EQUALS = ("CONSULT", "AGREE", "COOPERATE", "SUPPORT")
"""Types whose sides may stand the other way round."""

POINTING = ("the", "this", "that", "these", "those", "such", "its", "his", "her", "their")
"""Words before a noun that speak of something told already."""

HAPPENED = ("done", "ongoing")
MOST_RIVALS = 4
NEAR = 3
"""Words between two triggers of one phrase."""

SAME_WORDS, SAME_SENTENCE = 9, 6
"""How many words in a row make a passage the same as another, and how many where they are all of a sentence."""

States = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as one word tells it."""

    event: Event
    word: Word
    in_title: bool


class Repeats:
    """What tells apart an act told again from another act of its kind."""

    def __init__(self, tree: Tree, actors: dict[str, Actor], titles: Sequence[Span]) -> None:
        """``titles`` are the spans of headline, deck, headings and captions."""
        self.tree, self.actors, self.titles = tree, actors, titles

    def mentions(self, told: Sequence[tuple[Event, Word]]) -> list[Mention]:
        """Events with the words that tell them, in the order in which they are taken."""
        made = [Mention(event, word, any(s <= event.trigger[0] < e for s, e in self.titles)) for event, word in told]
        return sorted(made, key=lambda m: (m.in_title, -m.event.confidence, m.word.index, m.event.id))

    def rivals(self, mention: Mention, taken: Sequence[Mention]) -> list[Mention]:
        """Those taken before that may be the same act: of one type, between some of the same states."""
        mine, kind = self.states(mention.event), mention.event.type
        return [other for other in taken if other.event.type == kind and are_alike(kind, mine, self.states(other.event))]

    def states(self, event: Event) -> States:
        """The two sides of an event by their states, where they have one."""
        agents, recipients = (
            frozenset((self.actors[i].country or i) if i in self.actors else i for i in ids) for ids in (event.actors, event.recipients)
        )
        return agents, recipients

    def evidence(self, mention: Mention, rivals: Sequence[Mention]) -> Evidence:
        """What speaks for a mention to tell an act of its own, beside the most alike of its rivals."""
        other = max(rivals, key=lambda rival: (likeness(mention, rival), -rival.word.index))
        one, two = mention.event, other.event
        same_sides = (one.actors == two.actors, one.recipients == two.recipients)
        pointing = mention.word.upos == "NOUN" and any(
            kid.lemma.lower() in POINTING for kid in self.tree.kids(mention.word.index, "det", "nmod:poss")
        )
        seen = {
            "chance": odds(one.confidence),
            "rival chance": odds(two.confidence),
            "title": mention.in_title,
            "word": mention.word.lemma == other.word.lemma,
            "agents": same_sides[0],
            "recipients": same_sides[1],
            "sides": all(same_sides),
            "word sides": all(same_sides) and mention.word.lemma == other.word.lemma,
            "states": self.states(one) == self.states(two),
            "nobody": not one.recipients,
            "rival nobody": not two.recipients,
            "people": self.other_people(one, two),
            "mood": is_one_mood(one, two),
            "happened": one.modality in HAPPENED,
            "day": one.date is not None and one.date == two.date,
            "other day": not may_be_one_day(one.date, two.date),
            "undated": one.date is None,
            "rival undated": two.date is None,
            "voice": one.according_to == two.according_to,
            "same voice": bool(one.according_to) and one.according_to == two.according_to,
            "noun": mention.word.upos == "NOUN",
            "rival noun": other.word.upos == "NOUN",
            "pointing": pointing,
            "sentence": mention.word.sentence == other.word.sentence,
            "phrase": abs(mention.word.index - other.word.index) <= NEAR,
            "next": abs(mention.word.sentence - other.word.sentence) == 1,
            "behind": mention.word.index > other.word.index,
            "far": math.log1p(abs(mention.word.index - other.word.index)),
            "rivals": min(len(rivals), MOST_RIVALS),
            "long": math.log(len(self.tree.words)),
            one.type: 1.0,
        }
        return {"one": 1.0, **{name: float(value) for name, value in seen.items()}}

    def other_people(self, one: Event, two: Event) -> bool:
        """Whether both recipients are persons, and none in common: two ministers of a state are met one after the other."""
        people = [{i for i in event.recipients if i in self.actors and self.actors[i].kind == "person"} for event in (one, two)]
        return all(people) and not people[0] & people[1]


def merge_events(told: Sequence[tuple[Event, Word]], tree: Tree, actors: dict[str, Actor], titles: Sequence[Span]) -> list[Event]:
    """The events of a page, each act once; ``told`` are events with the words that tell them, ``titles`` as for Repeats."""
    room, table, taken = Repeats(tree, actors, titles), load_table(), list[Mention]()
    for mention in room.mentions(told):
        rivals = room.rivals(mention, taken)
        chance = mention.event.confidence
        if any(is_named_again(mention, rival) for rival in rivals) or any(is_worded_again(tree, mention.word, m.word) for m in taken):
            continue
        if rivals:
            chance = chance_of(sum(table.get(name, 0.0) * value for name, value in room.evidence(mention, rivals).items()))
        if not rivals or chance >= OWN:
            taken.append(replace(mention, event=replace(mention.event, confidence=round(chance, 2))))
    return [mention.event for mention in taken]


def is_named_again(mention: Mention, other: Mention) -> bool:
    """Whether one mention names by a noun what the other tells by a verb, of the same parties and day: "invaded", "the invasion of"."""
    one, two = mention.event, other.event
    parties = set(one.actors) == set(two.actors) and set(one.recipients) == set(two.recipients)
    nouns = (mention.word.upos == "NOUN") != (other.word.upos == "NOUN")
    return parties and nouns and one.date is not None and one.date == two.date and is_one_mood(one, two)


def is_worded_again(tree: Tree, one: Word, two: Word) -> bool:
    """Whether two words of different sentences stand among the same words: nine in a row, or six and more of which one sentence is all."""
    if one.sentence == two.sentence or one.text != two.text:
        return False
    sides = [(words_beside(tree, one, step), words_beside(tree, two, step)) for step in (-1, 1)]
    same = [sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(mine, theirs, strict=False))) for mine, theirs in sides]
    whole = all(n == min(len(mine), len(theirs)) for n, (mine, theirs) in zip(same, sides, strict=True))
    return sum(same) + 1 >= (SAME_SENTENCE if whole else SAME_WORDS)


def words_beside(tree: Tree, word: Word, step: int) -> list[str]:
    """The words of a word's sentence before it (``step`` -1) or behind it (1), nearest first, without marks, as many as are compared."""
    sentence = tree.parse.sentences[word.sentence]
    places = range(word.index + step, sentence.first - 1 if step < 0 else sentence.last, step)
    return list(islice((tree.words[i].text for i in places if tree.words[i].upos != "PUNCT"), SAME_WORDS))


def chance_of(score: float) -> float:
    """The chance for a logarithm of odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def are_alike(kind: str, mine: States, theirs: States) -> bool:
    """Whether the sides of two events of one type (``kind``) share states, or nobody is told."""

    def meet(one: frozenset[str], two: frozenset[str]) -> bool:
        return bool(one & two) or not one or not two

    straight = (bool(mine[0] & theirs[0]) or not (mine[0] or theirs[0])) and meet(mine[1], theirs[1])
    return straight or (kind in EQUALS and bool(mine[0] & theirs[1]) and meet(mine[1], theirs[0]))


def likeness(mention: Mention, other: Mention) -> float:
    """How alike two mentions are, to find the one to compare with."""
    one, two = mention.event, other.event
    shared = 2.0 * (one.actors == two.actors) + 2.0 * (one.recipients == two.recipients)
    shared += 4.0 * (mention.word.lemma == other.word.lemma) + 2.0 * is_one_mood(one, two) + 2.0 * may_be_one_day(one.date, two.date)
    return shared + (mention.word.sentence == other.word.sentence) - 0.3 * math.log1p(abs(mention.word.index - other.word.index))


def is_one_mood(one: Event, two: Event) -> bool:
    """Whether two mentions agree on whether the act happened."""
    return one.modality == two.modality or (one.modality in HAPPENED and two.modality in HAPPENED)


def may_be_one_day(one: str | None, two: str | None) -> bool:
    """Whether two days may be the same: one open, or one within the other."""
    return not one or not two or one.startswith(two) or two.startswith(one)


@cache
def load_table() -> dict[str, float]:
    """The weight of each piece of evidence for an act of its own."""
    return {str(key): float(value) for key, value in load_yaml("events_repeats")["weights"].items()}
