"""What one party does to another, told from the words around the two."""

import pytest

from dragoman.events.pairs import Sentence, features_of, load_pairs
from dragoman.grammar import Tree
from dragoman.model import EVENT_TYPES, Article, Block
from dragoman.model import Page as Source
from dragoman.parse import load_parser


def seen(text):
    """The pairs of the first sentence of a text, and the place of each word."""
    article = Article(Source("a", "a", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))
    tree = Tree(load_parser().parse(article))
    words = [word for word in tree.words if word.sentence == 0]
    return Sentence(tree, words), {word.text: word.index for word in words}, tree, words


def likeliest(chances):
    """The likeliest type, if there is an act."""
    return EVENT_TYPES[max(range(len(EVENT_TYPES)), key=lambda k: chances[k + 1])]


@pytest.mark.parametrize(
    ("text", "one", "other", "kind"),
    [
        ("Kenya on Monday condemned the arrest of a fisherman by Uganda.", "Kenya", "Uganda", "ACCUSE"),
        ("Chile sent two field hospitals and 40 doctors to Bolivia.", "Chile", "Bolivia", "AID"),
        ("Guards from Laos shot dead three herders from Thailand.", "Laos", "Thailand", "ASSAULT"),
        ("Norway and Sweden held talks on the cables in Oslo.", "Norway", "Sweden", "CONSULT"),
        ("Peru imposed a travel ban on four ministers from Ecuador.", "Peru", "Ecuador", "SANCTION"),
    ],
)
def test_the_words_around_two_parties_tell_what_one_does_to_the_other(text, one, other, kind):
    sentence, at, _, _ = seen(text)
    assert likeliest(sentence.chances(at[one], at[other])) == kind


def test_who_acts_on_whom_is_told_from_who_does_not():
    sentence, at, _, _ = seen("Kenya accused Uganda of shelling two villages.")
    straight, turned = sentence.chances(at["Kenya"], at["Uganda"]), sentence.chances(at["Uganda"], at["Kenya"])
    kind = 1 + EVENT_TYPES.index("ACCUSE")
    assert straight[kind] > turned[kind] and straight[0] < turned[0]
    assert straight.sum() == pytest.approx(1, abs=1e-4)


def test_added_up_once_for_all_pairs_gives_the_same():
    sentence, at, tree, words = seen("After the raid, Togo recalled its envoy from Benin and asked Ghana for help.")
    for one, other in (("Togo", "Benin"), ("Benin", "Togo"), ("Ghana", "Togo"), ("Togo", "Ghana")):
        whole = load_pairs().chances(features_of(tree, words, at[one], at[other]))
        assert sentence.chances(at[one], at[other]) == pytest.approx(whole, abs=1e-4)


def test_a_sentence_of_two_words_and_none_at_all():
    sentence, at, tree, _ = seen("Togo Benin")
    assert sentence.chances(at["Togo"], at["Benin"]).sum() == pytest.approx(1, abs=1e-4)
    assert Sentence(tree, []).first == 0
