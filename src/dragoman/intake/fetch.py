"""Fetches the address that a user gave; what a page or a feed names is fetched only with the user's leave (visit.py).

A redirect may lead elsewhere on the public net, a few times; it may not lead from there into a private network or to this machine. The
connection itself is checked too, so that a name that stands for another place the second time it is asked for gains nothing.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
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
HEADERS = {
    "User-Agent": "dragoman (reads pages for its user)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, application/rss+xml;q=0.8, application/atom+xml;q=0.8, */*;q=0.1",
}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Where IPv6 holds addresses of IPv4 (RFC 6052)."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: its bytes, the encoding that its server told, and where it was in the end."""

    raw: bytes
    charset: str | None = None
    place: str = ""


class RefusedError(InputError):
    """A server that says no: an answer of 400 or more; ``status`` says which."""

    def __init__(self, message: str, status: int) -> None:
        """Say what was refused."""
        super().__init__(message)
        self.status = status


def read_url(address: str, given: Given) -> Page:
    """Fetch and read a page; raises InputError where it cannot be fetched."""
    got = fetch(address)
    return read_bytes(got.raw, replace(given, url=given.url or address, source=given.source or address, charset=got.charset))


def fetch(address: str, *, is_chosen: bool = True, may: Callable[[str], None] = lambda place: None) -> Fetched:
    """What is behind an address, redirects followed; raises InputError where it cannot be fetched.

    ``is_chosen`` says that the user named this very address: only then may it lie in a private network. ``may`` is asked before each
    request and raises InputError where it must not be made.
    """
    place, private = address, is_private(check_address(address, address))
    if private and not is_chosen:
        raise InputError(f"{address}: leads into a private network; this is not followed")
    with open_pool(is_public=not private) as pool:
        for _ in range(MOST_REDIRECTS + 1):
            may(place)
            try:
                answer = pool.request("GET", place, headers=HEADERS, preload_content=False, redirect=False)
                if answer.status not in REDIRECTS:
                    return read_answer(answer, address, place)
                place = urljoin(place, answer.headers.get("Location", ""))
                answer.release_conn()
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                raise InputError(f"{address}: could not be fetched ({type(error).__name__}); check address and connection") from error
            if is_private(check_address(place, address)) and not private:
                raise InputError(f"{address}: leads into a private network; this is not followed")
    raise InputError(f"{address}: leads on and on; give the address of the page itself")


def open_pool(*, is_public: bool) -> urllib3.PoolManager:
    """Connections with time limits; public ones connect to no private network."""
    pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False)
    if is_public:
        pool.pool_classes_by_scheme = {"http": PublicPool, "https": PublicSafePool}
    return pool


def check_peer(found: socket.socket) -> socket.socket:
    """A connection, closed and refused before anything is sent where it leads into a private network."""
    if not is_public_place(found.getpeername()[0]):
        found.close()
        raise OSError("a private network")
    return found


class PublicConnection(urllib3.connection.HTTPConnection):
    """A connection to the public net."""

    def _new_conn(self) -> socket.socket:
        return check_peer(super()._new_conn())


class PublicSafeConnection(urllib3.connection.HTTPSConnection):
    """A connection with TLS to the public net."""

    def _new_conn(self) -> socket.socket:
        return check_peer(super()._new_conn())


class PublicPool(urllib3.HTTPConnectionPool):
    """Connections to the public net."""

    ConnectionCls = PublicConnection


class PublicSafePool(urllib3.HTTPSConnectionPool):
    """Connections with TLS to the public net."""

    ConnectionCls = PublicSafeConnection


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
    return any(not is_public_place(str(place)) for place in found)


def is_public_place(place: str) -> bool:
    """Whether a network address lies on the public net, also where IPv6 wraps one of IPv4."""
    address = ipaddress.ip_address(place.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else address.ipv4_mapped or address.sixtofour
        address = within or address
    return bool(address.is_global) and not address.is_multicast


def read_answer(answer: urllib3.BaseHTTPResponse, address: str, place: str) -> Fetched:
    """The body of an answer, at most LARGEST bytes and LONGEST seconds of it."""
    if answer.status >= 400:
        raise RefusedError(f"{address}: the server answers {answer.status}", answer.status)
    until, pieces, size = time.monotonic() + LONGEST, [], 0
    for piece in answer.stream(PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            break
        if time.monotonic() > until:
            raise InputError(f"{address}: takes longer than {LONGEST:.0f} seconds to arrive")
    answer.close()
    kind, _, rest = (answer.headers.get("Content-Type") or "").partition("charset=")
    return Fetched(b"".join(pieces), rest.strip(" \"';").split(";")[0] or None if kind else None, place)
