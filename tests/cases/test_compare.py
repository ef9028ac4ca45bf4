"""Copies have a direction and passages, happenings join what is one and nothing else, versions part where they should."""

import random
import re
from dataclasses import replace

import pytest

from dragoman.compare import Happenings, Story, compare_versions, count_once, find_copies, find_happenings, find_reprints, told_by_one
from dragoman.compare.fingerprints import LARGEST, fingerprint_of
from dragoman.compare.likeness import RAREST, rarities, rarity, signs_between
from dragoman.compare.occurrences import STEM, Occurrence, Side, kin_of, make_telling, stems_of
from dragoman.lexicon import load_yaml

WORDS = [f"word{i}" for i in range(4000)]


def paragraphs(seed, number=10):
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=45)) for _ in range(number)]


def story(page, parts, **facts):
    spans, start = [], 0
    for part in parts:
        spans.append((start, start + len(part)))
        start += len(part) + 1
    return Story(page, "\n".join(parts), tuple(spans), **facts)


def test_who_names_the_other_outlet_is_the_copy_even_where_longer():
    whole = paragraphs(1)
    original = story("a", whole[:8], outlet="Harbour Post")
    copy = story("b", whole, outlet="Northern Ledger", asides=("Source: Harbour Post",))
    [found] = find_reprints([original, copy])
    assert (found.copy, found.original, found.kind) == ("b", "a", "extended")
    assert any("Harbour Post" in reason for reason in found.why)


def test_the_later_page_is_the_copy():
    whole = paragraphs(2)
    [found] = find_reprints([story("a", whole, published="2024-04-05"), story("b", whole, published="2024-04-04")])
    assert (found.copy, found.original, found.kind) == ("a", "b", "mirror")


def test_without_signs_the_direction_is_a_toss_and_says_so():
    [found] = find_reprints([story("a", paragraphs(3)), story("b", paragraphs(3))])
    assert found.confidence == 0.5
    assert found.why == ()


def test_passages_have_the_same_words_on_both_pages():
    whole = paragraphs(4)
    cut = story("b", [whole[1], whole[5]])
    full = story("a", whole)
    [found] = find_reprints([full, cut])
    assert [cut.text[slice(*p.span)] == full.text[slice(*p.other)] for p in found.passages] == [True, True]
    assert sum(p.words for p in found.passages) == 90


def test_a_digest_of_two_stories_does_not_make_them_one():
    one, two = paragraphs(5), paragraphs(6)
    pages = [story("a", one, published="2024-01-01"), story("b", two, published="2024-01-01")]
    pages.append(story("digest", one + two, published="2024-01-02"))
    counted = count_once(["a", "b", "digest"], find_reprints(pages))
    assert counted["a"] == "a"
    assert counted["b"] == "b"
    assert counted["digest"] in ("a", "b")


def test_a_story_reprinted_a_hundred_times_is_found_and_costs_no_pair_of_all_with_all():
    whole = paragraphs(7)
    pages = [(f"p{i:03}", whole) for i in range(100)]
    found = find_copies(pages)
    assert {page for copy in found for page in (copy.page, copy.within)} == {page for page, _ in pages}
    assert len(found) < 100 * 99 / 4


def test_a_giant_page_keeps_a_bounded_fingerprint_and_is_still_compared():
    giant = paragraphs(8, 2500)
    assert len(fingerprint_of(giant)) <= LARGEST
    assert [(c.page, c.within) for c in find_copies([("giant", giant), ("part", giant[:400])])] == [("part", "giant")]


@pytest.mark.parametrize("what", ["passed_on", "owned"])
def test_each_pattern_matches_its_example_and_not_its_counterexample(what):
    for entry in load_yaml("copies")[what]:
        assert re.search(entry["pattern"], entry["like"], re.IGNORECASE), entry
        assert not re.search(entry["pattern"], entry["unlike"], re.IGNORECASE), entry


TEXT = "Arland seized the trawler Vega off Cape Tor on Monday with 14 sailors aboard."
NAMES = "Correspondents in Arland saw Vega near Cape Tor, said Minister Berg of Norland and Captain Holt."


def occurrence(page, event="1", text=TEXT, **changes):
    made = Occurrence(
        page, event, "COERCE", "seize", Side(frozenset({"ARL"})), Side(frozenset({"NOL"})), "done", "2024-04-01", None,
        stems_of(text), stems_of("seized"), stems_of(text), (0, len(text)),
    )  # fmt: skip
    return replace(made, **changes)


def telling(page, *occurrences, day="2024-04-02", names=NAMES):
    return make_telling(page, day, names, occurrences)


def other(page, event):
    text = "Ministers discuss grain quotas and railway tolls next winter"
    return occurrence(page, event, text, type="CONSULT", mode="meeting", trigger=stems_of("discuss"), day="2023-12-01")


def test_one_seizure_on_two_pages_is_one_happening_and_the_talks_are_another():
    found = find_happenings([telling("a", occurrence("a"), other("a", "2")), telling("b", occurrence("b"))])
    assert [h.pages for h in found] == [["a", "b"], ["a"]]
    assert found[0].why[1]
    assert 0 < found[0].confidence[1] <= 1


