"""Whether two writings name one person."""

from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors.variants import is_same_person

ROWS = yaml.safe_load(Path(__file__).with_name("variants.yml").read_text("utf-8"))
SAME = [(row[0], other) for row in ROWS["same"] for other in row[1:]]
APART = [pair for row in ROWS["apart"] for pair in combinations(row, 2)]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_is_known_in_several_writings(one, other):
    assert is_same_person(one, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_people_stay_apart(one, other):
    assert not is_same_person(one, other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_order_plays_no_part_and_nothing_crashes(one, other):
    assert is_same_person(one, other) == is_same_person(other, one)
