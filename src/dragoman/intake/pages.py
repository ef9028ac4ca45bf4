"""Reads one page from a file, bytes or standard input, decodes it, and tells HTML from text by looking."""

import hashlib
import re
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from dragoman.errors import DayError, InputError
from dragoman.model import Issue, Page

LARGEST = 50_000_000
"""Most bytes of a page that are taken in."""

MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|h1|section|main)\b[^<>]{0,2000}>", re.IGNORECASE)
CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_.:-]{3,30})", re.IGNORECASE)
CONTROLS = bytes(b for b in range(32) if not 9 <= b <= 13)
BINARY_HEADS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b", b"Rar!", b"OggS", b"ID3")


@dataclass(frozen=True, slots=True)
class Given:
    """What is handed over beside a page: its address, day of publication, outlet, the name under which it came, and the encoding that its
    server told."""

    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    source: str | None = None
    charset: str | None = None


def read_path(path: Path, given: Given) -> Page:
    """Read a file; raises InputError where there is none or it holds no page."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name the pages in it, or list them in a manifest")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return read_bytes(raw, given if given.source else replace(given, source=str(path)))


def read_stdin(given: Given) -> Page:
    """Read a page from standard input."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    return read_bytes(raw, given if given.source else replace(given, source="-"))


def read_bytes(raw: bytes, given: Given) -> Page:
    """Make a page of bytes; raises InputError where they are empty, too many, or no text, DayError where the given day is none."""
    source = given.source or "bytes"
    if not raw.strip():
        raise InputError(f"{source}: is empty")
    if len(raw) > LARGEST:
        raise InputError(f"{source}: larger than {LARGEST // 1_000_000} MB; a page is never that large")
    charset = known_charset(given.charset)
    if raw.startswith(BINARY_HEADS) or (is_binary(raw) and not (charset or "").startswith("utf-16")):
        raise InputError(f"{source}: is a binary file and no text; give a page as HTML or plain text")
    published = check_day(given.published, source)
    content, encoding, issues = decode(raw, charset)
    form = "html" if is_html(content) else "text"
    digest = hashlib.sha256(raw).hexdigest()[:20]
    return Page(digest, source, raw, content, form, given.url, published, given.outlet, encoding, issues)


def check_day(day: str | None, source: str) -> str | None:
    """A day as ``2024-04-04``; a longer time stamp is cut to its day."""
    if day is None or not day.strip():
        return None
    try:
        return date.fromisoformat(day.strip()[:10]).isoformat()
    except ValueError as error:
        raise DayError(f"{source}: {day!r} is no day; write it as 2024-04-04") from error


def is_binary(raw: bytes) -> bool:
    """Whether bytes are no text: more than one in twenty near the start is a control character, and there is no byte-order mark.

    Fewer are strays, which are dropped as the page is cleaned.
    """
    head = raw[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return False
    return len(head) - len(head.translate(None, CONTROLS)) > len(head) // 20


def known_charset(name: str | None) -> str | None:
    """The encoding that browsers understand by a name, or None where they understand none."""
    return map_encoding_to_html5(name.strip(), fallback_utf8=False) if name and name.strip() else None


def decode(raw: bytes, charset: str | None = None) -> tuple[str, str, tuple[Issue, ...]]:
    """The text of bytes, its encoding, and an issue where some bytes did not fit it; ``charset`` is what the server told.

    A byte-order mark holds first, then UTF-8 where all bytes fit it, then what server or page say, then what the bytes look like.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return lenient(raw, name)
    if charset is not None and charset.startswith("utf-16"):
        return lenient(raw, charset)
    try:
        return raw.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        declared = CHARSET.search(raw[:4096])
        told = charset or (known_charset(declared[1].decode()) if declared else None)
        return lenient(raw, told or detect_encoding(raw[:200_000]) or "windows-1252")


def lenient(raw: bytes, name: str) -> tuple[str, str, tuple[Issue, ...]]:
    """Decode with a named encoding, or with UTF-8 where the name is none; what does not fit becomes U+FFFD."""
    try:
        text = raw.decode(name, "replace")
    except LookupError:
        name = "utf-8"
        text = raw.decode(name, "replace")
    broken = text.count("\ufffd")
    issue = Issue("encoding", f"{broken} characters could not be decoded as {name}")
    return text, name, (issue,) if broken else ()


def is_html(content: str) -> bool:
    """Whether a page is HTML: it begins with markup, or has several of the elements that pages are built of."""
    head = content[:200_000].lstrip("\x00\ufeff \t\r\n")
    if head[:300].lower().startswith(("<!doctype html", "<html", "<?xml", "<head", "<body", "<article", "<!--")):
        return True
    return sum(1 for _ in zip(range(4), MARKUP.finditer(head), strict=False)) >= 3
