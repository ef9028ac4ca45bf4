"""In which country a town is: names of towns (data/towns.zst, made of GeoNames by training/build_towns.py), read with the page's states.

Many towns share a name: the one counts whose country the page names; else the largest, if it is large and far larger than the next.
"""

from collections.abc import Collection
from functools import cache

import zstandard

from dragoman.actors.names import name_key
from dragoman.lexicon import data_bytes

SUCCESSORS = {
    "SUN": ("RUS", "UKR", "BLR", "KAZ", "GEO", "UZB"), "DDR": ("DEU",), "YUG": ("SRB", "HRV", "BIH"), "CSK": ("CZE", "SVK"),
    "DHY": ("BEN",), "HVO": ("BFA",), "ZAR": ("COD",), "RHO": ("ZWE", "GBR"), "VDR": ("VNM",), "YMD": ("YEM",), "BUR": ("MMR",),
    "TMP": ("TLS",), "SCG": ("SRB", "MNE"),
}  # fmt: skip
"""States that are no more, and those by whose people's names theirs are known."""

LARGE, FAR = 50, 8
"""Least size of a town (tenths of the logarithm of its people) whose country the page does not name, and how much larger it must be."""


@cache
def load_towns() -> dict[str, str]:
    """Rows of the table by the names' keys."""
    text = zstandard.ZstdDecompressor().decompress(data_bytes("towns.zst")).decode()
    return dict(line.split("\t", 1) for line in text.split("\n"))


NEAR = 8
"""How much smaller, at most, a town is than the capital of the same name, for which it is taken where a page names its state only."""


FULL_OF_NAMESAKES = "USA"
"""The state with so many towns called after capitals that the news names the state beside them."""


def namesake(name: str, capital_of: str, named: Collection[str]) -> str | None:
    """The country, of those that a page names, of a town that is not much smaller than the capital of the same name: Tripoli in Lebanon."""
    row = load_towns().get(name_key(name))
    towns = [(cell[:3], int(cell[3:])) for cell in row.split("\t")] if row else []
    size = next((size for country, size in towns if country == capital_of), None)
    others = ((c, other) for c, other in towns if c in named and c not in (capital_of, FULL_OF_NAMESAKES))
    return next((c for c, other in others if size is not None and size - other < NEAR), None)


def country_of_town(name: str, named: Collection[str]) -> str | None:
    """The country of the town that a name means on a page that names these countries."""
    row = load_towns().get(name_key(name))
    if row is None:
        return None
    towns = [(cell[:3], int(cell[3:])) for cell in row.split("\t")]
    here = next((country for country, _ in towns if country in named), None)
    if here is not None:
        return here
    size, second = towns[0][1], towns[1][1] if len(towns) > 1 else 0
    return towns[0][0] if size >= LARGE and size - second >= FAR else None
