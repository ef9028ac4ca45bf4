"""The index: one DuckDB file over the shards, with the newest run of each page. It may be deleted at any time and is made again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import duckdb

from dragoman.errors import LibraryError
from dragoman.store.columns import COLUMNS, quoted
from dragoman.store.ledger import Entry, ledger_files, read_entries
from dragoman.store.table import load_rows

VERSION = 2
"""Goes up when the index's tables change; an index of another version is made anew."""

ENTRY_COLUMNS = {"page": "VARCHAR", "run": "VARCHAR", "part": "VARCHAR"}


@contextmanager
def open_index(library: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The index, brought up to date and open for reading."""
    if not is_current(library):
        update_index(library)
    connection = connect(library, read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def connect(library: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open the index file, in a form that each supported DuckDB can read; a lock held by another process is told as such."""
    settings: dict[str, str | bool | int | float | list[str]] = {} if read_only else {"storage_compatibility_version": "v1.5.0"}
    for patience in (0.1, 0.2, 0.4, 0.8, 0.0):
        try:
            return duckdb.connect(library / "index.duckdb", read_only=read_only, config=settings)
        except duckdb.IOException as error:
            if "set lock on file" not in str(error):
                raise
        sleep(patience)
    raise LibraryError(f"{library} is in use by another process: try again when that has finished")


def is_current(library: Path) -> bool:
    """Whether the index is there, of this version, and knows every batch of the ledger."""
    if not (library / "index.duckdb").exists():
        return False
    try:
        connection = connect(library, read_only=True)
    except duckdb.Error:
        return False
    try:
        return not new_batches(library, connection)
    except duckdb.Error:
        return False
    finally:
        connection.close()


def new_batches(library: Path, connection: duckdb.DuckDBPyConnection) -> list[Path]:
    """The batches that the index does not know yet; raises ``duckdb.Error`` where it is of another version."""
    seen = {name for (name,) in connection.execute("SELECT name FROM seen WHERE version = ?", [VERSION]).fetchall()}
    if "" not in seen:
        raise duckdb.CatalogException("an index of another version")
    files = ledger_files(library / "ledger")
    if seen - {""} - {file.name for file in files}:
        raise duckdb.CatalogException("the index knows batches that the ledger lacks")
    return [file for file in files if file.name not in seen]


def update_index(library: Path) -> None:
    """Take up what the index does not know; make it anew where it is missing, damaged or of another version."""
    try:
        connection = connect(library, read_only=False)
    except duckdb.Error:
        return rebuild_index(library)
    try:
        return take_up(library, connection, new_batches(library, connection))
    except duckdb.Error:
        connection.close()
        return rebuild_index(library)
    finally:
        connection.close()


def rebuild_index(library: Path) -> None:
    """Make the index anew from the ledger and the shards."""
    for name in ("index.duckdb", "index.duckdb.wal"):
        (library / name).unlink(missing_ok=True)
    with connect(library, read_only=False) as connection:
        make_tables(connection)
        take_up(library, connection, ledger_files(library / "ledger"))


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of an index, all or none."""
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE seen (name VARCHAR, version INTEGER)")
    connection.execute("INSERT INTO seen VALUES ('', ?)", [VERSION])
    connection.execute("CREATE TABLE newest (page VARCHAR PRIMARY KEY, run VARCHAR, part VARCHAR)")
    for name, columns in COLUMNS.items():
        listed = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
        connection.execute(f"CREATE TABLE {quoted(name)} ({listed})")
    connection.execute("COMMIT")


def take_up(library: Path, connection: duckdb.DuckDBPyConnection, batches: Sequence[Path]) -> None:
    """Put the pages of some batches into the index, each in its newest run."""
    entries = [entry for batch in batches for entry in read_entries(batch) if entry.status == "kept"]
    connection.execute("BEGIN")
    load_rows(connection, "fresh", ENTRY_COLUMNS, [{"page": e.page, "run": e.run, "part": e.part} for e in entries])
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE winner AS SELECT page, max(run) AS run, arg_max(part, run) AS part FROM fresh GROUP BY page"
    )
    connection.execute("DELETE FROM winner USING newest WHERE winner.page = newest.page AND winner.run <= newest.run")
    connection.execute("INSERT OR REPLACE INTO newest SELECT page, run, part FROM winner")
    won = {(run, part) for run, part in connection.execute("SELECT DISTINCT run, part FROM winner").fetchall()}
    for table in COLUMNS:
        connection.execute(f"DELETE FROM {quoted(table)} USING winner WHERE {quoted(table)}.page = winner.page")
        insert_rows(connection, table, shard_files(library, table, won))
    load_rows(connection, "names", {"name": "VARCHAR", "version": "INTEGER"}, [{"name": b.name, "version": VERSION} for b in batches])
    connection.execute("INSERT INTO seen SELECT name, version FROM names")
    connection.execute("COMMIT")


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[str]) -> None:
    """Copy the winning rows of a table from its shards; columns that an old shard lacks are null."""
    if not files:
        return
    connection.execute(
        f"INSERT INTO {quoted(table)} BY NAME SELECT shard.* FROM read_parquet(?, union_by_name=true, hive_partitioning=false) AS shard "
        "SEMI JOIN winner ON shard.page = winner.page AND shard.run = winner.run",
        [list(files)],
    )


def shard_files(library: Path, table: str, won: set[tuple[str, str]]) -> list[str]:
    """The shards of a table that hold rows of the given runs and parts; a batch without such rows has none."""
    paths = [shard_path(library, run, table, part) for run, part in sorted(won)]
    return [str(path) for path in paths if path.exists()]


def shard_path(library: Path, run: str, table: str, part: str) -> Path:
    """Where the rows of a table from one batch lie."""
    return library / "shards" / f"run={run}" / f"stage={table}" / f"part-{part}.parquet"


def find_entry(library: Path, page: str, run: str) -> Entry | None:
    """The ledger's line for a page in a run."""
    for batch in ledger_files(library / "ledger"):
        for entry in read_entries(batch):
            if entry.page == page and entry.run == run:
                return entry
    return None


def fetch_rows(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    answer = connection.execute(query, list(values))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
