"""Where answers are written: whole or not at all, through links, and to devices and pipes as they are."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from tests.cases.test_cli import command, page, run
from tests.cases.test_relations import library, told

from dragoman.cli.terminal import day_cell
from dragoman.errors import DragomanError
from dragoman.exchange import FORMATS, Order, export
from dragoman.store.files import written_whole

__all__ = ["library", "page", "told"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_folder_is_no_file_to_write_to(told, tmp_path, form):
    with pytest.raises(DragomanError, match="is a folder: name a file in it"):
        export(told, form, Order(), tmp_path)


@pytest.mark.parametrize(
    "words", [("ask",), ("ask", "--format", "parquet"), ("sql", "SELECT 1"), ("relation", "RUR", "SYL", "--format", "html")]
)
def test_commands_tell_that_a_folder_is_no_file_and_make_folders_that_lack(told, tmp_path, words):
    refused = run(*words, "--library", told.path, "--output", tmp_path).exception
    assert str(refused) == f"{tmp_path} is a folder: name a file in it"
    made = tmp_path / "new" / "deep" / "answer"
    assert run(*words, "--library", told.path, "--output", made).exit_code == 0
    assert made.stat().st_size and list(made.parent.iterdir()) == [made]


def test_a_link_is_followed(told, tmp_path):
    (tmp_path / "old.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("old.csv")
    assert run("ask", "--format", "csv", "--library", told.path, "--output", tmp_path / "link.csv").exit_code == 0
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "old.csv").read_text().startswith("page,run,")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with written_whole(pipe) as aside:
            aside.write_bytes(b"all of it")
        assert os.read(reader, 100) == b"all of it"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode) and list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system has no /dev/stdout")
def test_standard_output_can_be_named(told, page):
    shown = command("sql", "SELECT 7 AS seven", "--format", "csv", "--library", told.path, "--output", "/dev/stdout")
    assert (shown.returncode, shown.stdout) == (0, "seven\n7\n")
    assert command("read", page, "--format", "json", "--output", "/dev/stdout").stdout.startswith('{"page"')


def test_what_cannot_be_written_is_told_by_its_own_name(tmp_path):
    (tmp_path / "file").write_text("")
    wanted = tmp_path / "answer"
    with pytest.raises(OSError) as told, written_whole(wanted) as aside:
        aside.mkdir()
        aside.open("w")
    assert told.value.filename == str(wanted)


def test_a_full_disk_is_told_in_one_line(told, tmp_path, monkeypatch):
    def full(*_words):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("dragoman.exchange.sqlite.write_indexes", full)
    with pytest.raises(DragomanError, match="cannot be written: database or disk is full"):
        export(told, "sqlite", Order(), tmp_path / "library.db")
    assert not list(tmp_path.glob("*.db"))


def test_tables_fit_a_narrow_terminal_with_all_their_columns(told):
    shown = command("relation", "RUR", "SYL", "--library", told.path).stdout
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "pages about" in shown and "of both" in shown
    assert "latest" in command("actor", "RUR", "--library", told.path).stdout


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2024-04-13/2024-04-14", "2024-04-13\nto\n2024-04-14"), ("2024-04-13/..", "2024-04-13\nand on"),
        ("../2024-03-15", "until\n2024-03-15"),
        ("2024-04-13", "2024-04-13"), ("1939/1945", "1939/1945"), ("2022-10/..", "2022-10/.."), (None, ""),
    ],
)  # fmt: skip
def test_spans_of_days_are_shown_whole_in_a_narrow_column(value, told):
    assert day_cell(value).plain == told
