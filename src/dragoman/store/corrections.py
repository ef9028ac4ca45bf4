"""What people judged of events, statements and claims, kept beside the record in ``judgements.jsonl``: lines are only ever added.

``link`` says that two events are one happening, ``split`` that an event is one of its own, ``reject`` that an event, statement or claim was
misread and counts nowhere, ``undo`` takes an earlier judgement back. Nothing that was read is touched: what stands is laid over the
index whenever it is opened, so that every question honours it, also after the index was made anew.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from dragoman.errors import LibraryError
from dragoman.store.derived import NUMBER, STRIDE
from dragoman.store.files import add_line
from dragoman.store.table import load_rows

FILE = "judgements.jsonl"

VERDICTS = ("link", "split", "reject", "undo")

Key = tuple[int, int]
"""A page's number in the index and a position on it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One judgement. ``item`` and ``other`` are ids of events (of a rejection also of a statement or claim) with their ``page`` and
    ``other_page``; ``undoes`` is the number of the judgement that is taken back. Judgements are numbered from 1 in the order of the file.
    """

    verdict: str
    page: str
    item: str
    why: str
    recorded: str
    other_page: str = ""
    other: str = ""
    undoes: int = 0


def read_corrections(library: Path) -> list[Correction]:
    """All judgements of a library, oldest first."""
    path = library / FILE
    found: list[Correction] = []
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.strip():
            try:
                found.append(Correction(**json.loads(line)))
            except (ValueError, TypeError) as error:
                raise LibraryError(f"{path} line {number} is damaged ({error}): mend the line, or delete it") from error
    return found


def standing(corrections: list[Correction]) -> Iterator[tuple[int, Correction]]:
    """The judgements that were not taken back, with their numbers."""
    undone = {correction.undoes for correction in corrections if correction.verdict == "undo"}
    for number, correction in enumerate(corrections, 1):
        if correction.verdict != "undo" and number not in undone:
            yield number, correction


def add_correction(library: Path, correction: Correction) -> int:
    """Keep a judgement, and give its number; raises ``LibraryError`` where it takes back what does not stand."""
    known = read_corrections(library)
    if correction.verdict == "undo" and correction.undoes not in dict(standing(known)):
        raise LibraryError(f"no judgement {correction.undoes} stands: dragoman fix list shows which do")
    add_line(library / FILE, json.dumps(asdict(correction), ensure_ascii=False))
    return len(known) + 1


def lay_corrections(connection: duckdb.DuckDBPyConnection, library: Path) -> None:
    """Lay what people judged over an index open for reading: views of the same names stand before its tables."""
    known = [correction for _, correction in standing(read_corrections(library))]
    if not known:
        return
    rejected = [c for c in known if c.verdict == "reject"]
    hidden = {table: [key for c in rejected for key in keys_of(connection, table, c.page, c.item)] for table in SHOWN_BY}
    for table, keys in hidden.items():
        if keys:
            hide(connection, table, keys)
    fixed = fixed_labels(connection, [c for c in known if c.verdict in ("link", "split")])
    if fixed:
        rows = [{NUMBER: n, "position": p, "happening": label, "why": why} for (n, p), (label, why) in fixed.items()]
        load_rows(connection, "fixed", {NUMBER: "INTEGER", "position": "INTEGER", "happening": "BIGINT", "why": "VARCHAR"}, rows)
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW joined AS SELECT * FROM {below(connection, 'joined')} ANTI JOIN fixed USING ({NUMBER}, position) "
            f"UNION ALL SELECT {NUMBER}, position, happening, 1.0, ['judged: ' || why] FROM fixed"
        )
        for table in LABELLED:
            relabel(connection, table, is_hidden=bool(hidden["event"]))


SHOWN_BY = {"event": ("event", "relation", "mirror"), "statement": ("statement", "remark"), "claim": ("claim", "claimed")}
"""The tables in which a rejected row is hidden."""


def hide(connection: duckdb.DuckDBPyConnection, table: str, keys: list[Key]) -> None:
    """Hide rows from every question."""
    name = f"rejected_{table}"
    load_rows(connection, name, {NUMBER: "INTEGER", "position": "INTEGER"}, [{NUMBER: n, "position": p} for n, p in keys])
    for shown in SHOWN_BY[table]:
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {shown} AS SELECT * FROM {below(connection, shown)} ANTI JOIN {name} USING ({NUMBER}, position)"
        )


LABELLED = ("relation", "mirror")
"""The tables that tell the happening of each row."""


def relabel(connection: duckdb.DuckDBPyConnection, table: str, *, is_hidden: bool) -> None:
    """Have rows tell the happenings that were judged to be theirs, without those that are hidden."""
    rest = f"ANTI JOIN rejected_event USING ({NUMBER}, position)" if is_hidden else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT shown.* REPLACE (coalesce(fixed.happening, shown.happening) AS happening) "
        f"FROM (SELECT * FROM {below(connection, table)} {rest}) AS shown LEFT JOIN fixed ON fixed.{NUMBER} = shown.{NUMBER} "
        "AND fixed.position = shown.position"
    )


def below(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The index's own table, whatever stands before it."""
    catalog = connection.execute("SELECT current_database()").fetchall()[0][0]
    return f'"{catalog}".main.{table}'


