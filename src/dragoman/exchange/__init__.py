"""What a library knows in the forms of others: panels for statistics, POLECAT, ICEWS, GDELT and ACLED files, entities, quotations, brat."""

from dragoman.exchange.files import FORMATS, export
from dragoman.exchange.order import Order

__all__ = ["FORMATS", "Order", "export"]
