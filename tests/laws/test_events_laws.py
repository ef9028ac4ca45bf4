"""Whatever the words: events name known actors, their spans lie in the text, and reading twice gives the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.events import find_claims, find_events
from dragoman.grammar import Tree
from dragoman.model import EVENT_TYPES, MODALITIES, Actor, Article, Block, Mention, Page, Parse, Sentence, Word

LEMMAS = ["attack", "meet", "Chad", "sanction", "with", "not", "to", "threaten", "talk", "tie", "of", "and", "deny", "relation", "two"]
TAGS = ["VERB", "NOUN", "PROPN", "ADP", "AUX", "ADJ", "PART"]
RELATIONS = ["nsubj", "obj", "obl", "nmod", "conj", "xcomp", "ccomp", "acl:relcl", "case", "mark", "advcl", "nsubj:pass", "compound"]
CHOICES = st.tuples(st.sampled_from(LEMMAS), st.sampled_from(TAGS), st.sampled_from(RELATIONS), st.integers(0, 30), st.booleans())


def made(rows):
    """A tree and its actors: each word hangs on an earlier one."""
    text = " ".join(row[0] for row in rows)
    words, actors, at = [], [], 0
    for i, (lemma, tag, relation, head, is_actor) in enumerate(rows):
        span = (at, at + len(lemma))
        words.append(Word(i, *span, lemma, lemma, tag, "", "", head % i if i else -1, relation if i else "root", 0))
        if is_actor:
            actors.append(Actor(f"a{i}", lemma, "state", f"S{i % 3}", mentions=(Mention(*span, i, "name"),)))
        at = span[1] + 1
    parse = Parse(text, (Sentence(0, 0, len(text), 0, len(words), 0),), tuple(words))
    article = Article(Page("p", "p", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))
    return article, Tree(parse), tuple(actors)


@settings(max_examples=150, deadline=None)
@given(st.lists(CHOICES, min_size=1, max_size=25))
def test_events_and_claims_hold_together_on_any_tree(rows):
    article, tree, actors = made(rows)
    known = {actor.id for actor in actors}
    events = find_events(article, tree, actors, (), ())
    for event in events:
        assert event.type in EVENT_TYPES and event.modality in MODALITIES
        assert event.actors and set(event.actors) | set(event.recipients) <= known
        assert 0 <= event.evidence[0] <= event.trigger[0] < event.trigger[1] <= event.evidence[1] <= len(article.text)
        assert 0 < event.confidence <= 1
    for claim in find_claims(article, tree, actors, ()):
        assert set(claim.between) <= known and claim.between[0] != claim.between[1]
        assert 0 <= claim.claim[0] < claim.claim[1] <= len(article.text)
    assert find_events(article, tree, actors, (), ()) == events
