"""Fetches the one address that a user gave; nothing that stands on the page is fetched.

A redirect may lead elsewhere on the public net, a few times; it may not lead from there into a private network or to this machine.
"""

import ipaddress
import socket
import time
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import urllib3

from dragoman.errors import InputError
from dragoman.intake.pages import LARGEST, Given, read_bytes
from dragoman.model import Page

TIMEOUT = urllib3.Timeout(connect=10, read=20)
LONGEST = 60.0
"""Most seconds that a page may take to arrive."""

MOST_REDIRECTS = 5
PIECE = 65_536
HEADERS = {"User-Agent": "dragoman (reads one page for its user)", "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9"}
REDIRECTS = frozenset((301, 302, 303, 307, 308))


def read_url(address: str, given: Given) -> Page:
    """Fetch and read a page; raises InputError where it cannot be fetched."""
    raw = fetch(address)
    return read_bytes(raw, replace(given, url=given.url or address, source=given.source or address))


def fetch(address: str) -> bytes:
    """The bytes behind an address, redirects followed."""
    pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False)
    place, private = address, is_private(check_address(address, address))
    for _ in range(MOST_REDIRECTS + 1):
        try:
            answer = pool.request("GET", place, headers=HEADERS, preload_content=False, redirect=False)
            if answer.status not in REDIRECTS:
                return read_answer(answer, address)
            place = urljoin(place, answer.headers.get("Location", ""))
            answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise InputError(f"{address}: could not be fetched ({type(error).__name__}); check the address and the connection") from error
        if is_private(check_address(place, address)) and not private:
            raise InputError(f"{address}: leads into a private network; this is not followed")
    raise InputError(f"{address}: leads on and on; give the address of the page itself")


def check_address(place: str, address: str) -> str:
    """The host of an address; raises InputError where it is no address on the web."""
    try:
        parts = urlsplit(place)
        host = parts.hostname
    except ValueError as error:
        raise InputError(f"{address}: is no address") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise InputError(f"{address}: only http and https addresses are read")
    return host


def is_private(host: str) -> bool:
    """Whether a host is this machine or one of a private network; one that cannot be found is left to the fetch itself."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(place).split("%")[0]).is_global for place in found)


def read_answer(answer: urllib3.BaseHTTPResponse, address: str) -> bytes:
    """The body of an answer, at most LARGEST bytes and LONGEST seconds of it."""
    if answer.status >= 400:
        raise InputError(f"{address}: the server answers {answer.status}")
    until, pieces, size = time.monotonic() + LONGEST, [], 0
    for piece in answer.stream(PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            break
        if time.monotonic() > until:
            raise InputError(f"{address}: takes longer than {LONGEST:.0f} seconds to arrive")
    answer.close()
    return b"".join(pieces)
