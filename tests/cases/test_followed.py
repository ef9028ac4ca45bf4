"""Said, then done: a saying is answered by a later act of the same sides and kind; what was not covered is not called undone."""

import json

import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import library
from tests.newsroom import Act, Said, keep, tell

from dragoman.compare import Pursuit, follow_sayings
from dragoman.compare.kept import open_compared
from dragoman.errors import DragomanError

__all__ = ["library"]


def threat(number, published, words="Ruritania threatened to expel the attaches of Syldavia", **more):
    return tell(number, published, Act(words, **{"type": "SANCTION", "modality": "threatened", **more}))


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


PLAN = threat(1, "2024-01-10", modality="planned", day="2024-03-01")


@pytest.mark.parametrize(
    ("day", "outcome", "why"),
    [
        ("2024-03-01", "done", "on the day told (2024-03-01)"),
        ("2024-02-25", "done", "5 days before the day told"),
        ("2024-03-06", "done", "5 days after the day told"),
        ("2024-02-01", "not found", "it came 22 days later, 29 days before the day told, which is 2024-03-01"),
        ("2024-03-30", "not found", "29 days after the day told"),
    ],
)
def test_the_day_that_a_saying_tells_decides_what_answers_it(library, day, outcome, why):
    about = tell(3, "2024-03-02", Said("that Syldavia and Ruritania had talked"))
    keep(library, [PLAN, tell(2, day, Act("Ruritania sent the attaches of Syldavia home", "SANCTION")), about, LATE])
    row = follow_sayings(library).rows[0]
    assert (row["outcome"], row["told_day"], row["until"]) == (outcome, "2024-03-01", "2024-03-08")
    assert why in row["why"]


def test_a_day_told_far_ahead_is_waited_for(library):
    keep(library, [threat(1, "2024-01-10", day="2025-06"), tell(2, "2025-06-20", Act("Ruritania punished Syldavia", "SANCTION"))])
    row = follow_sayings(library).rows[0]
    assert (row["outcome"], row["told_day"], row["after_days"]) == ("done", "2025-06-01/2025-06-30", 527)
    keep(library, [threat(3, "2025-06-19", "Ruritania may leave Syldavia", day="2026", type="RETREAT")], "2-b")
    assert (follow_sayings(library).rows[0]["outcome"], follow_sayings(library).rows[0]["until"]) == ("open", "2027-01-07")


@pytest.mark.parametrize(
    ("deed", "day", "why"),
    [
        (Act("Ruritania praised Syldavia", "SUPPORT"), "2024-02-09", "SUPPORT is neither SANCTION nor kin to it"),
        (Act("Ruritania punished Borduria", "SANCTION", recipient="Q3"), "2024-02-09", "it was done to Borduria"),
        (Act("Ruritania punished Syldavia that day", "SANCTION", day="2024-01-10"), "2024-02-09", "on the very day"),
        (Act("Ruritania punished Syldavia at last", "SANCTION"), "2024-05-09", "120 days later, after the time asked for"),
        (Act("Borduria punished Syldavia", "SANCTION", "Q3"), "2024-02-09", "no act of this actor comes near"),
    ],
)
def test_what_came_nearest_is_told_with_why_it_was_refused(library, deed, day, why):
    keep(library, [threat(1, "2024-01-10"), tell(2, day, deed), LATE])
    row = follow_sayings(library, Pursuit(kinds=("threatened",))).rows[0]
    assert row["done_id"] is None and why in row["why"]


def test_the_very_same_actor_goes_before_another_of_the_state(library):
    by_person = tell(2, "2024-02-01", Act("Ada Brandt punished Syldavia", "SANCTION", "local:brandt"))
    keep(library, [threat(1, "2024-01-10"), by_person, LATE])
    assert "an actor of the same state; the very same recipient; 22 days later" in follow_sayings(library).rows[0]["why"]
    keep(library, [tell(3, "2024-02-20", Act("Ruritania shut its market to Syldavia", "SANCTION"))], "2-b")
    row = follow_sayings(library).rows[0]
    assert (row["done_id"], row["after_days"]) == ("00000003-0", 41)
    assert row["why"].startswith("the same type SANCTION; the very same actor; the very same recipient")


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


def test_the_answer_is_shown_in_the_words_of_who_told_it_first_hand(library):
    deed = Act("Ruritania sent the attaches of Syldavia home", "SANCTION")
    keep(library, [
        threat(1, "2024-01-10"), tell(2, "2024-02-09", deed, seed="page 3", outlet="mirror"), tell(3, "2024-02-09", deed), LATE,
    ])  # fmt: skip
    row = follow_sayings(library).rows[0]
    with open_compared(library) as connection:
        copies = connection.execute("SELECT page.page FROM copy JOIN page USING (number)").fetchall()
    assert copies and row["outcome"] == "done" and (row["done_page"],) not in copies


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
