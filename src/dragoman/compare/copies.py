"""Copies: pages whose story is contained in another page's story.

The measure is containment, not likeness: of the shorter page's word sequences, the share that the longer page has too. A wire story cut
to its first paragraphs is contained in the full one, though the two are not much alike. Sequences are sampled by their hashes, the same
sample on every page, so that a page costs little and pages compare without being read again.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LENGTH = 6
"""Words in a sequence."""

SAMPLE = 4
"""One of so many sequences is looked at, on long pages."""

COMMON = 200
"""A sequence that more pages than this have is a set phrase, not a sign of copying."""

ENOUGH = 0.5
"""The containment from which on a page counts as a copy."""

LEAST = 6
"""Sequences that two pages must share at least."""

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """Two pages that tell the same story in the same words: the shorter is contained in the longer by so much."""

    page: str
    within: str
    containment: float


def find_copies(pages: Iterable[tuple[str, Sequence[str]]]) -> list[Copy]:
    """The pairs of copies among pages, given each page's id and the paragraphs of its story; strongest first."""
    sequences = {page: sequence_hashes(paragraphs) for page, paragraphs in pages}
    owners: dict[int, list[str]] = defaultdict(list)
    for page in sorted(sequences):
        for value in sequences[page]:
            owners[value].append(page)
    found = []
    for page in sorted(sequences):
        shared = Counter(other for value in sequences[page] if len(owners[value]) <= COMMON for other in owners[value] if other != page)
        for other, count in shared.items():
            if count >= LEAST and is_contained(page, other, sequences) and count / len(sequences[page]) >= ENOUGH:
                found.append(Copy(page, other, round(count / len(sequences[page]), 3)))
    return sorted(found, key=lambda copy: (-copy.containment, copy.page, copy.within))


def is_contained(page: str, other: str, sequences: dict[str, frozenset[int]]) -> bool:
    """Whether ``page`` is the shorter of the two, so that each pair is counted once."""
    return (len(sequences[page]), page) < (len(sequences[other]), other)


def sequence_hashes(paragraphs: Sequence[str]) -> frozenset[int]:
    """The hashes of a story's word sequences, sampled; none of them runs over the end of a paragraph."""
    hashes = set()
    for paragraph in paragraphs:
        words = WORD.findall(paragraph.lower())
        for i in range(len(words) - LENGTH + 1):
            digest = hashlib.blake2b(" ".join(words[i : i + LENGTH]).encode("utf-8", "replace"), digest_size=8).digest()
            hashes.add(int.from_bytes(digest, "big"))
    sampled = {value for value in hashes if value % SAMPLE == 0}
    return frozenset(sampled)


def copies_of(copies: Iterable[Copy]) -> dict[str, list[str]]:
    """The copies of each page that has any, strongest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for copy in copies:
        found[copy.page].append(copy.within)
        found[copy.within].append(copy.page)
    return dict(found)
