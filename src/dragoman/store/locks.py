"""One process at a time changes the index: a lock that says who holds it and goes when that process ends, however it ends."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from dragoman.errors import LibraryError
from dragoman.store.sockets import is_served

NAME = "index.lock"
"""The file in a library that is locked; it may lie there unlocked, and says who had it last."""

PATIENCE = 2.0
"""Seconds to wait for a lock before saying who holds it, and before giving up where nobody asked to wait longer."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How many seconds to wait for a lock, and who is told once that somebody else holds it."""

    seconds: float
    tell: Callable[[str], object]


WAIT: ContextVar[Wait | None] = ContextVar("WAIT", default=None)


@contextmanager
def waiting(seconds: float, tell: Callable[[str], object]) -> Iterator[None]:
    """Within this, whoever finds an index held waits so many seconds for it; ``tell`` is told by whom it is held."""
    before = WAIT.set(Wait(seconds, tell))
    try:
        yield
    finally:
        WAIT.reset(before)


class NowServed(LibraryError):
    """Another process holds the index to serve it: it can be asked instead."""


class Patience:
    """Waits for one lock: says once who holds it, and raises ``LibraryError`` where it is held too long."""

    def __init__(self, library: Path) -> None:
        """Begin to wait for the index of a library."""
        self.library, self.wait, self.begun, self.told = library, WAIT.get(), monotonic(), False

    def pause(self, holder: str) -> None:
        """Wait a little, since ``holder`` has the lock; raises ``NowServed`` where they serve the library."""
        if is_served(self.library):
            raise NowServed(f"{self.library} is served by {holder}: stop it first")
        waited = monotonic() - self.begun
        most = PATIENCE if self.wait is None else self.wait.seconds
        if waited >= most:
            raise in_use(self.library, holder)
        if self.wait is not None and not self.told and waited >= min(PATIENCE, most / 2):
            self.told = True
            self.wait.tell(f"{self.library} is in use by {holder}: waiting for it, up to {most:g} seconds (Ctrl-C stops waiting)")
        sleep(0.05)


@contextmanager
def index_lock(library: Path) -> Iterator[None]:
    """Hold the right to change a library's index; raises ``LibraryError`` where another process has it and keeps it."""
    with (library / NAME).open("a+", encoding="utf-8") as file:
        patience = Patience(library)
        while not take(file):
            patience.pause(holder_of(library))
        with suppress(OSError):
            file.truncate(0)
            file.write(json.dumps({"process": os.getpid(), "command": command()}))
            file.flush()
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)


def take(file: Any) -> bool:  # noqa: ANN401 - an open file
    """Lock an open file, if nobody else has; the lock goes with the file or the process."""
    try:
        if sys.platform == "win32":
            msvcrt = import_module("msvcrt")
            file.seek(1 << 20)  # far behind what is written there, which others may read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl = import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def command() -> str:
    """What this process was called to do, without paths."""
    words = [Path(sys.argv[0] or "python").name, *sys.argv[1:2]]
    return " ".join(words)


def holder_of(library: Path) -> str:
    """Who holds the lock, as far as it says."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((library / NAME).read_text("utf-8"))
        return f"process {int(told['process'])} ({str(told['command'])[:60]})"
    return "another process"


def name_holder(library: Path, process: str | None) -> str:
    """Who holds a file of the index, given the number of the process as far as it is known: with its command, if the lock tells it."""
    told = holder_of(library)
    if process is None or told.startswith(f"process {process} "):
        return told
    return f"process {process}"


def in_use(library: Path, holder: str) -> LibraryError:
    """What to tell where another process holds the index."""
    return LibraryError(
        f"{library} is in use by {holder}: wait until it has finished, or stop it, and try again. "
        "What is kept is safe meanwhile: the index takes it up afterwards"
    )
