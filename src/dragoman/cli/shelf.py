"""What ``dragoman list``, ``show``, ``demo`` and ``reindex`` do: look at what a library keeps."""

import json
import shlex
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.cli.batch import Order, Target, count_of, read_order
from dragoman.cli.options import Format, ListFormat
from dragoman.cli.output import Output
from dragoman.cli.terminal import WIDEST, cell, print_record
from dragoman.compare.kept import find_kept_copies
from dragoman.lexicon import example_pages
from dragoman.show.words import plain, short
from dragoman.store import open_library
from dragoman.store.table import Row

SHORT_ID = 10
"""Characters of a page's id that are shown."""


def list_pages(path: Path, limit: int, form: ListFormat, as_of: str | None = None) -> None:
    """Print the pages of a library."""
    library = open_library(path)
    shown = library.pages(as_of, limit or None)
    copies, waiting = find_kept_copies(library, [page["id"] for page in shown])
    if form is ListFormat.json:
        for page in shown:
            typer.echo(json.dumps({**page, "copies": copies.get(page["id"], [])}, ensure_ascii=False))
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), expand=True)
    table.add_column("page", no_wrap=True, style="bold")
    table.add_column("day", no_wrap=True, style="cyan", width=10)
    table.add_column("what it is, and what was read from it", ratio=1, overflow="fold")
    for page in shown:
        table.add_row(cell(page["id"][:SHORT_ID]), cell(page["published"] or "unknown"), page_text(page, len(copies.get(page["id"], []))))
    console = Console()
    console.print(table, highlight=False, width=min(console.width, WIDEST))
    last = f"{len(shown)} of {library.count_pages(as_of)} pages in {path}. dragoman show ID --library {path} shows one."
    if waiting:
        last += f" {count_of(waiting, 'page')} not compared yet, copies of these are not told: dragoman relation compares them."
    console.print(Text(last, "dim"), highlight=False)


def page_text(page: Row, copies: int) -> Text:
    """A page's headline, and below it the outlet and how much was read."""
    counts = [count_of(page["statements"], "statement"), count_of(page["events"], "event")]
    counts += [f"copies: {copies}"] if copies else []
    counts += [count_of(page["issues"], "issue")] if page["issues"] else []
    below = " · ".join([plain(page["outlet"] or "outlet unknown"), *counts])
    return Text(short(page["title"] or page["source"], 120)).append(f"\n{below}", "dim")


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
