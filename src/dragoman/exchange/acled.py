"""Events as ACLED has them: those of our happenings that it would record, its own names of types and kinds of actors in its columns."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from dragoman.actors.codes import Codes
from dragoman.exchange.events import Pair, cameo, knowledge
from dragoman.lexicon import load_yaml
from dragoman.store.days import days_of

CROWDS = {"Protests": "Protesters", "Riots": "Rioters"}
"""What ACLED calls whoever demonstrates."""

CIVILIANS = "Civilians"

ON_CIVILIANS = ("Violence against civilians", "Attack")
"""What a fight is in which the other side does not fight."""


def acled_row(pair: Pair) -> list[Any] | None:
    """A row of ACLED's thirty-one columns; none for an act that ACLED does not record."""
    found = acled_type(pair)
    if found is None:
        return None
    event, page, place = pair.event, pair.page, pair.place
    kind, sub = found
    where = place.country if place else None
    inter = (inter_of(pair.codes[0], kind, where), inter_of(pair.codes[1], "", where))
    both = "-".join(part for part in inter if part) if pair.recipient else inter[0] and f"{inter[0]} only"
    aimed = "Civilian targeting" if kind == ON_CIVILIANS[0] or (inter[1] == CIVILIANS and kind == "Explosions/Remote violence") else ""
    return [
        pair.id, pair.day.isoformat(), pair.day.year, precision_of(event["date"]),
        load_yaml("exports_acled")["disorders"][kind], kind, sub,
        pair.actor.name if pair.actor else "", "", inter[0], pair.recipient.name if pair.recipient else "", "", inter[1], both, aimed,
        "", "", country_name(where), "", "", "", place.name if place else "", "", "", "",
        page["outlet_name"] or page["source"], "", " ".join(event["text"].split()), "", "", seconds_of(page["recorded"]),
    ]  # fmt: skip


def acled_type(pair: Pair) -> tuple[str, str] | None:
    """ACLED's event type and sub-event type of an act, by its CAMEO code; none where it has no place for it."""
    kinds: dict[str, list[str]] = load_yaml("exports_acled")["types"].get(pair.event["type"], {})
    code = cameo(pair)
    best = max((start for start in kinds if code.startswith(start)), key=len, default=None)
    if best is None:
        return None
    kind, sub = kinds[best]
    if kind == "Battles" and sectors().get(pair.codes[1].sector) == CIVILIANS:
        return ON_CIVILIANS
    return kind, sub


@cache
def sectors() -> dict[str, str]:
    """ACLED's kinds of actors by PLOVER's sectors."""
    return {sector: kind for kind, listed in load_yaml("exports_acled")["inter"].items() for sector in listed}


def inter_of(codes: Codes, kind: str, where: str | None) -> str:
    """ACLED's kind of a side: demonstrators by what they do, the forces of a state outside of it apart, the rest by sector."""
    if kind in CROWDS:
        return CROWDS[kind]
    found = sectors().get(codes.sector, "")
    abroad = found == "State forces" and where and codes.country and where != codes.country
    return "External/Other forces" if abroad else found


def country_name(code: str | None) -> str:
    """The name of a state by its code."""
    number = knowledge().states.get(code or "")
    return "" if number is None else knowledge().known(number).name


def precision_of(when: str | None) -> int | str:
    """ACLED's precision of time: 1 where the day is known, 3 where the month is; nothing for less."""
    first, last = days_of(when or "")
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return ""
    return 1 if first == last else 3


def seconds_of(recorded: str) -> int | str:
    """A time in ISO 8601 as seconds since 1970, in UTC where no zone is told; nothing for what is none."""
    try:
        told = datetime.fromisoformat(recorded)
    except ValueError:
        return ""
    return int((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())
