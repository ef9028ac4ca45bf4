"""The same road on many processors: plain processes on this machine."""

from dragoman.fleet.local import Result, read_pages

__all__ = ["Result", "read_pages"]
