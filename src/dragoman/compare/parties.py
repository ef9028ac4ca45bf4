"""Parties: whom somebody means by a code, an id or a name, and which rows of the index are about them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from dragoman.errors import DragomanError
from dragoman.lexicon import load_yaml
from dragoman.store.asking import is_code, side_is

ID = re.compile(r"Q\d+|local:\S+")

ROLL_UPS = ("state", "actor", "bloc")


@dataclass(frozen=True, slots=True)
class Member:
    """A state that belongs to a bloc, from which day on and, where it left, up to which."""

    code: str
    since: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a relation: what was asked for, its name, and the codes and ids that stand for it in the index; of a bloc that stands for
    its members, these with their days."""

    asked: str
    name: str
    wanted: tuple[str, ...]
    members: tuple[Member, ...] = ()

    def is_on(self, side: str, when: str = "first") -> tuple[str, list[str]]:
        """A condition in SQL that this party is on a side, given the beginning of its columns (``actor``: ``actor``, ``actor_country``).

        ``when`` is the column with the day, on which a member must belong to a bloc; what has no day counts.
        """
        condition, values = side_is(side, self.wanted)
        if not self.members:
            return condition, list(values)
        belongs = f"({side}_country = ? AND ({when} IS NULL OR {when} BETWEEN ?::DATE AND ?::DATE))"
        days = [part for member in self.members for part in (member.code, member.since, member.until or "9999-12-31")]
        return f"({' OR '.join([condition, *[belongs] * len(self.members)])})", [*values, *days]

    def everybody(self) -> set[str]:
        """All codes and ids that stand for it, on whatever day."""
        return {*self.wanted, *(member.code for member in self.members)}


def find_party(connection: duckdb.DuckDBPyConnection, word: str, roll_up: str, same: dict[str, str]) -> Party:
    """Whom a word means; raises ``DragomanError`` where no page names them.

    With ``roll_up`` "state", a state or body stands for everybody who belongs to it; with "bloc", a bloc for its member states besides
    (``data/blocs.yml``); with "actor", each for itself alone. Anybody else stands for himself. ``same`` are ids judged to be of one actor.
    """
    if roll_up not in ROLL_UPS:
        raise DragomanError(f"{roll_up} is no way to roll up: take {', '.join(ROLL_UPS)}")
    word = word.strip()
    if not is_code(word) and word.isalpha() and len(word) == 3 and has_country(connection, word.upper()):
        word = word.upper()
    if is_code(word):
        own = own_names(connection, word)
        if not own and not any(has_country(connection, code) for code in (word, *(m.code for m in members_of(word) if roll_up == "bloc"))):
            raise DragomanError(f"no page is about anybody of {word}: give a code (FRA, NATO), an id (Q142) or a name that a page gives")
        name = next(iter(own.values()), None) or word
        if roll_up == "actor":
            return Party(word, name, tuple(own) or (word,))
        return Party(word, name, (word,), members_of(word) if roll_up == "bloc" else ())
    ids = [word] if ID.fullmatch(word) else named(connection, word)
    if not ids or not is_known(connection, ids):
        raise DragomanError(f"no page of the library names {word}: give a code (FRA, NATO), an id (Q142) or a name that a page gives")
    code = state_of(connection, ids)
    if code is not None and roll_up != "actor":
        return Party(word, name_of(connection, ids[0]) or word, (code,), members_of(code) if roll_up == "bloc" else ())
    kept = {same.get(id_, id_) for id_ in ids}
    merged = [id_ for id_ in (*kept, *same) if same.get(id_, id_) in kept]
    return Party(word, name_of(connection, ids[0]) or word, tuple(dict.fromkeys([*ids, *sorted(merged)])))


def members_of(bloc: str) -> tuple[Member, ...]:
    """The states that belong or belonged to a bloc; none for anything else."""
    found = []
    for since, listed in load_yaml("blocs").get(bloc, {}).items():
        for member in listed:
            code, _, until = member.partition(" until ")
            found.append(Member(code, str(since), until or None))
    return tuple(found)


