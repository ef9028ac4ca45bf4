"""Parse, actors, times, statements -> events and claims: who did what to whom, whether it happened, according to whom."""

from dragoman.events.claims import find_claims
from dragoman.events.find import find_events

__all__ = ["find_claims", "find_events"]
