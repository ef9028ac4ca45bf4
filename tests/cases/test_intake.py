"""Pages come in from files, bytes, manifests and addresses; what is no page says so in one line."""

import json

import pytest

import dragoman
from dragoman.errors import DayError, InputError, ManifestError
from dragoman.intake import Given, read_bytes, read_manifest, read_path, read_url
from dragoman.intake import fetch as fetching
from dragoman.model import Page


def test_same_bytes_have_the_same_id():
    assert read_bytes(b"Port Nobody is shut.", Given()).id == read_bytes(b"Port Nobody is shut.", Given(source="other")).id


ARCHIVE = b"page.txt".ljust(512, b"\x00") + b"Shut. " * 700
BINARY = [b"%PDF-1.4 words", b"\x00\x01\x02" * 50, b"\x89PNG\r\n", "Shut.".encode("utf-16-le"), ARCHIVE]


@pytest.mark.parametrize("raw", [b"", b" \n ", *BINARY])
def test_what_is_no_text_is_refused(raw):
    with pytest.raises(InputError, match=r"page: is (?:empty|a binary file and no text; give a page)"):
        read_bytes(raw, Given(source="page"))


STRAYS = [b"The port\x00 is \x07shut on both sides of the river.\n",
          b"\x00<html><p>The port\x00 is shut on both sides of the river.</p></html>"]  # fmt: skip


@pytest.mark.parametrize("raw", STRAYS)
def test_stray_control_characters_are_dropped(raw):
    assert dragoman.read(raw, published="2024-04-04").text.strip() == "The port is shut on both sides of the river."


def test_a_page_may_not_be_larger_than_the_limit():
    with pytest.raises(InputError, match="larger"):
        read_bytes(b"a" * 50_000_001, Given())


@pytest.mark.parametrize("name", ["nowhere.txt", "bad\x00name", "."])
def test_a_missing_file_is_named(tmp_path, name):
    with pytest.raises(InputError):
        read_path(tmp_path / name, Given())


def test_declared_encoding_is_used():
    page = read_bytes('<html><meta charset="windows-1251"><p>Порт закрыт</p>'.encode("windows-1251"), Given())
    assert "Порт закрыт" in page.content
    assert page.form == "html"


def test_broken_encoding_is_read_with_an_issue():
    page = read_bytes(b"<html><meta charset='utf-8'><p>The port \xff\xfe is shut.", Given())
    assert [issue.kind for issue in page.issues] == ["encoding"]


@pytest.mark.parametrize(
    ("content", "form"),
    [("<!DOCTYPE html><p>Shut.</p>", "html"), ("The port is shut.\n\nA < B and B > C.", "text"), ("<div><p>a</p><p>b</p></div>", "html")],
)
def test_form_is_told_by_looking(content, form):
    assert read_bytes(content.encode(), Given()).form == form


def test_a_given_day_must_be_one():
    assert read_bytes(b"Shut.", Given(published="1998-02-27T10:00:00Z")).published == "1998-02-27"
    with pytest.raises(DayError, match="2024-04-04"):
        read_bytes(b"Shut.", Given(published="27.2.1998"))


def test_a_bad_line_of_a_manifest_stops_nothing(tmp_path):
    (tmp_path / "port.txt").write_text("The port is shut.")
    rows = [{"path": "port.txt", "outlet": "Port Herald"}, "no object", {"url": "https://example.org"}, {"path": "none.txt"}, {"text": 3}]
    lines = [json.dumps(row) for row in rows] + ["{broken", "", json.dumps({"html": "<p>Open</p>", "published": "soon"})]
    manifest = tmp_path / "list.jsonl"
    manifest.write_text("\n".join(lines))
    found = list(read_manifest(manifest))
    kinds = [type(f) for f in found]
    assert kinds == [Page, ManifestError, ManifestError, ManifestError, ManifestError, ManifestError, Page]
    assert found[0].source == "port.txt"
    assert all(f"list.jsonl line {n}" in str(error) for n, error in enumerate(found[1:6], 2))
    assert found[6].form == "html"
    assert [issue.kind for issue in found[6].issues] == ["day"]


def test_a_missing_manifest_is_an_error(tmp_path):
    with pytest.raises(InputError):
        list(read_manifest(tmp_path / "none.jsonl"))


@pytest.mark.parametrize("address", ["file:///etc/hosts", "ftp://example.org", "http://", "https://[bad"])
def test_only_addresses_on_the_web_are_fetched(address):
    with pytest.raises(InputError):
        read_url(address, Given())


class Answer:
    """A stand-in for a server's answer."""

    def __init__(self, status, location=""):
        self.status = status
        self.headers = {"Location": location}

    def stream(self, size, decode_content):
        return iter([b"The port ", b"is shut."])

    def release_conn(self):
        pass

    close = release_conn


@pytest.fixture
def web(monkeypatch):
    answers = {}
    monkeypatch.setattr(fetching.urllib3.PoolManager, "request", lambda self, method, place, **told: answers[place])
    private = lambda host: host in ("localhost", "10.0.0.1")  # noqa: E731
    monkeypatch.setattr(fetching, "is_private", private)
    return answers


def test_redirects_are_followed_a_few_times(web):
    web["http://a.example/1"] = Answer(301, "/2")
    web["http://a.example/2"] = Answer(200)
    assert read_url("http://a.example/1", Given()).content == "The port is shut."
    web["http://a.example/2"] = Answer(302, "/1")
    with pytest.raises(InputError, match="on and on"):
        read_url("http://a.example/1", Given())


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://localhost/", "file:///etc/hosts"])
def test_redirects_into_a_private_network_are_not_followed(web, target):
    web["http://a.example/"] = Answer(302, target)
    web[target] = Answer(200)
    with pytest.raises(InputError):
        read_url("http://a.example/", Given())


def test_private_hosts_are_known():
    assert fetching.is_private("127.0.0.1")
    assert fetching.is_private("169.254.169.254")
    assert not fetching.is_private("93.184.216.34")
