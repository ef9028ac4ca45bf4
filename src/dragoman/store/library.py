"""A library: a directory that keeps pages as they came and what was read from them (docs/library.md)."""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import duckdb
import zstandard

from dragoman.errors import LibraryError
from dragoman.model import Record
from dragoman.store.asking import (
    EVENT_COLUMNS,
    FOUND_COLUMNS,
    RELATION_COLUMNS,
    Question,
    checked_day,
    count_relation,
    find_events,
    make_question,
    search_pages,
)
from dragoman.store.asking_imports import find_imported
from dragoman.store.columns import COLUMNS, STAGES, quoted
from dragoman.store.corrections import lay_corrections
from dragoman.store.derived import NUMBER
from dragoman.store.differences import DIFFERENCE_COLUMNS, find_differences, find_pairs
from dragoman.store.files import ASIDE, load_raw, remove_asides, write_whole
from dragoman.store.imports import Imported, import_folders, read_about
from dragoman.store.index import Finish, fetch_rows, is_current, open_index, open_past_index, rebuild_index, update_index
from dragoman.store.judgements import Judgements
from dragoman.store.ledger import Entry, ledger_files, read_entries
from dragoman.store.rows import record_of
from dragoman.store.runs import Run
from dragoman.store.table import Row, Table

FORMAT = 1
"""The form of library that this program writes; it goes up when older programs could no longer read one."""

SETTINGS_TEXT = f"""# A dragoman library: pages as they came (raw/) and what was read from them (shards/, ledger/).
# index.duckdb can be deleted at any time: `dragoman reindex` makes it again.
format = {FORMAT}
"""


