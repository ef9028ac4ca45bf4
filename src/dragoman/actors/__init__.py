"""Parse -> actors: who is on the page, who they are, and every word that stands for them."""

from dragoman.actors.codes import codes_of
from dragoman.actors.find import find_actors
from dragoman.actors.knowledge import Knowledge, load_knowledge
from dragoman.actors.offices import who_held
from dragoman.actors.overlay import OURS, Knowing, knowledge_with

__all__ = ["OURS", "Knowing", "Knowledge", "codes_of", "find_actors", "knowledge_with", "load_knowledge", "who_held"]
