"""What ``dragoman export`` and ``import`` do: write a library's events in the forms of others, and take in those of others."""

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import typer

from dragoman.cli.batch import count_of
from dragoman.cli.relating import tell_compared
from dragoman.exchange import Order, export
from dragoman.exchange.imports import import_file
from dragoman.store import open_library
from dragoman.store.imports import FOLDER

__all__ = ["Order", "export_to", "import_from"]


def export_to(form: str, order: Order, output: Path, where: tuple[Path, str | None]) -> None:
    """Write an export, and say which files have how many rows; ``where`` is the library and the day as it stood on."""
    library = open_library(where[0])
    library = library.as_recorded(where[1]) if where[1] else library
    for path, rows in export(library, form.lower(), order, output, tell_compared).items():
        typer.echo(f"{count_of(rows, 'row')} in {path}", err=True)


NAMED = 10
"""Bad lines that are named on the screen."""

TOLD_AFTER = 100_000
"""Events between two words on how far an import is."""


def import_from(source: str, file: Path, path: Path) -> None:
    """Import a file, and say what became of it."""
    library = open_library(path, create=True)
    found = import_file(library, source.lower(), file, datetime.now(UTC).isoformat(timespec="seconds"), tell_imported)
    kept = library.path / FOLDER / found.name
    if not found.new:
        typer.echo(f"{file} was imported before, on {found.recorded[:10]}, as {found.file}: nothing changed", err=True)
        return
    if found.bad:
        with (kept / "bad.jsonl").open(encoding="utf-8") as lines:
            for line in islice(lines, NAMED):
                told = json.loads(line)
                typer.echo(f"{file} line {told['line']}: {told['why']}", err=True)
        typer.echo(f"{count_of(found.bad, 'bad line')} left out, all of them in {kept / 'bad.jsonl'}", err=True)
    typer.echo(f"{count_of(found.events, 'event')} of {file} in {library.path}", err=True)


def tell_imported(events: int, bad: int) -> None:
    """Say how far an import is, where it takes long."""
    if (events + bad) % TOLD_AFTER == 0:
        typer.echo(f"{count_of(events, 'event')} so far", err=True)
