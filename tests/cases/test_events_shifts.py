"""Days that a sentence tells without naming them: by their distance from another, as the start of a span, or as its end."""

import pytest

from dragoman.events.days import Days
from dragoman.events.shifts import Shift, shifted, shifts_in
from dragoman.grammar import Tree
from dragoman.model import Article, Block, Page
from dragoman.parse import load_parser
from dragoman.times import find_times

DAY = "2022-06-10"


def days_of(text):
    """What a page of one paragraph, of a Friday, knows of days, and its words by their text."""
    article = Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published=DAY)
    tree = Tree(load_parser().parse(article))
    return Days(article, tree, find_times(article, tree), ()), {word.text: word for word in tree.words}


def meant(text, act, modality="done"):
    days, words = days_of(text)
    return {days.meant(when, words[act], modality) for when in days.times}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("two days after Togo left", (2, "day", -1)),
        ("A week before the talks", (1, "week", 1)),
        ("some 12 months after it", (12, "month", -1)),
        ("days after it, and after the year", None),
    ],
)
def test_distances_in_words(text, told):
    found = [(shift.count, shift.unit, shift.side) for shift in shifts_in(text, 0, len(text))]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    ("day", "shift", "wanted"),
    [
        ("2022-06-10", Shift(0, 2, "day", -1), "2022-06-08"),
        ("2022-03-01", Shift(0, 1, "week", 1), "2022-03-08"),
        ("1984-09-20", Shift(0, 6, "month", -1), "1984-03"),
        ("2008", Shift(0, 9, "year", -1), "1999"),
        ("2008", Shift(0, 2, "day", -1), None),
        ("0001-01-01", Shift(0, 2, "day", -1), None),
        ("9999-12-31", Shift(0, 999, "week", 1), None),
        ("2022-02-30", Shift(0, 2, "day", 1), None),
        ("9999", Shift(0, 2, "year", 1), None),
    ],
)
def test_a_day_at_a_distance(day, shift, wanted):
    assert shifted(day, shift) == wanted


def test_an_act_told_by_its_distance_from_the_storys_day():
    days, words = days_of("Spain asked for help, two days after Algeria suspended a treaty with Madrid.")
    assert days.shifted(words["suspended"], {}, DAY) == "2022-06-08"
    assert days.shifted(words["asked"], {}, DAY) is None
    assert days.shifted(words["suspended"], {"2022-05-20": 4}, DAY) == "2022-05-18"


def test_what_happened_when_a_span_began_has_its_start():
    text = "The post has been empty since March, when Bulgaria recalled its envoy from Moscow."
    assert meant(text, "recalled") == {"2022-03"} and meant(text, "empty") == {"2022-03/.."}


def test_what_is_to_be_done_by_a_day_has_the_span_up_to_it():
    text = "Botswana demanded that the men be freed by Friday."
    assert meant(text, "freed", "demanded") == {"../2022-06-10"} or meant(text, "freed", "demanded") == {"../2022-06-17"}
    assert not any(day.startswith("..") for day in meant(text, "freed", "done"))
