"""A library keeps what it was given, whole or not at all, once, and says where each row came from."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from tests.records import make_record

from dragoman.errors import DragomanError, LibraryError
from dragoman.reading import Reading
from dragoman.store import Table, open_library
from dragoman.store.columns import COLUMNS
from dragoman.store.locks import index_lock, waiting

ROOT = Path(__file__).parents[2]
NOW = "2024-05-01T10:00:00+00:00"


def keep(library, run, *records):
    with library.start_run(run, NOW) as open_run:
        return [open_run.keep(record) for record in records]


def files_of(path):
    return sorted((str(p.relative_to(path)), p.read_bytes()) for p in path.rglob("*") if p.is_file() and "index" not in p.name)


@pytest.fixture
def library(tmp_path):
    return open_library(tmp_path / "library", create=True)


def test_a_kept_record_comes_back_the_same(library):
    record = make_record()
    assert keep(library, "1-a", record) == [True]
    assert library.record(record.article.page.id) == record
    assert library.record(record.article.page.id[:4]) == record


def test_the_bytes_come_back_as_received(library):
    record = make_record(raw=b"\xff\xfe broken \x00 bytes")
    keep(library, "1-a", record)
    assert library.record("aaaa").article.page.raw == record.article.page.raw


def test_keeping_again_changes_nothing(library):
    keep(library, "1-a", make_record())
    before = files_of(library.path)
    assert keep(library, "2-b", make_record()) == [False]
    assert files_of(library.path) == before


def test_the_same_page_twice_in_a_run_is_kept_once(library):
    assert keep(library, "1-a", make_record(), make_record()) == [True, False]
    assert len(library.pages()) == 1


def test_a_newer_version_adds_a_run_and_the_newest_is_shown(library):
    keep(library, "1-a", make_record(version="1"))
    assert len(library.pages()) == 1
    keep(library, "2-b", make_record(version="2"))
    assert dict(library.record("aaaa").made_by)["dragoman"] == "2"
    assert len(library.pages()) == 1
    assert len(list((library.path / "shards").iterdir())) == 2


def test_an_older_run_that_is_found_later_does_not_win(library):
    keep(library, "2-b", make_record(version="2"))
    assert len(library.pages()) == 1
    keep(library, "1-a", make_record(version="1"))
    assert dict(library.record("aaaa").made_by)["dragoman"] == "2"


def test_every_row_says_where_it_is_from(library):
    keep(library, "1-a", make_record())
    for name in COLUMNS:
        for row in library.table(name):
            assert (row["page"], row["run"], row["recorded"], row["published"]) == ("a" * 16, "1-a", NOW, "2024-04-02")
            assert json.loads(row["made_by"])[0] == ["dragoman", "1"]
            assert 0 <= row["start"] < row["end"]


def test_what_happened_was_published_and_was_recorded_stay_apart(library):
    keep(library, "1-a", replace(make_record()))
    event = library.table("event")[0]
    assert (event["date"], event["published"], event["recorded"]) == ("2024-04-02", "2024-04-02", NOW)


def test_many_pages_go_in_batches(library):
    records = [make_record(f"{i:016x}", raw=b"page %d" % i) for i in range(70)]
    run = library.start_run("1-a", NOW)
    with run:
        for record in records:
            run.keep(record)
            run.since = 0.0  # as if every page took its time
    assert run.committed == 70
    assert len(list((library.path / "ledger").iterdir())) == 3
    assert len(library.pages()) == 70
    assert len(library.table("event")) == 70


def test_the_index_may_be_deleted_and_damaged(library):
    keep(library, "1-a", make_record())
    pages = library.pages()
    (library.path / "index.duckdb").unlink()
    assert library.pages() == pages
    (library.path / "index.duckdb").write_bytes(b"no database")
    assert library.pages() == pages
    assert library.reindex() == 1
    assert library.pages() == pages


def test_an_index_that_lacks_tables_is_made_anew(library):
    keep(library, "1-a", make_record())
    with duckdb.connect(library.path / "index.duckdb") as half:
        half.execute("CREATE TABLE seen (name VARCHAR, version INTEGER)")
        half.execute("INSERT INTO seen VALUES ('', 1)")
    assert len(library.pages()) == 1


def test_what_no_ledger_names_is_not_in_the_library(library):
    keep(library, "1-a", make_record("a" * 16))
    keep(library, "2-b", make_record("b" * 16))
    next((library.path / "ledger").glob("2-b*")).unlink()
    assert [page["id"] for page in library.pages()] == ["a" * 16]


def test_failures_are_noted(library):
    with library.start_run("1-a", NOW) as run:
        run.fail("pages/none.html", "pages/none.html: no such file")
        run.keep(make_record())
    assert [(e.status, e.source) for e in library.ledger()] == [("failed", "pages/none.html"), ("kept", "pages/dam.html")]
    assert len(library.pages()) == 1


def test_a_run_that_breaks_keeps_what_it_had(library):
    with pytest.raises(RuntimeError), library.start_run("1-a", NOW) as run:
        run.keep(make_record())
        raise RuntimeError
    assert len(library.pages()) == 1


@pytest.mark.parametrize("made", ["nothing", "file", "other"])
def test_what_is_no_library_is_left_alone(tmp_path, made):
    path = tmp_path / "x"
    if made == "file":
        path.write_text("x")
    if made == "other":
        path.mkdir()
        (path / "letter.txt").write_text("x")
    with pytest.raises(LibraryError):
        open_library(path)
    if made != "nothing":
        with pytest.raises(LibraryError):
            open_library(path, create=True)


def test_a_newer_library_is_refused(library):
    (library.path / "dragoman.toml").write_text("format = 2\n")
    with pytest.raises(LibraryError, match="newer"):
        open_library(library.path)
    (library.path / "dragoman.toml").write_text("format = [\n")
    with pytest.raises(LibraryError, match="cannot be read"):
        open_library(library.path)


def test_unknown_and_unclear_ids_are_told(library):
    keep(library, "1-a", make_record("ab" * 8), make_record("ac" * 8))
    with pytest.raises(LibraryError, match="no page"):
        library.record("ff")
    with pytest.raises(LibraryError, match="several"):
        library.record("a")
    with pytest.raises(LibraryError, match="no table"):
        library.table("nothing")


def test_damage_is_told_in_one_line(library):
    keep(library, "1-a", make_record())
    next((library.path / "raw").rglob("*.zst")).write_bytes(b"x")
    with pytest.raises(LibraryError, match="damaged"):
        library.record("aaaa")
    next((library.path / "ledger").iterdir()).write_text("{no json\n")
    (library.path / "index.duckdb").unlink()
    with pytest.raises(LibraryError, match="line 1"):
        library.pages()


def test_a_locked_library_is_told_and_keeping_goes_on(library):
    keep(library, "1-a", make_record("a" * 16))
    assert len(library.pages()) == 1
    code = f"import duckdb, time; c = duckdb.connect({str(library.path / 'index.duckdb')!r}); print('open', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            with pytest.raises(LibraryError, match=f"in use by process {holder.pid}.*wait until"):
                library.pages()
            keep(library, "2-b", make_record("b" * 16))
            library.refresh()
        finally:
            holder.kill()
    assert len(library.pages()) == 2


def test_while_the_index_is_changed_others_are_told_by_whom(library, monkeypatch):
    keep(library, "1-a", make_record("a" * 16))
    monkeypatch.setattr("dragoman.store.locks.PATIENCE", 0.1)
    with index_lock(library.path), pytest.raises(LibraryError, match=rf"in use by process {os.getpid()} \(.*wait until"):
        library.reindex()
    assert library.reindex() == 1


HOLDER = """
import sys, time
from pathlib import Path
from dragoman.store.locks import index_lock
with index_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(library, seconds):
    """A process that holds the index for a while."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(library.path), str(seconds)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    return holder


def test_whoever_is_asked_to_wait_says_for_whom_and_goes_on_when_the_index_is_free(library, monkeypatch):
    keep(library, "1-a", make_record("a" * 16))
    monkeypatch.setattr("dragoman.store.locks.PATIENCE", 0.1)
    told = []
    with hold(library, 1) as holder, waiting(30, told.append):
        assert library.reindex() == 1
    assert len(told) == 1
    assert f"in use by process {holder.pid} (-c" in told[0]
    assert "up to 30 seconds" in told[0]


def test_a_command_waits_no_longer_than_it_is_told_to(library, monkeypatch):
    keep(library, "1-a", make_record("a" * 16))
    with hold(library, 60) as holder:
        done = subprocess.run(
            [sys.executable, "-m", "dragoman", "--wait", "0.5", "reindex", str(library.path)], capture_output=True, text=True, check=False
        )
        holder.kill()
    assert done.returncode == 1
    words = done.stderr.splitlines()
    assert f"in use by process {holder.pid}" in words[0]
    assert "waiting for it, up to 0.5 seconds" in words[0]
    assert words[1].startswith("dragoman: ")
    assert "try again" in words[1]


def test_a_damaged_or_missing_shard_is_named(library):
    keep(library, "1-a", make_record("a" * 16))
    shard = next((library.path / "shards").rglob("stage=page/*.parquet"))
    whole = shard.read_bytes()
    shard.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LibraryError, match=shard.name):
        library.pages()
    shard.unlink()
    with pytest.raises(LibraryError, match=shard.name):
        library.pages()
    shard.write_bytes(whole)
    assert len(library.pages()) == 1


def test_shards_with_more_or_fewer_columns_are_read(library):
    keep(library, "1-a", make_record("a" * 16))
    shard = next((library.path / "shards").rglob("stage=event/*.parquet"))
    rows = f"SELECT * EXCLUDE why, 1 AS tomorrow FROM read_parquet('{shard}', hive_partitioning=false)"
    duckdb.sql(f"COPY ({rows}) TO '{shard}.new' (FORMAT parquet)")
    shard.with_name(f"{shard.name}.new").replace(shard)
    event = library.table("event")[0]
    assert (event["type"], event["why"]) == ("THREATEN", None)


def test_bytes_that_a_power_cut_emptied_are_written_again(library):
    keep(library, "1-a", make_record(version="1"))
    file = next((library.path / "raw").rglob("*.zst"))
    file.write_bytes(b"")
    keep(library, "2-b", make_record(version="2"))
    assert library.record("aaaa").article.page.raw == make_record().article.page.raw


KILLED = """
import sys
from dragoman.store import open_library
from tests.records import make_record
library = open_library(sys.argv[1], create=True)
with library.start_run("1-a", "now") as run:
    for i in range(100000):
        run.keep(make_record(f"{i:016x}", raw=b"page %d" % i))
        run.since = 0.0
        if not run.entries:
            print(i + 1, flush=True)
            library.refresh()
