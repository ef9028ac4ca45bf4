"""Where versions part: denials, nobody, crowds, corrected numbers, doers, contested words, and what was said in a meeting."""

import pytest

from dragoman.compare import Happenings
from dragoman.compare.counts import corrected_counts, counts_in, crowds_in, same_counted
from dragoman.compare.denials import denied_words, is_denied, nobody_to_whom, nothing_done
from dragoman.compare.happenings import Happening
from dragoman.compare.occurrences import Occurrence, Side, make_telling, stems_of
from dragoman.compare.sayings import Saying, group_sayings, sayings_apart
from dragoman.compare.versions import (
    body_of,
    called_apart,
    compare_versions,
    counts_apart,
    denied_of_all,
    differences_beside,
    find_differences,
)


def place(text, words):
    start = text.index(words)
    return start, start + len(words)


def act(page, text, words, trigger, **given):
    """An act of Ruritania against Syldavia as a page tells it."""
    found = {
        "page": page, "event": words, "type": "ASSAULT", "mode": None, "actors": Side(frozenset({"RUR"})),
        "recipients": Side(frozenset({"SYL"})), "modality": "done", "day": None, "place": None, "stems": stems_of(words),
        "trigger": stems_of(trigger), "around": stems_of(text), "evidence": place(text, words),
    }  # fmt: skip
    return Occurrence(**{**found, **given})


@pytest.mark.parametrize(("text", "denied"), [
    ("The envoy denied that any lorry had been sent to the dam.", True),
    ("It is false that a lorry had been sent to the dam.", True),
    ("The envoy denied that he knew of it and accused us: a lorry had been sent to the dam.", False),
    ("The envoy denied that he knew and accused Syldavia because a lorry had been sent to the dam.", False),
    ("He denied that he knew of it. A lorry had been sent to the dam.", False),
    ("The envoy declared that a lorry had been sent to the dam.", False),
    ("The envoy flatly denied sending anything: a lorry had been sent to the dam.", False),
    ("The envoy rejected as baseless the claim that a lorry had been sent to the dam.", True),
    ("The envoy dismissed press reports that a lorry had been sent to the dam.", True),
    ("The envoy refuted the accusation by Syldavia that a lorry had been sent to the dam.", True),
    ("It is quite untrue that a lorry had been sent to the dam.", True),
    ("There is no truth in the tale that a lorry had been sent to the dam.", True),
    ("The envoy was denied a visa because a lorry had been sent to the dam.", False),
    ("The envoy rejected the plan, for a lorry had been sent to the dam.", False),
    ("The envoy disputed the bill after a lorry had been sent to the dam.", False),
])  # fmt: skip
def test_what_a_sentence_denies(text, denied):
    assert is_denied(text, place(text, "lorry had been sent")) is denied


def test_what_was_done_to_nobody_is_found_by_the_word_for_it():
    text = "Shots fell near the ferry. Nobody on board was hurt, the master said. No one spoke of the cook."
    found = nobody_to_whom(text)
    assert [text[slice(*span)] for span in found["hurt"]] == ["Nobody on board was hurt"]
    assert "ferry" not in found


def test_harm_to_nobody_parts_from_harm_to_somebody_on_another_page_alone():
    ours, theirs = "A cook was hurt at the ferry.", "Nobody was hurt at the ferry."
    done = act("a", ours, "A cook was hurt", "hurt")
    found = denied_of_all([done], {"a": ours, "b": theirs})
    assert [(d.kind, d.other[0], theirs[slice(*d.other[1])], d.other[2]) for d in found] == [("whether", "b", "Nobody was hurt", "denied")]
    assert denied_of_all([done], {"a": f"{ours} {theirs}"}) == []
    assert denied_of_all([act("a", ours, "A cook was hurt", "hurt", modality="threatened")], {"a": ours, "b": theirs}) == []


@pytest.mark.parametrize(("text", "stem", "words"), [
    ("Police made no arrests.", "arres", "no arrests"),
    ("The night passed without any serious injuries.", "wound", "without any serious injuries"),
    ("No shots were fired.", "fired", "No shots"),
    ("There was no damage.", "destr", "no damage"),
])  # fmt: skip
def test_acts_of_which_there_were_none(text, stem, words):
    assert [text[slice(*span)] for span in nothing_done(text)[stem]] == [words]
    assert nothing_done("No minister arrested the decline; a notable damage.") == {}


