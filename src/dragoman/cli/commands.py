"""The commands with their options and their help. What a command does lies in a file of its own, imported when the command runs."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.cli.actors import actors_app
from dragoman.cli.analyses import actor, export, happening, import_events, relation, said_done, sql
from dragoman.cli.fixing import fix_app
from dragoman.cli.options import (
    DEFAULT_LIBRARY,
    AccordingTo,
    ActedUpon,
    Acting,
    ActorFiles,
    Answered,
    AnswerPath,
    Answers,
    AsOf,
    Fetch,
    From,
    Having,
    Host,
    Into,
    Involving,
    Jobs,
    LibraryOption,
    LibraryPath,
    Limit,
    ListFormat,
    ListShown,
    Manifest,
    Modalities,
    Most,
    OutletName,
    Outlets,
    OutputPath,
    PageId,
    Pages,
    Published,
    RecordedBy,
    Reported,
    ReportFormat,
    Shown,
    Since,
    Sources,
    TableFormat,
    To,
    Types,
    Until,
    Url,
)
from dragoman.errors import DragomanError

app = typer.Typer(
    name="dragoman",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def show_version(wanted: bool) -> None:  # noqa: FBT001 - how Typer calls it
    """Print the version and end."""
    if wanted:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and end.")]


Wait = Annotated[
    float,
    typer.Option(
        "--wait", min=0, metavar="SECONDS", envvar="DRAGOMAN_WAIT", help="How long to wait for a library that another process is changing."
    ),
]


@app.callback()
def dragoman(context: typer.Context, version: Version = False, wait: Wait = 60) -> None:  # noqa: FBT002 - an option
    """Read the news and keep the record of relations between states: who said or did what to whom, when, and according to whom.

    Start with `dragoman demo`, or with a page of your own: `dragoman read page.html`

    `dragoman --wait 600 ask --actor RUS` waits ten minutes for a library that another process is changing.
    """
    waiting = import_module("dragoman.store.locks").waiting
    context.with_resource(waiting(wait, lambda words: typer.echo(f"dragoman: {words}", err=True)))


@app.command()
def read(  # noqa: PLR0913 - the options of a command
    pages: Pages = None,
    manifest: Manifest = None,
    published: Published = None,
    url: Url = None,
    outlet: OutletName = None,
    into: Into = None,
    format: Shown = None,
    jobs: Jobs = 1,
    output: OutputPath = None,
    actors: ActorFiles = None,
    fetch: Fetch = False,  # noqa: FBT002 - an option
    host: Host = None,
    since: Since = None,
    until: Until = None,
    limit: Most = None,
) -> None:
    """Read pages and show what they say: who said what, what happened or did not, when, and according to whom.

    **Examples**

    `dragoman read page.html` shows what a saved page says.

    `dragoman read page.txt --published 2024-04-04` tells the day that the page does not.

    `dragoman read page.html --format html --output record.html` makes a page to look at in a browser.

    `dragoman read *.html --into library --jobs 4` keeps many pages; reading them again changes nothing.

    `dragoman read --manifest pages.jsonl --format json > records.jsonl` reads a list of pages.

    `cat page.txt | dragoman read -` reads standard input.

    `dragoman read page.html --actors my.yml` knows the people in your file too.

    `dragoman read feed.xml --into library` reads what a saved feed says itself; with `--fetch`, the pages that it links.

    `dragoman read https://example.org/sitemap.xml --fetch --since 2024-04-01 --limit 100 --into library` visits the new pages of a site.

    `dragoman read crawl.warc.gz --host example.org --into library` reads a web archive page by page; run again, it goes on.
    """
    if not pages and manifest is None:
        raise typer.BadParameter("name a page, or a list of pages with --manifest", param_hint="PAGE")
    if url is not None and (len(pages or ()) != 1 or manifest is not None):
        raise typer.BadParameter("one address fits one page only", param_hint="--url")
    if since is not None and until is not None and since > until:
        raise typer.BadParameter("is later than --until: no day fits both", param_hint="--since")
    batch = import_module("dragoman.cli.batch")
    told = {"published": published, "url": url, "outlet": outlet}
    choice = batch.Choice(tuple(host or ()), since and since.date(), until and until.date())
    order = batch.Order(tuple(pages or ()), manifest, told, jobs, tuple(actors or ()), choice, limit, fetch)
    if batch.read_order(order, batch.Target(into, format, output)):
        raise typer.Exit(1)


@app.command("list")
def list_pages(library: LibraryPath = DEFAULT_LIBRARY, limit: Limit = 50, format: ListShown = ListFormat.text, as_of: AsOf = None) -> None:
    """List the pages that a library keeps: their day, outlet, headline, how much was read from each, and its copies.

    `dragoman list library` shows the newest fifty; `dragoman list library --limit 0` shows all; `--as-of 2014-04-04` what was out by then.
    """
    import_module("dragoman.cli.shelf").list_pages(library, limit, format, as_of)


@app.command()
def ask(  # noqa: PLR0913 - the options of a command
    actor: Acting = None,
    recipient: ActedUpon = None,
    involving: Involving = None,
    type: Types = None,
    modality: Modalities = None,
    since: From = None,
    until: To = None,
    according_to: AccordingTo = None,
    outlet: Outlets = None,
    text: Having = None,
    source: Sources = None,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    limit: Answers = 50,
    format: Reported = ReportFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Ask which events a library knows: who did what to whom, whether it happened, according to whom, each with the words and their place.

    `dragoman ask --actor RUS --recipient FRA --type THREATEN --since 2024-01-01` shows the latest first.

    `dragoman ask --involving Syldavia --according-to "" --as-of 2024-04-04` shows what outlets themselves had asserted by that day.

    `dragoman ask --actor RUS --recipient FRA --limit 0 --format csv --output events.csv` writes all of them.
    """
    asked = {
        "actors": actor, "recipients": recipient, "involving": involving, "types": type, "modalities": modality, "since": since,
        "until": until, "according_to": according_to, "outlets": outlet, "text": text, "as_of": as_of,
        "sources": source,
    }  # fmt: skip
    asking = import_module("dragoman.cli.asking")
    asking.ask(asked, limit, asking.Where(library, recorded_by, format, output))


