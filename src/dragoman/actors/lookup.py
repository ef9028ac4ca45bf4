"""Actors looked up by name: who may be meant, why, and what the table tells of them."""

from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from dragoman.actors.bodies import body_named
from dragoman.actors.codes import codes_of
from dragoman.actors.knowledge import Knowledge
from dragoman.actors.known import NAME_TYPES, Known, Office
from dragoman.actors.names import name_key

NEAR = 86.0
"""Likeness of two spellings, of 100, from which one is offered for the other."""

LIKELY = {"n": 40, "s": 36, "a": 34, "c": 34, "d": 32, "m": 32, "w": 16}
"""How much a name of each type tells of who is meant."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant: ``score`` orders candidates, ``why`` tells what speaks for and against."""

    known: Known
    score: float
    why: tuple[str, ...]
    office: Office | None = None


def find_candidates(knowledge: Knowledge, name: str, day: str | None = None, country: str | None = None) -> list[Candidate]:
    """Whom a name may mean, the likeliest first: by the name itself, and where nobody has it, by how it sounds."""
    key = name_key(name)
    found = {
        n: (LIKELY[t], f"{NAME_TYPES[t].replace('_', ' ').rstrip('s')}: {written(knowledge, n, key)}")
        for n, t in reversed(knowledge.find(key))
    }
    body = body_named(knowledge, name)
    found |= {n: (LIKELY["w"], f"part of the name: {knowledge.known(n).name}") for n in by_part(knowledge, key) if n not in found}
    if not found and body is None:
        found = {n: (24, f"sounds alike: {knowledge.known(n).name}") for n in knowledge.find_sound(name)}
    candidates = [weighed(knowledge, n, score, why, day, country) for n, (score, why) in found.items()]
    if body is not None and body.number not in found:
        candidates.append(Candidate(body, LIKELY["n"] + body.rank, ("a body told by its state",)))
    return sorted(candidates, key=lambda c: (-c.score, c.known.name, c.known.id))


def by_part(knowledge: Knowledge, key: str) -> set[int]:
    """People of whose name one word is the first or last part."""
    if not key or " " in key:
        return set()
    first, last = key + " ", " " + key
    numbers = {n for full in knowledge.names if full.startswith(first) or full.endswith(last) for n, _ in knowledge.find(full)}
    return {n for n in numbers if knowledge.known(n).kind == "person"}


def written(knowledge: Knowledge, number: int, key: str) -> str:
    """A name of an actor as it is written, by its key."""
    return next((name for _, name in knowledge.names_of(number) if name_key(name) == key), knowledge.known(number).name)


def weighed(knowledge: Knowledge, number: int, score: float, why: str, day: str | None, country: str | None) -> Candidate:  # noqa: PLR0913 - what speaks for a candidate
    """A candidate with what day and country say of it."""
    known, reasons = knowledge.known(number), [why]
    score += known.rank
    office = known.office_on(day) if day else None
    if office:
        score += 6
        reasons.append(f"on {day} {office.title} of {office.country}")
    elif day and known.kind == "person" and known.offices:
        reasons.append(f"no office known on {day}")
    if country:
        fits = country in {known.country, *(o.country for o in known.offices)}
        score += 10 if fits else -10
        reasons.append(f"of {country}" if fits else f"not of {country}")
    return Candidate(known, score, tuple(reasons), office)


def near_names(knowledge: Knowledge, name: str, limit: int = 5) -> list[tuple[str, Known]]:
    """Names of the table that are spelled nearly like one, each with who has it."""
    hits = process.extract(name_key(name), knowledge.names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR - 10, limit=limit * 4)
    hits += process.extract(name_key(name), knowledge.names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=limit)
    found: dict[str, tuple[str, Known]] = {}
    for key, _, _ in sorted(hits, key=lambda hit: (-hit[1], hit[0])):
        for number, _ in knowledge.find(key):
            known = knowledge.known(number)
            found.setdefault(known.id, (written(knowledge, number, key), known))
    return list(found.values())[:limit]


def facts_of(knowledge: Knowledge, known: Known) -> dict[str, Any]:
    """All that the table tells of an actor, as plain values."""
    names: dict[str, list[str]] = {}
    for type_, name in knowledge.names_of(known.number) if known.number >= 0 else [("n", known.name)]:
        names.setdefault(NAME_TYPES[type_], []).append(name)
    codes = codes_of(known, knowledge)
    return {
        "id": known.id, "name": known.name, "kind": known.kind, "country": known.country, "gender": known.gender,
        "sector": codes.sector, "cameo": codes.cameo, "names": names, "offices": [office_facts(office) for office in known.offices],
        **knowledge.details.get(known.number, {}), "sources": list(known.sources),
        "same_as": sorted(drop for drop, keep in knowledge.same.items() if keep == known.id), "knowledge": knowledge.version,
    }  # fmt: skip


def office_facts(office: Office) -> dict[str, str | None]:
    """An office as plain values."""
    is_open = office.last.startswith("<")
    return {
        "title": office.title, "office": office.office or None, "country": office.country or None, "from": office.first or None,
        "to": None if is_open else office.last or None, "as_of": office.last[1:] if is_open else None, "source": office.source or None,
    }  # fmt: skip
