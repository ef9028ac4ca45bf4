"""Article, tree, actors, times and statements -> events: who did what to whom, whether it happened, and according to whom."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.events.days import Days, clause_head
from dragoman.events.frames import Frame, Marks, Page, best_frames, promised
from dragoman.events.merge import merge_events
from dragoman.events.modality import modality_of
from dragoman.events.sides import Ids, Sides
from dragoman.events.sources import Sources
from dragoman.events.triggers import Trigger, find_triggers, intensity_of
from dragoman.grammar import Tree
from dragoman.model import ATTITUDES, Actor, Article, Event, Span, Statement, When, Word

LONGEST_EVIDENCE = 300
CLAUSE_PARTS = ("acl:relcl", "ccomp", "parataxis", "advcl")
LEAST = 0.25
"""Chance that type and sides are right from which an event is told; docs/events.md says what others give."""

ASKED = 0.1
"""Least chance that the model gives a word, or one of its phrase, for its frames to be weighed: of 570 words of the dev part with less, a
fourth of all, 3 were told as events."""

SURE_MODALITY = 0.8
"""Probability from which the model's modality stands against that of the words around."""

TITLES = ("title", "deck")
"""Kinds of blocks that tell what a story is about."""

GUESSED = ("context", "model", "page")
"""Where recipients were found that the clause does not tell."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One page as the rules see it."""

    article: Article
    tree: Tree
    sides: Sides
    days: Days
    sources: Sources
    statements: tuple[Statement, ...]
    marks: Marks


def find_events(
    article: Article, tree: Tree, actors: tuple[Actor, ...], times: tuple[When, ...], statements: tuple[Statement, ...]
) -> tuple[Event, ...]:
    """The events that a page tells of, each once, in the order of the text."""
    scene = scene_of(article, tree, actors, times, statements)
    page = page_of(scene)
    learned = best_frames(page, trigger_words(scene), LEAST) if scene.marks else ruled_frames(scene)
    made = [(event, frame.word) for frame in learned for event in events_of(scene, frame)]
    kept = merge_events(made, tree, scene.sides.actors, title_spans(article))
    return tuple(sorted(kept, key=lambda e: (e.evidence, e.trigger, e.id)))


def page_of(scene: Scene) -> Page:
    """What the frames of a page share."""
    return Page(scene.sides, scene.marks, title_sentences(scene.article, scene.tree))


def title_sentences(article: Article, tree: Tree) -> frozenset[int]:
    """The sentences of headline and deck."""
    return frozenset(s.index for s in tree.parse.sentences if article.blocks[s.block].kind in TITLES)


def scene_of(
    article: Article, tree: Tree, actors: tuple[Actor, ...], times: tuple[When, ...], statements: tuple[Statement, ...]
) -> Scene:
    """A page as the rules see it."""
    worded = tuple(s for s in statements if s.act not in ATTITUDES)
    days = Days(article, tree, times, worded)
    sides = Sides(tree, actors, worded)
    return Scene(article, tree, sides, days, Sources(sides, days, worded), worded, {mark.word: mark for mark in tree.parse.acts})


def trigger_words(scene: Scene) -> list[Word]:
    """The words that may name an act: those to which the model gives a chance, and those that the lexicon reads as one phrase with such."""
    words, marked = scene.tree.words, {i for i, mark in scene.marks.items() if mark.score >= ASKED}
    beside = {words[i].head for i in marked}.union(*(scene.tree.children[i] for i in marked)) - marked
    seen = [word for word in order_of(scene.tree) if (word.index in marked or word.index in beside) and can_trigger(scene, word)]
    seen = [word for word in seen if word.index in marked or any(found & marked for _, found in find_triggers(scene.tree, word))]
    return seen + [words[i] for i in sorted(marked - {word.index for word in seen})]


def ruled_frames(scene: Scene) -> Iterator[Frame]:
    """The frames for which the lexicon has a word and the tree both sides, where no model has marked acts."""
    used: set[int] = set()
    for word in order_of(scene.tree):
        if word.index in used or not can_trigger(scene, word):
            continue
        for trigger, words in find_triggers(scene.tree, word):
            agents, recipients, slot = scene.sides.sides(word.index, trigger)
            if not agents or (trigger.need and not recipients) or not is_told(scene, (agents, recipients), slot):
                continue
            used |= words
            trigger = promised(scene.tree, word, trigger)
            yield Frame(word, trigger, words, agents, recipients, slot, None, {}, chance=plain_chance(trigger, slot, recipients))
            break


def order_of(tree: Tree) -> list[Word]:
    """Verbs first, so that the nouns that belong to their phrase are not read twice."""
    verbs = [w for w in tree.words if w.upos in ("VERB", "AUX")]
    return verbs + [w for w in tree.words if w.upos in ("NOUN", "ADJ", "PROPN")]


def can_trigger(scene: Scene, word: Word) -> bool:
    """Whether a word may name an act at all: no part of an actor's name, no adjective made of a verb."""
    if word.upos == "ADJ" and scene.tree.kid(word.index, "cop") is None and word.relation not in ("root", "xcomp", "conj", "ccomp"):
        return False
    if word.index in scene.sides.by and word.upos != "VERB":
        return False
    return not (word.upos == "PROPN" and word.relation in ("flat", "compound"))


