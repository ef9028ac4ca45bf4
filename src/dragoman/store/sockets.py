"""The socket of a library that is served: where it lies, and a line to the process behind it."""

import os
import socket
from contextlib import suppress
from pathlib import Path

NAME = "index.sock"
"""The socket in a library that is served."""

PATIENCE = 660.0
"""Seconds without a word after which the other side is given up; it ends a question after fewer."""

CONNECTING = 5.0
"""Seconds to wait for a line."""


def address_of(library: Path) -> str:
    """The address of a library's socket, in the shorter of two spellings: systems allow some hundred bytes."""
    whole = (library / NAME).resolve()
    try:
        near = str(whole.relative_to(Path.cwd()))
    except (ValueError, OSError):
        near = str(whole)
    return near


def reach(library: Path) -> socket.socket | None:
    """A line to the one who serves a library: a process of the same user, whose socket nobody else may have put there."""
    if not hasattr(socket, "AF_UNIX"):
        return None
    with suppress(OSError):
        if (library / NAME).lstat().st_uid != os.getuid():
            return None
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(CONNECTING)
            line.connect(address_of(library))
            line.settimeout(PATIENCE)
            return line
        except BaseException:
            line.close()
            raise
    return None


def is_served(library: Path) -> bool:
    """Whether a process serves a library."""
    line = reach(library)
    if line is not None:
        line.close()
    return line is not None
