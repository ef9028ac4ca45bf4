"""What ``dragoman ask``, ``search``, ``diff`` and ``runs`` do: put questions to a library and show the answers."""

import csv
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import IO, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Shown
from rich.text import Text

from dragoman.cli.batch import count_of
from dragoman.cli.options import ReportFormat, TableFormat
from dragoman.cli.shelf import SHORT_ID
from dragoman.cli.terminal import LOOKS, WIDEST, cell
from dragoman.errors import DragomanError
from dragoman.model import QUADS
from dragoman.show.report import report_html
from dragoman.show.words import plain, short, sides_words
from dragoman.store import Library, Table, open_library
from dragoman.store.asking import is_code
from dragoman.store.files import written_whole
from dragoman.store.table import Row, write_parquet

ID = re.compile(r"Q\d+|local:\S+|[A-Z]{3,8}-[a-z][a-z0-9]*(?:-[a-z]+)*")

COMMANDS_IN_CELLS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True)
class Where:
    """Which library is asked, as it stood on which day, and in which form and file the answer is wanted."""

    library: Path
    recorded_by: str | None
    form: TableFormat | ReportFormat
    output: Path | None

    def open(self) -> Library:
        """The library."""
        library = open_library(self.library)
        return library.as_recorded(self.recorded_by) if self.recorded_by else library


def ask(conditions: dict[str, Any], limit: int, where: Where) -> None:
    """Print the events that fit."""
    library = where.open()
    for name in ("actors", "recipients", "involving", "according_to"):
        conditions[name] = [id_ for word in conditions[name] or () for id_ in ids_of(library, word)]
    conditions["sources"] = [word.lower() for word in conditions["sources"] or ()] or ["pages"]
    if where.form == ReportFormat.html and conditions["sources"] != ["pages"]:
        raise DragomanError("reports count events of pages alone: take text, json, csv or parquet for imported ones")
    for name in ("types", "modalities"):
        conditions[name] = [word.upper() if name == "types" else word.lower() for word in conditions[name] or ()]
    found = library.ask(limit=limit or None, **conditions)
    if where.form == ReportFormat.html:
        given = {name.replace("_", " "): value for name, value in conditions.items() if value and name != "sources"}
        asked = ", ".join(f"{name}: {told_condition(value)}" for name, value in given.items())
        events = [{**row, "class": QUADS.get(row["type"])} for row in found]
        write_form({"asked": asked or "all", "limit": limit, "events": events}, "ask", where)
    else:
        write_table(found, where, print_events)


def told_condition(value: object) -> str:
    """A condition in words."""
    return " or ".join(str(part) or "the outlet itself" for part in value) if isinstance(value, list | tuple) else str(value)


def ids_of(library: Library, word: str) -> list[str]:
    """The ids or the code that somebody means by a word: ``FRA``, ``Q142``, or a name that pages of the library give."""
    if word == "" or is_code(word) or ID.fullmatch(word):
        return [word]
    found = library.actor_ids(word)
    if not found:
        raise DragomanError(f"no page of {library.path} names {word}: give a code (FRA), an id (Q142) or a name that a page gives")
    return found


def search(text: str, limit: int, as_of: str | None, where: Where) -> None:
    """Print the pages that have some words."""
    write_table(where.open().search(text, limit=limit or 1_000_000, as_of=as_of), where, print_found)


def diff(page: str | None, older: str | None, newer: str | None, where: Where) -> None:
    """Print what reads differently."""
    write_table(where.open().diff(page, older, newer), where, print_differences)


def runs(where: Where) -> None:
    """Print the runs of a library."""
    columns = {"run": "VARCHAR", "recorded": "VARCHAR", "kept": "BIGINT", "failed": "BIGINT", "made_by": "VARCHAR"}
    write_table(Table(columns, where.open().runs()), where, print_runs)


def write_table(table: Table, where: Where, show: Callable[[Console, Table], None]) -> None:
    """Write an answer in the form that is wanted, to the screen or whole into a file."""
    if where.form == TableFormat.parquet:
        if where.output is None:
            raise DragomanError("Parquet is no text: name a file with --output")
        write_parquet(table, where.output)
    else:
        write_out(where.output, lambda file: write_text(table, where.form, file, show))
    if where.output is not None:
        typer.echo(f"{count_of(len(table), 'row')} in {where.output}", err=True)


def write_form(form: dict[str, Any], kind: str, where: Where) -> None:
    """Write a whole answer as one JSON object, or as a report in HTML."""
    text = report_html(kind, form) if where.form == ReportFormat.html else f"{json.dumps(form, ensure_ascii=False, default=str)}\n"
    write_out(where.output, lambda file: file.write(text))
    if where.output is not None:
        typer.echo(f"written: {where.output}", err=True)


def write_out(output: Path | None, write: Callable[[IO[str]], object]) -> None:
    """Write text to the screen, or whole into a file."""
    if output is None:
        write(sys.stdout)
        return
    with written_whole(output) as aside, aside.open("w", encoding="utf-8", errors="replace", newline="") as file:
        write(file)


