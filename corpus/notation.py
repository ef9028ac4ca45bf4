"""Reads a corpus page written in our notation: the text, its marks, and the lines that code it (NOTATION.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

TYPES = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "ACCUSE",
    "REQUEST",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
MODALITIES = ["done", "ongoing", "planned", "demanded", "threatened", "hypothetical", "denied"]
KINDS = ["person", "state", "government", "organisation", "group", "outlet", "place"]
DIRECTIONS = ["better", "worse", "same", "-"]
BLOCKS = {"# ": "title", "## ": "heading", "= ": "deck", "^ ": "caption", "> ": "quote", "~ ": "other"}
ROLES = ("topics", "byline", "dateline", "credit", "related")
"""What a line that is not story may be for, written ``~byline ``; a plain ``~ `` is boilerplate of another kind."""
REQUIRED = ("facts", "group", "hand", "region", "decade", "topic", "manner", "shape", "outlet", "day")
OPTIONAL = ("topics", "copy_of", "features", "note", "part")
OPEN_QUOTES, CLOSE_QUOTES = '“„«"', '”»"'
FAR_BACK = 8  # how many blocks before its own a coding line may refer to
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class NotationError(ValueError):
    """A page that does not follow the notation; the message starts with file and line."""
FAMILY = {"IAEA": "UNO", "WHO": "UNO"}
"""Agencies that CAMEO's lists have under the United Nations (IGOUNOIAE, IGOUNOHLHWHO): a page may write their acronym, records say UNO."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a block that names an actor or a time; `value` is the actor's short id or the EDTF value."""

    start: int
    end: int
    value: str


@dataclass(slots=True)
class Block:
    """One line of the page: its kind, its text without marks, and the marks."""

    kind: str
    text: str
    line: int
    start: int = 0  # offset in the plain text of the page
    role: str = "boilerplate"  # of a line that is not story: one of ROLES, or boilerplate
    actors: list[Mark] = field(default_factory=list)
    times: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as the header declares it."""

    id: str
    name: str
    kind: str
    country: str | None
    role: str | None
    anonymous: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """A coding line (`!S`, `!E` or `!R`) after the block with index `block`."""

    letter: str
    head: list[str]
    tail: str
    block: int
    line: int


@dataclass(slots=True)
class Page:
    """A page as written: header facts, actors, blocks and coding lines, with its plain text."""

    id: str
    path: str
    facts: dict[str, str]
    actors: dict[str, Actor]
    blocks: list[Block]
    codings: list[Coding]

    @property
    def day(self) -> date:
        """The day of publication."""
        return date.fromisoformat(self.facts["day"].split()[0])

    @property
    def text(self) -> str:
        """The plain text that all offsets refer to: the blocks with an empty line between them."""
        return "\n\n".join(b.text for b in self.blocks)

    def fail(self, line: int, why: str) -> NotationError:
        """An error at a line of this page."""
        return NotationError(f"{self.path}:{line}: {why}")


def read_page(path: Path) -> Page:
    """Read one page file; raise NotationError with file and line if it is not well formed."""
    lines = path.read_text(encoding="utf-8").split("\n")
    page = Page(path.stem, str(path), {}, {}, [], [])
    cut = next((n for n, line in enumerate(lines) if line.strip() == "---"), None)
    if cut is None:
        raise page.fail(1, "no line --- after the header")
    for number, line in enumerate(lines[:cut], 1):
        _read_header_line(page, line.strip(), number)
    missing = [k for k in REQUIRED if k not in page.facts]
    if missing:
        raise page.fail(1, f"header lacks {', '.join(missing)}")
    _check_day(page)
    for number, line in enumerate(lines[cut + 1 :], cut + 2):
        if line.strip():
            _read_body_line(page, line.strip(), number)
    offset = 0
    for block in page.blocks:
        block.start = offset
        offset += len(block.text) + 2
    return page


