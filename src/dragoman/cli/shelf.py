"""What ``dragoman list``, ``show``, ``demo`` and ``reindex`` do: look at what a library keeps."""

import shlex
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.cli.batch import Order, Target, count_of, read_order
from dragoman.cli.options import Format
from dragoman.cli.output import Output
from dragoman.cli.terminal import cell, print_record
from dragoman.compare import find_copies
from dragoman.compare.copies import copies_of
from dragoman.lexicon import example_pages
from dragoman.store import open_library

SHORT_ID = 10
"""Characters of a page's id that are shown."""


def list_pages(path: Path, limit: int) -> None:
    """Print the pages of a library."""
    library = open_library(path)
    pages = library.pages()
    copies = copies_of((page["id"] for page in pages), find_copies((page, story) for page, _, story in library.texts()))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("page", no_wrap=True, style="bold", width=SHORT_ID)
    table.add_column("day", no_wrap=True, style="cyan", width=10)
    table.add_column("outlet", ratio=2, no_wrap=True, min_width=12)
    table.add_column("headline", ratio=5, no_wrap=True)
    for name in ("said", "events", "copies"):
        table.add_column(name, justify="right", no_wrap=True, width=6)
    for page in pages[: limit or None]:
        table.add_row(
            cell(page["id"][:SHORT_ID]), cell(page["published"] or "?"), cell(page["outlet"]), cell(page["title"] or page["source"]),
            cell(page["statements"]), cell(page["events"]), cell(copies[page["id"]] or ""),
        )  # fmt: skip
    console = Console()
    console.print(table, highlight=False)
    shown = min(len(pages), limit or len(pages))
    console.print(Text(f"{shown} of {len(pages)} pages in {path}. dragoman show ID --library {path} shows one.", "dim"), highlight=False)


def show(page: str, path: Path, form: Format | None, output: Path | None) -> None:
    """Show one kept page."""
    record = open_library(path).record(page)
    with Output(form or Format.text, output, is_many=False) as out:
        out.write(record)


def demo(path: Path) -> None:
    """Read the example pages into a library and show one."""
    with example_pages() as manifest:
        failed = read_order(Order((), manifest, {}, 1), Target(path))
    if failed:
        raise typer.Exit(1)
    library = open_library(path)
    page = max(library.pages(), key=lambda row: (row["statements"] + row["events"], row["id"]))["id"]
    print_record(Console(), library.record(page))
    typer.echo(next_words(path, page[:SHORT_ID]))


def next_words(path: Path, page: str) -> str:
    """What to type next."""
    folder = shlex.quote(str(path))
    lines = (
        ("the pages that were just read", f"dragoman list {folder}"),
        ("this one as a page for the browser", f"dragoman show {page} --library {folder} --format html --output page.html"),
        ("a page of your own", "dragoman read PAGE.html"),
        ("many, kept in a library", "dragoman read *.html --into my-library"),
        ("in Python", 'import dragoman; dragoman.read("PAGE.html").events.to_pandas()'),
    )
    return "What to type next:\n" + "\n".join(f"  {what:<36}{command}" for what, command in lines)


def reindex(path: Path) -> None:
    """Make the index anew."""
    pages = open_library(path).reindex()
    typer.echo(f"{path}: {count_of(pages, 'page')} indexed")
