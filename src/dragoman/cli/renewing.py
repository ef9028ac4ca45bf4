"""What ``dragoman actors refresh`` does: ask Wikidata, tell what changes, and write it after a yes."""

import re
from datetime import UTC, datetime
from pathlib import Path

import typer
import urllib3
import yaml

from dragoman import __version__
from dragoman.actors import Knowledge, knowledge_with
from dragoman.actors.additions import read_additions
from dragoman.actors.known import Known
from dragoman.actors.refresh import Change, changes, entries, question, read_answer
from dragoman.cli.batch import count_of
from dragoman.cli.lookup import checked_day
from dragoman.errors import DragomanError
from dragoman.store.files import write_whole

LARGEST = 1 << 25
"""Bytes of an answer beyond which it is not read."""

SECONDS = 90
"""Seconds to wait for an answer; Wikidata itself gives up after sixty."""

HEAD = "# Additions and corrections to the actors that dragoman knows (docs/actors.md).\n"


def refresh(of: list[str], into: Path, since: str, endpoint: str, how: tuple[list[Path] | None, bool]) -> None:
    """Ask about each state, print what changes, and add it to the user's file."""
    checked_day(since)
    files = [*(how[0] or ()), *([into] if into.exists() else [])]
    knowledge = knowledge_with(dict.fromkeys(files))
    states = [state_of(knowledge, code.upper()) for code in of]
    found: list[Change] = []
    for state in states:
        typer.echo(f"asking {endpoint} about {state.name} ...", err=True)
        found += changes(knowledge, state.country or "", read_answer(ask(endpoint, question(state, since))))
    if not found:
        typer.echo(f"nothing new since {since}")
        return
    for change in found:
        typer.echo(f"  {change.what}  [{change.told.id}]")
    if how[1] or typer.confirm(f"Write {count_of(len(found), 'change')} to {into}?"):
        write_entries(into, found)
        typer.echo(f"written to {into}: dragoman read PAGE --actors {into} reads with it")
    else:
        typer.echo("nothing was written")


def state_of(knowledge: Knowledge, code: str) -> Known:
    """The state of a code."""
    found = [knowledge.known(n) for n, row in enumerate(knowledge.rows) if f"\tstate\t{code}\t" in row]
    if not found:
        raise DragomanError(f"no state has the code {code}: codes are ISO 3166, such as FRA")
    return max(found, key=lambda known: (known.rank, known.id))


def ask(endpoint: str, text: str) -> bytes:
    """The answer to a question."""
    if not endpoint.startswith(("https://", "http://")):
        raise DragomanError(f"{endpoint} is no address: it begins with https://")
    agent = f"dragoman/{__version__} (actors refresh)"
    head = {"Accept": "application/sparql-results+json", "User-Agent": agent}
    try:
        with urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(SECONDS)) as pool:
            answer = pool.request("POST", endpoint, fields={"query": text}, encode_multipart=False, headers=head, preload_content=False)
            body = answer.read(LARGEST + 1)
            answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise DragomanError(f"{endpoint} cannot be asked: {error}") from error
    if answer.status != 200:
        raise DragomanError(
            f"{endpoint} answered {answer.status}: try again later" + (", it asks for a pause" if answer.status == 429 else "")
        )
    if len(body) > LARGEST:
        raise DragomanError(f"{endpoint} answered more than {LARGEST:,} bytes: ask for fewer years with --since")
    return bytes(body)


def write_entries(into: Path, found: list[Change]) -> None:
    """Add entries to the end of a file of additions, which is checked before it takes its name."""
    made = entries(found, f"{datetime.now(UTC):%Y-%m-%d}")
    text = into.read_text("utf-8") if into.exists() else HEAD
    begun = re.search(r"^actors:(?P<rest>[^\n#]*)(?:#[^\n]*)?(?:\n(?P<indent> *)- )?", text, re.MULTILINE)
    if begun is None:
        text += "actors:\n"
    elif begun["rest"].strip():
        raise DragomanError(f"{into} has its actors in one line: let `actors:` stand alone, and each actor begin with - below it")
    listed = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=140)
    indent = (begun["indent"] or "") if begun else ""
    whole = text.rstrip("\n") + "\n" + "".join(f"{indent}{line}\n" for line in listed.splitlines())
    trial = into.with_name(f".aside-{into.name}")
    try:
        write_whole(trial, whole.encode())
        read_additions(trial)
        trial.replace(into)
    finally:
        trial.unlink(missing_ok=True)
