"""Reads a manifest: one JSON object a line, each naming a page by path or holding its html or text."""

import json
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import DragomanError, InputError, ManifestError
from dragoman.intake.pages import Given, read_bytes, read_path
from dragoman.model import Page


def read_manifest(path: Path) -> Iterator[Page | InputError]:
    """The pages of a manifest in order; a bad line gives the error that names it, and the rest goes on.

    Paths are relative to the manifest. Raises InputError where the manifest itself cannot be read.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield read_line(line, path, number)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def read_line(line: str, manifest: Path, number: int) -> Page | InputError:
    """The page of one line, or what is wrong with it."""
    where = f"{manifest} line {number}"
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return ManifestError(f"{where}: is no JSON object")
    if not isinstance(entry, dict):
        return ManifestError(f"{where}: is no JSON object")
    try:
        return page_of(entry, manifest.parent, where)
    except DragomanError as error:
        return error if isinstance(error, InputError) else ManifestError(f"{where}: {error}")


def page_of(entry: dict[str, object], folder: Path, where: str) -> Page:
    """The page that an entry names or holds."""
    told = {key: text_of(entry, key, where) for key in ("path", "html", "text", "url", "published", "outlet")}
    path, body = told["path"], told["html"] or told["text"]
    given = Given(told["url"], told["published"], told["outlet"], path or told["url"] or where)
    if body is not None:
        return read_bytes(body.encode("utf-8", "replace"), given)
    if path is None:
        raise ManifestError(f'{where}: names no page; give "path", "html" or "text"')
    return read_path(folder / path, given)


def text_of(entry: dict[str, object], key: str, where: str) -> str | None:
    """A string of an entry, or None where it has none."""
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise ManifestError(f'{where}: "{key}" must be a string')
    return value
