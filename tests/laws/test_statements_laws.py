"""Laws of statements: spans lie in the text, ids are unique, nesting has no circle, reading twice gives the same, on any tree at all."""

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.grammar import Tree
from dragoman.model import Actor, Article, Block, Mention, Page, Parse, Sentence, When, Word
from dragoman.statements import find_statements
from dragoman.statements.quotes import find_quotes

WORDS = st.sampled_from(
    (
        "Berg",
        "said",
        "that",
        "“",
        "”",
        '"',
        "'",
        "‘",
        "’",
        ",",
        ":",
        ".",
        "according",
        "to",
        "warned",
        "against",
        "the",
        "claim",
        "adding",
        "he",
        "denied",
        "war",
        "as",
        "saying",
        "quoted",
        "—",
        "-",
        "statement",
        "wants",
        "I",
        "accused",
        "of",
        "Q",
    )
)
TAGS = st.sampled_from(("NOUN", "PROPN", "VERB", "PRON", "ADP", "ADJ", "SCONJ", "PUNCT", "PART", "AUX"))
RELATIONS = st.sampled_from(
    (
        "nsubj",
        "obj",
        "iobj",
        "obl",
        "ccomp",
        "xcomp",
        "advcl",
        "parataxis",
        "conj",
        "acl",
        "acl:relcl",
        "case",
        "mark",
        "appos",
        "root",
        "punct",
        "nmod",
        "nsubj:pass",
        "aux:pass",
        "obl:agent",
        "cc",
        "compound",
    )
)


@st.composite
def pages(draw):
    """Any words with any tree, in two blocks."""
    rows = draw(st.lists(st.tuples(WORDS, TAGS, RELATIONS, st.booleans()), min_size=2, max_size=40))
    cut = draw(st.integers(1, len(rows) - 1))
    words, text = [], ""
    for i, (form, tag, relation, spaced) in enumerate(rows):
        first = 0 if i < cut else cut
        root = relation == "root" or i == first
        text += "\n" if i == cut else " " if spaced and i else ""
        head = -1 if root else draw(st.integers(first, i - 1))
        words.append(Word(i, len(text), len(text) + len(form), form, form.lower(), tag, "", "", head, relation, int(i >= cut)))
        text += form
    edge = words[cut].start
    sentences = (Sentence(0, 0, words[cut - 1].end, 0, cut, 0), Sentence(1, edge, len(text), cut, len(words), 1))
    kind = draw(st.sampled_from(("title", "heading", "paragraph", "quote")))
    blocks = (Block(kind, 0, edge - 1), Block("paragraph", edge, len(text)))
    article = Article(Page("t", "t", b"", text, "text"), text, blocks, published="1999-05-05")
    berg = tuple(Mention(w.start, w.end, w.index, "name") for w in words if w.text == "Berg")
    times = tuple(When(w.start, w.end, "1999-05-03", "date") for w in words if w.text == "war")
    return article, Parse(text, sentences, tuple(words)), (Actor("local:berg", "Berg", "person", mentions=berg),), times


@settings(max_examples=300, deadline=None)
@given(pages())
def test_any_tree_gives_sound_statements(case):
    article, parse, actors, times = case
    found = find_statements(article, Tree(parse), actors, times)
    assert found == find_statements(article, Tree(parse), actors, times)
    ids = {s.id: s for s in found}
    assert len(ids) == len(found)
    for statement in found:
        spans = [*statement.content, *(s for s in (statement.cue, statement.speaker_span, statement.addressee_span) if s)]
        assert all(0 <= a < b <= len(article.text) for a, b in spans)
        assert statement.content and statement.why
        assert {statement.speaker, statement.addressee, statement.via} <= {None, "local:berg"}
        seen, above = set(), statement
        while above.within is not None:
            assert above.id not in seen
            seen.add(above.id)
            above = ids[above.within]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .,\n“”\"'‘’«»„", max_size=80))
def test_quotations_lie_in_their_blocks_in_order(text):
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    quotes = find_quotes(text, enumerate(blocks)).all
    assert all(blocks[q.block].start <= q.start < q.end <= blocks[q.block].end for q in quotes)
    assert all(a.end <= b.start for a, b in pairwise(quotes))


def test_many_marks_cost_no_more_than_their_number():
    text = "“ab " * 20000 + '"' * 20000
    start = time.perf_counter()
    find_quotes(text, [(0, Block("paragraph", 0, len(text)))])
    assert time.perf_counter() - start < 5
