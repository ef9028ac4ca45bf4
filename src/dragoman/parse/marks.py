"""The learned marks: names and numbers of what the heads for statements and events say, and their scores turned into marks."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dragoman.model import EVENT_TYPES, MODALITIES, NO_WORD, OTHER_WORD, ActMark, Choice, ClaimMark, LinkMark, ReportMark

CUES = ("", "begin", "inside")
"""Whether a word begins a reporting cue, goes on with one, or neither."""

TRIGGERS = ("", *EVENT_TYPES)
"""The PLOVER type of the act that a word names; none for most words."""

ROLES = ("content", "source", "addressee", "via", "actor", "recipient", "antecedent", "state", "when")
"""``content``: of each word, the cue of the innermost report in which it stands; the next three of a cue, then two of a trigger; of a
mention of an actor, an earlier mention of the same, and a mention of the state or body that he belongs to; of a cue or a trigger the time
expression that tells its day, where ABSENT stands for the day of the page."""

NOBODY, ABSENT = 0, 1
"""The first two choices of a role: nobody, and somebody whom the window does not name; the words follow, from 2."""

LEAST_CUE, LEAST_ACT, LEAST_SHARE, LEAST_CLAIM = 0.05, 0.05, 0.04, 0.3
"""Least probability of a cue word, of a trigger, of one choice of a side and of a word of a claim to be marked at all; the stages ask for
more."""

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"))
"""Parts of speech that may head a mention of an actor."""

LIKELY_START = 0.3
"""Least probability of a beginning for a cue to start right behind another."""

SWITCH = 1.0
"""What it costs (in natural logarithms) that the next word belongs to another report than this one."""

Matrix = NDArray[np.float32]
Words = list[int] | slice


@dataclass(frozen=True, slots=True)
class MarkScores:
    """What the heads give for N words: cues (N, 3), triggers (N, 17), modalities (N, 7), claims (N, 2).

    The scores of roles are biaffine products of ``asking`` (N, 161) and ``choices`` (N + 2, 160) through ``table`` (161, 9 * 160); they are
    made only of the words that are asked for. Those of pairs are made of ``doing`` and ``suffering`` (N, 97 both) by ``PairReader``.
    """

    cues: Matrix
    triggers: Matrix
    modalities: Matrix
    claims: Matrix
    asking: Matrix
    choices: Matrix
    table: Matrix
    doing: Matrix
    suffering: Matrix

    def of(self, role: str, words: Words) -> Matrix:
        """The scores of all choices of a role for some words (words, N + 2)."""
        size = self.choices.shape[1]
        at = ROLES.index(role) * size
        scores: Matrix = np.asarray(self.asking[words] @ self.table[:, at : at + size] @ self.choices.T, np.float32)
        return scores


class PairReader:
    """What one party does to another, told from two words that name them; made only for the pairs that are asked for."""

    def __init__(self, table: Matrix) -> None:
        """``table`` (97, 17 * 97) gives the scores of no act and of each type, by products with what each window tells of its words."""
        self.table = table.reshape(len(table), -1)
        self.begins: list[int] = []
        self.parts: list[tuple[Matrix, Matrix]] = []
        self.turned: dict[int, Matrix] = {}

    def add(self, begin: int, scores: MarkScores) -> None:
        """Take in a window whose first word has the number ``begin``; windows come in order."""
        self.begins.append(begin)
        self.parts.append((scores.doing, scores.suffering))

    def chances(self, one: int, other: int) -> list[float] | None:
        """The chances of no act and of one of each of EVENT_TYPES (17 shares of 1) of one word's party on the other's.

        None where no window holds both words.
        """
        at = bisect_right(self.begins, one) - 1
        if at < 0:
            return None
        begin, (doing, suffering) = self.begins[at], self.parts[at]
        if not (one < begin + len(doing) and begin <= other < begin + len(doing)):
            return None
        if one not in self.turned:
            self.turned[one] = (doing[one - begin] @ self.table).reshape(-1, suffering.shape[1])
        chances: list[float] = shares(self.turned[one] @ suffering[other - begin]).tolist()
        return chances


def shares(scores: Matrix) -> Matrix:
    """Softmax over the last axis."""
    grown = np.exp(scores - scores.max(-1, keepdims=True))
    out: Matrix = grown / grown.sum(-1, keepdims=True)
    return out


def find_reports(scores: MarkScores, heads: list[int], base: int) -> Iterator[ReportMark]:
    """The reporting cues of a window, each with the words that hang on it; ``heads`` are the words' heads in the window, -1 for roots.

    ``base`` is the number of the window's first word in the parse.
    """
    likely = shares(scores.cues)
    spans = list(cue_spans(likely))
    anchors = [head_of(range(a, b), heads) for a, b in spans]
    if not anchors:
        return
    columns = [NOBODY, ABSENT, *(i + 2 for i in anchors)]
    owners = steady_path(np.log(shares(scores.of("content", slice(None))[:, columns])))
    sides = {role: scores.of(role, anchors) for role in ("source", "addressee", "via", "when")}
    for k, ((a, b), anchor) in enumerate(zip(spans, anchors, strict=True)):
        score = float(1 - likely[a:b, 0].min())
        content = tuple(int(i) + base for i in np.flatnonzero(owners == k + 2))
        source, addressee, via = (choose(sides[role][k], base) for role in ("source", "addressee", "via"))
        when = choose_all(sides["when"][k], base)
        yield ReportMark(anchor + base, a + base, b + base, round(score, 3), content, source, addressee, via, when)


def steady_path(likely: Matrix) -> NDArray[np.int64]:
    """The likeliest choice for each of N words (N, choices; logarithms) where every change from one word to the next costs SWITCH.

    A stretch of words hangs together: without the cost single words inside a content would go astray (Viterbi 1967).
    """
    n = len(likely)
    tops, switched = [0] * n, np.zeros(likely.shape, bool)
    best = likely[0].copy()
    for i in range(1, n):
        tops[i] = int(best.argmax())
        least = best[tops[i]] - SWITCH
        np.less(best, least, out=switched[i])
        np.maximum(best, least, out=best)
        best += likely[i]
    path = np.zeros(n, np.int64)
    path[-1] = best.argmax()
    for i in range(n - 1, 0, -1):
        path[i - 1] = tops[i] if switched[i, path[i]] else path[i]
    return path


def cue_spans(likely: Matrix) -> Iterator[tuple[int, int]]:
    """Stretches of words that may be a cue, around the likeliest word of each, with neighbours at least half as likely."""
    chance = 1 - likely[:, 0]
    start = -1
    for i in range(len(likely) + 1):
        inside = i < len(likely) and chance[i] >= LEAST_CUE
        begins = inside and (start < 0 or likely[i, 1] >= max(likely[i, 2], LIKELY_START))
        if start >= 0 and (begins or not inside):
            yield narrowed(chance, start, i)
            start = -1
        if begins:
            start = i


def narrowed(chance: Matrix, start: int, end: int) -> tuple[int, int]:
    """The part of a stretch around its likeliest word in which every word is at least half as likely."""
    top = start + int(chance[start:end].argmax())
    first = last = top
    while first > start and chance[first - 1] >= chance[top] / 2:
        first -= 1
    while last + 1 < end and chance[last + 1] >= chance[top] / 2:
        last += 1
    return first, last + 1


def head_of(stretch: range, heads: list[int]) -> int:
    """The word of a stretch whose own head lies outside it, the first of several."""
    return next((i for i in stretch if heads[i] not in stretch), stretch[0])


def choose(row: Matrix, base: int) -> int | None:
    """The likeliest word of a role, -1 for somebody whom the window does not name, None for nobody."""
    best = int(row.argmax())
    return None if best == NOBODY else -1 if best == ABSENT else best - 2 + base


def find_acts(scores: MarkScores, base: int) -> Iterator[ActMark]:
    """The words of a window that may name an act, with their likeliest type, modality and sides."""
    likely, modalities = shares(scores.triggers), shares(scores.modalities)
    words = [int(i) for i in np.flatnonzero(1 - likely[:, 0] >= LEAST_ACT)]
    sides = (choose_rows(scores.of(role, words), base) for role in ("actor", "recipient", "when"))
    for i, actors, recipients, when in zip(words, *sides, strict=True):
        types, ends = likely[i, 1:], modalities[i]
        yield ActMark(
            i + base, EVENT_TYPES[int(types.argmax())], round(float(1 - likely[i, 0]), 3), tuple(round(float(t), 3) for t in types),
            MODALITIES[int(ends.argmax())], round(float(ends.max()), 3), actors, recipients, when,
        )  # fmt: skip


def choose_all(row: Matrix, base: int) -> tuple[Choice, ...]:
    """The choices of a role that may have several, the likeliest first, without those that have hardly any share."""
    return choose_rows(row[None], base)[0]


def choose_rows(rows: Matrix, base: int) -> list[tuple[Choice, ...]]:
    """The choices of several words for one role."""
    likely = shares(rows)
    at, columns = np.nonzero(likely >= LEAST_SHARE)
    chances = likely[at, columns]
    order = np.lexsort((columns, -chances, at))
    columns, counts = columns[order], np.bincount(at, minlength=len(rows)).tolist()
    words = np.where(columns > ABSENT, columns - 2 + base, np.where(columns == NOBODY, NO_WORD, OTHER_WORD)).tolist()
    pairs = zip(words, (round(chance, 3) for chance in chances[order].tolist()), strict=True)
    return [tuple(islice(pairs, count)) for count in counts]


def find_links(scores: MarkScores, parts: list[str], base: int) -> Iterator[LinkMark]:
    """What each word that may head a mention points to; ``parts`` are the words' parts of speech."""
    rows = [i for i, part in enumerate(parts) if part in NOMINAL]
    earlier, state = (choose_rows(scores.of(role, rows), base) for role in ("antecedent", "state"))
    for i, before, home in zip(rows, earlier, state, strict=True):
        yield LinkMark(i + base, before, home)


def find_claims(scores: MarkScores, base: int) -> Iterator[ClaimMark]:
    """Stretches of words that may claim how two parties stand."""
    likely = shares(scores.claims)[:, 1]
    start = -1
    for i in range(len(likely) + 1):
        inside = i < len(likely) and likely[i] >= LEAST_CLAIM
        if inside and start < 0:
            start = i
        if start >= 0 and not inside:
            yield ClaimMark(start + base, i + base, round(float(likely[start:i].max()), 3))
            start = -1
