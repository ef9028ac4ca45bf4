"""According to whom an act happened: the page itself, or those in whose words it stands.

Not all that stands in somebody's words is told on his word alone: "the two ministers met, the spokesman said" reports a meeting, and who
condemns in his own words does condemn. A table (``data/events_sources.yml``) adds up what speaks for the page's own voice, as for
frames and days.
"""

from functools import cache

from dragoman.events.days import Days, clause_head, tense_of
from dragoman.events.frames import Frame
from dragoman.events.sides import Ids, Sides, innermost
from dragoman.events.weighing import Evidence
from dragoman.grammar import base_relation
from dragoman.lexicon import load_yaml
from dragoman.model import Actor, Statement

LONGEST_CHAIN = 6
"""Most voices through which an act is told."""

DEEPEST = 3
"""Clauses between an act and what is said that are told apart."""

WORDS = ("ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE")
"""Types of acts that are done by saying so."""


class Sources:
    """The voices of a page."""

    def __init__(self, sides: Sides, days: Days, statements: tuple[Statement, ...]) -> None:
        """Note who says what."""
        self.sides, self.days = sides, days
        self.statements, self.by_id = statements, {statement.id: statement for statement in statements}

    def inner(self, frame: Frame) -> Statement | None:
        """The innermost statement around an act."""
        return innermost(self.statements, frame.word.start)

    def chain(self, frame: Frame, modality: str) -> Ids:
        """The speakers on whose word the page has an act, innermost first; none where the page itself tells it."""
        chain = self.voices(frame)
        if chain and sum(load_table().get(key, 0.0) * value for key, value in self.evidence(frame, modality).items()) > 0:
            return ()
        return chain

    def voices(self, frame: Frame) -> Ids:
        """All in whose words an act stands, innermost first; nobody is the source for his own saying."""
        own = frame.agents if self.is_saying(frame) else ()
        inner, found = self.inner(frame), list[str]()
        for _ in range(LONGEST_CHAIN):
            if inner is None:
                break
            found.extend(i for i in (inner.speaker, inner.via) if i and i not in own)
            inner = self.by_id.get(inner.within or "")
        return tuple(dict.fromkeys(found))

    def is_saying(self, frame: Frame) -> bool:
        """Whether a word is the cue of a statement: the act is the saying itself."""
        return frame.word.index in self.days.cued

    def evidence(self, frame: Frame, modality: str) -> Evidence:
        """What speaks for an act in somebody's words to be told by the page itself."""
        inner = self.inner(frame)
        if inner is None:
            return {}
        tree, word, speaker = self.sides.tree, frame.word, self.sides.actors.get(inner.speaker or "")
        head = tree.words[clause_head(tree, word.index)]
        own = inner.speaker in frame.agents
        return {
            "one": 1.0,
            "own": float(own),
            "own word": float(own and frame.trigger.type in WORDS),
            "own done": float(own and modality in ("done", "ongoing")),
            "own state": float(not own and self.is_of(speaker, frame.agents)),
            "on speaker": float(inner.speaker in frame.recipients),
            "on state": float(self.is_of(speaker, frame.recipients)),
            "saying": float(self.is_saying(frame)),
            "direct": float(inner.kind == "direct"),
            "mixed": float(inner.kind == "mixed"),
            "cue behind": float(inner.cue is not None and inner.cue[0] > word.start),
            "no cue": float(inner.cue is None),
            "nested": float(inner.within is not None),
            "noun": float(frame.trigger.part == "n"),
            "depth": float(self.depth(word.index, inner)),
            "relative": float(base_relation(head) == "acl"),
            "dated": float(self.days.told(word, "done") is not None),
            "nameless": float(speaker is None or speaker.anonymous),
            "outlet": float(speaker is not None and speaker.kind == "outlet"),
            "person": float(speaker is not None and speaker.kind == "person"),
            tense_of(tree, word): 1.0,
            modality: 1.0,
            frame.trigger.type: 1.0,
        }

    def is_of(self, speaker: Actor | None, others: Ids) -> bool:
        """Whether a speaker is of the same state as one of the others."""
        countries = {self.sides.actors[i].country for i in others if i in self.sides.actors}
        return speaker is not None and speaker.country is not None and speaker.country in countries

    def depth(self, index: int, inner: Statement) -> int:
        """How many clauses lie between an act and what is said as a whole."""
        tree, count = self.sides.tree, 0
        for _ in range(DEEPEST):
            head = tree.words[clause_head(tree, index)]
            if head.head < 0 or not any(start <= tree.words[head.head].start < end for start, end in inner.content):
                break
            count, index = count + 1, head.head
        return count


@cache
def load_table() -> dict[str, float]:
    """The weight of each piece of evidence for the page's own voice."""
    return {str(key): float(value) for key, value in load_yaml("events_sources")["weights"].items()}
