"""Files of others read in: GDELT 2 events, ICEWS and POLECAT, row by row at constant memory (docs/exports.md tells what becomes of it)."""

import gzip
import hashlib
import io
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import IO

from dragoman.actors import load_knowledge
from dragoman.actors.codes import load_sectors
from dragoman.actors.names import name_key
from dragoman.errors import DragomanError
from dragoman.exchange.events import columns_of
from dragoman.lexicon import load_yaml
from dragoman.model import EVENT_TYPES
from dragoman.store import Library
from dragoman.store.imports import FOLDER, Imported, is_import, read_about, start_import
from dragoman.store.table import Row

LONGEST_LINE = 1 << 20
"""Characters of a line beyond which it is bad."""

MOST_SIDES = 16
"""Countries of one side that are taken apart; a row with more is bad."""

LOOKED_AT = 1_000
"""Lines after which a file of which most are bad is taken for another kind of file."""

REMEMBERED = 10_000
"""Names whose codes are remembered: a file may have any number."""

Cells = Mapping[str, str]
Tell = Callable[[int, int], None]
"""Is told how many events were taken and how many lines were bad so far."""


class BadRow(Exception):
    """A row that cannot be taken, with why."""


def no_word(_events: int, _bad: int) -> None:
    """Tell nobody."""


def import_file(library: Library, source: str, path: Path, recorded: str, tell: Tell = no_word) -> Imported:
    """Import a file of events into a library; ``recorded`` is the present time in ISO 8601.

    Lines that cannot be read are left out and listed with why (``bad.jsonl`` in the import's directory). A file with the same content is
    imported once. Raises ``DragomanError`` where the source is not known, the file cannot be read, or it is of another kind.
    """
    if source not in READERS:
        raise DragomanError(f"{source} is no source that can be imported: take {', '.join(READERS)}")
    if not path.is_file():
        raise DragomanError(f"{path} is no file")
    name = f"{source}-{digest_of(path)[:32]}"
    target = library.path / FOLDER / name
    if is_import(target):
        return read_about(target)
    made_by = f"import {source} {IMPORT_VERSION}"
    events = 0
    with start_import(library.path, name) as importing, open_lines(path) as lines:
        for number, cells in cells_of(lines, source, path):
            try:
                if isinstance(cells, str):
                    raise BadRow(cells)
                rows = READERS[source](cells)
            except BadRow as bad:
                importing.complain(number, str(bad))
            else:
                events += 1
                own = {"source": source, "file": path.name, "line": number, "recorded": recorded, "original": "\t".join(cells.values())}
                importing.add([{**row, **own, "pair": pair} for pair, row in enumerate(rows)])
            if number % LOOKED_AT == 0:
                check_kind(path, source, events, importing.bad)
                tell(events, importing.bad)
        check_kind(path, source, events, importing.bad)
        told = Imported(source, path.name, recorded, made_by, events, importing.bad, name)
        importing.finish(told)
    return told


IMPORT_VERSION = 1
"""Goes up when what becomes of a row changes."""


def check_kind(path: Path, source: str, events: int, bad: int) -> None:
    """Refuse a file of which most lines are bad, or that has nothing."""
    if bad > events:
        told = f"{bad} of its first {bad + events} lines are no {source} rows"
        raise DragomanError(f"{path}: {told}, so nothing was imported: is it a file of another kind?")
    if not events:
        raise DragomanError(f"{path} has no rows")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def open_lines(path: Path) -> Iterator[IO[str]]:
    """A file as text, also one in gzip or the only one in a zip."""
    try:
        with path.open("rb") as file:
            begins = file.read(4)
        if begins[:2] == b"\x1f\x8b":
            with gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="\n") as lines:
                yield lines
        elif begins == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                names = [info.filename for info in archive.infolist() if not info.is_dir()]
                if len(names) != 1:
                    raise DragomanError(f"{path} holds {len(names)} files: unpack it, and import each by itself")
                with archive.open(names[0]) as raw, io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="\n") as lines:
                    yield lines
        else:
            with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines:
                yield lines
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError, RuntimeError) as error:
        raise DragomanError(f"{path} is damaged, nothing was imported: {error}") from error


