"""Fingerprints: a sample of the hashes of a story's word sequences, by which stories are compared without being read again."""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Fingerprint = NDArray[np.uint64]
"""Hashes in rising order, each once."""

LENGTH = 6
"""Words in a sequence."""

SAMPLE = 4
"""One of so many sequences is looked at."""

LARGEST = 4096
"""Hashes that a fingerprint has at most; of longer stories each halving takes one of twice as many sequences."""

WORD = re.compile(r"\w+")


def fingerprint_of(paragraphs: Iterable[str]) -> Fingerprint:
    """The sampled hashes of a story's word sequences; none of them runs over the end of a paragraph.

    The sample is the same on every page: the hashes that ``SAMPLE`` divides. Of a very long story it is those that a higher power of two
    divides, so that no page costs more than ``LARGEST``; ``step_of`` tells which.
    """
    kept: set[int] = set()
    step = SAMPLE
    for paragraph in paragraphs:
        for value in sequence_hashes(WORD.findall(paragraph.casefold())):
            if value % step == 0:
                kept.add(value)
        while len(kept) > LARGEST:
            step *= 2
            kept = {value for value in kept if value % step == 0}
    return np.array(sorted(kept), dtype=np.uint64)


def sequence_hashes(words: Sequence[str]) -> Iterable[int]:
    """The hash of each sequence of ``LENGTH`` words, of 64 bits, the same on every machine."""
    for i in range(len(words) - LENGTH + 1):
        yield int.from_bytes(blake2b(" ".join(words[i : i + LENGTH]).encode("utf-8", "replace"), digest_size=8).digest(), "big")


def step_of(fingerprint: Fingerprint) -> int:
    """The power of two that divides all hashes of a fingerprint: ``SAMPLE``, or more of a very long story."""
    if len(fingerprint) <= LARGEST // 4:
        return SAMPLE
    union = int(np.bitwise_or.reduce(fingerprint))
    return max(SAMPLE, union & -union)


def shared_hashes(one: Fingerprint, other: Fingerprint) -> tuple[int, int, int]:
    """How many hashes two stories share, and how many each has, counted on the coarser sample of the two."""
    step = np.uint64(max(step_of(one), step_of(other)))
    if step > SAMPLE:
        one, other = one[one % step == 0], other[other % step == 0]
    return len(np.intersect1d(one, other, assume_unique=True)), len(one), len(other)