def is_told(scene: Scene, sides: tuple[Ids, Ids], slot: str) -> bool:
    """Whether it is told who acts: both sides by the clause itself, or one that has a name or at least a state."""
    known = [scene.sides.actors[i] for i in sides[0] if i in scene.sides.actors]
    return bool(sides[1] and slot not in GUESSED) or any(a.country or not a.anonymous for a in known)


def events_of(scene: Scene, frame: Frame) -> list[Event]:
    """The event of a frame; two where each side does to the other what the word says ("accused each other")."""
    made = [event_of(scene, frame)]
    if frame.slot == "together" and not frame.trigger.both:
        made.append(event_of(scene, replace(frame, agents=frame.recipients, recipients=frame.agents)))
    return made


def event_of(scene: Scene, frame: Frame) -> Event:
    """The event of a frame, with its day, place, modality and source.

    The model's modality stands where it is sure, but for what somebody denies: that is never done on his word.
    """
    word, trigger, mark, sides = frame.word, frame.trigger, frame.mark, (frame.agents, frame.recipients)
    modality, reason = modality_of(scene.sides, word.index)
    inner = scene.sources.inner(frame)
    denied = modality == "denied" and inner is not None and inner.act == "deny"
    if mark is not None and mark.modality_score >= SURE_MODALITY and not denied:
        reason = reason if modality == mark.modality else f"model {mark.modality_score:.2f}"
        modality = mark.modality
    if trigger.type == "CONCEDE" and trigger.part == "v" and modality == "denied":
        trigger, modality = replace(trigger, type="REJECT", cameo="120", intensity=intensity_of("120")), "done"
    span = (word.start, word.end)
    raw = json.dumps([scene.article.page.id, trigger.type, span, sides], ensure_ascii=False)
    return Event(
        id=hashlib.sha256(raw.encode()).hexdigest()[:16],
        type=trigger.type,
        actors=frame.agents,
        recipients=frame.recipients,
        evidence=evidence_of(scene, word),
        trigger=span,
        mode=trigger.mode,
        cameo=trigger.cameo,
        intensity=trigger.intensity,
        date=scene.days.choose(frame, modality),
        place=place_of(scene, word),
        modality=modality,
        according_to=scene.sources.chain(frame, modality),
        statement=inner.id if inner is not None else None,
        confidence=round(frame.chance, 2),
        why=f"trigger {trigger.part}:{trigger.name}; recipient {frame.slot or 'none'}; modality {reason}"
        + (f"; model {mark.score:.2f}" if mark is not None else ""),
    )


def plain_chance(trigger: Trigger, slot: str, recipients: Ids) -> float:
    """A plain score where no model has read the page: a verb says it more surely than a noun, both sides more than one."""
    return 0.3 + 0.1 * (trigger.part == "v") + 0.15 * bool(recipients and slot not in GUESSED) - 0.15 * (slot == "context")


# where


def place_of(scene: Scene, word: Word) -> str | None:
    """The place told in an act's own phrase by "in" or "at"."""
    tree = scene.tree
    for index in dict.fromkeys((word.index, clause_head(tree, word.index))):
        for kid in tree.kids(index, "obl", "nmod"):
            if scene.sides.case(kid) in ("in", "at", "near"):
                found = scene.sides.place(kid.index) or tuple(i for i in scene.sides.who(kid.index) if is_place(scene, i))
                if found:
                    return found[0]
    return None


def is_place(scene: Scene, actor: str) -> bool:
    """Whether an actor is a place or a state."""
    return actor in scene.sides.actors and scene.sides.actors[actor].kind in ("place", "state")


# the words that carry it


def evidence_of(scene: Scene, word: Word) -> Span:
    """The clause that tells of an act, without the clauses that hang on it."""
    tree = scene.tree
    verb = scene.sides.carrier(word.index) if word.upos in ("NOUN", "PROPN") else None
    top = verb.index if verb is not None else word.index
    skip = [w.index for w in tree.kids(top, *CLAUSE_PARTS)] + [w.index for w in tree.kids(top, "conj") if w.upos == "VERB"]
    start, end = tree.span(top, tuple(skip))
    start, end = min(start, word.start), max(end, word.end)
    if end - start > LONGEST_EVIDENCE:
        start, end = max(start, word.start - LONGEST_EVIDENCE // 2), min(end, word.end + LONGEST_EVIDENCE // 2)
    text = scene.article.text
    while start < word.start and not text[start].isalnum() and text[start] not in "“\"'‘$€£":
        start += 1
    while end > word.end and text[end - 1] in " \n\t,;:.–—-":
        end -= 1
    return start, end


def title_spans(article: Article) -> tuple[Span, ...]:
    """Where headline, deck, heading and captions stand, which repeat what the body tells."""
    return tuple((b.start, b.end) for b in article.blocks if b.kind in ("title", "deck", "caption", "heading"))
