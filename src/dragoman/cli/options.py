"""The arguments and options that commands share, with what ``--help`` says of each."""

import re
from calendar import monthrange
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

YEAR, MONTH = re.compile(r"\d{4}"), re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Format(StrEnum):
    """How a record is shown."""

    text = "text"
    json = "json"
    html = "html"


class ListFormat(StrEnum):
    """How a list of pages is shown."""

    text = "text"
    json = "json"


class TableFormat(StrEnum):
    """How an answer is shown."""

    text = "text"
    json = "json"
    csv = "csv"
    parquet = "parquet"


class ReportFormat(StrEnum):
    """How an answer is shown that can also be a report."""

    text = "text"
    json = "json"
    csv = "csv"
    parquet = "parquet"
    html = "html"


class Period(StrEnum):
    """The length of a period."""

    day = "day"
    week = "week"
    month = "month"
    year = "year"


class RollUp(StrEnum):
    """Whom a state or a body stands for."""

    state = "state"
    actor = "actor"
    bloc = "bloc"


Pages = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PAGE...",
        help="Files, addresses (http, https), or - for standard input: pages, feeds (RSS, Atom, JSON), sitemaps, archives (WARC, WACZ).",
        show_default=False,
    ),
]
Manifest = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A list of pages: a JSON object a line with `path`, `html` or `text` and, if known, `url`, `published`, `outlet`.",
    ),
]
Published = Annotated[str | None, typer.Option(metavar="DAY", help="The day of publication, as 2024-04-04, where the page does not tell.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="Where the page came from.")]
OutletName = Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")]
Fetch = Annotated[
    bool,
    typer.Option(
        "--fetch",
        help="Ask for the pages that feeds and sitemaps link, one a second, as robots.txt allows. Without it, none is asked for.",
    ),
]
Host = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Of feeds, sitemaps and archives, only pages of this host or below it; may be given several times."),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        metavar="DAY",
        formats=["%Y-%m-%d"],
        help="Of these, only pages of this day or later: captured (archives) or dated (feeds, sitemaps).",
    ),
]
Until = Annotated[datetime | None, typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="Of these, only pages of this day or earlier.")]
Most = Annotated[int | None, typer.Option(min=1, metavar="N", help="Read at most so many pages.")]
Into = Annotated[Path | None, typer.Option(metavar="LIBRARY", help="Keep pages and records in this directory; it is made if need be.")]
Shown = Annotated[
    Format | None,
    typer.Option(
        help="How to show records. Usually as a page of text; with --into, nothing is shown unless you ask.",
        show_default=False,
    ),
]
Jobs = Annotated[int, typer.Option(min=1, metavar="N", help="Read with so many processes.")]
OutputPath = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write records here instead of showing them; a directory for several HTML pages."),
]
LibraryPath = Annotated[Path, typer.Argument(metavar="LIBRARY", envvar="DRAGOMAN_LIBRARY", help="The directory of the library.")]
LibraryOption = Annotated[
    Path,
    typer.Option("--library", metavar="LIBRARY", envvar="DRAGOMAN_LIBRARY", help="The directory of the library."),
]
PageId = Annotated[str, typer.Argument(metavar="ID", help="The page's id, or the beginning of it, as `dragoman list` shows it.")]
Limit = Annotated[int, typer.Option(min=0, metavar="N", help="Show so many pages, newest first; 0 for all.")]
ListShown = Annotated[ListFormat, typer.Option("--format", help="As a table, or as JSON lines.")]
ActorFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        envvar="DRAGOMAN_ACTORS",
        help="Your additions and corrections to who is known, as YAML (docs/actors.md); may be given more than once.",
        show_default=False,
    ),
]
Answered = Annotated[TableFormat, typer.Option("--format", help="As text, JSON lines, CSV or (with --output) Parquet.")]
Reported = Annotated[
    ReportFormat,
    typer.Option("--format", help="As text, JSON, CSV, Parquet (with --output), or a report with charts in one HTML file."),
]
One = Annotated[str, typer.Argument(metavar="A", help="A code (RUS, NATO: everybody who belongs to it), an id (Q142) or a name.")]
Other = Annotated[str, typer.Argument(metavar="B", help="The other one, likewise.")]
ActorId = Annotated[str, typer.Argument(metavar="ID", help="A code (RUS), an id (Q142) or a name that a page gives.")]
HappeningId = Annotated[str, typer.Argument(metavar="ID", help="The id of one of its events, or the beginning of it.")]
Acting1 = Annotated[str | None, typer.Option("--actor", metavar="WHO", help="Who is to act: a code (FRA), an id (Q142) or a name.")]
ActedUpon1 = Annotated[str | None, typer.Option("--recipient", metavar="WHO", help="Towards whom, likewise.")]
Within = Annotated[int, typer.Option("--within", min=1, max=3660, metavar="DAYS", help="So many days after the saying an act may come.")]
Following = Annotated[
    list[str] | None,
    typer.Option("--modality", metavar="WORD", help="Of `threatened`, `planned` and `demanded`, which to follow; repeatable."),
]


