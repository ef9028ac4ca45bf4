"""Article -> Parse: one pass of the encoder over the story, window by window, and everything read off it.

A window holds as many whole story blocks as fit, so that a paragraph is read together with its neighbours; the windows of a page are about
of one length. A block longer than a window is read in several, each new one starting at a sentence that the last one began but did not
surely end.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.lexicon import data_bytes
from dragoman.model import STORY_KINDS, ActMark, Article, ClaimMark, LinkMark, Name, Parse, ReportMark, Sentence, Word
from dragoman.parse.decode import best_tree, name_spans
from dragoman.parse.lemma import load_lemmas
from dragoman.parse.marks import PairReader, find_acts, find_claims, find_links, find_reports
from dragoman.parse.mend import mend_names, mend_relations
from dragoman.parse.network import Network, States
from dragoman.parse.pieces import NEWLINE, Pieces, cut_pieces, load_tokenizer

WINDOW = 400
"""Most pieces that the encoder reads at once."""

LIKELY_START, STOPS = 0.15, frozenset(".!?…")
"""Least chance of a sentence's start at a capital behind a stop for it to be one; elsewhere it must be the likeliest."""

INSIDE, WORD, SENTENCE = range(3)
TITLES = frozenset("mr mrs ms messrs dr prof gen col lt maj capt sgt adm sen rep gov hon rev st".split())  # noqa: SIM905
"""Titles that are written with a stop."""

JOINED = frozenset(
    """
    cannot gonna wanna gotta gimme lemme dunno outta kinda sorta aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt
    wasnt werent wont wouldnt im ive hes shes theyre youre weve youve youll itll lets thats theres whats
    """.split()  # noqa: SIM905
)
"""Words of letters alone that are two: those that the treebanks split, without plain slips of the pen."""

LETTERS, LETTERS_BEFORE, LONGEST_JOINED = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+\Z"), 12
NOT = re.compile(r"n[’']t\b", re.IGNORECASE)

