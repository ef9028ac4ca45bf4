"""The library kept: raw pages, shards and ledger on disk, and an index over them.

The library itself is imported when it is first asked for, so that reading a page without keeping it does not wait for DuckDB.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dragoman.store.table import Table

if TYPE_CHECKING:
    from dragoman.store.library import Library, open_library
    from dragoman.store.runs import Run

__all__ = ["Library", "Run", "Table", "open_library"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whichever name was asked for
    """The names that need DuckDB, when asked for."""
    if name in __all__:
        return getattr(import_module("dragoman.store.library"), name)
    raise AttributeError(name)
