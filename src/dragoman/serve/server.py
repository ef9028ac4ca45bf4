"""Holds a library's index and answers other processes of the same user over a socket in the library: nothing listens to a network.

Each process that asks has a session: a cursor of its own in a transaction that may only read, so that it sees one state of the index all
along, whatever is taken up meanwhile, and can change nothing but temporary tables of its own. What is new is taken up, and pages are
compared, by one session at a time; others go on being answered.
"""

import os
import socket
import socketserver
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread, Timer
from typing import Any

import duckdb

from dragoman.compare.kept import compare_new
from dragoman.errors import DragomanError, LibraryError
from dragoman.store.index import hold_index, take_up_new
from dragoman.store.sockets import NAME, address_of
from dragoman.store.wire import MOST_ASKED, MOST_TOLD, PART, Message, WireError, as_json, receive, send

SESSIONS = 16
"""Processes that are answered at the same time."""

SILENCE = 600.0
"""Seconds without a question after which a session is ended."""

LONGEST = 600.0
"""Seconds that one question may take."""

ALLOWED = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.CREATE}
"""What may be asked; that nothing but temporary tables be made is seen to by the transaction, which may only read."""

Tell = Callable[[str], object]


class Desk:
    """The index in the hands of this process."""

    def __init__(self, library: Path, connection: duckdb.DuckDBPyConnection) -> None:
        """Take charge of an open index."""
        self.library, self.connection = library, connection
        self.writing, self.places = Lock(), BoundedSemaphore(SESSIONS)
        self.cursors: set[duckdb.DuckDBPyConnection] = set()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own to the index."""
        cursor = self.connection.cursor()
        self.cursors.add(cursor)
        try:
            yield cursor
        finally:
            self.cursors.discard(cursor)
            cursor.close()

    def stop(self) -> None:
        """Break off what is being asked, taken up or compared: of the latter two nothing is kept by halves."""
        for cursor in list(self.cursors):
            with suppress(duckdb.Error):
                cursor.interrupt()

    def take_up(self) -> str | None:
        """Take up what is new, unless somebody just does; then says so."""
        if not self.writing.acquire(blocking=False):
            return f"{self.library.name} is taking up or comparing new pages: this is answered from what it had before"
        try:
            with self.cursor() as cursor:
                take_up_new(self.library, cursor)
        finally:
            self.writing.release()
        return None

    def compare(self, tell: Callable[[int, int], None]) -> None:
        """Take up what is new and compare the pages that were not yet; waits for whoever just does."""
        with self.writing, self.cursor() as cursor:
            take_up_new(self.library, cursor)
            compare_new(cursor, tell)


class Session(socketserver.BaseRequestHandler):
    """One process that asks, until it ends or says something that is no question."""

    server: "Door"
    request: socket.socket

    def handle(self) -> None:
        """Answer, question by question."""
        desk = self.server.desk
        if not desk.places.acquire(blocking=False):
            with suppress(WireError):
                send(self.request, as_json(complaint(LibraryError(f"{SESSIONS} processes are being answered: try again"))), MOST_TOLD)
            return
        try:
            self.request.settimeout(SILENCE)
            with desk.cursor() as cursor:
                self.answer_all(desk, cursor)
        finally:
            desk.places.release()

    def answer_all(self, desk: Desk, cursor: duckdb.DuckDBPyConnection) -> None:
        """Answer until the other side ends."""
        with suppress(WireError):
            while (asked := receive(self.request, MOST_ASKED)) is not None:
                try:
                    text = self.answer(desk, cursor, asked)
                except (DragomanError, duckdb.Error) as error:
                    text = as_json(complaint(error))
                except (KeyError, TypeError, ValueError) as error:
                    text = as_json(complaint(LibraryError(f"that is no question: {type(error).__name__}")))
                send(self.request, text, MOST_TOLD)

    def answer(self, desk: Desk, cursor: duckdb.DuckDBPyConnection, asked: Message) -> str:
        """The answer to one message, as JSON."""
        what = asked.get("do")
        if what == "open":
            note = desk.take_up()
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            return as_json({"note": note})
        if what == "compare":
            desk.compare(lambda done, pages: send(self.request, as_json({"done": done, "of": pages}), MOST_TOLD))
            return as_json({})
        if what == "execute":
            return first_part(cursor, str(asked["query"]), asked["values"])
        if what == "more":
            return next_part(cursor, {})
        raise LibraryError("that is no question: a newer dragoman may have asked it")


def first_part(cursor: duckdb.DuckDBPyConnection, query: str, values: Any) -> str:  # noqa: ANN401 - a list or a dictionary
    """The columns and the first rows of an answer."""
    if not isinstance(values, list | dict):
        raise LibraryError("the values of a question are a list or an object")
    if query == NO_OUTSIDE:
        query, values = "SELECT 1", []  # it is so already
    statements = duckdb.extract_statements(query)
    if len(statements) != 1 or statements[0].type not in ALLOWED:
        raise duckdb.InvalidInputException(
            "a library that is served answers one question at a time and lets nothing be changed: stop dragoman serve for anything else"
        )
    limit = Timer(LONGEST, cursor.interrupt)
    limit.daemon = True
    limit.start()
    try:
        cursor.execute(query, values)
        return next_part(cursor, {"columns": [(name, str(kind)) for name, kind, *_ in cursor.description or ()]})
    finally:
        limit.cancel()


NO_OUTSIDE = "SET enable_external_access = false"


def next_part(cursor: duckdb.DuckDBPyConnection, told: Message) -> str:
    """The next rows of an answer, with whether there are more, as JSON."""
    parts: list[str] = []
    size = 0
    row: tuple[Any, ...] | None = ()
    while size < PART and (row := cursor.fetchone()) is not None:
        parts.append(as_json(row))
        size += len(parts[-1])
    head = as_json({**told, "more": row is not None})
    return f'{head[:-1]},"rows":[{",".join(parts)}]}}'


def complaint(error: Exception) -> Message:
    """An error as a message."""
    return {"error": type(error).__name__, "words": str(error)}


class Door(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Lets in processes of the same user, each into a session of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, desk: Desk) -> None:
        """Open the door; only this user may come near it."""
        self.desk = desk
        before = os.umask(0o177)
        try:
            super().__init__(address_of(desk.library), Session)
        finally:
            os.umask(before)

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ANN401 - how socketserver calls it
        """Whether the other side is a process of this user, where the system tells."""
        if not hasattr(socket, "SO_PEERCRED"):
            return True
        told = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return bool(struct.unpack("3i", told)[1] == os.getuid())

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - how socketserver calls it
        """Say in a line that a session failed; the others go on."""
        sys.stderr.write(f"dragoman serve: a session failed: {sys.exc_info()[1]}\n")


@contextmanager
def open_door(library: Path) -> Iterator[Door]:
    """Hold a library's index and open its door; raises ``LibraryError`` where another process has the index."""
    if not hasattr(socket, "AF_UNIX"):
        raise LibraryError("this system has no local sockets: dragoman serve needs them")
    library = library.resolve()
    with hold_index(library) as connection:
        (library / NAME).unlink(missing_ok=True)  # of a process that was killed: nobody else holds the index
        try:
            door = Door(Desk(library, connection))
        except OSError as error:
            raise LibraryError(f"no socket can be made at {library / NAME} ({error}): the path may be too long") from error
        try:
            yield door
        finally:
            (library / NAME).unlink(missing_ok=True)
            door.server_close()
            door.desk.stop()


def serve_library(library: Path, tell: Tell, until: Callable[[], object]) -> None:
    """Serve a library while ``until`` runs; ``tell`` is told when others may ask.

    Raises ``LibraryError`` where another process holds the library, or where the system has no local sockets.
    """
    with open_door(library) as door:
        Thread(target=door.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()
        tell(f"serving {library}: commands of other processes are answered from here; Ctrl-C ends it")
        try:
            until()
        finally:
            door.shutdown()
