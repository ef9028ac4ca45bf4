"""Charges that are rejected: an act that one page tells, and of which another page says that the side that is accused of it rejects that.

What is denied need not be told in the words of the denial ("he rejected the accusation"): it is found by the events of the page, the charge
(ACCUSE), its rejection (REJECT) and the act that it is about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.compare.denials import denying
from dragoman.compare.differing import Difference
from dragoman.compare.occurrences import Occurrence, are_far, is_apart, sentence_span
from dragoman.lexicon import load_yaml
from dragoman.model import QUADS, Span

BEHIND = 200
"""Characters between the sentence of a charge and that of its rejection, at most: with one short sentence between them."""

DONE = ("done", "ongoing")
"""Modalities of what is told as so."""

MOST_REJECTIONS = 40
"""Rejections of a page that are looked at."""


@dataclass(frozen=True, slots=True)
class Charge:
    """An act of which a page says that somebody is accused of it, and that his side rejects that."""

    act: Occurrence
    rejection: Occurrence


def charges_apart(occurrences: Sequence[Occurrence], texts: Mapping[str, str]) -> list[Difference]:
    """Acts that one page of a story tells as done, where on another page the side that did them rejects the charge.

    Of several acts that the charge may be about it is the one that shares most words with it. Where the other page too has that side reject
    a charge, the two do not part.
    """
    pages: dict[str, list[Occurrence]] = {page: [] for page in texts}
    for occurrence in occurrences:
        pages[occurrence.page].append(occurrence)
    rejecting = {page: list(find_rejections(listed, texts[page])) for page, listed in pages.items()}
    found = []
    for page, listed in pages.items():
        for charge in find_charges(listed, rejecting[page], texts[page]):
            for other in pages.keys() - {page}:
                if not any(is_charged_there(charge, rejection, texts[other]) for rejection in rejecting[other]):
                    found += parting(charge, pages[other])
    return found


def find_rejections(occurrences: Sequence[Occurrence], text: str) -> Iterator[Occurrence]:
    """The events of a page in which somebody rejects something that was said, in a sentence that has a word for it."""
    rejections = [o for o in occurrences if o.type == "REJECT" and o.modality in DONE and o.actors.states]
    yield from (o for o in rejections[:MOST_REJECTIONS] if words_of_rejecting().search(text, *sentence_span(text, o.evidence)))


def find_charges(occurrences: Sequence[Occurrence], rejections: Sequence[Occurrence], text: str) -> Iterator[Charge]:
    """The acts of a page that stand in the sentence of a charge, and those who reject it there or closely behind."""
    sentences = {o.event: sentence_span(text, o.evidence) for o in occurrences} if rejections else {}
    accusing = [o for o in occurrences if o.type == "ACCUSE" and o.modality in DONE]
    for rejection in rejections:
        ours, there = rejection.actors.states, sentences[rejection.event]
        charged = {sentences[o.event] for o in accusing if not o.actors.states & ours and may_be_meant(there, sentences[o.event], text)}
        yield from (Charge(o, rejection) for o in occurrences if is_deed(o) and o.actors.states & ours and sentences[o.event] in charged)


def may_be_meant(rejection: Span, charge: Span, text: str) -> bool:
    """Whether the sentence of a rejection is that of a charge, or stands closely behind it and does not deny something else ("denied that
    shots were fired")."""
    is_behind = 0 <= rejection[0] - charge[1] <= BEHIND
    is_of_charge = words_for_charges().search(text, *rejection) is not None or denying().search(text, *rejection) is None
    return rejection == charge or (is_behind and is_of_charge)


def is_deed(act: Occurrence) -> bool:
    """Whether an act is more than words, and told as done."""
    return act.modality in DONE and "material" in QUADS.get(act.type, "")


def is_charged_there(charge: Charge, rejection: Occurrence, text: str) -> bool:
    """Whether the rejection of some charge on another page is by the side that rejects this one."""
    is_ours = bool(rejection.actors.states & charge.act.actors.states)
    return is_ours and words_for_charges().search(text, *sentence_span(text, rejection.evidence)) is not None


def parting(charge: Charge, there: Sequence[Occurrence]) -> list[Difference]:
    """The act of another page that is most likely that of a charge, beside its rejection; none where no act may be it."""
    acts = [act for act in there if is_deed(act) and may_be_charged(act, charge.act)]
    if not acts:
        return []
    act, rejection = max(acts, key=lambda act: likeness(act, charge.act)), charge.rejection
    return [Difference("whether", (act.page, act.evidence, act.modality), (rejection.page, rejection.evidence, "denied"))]


def may_be_charged(act: Occurrence, charged: Occurrence) -> bool:
    """Whether two acts may be one: of one side, to sides and on days that may be the same, of one type or by words of like meaning."""
    is_same = bool(act.actors.states & charged.actors.states) and not is_apart(act.recipients.states, charged.recipients.states)
    is_alike = act.type == charged.type or bool(act.trigger & charged.trigger or act.trigger_kin & charged.trigger_kin)
    return is_same and is_alike and not are_far(act.day, charged.day)


def likeness(one: Occurrence, other: Occurrence) -> int:
    """How much two acts share: rough stems and families of words, those of the words for the act twice, type, and who it was done to."""
    words = 2 * len(one.stems & other.stems) + len(one.kin & other.kin)
    named = 2 * len(one.trigger & other.trigger) + 2 * len(one.trigger_kin & other.trigger_kin)
    return words + named + (one.type == other.type) + (one.recipients.states == other.recipients.states)


@cache
def words_of_rejecting() -> re.Pattern[str]:
    """Words by which a charge is rejected."""
    words = load_yaml("versions")
    return re.compile(rf"\b(?:{'|'.join([*words['rejecting'], *words['untrue']])})\b", re.IGNORECASE)


@cache
def words_for_charges() -> re.Pattern[str]:
    """Words for what somebody tells of another."""
    listed: list[str] = load_yaml("versions")["claims"]
    return re.compile(rf"\b(?:{'|'.join(listed)})\b", re.IGNORECASE)
