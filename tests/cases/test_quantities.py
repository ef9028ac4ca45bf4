"""Numbers as news tells them: in figures and words, as bounds, ranges, shares and measures, and what they count."""

import time

import pytest

from dragoman.compare.counts import are_apart, counts_in, same_counted
from dragoman.compare.quantities import figure, quantities_in, tokens_of


def numbers(text):
    return [(q.number, q.most, q.bound) for q in quantities_in(tokens_of(text, (0, len(text))))]


def counts(text):
    return tuple(counts_in(text, (0, len(text))))


@pytest.mark.parametrize(("word", "value"), [
    ("12", 12), ("1,200", 1200), ("1,200,300.5", 1_200_300.5), ("1.200.000", 1_200_000), ("4.2", 4.2), ("4,25", 4.25), ("1'500", 1500),
    ("1\u202f500", 1500), ("3.141", 3.141), ("9" * 16, None), ("9" * 5000, None), ("1,2,3", None), ("dozen", None),
])  # fmt: skip
def test_figures_with_separators_of_thousands_and_decimals(word, value):
    assert figure(word) == value


@pytest.mark.parametrize(("text", "found"), [
    ("twenty-six", [(26, 0, "")]),
    ("two hundred and fifty-one", [(251, 0, "")]),
    ("two thousand five hundred", [(2500, 0, "")]),
    ("three hundred thousand", [(300_000, 0, "")]),
    ("a hundred", [(100, 0, "")]),
    ("half a million", [(500_000, 0, "")]),
    ("two and a half million", [(2_500_000, 0, "")]),
    ("4.2 million", [(4_200_000, 0, "")]),
    ("a dozen; two dozen", [(12, 0, ""), (24, 0, "")]),
    ("seven eight", [(7, 0, ""), (8, 0, "")]),
    ("200-million", [(200_000_000, 0, "")]),
    ("at least 11", [(11, 0, "least")]),
    ("no fewer than forty", [(40, 0, "least")]),
    ("more than 1,200", [(1200, 0, "least")]),
    ("not more than three hundred", [(300, 0, "most")]),
    ("up to 60", [(60, 0, "most")]),
    ("some two thousand", [(2000, 0, "about")]),
    ("30 or so", [(30, 0, "about")]),
    ("30 or more", [(30, 0, "least")]),
    ("some $30", [(30, 0, "about")]),
    ("between 20 and 30", [(20, 30, "")]),
    ("20-30", [(20, 30, "")]),
    ("20 to 30 thousand", [(20_000, 30_000, "")]),
    ("sixteen or seventeen", [(16, 17, "")]),
    ("dozens", [(24, 200, "")]),
    ("tens of thousands", [(15_000, 300_000, "")]),
    ("5 to 3", []),
    ("1914-1918", []),
])  # fmt: skip
def test_numbers_in_words_bounds_and_ranges(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(("text", "found"), [
    ("A crew of five took the ferry.", [(5, "people", "")]),
    ("The storm killed nine.", [(9, "people", "killed")]),
    ("Five were wounded.", [(5, "people", "hurt")]),
    ("They shot dead two of them.", [(2, "people", "killed")]),
    ("It killed 17 Syldavians and fled.", [(17, "people", "killed")]),
    ("Guards counted eleven lanterns.", [(11, "thing lantern", "")]),
    ("Seven miles off Cape Tor", [(7, "length", "")]),
    ("30 per cent of the grain", [(30, "share", "")]),
    ("two thirds of the houses", [(67, "share", "")]),
    ("$3m in damages", [(3_000_000, "dollars", "")]),
    ("one barge was seen", []),
    ("He is 40 years old.", []),
    ("a 40-year-old miller", []),
    ("a 12-mile limit", []),
    ("In 2014, 200 pilgrims left.", [(200, "people", "")]),
    ("several months", []),
    ("The number of dead was nearer five.", [(5, "people", "killed")]),
    ("The mayor put the number of marchers at sixty.", [(60, "people", "")]),
    ("The death toll rose to at least 40.", [(40, "people", "killed")]),
    ("The number of the house was five.", []),
])  # fmt: skip
def test_what_a_number_counts_or_measures(text, found):
    assert [(c.number, c.what, c.fate) for c in counts(text)] == found


@pytest.mark.parametrize(("one", "other", "apart"), [
    ("at least 11 pilgrims", "14 pilgrims", False),
    ("at least 11 pilgrims", "26 pilgrims", True),
    ("at least 14 pilgrims", "11 pilgrims", True),
    ("up to 60 pilgrims", "50 pilgrims", False),
    ("up to 60 pilgrims", "90 pilgrims", True),
    ("about 300 pilgrims", "310 pilgrims", False),
    ("about 300 pilgrims", "500 pilgrims", True),
    ("between 20 and 30 pilgrims", "25 pilgrims", False),
    ("20-30 pilgrims", "40 pilgrims", True),
    ("15 miles", "24 kilometres", False),
    ("15 miles", "40 kilometres", True),
    ("4.2 million litres", "3.8 million litres", True),
    ("12 pilgrims", "12 pilgrims", False),
    ("12 pilgrims", "9,000 pilgrims", False),
    ("0 pilgrims", "12 pilgrims", False),
])  # fmt: skip
def test_two_numbers_part_where_they_cannot_both_be_right(one, other, apart):
    assert are_apart(*counts(one), *counts(other)) is apart


@pytest.mark.parametrize(("one", "other", "same"), [
    ("killed 12 Syldavian guards", "killed 9 Bordurian guards", 0),
    ("killed 12 Syldavian guards", "killed 9 guards", 1),
    ("killed 12 guards", "sank 9 ships", 0),
    ("killed 12 guards", "wounded 9 guards", 0),
    ("killed 12 guards", "killed 9 millers", 0),
    ("lost 7 tonnes", "lost 9 dollars", 0),
    ("They must leave within 48 hours.", "The truce is to last two weeks.", 0),
    ("It gave them 48 hours to leave.", "A truce of two weeks began.", 0),
    ("The truce began two weeks ago.", "The truce held for four days.", 0),
    ("They must leave in the next 48 hours.", "They must leave within 72 hours.", 1),
    ("The truce is for just over two weeks.", "The truce lasted five weeks.", 1),
    ("The bridge was shut four days ago.", "The bridge was shut nine days earlier.", 1),
])  # fmt: skip
def test_counts_compare_only_with_those_of_the_same_kind_people_and_fate(one, other, same):
    assert len(same_counted(counts(one), counts(other))) == same


def test_counts_are_told_in_figures_with_their_unit():
    text = "At least forty guards, 4.2 million litres, between 20 and 30 ships and seven miles"
    assert [count.told() for count in counts(text)] == ["at least 40", "4.2 million litres", "20–30", "7 miles"]


@pytest.mark.parametrize("text", [
    "9" * 200_000, "9," * 100_000, "one hundred " * 50_000, "twenty-" * 50_000, "1 or " * 50_000, "between 1 and " * 30_000,
    "hundred " * 100_000, "a million " * 50_000, "tens of " * 50_000, "12 ships killed " * 30_000,
])  # fmt: skip
def test_long_and_many_numbers_take_linear_time(text):
    def seconds(part):
        start = time.process_time()
        sum(1 for _ in counts_in(part, (0, len(part))))
        return time.process_time() - start

    def growth():
        quarter = min(seconds(text[: len(text) // 4]) for _ in range(2))
        return min(seconds(text) for _ in range(2)) / max(0.055, quarter)

    assert any(growth() < 9 for _ in range(3))  # four times as much if linear, sixteen times if not; a busy machine may disturb one try
