"""One process at a time changes the index: a lock that says who holds it and goes when that process ends, however it ends."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from dragoman.errors import LibraryError

NAME = "index.lock"
"""The file in a library that is locked; it may lie there unlocked, and says who had it last."""

PATIENCE = 2.0
"""Seconds to wait for a lock before saying who holds it."""


@contextmanager
def index_lock(library: Path) -> Iterator[None]:
    """Hold the right to change a library's index; raises ``LibraryError`` where another process has it and keeps it."""
    with (library / NAME).open("a+", encoding="utf-8") as file:
        until = monotonic() + PATIENCE
        while not take(file):
            if monotonic() > until:
                raise in_use(library, holder_of(library))
            sleep(0.05)
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


def in_use(library: Path, holder: str) -> LibraryError:
    """What to tell where another process holds the index."""
    return LibraryError(
        f"{library} is in use by {holder}: wait until it has finished, or stop it, and try again. "
        "What is kept is safe meanwhile: the index takes it up afterwards"
    )