def cells_of(lines: IO[str], source: str, path: Path) -> Iterator[tuple[int, Cells | str]]:
    """Each row's line number, and its cells by the names of their columns, or what is wrong with it."""
    columns, number = columns_of("plover" if source == "polecat" else source), 0
    if source != "gdelt":
        head = [unquoted(name) for name in lines.readline(LONGEST_LINE).rstrip("\r\n").split("\t")]
        lacking = [column for column in NEEDED[source] if column not in head]
        if lacking:
            raise DragomanError(f"{path} line 1 is no head of {source}: it lacks {', '.join(lacking[:4])}")
        columns, number = head, 1
    while line := lines.readline(LONGEST_LINE):
        number += 1
        if not line.endswith("\n") and len(line) >= LONGEST_LINE:
            skip_line(lines)
            yield number, f"longer than {LONGEST_LINE} characters"
            continue
        parts = line.rstrip("\r\n").split("\t")
        if parts == [""]:
            continue
        right = len(parts) == len(columns)
        yield number, dict(zip(columns, parts, strict=True)) if right else f"{len(parts)} columns, not {len(columns)}"


def skip_line(lines: IO[str]) -> None:
    """Pass over the rest of a line."""
    while (part := lines.readline(LONGEST_LINE)) and not part.endswith("\n"):
        pass


NEEDED = {
    "icews": ("Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name", "Target Country"),
    "polecat": ("Event ID", "Event Date", "Event Type", "Actor Country", "Recipient Country"),
}
"""Columns without which a row means nothing; the others may be missing, and stand in any order."""


def gdelt_rows(cells: Cells) -> list[Row]:
    """A GDELT 2 event."""
    row: Row = {
        "id": needed(cells, "GLOBALEVENTID"), "date": day_of(cells, "SQLDATE"), "known": day_of(cells, "DATEADDED", needed=False),
        **act_of(cells, "EventCode"), "intensity": figure(cells, "GoldsteinScale"), "reports": whole(cells, "NumMentions"),
        "place": cells["ActionGeo_FullName"] or None, "latitude": figure(cells, "ActionGeo_Lat"),
        "longitude": figure(cells, "ActionGeo_Long"), "url": cells["SOURCEURL"] or None,
    }  # fmt: skip
    for side, number in (("actor", 1), ("recipient", 2)):
        group, country = cells[f"Actor{number}KnownGroupCode"], cells[f"Actor{number}CountryCode"]
        row[side] = cells[f"Actor{number}Name"] or None
        row[f"{side}_country"] = body_of(group) or country_of(country)
        row[f"{side}_sector"] = cells[f"Actor{number}Type1Code"] or None
    return [row]


def icews_rows(cells: Cells) -> list[Row]:
    """An ICEWS event."""
    row: Row = {
        "id": needed(cells, "Event ID"), "date": day_of(cells, "Event Date"), "known": day_of(cells, "Event Date"),
        **act_of(cells, "CAMEO Code"), "intensity": figure(cells, "Intensity"), "reports": 1,
        "place": ", ".join(unquoted(cells.get(c, "")) for c in ("City", "Province", "Country") if unquoted(cells.get(c, ""))) or None,
        "latitude": figure(cells, "Latitude"), "longitude": figure(cells, "Longitude"), "outlet": text_in(cells, "Publisher"),
        "text": text_in(cells, "Event Text"),
    }  # fmt: skip
    for side, name in (("actor", "Source"), ("recipient", "Target")):
        row[side] = text_in(cells, f"{name} Name")
        row[f"{side}_country"] = country_named(text_in(cells, f"{name} Country") or "") or body_named(row[side] or "")
        row[f"{side}_sector"] = text_in(cells, f"{name} Sectors")
    return [row]


def polecat_rows(cells: Cells) -> list[Row]:
    """A POLECAT event, once for each pair of the countries of its sides."""
    kind = (text_in(cells, "Event Type") or "").upper()
    if kind not in EVENT_TYPES:
        raise BadRow(f"{kind or 'nothing'} is no PLOVER type")
    day = day_of(cells, "Event Date")
    row: Row = {
        "id": needed(cells, "Event ID"), "date": day, "known": day_of(cells, "Publication Date", needed=False) or day, "type": kind,
        "mode": text_in(cells, "Event Mode"), "intensity": figure(cells, "Intensity"), "reports": 1,
        "place": text_in(cells, "Placename"), "latitude": figure(cells, "Latitude"), "longitude": figure(cells, "Longitude"),
        "outlet": text_in(cells, "Source"),
    }  # fmt: skip
    countries: list[list[str | None]] = []
    for side, name in (("actor", "Actor"), ("recipient", "Recipient")):
        row[side], row[f"{side}_sector"] = text_in(cells, f"{name} Name"), text_in(cells, f"Primary {name} Sector")
        told = [country_of(part.strip()) for part in re.split("[;,]", text_in(cells, f"{name} Country") or "")]
        countries.append(list(dict.fromkeys(code for code in told if code)) or [None])
    if max(map(len, countries)) > MOST_SIDES:
        raise BadRow(f"more than {MOST_SIDES} countries on one side")
    return [{**row, "actor_country": one, "recipient_country": other} for one, other in product(*countries)]


