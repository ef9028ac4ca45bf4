"""The arguments and options that commands share, with what ``--help`` says of each."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a record is shown."""

    text = "text"
    json = "json"
    html = "html"


class ListFormat(StrEnum):
    """How a list of pages is shown."""

    text = "text"
    json = "json"


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
DEFAULT_LIBRARY = Path("library")
