"""Measures how much memory a web archive of any size takes to go through, and how fast that is.

    python benchmarks/archives.py --make big.warc.gz --megabytes 1000
    python benchmarks/archives.py --walk big.warc.gz

``--make`` writes an archive of made-up pages (compressed records, one page in twenty of ``news.example``, the rest pictures, pages of
another host, redirects and revisits); its size is counted before compression. ``--walk`` takes every page in, as ``dragoman read`` does
before it reads, and tells pages, seconds and the most memory that the process held. ``dragoman read big.warc.gz --host news.example``
reads some of it for good.
"""

import argparse
import gzip
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from dragoman.intake import Choice, Wanted, read_source
from dragoman.model import Page

WORDS = (
    "the port",
    "minister said",
    "envoy of",
    "border talks",
    "on river",
    "grain would",
    "not agree to",
    "and council",
    "treaty dam",
    "ship crew",
)
STORY = "<html><head><title>Port {0} is shut</title></head><body><article><h1>Port {0} is shut</h1>{1}</article></body></html>"


def record(kind: str, url: str, body: bytes) -> bytes:
    """One record of an archive."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-04-04T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(kind: str, body: bytes, status: str = "200 OK") -> bytes:
    """An answer of a server."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body


def make_records(most: int) -> Iterator[bytes]:
    """Records of so many bytes in all."""
    chance = random.Random(7)
    size = number = 0
    while size < most:
        number += 1
        words = [chance.choice(WORDS) for _ in range(600)]
        story = STORY.format(number, "".join(f"<p>{' '.join(words[i : i + 60]).capitalize()}.</p>" for i in range(0, 600, 60))).encode()
        host = "news.example" if number % 20 == 0 else "other.example"
        one = [
            record("response", f"http://{host}/{number}", answer("text/html", story)),
            record("response", f"http://{host}/{number}.png", answer("image/png", chance.randbytes(20_000))),
            record("response", f"http://{host}/old{number}", answer("text/html", b"", "301 Moved")),
            record("revisit", f"http://{host}/{number}", answer("text/html", b"")),
        ]
        size += sum(map(len, one))
        yield from one


def walk(source: str) -> str:
    """Take in every page and say how it went."""
    wanted = Wanted(choice=Choice())
    begun, pages, size = time.monotonic(), 0, 0
    for item in read_source(source, wanted):
        if isinstance(item, Page):
            pages, size = pages + 1, size + len(item.raw)
    seconds = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return f"{pages} pages, {size / 1e6:.0f} MB of them, {seconds:.1f} s, at most {peak:.0f} MB of memory; {wanted.left.words()}"


def main() -> None:
    """Read the arguments; make or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", type=Path)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--walk")
    args = parser.parse_args()
    if args.make:
        with args.make.open("wb") as file:
            for one in make_records(args.megabytes * 1_000_000):
                file.write(gzip.compress(one, 1) if args.make.suffix == ".gz" else one)
    if args.walk:
        print(walk(args.walk))


if __name__ == "__main__":
    main()
