"""Which pieces of a page are the body of the article: the container that holds most of its prose, or what trafilatura finds.

Prose weighs on the container that it stands in and, less, on those around that one; the heaviest is the story's, and is widened as long
as what comes in is prose too and no other article. Where little speaks for one container, trafilatura decides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import trafilatura
from lxml import etree
from trafilatura.settings import Document, Extractor

from dragoman.clean.walk import Box, Piece, Walk

UNREAD = ("script", "style", "noscript", "template", "svg", "iframe", "canvas", "select", "option", "button", "textarea", "object", "math")
WHOLE = frozenset(("article", "main"))
NO_PROSE = frozenset(("title", "caption", "byline", "dateline", "topics", "heading"))
ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")
SHARES = (1.0, 0.6, 0.35, 0.2, 0.1)
"""How much prose weighs on the container that it stands in and on those around it."""
SURE = 900
"""Characters of prose in a container from which on it can be told without help."""
BETWEEN = 500
"""Characters of prose between headline and body from which on the body is doubtful."""
ALIKE = 0.6
"""How long pieces that come in must be on average, beside those that are there."""
HIGHEST = 12
LINKED = 0.5
OPTIONS = Extractor(output_format="python", fast=True, recall=True, comments=False, tables=False)
LEAST = 60
"""Characters of a piece from which on it is long enough to be known as prose without an end."""


@dataclass(frozen=True, slots=True)
class Body:
    """Which pieces are in the body, and whether the containers alone could tell."""

    inside: tuple[bool, ...]
    sure: bool


def squash(text: str) -> str:
    """A text with nothing but its letters and figures, to compare."""
    return re.sub(r"\W+", "", text).lower()


def prose_weight(piece: Piece) -> int:
    """How much prose a piece is: the length of what reads like a sentence and is no link."""
    length = len(piece.text)
    if piece.kind in NO_PROSE or length < 25 or piece.linked > LINKED * length:
        return 0
    ended = ENDS.search(piece.text[-5:]) is not None
    if not ended and length < 2 * LEAST:
        return 0
    return length // 2 if piece.tag == "li" else length


def find_body(walk: Walk) -> Body:
    """The pieces of the heaviest container that read like parts of a story; sure where it holds most of the prose of the page."""
    prose = [prose_weight(piece) for piece in walk.pieces]
    weights = [0 if piece.aside else weight for piece, weight in zip(walk.pieces, prose, strict=True)]
    if not any(weights):
        return Body(tuple(False for _ in weights), sure=False)
    held = held_by(walk.boxes, walk.pieces, weights)
    best = widen(heaviest(walk, weights), walk, weights, held)
    inside = within(walk, best)
    return Body(inside, held[best] >= SURE and held[best] * 2 >= sum(prose) and follows_headline(walk.pieces, weights, inside))


def follows_headline(pieces: Sequence[Piece], weights: Sequence[int], inside: Sequence[bool]) -> bool:
    """Whether no other prose of some length stands between the page's headline and the body."""
    first = inside.index(True) if True in inside else len(inside)
    head = next((i for i, piece in enumerate(pieces[:first]) if piece.kind == "title"), first)
    return sum(weights[head:first]) < BETWEEN


def heaviest(walk: Walk, weights: Sequence[int]) -> int:
    """The container on which most prose weighs; prose in an article weighs on nothing around that."""
    scores: dict[int, float] = {}
    for piece, weight in zip(walk.pieces, weights, strict=True):
        place, step = piece.place, 0
        while weight and place >= 0 and step < len(SHARES):
            scores[place] = scores.get(place, 0.0) + weight * SHARES[step]
            if walk.boxes[place].tag in WHOLE:
                break
            place, step = walk.boxes[place].around, step + 1
    return max(scores, key=lambda place: (scores[place], -place))


def held_by(boxes: dict[int, Box], pieces: Sequence[Piece], weights: Sequence[int]) -> dict[int, int]:
    """How much prose each container holds, at any depth; containers are numbered from the outside in."""
    held = dict.fromkeys(boxes, 0)
    for piece, weight in zip(pieces, weights, strict=True):
        held[piece.place] += weight
    for place in sorted(boxes, reverse=True):
        if boxes[place].around >= 0:
            held[boxes[place].around] += held[place]
    return held


def widen(best: int, walk: Walk, weights: Sequence[int], held: dict[int, int]) -> int:
    """The container around the heaviest one that still holds one story: as long as what comes in reads like what is there."""
    counts = held_by(walk.boxes, walk.pieces, [weight > 0 for weight in weights])
    at, last = best, best
    for _ in range(HIGHEST):
        box = walk.boxes[at]
        outer = box.around
        if box.tag in WHOLE or (box.body and not named_body(walk.boxes[outer])):
            return at
        if outer <= 0 or walk.boxes[outer].tag == "body":
            break
        gain, more = held[outer] - held[at], counts[outer] - counts[at]
        if gain and gain * counts[best] < ALIKE * held[best] * more:
            break
        at = outer
        last = at if gain else last
    return last


def named_body(box: Box) -> bool:
    """Whether a container is called one that holds a story."""
    return box.body or box.tag in WHOLE


def within(walk: Walk, best: int) -> tuple[bool, ...]:
    """Which pieces stand in a container and may be parts of a story."""
    inner = {best}
    for place in sorted(walk.boxes):
        if walk.boxes[place].around in inner:
            inner.add(place)
    return tuple(p.place in inner and not p.aside and p.linked <= 0.7 * len(p.text) for p in walk.pieces)


def body_by_library(tree: etree._Element, pieces: Sequence[Piece]) -> tuple[bool, ...]:
    """Which pieces stand in the body that trafilatura finds; it changes the tree."""
    if not any(len(piece.text) >= LEAST for piece in pieces):
        return tuple(False for _ in pieces)
    found = trafilatura.bare_extraction(tree, options=OPTIONS)
    body = squash((found.text or "") if isinstance(found, Document) else "")
    squashed = [squash(piece.text) for piece in pieces]
    return tuple(len(text) >= 12 and text in body for text in squashed)
