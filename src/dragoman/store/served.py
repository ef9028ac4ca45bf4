"""Asking a library that another process serves (``dragoman serve``): a connection that looks like DuckDB's, over the library's socket."""

import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, cast

import duckdb

from dragoman.errors import LibraryError
from dragoman.store.locks import WAIT
from dragoman.store.sockets import reach
from dragoman.store.wire import MOST_ASKED, MOST_TOLD, Message, WireError, as_json, receive, send

Values = Sequence[Any] | Mapping[str, Any]


class Served:
    """The index of a library in the hands of another process, open for reading, as it was when it was opened.

    It has what questions use of a DuckDB connection: ``execute``, ``fetchone``, ``fetchmany``, ``fetchall``, ``description``, ``close``.
    """

    def __init__(self, library: Path, line: socket.socket) -> None:
        """Greet the one who serves; raises ``LibraryError`` where they have another form of index."""
        self.library, self.line = library, line
        self.rows: list[tuple[Any, ...]] = []
        self.more = False
        self.description: list[tuple[str, str]] = []
        note = self.ask({"do": "open"}).get("note")
        wait = WAIT.get()
        if note and wait is not None:
            wait.tell(str(note)[:200])

    def execute(self, query: str, values: Values = ()) -> Self:
        """Put one question; raises ``duckdb.Error`` where it cannot be answered."""
        listed = dict(values) if isinstance(values, Mapping) else list(values)
        told = self.ask({"do": "execute", "query": query, "values": listed})
        self.description = [(str(name), str(kind)) for name, kind in told["columns"]]
        self.rows = []
        self.take_rows(told)
        return self

    def take_rows(self, told: Message) -> None:
        """Take in a part of an answer."""
        self.rows += [tuple(row) for row in told["rows"]]
        self.more = bool(told["more"])

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """So many rows of the answer, none at its end."""
        while self.more and len(self.rows) < size:
            self.take_rows(self.ask({"do": "more"}))
        some, self.rows = self.rows[:size], self.rows[size:]
        return some

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row of the answer, if there is one."""
        return next(iter(self.fetchmany(1)), None)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of the answer that are left."""
        while self.more:
            self.take_rows(self.ask({"do": "more"}))
        some, self.rows = self.rows, []
        return some

    def compare(self, tell: Callable[[int, int], None]) -> None:
        """Have the pages compared that were not yet; ``tell`` is told how far that is. Afterwards the index must be opened anew."""
        self.ask({"do": "compare"}, tell)

    def ask(self, message: Message, tell: Callable[[int, int], None] | None = None) -> Message:
        """Send a message and take the answer; who hung up may have said why before."""
        text, lost = as_json(message), None
        try:
            send(self.line, text, MOST_ASKED)
        except WireError as error:
            if not isinstance(error.__cause__, OSError):
                raise
            lost = error
        while True:
            told = receive(self.line, MOST_TOLD)
            if lost is not None and (told is None or "error" not in told):
                raise lost
            if told is None:
                raise WireError(f"who served {self.library} has ended: try again")
            if "error" in told:
                raise error_of(told)
            if "done" not in told:
                return told
            if tell is not None:
                tell(int(told["done"]), int(told["of"]))

    def close(self) -> None:
        """End."""
        self.line.close()


def error_of(told: Message) -> Exception:
    """The error that the other side met, as one of DuckDB's or ours."""
    kind = getattr(duckdb, str(told["error"]), None)
    words = str(told.get("words", ""))
    if isinstance(kind, type) and issubclass(kind, duckdb.Error):
        return kind(words)
    return LibraryError(words)


def open_served(library: Path) -> duckdb.DuckDBPyConnection | None:
    """The index of a library that another process serves, with what is new in it; None where nobody serves it."""
    line = reach(library)
    if line is None:
        return None
    try:
        return cast(duckdb.DuckDBPyConnection, Served(library, line))  # questions use no more of a connection than it has
    except BaseException:
        line.close()
        raise


def compare_there(connection: object, tell: Callable[[int, int], None]) -> bool:
    """Have the one who serves compare new pages; False where the index is in our own hands."""
    if not isinstance(connection, Served):
        return False
    connection.compare(tell)
    return True
