"""A run that keeps records in a library, batch by batch."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic
from types import TracebackType

import duckdb

from dragoman.model import Page, Record
from dragoman.store.columns import COLUMNS, FROM, STAGES, quoted
from dragoman.store.files import aside_of, flush_to_disk, keep_raw
from dragoman.store.index import shard_path
from dragoman.store.ledger import Entry, MadeBy, key_of, write_entries
from dragoman.store.rows import Kept, own_rows, shared_columns

BATCH = 32
"""Pages that are committed together where they come one by one."""

SECONDS = 1.0
"""Where pages come faster than a batch in this time, more of them are committed together: every commit waits for the disk."""

MOST = 1024
"""Pages that are committed together at most."""

MOST_BYTES = 64 << 20
"""Bytes of pages that wait for a commit at most."""

LARGEST_ROW = 1 << 30
"""Bytes that a row has at most."""


@dataclass(slots=True)
class Run:
    """One run that keeps records, batch by batch; a record is safe from the moment its batch is committed (``committed`` counts those).

    Use it in a ``with`` block, or call ``commit`` at the end.
    """

    library: Path
    name: str
    recorded: str
    keys: set[str]
    batch: int = BATCH
    lines: list[str] = field(default_factory=list)
    stages: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    batches: int = 0
    waiting: int = 0
    committed: int = 0
    since: float = field(default_factory=monotonic)

    def __enter__(self) -> "Run":
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Commit what was kept, whatever ended the run."""
        self.commit()

    def holds(self, page: Page, made_by: MadeBy) -> bool:
        """Whether reading this page would add nothing: it was read before by the same versions, or in this run."""
        return page.id in self.pages or key_of(page, made_by) in self.keys

    def keep(self, record: Record) -> bool:
        """Keep a record, unless the library has it; gives whether it is new. It is committed with its batch."""
        page, key = record.article.page, key_of(record.article.page, record.made_by)
        if page.id in self.pages or key in self.keys:
            return False
        raw, file = keep_raw(self.library / "raw", page.raw)
        rows = own_rows(record, Kept(self.name, self.recorded, raw))
        self.lines.append(as_json({**shared_columns(record, Kept(self.name, self.recorded)), "rows": rows}))
        self.stages.update(stage for stage in STAGES if rows[stage])
        self.entries.append(Entry(self.name, self.recorded, page.source, "kept", page.id, key, raw, made_by=json.dumps(record.made_by)))
        self.files.append(file)
        self.pages.add(page.id)
        self.waiting += len(page.raw)
        if self.is_due():
            self.commit()
        return True

    def is_due(self) -> bool:
        """Whether what waits should be committed now."""
        if len(self.entries) >= MOST or self.waiting >= MOST_BYTES:
            return True
        return len(self.entries) >= self.batch and monotonic() - self.since >= SECONDS

    def fail(self, source: str, error: str) -> None:
        """Note in the ledger that an input could not be read."""
        self.entries.append(Entry(self.name, self.recorded, source, "failed", error=error))

    def commit(self) -> None:
        """Write the batch: pages and shards first, its ledger file last, which makes it part of the library."""
        if not self.entries:
            return
        part = hashlib.sha256(json.dumps([self.name, self.batches, [e.key for e in self.entries]]).encode()).hexdigest()[:16]
        shards = {stage: shard_path(self.library, self.name, stage, part) for stage in STAGES if stage in self.stages}
        write_shards(shards, self.lines)
        files = [*self.files, *shards.values()]
        flush_to_disk([*files, *sorted({path.parent for path in files})])
        entries = [replace(entry, part=part) if entry.status == "kept" else entry for entry in self.entries]
        write_entries(self.library / "ledger" / f"{self.name}-{self.batches:06}.jsonl", entries)
        kept = [entry.key for entry in entries if entry.key]
        self.keys.update(kept)
        self.committed += len(kept)
        self.lines, self.stages, self.entries, self.files = [], set(), [], []
        self.batches, self.waiting, self.since = self.batches + 1, 0, monotonic()


as_json = partial(json.dumps, ensure_ascii=False)

SHARED = tuple(column for column in FROM if column not in ("position", "start", "end"))
"""The columns that all rows of a record have in common."""


def record_columns() -> str:
    """The form of a line: what all rows share, and under ``rows`` those of each table."""
    tables = [
        f"{quoted(stage)} STRUCT({', '.join(f'{quoted(c)} {kind}' for c, kind in columns.items() if c not in (*SHARED, 'position'))})[]"
        for stage, columns in COLUMNS.items()
    ]
    shared = ", ".join(f"{quoted(column)}: '{FROM[column]}'" for column in SHARED)
    return f"{{{shared}, rows: 'STRUCT({', '.join(tables)})'}}"


def write_shards(shards: Mapping[str, Path], lines: Sequence[str]) -> None:
    """Write the rows of some records, each a line of JSON, as one Parquet file a table through DuckDB, each aside and then renamed."""
    if not shards:
        return
    for path in shards.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    text = aside_of(shards["page"].with_suffix(".jsonl"))
    try:
        text.write_text("\n".join(lines), "utf-8", "replace")
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute(
                f"CREATE TEMP TABLE record AS SELECT * FROM read_json(?, format='newline_delimited', columns={record_columns()}, "
                f"maximum_object_size={LARGEST_ROW}, hive_partitioning=false)",
                [str(text)],
            )
            for stage, path in shards.items():
                write_shard(connection, stage, path)
    finally:
        text.unlink(missing_ok=True)


def write_shard(connection: duckdb.DuckDBPyConnection, stage: str, path: Path) -> None:
    """Write the rows of one table."""
    aside = aside_of(path)
    listed = ", ".join(quoted(column) if column in (*SHARED, "position") else f"own.{quoted(column)}" for column in COLUMNS[stage])
    connection.execute(
        f"COPY (SELECT {listed} FROM (SELECT {', '.join(map(quoted, SHARED))}, "
        f"unnest(rows.{quoted(stage)}) AS own, (generate_subscripts(rows.{quoted(stage)}, 1) - 1)::INTEGER AS position FROM record)) "
        f"TO '{str(aside).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)"
    )
    aside.replace(path)
