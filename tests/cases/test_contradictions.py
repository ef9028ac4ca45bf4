"""What one page tells and another denies, and numbers of one thing that differ, found in the words of pages about invented happenings."""

import time

import pytest

from dragoman.compare.clauses import is_to_come, root_of, sentences_of, told_and_denied
from dragoman.compare.contradictions import differing_counts, told_and_disowned

CLAIM = (
    "Ruritania said on Monday that Syldavian gunboats had shelled the lighthouse at Cape Tor.\n"
    "The keeper, Otto Brandt, was taken to a hospital in Zenda.\nA ferry carried mail to the island of Vrana."
)


def parted(ours, theirs):
    """What is told and what is denied, of two pages."""
    texts = {"a": ours, "b": theirs}
    return [(d.one[0], d.other[0], texts[d.other[0]][slice(*d.other[1])].strip()) for d in told_and_disowned(texts)]


@pytest.mark.parametrize(("theirs", "denied"), [
    ("Klow denied that its gunboats had shelled the lighthouse.", "its gunboats had shelled the lighthouse."),
    ("Klow rejected as absurd the claim by Ruritania that gunboats had shelled the lighthouse.", "gunboats had shelled the lighthouse."),
    ("Claims that gunboats had shelled the lighthouse are pure invention, Klow said.", "gunboats had shelled the lighthouse"),
    ("It is false that gunboats shelled the lighthouse at Cape Tor.", "gunboats shelled the lighthouse at Cape Tor."),
    ("No gunboat shelled the lighthouse at Cape Tor.", "No gunboat shelled the lighthouse at Cape Tor."),
    ("Klow denies shelling the lighthouse at Cape Tor.", "shelling the lighthouse at Cape Tor."),
    ("Question: Did your gunboats shell the lighthouse at Cape Tor?\nMr Sponsz: No. I have seen the report.",
     "Question: Did your gunboats shell the lighthouse at Cape Tor?\nMr Sponsz: No."),
    ("The charge is that we shelled the lighthouse at Cape Tor. That charge was rejected on Monday.",
     "The charge is that we shelled the lighthouse at Cape Tor. That charge was rejected on Monday."),
])  # fmt: skip
def test_a_deed_that_another_page_denies_in_any_of_many_wordings(theirs, denied):
    assert parted(CLAIM, theirs) == [("a", "b", denied)]


@pytest.mark.parametrize("theirs", [
    "Klow denied that a cutter had rammed the mail boat of Vrana.",
    "Klow denied that it knew the keeper.",
    "Klow will not shell the lighthouse at Cape Tor.",
    "Would Klow shell the lighthouse at Cape Tor?",
    "Klow said that gunboats had shelled the lighthouse.",
    "Captain Holt was denied a visa. Gunboats shelled the lighthouse.",
    "Klow could not say who had shelled the lighthouse at Cape Tor.",
    "Klow did not deny that gunboats had shelled the lighthouse.",
    "Klow warned that it would shell the lighthouse unless the guns fell silent.",
    "",
])  # fmt: skip
def test_what_is_no_denial_of_it(theirs):
    assert [row for row in parted(CLAIM, theirs) if row[0] == "a"] == []


@pytest.mark.parametrize("ours", [
    "Syldavian gunboats will shell the lighthouse at Cape Tor.",
    "Syldavian gunboats may have shelled the lighthouse at Cape Tor.",
    "Ruritania agreed to stop shelling the lighthouse at Cape Tor.",
    "Have Syldavian gunboats shelled the lighthouse at Cape Tor?",
    "Klow denied that gunboats had shelled the lighthouse at Cape Tor.",
])  # fmt: skip
def test_what_is_not_told_as_so_cannot_be_denied(ours):
    assert parted(ours, "Klow denied that its gunboats had shelled the lighthouse at Cape Tor.") == []


def test_a_denial_stands_beside_the_sentence_that_it_fits_best_and_each_once():
    ours = f"{CLAIM}\nGunboats shelled a mill."
    texts = {"a": ours, "b": "Klow denied that its gunboats had shelled the lighthouse. No gunboat shelled the lighthouse at Cape Tor."}
    found = told_and_disowned(texts)
    assert [ours[slice(*d.one[1])][:14] for d in found] == ["Ruritania said"]


def test_two_pages_that_both_tell_a_deed_and_its_denial_do_not_part():
    both = f"{CLAIM}\nKlow denied that its gunboats had shelled the lighthouse."
    assert parted(both, both.replace("Otto Brandt", "Captain Holt")) == []
    assert parted(both, "Klow denied that its gunboats had shelled the lighthouse.") != []


