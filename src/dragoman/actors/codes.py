"""PLOVER's sectors and CAMEO's actor codes: GBRGOV, RUSMIL, IGOUNO. The table is ``data/actors_sectors.yml``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.actors.bodies import class_of
from dragoman.actors.knowledge import Knowledge
from dragoman.actors.known import Known
from dragoman.actors.names import name_key
from dragoman.lexicon import load_yaml
from dragoman.model import Actor, Mention, Word

SPOKEN_AS = {"PRE": "", "NON": "", "JNK": "", "UNK": "", "SOC": "CVL", "PRM": "CVL", "IMG": ""}
"""Sectors of the agents list of the Open Event Data Alliance whose code differs here."""

RANKS = frozenset(("general", "gen"))
"""Ranks that behind an office only belong to its name: "secretary general"."""

BY_KIND = {"state": "GOV", "government": "GOV", "outlet": "JRN"}
"""Sector of a kind of actor where nothing else tells."""


@dataclass(frozen=True, slots=True)
class Codes:
    """An actor's country (or body), sector, and both as CAMEO writes them; parts that are not known are empty."""

    country: str
    sector: str
    cameo: str


@dataclass(frozen=True, slots=True)
class Sectors:
    """The table of sectors made ready for look-up."""

    nouns: dict[str, str]
    loose: frozenset[str]
    former: frozenset[str]
    opposed: frozenset[str]
    armed: frozenset[str]
    peoples: frozenset[str]
    with_general: frozenset[str]
    offices: dict[str, str]
    bodies: dict[str, str]
    igos: dict[str, str]


@cache
def load_sectors() -> Sectors:
    """The table of sectors."""
    raw: dict[str, Any] = load_yaml("actors_sectors")
    nouns = {noun: sector for sector, listed in raw["nouns"].items() if sector not in ("must", "must_not") for noun in reversed(listed)}
    loose, former, opposed, armed = (frozenset(raw[name]) for name in ("loose", "former", "opposed", "armed"))
    peoples, with_general = frozenset(raw["peoples"]), frozenset(raw["with_general"])
    return Sectors(nouns, loose, former, opposed, armed, peoples, with_general, raw["offices"], raw["bodies"], raw["igos"])


def codes_of(actor: Known | Actor, knowledge: Knowledge, phrase: Sequence[str] = (), day: str | None = None) -> Codes:
    """The codes of an actor of the knowledge base, or of a page: ``phrase`` are the
    lemmas of a mention in lower case, its head last and as it is written."""
    known = actor if isinstance(actor, Known) else knowledge.of_id(actor.id)
    sector = sector_of(actor, known, knowledge, phrase, day)
    country = actor.country or ""
    return Codes(country, sector, cameo_code(country, sector, knowledge, is_bare=actor.kind == "state"))


def phrase_of(words: Sequence[Word], mention: Mention) -> list[str]:
    """The lemmas of a mention up to its head, a head that is a name as it is written; of "Ruritanian" in "Ruritanian troops" the whole."""
    head = words[mention.head]
    while mention.why.startswith("modifier") and head.relation == "conj" and 0 <= head.head < head.index:
        head = words[head.head]
    if mention.why.startswith("modifier") and head.relation.split(":")[0] in ("amod", "compound", "nmod") and head.head > head.index:
        governor = words[head.head]
        return [w.lemma.lower() for w in words[max(head.index, mention.head) + 1 : governor.index + 1]]
    inside = [w.lemma.lower() for w in words[: mention.head] if mention.start <= w.start]
    return [*inside, head.lemma.lower() if head.upos == "NOUN" else head.text.lower()]


def cameo_code(country: str, sector: str, knowledge: Knowledge, *, is_bare: bool = False) -> str:
    """Country and sector as CAMEO writes them; a state by its name alone has no sector, a body of several states begins with IGO."""
    if is_igo(country, knowledge):
        own = load_sectors().igos.get(country, country[:3])
        return f"IGO{own}" + (sector if sector not in ("IGO", "GOV", "") else "")
    return country if is_bare else country + sector if country or sector else ""


def is_igo(country: str, knowledge: Knowledge) -> bool:
    """Whether a code is that of a body of several states."""
    return country in knowledge.body_codes