def _check_day(page: Page) -> None:
    parts = page.facts["day"].split()
    if len(parts) != 2 or parts[1] not in ("shown", "given"):
        raise page.fail(1, "day must read: YYYY-MM-DD shown, or YYYY-MM-DD given")
    if edtf_problem(parts[0]) or len(parts[0]) != 10:
        raise page.fail(1, f"{parts[0]} is no day")


def _read_header_line(page: Page, line: str, number: int) -> None:
    if not line:
        return None
    if line.startswith("@"):
        return _read_actor(page, line, number)
    key, colon, value = line.partition(":")
    if not colon or key not in REQUIRED + OPTIONAL:
        raise page.fail(number, f"unknown header line: {line[:60]}")
    if key in page.facts:
        raise page.fail(number, f"{key} given twice")
    page.facts[key] = value.strip()
    return None


def _read_actor(page: Page, line: str, number: int) -> None:
    ident, _, rest = line[1:].partition(" ")
    cells = [c.strip() for c in rest.split("|")]
    if len(cells) < 3 or not re.fullmatch(r"[a-z][a-z0-9]*", ident):
        raise page.fail(number, "an actor must read: @id Name | kind | country or - | role or - | anon (the last two may be left out)")
    if ident in page.actors:
        raise page.fail(number, f"actor {ident} declared twice")
    cells += ["-"] * (5 - len(cells))
    name, kind, country, role, anon = cells[:5]
    if kind not in KINDS:
        raise page.fail(number, f"actor {ident}: unknown kind {kind}")
    if anon not in ("-", "anon"):
        raise page.fail(number, f"actor {ident}: the fifth cell may only say anon")
    page.actors[ident] = Actor(ident, name, kind, FAMILY.get(country, _or_none(country)), _or_none(role), anon == "anon")


def _or_none(cell: str) -> str | None:
    return None if cell in ("-", "") else cell


def _read_body_line(page: Page, line: str, number: int) -> None:
    found = re.match(r"!([SER])\s+(.*)$", line)
    if found:
        return _read_coding(page, found, number)
    if line.startswith("!"):
        raise page.fail(number, "a coding line starts with !S, !E or !R")
    kind, role = "paragraph", re.match(rf"~({'|'.join(ROLES)}) ", line)
    if role:
        line = "~ " + line[role.end() :]
    for sign, name in BLOCKS.items():
        if line.startswith(sign):
            kind, line = name, line[len(sign) :].strip()
            break
    page.blocks.append(_read_marks(page, kind, line, number))
    if role:
        page.blocks[-1].role = role.group(1)
    return None


def _read_coding(page: Page, found: re.Match[str], number: int) -> None:
    head, parted, tail = found.group(2).partition("::")
    if not parted or not tail.strip():
        raise page.fail(number, "a coding line needs :: and then words of the page")
    if not page.blocks:
        raise page.fail(number, "a coding line before any text")
    tokens = re.findall(r'[^\s"(]*\([^)]*\)|[^\s"]*"[^"]*"(?:#\d)?|\S+', head)
    page.codings.append(Coding(found.group(1), tokens, tail.strip(), len(page.blocks) - 1, number))


def _read_marks(page: Page, kind: str, line: str, number: int) -> Block:
    block, out, stack, at = Block(kind, "", number), "", [], 0
    while at < len(line):
        sign = line[at]
        if sign == "\\" and at + 1 < len(line):
            out, at = out + line[at + 1], at + 2
        elif sign == "[":
            found = re.compile(r"\[([a-z][a-z0-9]*)\|").match(line, at)
            if not found:
                raise page.fail(number, f"[ without id| at {line[at : at + 20]!r}; write \\[ for a bracket of the text")
            stack.append(("]", len(out), found.group(1)))
            at = found.end()
        elif sign == "{":
            out, at = _read_time(page, block, (line, at, out))
        elif sign == "]":
            _close_mark(page, block, stack, len(out))
            at += 1
        else:
            out, at = out + sign, at + 1
    if stack:
        raise page.fail(number, f"a mark is not closed: {out[stack[-1][1] :][:30]!r}")
    if re.search(r"\s\s", out):
        raise page.fail(number, "two spaces in a row")
    block.text = out
    return block


