"""The surroundings put around stories to train the labeller of lines: what they add has its kind, and the story stays what it was."""

import re
from itertools import pairwise

import pytest
from training.surroundings import LEAST_HEAD, MOST_HEAD, Labelled, Surroundings, read_wordings

from dragoman.model import BLOCK_KINDS

STORY = Labelled(
    "ferry",
    (
        ("Harbour Post", "boilerplate"),
        ("Norvik and Ostrev reopen the strait to ferries", "title"),
        ("Envoys end a quarrel of nine weeks", "deck"),
        ("Norvik opened the strait to the ferries of Ostrev on Monday after nine weeks. Both sides had talked in Lindau since March. "
         "“We have buried the matter of the buoys for good and nobody will dig it up again,” said Envoy Mira Holm.", "paragraph"),
        ("The quarrel began when a buoy was moved in the night. Ostrev said that its ships had been driven off by the coast guard. "
         "Norvik denied it.", "paragraph"),
        ("Crews on both shores welcomed the news. The first ferry is to sail at noon on Thursday with four hundred on board.", "paragraph"),
    ),
)  # fmt: skip
OTHER = Labelled(
    "rail",
    (
        ("Velika to build a railway through the Karabas hills", "title"),
        ("Velika will lay two hundred miles of rail through the hills by the spring of next year, its minister said.", "paragraph"),
        ("What the line costs", "heading"),
        ("The money is to come from a bank in Lindau. Work begins in April near the old customs house.", "paragraph"),
    ),
)
SEEDS = range(60)


def around(seed: int) -> Surroundings:
    """Surroundings made of two pages."""
    return Surroundings([STORY, OTHER], seed)


def said(lines: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    """What the paragraphs say, one after the other."""
    return " ".join(text for text, kind in lines if kind == "paragraph")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_surrounded_story_is_told_whole_and_in_order(seed: int) -> None:
    """The paragraphs may be cut or run together, but they say what they said, and every line has a kind and its gaps filled."""
    page = around(seed).surround(STORY)
    assert said(page.lines) == said(STORY.lines)
    assert all(kind in BLOCK_KINDS and text.strip() for text, kind in page.lines)
    assert not [text for text, _ in page.lines if re.search(r"\{\w+\}", text)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dressed_story_keeps_what_is_story(seed: int) -> None:
    """Other lines beside the story change nothing in it."""
    page = around(seed).dress(STORY)
    assert [line for line in page.lines if line[1] in ("title", "deck", "paragraph")] == list(STORY.lines[1:])
    assert not [text for text, _ in page.lines if re.search(r"\{\w+\}", text)]


def test_the_same_seed_gives_the_same_page() -> None:
    """Figures can be made again; another seed gives another page."""
    assert around(7).surround(STORY) == around(7).surround(STORY)
    assert len({around(seed).surround(STORY) for seed in range(10)}) > 5


def test_headlines_of_parts_are_sentences_of_the_part_below() -> None:
    """A page of many parts has headings, each made of a sentence without speech that the paragraph right below says."""
    found = 0
    for seed in SEEDS:
        lines = around(seed).head_turns(list(STORY.lines))
        assert [line for line in lines if line[1] != "heading"] == list(STORY.lines)
        for (text, kind), (below, kind_below) in pairwise(lines):
            if kind == "heading":
                found += 1
                assert kind_below == "paragraph" and text + "." in below and "“" not in text
                assert LEAST_HEAD <= len(text.split()) <= MOST_HEAD
    assert found > len(SEEDS)


def test_captions_are_put_in_without_a_mark() -> None:
    """Captions stand above the first paragraph, between paragraphs, or as a gallery below a label; the story stays."""
    shapes = {"above": 0, "within": 0, "gallery": 0, "credited": 0}
    credits = [re.escape(text).replace(r"\{", "{").replace(r"\}", "}") for text in read_wordings()["picture_credits"]]
    credited = re.compile("|".join(re.sub(r"\{\w+\}", ".+", text) + "$" for text in credits))
    for seed in SEEDS:
        lines = around(seed).picture(list(STORY.lines))
        kept = [line for line in lines if line[1] != "caption" and line != ("Caption", "boilerplate")]
        assert kept == list(STORY.lines)
        captions = [i for i, (_, kind) in enumerate(lines) if kind == "caption"]
        first = next(i for i, (_, kind) in enumerate(lines) if kind == "paragraph")
        gallery = ("Caption", "boilerplate") in lines
        assert not gallery or all(lines[i - 1] == ("Caption", "boilerplate") for i in captions)
        shapes["gallery"] += gallery
        shapes["above"] += not gallery and any(i < first for i in captions)
        shapes["within"] += any(i > first for i in captions)
        shapes["credited"] += any(credited.search(lines[i][0]) is not None for i in captions)
    assert all(shapes.values()), shapes


def test_offers_stand_within_and_under_the_headline_as_boilerplate() -> None:
    """Boxes of offers come in runs, and none of their lines is story."""
    offers = set(read_wordings()["offers"])
    plain = {text for text in offers if "{" not in text}
    runs = 0
    for seed in range(200):
        lines = around(seed).surround(STORY).lines
        assert all(kind == "boilerplate" for text, kind in lines if text in plain)
        runs += any(a in plain and b in plain for (a, _), (b, _) in pairwise(lines))
    assert runs > 3


def test_every_list_of_wordings_is_told_and_filled() -> None:
    """Each wording has only gaps that are filled."""
    maker = around(1)
    for key, texts in maker.words.items():
        assert texts, key
        for text in texts:
            assert not re.search(r"\{\w*\}", maker.fill(text)), text
