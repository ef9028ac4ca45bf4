"""The commands ``dragoman actors ...`` with their options and their help; what they do lies in ``lookup`` and ``judging``."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.options import DEFAULT_LIBRARY, ActorFiles, LibraryOption, ListFormat

actors_app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name as a page writes it.")]
ABOUT_IDS = "The id of an actor: a Wikidata id (Q142), that of a body of a state (FRA-central-bank), or one that begins with local:."
Id = Annotated[str, typer.Argument(metavar="ID", help=ABOUT_IDS)]
Kept = Annotated[str, typer.Argument(metavar="KEEP", help="The id that stays.")]
Dropped = Annotated[str, typer.Argument(metavar="DROP", help="The id that stands for the same actor.")]
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
    name: Name,
    day: Day = None,
    country: Country = None,
    format: Shown = ListFormat.text,
    files: ActorFiles = None,
    library: LibraryOption = DEFAULT_LIBRARY,
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
    office: Annotated[
        str, typer.Argument(metavar="OFFICE", help='A title in English ("foreign minister"), or "head of state", "head of government".')
    ],
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
def merge(keep: Kept, drop: Dropped, why: Why, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Judge that two actors are the same. What was read stays as it is; pages read later, and `actors show`, take the second for the first.

    `dragoman actors merge Q58217 local:0a1b2c3d4e5f --why "the same minister, spelled otherwise"`
    """
    import_module("dragoman.cli.judging").judge("same", keep, drop, why, library)


@actors_app.command()
def unmerge(keep: Kept, drop: Dropped, why: Why, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Take back the judgement that two actors are the same; both lines stay in the library's file of judgements.

    `dragoman actors unmerge Q58217 local:0a1b2c3d4e5f --why "a namesake"`
    """
    import_module("dragoman.cli.judging").judge("apart", keep, drop, why, library)


@actors_app.command()
def merges(library: LibraryOption = DEFAULT_LIBRARY, format: Shown = ListFormat.text) -> None:
    """List all judgements of a library, oldest first, with those that were taken back."""
    import_module("dragoman.cli.judging").merges(library, format)


@actors_app.command()
def observe(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Note which roles the pages of a library give to whom, and which mirrors their outlets name, for pages read later.

    They are written, each with its day and page, to `actors/observed.yml` in the library, which may be looked through and changed.
    """
    import_module("dragoman.cli.judging").observe(library)


@actors_app.command()
def refresh(  # noqa: PLR0913 - the options of a command
    of: Annotated[
        list[str], typer.Option("--of", metavar="CODE", help="A state whose office holders are asked for; may be given more than once.")
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="FILE", help="Your file of additions, to which what is new is added; it is made if need be.")
    ],
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="Only offices that began on this day or later.")] = "2022-01-01",
    endpoint: Annotated[
        str, typer.Option("--endpoint", metavar="URL", envvar="DRAGOMAN_SPARQL", help="Where SPARQL questions are asked.")
    ] = "https://query.wikidata.org/sparql",
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,  # noqa: FBT002 - an option
    files: ActorFiles = None,
) -> None:
    """Ask Wikidata who held which office of some states, tell what that changes, and add it to your file if you say so.

    `dragoman actors refresh --of FRA --of DEU --into my.yml`
    """
    import_module("dragoman.cli.renewing").refresh(of, into, since, endpoint, (files, yes))


@actors_app.command()
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of additions and corrections (docs/actors.md).")]) -> None:
    """Check a file of additions: every fault with its line and what to do about it.

    `dragoman actors check my.yml`
    """
    import_module("dragoman.cli.lookup").check(file)
