"""What ``dragoman export`` does: write a library's events in the forms of others."""

from pathlib import Path

import typer

from dragoman.cli.batch import count_of
from dragoman.cli.relating import tell_compared
from dragoman.exchange import Order, export
from dragoman.store import open_library

__all__ = ["Order", "export_to"]


def export_to(form: str, order: Order, output: Path, where: tuple[Path, str | None]) -> None:
    """Write an export, and say which files have how many rows; ``where`` is the library and the day as it stood on."""
    library = open_library(where[0])
    library = library.as_recorded(where[1]) if where[1] else library
    for path, rows in export(library, form.lower(), order, output, tell_compared).items():
        typer.echo(f"{count_of(rows, 'row')} in {path}", err=True)
