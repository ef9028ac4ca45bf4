"""Years and months where a day is asked."""

import pytest

from dragoman.cli.options import first_day, last_day


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-04-04", "2024-04-04", "2024-04-04"),
        ("2024-13", "2024-13", "2024-13"),
        ("0000-02", "0000-02-01", "0000-02"),
        ("soon", "soon", "soon"),
        (None, None, None),
    ],
)
def test_a_year_or_month_stands_for_its_first_or_last_day(told, first, last):
    assert (first_day(told), last_day(told)) == (first, last)
