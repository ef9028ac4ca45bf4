"""Events as other data sets have them: POLECAT (PLOVER), ICEWS and GDELT rows out of happenings, one row for each pair of sides.

Only what was done or goes on is exported, since none of these forms says what was threatened, planned or denied.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import product
from typing import Any

import duckdb

from dragoman.actors import Knowledge, load_knowledge
from dragoman.actors.codes import Codes, codes_of
from dragoman.compare.relations import MODALITY, bounds_on_events
from dragoman.exchange.order import Order
from dragoman.lexicon import load_yaml
from dragoman.model import QUADS, Actor
from dragoman.store.asking import event_answers
from dragoman.store.days import days_of
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.index import fetch_rows
from dragoman.store.rows import read_actor
from dragoman.store.table import Row

AT_ONCE = 500
"""Happenings that are loaded at a time."""

QUAD_CODES = {
    "verbal cooperation": ("V-COOP", 1), "material cooperation": ("M-COOP", 2), "verbal conflict": ("V-CONF", 3),
    "material conflict": ("M-CONF", 4),
}  # fmt: skip
"""POLECAT's and GDELT's codes of the four classes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One happening between one actor and one recipient, as it is exported; ``day`` is the first day on which it may have happened."""

    id: str
    label: int
    event: Row
    page: Row
    day: date
    actor: Actor | None
    recipient: Actor | None
    codes: tuple[Codes, Codes]
    cast: tuple[Actor, ...]
    place: Actor | None
    tellings: int
    pages: int
    outlets: int


def columns_of(form: str) -> list[str]:
    """The columns of a form, in order (``data/exports.yml``)."""
    return list(load_yaml("exports")[form])


def find_pairs(connection: duckdb.DuckDBPyConnection, order: Order) -> Iterator[Pair]:
    """All happenings that were done, in the order in which they came, one for each pair of sides; those without any day are left out."""
    more, days = bounds_on_events(order.scope())
    keys = connection.execute(
        f"SELECT min({NUMBER}::BIGINT * {STRIDE} + position) AS seen, happening, count(DISTINCT ({NUMBER}, position)), "
        f"count(DISTINCT {NUMBER}), count(DISTINCT outlet) FROM relation WHERE {MODALITY} IN ('done', 'ongoing'){more} "
        "AND happening IS NOT NULL GROUP BY happening ORDER BY seen",
        days,
    ).fetchall()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        numbers = ", ".join(sorted({str(seen // STRIDE) for seen, *_ in some}))
        pages = {row["page"]: row for row in fetch_rows(connection, f"SELECT * EXCLUDE (blocks) FROM page WHERE {NUMBER} IN ({numbers})")}
        casts: dict[str, list[Actor]] = {}
        for row in fetch_rows(connection, f"SELECT * FROM actor WHERE {NUMBER} IN ({numbers})"):
            casts.setdefault(row["page"], []).append(read_actor(row))
        events = event_answers(connection, [divmod(seen, STRIDE) for seen, *_ in some])
        for (_, label, *counts), event in zip(some, events, strict=True):
            yield from pairs_of(event, pages[event["page"]], casts.get(event["page"], []), (label, *counts))


def pairs_of(event: Row, page: Row, cast: list[Actor], counts: tuple[int, ...]) -> Iterator[Pair]:
    """One happening as pairs of its sides; ``counts`` are its label, tellings, pages and outlets."""
    found = days_of(event["date"] or "")[0] or days_of((page["published"] or "")[:10])[0]
    if found is None:
        return
    known = {actor.id: actor for actor in cast}
    pairs = list(product(event["actors"] or [None], event["recipients"] or [None]))
    for number, (doer, done_to) in enumerate(pairs):
        sides = tuple(known.get(id_ or "") for id_ in (doer, done_to))
        codes = tuple(side_codes(side, page["published"]) for side in sides)
        name = event["id"] if len(pairs) == 1 else f"{event['id']}-{number + 1}"
        place = known.get(event["place"] or "")
        yield Pair(name, counts[0], event, page, found, sides[0], sides[1], (codes[0], codes[1]), tuple(cast), place, *counts[1:])


@cache
def knowledge() -> Knowledge:
    """The knowledge of actors, loaded once."""
    return load_knowledge()


def side_codes(actor: Actor | None, day: str | None) -> Codes:
    """The codes of a side; empty for nobody."""
    return Codes("", "", "") if actor is None else codes_of(actor, knowledge(), (), day)


def joined(values: Any) -> str:  # noqa: ANN401 - any texts
    """Several values in one cell."""
    return ";".join(dict.fromkeys(value for value in values if value))


def plover_row(pair: Pair) -> list[Any]:
    """A row of POLECAT's forty columns."""
    event, page, place = pair.event, pair.page, pair.place
    kinds = (("person",), ("organisation", "government", "outlet"), ("state", "place"))
    people, bodies, places = (joined(a.name for a in pair.cast if a.kind in some) for some in kinds)
    sides = []
    for actor, codes in zip((pair.actor, pair.recipient), pair.codes, strict=True):
        name = actor.name if actor else ""
        wiki = actor.id if actor and actor.id.startswith("Q") else ""
        sides += [name, codes.country, "", codes.sector, codes.sector, (actor.role or "") if actor else "", name, wiki]
    return [
        pair.id, pair.day.isoformat(), event["type"], event["mode"] or "", event["intensity"],
        QUAD_CODES[QUADS[event["type"]]][0], "", *sides,
        place.name if place else "", "", "", "", (place.country or "") if place else "", "", "", "", place.name if place else "", "",
        page["outlet_name"] or page["source"], (page["published"] or "")[:10], people, bodies, places,
        page["language"] or "", event["made_by"],
    ]  # fmt: skip