class Library:
    """Pages kept on disk with what was read from them; opened with ``open_library``."""

    def __init__(self, path: Path, recorded_by: str | None = None) -> None:
        """Stand for the library at ``path``, which must be one, as it was at the end of the day ``recorded_by`` if one is given."""
        self.path, self.recorded_by = path, recorded_by

    def as_recorded(self, day: str) -> Self:
        """The library as it stood at the end of a day: pages that were recorded by then, each as it was read last by then.

        Questions put to it make an index of their own, which takes as long as ``reindex`` and is thrown away afterwards.
        """
        return type(self)(self.path, checked_day(day))

    @contextmanager
    def index(self, finish: Finish | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """The index, open for reading, with what people judged laid over it; ``finish`` may add to one that is made for a past day."""
        past = self.recorded_by
        with open_index(self.path) if past is None else open_past_index(self.path, past, finish) as connection:
            lay_corrections(connection, self.path)
            yield connection

    def ask(self, question: Question | None = None, *, limit: int | None = None, offset: int = 0, **conditions: Any) -> Table:  # noqa: ANN401
        """The events that fit a question, the latest first, each with the names of its sides, its words and where they stand.

        The conditions are those of ``Question``: ``library.ask(actors=["RUS"], recipients=["FRA"], types=["THREATEN"])``.
        Raises ``DragomanError`` where one of them cannot be.
        """
        asked = self.with_judgements(question or make_question(**conditions))
        imported = [source for source in asked.sources if source != "pages"]
        with self.index() as connection:
            if not imported:
                return Table(EVENT_COLUMNS, list(find_events(connection, asked, limit, offset)))
            most = None if limit is None else offset + limit
            rows = find_imported(connection, asked, imported, most)
            if "pages" in asked.sources:
                rows = sorted([*find_events(connection, asked, most), *rows], key=lambda row: row["date"] or "", reverse=True)
            return Table(EVENT_COLUMNS, rows[offset:most])

    def count_reports(self, actors: Sequence[str], recipients: Sequence[str], **conditions: Any) -> Table:  # noqa: ANN401
        """How often pages tell of events of one side towards the other and back, by month, type and modality."""
        there = self.with_judgements(make_question(actors=actors, recipients=recipients, **conditions))
        back = replace(there, actors=there.recipients, recipients=there.actors)
        with self.index() as connection:
            return Table(RELATION_COLUMNS, [*count_relation(connection, there), *count_relation(connection, back)])

    def search(self, text: str, *, limit: int = 20, as_of: str | None = None) -> Table:
        """The pages whose stories have all words of ``text``, best first; words in quotation marks stand together."""
        with self.index() as connection:
            return Table(FOUND_COLUMNS, search_pages(connection, text, limit, checked_day(as_of) if as_of else None))

    def with_judgements(self, question: Question) -> Question:
        """A question that means all ids that were judged to be of one actor."""
        same = self.judgements().same()

        def all_ids(ids: Sequence[str]) -> tuple[str, ...]:
            kept = {same.get(id_, id_) for id_ in ids}
            return tuple(dict.fromkeys([*ids, *sorted(kept), *(drop for drop, keep in same.items() if keep in kept)]))

        return replace(
            question, actors=all_ids(question.actors), recipients=all_ids(question.recipients),
            involving=all_ids(question.involving), according_to=all_ids(question.according_to),
        )  # fmt: skip

    def actor_ids(self, name: str) -> list[str]:
        """The ids under which pages know somebody by a name or another name, those of most pages first."""
        query = (
            "SELECT id FROM actor WHERE lower(name) = lower($name) "
            "OR list_contains(list_transform(aliases, lambda a: lower(a)), lower($name)) "
            "GROUP BY id ORDER BY count(*) DESC, id"
        )
        with self.index() as connection:
            return [id_ for (id_,) in connection.execute(query, {"name": name}).fetchall()]

    def runs(self) -> list[Row]:
        """The runs that kept pages: name, when, how many pages were kept and failed, and what made them; oldest first."""
        found: dict[str, Row] = {}
        for entry in self.ledger():
            row = found.setdefault(entry.run, {"run": entry.run, "recorded": entry.recorded, "kept": 0, "failed": 0, "made_by": ""})
            row["kept" if entry.status == "kept" else "failed"] += 1
            row["made_by"] = entry.made_by or row["made_by"]
        return [found[name] for name in sorted(found)]

    def diff(self, page: str | None = None, older: str | None = None, newer: str | None = None) -> Table:
        """What reads differently between two runs: of one page (its id, or the beginning of it) or of all that both read.

        ``older`` and ``newer`` name runs, or begin their names; without them each page's last two runs are compared.
        """
        pairs = find_pairs(self.ledger(), self.find_page(page) if page else None, older, newer)
        return Table(DIFFERENCE_COLUMNS, list(find_differences(self.path, pairs)))

    def start_run(self, run: str, recorded: str) -> "Run":
        """Begin to keep records; ``run`` names the run (runs sort by name), ``recorded`` is the present time in ISO 8601."""
        return Run(self.path, run, recorded, kept_keys(self.path))

    def pages(self, as_of: str | None = None, limit: int | None = None) -> list[Row]:
        """What is kept, by day of publication, newest first: id, day, outlet, headline, and how much was read from each page.

        ``as_of`` leaves out what was published after that day; a page whose day is not known counts from when it was captured or recorded.
        ``limit`` gives so many, the newest.
        """
        counts = ", ".join(f"(SELECT count(*) FROM {quoted(t)} WHERE {quoted(t)}.{NUMBER} = page.{NUMBER}) AS {t}s" for t in STAGES[1:])
        known, values = known_by(as_of)
        order = "ORDER BY published DESC NULLS LAST, title, page"
        query = (
            "SELECT page AS id, published, outlet_name AS outlet, outlet_country AS country, title, source, url, language, "
            f"len(issues) AS issues, recorded, {counts} FROM (SELECT * FROM page {known} {order}"
            f"{'' if limit is None else f' LIMIT {int(limit)}'}) AS page {order}"
        )
        with self.index() as connection:
            return fetch_rows(connection, query, values)

    def count_pages(self, as_of: str | None = None) -> int:
        """How many pages are kept, or were published by a day."""
        known, values = known_by(as_of)
        with self.index() as connection:
            return int(connection.execute(f"SELECT count(*) FROM page {known}", values).fetchall()[0][0])

    def addresses(self) -> frozenset[str]:
        """The addresses of all pages that are kept."""
        with self.index() as connection:
            return frozenset(url for (url,) in connection.execute("SELECT DISTINCT url FROM page WHERE url <> ''").fetchall())

    def find_page(self, start: str) -> str:
        """The id of the one page whose id begins so."""
        with self.index() as connection:
            found = connection.execute("SELECT page FROM page WHERE starts_with(page, ?) ORDER BY page LIMIT 3", [start]).fetchall()
        if len(found) == 1 or (found and found[0][0] == start):
            return str(found[0][0])
        if not found:
            raise LibraryError(f"{self.path} has no page {start}: dragoman list {self.path} shows what it has")
        raise LibraryError(f"{start} could be several pages of {self.path}, such as {found[0][0]} and {found[1][0]}: type more of it")

    def record(self, page: str) -> Record:
        """The record of a page in its newest run, given its id or the beginning of it."""
        page = self.find_page(page)
        with self.index() as connection:
            return self.record_in(connection, page)

    def record_in(self, connection: duckdb.DuckDBPyConnection, page: str) -> Record:
        """The record of a page that an open index has, given its whole id."""
        rows = {t: fetch_rows(connection, f"SELECT * FROM {quoted(t)} WHERE page = ?", [page]) for t in STAGES}
        return record_of(rows, self.raw(rows["page"][0]["raw"]))

    def raw(self, name: str) -> bytes:
        """The bytes of a page as they were received, by the name in its ``raw`` column."""
        try:
            return load_raw(self.path / "raw", name)
        except (OSError, zstandard.ZstdError) as error:
            raise LibraryError(f"the bytes {name[:12]} of {self.path} are missing or damaged: keep the page again") from error

    def table(self, name: str) -> Table:
        """All rows of a table (``page``, ``actor``, ``time``, ``statement``, ``event`` or ``claim``), each page in its newest run."""
        if name not in COLUMNS:
            raise LibraryError(f"a library has no table {name}: it has {', '.join(COLUMNS)}")
        with self.index() as connection:
            listed = ", ".join(map(quoted, COLUMNS[name]))
            return Table(COLUMNS[name], fetch_rows(connection, f"SELECT {listed} FROM {quoted(name)} ORDER BY page, position"))

    def imports(self) -> list[Imported]:
        """The files of others that were imported, in the order in which they came."""
        return [read_about(folder) for folder in import_folders(self.path, self.recorded_by)]

    def ledger(self) -> list[Entry]:
        """Every input that was kept or failed, oldest first."""
        return [entry for file in ledger_files(self.path / "ledger") for entry in read_entries(file)]

    def judgements(self) -> "Judgements":
        """Who was judged to be who."""
        return Judgements(self.path / "actors" / "judgements.jsonl")

    def actor_files(self) -> tuple[Path, ...]:
        """The additions to the knowledge of actors that the library keeps, in the order of their names (docs/actors.md)."""
        return tuple(sorted((self.path / "actors").glob("*.yml")))

    def seen(self, actors: Sequence[str]) -> list[Row]:
        """Where some actors are on the pages, oldest first: the page, its day, and the name, country and role that it gives them."""
        query = (
            "SELECT page, published, id, name, kind, country, role, aliases FROM actor WHERE list_contains(?, id) "
            "ORDER BY published NULLS FIRST, page"
        )
        with self.index() as connection:
            return fetch_rows(connection, query, [list(actors)])

    def roles_seen(self) -> list[Row]:
        """Every role that a page gives to somebody with a name and a country, oldest first."""
        query = (
            "SELECT page, published, id, name, country, role, gender, aliases FROM actor WHERE kind = 'person' AND NOT anonymous "
            "AND role IS NOT NULL AND country IS NOT NULL AND published IS NOT NULL ORDER BY published, page, id"
        )
        with self.index() as connection:
            return fetch_rows(connection, query)

    def mirrors_seen(self) -> list[Row]:
        """Every outlet whose pages name other addresses of its site, with those."""
        query = (
            "SELECT outlet_id AS id, any_value(outlet_name) AS name, any_value(outlet_country) AS country, "
            "any_value(outlet_domain) AS domain, "
            "list_sort(list_distinct(flatten(list(mirrors)))) AS mirrors FROM page WHERE outlet_id IS NOT NULL AND len(mirrors) > 0 "
            "GROUP BY outlet_id ORDER BY outlet_id"
        )
        with self.index() as connection:
            return fetch_rows(connection, query)

    def refresh(self) -> None:
        """Bring the index up to date, unless another process holds it: then whoever looks next does it."""
        with suppress(LibraryError):
            if not is_current(self.path):
                update_index(self.path)

    def reindex(self) -> int:
        """Remove what killed runs left, make the index anew, and say how many pages it has."""
        remove_asides(self.path)
        rebuild_index(self.path)
        return self.count_pages()


def kept_keys(library: Path) -> set[str]:
    """The keys of all pages that were kept."""
    files = ledger_files(library / "ledger")
    return {entry.key for file in files for entry in read_entries(file) if entry.key and entry.status == "kept"}


def known_by(day: str | None) -> tuple[str, list[str]]:
    """That a page was published by a day, as SQL with its values."""
    return (f"WHERE {NUMBER} IN (SELECT {NUMBER} FROM story WHERE known <= ?::DATE)", [checked_day(day)]) if day else ("", [])


def open_library(path: str | Path, *, create: bool = False) -> Library:
    """Open the library at ``path``; with ``create``, make one where there is none yet.

    Raises ``LibraryError`` where there is none, where the directory is something else, or where a newer dragoman wrote it.
    """
    folder = Path(path)
    settings = folder / "dragoman.toml"
    if not settings.is_file():
        make_library(folder, create=create)
    try:
        form = tomllib.loads(settings.read_text("utf-8")).get("format", FORMAT)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LibraryError(f"{settings} cannot be read: {error}") from error
    if not isinstance(form, int) or form > FORMAT:
        raise LibraryError(f"{folder} was written by a newer dragoman (library format {form}, this one knows {FORMAT}): update dragoman")
    return Library(folder)


def make_library(folder: Path, *, create: bool) -> None:
    """Make an empty library, but never inside a directory that holds something else."""
    if folder.exists() and (not folder.is_dir() or any(not path.name.startswith(ASIDE) for path in folder.iterdir())):
        raise LibraryError(f"{folder} is no dragoman library and not empty: name another directory")
    if not create:
        raise LibraryError(f"there is no library at {folder}: dragoman read PAGE --into {folder} makes one")
    try:
        write_whole(folder / "dragoman.toml", SETTINGS_TEXT.encode())
    except OSError as error:
        raise LibraryError(f"no library can be made at {folder}: {error.strerror}") from error
