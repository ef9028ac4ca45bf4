"""Occurrences: the events of a page as they are compared with those of other pages."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.compare.stories import COMPARED
from dragoman.events.families import families_of
from dragoman.model import Actor, Event, Record, Span
from dragoman.times import days_of

WORD = re.compile(r"\w+")
NAME = re.compile(r"\b[A-Z][\w'’-]{2,}")
SENTENCE_END = re.compile(r"[.!?][\"”’'»]*\s+(?=[^a-z\s])|\n")
WIDEST = 300
"""Characters on either side of an event that are looked through for the ends of its sentence."""

STEM = 5
"""Letters by which words are taken for forms of one word; a rough stem, for comparing alone."""

LOCAL = "local:"
"""With this begin the ids of actors of whom a single page tells."""

LATEST = 1
"""Days that two tellings of one deed lie apart at most; further apart, they are more often two deeds."""

SMALL = frozenset((
    "the", "and", "that", "for", "with", "from", "was", "were", "has", "had", "have", "been", "its", "his", "her", "their",
    "they", "them", "this", "which", "who", "whom", "would", "could", "should", "will", "not", "but", "are", "said", "says",
    "into", "over", "after", "before", "when", "where", "while", "than", "then", "there", "only", "also", "any", "all",
))  # fmt: skip
"""Words that say nothing of what happened."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event: the states it is of (``country`` of the actors), and the words of the names of those who are no states.

    ``known`` are the states of actors that are known beyond their page; whose somebody is of whom the page alone tells is often a guess.
    """

    states: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event as one page tells it. Rough stems: of its evidence, of its trigger, and of the whole sentence ``around`` it.

    ``kin`` are the families of words that its evidence has, ``trigger_kin`` those of its trigger: words of one family are alike in meaning.
    """

    page: str
    event: str
    type: str
    mode: str | None
    actors: Side
    recipients: Side
    modality: str
    day: str | None
    place: str | None
    stems: frozenset[str]
    trigger: frozenset[str]
    around: frozenset[str]
    evidence: Span
    according_to: tuple[str, ...] = ()
    kin: frozenset[str] = frozenset()
    trigger_kin: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Telling:
    """A page's occurrences, with what compares it as a whole: its day, its proper names and all its rough stems.

    ``counts`` says how many of its events have a stem or a family of words, ``types`` how many are of a type.
    """

    page: str
    published: str | None
    names: frozenset[str]
    occurrences: tuple[Occurrence, ...]
    counts: Counter[str] = field(default_factory=Counter, repr=False, compare=False)
    types: Counter[str] = field(default_factory=Counter, repr=False, compare=False)
    places: dict[str, float] = field(default_factory=dict, repr=False, compare=False)
    stems: frozenset[str] = field(default=frozenset(), repr=False, compare=False)


def telling_of(record: Record) -> Telling:
    """What is compared of a page that was read."""
    article = record.article
    page = article.page.id
    actors = {actor.id: actor for actor in record.actors}
    story = "\n".join(article.text[b.start : b.end] for b in article.blocks if b.kind in COMPARED)
    occurrences = tuple(occurrence_of(page, event, actors, article.text) for event in record.events)
    return make_telling(page, article.published, story, occurrences)


def make_telling(page: str, published: str | None, story: str, occurrences: Iterable[Occurrence]) -> Telling:
    """A telling from a page's story and its occurrences."""
    kept = tuple(occurrences)
    counts = Counter(sign for o in kept for sign in (*o.around, *o.kin))
    whole = max((o.evidence[1] for o in kept), default=1) or 1
    places = {o.event: o.evidence[0] / whole for o in kept}
    return Telling(page, published, proper_names(story), kept, counts, Counter(o.type for o in kept), places, stems_of(story))


def occurrence_of(page: str, event: Event, actors: dict[str, Actor], text: str, called: str | None = None) -> Occurrence:
    """An event of a record as an occurrence, under its id or another that it is ``called``."""
    place = actors.get(event.place or "")
    return Occurrence(
        page=page,
        event=called or event.id,
        type=event.type,
        mode=event.mode,
        actors=side_of([actors[a] for a in event.actors if a in actors]),
        recipients=side_of([actors[a] for a in event.recipients if a in actors]),
        modality=event.modality,
        day=event.date,
        place=place.name.casefold() if place else None,
        stems=stems_of(text[slice(*event.evidence)]),
        trigger=stems_of(text[slice(*event.trigger)]),
        around=stems_of(sentence_around(text, event.evidence)),
        evidence=event.evidence,
        according_to=event.according_to,
        kin=kin_of(text[slice(*event.evidence)]),
        trigger_kin=kin_of(text[slice(*event.trigger)]),
    )


def sentence_around(text: str, span: Span) -> str:
    """The words of the sentence or sentences in which a span lies."""
    return text[slice(*sentence_span(text, span))]


def sentence_span(text: str, span: Span) -> Span:
    """The sentence or sentences in which a span lies, roughly, and no more than ``WIDEST`` characters on either side."""
    start, end = span
    before = max((m.end() for m in SENTENCE_END.finditer(text, max(0, start - WIDEST), start)), default=max(0, start - WIDEST))
    after = SENTENCE_END.search(text, max(start, end - 1), end + WIDEST)
    return before, after.start() if after else min(len(text), end + WIDEST)


def side_of(actors: Iterable[Actor]) -> Side:
    """Actors as one side."""
    members = list(actors)
    names = {word for a in members if a.kind != "state" for word in name_words((a.name, *a.aliases))}
    known = frozenset(a.country for a in members if a.country and not a.id.startswith(LOCAL))
    return Side(frozenset(a.country for a in members if a.country), frozenset(names), known)


def name_words(names: Iterable[str]) -> Iterable[str]:
    """The words of names that tell somebody apart."""
    return (word for name in names for word in WORD.findall(name.casefold()) if len(word) > 2 and word not in SMALL)


def stems_of(text: str) -> frozenset[str]:
    """The rough stems of the words of a text that say something, figures among them."""
    words = (word for word in WORD.findall(text.casefold()) if word not in SMALL and (len(word) > 2 or word.isdigit()))
    return frozenset(word[:STEM] for word in words)


def kin_of(text: str) -> frozenset[str]:
    """The families of the words of a text that say something; of each word those of the two finer sizes."""
    words = {word for word in WORD.findall(text.casefold()) if word not in SMALL and len(word) > 2}
    return frozenset(family for word in words for family in families_of(word)[1:])


def proper_names(text: str) -> frozenset[str]:
    """The words of a text that are written with a capital and never without, which are most of its names."""
    small = {word for word in WORD.findall(text) if word[0].islower()}
    return frozenset(name.casefold() for name in NAME.findall(text) if name.lower() not in small and name.lower() not in SMALL)


def is_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name states, and no state twice."""
    return bool(one and other) and not one & other


def are_far(one: str | None, other: str | None) -> bool:
    """Whether two calendar values are single days that lie too far apart for one deed."""
    first, second = days_of(one or ""), days_of(other or "")
    return bool(first[0] and second[0] and first[0] == first[1] and second[0] == second[1] and abs((first[0] - second[0]).days) > LATEST)
