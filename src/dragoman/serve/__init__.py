"""A library held by one process that answers the questions of others (``dragoman serve``)."""

from dragoman.serve.server import serve_library

__all__ = ["serve_library"]
