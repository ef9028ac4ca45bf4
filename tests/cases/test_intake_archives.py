"""Web archives give their pages one by one; what is damaged costs what is damaged."""

import gzip
import io
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from datetime import date

import brotli
import pytest
import zstandard
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from tests.archive import answer, page, record, response, zipped

from dragoman.errors import DragomanError, InputError
from dragoman.intake import Choice, Wanted, read_source
from dragoman.intake.payload import join_chunks, undo
from dragoman.intake.sources import read_stream
from dragoman.model import Page

URL = "https://news.example/"
WELL = [response(f"{URL}{i}", page(f"Port {i} is shut.")) for i in range(6)]


def read(data, choice=None):
    """The pages of an archive, the errors, and the tally of what was left out."""
    wanted = Wanted(choice=choice or Choice())
    found = list(read_stream(io.BufferedReader(io.BytesIO(data)), wanted.told, wanted, len(data)))
    return [f for f in found if isinstance(f, Page)], [f for f in found if isinstance(f, DragomanError)], wanted.left


def chunked(body):
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(body[i : i + 20]), body[i : i + 20]) for i in range(0, len(body), 20)) + b"0\r\n\r\n"


@pytest.mark.parametrize("pack", [b"".join, zipped, lambda records: gzip.compress(b"".join(records))])
def test_pages_are_read_in_order_with_address_and_capture(pack):
    pages, errors, _ = read(pack(WELL))
    assert [p.url for p in pages] == [f"{URL}{i}" for i in range(6)]
    assert not errors
    assert {p.captured for p in pages} == {"2024-04-04T10:00:00Z"}
    assert all(p.published is None for p in pages)
    assert pages[0].raw == page("Port 0 is shut.")


def test_zstandard_archives_are_read():
    assert len(read(b"".join(zstandard.ZstdCompressor().compress(one) for one in WELL))[0]) == 6


@pytest.mark.parametrize(
    ("header", "pack"),
    [
        ("Content-Encoding: gzip", gzip.compress),
        ("Content-Encoding: x-gzip", gzip.compress),
        ("Content-Encoding: br", brotli.compress),
        ("Content-Encoding: deflate", zlib.compress),
        ("Content-Encoding: deflate", lambda body: zlib.compress(body)[2:-4]),
        ("Content-Encoding: zstd", zstandard.ZstdCompressor().compress),
        ("Content-Encoding: gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("Transfer-Encoding: chunked", chunked),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", lambda body: chunked(gzip.compress(body))),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: br", lambda body: body),
        ("Content-Encoding: identity", lambda body: body),
    ],
)
def test_what_servers_did_to_a_body_is_undone(header, pack):
    pages, _, _ = read(response(URL, pack(page()), more=f"{header}\r\n"))
    assert [p.raw for p in pages] == [page()]


