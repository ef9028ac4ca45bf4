"""Actors, happenings and reports: each leads back to pages, counts once, and lets nothing of a page become markup."""

import json
import re
from html.parser import HTMLParser

import pytest
from tests.cases.test_cli import run
from tests.cases.test_relations import SOURED, WARNING, library, told
from tests.newsroom import Act, Said, keep, tell

from dragoman.compare import Scope, read_actor_profile, read_happening, read_relation
from dragoman.errors import DragomanError
from dragoman.show import report_html

__all__ = ["library", "told"]


def test_an_actor_deals_with_each_partner_by_happenings(told):
    found = read_actor_profile(told, "RUR")
    assert [(row["name"], row["happenings"], row["cooperation"], row["conflict"]) for row in found.partners] == [
        ("Syldavia", 3, 1, 2), ("Borduria", 1, 1, 0),
    ]  # fmt: skip
    assert (found.partners[0]["did"], found.partners[0]["was_done"]) == (1, 2)
    assert found.coverage["pages"] == 7
    assert (found.coverage["months"], found.coverage["months_without_pages"]) == (4, 1)
    assert [row["text"] for row in found.said] == ["that Syldavia had only itself to blame"]
    assert found.said_of == []
    assert [row["speaker"] for row in read_actor_profile(told, "Syldavia").said_of] == ["Ada Brandt"]


def test_months_that_are_asked_for_and_have_no_page_are_told(told):
    found = read_actor_profile(told, "RUR", Scope(since="2023-01-01", until="2023-06-30"))
    assert (found.coverage["pages"], found.coverage["months"], found.coverage["months_without_pages"]) == (0, 6, 6)
    assert "6 of 6 months have no page about it" in report_html("actor", found.form())


def test_an_actor_that_no_page_names_is_told(told):
    with pytest.raises(DragomanError, match="no page"):
        read_actor_profile(told, "Q99")


def test_a_person_is_not_his_state(told):
    found = read_actor_profile(told, "Ada Brandt")
    assert found.partners == []
    assert [row["role"] for row in found.known_as] == ["foreign minister"]
    assert len(found.said) == 1


def test_days_bound_what_an_actor_did(told):
    assert [row["name"] for row in read_actor_profile(told, "RUR", Scope(since="2024-02-01", until="2024-03-01")).partners] == ["Borduria"]


def test_a_happening_has_its_versions_and_its_copies(told):
    first = read_relation(told, "RUR", "SYL").latest
    id_ = next(row["id"] for row in first if row["type"] == "THREATEN")
    found = read_happening(told, id_)
    assert (found.pages, len(found.versions), len(found.copies)) == (2, 2, 1)
    assert {row["what"]: row["value"] for row in found.agree}["who"] == "RUR"
    assert found.copies[0]["outlet"] == "Mirror"
    for version in found.versions:
        assert version["text"] == told.record(version["page"]).article.text[version["start"] : version["end"]]
    assert read_happening(told, found.versions[1]["id"]).versions == found.versions


def test_an_event_in_copied_words_leads_to_the_happening_that_the_original_tells(told):
    copied = next(row["id"] for row in told.ask() if row["outlet"] == "Mirror")
    found, original = read_happening(told, copied), read_happening(told, "00000001-0")
    assert found.form() == original.form()
    assert copied not in [version["id"] for version in found.versions]


def test_versions_that_part_show_both_passages(library):
    keep(library, [
        tell(1, "2024-01-10", Act(f"{WARNING} and expelled 12 people", type="SANCTION"), outlet="herald"),
        tell(2, "2024-01-10", Act(f"{WARNING} and expelled 9 people", type="SANCTION"), Act("Syldavia wept", "ACCUSE", "Q2", "Q1")),
    ])  # fmt: skip
    found = read_happening(library, "00000001-0")
    numbers = [row for row in found.differ if row["what"] == "number"]
    assert found.pages == 2
    assert {side["value"] for row in numbers for side in (row["one"], row["other"])} == {"12", "9"}
    assert [row["text"] for row in found.alone] == ["Syldavia wept"]


@pytest.mark.parametrize(("start", "error"), [("zzz", "no event"), ("", "no event"), ("0000000", "several")])
def test_an_id_that_is_none_or_several_is_told(told, start, error):
    with pytest.raises(DragomanError, match=error):
        read_happening(told, start)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


POISON = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
OURS = set(re.findall(
    r"\w+",
    "html head meta title style body div header h1 h2 h3 p b br span ul li svg rect line text details summary table thead tbody tr th td",
))  # fmt: skip


