"""The library as people who program meet it: what is kept, and every question that the command line can put to it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dragoman.compare.followed import FOLLOWED, Followed, Pursuit, follow_sayings
from dragoman.compare.kept import open_compared
from dragoman.compare.profiles import Profile, read_actor_profile
from dragoman.compare.relations import Relation, Scope, read_relation
from dragoman.compare.tellers import Told, read_happening
from dragoman.errors import DragomanError
from dragoman.exchange import Order, export
from dragoman.exchange.imports import import_file
from dragoman.store import Library as Kept
from dragoman.store import Table
from dragoman.store import open_library as open_kept
from dragoman.store.imports import Imported
from dragoman.store.table import Row


class Library(Kept):
    """Pages kept on disk with what was read from them; opened with ``open_library``.

    Questions that compare pages (``relation``, ``actor``, ``happening``, ``said_done``, ``export``, ``sql``) compare those first that came
    since the last such question. Answers have ``to_list``, ``to_arrow``, ``to_pandas`` and ``to_polars``.
    """

    def relation(  # noqa: PLR0913 - the conditions of a question, by name
        self,
        one: str,
        other: str,
        *,
        since: str | None = None,
        until: str | None = None,
        by: str = "month",
        roll_up: str = "state",
        as_of: str | None = None,
        beside: Sequence[str] = (),
    ) -> Relation:
        """How two parties (codes, ids or names) stood over time, as ``dragoman relation`` tells it; as a table, the series.

        ``beside`` names sources of imported events (``gdelt``, ``icews``, ``polecat``) whose series are given beside ours.

        Raises ``DragomanError`` where a party is not known, both are one, or something asked cannot be.
        """
        return read_relation(self, one, other, Scope(since, until, by, roll_up, as_of, several(beside)))

    def actor(
        self, who: str, *, since: str | None = None, until: str | None = None, roll_up: str = "state", as_of: str | None = None
    ) -> Profile:  # fmt: skip
        """Who somebody (a code, an id or a name) is to the pages, as ``dragoman actor`` tells it; as a table, the latest happenings.

        Raises ``DragomanError`` where no page names them.
        """
        return read_actor_profile(self, who, Scope(since, until, "month", roll_up, as_of))

    def happening(self, event: str) -> Told:
        """One happening in its versions, given the id of any of its events or the beginning of one; as a table, the versions.

        Raises ``DragomanError`` where no event or several have such an id.
        """
        return read_happening(self, event)

    def said_done(  # noqa: PLR0913 - the conditions of a question, by name
        self,
        actor: str | None = None,
        recipient: str | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        within: int = 90,
        modalities: Sequence[str] = FOLLOWED,
        as_of: str | None = None,
        limit: int | None = None,
    ) -> Followed:
        """Threats, plans and demands, each with what became of it in ``within`` days, as ``dragoman said-done`` tells it.

        ``since`` and ``until`` are days of the pages that tell the saying. Raises ``DragomanError`` where something asked cannot be.
        """
        return follow_sayings(self, Pursuit(actor, recipient, since, until, within, several(modalities), as_of, limit))

    def export(  # noqa: PLR0913 - the options of an export, by name
        self,
        form: str,
        output: str | Path,
        *,
        since: str | None = None,
        until: str | None = None,
        by: str = "month",
        count: str = "happenings",
        as_of: str | None = None,
    ) -> dict[Path, int]:
        """Write what is known in the form of others (docs/exports.md); gives the files that were written, each with its rows."""
        return export(self, form, Order(since, until, as_of, by, count), Path(output))

    def import_file(self, source: str, path: str | Path) -> Imported:
        """Import a file of events of others (``gdelt``, ``icews`` or ``polecat``); they lie beside ours (docs/exports.md#imports).

        Lines that cannot be read are listed in ``bad.jsonl`` of the import. Raises ``DragomanError`` where the file is of another kind.
        """
        return import_file(self, source, Path(path), datetime.now(UTC).isoformat(timespec="seconds"))

    def sql(self, query: str, values: Sequence[Any] = ()) -> Table:
        """The rows of one question in DuckDB's SQL to the tables of the index (docs/library.md); ``values`` stand for its ``?``.

        Judgements hold. Nothing can be changed by it, and no file but the index be read. Raises ``DragomanError`` where the SQL cannot be
        run, with what DuckDB says of it.
        """
        with open_compared(self) as connection:
            connection.execute("SET enable_external_access = false")
            try:
                answer = connection.execute(query, list(values))
                if answer is None:
                    raise DragomanError("this SQL asks nothing: begin it with SELECT")
                return table_of(answer)
            except duckdb.Error as error:
                raise DragomanError(f"this SQL cannot be run: {' '.join(str(error).split())}") from error


def several(words: str | Sequence[str]) -> tuple[str, ...]:
    """One word or several as several."""
    return (words,) if isinstance(words, str) else tuple(words)


def table_of(answer: duckdb.DuckDBPyConnection) -> Table:
    """The rows that DuckDB gives, as a table; of columns of one name the later ones get a number."""
    columns: dict[str, str] = {}
    for name, kind, *_ in answer.description or ():
        wanted, number = name, 1
        while wanted in columns:
            number += 1
            wanted = f"{name}_{number}"
        columns[wanted] = "VARCHAR" if str(kind) in ('"NULL"', "NULL") else str(kind)
    rows: list[Row] = [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
    return Table(columns, rows)


def open_library(path: str | Path, *, create: bool = False) -> Library:
    """Open the library at ``path``; with ``create``, make one where there is none yet.

    Raises ``LibraryError`` where there is none, where the directory is something else, or where a newer dragoman wrote it.
    """
    return Library(open_kept(path, create=create).path)
