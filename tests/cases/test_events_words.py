"""Every entry of data/triggers.yml gives its type in a sentence that is like it, and not in one that is not."""

from functools import cache

import pytest

from dragoman.actors import find_actors, load_knowledge
from dragoman.events import find_events
from dragoman.events.triggers import intensity_of, load_triggers
from dragoman.grammar import Tree
from dragoman.lexicon import load_yaml
from dragoman.model import EVENT_TYPES, Article, Block, Event, Page
from dragoman.parse import load_parser
from dragoman.times import find_times

ENTRIES = [(kind, entry) for kind, entries in load_yaml("triggers").items() for entry in entries]
KNOWN = ("v", "n", "a", "cameo", "mode", "to", "both", "obj", "never", "alone", "like", "unlike")
MISSED_LIKE, MISSED_UNLIKE = 0.12, 0.03
"""What the language model may get wrong of these sentences, most of them very short, before the lists are to blame."""


@cache
def events_of(text: str, published: str = "2024-01-10") -> tuple[Event, ...]:
    """The events of a text, read as one paragraph."""
    article = Article(Page("p", "p", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published=published)
    tree = Tree(load_parser().parse(article))
    return find_events(article, tree, find_actors(article, tree, load_knowledge()), find_times(article, tree), ())


def test_nearly_all_entries_match_what_is_like_them():
    missed = [f"{kind}: {e['like']}" for kind, e in ENTRIES if kind not in {event.type for event in events_of(e["like"])}]
    assert len(missed) <= MISSED_LIKE * len(ENTRIES), "\n".join(missed)


def test_hardly_any_entry_matches_what_is_unlike_it():
    wrong = [f"{kind}: {e['unlike']}" for kind, e in ENTRIES if kind in {event.type for event in events_of(e["unlike"])}]
    assert len(wrong) <= MISSED_UNLIKE * len(ENTRIES), "\n".join(wrong)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_a_type_has_at_least_forty_triggers(kind):
    assert len({(t.part, t.name) for found in load_triggers().values() for t in found if t.type == kind}) >= 40


def test_entries_have_known_fields_and_a_scored_code():
    for kind, entry in ENTRIES:
        assert not set(entry) - set(KNOWN), (kind, entry)
        assert intensity_of(str(entry["cameo"])) is not None, (kind, entry)
