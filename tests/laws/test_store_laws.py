"""Laws: store then load gives the same record; shown text is never taken for anything but text."""

import re
import tempfile
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.model import (
    Actor,
    Article,
    Block,
    Event,
    Issue,
    Mention,
    Outlet,
    Page,
    Record,
    RelationClaim,
    Statement,
    When,
)  # fmt: skip
from dragoman.show import page_html, record_json
from dragoman.store import open_library

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
some = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
maybe = st.none() | words
number = st.integers(0, 60)
span = st.tuples(number, number).map(lambda pair: (min(pair), max(pair)))
issues = st.lists(st.builds(Issue, words, words, st.none() | number, st.none() | number), max_size=2).map(tuple)
many = st.lists(words, max_size=3).map(tuple)


def listed(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


mentions = listed(st.builds(Mention, number, number, number, words, words))
pages = st.builds(
    Page, st.text("0123456789abcdef", min_size=4, max_size=16), words, st.binary(max_size=40), words, words, maybe, maybe, maybe,
    st.sampled_from(["utf-8", "windows-1252", "utf-16", "no-such-encoding"]), issues,
)  # fmt: skip
outlets = st.none() | st.builds(Outlet, words, words, maybe, maybe, words)
articles = st.builds(
    Article, pages, st.text(st.characters(exclude_categories=("Cs",)), max_size=60), listed(st.builds(Block, words, number, number, words)),
    maybe, maybe, many, outlets, maybe, maybe, maybe, words, many, issues,
)  # fmt: skip
actors = st.builds(Actor, words, words, words, maybe, maybe, many, st.booleans(), mentions, mentions, maybe, words)
times = st.builds(When, number, number, words, words, words)
maybe_span = st.none() | span
statements = st.builds(
    Statement, words, listed(span), words, words, maybe, maybe_span, maybe_span, maybe, maybe_span, maybe, maybe, maybe, words,
)  # fmt: skip
scores = st.floats(allow_nan=False)
events = st.builds(
    Event, words, words, many, many, span, span, maybe, maybe, st.none() | scores, maybe, maybe, words, many, maybe, scores, words,
)  # fmt: skip
claims = st.builds(RelationClaim, st.tuples(words, words), span, maybe, maybe, maybe, words)
records = st.builds(
    Record, articles, listed(actors), listed(times), listed(statements), listed(events), listed(claims), issues,
    listed(st.tuples(words, words)),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records)
def test_store_then_load_gives_the_same(record):
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(folder, create=True)
        with library.start_run("1-a", "now") as run:
            run.keep(record)
        assert library.record(record.article.page.id) == record


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


OURS = set(re.findall(
    r"\w+",
    "a article b blockquote body div footer h1 h2 h3 head header html i li meta p section small span style "
    "table tbody td th thead title tr ul",
))  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records, st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=y>', "</style><b>", "&amp;lt;", "'"]))
def test_nothing_of_a_page_becomes_markup(record, poison):
    object.__setattr__(record.article, "title", poison)
    object.__setattr__(record.article, "text", poison * 4)
    parser = Tags()
    parser.feed(page_html(record))
    assert {tag for tag, _ in parser.seen} <= OURS
    assert not any(name.startswith("on") or name in ("src", "style") for _, attrs in parser.seen for name in attrs)
    assert all(attrs["href"].startswith("#") for tag, attrs in parser.seen if tag == "a")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records)
def test_showing_twice_gives_the_same_bytes(record):
    assert page_html(record) == page_html(record)
    assert record_json(record) == record_json(record)
    assert "\n" not in record_json(record)
