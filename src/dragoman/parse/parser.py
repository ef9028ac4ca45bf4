"""Article -> Parse: one pass of the encoder over each paragraph, and everything read off it.

Each story block is read by itself. A block longer than a window is read window by window, each new one starting at a sentence that the
last one began but did not surely end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dragoman.lexicon import data_bytes
from dragoman.model import STORY_KINDS, ActMark, Article, Name, Parse, ReportMark, Sentence, Word
from dragoman.parse.decode import best_tree, name_spans
from dragoman.parse.lemma import load_lemmas
from dragoman.parse.marks import find_acts, find_reports
from dragoman.parse.network import Network, States
from dragoman.parse.pieces import NEWLINE, Pieces, cut_pieces, load_tokenizer

WINDOW = 320
"""Most pieces that the encoder reads at once."""

INSIDE, WORD, SENTENCE = range(3)
CLOSING = frozenset(",;:.?!”’)]}»")


AFTER_QUOTATION = re.compile(r":\s?[“\"‘«]([^“”\"«»]*)[.!?][”\"’»] (?=[A-Z])")
"""A quotation behind a colon that ends a sentence: its cue stands before it, so what follows is a sentence of its own."""


class Parser(Protocol):
    """Anything that reads an article in Universal Dependencies: ours, or a spaCy or Stanza pipeline behind an adapter."""

    @property
    def version(self) -> str:
        """Name and version of the model, for ``made_by``."""

    def parse(self, article: Article) -> Parse:
        """Sentences, words and names of the article's story blocks, with spans in ``article.text``."""


@dataclass(slots=True)
class Found:
    """What has been read so far; spans in the article's text."""

    sentences: list[Sentence] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    reports: list[ReportMark] = field(default_factory=list)
    acts: list[ActMark] = field(default_factory=list)


