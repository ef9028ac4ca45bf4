"""Whatever comes in, intake refuses it in a line or clean makes an article of it, with blocks inside the text, in order, apart."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.clean import clean_page
from dragoman.errors import InputError
from dragoman.intake import Given, read_bytes
from dragoman.model import BLOCK_KINDS

LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "News / Norland / More",
                "# Norland",
                "By Ana Nobody",
                "Comments",
                "© 2020",
                "",
                "The strait was opened on Monday, the office said.",
                "14:32",
                "2h ago",
                "Updated at 09.10 GMT",
                "4 April 2024, 23:59",
                "29 February",
                "31 April 1:00 am",
                "23:10 GMT – The strait was opened, ?it is open? he said.It is.",
                "— Harbour Office (@port) April 4, 2024",
                "It is open now. pic.twitter.com/a — Harbour Office (@port) 2024",
                "pic.twitter.com/a",
                "Page 2 of 3",
            ]
        ),
    ),
    max_size=25,
)
TAGS = st.sampled_from(
    [
        "p",
        "div class=caption",
        "h1",
        "h2",
        "ul",
        "li",
        "a",
        "figcaption",
        "script",
        "span class=eyebrow",
        "b",
        "time datetime=2024-02-29T25:00",
        "time datetime=2024-04-04T23:59:00+05:45",
        "blockquote class=twitter-tweet",
        "amp-twitter",
        "amp-img",
        "amp-list",
        "!--",
        "/p",
        "/div",
    ]
)
MARKUP = st.lists(st.one_of(TAGS.map(lambda tag: f"<{tag}>"), st.text(max_size=40)), max_size=40).map(
    lambda parts: "<html><body>" + "".join(parts)
)


def check(raw):
    try:
        page = read_bytes(raw, Given(url="https://example.org/a"))
    except InputError as error:
        assert "\n" not in str(error)
        return
    article = clean_page(page)
    at = 0
    for block in article.blocks:
        assert at <= block.start < block.end <= len(article.text)
        assert block.kind in BLOCK_KINDS
        at = block.end
    for turn in article.turns:
        assert 0 <= turn.start < turn.end <= len(article.text)
    assert clean_page(page) == article


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(raw):
    check(raw)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_any_lines(lines):
    check("\n".join(lines).encode("utf-8", "replace"))


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_any_markup(markup):
    check(markup.encode("utf-8", "replace"))