"""


@pytest.mark.parametrize("seconds", [0.0, 0.11, 0.23])
def test_a_kill_leaves_whole_pages_and_loses_none_that_was_reported(tmp_path, seconds):
    path = tmp_path / "library"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        reported = int(process.stdout.readline())
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        reported = max([reported, *(int(line) for line in process.stdout.read().split("\n")[:-1])])
    library = open_library(path)
    pages = library.pages()
    assert len(pages) >= reported
    assert len(library.table("event")) == len(library.table("claim")) == len(pages)
    assert library.reindex() == len(pages)
    assert not list(path.rglob(".aside-*"))
    again = library.start_run("2-b", "now")
    assert not again.keep(make_record(f"{0:016x}", raw=b"page 0"))


def test_tables_go_to_whatever_people_use():
    reading = Reading(make_record())
    events = reading.events
    assert isinstance(events, Table)
    assert len(events) == 1
    assert events[0]["actor_names"] == ["Ruritania"]
    assert events[0]["cameo"] == "130"
    assert events.to_pandas()["text"][0] == "Ruritania warns Syldavia over dam"
    assert events.to_polars()["recipient_names"].to_list() == [["Syldavia"]]
    assert events.to_arrow()["confidence"].to_pylist() == [0.75]
    assert reading.statements.to_list()[0]["speaker_name"] == "Ada Brandt"
    assert reading.statements.relation().aggregate("count(*)").fetchall() == [(1,)]
    assert reading.relation_claims[0]["by_name"] == "Ada Brandt"
    assert [row["text"] for row in reading.times] == ["Tuesday", "since March"]
    assert len(reading.issues) == 3


def test_an_empty_table_is_still_a_table():
    record = replace(make_record(), events=(), statements=())
    assert Reading(record).events.to_pandas().shape[0] == 0
    assert Reading(record).statements.to_polars().height == 0


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(DragomanError, match="pip install"):
        Reading(make_record()).events.to_polars()


def test_shards_are_plain_parquet(library):
    keep(library, "1-a", make_record())
    rows = duckdb.sql(f"SELECT type, recipients FROM '{library.path}/shards/*/stage=event/*.parquet'").fetchall()
    assert rows == [("THREATEN", ["Q2"])]


def test_the_newest_pages_are_given_without_the_rest(library):
    keep(library, "1-a", *(make_record(f"{i:016x}", raw=b"page %d" % i) for i in range(5)))
    assert library.pages(limit=2) == library.pages()[:2]
    assert library.pages(as_of="1900-01-01", limit=2) == []
    assert (library.count_pages(), library.count_pages("1900-01-01")) == (5, 0)
    assert library.addresses() == {row["url"] for row in library.pages() if row["url"]}
