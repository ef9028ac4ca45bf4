"""A user's additions and corrections to the knowledge of actors: a YAML file that is laid over ours, checked line by line.

The form of the file is told in docs/actors.md. A wrong file stops before anything is read, with the line and what to do about it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from dragoman.actors.known import KINDS, NAME_TYPES, Office
from dragoman.errors import AdditionsError

LARGEST = 1 << 25
"""Bytes of a file of additions beyond which it is none."""

DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
ID = re.compile(r"Q[1-9]\d*|local:[\w.:-]+|[A-Z]{3,8}-[a-z][a-z0-9]*(?:-[a-z]+)*")
CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
SECTOR = re.compile(r"[A-Z]{3}")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Addition:
    """An actor that is new, or what is to be corrected of one that we know; ``line`` is where it stands in the file."""

    line: int
    id: str = ""
    name: str = ""
    kind: str = ""
    country: str = ""
    gender: str = ""
    source: str = ""
    names: tuple[tuple[str, str], ...] = ()
    not_names: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    not_offices: tuple[tuple[str, str], ...] = ()
    details: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Additions:
    """The content of one file; ``version`` names it."""

    path: str = ""
    version: str = ""
    actors: tuple[Addition, ...] = ()


@dataclass(slots=True)
class Checking:
    """A file while it is checked, with the faults found so far, each a line with its number."""

    path: Path
    faults: list[str] = field(default_factory=list)

    def fault(self, node: yaml.Node, text: str) -> None:
        """Note what is wrong at a place of the file."""
        self.faults.append(f"{self.path} line {node.start_mark.line + 1}: {text}")

    def fields(self, node: yaml.Node, allowed: Iterable[str], what: str) -> Iterator[tuple[str, yaml.Node]]:
        """The fields of a mapping; those that do not belong there are faults."""
        if not isinstance(node, yaml.MappingNode):
            return self.fault(node, f"{what} must be fields with values, such as `name: Ada Brandt`")
        known, seen = list(allowed), set()
        for key, value in node.value:
            name = str(key.value)
            if name not in known:
                self.fault(key, f"`{name}` is no field of {what}: it has {', '.join(known)}")
            elif name in seen:
                self.fault(key, f"`{name}` stands here twice: keep one")
            else:
                seen.add(name)
                yield name, value
        return None

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        """The items of a list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fault(node, f"{what} must be a list, such as `[one, two]`")
        return []

    def text(self, node: yaml.Node, what: str, form: re.Pattern[str] | None = None, example: str = "") -> str:
        """A text, of a form if there is one."""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.fault(node, f"`{what}` must be a text" + (f", such as {example}" if example else ""))
            return ""
        value = " ".join(node.value.split())
        if form and not form.fullmatch(value):
            self.fault(node, f"`{what}` is {value!r}: write it as {example}")
            return ""
        return value

    def choice(self, node: yaml.Node, what: str, allowed: Iterable[str]) -> str:
        """One of some words."""
        value = self.text(node, what)
        if value and value not in allowed:
            self.fault(node, f"`{what}` is {value!r}: it is one of {', '.join(allowed)}")
            return ""
        return value

    def texts(self, node: yaml.Node, what: str, form: re.Pattern[str] | None = None, example: str = "") -> tuple[str, ...]:
        """A list of texts."""
        found = (self.text(item, what, form, example) for item in self.items(node, f"`{what}`"))
        return tuple(value for value in found if value)


Taker = Callable[[Checking, yaml.Node, str], Any]


def day(checking: Checking, node: yaml.Node, what: str) -> str:
    """A day, a month or a year."""
    return checking.text(node, what, DAY, "2024-05-01, 2024-05 or 2024")


def plain(checking: Checking, node: yaml.Node, what: str) -> str:
    """Any text."""
    return checking.text(node, what)


def code(checking: Checking, node: yaml.Node, what: str) -> str:
    """The code of a country or body."""
    return checking.text(node, what, CODE, "FRA, SUN or NATO (capitals)")


DETAILS: dict[str, Taker] = {
    "from": day, "to": day, "as_of": day, "owner": plain, "note": plain,
    "members": lambda c, n, w: c.texts(n, w, CODE, "[FRA, DEU]"),
    "domains": lambda c, n, w: c.texts(n, w, DOMAIN, "[example.org]"),
    "mirrors": lambda c, n, w: c.texts(n, w, DOMAIN, "[example.net]"),
    "sector": lambda c, n, w: c.text(n, w, SECTOR, "GOV, MIL or another of docs/actors.md"),
    "state_run": lambda c, n, w: c.choice(n, w, ("yes", "no", "partly")),
}  # fmt: skip
"""Fields that only some actors have."""

