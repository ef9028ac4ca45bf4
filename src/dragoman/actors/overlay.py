"""Our knowledge of actors with a user's additions, corrections and judgements laid over it; ours stays as it is."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from dragoman.actors.additions import Addition, Additions, read_additions
from dragoman.actors.cast import local_id
from dragoman.actors.knowledge import Knowledge, load_knowledge
from dragoman.actors.known import NAME_TYPES, Known, Office, read_known, row_of
from dragoman.actors.names import name_key, name_sound, sound
from dragoman.actors.offices import office_of
from dragoman.errors import AdditionsError

ADDED_RANK = 8
"""The rank of whomever a user added: as much spoken of as anybody."""

STRONGER = "".join(NAME_TYPES)


@dataclass(frozen=True, slots=True)
class Knowing:
    """What is to be known beside what ships with dragoman: files of additions, and actors judged to be the same (drop, keep)."""

    files: tuple[Path, ...] = ()
    same: tuple[tuple[str, str], ...] = ()

    def load(self) -> Knowledge:
        """The knowledge."""
        return knowledge_with(self.files, dict(self.same))


OURS = Knowing()
"""Nothing beside what ships with dragoman."""


def knowledge_with(files: Iterable[Path], same: Mapping[str, str] | None = None) -> Knowledge:
    """Our knowledge with the additions in some files, the later over the earlier, and with actors judged to be the same (drop -> keep)."""
    knowledge = load_knowledge()
    for file in files:
        knowledge = lay_over(knowledge, read_additions(file))
    return with_same(knowledge, same) if same else knowledge


def lay_over(knowledge: Knowledge, additions: Additions) -> Knowledge:
    """The knowledge with additions laid over it; raises ``AdditionsError`` where one corrects an actor that is not known."""
    made = fresh(knowledge, additions.version)
    for addition in additions.actors:
        number = made.numbers.get(addition.id) if addition.id else None
        if number is None and not (addition.name and addition.kind):
            raise AdditionsError(
                f"{additions.path} line {addition.line}: {addition.id} is not known: "
                f"give it `name` and `kind` to add it, or look for its id with dragoman actors find"
            )
        put(made, number, addition)
    check_countries(made, additions)
    return made


def fresh(knowledge: Knowledge, version: str) -> Knowledge:
    """A copy that may be changed."""
    made = copy(knowledge)
    for computed in ("holders", "served", "adjectives", "numbers", "body_codes", "state_codes", "states", "starts", "looks", "told"):
        made.__dict__.pop(computed, None)
    made.rows, made.names, made.sounds, made.widths = list(made.rows), dict(made.names), dict(made.sounds), dict(made.widths)
    made.spelled, made.details = dict(made.spelled), dict(made.details)
    made.same, made.moved, made.read = dict(made.same), dict(made.moved), {}
    made.version = f"{knowledge.version}+{version}"
    return made


def put(made: Knowledge, number: int | None, addition: Addition) -> None:
    """Add an actor, or correct the one of a number."""
    old = None if number is None else read_known(number, made.rows[number])
    number = len(made.rows) if number is None else number
    known = corrected(old, addition, number)
    names = [("n", known.name), *addition.names]
    if old is None:
        made.rows.append(row_of(known))
        made.numbers[known.id] = number
    else:
        made.rows[number] = row_of(known)
        names += made.names_of(number)
    dropped = {name_key(name) for name in addition.not_names}
    for name in addition.not_names:
        take_name(made, number, name)
    kept = {name: type_ for type_, name in sorted(names, key=lambda tn: -STRONGER.index(tn[0])) if name_key(name) not in dropped}
    for name, type_ in kept.items():
        give_name(made, number, name, type_)
    made.spelled[number] = "|".join(type_ + name.replace("|", " ") for name, type_ in kept.items())
    if addition.details:
        made.details[number] = {**made.details.get(number, {}), **dict(addition.details)}


def corrected(old: Known | None, addition: Addition, number: int) -> Known:
    """An actor as it is with what an addition says of it."""
    if old is None:
        id_ = addition.id or local_id(addition.kind, name_key(addition.name), addition.country)
        old = Known(number, id_, addition.name, addition.kind, addition.country or None, None, (), (), ADDED_RANK)
    country = addition.country or old.country or ""
    offices = [o for o in old.offices if not any(o.title == t and o.first.startswith(f) for t, f in addition.not_offices)]
    for office in addition.offices:
        new = replace(
            office,
            country=office.country or country,
            office=office.office or office_of(office.title),
            source=office.source or addition.source or "user",
        )
        offices = [o for o in offices if (o.office or o.title, o.country, o.first) != (new.office or new.title, new.country, new.first)]
        offices.append(new)
    return replace(
        old, name=addition.name or old.name, kind=addition.kind or old.kind, country=country or None, gender=addition.gender or old.gender,
        sources=tuple(dict.fromkeys((*old.sources, "user"))), offices=tuple(sorted(offices, key=order)), rank=max(old.rank, ADDED_RANK),
    )  # fmt: skip


def order(office: Office) -> tuple[str, str]:
    """Offices stand in the order in which they began."""
    return office.first, office.title


def give_name(made: Knowledge, number: int, name: str, type_: str) -> None:
    """Let a name find an actor."""
    key = name_key(name)
    if not key:
        return
    others = [part for part in made.names.get(key, "").split(",") if part and int(part[:-1]) != number]
    made.names[key] = ",".join([*others, f"{number}{type_}"])
    first = key.partition(" ")[0]
    made.widths[first] = max(made.widths.get(first, 0), key.count(" ") + 1)
    if "\tperson\t" in made.rows[number] and " " in name:
        parts = name.split()
        for heard in {name_sound(name), f"{sound(parts[0])} {sound(parts[-1])}"}:
            numbers = [part for part in made.sounds.get(heard, "").split(",") if part and part != str(number)]
            made.sounds[heard] = ",".join([*numbers, str(number)])


def take_name(made: Knowledge, number: int, name: str) -> None:
    """Let a name no longer find an actor."""
    for table, key, ending in ((made.names, name_key(name), True), (made.sounds, name_sound(name), False)):
        left = [p for p in table.get(key, "").split(",") if p and (p[:-1] if ending else p) != str(number)]
        if left:
            table[key] = ",".join(left)
        else:
            table.pop(key, None)


def check_countries(made: Knowledge, additions: Additions) -> None:
    """Raise ``AdditionsError`` where an addition names a country that nobody has."""
    codes = {row.split("\t", 4)[3] for row in made.rows if "\tperson\t" not in row}
    for addition in additions.actors:
        owned = addition.country if addition.kind in ("", "person", "government", "outlet") else ""
        for code in (owned, *(office.country for office in addition.offices)):
            if code and code not in codes:
                raise AdditionsError(
                    f"{additions.path} line {addition.line}: no state or body has the code {code}: "
                    f"correct it, or add an actor of the kind state with `country: {code}`"
                )


def with_same(knowledge: Knowledge, same: Mapping[str, str]) -> Knowledge:
    """The knowledge in which the names of some actors lead to others, with whom they were judged to be the same (drop -> keep)."""
    made = fresh(knowledge, sha256(repr(sorted(same.items())).encode()).hexdigest()[:8])
    for drop, keep in same.items():
        made.same[drop] = keep
        if drop in made.numbers and keep in made.numbers:
            made.moved[made.numbers[drop]] = made.numbers[keep]
    return made