def keys_of(connection: duckdb.DuckDBPyConnection, table: str, page: str, item: str) -> list[Key]:
    """Where a row with an id is in the index; none where the newest reading of its page has none such."""
    query = (
        f"SELECT {NUMBER}, position FROM {below(connection, table)} "
        f"WHERE {NUMBER} = (SELECT {NUMBER} FROM {below(connection, 'page')} WHERE page = ?) AND id = ?"
    )
    return [(number, position) for number, position in connection.execute(query, [page, item]).fetchall()]


def fixed_labels(connection: duckdb.DuckDBPyConnection, corrections: list[Correction]) -> dict[Key, tuple[int, str]]:
    """The happenings of events that were linked or split, in the order of the judgements, each with why."""
    fixed: dict[Key, tuple[int, str]] = {}
    for correction in corrections:
        for key in keys_of(connection, "event", correction.page, correction.item):
            if correction.verdict == "split":
                fixed[key] = (-own_label(key) - 1, correction.why)
                continue
            target = label_of(connection, key, fixed)
            for other in keys_of(connection, "event", correction.other_page, correction.other):
                for member in members_of(connection, label_of(connection, other, fixed), other, fixed):
                    fixed[member] = (target, correction.why)
            fixed.setdefault(key, (target, correction.why))
    return fixed


def own_label(key: Key) -> int:
    """The name of the happening that an event begins."""
    return key[0] * STRIDE + key[1]


def label_of(connection: duckdb.DuckDBPyConnection, key: Key, fixed: dict[Key, tuple[int, str]]) -> int:
    """The happening of an event as it stands; one of its own for words copied from another page."""
    if key in fixed:
        return fixed[key][0]
    query = f"SELECT happening FROM {below(connection, 'joined')} WHERE {NUMBER} = ? AND position = ?"
    found = connection.execute(query, list(key)).fetchone()
    return int(found[0]) if found and found[0] is not None else own_label(key)


def members_of(connection: duckdb.DuckDBPyConnection, label: int, key: Key, fixed: dict[Key, tuple[int, str]]) -> set[Key]:
    """All events of a happening as it stands, and ``key``."""
    query = f"SELECT {NUMBER}, position FROM {below(connection, 'joined')} WHERE happening = ?"
    members = {(number, position) for number, position in connection.execute(query, [label]).fetchall()}
    members |= {divmod(label, STRIDE)} if label >= 0 else set()
    return {m for m in members if m not in fixed} | {m for m, (fix, _) in fixed.items() if fix == label} | {key}