def first_day(value: str | None) -> str | None:
    """The first day of a year or month (2022, 2022-05); anything else as it is, to be checked where it is used."""
    if value is not None and (YEAR.fullmatch(value) or MONTH.fullmatch(value)):
        return f"{value}-01-01" if len(value) == len("2022") else f"{value}-01"
    return value


def last_day(value: str | None) -> str | None:
    """The last day of a year or month; anything else as it is, to be checked where it is used."""
    if value is not None and YEAR.fullmatch(value):
        return f"{value}-12-31"
    if value is not None and MONTH.fullmatch(value) and int(value[:4]):
        return f"{value}-{monthrange(int(value[:4]), int(value[5:]))[1]:02}"
    return value


SaidSince = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY, MONTH or YEAR", callback=first_day, help="Only what pages of this day or later tell to be said."),
]
SaidUntil = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DAY, MONTH or YEAR", callback=last_day, help="Only what pages of this day or earlier tell to be said."
    ),
]
ImportForm = Annotated[str, typer.Argument(metavar="SOURCE", help="gdelt (events of version 2), icews or polecat.")]
ImportPath = Annotated[Path, typer.Argument(metavar="FILE", help="The file, as it was published; gzip and zip are unpacked.")]
Beside = Annotated[
    list[str] | None,
    typer.Option("--beside", metavar="SOURCE", help="Show imported events (gdelt, icews, polecat) beside, counted apart; repeatable."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="SOURCE", help="`pages` (what was read here, by default), gdelt, icews or polecat; repeatable."),
]
Sql = Annotated[str, typer.Argument(metavar="QUERY", help="One question in DuckDB's SQL, in quotation marks.")]
ExportForm = Annotated[
    str,
    typer.Argument(
        metavar="FORM",
        help="panel, plover, mentions, quotes, icews, gdelt, cameo, acled, ftm, jsonl, parquet, sqlite or brat.",
    ),
]
ExportPath = Annotated[Path, typer.Option("--output", metavar="FILE", help="Write it here, whole or not at all.")]
Counting = Annotated[
    str, typer.Option("--count", metavar="WHAT", help="What a panel counts: `happenings`, each once, or `reports`, each telling.")
]
By = Annotated[Period, typer.Option("--by", help="The length of a period.")]
Rolled = Annotated[
    RollUp,
    typer.Option(
        "--roll-up", help="`state`: a state or body stands for all who belong to it; `actor`: for itself; `bloc`: NATO for its members too."
    ),
]
AnswerPath = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write the answer here, whole or not at all.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Only what had been published by the end of this day: what could be known then."),
]
RecordedBy = Annotated[
    str | None,
    typer.Option("--recorded-by", metavar="DAY", help="The library as it stood at the end of this day: what we had recorded by then."),
]
Acting = Annotated[
    list[str] | None,
    typer.Option("--actor", metavar="WHO", help="Who acts: a code (FRA, with all who belong to it), an id (Q142) or a name; repeatable."),
]
ActedUpon = Annotated[list[str] | None, typer.Option("--recipient", metavar="WHO", help="Who is acted upon; repeatable.")]
Involving = Annotated[list[str] | None, typer.Option("--involving", metavar="WHO", help="Who is on either side; repeatable.")]
Types = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A PLOVER type, as THREATEN; repeatable.")]
Modalities = Annotated[
    list[str] | None, typer.Option("--modality", metavar="WORD", help="What became of it, as done or threatened; repeatable.")
]
From = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY, MONTH or YEAR", callback=first_day, help="Only what happens on this day or later."),
]
To = Annotated[
    str | None,
    typer.Option("--until", metavar="DAY, MONTH or YEAR", callback=last_day, help="Only what happens on this day or earlier."),
]
AccordingTo = Annotated[
    list[str] | None,
    typer.Option("--according-to", metavar="WHO", help='Who says so: an id or a name; "" for the outlet itself; repeatable.'),
]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="NAME", help="The outlet's name, id or domain, as presstv.ir; repeatable.")
]
Having = Annotated[str | None, typer.Option("--text", metavar="WORDS", help="Words that the page's story has, all of them.")]
Answers = Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Show so many; 0 for all.")]
DEFAULT_LIBRARY = Path("library")
