"""What is known of actors before a page is read: names, countries, offices with their days."""

import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from itertools import chain, takewhile
from typing import Any

import zstandard

from dragoman.actors.bodies import body_by_rule
from dragoman.actors.known import Known, Office, read_known
from dragoman.actors.names import atoms, name_key, name_sound, sound
from dragoman.errors import DataError
from dragoman.lexicon import data_bytes, load_yaml

__all__ = ["Hit", "Knowledge", "Known", "Office", "Words", "load_knowledge"]

MOST = 1 << 27
"""Most bytes that the table may unpack to."""


LONGEST = 12
"""Most words of a name."""

EVERY_STATE = ("army", "navy", "armed-forces", "police", "parliament", "opposition")
"""Bodies of every state that the news calls by a common noun."""

Start = tuple[dict[str, int], int]
"""How names go on that begin with a word: how many parts the longest has for each part that may follow, and how many without one."""

Look = tuple[tuple[str, ...], Start | None]
"""The comparable parts of a word as it is written, and how names go on that begin with it; nothing where none does."""

NO_NAMES: dict[str, int] = {}
"""Second words of a first word with which no name begins."""

MOST_LOOKS = 65_536
"""How many different words are remembered."""

Hit = tuple[int, str]
"""Number of an actor and type of the name by which it was found."""

Told = tuple[tuple[Hit, ...], str, bool]
"""Whom words may name, the body of every state that they are, and whether all whom they may name are people."""


@dataclass(slots=True)
class Words:
    """The word lists of ``actors_words.yml``, made ready for look-up."""

    titles: dict[str, tuple[str, str]]
    offices: list[tuple[str, str]]
    collectives: dict[str, str]
    owned: frozenset[str]
    bodies: dict[str, str]
    stand_ins: dict[str, tuple[str, ...]]
    sets: dict[str, frozenset[str]]
    every: frozenset[str] = frozenset()
    heirs: dict[str, str] = field(default_factory=dict)
    kept_by: dict[str, frozenset[str]] = field(default_factory=dict)
    executives: dict[str, tuple[str, str]] = field(default_factory=dict)
    born: dict[str, tuple[str, str]] = field(default_factory=dict)
    parts_of_world: dict[str, frozenset[str]] = field(default_factory=dict)


