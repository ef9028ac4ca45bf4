"""A record as people hold it: its tables, its JSON, and how it shows itself in a terminal or a notebook."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from dragoman import store
from dragoman.model import Record
from dragoman.show import page_html, record_form, record_json, record_section
from dragoman.show.form import Form, all_issues
from dragoman.store.columns import OWN
from dragoman.store.rows import Kept, Rows, rows_of
from dragoman.store.table import Row, Table

if TYPE_CHECKING:
    from dragoman.store import Library, Run

SPANS = {"start": "INTEGER", "end": "INTEGER"}
WORDS = {
    "statement": {"speaker_name": "VARCHAR", "addressee_name": "VARCHAR", "via_name": "VARCHAR", "text": "VARCHAR"},
    "event": {"actor_names": "VARCHAR[]", "recipient_names": "VARCHAR[]", "according_to_names": "VARCHAR[]", "text": "VARCHAR"},
    "claim": {"between_names": "VARCHAR[]", "by_name": "VARCHAR", "text": "VARCHAR"},
    "time": {"text": "VARCHAR"},
}
"""Columns that say in words what ids and spans point to."""


class Reading:
    """What one page says. ``record`` is the record itself; the rest are ways to look at it."""

    def __init__(self, record: Record) -> None:
        """Show ``record``."""
        self.record = record

    @property
    def title(self) -> str | None:
        """The headline."""
        return self.record.article.title

    @property
    def text(self) -> str:
        """The page's text, to which every span refers."""
        return self.record.article.text

    @property
    def published(self) -> str | None:
        """The day of publication, if it could be told."""
        return self.record.article.published

    @property
    def actors(self) -> Table:
        """Who is on the page."""
        return self.table("actor")

    @property
    def times(self) -> Table:
        """The time expressions, resolved."""
        return self.table("time")

    @property
    def statements(self) -> Table:
        """Who said what."""
        return self.table("statement")

    @property
    def events(self) -> Table:
        """What happened, or did not."""
        return self.table("event")

    @property
    def relation_claims(self) -> Table:
        """What is said of the relations between two actors."""
        return self.table("claim")

    @property
    def issues(self) -> Table:
        """What could not be read as it should."""
        rows = [{"kind": i.kind, "message": i.message, "start": i.start, "end": i.end} for i in all_issues(self.record)]
        return Table({"kind": "VARCHAR", "message": "VARCHAR", **SPANS}, rows)

    def table(self, name: str) -> Table:
        """A table of the record by the name it has in a library: ``actor``, ``time``, ``statement``, ``event`` or ``claim``."""
        rows: Rows = rows_of(self.record, Kept())
        named = [{**row, **self.words_of(row)} for row in rows[name]]
        return Table({**SPANS, **WORDS.get(name, {}), **OWN[name]}, named)

    def words_of(self, row: Row) -> Row:
        """What a row's ids and spans point to, in words."""
        spans = row.get("content") or ([{"start": row["start"], "end": row["end"]}] if row["start"] is not None else [])
        return {
            "text": " … ".join(self.text[span["start"] : span["end"]] for span in spans),
            "speaker_name": self.name_of(row.get("speaker")),
            "addressee_name": self.name_of(row.get("addressee")),
            "via_name": self.name_of(row.get("via")),
            "by_name": self.name_of(row.get("by")),
            "actor_names": self.names_of(row.get("actors", ())),
            "recipient_names": self.names_of(row.get("recipients", ())),
            "according_to_names": self.names_of(row.get("according_to", ())),
            "between_names": self.names_of(row.get("between", ())),
        }

    def name_of(self, actor: str | None) -> str | None:
        """An actor's name by its id."""
        return next((a.name for a in self.record.actors if a.id == actor), actor)

    def names_of(self, actors: Sequence[str]) -> list[str]:
        """Actors' names by their ids."""
        return [self.name_of(actor) or actor for actor in actors]

    def keep(self, library: str | Path) -> bool:
        """Keep the record in the library at this directory, which is made if need be; gives whether it was not there yet."""
        with begin_run(store.open_library(library, create=True)) as run:
            return run.keep(self.record)

    def to_dict(self) -> Form:
        """The record as plain values (docs/record.md)."""
        return record_form(self.record)

    def to_json(self) -> str:
        """The record as one line of JSON (docs/record.md)."""
        return record_json(self.record)

    def to_html(self) -> str:
        """The record as one self-contained page."""
        return page_html(self.record)

    def _repr_html_(self) -> str:
        """The record in a notebook."""
        return record_section(self.record)

    def __repr__(self) -> str:
        """One line on what the page is and how much was read from it."""
        record = self.record
        counts = f"{len(record.statements)} statements, {len(record.events)} events, {len(record.actors)} actors"
        return f"<Reading of {record.article.title or record.article.page.source!r}, {record.article.published or 'no day'}: {counts}>"


def begin_run(library: "Library") -> "Run":
    """Begin a run of a library, named by the present time so that runs sort by it."""
    now = datetime.now(UTC)
    return library.start_run(f"{now:%Y%m%dT%H%M%S.%fZ}-{token_hex(3)}", now.isoformat(timespec="seconds"))
