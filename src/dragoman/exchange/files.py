"""Writes exports: each form to the files that it has, whole or not at all, row by row, so that memory stays small."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import duckdb

from dragoman.compare.kept import Tell, no_word, open_compared
from dragoman.errors import DragomanError
from dragoman.exchange.acled import acled_row
from dragoman.exchange.brat import write_brat
from dragoman.exchange.events import EVIDENCE_COLUMNS, Pair, columns_of, evidence_row, find_pairs, gdelt_row, icews_row, plover_row
from dragoman.exchange.ftm import ftm_entities
from dragoman.exchange.mentions import mention_rows
from dragoman.exchange.order import Order
from dragoman.exchange.panel import PANEL_COLUMNS, panel_rows
from dragoman.exchange.quotes import quote_pages
from dragoman.exchange.sqlite import write_sqlite
from dragoman.exchange.tables import record_lines, write_events
from dragoman.store import Library
from dragoman.store.files import written_whole

FORMATS = {
    "panel": "dyad panel: counts for each ordered pair of states and period (CSV)",
    "plover": "POLECAT's forty columns (TSV), and a file with the evidence beside it",
    "mentions": "GDELT 2 mentions: one row a telling (TSV)",
    "quotes": "quotations with their speakers, a page a line (JSON), after GDELT's Global Quotation Graph",
    "icews": "ICEWS's twenty columns (TSV)",
    "gdelt": "GDELT 2 events with CAMEO codes (TSV, no head)",
    "cameo": "the same as gdelt",
    "acled": "those events that ACLED would record, in its thirty-one columns (CSV)",
    "ftm": "happenings, their sides and pages as entities of FollowTheMoney (JSON lines)",
    "jsonl": "whole records, a page a line (JSON)",
    "parquet": "all events, whatever became of them, in one table (Parquet)",
    "sqlite": "all tables in one SQLite file, for Datasette",
    "brat": "pages and all that was read from them as brat stand-off (zip)",
}
"""The forms, in the order in which users need them."""

COMMANDS_IN_CELLS = ("=", "+", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula; a minus sign is left to numbers."""


def export(library: Library, form: str, order: Order, output: Path, tell: Tell = no_word) -> dict[Path, int]:
    """Write an export to ``output``; gives the files with how many rows each has.

    Raises ``DragomanError`` where the form is not known or something ordered cannot be.
    """
    if form not in FORMATS:
        raise DragomanError(f"{form} is no form of export: take {', '.join(FORMATS)}")
    order.scope()
    with open_compared(library, tell) as connection, ExitStack() as stack:
        if form in PACKED:
            return {output: PACKED[form](connection, order, output)}
        if form in ("quotes", "ftm", "jsonl"):
            return {output: write_lines(lines_of_form(library, connection, form, order), stack.enter_context(whole(output)))}
        if form == "panel":
            return {output: write_rows(panel_rows(connection, order), PANEL_COLUMNS, stack.enter_context(whole(output)), ",")}
        if form == "plover":
            beside = output.with_name(f"{output.stem}.evidence{output.suffix}")
            files = (stack.enter_context(whole(output)), stack.enter_context(whole(beside)))
            return dict.fromkeys((output, beside), write_plover(find_pairs(connection, order), files))
        between = "," if form == "acled" else "\t"
        return {output: write_rows(*rows_of_form(connection, form, order), stack.enter_context(whole(output)), between)}


PACKED: dict[str, Callable[[duckdb.DuckDBPyConnection, Order, Path], int]] = {
    "sqlite": write_sqlite, "parquet": write_events, "brat": write_brat,
}  # fmt: skip
"""Forms that are no lines of text, with what writes each."""


def lines_of_form(library: Library, connection: duckdb.DuckDBPyConnection, form: str, order: Order) -> Iterator[dict[str, Any]]:
    """The objects of a form of JSON lines."""
    if form == "quotes":
        return quote_pages(connection, order)
    return ftm_entities(connection, order, library.judgements().same()) if form == "ftm" else record_lines(library, connection, order)


def rows_of_form(connection: duckdb.DuckDBPyConnection, form: str, order: Order) -> tuple[Iterator[Sequence[Any]], Sequence[str] | None]:
    """The rows of a form of events, with its head; GDELT's files have none."""
    if form == "mentions":
        return mention_rows(connection, order), None
    if form == "acled":
        return (row for row in map(acled_row, find_pairs(connection, order)) if row is not None), columns_of("acled")
    made: Callable[[Pair], Sequence[Any]] = icews_row if form == "icews" else gdelt_row
    return (made(pair) for pair in find_pairs(connection, order)), columns_of("icews") if form == "icews" else None


@contextmanager
def whole(path: Path) -> Iterator[IO[str]]:
    """A file of text that has its name only when all is written."""
    with written_whole(path) as aside, aside.open("w", encoding="utf-8", errors="replace", newline="") as file:
        yield file


def write_rows(rows: Iterable[Sequence[Any]], head: Sequence[str] | None, file: IO[str], between: str) -> int:
    """Write rows with a head, and say how many."""
    writer = make_writer(file, between)
    if head is not None:
        writer(head)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - counted
        writer(row)
    return count


def write_plover(pairs: Iterable[Pair], files: tuple[IO[str], IO[str]]) -> int:
    """Write events and their evidence, line by line the same ones."""
    events, evidence = (make_writer(file, "\t") for file in files)
    events(columns_of("plover"))
    evidence(EVIDENCE_COLUMNS)
    count = 0
    for count, pair in enumerate(pairs, 1):  # noqa: B007 - counted
        events(plover_row(pair))
        evidence(evidence_row(pair))
    return count


def make_writer(file: IO[str], between: str) -> Callable[[Sequence[Any]], None]:
    """A function that writes a row: one line each, without quotation marks where tabs part the cells."""
    if between == "\t":
        return lambda row: print(*(" ".join(str(cell(v)).split()) for v in row), sep="\t", end="\n", file=file)
    writer = csv.writer(file, lineterminator="\n")
    return lambda row: writer.writerow([cell(value) for value in row])


def cell(value: Any) -> Any:  # noqa: ANN401 - any value
    """A value as a cell: nothing for none, and no text of a page is taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(COMMANDS_IN_CELLS) else value


def write_lines(rows: Iterable[dict[str, Any]], file: IO[str]) -> int:
    """Write JSON objects, one a line."""
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - counted
        file.write(f"{json.dumps(row, ensure_ascii=False)}\n")
    return count
