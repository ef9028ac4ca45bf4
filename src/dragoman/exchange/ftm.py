"""Happenings, their sides and pages as entities of FollowTheMoney, one JSON object a line, for OpenAleph and whatever else reads these."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

import duckdb
from babel.core import get_global

from dragoman.exchange.events import Pair, find_pairs, joined
from dragoman.exchange.order import Order
from dragoman.lexicon import load_yaml
from dragoman.model import Actor
from dragoman.show.words import sides_words

Entity = dict[str, Any]

LONGEST_NAME = 300
"""Characters of a happening's name."""


def ftm_entities(connection: duckdb.DuckDBPyConnection, order: Order, same: Mapping[str, str]) -> Iterator[Entity]:
    """Each happening with what it rests on: first its sides and its page, where these were not told before, then itself.

    ``same`` says whose id stands for which others that people judged to be the same.
    """
    told: set[str] = set()
    for _, pairs in groupby(find_pairs(connection, order), key=lambda pair: (pair.label, pair.event["id"])):
        for entity in entities_of(list(pairs), same):
            if entity["id"] not in told:
                told.add(entity["id"])
                yield entity


def entities_of(pairs: list[Pair], same: Mapping[str, str]) -> Iterator[Entity]:
    """The entities that one happening makes."""
    first = pairs[0]
    doers = [pair.actor for pair in pairs if pair.actor is not None and not pair.actor.anonymous]
    others = [pair.recipient for pair in pairs if pair.recipient is not None and not pair.recipient.anonymous]
    yield from (side_entity(actor, same) for actor in (*doers, *others))
    yield page_entity(first)
    yield event_entity(first, [id_of(actor.id, same) for actor in doers], [id_of(actor.id, same) for actor in others])


def entity_of(id_: str, schema: str, **properties: object) -> Entity:
    """An entity; every property is a list of texts, and one without any is left out."""
    listed = {name: value if isinstance(value, list | tuple) else [value] for name, value in properties.items()}
    kept = {name: list(dict.fromkeys(str(value) for value in values if value)) for name, values in listed.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def id_of(id_: str, same: Mapping[str, str] | None = None) -> str:
    """An id of the characters that FollowTheMoney has in them."""
    return re.sub(r"[^0-9a-zA-Z]+", "-", (same or {}).get(id_, id_)).strip("-")


def side_entity(actor: Actor, same: Mapping[str, str]) -> Entity:
    """An actor, as the first page tells it."""
    schema = load_yaml("exports_ftm")["kinds"].get(actor.kind, "LegalEntity")
    known = same.get(actor.id, actor.id)
    role = {"position": actor.role} if schema == "Person" else {}
    return entity_of(
        id_of(known), schema, name=actor.name, alias=[alias for alias in actor.aliases if alias != actor.name],
        country=ftm_country(actor.country), wikidataId=known if re.fullmatch(r"Q\d+", known) else None, **role,
    )  # fmt: skip


def page_entity(pair: Pair) -> Entity:
    """The page that tells a happening first."""
    page = pair.page
    return entity_of(
        id_of(f"page-{page['page']}"), "Article", title=page["title"], fileName=page["source"], sourceUrl=web(page["url"]),
        publishedAt=(page["published"] or "")[:10], publisher=page["outlet_name"], author=page["byline"], language=language(page),
        name=page["title"] or page["source"],
    )  # fmt: skip


def event_entity(pair: Pair, doers: list[str], others: list[str]) -> Entity:
    """A happening: who did it is its organizer, to whom is involved, the page is its proof."""
    event, page = pair.event, pair.page
    told = [f"{event['type']} {event['mode'] or ''}".strip(), f"told by {pair.pages} page{'s' if pair.pages > 1 else ''}"]
    if event["according_to_names"]:
        told.append(f"according to {joined(event['according_to_names'])}")
    sides = sides_words(event["actor_names"], event["recipient_names"], event["type"], event["modality"])
    return entity_of(
        id_of(f"event-{event['id']}"), "Event", name=f"{event['type']}: {sides}"[:LONGEST_NAME], summary=event["text"], notes=told,
        organizer=doers, involved=others, proof=id_of(f"page-{page['page']}"), recordId=event["id"], sourceUrl=web(page["url"]),
        location=pair.place.name if pair.place else None, country=ftm_country(pair.place.country if pair.place else None),
        publisher=page["outlet_name"], keywords=[event["type"], event["cameo"]], **days_of_event(pair),
    )  # fmt: skip


def days_of_event(pair: Pair) -> dict[str, str]:
    """The days of a happening as FollowTheMoney writes them: one, or a first and a last; parts of a day or year that it has no form for
    are left out.
    """
    value = pair.event["date"] or ""
    plain = r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?"
    if re.fullmatch(plain, value):
        return {"date": value}
    first, slash, last = value.partition("/")
    if not slash:
        return {}
    return {name: part for name, part in (("startDate", first), ("endDate", last)) if re.fullmatch(plain, part)}


def web(address: str | None) -> str | None:
    """An address of the web; none for any other."""
    return address if address and address.startswith(("http://", "https://")) else None


def language(page: Mapping[str, Any]) -> str | None:
    """The page's language in three letters, as far as the table has it."""
    found: str | None = load_yaml("exports_ftm")["languages"].get((page["language"] or "")[:2])
    return found


@cache
def ftm_country(code: str | None) -> str | None:
    """FollowTheMoney's code of a country: ISO's two letters in lower case, its own for states that are no more; none for other bodies."""
    own: dict[str, str] = load_yaml("exports_ftm")["countries"]
    if code in own:
        return own[code]
    found: list[str] = get_global("territory_aliases").get(code or "", [])
    return found[0].lower() if len(found) == 1 and len(code or "") == 3 else None
