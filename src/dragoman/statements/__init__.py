"""Who said what: speaker, cue, content, addressee, channel and day of every statement on a page."""

from dragoman.statements.find import find_statements

__all__ = ["find_statements"]
