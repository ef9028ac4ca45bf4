"""The command ``dragoman``. Each command imports what it needs when it runs, so that ``--help`` and the first record come at once."""

from dragoman.cli.commands import app, main

__all__ = ["app", "main"]
