"""Copies: pages whose story is contained in another page's story.

The measure is containment, not likeness: of the shorter page's word sequences, the share that the longer page has too. A wire story cut
to its first paragraphs is contained in the full one, though the two are not much alike. Pages are brought together by an inverted index
on the sampled hashes of their sequences, its lists bounded, so that neither a set phrase nor a story reprinted a thousand times costs more
than a fixed number of comparisons for each page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.compare.fingerprints import Fingerprint, fingerprint_of, shared_hashes

ENOUGH = 0.5
"""The containment from which on a page counts as a copy."""

LEAST = 6
"""Sequences that two pages must share at least."""

ALL_PAIRS = 24
"""Pages with one sequence in common that are all compared with one another; of more, each is compared with the first of them alone."""

FIRST = 12
"""How many of the first pages that is."""

AT_ONCE = 2_000_000
"""Pairs counted at a time."""

Pairs = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Copy:
    """Two pages that tell the same story in the same words: the shorter is contained in the longer by so much.

    ``coverage`` is the share of the longer page's word sequences that the shorter has.
    """

    page: str
    within: str
    containment: float
    coverage: float = 0.0


def find_copies(pages: Iterable[tuple[str, Sequence[str]]]) -> list[Copy]:
    """The pairs of copies among pages, given each page's id and the paragraphs of its story; strongest first.

    A page given twice counts once. The order in which pages come does not matter.
    """
    return find_copies_among({page: fingerprint_of(paragraphs) for page, paragraphs in pages})


def find_copies_among(fingerprints: dict[str, Fingerprint]) -> list[Copy]:
    """The pairs of copies among pages, given the fingerprint of each (``fingerprint_of``); strongest first."""
    names = sorted(fingerprints)
    found = []
    for one, other in candidates([fingerprints[name] for name in names]):
        copy = compare(names[one], names[other], fingerprints)
        if copy is not None:
            found.append(copy)
    return sorted(found, key=lambda copy: (-copy.containment, copy.page, copy.within))


def compare(one: str, other: str, fingerprints: dict[str, Fingerprint]) -> Copy | None:
    """The two pages as copies, the shorter first, if they are such."""
    shared, size, size_other = shared_hashes(fingerprints[one], fingerprints[other])
    if (size, one) > (size_other, other):
        one, other, size, size_other = other, one, size_other, size
    if shared < LEAST or shared / size < ENOUGH:
        return None
    return Copy(one, other, round(shared / size, 3), round(shared / size_other, 3))


def candidates(fingerprints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    """The pairs of places in the list whose pages share enough sequences to be looked at."""
    counted: Pairs = np.empty(0, dtype=np.uint64)
    counts = np.empty(0, dtype=np.int64)
    for pairs in pairs_in_lists(fingerprints):
        counted, places = np.unique(np.concatenate([counted, pairs]), return_inverse=True)
        counts = np.bincount(places, weights=np.concatenate([counts, np.ones(len(pairs), dtype=np.int64)])).astype(np.int64)
    number = max(len(fingerprints), 1)
    for pair in counted[counts >= LEAST].tolist():
        yield pair // number, pair % number


def pairs_in_lists(fingerprints: Sequence[Fingerprint]) -> Iterator[Pairs]:
    """The pairs of pages in each list of the inverted index, as ``first * number of pages + second``, some millions at a time."""
    if not fingerprints:
        return
    hashes = np.concatenate(fingerprints)
    owners = np.repeat(np.arange(len(fingerprints), dtype=np.uint32), [len(f) for f in fingerprints])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]])) if len(hashes) else np.empty(0, dtype=np.int64)
    lengths = np.diff(np.append(starts, len(hashes)))
    waiting: list[Pairs] = []
    for length in np.unique(lengths[lengths > 1]).tolist():
        rows = starts[lengths == length]
        first, second = pattern(length)
        some = max(1, AT_ONCE // len(first))
        for i in range(0, len(rows), some):
            members = owners[rows[i : i + some, None] + np.arange(length)].astype(np.uint64)
            waiting.append((members[:, first] * np.uint64(len(fingerprints)) + members[:, second]).ravel())
            if sum(map(len, waiting)) >= AT_ONCE:
                yield np.concatenate(waiting)
                waiting = []
    if waiting:
        yield np.concatenate(waiting)


def pattern(length: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which members of a list of so many pages are paired: all with all, or, in a long one, the first with the rest."""
    first, second = np.triu_indices(min(length, ALL_PAIRS), 1)
    if length <= ALL_PAIRS:
        return first, second
    first, second = np.triu_indices(FIRST, 1, length)
    return first, second
