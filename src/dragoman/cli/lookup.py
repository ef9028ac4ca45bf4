"""What ``dragoman actors find``, ``show``, ``office`` and ``check`` do: ask the knowledge of actors."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.actors import Knowledge, knowledge_with, who_held
from dragoman.actors.additions import DAY, check_additions, read_additions
from dragoman.actors.knowledge import load_knowledge
from dragoman.actors.lookup import Candidate, facts_of, find_candidates, near_names
from dragoman.actors.offices import Holder
from dragoman.actors.overlay import lay_over
from dragoman.cli.options import ListFormat
from dragoman.cli.terminal import WIDEST, cell
from dragoman.errors import DayError, DragomanError
from dragoman.lexicon import load_yaml
from dragoman.show.words import plain
from dragoman.store import Library, open_library
from dragoman.store.table import Row

Where = tuple[list[Path] | None, Path]
"""The user's files of additions, and the library whose judgements count."""

MOST_SHOWN = 20
"""Candidates that are shown; JSON has all."""


def knowledge_of(where: Where) -> Knowledge:
    """Our knowledge with the library's additions and judgements and the user's files laid over it."""
    files, library = where[0] or [], library_at(where[1])
    if library is None:
        return knowledge_with(files)
    return knowledge_with((*library.actor_files(), *files), library.judgements().same())


def library_at(path: Path) -> Library | None:
    """The library at a path, if there is one: looking up actors needs none."""
    return open_library(path) if (path / "dragoman.toml").is_file() else None


def checked_day(day: str | None) -> str | None:
    """A day that is one."""
    if day is not None and not (len(day) == 10 and DAY.fullmatch(day)):
        raise DayError(f"{day} is no day: write it as 2024-04-04")
    return day


def find(name: str, day: str | None, country: str | None, form: ListFormat, where: Where) -> None:
    """Print whom a name may mean."""
    knowledge = knowledge_of(where)
    found = find_candidates(knowledge, name, checked_day(day), country)
    if not found:
        near = "; ".join(f"{spelled} ({known.id})" for spelled, known in near_names(knowledge, name))
        raise DragomanError(
            f"nobody is known as {name}" + (f". Spelled nearly so: {near}" if near else ", and nobody has nearly that name")
        )
    if form is ListFormat.json:
        for candidate in found:
            typer.echo(json.dumps(candidate_facts(candidate), ensure_ascii=False))
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0))
    for head in ("id", "name", "kind", "country", "why"):
        table.add_column(head, overflow="fold", no_wrap=head in ("kind", "country"))
    for candidate in found[:MOST_SHOWN]:
        known = candidate.known
        table.add_row(*(cell(value) for value in (known.id, known.name, known.kind, known.country, "; ".join(candidate.why))))
    show_table(table)
    more = f"{len(found) - MOST_SHOWN} more; " if len(found) > MOST_SHOWN else ""
    typer.echo(f"{more}dragoman actors show {found[0].known.id} tells all of the first.")


def candidate_facts(candidate: Candidate) -> dict[str, Any]:
    """A candidate as plain values."""
    known, office = candidate.known, candidate.office
    return {
        "id": known.id, "name": known.name, "kind": known.kind, "country": known.country, "office": office.title if office else None,
        "score": candidate.score, "why": list(candidate.why),
    }  # fmt: skip


def show_table(table: Table) -> None:
    """Print a table no wider than anybody reads."""
    console = Console()
    console.print(table, highlight=False, width=min(console.width, WIDEST))


def show(id_: str, form: ListFormat, where: Where) -> None:
    """Print what is known of an actor."""
    knowledge, library = knowledge_of(where), library_at(where[1])
    id_ = knowledge.same.get(id_, id_)
    known = knowledge.of_id(id_)
    alike = sorted(drop for drop, keep in knowledge.same.items() if keep == id_)
    seen = library.seen([id_, *alike]) if library else []
    if known is None and not seen:
        raise DragomanError(f"no actor has the id {id_}: dragoman actors find NAME tells ids")
    facts = facts_of(knowledge, known) if known else seen_facts(seen[-1], alike)
    if form is ListFormat.json:
        typer.echo(json.dumps({**facts, "seen": seen}, ensure_ascii=False))
        return
    console = Console()
    console.print(
        Text.assemble((plain(facts["name"]), "bold"), f"  {facts['kind']}", f"  {facts['country'] or 'no country'}"), highlight=False
    )
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 1))
    for label, value in labelled(facts):
        table.add_row(Text(label, "dim"), cell(value))
    console.print(table, highlight=False, width=min(console.width, WIDEST))
    if facts["offices"]:
        show_offices(facts["offices"])
    if seen:
        show_seen(seen)


