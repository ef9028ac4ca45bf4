"""Compile the table of outlets: ``python -m training.build_outlets --sources DIR [--out FILE]``.

DIR holds ``asd_state_media_matrix.csv`` (Alliance for Securing Democracy, MIT), ``kite_media_data.json`` (Kagi, kite-public,
MIT) and ``country-codes.csv`` (datasets/country-codes, ODC-PDDL). Taken are names, countries, domains and how an outlet is
owned or run, in the source's own words; no descriptions. Output: name, ISO 3166 alpha-3 country, domains, kind, source, parted by tabs.
"""

import argparse
import csv
import json
import re
from collections import Counter
from pathlib import Path

from publicsuffixlist import PublicSuffixList

HEAD = """# Outlets by domain, made by training/build_outlets.py; do not edit.
# Columns: name, country (ISO 3166 alpha-3), domains, kind in the source's words, source.
# Sources: asd = Alliance for Securing Democracy, State Media Matrix (MIT); kite = Kagi, kite-public media data (MIT).
# Kinds of asd (after the State Media Monitor): SC state-controlled, CaPu captured public, CaPr captured private, ISFM independent
# state-funded and state-managed, ISF independent state-funded, ISM independent state-managed, IP independent public.
"""
SHARED = frozenset(
    (
        "facebook.com", "twitter.com", "x.com", "youtube.com", "instagram.com", "t.me", "telegram.me", "vk.com", "wordpress.com",
        "blogspot.com",         "medium.com", "substack.com", "google.com", "apple.com",
        "linkedin.com", "wixsite.com", "wix.com", "soundcloud.com", "spotify.com",
        "wikipedia.org", "archive.org", "tiktok.com", "rutube.ru", "ok.ru", "github.io",
    )
)  # fmt: skip
OTHER_NAMES = {
    "russia": "RUS", "iran": "IRN", "syria": "SYR", "south korea": "KOR", "north korea": "PRK", "vietnam": "VNM", "laos": "LAO",
    "moldova": "MDA", "bolivia": "BOL", "venezuela": "VEN", "tanzania": "TZA", "turkey": "TUR", "taiwan": "TWN", "palestine": "PSE",
    "state of palestine": "PSE", "palestinian territories": "PSE", "brunei": "BRN", "kosovo": "XKX", "czech republic": "CZE",
    "the netherlands": "NLD", "netherlands": "NLD", "united kingdom": "GBR", "uk": "GBR", "united states": "USA", "usa": "USA",
    "ivory coast": "CIV", "cote d'ivoire": "CIV", "cote d’ivoire": "CIV", "côte d'ivoire": "CIV", "congo": "COG", "dr congo": "COD",
    "democratic republic of congo": "COD", "eswatini": "SWZ", "swaziland": "SWZ", "north macedonia": "MKD", "macedonia": "MKD",
    "cape verde": "CPV", "gambia": "GMB", "the gambia": "GMB", "hong kong": "HKG", "macau": "MAC", "burma": "MMR", "myanmar": "MMR",
    "micronesia": "FSM", "bosnia": "BIH", "bosnia & herzegovina": "BIH", "european union": "EUU", "uae": "ARE",
    "united arab emirates": "ARE", "palestine territories": "PSE",
}  # fmt: skip


def country_codes(path: Path) -> dict[str, str]:
    """The alpha-3 codes of countries by their names in lower case."""
    codes = dict(OTHER_NAMES)
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for column in ("UNTERM English Short", "official_name_en", "CLDR display name"):
                name = re.sub(r"\s*[(\[].*", "", row.get(column) or "").strip().lower()
                if name:
                    codes.setdefault(name, row["ISO3166-1-Alpha-3"])
    return codes


def domain_of(address: str, suffixes: PublicSuffixList) -> str | None:
    """The host of an address without ``www.``, where it is a site of the outlet's own."""
    match = re.match(r"(?:https?://)?(?:www\d?\.)?([a-z0-9.-]+\.[a-z]{2,})(?:[/?#:]|$)", address.strip().lower())
    if match is None:
        return None
    registered = suffixes.privatesuffix(match[1])
    return match[1] if registered and registered not in SHARED else None


def state_media(path: Path, codes: dict[str, str], suffixes: PublicSuffixList) -> list[tuple[str, str, str, str, str]]:
    """The outlets of the State Media Matrix."""
    rows = []
    with path.open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            found = [domain_of(piece, suffixes) for piece in re.split(r"[\s,;]+", row["URL"] or "")]
            domains = list(dict.fromkeys(d for d in found if d))
            name = " ".join((row["Main assets"] or row["Media company"]).split())
            if domains and name:
                code = codes.get(row["Country"].strip().lower(), "")
                rows.append((name, code, " ".join(domains), row["Typology"].strip().strip("?"), "asd"))
    return rows


def kite_media(path: Path, codes: dict[str, str], suffixes: PublicSuffixList) -> list[tuple[str, str, str, str, str]]:
    """The outlets of kite-public."""
    rows = []
    for entry in json.loads(path.read_text("utf-8")):
        found = [domain_of(domain, suffixes) for domain in entry["domains"]]
        domains = list(dict.fromkeys(d for d in found if d))
        name = " ".join(re.sub(r"\s*\([^)]*\)\s*$", "", entry["organization"]).split())
        if domains and name:
            rows.append((name, codes.get(entry["country"].strip().lower(), ""), " ".join(domains), entry["typology"], "kite"))
    return rows


def without_shared(rows: list[tuple[str, str, str, str, str]]) -> list[tuple[str, str, str, str, str]]:
    """The rows without domains that several outlets share: those tell nothing of the outlet."""
    owners = Counter(domain for row in rows for domain in set(row[2].split()))
    kept = [(r[0], r[1], " ".join(d for d in r[2].split() if owners[d] == 1), r[3], r[4]) for r in rows]
    return sorted({r for r in kept if r[2]})


def main() -> None:
    """Read the sources and write the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--sources", type=Path, required=True)
    ask.add_argument("--out", type=Path, default=Path("src/dragoman/data/outlets_sources.tsv"))
    args = ask.parse_args()
    codes, suffixes = country_codes(args.sources / "country-codes.csv"), PublicSuffixList()
    state = without_shared(state_media(args.sources / "asd_state_media_matrix.csv", codes, suffixes))
    known = {domain for row in state for domain in row[2].split()}
    other = [r for r in without_shared(kite_media(args.sources / "kite_media_data.json", codes, suffixes)) if not known & set(r[2].split())]
    rows = sorted(state + other)
    args.out.write_text(HEAD + "".join("\t".join(row) + "\n" for row in rows), "utf-8")
    print(f"{len(rows)} outlets, {sum(not row[1] for row in rows)} without a country")


if __name__ == "__main__":
    main()