def _read_time(page: Page, block: Block, where: tuple[str, int, str]) -> tuple[str, int]:
    line, at, out = where
    found = re.compile(r"\{([^{}|\[\]]+)\|([^{}|]+)\}").match(line, at)
    if not found:
        raise page.fail(block.line, f"{{ without |value}} at {line[at : at + 20]!r}; write \\{{ for a brace of the text")
    value = day_value(page, found.group(2).strip())
    problem = edtf_problem(value) or _weekday_problem(found.group(1), value)
    if problem:
        raise page.fail(block.line, f"time {found.group(1)!r}: {problem}")
    block.times.append(Mark(len(out), len(out) + len(found.group(1)), value))
    return out + found.group(1), found.end()


def _weekday_problem(words: str, value: str) -> str | None:
    """A weekday that does not fall on the day it is given, else None."""
    named = [n for n, w in enumerate(WEEKDAYS) if re.search(rf"\b{w}\b", words.lower())]
    if len(named) != 1 or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    falls = date.fromisoformat(value).weekday()
    return None if falls == named[0] else f"{value} is a {WEEKDAYS[falls].title()}"


def _close_mark(page: Page, block: Block, stack: list[tuple[str, int, str]], here: int) -> None:
    if not stack:
        raise page.fail(block.line, "] without its opening mark; write \\] for a bracket of the text")
    _, start, ident = stack.pop()
    if ident not in page.actors:
        raise page.fail(block.line, f"actor {ident} is not declared in the header")
    block.actors.append(Mark(start, here, ident))


def day_value(page: Page, value: str) -> str:
    """Turn a short value into EDTF: 0, -1, +3 count days from publication; now is PRESENT_REF."""
    if value == "now":
        return "PRESENT_REF"
    if re.fullmatch(r"[+-]\d{1,3}|0", value):
        return (page.day + timedelta(days=int(value))).isoformat()
    if "/" in value and not value.startswith("/"):
        return "/".join(day_value(page, part) for part in value.split("/"))
    return value


def edtf_problem(value: str) -> str | None:
    """Say what is wrong with an EDTF value, or None."""
    if value == "PRESENT_REF":
        return None
    parts = value.split("/")
    if len(parts) > 2 or value in ("../..", ".."):
        return "not an EDTF interval"
    for part in parts:
        if part == ".." and len(parts) == 2:
            continue
        if not _is_edtf_date(part):
            return f"{part!r} is no EDTF date"
    if len(parts) == 2 and ".." not in parts and parts[0] > parts[1]:
        return "the interval ends before it starts"
    return None


def _is_edtf_date(part: str) -> bool:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", part):
        try:
            date.fromisoformat(part)
        except ValueError:
            return False
        return True
    found = re.fullmatch(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})|-W(\d{2}))?", part)
    if not found:
        return False
    month, week = found.group(2), found.group(3)
    if month and not (1 <= int(month) <= 12 or 21 <= int(month) <= 24):
        return False
    return not (week and not 1 <= int(week) <= 53)


def find_words(text: str, pattern: str) -> list[tuple[int, int]]:
    """Every place where `first .. last` (or the words as they are) stands in text; the shortest stretch from each start."""
    pieces = [p.strip() for p in pattern.split(" .. ")]
    out, at = [], text.find(pieces[0])
    while at >= 0:
        end: int | None = at + len(pieces[0])
        for piece in pieces[1:]:
            nxt = text.find(piece, end)
            end = nxt + len(piece) if nxt >= 0 else None
            if end is None:
                break
        if end is not None and _whole_words(text, at, end):
            out.append((at, end))
        at = text.find(pieces[0], at + 1)
    return out


def _whole_words(text: str, start: int, end: int) -> bool:
    before = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    after = end == len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
    return before and after
