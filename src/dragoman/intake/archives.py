"""Web archives (WARC, plain or compressed, and WACZ) -> pages, record by record: one page is held at once, however large the archive.

Taken are answers, resources and conversions that are pages of HTML or text. The day of the capture goes into ``Page.captured`` and is never
taken for the day of publication. A damaged archive is read on from the next record that can be found.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from resiliparse.parse.lang import detect_fast

from dragoman.errors import InputError
from dragoman.intake.choice import Choice, Left
from dragoman.intake.pages import LARGEST, Given, read_bytes
from dragoman.intake.payload import undo
from dragoman.model import Issue, Page

KINDS_TAKEN = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion, WarcRecordType.revisit)
TAKEN = cast("WarcRecordType", sum(int(kind) for kind in KINDS_TAKEN))
KINDS = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
MOST_KNOWN = 500_000
"""So many pages are remembered, by hash, to leave out those that an archive holds twice: some 40 MB."""

LONGEST_HEADER = 65_536
LARGEST_RECORD = 8_000_000_000
LARGEST_DIRECTORY = 64_000_000
"""Most bytes of the list of files in a WACZ."""

READING_ERRORS = (OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError)
MOST_DAMAGED = 1000
PIECE = 1_048_576
STARTS = (b"\x1f\x8b\x08", b"WARC/1.")
LANGUAGE = re.compile(r"<html\b[^<>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2})\b", re.IGNORECASE)
STARTS_UNSEEN = re.compile(r"<(script|style)\b")
TAG = re.compile(r"<[^<>]*>")
SAMPLE = 200_000
SURE = 1000
"""How far, at most, a text may lie from its language's usual one (resiliparse's rank) to be told as that."""


class Piped:
    """A stream that cannot be sought in, such as standard input, with the place that it has come to."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read on from where ``stream`` stands."""
        self.stream, self.place = stream, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self.stream.read(size)
        self.place += len(piece)
        return piece

    def tell(self) -> int:
        """How many bytes were read."""
        return self.place

    def seekable(self) -> bool:
        """It is not."""
        return False


@dataclass(slots=True)
class Archive:
    """One archive while it is read: its bytes as a stream, its name, what is wanted of it and what was left out."""

    stream: BinaryIO | Piped
    name: str
    told: Given
    choice: Choice
    left: Left
    size: int = 0
    known: set[int] = field(default_factory=set)
    damaged: int = 0
    is_broken: bool = False
    """Whether the body of the present record could not be read."""


def read_archive(archive: Archive) -> Iterator[Page | InputError]:
    """The pages of an archive in its order, and at the end one error where parts of it are damaged."""
    found, before = 0, archive.left.total()
    for record in records(archive):
        page = take(record, archive)
        if page is not None:
            found += 1
            yield page
        if archive.size:
            archive.left.share = min(1.0, archive.stream.tell() / archive.size)
    if archive.damaged:
        yield InputError(f"{archive.name}: is damaged; what could be read before and behind the damage was read")
    elif not found and archive.left.total() == before:
        yield InputError(f"{archive.name}: is an archive without pages")


def records(archive: Archive) -> Iterator[WarcRecord]:
    """The records of an archive; after damage it goes on with the next record that can be found."""
    start: int | None = 0
    while start is not None:
        archive.damaged += start > 0
        place = start
        try:
            for record in open_records(archive.stream):
                place = start + record.stream_pos
                if record.content_length > LARGEST_RECORD:
                    raise OSError("a record larger than any")
                yield record
                if archive.is_broken:
                    raise OSError("a body that cannot be read")
            return
        except BaseException as error:
            if not is_damage(error):
                raise
            archive.is_broken = False
            start = next_start(archive, max(place, start)) if archive.damaged < MOST_DAMAGED else None
            archive.damaged += start is None


def is_damage(error: BaseException) -> bool:
    """Whether an error comes of a damaged archive; a panic of fastwarc is one, though it is no ``Exception``."""
    return isinstance(error, READING_ERRORS) or type(error).__name__ == "PanicException"


def open_records(stream: BinaryIO | Piped) -> ArchiveIterator:
    """The records of a stream from where it stands, bodies as they were sent."""
    return ArchiveIterator(
        cast("BinaryIO", stream), TAKEN, auto_decode="none", max_header_len=LONGEST_HEADER, quirks_mode=True, fsspec_args=False
    )


def next_start(archive: Archive, after: int) -> int | None:
    """Where, after a place, the next record or the next member of compressed records begins; the stream stands there then."""
    try:
        if isinstance(archive.stream, Piped) or not archive.stream.seekable():
            return None
        archive.stream.seek(after + 1)
        place, kept = after + 1, b""
        while piece := archive.stream.read(PIECE):
            data = kept + piece
            at = min((i for mark in STARTS if (i := data.find(mark)) >= 0), default=-1)
            if at >= 0:
                archive.stream.seek(place - len(kept) + at)
                return place - len(kept) + at
            place, kept = place + len(piece), data[-8:]
    except READING_ERRORS:
        pass
    return None