def test_a_body_is_undone_no_further_than_a_page_may_be_long():
    bomb = gzip.compress(b"<p>" + b"0" * 60_000_000)
    tracemalloc.start()
    pages, _, left = read(response(URL, bomb, more="Content-Encoding: gzip\r\n"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not pages
    assert "larger than 50 MB" in left.words()
    assert peak < 250_000_000
    assert len(undo(gzip.compress(gzip.compress(b"0" * 3_000_000)), "", "gzip, gzip", 1000)) == 1000


def test_charset_of_the_server_is_used():
    body = "<html><p>Порт закрыт, сказал министр</p>"
    for name in ("windows-1251", "utf-16-le"):
        (got,), _, _ = read(response(URL, body.encode(name), content=f"text/html; charset={name}"))
        assert got.content == body


@pytest.mark.parametrize("name", ["punycode", "undefined", "no-such", "", "unicode_escape"])
def test_charsets_that_no_browser_knows_do_no_harm(name):
    (got,), _, _ = read(response(URL, b"<html><p>Port \xe9 is shut.</p>", content=f"text/html; charset={name}"))
    assert "is shut" in got.content


def test_what_is_no_page_is_left_out_and_counted():
    records = [
        record("warcinfo", "x", b"software: s\r\n", content="application/warc-fields"),
        record("request", URL, b"GET / HTTP/1.1\r\n\r\n", content="application/http; msgtype=request"),
        record("revisit", URL, answer(b"")),
        response(f"{URL}1", b"", status="301 Moved"),
        response(f"{URL}2", page(), status="404 Not Found"),
        response(f"{URL}3.png", b"\x89PNG", content="image/png"),
        response(f"{URL}4", b"\x89PNG\r\n\x1a\n\x00\x00", content="text/html"),
        response("https://news.example/robots.txt", b"User-agent: *", content="text/plain"),
        response(f"{URL}5", b""),
        response(f"{URL}6", page()),
        response(f"{URL}7", page()),
        record("resource", f"{URL}8", page("A resource."), content="text/html; charset=utf-8"),
        record("conversion", f"{URL}9", b"Plain text of a page.", content="text/plain"),
    ]
    pages, errors, left = read(zipped(records))
    assert [p.url for p in pages] == [f"{URL}6", f"{URL}8", f"{URL}9"]
    assert not errors
    assert left.reasons["redirects and errors"] == 2
    assert left.reasons["held twice"] == 1
    assert left.reasons["captured again unchanged"] == 1
    assert left.reasons["of other kinds"] == 2
    assert "is empty" in left.reasons


def test_hosts_and_days_choose():
    records = [
        response("https://www.news.example/1", page("One."), date="2024-04-03T23:59:59Z"),
        response("https://news.example/2", page("Two."), date="2024-04-04T00:00:00Z"),
        response("https://fakenews.example/3", page("Three.")),
        response("https://news.example/4", page("Four."), date="never"),
    ]
    pages, _, left = read(b"".join(records), Choice(("news.example",), date(2024, 4, 4), date(2024, 4, 4)))
    assert [p.content for p in pages] == [page("Two.").decode()]
    assert left.reasons == {"of other days": 1, "of other hosts": 1, "without a day": 1}


def test_another_language_is_told_at_once_and_left_out():
    french = "Le ministre a dit mardi que le fleuve n'était pas à vendre et que la conférence aurait lieu demain à Paris. " * 5
    html = f'<html lang="fr"><script>let a = "the end of the story";</script><p>{french}</p></html>'.encode()
    wrong = b'<html lang="fr"><p>The minister said on Tuesday that the river was not for sale and the talks would go on.</p></html>'
    told = []
    wanted = Wanted()
    wanted.left.tell = told.append
    data = b"".join(response(f"{URL}{i}", body) for i, body in enumerate((html, html + b" ", wrong)))
    found = list(read_stream(io.BufferedReader(io.BytesIO(data)), wanted.told, wanted))
    assert [p.url for p in found] == [f"{URL}2"]
    assert wanted.left.languages == {"fr": 2}
    assert len(told) == 1
    assert "only English" in told[0]


@pytest.mark.parametrize("pack", [b"".join, zipped])
def test_a_cut_archive_gives_what_it_has(pack):
    data = pack(WELL)
    pages, _, _ = read(data[:-40])
    assert [p.url for p in pages][:5] == [f"{URL}{i}" for i in range(5)]


def test_a_damaged_member_costs_itself():
    members = [gzip.compress(one) for one in WELL]
    members[2] = members[2][:40] + b"XXXXXXXX" + members[2][48:]
    pages, errors, _ = read(b"".join(members))
    assert [p.url for p in pages if "/2" not in p.url] == [f"{URL}{i}" for i in (0, 1, 3, 4, 5)]
    assert "is damaged" in str(errors[0])


def test_a_damaged_body_costs_itself():
    long = page(" ".join(f"word{i * 7919 % 100_003}" for i in range(60_000)))
    members = [gzip.compress(one) for one in (WELL[0], response(f"{URL}long", long), WELL[1], WELL[2])]
    members[1] = members[1][:90_000] + b"X" * 50 + members[1][90_050:]
    pages, errors, _ = read(b"".join(members))
    assert [p.url for p in pages if "long" not in p.url] == [f"{URL}{i}" for i in range(3)]
    assert "is damaged" in str(errors[0])


@pytest.mark.parametrize(
    "bad",
    [
        b"garbage in between\r\n\r\n" * 10,
        record("response", URL, answer(page()), length=-5),
        record("response", URL, answer(page()), length="abc"),
        record("response", URL, answer(page()), length=30),
        record("response", URL, answer(page()), date="never"),
        record("response", URL, b""),
        record("response", URL, b"no http at all"),
        record("response", URL, answer(page()), more="X: " + "y" * 100_000 + "\r\n"),
    ],
)
def test_a_bad_record_costs_no_other(bad):
    pages, _, _ = read(WELL[0] + WELL[1] + bad + WELL[2] + WELL[3])
    assert {f"{URL}{i}" for i in (0, 1, 2, 3)} <= {p.url for p in pages} | {URL}
    assert {p.url for p in pages} >= {f"{URL}{i}" for i in (0, 1, 3)}


def test_a_record_that_claims_more_than_there_is_ends_the_archive_only():
    pages, _, _ = read(WELL[0] + record("response", URL, answer(page()), length=10**15) + WELL[1])
    assert pages[0].url == f"{URL}0"


def test_an_archive_without_pages_says_so():
    assert "without pages" in str(read(record("warcinfo", "x", b"a", content="x/y"))[1][0])


def wacz(parts, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_wacz_gives_the_pages_of_its_archives(compression):
    parts = {"archive/a.warc.gz": zipped(WELL[:3]), "archive/b.warc": b"".join(WELL[2:4]), "pages/pages.jsonl": b"{}", "x.html": page()}
    pages, errors, left = read(wacz(parts, compression))
    assert [p.url for p in pages] == [f"{URL}{i}" for i in range(4)]
    assert not errors
    assert left.reasons == {"held twice": 1}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (wacz({"x.html": page()}), "without web archives"),
        (wacz({"archive/a.warc": b"".join(WELL)})[:300], "broken ZIP"),
        (b"PK\x03\x04" + b"x" * 100, "broken ZIP"),
        (b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18, "too many files"),
    ],
)
def test_zip_files_that_are_no_archives_say_so(data, says, tmp_path):
    (tmp_path / "a.wacz").write_bytes(data)
    found = list(read_source(str(tmp_path / "a.wacz"), Wanted()))
    assert [type(f) for f in found] == [InputError]
    assert says in str(found[0])


def test_chunks_that_are_none_stay():
    assert join_chunks(b"no chunks") == b"no chunks"
    assert join_chunks(b"5\r\nabc") == b"abc"
    assert join_chunks(b"") == b""


@settings(max_examples=150, deadline=None)
@for_all(st.data())
def test_no_damage_stops_the_reading(data):
    whole = bytearray(zipped(WELL) if data.draw(st.booleans()) else b"".join(WELL))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    with suppress(DragomanError):
        pages, errors, _ = read(bytes(whole))
        assert len(pages) <= 12
        assert len(errors) <= 1
