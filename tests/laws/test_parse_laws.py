"""Laws of the parse: spans lie in the text and in order, trees are trees, reading twice gives the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Article, Block, Page, Parse
from dragoman.parse import load_parser


@pytest.fixture(scope="module")
def read():
    parser = load_parser()

    def once(text: str) -> Parse:
        return parser.parse(Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),)))

    return once


WORDS = st.sampled_from(
    [
        "The",
        "envoy",
        "said",
        "“we",
        "agree”",
        ",",
        "according",
        "to",
        "U.S.",
        "officials",
        ".",
        "don't",
        "it's",
        "12",
        "—",
        "(",
        "NATO",
        ")",
        "’",
        '"',
        "\n",
        "…",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_words_lie_in_the_text_in_order_and_make_trees(read, text):
    parse = read(text)
    ends = 0
    for word in parse.words:
        assert ends <= word.start < word.end <= len(text)
        ends = word.end
    for sentence in parse.sentences:
        words = parse.words[sentence.first : sentence.last]
        assert sum(w.head < 0 for w in words) == 1
        assert all(w.head < 0 or sentence.first <= w.head < sentence.last for w in words)
    assert read(text) == parse
