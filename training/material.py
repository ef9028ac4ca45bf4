"""What the language model is trained on, read once and kept between runs: reading the corpus means to parse all of it."""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from dragoman.model import Word
from training.conllu import Paragraph, Token, read_paragraphs
from training.marks import Marked, read_marked
from training.names import mark_names

NAME_TURNS = 3
"""How often an epoch goes over the sentences that teach nothing but names: they are few and marked by hand."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on: treebanks, the sentences that teach names alone, pages and sentences with marks; ``held`` is to measure on."""

    paragraphs: list[Paragraph]
    only_names: list[Paragraph]
    pages: list[Marked]
    held: list[Marked]


def read_material(folder: Path, kept: Path | None) -> Material:
    """Read the treebanks and the corpus; from ``kept`` where that is there, and into it where it is not.

    ``kept`` is a pickle: only one's own is to be read.
    """
    if kept is not None and kept.exists():
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
    paragraphs = read_all(folder, ["ewt-train", "gum-open-train"])
    for paragraph in paragraphs:
        paragraph.sentences = [mark_names(s) if any(t.entity for t in s) else s for s in paragraph.sentences]
    material = Material(paragraphs, read_all(folder, ["ewt-dev"]) * NAME_TURNS, read_marked(["train"]), read_marked(["dev"]))
    if kept is not None:
        kept.write_bytes(pickle.dumps(material))
    return material


def read_all(folder: Path, names: list[str]) -> list[Paragraph]:
    """The paragraphs of several treebank files."""
    return [p for name in names for p in read_paragraphs(folder / f"{name}.conllu")]


def trees_of(pages: Iterable[Marked]) -> Iterator[Paragraph]:
    """The blocks of marked pages as paragraphs of a treebank, with the trees of the model that read them; names are left open."""
    for page in pages:
        for first, last in page.blocks:
            grouped = groupby(page.tokens[first:last], lambda word: word.sentence)
            yield Paragraph([tree_of(list(words)) for _, words in grouped])


def tree_of(words: list[Word]) -> list[Token]:
    """A sentence as tokens; heads count from 1."""
    behind = [*(word.start for word in words[1:]), words[-1].end + 1]
    return [
        Token(w.text, w.lemma, w.upos, w.xpos, w.feats, w.head - words[0].index + 1 if w.head >= 0 else 0, w.relation, space=after > w.end)
        for w, after in zip(words, behind, strict=True)
    ]
