"""Parse -> actors: who is on the page, who they are, and every word that stands for them."""

from dragoman.actors.cast import HAS_PART
from dragoman.actors.find import find_actors
from dragoman.actors.knowledge import Knowledge, load_knowledge

__all__ = ["HAS_PART", "Knowledge", "find_actors", "load_knowledge"]
