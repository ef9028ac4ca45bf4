"""Temporary: stands in for rooms that have not landed yet. To be deleted."""

from importlib import import_module
from typing import Any

from dragoman.model import Article, Block


class NoKnowledge:
    """Nothing."""

    version = "none"


def bare_article(page: Any) -> Article:
    """Every line a paragraph."""
    blocks, at = [], 0
    for line in page.content.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", at, at + len(line), "landing"))
        at += len(line) + 1
    return Article(page, page.content, tuple(blocks))


def room(name: str, function: str) -> Any:
    """A room's function, or a stand-in."""
    try:
        return getattr(import_module(f"dragoman.{name}"), function)
    except (ImportError, AttributeError):
        return {"load_knowledge": NoKnowledge, "clean_page": bare_article}.get(function, lambda *args: ())


clean_page = room("clean", "clean_page")
load_knowledge, find_actors = room("actors", "load_knowledge"), room("actors", "find_actors")
find_times = room("times", "find_times")
find_statements = room("statements", "find_statements")
find_events, find_claims = room("events", "find_events"), room("events", "find_claims")