@app.command()
def search(  # noqa: PLR0913 - the options of a command
    text: Annotated[str, typer.Argument(metavar="WORDS", help='Words that a story has, all of them; "so" they stand together.')],
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    limit: Answers = 20,
    format: Answered = TableFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Find the pages of a library by the words of their stories, those first that say most of them.

    `dragoman search "dam river"` wants both words; `dragoman search '"foreign minister" dam'` wants the first two side by side.
    """
    asking = import_module("dragoman.cli.asking")
    asking.search(text, limit, as_of, asking.Where(library, recorded_by, format, output))


@app.command()
def diff(  # noqa: PLR0913 - the options of a command
    page: Annotated[str | None, typer.Argument(metavar="ID", help="A page's id or its beginning; without it, all pages.")] = None,
    older: Annotated[str | None, typer.Option("--from", metavar="RUN", help="The earlier run, or the beginning of its name.")] = None,
    newer: Annotated[str | None, typer.Option("--to", metavar="RUN", help="The later run, or the beginning of its name.")] = None,
    format: Answered = TableFormat.text,
    output: AnswerPath = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:  # fmt: skip
    """Show what reads differently between two runs of the same pages: what came, went, or changed, each with its place.

    `dragoman diff 3fa9` compares the last two readings of a page; `dragoman runs` lists the names that `--from` and `--to` take.
    """
    asking = import_module("dragoman.cli.asking")
    asking.diff(page, older, newer, asking.Where(library, None, format, output))


@app.command()
def runs(library: LibraryPath = DEFAULT_LIBRARY, format: Answered = TableFormat.text, output: AnswerPath = None) -> None:
    """List the runs that kept pages in a library: when, how many pages, and by which versions of program, model and knowledge.

    `dragoman runs library`
    """
    asking = import_module("dragoman.cli.asking")
    asking.runs(asking.Where(library, None, format, output))


@app.command()
def show(page: PageId, library: LibraryOption = DEFAULT_LIBRARY, format: Shown = None, output: OutputPath = None) -> None:
    """Show what a kept page says.

    `dragoman show 3fa9` shows the page whose id begins so; `dragoman show 3fa9 --format html --output page.html` makes a page of it.
    """
    import_module("dragoman.cli.shelf").show(page, library, format, output)


@app.command()
def demo(library: LibraryOption = Path("example-library")) -> None:
    """Read the example pages that ship with dragoman into a library, show one record, and say what to type next."""
    import_module("dragoman.cli.shelf").demo(library)


@app.command()
def reindex(library: LibraryPath = DEFAULT_LIBRARY) -> None:
    """Make a library's index anew from what it keeps, and remove what interrupted runs left behind."""
    import_module("dragoman.cli.shelf").reindex(library)


@app.command()
def serve(library: LibraryPath = DEFAULT_LIBRARY) -> None:
    """Hold a library and answer the commands of other processes, also while new pages are taken up or compared, until Ctrl-C.

    `dragoman serve library` in one terminal; `dragoman ask --library library --actor RUS` in another is then answered by it.

    It listens to a socket in the library's directory, for processes of the same user alone, and to no network.
    """
    import_module("dragoman.cli.serving").serve(library)


for command in (relation, actor, happening, said_done, export, sql):
    app.command()(command)
app.command("import")(import_events)
app.add_typer(fix_app, name="fix")
app.add_typer(actors_app, name="actors")


def main() -> None:
    """Run the command; what a user can mend is told in one line, and the exit code is 1."""
    try:
        app()
    except DragomanError as error:
        complain(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def complain(message: str) -> None:
    """Say in one line what is wrong, and end."""
    typer.echo(f"dragoman: {' '.join(message.split())}", err=True)
    sys.exit(1)