def test_pages_that_share_no_names_or_lie_far_apart_in_time_are_not_compared():
    far = telling("b", occurrence("b"), day="2025-04-02")
    strange = telling("c", occurrence("c"), names="Quite Other Places: Zembla, Ruritania, Graustark.")
    assert all(len(h.pages) == 1 for h in find_happenings([telling("a", occurrence("a")), far, strange]))


def test_what_was_joined_stays_when_pages_are_added_and_a_page_counts_once():
    happenings = Happenings()
    happenings.add(telling("a", occurrence("a")))
    first = happenings.add(telling("b", occurrence("b")))[0].id
    happenings.add(telling("b", occurrence("b")))
    assert happenings.add(telling("c", occurrence("c")))[0].id == first
    assert [len(h.members) for h in happenings.found] == [3]


def signs(one, their):
    return signs_between(one, their, telling("a", one), telling("b", their))


def test_words_of_one_family_count_though_no_stem_is_shared():
    ours, theirs, strange = "police arrested two sailors", "guards detained men", "envoys praised grain quotas"
    one = occurrence("a", text=ours, kin=kin_of(ours), trigger_kin=kin_of("arrested"))
    alike = signs(one, occurrence("b", text=theirs, kin=kin_of(theirs), trigger_kin=kin_of("detained")))
    apart = signs(one, occurrence("b", text=strange, kin=kin_of(strange), trigger_kin=kin_of("praised")))
    assert alike["kin trigger"] == 1.0
    assert "kin trigger" not in apart
    assert alike.get("kin words", 0.0) > apart.get("kin words", 0.0)


def test_common_words_of_news_weigh_less_than_rare_ones():
    assert rarity("gover") < rarity("minis") + 1 < rarity("trawl") <= rarity("zzzzz")
    common, rare = "government officials said foreign ministry", "lighthouse keeper harpooned walrus"
    others = [other(page, str(n)) for n, page in enumerate("ab" * 3, 5)]
    beside = {page: [o for o in others if o.page == page] for page in "ab"}
    tellings = [telling(page, occurrence(page, text=text), *beside[page]) for text in (common, rare) for page in "ab"]
    weights = [signs_between(a.occurrences[0], b.occurrences[0], a, b)["shared weight"] for a, b in (tellings[:2], tellings[2:])]
    assert weights[0] < weights[1]


def test_two_demands_of_one_side_that_ask_for_other_things_are_told_by_their_content():
    ask = {"type": "REQUEST", "trigger": stems_of("demanded")}
    one = occurrence("a", text="Arland demanded compensation for drowned fishermen", **ask)
    same = occurrence("b", text="Arland again demanded compensation over drowned fishermen", **ask)
    strange = occurrence("b", text="Arland demanded higher grain quotas", **ask)
    assert "other content" in signs(one, strange)
    assert signs(one, same)["shared content"] > 0


def test_a_side_that_one_page_leaves_out_and_sides_read_the_wrong_way_round_are_signs_of_their_own():
    one, nobody = occurrence("a"), occurrence("b", recipients=Side())
    turned = occurrence("b", actors=one.recipients, recipients=one.actors)
    assert signs(one, nobody)["recipient untold"] == 1.0
    assert signs(one, turned)["turned states"] == 1.0
    assert not {"recipient untold", "turned states"} & set(signs(one, occurrence("b")))


def test_acts_of_a_type_that_each_page_has_once_have_no_rivals():
    one, theirs = occurrence("a"), occurrence("b")
    many = telling("b", theirs, occurrence("b", "2"), occurrence("b", "3"))
    assert "rivals" not in signs(one, theirs)
    assert signs_between(one, theirs, telling("a", one), many)["rivals"] > 1


def test_every_weighed_word_of_rarity_is_a_stem_or_a_family():
    assert all(len(word) <= STEM or re.fullmatch(r"\d+\.\d+", word) for word in rarities())
    assert max(rarities().values()) < RAREST


def test_pages_without_events_or_names_are_taken():
    assert find_happenings([make_telling("a", None, "", ()), make_telling("b", "nonsense", "", ())]) == []


def test_versions_part_on_truth_number_and_name():
    theirs = "Nobody seized the trawler Vega off Cape Tor; 11 sailors went ashore."
    denied = occurrence("b", text=theirs, modality="denied", type="ASSAULT")
    happenings = Happenings(threshold=0.0)
    happenings.add(telling("a", occurrence("a")))
    happenings.add(telling("b", denied))
    compared = compare_versions(happenings.found[0], {"a": TEXT, "b": theirs})
    assert {(d.kind, d.one[2], d.other[2]) for d in compared.differ} == {
        ("whether", "done", "denied"), ("number", "14", "11"), ("called", "COERCE", "ASSAULT"),
    }  # fmt: skip
    assert all(texts[slice(*end[1])] for d in compared.differ for end, texts in ((d.one, TEXT), (d.other, theirs)))
    assert ("when", "2024-04-01") in compared.agree


def test_what_only_one_page_tells():
    found = find_happenings([telling("a", occurrence("a"), other("a", "2")), telling("b", occurrence("b"))])
    assert {page: [o.event for o in alone] for page, alone in told_by_one(found, ["a", "b"]).items()} == {"a": ["2"], "b": []}
