"""The index: one DuckDB file over the shards, with the newest run of each page. It may be deleted at any time and is made again."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from dragoman.errors import LibraryError
from dragoman.store.columns import COLUMNS, quoted
from dragoman.store.derived import (
    DERIVED,
    INDEXED,
    NUMBER,
    ORDERS,
    STRIDE,
    SUMS,
    add_sums,
    count_rows,
    derive_rows,
    is_unordered,
    order_derived,
    rows_of,
)
from dragoman.store.files import aside_of
from dragoman.store.imports import IMPORTED, PREFIX, import_folders, import_names, take_up_imports
from dragoman.store.ledger import Entry, ledger_files, ledger_names, read_entries
from dragoman.store.locks import NowServed, Patience, index_lock, name_holder
from dragoman.store.served import open_served
from dragoman.store.table import load_rows

VERSION = 9
"""Goes up when the index's tables change; an index of another version is made anew."""

FILE = "index.duckdb"

AT_ONCE = 20_000
"""Pages that are taken up in one step."""

MEMORY = "1500MB"
"""What DuckDB may hold in memory while it changes the index; beyond that it uses the disk."""

BLOCK = 65_536
"""Bytes that are read at once: a row that is fetched alone costs the less the smaller they are, and the file has less that is unused."""

Finish = Callable[[duckdb.DuckDBPyConnection], None]

ENTRY_COLUMNS = {"page": "VARCHAR", "run": "VARCHAR", "part": "VARCHAR"}