def is_about(party: Party) -> tuple[str, list[str]]:
    """A condition on the table ``about``: a page is about a party."""
    condition, values = party.is_on("x", "day")
    return condition.replace("x_country", "country").replace("x ", "id "), values


def has_country(connection: duckdb.DuckDBPyConnection, code: str) -> bool:
    """Whether anybody on a page belongs to a state or body, or an imported event has it."""
    query = (
        "SELECT 1 FROM about WHERE country = $1 UNION ALL "
        "SELECT 1 FROM imported WHERE actor_country = $1 OR recipient_country = $1 LIMIT 1"
    )
    return bool(connection.execute(query, [code]).fetchone())


def is_known(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> bool:
    """Whether a page has one of some actors."""
    return bool(connection.execute("SELECT 1 FROM about WHERE list_contains(?, id) LIMIT 1", [list(ids)]).fetchone())


def own_names(connection: duckdb.DuckDBPyConnection, code: str) -> dict[str, str | None]:
    """The ids of a state itself, or of a body that of most pages; those of most pages first, each with the name that most pages give."""
    names = "SELECT id, name, pages FROM party WHERE country = $1"
    if states := most_named(connection.execute(f"{names} AND kind = 'state'", [code]).fetchall()):
        return states
    most = "SELECT id FROM party WHERE country = $1 GROUP BY id HAVING sum(pages) > 0 ORDER BY sum(pages) DESC, id LIMIT 1"
    return most_named(connection.execute(f"{names} AND id = ({most})", [code]).fetchall())


def most_named(rows: Iterable[tuple[str, str | None, int]]) -> dict[str, str | None]:
    """Ids with the name that most pages give, those of most pages first; the pages of each id and name are to be summed."""
    names: dict[str, dict[str | None, int]] = {}
    for id_, name, pages in rows:
        told = names.setdefault(id_, {})
        told[name] = told.get(name, 0) + pages
    counts = {id_: sum(told.values()) for id_, told in names.items()}
    there = sorted((id_ for id_, count in counts.items() if count), key=lambda id_: (-counts[id_], id_))
    return {id_: min(names[id_], key=lambda name: (-names[id_][name], name or "")) for id_ in there}


def state_of(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> str | None:
    """The code of a state or body of several states, if that is what the ids are."""
    query = (
        "SELECT country FROM about WHERE list_contains(?, id) AND kind = 'state' AND country IS NOT NULL "
        "GROUP BY country ORDER BY count(*) DESC, country"
    )
    found = connection.execute(query, [list(ids)]).fetchone()
    return str(found[0]) if found else None


def named(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The ids under which pages know somebody by a name or another name, those of most pages first; only of the kind of the first.

    A name that means a state most often does not mean a village of the same name besides.
    """
    query = (
        "SELECT id, any_value(kind) AS kind FROM actor WHERE lower(name) = lower($name) "
        "OR list_contains(list_transform(aliases, lambda a: lower(a)), lower($name)) GROUP BY id ORDER BY count(*) DESC, id"
    )
    rows = connection.execute(query, {"name": name}).fetchall()
    return [id_ for id_, kind in rows if kind == rows[0][1]] or of_surname(connection, name)


def of_surname(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The id of the person with a surname of whom most pages speak: namesakes are not thrown together."""
    query = "SELECT id FROM actor WHERE kind = 'person' AND ends_with(lower(name), $last) GROUP BY id ORDER BY count(*) DESC, id LIMIT 1"
    return [str(id_) for (id_,) in connection.execute(query, {"last": f" {name.lower()}"}).fetchall()]


def name_of(connection: duckdb.DuckDBPyConnection, id_: str) -> str | None:
    """The name that pages give most often."""
    query = "SELECT name FROM actor WHERE id = ? GROUP BY name ORDER BY count(*) DESC, name LIMIT 1"
    found = connection.execute(query, [id_]).fetchone()
    return str(found[0]) if found else None