READERS: dict[str, Callable[[Cells], list[Row]]] = {"gdelt": gdelt_rows, "icews": icews_rows, "polecat": polecat_rows}
"""The sources, each with what makes rows of its cells."""


def unquoted(text: str) -> str:
    """A cell without spaces and quotation marks around it; what stands for nothing is nothing."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"').strip()
    return "" if text in ("None", "NA", "NULL", "nan") else text


def text_in(cells: Cells, column: str) -> str | None:
    """A cell, if it has anything."""
    return unquoted(cells.get(column, "")) or None


def needed(cells: Cells, column: str) -> str:
    """A cell that must have something."""
    found = unquoted(cells[column])
    if not found:
        raise BadRow(f"{column} is empty")
    return found


def day_of(cells: Cells, column: str, *, needed: bool = True) -> date | None:
    """A day, written as 20240404, 20240404103000 or 2024-04-04."""
    text = unquoted(cells.get(column, ""))
    if not text and not needed:
        return None
    digits = text.replace("-", "") if re.fullmatch(r"\d{4}-\d\d-\d\d([ T].*)?", text) else text
    try:
        if not re.fullmatch(r"\d{8}(\d{6}|[ T].*)?", digits):
            raise ValueError(digits)
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise BadRow(f"{column} {text[:40] or 'nothing'} is no day") from None


def figure(cells: Cells, column: str) -> float | None:
    """A number, or none where the cell is empty."""
    text = unquoted(cells.get(column, ""))
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise BadRow(f"{column} {text[:40]} is no number")
    return found


def whole(cells: Cells, column: str) -> int:
    """How often an event was told; once where the cell is empty."""
    found = figure(cells, column)
    return 1 if found is None else min(max(int(found), 0), 2**31 - 1)


def act_of(cells: Cells, column: str) -> Row:
    """A CAMEO code with PLOVER's type for it."""
    code = full_code(unquoted(cells[column]))
    types = load_yaml("imports")["types"]
    return {"cameo": code, "type": next((types[code[:n]] for n in range(len(code), 1, -1) if code[:n] in types), None)}


def full_code(text: str) -> str:
    """A CAMEO code with the leading zero that spreadsheets lose: 42 is 042, 831 is 0831. What can be a root (12) is one."""
    if text.endswith(".0"):
        text = text[:-2]
    code = text if text.isascii() and text.isdigit() and 1 < len(text) <= 4 else ""
    if code and int(code[:2]) > 20:
        code = f"0{code}"
    if not code or not 1 <= int(code[:2]) <= 20 or len(code) > 4:
        raise BadRow(f"{text[:40] or 'nothing'} is no CAMEO code")
    return code


@cache
def known_codes() -> frozenset[str]:
    """The codes of all states and bodies that are known."""
    knowledge = load_knowledge()
    return knowledge.state_codes | knowledge.body_codes


@lru_cache(REMEMBERED)
def country_of(code: str) -> str | None:
    """Our code for a state or body, given CAMEO's or POLECAT's; none for regions and codes that are not known."""
    code = load_yaml("imports")["codes"].get(code.upper(), code.upper())
    return code if code in known_codes() else None


@lru_cache(REMEMBERED)
def body_of(group: str) -> str | None:
    """Our code for a body of several states, given CAMEO's code of a known group; others are not known by it."""
    bodies = {theirs: ours for ours, theirs in load_sectors().igos.items()}
    return bodies.get(group.upper())


@lru_cache(REMEMBERED)
def country_named(name: str) -> str | None:
    """The code of a state, given its name."""
    listed = load_yaml("imports")["names"].get(name)
    return str(listed) if listed else code_named(name, ("state",))


@lru_cache(REMEMBERED)
def body_named(name: str) -> str | None:
    """The code of a body of several states, given its name."""
    found = code_named(name, ("organisation", "group"))
    return found if found in load_knowledge().body_codes else None


def code_named(name: str, kinds: tuple[str, ...]) -> str | None:
    """The code of the actor of some kinds that has a name, the one of which the news speaks most."""
    knowledge = load_knowledge()
    found = [knowledge.known(number) for number, type_ in knowledge.find(name_key(name)) if type_ not in ("w", "a", "d", "c")]
    best = max((known for known in found if known.kind in kinds and known.country), key=lambda known: known.rank, default=None)
    return best.country if best else None
