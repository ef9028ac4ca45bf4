"""What one party does to another, told by the model from the two words that head what names them."""

import pytest

from dragoman.events.frames import Page
from dragoman.events.sides import Sides
from dragoman.grammar import Tree
from dragoman.model import EVENT_TYPES, Actor, Article, Block, Mention
from dragoman.model import Page as Source
from dragoman.parse import load_parser


def seen(text):
    """The parse of a text, and the place of each of its words."""
    article = Article(Source("a", "a", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))
    parse = load_parser().parse(article)
    return parse, {word.text: word.index for word in parse.words}


def likeliest(chances):
    """The likeliest type, if there is an act."""
    return EVENT_TYPES[max(range(len(EVENT_TYPES)), key=lambda k: chances[k + 1])]


@pytest.mark.parametrize(
    ("text", "one", "other", "kind"),
    [
        ("Kenya on Monday condemned the arrest of a fisherman by Uganda.", "Kenya", "Uganda", "ACCUSE"),
        ("Chile sent two field hospitals and 40 doctors to Bolivia.", "Chile", "Bolivia", "AID"),
        ("Guards from Laos shot dead three herders from Thailand.", "Guards", "herders", "ASSAULT"),
        ("Norway and Sweden held talks on the cables in Oslo.", "Norway", "Sweden", "CONSULT"),
        ("Peru imposed a travel ban on four ministers from Ecuador.", "Peru", "Ecuador", "SANCTION"),
    ],
)
def test_two_words_tell_what_one_party_does_to_the_other(text, one, other, kind):
    parse, at = seen(text)
    chances = parse.pairs.chances(at[one], at[other])
    assert likeliest(chances) == kind
    assert sum(chances) == pytest.approx(1, abs=1e-4)


def test_who_acts_on_whom_is_told_from_who_does_not():
    parse, at = seen("Kenya accused Uganda of shelling two villages.")
    straight, turned = parse.pairs.chances(at["Kenya"], at["Uganda"]), parse.pairs.chances(at["Uganda"], at["Kenya"])
    kind = 1 + EVENT_TYPES.index("ACCUSE")
    assert straight[kind] > turned[kind]
    assert straight[0] < turned[0]


def test_the_types_between_two_actors_are_shares_of_one():
    parse, at = seen("Togo recalled its envoy from Benin.")
    actors = tuple(Actor(name, name, "state", mentions=(Mention(0, 4, at[name], "name"),)) for name in ("Togo", "Benin"))
    page = Page(Sides(Tree(parse), actors, ()), {mark.word: mark for mark in parse.acts})
    assert sum(page.pair_types("Togo", "Benin").values()) == pytest.approx(1, abs=1e-4)
    assert page.pair_types("Togo", "Togo") == {}


def test_a_parse_without_pairs_tells_nothing():
    parse, at = seen("Togo recalled its envoy from Benin.")
    bare = Tree(type(parse)(parse.text, parse.sentences, parse.words))
    page = Page(Sides(bare, (), ()), {})
    assert page.pair(at["Togo"], at["Benin"]) is None