def write_text(table: Table, form: TableFormat | ReportFormat, file: IO[str], show: Callable[[Console, Table], None]) -> None:
    """Write an answer as text, JSON lines or CSV."""
    if form == TableFormat.json:
        for row in table:
            file.write(f"{json.dumps(row, ensure_ascii=False, default=str)}\n")
    elif form == TableFormat.csv:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        for row in table:
            writer.writerow([csv_cell(row.get(column)) for column in table.columns])
    elif file is sys.stdout:
        show(Console(), table)
    else:
        show(Console(file=file, width=100, no_color=True, force_terminal=False), table)


def csv_cell(value: object) -> object:
    """A value as a cell: lists are joined, and no text of a page is taken for a formula."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(COMMANDS_IN_CELLS) else value


def grid(*heads: str, share: bool = False) -> Shown:
    """A table whose last column takes what room is left; or, where all columns ``share`` it, one whose lines are broken in any of them."""
    shown = Shown(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), expand=True)
    for head in heads if share else ():
        shown.add_column(fill(head, HEAD), overflow="fold")
    if share:
        return shown
    for head in heads[:-1]:
        shown.add_column(head, no_wrap=True)
    shown.add_column(heads[-1], ratio=1, overflow="fold")
    return shown


HEAD = 14
"""Characters after which the head of a narrow column is broken."""


def print_grid(console: Console, shown: Shown, last: str) -> None:
    """Print a table no wider than anybody reads, and what there is to know of it."""
    if shown.row_count:
        console.print(shown, highlight=False, width=min(console.width, WIDEST))
    console.print(Text(last, "dim"), highlight=False)


def print_events(console: Console, table: Table) -> None:
    """Print events."""
    shown = grid("happened", "type", "who to whom, in which words, and where that stands")
    for row in table:
        data = "" if row["data"] == "pages" else f"\n{row['data']}"
        kind = Text.assemble(row["type"] or f"CAMEO {row['cameo']}", "\n", (row["modality"], LOOKS[row["modality"]]), data)
        shown.add_row(cell(row["date"] or "unknown"), kind, event_text(row))
    last = f"{count_of(len(table), 'event')}. dragoman show PAGE shows where one stands."
    print_grid(console, shown, last if len(table) else "nothing fits")


def event_text(row: Row) -> Text:
    """Sides, words and place of an event."""
    sides = plain(sides_words(row["actor_names"], row["recipient_names"], row["type"], row["modality"]))
    by = f", according to {', '.join(map(plain, row['according_to_names']))}" if row["according_to_names"] else ""
    where = f"{plain(row['outlet'] or row['source'])}, {row['published'] or 'day unknown'}, "
    if row["page"] is None:
        words = f"\n{short(row['text'], 160)}" if row["text"] else ""
        return Text.assemble((sides, "bold"), words, (f"\n{where}{plain(row['url'] or '')} {plain(row['why'])}", "dim"))
    where += f"page {row['page'][:SHORT_ID]} {row['start']}–{row['end']}"
    return Text.assemble((sides, "bold"), by, f"\n“{short(row['text'], 160)}”", (f"\n{where}", "dim"))


def print_found(console: Console, table: Table) -> None:
    """Print the pages of a search."""
    shown = grid("page", "day", "headline, and a passage with the words")
    for row in table:
        text = Text(short(row["title"] or row["source"], 120), "bold").append(f"\n{plain(row['text'])}", "none")
        text.append(f"\n{plain(row['outlet'] or '')}", "dim")
        shown.add_row(cell(row["page"][:SHORT_ID]), cell(row["published"] or "unknown"), text)
    last = f"{count_of(len(table), 'page')}. dragoman show PAGE shows one."
    print_grid(console, shown, last if len(table) else "no page has all these words")


def print_differences(console: Console, table: Table) -> None:
    """Print what reads differently."""
    shown = grid("page", "table", "change", "what reads differently")
    for row in table:
        text = Text(f"“{short(row['text'], 120)}”\n" if row["text"] else "")
        text.append(f"- {plain(row['before'])}\n" if row["before"] else "", "red")
        text.append(f"+ {plain(row['after'])}" if row["after"] else "", "green")
        shown.add_row(cell(row["page"][:SHORT_ID]), cell(row["table"]), cell(row["change"]), text)
    runs = f" between {table[0]['older']} and {table[0]['newer']}" if len(table) else ""
    last = f"{count_of(len(table), 'difference')}{runs}"
    print_grid(console, shown, last if len(table) else "nothing reads differently, or no page was read twice")


def print_runs(console: Console, table: Table) -> None:
    """Print the runs of a library."""
    shown = grid("run", "pages", "failed", "made by")
    for row in table:
        made = ", ".join(" ".join(pair) for pair in json.loads(row["made_by"] or "[]"))
        shown.add_row(cell(row["run"]), cell(row["kept"]), cell(row["failed"]), cell(made))
    print_grid(console, shown, count_of(len(table), "run"))
