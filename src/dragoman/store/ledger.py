"""The ledger: which input became which shard, when, made by what, and what failed.

It is a directory of small files, one for each batch that was committed, each line one page. A batch is in the library from the moment
its ledger file is there under its name; shards that no ledger file names are remains of a killed run, and nobody reads them.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from dragoman.errors import LibraryError
from dragoman.model import Page
from dragoman.store.files import write_whole

MadeBy = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: an input, what became of it (``kept`` or ``failed``), and where its rows are."""

    run: str
    recorded: str
    source: str
    status: str
    page: str | None = None
    key: str | None = None
    raw: str | None = None
    part: str | None = None
    made_by: str = ""
    error: str | None = None


def key_of(page: Page, made_by: MadeBy) -> str:
    """What stays the same as long as reading a page again would give the same record: its bytes, what was told of it, the versions."""
    parts = [page.id, page.url, page.published, page.outlet, [list(pair) for pair in made_by]]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def write_entries(path: Path, entries: Iterable[Entry]) -> None:
    """Commit a batch."""
    names = [field.name for field in fields(Entry)]
    told = [{name: getattr(entry, name) for name in names} for entry in entries]
    lines = [json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False) for line in told]
    write_whole(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def read_entries(path: Path) -> Iterator[Entry]:
    """The entries of one committed batch."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line:
            try:
                yield Entry(**json.loads(line))
            except (ValueError, TypeError) as error:
                raise LibraryError(f"{path} line {number} is damaged ({error}): put the file back from a copy, or delete it") from error


def ledger_names(folder: Path) -> list[str]:
    """The names of the committed batches, oldest first: thousands of paths take longer than all else that opening an index asks."""
    names = sorted(file.name for file in os.scandir(folder)) if folder.is_dir() else []
    return [name for name in names if name[0].isdigit() and name.endswith(".jsonl")]


def ledger_files(folder: Path) -> list[Path]:
    """The committed batches, oldest first."""
    return [folder / name for name in ledger_names(folder)]
