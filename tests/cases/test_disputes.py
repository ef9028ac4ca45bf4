"""Whether a sentence of one page tells what another page denies in other words; the happenings are invented."""

import pytest

from dragoman.compare.contradictions import LIKELY, points_in, told_and_disowned
from dragoman.compare.disputes import chance_of, signs_between, weights
from dragoman.compare.meaning import alike, is_deed, lemma
from dragoman.compare.rareness import weights_of


@pytest.mark.parametrize(("one", "other", "least", "most"), [
    ("shelled", "shelling", 1, 1),
    ("kidnapped", "abducted", 0.6, 0.9),
    ("crossed", "entered", 0.6, 0.9),
    ("lighthouse", "parliament", 0, 0.3),
    ("zzgrub", "lighthouse", 0, 0),
])  # fmt: skip
def test_how_alike_words_are(one, other, least, most):
    assert least <= alike(one, other) <= most
    assert alike(one, other) == alike(other, one)


def test_words_for_deeds_and_words_of_saying():
    assert is_deed("kidnapped")
    assert is_deed("invading")
    assert not is_deed("said")
    assert not is_deed("lighthouse")
    assert lemma("invaded") == "invade"
    assert lemma("lighthouse") == ""


def signs(told, denied):
    """The signs between the first sentence that a page tells and the first denial of another."""
    texts = {"a": told, "b": denied}
    known = weights_of(texts)
    ours, theirs = (points_in(text, known) for text in texts.values())
    return signs_between(theirs[1][0], ours[0][0], ours[1])


TOLD = "Ruritania accused Klow of abducting four lighthouse keepers from Cape Tor."


def test_a_deed_told_by_another_word_gives_signs():
    found = signs(TOLD, "Klow denied that its marines had kidnapped any lighthouse keepers.")
    assert found["verb alike"] > 0.5
    assert 0 < found["same words"] < found["share told"] <= 1
    assert found["claimed"] == found["denied"] == 1
    assert chance_of(found) > LIKELY


def test_another_deed_is_less_likely():
    kidnapped = chance_of(signs(TOLD, "Klow denied that its marines had kidnapped any lighthouse keepers."))
    fed = chance_of(signs(TOLD, "Klow denied that its marines had fed any lighthouse keepers."))
    assert fed < LIKELY < kidnapped


def test_no_signs_where_nothing_of_it_is_told():
    assert signs(TOLD, "Klow denied that wheat prices had risen.") == {}
    assert chance_of({}) == 0


def test_what_the_page_of_the_sentence_denies_too_counts_against_it():
    denied = "Klow denied that its marines had kidnapped any lighthouse keepers."
    assert signs(TOLD, denied)["denied there too"] == 0
    both = signs(f"{TOLD}\n{denied}", denied)
    assert both["denied there too"] == pytest.approx(1)
    assert weights()["denied there too"] < 0


def test_each_denial_stands_beside_one_sentence_alone():
    also = "Four lighthouse keepers were seized at Cape Tor, the mayor said."
    told = f"{TOLD}\n{also}\nIt rained in Zenda.\nThe price of wheat rose.\nA ferry sank."
    found = told_and_disowned({"a": told, "b": "Klow denied that its marines had kidnapped any lighthouse keepers."})
    assert len(found) == 1
    assert [(d.kind, d.one[0], d.other[0], d.other[2]) for d in found] == [("whether", "a", "b", "denied")]


def test_every_sign_has_a_weight():
    assert set(signs(TOLD, "Klow denied that its marines had kidnapped any lighthouse keepers.")) == set(weights()) - {"bias"}