@contextmanager
def open_index(library: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The index, brought up to date and open for reading, here or in the hands of the process that serves it."""
    connection = open_served(library)
    while connection is None:
        try:
            connection = open_current(library)
            if connection is None:
                update_index(library)
                connection = connect(library / FILE, read_only=True)
        except NowServed:
            connection = open_served(library)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def change_index(library: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The index, brought up to date and open for adding what comes of comparing its pages."""
    if not is_current(library):
        update_index(library)
    with index_lock(library), connect(library / FILE, read_only=False) as connection:
        yield connection


@contextmanager
def hold_index(library: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The index, brought up to date and in our hands alone; no file outside of the library can be reached by it."""
    if not is_current(library):
        update_index(library)
    with index_lock(library), connect(library / FILE, read_only=False) as connection:
        connection.execute("SET python_enable_replacements = false")
        connection.execute(f"SET allowed_directories = ['{str(library.resolve()).replace(chr(39), chr(39) * 2)}/']")
        connection.execute("SET enable_external_access = false")
        yield connection


def take_up_new(library: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Take up what an index that is held does not know; raises ``LibraryError`` where it must be made anew."""
    try:
        take_up_all(library, connection, what_is_new(library, connection))
        order_derived(connection)
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        raise LibraryError(f"the index of {library} must be made anew ({told}): start dragoman serve again") from error


@contextmanager
def open_past_index(library: Path, day: str, finish: Finish | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An index of what had been recorded by the end of a day, made for this question; ``finish`` may add to it before it is asked."""
    with TemporaryDirectory(prefix="dragoman-") as folder:
        target = Path(folder) / FILE
        batches = [file for file in ledger_files(library / "ledger") if recorded_on(file) <= day]
        build_index(library, target, New(batches, import_folders(library, day)))
        if finish is not None:
            with connect(target, read_only=False) as connection:
                finish(connection)
        with connect(target, read_only=True) as connection:
            yield connection


@dataclass(frozen=True, slots=True)
class New:
    """What an index is to take up: batches of pages, and imports."""

    batches: list[Path]
    imports: list[Path]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.batches or self.imports)


def recorded_on(batch: Path) -> str:
    """The day on which a batch was recorded; all pages of a batch are of one run."""
    return next((entry.recorded[:10] for entry in read_entries(batch)), "")


def connect(file: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open an index file, in a form that each supported DuckDB can read; a lock held by another process is told as such."""
    settings: dict[str, str | bool | int | float | list[str]] = {}
    if not read_only:
        settings = {"storage_compatibility_version": "v1.5.0", "memory_limit": MEMORY, "default_block_size": str(BLOCK)}
    patience = Patience(file.parent)
    while True:
        try:
            connection = duckdb.connect(file, read_only=read_only, config=settings)
            connection.execute("SET enable_progress_bar = false")  # it would be written among what commands print
            return connection
        except duckdb.IOException as error:
            told = str(error)
            if "set lock on file" not in told:
                raise
        found = re.search(r"PID (\d+)", told)
        patience.pause(name_holder(file.parent, found[1] if found else None))


def is_current(library: Path) -> bool:
    """Whether the index is there, of this version, and knows every batch of the ledger and every import."""
    connection = open_current(library)
    if connection is not None:
        connection.close()
    return connection is not None


def open_current(library: Path) -> duckdb.DuckDBPyConnection | None:
    """The index open for reading, if it is current: opening takes longer than most questions, so it is done once."""
    if not (library / FILE).exists():
        return None
    try:
        connection = connect(library / FILE, read_only=True)
    except duckdb.Error:
        return None
    current = False
    try:
        current = not what_is_new(library, connection)
    except duckdb.Error:
        return None
    finally:
        if not current:
            connection.close()
    return connection if current else None


def what_is_new(library: Path, connection: duckdb.DuckDBPyConnection) -> New:
    """What the index does not know yet; raises ``duckdb.Error`` where it is of another version, or knows what is no more."""
    seen = {name for (name,) in connection.execute("SELECT name FROM seen WHERE version = ?", [VERSION]).fetchall()}
    if "" not in seen:
        raise duckdb.CatalogException("an index of another version")
    batches, imports = ledger_names(library / "ledger"), import_names(library)
    if seen - {""} - set(batches) - {PREFIX + name for name in imports}:
        raise duckdb.CatalogException("the index knows batches or imports that are no more")
    fresh = {name for name in imports if PREFIX + name not in seen}
    return New([library / "ledger" / name for name in batches if name not in seen], import_folders(library, names=fresh))


def update_index(library: Path) -> None:
    """Take up what the index does not know; make it anew where it is missing, damaged or of another version."""
    with index_lock(library):
        if not (library / FILE).exists():
            return build_index(library)
        try:
            with connect(library / FILE, read_only=False) as connection:
                take_up_all(library, connection, what_is_new(library, connection))
                return order_derived(connection)
        except duckdb.Error:
            return build_index(library)


def rebuild_index(library: Path) -> None:
    """Make the index anew from the ledger and the shards."""
    with index_lock(library):
        build_index(library)


def build_index(library: Path, target: Path | None = None, new: New | None = None) -> None:
    """Make an index aside and put it in its place when it is whole: whoever reads the old one meanwhile reads on.

    Rows are gathered as they come; where they are many, they are then written anew in their order, which leaves nothing unused.
    """
    target = target or library / FILE
    aside, settled = aside_of(target), aside_of(target.with_name(f"settled-{target.name}"))
    try:
        remove_database(aside)
        remove_database(settled)
        with connect(aside, read_only=False) as connection:
            make_tables(connection)
            everything = New(ledger_files(library / "ledger"), import_folders(library)) if new is None else new
            take_up_all(library, connection, everything)
            is_long = any(is_unordered(connection, table) for table in ORDERS)
            settle_rows(connection, settled) if is_long else index_rows(connection)
        Path(f"{target}.wal").unlink(missing_ok=True)  # what an old index had not folded in yet must not meet the new one
        (settled if is_long else aside).replace(target)
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        raise LibraryError(f"the index of {library} cannot be made: {told}. If a shard is named, put it back from a copy") from error
    finally:
        remove_database(aside)
        remove_database(settled)


def remove_database(file: Path) -> None:
    """Remove a DuckDB file with what belongs to it."""
    for name in (file, Path(f"{file}.wal")):
        name.unlink(missing_ok=True)
    rmtree(f"{file}.tmp", ignore_errors=True)


TABLES = {
    "seen": {"name": "VARCHAR", "version": "INTEGER"},
    "ordered": {"name": "VARCHAR", "rows": "BIGINT"},
    "newest": {"page": "VARCHAR PRIMARY KEY", "run": "VARCHAR", "part": "VARCHAR", NUMBER: "INTEGER"},
    **{name: {**columns, NUMBER: "INTEGER"} for name, columns in COLUMNS.items()},
    **DERIVED,
    **SUMS,
    "imported": IMPORTED,
}
"""All tables of an index with their columns."""


def make_tables(connection: duckdb.DuckDBPyConnection, where: str = "") -> None:
    """Make the empty tables of an index, all or none."""
    connection.execute("BEGIN")
    for name, columns in TABLES.items():
        listed = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
        connection.execute(f"CREATE TABLE {where}{quoted(name)} ({listed})")
    connection.execute(f"INSERT INTO {where}seen VALUES ('', ?)", [VERSION])
    connection.execute("COMMIT")


def index_rows(connection: duckdb.DuckDBPyConnection, where: str = "") -> None:
    """Index the tables of which single pages are fetched."""
    connection.execute("BEGIN")
    for name in INDEXED:
        connection.execute(f"CREATE INDEX {name}_{NUMBER} ON {where}{quoted(name)} ({NUMBER})")
    connection.execute("COMMIT")


def settle_rows(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write all rows into another file, those of derived tables in their order."""
    target = str(file).replace("'", "''")
    connection.execute(f"ATTACH '{target}' AS settled")
    make_tables(connection, "settled.")
    for name in TABLES:
        order = f" ORDER BY {ORDERS[name]}" if name in ORDERS else ""
        more = " WHERE name <> ''" if name == "seen" else ""
        connection.execute(f"INSERT INTO settled.{quoted(name)} FROM {rows_of(name)}{more}{order}")
    for name in ORDERS:
        connection.execute("INSERT INTO settled.ordered VALUES (?, ?)", [name, count_rows(connection, name, "settled.")])
    index_rows(connection, "settled.")
    connection.execute("CHECKPOINT settled")
    connection.execute("DETACH settled")


def take_up_all(library: Path, connection: duckdb.DuckDBPyConnection, new: New) -> None:
    """Put imports and the pages of batches into the index, so many at a time as memory bears; each step is there whole or not at all."""
    waiting: list[Entry] = []
    names: list[str] = []
    take_up_imports(connection, new.imports, VERSION)
    for batch in new.batches:
        waiting += [entry for entry in read_entries(batch) if entry.status == "kept"]
        names.append(batch.name)
        if len(waiting) >= AT_ONCE:
            take_up(library, connection, waiting, names)
            waiting, names = [], []
    if names:
        take_up(library, connection, waiting, names)


def take_up(library: Path, connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry], names: Sequence[str]) -> None:
    """Put some pages into the index, each in its newest run."""
    connection.execute("BEGIN")
    load_rows(connection, "fresh", ENTRY_COLUMNS, [{"page": e.page, "run": e.run, "part": e.part} for e in entries])
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE winner AS SELECT page, run, part, (SELECT coalesce(max(number), -1) FROM newest) "
        "+ row_number() OVER (ORDER BY run, part, page) AS number "
        "FROM (SELECT page, max(run) AS run, arg_max(part, run) AS part FROM fresh GROUP BY page) AS best "
        "WHERE NOT EXISTS (SELECT 1 FROM newest WHERE newest.page = best.page AND newest.run >= best.run)"
    )
    forget_pages(connection)
    connection.execute("INSERT OR REPLACE INTO newest SELECT page, run, part, number FROM winner")
    won = {(run, part) for run, part in connection.execute("SELECT DISTINCT run, part FROM winner").fetchall()}
    for table in COLUMNS:
        insert_rows(connection, table, shard_files(library, table, won))
    derive_rows(connection)
    load_rows(connection, "names", {"name": "VARCHAR", "version": "INTEGER"}, [{"name": name, "version": VERSION} for name in names])
    connection.execute("INSERT INTO seen SELECT name, version FROM names")
    connection.execute("COMMIT")


def forget_pages(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove the rows of pages that come in a newer run now."""
    connection.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT newest.number FROM newest SEMI JOIN winner USING (page)")
    if connection.execute("SELECT 1 FROM gone LIMIT 1").fetchone():
        again = f"{NUMBER} IN (SELECT {NUMBER} FROM copy WHERE original IN (SELECT number FROM gone))"
        for table in ("joined", "echo", "compared", "copy"):  # copies of a page that is read anew are compared anew
            if table == "joined":
                for told in ("relation", "mirror"):
                    connection.execute(f"UPDATE {told} SET happening = {NUMBER}::BIGINT * {STRIDE} + position WHERE {again}")
            connection.execute(f"DELETE FROM {table} WHERE {again}")
        add_sums(connection, f"{NUMBER} IN (SELECT number FROM gone)", -1)
        for table in (*COLUMNS, *DERIVED):
            connection.execute(f"DELETE FROM {quoted(table)} WHERE {NUMBER} IN (SELECT number FROM gone)")


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[str]) -> None:
    """Copy the winning rows of a table from its shards; columns that old shards lack are null, those of newer ones are left out."""
    if not files:
        return
    shards = "read_parquet(?, union_by_name=true, hive_partitioning=false)"
    there = {name for name, *_ in connection.execute(f"DESCRIBE SELECT * FROM {shards}", [list(files)]).fetchall()}
    listed = ", ".join(f"shard.{quoted(column)}" for column in COLUMNS[table] if column in there)
    connection.execute(
        f"INSERT INTO {quoted(table)} BY NAME SELECT {listed}, winner.number AS {NUMBER} FROM {shards} AS shard "
        "JOIN winner ON shard.page = winner.page AND shard.run = winner.run",
        [list(files)],
    )


def shard_files(library: Path, table: str, won: set[tuple[str, str]]) -> list[str]:
    """The shards of a table that hold rows of the given runs and parts; a batch without such rows has none, but each has pages."""
    paths = [shard_path(library, run, table, part) for run, part in sorted(won)]
    there = [path for path in paths if path.exists()]
    if table == "page" and len(there) < len(paths):
        lost = next(path for path in paths if not path.exists())
        raise LibraryError(f"{lost} is missing, which the ledger names: put it back from a copy, or delete its batch from the ledger")
    return [str(path) for path in there]


def shard_path(library: Path, run: str, table: str, part: str) -> Path:
    """Where the rows of a table from one batch lie."""
    return library / "shards" / f"run={run}" / f"stage={table}" / f"part-{part}.parquet"


def fetch_rows(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    answer = connection.execute(query, list(values))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