def seen_facts(row: Row, alike: list[str]) -> dict[str, Any]:
    """What the newest page tells of an actor whom only pages know, in the form of ``facts_of``."""
    names = {"names": [row["name"], *row["aliases"]]}
    return {
        "id": row["id"], "name": row["name"], "kind": row["kind"], "country": row["country"], "gender": None, "sector": None, "cameo": None,
        "names": names, "offices": [], "sources": [], "same_as": alike,
    }  # fmt: skip


def show_seen(seen: list[Row]) -> None:
    """Print on which pages of a library an actor is, the newest last."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), title=f"on {len(seen)} pages, the newest last", title_justify="left")
    for head in ("day", "page", "name", "role"):
        table.add_column(head, overflow="fold", no_wrap=head in ("day", "page"))
    for row in seen[-MOST_SHOWN:]:
        table.add_row(*(cell(v) for v in (row["published"], row["page"][:10], row["name"], row["role"])))
    show_table(table)


def labelled(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The rows of an actor's table."""
    rows = [("id", facts["id"])]
    if facts["id"].startswith("Q"):
        rows.append(("Wikidata", f"https://www.wikidata.org/wiki/{facts['id']}"))
    rows += [(label, facts[key]) for label, key in (("CAMEO", "cameo"), ("sector", "sector"), ("gender", "gender")) if facts[key]]
    rows += [(kind.replace("_", " "), ", ".join(names)) for kind, names in facts["names"].items()]
    told = ("from", "to", "as_of", "members", "body", "owner", "state_run", "judged", "domains", "mirrors", "note")
    rows += [(key.replace("_", " "), ", ".join(v) if isinstance(v := facts[key], list) else str(v)) for key in told if key in facts]
    rows += [("judged the same", ", ".join(facts["same_as"]))] if facts["same_as"] else []
    rows += [("sources", "; ".join(source_words(source) for source in facts["sources"]))] if facts["sources"] else []
    return rows


def source_words(source: str) -> str:
    """A source's short name with its title and licence."""
    return f"{source}: {load_yaml('actors_sources').get(source, 'added by you')}"


def show_offices(offices: Sequence[dict[str, Any]]) -> None:
    """Print the offices of a person."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0))
    for head in ("from", "to", "office", "of", "source"):
        table.add_column(head, overflow="fold", no_wrap=head in ("from", "of"))
    for office in offices:
        end = office["to"] or (f"open on {office['as_of']}" if office["as_of"] else "")
        table.add_row(*(cell(v) for v in (office["from"], end, office["title"], office["country"], office["source"])))
    show_table(table)


def office(asked: str, of: str, on: str, form: ListFormat, where: Where) -> None:
    """Print who held an office."""
    answer = who_held(knowledge_of(where), asked, of.upper(), checked_day(on) or "")
    if form is ListFormat.json:
        facts = holder_facts(answer.holder) if answer.holder else {"id": None}
        typer.echo(json.dumps({**facts, "why": answer.why, "others": [holder_facts(h) for h in answer.others]}, ensure_ascii=False))
    elif answer.holder:
        known, held = answer.holder.known, answer.holder.office
        typer.echo(f"{known.name}  {held.title}, {answer.why}  [{known.id}, source {held.source or 'not told'}]")
    else:
        typer.echo(f"not known: {answer.why}")
        for other in answer.others:
            typer.echo(f"  perhaps {other.known.name}, {other.office.title} from {other.office.first}  [{other.known.id}]")
    if answer.holder is None:
        raise typer.Exit(1)


def holder_facts(holder: Holder) -> dict[str, Any]:
    """A holder as plain values."""
    known, held = holder.known, holder.office
    return {"id": known.id, "name": known.name, "title": held.title, "from": held.first, "to": held.last, "source": held.source}


def check(file: Path) -> None:
    """Print what is wrong with a file of additions."""
    additions, faults = check_additions(file)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    lay_over(load_knowledge(), read_additions(file))
    typer.echo(f"{file}: {len(additions.actors)} actors, nothing wrong")
