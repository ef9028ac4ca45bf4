"""The command: what it prints, where it writes, and what it says when something is wrong, in one line and without a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.archive import response, zipped
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.cli.progress import progress_line
from dragoman.errors import DragomanError

STORY = """Ruritania warns Syldavia over dam

STRELSAU, April 2, 2024 - Ruritania's foreign minister Ada Brandt said on Tuesday that the river was not for sale.

"We will not accept this dam," Brandt told reporters in the capital after a meeting with the ambassador of Syldavia.

Syldavia's government rejected the accusation. It said that the dam would be finished next year.
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "dam.txt"
    path.write_text(STORY, "utf-8")
    return path


def run(*words, **more):
    return CliRunner().invoke(app, [str(word) for word in words], **more)


def command(*words, **more):
    """The command in a process of its own, as a user types it."""
    more.setdefault("env", {**os.environ, "COLUMNS": "80"})
    return subprocess.run([sys.executable, "-m", "dragoman", *map(str, words)], capture_output=True, text=True, check=False, **more)


def test_a_page_is_shown_as_text(page):
    shown = run("read", page, env={"COLUMNS": "80"})
    assert shown.exit_code == 0
    assert "Who said what" in shown.stdout
    assert "What happened, or did not" in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())


def test_json_is_one_record_a_line(page):
    lines = run("read", page, page, "--format", "json").stdout.splitlines()
    assert len(lines) == 2
    record = json.loads(lines[0])
    assert record["page"]["text"]
    assert list(record)[:6] == ["page", "actors", "times", "statements", "events", "relation_claims"]
    assert lines[0] == lines[1]


def test_what_is_told_counts(page):
    told = run("read", page, "--format", "json", "--published", "2024-04-05", "--outlet", "Strelsau Post", "--url", "https://example.org/a")
    record = json.loads(told.stdout)
    assert record["page"]["published"] == "2024-04-05"
    assert record["page"]["published_from"] == "argument"
    assert record["page"]["url"] == "https://example.org/a"


def test_standard_input():
    shown = run("read", "-", "--format", "json", input=STORY)
    assert "river" in json.loads(shown.stdout)["page"]["text"]


