from datetime import date
from pathlib import Path

import pytest
import yaml

from dragoman.grammar import Tree
from dragoman.lexicon import load_yaml
from dragoman.model import Article, Block, Page, Parse
from dragoman.times import days_of, find_times, find_timex, find_whens
from dragoman.times.calendar import is_edtf
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


HISTORY = """The order was founded in 1203 and again in 1211. War began on 3 May 1411.
In June the castle was lost, and in the following month its lord fled. By November both sides were spent.
In February a truce was made. It lasted until 9 August 1412. Two days later the horsemen came back."""


def test_a_story_of_the_past_moves_along_the_calendar():
    months = [value for _, value in read(HISTORY, "2024-04-04")][2:]
    assert months == ["1411-05-03", "1411-06", "1411-07", "1411-11", "1412-02", "1412-08-09", "1412-08-11"]


def test_a_story_of_the_ancient_past_moves_along_it_too():
    text = "He crossed the river in 49 BC. In March he took the port, and the following year he won. In 46 BC he came home."
    assert [value for _, value in read(text, "2024-04-04")] == ["-0048", "-0048-03", "-0047", "-0045"]


def test_news_with_a_date_of_long_ago_stays_news():
    text = "The treaty of 4 May 1992 was signed here. On Monday the two met. In February they had quarrelled."
    assert [value for _, value in read(text, "2024-04-04")] == ["1992-05-04", "2024-04-01", "2024-02"]


