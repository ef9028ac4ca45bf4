"""Laws of actors: spans lie in the text, no word has two actors, reading twice gives the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.actors import find_actors, load_knowledge
from dragoman.grammar import Tree
from dragoman.model import Article, Block, Page, Parse, Sentence, Word

WORDS = st.sampled_from(
    ("Moscow", "said", "President", "Putin", "the", "US", "and",
     "Iranian", "troops", "“", "”", "he", "its", "in", "Air", "Force", "’s", "-", "Q", ".")
)
TAGS = st.sampled_from(("NOUN", "PROPN", "VERB", "PRON", "ADP", "ADJ", "DET", "PUNCT", "PART"))
RELATIONS = st.sampled_from(("nsubj", "obj", "compound", "flat", "nmod", "nmod:poss", "amod", "appos", "conj", "case", "root", "punct"))


@st.composite
def parses(draw):
    """Any words with any tree over them, also one that no language has."""
    rows = draw(st.lists(st.tuples(WORDS, TAGS, RELATIONS), min_size=1, max_size=25))
    words, at = [], 0
    for i, (text, tag, relation) in enumerate(rows):
        head = draw(st.integers(-1, i - 1))
        words.append(Word(i, at, at + len(text), text, text.lower(), tag, "", "", head, relation, 0))
        at += len(text) + 1
    text = " ".join(row[0] for row in rows)
    article = Article(Page("t", "t", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published="2024-04-04")
    return article, Parse(text, (Sentence(0, 0, len(text), 0, len(words), 0),), tuple(words))


@settings(max_examples=150, deadline=None)
@given(parses())
def test_any_tree_gives_sound_actors(case):
    article, parse = case
    actors = find_actors(article, Tree(parse), load_knowledge())
    heads = [m.head for a in actors for m in (*a.mentions, *a.place_mentions)]
    assert len(heads) == len(set(heads))
    assert all(0 <= m.start < m.end <= len(article.text) for a in actors for m in (*a.mentions, *a.place_mentions))
    assert len({a.id for a in actors}) == len(actors)
    assert actors == find_actors(article, Tree(parse), load_knowledge())
