"""What differs between two tellings, as it is told: the kind of it, and either side's page, place and value."""

from dataclasses import dataclass

from dragoman.model import Span

End = tuple[str, Span, str]
"""A page, a place in its text, and the value told there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two versions part. ``kind`` is ``whether``, ``who``, ``when``, ``called``, ``number`` or ``said``; spans are in the pages'
    texts.
    """

    kind: str
    one: End
    other: End
