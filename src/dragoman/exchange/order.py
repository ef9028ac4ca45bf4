"""What is asked of an export."""

from dataclasses import dataclass

from dragoman.compare.relations import Scope
from dragoman.errors import DragomanError

COUNTS = ("happenings", "reports")
"""What a panel counts: happenings, each once, or every telling in own words."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which days and pages are exported, how periods are cut and what a panel counts (both for panels only)."""

    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    by: str = "month"
    count: str = "happenings"

    def scope(self) -> Scope:
        """The same as a scope; raises ``DragomanError`` where a part of it cannot be."""
        if self.count not in COUNTS:
            raise DragomanError(f"{self.count} is nothing to count: take {' or '.join(COUNTS)}")
        return Scope(self.since, self.until, self.by, "state", self.as_of).checked()