@pytest.mark.parametrize(("ours", "theirs", "values"), [
    ("The flood at Zenda killed 14 millers.", "Nine people died in the flood at Zenda.", [("14", "9")]),
    ("The flood at Zenda killed 14 millers.", "Fourteen people died in the flood at Zenda.", []),
    ("The flood at Zenda killed 14 millers.", "The flood at Zenda hurt 9 millers.", []),
    ("Lamps fell: 14 lamps at the bridge of Zenda.", "Some 30 lamps fell at the bridge of Zenda.", [("14", "30")]),
    ("The barge lay seven miles off the Vrana lighthouse.", "The barge lay 14 miles off the Vrana lighthouse.", [("7 miles", "14 miles")]),
    ("The barge lay seven miles off the Vrana lighthouse.", "The barge lay 11 km off the Vrana lighthouse.", []),
    ("The barge may lie seven miles off the Vrana lighthouse.", "The barge lay 14 miles off the Vrana lighthouse.", []),
    ("On Monday 14 shells hit the pier of Vrana.", "On Friday 30 shells hit the pier of Vrana.", []),
    ("Klow holds 51 fishermen.", "The families of 52 sailors wait in Strelsau.", [("51", "52")]),
    ("Klow holds 50 fishermen.", "The families of 52 sailors wait in Strelsau.", []),
    ("Fourteen geese crossed.", "The pier of Vrana has 30 lamps.", []),
])  # fmt: skip
def test_numbers_of_one_thing_that_differ(ours, theirs, values):
    texts = {"a": f"{ours}\n{CLAIM}", "b": f"{theirs}\nA ferry carried salt. The band played at noon, and the mayor slept."}
    assert [(d.one[2], d.other[2]) for d in differing_counts(texts)] == values


def test_a_number_that_both_pages_tell_is_agreed_on():
    ours = "Guards seized 14 barges at the Vrana pier. Later 30 barges left the Vrana pier."
    assert differing_counts({"a": ours, "b": "Guards seized 14 barges at the Vrana pier."}) == []


@pytest.mark.parametrize(("words", "root"), [
    (("shell", "shelled", "shells", "shelling"), "shel"),
    (("fire", "fired", "fires", "firing"), "fir"), (("deny", "denied", "denies"), "den"),
    (("ram", "rammed", "rams"), "ram"),
])  # fmt: skip
def test_the_forms_of_a_word_have_one_root(words, root):
    assert {root_of(word) for word in words} == {root}


def test_clauses_that_tell_what_will_be():
    text = "Klow held 12 barges, and the court may fine the owner up to half a million crowns."
    assert not is_to_come(text, (10, 12))
    assert is_to_come(text, (65, 79))


@pytest.mark.parametrize("text", [
    "Klow denied that no gunboat had shelled the reports that " * 4000,
    "denied reports of claims " * 8000,
    "No shot. " * 20_000,
    "claims that " * 15_000 + "are false",
    "not, " * 40_000,
    "12 barges, 13 barges " * 8000,
    ("claims that of that " * 40 + "is was as " * 12 + ". ") * 200,
    "Q: Did he fire?\nA: No.\n" * 6000,
])  # fmt: skip
def test_hostile_pages_are_compared_in_bounded_time(text):
    start = time.process_time()
    texts = {"a": text, "b": f"{CLAIM}\n{text}"}
    told_and_disowned(texts)
    differing_counts(texts)
    assert time.process_time() - start < 20
    assert len(sentences_of(text)) <= 200
    assert len(told_and_denied(text)[1]) <= 24


@pytest.mark.parametrize(("ours", "theirs", "told"), [
    ("Klow called for the 25 crewmen of the two trawlers to be freed.", "Ruritania took 23 men off the two trawlers.", ("25", "23")),
    ("The yawl Kestrel sailed from Vrana with a crew of five.", "Klow demanded the yawl Kestrel and her four men.", ("5", "4")),
])  # fmt: skip
def test_close_numbers_of_people_that_may_be_the_same(ours, theirs, told):
    found = differing_counts({"a": ours, "b": theirs})
    assert [(d.kind, d.one[2], d.other[2]) for d in found] == [("number", *told)]


@pytest.mark.parametrize(("ours", "theirs"), [
    ("Klow called for the 25 crewmen of the two trawlers to be freed.", "In Zenda 23 men sat in the rain."),
    ("Klow called for the 25 crewmen of the two trawlers to be freed.", "Ruritania took 23 women off the two trawlers."),
    ("Klow called for the 25 crewmen of the two trawlers to be freed.", "Ruritania took 12 men off the two trawlers."),
    ("On 25 May crewmen of the two trawlers were seen.", "Ruritania took 23 men off the two trawlers."),
    ("On the 25th the crewmen of the two trawlers were seen.", "Ruritania took 23 men off the two trawlers."),
])  # fmt: skip
def test_close_numbers_of_other_people_or_of_days(ours, theirs):
    assert differing_counts({"a": ours, "b": theirs}) == []
