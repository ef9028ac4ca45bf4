"""The figures of the example pages may not fall below their floors; ``python benchmarks/gold.py --update`` writes these anew."""

import json
from pathlib import Path

import pytest
from benchmarks.gold import FLOORS, GATED, example_figures, heights


@pytest.fixture(scope="module")
def reached():
    return heights(example_figures())


def test_no_figure_is_below_its_floor(reached):
    floors = json.loads(Path(FLOORS).read_text("utf-8"))
    fallen = {key: f"{reached[key]} is below {floor}" for key, floor in floors.items() if reached[key] < floor}
    assert fallen == {}


def test_every_gated_figure_has_a_floor():
    assert set(json.loads(Path(FLOORS).read_text("utf-8"))) == set(GATED)
