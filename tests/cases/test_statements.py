"""Statements in sentences of our own: who said what to whom, in which words, and what is none."""

from pathlib import Path

import pytest
import yaml

from dragoman.actors import find_actors, load_knowledge
from dragoman.grammar import Tree
from dragoman.model import Article, Block, Page
from dragoman.parse import load_parser
from dragoman.statements import find_statements
from dragoman.times import find_times

CASES = yaml.safe_load(Path(__file__).with_name("statements.yml").read_text(encoding="utf-8"))


def read(case):
    text, blocks, at = case["text"], [], 0
    for line in text.split("\n"):
        blocks.append(Block(case.get("kind", "paragraph"), at, at + len(line)))
        at += len(line) + 1
    article = Article(Page("t", "t", b"", text, "text"), text, tuple(blocks), published="1999-05-05")
    tree = Tree(load_parser().parse(article))
    actors = find_actors(article, tree, load_knowledge())
    return actors, find_statements(article, tree, actors, find_times(article, tree))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_statements_of_a_sentence(case):
    actors, statements = read(case)
    text, names = case["text"], {a.id: a.name for a in actors}

    def words(span):
        return text[span[0] : span[1]] if span else None

    assert case.get("loosely") or len(statements) == len(case["found"]), [words(s.cue) for s in statements]
    for want in case["found"]:
        match = [s for s in statements if ("cue" not in want or words(s.cue) == want["cue"])
                 and ("content" not in want or [words(c) for c in s.content] == want["content"])]  # fmt: skip
        assert match, (want, [(words(s.cue), [words(c) for c in s.content]) for s in statements])
        found = match[0]
        if "speaker" in want and "any_speaker" not in want:
            assert words(found.speaker_span) == want["speaker"]
        for name in ("kind", "act", "said"):
            if name in want:
                assert getattr(found, name) == want[name], name
        if "addressee" in want:
            assert words(found.addressee_span) == want["addressee"]
        if "via" in want:
            assert names[found.via] == want["via"]
        if "within" in want:
            assert found.within == statements[want["within"]].id


def test_two_who_speak_together_are_both_speakers():
    actors, statements = read({"text": "Norway and Sweden met on Monday. Both countries said the border would stay open."})
    names = {a.id: a.name for a in actors}
    assert [names[s.speaker] for s in statements] == ["Norway", "Sweden"]
    assert len({s.id for s in statements}) == 2


def test_first_persons_in_an_answer_are_who_answers():
    text = "QUESTION: Did you speak?\nBERG: I told the Swedes that the border was open.\nQUESTION: When?\nBERG: We told them on Friday."
    actors, statements = read({"text": f"Norwegian minister Ola Berg answered questions.\n{text}"})
    names = {a.id: a.name for a in actors}
    assert {names.get(s.speaker) for s in statements} == {"Ola Berg"}
