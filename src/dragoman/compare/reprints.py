"""Reprints: of two copies, who has the story from whom, and why we think so.

Nothing on a page proves who wrote it first. Signs do: a line that names the other's outlet or an agency, the days, what one leaves out that
the other has. Each sign has a weight; the sum decides, and all signs are kept as reasons. Copies are linked, never deleted.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dragoman.compare.copies import Copy, find_copies_among
from dragoman.compare.fingerprints import fingerprint_of
from dragoman.compare.passages import Passage, align
from dragoman.compare.stories import Story
from dragoman.lexicon import load_yaml

NAMES_THE_OTHER, SAYS_PASSED_ON, SAYS_OWN, LATER, SHORTER, NAMELESS = 3.0, 1.5, 1.0, 2.0, 0.6, 0.5
"""Weights of the signs that a page is the copy, in log odds (``SAYS_OWN``: that the other says it reports itself)."""

NEARLY_ALL = 0.9
"""The share from which on one page has all that the other has."""

LONGEST_LAST = 120
"""Characters of a last paragraph that may be a credit."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """One page that has its story from another.

    ``kind`` is ``mirror`` (the whole story), ``shortened``, ``extended`` (the original is one part of the copy) or ``edited``.
    ``containment`` is the share of the shorter page's word sequences that the longer has, ``kept`` that of the original's which the copy
    has. ``confidence`` is that of the direction: .5 where nothing tells the two apart, and then the order is that of their ids.
    """

    copy: str
    original: str
    kind: str
    containment: float
    kept: float
    confidence: float
    why: tuple[str, ...]
    passages: tuple[Passage, ...] = ()


def find_reprints(stories: Iterable[Story]) -> list[Reprint]:
    """Who has whose story, among pages; strongest first. The order in which they come does not matter."""
    by_page = {story.page: story for story in stories}
    prints = {page: fingerprint_of(story.text[s:e] for s, e in story.paragraphs) for page, story in by_page.items()}
    return [reprint_of(by_page[copy.page], by_page[copy.within], copy) for copy in find_copies_among(prints)]


def reprint_of(shorter: Story, longer: Story, copy: Copy) -> Reprint:
    """Two copies with their direction."""
    signs = [*signs_of_copy(shorter, longer, copy)]
    against = [*signs_of_copy(longer, shorter, copy)]
    weight = sum(sign[0] for sign in signs) - sum(sign[0] for sign in against)
    is_turned = weight < 0 or (weight == 0 and shorter.page < longer.page)
    first, second = (longer, shorter) if is_turned else (shorter, longer)
    kept = copy.containment if is_turned else copy.coverage
    why = tuple(reason for _, reason in (against if is_turned else signs))
    return Reprint(
        copy=first.page,
        original=second.page,
        kind=kind_of(copy, is_turned=is_turned),
        containment=copy.containment,
        kept=kept,
        confidence=round(1 / (1 + math.exp(-abs(weight))), 3),
        why=why,
        passages=align(first, second),
    )


def kind_of(copy: Copy, *, is_turned: bool) -> str:
    """What became of the story; ``is_turned`` says that the longer page is the copy."""
    if copy.coverage >= NEARLY_ALL:
        return "mirror"
    if copy.containment < NEARLY_ALL:
        return "edited"
    return "extended" if is_turned else "shortened"


def signs_of_copy(page: Story, other: Story, copy: Copy) -> list[tuple[float, str]]:
    """What speaks for a page being the copy of another: weights and reasons."""
    lines = credit_lines(page)
    found = []
    if other.outlet and (line := next((ln for ln in lines if names_outlet(ln, other.outlet, page.outlet)), None)):
        found.append((NAMES_THE_OTHER, f"names {other.outlet}: {line[:80]}"))
    if line := next((ln for ln in lines if says(ln, "passed_on")), None):
        found.append((SAYS_PASSED_ON, f"says that it passes on: {line[:80]}"))
    if line := next((ln for ln in credit_lines(other) if says(ln, "owned") and not says(ln, "passed_on")), None):
        found.append((SAYS_OWN, f"the other says that it reports itself: {line[:80]}"))
    if page.published and other.published and page.published[:10] > other.published[:10]:
        found.append((LATER, f"is of {page.published}, the other of {other.published}"))
    if copy.page == page.page and copy.containment - copy.coverage > 0.05:
        found.append((SHORTER, "leaves out what the other has"))
    if page.outlet is None and other.outlet is not None:
        found.append((NAMELESS, "names no outlet of its own"))
    return found


def credit_lines(story: Story) -> list[str]:
    """The lines of a page that may say from where the story comes."""
    ends = [story.text[start:end] for start, end in story.paragraphs[-1:]]
    leads = [lead for start, end in story.paragraphs[:1] for lead in lead_of(story.text[start:end])]
    return [*story.asides, *(end for end in ends if len(end) <= LONGEST_LAST), *leads]


def lead_of(paragraph: str) -> list[str]:
    """What stands before the story begins: a place and an agency, set off by a dash or a colon."""
    match = re.match(r"[^.\n]{2,70}?(?: [-–—]+ |: )", paragraph)
    return [match[0]] if match and "(" in match[0] else []


def names_outlet(line: str, outlet: str, own: str | None) -> bool:
    """Whether a line names an outlet, or gives its initials in brackets or behind a word of passing on."""
    if plain(outlet) == plain(own or ""):
        return False
    if f" {plain(outlet)} " in f" {plain(line)} ":
        return True
    letters = "".join(word[0] for word in outlet.split() if word[0].isupper())
    return len(letters) > 1 and re.search(rf"(?:\(|\bsource: |\bby ){re.escape(letters)}\b", line, re.IGNORECASE) is not None


def plain(name: str) -> str:
    """A name without case, marks and a leading article."""
    return " ".join(re.findall(r"\w+", name.casefold())).removeprefix("the ")


def says(line: str, what: str) -> bool:
    """Whether a line has one of the patterns of ``data/copies.yml``: ``passed_on`` or ``owned``."""
    return any(pattern.search(line[:300]) for pattern in patterns(what))


@cache
def patterns(what: str) -> tuple[re.Pattern[str], ...]:
    """The patterns under a heading of ``data/copies.yml``."""
    return tuple(re.compile(entry["pattern"], re.IGNORECASE) for entry in load_yaml("copies")[what])


def count_once(pages: Iterable[str], reprints: Iterable[Reprint]) -> dict[str, str]:
    """The page under which each page is counted: itself, or the original at the end of the chain of those it has its story from.

    A page has its story from one page at most, the one that direction and containment speak most for, so that a digest of two stories does
    not make them one.
    """
    best: dict[str, Reprint] = {}
    for reprint in reprints:
        rank = (reprint.confidence * reprint.containment, reprint.kept, reprint.original)
        known = best.get(reprint.copy)
        if known is None or rank > (known.confidence * known.containment, known.kept, known.original):
            best[reprint.copy] = reprint
    return {page: end_of_chain(page, best) for page in pages}


def end_of_chain(page: str, best: dict[str, Reprint]) -> str:
    """The page where a chain of copies ends; in a circle, the first of its pages by id."""
    seen = [page]
    while seen[-1] in best and (following := best[seen[-1]].original) not in seen:
        seen.append(following)
    if seen[-1] not in best:
        return seen[-1]
    return min(seen[seen.index(best[seen[-1]].original) :])
