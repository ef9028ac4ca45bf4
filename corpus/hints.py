"""Hints at what a page's annotator may have left unmarked. A hint is not an error: it names words to look at once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from notation import Block, Page

Span = tuple[int, int]
REPORTING = re.compile(
    r"\b(?:said|says|told|tells|warned|warns|denied|denies|accused|accuses|urged|urges|announced|announces|claimed|claims|insisted|insists|"
    r"declared|declares|added|adds|stated|states that|confirmed|confirms|argued|argues|condemned|condemns|demanded|demands that|vowed|vows|"
    r"acknowledged|replied|remarked|according to|in the words of|quoted)\b"
)
CALENDAR = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|November|December|"
    r"(?:19|20)\d\d|yesterday|today|tomorrow|tonight|last night|(?:last|next|this) (?:week|month|year)|now|currently)\b"
)
QUOTED = re.compile(r"[“\"«]([^“”\"«»]+)(?:[”\"»]|$)")
QUOTED_WORDS = 5
STORY = ("paragraph", "deck", "title", "heading", "quote")


def hints(page: Page, gold: dict[str, Any]) -> Iterator[str]:
    """One line for each stretch of story that looks like an unmarked statement, cue or time."""
    said = [tuple(c) for s in gold["statements"] for c in s["at"]["content"]]
    cues = [tuple(s["at"]["cue"]) for s in gold["statements"] if s["at"]["cue"]]
    triggers = [tuple(e["at"]["trigger"]) for e in gold["events"]]
    for block in page.blocks:
        if block.kind not in STORY:
            continue
        yield from _unsaid(page, block, said)
        yield from _uncued(page, block, [*cues, *triggers])
        yield from _untimed(page, block)


def _touches(span: Span, others: list[Any]) -> bool:
    return any(span[0] < o[1] and o[0] < span[1] for o in others)


def _look(page: Page, block: Block, at: int, what: str) -> str:
    return f"look: {page.path}:{block.line}: {what}: ... {block.text[max(0, at - 25) : at + 50]} ..."


def _unsaid(page: Page, block: Block, said: list[Any]) -> Iterator[str]:
    for found in QUOTED.finditer(block.text):
        span = (block.start + found.start(), block.start + found.end())
        if len(found.group(1).split()) >= QUOTED_WORDS and not _touches(span, said):
            yield _look(page, block, found.start(), "a quotation in no statement")


def _uncued(page: Page, block: Block, known: list[Any]) -> Iterator[str]:
    for found in REPORTING.finditer(block.text):
        if not _touches((block.start + found.start(), block.start + found.end()), known):
            yield _look(page, block, found.start(), f"{found.group()!r} is no cue and no trigger")


def _untimed(page: Page, block: Block) -> Iterator[str]:
    marked = [(t.start, t.end) for t in block.times]
    for found in CALENDAR.finditer(block.text):
        if not _touches((found.start(), found.end()), marked):
            yield _look(page, block, found.start(), f"{found.group()!r} is no time")
