"""How a process asks another that serves a library: messages in JSON over a local socket, each behind its length, each bounded.

Nothing that comes is run or unpickled: a message is an object of plain values. What JSON has no word for (days, moments, bytes, exact
numbers) is an object with the keys ``""`` (its kind) and ``is``; no structure of DuckDB has a field of an empty name.
"""

import base64
import json
import socket
import struct
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dragoman.errors import LibraryError

MOST_ASKED = 16 << 20
"""Bytes of a question at most."""

MOST_TOLD = 256 << 20
"""Bytes of a part of an answer at most: a part is sent as soon as it has ``PART`` bytes, but a row is never cut."""

PART = 4 << 20

LENGTH = struct.Struct(">I")

Message = dict[str, Any]

KINDS: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "bytes": lambda told: base64.b64decode(told, validate=True),
    "decimal": Decimal,
}


class WireError(LibraryError):
    """The other side sent what is no message, or went away."""


def as_json(value: Any) -> str:  # noqa: ANN401 - any plain value
    """A value as JSON; what has no form of its own is sent as its text."""
    return json.dumps(value, default=tagged, separators=(",", ":"))


def tagged(value: object) -> object:
    """A value that JSON has no word for."""
    for kind, form in (("datetime", datetime), ("date", date)):
        if isinstance(value, form):
            return {"": kind, "is": value.isoformat()}
    if isinstance(value, bytes | bytearray):
        return {"": "bytes", "is": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Decimal):
        return {"": "decimal", "is": str(value)}
    return str(value)


def untagged(value: Message) -> Any:  # noqa: ANN401 - any plain value
    """A value as it was before ``tagged``."""
    if "" not in value:
        return value
    kind, told = value[""], value.get("is")
    if kind not in KINDS or not isinstance(told, str):
        raise ValueError(f"a value of no known kind: {str(kind)[:20]}")
    return KINDS[kind](told)


def send(line: socket.socket, text: str, most: int) -> None:
    """Send a message, given as JSON."""
    data = text.encode("utf-8")
    if len(data) > most:
        raise WireError(f"a message of {len(data):,} bytes is too long to be sent: ask for less at a time")
    try:
        line.sendall(LENGTH.pack(len(data)) + data)
    except OSError as error:
        raise WireError(f"the other side went away ({error.strerror or error})") from error


def receive(line: socket.socket, most: int) -> Message | None:
    """The next message; None where the other side has ended. Raises ``WireError`` where what comes is no message."""
    head = take(line, LENGTH.size)
    if not head:
        return None
    (length,) = LENGTH.unpack(head)
    if length > most:
        raise WireError(f"a message of {length:,} bytes is longer than the {most:,} that are allowed")
    try:
        message = json.loads(take(line, length).decode("utf-8"), object_hook=untagged)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise WireError("what came is no message") from error
    if not isinstance(message, dict):
        raise WireError("what came is no message")
    return message


def take(line: socket.socket, length: int) -> bytes:
    """So many bytes; none where the other side ended before the first of them."""
    parts, missing = [], length
    while missing:
        try:
            part = line.recv(min(missing, 1 << 20))
        except OSError as error:
            raise WireError(f"the other side does not answer ({error.strerror or error})") from error
        if not part:
            if missing == length:
                return b""
            raise WireError("the other side ended in the middle of a message")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