def test_no_page_becomes_markup_in_a_report(library):
    keep(library, [
        tell(
            1, "2024-01-10", Act(f"Ruritania {POISON} Syldavia", type="SANCTION"), Said(f"of Syldavia {POISON}"),
            outlet=POISON, claim=f"{SOURED}{POISON}",
        ),
        tell(2, "2024-01-11", Act(f"Syldavia {POISON} Ruritania", "ACCUSE", "Q2", "Q1"), seed=POISON),
    ])  # fmt: skip
    forms = {
        "relation": read_relation(library, "RUR", "SYL").form(),
        "actor": read_actor_profile(library, "RUR").form(),
        "happening": read_happening(library, "00000001-0").form(),
    }
    for kind, form in forms.items():
        page = report_html(kind, form)
        tags = Tags()
        tags.feed(page)
        assert tags.seen <= OURS, tags.seen - OURS
        assert not {name for name in tags.attributes if name.startswith("on")}
        assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", page.replace("&#x27;", "").split("</style>")[1].replace("src=x", ""))
        assert "default-src 'none'" in page
        assert "alert(1)" in page


def test_reports_draw_what_was_counted_and_what_was_not_covered(told):
    page = report_html("relation", read_relation(told, "RUR", "SYL").form())
    assert page.count('class="q2"') == 1
    assert page.count('class="q3"') == 1
    assert page.count('class="gap"') == 3
    assert "2024-01: cooperation 0 verbal, 0 material; conflict 1 verbal, 0 material" in page


QUESTIONS = [("actor", "RUR"), ("happening", "00000001-0"), ("relation", "RUR", "SYL"), ("ask", "--involving", "RUR")]


@pytest.mark.parametrize("words", QUESTIONS)
@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_every_question_has_every_form(told, tmp_path, words, form):
    shown = run(*words, "--library", told.path, "--format", form)
    assert shown.exit_code == 0, shown.output
    assert "Ruritania" in shown.stdout
    if form == "json":
        assert all(json.loads(line) for line in shown.stdout.splitlines())
    out = tmp_path / "out"
    assert run(*words, "--library", told.path, "--format", form, "--output", out).exit_code == 0
    assert "Ruritania" in out.read_text("utf-8")


def test_a_meeting_has_what_was_said_in_it_by_whom_it_is_told_and_where_that_parts(library):
    met = "The foreign ministers of Ruritania and Syldavia met on the island of Vrana"
    keep(library, [
        tell(1, "2024-01-10", Act(met, "CONSULT", cameo="040"), Said("that Ruritania would send 12 ships to the strait of Vrana")),
        tell(
            2, "2024-01-10", Act(f"{met} at noon", "CONSULT", cameo="040"),
            Said("that Ruritania would send 9 ships to the strait of Vrana"),
            Said(f"that the ferry {POISON} was late"), outlet="gazette",
        ),
    ])  # fmt: skip
    found = read_happening(library, "00000001-0")
    assert found.pages == 2
    assert [(row["party"], row["pages"], row["missing"]) for row in found.said] == [("RUR", 2, []), ("RUR", 1, ["Herald"])]
    for row in found.said:
        for side in row["tells"]:
            assert side["text"] == library.record(side["page"]).article.text[side["start"] : side["end"]]
    assert [(row["one"]["value"], row["other"]["value"]) for row in found.differ if row["what"] == "said"] == [("12", "9")]
    page = report_html("happening", found.form())
    assert "What was said in it" in page
    assert "not told by Herald" in page
    assert "<script" not in page
    printed = run("happening", "00000001-0", "--library", str(library.path)).output
    assert "not told by: Herald" in printed


def test_what_was_said_is_left_out_where_nobody_met(told):
    id_ = next(row["id"] for row in read_relation(told, "RUR", "SYL").latest if row["type"] == "THREATEN")
    assert read_happening(told, id_).said == []


def test_what_was_said_long_after_a_meeting_is_not_shown_as_said_in_it(library):
    met = "The foreign ministers of Ruritania and Syldavia met on the island of Vrana"
    keep(library, [
        tell(1, "2024-01-10", Act(met, "CONSULT", cameo="040"), Said("that Ruritania would send 12 ships to the strait of Vrana")),
        tell(2, "2024-01-18", Act(f"{met} at noon", "CONSULT", cameo="040", day="2024-01-10"),
             Said("that trade in salt had grown", said=None), outlet="gazette"),
    ])  # fmt: skip
    found = read_happening(library, "00000001-0")
    assert found.pages == 2
    assert "that trade in salt had grown" not in {side["text"] for row in found.said for side in row["tells"]}


def test_the_sides_of_a_meeting_are_agreed_on_whichever_is_named_first(library):
    keep(library, [
        tell(1, "2024-01-10", Act("The envoys of Ruritania and Syldavia met on Vrana", "CONSULT", cameo="040")),
        tell(2, "2024-01-10", Act("The envoys of Ruritania and Syldavia met on Vrana at noon", "CONSULT", cameo="040"), outlet="gazette"),
    ])  # fmt: skip
    assert read_happening(library, "00000001-0").pages == 2
    agreed = {row["what"]: row["value"] for row in read_happening(library, "00000001-0").agree}
    assert agreed["between"] == "RUR, SYL"
    assert "who" not in agreed
