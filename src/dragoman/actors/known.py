"""What is known of one actor: names, country, and the offices that a person held."""

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("person", "state", "government", "organisation", "group", "outlet", "place")
"""Kinds of actors."""

NAME_TYPES = {
    "n": "names", "a": "adjectives", "s": "acronyms", "m": "metonyms", "d": "peoples", "c": "capitals", "w": "weak_names",
}  # fmt: skip
"""Types of names, the stronger first, with what they are called where people meet them. A weak name counts only with other signs."""

OPEN_YEARS = 2
"""Years for which an office that was last seen open still counts as held when a page is read."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person held; ``last`` begins with ``<`` where it is only known that it had not ended on that day."""

    title: str
    office: str
    country: str
    first: str
    last: str
    source: str = ""

    def covers(self, day: str) -> bool:
        """Whether the person held the office on a day. An open end counts for two years after the day on which it was last seen open."""
        if self.first and self.first[: len(day)] > day[: len(self.first)]:
            return False
        if self.last.startswith("<"):
            year = int(self.last[1:5]) + OPEN_YEARS
            return day[:4] <= str(year)
        return not self.last or day[: len(self.last)] <= self.last[: len(day)]

    def surely_covers(self, day: str) -> bool:
        """Whether the days told leave no doubt that the office was held on a day: no year alone at its edge, no open end after it."""
        end = self.last.removeprefix("<")
        return bool(self.first and end) and latest(self.first) <= day <= earliest(end)


def earliest(day: str) -> str:
    """The first day of a year, a month or a day: 2012-05-01 for 2012-05."""
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day


def latest(day: str) -> str:
    """A day not before the last of a year, a month or a day: 2012-05-31 for 2012-05."""
    return day + "-12-31"[len(day) - 4 :] if len(day) < 10 else day


@dataclass(frozen=True, slots=True)
class Known:
    """An actor of the knowledge base. ``rank`` says how much the news speaks of it, from 0 to 8."""

    number: int
    id: str
    name: str
    kind: str
    country: str | None
    gender: str | None
    sources: tuple[str, ...]
    offices: tuple[Office, ...]
    rank: int

    def country_on(self, day: str | None) -> str | None:
        """The country, or the body of several states whose office the person held on that day; of several begun together the own one."""
        held = self.latest_of([o for o in self.offices if day and o.country and o.first and o.covers(day)])
        return held.country if held else self.country

    def office_on(self, day: str | None) -> Office | None:
        """The office held on a day, the latest begun; of several begun together (a king of many realms) that of the own country."""
        return self.latest_of([o for o in self.offices if day and o.first and o.covers(day)])

    def latest_of(self, held: Sequence[Office]) -> Office | None:
        """The last of some offices; of those that began with it that of the person's own country."""
        own = [o for o in held if o.country == self.country and o.first == held[-1].first]
        return own[-1] if own else held[-1] if held else None


def read_known(number: int, row: str) -> Known:
    """An actor from its row in the table."""
    id_, name, kind, country, gender, sources, offices, rank = row.split("\t")
    held = tuple(Office(*cell.split("|")) for cell in offices.split(";") if cell)
    return Known(number, id_, name, kind, country or None, gender or None, tuple(sources.split(",")), held, int(rank))


def row_of(known: Known) -> str:
    """The row of an actor, as ``read_known`` reads it."""
    held = ";".join("|".join(clean(c) for c in (o.title, o.office, o.country, o.first, o.last, o.source)) for o in known.offices)
    cells = (known.id, known.name, known.kind, known.country or "", known.gender or "", ",".join(known.sources), held, str(known.rank))
    return "\t".join(" ".join(cell.split()) for cell in cells)


def clean(text: str) -> str:
    """Text without the marks that part the cells of an office."""
    return text.replace("|", "/").replace(";", ",")
