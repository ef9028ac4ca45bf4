"""What an argument of the command names, told by looking: a page, a feed, a sitemap, or a web archive; and the pages in it."""

import io
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import DragomanError, InputError
from dragoman.intake.archives import Archive, Piped, read_archive, read_wacz
from dragoman.intake.choice import Choice, Left
from dragoman.intake.feeds import read_feed, read_json_feed
from dragoman.intake.fetch import fetch
from dragoman.intake.items import Item, Listing, page_of
from dragoman.intake.pages import LARGEST, Given, read_bytes
from dragoman.intake.payload import Zlib
from dragoman.intake.sitemaps import read_sitemap
from dragoman.intake.visit import Visitor
from dragoman.model import Issue, Page

GZIP, ZIP, ZSTD = b"\x1f\x8b", b"PK\x03\x04", (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
HEAD = 65_536
MOST_SITEMAPS = 1000
DEEPEST = 3
"""How deep indexes of sitemaps may name each other."""

SILENT = "without text of their own (--fetch asks for the pages)"
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
ROOT = re.compile(r"<(?:[\w-]{1,20}:)?([A-Za-z]{1,20})\b([^<>]{0,4000})")
ROOTS = {"rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')


@dataclass(slots=True)
class Wanted:
    """How sources are gone through: what is told of their pages, which are wanted, whether the user gave leave to ask for linked pages.

    ``visitor`` is None without that leave, and then nothing is asked of the network but addresses that the user typed.
    """

    told: Given = field(default_factory=Given)
    choice: Choice = field(default_factory=Choice)
    left: Left = field(default_factory=Left)
    visitor: Visitor | None = None
    known: frozenset[str] = frozenset()
    """Addresses that need not be asked for again."""


def kind_of(head: bytes) -> str:
    """What bytes are the beginning of: page, feed, json feed, sitemap, archive, gzip, zip."""
    if head.startswith(b"WARC/") or head.startswith(ZSTD):
        return "archive"
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(GZIP):
        return "archive" if gunzip(head, 64).startswith(b"WARC/") else "gzip"
    mark = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head[:HEAD].decode("utf-16" if mark else "utf-8-sig", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return "json feed" if JSON_FEED.search(text) else "page"
    root = ROOT.search(COMMENT.sub("", text)) if text.startswith("<") else None
    return ROOTS.get(root[1].lower(), "page") if root and is_xml(root) else "page"


def is_xml(root: re.Match[str]) -> bool:
    """Whether a root element is one of feeds and sitemaps: RSS by its name, the others by their namespace too."""
    spaces = ("purl.org/rss", "netscape.com/rdf", "w3.org/2005/atom", "purl.org/atom", "sitemaps.org", "google.com/schemas/sitemap")
    return root[1].lower() in ("rss", "urlset", "sitemapindex") or any(space in root[2].lower() for space in spaces)


def gunzip(raw: bytes, most: int) -> bytes:
    """At most ``most`` bytes of what compressed bytes hold; nothing where they are broken from the beginning."""
    try:
        return Zlib(31).take(raw, most)
    except zlib.error:
        return b""


def holds_many(source: str) -> bool:
    """Whether a source is a file that may hold several pages."""
    if source == "-" or is_address(source):
        return False
    try:
        with Path(source).open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError):
        return False
    kind = kind_of(head)
    return kind != "page" and (kind != "gzip" or kind_of(gunzip(head, HEAD)) != "page")


def is_address(source: str) -> bool:
    """Whether a source is an address on the web."""
    return source.lower().startswith(("http://", "https://"))


def read_source(source: str, wanted: Wanted) -> Iterator[Page | DragomanError]:
    """The pages that a file, an address or ``-`` (standard input) names or holds, each or why it cannot be read.

    Feeds and sitemaps give what they say themselves; what they link is asked for only where ``wanted`` has a visitor.
    """
    wanted.left.share = 0.0
    try:
        if is_address(source):
            got = fetch(source)
            told = replace(wanted.told, url=wanted.told.url or source, source=source, charset=got.charset)
            yield from read_many(got.raw, told, wanted)
        elif source == "-":
            yield from read_stream(sys.stdin.buffer, replace(wanted.told, source="-"), wanted)
        else:
            yield from read_file(Path(source), wanted)
    except DragomanError as error:
        yield error


def read_file(path: Path, wanted: Wanted) -> Iterator[Page | DragomanError]:
    """The pages of a file; raises InputError where it cannot be opened."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name the pages in it, or list them in a manifest")
        with path.open("rb") as stream:
            yield from read_stream(stream, replace(wanted.told, source=str(path)), wanted, path.stat().st_size)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def read_stream(stream: BinaryIO, told: Given, wanted: Wanted, size: int = 0) -> Iterator[Page | DragomanError]:
    """The pages of a stream of bytes; archives are read record by record, everything else at once."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    kind = kind_of(buffered.peek(HEAD)[:HEAD])
    plain = buffered if buffered.seekable() else Piped(buffered)
    archive = Archive(plain, told.source or "archive", replace(told, source=None), wanted.choice, wanted.left, size)
    if kind == "archive":
        yield from read_archive(archive)
    elif kind == "zip" and buffered.seekable():
        yield from read_wacz(buffered, archive)
    else:
        yield from read_many(buffered.read(LARGEST + 1), told, wanted)


def read_many(raw: bytes, told: Given, wanted: Wanted) -> Iterator[Page | DragomanError]:
    """The page that bytes are, or the pages that they hold."""
    if kind_of(raw[:HEAD]) == "gzip":
        raw = gunzip(raw, LARGEST + 1)
        if not raw:
            raise InputError(f"{told.source or 'bytes'}: is compressed, and broken from its beginning")
    if kind_of(raw[:HEAD]) in ("archive", "zip"):
        yield from read_stream(io.BufferedReader(io.BytesIO(raw)), told, wanted, len(raw))
        return
    listing = listing_of(raw, told.source or "bytes")
    if listing is None:
        yield read_bytes(raw, told)
    else:
        yield from Listed(told, wanted).pages(listing)


def listing_of(raw: bytes, source: str) -> Listing | None:
    """The feed or sitemap that bytes are, or None where they are none."""
    kind = kind_of(raw[:HEAD])
    if kind == "feed":
        return Listing("feed", read_feed(raw, source))
    if kind == "json feed":
        return Listing("feed", read_json_feed(raw, source))
    return read_sitemap(raw, source) if kind == "sitemap" else None


class Listed:
    """Goes through a feed or a sitemap, and through the sitemaps that an index names."""

    def __init__(self, told: Given, wanted: Wanted) -> None:
        """Begin."""
        self.source, self.wanted = told.source or "feed", wanted
        self.told = replace(told, url=None, charset=None)
        self.maps = self.silent = 0
        self.found = self.given = 0
        self.left_before = wanted.left.total()
        self.seen: set[str] = set()

    def pages(self, listing: Listing) -> Iterator[Page | DragomanError]:
        """The pages of a listing; one error where it gives none and nothing was left out by the user's choice."""
        yield from self.through(listing, 0)
        if self.given or self.maps:
            return
        links = self.found or len(listing.more)
        if not links:
            yield InputError(f"{self.source}: is {an(listing.kind)} without items")
        elif self.wanted.visitor is None and self.silent in (0, links) and self.wanted.left.total() - self.left_before == self.silent:
            self.wanted.left.take_back(SILENT, self.silent)
            many = f"{links} address" if links == 1 else f"{links} addresses"
            yield InputError(f"{self.source}: is {an(listing.kind)} with {many} and no text; --fetch asks for the pages")

    def through(self, listing: Listing, depth: int) -> Iterator[Page | DragomanError]:
        """The pages of a listing and of the sitemaps that it names."""
        for item in listing.items:
            self.found += 1
            page = self.take(item)
            if page is not None:
                self.given += 1
                yield page
        if self.wanted.visitor is None or depth >= DEEPEST:
            return
        for url in listing.more:
            if self.maps >= MOST_SITEMAPS or url in self.seen:
                continue
            self.maps += 1
            self.seen.add(url)
            yield from self.next_map(url, depth)

    def next_map(self, url: str, depth: int) -> Iterator[Page | DragomanError]:
        """The pages of a sitemap that an index names."""
        assert self.wanted.visitor is not None
        try:
            raw = self.wanted.visitor.get(url).raw
            listing = listing_of(gunzip(raw, LARGEST + 1) if raw.startswith(GZIP) else raw, url)
            if listing is None:
                raise InputError(f"{url}: is named as a sitemap and is none")
            yield from self.through(listing, depth + 1)
        except DragomanError as error:
            yield error

    def take(self, item: Item) -> Page | DragomanError | None:
        """The page of an item, or why there is none; None where it is left out."""
        left, visitor = self.wanted.left, self.wanted.visitor
        reason = self.wanted.choice.refuses(item.url, item.day)
        if reason is None and item.url and item.url in self.seen:
            reason = "listed twice"
        if reason is None and item.url and visitor and item.url in self.wanted.known:
            reason = "asked for before"
        if reason is None and not (item.says or (visitor and item.url)):
            reason = SILENT
            self.silent += 1
        if reason is not None:
            left.out(reason)
            return None
        if item.language not in (None, "en"):
            left.foreign(item.language or "", self.source)
            return None
        self.seen.add(item.url or "")
        return visited(item, self.told, visitor) if visitor and item.url else made(item, self.told)


def an(kind: str) -> str:
    """A kind of listing with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def made(item: Item, told: Given) -> Page | DragomanError:
    """The page that an item makes by itself."""
    try:
        return page_of(item, told)
    except DragomanError as error:
        return error


def visited(item: Item, told: Given, visitor: Visitor) -> Page | DragomanError:
    """The page that an item links; where it cannot be had, what the item says itself, with an issue."""
    try:
        got = visitor.get(item.url or "")
        given = replace(told, url=item.url, published=item.published or told.published, source=item.url, charset=got.charset)
        return read_bytes(got.raw, given)
    except DragomanError as error:
        page = made(item, told) if item.says else error
        if isinstance(page, Page):
            why = str(error).partition(": ")[2] or str(error)
            page = replace(page, issues=(*page.issues, Issue("fetch", f"the page itself could not be had: {why}")))
        return page