def test_an_act_that_was_none_on_another_page():
    ours, theirs = "Ruritania arrested a cook at the ferry.", "Ruritanian police made no arrests at the ferry."
    held = act("a", ours, ours[:-1], "arrested", type="COERCE")
    assert [(d.kind, theirs[slice(*d.other[1])]) for d in denied_of_all([held], {"a": ours, "b": theirs})] == [("whether", "no arrests")]
    praised = act("a", ours, ours[:-1], "arrested", type="SUPPORT")
    assert denied_of_all([praised], {"a": ours, "b": theirs}) == []


@pytest.mark.parametrize(("theirs", "told"), [
    ("Strelsau denied that Ruritania had shelled the Zeta ferry.", True),
    ("Strelsau rejected claims that its guns had shelled the ferry on the Zeta.", True),
    ("Strelsau denied that it had shelled anything.", False),
    ("Strelsau denied that it had closed the Zeta ferry.", False),
    ("Strelsau denied that it knew more; guns had shelled the Zeta ferry.", False),
])  # fmt: skip
def test_a_deed_that_another_page_says_is_denied(theirs, told):
    ours = "Ruritania shelled the Zeta ferry at dawn."
    done = act("a", ours, ours[:-1], "shelled")
    assert bool(denied_of_all([done], {"a": ours, "b": theirs})) is told


@pytest.mark.parametrize(("text", "found"), [
    ("A crowd of some two thousand persons gathered.", [2000]),
    ("The people of Zenda, numbering not more than three hundred, sang.", [300]),
    ("Police met 1,200 angry protesters.", [1200]),
    ("Two policemen watched the crowd.", []),
    ("A crowd gathered at 9 o'clock.", []),
    ("The rally, which police put at 4,000, ended at dusk.", [4000]),
    ("A 500-strong march crossed the bridge.", [500]),
    ("More than 700 people took a tram; 90 people gathered on the quay.", [90]),
    ("Some 60 men assembled before the mill.", [60]),
    ("The vigil was attended by at least 40 widows.", [40]),
    ("Tens of thousands rallied in Strelsau.", [15_000]),
    ("Hundreds of protesters sang.", [150]),
    ("Thousands of lorries wait.", []),
    ("He marched 40 miles.", []),
])  # fmt: skip
def test_the_size_of_a_crowd(text, found):
    assert [count.number for count in crowds_in(text)] == found


def test_crowds_part_where_each_page_has_one_size():
    texts = {"a": "A crowd of 300 sang.", "b": "Some 2,000 demonstrators shouted.", "c": "A crowd of 300 sang; a crowd of 500 left."}
    assert [(d.kind, d.one[2], d.other[2]) for d in counts_apart(texts)] == [("number", "300", "2000")]


@pytest.mark.parametrize(("ours", "theirs", "apart"), [
    ("About 300 people gathered.", "Some 310 people gathered.", False),
    ("About 300 people gathered.", "Some 500 people gathered.", True),
    ("300 people gathered.", "310 people gathered.", True),
    ("Hundreds of people marched.", "A crowd of 800 marched.", False),
    ("Hundreds marched.", "A crowd of 9,000 marched.", True),
    ("Dozens marched.", "Tens of thousands marched.", True),
    ("Hundreds marched.", "Thousands marched.", False),
])  # fmt: skip
def test_rough_and_vague_sizes_part_where_they_cannot_both_be_right(ours, theirs, apart):
    assert bool(counts_apart({"a": ours, "b": theirs})) is apart


@pytest.mark.parametrize(("text", "found"), [
    ("The shelling killed 12 people and wounded 30 others at the ferry.", [(12, "killed"), (30, "hurt")]),
    ("Nine villagers were killed.", [(9, "killed")]),
    ("It left at least 9 dead.", [(9, "killed")]),
    ("Police arrested some 40 miners.", [(40, "held")]),
    ("Twelve soldiers crossed the bridge and a cook was hurt.", [(12, "")]),
    ("Three ships were seized.", [(3, "")]),
])  # fmt: skip
def test_what_became_of_those_who_are_counted(text, found):
    assert [(count.number, count.fate) for count in counts_in(text, (0, len(text)))] == found