@pytest.mark.parametrize(
    "value, first, last",
    [
        ("2024-04-04", "2024-04-04", "2024-04-04"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("18XX", "1800-01-01", "1899-12-31"),
        ("2024-W14", "2024-04-01", "2024-04-07"),
        ("2023-22", "2023-06-01", "2023-08-31"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("2023-34", "2023-04-01", "2023-06-30"),
        ("2022-10/..", "2022-10-01", "None"),
        ("../2020", "None", "2020-12-31"),
        ("1991/2004-05", "1991-01-01", "2004-05-31"),
        ("PRESENT_REF", "None", "None"),
        ("-0043", "None", "None"),
        ("2021-W53", "None", "None"),
    ],
)
def test_the_earliest_and_the_latest_day_of_a_value(value, first, last):
    assert [str(day) for day in days_of(value)] == [first, last]


def test_timex_keeps_what_the_record_leaves_out():
    found = [(t.type, t.value) for t in find_timex("For three weeks he called daily.", date(2024, 4, 4))]
    assert found == [("DURATION", "P3W"), ("SET", "P1D")]


TIMEX = [
    ("They talked for two and a half years.", "two and a half years=P2.5Y"),
    ("They talked for six-and-a-half hours, then 1.5 hours.", "six-and-a-half hours=PT6.5H 1.5 hours=PT1.5H"),
    ("It lasted a year and a half.", "a year and a half=P1.5Y"),
    ("They waited for years after months of talks.", "years=PXY months=PXM"),
    ("It is hundreds of years old, five consecutive days wet, and the whole year dark.", "five consecutive days=P5D the whole year=P1Y"),
    ("A week-long strike and a yearlong one followed another month of rain.", "week-long=P1W yearlong=P1Y another month=P1M"),
    ("He is a 45-year-old clerk.", ""),
    ("They meet every other day, every morning and every Monday evening.",
     "every other day=P2D every morning=XXXX-XX-XXTMO every Monday evening=XXXX-WXX-1TEV"),
    ("Twice a week, and each April, it pays $5 million a year.", "Twice a week=P1W each April=XXXX-04 a year=P1Y"),
    ("It took a year, and cost 3,000 people a day their bread.", "a year=P1Y a day=P1D"),
    ("He works on weekends.", "weekends=XXXX-WXX-WE"),
    ("Half a century ago it was a port.", "Half a century ago=1974"),
    ("At 3 p.m. GMT it fell; at 0800 GMT it stood; at noon it burned.",
     "3 p.m. GMT=2024-04-04T15:00 0800 GMT=2024-04-04T08:00 noon=2024-04-04T12:00"),
    ("The current crisis and the recent raids are new.", "current=PRESENT_REF recent=PAST_REF"),
    ("The most recent raid is no news.", ""),
    ("Profit rose in the quarter from the year-ago quarter.", "the quarter=2024-Q1 the year-ago quarter=2023-Q1"),
    ("Sales of the third quarter beat those of the third quarter of 2022. In the quarter, costs fell.",
     "the third quarter=2023-Q3 the third quarter of 2022=2022-Q3 the quarter=2023-Q3"),
    ("In fiscal '23 and this fiscal year it grew.", "fiscal '23=2023 this fiscal year=2024"),
    ("The next decade and the coming year will tell.", "The next decade=203 the coming year=2025"),
    ("Nobody works on a Sunday.", "a Sunday=XXXX-WXX-7"),
]  # fmt: skip
"""The classes of TIMEX3, each with sentences of our own and what they hold."""


@pytest.mark.parametrize("text, holds", TIMEX, ids=lambda part: part[:40])
def test_each_class_of_timex(text, holds):
    found = find_timex(text, date(2024, 4, 4))
    assert " ".join(f"{text[t.start : t.end]}={t.value}" for t in found) == holds


def test_a_repetition_is_a_set_and_a_span_a_duration():
    found = find_timex("It took a year and costs 300 pounds a day, twice a week.", date(2024, 4, 4))
    assert [t.type for t in found] == ["DURATION", "SET", "SET"]


def test_the_line_that_tells_the_day_of_publication_is_read_and_no_other_around_the_story():
    text = "Harbour Post, Thursday, 4 April 2024\nRead also: the flood of 1953; our yearbook of 3 May 2023\nThe envoy left on Monday."
    lines = [0, text.index("Read"), text.index("The envoy"), len(text)]
    kinds = ("boilerplate", "boilerplate", "paragraph")
    blocks = tuple(Block(kind, lines[i], lines[i + 1]) for i, kind in enumerate(kinds))
    article = Article(Page("x", "x", text.encode(), text, "text"), text, blocks, published="2024-04-04")
    found = find_times(article, Tree(Parse(text, (), ())))
    assert [(text[when.start : when.end], when.value) for when in found] == [
        ("Thursday, 4 April 2024", "2024-04-04"),
        ("Monday", "2024-04-01"),
    ]


def test_feasts_fall_when_they_fell():
    assert (easter(2024), orthodox_easter(2024)) == (date(2024, 3, 31), date(2024, 5, 5))
    assert [nowruz(year).day for year in (1979, 2020, 2023, 2024)] == [21, 20, 21, 20]
    assert (hebrew(2024, 9, 25), hebrew(2025, 12, 14), hebrew(2024, 3, 6)) == (date(2024, 12, 26), date(2025, 3, 14), date(2024, 6, 12))
    assert holiday("islamic 9", 2025) == (date(2025, 3, 1), date(2025, 3, 29))
    assert (islamic(2024, 10, 1), hebrew(2023, 7, 10), hebrew(2024, 1, 15)) == (date(2024, 4, 10), date(2023, 9, 25), date(2024, 4, 23))


@pytest.mark.parametrize("entry", load_yaml("times_holidays")["holidays"], ids=lambda entry: entry["name"])
def test_every_feast_has_a_day_and_is_found(entry):
    assert holiday(str(entry["falls"]), 2024) is not None
    assert [t for t, _ in read(f"They met on {entry['name']} 2024.", "2024-12-31")] == [f"{entry['name']} 2024"]


@pytest.mark.parametrize("entry", load_yaml("times_holidays")["once"], ids=lambda entry: entry["name"])
def test_every_named_day_is_found(entry):
    assert read(f"He spoke of the {entry['name']} again.", "2024-12-31") == [[entry["name"], str(entry["falls"])]]


@pytest.mark.parametrize(
    "value",
    ["2024-04-04", "2024-02", "2022-10/..", "../2020", "1991/2004", "199X", "-0043-03-15", "19XX", "2024-W14", "2024-21", "PRESENT_REF"],
)
def test_edtf_values(value):
    assert is_edtf(value)


@pytest.mark.parametrize(
    "value",
    ["2024-02-30", "2024-13", "24-01-01", "../..", "P3D", "2024-W60", "-0000", "-0043-02-30", "2024/2025/2026", "", "2024-04-04T10:00"],
)
def test_what_is_no_edtf(value):
    assert not is_edtf(value)


def test_a_word_belongs_to_one_expression():
    text = "4 centuries earlier Monday"
    first, second = find_whens(text, [(0, len(text))], date(2000, 1, 1))
    assert first.end <= second.start
