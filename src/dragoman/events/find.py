"""Article, tree, actors, times and statements -> events: who did what to whom, whether it happened, and according to whom."""

import hashlib
import json
from bisect import bisect_left
from dataclasses import dataclass, replace

from dragoman.events.learned import SURE_DAY, SURE_MODALITY, Act, Marks, is_vetoed, lone_acts, lone_sides, mark_of, mend_sides, senses
from dragoman.events.merge import merge_events
from dragoman.events.modality import modality_of
from dragoman.events.sides import Ids, Sides, innermost
from dragoman.events.triggers import Trigger, find_triggers, intensity_of
from dragoman.grammar import CLAUSES, Tree, base_relation, day_pointed
from dragoman.model import ATTITUDES, ActMark, Actor, Article, Event, Span, Statement, When, Word

LONGEST_CHAIN = 6
LONGEST_EVIDENCE = 300
CLAUSE_PARTS = ("acl:relcl", "ccomp", "parataxis", "advcl")
HARMS = ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "PROTEST", "REJECT", "THREATEN")
GUESSED = ("context", "model")
"""Where recipients were found that the clause does not tell."""
STATE_ACTS = frozenset(("done", "ongoing"))


@dataclass(frozen=True, slots=True)
class Scene:
    """One page as the rules see it."""

    article: Article
    tree: Tree
    sides: Sides
    times: tuple[When, ...]
    statements: tuple[Statement, ...]
    marks: Marks


def find_events(
    article: Article, tree: Tree, actors: tuple[Actor, ...], times: tuple[When, ...], statements: tuple[Statement, ...]
) -> tuple[Event, ...]:
    """The events that a page tells of, each once, in the order of the text."""
    worded = tuple(s for s in statements if s.act not in ATTITUDES)
    scene = Scene(article, tree, Sides(tree, actors, worded), times, worded, {mark.word: mark for mark in tree.parse.acts})
    used: set[int] = set()
    found = ruled_events(scene, used) + [event for act in lone_acts(scene.sides, used) for event in lone_event(scene, act)]
    kept = merge_events(found, scene.sides.actors, title_spans(article))
    return tuple(sorted(kept, key=lambda e: (e.evidence, e.trigger, e.id)))


def ruled_events(scene: Scene, used: set[int]) -> list[Event]:
    """The events for which the lexicon has a word; the words are noted as used."""
    found: list[Event] = []
    for word in order_of(scene.tree):
        if word.index not in used and can_trigger(scene, word):
            found.extend(events_at(scene, word, used))
    return found


def lone_event(scene: Scene, act: Act) -> list[Event]:
    """The event of an act that the model alone tells, if both sides are known."""
    agents, recipients, slot = lone_sides(scene.sides, act)
    if not agents or not recipients or not is_told(scene, (agents, recipients), slot):
        return []
    return [event_of(scene, scene.tree.words[act.mark.word], act.trigger, (agents, recipients, slot), act.mark)]


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


def events_at(scene: Scene, word: Word, used: set[int]) -> list[Event]:
    """The events that one word stands for: those of the first trigger whose frame is filled, unless the model speaks against it."""
    for trigger, words in senses(scene.tree, word, scene.marks.get(word.index)):
        if is_vetoed(scene.sides, scene.marks, words):
            continue
        mark = mark_of(scene.marks, word.index, words)
        agents, recipients, slot = mend_sides(scene.sides, mark, scene.sides.sides(word.index, trigger))
        if not agents or (trigger.need and not recipients) or not is_told(scene, (agents, recipients), slot):
            continue
        used |= words
        trigger = promised(scene, word, trigger)
        made = [event_of(scene, word, trigger, (agents, recipients, slot), mark)]
        if slot == "together" and not trigger.both:
            made.append(event_of(scene, word, trigger, (recipients, agents, slot), mark))
        return made
    return []


def promised(scene: Scene, word: Word, trigger: Trigger) -> Trigger:
    """A promise to do harm is a threat: "vowed to attack"."""
    if trigger.type != "AGREE" or trigger.part != "v":
        return trigger
    for kid in scene.tree.kids(word.index, "xcomp", "ccomp"):
        if any(t.type in HARMS for t, _ in find_triggers(scene.tree, kid)[:1]):
            return replace(trigger, type="THREATEN", cameo="130", intensity=intensity_of("130"))
    return trigger


def is_told(scene: Scene, sides: tuple[Ids, Ids], slot: str) -> bool:
    """Whether it is told who acts: both sides by the clause itself, or one that has a name or at least a state."""
    known = [scene.sides.actors[i] for i in sides[0] if i in scene.sides.actors]
    return bool(sides[1] and slot not in GUESSED) or any(a.country or not a.anonymous for a in known)