EVIDENCE_COLUMNS = (
    "Event ID", "Page", "URL", "Source", "Title", "Sentence", "Start", "End", "Modality", "According To", "CAMEO Code", "Tellings", "Pages",
    "Confidence", "Why", "Made By",
)  # fmt: skip
"""The columns of the file that lies beside a POLECAT file: where each event stands, in which words, according to whom."""


def evidence_row(pair: Pair) -> list[Any]:
    """Where an exported event stands."""
    event = pair.event
    return [
        pair.id, event["page"], event["url"] or "", event["source"], event["title"] or "", event["text"], event["start"], event["end"],
        event["modality"], joined(event["according_to_names"]), event["cameo"] or "", pair.tellings, pair.pages, event["confidence"],
        event["why"], event["made_by"],
    ]  # fmt: skip


def icews_row(pair: Pair) -> list[Any]:
    """A row of ICEWS's twenty columns."""
    event, page, place = pair.event, pair.page, pair.place
    both = zip((pair.actor, pair.recipient), pair.codes, strict=True)
    sides = [((actor.name if actor else ""), codes.sector, codes.country) for actor, codes in both]
    return [
        pair.id, pair.day.isoformat(), *sides[0], event["type"], cameo(pair), event["intensity"], *sides[1], event["page"], "",
        page["outlet_name"] or page["source"], place.name if place else "", "", "", (place.country or "") if place else "", "", "",
    ]  # fmt: skip


def gdelt_row(pair: Pair) -> list[Any]:
    """A row of GDELT's sixty-one columns of events."""
    day, page, code = pair.day, pair.page, cameo(pair)
    sides: list[Any] = []
    for actor, codes in zip((pair.actor, pair.recipient), pair.codes, strict=True):
        sides += [codes.cameo, actor.name.upper() if actor else "", codes.country, "", "", "", "", codes.sector, "", ""]
    fraction = round(day.year + (day.timetuple().tm_yday - 1) / 366, 4)
    place = pair.place.name if pair.place else ""
    recorded = "".join(c for c in page["recorded"] if c.isdigit())[:14]
    return [
        number_of(pair.id), f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", fraction, *sides, 1, code, code[:3], code[:2],
        QUAD_CODES[QUADS[pair.event["type"]]][1], pair.event["intensity"], pair.tellings, pair.outlets, pair.pages, "",
        *[""] * 16, "", place, *[""] * 6, recorded, page["url"] or page["source"],
    ]  # fmt: skip


def cameo(pair: Pair) -> str:
    """The CAMEO code, with its leading zero; that of the type where the event has none of its own. A root alone is "not specified":
    17 is 170.
    """
    return str(pair.event["cameo"] or load_yaml("ontology")["plain"][pair.event["type"]]).ljust(3, "0")


def number_of(id_: str) -> int:
    """A whole number below 2^53 for an id, always the same."""
    return int.from_bytes(blake2b(id_.encode(), digest_size=8).digest(), "big") >> 11