class EmbeddedParser:
    """The language model that ships with dragoman; no torch, no download."""

    def __init__(self) -> None:
        """Load the model from the package."""
        self.network = Network()
        self.tokenizer = load_tokenizer(data_bytes("model/tokenizer.json"))
        self.lemmas = load_lemmas([w for w in self.tokenizer.get_vocab() if not w.startswith("##")])
        self.version = self.network.version

    def parse(self, article: Article) -> Parse:
        """Read every story block of the article."""
        found = Found()
        for number, block in enumerate(article.blocks):
            if block.kind in STORY_KINDS:
                self.read_block(article.text[block.start : block.end], block.start, number, found)
        marks = tuple(found.reports), tuple(found.acts)
        return Parse(article.text, tuple(found.sentences), tuple(found.words), tuple(found.names), self.version, *marks)

    def read_block(self, text: str, offset: int, number: int, found: Found) -> None:
        """Read one block whose text starts at ``offset`` of the article."""
        pieces = cut_pieces(self.tokenizer, text)
        for first, last, states in self.windows(text, pieces):
            starts = starts_of(text, pieces, first, last, states)
            self.read_window(text, Window(pieces, first, last, states, starts, offset, number), found)

    def windows(self, text: str, pieces: Pieces) -> Iterator[tuple[int, int, States]]:
        """Stretches of pieces with their states, each but the last ending where a sentence ends."""
        at, total = 0, len(pieces.ids)
        while at < total:
            last = min(at + WINDOW, total)
            states = self.network.encode(pieces, at, last)
            if last < total:
                starts = starts_of(text, pieces, at, last, states)
                begins = [i for i in range(WINDOW // 4, last - at) if starts[i] == SENTENCE]
                words = [i for i in range(WINDOW // 2, last - at) if starts[i] != INSIDE]
                last = at + (begins[-1] if begins else words[-1] if words else last - at)
                states = States(states.trees[: last - at], states.tags[: last - at], states.starts[: last - at])
            yield at, last, states
            at = last

    def read_window(self, text: str, window: "Window", found: Found) -> None:
        """Read the words and sentences of one window and add them to what was found."""
        firsts = np.flatnonzero(window.starts != INSIDE)
        lasts = np.append(firsts[1:], window.last - window.first) - 1
        trees, tags = word_states(window.states.trees, firsts, lasts), word_states(window.states.tags, firsts, lasts)
        scores = self.network.read_words(trees, tags)
        cuts = [int(i) for i in np.flatnonzero(window.starts[firsts] == SENTENCE)]
        sentences = list(zip(cuts, [*cuts[1:], len(firsts)], strict=True))
        heads = np.concatenate([sentence_heads(scores.arcs, a, b) for a, b in sentences])
        relations = self.network.relations(scores, heads)
        labels, begin = self.network.names, len(found.words)
        for a, b in sentences:
            base, sentence = len(found.words), len(found.sentences)
            for k in range(a, b):
                start = int(window.pieces.starts[window.first + firsts[k]])
                end = int(window.pieces.ends[window.first + lasts[k]])
                upos, _, feats = labels["morphs"][scores.morphs[k]].partition("|")
                form, head, xpos = text[start:end], int(heads[k]), labels["xpos"][scores.xpos[k]]
                found.words.append(Word(
                    base + k - a, start + window.offset, end + window.offset, form,
                    self.lemmas.find(form, xpos, [labels["lemmas"][i] for i in scores.lemmas[k]]), upos, xpos, feats,
                    base + head - 1 - a if head else -1, labels["relations"][relations[k]], sentence,
                ))  # fmt: skip
            found.sentences.append(Sentence(sentence, found.words[base].start, found.words[-1].end, base, len(found.words), window.block))
            for i, j, kind in name_spans([labels["names"][i] for i in scores.names[a:b].argmax(1)]):
                found.names.append(Name(found.words[base + i].start, found.words[base + j - 1].end, base + i, base + j, kind))
        marks = self.network.read_marks(trees, tags)
        found.reports.extend(find_reports(marks, [int(h) - 1 for h in heads], begin))
        found.acts.extend(find_acts(marks, begin))


def sentence_heads(arcs: NDArray[np.float32], first: int, last: int) -> NDArray[np.int64]:
    """The heads of the words ``first`` to ``last`` of a window, as columns of its arc scores: 0 for the root."""
    columns = np.concatenate([[0], np.arange(first + 1, last + 1)])
    heads: NDArray[np.int64] = columns[best_tree(arcs[first:last][:, columns])]
    return heads


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a block's pieces with all that is needed to read it."""

    pieces: Pieces
    first: int
    last: int
    states: States
    starts: NDArray[np.int64]
    offset: int
    block: int


def word_states(states: NDArray[np.float32], firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean of the first and last piece of each word."""
    mean: NDArray[np.float32] = (states[firsts] + states[lasts]) * np.float32(0.5)
    return mean


def starts_of(text: str, pieces: Pieces, first: int, last: int, states: States) -> NDArray[np.int64]:
    """INSIDE, WORD or SENTENCE for each piece of a window: the model's choice, mended where it can be known.

    A word always starts after white space. No sentence starts with a mark that closes something, nor after a colon on the same line
    ("Live: the vote is over"). A sentence starts behind a whole one that was quoted after a colon.
    """
    starts: NDArray[np.int64] = states.starts.argmax(1)
    behind = {found.end() for found in AFTER_QUOTATION.finditer(text)}
    if behind:
        starts[[int(at) in behind for at in pieces.starts[first:last]]] = SENTENCE
    gaps = pieces.shapes[first:last] % 3
    starts[(gaps != 0) & (starts == INSIDE)] = WORD
    for i in np.flatnonzero(starts == SENTENCE):
        at = first + int(i)
        before = text[pieces.starts[at - 1] : pieces.ends[at - 1]] if at else ""
        if text[pieces.starts[at] : pieces.ends[at]] in CLOSING or (before == ":" and gaps[i] != NEWLINE):
            starts[i] = WORD
    starts[0] = SENTENCE
    return starts


def load_parser() -> EmbeddedParser:
    """The parser in the package."""
    return EmbeddedParser()
