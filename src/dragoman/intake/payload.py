"""Bodies of HTTP answers, undone: chunks put together, compression undone, with a bound on what comes out."""

import zlib
from typing import Protocol

import brotli
import zstandard

PIECE = 65_536
MOST_CODINGS = 3


class Undoer(Protocol):
    """Undoes one compression piece by piece."""

    def take(self, raw: bytes, most: int) -> bytes:
        """At most about ``most`` bytes of what the compressed bytes hold."""


class Zlib:
    """Undoes gzip and deflate, with its frame or without; ends of members within are gone over."""

    def __init__(self, bits: int) -> None:
        """Begin; ``bits`` are zlib's window bits."""
        self.bits = bits

    def take(self, raw: bytes, most: int) -> bytes:
        """At most ``most`` bytes; what is broken at the end is left out, what is broken from its beginning raises ``zlib.error``."""
        pieces: list[bytes] = []
        size = 0
        while raw and size < most:
            undoer = zlib.decompressobj(self.bits)
            try:
                piece = undoer.decompress(raw, most - size)
            except zlib.error:
                if not pieces:
                    raise
                break
            pieces.append(piece)
            size += len(piece)
            raw = undoer.unused_data if undoer.eof else b""
        return b"".join(pieces)


class Brotli:
    """Undoes brotli."""

    def take(self, raw: bytes, most: int) -> bytes:
        """At most about ``most`` bytes."""
        undoer, size, data = brotli.Decompressor(), 0, raw
        pieces: list[bytes] = []
        while size < most:
            piece = undoer.process(data, output_buffer_limit=PIECE)
            data = b""
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
        return b"".join(pieces)


class Zstd:
    """Undoes zstandard."""

    def take(self, raw: bytes, most: int) -> bytes:
        """At most ``most`` bytes."""
        return zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(raw, read_across_frames=True).read(most)


UNDOERS: dict[str, Undoer] = {"gzip": Zlib(47), "x-gzip": Zlib(47), "br": Brotli(), "zstd": Zstd()}
"""By the names of RFC 9110; deflate is tried with and without its frame, for servers send both."""


def undo(raw: bytes, chunked: str, codings: str, most: int) -> bytes:
    """A body without its chunks and its compression; where the header does not fit the bytes, they stay as they are."""
    if "chunked" in chunked.lower():
        raw = join_chunks(raw)
    names = [name for part in codings.lower().split(",") if (name := part.strip())]
    for name in reversed(names[:MOST_CODINGS]):
        raw = undo_one(raw, name, most)
    return raw


def undo_one(raw: bytes, name: str, most: int) -> bytes:
    """A body without one compression."""
    undoers = [Zlib(15), Zlib(-15)] if name == "deflate" else [UNDOERS[name]] if name in UNDOERS else []
    for undoer in undoers:
        try:
            return undoer.take(raw, most)
        except (zlib.error, brotli.error, zstandard.ZstdError):
            continue
    return raw


def join_chunks(raw: bytes) -> bytes:
    """A chunked body in one piece; bytes that are no chunks stay as they are, a chunk that is cut off is taken as far as it goes."""
    place = 0
    pieces: list[bytes] = []
    while place < len(raw):
        end = raw.find(b"\r\n", place, place + 1000)
        size = size_of(raw[place:end]) if end >= 0 else None
        if size is None:
            return b"".join(pieces) if pieces else raw
        if size == 0:
            break
        pieces.append(raw[end + 2 : end + 2 + size])
        place = end + 2 + size + 2
    return b"".join(pieces)


def size_of(line: bytes) -> int | None:
    """The length that the head of a chunk tells."""
    try:
        digits = line.split(b";")[0].strip()
        return int(digits, 16) if digits and len(digits) < 16 and digits.isalnum() else None
    except ValueError:
        return None
