"""Families of words that are alike, so that what is learned of one word holds in part for its kin.

``data/families.zst`` (made by training/families.py) gives for some 24,000 lemmas the number of their family at three sizes: clusters of the
vectors that the published MiniLM encoder (Apache 2.0) has for their pieces. A word that the corpus never had is thus known by its kin.
"""

from functools import cache

import zstandard

from dragoman.errors import DataError
from dragoman.lexicon import data_bytes


def families_of(lemma: str) -> tuple[str, ...]:
    """The families of a lemma, the largest first, as short strings; none for a word that the table does not have."""
    return load_families().get(lemma, ())


@cache
def load_families() -> dict[str, tuple[str, ...]]:
    """The table: one line a lemma, its families behind it."""
    try:
        text = zstandard.ZstdDecompressor().decompress(data_bytes("families.zst")).decode()
        return {word: tuple(found) for word, *found in (line.split(" ") for line in text.splitlines())}
    except (zstandard.ZstdError, ValueError) as error:
        raise DataError("data/families.zst is damaged: install dragoman again") from error