def take(record: WarcRecord, archive: Archive) -> Page | None:
    """The page of a record; where it is none, the reason is counted."""
    left = archive.left
    url = address_of(record)
    captured = captured_of(record)
    reason = why_not(record) or archive.choice.refuses(url, captured)
    if reason is not None:
        left.out(reason)
        return None
    try:
        raw = body_of(record)
    except BaseException as error:
        if not is_damage(error):
            raise
        archive.is_broken = True
        return None
    if is_known(raw, archive.known):
        left.out("held twice")
        return None
    try:
        page = read_bytes(raw, given_of(record, url, archive))
    except InputError as error:
        left.out(str(error).rpartition(": ")[2])
        return None
    language = language_of(page)
    if language not in (None, "en"):
        left.foreign(language or "", url or archive.name)
        return None
    cut = record.headers.get("WARC-Truncated")
    issues = (Issue("truncated", "the archive holds only the beginning of this page"),) if cut else ()
    return replace(page, captured=captured, issues=(*page.issues, *issues))


def why_not(record: WarcRecord) -> str | None:
    """Why a record holds no page to read, as its headers tell; None where it may."""
    if record.record_type == WarcRecordType.revisit:
        return "captured again unchanged"
    if record.record_type == WarcRecordType.response:
        if not record.is_http or not record.http_headers:
            return "of other kinds"
        status = record.http_headers.status_code
        if status not in (200, 203):
            return "redirects and errors"
        kind = (record.http_content_type or "").lower()
    else:
        kind = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if kind and kind not in KINDS:
        return "of other kinds"
    return "of other kinds" if (record.headers.get("WARC-Target-URI") or "").partition("?")[0].endswith("/robots.txt") else None


def address_of(record: WarcRecord) -> str | None:
    """The address from which a record was captured."""
    return (record.headers.get("WARC-Target-URI") or "").strip("<> ")[:4000] or None


def captured_of(record: WarcRecord) -> str | None:
    """When a record was captured, in UTC: 2024-04-04T10:00:00Z."""
    when = record.record_date
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def body_of(record: WarcRecord) -> bytes:
    """The body of a record, undone, at most one byte more than a page may have."""
    raw = record.reader.read(LARGEST + 1)
    headers = record.http_headers
    if record.record_type != WarcRecordType.response or not headers:
        return raw
    return undo(raw, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "", LARGEST + 1)


def given_of(record: WarcRecord, url: str | None, archive: Archive) -> Given:
    """What the record tells beside the page, and what the user told."""
    charset = record.http_charset if record.http_headers else None
    return replace(archive.told, url=url, source=f"{archive.name}: {url or record.record_id}", charset=charset)


def is_known(raw: bytes, known: set[int]) -> bool:
    """Whether the same bytes came before, as far as it is remembered."""
    key = hash(raw)
    if key in known:
        return True
    if len(known) < MOST_KNOWN:
        known.add(key)
    return False


def language_of(page: Page) -> str | None:
    """The language of a page where its markup and its words agree that it is another than English; None where they do not."""
    declared = LANGUAGE.search(page.content[:5000]) if page.form == "html" else None
    if declared is None or declared[1].lower() == "en":
        return None
    told, rank = detect_fast(seen_text(page.content[:SAMPLE]))
    return str(declared[1].lower()) if told != "en" and rank <= SURE else None


def seen_text(content: str) -> str:
    """The text of a piece of HTML, roughly: without scripts, styles and tags."""
    lowered, pieces, place = content.lower(), [], 0
    for start in STARTS_UNSEEN.finditer(lowered):
        if start.start() >= place:
            pieces.append(content[place : start.start()])
            place = lowered.find(f"</{start[1]}", start.end())
            if place < 0:
                break
    else:
        pieces.append(content[place:])
    return TAG.sub(" ", " ".join(pieces))


def read_wacz(stream: BinaryIO, archive: Archive) -> Iterator[Page | InputError]:
    """The pages of a WACZ: those of the archives in its folder ``archive``."""
    check_directory(stream, archive.name)
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = [info for info in packed.infolist() if info.filename.startswith("archive/") and ".warc" in info.filename]
            if not parts:
                yield InputError(f"{archive.name}: is a ZIP file without web archives in it; unpack it, and name the pages")
            for number, info in enumerate(parts):
                yield from read_part(packed, info, archive)
                archive.left.share = (number + 1) / len(parts)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        yield InputError(f"{archive.name}: is a broken ZIP file ({error}); what could be read of it was read")


def read_part(packed: zipfile.ZipFile, info: zipfile.ZipInfo, archive: Archive) -> Iterator[Page | InputError]:
    """The pages of one archive within a WACZ."""
    with packed.open(info) as stream:
        part = Archive(stream, f"{archive.name}/{info.filename}", archive.told, archive.choice, archive.left, known=archive.known)  # type: ignore[arg-type]
        yield from read_archive(part)


def check_directory(stream: BinaryIO, name: str) -> None:
    """Refuse a ZIP file whose list of files alone would fill the memory; raises InputError."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - 70_000))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    size = struct.unpack("<L", tail[at + 12 : at + 16])[0] if 0 <= at <= len(tail) - 22 else 0
    at = tail.rfind(b"PK\x06\x06")
    if size == 0xFFFFFFFF and 0 <= at <= len(tail) - 56:
        size = struct.unpack("<Q", tail[at + 40 : at + 48])[0]
    if size > LARGEST_DIRECTORY:
        raise InputError(f"{name}: lists too many files for a web archive")