@pytest.mark.parametrize(("ours", "theirs", "told"), [
    ("The shelling killed 12 villagers.", "Nine people died in the shelling.", [(12, 9)]),
    ("The shelling killed 12 villagers.", "Nine officers were killed in the shelling.", []),
    ("Twelve people were killed.", "Thirty people were hurt.", []),
    ("Police held 40 demonstrators.", "Police held 12 protesters.", [(40, 12)]),
    ("It killed 12 people; 30 people were wounded.", "It killed 9 people; 30 people were injured.", [(12, 9)]),
])  # fmt: skip
def test_counts_of_one_fate_compare_whatever_those_are_called_who_met_it(ours, theirs, told):
    counts = [tuple(counts_in(text, (0, len(text)))) for text in (ours, theirs)]
    assert [(a.number, b.number) for a, b in same_counted(*counts)] == told


def test_a_number_that_one_page_corrects_is_found_where_another_tells_it():
    texts = {"a": "Only 310 lorries are held, not 900.", "b": "Haulers said 900 lorries were held.", "c": "Haulers count 900 sheep."}
    assert [(c.number, wrong) for c, wrong in corrected_counts(texts["a"])] == [(310, 900)]
    assert [(d.one[0], d.one[2], d.other[0], d.other[2]) for d in counts_apart(texts)] == [("a", "310", "b", "900")]
    assert list(corrected_counts("Four lorries left, not to return before 900 days.")) == []


@pytest.mark.parametrize(("ours", "theirs", "kinds"), [
    ("Ruritania shelled 12 villagers there.", "Ruritania shelled 9 villagers there.", ["number"]),
    ("Ruritania shelled 12 villagers there.", "Ruritania shelled 9 officers there.", []),
    ("Ruritania shelled 12 villagers there.", "Ruritania shelled 9000 villagers there.", []),
])  # fmt: skip
def test_numbers_part_where_the_same_word_is_counted_and_they_are_near(ours, theirs, kinds):
    members = [act("a", ours, ours[:-1], "shelled"), act("b", theirs, theirs[:-1], "shelled")]
    assert [d.kind for d in compare_versions(Happening("h", members), {"a": ours, "b": theirs}).differ] == kinds


def test_numbers_of_different_days_do_not_part():
    ours, theirs = "Ruritania shelled 12 villagers there.", "Ruritania shelled 9 villagers there."
    members = [act("a", ours, ours[:-1], "shelled", day="2024-04-01"), act("b", theirs, theirs[:-1], "shelled", day="2024-04-09")]
    assert compare_versions(Happening("h", members), {"a": ours, "b": theirs}).differ == ()


def test_who_did_it_parts_between_an_army_and_rebels_of_one_state():
    ours, theirs = "The army shelled the village.", "Rebels shelled the village."
    within = {"recipients": Side(frozenset({"RUR"}))}
    army = act("a", ours, ours[:-1], "shelled", actors=Side(frozenset({"RUR"}), frozenset({"ruritanian", "army"})), **within)
    rebels = act("b", theirs, theirs[:-1], "shelled", actors=Side(frozenset({"RUR"}), frozenset({"mountain", "rebels"})), **within)
    compared = compare_versions(Happening("h", [army, rebels]), {"a": ours, "b": theirs})
    assert [(d.kind, d.one[2], d.other[2]) for d in compared.differ] == [("who", "army, ruritanian", "mountain, rebels")]
    assert body_of(frozenset({"army", "rebels"})) is None


def test_two_speakers_are_no_difference_of_who_did_it():
    ours, theirs = "Ruritania urged a pact.", "Borduria urged a pact."
    members = [act("a", ours, ours[:-1], "urged", type="REQUEST"),
               act("b", theirs, theirs[:-1], "urged", type="REQUEST", actors=Side(frozenset({"BOR"})))]  # fmt: skip
    assert compare_versions(Happening("h", members), {"a": ours, "b": theirs}).differ == ()


