"""What a library knows in the forms of others: panels for statistics, POLECAT, ICEWS and GDELT files, quotations (docs/exports.md)."""

from dragoman.exchange.files import FORMATS, export
from dragoman.exchange.order import Order

__all__ = ["FORMATS", "Order", "export"]
