"""A library that one process serves: others are answered by it as they would be by the index itself, and nothing else can be made of it."""

import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from tests.cases.test_cli import run
from tests.newsroom import Act, Said, keep, tell

import dragoman
from dragoman.compare.kept import compare_new
from dragoman.errors import LibraryError
from dragoman.serve import server
from dragoman.store import open_library as open_kept
from dragoman.store import sockets, wire
from dragoman.store.index import FILE, connect
from dragoman.store.locks import index_lock, waiting
from dragoman.store.served import Served, open_served

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no local sockets")

WARNING = "Ruritania threatened Syldavia with closing the Morava locks to Syldavian grain barges"
PAGES = [
    tell(1, "2024-01-10", Act(WARNING), Said("that Syldavia had only itself to blame"), claim="Relations of Ruritania and Syldavia soured"),
    tell(2, "2024-01-10", Act(WARNING), Said("that Syldavia had only itself to blame"), outlet="mirror", seed="page 1"),
    tell(3, "2024-01-11", Act(f"{WARNING} on Wednesday", day="2024-01-10"), outlet="post"),
]
LATER = tell(9, "2024-01-12", Act(f"{WARNING} again", day="2024-01-10"), outlet="gazette")


@pytest.fixture
def library(tmp_path):
    kept = open_kept(tmp_path / "library", create=True)
    keep(kept, PAGES)
    return dragoman.open_library(kept.path)


@contextmanager
def served(library):
    """Serve a library from a thread of this process, which is another holder to locks and sockets."""
    with server.open_door(library.path) as door:
        thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield door
        finally:
            door.shutdown()
            thread.join()


def every_answer(library):
    """What the asking questions give."""
    first = library.pages()[-1]["id"]
    return {
        "list": library.pages(), "ask": library.ask().to_list(),
        "text": library.ask(text="locks", involving=["RUR"]).to_list(),
        "relation": library.relation("RUR", "SYL").form(), "actor": library.actor("RUR").form(),
        "search": library.search("grain").to_list(),
        "happening": library.happening(library.ask()[0]["id"]).form(), "said": library.said_done("RUR", "SYL").form(),
        "sql": library.sql("SELECT day, count(*) AS pages FROM story WHERE day > ? GROUP BY 1 ORDER BY 1", ["2024-01-01"]).to_list(),
        "show": library.record(first), "table": library.table("statement").to_list(),
        "reports": library.count_reports(["RUR"], ["SYL"]).to_list(),
    }  # fmt: skip


def test_what_is_served_is_what_the_index_says(library):
    own = every_answer(library)
    with served(library):
        assert isinstance(open_served(library.path), Served)
        assert every_answer(library) == own
    assert open_served(library.path) is None
    assert every_answer(library) == own


def test_judgements_hold_in_what_is_served(library):
    with served(library):
        event = library.ask()[0]
        assert run("fix", "reject", event["id"], "--why", "misread", "--library", str(library.path)).exit_code == 0
        assert event["id"] not in {row["id"] for row in library.ask()}


def test_pages_that_come_while_it_is_served_are_taken_up_and_compared(library):
    with served(library):
        assert len(library.pages()) == 3
        keep(open_kept(library.path), [LATER], run="2-b")
        assert len(library.pages()) == 4
        heard = []
        found = dragoman.compare.relations.read_relation(library, "RUR", "SYL", None, lambda *told: heard.append(told))
        assert sum(row["happenings"] for row in found.series) == 1
        assert heard[-1] == (4, 4)


