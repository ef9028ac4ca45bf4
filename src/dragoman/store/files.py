"""Files that are there whole or not at all: written aside, then renamed; and told to the disk before anybody is told that they are kept."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import TemporaryDirectory

import zstandard

from dragoman.errors import DragomanError

ASIDE = ".aside-"
"""How the names of files begin that are not whole yet."""

HANDS = 16
"""Files that are flushed to the disk at the same time: the disk writes many as fast as one."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment it is there whole or not at all, and still there when the power fails afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(path)
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_to_disk([path.parent])


def aside_of(path: Path) -> Path:
    """The name under which a file is written before it is whole."""
    return path.with_name(f"{ASIDE}{os.getpid()}-{path.name}")


@contextmanager
def written_whole(output: Path) -> Iterator[Path]:
    """The path to which a file that somebody named is written: it has the name ``output`` when all is written, or is not there at all.

    Folders that lack are made, and a link is followed. A device or a pipe (``/dev/stdout``) gets the bytes when all are written, and stays
    what it is. Raises ``DragomanError`` where ``output`` is a folder, ``OSError`` with the name of ``output`` where it cannot be written.
    """
    if output.is_dir():
        raise DragomanError(f"{output} is a folder: name a file in it")
    if is_no_file(output):
        with TemporaryDirectory(prefix="dragoman-") as folder:
            aside = Path(folder) / "whole"
            yield aside
            with aside.open("rb") as file, output.open("wb") as end:
                copyfileobj(file, end)
        return
    target = output.resolve() if output.is_symlink() else output
    aside = aside_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        aside.replace(target)
    except OSError as error:
        if error.filename is not None and Path(error.filename) == aside:
            raise OSError(error.errno, error.strerror, str(output)) from error
        raise
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def is_no_file(path: Path) -> bool:
    """Whether something that is no ordinary file stands at a path: a device, a pipe, what the system shows of open files."""
    return path.exists() and (not path.is_file() or path.parts[:2] in (("/", "dev"), ("/", "proc")))


def add_line(path: Path, line: str) -> None:
    """Add a line to a file, whole or not at all, and have it written out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_to_disk(paths: Iterable[Path]) -> None:
    """Have files and directories written out, so that not even a power cut loses them; raises ``OSError`` where the disk fails."""
    listed = list(paths)
    if len(listed) < HANDS:
        for path in listed:
            flush_one(path)
        return
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(flush_one, listed))


def flush_one(path: Path) -> None:
    """Have one file or directory written out; systems on which directories cannot be opened need no word for them."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_raw(folder: Path, raw: bytes) -> tuple[str, Path]:
    """Put bytes under the name of their content, compressed; gives the name and the file, which is still to be flushed to the disk.

    A file that is there already is kept if it has the right length: one that a power cut left empty is written again.
    """
    name = hashlib.sha256(raw).hexdigest()
    path = raw_path(folder, name)
    data = zstandard.ZstdCompressor(level=6, write_content_size=True).compress(raw)
    if size_of(path) != len(data):
        write_soon(path, data)
    return name, path


def write_soon(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; the disk has it only when it is flushed."""
    aside = aside_of(path)
    try:
        aside.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
    aside.replace(path)


def size_of(path: Path) -> int:
    """A file's length, -1 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def load_raw(folder: Path, name: str) -> bytes:
    """The bytes kept under a name; raises ``OSError`` or ``zstandard.ZstdError`` where they are gone or damaged."""
    return zstandard.ZstdDecompressor().decompress(raw_path(folder, name).read_bytes())


def raw_path(folder: Path, name: str) -> Path:
    """Where bytes of a name lie: ``ab/cdef….zst``."""
    return folder / name[:2] / f"{name[2:]}.zst"


def remove_asides(folder: Path) -> None:
    """Remove what runs that were killed left half written; what a process that still lives writes just now stays."""
    for path in list(folder.rglob(f"{ASIDE}*")):
        if not is_being_written(path):
            with suppress(OSError):
                path.unlink() if not path.is_dir() else rmtree(path)


def is_being_written(path: Path) -> bool:
    """Whether the process that writes a file aside is another one that lives still, on this machine."""
    number = path.name.removeprefix(ASIDE).split("-", 1)[0]
    if not number.isdigit() or int(number) == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
