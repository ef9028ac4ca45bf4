"""Files that are there whole or not at all: written aside, then renamed."""

import hashlib
import os
from pathlib import Path

import zstandard

ASIDE = ".aside-"
"""How the names of files begin that are not whole yet."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(path)
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def aside_of(path: Path) -> Path:
    """The name under which a file is written before it is whole."""
    return path.with_name(f"{ASIDE}{os.getpid()}-{path.name}")


def keep_raw(folder: Path, raw: bytes) -> str:
    """Keep bytes under the name of their content, compressed, and give that name."""
    name = hashlib.sha256(raw).hexdigest()
    path = raw_path(folder, name)
    if not path.exists():
        write_whole(path, zstandard.ZstdCompressor(level=6, write_content_size=True).compress(raw))
    return name


def load_raw(folder: Path, name: str) -> bytes:
    """The bytes kept under a name; raises ``OSError`` or ``zstandard.ZstdError`` where they are gone or damaged."""
    return zstandard.ZstdDecompressor().decompress(raw_path(folder, name).read_bytes())


def raw_path(folder: Path, name: str) -> Path:
    """Where bytes of a name lie: ``ab/cdef….zst``."""
    return folder / name[:2] / f"{name[2:]}.zst"


def remove_asides(folder: Path) -> None:
    """Remove what a run that was killed left half written."""
    for path in folder.rglob(f"{ASIDE}*"):
        path.unlink(missing_ok=True)
