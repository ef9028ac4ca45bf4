"""Many pages compared: which are copies of which."""

from dragoman.compare.copies import Copy, find_copies

__all__ = ["Copy", "find_copies"]
