"""Questions about offices: who was the foreign minister of France on a day, as far as the table is sure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.actors.knowledge import Knowledge, load_words
from dragoman.actors.known import Known, Office
from dragoman.actors.names import fold

HEADS = {
    "president": ("president",), "king": ("king",), "queen": ("queen",), "emperor": ("emperor",), "sultan": ("sultan",),
    "emir": ("emir", "amir"), "monarch": ("king", "queen", "emperor", "sultan", "emir", "amir", "monarch", "grand duke", "prince"),
    "pope": ("pope",), "supreme leader": ("supreme leader",), "chancellor": ("chancellor",), "taoiseach": ("taoiseach",),
    "prime minister": ("prime minister", "premier", "minister president", "council of ministers"),
    "premier": ("premier", "prime minister", "council of ministers"),
}  # fmt: skip
"""Offices at the head of a state, and the words of which a holder's title must have one."""

CLASSES = {"head of state": "president", "head of government": "head_of_government"}
"""Words that ask for a class of office, whatever it is called."""

LESSER = (
    "deputy",
    "vice",
    "former",
    "assistant",
    "first deputy",
    "ex",
    "minister of state",
    "shadow",
    "junior",
    "parliamentary",
    "spokesman",
    "spokesperson",
)
"""Words that make another office of one."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with the office that was asked for."""

    known: Known
    office: Office


@dataclass(frozen=True, slots=True)
class Answer:
    """Who held an office on a day: ``holder``, or None and ``why`` it is not known. ``others`` are those who may have."""

    holder: Holder | None
    why: str
    others: tuple[Holder, ...] = ()


def who_held(knowledge: Knowledge, office: str, country: str, day: str) -> Answer:
    """Who held an office (a title in English, or a class such as ``foreign``) of a state or body on a day (2014-05-01).

    Strict where reading a page is not: nobody is answered beyond the day on which a source last saw an office held, nor where two
    people fit and their days do not tell them apart.
    """
    holders = list(holders_of(knowledge, office, country))
    if not holders:
        return Answer(None, f"the table has no {office} of {country}")
    sure = [h for h in holders if h.office.surely_covers(day)]
    maybe = tuple(h for h in holders if h not in sure and h.office.first and h.office.covers(day))
    best = settled(sure)
    if best is not None:
        rivals = {h.known.id for h in maybe if h.office.first[:4] == day[:4]} - {best.known.id}
        if not rivals:
            return Answer(best, f"held from {best.office.first} to {until(best.office)}", maybe)
        return Answer(None, "the table has several who may have held it, some with a year only", (*sure, *maybe))
    if sure:
        return Answer(None, "the table has several who held it on that day", tuple(sure))
    return Answer(None, no_answer(holders, day), maybe)


def settled(sure: list[Holder]) -> Holder | None:
    """The one holder among those whose days fit.

    Of two who overlap the later begun is meant, since ends often fall back on the end of a cabinet; of two who began together the one
    who ended first, since those who came in between often have the cabinet's first day.
    """
    people = {h.known.id for h in sure}
    if len(people) == 1:
        return sure[0]
    first = max((h.office.first for h in sure), default="")
    latest = [h for h in sure if h.office.first == first]
    if len({h.known.id for h in latest}) == 1:
        return latest[0]
    end = min((h.office.last for h in latest if not h.office.last.startswith("<")), default="")
    ended = [h for h in latest if h.office.last == end]
    return ended[0] if end and len({h.known.id for h in ended}) == 1 else None


def until(office: Office) -> str:
    """The end of an office in words."""
    return (
        f"after {office.last[1:]}, the last day on which the source saw it"
        if office.last.startswith("<")
        else office.last or "an unknown day"
    )


def no_answer(holders: list[Holder], day: str) -> str:
    """Why nobody is known on a day."""
    earlier = [h for h in holders if h.office.first and h.office.first <= day]
    if not earlier:
        return f"the table begins with {min(h.office.first for h in holders) or 'an unknown day'}"
    last = max(earlier, key=lambda h: (h.office.first, h.known.id))
    return f"the last known before is {last.known.name}, {last.office.first} to {until(last.office)}"


def holders_of(knowledge: Knowledge, office: str, country: str) -> Iterator[Holder]:
    """Everybody who ever held an office of a state or body, as far as the table goes."""
    for number in knowledge.served.get(country, ()):
        known = knowledge.known(number)
        for held in known.offices:
            if held.country == country and is_meant(held, office):
                yield Holder(known, held)


def is_meant(held: Office, asked: str) -> bool:
    """Whether an office held is the one that was asked for."""
    ask, title = plain(asked), plain(held.title)
    lesser = [word for word in LESSER if f" {word} " in f" {ask} "]
    if any(f" {word} " in f" {title} " for word in LESSER if word not in lesser):
        return False
    if ask in CLASSES:
        return held.office == CLASSES[ask]
    if ask in HEADS:
        return held.office in ("president", "head_of_government") and any(f" {word} " in f" {title} " for word in HEADS[ask])
    class_ = "" if lesser else office_of(asked) or (asked if asked in classes() else "")
    return held.office == class_ if class_ else f" {ask} " in f" {title} "


def plain(text: str) -> str:
    """A title in plain small letters."""
    return " ".join(fold(text).lower().replace("-", " ").split())


def office_of(title: str) -> str:
    """The class of office that a title names, or nothing."""
    text = plain(title)
    if text in HEADS and text not in ("prime minister", "premier", "chancellor", "taoiseach"):
        return "president"
    return next((office for phrase, office in load_words_once() if phrase in text), "")


@cache
def load_words_once() -> tuple[tuple[str, str], ...]:
    """Phrases of titles and their classes of office."""
    return tuple(load_words().offices)


@cache
def classes() -> frozenset[str]:
    """All classes of office."""
    return frozenset(office for _, office in load_words_once())
