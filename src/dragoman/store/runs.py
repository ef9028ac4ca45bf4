"""A run that keeps records in a library, batch by batch."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

import duckdb

from dragoman.model import Page, Record
from dragoman.store.columns import COLUMNS, STAGES, quoted
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
    lines: dict[str, list[str]] = field(default_factory=lambda: {stage: [] for stage in STAGES})
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
        kept = Kept(self.name, self.recorded, raw)
        for stage, lines in lines_of(record, kept).items():
            self.lines[stage].extend(lines)
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
        shards = {shard_path(self.library, self.name, stage, part): stage for stage in STAGES if self.lines[stage]}
        write_shards({path: (stage, self.lines[stage]) for path, stage in shards.items()})
        files = [*self.files, *shards]
        flush_to_disk([*files, *sorted({path.parent for path in files})])
        entries = [replace(entry, part=part) if entry.status == "kept" else entry for entry in self.entries]
        write_entries(self.library / "ledger" / f"{self.name}-{self.batches:06}.jsonl", entries)
        kept = [entry.key for entry in entries if entry.key]
        self.keys.update(kept)
        self.committed += len(kept)
        self.lines, self.entries, self.files = {stage: [] for stage in STAGES}, [], []
        self.batches, self.waiting, self.since = self.batches + 1, 0, monotonic()


as_json = partial(json.dumps, ensure_ascii=False)


def lines_of(record: Record, kept: Kept) -> dict[str, list[str]]:
    """The rows of each table that a record makes, each a line of JSON."""
    shared = as_json(shared_columns(record, kept))[:-1]
    return {
        table: [f'{shared}, "position": {i}, {as_json(row)[1:]}' for i, row in enumerate(rows)]
        for table, rows in own_rows(record, kept).items()
    }


def write_shards(shards: dict[Path, tuple[str, list[str]]]) -> None:
    """Write lines of JSON as Parquet files through DuckDB, each aside and then renamed."""
    if not shards:
        return
    with duckdb.connect(config={"threads": 1}) as connection:
        for path, (stage, lines) in shards.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_shard(connection, path, COLUMNS[stage], lines)


def write_shard(connection: Any, path: Path, columns: dict[str, str], lines: Sequence[str]) -> None:  # noqa: ANN401 - a DuckDB connection
    """Write lines of JSON as one Parquet file."""
    aside = aside_of(path)
    text = aside.with_name(f"{aside.name}.jsonl")
    typed = ", ".join(f"{quoted(name)}: '{kind}'" for name, kind in columns.items())
    try:
        text.write_text("\n".join(lines), "utf-8", "replace")
        connection.execute(
            f"COPY (SELECT * FROM read_json(?, format='newline_delimited', columns={{{typed}}}, maximum_object_size={LARGEST_ROW}, "
            f"hive_partitioning=false)) TO '{str(aside).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)",
            [str(text)],
        )
    finally:
        text.unlink(missing_ok=True)
    aside.replace(path)
