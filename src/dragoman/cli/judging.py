"""What ``dragoman actors merge``, ``unmerge``, ``merges`` and ``observe`` do: keep what people judge and pages tell beside the record."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from dragoman.actors import load_knowledge
from dragoman.actors.additions import ID
from dragoman.actors.observed import Mirrors, Seen, observed_yaml
from dragoman.cli.batch import count_of
from dragoman.cli.lookup import show_table
from dragoman.cli.options import ListFormat
from dragoman.cli.terminal import cell
from dragoman.errors import DragomanError
from dragoman.store import Library, open_library
from dragoman.store.files import write_whole

OBSERVED = "observed.yml"
"""The file of a library's ``actors/`` that holds what its pages told."""


def judge(verdict: str, keep: str, drop: str, why: str, path: Path) -> None:
    """Keep a judgement on two actors."""
    library = open_library(path)
    if not why.strip():
        raise DragomanError('say what the judgement rests on: --why "the page of 4 April names both"')
    for id_ in (keep, drop) if verdict == "same" else ():
        if not is_there(library, id_):
            raise DragomanError(f"neither the table nor {path} has an actor {id_}: dragoman actors find NAME tells ids")
    judgements, now = library.judgements(), datetime.now(UTC).isoformat(timespec="seconds")
    made = (judgements.merge if verdict == "same" else judgements.unmerge)(keep, drop, " ".join(why.split()), now)
    ending = "are the same" if verdict == "same" else "are not the same after all"
    typer.echo(f"kept in {judgements.path}: {made.keep} and {made.drop} {ending}")


def is_there(library: Library, id_: str) -> bool:
    """Whether an actor is known, or on a page of the library."""
    return bool(ID.fullmatch(id_)) and (load_knowledge().of_id(id_) is not None or bool(library.seen([id_])))


def merges(path: Path, form: ListFormat) -> None:
    """Print all judgements."""
    judgements = list(open_library(path).judgements())
    if form is ListFormat.json:
        for judgement in judgements:
            typer.echo(json.dumps(asdict(judgement), ensure_ascii=False))
        return
    if not judgements:
        typer.echo(f"{path} has no judgements yet: dragoman actors merge KEEP DROP --why TEXT makes one")
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0))
    for head in ("recorded", "verdict", "keep", "drop", "why"):
        table.add_column(head, overflow="fold")
    for judgement in judgements:
        table.add_row(*(cell(v) for v in (judgement.recorded, judgement.verdict, judgement.keep, judgement.drop, judgement.why)))
    show_table(table)


def observe(path: Path) -> None:
    """Write down what the pages of a library tell of people's roles and outlets' mirrors."""
    library = open_library(path)
    seen = [Seen(r["page"], r["published"], r["id"], r["name"], r["country"], r["role"], r["gender"]) for r in library.roles_seen()]
    mirrors = [Mirrors(r["id"], r["name"], r["country"], r["domain"], tuple(r["mirrors"])) for r in library.mirrors_seen()]
    text, people, outlets = observed_yaml(seen, mirrors, load_knowledge())
    target = path / "actors" / OBSERVED
    write_whole(target, text.encode())
    typer.echo(f"{target}: {count_of(people, 'person')} with roles, {count_of(outlets, 'outlet')} with mirrors")