SIMPLE: dict[str, Taker] = {
    "id": lambda c, n, w: c.text(n, w, ID, "Q142 or local:my-own-name"),
    "name": plain,
    "kind": lambda c, n, w: c.choice(n, w, KINDS),
    "country": code,
    "gender": lambda c, n, w: {"m": "Masc", "f": "Fem"}.get(c.choice(n, w, ("m", "f")), ""),
    "source": plain,
}  # fmt: skip

NAMES = {called: type_ for type_, called in NAME_TYPES.items() if type_ != "m"}
OFFICE = ("title", "office", "country", "from", "to", "as_of", "source")
FIELDS = (*SIMPLE, *NAMES, "not_names", "offices", "not_offices", *DETAILS)


def read_additions(path: Path) -> Additions:
    """The additions in a file; raises ``AdditionsError`` with the first fault where there are any."""
    additions, faults = check_additions(path)
    if faults:
        more = f" (and {len(faults) - 1} more: dragoman actors check {path} lists them)" if len(faults) > 1 else ""
        raise AdditionsError(faults[0] + more)
    return additions


def check_additions(path: Path) -> tuple[Additions, list[str]]:
    """The additions in a file, and all that is wrong with it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Additions(), [f"{path} cannot be read: {error.strerror}"]
    if len(raw) > LARGEST:
        return Additions(), [f"{path} has {len(raw):,} bytes: no list of actors is that long"]
    try:
        root = yaml.compose(raw.decode("utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        return Additions(), [f"{path} is not in UTF-8: save it so"]
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f" line {mark.line + 1}" if mark else ""
        return Additions(), [f"{path}{at}: this is no YAML: {getattr(error, 'problem', None) or 'it is nested too deep'}"]
    checking = Checking(path)
    actors: list[Addition] = []
    for _, value in checking.fields(root, ("actors",), "the file") if root is not None else ():
        actors += [take_actor(checking, item) for item in checking.items(value, "`actors`")]
    return Additions(str(path), sha256(raw).hexdigest()[:8], tuple(actors)), checking.faults


def take_actor(checking: Checking, node: yaml.Node) -> Addition:
    """One actor of the file."""
    found = Addition(node.start_mark.line + 1)
    names: list[tuple[str, str]] = []
    details: list[tuple[str, Any]] = []
    for name, value in checking.fields(node, FIELDS, "an actor"):
        if name in SIMPLE:
            found = replace(found, **{name: SIMPLE[name](checking, value, name)})
        elif name in NAMES:
            names += [(NAMES[name], text) for text in checking.texts(value, name)]
        elif name == "offices":
            found = replace(found, offices=tuple(take_office(checking, item) for item in checking.items(value, "`offices`")))
        elif name == "not_offices":
            taken = [take_office(checking, item) for item in checking.items(value, "`not_offices`")]
            found = replace(found, not_offices=tuple((o.title, o.first) for o in taken))
        elif name == "not_names":
            found = replace(found, not_names=checking.texts(value, name))
        else:
            details.append((name, DETAILS[name](checking, value, name)))
    if not found.id and not (found.name and found.kind):
        checking.fault(node, "an actor needs an `id` that is known, or `name` and `kind`")
    return replace(found, names=tuple(names), details=tuple(details))


def take_office(checking: Checking, node: yaml.Node) -> Office:
    """One office of an actor. ``as_of`` is the day on which it was last seen that the office had not ended."""
    found = dict.fromkeys(OFFICE, "")
    for name, value in checking.fields(node, OFFICE, "an office"):
        taker = day if name in ("from", "to", "as_of") else code if name == "country" else plain
        found[name] = taker(checking, value, name)
    if not found["title"]:
        checking.fault(node, "an office needs a `title`, such as `title: Foreign Minister`")
    if found["from"] and found["to"] and found["to"] < found["from"][: len(found["to"])]:
        checking.fault(node, f"the office ends ({found['to']}) before it begins ({found['from']})")
    last = found["to"] or (f"<{found['as_of']}" if found["as_of"] else "")
    return Office(found["title"], found["office"], found["country"], found["from"], last, found["source"])