def test_while_pages_are_compared_others_are_answered_and_told_so(library, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slowly(connection, tell):
        compare_new(connection, tell)
        begun.set()
        assert go_on.wait(20)

    monkeypatch.setattr(server, "compare_new", slowly)
    with served(library):
        asking = threading.Thread(target=lambda: library.relation("RUR", "SYL"))
        asking.start()
        assert begun.wait(20)
        keep(open_kept(library.path), [LATER], run="2-b")
        told = []
        with waiting(5, told.append):
            assert len(library.ask()) == 3
        assert "answered from what it had before" in told[0]
        go_on.set()
        asking.join()
        assert len(library.ask()) == 4


def test_nothing_can_be_changed_or_reached_by_asking(library, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    inside = library.path / "out.csv"
    with served(library):
        pages = library.pages()
        for query in (
            "DELETE FROM page", "INSERT INTO seen VALUES ('x', 1)", "DROP TABLE page", "CREATE TABLE mine AS SELECT 1",
            "SELECT 1; SELECT 2",
            f"COPY page TO '{inside}'", f"SELECT * FROM read_csv('{secret}')", f"SELECT * FROM '{secret}'", f"ATTACH '{inside}' AS other",
            "SET enable_external_access = true", "PRAGMA database_list", "ROLLBACK", "COMMIT", "INSTALL httpfs", "SELECT * FROM sys",
            "EXPLAIN ANALYZE DELETE FROM page", "CREATE OR REPLACE VIEW page AS SELECT 1", "CALL pragma_version()", "CHECKPOINT", "",
        ):  # fmt: skip
            connection = open_served(library.path)
            with pytest.raises(duckdb.Error):
                connection.execute(query)
            connection.close()
        assert library.pages() == pages
    assert not inside.exists()
    assert library.pages() == pages


def test_a_temporary_table_is_seen_by_its_session_alone(library):
    with served(library):
        one, other = open_served(library.path), open_served(library.path)
        one.execute("CREATE TEMP TABLE mine AS SELECT 1 AS a")
        assert one.execute("SELECT * FROM mine").fetchall() == [(1,)]
        with pytest.raises(duckdb.CatalogException):
            other.execute("SELECT * FROM mine")
        one.close()
        other.close()


def test_long_answers_come_in_parts(library, monkeypatch):
    monkeypatch.setattr(server, "PART", 1000)
    with served(library):
        connection = open_served(library.path)
        answer = connection.execute("SELECT range AS n, 'ab' AS t FROM range(5000)")
        assert answer.fetchone() == (0, "ab")
        assert answer.fetchmany(3) == [(1, "ab"), (2, "ab"), (3, "ab")]
        assert answer.fetchall()[-1] == (4999, "ab")
        assert (answer.fetchone(), answer.fetchall(), answer.fetchmany(5)) == (None, [], [])
        connection.close()


def test_a_question_that_takes_too_long_is_broken_off(library, monkeypatch):
    monkeypatch.setattr(server, "LONGEST", 0.2)
    with served(library):
        connection = open_served(library.path)
        with pytest.raises(duckdb.Error):
            connection.execute("SELECT count(*) FROM range(10000000000) AS a, range(10000000000) AS b WHERE hash(a.range, b.range) = 7")
        connection.close()
        assert len(library.pages()) == 3


def test_values_come_back_as_they_were():
    row = [
        None,
        True,
        3,
        2.5,
        "ü\ud800",
        b"\x00\xff",
        date(2024, 4, 4),
        datetime.fromisoformat("2024-04-04T10:00:01"),
        Decimal("1.10"),
        [1, {"a": [b"x"]}],
    ]
    one, other = socket.socketpair()
    wire.send(one, wire.as_json({"row": row}), wire.MOST_TOLD)
    assert wire.receive(other, wire.MOST_TOLD) == {"row": row}
    one.close()
    assert wire.receive(other, wire.MOST_TOLD) is None
    other.close()


def framed(data):
    return struct.pack(">I", len(data)) + data


@pytest.mark.parametrize("sent", [
    b"\xff\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n",
    struct.pack(">I", 5) + b"{", framed(b"[]"), framed(b"\xff\xff\xff"), framed(b"[" * 100_000),
    framed(b'{"do":{"":"evil","is":"boo"}}'), framed(b'{"":"date","is":"boo"}'), framed(b'{"do":{"":"decimal","is":"x"}}'),
])  # fmt: skip
def test_what_is_no_message_ends_the_session_and_nothing_else(library, sent):
    with served(library):
        line = sockets.reach(library.path)
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(20)
        with suppress(ConnectionResetError):  # where the server did not take all that was sent
            assert line.recv(10) == b""
        line.close()
        assert len(library.pages()) == 3


@pytest.mark.parametrize(
    "asked",
    [{}, {"do": "dance"}, {"do": "execute"}, {"do": "execute", "query": "SELECT 1", "values": 3}, {"do": ["open"]}, {"do": "more"},
     {"do": "execute", "query": "SELECT ?", "values": []}],
)  # fmt: skip
def test_a_message_that_is_no_question_is_refused_and_the_next_one_answered(library, asked):
    with served(library):
        line = sockets.reach(library.path)
        wire.send(line, wire.as_json(asked), wire.MOST_ASKED)
        assert "error" in wire.receive(line, wire.MOST_TOLD)
        wire.send(line, '{"do":"open"}', wire.MOST_ASKED)
        assert wire.receive(line, wire.MOST_TOLD) == {"note": None}
        line.close()


def test_no_more_are_answered_at_once_than_there_is_room_for(library, monkeypatch):
    monkeypatch.setattr(server, "SESSIONS", 2)
    with served(library):
        one, other = open_served(library.path), open_served(library.path)
        with pytest.raises(LibraryError, match="2 processes are being answered"):
            library.pages()
        one.close()
        other.close()


def test_only_the_user_may_come_near_the_socket(library):
    with served(library):
        assert stat.S_IMODE((library.path / sockets.NAME).stat().st_mode) == 0o600


def test_a_socket_of_somebody_else_is_left_alone(library, monkeypatch):
    with served(library):
        monkeypatch.setattr(os, "getuid", lambda: 12_345)
        assert sockets.reach(library.path) is None


def test_a_process_of_somebody_else_is_not_let_in(library, monkeypatch):
    with served(library):
        monkeypatch.setattr(server.os, "getuid", lambda: 12_345)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.connect(sockets.address_of(library.path))
        line.settimeout(20)
        assert line.recv(10) == b""
        line.close()


def test_a_socket_that_a_killed_process_left_is_no_hindrance(library):
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.bind(sockets.address_of(library.path))
    line.close()
    assert len(library.pages()) == 3
    with served(library):
        assert len(library.pages()) == 3
    assert not (library.path / sockets.NAME).exists()


def test_what_needs_the_index_itself_is_told_to_end_the_server(library, tmp_path):
    with served(library):
        with pytest.raises(LibraryError, match=r"is served by process \d+ .*stop it first"):
            library.reindex()
        told = run("export", "parquet", "--output", str(tmp_path / "all.parquet"), "--library", str(library.path))
        assert told.exit_code != 0
        assert not (tmp_path / "all.parquet").exists()


def test_a_library_that_somebody_changes_is_not_served(library, monkeypatch):
    monkeypatch.setattr("dragoman.store.locks.PATIENCE", 0.1)
    library.pages()
    with index_lock(library.path), pytest.raises(LibraryError, match="in use by process"), served(library):
        pass


def test_an_index_held_for_serving_can_reach_no_file_outside(library, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with served(library) as door, pytest.raises(duckdb.PermissionException):
        door.desk.connection.execute(f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")
    with connect(library.path / FILE, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM page").fetchall() == [(3,)]


def test_commands_are_answered_by_the_process_that_serves(library):
    words = [sys.executable, "-m", "dragoman"]
    ask = [*words, "--wait", "0", "ask", "--actor", "RUR", "--format", "json", "--library", str(library.path)]
    own = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    with subprocess.Popen([*words, "serve", str(library.path)], stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert "serving" in holder.stdout.readline()
            done = subprocess.run(ask, capture_output=True, text=True, check=True)
            assert (done.stdout, done.stderr) == (own, "")
            again = subprocess.run([*words, "serve", str(library.path)], capture_output=True, text=True, check=False)
            assert again.returncode == 1
            assert f"served by process {holder.pid} (" in again.stderr
            holder.send_signal(signal.SIGTERM)
            assert holder.wait(20) == 0
        finally:
            holder.kill()
    assert not (library.path / sockets.NAME).exists()
    assert subprocess.run(ask, capture_output=True, text=True, check=True).stdout == own


def test_who_hung_up_is_heard_out(tmp_path):
    here, there = socket.socketpair()
    wire.send(there, wire.as_json({"error": "LibraryError", "words": "no room: try again"}), wire.MOST_TOLD)
    there.close()
    with pytest.raises(LibraryError, match="no room"):
        Served(tmp_path, here).execute("SELECT 1")


def test_a_question_too_long_to_be_sent_is_not_waited_for(library):
    with served(library), pytest.raises(LibraryError, match="too long"):
        open_served(library.path).execute("SELECT " + "1" * (wire.MOST_ASKED + 1))
