"""Bytes -> Page: files, addresses, standard input and manifests."""

from dragoman.intake.fetch import read_url
from dragoman.intake.manifest import read_manifest
from dragoman.intake.pages import Given, read_bytes, read_path, read_stdin

__all__ = ["Given", "read_bytes", "read_manifest", "read_path", "read_stdin", "read_url"]