class Knowledge:
    """The knowledge base; ``version`` names its content. Made by ``load_knowledge``."""

    def __init__(self, packed: bytes) -> None:
        """Unpack the table; actors are read from it when they are first asked for."""
        try:
            text = zstandard.ZstdDecompressor().decompress(packed, max_output_size=MOST).decode()
            parts = {name: body.split("\n") for name, _, body in (p.partition("\n") for p in text.strip("\n")[1:].split("\n#"))}
            self.rows = parts["actors"]
            self.names = dict(line.split("\t") for line in parts["names"])
            self.sounds = dict(line.split("\t") for line in parts["sounds"])
            self.widths = {key: int(width) for key, width in (line.split("\t") for line in parts["widths"])}
            self.genders = dict(line.split("\t") for line in parts["genders"])
            self.agents = dict(line.split("\t") for line in parts["agents"])
            self.late = parts["spelled"], parts["details"]
        except (zstandard.ZstdError, KeyError, ValueError) as error:
            raise DataError("data/actors.zst is damaged: install dragoman again") from error
        self.version = "actors-" + sha256(packed).hexdigest()[:8]
        self.read: dict[int, Known] = {}
        self.same: dict[str, str] = {}
        self.moved: dict[int, int] = {}
        self.words = load_words()

    def known(self, number: int) -> Known:
        """An actor by its number."""
        found = self.read.get(number)
        if found is None:
            found = self.read[number] = read_known(number, self.rows[number])
        return found

    def find(self, key: str) -> list[Hit]:
        """The actors that have a name with this key (``names.name_key``), each with the type of the name."""
        cell = self.names.get(key)
        found = [(int(part[:-1]), part[-1]) for part in cell.split(",")] if cell else []
        return list(dict.fromkeys((self.moved.get(n, n), t) for n, t in found)) if self.moved else found

    def find_sound(self, name: str) -> list[int]:
        """People whose name sounds alike, in whatever spelling."""
        words = name.split()
        cell = self.sounds.get(name_sound(name)) or (self.sounds.get(f"{sound(words[0])} {sound(words[-1])}") if len(words) > 2 else None)
        found = [int(part) for part in cell.split(",")] if cell else []
        return list(dict.fromkeys(self.moved.get(n, n) for n in found)) if self.moved else found

    def of_id(self, id_: str) -> Known | None:
        """The actor with an id, or the one with which it was judged to be the same."""
        id_ = self.same.get(id_, id_)
        number = self.numbers.get(id_)
        return body_by_rule(self, id_) if number is None else self.known(number)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each id."""
        return {row[: row.index("\t")]: number for number, row in enumerate(self.rows)}

    @cached_property
    def starts(self) -> dict[str, dict[str, int]]:
        """For each first word of a name or of a body that every state has: its second words, and the most words of a name with both."""
        found: dict[str, dict[str, int]] = {}
        for key in chain(self.names, self.words.bodies):
            if " " in key:
                first, second, *rest = key.split(" ")
                longest = found.setdefault(first, {})
                longest[second] = max(longest.get(second, 0), min(len(rest) + 2, LONGEST))
        return found

    @cached_property
    def told(self) -> dict[tuple[str, ...], Told]:
        """Whom words as they are written may name, as far as it was looked up before; of one word with its part of speech."""
        return {}

    @cached_property
    def looks(self) -> dict[str, Look]:
        """What was looked up of words before."""
        return {}

    def look(self, text: str) -> Look:
        """The comparable parts of a word as it is written, and how names go on that begin with it."""
        found = self.looks.get(text)
        if found is None:
            parts = atoms(text)
            found = (parts, self.start_of(text, parts))
            if len(self.looks) < MOST_LOOKS:
                self.looks[text] = found
        return found

    def start_of(self, text: str, parts: tuple[str, ...]) -> Start | None:
        """How names go on that begin with a word; nothing where none does. A word in small letters alone is only a body of every state."""
        seconds = self.starts.get(parts[0], NO_NAMES) if parts else NO_NAMES
        if len(parts) > 1:
            return (NO_NAMES, seconds[parts[1]]) if parts[1] in seconds else None
        alone = bool(parts) and (parts[0] in self.words.bodies or (parts[0] in self.names and not text.islower()))
        return (seconds, int(alone)) if seconds or alone else None

    @cached_property
    def spelled(self) -> dict[int, str]:
        """Names as written, each after its type and parted by ``|``, of the actors that have more than one."""
        return {int(number): names for number, names in (line.split("\t") for line in self.late[0])}

    def names_of(self, number: int) -> list[tuple[str, str]]:
        """The names of an actor as written, each with its type (``known.NAME_TYPES``)."""
        cell = self.spelled.get(number)
        return [(part[0], part[1:]) for part in cell.split("|")] if cell else [("n", self.known(number).name)]

    @cached_property
    def details(self) -> dict[int, dict[str, Any]]:
        """What only some actors have: first and last day, members, the body for which a seat stands, who owns an outlet."""
        return {int(number): json.loads(facts) for number, facts in (line.split("\t") for line in self.late[1])}

    def is_country(self, word: str) -> bool:
        """Whether a word is a state's name, adjective or capital."""
        return any(type_ != "w" and self.known(n).kind == "state" for n, type_ in self.find(name_key(word)))

    def gender_of(self, first_name: str) -> str | None:
        """Masc or Fem where a first name nearly always tells it."""
        return self.genders.get(name_key(first_name))

    def holder(self, country: str, office: str, day: str) -> Known | None:
        """Who held an office of a country on a day, if the table is sure."""
        best: tuple[str, int] | None = None
        for first, number in self.holders.get((country, office), ()):
            known = self.known(number)
            fits = any(o.office == office and o.country == country and o.first == first and o.covers(day) for o in known.offices)
            if fits and (best is None or (first, -number) > (best[0], -best[1])):
                best = first, number
        return self.known(best[1]) if best else None

    @cached_property
    def served(self) -> dict[str, list[int]]:
        """The people who held any office of a state or body, by its code."""
        found: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            if "|" in row and "\tperson\t" in row:
                for country in {cell.split("|", 3)[2] for cell in row.split("\t", 7)[6].split(";")}:
                    found.setdefault(country, []).append(self.moved.get(number, number))
        return found

    @cached_property
    def holders(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """Holders of the offices that the news names most, with the day on which they began."""
        found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for number, row in enumerate(self.rows):
            if row.endswith(("\t3", "\t4", "\t6", "\t8")) and "\tperson\t" in row:
                for office in self.known(number).offices:
                    if office.office and office.first:
                        found.setdefault((office.country, office.office), []).append((office.first, number))
        return found

    @cached_property
    def states(self) -> dict[str, int]:
        """The number of the state of each country code, the one of which the news speaks most."""
        found: dict[str, int] = {}
        for number, row in enumerate(self.rows):
            if "\tstate\t" in row:
                known = self.known(number)
                if known.country and (known.country not in found or known.rank > self.known(found[known.country]).rank):
                    found[known.country] = number
        return found

    @cached_property
    def body_codes(self) -> frozenset[str]:
        """The codes of bodies of several states: UNO, NATO, EUU."""
        split = [row.split("\t", 4) for row in self.rows if "\torganisation\t" in row or "\tgroup\t" in row]
        return frozenset(cells[3] for cells in split if cells[3]) - self.state_codes

    @cached_property
    def state_codes(self) -> frozenset[str]:
        """The codes of states and territories, also of those that are no more."""
        return frozenset(row.split("\t", 4)[3] for row in self.rows if "\tstate\t" in row) - {""}

    @cached_property
    def adjectives(self) -> dict[str, str]:
        """The adjective of each country code that is most like the name of its best known state: RUS, Russian."""
        found: dict[str, tuple[int, int, int, str]] = {}
        for key, cell in self.names.items():
            if "a" in cell and len(key) > 2:
                for number, type_ in self.find(key):
                    known = self.known(number) if type_ == "a" else None
                    if known and known.kind == "state" and known.country:
                        shared = sum(1 for _ in takewhile(lambda ab: ab[0] == ab[1], zip(key, known.name.lower(), strict=False)))
                        mine = (-known.rank, -shared, len(key), " ".join(part.capitalize() for part in key.split()))
                        found[known.country] = min(found.get(known.country, mine), mine)
        told = {country: best[3] for country, best in found.items()}
        return {before: told[heir] for heir, before in self.words.heirs.items() if heir in told and before not in told} | told


def load_words() -> Words:
    """The word lists of ``actors_words.yml``."""
    raw: dict[str, Any] = load_yaml("actors_words")
    titles = {k: (v[0], v[1]) for k, v in raw["titles"].items() if k not in ("must", "must_not")}
    collectives = {k: v for k, v in raw["collectives"].items() if k not in ("must", "must_not")}
    bodies = {name_key(phrase): body for body, phrases in raw["bodies"].items() for phrase in phrases}
    areas = {name: f"ministry-{area}" for area, names in raw["ministries"].items() for name in names}
    bodies |= {name_key(form.format(name)): body for name, body in areas.items() for form in raw["ministry_forms"]}
    bodies |= {name_key(name): f"ministry-{area}" for name, area in raw["ministry_names"].items()}
    stand_ins = {k: tuple(v) for k, v in raw["stand_ins"].items()}
    listed = (
        "same_thing", "places_verbs", "motions", "locatives", "reporting", "unhuman", "no_people", "alone", "body_heads", "kind_nouns",
        "outlet_nouns", "areas", "with_secretary", "likelier", "state_forms", "named_after", "callings",
    )  # fmt: skip
    sets = {name: frozenset(raw[name]) for name in listed}
    offices = [(phrase, office) for phrase, office in raw["offices"]]
    every = frozenset((*bodies.values(), *EVERY_STATE))
    kept_by = {name_key(phrase): frozenset(states) for phrase, states in raw["kept_by"].items()}
    executives = {word: (union, name) for word, (union, name) in raw["executives"].items()}
    owned = frozenset(raw["named_when_owned"])
    born = {state: (day, before) for state, (day, before) in raw["born"].items()}
    parts = {said: frozenset(states) for said, states in raw["parts_of_world"].items()}
    return Words(titles, offices, collectives, owned, bodies, stand_ins, sets, every, raw["heirs"], kept_by, executives, born, parts)


@cache
def load_knowledge() -> Knowledge:
    """The knowledge base in the package, loaded once."""
    return Knowledge(data_bytes("actors.zst"))
