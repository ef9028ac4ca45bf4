import time
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.times import find_timex, find_whens
from dragoman.times.calendar import is_edtf

WORDS = st.sampled_from(
    [
        "Monday",
        "Friday",
        "May",
        "March",
        "April",
        "4",
        "12",
        "31",
        "1999",
        "2024",
        "20",
        "2,000",
        "in",
        "on",
        "the",
        "last",
        "next",
        "this",
        "year",
        "week",
        "ago",
        "two",
        "a",
        "few",
        "days",
        "since",
        "from",
        "to",
        "until",
        "between",
        "and",
        ",",
        ".",
        "-",
        "–",
        "/",
        ":",
        "4th",
        "1990s",
        "'90s",
        "noon",
        "3",
        "pm",
        "p.m.",
        "today",
        "overnight",
        "weekend",
        "summer",
        "of",
        "quarter",
        "first",
        "20th",
        "century",
        "Ramadan",
        "Easter",
        "9/11",
        "04/05/2024",
        "2024-13-45",
        "0000",
        "9999",
        "0001-01-01",
        "99999999",
        "earlier",
        "later",
        "before",
        "after",
        "every",
        "daily",
        "now",
        "will",
        "said",
        "'",
        "’s",
        "ﬁ",
        "٣",
        "２０２４",
        "½",
        "²",
        "日本",
        "hundred",
        "thousand",
        "decades",
        "centuries",
        "fiscal",
        "BC",
        "AD",
        "'41",
        "half",
        "period",
        "night",
        "week",
        "then",
        "24-10-1938",
        "mid",
        "\n",
    ]
)
DAYS = st.none() | st.dates() | st.sampled_from([date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)])


def check(text, day):
    whens = find_whens(text, [(0, len(text))], day)
    end = 0
    for when in whens:
        assert end <= when.start < when.end <= len(text)
        assert is_edtf(when.value)
        assert when.type in ("date", "time")
        assert when.why
        end = when.end
    assert whens == find_whens(text, [(0, len(text))], day)
    for timex in find_timex(text, day):
        assert 0 <= timex.start < timex.end <= len(text)
        assert timex.type in ("DATE", "TIME", "DURATION", "SET")


@given(st.lists(WORDS, max_size=30).map(" ".join), DAYS)
@settings(max_examples=400, deadline=None)
def test_spans_lie_in_the_text_apart_and_values_are_edtf(text, day):
    check(text, day)


@given(st.lists(WORDS, max_size=30).map("".join) | st.text(max_size=200), DAYS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text, day):
    check(text, day)


def test_time_grows_with_the_text_only():
    for piece in (
        "May ",
        "1,",
        "the end of the ",
        "now ",
        "12-",
        "a",
        "Mon. ",
        "in the first 4 , ",
        "20th-",
        "last last ",
        "4, ",
        "58 BC and ",
        "since the ",
    ):
        begun = time.process_time()
        find_whens(piece * (100_000 // len(piece)), [(0, 100_000)], date(2024, 4, 4))
        assert time.process_time() - begun < 10, piece
