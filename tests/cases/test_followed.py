"""Said, then done: a saying is answered by a later act of the same sides and kind; what was not covered is not called undone."""

import json

import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import library
from tests.newsroom import Act, Said, keep, tell

from dragoman.compare import Pursuit, follow_sayings
from dragoman.errors import DragomanError

__all__ = ["library"]


def threat(number, day, words="Ruritania threatened to expel the attaches of Syldavia", **more):
    return tell(number, day, Act(words, **{"type": "SANCTION", "modality": "threatened", **more}))


def outcomes(library, **asked):
    return [(row["said"], row["outcome"], row["after_days"]) for row in follow_sayings(library, Pursuit(**asked)).rows]


LATE = tell(99, "2025-12-31", Act("Borduria celebrated", "SUPPORT", "Q3", "Q3"))


def test_a_threat_that_was_carried_out_shows_both_passages(library):
    keep(library, [threat(1, "2024-01-10"), tell(2, "2024-02-09", Act("Ruritania sent the attaches of Syldavia home", "SANCTION")), LATE])
    row = follow_sayings(library).rows[0]
    assert (row["outcome"], row["after_days"], row["what"]) == ("done", 30, "threatened")
    for side in ("said", "done"):
        text = library.record(row[f"{side}_page"]).article.text
        assert text[row[f"{side}_start"] : row[f"{side}_end"]] == row[f"{side}_text"]


@pytest.mark.parametrize(
    ("deed", "day", "outcome"),
    [
        (Act("Ruritania shelled Syldavia", "COERCE"), "2024-02-09", "kin done"),
        (Act("Ruritania praised Syldavia", "SUPPORT"), "2024-02-09", "not found"),
        (Act("Borduria punished Syldavia", "SANCTION", "Q3"), "2024-02-09", "no coverage"),
        (Act("Ruritania punished Borduria", "SANCTION", recipient="Q3"), "2024-02-09", "no coverage"),
        (Act("Syldavia punished Ruritania", "SANCTION", "Q2", "Q1"), "2024-02-09", "not found"),
        (Act("Ruritania had punished Syldavia before", "SANCTION", day="2023-12-01"), "2024-02-09", "not found"),
        (Act("Ruritania punished Syldavia that day", "SANCTION", day="2024-01-10"), "2024-02-09", "not found"),
        (Act("Ruritania punished Syldavia at last", "SANCTION"), "2024-06-09", "no coverage"),
        (Act("Ruritania did not punish Syldavia", "SANCTION", modality="denied"), "2024-02-09", "not found"),
        (Act("Ruritania punishes Syldavia in March", "SANCTION", day="2024-03-20"), "2024-02-09", "not found"),
    ],
)
def test_only_an_act_that_matches_answers(library, deed, day, outcome):
    keep(library, [threat(1, "2024-01-10"), tell(2, day, deed), LATE])
    assert outcomes(library, kinds=("threatened",))[-1][1] == outcome


def test_a_page_about_both_makes_it_not_found_and_none_no_coverage(library):
    keep(library, [threat(1, "2024-01-10"), tell(2, "2024-02-01", Said("that Syldavia and Ruritania had talked")), LATE])
    assert outcomes(library) == [("2024-01-10", "not found", None)]
    assert outcomes(library, within=10) == [("2024-01-10", "no coverage", None)]


def test_a_time_that_is_not_over_is_open(library):
    keep(library, [threat(1, "2024-01-10"), tell(2, "2024-02-01", Act("Ruritania met Syldavia", "CONSULT"))])
    assert outcomes(library) == [("2024-01-10", "open", None)]
    assert outcomes(library, within=20) == [("2024-01-10", "no coverage", None)]


def test_copies_of_a_threat_are_one_threat_from_its_first_day(library):
    words = "Ruritania threatened to expel the attaches of Syldavia"
    act = Act(words, type="SANCTION", modality="threatened")
    keep(library, [tell(1, "2024-01-10", act), tell(2, "2024-01-12", act, seed="page 1", outlet="mirror"), LATE])
    assert [row[0] for row in outcomes(library)] == ["2024-01-10"]


def test_who_and_when_can_be_asked(library):
    other = threat(2, "2024-03-10", "Syldavia may close its port to Ruritania", actor="Q2", recipient="Q1")
    keep(library, [threat(1, "2024-01-10"), other, LATE])
    assert [row[0] for row in outcomes(library)] == ["2024-03-10", "2024-01-10"]
    assert [row[0] for row in outcomes(library, actor="SYL")] == ["2024-03-10"]
    assert [row[0] for row in outcomes(library, recipient="Syldavia")] == ["2024-01-10"]
    assert [row[0] for row in outcomes(library, since="2024-02-01")] == ["2024-03-10"]
    assert [row[0] for row in outcomes(library, as_of="2024-02-01")] == ["2024-01-10"]
    assert outcomes(library, kinds=("planned",)) == []


def test_counts_are_of_all_however_few_are_shown(library):
    keep(library, [threat(1, "2024-01-10"), threat(2, "2024-03-10", "Syldavia may leave Ruritania", actor="Q2", recipient="Q1"), LATE])
    found = follow_sayings(library, Pursuit(limit=1))
    assert (len(found.rows), sum(found.counts.values())) == (1, 2)


@pytest.mark.parametrize("asked", [{"within": 0}, {"kinds": ("done",)}, {"since": "May"}, {"actor": "Nobody"}])
def test_what_cannot_be_followed_is_told(library, asked):
    keep(library, [threat(1, "2024-01-10")])
    with pytest.raises(DragomanError):
        follow_sayings(library, Pursuit(**asked))


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_the_command_shows_it(library, form):
    keep(library, [threat(1, "2024-01-10"), tell(2, "2024-02-09", Act("Ruritania sent them home, Syldavia said", "SANCTION")), LATE])
    shown = run("said-done", "--actor", "RUR", "--library", library.path, "--format", form, env={"COLUMNS": "120"})
    assert shown.exit_code == 0, shown.output
    assert "Ruritania sent them home" in shown.stdout
    if form == "json":
        assert json.loads(shown.stdout)["counts"]["done"] == 1


def test_an_empty_library_has_nothing_to_follow(library):
    assert run("said-done", "--library", library.path).exit_code == 0
