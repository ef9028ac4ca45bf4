"""Lost quotation marks and glued sentences are mended where that is beyond doubt, and clean text stays as it is."""

# ruff: noqa: E501 - pages and rows as they come

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.clean import clean_page
from dragoman.clean.marks import mend_marks
from dragoman.intake import Given, read_bytes


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("The envoy said ?we are ready? and left.", "The envoy said “we are ready” and left."),
        ("?We are ready,? he said. ?We have been for days.?", "“We are ready,” he said. “We have been for days.”"),
        ("She asked ?are you ready?? and waited.", "She asked “are you ready?” and waited."),
        ("It didn?t hold, the ministry?s man said.", "It didn’t hold, the ministry’s man said."),
        ("The envoy said �we are ready� and didn�t sign.", "The envoy said “we are ready” and didn’t sign."),
        ("The deal � the first in years � was signed.", "The deal – the first in years – was signed."),
        ("The envoy said a€œwe are readya€\x9d and wona€™t wait a€“ not a day.", "The envoy said “we are ready” and won’t wait – not a day."),
        ("The envoy said a€œwe are readya€ and left.", "The envoy said “we are ready” and left."),
        ('He said ""we are ready"" and left.', 'He said "we are ready" and left.'),
        ("He said ``we are ready'' and left.", "He said “we are ready” and left."),
        ("The talks had ended.Both sides left the town.", "The talks had ended. Both sides left the town."),
        ("They left for Moscow.The talks had ended in 2023.Both sides knew.", "They left for Moscow. The talks had ended in 2023. Both sides knew."),
        ("“We are ready.”The envoy left.“We are not,” they said.", "“We are ready.” The envoy left. “We are not,” they said."),
        ('"We are ready,"he said. He left."We are not," they said.', '"We are ready," he said. He left. "We are not," they said.'),
        ('He said: "We are ready."The envoy left.', 'He said: "We are ready." The envoy left.'),
        ("Would they sign?Nobody knew.", "Would they sign? Nobody knew."),
    ],
)  # fmt: skip
def test_marks_are_mended(broken, mended):
    assert mend_marks(broken) == mended
    assert mend_marks(mended) == mended


@pytest.mark.parametrize(
    "text",
    [
        "Is he ready? Are they? What?",
        "?lvaro Nobody spoke first. Is he the one? So it seems.",
        "Read more at https://example.org/a?s=1&t=2?d or www.example.org/page?id=x.",
        "Erdo?an met ?nönü in the capital. Was it a surprise? It was.",
        "Amazon.Com and asp.Net and Mr.Smith of St.Petersburg met U.S.Army men at e.g.The Hague.",
        "The firm Yahoo.Com, the site mail.Ru and the file notes.Txt are names.",
        'The 5" pipe and the 6" pipe; {"a":true,"b":1}',
        "Ready ? Yes, said the man ? in French spelling.",
        "'''Norvik''' is a ''town'' in the north.",
        "He paid €20 and a€5 note; 3.5 per cent, 12.30 p.m., v2.Beta.",
        "“We are ready.” The envoy left. ‘We are not,’ they said.",
        'An empty "" stays, and so does """.',
        "A ?question without an end.",
        "He said „I always said what I want to do.“ and „Nobody asked.“So it was.",
        "That is what I always wanted to do.“",
    ],
)
def test_clean_text_and_what_cannot_be_told_stay(text):
    assert mend_marks(text) == text


WORDS = st.sampled_from(
    [
        "the",
        "envoy",
        "left",
        "Norvik",
        "on",
        "Monday",
        "and",
        "Port",
        "Ostrev",
        "was",
        "ready",
        "for",
        "talks",
        "of",
        "2024",
        "Dr",
        "Nobody’s",
        "U.S.",
        "3.5",
        "don’t",
    ]
)
ENDS = st.sampled_from([". ", "? ", "! ", ", ", "; ", ".” ", "?” ", " – ", ' "', '" ', " “", ".\n", "?\n\n", " (", ") "])
TEXTS = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=8), ENDS), max_size=12).map(
    lambda parts: "".join(" ".join(words) + end for words, end in parts)
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_text_whose_marks_have_spaces_stays_byte_for_byte(text):
    assert mend_marks(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='aA?.,"“”�’` \n1€œ', max_size=80))
def test_mending_twice_is_mending_once(text):
    once = mend_marks(text)
    assert mend_marks(once) == once


def test_pages_are_mended():
    story = "The envoy said ?we are ready? and left the hall before the vote.The council went on without him until the evening."
    for text in (
        f"Talks end\n\n{story}\n\n{story}",
        f"<html><body><h1>Talks end in Port Ostrev</h1><p>{story}</p><p>{story} So.</p></body></html>",
    ):
        article = clean_page(read_bytes(text.encode(), Given()))
        assert "said “we are ready” and left the hall before the vote. The council" in article.text
