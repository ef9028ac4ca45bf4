"""Reads a manifest: one JSON object a line, each naming a page by path or holding its html or text."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dragoman.errors import DayError, DragomanError, InputError, ManifestError
from dragoman.intake.pages import LARGEST, Given, check_day, read_bytes, read_path
from dragoman.model import Issue, Page

LONGEST_LINE = 2 * LARGEST


def read_manifest(path: Path) -> Iterator[Page | InputError]:
    """The pages of a manifest in order; a bad line gives the error that names it, and the rest goes on.

    Paths are relative to the manifest. Raises InputError where the manifest itself cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE), ""), 1):
                if line.strip():
                    yield read_line(line, path, number)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


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
        return page_of(entry, manifest.parent)
    except DragomanError as error:
        return ManifestError(f"{where}: {error}")


def page_of(entry: dict[str, object], folder: Path) -> Page:
    """The page that an entry names or holds; a day that is none becomes an issue of the page."""
    told = {key: text_of(entry, key) for key in ("path", "html", "text", "url", "published", "outlet")}
    path, body = told["path"], told["html"] or told["text"]
    if body is None and path is None:
        raise ManifestError('names no page; give "path", "html" or "text"')
    published = told["published"]
    issues: tuple[Issue, ...] = ()
    try:
        check_day(published, path or "")
    except DayError:
        issues = (Issue("day", f"{published!r} is no day of publication; written as 2024-04-04 it would be one"),)
        published = None
    given = Given(told["url"], published, told["outlet"], path or told["url"] or "text")
    page = (
        read_path(folder / path, given) if body is None and path is not None else read_bytes((body or "").encode("utf-8", "replace"), given)
    )
    form = "html" if told["html"] else page.form
    return replace(page, form=form, issues=(*page.issues, *issues))


def text_of(entry: dict[str, object], key: str) -> str | None:
    """A string of an entry, or None where it has none."""
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise ManifestError(f'"{key}" must be a string')
    return value
