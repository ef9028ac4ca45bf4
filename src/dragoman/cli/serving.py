"""What ``dragoman serve`` does: hold a library and answer other processes."""

import signal
from contextlib import suppress
from pathlib import Path
from threading import Event

import typer

from dragoman.serve import serve_library
from dragoman.store import open_library


def serve(library: Path) -> None:
    """Serve until somebody ends it."""
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())

    def wait() -> None:
        with suppress(KeyboardInterrupt):
            while not ended.wait(1):
                pass

    serve_library(open_library(library).path, typer.echo, wait)
    typer.echo("ended")
