"""Posts of somebody that a page shows: words, author and day are told apart, and what the platform prints beside them is no story."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dragoman.clean.clock import read_mark
from dragoman.model import Article, Block, Turn

SIGNED = re.compile(r"(?:^|(?<=\s))(?:[—–―]|--?)\s?(?P<who>[^\n—–@()]{1,80}\(@[\w.-]{1,60}(?:@[\w.-]{1,60})?\))(?P<when>[^\n]{0,60})$")
"""How platforms sign a post that a page shows: "— Name (@handle) April 4, 2024"."""
LEFT = re.compile(r"(?:\s*(?:pic\.(?:twitter|x)\.com/\w{1,20}|https?://t\.co/\w{1,20}))+\s*$")
LONGEST = 400
"""Characters at the end of a block in which a signature is looked for."""
LONGEST_POST = 130
"""Words of the longest line that is taken for a post by the signature below it."""
SHORTEST_POST = 4
STORY = frozenset(("paragraph", "quote", "deck", "heading", "caption"))
POST, AUTHOR = "a post that the page shows", "author of a post"
PART = "embedded post"


def with_posts(article: Article, posts: Sequence[int] = ()) -> Article:
    """The article with posts as quotes; ``posts`` has for each block the number of the element of a post that holds it, 0 for none."""
    if not any(posts) and "(@" not in article.text and "pic." not in article.text and "//t.co/" not in article.text:
        return article
    numbers = list(posts) or [0] * len(article.blocks)
    blocks: list[Block] = []
    turns: list[Turn] = []
    for block, number in zip(article.blocks, numbers, strict=True):
        text = article.text[block.start : block.end]
        match = SIGNED.search(text[-LONGEST:]) if "(@" in text else None
        if match is None or not is_when(match["when"], article.published):
            blocks.append(replace(block, kind="quote", why=POST) if number and block.kind in STORY else block)
            continue
        cut = block.start + max(0, len(text) - LONGEST) + match.start()
        words = article.text[block.start : cut].rstrip()
        if words:
            blocks.append(Block("quote", block.start, block.start + len(words), POST))
        blocks.append(Block("credit", cut, block.end, AUTHOR))
        first = name_post(article, blocks, number, numbers)
        if first is not None:
            by = " ".join(match["who"].split())
            turns.append(Turn(blocks[first].start, block.end, when_of(match["when"], article.published), by, POST))
    return replace(article, blocks=tuple(trimmed(article, block) for block in blocks), turns=merged(article.turns, turns))


def is_when(text: str, published: str | None) -> bool:
    """Whether what stands behind an author's name is a time or nothing."""
    mark = read_mark(text.strip(" ·|,."), "", published)
    return not text.strip(" ·|,.") or (mark is not None and mark.is_whole)


def when_of(text: str, published: str | None) -> str | None:
    """The day behind an author's name."""
    mark = read_mark(text.strip(" ·|,."), "", published)
    return mark.day.isoformat() if mark is not None and mark.day else None


def name_post(article: Article, blocks: list[Block], number: int, numbers: Sequence[int]) -> int | None:
    """Name the words above a signature as the post; the place of their first block, None where there are none."""
    last = len(blocks) - 2
    while last >= 0 and is_left(article, blocks[last]):
        last -= 1
    if last < 0 or not may_be_post(blocks[last], article.text[blocks[last].start : blocks[last].end]):
        return None
    first = last
    held = sum(n == number for n in numbers) if number else 1
    while first > 0 and blocks[first].why == POST and blocks[first - 1].why == POST and last - first + 1 < held:
        first -= 1
    blocks[last] = replace(blocks[last], kind="quote", why=POST)
    return first


def may_be_post(block: Block, text: str) -> bool:
    """Whether a block may be what a signature below it signs."""
    words = len(text.split())
    return words <= LONGEST_POST and (block.kind in STORY or (block.why == "labeller" and words >= SHORTEST_POST))


def is_left(article: Article, block: Block) -> bool:
    """Whether a block is nothing but what a platform prints."""
    return block.kind == "boilerplate" and (block.why == PART or not LEFT.sub("", article.text[block.start : block.end]).strip())


def trimmed(article: Article, block: Block) -> Block:
    """A block of the story without the address of a post's picture at its end."""
    if block.kind not in STORY:
        return block
    text = article.text[block.start : block.end]
    kept = LEFT.sub("", text[-LONGEST:])
    end = block.end - len(text[-LONGEST:]) + len(kept)
    return replace(block, end=end) if end > block.start else replace(block, kind="boilerplate", why=PART)


def merged(turns: Sequence[Turn], posts: Sequence[Turn]) -> tuple[Turn, ...]:
    """Turns and posts in order, a turn before what stands in it."""
    return tuple(sorted((*turns, *posts), key=lambda turn: (turn.start, -turn.end)))