def sector_of(actor: Known | Actor, known: Known | None, knowledge: Knowledge, phrase: Sequence[str], day: str | None) -> str:
    """PLOVER's sector of an actor: what the words of the mention say, then the office, then the body, then the kind."""
    told = sector_of_words(phrase, knowledge) if phrase else ""
    if actor.kind == "person":
        role = tuple((actor.role or "").lower().replace("-", " ").split()) if isinstance(actor, Actor) else ()
        nameless = isinstance(actor, Actor) and actor.anonymous
        return told or sector_of_words(role, knowledge) or sector_of_person(known, day) or ("CVL" if nameless else "GOV")
    own = sector_of_body(known, knowledge)
    if own in ("REB", "MIL", "SPY", "COP", "LEG", "JUD", "PTY") and known is not None and actor.kind != "state":
        return own
    if actor.kind == "state":
        return told or ("CVL" if phrase and is_people(phrase[-1], knowledge) else "GOV")
    crowd = isinstance(actor, Actor) and actor.kind == "group" and (actor.anonymous or known is None)
    return told or own or BY_KIND.get(actor.kind, "CVL" if crowd else "")


def is_people(word: str, knowledge: Knowledge) -> bool:
    """Whether a word names the people of a state and nothing else: Americans."""
    types = {type_ for _, type_ in knowledge.find(name_key(word))}
    return "d" in types and not types & {"a", "n", "c"}


def sector_of_words(words: Sequence[str], knowledge: Knowledge) -> str:
    """The sector that a phrase tells: that of its head, or where the head says little, of a word before it."""
    table = load_sectors()
    plain = [word.strip(".").lower() for word in words]
    if not plain:
        return ""
    before, head = plain[:-1], plain[-1]
    if table.opposed & set(before):
        return "OPP"
    while before and not noun_sector(head, knowledge) and head not in table.loose and is_titled(before, knowledge):
        before, head = before[:-1], before[-1]
    if head in RANKS and before and before[-1] in table.with_general:
        before, head = before[:-1], before[-1]
    sector = noun_sector(head, knowledge)
    if head == "police" and "military" in before:
        return "MIL"
    if head in table.loose or not sector:
        if table.armed & set(before):
            return "REB"
        sector = inner_sector(before, sector, knowledge)
    if sector in ("GOV", "LEG", "MIL") and table.former & set(before):
        return "ELI"
    return sector


def is_titled(before: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether among the words before a name is a noun for an office: "labour minister Ada Brandt"."""
    return any(word in knowledge.words.titles for word in before)


def inner_sector(before: Sequence[str], sector: str, knowledge: Knowledge) -> str:
    """The sector that the words before a noun tell that says little: not that of the state, nor of a people."""
    table = load_sectors()
    for word in reversed(before):
        own = noun_sector(word, knowledge) or armed_sector(word, knowledge)
        if word not in table.loose and own not in ("", "GOV") and not (sector and word in table.peoples):
            return own
    return sector or next((own for word in reversed(before) if (own := noun_sector(word, knowledge))), "")


def armed_sector(word: str, knowledge: Knowledge) -> str:
    """The sector of the armed group or party that a word names: "Hezbollah fighters"."""
    for number, type_ in knowledge.find(name_key(word)):
        known = knowledge.known(number)
        if type_ in ("n", "s") and known.kind == "group":
            return sector_of_body(known, knowledge)
    return ""


def noun_sector(noun: str, knowledge: Knowledge) -> str:
    """The sector of one noun, from our table, then from the agents list; of a plural that of its singular."""
    nouns = load_sectors().nouns
    forms = [noun, noun[:-1]] if noun.endswith("s") else [noun, f"{noun}n"] if noun.endswith("me") else [noun]
    for form in forms:
        if form in nouns:
            return nouns[form]
        agent = knowledge.agents.get(form, "")
        if agent:
            return SPOKEN_AS.get(agent, agent)
    return ""


def sector_of_person(known: Known | None, day: str | None) -> str:
    """The sector of a known person by the office held on a day, or the last one."""
    if known is None or not known.offices:
        return ""
    held = [o for o in known.offices if day is None or not o.first or o.first <= day]
    office = known.office_on(day) or (held or list(known.offices))[-1]
    if day and not known.office_on(day) and office.last and not office.last.startswith("<") and office.last < day:
        return "ELI"
    found = load_sectors().offices.get(office.office)
    if found is not None:
        return found
    title = office.title.lower()
    return "REB" if any(word in title for word in ("hamas", "hezbollah", "wagner", "taliban")) else "GOV"


def sector_of_body(known: Known | None, knowledge: Knowledge) -> str:
    """The sector of a known body, party or armed group."""
    if known is None:
        return ""
    if (table := load_sectors().bodies).get(class_of(known.id)):
        return table[class_of(known.id)]
    details = knowledge.details.get(known.number, {})
    if "sector" in details:
        return str(details["sector"])
    if details.get("body") in load_sectors().bodies:
        return load_sectors().bodies[details["body"]]
    if known.kind == "group":
        return "" if "members" in details else "REB"
    if known.kind == "organisation":
        if "partyfacts" in known.sources or "factbook" in known.sources:
            return "PTY"
        return "IGO" if is_igo(known.country or "", knowledge) else "NGO"
    return BY_KIND.get(known.kind, "")
