from datetime import date
from pathlib import Path

import pytest
import yaml

from dragoman.grammar import Tree
from dragoman.lexicon import load_yaml
from dragoman.model import Article, Block, Page, Parse
from dragoman.times import find_times, find_timex, find_whens
from dragoman.times.calendar import days_of, is_edtf
from dragoman.times.feasts import easter, hebrew, holiday, islamic, nowruz, orthodox_easter

CASES = yaml.load((Path(__file__).parent / "times.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def read(text: str, day: str) -> list[list[str]]:
    start = None if day in ("null", "") else date.fromisoformat(day)
    return [[text[when.start : when.end], when.value] for when in find_whens(text, [(0, len(text))], start)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_times_of_a_text(case):
    assert read(case["text"], case["day"]) == case["times"]


def test_only_the_story_is_searched_and_spans_refer_to_the_page():
    text = "Posted January 5, 2020\nThe envoy left on Monday."
    page = Page("x", "x", text.encode(), text, "text")
    article = Article(page, text, (Block("boilerplate", 0, 22), Block("paragraph", 23, len(text))), published="2024-04-04")
    (when,) = find_times(article, Tree(Parse(text, (), ())))
    assert (text[when.start : when.end], when.value, when.type) == ("Monday", "2024-04-01", "date")
    assert "weekday" in when.why and "day of publication" in when.why


def test_a_story_of_the_past_goes_on_from_the_day_it_told_of():
    text = "War began on May 2, 1911. On June 4, 1911, a fort fell. On 7 July 1911 a town fell. By August 1, 1911, it was lost."
    text += " In December peace came."
    assert read(text, "2024-04-04")[-1] == ["December", "1911-12"]


def test_timex_keeps_what_the_record_leaves_out():
    found = [(t.type, t.value) for t in find_timex("For three weeks he called daily.", date(2024, 4, 4))]
    assert found == [("DURATION", "P3W"), ("SET", "P1D")]


def test_feasts_fall_when_they_fell():
    assert (easter(2024), orthodox_easter(2024)) == (date(2024, 3, 31), date(2024, 5, 5))
    assert (islamic(2024, 10, 1), hebrew(2023, 7, 10), hebrew(2024, 1, 15)) == (date(2024, 4, 10), date(2023, 9, 25), date(2024, 4, 23))


@pytest.mark.parametrize("entry", load_yaml("times_holidays")["holidays"], ids=lambda entry: entry["name"])
def test_every_feast_has_a_day_and_is_found(entry):
    assert holiday(str(entry["falls"]), 2024) is not None
    assert [t for t, _ in read(f"They met on {entry['name']} 2024.", "2024-12-31")] == [f"{entry['name']} 2024"]


@pytest.mark.parametrize("entry", load_yaml("times_holidays")["once"], ids=lambda entry: entry["name"])
def test_every_named_day_is_found(entry):
    assert read(f"He spoke of the {entry['name']} again.", "2024-12-31") == [[entry["name"], str(entry["falls"])]]


@pytest.mark.parametrize(
    "value", ["2024-04-04", "2024-02", "2022-10/..", "../2020", "1991/2004", "199X", "19XX", "2024-W14", "2024-21", "PRESENT_REF"]
)
def test_edtf_values(value):
    assert is_edtf(value)


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-13", "24-01-01", "../..", "P3D", "2024-W60", "2024/2025/2026", "", "2024-04-04T10:00"]
)
def test_what_is_no_edtf(value):
    assert not is_edtf(value)
