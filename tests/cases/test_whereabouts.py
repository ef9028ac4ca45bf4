"""Where pages about invented happenings put what they tell of: how far from a line, and on whose ground."""

import pytest

from dragoman.compare.whereabouts import distances_in, grounds_in, places_apart

OURS = "The Vrana patrol boat met the trawler Kestrel {} on Monday night, Ruritania said.\nIt rained in Zenda."
THEIRS = "Klow said on Tuesday that the trawler Kestrel had lain {} when the patrol boat came.\nThe talks in Klow go on."


def apart(ours, theirs):
    """Kind and values of the places on which two pages part."""
    found = places_apart({"a": OURS.format(ours), "b": THEIRS.format(theirs)})
    return [(d.kind, d.one[2], d.other[2]) for d in found]


@pytest.mark.parametrize(("ours", "theirs", "told"), [
    ("nine miles inside the line", "seven miles outside the line", ("number", "9 miles", "7 miles")),
    ("six km (four miles) off Cape Tor", "30 km from the coast", ("number", "6 kilometres", "30 kilometres")),
    ("4 nautical miles off Cape Tor", "12 nautical miles west of Cape Tor", ("number", "4 miles", "12 miles")),
])  # fmt: skip
def test_a_distance_that_another_page_tells_otherwise(ours, theirs, told):
    assert [(kind, *(value.replace("nautical ", "") for value in values)) for kind, *values in apart(ours, theirs)] == [told]


@pytest.mark.parametrize(("ours", "theirs"), [
    ("nine miles inside the line", "nine miles inside the line"),
    ("nine miles inside the line", "in the harbour of Zenda"),
    ("nine miles inside the line", "and loaded nine tons of salt"),
    ("after a chase of nine miles", "seven miles outside the line"),
    ("nine miles inside the line", "and that it would stay seven miles outside the line"),
    ("inside Ruritanian waters", "inside Ruritanian waters"),
])  # fmt: skip
def test_places_that_may_both_be_right(ours, theirs):
    assert apart(ours, theirs) == []


@pytest.mark.parametrize(("ours", "theirs", "told"), [
    ("inside Ruritanian waters", "inside Syldavian waters", ("whether", "inside Ruritanian waters", "inside Syldavian waters")),
    ("well inside Ruritanian waters", "outside Ruritanian waters", ("whether", "inside Ruritanian waters", "outside Ruritanian waters")),
])  # fmt: skip
def test_ground_that_another_page_gives_to_another_state(ours, theirs, told):
    assert apart(ours, theirs) == [told]


def test_of_several_places_the_pair_that_has_most_words_in_common():
    ours = OURS.format("nine miles inside the line") + "\nA storm lay 200 miles off Vrana."
    found = places_apart({"a": ours, "b": THEIRS.format("seven miles outside the line")})
    assert [(d.one[2], d.other[2]) for d in found] == [("9 miles", "7 miles")]


def test_sentences_without_a_word_in_common_are_of_other_things():
    assert places_apart({"a": "A storm lay 200 miles off Vrana.", "b": "Miners dug 30 miles from Strelsau."}) == []


@pytest.mark.parametrize("text", [
    "Klow denied that the boat had been inside Ruritanian waters.",
    "The boat was never inside Ruritanian waters.",
    "Was the boat inside Ruritanian waters?",
    "The boat will not go inside Ruritanian waters.",
    "The boat came from Ruritanian waters.",
])  # fmt: skip
def test_ground_that_is_not_told_as_so(text):
    assert list(grounds_in(text)) == []


def test_a_negation_in_another_clause_leaves_the_ground_told():
    assert [place.whose for place in grounds_in("The boat, which carried no lights, entered Ruritanian waters.")] == ["ruritanian"]


def test_a_text_without_places():
    assert list(distances_in("")) == list(grounds_in("")) == []
    assert places_apart({"a": ""}) == places_apart({}) == []