def test_an_abduction_that_the_other_side_calls_an_arrest():
    ours, theirs = "Ruritania abducted a miller.", "A patrol arrested a miller. It was accused of kidnapping."
    abducted = act("a", ours, ours[:-1], "abducted")
    arrested = act("b", theirs, "A patrol arrested a miller", "arrested", type="COERCE")
    assert [(d.kind, d.one[2], d.other[2]) for d in called_apart([abducted, arrested])] == [("called", "ASSAULT", "COERCE")]
    twice = act("b", theirs, "arrested a miller", "arrested", type="COERCE")
    assert called_apart([abducted, arrested, twice]) == []
    assert called_apart([abducted, act("b", theirs, theirs[:9], "arrested", actors=Side(frozenset({"BOR"})))]) == []
    later = act("b", theirs, "A patrol arrested a miller", "arrested", type="COERCE", day="2024-05-01")
    assert called_apart([act("a", ours, ours[:-1], "abducted", day="2024-04-01"), later]) == []


@pytest.mark.parametrize(("one", "other", "apart"), [
    ("expelled", "evacuated", True), ("besieged", "quarantined", True), ("rioted", "marched", True), ("fled", "regrouped", True),
    ("hijacked", "inspected", True), ("invaded", "liberated", True), ("massacred", "clashed", True), ("marched", "assembled", False),
    ("invaded", "annexed", False), ("shelled", "arrested", False),
])  # fmt: skip
def test_words_that_sides_set_against_each_other(one, other, apart):
    ours, theirs = f"Ruritania {one} there.", f"Ruritania {other} there."
    assert bool(called_apart([act("a", ours, ours[:-1], one), act("b", theirs, theirs[:-1], other)])) is apart


def test_differences_of_a_story_are_shown_beside_the_happening_whose_sentence_they_stand_in():
    texts = {"a": "A cook was hurt at the ferry.\nA crowd of 80 sang.", "b": "Nobody was hurt at the ferry.\nA crowd of 300 sang."}
    hurt = act("a", texts["a"], "A cook was hurt", "hurt")
    assert [d.kind for d in differences_beside(Happening("h", [hurt]), [hurt], texts)] == ["whether"]
    told = [make_telling(page, None, text, [hurt] if page == "a" else []) for page, text in texts.items()]
    happenings = Happenings()
    for telling in told:
        happenings.add(telling)
    assert [d.kind for d in find_differences(told, happenings.found, texts)] == ["whether", "number"]


def saying(page, text, party="RUR"):
    return Saying(page, party, "Brandt", (0, len(text)), text)


def test_sayings_of_one_substance_are_one_and_part_by_number_or_not():
    one = saying("a", "the river Zeta will never be sold to 12 ships")
    other = saying("b", "that the river Zeta will be sold to 9 ships")
    strange = saying("b", "that trade had grown")
    theirs = saying("c", one.text, "SYL")
    groups = group_sayings([one, other, strange, theirs])
    assert [[s.page for s in group] for group in groups] == [["a", "b"], ["b"], ["c"]]
    assert [(d.kind, d.one[2], d.other[2]) for d in sayings_apart(groups[0])] == [("said", "12", "9"), ("said", "not", "said")]
    assert sayings_apart(groups[1]) == []


@pytest.mark.parametrize(("ours", "theirs", "values"), [
    ("Ruritania would reopen the Zeta bridge next week", "Ruritania would close the Zeta bridge next week", [("reopen", "close")]),
    ("Ruritania would reopen the Zeta bridge if tolls fell", "Ruritania would reopen the Zeta bridge soon", [("if", "said")]),
    ("Ruritania would lift tolls and keep guards", "Ruritania would keep the tolls and guards", []),
    ("Ruritania would reopen the Zeta bridge", "Ruritania would reopen the Zeta bridge in May", []),
])  # fmt: skip
def test_sayings_part_by_words_that_are_opposed_and_by_conditions(ours, theirs, values):
    assert [(d.one[2], d.other[2]) for d in sayings_apart([saying("a", ours), saying("b", theirs)])] == values


def test_hostile_text_is_compared_in_bounded_time():
    long = "nobody " * 20_000 + "9 ships, not 8 " * 5_000
    assert counts_apart({"a": long, "b": long}) == []
    assert nobody_to_whom(long)
    longer = "denied reports that no arrests, a crowd of some about " * 3_000 + "tens of thousands " * 3_000
    assert denied_words(longer)
    assert nothing_done(longer)
    assert crowds_in(longer)
    assert sum(1 for _ in counts_in("9" * 100_000 + " ships", (0, 100_006))) == 0
