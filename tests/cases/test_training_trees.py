"""Marked pages as paragraphs of a treebank, with the trees that a model gave them."""

import pytest

from dragoman.model import Word

pytest.importorskip("torch")
from training.marks import Marked
from training.trees import trees_of


def test_heads_count_within_their_sentence_and_spaces_are_kept():
    rows = (("Ships", 1, 0), ("left", -1, 0), (".", 1, 0), ("It", 4, 1), ("rained", -1, 1), (".", 4, 1))
    text, words, at = "Ships left. It rained.", [], 0
    for i, (form, head, sentence) in enumerate(rows):
        at = text.index(form, at)
        words.append(Word(i, at, at + len(form), form, form.lower(), "X", "X", "_", head, "dep" if head >= 0 else "root", sentence))
        at += len(form)
    page = Marked(text, [(w.start, w.end) for w in words], [w.sentence for w in words], [(0, 6)], tuple(words))
    (paragraph,) = trees_of([page])
    assert [[t.head for t in s] for s in paragraph.sentences] == [[2, 0, 2], [2, 0, 2]]
    assert [[t.space for t in s] for s in paragraph.sentences] == [[True, False, True], [True, False, True]]
    assert paragraph.sentences[1][0].lemma == "it"