def event_of(scene: Scene, word: Word, trigger: Trigger, told: tuple[Ids, Ids, str], mark: ActMark | None) -> Event:
    """The event of a filled frame (actors, recipients, where these were found), with its day, place, modality and source."""
    sides, slot = told[:2], told[2]
    modality, reason = modality_of(scene.sides, word.index)
    date, chance = day_pointed(mark.when if mark else (), scene.tree.words, scene.times, scene.article.published)
    if mark is not None and mark.modality_score >= SURE_MODALITY:
        reason = reason if modality == mark.modality else f"model {mark.modality_score:.2f}"
        modality = mark.modality
    if trigger.type == "CONCEDE" and trigger.part == "v" and modality == "denied":
        trigger, modality = replace(trigger, type="REJECT", cameo="120", intensity=intensity_of("120")), "done"
    inner = innermost(scene.statements, word.start)
    span = (word.start, word.end)
    raw = json.dumps([scene.article.page.id, trigger.type, span, sides], ensure_ascii=False)
    return Event(
        id=hashlib.sha256(raw.encode()).hexdigest()[:16],
        type=trigger.type,
        actors=sides[0],
        recipients=sides[1],
        evidence=evidence_of(scene, word),
        trigger=span,
        mode=trigger.mode,
        cameo=trigger.cameo,
        intensity=trigger.intensity,
        date=date if chance >= SURE_DAY else date_of(scene, word),
        place=place_of(scene, word),
        modality=modality,
        according_to=chain_of(scene, inner, sides[0]),
        statement=inner.id if inner is not None else None,
        confidence=confidence_of(trigger, slot, sides, modality),
        why=f"trigger {trigger.part}:{trigger.name}; recipient {slot or 'none'}; modality {reason}"
        + (f"; model {mark.score:.2f}" if mark is not None else ""),
    )


def confidence_of(trigger: Trigger, slot: str, sides: tuple[Ids, Ids], modality: str) -> float:
    """A plain score: a verb says it more surely than a noun, both sides more than one, a frame of several words more than one word.

    A recipient that the clause does not tell adds nothing; one taken from the page as a whole makes the event less sure.
    """
    told = bool(sides[1]) and slot not in GUESSED
    score = 0.5 + 0.1 * (trigger.part == "v") + 0.15 * told + 0.1 * bool(trigger.others or trigger.objects) - 0.15 * (slot == "context")
    return round(score + 0.05 * (slot == "obj") - 0.05 * (modality not in STATE_ACTS), 2)


# where and when


def clause_head(tree: Tree, index: int) -> int:
    """The word that heads the clause in which a word stands."""
    for _ in range(12):
        word = tree.words[index]
        if word.head < 0 or base_relation(word) in CLAUSES or (base_relation(word) == "conj" and word.upos in ("VERB", "AUX")):
            return index
        index = word.head
    return index


def date_of(scene: Scene, word: Word) -> str | None:
    """The day told in an act's own clause or noun phrase, nearest first; for a speech act the day on which it was spoken."""
    tree = scene.tree
    sentence = tree.sentence_of(word.index)
    starts = [w.start for w in tree.words[sentence.first : sentence.last]]
    homes = homes_of(tree, word.index)
    best: list[tuple[int, int, str]] = []
    for when in scene.times:
        if not sentence.start <= when.start < sentence.end or not is_day(when):
            continue
        at = sentence.first + max(0, bisect_left(starts, when.start + 1) - 1)
        home = clause_head(tree, at)
        if word.upos != "VERB" and tree.words[home].head == word.index and base_relation(tree.words[home]) == "acl":
            home = word.index
        if home in homes and not in_other_act(tree, at, word.index):
            best.append((homes.index(home), abs(at - word.index), day_of(when.value)))
    if best:
        return min(best)[2]
    return spoken_on(scene, word)


def homes_of(tree: Tree, index: int) -> list[int]:
    """The clauses whose times are an act's own: its clause, and the one on which it hangs as open complement."""
    homes = [index, clause_head(tree, index)]
    word = tree.words[homes[-1]]
    for _ in range(2):
        if base_relation(word) not in ("xcomp", "conj") or word.head < 0:
            break
        homes.append(clause_head(tree, word.head))
        word = tree.words[homes[-1]]
    return list(dict.fromkeys(homes))


def in_other_act(tree: Tree, at: int, index: int) -> bool:
    """Whether a time stands in the phrase of a noun for another act: "since the 2014 annexation"."""
    for word in tree.ancestors(at):
        if word.index == index or word.upos == "VERB":
            return False
        if word.upos == "NOUN" and find_triggers(tree, word):
            return True
    return False


def is_day(when: When) -> bool:
    """Whether a time expression places something on the calendar."""
    return (when.type in ("date", "time") and when.value[:1].isdigit()) or when.value.startswith("../")


def day_of(value: str) -> str:
    """A calendar value without the time of day."""
    return value.split("T", 1)[0] if "/" not in value else value


def spoken_on(scene: Scene, word: Word) -> str | None:
    """The day of the statement whose cue a word is."""
    for statement in scene.statements:
        if statement.cue is not None and statement.cue[0] <= word.start < statement.cue[1]:
            return statement.said
    return None


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


# according to whom


def chain_of(scene: Scene, inner: Statement | None, agents: Ids) -> tuple[str, ...]:
    """The speakers through whom the page has an act, innermost first."""
    by_id = {statement.id: statement for statement in scene.statements}
    chain: list[str] = []
    for _ in range(LONGEST_CHAIN):
        if inner is None:
            break
        chain.extend(i for i in (inner.speaker, inner.via) if i)
        inner = by_id.get(inner.within or "")
    return tuple(dict.fromkeys(chain))


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


