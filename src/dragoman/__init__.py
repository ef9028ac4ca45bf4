"""dragoman reads the news and keeps the record of relations between states.

``dragoman.read("page.html")`` reads a page; ``dragoman.open_library("library")`` opens what was kept. Names are imported when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.errors import DragomanError
    from dragoman.library import Library, open_library
    from dragoman.model import Record
    from dragoman.reader import Reader, read, read_all
    from dragoman.reading import Reading
    from dragoman.store import Table

__version__ = "0.1.0"

__all__ = ["DragomanError", "Library", "Reader", "Reading", "Record", "Table", "open_library", "read", "read_all"]

HOMES = {
    "DragomanError": "errors", "Record": "model", "Reader": "reader", "read": "reader", "read_all": "reader", "Reading": "reading",
    "Library": "library", "open_library": "library", "Table": "store",
}  # fmt: skip
"""Which module each public name lives in."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whichever name was asked for
    """A public name, imported when asked for."""
    if name in HOMES:
        return getattr(import_module(f"dragoman.{HOMES[name]}"), name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