STOPPED = frozenset(".!?…”\"’»")
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

    pairs: PairReader
    sentences: list[Sentence] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    reports: list[ReportMark] = field(default_factory=list)
    acts: list[ActMark] = field(default_factory=list)
    links: list[LinkMark] = field(default_factory=list)
    claims: list[ClaimMark] = field(default_factory=list)


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
        found, story = Found(PairReader(self.network.pairs)), cut_story(self.tokenizer, article)
        for first, last, states, starts in self.windows(story):
            self.read_window(Window(story, first, last, states, starts), found)
        marks = tuple(found.reports), tuple(found.acts), tuple(found.links), tuple(found.claims)
        return Parse(article.text, tuple(found.sentences), tuple(found.words), tuple(found.names), self.version, *marks, found.pairs)

    def windows(self, story: "Story") -> Iterator[tuple[int, int, States, NDArray[np.int64]]]:
        """Stretches of pieces with their states and starts, each ending where a block ends, or (in a long block) a sentence."""
        at = 0
        while at < story.total:
            last = story.window_end(at)
            whole = last > at
            last = last if whole else min(at + WINDOW, story.total)
            states = self.network.encode(story.pieces, at, last)
            starts = starts_of(story, at, last, states)
            if not whole:
                begins = [i for i in range(WINDOW // 4, last - at) if starts[i] == SENTENCE]
                words = [i for i in range(WINDOW // 2, last - at) if starts[i] != INSIDE]
                last = at + (begins[-1] if begins else words[-1] if words else last - at)
                states = States(states.trees[: last - at], states.tags[: last - at], states.starts[: last - at])
            yield at, last, states, starts[: last - at]
            at = last

    def read_window(self, window: "Window", found: Found) -> None:
        """Read the words and sentences of one window and add them to what was found."""
        text, pieces, blocks = window.story.text, window.story.pieces, window.story.blocks
        firsts = np.flatnonzero(window.starts != INSIDE)
        lasts = np.append(firsts[1:], window.last - window.first) - 1
        trees, tags = word_states(window.states.trees, firsts, lasts), word_states(window.states.tags, firsts, lasts)
        scores = self.network.read_words(trees, tags)
        cuts = [int(i) for i in np.flatnonzero(window.starts[firsts] == SENTENCE)]
        sentences = list(zip(cuts, [*cuts[1:], len(firsts)], strict=True))
        heads = np.concatenate([sentence_heads(scores.arcs, a, b) for a, b in sentences])
        relations = self.network.relations(scores, heads)
        labels, begin = self.network.names, len(found.words)
        at = pieces.starts[window.first + firsts].tolist(), pieces.ends[window.first + lasts].tolist()
        morphs, xposes, lemmas, kinds, tops = (
            x.tolist() for x in (scores.morphs, scores.xpos, scores.lemmas, relations, scores.names.argmax(1))
        )
        above: list[int] = heads.tolist()
        for a, b in sentences:
            base, sentence = len(found.words), len(found.sentences)
            for k in range(a, b):
                start, end = at[0][k], at[1][k]
                upos, _, feats = labels["morphs"][morphs[k]].partition("|")
                form, head, xpos = text[start:end], above[k], labels["xpos"][xposes[k]]
                found.words.append(Word(
                    base + k - a, start, end, form,
                    self.lemmas.find(form, xpos, [labels["lemmas"][i] for i in lemmas[k]]), upos, xpos, feats,
                    base + head - 1 - a if head else -1, labels["relations"][kinds[k]], sentence,
                ))  # fmt: skip
            found.words[base:] = mend_relations(found.words[base:])
            block = int(blocks[window.first + firsts[a]])
            found.sentences.append(Sentence(sentence, found.words[base].start, found.words[-1].end, base, len(found.words), block))
            for i, j, kind in mend_names(name_spans([labels["names"][i] for i in tops[a:b]]), found.words[base:]):
                found.names.append(Name(found.words[base + i].start, found.words[base + j - 1].end, base + i, base + j, kind))
        marks = self.network.read_marks(trees, tags)
        found.pairs.add(begin, marks)
        found.reports.extend(find_reports(marks, [head - 1 for head in above], begin))
        found.acts.extend(find_acts(marks, begin))
        found.links.extend(find_links(marks, [w.upos for w in found.words[begin:]], begin))
        found.claims.extend(find_claims(marks, begin))


def sentence_heads(arcs: NDArray[np.float32], first: int, last: int) -> NDArray[np.int64]:
    """The heads of the words ``first`` to ``last`` of a window, as columns of its arc scores: 0 for the root."""
    columns = np.concatenate([[0], np.arange(first + 1, last + 1)])
    heads: NDArray[np.int64] = columns[best_tree(arcs[first:last][:, columns])]
    return heads


@dataclass(frozen=True, slots=True)
class Story:
    """The pieces of an article's story blocks, one after another, with spans in its text.

    ``blocks`` is the number of the block of each piece; ``edges`` are the pieces at which a block begins, and the number of all pieces;
    ``behind`` the places at which a sentence surely starts.
    """

    text: str
    pieces: Pieces
    blocks: NDArray[np.int64]
    edges: frozenset[int]
    behind: frozenset[int]

    @property
    def total(self) -> int:
        """How many pieces there are."""
        return len(self.pieces.ids)

    def is_stopped(self, at: int) -> bool:
        """Whether the block of a piece ends with a stop, be it in quotation marks: its sentences are told apart by marks."""
        end = int(np.searchsorted(self.blocks, self.blocks[at], side="right"))
        return self.text[self.pieces.ends[end - 1] - 1] in STOPPED

    def window_end(self, at: int) -> int:
        """Where the window that begins at a piece best ends: at a block's end, so that those still to come are of one length.

        The piece itself where its block is longer than a window.
        """
        left = self.total - at
        aim = at + left / math.ceil(left / WINDOW)
        return min((e for e in self.edges if at < e <= at + WINDOW), key=lambda e: (abs(e - aim), e), default=at)


def cut_story(tokenizer: Tokenizer, article: Article) -> Story:
    """The pieces of the story blocks of an article."""
    parts: list[Pieces] = []
    blocks: list[NDArray[np.int64]] = []
    edges, behind = [0], set[int]()
    for number, block in enumerate(article.blocks):
        if block.kind in STORY_KINDS:
            text = article.text[block.start : block.end]
            pieces = cut_pieces(tokenizer, text)
            parts.append(Pieces(pieces.ids, pieces.starts + block.start, pieces.ends + block.start, pieces.shapes))
            blocks.append(np.full(len(pieces.ids), number, dtype=np.int64))
            edges.append(edges[-1] + len(pieces.ids))
            behind.update(match.end() + block.start for match in AFTER_QUOTATION.finditer(text))
    none = np.zeros(0, dtype=np.int64)
    joined = Pieces(*(np.concatenate([none, *(getattr(p, key) for p in parts)]) for key in ("ids", "starts", "ends", "shapes")))
    return Story(article.text, joined, np.concatenate([none, *blocks]), frozenset(edges), frozenset(behind))


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a story's pieces with all that is needed to read it."""

    story: Story
    first: int
    last: int
    states: States
    starts: NDArray[np.int64]


def word_states(states: NDArray[np.float32], firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean of the first and last piece of each word."""
    mean: NDArray[np.float32] = (states[firsts] + states[lasts]) * np.float32(0.5)
    return mean


def starts_of(story: Story, first: int, last: int, states: States) -> NDArray[np.int64]:
    """INSIDE, WORD or SENTENCE for each piece of a window: the model's choice, mended where it can be known.

    A word always starts after white space, among letters only where two are written as one, and never within a character of several
    pieces; a sentence starts where a block does. No sentence starts with a mark that closes something, nor after a colon on the same line
    ("Live: the vote is over"), nor behind a title ("MR. BERG"), nor within a line without any mark before it in a block that ends with a
    stop. A sentence starts behind a whole one that was quoted after a colon.
    """
    text, pieces = story.text, story.pieces
    starts: NDArray[np.int64] = states.starts.argmax(1)
    if story.behind:
        starts[[int(at) in story.behind for at in pieces.starts[first:last]]] = SENTENCE
    gaps = pieces.shapes[first:last] % 3
    starts[(gaps != 0) & (starts == INSIDE)] = WORD
    for i in np.flatnonzero((gaps == 0) & (starts != INSIDE)):
        if is_within_word(text, int(pieces.starts[first + i])):
            starts[i] = INSIDE
    chances = np.exp(states.starts - states.starts.max(1, keepdims=True))
    for i in np.flatnonzero((starts == WORD) & (chances[:, SENTENCE] >= LIKELY_START * chances.sum(1)) & (gaps != 0)):
        at = first + int(i)
        if at and text[pieces.ends[at - 1] - 1] in STOPS and text[pieces.starts[at]].isupper():
            starts[i] = SENTENCE
    for i in np.flatnonzero(starts == SENTENCE):
        at = first + int(i)
        before = text[pieces.starts[at - 1] : pieces.ends[at - 1]] if at else ""
        titled = before == "." and gaps[i] != NEWLINE and at > 1 and text[pieces.starts[at - 2] : pieces.ends[at - 2]].lower() in TITLES
        unmarked = before[-1:].isalnum() and gaps[i] != NEWLINE and story.is_stopped(at)
        if text[pieces.starts[at] : pieces.ends[at]] in CLOSING or (before == ":" and gaps[i] != NEWLINE) or unmarked or titled:
            starts[i] = WORD
    starts[0] = SENTENCE
    starts[[i in story.edges for i in range(first, last)]] = SENTENCE
    starts[1:][pieces.starts[first + 1 : last] < pieces.ends[first : last - 1]] = INSIDE
    return starts


def is_within_word(text: str, at: int) -> bool:
    """Whether a place lies among the letters of one word: not before "n't", where a capital follows a small letter, nor in JOINED."""
    if not (at and text[at - 1].isalpha() and text[at].isalpha()) or (text[at].isupper() and text[at - 1].islower()) or NOT.match(text, at):
        return False
    before, behind = LETTERS_BEFORE.search(text, max(0, at - LONGEST_JOINED), at), LETTERS.match(text, at, at + LONGEST_JOINED)
    return f"{before[0] if before else ''}{behind[0] if behind else ''}".lower() not in JOINED


def load_parser() -> EmbeddedParser:
    """The parser in the package."""
    return EmbeddedParser()
