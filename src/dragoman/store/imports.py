"""Events of others (GDELT, ICEWS, POLECAT) that lie in a library beside its own, each file whole or not at all.

``imported/SOURCE-HASH/`` has the rows of one file as Parquet, ``about.json`` (file, day, counts) and ``bad.jsonl`` (lines that could not
be read, with why); HASH is that of the file's content, so that the same file is imported once. In the index they are the table
``imported``, one row for each actor and recipient of an event, and no table of ours holds any of them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree

import duckdb

from dragoman.errors import LibraryError
from dragoman.store.columns import quoted
from dragoman.store.files import ASIDE, aside_of, flush_to_disk
from dragoman.store.table import Row, Table, write_parquet

FOLDER = "imported"

SOURCES = ("gdelt", "icews", "polecat")

IMPORTED = {
    "actor_country": "VARCHAR", "recipient_country": "VARCHAR", "date": "DATE", "source": "VARCHAR", "id": "VARCHAR", "pair": "INTEGER",
    "type": "VARCHAR", "cameo": "VARCHAR", "mode": "VARCHAR", "intensity": "DOUBLE", "actor": "VARCHAR", "actor_sector": "VARCHAR",
    "recipient": "VARCHAR", "recipient_sector": "VARCHAR", "place": "VARCHAR", "latitude": "DOUBLE", "longitude": "DOUBLE",
    "reports": "INTEGER", "outlet": "VARCHAR", "url": "VARCHAR", "text": "VARCHAR", "known": "DATE", "file": "VARCHAR", "line": "INTEGER",
    "recorded": "VARCHAR",
}  # fmt: skip
"""The columns of imported events. ``type`` is PLOVER's (none where the scheme has none), ``known`` the day on which the event was told."""

ORIGINAL = {"original": "VARCHAR"}
"""In the Parquet files besides: the line as it stood."""

AT_ONCE = 20_000
"""Rows that are held in memory at a time."""

PREFIX = "import:"
"""How the names of imports begin among what the index has seen."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: ``events`` that were taken, lines that were ``bad``; ``new`` is false where it had been imported before."""

    source: str
    file: str
    recorded: str
    made_by: str
    events: int
    bad: int
    name: str = ""
    new: bool = True


class Importing:
    """An import under way: rows go to Parquet files so many at a time."""

    def __init__(self, folder: Path) -> None:
        """Write below ``folder``, which nobody reads yet."""
        self.folder, self.waiting, self.parts, self.bad = folder, list[Row](), 0, 0
        self.complaints = (folder / "bad.jsonl").open("w", encoding="utf-8")

    def add(self, rows: Iterable[Row]) -> None:
        """Take the rows of one event."""
        self.waiting += rows
        if len(self.waiting) >= AT_ONCE:
            self.write()

    def complain(self, line: int, why: str) -> None:
        """Keep that a line could not be read."""
        self.bad += 1
        self.complaints.write(f"{json.dumps({'line': line, 'why': why}, ensure_ascii=False)}\n")

    def write(self) -> None:
        """Write what waits."""
        if self.waiting:
            write_parquet(Table({**IMPORTED, **ORIGINAL}, self.waiting), self.folder / f"part-{self.parts:05}.parquet")
            self.parts, self.waiting = self.parts + 1, []

    def finish(self, about: Imported) -> None:
        """Write the rest, and have all of it on the disk."""
        self.write()
        self.complaints.close()
        (self.folder / "about.json").write_text(json.dumps(asdict(about), ensure_ascii=False), "utf-8")
        flush_to_disk([*self.folder.iterdir(), self.folder])


@contextmanager
def start_import(library: Path, name: str) -> Iterator[Importing]:
    """An import that is there under its name when all went well, and not at all otherwise."""
    target = library / FOLDER / name
    aside = aside_of(target)
    rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    importing = Importing(aside)
    try:
        yield importing
        try:
            aside.rename(target)
        except OSError:  # another process has just imported the same file
            if not is_import(target):
                raise
        flush_to_disk([target.parent])
    finally:
        importing.complaints.close()
        rmtree(aside, ignore_errors=True)


def is_import(folder: Path) -> bool:
    """Whether a directory is an import that is whole."""
    return (folder / "about.json").is_file()


def import_names(library: Path) -> set[str]:
    """The names of a library's imports: a directory has its name only when it is whole, so that none need be opened."""
    folder = library / FOLDER
    return {path.name for path in folder.iterdir() if not path.name.startswith(ASIDE)} if folder.is_dir() else set()


def import_folders(library: Path, recorded_by: str | None = None, names: Iterable[str] | None = None) -> list[Path]:
    """The imports of a library in the order in which they came: all, some by their names, or those that had come by the end of a day."""
    folders = [library / FOLDER / name for name in (import_names(library) if names is None else names)]
    found = sorted((read_about(folder).recorded, folder.name, folder) for folder in folders)
    return [folder for recorded, _, folder in found if recorded_by is None or recorded[:10] <= recorded_by]


def read_about(folder: Path) -> Imported:
    """What was kept of an import."""
    try:
        return Imported(**{**json.loads((folder / "about.json").read_text("utf-8")), "name": folder.name, "new": False})
    except (OSError, ValueError, TypeError) as error:
        raise LibraryError(f"{folder / 'about.json'} is damaged ({error}): delete {folder} and import the file again") from error


def take_up_imports(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path], version: int) -> None:
    """Put imports into the index; of an event that several have, the import that came last counts."""
    for folder in folders:
        files = [str(path) for path in sorted(folder.glob("part-*.parquet"))]
        connection.execute("BEGIN")
        if files:
            listed = ", ".join(quoted(column) for column in IMPORTED)
            connection.execute(
                "DELETE FROM imported WHERE (source, id) IN (SELECT DISTINCT source, id FROM read_parquet(?, union_by_name=true))", [files]
            )
            connection.execute(
                f"INSERT INTO imported BY NAME SELECT {listed} FROM read_parquet(?, union_by_name=true) "
                "ORDER BY actor_country, recipient_country, date",
                [files],
            )
        connection.execute("INSERT INTO seen VALUES (?, ?)", [PREFIX + folder.name, version])
        connection.execute("COMMIT")


def check_sources(sources: Iterable[str]) -> tuple[str, ...]:
    """Names of imported sources that are such; raises ``LibraryError`` where one is not."""
    wanted = tuple(dict.fromkeys(source.lower() for source in sources))
    for source in wanted:
        if source not in SOURCES:
            raise LibraryError(f"{source} is no source of imported events: take {', '.join(SOURCES)}")
    return wanted

