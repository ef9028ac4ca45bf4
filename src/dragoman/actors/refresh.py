"""Offices renewed from Wikidata: the SPARQL question, its answer read, and what it changes against what is known."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from dragoman.actors.knowledge import Knowledge
from dragoman.actors.known import Known, Office
from dragoman.actors.offices import office_of
from dragoman.errors import DragomanError

QUESTION = """SELECT ?person ?personLabel ?gender ?office ?officeLabel ?start ?end WHERE {
  ?office wdt:P1001|wdt:P17 wd:%(state)s .
  ?person p:P39 ?held .
  ?held ps:P39 ?office ; pq:P580 ?start .
  FILTER(?start >= "%(since)sT00:00:00Z"^^xsd:dateTime)
  OPTIONAL { ?held pq:P582 ?end }
  OPTIONAL { ?person wdt:P21 ?gender }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en" }
} ORDER BY ?start ?person LIMIT 5000
"""
"""Who began an office of a state (an office that applies to it, or is of it) since a day."""

GENDERS = {"Q6581097": "m", "Q6581072": "f"}


@dataclass(frozen=True, slots=True)
class Told:
    """An office as the answer tells it."""

    id: str
    name: str
    gender: str
    title: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the answer changes: ``what`` says it in words, ``told`` is what to add."""

    what: str
    told: Told
    country: str
    is_known: bool


def question(state: Known, since: str) -> str:
    """The question for one state, which must have a Wikidata id."""
    if not re.fullmatch(r"Q\d+", state.id):
        raise DragomanError(f"{state.name} has no Wikidata id, so Wikidata cannot be asked about it")
    return QUESTION % {"state": state.id, "since": since}


def read_answer(raw: bytes) -> list[Told]:
    """The offices in an answer (SPARQL 1.1 results in JSON), without rows that are not whole; another form of answer is an error."""
    try:
        rows = json.loads(raw)["results"]["bindings"]
        found = [told for row in rows if (told := read_row(row))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DragomanError("the answer is not what a SPARQL endpoint gives: is the address right, and the service up?") from error
    return list(dict.fromkeys(found))


def read_row(row: dict[str, Any]) -> Told | None:
    """One row of an answer. Only titles of offices that are told apart here are taken."""
    cells = {key: " ".join(str(cell["value"]).split()) for key, cell in row.items()}
    person = cells.get("person", "").rsplit("/", 1)[-1]
    name, title, first = cells.get("personLabel", ""), cells.get("officeLabel", ""), cells.get("start", "")[:10]
    whole = re.fullmatch(r"Q\d+", person) and re.fullmatch(r"\d{4}-\d\d-\d\d", first)
    if not whole or not office_of(title) or re.fullmatch(r"Q\d+|", name):
        return None
    last = cells.get("end", "")[:10]
    gender = GENDERS.get(cells.get("gender", "").rsplit("/", 1)[-1], "")
    return Told(person, name, gender, title, first, last if re.fullmatch(r"\d{4}-\d\d-\d\d", last) else "")


def changes(knowledge: Knowledge, country: str, told: Iterable[Told]) -> list[Change]:
    """What an answer changes, in the order of the days."""
    found = []
    for office in told:
        known = knowledge.of_id(office.id)
        held = held_already(known, office, country)
        is_known = known is not None
        if held is None:
            what = f"{office.name}: {office.title} from {office.first}" + (f" to {office.last}" if office.last else "")
            found.append(Change(("new office of " if is_known else "new person ") + what, office, country, is_known))
        elif office.last and (held.last.startswith("<") or not held.last):
            ours = replace(office, title=held.title, first=held.first)
            found.append(Change(f"ended: {office.name}, {held.title} on {office.last}", ours, country, is_known))
    return found


def held_already(known: Known | None, told: Told, country: str) -> Office | None:
    """The office that we know as begun within a month of what is told."""
    class_ = office_of(told.title)
    offices = known.offices if known else ()
    return next((o for o in offices if o.country == country and o.office == class_ and o.first[:7] == told.first[:7]), None)


def entries(changed: Iterable[Change], today: str) -> list[dict[str, Any]]:
    """Changes as entries of a file of additions; an office without an end is open as of ``today``."""
    found: dict[str, dict[str, Any]] = {}
    for change in changed:
        told = change.told
        entry = found.get(told.id)
        if entry is None:
            entry = found[told.id] = {"id": told.id}
            if not change.is_known:
                entry |= {"name": told.name, "kind": "person", "country": change.country} | ({"gender": told.gender} if told.gender else {})
            entry["offices"] = []
        end = {"to": told.last} if told.last else {"as_of": today}
        entry["offices"].append({"title": told.title, "country": change.country, "from": told.first, **end, "source": f"Wikidata, {today}"})
    return list(found.values())
