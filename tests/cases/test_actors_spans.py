"""Names of the knowledge base in the words of a text."""

import pytest

import dragoman
from dragoman.actors import knowledge_with, load_knowledge
from dragoman.actors.spans import scan
from dragoman.grammar import Tree
from dragoman.model import Parse, Word


def bare(text):
    words, at, sentence = [], 0, 0
    for index, form in enumerate(text.split()):
        at = text.index(form, at)
        kind = "PROPN" if form[0].isupper() else "X"
        words.append(Word(index, at, at + len(form), form, form, kind, "", "", -1, "root", sentence))
        at, sentence = at + len(form), sentence + (form == ".")
    return Tree(Parse(text, (), tuple(words)))


def found(text, knowledge=None):
    tree = bare(text)
    return [" ".join(w.text for w in tree.words[s.first : s.last]) for s in scan(tree, knowledge or load_knowledge())]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The United Nations Security Council met in Chad", ["United Nations Security Council", "Chad"]),
        ("the foreign ministry and the army of France", ["foreign ministry", "France"]),
        ("they are in it for us , and may march", []),
        ("It was the United . Nations sent nobody", []),
        ("a Franco-Chadian plan", []),
        ("", []),
    ],
)
def test_the_longest_names_within_a_sentence(text, names):
    assert found(text) == names


def test_names_of_the_users_own_are_found_too(tmp_path):
    text = "the Quillon of Strelsau spoke in Strelsau"
    load_knowledge().starts  # noqa: B018 - what is computed before must not stay
    assert found(text) == []
    mine = tmp_path / "my.yml"
    mine.write_text("actors:\n- {name: Quillon of Strelsau, kind: organisation, country: FRA}\n", "utf-8")
    assert found(text, knowledge_with([mine])) == ["Quillon of Strelsau"]


def test_labels_of_transcripts_name_persons():
    said = ("MR. OKAFOR: We have urged Lagos to wait.", "QUESTION: How long?", "SECRETARY LINDQUIST: As long as it takes.", "NOTE: Cold.")
    actors = dragoman.read("\n\n".join(said).encode(), published="2022-11-18").actors
    assert {a["name"] for a in actors if a["kind"] == "person"} == {"OKAFOR", "LINDQUIST"}
