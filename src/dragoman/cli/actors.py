"""The commands ``dragoman actors ...`` with their options and their help; what they do lies in ``lookup`` and ``judging``."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.options import DEFAULT_LIBRARY, ActorFiles, LibraryOption, ListFormat

actors_app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name as a page writes it.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The id of an actor: a Wikidata id (Q142) or one that begins with local:.")]
Day = Annotated[str | None, typer.Option("--day", metavar="DAY", help="The day that is asked about, as 2024-04-04.")]
Country = Annotated[str | None, typer.Option("--country", metavar="CODE", help="The country or body: FRA, SUN, NATO.")]
Shown = Annotated[ListFormat, typer.Option("--format", help="As a table, or as JSON lines.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="What the judgement rests on; it is kept with it.")]


@actors_app.callback()
def actors() -> None:
    """Look up who is known, correct and add to it, and judge who is who.

    Start with `dragoman actors find Lavrov --day 2014-04-04`
    """


@actors_app.command()
def find(  # noqa: PLR0913 - the options of a command
    name: Name, day: Day = None, country: Country = None, format: Shown = ListFormat.text, files: ActorFiles = None, library: LibraryOption = DEFAULT_LIBRARY
) -> None:
    """Find who may be meant by a name, the likeliest first, each with what speaks for it.

    `dragoman actors find "Ivanov" --day 2000-05-01` lists everybody of that name, those in office on the day before the others.
    """
    import_module("dragoman.cli.lookup").find(name, day, country, format, (files, library))


@actors_app.command()
def show(id: Id, format: Shown = ListFormat.text, files: ActorFiles = None, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Show all that is known of an actor: names, offices with their days and sources, codes, members, and where a library has it.

    `dragoman actors show Q142`
    """
    import_module("dragoman.cli.lookup").show(id, format, (files, library))


@actors_app.command()
def office(  # noqa: PLR0913 - the options of a command
    office: Annotated[str, typer.Argument(metavar="OFFICE", help='A title in English ("foreign minister"), or "head of state", "head of government".')],
    of: Annotated[str, typer.Option("--of", metavar="CODE", help="The state or body whose office it is: FRA, SUN, NATO.")],
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The day, as 2014-05-01.")],
    format: Shown = ListFormat.text,
    files: ActorFiles = None,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Tell who held an office on a day, or why that is not known.

    `dragoman actors office "foreign minister" --of FRA --on 2014-05-01`
    """
    import_module("dragoman.cli.lookup").office(office, of, on, format, (files, library))


@actors_app.command()
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of additions and corrections (docs/actors.md).")]) -> None:
    """Check a file of additions: every fault with its line and what to do about it.

    `dragoman actors check my.yml`
    """
    import_module("dragoman.cli.lookup").check(file)
