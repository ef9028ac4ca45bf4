"""Quotation marks of all styles: which stretches of a page stand inside them.

A stretch does not cross a block, but a paragraph that opens with a mark and does not close it goes on in the next one that opens with a
mark again. A mark that has no partner costs only itself.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.model import Block, Span

PAIRS = {
    "“": "”“\"", "„": "“”\"", "”": "”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "‟": "”",
    '"': '"”', "``": "''", "''": "''", "‘": "’", "'": "'’", "‚": "‘’",
}  # fmt: skip
"""Opening marks and what may close them."""

DOUBLED = ("``", "''")
SINGLE = frozenset("‘'‚")
OPENERS = frozenset(PAIRS)
BEFORE = frozenset(" \t\n\u00a0([{—–-:/,.;…")
LONGEST = 6000
"""No quotation within one paragraph is longer than this."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch, its marks included; ``closed`` is false where it runs to the end of its paragraph."""

    start: int
    end: int
    block: int
    closed: bool = True
    single: bool = False


class Quotes:
    """The quoted stretches of a page, in order, without those inside others."""

    def __init__(self, found: Iterable[Quote]) -> None:
        """Keep what was found."""
        self.all = tuple(found)
        self.starts = [quote.start for quote in self.all]

    def at(self, place: int) -> Quote | None:
        """The quotation that holds a place."""
        i = bisect_right(self.starts, place) - 1
        return self.all[i] if i >= 0 and place < self.all[i].end else None

    def within(self, span: Span) -> list[Quote]:
        """The quotations that lie, even in part, in a span."""
        i = max(0, bisect_right(self.starts, span[0]) - 1)
        found = []
        while i < len(self.all) and self.all[i].start < span[1]:
            if self.all[i].end > span[0]:
                found.append(self.all[i])
            i += 1
        return found


def find_quotes(text: str, blocks: Iterable[tuple[int, Block]]) -> Quotes:
    """The quoted stretches of the given blocks."""
    numbered = list(blocks)
    found: list[Quote] = []
    for k, (number, block) in enumerate(numbered):
        following = numbered[k + 1][1] if k + 1 < len(numbered) else None
        goes_on = following is not None and text[following.start : following.start + 1] in OPENERS
        found += block_quotes(text, block, number, runs_on=goes_on)
    return Quotes(found)


def block_quotes(text: str, block: Block, number: int, *, runs_on: bool) -> list[Quote]:
    """The quoted stretches of one block."""
    found, at = [], block.start
    while at < block.end:
        mark = opening(text, at, block)
        if mark is None:
            at += 1
            continue
        end = closing(text, at, mark, block)
        single = mark in SINGLE
        if end is not None:
            found.append(Quote(at, end, number, single=single))
            at = end
        elif not single and (at == block.start or (runs_on and ":" in text[max(block.start, at - 2) : at])):
            found.append(Quote(at, block.end, number, closed=False))
            break
        else:
            at += len(mark)
    return found


def opening(text: str, at: int, block: Block) -> str | None:
    """The opening mark at a place, if there is one."""
    mark = text[at : at + 2] if text.startswith(DOUBLED, at) else text[at]
    if mark not in PAIRS:
        return None
    before = text[at - 1] if at > block.start else " "
    after = text[at + len(mark)] if at + len(mark) < block.end else " "
    if mark in "“„«‹「『‟":
        return mark
    if mark in ("”", "»"):
        return mark if before in BEFORE and after.isalpha() and at == block.start else None
    if before in BEFORE and (not after.isspace() or mark == '"'):
        return mark if mark not in SINGLE or after.isalnum() or after in '[(“"…' else None
    return None


def closing(text: str, at: int, mark: str, block: Block) -> int | None:
    """Where a quotation that opens at a place ends (behind its mark), if it ends in its block."""
    marks, limit = PAIRS[mark], min(block.end, at + LONGEST)
    i = at + len(mark)
    if mark in DOUBLED:
        found = text.find("''", i, limit)
        return found + 2 if found >= 0 else None
    while i < limit:
        char = text[i]
        if char in marks and closes(text, i, mark, block):
            return i + 1
        if char in "“«" and char == mark and i > at + 1:
            return None
        i += 1
    return None


def closes(text: str, i: int, mark: str, block: Block) -> bool:
    """Whether a mark that could close really does: an apostrophe inside a word does not."""
    after = text[i + 1] if i + 1 < block.end else " "
    before = text[i - 1]
    if mark in SINGLE:
        return not after.isalnum() and not before.isspace()
    if mark == '"' or text[i] == '"':
        return not (before.isspace() and after.isalnum()) and not (before in "([" and after.isalnum())
    return True
