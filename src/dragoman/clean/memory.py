"""A memory of lines that return on an outlet's pages: what stands on page after page is no part of any one story.

It is kept beside reading, not in it: a page is read without looking at any other. Whoever has many pages of an outlet notes them, and may
then have the blocks that return called boilerplate. A line is kept as a digest of its letters and figures, so that the memory holds no
text.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dragoman.clean.body import squash
from dragoman.model import Article, Block

FEWEST = 3
SHARE = 0.2
"""On how many of an outlet's pages, and on which share of them, a line stands that returns."""
KEPT = frozenset(("title", "dateline", "topics", "byline"))
"""Kinds of blocks that may stand on several pages and are right all the same."""
MOST_LINES = 200_000
SHORTEST = 8
"""Letters of a line that is worth remembering."""


@dataclass(slots=True)
class LineMemory:
    """How many pages of each outlet (by domain) were noted, and on how many of them each line stood."""

    pages: Counter[str] = field(default_factory=Counter)
    lines: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, article: Article) -> None:
        """Take in the lines of a page; pages whose outlet has no domain are not remembered."""
        domain = domain_of(article)
        if domain is None:
            return
        seen = {digest for block in article.blocks if (digest := digest_of(article.text[block.start : block.end]))}
        lines = self.lines.setdefault(domain, Counter())
        self.pages[domain] += 1
        lines.update(seen)
        if len(lines) > MOST_LINES:
            self.lines[domain] = Counter({line: count for line, count in lines.items() if count > 1})

    def times(self, article: Article, block: Block) -> int:
        """On how many pages of its outlet a block returns; 0 where it does not, or where too few pages are known."""
        domain = domain_of(article)
        if domain is None or block.kind in KEPT:
            return 0
        count = self.lines.get(domain, Counter())[digest_of(article.text[block.start : block.end])]
        return count if count >= max(FEWEST, SHARE * self.pages[domain]) else 0

    def without_returning(self, article: Article) -> Article:
        """The article with the blocks that return called boilerplate."""
        blocks = tuple(
            replace(block, kind="boilerplate", why=f"returns on {times} pages of this outlet")
            if (times := self.times(article, block))
            else block
            for block in article.blocks
        )
        return replace(article, blocks=blocks)

    def rows(self) -> list[tuple[str, str, int]]:
        """The memory as rows of domain, line and count, to be kept; the number of pages is the count of the empty line."""
        counts = [(domain, "", count) for domain, count in self.pages.items()]
        return counts + [(domain, line, count) for domain, lines in self.lines.items() for line, count in lines.items()]


def memory_of(rows: Iterable[tuple[str, str, int]]) -> LineMemory:
    """The memory that gave these rows."""
    memory = LineMemory()
    for domain, line, count in rows:
        if line:
            memory.lines.setdefault(domain, Counter())[line] = count
        else:
            memory.pages[domain] = count
    return memory


def digest_of(line: str) -> str:
    """What is remembered of a line; nothing of one with hardly a letter."""
    plain = squash(line)
    return hashlib.blake2b(plain.encode(), digest_size=8).hexdigest() if len(plain) >= SHORTEST else ""


def domain_of(article: Article) -> str | None:
    """The domain of an article's outlet."""
    return article.outlet.domain if article.outlet is not None else None
