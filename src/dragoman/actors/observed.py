"""What pages tell of people's roles and of outlets' other addresses, gathered as a file of additions for pages read later.

Only what a page itself wrote is taken ("Foreign Minister Ada Brandt"), each role with the first and the last day and the page on which it
was seen. The file is made anew each time from the library, so it never tells more than the pages do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from dragoman.actors.additions import DAY, DOMAIN, ID
from dragoman.actors.knowledge import Knowledge
from dragoman.actors.offices import plain

HEAD = """# What the pages of this library told of people's roles and of outlets' mirrors; `dragoman actors observe` makes it anew.
# To correct it, write a file of your own beside it: files are laid over each other in the order of their names.
"""
LONGEST_ROLE = 80
"""Characters of a role beyond which it is no title."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A role that a page gives to somebody."""

    page: str
    day: str
    id: str
    name: str
    country: str
    role: str
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Mirrors:
    """Other addresses of an outlet's site that its pages name."""

    id: str
    name: str
    country: str | None
    domain: str | None
    mirrors: tuple[str, ...]


def observed_yaml(seen: Iterable[Seen], mirrors: Iterable[Mirrors], knowledge: Knowledge) -> tuple[str, int, int]:
    """The file of additions, and how many people and outlets it has."""
    people: dict[str, dict[str, Any]] = {}
    codes = knowledge.state_codes | knowledge.body_codes
    for role in sorted(seen, key=lambda s: (s.day, s.page)):
        if is_told(role, knowledge) and role.country in codes:
            note_role(people.setdefault(role.id, person_entry(role, knowledge)), role)
    outlets = [entry for outlet in mirrors if (entry := outlet_entry(outlet, codes))]
    text = yaml.safe_dump({"actors": [*people.values(), *outlets]}, allow_unicode=True, sort_keys=False, width=140)
    return HEAD + text, len(people), len(outlets)


def is_told(role: Seen, knowledge: Knowledge) -> bool:
    """Whether a role is a title that somebody holds, and not held before."""
    words = plain(role.role).split()
    is_title = any(word in knowledge.words.titles and word not in knowledge.words.sets["alone"] for word in words)
    is_now = not {"former", "ex", "late", "then"} & set(words)
    return bool(ID.fullmatch(role.id) and DAY.fullmatch(role.day)) and is_title and is_now and len(role.role) <= LONGEST_ROLE


def person_entry(role: Seen, knowledge: Knowledge) -> dict[str, Any]:
    """The entry of a person; one that is known keeps name and country."""
    if knowledge.of_id(role.id) is not None:
        return {"id": role.id, "source": "pages of this library", "offices": []}
    gender = {"Masc": "m", "Fem": "f"}.get(role.gender or "")
    made = {
        "id": role.id,
        "name": role.name,
        "kind": "person",
        "country": role.country,
        "gender": gender,
        "source": "pages of this library",
    }
    return {key: value for key, value in made.items() if value} | {"offices": []}


def note_role(entry: dict[str, Any], role: Seen) -> None:
    """Note a role, or that it was seen again."""
    title = " ".join(role.role.split())
    for office in entry["offices"]:
        if plain(office["title"]) == plain(title) and office["country"] == role.country:
            office["as_of"] = role.day
            return
    entry["offices"].append(
        {"title": title, "country": role.country, "from": role.day, "as_of": role.day, "source": f"page {role.page[:12]}"}
    )


def outlet_entry(outlet: Mirrors, codes: frozenset[str]) -> dict[str, Any] | None:
    """The entry of an outlet with its mirrors."""
    mirrors = [mirror for mirror in outlet.mirrors if DOMAIN.fullmatch(mirror) and mirror != outlet.domain]
    id_ = "local:" + outlet.id.replace("outlet:", "outlet.")
    if not mirrors or not ID.fullmatch(id_):
        return None
    made: dict[str, Any] = {"id": id_, "name": outlet.name, "kind": "outlet", "source": "pages of this library"}
    if outlet.country in codes:
        made["country"] = outlet.country
    if outlet.domain and DOMAIN.fullmatch(outlet.domain):
        made["domains"] = [outlet.domain]
    return made | {"mirrors": mirrors}
