"""The Python interface: it gives what the commands give, as objects and as tables."""

import json
import sys
from datetime import date

import pytest
from tests.cases.test_cli import run
from tests.newsroom import Act, Said, keep, tell

import dragoman
from dragoman.errors import DragomanError

WARNING = "Ruritania threatened Syldavia with closing the Morava locks to Syldavian grain barges"


@pytest.fixture
def library(tmp_path):
    made = dragoman.open_library(tmp_path / "library", create=True)
    keep(made, [
        tell(1, "2024-01-10", Act(WARNING, modality="threatened"), Said("that Syldavia had only itself to blame")),
        tell(2, "2024-01-20", Act("Ruritania menaced Syldavia again", day="2024-01-20"), outlet="post"),
        tell(3, "2024-04-02", Act("Syldavia expelled two Ruritanian attaches", "SANCTION", "Q2", "Q1", intensity=-5.0)),
    ])  # fmt: skip
    return made


def told_by(library, *words):
    """What a command tells as JSON."""
    return json.loads(run(*words, "--format", "json", "--library", library.path).stdout)


def plain(form):
    """A form as it is after JSON."""
    return json.loads(json.dumps(form, default=str))


def test_questions_give_what_the_commands_give(library):
    event = library.ask(limit=1)[0]["id"]
    assert plain(library.relation("RUR", "SYL", by="year").form()) == told_by(library, "relation", "RUR", "SYL", "--by", "year")
    assert plain(library.actor("Ada Brandt").form()) == told_by(library, "actor", "Ada Brandt")
    assert plain(library.happening(event).form()) == told_by(library, "happening", event)
    followed = library.said_done("RUR", within=30, modalities="threatened", limit=50)
    assert plain(followed.form()) == told_by(library, "said-done", "--actor", "RUR", "--within", "30", "--modality", "threatened")
    assert followed.counts["done"] == 1


def test_answers_are_tables_too(library):
    relation = library.relation("RUR", "SYL")
    rows = relation.to_list()
    assert relation.to_arrow().to_pylist() == rows
    assert relation.to_polars().to_dicts() == rows
    assert list(relation.to_pandas()["period"]) == [row["period"] for row in rows]
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(library.said_done()).height == 1
    assert library.actor("RUR").to_polars().height == 2
    assert library.happening(library.ask(limit=1)[0]["id"]).to_pandas().shape[0] == 1


def test_a_missing_package_is_told_with_what_to_do(library, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(DragomanError, match=r"polars is not installed: pip install 'dragoman\[tables\]'"):
        library.relation("RUR", "SYL").to_polars()


def test_the_library_of_a_past_day_has_the_same_questions(library):
    then = library.as_recorded("2024-07-01")
    assert isinstance(then, dragoman.Library)
    assert then.relation("RUR", "SYL").form()["series"] == library.relation("RUR", "SYL").form()["series"]


def test_export_from_python(library, tmp_path):
    assert library.export("icews", tmp_path / "events.tsv") == {tmp_path / "events.tsv": 2}


def test_sql_asks_and_changes_nothing(library):
    table = library.sql("SELECT type, count(*) AS n, 1 AS n, NULL AS nothing FROM event WHERE modality = ? GROUP BY 1 ORDER BY 1", ["done"])
    assert table.to_list() == [
        {"type": "SANCTION", "n": 1, "n_2": 1, "nothing": None},
        {"type": "THREATEN", "n": 1, "n_2": 1, "nothing": None},
    ]
    assert table.to_arrow().num_rows == 2
    assert library.sql("SELECT count(*) AS n FROM page")[0]["n"] == 3


@pytest.mark.parametrize(
    "query",
    [
        "SELEC 1",
        "DELETE FROM event",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY page TO 'stolen.csv'",
        "ATTACH 'other.db'",
        "SET enable_external_access = true",
        "SELECT * FROM nowhere",
    ],
)
def test_sql_that_cannot_be_or_reaches_out_is_refused(library, query):
    with pytest.raises(DragomanError, match="this SQL cannot be run"):
        library.sql(query)


@pytest.mark.parametrize("query", ["", "  ", ";", "-- SELECT 1"])
def test_sql_that_asks_nothing_is_told(library, query):
    with pytest.raises(DragomanError, match="asks nothing"):
        library.sql(query)


@pytest.mark.parametrize("day", ["20240110", "2024-W02-3", date(2024, 1, 10)])
def test_days_have_one_form_everywhere(library, day):
    for ask in (library.ask, library.actor, library.said_done, library.relation):
        words = () if ask in (library.ask, library.said_done) else ("RUR",) if ask == library.actor else ("RUR", "SYL")
        with pytest.raises(DragomanError, match="is no day: write it as 2024-04-04"):
            ask(*words, since=day)


def test_days_the_wrong_way_round_are_told_everywhere(library, tmp_path):
    days = {"since": "2024-05-01", "until": "2024-01-01"}
    for ask in (
        lambda: library.ask(**days), lambda: library.actor("RUR", **days), lambda: library.said_done(**days),
        lambda: library.relation("RUR", "SYL", **days), lambda: library.export("panel", tmp_path / "panel.csv", **days),
    ):  # fmt: skip
        with pytest.raises(DragomanError, match="2024-05-01 is later than 2024-01-01: no day fits both"):
            ask()


def test_sql_without_an_answer_gives_no_rows_to_nobody(library):
    assert len(library.sql("SELECT * FROM event WHERE false")) == 0


def test_sql_on_the_command_line(library):
    told = run("sql", "SELECT type, date FROM event ORDER BY date", "--library", library.path)
    assert told.exit_code == 0 and "SANCTION" in told.stdout and "3 rows" in told.stdout
    assert isinstance(run("sql", "SELEC", "--library", library.path).exception, DragomanError)


def test_days_and_other_values_of_sql_are_written_as_json(library):
    told = run("sql", "SELECT DATE '2024-04-04' AS day, 1.5::DECIMAL(3, 1) AS share", "--format", "json", "--library", library.path)
    assert told.stdout.strip() == '{"day": "2024-04-04", "share": "1.5"}'
