"""The SQLite export: all tables, what happened once countable once, the way back to the page, whole or not at all."""

import json
import sqlite3
from contextlib import closing

import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import library, told

from dragoman.exchange import Order, export
from dragoman.store.columns import COLUMNS

__all__ = ["library", "told"]


def ask(path, query):
    with closing(sqlite3.connect(path)) as file:
        return file.execute(query).fetchall()


def test_all_rows_are_there_and_what_is_one_happening_counts_once(told, tmp_path):
    out = tmp_path / "sub" / "library.db"
    count = export(told, "sqlite", Order(), out)[out]
    assert count == sum(len(told.table(table)) for table in COLUMNS) == sum(ask(out, f"SELECT count(*) FROM {t}")[0][0] for t in COLUMNS)
    threats = "type = 'THREATEN' AND date = '2024-01-10'"
    assert ask(out, f"SELECT count(*), count(happening), count(DISTINCT happening) FROM event WHERE {threats}") == [(3, 2, 1)]
    assert ask(out, "SELECT modality FROM event WHERE type = 'SANCTION' ORDER BY date") == [("done",), ("planned",)]


def test_rows_lead_back_to_their_page(told, tmp_path):
    out = tmp_path / "library.db"
    export(told, "sqlite", Order(since="2024-04-01"), out)
    rows = ask(out, 'SELECT substr(text, event."start" + 1, event."end" - event."start"), actors FROM event JOIN page USING (page)')
    assert ("Syldavia expelled two Ruritanian attaches", '["Q2"]') in rows
    assert all(isinstance(json.loads(actors), list) for _, actors in rows)
    assert ask(out, "SELECT min(published) FROM page") == [("2024-04-02",)]
    assert ask(out, "PRAGMA foreign_key_check") == []


def test_an_old_file_is_replaced_and_a_failed_export_leaves_it(told, tmp_path, monkeypatch):
    out = tmp_path / "library.db"
    out.write_bytes(b"old")
    monkeypatch.setattr("dragoman.exchange.sqlite.write_indexes", lambda file: file.execute("SELECT nothing FROM nowhere"))
    with pytest.raises(sqlite3.OperationalError):
        export(told, "sqlite", Order(), out)
    assert out.read_bytes() == b"old" and [path.name for path in tmp_path.glob("*.db")] == ["library.db"]
    assert not list(tmp_path.glob(".aside*"))
    monkeypatch.undo()
    shown = run("export", "sqlite", "--output", out, "--library", told.path)
    assert shown.exit_code == 0 and ask(out, "SELECT count(*) FROM page") == [(7,)]
