"""Whatever comes in, intake refuses it in a line or clean makes an article of it, with blocks inside the text, in order, apart."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.clean import clean_page
from dragoman.clean.lines import finders, known_wordings
from dragoman.errors import InputError
from dragoman.intake import Given, read_bytes
from dragoman.lexicon import load_yaml
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


WORDED = [word for wording in known_wordings() for word in (wording.pattern.split(" ")[0].strip("^()|")[:12], *wording.when)]
LIKE = [entry["like"] for entry in load_yaml("clean_lines")] + ["By Ana Nobody", "3 May 1998", "| ", "(", "ſhare", "\u212aept"]


@given(st.lists(st.one_of(st.sampled_from(WORDED), st.sampled_from(LIKE), st.text(max_size=12)), max_size=4))
@settings(deadline=None)
def test_the_first_wording_of_a_line_is_found_as_if_all_were_tried(parts: list[str]) -> None:
    """Trying few wordings, by a line's first character and its words, gives what trying one after the other would."""
    text = "".join(parts)
    asked = [w for w in known_wordings() if not w.when or any(word in text.lower() for word in w.when)]
    assert finders()[0].find(text) == next((w for w in asked if re.search(w.pattern, text, re.IGNORECASE)), None)
