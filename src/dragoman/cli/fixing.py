"""``dragoman fix``: judgements on what was read, kept beside the record, honoured by every question, and reversible."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.options import DEFAULT_LIBRARY, LibraryOption
from dragoman.errors import DragomanError
from dragoman.store.table import Row

fix_app = typer.Typer(
    help="Judge what was read, with a reason: kept beside the record, honoured by every question, and reversible.\n\n"
    '`dragoman fix link 9f27c1 03ab77 --why "both are the Geneva call"` makes two events one happening; `dragoman fix list` shows '
    'all judgements.',
    no_args_is_help=True,
)

EventId = Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event, or the beginning of it.")]
ItemId = Annotated[str, typer.Argument(metavar="ID", help="The id of an event, statement or claim, or the beginning of it.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="What the judgement rests on.")]


@fix_app.command()
def link(one: EventId, other: EventId, why: Why, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Judge two events, with all that was joined with them, to be one happening: it counts once.

    `dragoman fix link 9f27c1 03ab77 --why "both are the call of 3 April"`
    """
    first, second = find_item(library, one, ("event",)), find_item(library, other, ("event",))
    if first["id"] == second["id"] and first["page"] == second["page"]:
        raise DragomanError("these are the same event: name two")
    keep(library, why, verdict="link", page=first["page"], item=first["id"], other_page=second["page"], other=second["id"])


@fix_app.command()
def split(event: EventId, why: Why, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Judge an event not to be what it was joined with, but a happening of its own.

    `dragoman fix split 03ab77 --why "this is the call of May"`
    """
    found = find_item(library, event, ("event",))
    keep(library, why, verdict="split", page=found["page"], item=found["id"])


@fix_app.command()
def reject(item: ItemId, why: Why, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Judge an event, a statement or a claim about a relation to be misread: no question counts or shows it any more.

    `dragoman fix reject 03ab77 --why "a film, not a war"`
    """
    found = find_item(library, item, ("event", "statement", "claim"))
    keep(library, why, verdict="reject", page=found["page"], item=found["id"])


@fix_app.command()
def merge(
    kept: Annotated[str, typer.Argument(metavar="KEEP", help="The id that stays.")],
    drop: Annotated[str, typer.Argument(metavar="DROP", help="The id that stands for the same.")],
    why: Why,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Judge two actors to be one, as `dragoman actors merge` does; `dragoman actors unmerge` takes it back.

    `dragoman fix merge Q142 local:3db1 --why "the page of 4 April names both"`
    """
    import_module("dragoman.cli.judging").judge("same", kept, drop, why, library)


@fix_app.command()
def undo(
    number: Annotated[int, typer.Argument(min=1, metavar="NUMBER", help="The judgement's number, as `dragoman fix list` shows it.")],
    why: Why,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Take a judgement back. Both stay on file.

    `dragoman fix undo 3 --why "they were two calls after all"`
    """
    keep(library, why, verdict="undo", page="", item="", undoes=number)


@fix_app.command("list")
def list_all(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """List the judgements of a library, those that stand and those that were taken back.

    `dragoman fix list --library library`
    """
    corrections, store = import_module("dragoman.store.corrections"), import_module("dragoman.store")
    known = corrections.read_corrections(store.open_library(library).path)
    stands = dict(corrections.standing(known))
    for number, made in enumerate(known, 1):
        what = f"{made.item} {made.other}".strip() or f"judgement {made.undoes}"
        state = "" if number in stands or made.verdict == "undo" else " (taken back)"
        typer.echo(f"{number}  {made.recorded}  {made.verdict} {what}{state}: {made.why}")
    merged = len(list(store.open_library(library).judgements()))
    if merged:
        typer.echo(f"besides, judgements of who is who: {merged}; dragoman actors merges --library {library} shows them")
    if not known and not merged:
        typer.echo(f"{library} has no judgements yet: dragoman fix link, split or reject makes one")


def find_item(path: Path, start: str, tables: tuple[str, ...]) -> Row:
    """The one event, statement or claim whose id begins so. What was rejected cannot be found."""
    store = import_module("dragoman.store")
    query = " UNION ALL ".join(f"SELECT page, id FROM {table} WHERE starts_with(id, $start)" for table in tables)
    with store.open_library(path).index() as connection:
        cursor = connection.execute(f"SELECT * FROM ({query}) ORDER BY id = $start DESC, id, page LIMIT 2", {"start": start})
        found = [{"page": page, "id": id_} for page, id_ in cursor.fetchall()]
    if not found or not start:
        raise DragomanError(f"{path} has no {' or '.join(tables)} {start}: dragoman relation, ask and happening tell ids")
    if len(found) > 1 and found[0]["id"] != start:
        raise DragomanError(f"{start} could be several, such as {found[0]['id']} and {found[1]['id']}: type more of it")
    return found[0]


def keep(path: Path, why: str, *, verdict: str, page: str, item: str, other_page: str = "", other: str = "", undoes: int = 0) -> None:  # noqa: PLR0913
    """Keep a judgement."""
    corrections, store = import_module("dragoman.store.corrections"), import_module("dragoman.store")
    if not why.strip():
        raise DragomanError('say what the judgement rests on: --why "both pages name the same call"')
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = corrections.Correction(verdict, page, item, " ".join(why.split()), now, other_page, other, undoes)
    number = corrections.add_correction(store.open_library(path).path, made)
    typer.echo(f"kept as judgement {number}: dragoman fix undo {number} --why TEXT takes it back")
