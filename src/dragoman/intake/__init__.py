"""Bytes -> Page: files, addresses, standard input and manifests; feeds, sitemaps and web archives, which hold many."""

from dragoman.intake.choice import Choice, Left
from dragoman.intake.fetch import read_url
from dragoman.intake.manifest import read_manifest
from dragoman.intake.pages import Given, read_bytes, read_path, read_stdin
from dragoman.intake.sources import Wanted, holds_many, read_source
from dragoman.intake.visit import Visitor

__all__ = [
    "Choice", "Given", "Left", "Visitor", "Wanted", "holds_many", "read_bytes", "read_manifest", "read_path", "read_source",
    "read_stdin", "read_url",
]  # fmt: skip