def test_html_is_one_page_and_nothing_else_is_loaded(page, tmp_path):
    assert run("read", page, "--format", "html", "--output", tmp_path / "out.html").exit_code == 0
    html = (tmp_path / "out.html").read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert "src=" not in html.replace("default-src", "").replace("style-src", "")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_several_html_pages_go_into_a_directory(page, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(STORY.replace("dam", "weir"))
    assert run("read", page, other, "--format", "html", "--output", tmp_path / "out").exit_code == 0
    assert len(list((tmp_path / "out").glob("*.html"))) == 2
    assert isinstance(run("read", page, other, "--format", "html").exception, DragomanError)


def test_a_manifest_with_bad_lines_costs_those_lines(page, tmp_path):
    manifest = tmp_path / "pages.jsonl"
    manifest.write_text(f'{{"path": "dam.txt"}}\nno json\n{{"path": "gone.txt"}}\n{json.dumps({"text": STORY + "More."})}\n')
    shown = command("read", "--manifest", manifest, "--format", "json")
    assert shown.returncode == 1
    assert len(shown.stdout.splitlines()) == 2
    assert "line 2" in shown.stderr
    assert "gone.txt" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_two_processes_give_what_one_gives(page, tmp_path):
    for i in range(5):
        (tmp_path / f"p{i}.txt").write_text(f"{STORY}\nThe talks went on for {i + 2} days, officials said.\n")
    pages = sorted(tmp_path.glob("p?.txt"))
    one = command("read", *pages, "--format", "json")
    two = command("read", *pages, "--format", "json", "--jobs", 2)
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 5
    assert "5 of 5 pages" in one.stderr


def test_keeping_listing_showing(page, tmp_path):
    library = tmp_path / "library"
    kept = run("read", page, "--into", library)
    assert kept.exit_code == 0
    assert kept.stdout == ""
    assert "kept 1 page" in kept.stderr
    again = run("read", page, "--into", library, "--format", "json")
    assert "kept 0 pages" in again.stderr
    assert "1 already there" in again.stderr
    record = json.loads(again.stdout)
    assert record == json.loads(run("read", page, "--format", "json").stdout)
    assert record["page"]["id"][:10] in run("list", library).stdout
    shown = run("show", record["page"]["id"][:6], "--library", library, "--format", "json")
    assert json.loads(shown.stdout) == record
    assert "Who said what" in run("show", record["page"]["id"], "--library", library).stdout
    assert "1 page indexed" in run("reindex", library).stdout


FEED = (
    "<rss version='2.0'><channel><title>Post</title>"
    + "".join(
        f"<item><title>Dam {i}</title><link>https://post.example/{i}</link><pubDate>Thu, 0{i} Apr 2024 10:00:00 GMT</pubDate>"
        f"<description>Ada Brandt said on Monday that dam number {i} was not for sale.</description></item>"
        for i in range(1, 6)
    )
    + "</channel></rss>"
)


def test_a_feed_is_read_item_by_item_and_kept_once(tmp_path):
    (tmp_path / "feed.xml").write_text(FEED)
    shown = command("read", tmp_path / "feed.xml", "--format", "json", "--since", "2024-04-02", "--limit", 2)
    assert [json.loads(line)["page"]["published"] for line in shown.stdout.splitlines()] == ["2024-04-02", "2024-04-03"]
    assert "left out: 1 of other days" in shown.stderr
    library = tmp_path / "library"
    assert "kept 5 pages" in run("read", tmp_path / "feed.xml", "--into", library).stderr
    assert "5 already there" in run("read", tmp_path / "feed.xml", "--into", library).stderr


def test_an_archive_goes_on_where_it_stopped_and_keeps_the_capture(tmp_path):
    words = STORY.replace("\n\n", "</p><p>")
    records = [response(f"https://post.example/{i}", f"<html><p>{words} Number {i}.</p></html>".encode()) for i in range(4)]
    (tmp_path / "crawl.warc.gz").write_bytes(zipped([*records, response("https://else.example/", b"<html><p>Elsewhere.</p>")]))
    library = tmp_path / "library"
    first = run("read", tmp_path / "crawl.warc.gz", "--into", library, "--limit", 2)
    assert "kept 2 pages" in first.stderr
    rest = run("read", tmp_path / "crawl.warc.gz", "--into", library, "--host", "post.example", "--format", "json")
    assert "kept 2 pages" in rest.stderr
    assert "2 already there" in rest.stderr
    assert "left out: 1 of other hosts" in rest.stderr
    pages = [json.loads(line)["page"] for line in rest.stdout.splitlines()]
    assert {page["captured"] for page in pages} == {"2024-04-04T10:00:00Z"}
    assert "2024-04-04" not in {page["published"] for page in pages}
    piped = subprocess.run(
        [sys.executable, "-m", "dragoman", "read", "-", "--limit", "1", "--format", "json"],
        input=(tmp_path / "crawl.warc.gz").read_bytes(), capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(piped.stdout)["page"]["url"] == "https://post.example/0"


def test_a_list_does_not_wait_for_many_pages_to_be_compared(page, tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.compare.kept.AT_SIGHT", 0)
    run("read", page, "--into", tmp_path / "library")
    assert "1 page not compared yet" in run("list", tmp_path / "library", env={"COLUMNS": "120"}).stdout
    assert json.loads(run("list", tmp_path / "library", "--format", "json").stdout)["copies"] == []


def test_copies_are_listed(page, tmp_path):
    body = STORY + "\n".join(f"\nParagraph number {i} tells of the old quarrel about water rights in year {1900 + i}.\n" for i in range(20))
    (tmp_path / "a.txt").write_text(body)
    (tmp_path / "b.txt").write_text(body + "\nEditing by another desk of the agency.\n")
    run("read", tmp_path / "a.txt", tmp_path / "b.txt", "--into", tmp_path / "library")
    assert run("list", tmp_path / "library", env={"COLUMNS": "120"}).stdout.count("copies: 1") == 2
    rows = [json.loads(line) for line in run("list", tmp_path / "library", "--format", "json").stdout.splitlines()]
    assert [row["copies"] for row in rows] == [[rows[1]["id"]], [rows[0]["id"]]]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("read", "gone.html"), "gone.html"),
        (("read", "empty.html"), "empty"),
        (("read", "picture.png"), "no text"),
        (("read", "dam.txt", "--published", "2024-13-45"), "2024-13-45"),
        (("read", "--manifest", "gone.jsonl"), "gone.jsonl"),
        (("read", "dam.txt", "--into", "."), "no dragoman library"),
        (("read", "dam.txt", "--output", "dam.txt/x"), "dam.txt"),
        (("list", "gone"), "no library"),
        (("read", "map.xml"), "--fetch"),
        (("read", "cut.warc"), "without pages"),
        (("show", "abc", "--library", "gone"), "no library"),
        (("reindex", "gone"), "no library"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(page, words, says):
    (page.parent / "empty.html").write_bytes(b"")
    (page.parent / "map.xml").write_text("<urlset><url><loc>https://post.example/1</loc></url></urlset>")
    (page.parent / "cut.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n")
    (page.parent / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    said = command(*words, cwd=page.parent)
    assert said.returncode == 1
    assert len(said.stderr.splitlines()) == 1
    assert said.stderr.startswith("dragoman: ")
    assert says in said.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("read",),
        ("read", "a", "b", "--url", "x"),
        ("raed",),
        ("read", "x", "--format", "xml"),
        ("read", "x", "--since", "2024-04-05", "--until", "2024-04-04"),
        ("read", "x", "--since", "soon"),
    ],
)
def test_what_is_not_understood_gives_two(words):
    assert run(*words).exit_code == 2


def test_strange_pages_give_a_record_with_issues(tmp_path):
    pages = {
        "french.txt": "Le ministre a dit mardi que le fleuve n'était pas à vendre et que la conférence aurait lieu.\n" * 5,
        "nothing.html": "<html><body><nav><a href=/>Home</a></nav></body></html>",
        "broken.html": b"<meta charset=utf-8><p>\xff\xfe\xfa The minister said that it rained.</p>" * 3,
    }
    for name, content in pages.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        record = json.loads(run("read", tmp_path / name, "--format", "json").stdout)
        assert record["issues"], name
    assert not json.loads(run("read", tmp_path / "french.txt", "--format", "json").stdout)["statements"]


def test_a_page_cannot_talk_to_the_terminal(tmp_path):
    path = tmp_path / "evil.txt"
    path.write_text(STORY.replace("Tuesday", "\x1b[31mTuesday\x1b]0;title\x07 [bold]markup[/bold] [/nothing]"))
    shown = run("read", path)
    assert shown.exit_code == 0
    assert "\x1b]" not in shown.stdout
    assert "\x07" not in shown.stdout


def test_help_teaches_with_examples():
    shown = run("read", "--help", env={"COLUMNS": "100", "NO_COLOR": "1"})
    for words in ("dragoman read page.html", "--published 2024-04-04", "--into library", "--manifest pages.jsonl", "--fetch", ".warc.gz"):
        assert words in shown.stdout


def test_the_version_is_shown_at_once():
    said = command("--version")
    assert said.stdout.startswith("dragoman 0.")
    heavy = "import sys, dragoman.cli; print([m for m in ('duckdb', 'numpy', 'onnxruntime', 'trafilatura', 'pandas') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("done", "total", "seconds", "says"),
    [(10, 40, 5.0, "10 of 40 pages, 2.0 a second, 15 s left"), (40, 40, 80.0, "in 1 min 20 s"), (1, 20000, 1.0, "5 h 33 min left")],
)
def test_progress_tells_rate_and_time_left(done, total, seconds, says):
    assert says in progress_line(done, total, seconds)


def test_the_demo_runs_and_says_what_to_type_next(tmp_path):
    shown = run("demo", "--library", tmp_path / "library", env={"COLUMNS": "100"})
    assert shown.exit_code == 0
    assert "dragoman list" in shown.stdout
    assert "Who said what" in shown.stdout
    assert Path(tmp_path / "library" / "ledger").exists()
    assert run("demo", "--library", tmp_path / "library").exit_code == 0
