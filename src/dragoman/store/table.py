"""Rows with named columns, for people who program: Arrow, pandas, polars or plain lists, each made when asked for."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.store.columns import quoted
from dragoman.store.files import written_whole

Row = dict[str, Any]


class Table:
    """A small table. Anything that takes Arrow data takes it as it is: ``polars.DataFrame(table)``, ``pyarrow.table(table)``."""

    def __init__(self, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
        """Hold ``rows``; ``columns`` gives each column's name and DuckDB type."""
        self.columns = dict(columns)
        self._rows = list(rows)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """The rows, each a dictionary."""
        return iter(self._rows)

    def __getitem__(self, number: int) -> Row:
        """One row."""
        return self._rows[number]

    def __repr__(self) -> str:
        """How many rows, and which columns."""
        return f"<Table of {len(self)} rows: {', '.join(self.columns)}>"

    def to_list(self) -> list[Row]:
        """The rows as a list of dictionaries."""
        return list(self._rows)

    def relation(self) -> Any:  # noqa: ANN401 - DuckDB's relation, which has no stable name to import
        """The table as a DuckDB relation, to be asked with SQL."""
        duckdb = import_module("duckdb")
        connection = duckdb.connect()
        load_rows(connection, "held", self.columns, self._rows)
        return connection.table("held")

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as an Arrow stream (the Arrow PyCapsule interface)."""
        return self.relation().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Any:  # noqa: ANN401 - a type of an optional package
        """The table as a ``pyarrow.Table``."""
        return optional("pyarrow").table(self)

    def to_pandas(self) -> Any:  # noqa: ANN401 - a type of an optional package
        """The table as a ``pandas.DataFrame``."""
        optional("pandas")
        return self.relation().df()

    def to_polars(self) -> Any:  # noqa: ANN401 - a type of an optional package
        """The table as a ``polars.DataFrame``."""
        return optional("polars").DataFrame(self)


class Tabular:
    """An answer whose main part is a table, which those who program can take as one."""

    __slots__ = ()

    def table(self) -> Table:
        """The main part as a table."""
        raise NotImplementedError

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as an Arrow stream (the Arrow PyCapsule interface)."""
        return self.table().__arrow_c_stream__(requested_schema)

    def to_list(self) -> list[Row]:
        """The table's rows as a list of dictionaries."""
        return self.table().to_list()

    def to_arrow(self) -> Any:  # noqa: ANN401 - a type of an optional package
        """The table as a ``pyarrow.Table``."""
        return self.table().to_arrow()

    def to_pandas(self) -> Any:  # noqa: ANN401 - a type of an optional package
        """The table as a ``pandas.DataFrame``."""
        return self.table().to_pandas()

    def to_polars(self) -> Any:  # noqa: ANN401 - a type of an optional package
        """The table as a ``polars.DataFrame``."""
        return self.table().to_polars()


def optional(package: str) -> Any:  # noqa: ANN401 - a module
    """A package that dragoman does not need itself, or a word on how to get it."""
    try:
        return import_module(package)
    except ImportError as error:
        raise DragomanError(f"{package} is not installed: pip install 'dragoman[tables]'") from error


def load_rows(connection: Any, name: str, columns: Mapping[str, str], rows: Sequence[Row]) -> None:  # noqa: ANN401 - a DuckDB connection
    """Make a temporary table ``name`` of ``rows`` in a DuckDB connection; a column that a row lacks is null."""
    parts = ", ".join(f"unnest($p{i}::{kind}[]) AS {quoted(column)}" for i, (column, kind) in enumerate(columns.items()))
    values = {f"p{i}": [row.get(column) for row in rows] for i, column in enumerate(columns)}
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS SELECT {parts}", values)


def write_parquet(table: Table, path: Path) -> None:
    """Write a table as a Parquet file, whole or not at all."""
    duckdb = import_module("duckdb")
    with written_whole(path) as aside, duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        load_rows(connection, "held", table.columns, table.to_list())
        name = str(aside).replace("'", "''")
        try:
            connection.execute(f"COPY held TO '{name}' (FORMAT parquet, COMPRESSION zstd)")
        except duckdb.IOException as error:
            raise DragomanError(f"{path} cannot be written: {error}") from error
