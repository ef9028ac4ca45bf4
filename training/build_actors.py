"""Compile the knowledge of actors: ``python -m training.build_actors --sources DIR``.

DIR holds ``raw/`` and ``offices/`` as docs/actors.md describes them. Facts only are taken (names, codes, days, identifiers), from sources
whose licence allows it, each with the short name of its source. Output: ``src/dragoman/data/actors.zst``, a text in these parts:

    #actors   id, name, kind, country, gender, sources, offices (title|office|country|first day|last day|source; ...), rank
    #spelled  number, names as written, each after its type (see #names), parted by |
    #details  number, a JSON object with what only some have: from, to, members, of, as_of, owner and so on
    #names    key, then actors by number with the type of the name (n name, a adjective, d demonym, c capital, s acronym, w weak, m metonym)
    #sounds   sound of a person's name, actors by number
    #widths   first word of a key, most words of a key that starts with it
"""

import argparse
import csv
import hashlib
import html
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
import zstandard

from dragoman.actors.bodies import body_id
from dragoman.actors.names import name_key, name_sound, sound

csv.field_size_limit(1 << 24)
DATA = Path(__file__).parents[1] / "src/dragoman/data"
PAST = {"suhh": "SUN", "yucs": "YUG", "dd": "DDR", "cshh": "CSK", "csxx": "SCG", "zr": "ZAR", "an": "ANT", "su": "SUN", "yu": "YUG"}
PAST_NAMED = {
    "Soviet Union": "SUN", "Yugoslavia": "YUG", "East Germany": "DDR", "Czechoslovakia": "CSK", "Zaire": "ZAR", "Serbia and Montenegro": "SCG",  # noqa: E501
    "Netherlands Antilles": "ANT",
}  # fmt: skip
ORDER = "nasmdcw"
FAMILY_FIRST = ("CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "KHM")
TWO, TWO_SURNAMES = 2, frozenset("MEX GTM HND SLV NIC CRI PAN CUB DOM COL VEN ECU PER BOL CHL PRY URY ARG ESP GNQ".split())  # noqa: SIM905
"""States whose people have two surnames, by which both together the news calls them: "López Mateos"."""
PAST_RANK = 3
"""Rank of alliances that are no more: much spoken of while they lasted."""
RANKS = {"president": 6, "head_of_government": 6, "foreign": 4, "defence": 4, "interior": 3, "finance": 3}


STATE_RUN = {
    "SC": ("yes", "owned or run by the state"), "CaPu": ("partly", "publicly owned"), "ISFM": ("partly", "publicly funded and managed"),
    "ISF": ("no", "publicly funded"), "ISM": ("no", "publicly managed"), "IP": ("no", "public"), "CaPr": ("no", "private"),
}  # fmt: skip
"""Kinds of the State Media Matrix: whether a state runs the outlet, and who owns it, in neutral words."""
LEGISLATURES = {
    "Legislative branch": "parliament",
    "Legislative branch - lower chamber": "lower-house",
    "Legislative branch - upper chamber": "upper-house",
}  # fmt: skip
"""Fields of the factbook for legislatures, and what body each tells."""

SPELLINGS = (
    ("Organization", "Organisation"), ("Defense", "Defence"), ("Cooperation", "Co-operation"), ("Program", "Programme"),
    ("Labor", "Labour"), ("Center", "Centre"), ("Southeast", "South-East"), ("Peacekeeping", "Peace-keeping"),
)  # fmt: skip
"""Words of names that outlets write in two ways."""

Held = tuple[str, str, str, str, str, str]
"""An office held: title, class of office, country, first day, last day, source."""


@dataclass
class Entry:
    """One actor while it is put together."""

    id: str
    name: str
    kind: str
    country: str = ""
    gender: str = ""
    sources: list[str] = field(default_factory=list)
    offices: list[Held] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    rank: int = 0
    details: dict[str, Any] = field(default_factory=dict)

    def call(self, name: str, type_: str = "n") -> None:
        """Add a name of a type; the stronger type stays."""
        name = re.sub(r"\s+", " ", html.unescape(name or "")).strip(" ,;.\u00a0")
        name = re.sub(r"^[Tt]he (?=\S)", "", name)
        if not 1 < len(name) < 100 or not name_key(name):
            return
        old = self.names.get(name)
        if old is None or ORDER.index(type_) < ORDER.index(old) or (type_ == "a" and name != self.name):
            self.names[name] = type_

    def cite(self, source: str) -> None:
        """Note a source."""
        if source not in self.sources:
            self.sources.append(source)


class Base:
    """All entries, by id, and what is known to find them again."""

    def __init__(self, sources: Path) -> None:
        """Begin with nothing."""
        self.sources = sources
        self.entries: dict[str, Entry] = {}
        self.ranked: dict[str, Entry] = {}
        self.code: dict[str, str] = {}
        self.state: dict[str, Entry] = {}
        self.leaders: list[tuple[Entry, str]] = []
        self.people: dict[tuple[str, str], Entry] = {}
        self.parties: dict[tuple[str, str], str] = {}
        self.index: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
        self.curated: dict[str, Any] = yaml.safe_load((DATA / "actors_curated.yml").read_text("utf-8"))
        self.common = self.common_words()

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """Rows of a CSV file."""
        with (self.sources / name).open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)

    def common_words(self) -> set[str]:
        """Words that the news writes in lower case, so that alone they name nobody; from the treebanks beside the sources."""
        found: Counter[str] = Counter()
        for path in sorted((self.sources.parent / "parser").glob("*-train.conllu")):
            for line in path.open(encoding="utf-8"):
                cells = line.split("\t")
                if len(cells) > 3 and cells[1].islower():
                    found[cells[1]] += 1
        return {word for word, count in found.items() if count > 1}

    def add(self, id_: str, name: str, kind: str, country: str, source: str) -> Entry:
        """The entry with an id, made if there is none."""
        entry = self.entries.get(id_)
        if entry is None:
            entry = self.entries[id_] = Entry(id_, name, kind, country)
            entry.call(name)
        entry.cite(source)
        return entry


def local(*parts: str) -> str:
    """A stable id for what has no QID: a hash of the raw parts."""
    return "local:" + hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:12]


def add_states(base: Base) -> None:
    """States, territories, regions and states of the past."""
    for line in (base.sources / "raw/rigour_territories.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        add_territory(base, row)
    for row in base.rows("raw/country-codes.csv"):
        add_codes(base, row)


def add_territory(base: Base, row: dict[str, Any]) -> None:
    """One territory of rigour's list."""
    code, region = row["code"], bool(re.search("[-_]", row["code"])) and not row.get("is_country")
    if code in ("eu", "un", "zz") or (region and row.get("is_historical")):
        return
    past = (bool(row.get("is_historical")) and not row.get("is_country")) or code in PAST or row["name"] in PAST_NAMED
    alpha = PAST_NAMED.get(row["name"]) or PAST.get(code) or (row.get("alpha3") or "").upper()
    if not alpha and region:
        alpha = base.code.get(re.split("[-_]", code)[0], "") or "?" + re.split("[-_]", code)[0]
    if code == "xk":
        alpha = "XKX"
    kind = "place" if region or (past and not alpha) else "state"
    entry = base.add(row.get("qid") or local("territory", code), row["name"], kind, alpha, "rigour")
    names = [row["name"], *row.get("names_strong", [])]
    for name in names:
        if name.isascii() or name == row["name"]:
            entry.call(name, "w" if region and (name_key(name) in base.common) else "n")
    entry.call(row["full_name"])
    if kind == "state":
        entry.rank = 3 if row.get("is_country") and not past else 1
        base.state.setdefault(code, entry)
        if len(code) == 2 and alpha:
            base.code[code] = alpha


def add_codes(base: Base, row: dict[str, str]) -> None:
    """UN names and the capital of one country."""
    entry = base.state.get((row["ISO3166-1-Alpha-2"] or "NA").lower())
    if entry is None:
        return
    entry.cite("country-codes")
    entry.country = row["ISO3166-1-Alpha-3"] or entry.country
    for key in ("CLDR display name", "UNTERM English Short", "UNTERM English Formal", "official_name_en"):
        entry.call(re.sub(r"\s*\(.*\)$", "", row.get(key) or ""))
    if row["Capital"]:
        entry.call(row["Capital"], "c")


def plain(text: object) -> str:
    """The text of a factbook field without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(str(text or "")))).strip()


def at(value: Any, *path: str) -> str:  # noqa: ANN401 - a JSON tree
    """A field of the factbook by its path."""
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return ""
        value = value[key]
    return str(value["text"]) if isinstance(value, dict) and "text" in value else "" if isinstance(value, dict) else str(value)


def add_regions(base: Base) -> None:
    """Parts of the world, seas and straits: places that must not be taken for a state or group in their names."""
    for name in base.curated["regions"]:
        base.add(local("region", name), name, "place", "", "curated")
    for code, names in base.curated["provinces"].items():
        for name in names:
            base.add(local("province", code, name), name, "place", base.code[code.lower()], "curated")


def add_factbook(base: Base) -> None:
    """Demonyms, adjectives, capitals, legislatures, leaders and parties from the World Factbook."""
    by_key = {name_key(name): e for e in base.state.values() for name in e.names if e.country}
    for line in (base.sources / "raw/factbook_slim.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        government = row.get("Government", {})
        named = [plain(at(government, "Country name", k)) for k in ("conventional short form", "conventional long form")]
        entry = next((by_key[name_key(n)] for n in named if name_key(n) in by_key), None)
        if entry is None or row["file"].endswith(("gz.json", "we.json")):
            continue
        entry.cite("factbook")
        add_demonyms(entry, row)
        capital = re.split(r"[;(,]| note", plain(at(government, "Capital", "name")))[0].strip()
        if capital[:1].isupper():
            entry.call(capital, "c")
        base.leaders += [(entry, plain(at(government, "Executive branch", f))) for f in ("chief of state", "head of government")]
        add_bodies(base, entry, government)


def add_demonyms(entry: Entry, row: dict[str, Any]) -> None:
    """What the people of a state are called, and its adjective."""
    adjective = re.sub(r"\(.*?\)", "", plain(at(row, "People and Society", "Nationality", "adjective")))
    for part in re.split(r"[,;]| or | and ", adjective):
        if part.strip()[:1].isupper():
            entry.call(part, "a")
    noun = re.sub(r"note:.*", "", plain(at(row, "People and Society", "Nationality", "noun")))
    for part in re.split(r"[,;]| or ", noun):
        bare = re.sub(r"\(.*?\)", "", part).strip()
        if not bare[:1].isupper() or len(bare) < 3:
            continue
        entry.call(bare, "d")
        for ending in re.findall(r"\((.*?)\)", part):
            if ending in ("s", "es"):
                entry.call(bare + ending, "d")
            elif ending in ("men", "women"):
                entry.call(re.sub(r"(wo)?man$", "", bare) + ending, "d")


def add_bodies(base: Base, state: Entry, government: dict[str, Any]) -> None:
    """Legislatures under their own names, and parties."""
    for field_, body in LEGISLATURES.items():
        text = plain(at(government, field_, "legislature name") or at(government, field_, "chamber name"))
        found = re.match(r"([^(]+)\(([^)]+)\)", text)
        if found and len(found[2].split()) < 5 and found[2][0].isupper():
            own = found[2].split(" - ")[0].split(",")[0]
            base.add(body_id(body, state.country), own, "government", state.country, "factbook").call(own)
    for part in re.split(r"<br\s*/?>|;", at(government, "Political parties")):
        found = re.match(r"([A-Z][^()\[\]]{4,70}?)(?: or ([A-Z][A-Za-z0-9/.-]{1,11}))?(?: \[.*\])?(?:\s*\(.*\))?$", plain(part))
        if found and "note" not in found[0].lower():
            party = base.add(local("party", state.country, name_key(found[1])), found[1], "organisation", state.country, "factbook")
            base.parties[state.country, name_key(found[1])] = party.id
            if found[2]:
                party.call(found[2], "w")


TITLES = re.compile(
    r"^(?:(?:President|Prime|Minister|Premier|King|Queen|Emperor|Chancellor|Governor|General|Sultan|and|Amir|Emir|Supreme|Leader|Chairman|of|"
    r"the|State|Council|Captain|Grand|Duke|Prince|Pope|Crown|HM|Sheikh|Shaykh|Vice|Acting|Interim|Transitional|Head|Government|Taoiseach|Chief|"
    r"Executive|Lieutenant|High|Commissioner|Col\.?|Gen\.?|Lt\.?|Field|Marshal|Mr\.?|Dr\.?|Sir|Dame|Chairperson|Presidency|Presidential|"
    r"Sovereign|Authority|Military|Transition|Senior)\s+)+"
)


def add_leaders(base: Base, state: Entry, text: str) -> None:
    """Heads of state and government with the day since which they hold office; family names stand in capitals in the factbook."""
    for found in re.finditer(r"([A-Z][^();]{4,90}?) \(since ([^)]*)\)", text):
        title = TITLES.match(found[1] + " ")
        if not title:
            continue
        words = found[1][title.end() :].split()
        capital = [i for i, w in enumerate(words) if len(w) > 2 and w.upper() == w]
        if not capital or len(words) > 7:
            continue
        name = " ".join(w.capitalize() if w.upper() == w and len(w) > 2 else w for w in words[: capital[-1] + 1])
        if capital[-1] == 0 and len(words) > 1:
            name = " ".join(w.capitalize() if w.upper() == w else w for w in words)
        if " " in name:
            known = base.ranked.get(name_key(name)) or base.ranked.get(name_key(f"{name.split()[0]} {name.split()[-1]}"))
            if known and known.country != state.country:
                continue
            office = "head_of_government" if "Minister" in title[0] or "Premier" in title[0] or "Chancellor" in title[0] else "president"
            known = known or same_holder(base.index, (state.country, office), iso_day(found[2]), [name])
            short = known or base.people.get((state.country, name_key(f"{name.split()[0]} {name.split()[-1]}")))
            person = short or add_person(base, [name], state.country, "factbook")
            person.rank = max(person.rank, 6)
            person.cite("factbook")
            person.offices.append((title[0].strip(), office, state.country, iso_day(found[2]), "<2026-01", "factbook"))
            person.call(f"{name.split()[0]} {name.split()[-1]}")


MONTHS = {
    name: i + 1
    for i, name in enumerate(
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    )
}


def add_all_leaders(base: Base) -> None:
    """The leaders that the factbook names, after everybody else is known."""
    base.index = in_office(base)
    base.ranked |= {name_key(n): e for e in base.entries.values() if "curated" in e.sources and e.kind == "person" for n in e.names}
    for state, text in base.leaders:
        add_leaders(base, state, text)


def iso_day(text: str) -> str:
    """``7 May 2012`` as 2012-05-07."""
    found = re.match(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})", text.strip())
    if not found:
        return ""
    month = MONTHS.get(found[2] or "")
    return found[3] + (f"-{month:02d}" if month else "") + (f"-{int(found[1]):02d}" if month and found[1] else "")


def add_person(base: Base, names: list[str], country: str, source: str, qid: str = "") -> Entry:
    """A person by QID, or by name and country."""
    found = base.entries.get(qid) if qid else next((p for n in names if (p := base.people.get((country, name_key(n))))), None)
    person = found or base.add(qid or local("person", country, name_key(names[0])), names[0], "person", country, source)
    person.cite(source)
    for name in names:
        person.call(name)
        base.people.setdefault((country, name_key(name)), person)
    return person


def add_holders(base: Base) -> None:
    """Office holders with their days (Wikidata)."""
    by_key = {name_key(name): e for e in base.state.values() for name, t in e.names.items() if t == "n"}
    for row in base.rows("offices/holders.csv"):
        if not re.fullmatch(r"Q\d+", row["person_qid"]) or re.fullmatch(r"Q\d+", row["person"]) or not row["person"].strip():
            continue
        state = base.entries.get(row["country_qid"]) or by_key.get(name_key(row["country"]))
        country = state.country if state else ""
        name = re.sub(r"\s*\(.*?\)", "", row["person"])
        person = add_person(base, [name, re.sub(r"\s*\(.*?\)", "", row["enwiki"] or name)], country, "wikidata", row["person_qid"])
        person.gender = person.gender or {"male": "Masc", "female": "Fem"}.get(row["gender"], "")
        end = row["end"]
        if row["role"] or len(person.offices) < 6:
            role = row["role"] if row["kind"] == "state" else ""
            person.offices.append((row["position"][:60], role, country, row["start"], end if end else f"<{row['as_of']}", "wikidata"))
        person.rank = max(person.rank, RANKS.get(row["role"], 1))


def add_legislators(base: Base) -> None:
    """Members of the parliaments of five states, with their days (Wikidata)."""
    for place, country in (("russia", "RUS"), ("ukraine", "UKR"), ("us", "USA"), ("france", "FRA"), ("united-kingdom", "GBR")):
        for row in base.rows(f"raw/ep_{place}_legislators.csv"):
            if re.fullmatch(r"Q\d+", row["personID"]) and not re.fullmatch(r"Q\d+", row["person"]) and (row["end"] or "9") > "1990":
                person = add_person(base, [re.sub(r"\s*\(.*?\)", "", row["person"])], country, "wikidata", row["personID"])
                title = "Senator" if "enator" in row["position"] else "Member of parliament"
                if len(person.offices) < 6:
                    person.offices.append((title, "legislator", country, row["start"], row["end"] or "<2022-07", "wikidata"))
                person.rank = max(person.rank, 2)


ROLES = {"head-of-state": "president", "head-of-government": "head_of_government", "foreign-minister": "foreign", "defence-minister": "defence",  # noqa: E501
         "interior-minister": "interior", "finance-minister": "finance"}  # fmt: skip


def add_curated(base: Base) -> None:
    """The facts in actors_curated.yml."""
    facts = base.curated
    code = {**{k.upper(): v for k, v in base.code.items()}, "EU": "EUU", "UN": "UNO"}
    qids = organisation_qids(base)
    for kind, section in (
        ("group", "groupings"),
        ("organisation", "organisations"),
        ("organisation", "charities"),
        ("group", "armed_groups"),
    ):
        for row in facts[section]:
            entry = add_named(base, row, kind, row.get("code") or code.get(row.get("country", ""), ""), qids)
            tell(entry, row, code)
    for row in facts["past"]:
        add_past(base, row, code)
    for row in [*facts["special_bodies"], *facts["seats"]]:
        add_body(base, row, code.get(row["country"], row["country"]))
    for row in facts["outlets"]:
        add_outlet(base, row, code[row["country"]])
    for row in facts.get("state_names", []):
        for name in row["names"]:
            base.state[row["country"].lower()].call(name, row.get("type", "n"))
    base.ranked = {name_key(n): e for e in base.entries.values() if e.kind == "person" and e.rank > 3 for n in e.names}
    organisation = {row["id"]: row for row in facts["organisations"]}
    for row in facts["people"]:
        add_official(base, row, code, organisation)


def add_past(base: Base, row: dict[str, Any], code: dict[str, str]) -> None:
    """A state or alliance that is no more."""
    kin = next((e for e in base.state.values() if name_key(row["names"][0]) in {name_key(n) for n in e.names}), None)
    entry = kin or base.add(local("past", row["id"]), row["names"][0], row["kind"], row.get("code", ""), "curated")
    tell(entry, row, code)
    if row["kind"] == "organisation":
        entry.rank = max(entry.rank, PAST_RANK)
    for key, type_ in (("names", "n"), ("adjectives", "a"), ("peoples", "d"), ("capitals", "c")):
        for name in row.get(key, ()):
            entry.call(name, type_)


def add_outlet(base: Base, row: dict[str, Any], country: str) -> None:
    """An outlet of the curated list, with its owner and whether a state runs it."""
    outlet = add_named(base, row, "outlet", country, {})
    if "owner" in row:
        outlet.details |= {"owner": row["owner"], "state_run": row["state_run"], "judged": f"curated, {base.curated['as_of']}"}


def in_office(base: Base) -> dict[tuple[str, str], list[tuple[str, Entry]]]:
    """Who is known to have begun an office (country, class), with the first day."""
    found: dict[tuple[str, str], list[tuple[str, Entry]]] = defaultdict(list)
    for entry in base.entries.values():
        for held in entry.offices:
            if held[1] and entry.kind == "person":
                found[held[2], held[1]].append((held[3], entry))
    return found


def same_holder(
    index: dict[tuple[str, str], list[tuple[str, Entry]]], office: tuple[str, str], first: str, names: list[str]
) -> Entry | None:
    """The person known under another name who began the same office in the same month and shares a word of the name."""
    words = {sound(w) for name in names for w in name.split() if len(w) > 2}
    kin = {
        id(entry): entry
        for begun, entry in index.get(office, ())
        if len(begun) > 4 and begun[:7] == first[:7] and words & {sound(w) for name in entry.names for w in name.split() if len(w) > 2}
    }
    return next(iter(kin.values())) if len(kin) == 1 else None


def is_of_time(entry: Entry, first: str) -> bool:
    """Whether somebody held an office within twenty years of a day."""
    return any(o[3] and abs(int(o[3][:4]) - int(first[:4])) <= 20 for o in entry.offices)


def tell(entry: Entry, row: dict[str, Any], code: dict[str, str]) -> None:
    """What a curated row tells beyond names: first and last day, members."""
    for key in ("from", "to", "sector"):
        if key in row:
            entry.details[key] = str(row[key])
    if "members" in row:
        entry.details["members"] = [code.get(m, m) for m in row["members"]]


def add_history(base: Base) -> None:
    """Holders of offices of earlier years (actors_history.yml)."""
    named: dict[str, list[Entry]] = defaultdict(list)
    for entry in base.entries.values():
        if entry.kind == "person":
            for key in {name_key(name) for name in entry.names}:
                named[key].append(entry)
    states = {entry.country for entry in base.state.values()}
    index = in_office(base)
    for row in yaml.safe_load((DATA / "actors_history.yml").read_text("utf-8")):
        parts = [re.fullmatch(r"(.+?) (\d{4}(?:-\d\d){0,2})(?:/(<?[\d-]+))?", part.strip()) for part in row["holders"].split(";")]
        if not all(parts):
            raise ValueError(f"{row['of']} {row['title']}: a holder has no first day")
        found = [part.groups() for part in parts if part]
        for i, (written, first, last) in enumerate(found):
            written, *shared = written.split("~")
            names = written.split("=")
            known = same_holder(index, (row["of"], row["office"]), first, names)
            kin = [known] if known else [e for e in named[name_key(names[0])] if row["of"] not in states or is_of_time(e, first)]
            qid = kin[0].id if len(kin) == 1 else ""
            person = add_person(base, names, row["of"], "history", qid)
            if person not in named[name_key(names[0])]:
                named[name_key(names[0])].append(person)
            held = (row["title"], row["office"], row["of"], first, last or (found[i + 1][1] if i + 1 < len(found) else ""), "history")
            person.offices = [o for o in person.offices if o[1:4] != held[1:4] or not o[1]] + [held]
            person.rank = max(person.rank, 3)
            person.names.update(dict.fromkeys(shared, "n"))
            surname = names[0].split()[0 if row["of"] in FAMILY_FIRST else -1]
            if row["office"] in RANKS and len(surname) > 3 and name_key(surname) not in base.common:
                person.call(surname, "w")
            if row["of"] in TWO_SURNAMES and len(names[0].split()) > TWO:
                person.call(" ".join(names[0].split()[-TWO:]), "w")


def add_named(base: Base, row: dict[str, Any], kind: str, country: str, qids: dict[str, str]) -> Entry:
    """An entry of a curated section with names in order."""
    names = row["names"]
    qid = next((qids[name_key(n)] for n in names if len(n) > 3 and name_key(n) in qids), "")
    party = next((base.parties[country, name_key(n)] for n in names if (country, name_key(n)) in base.parties), "")
    entry = base.add(qid or party or local(kind, names[0], country), names[0], kind, country, "curated")
    entry.rank, entry.name = max(entry.rank, 5), names[0]
    for name in names:
        entry.call(name, "s" if re.fullmatch(r"[A-Z][A-Z0-9.+-]{1,9}|[A-Z][a-z]?[A-Z]+", name) else "n")
    respell(entry)
    if country == "UNO":
        whole = re.compile(r"(?!(?:UN|U[.]N[.]|United Nations)\b).* ")
        for name in [n for n, type_ in entry.names.items() if type_ == "n" and whole.match(n)]:
            entry.call(f"UN {name}")
            entry.call(f"United Nations {name}")
    weaken(entry, row)
    return entry


def weaken(entry: Entry, row: dict[str, Any]) -> None:
    """Let the names of a row that are ordinary words, or are also those of others, count only with other signs."""
    keys = {name_key(name) for name in row.get("weak", ())}
    entry.names |= {name: "w" for name in entry.names if name_key(name) in keys}
    for name in row.get("weak", ()):
        entry.call(name, "w")


def respell(entry: Entry) -> None:
    """Let an entry be found by British and American spellings of its names, and with the hyphens that some outlets write."""
    for pair in SPELLINGS:
        for one, other in (pair, pair[::-1]):
            for name, type_ in list(entry.names.items()):
                if re.search(rf"\b{one}\b", name):
                    entry.call(re.sub(rf"\b{one}\b", other, name), type_)


def add_body(base: Base, row: dict[str, Any], country: str) -> None:
    """A body with a name of its own, or the building that stands for it."""
    body, name = row["id"] if row["body"] == "government" and "id" in row else row["body"], row["names"][0]
    kind = "organisation" if body in ("party", "roscosmos", "rosatom", "gazprom", "aramco", "pdvsa") else "government"
    known = base.entries.get(body_id(body, country))
    entry = known if known and known.rank == 5 else base.add(body_id(body, country), name, kind, country, "curated")
    if entry.rank < 5:
        entry.name, entry.rank = name, 5
    entry.details |= {"body": body, "as_of": base.curated["as_of"]} | {k: str(row[k]) for k in ("from", "to", "sector") if k in row}
    whole = [re.sub("^(US|U[.]S[.]) ", "United States ", other) for other in row["names"]]
    for other in dict.fromkeys((*row["names"], *whole)):
        entry.call(other, "s" if re.fullmatch(r"[A-Z0-9.]{2,7}", other) else "n")
    respell(entry)
    weaken(entry, row)
    owner = next((e for e in base.state.values() if e.country == country and e.rank), None)
    keys = {name_key(name) for name in row["names"]}
    if owner is not None and kind == "government":
        owner.names = {name: type_ for name, type_ in owner.names.items() if name_key(name) not in keys}


def add_official(base: Base, row: dict[str, Any], code: dict[str, str], organisation: dict[str, Any]) -> None:
    """A person of the curated list with offices."""
    country = code[row["country"]]
    served = {country, *(code.get((body or "").split("/")[0], "?") for _, _, body, _, _ in row["offices"])}
    elsewhere = [p for n in row["names"] if (p := base.ranked.get(name_key(n))) and any(o[2] in served for o in p.offices)]
    person = add_person(base, row["names"], country, "curated", row.get("qid") or (elsewhere[0].id if elsewhere else ""))
    person.name, person.country = row["names"][0], country
    person.rank = 8
    person.gender = person.gender or {"m": "Masc", "f": "Fem"}.get(row.get("gender", ""), "")
    for office, title, body, first, last in row["offices"]:
        key = (body or "").split("/")
        shared = organisation.get(key[1]) if key[0] == "igo" else None
        of = (shared.get("code") or country) if shared else code.get(key[0], country)
        role = ROLES.get(office or "", (office or "").replace("-", "_"))
        person.offices.insert(0, (title, role, of, first or "", last or f"<{base.curated['as_of']}", "curated"))


def organisation_qids(base: Base) -> dict[str, str]:
    """QIDs of international organisations by name; only the QIDs are taken from this list."""
    rows = yaml.load(
        (base.sources / "raw/supraverden_general_list.yaml").read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    found = {}
    for name, row in rows.items():
        qid = str(row.get("Wikidata_code") or "")
        if re.fullmatch(r"Q\d+", qid):
            found.setdefault(name_key(str(name)), qid)
            found.setdefault(name_key(str(row.get("Name_en") or name)), qid)
    return found


def add_groups(base: Base) -> None:
    """Armed groups of the UCDP, and parties of Party Facts."""
    known = {name_key(n) for e in base.entries.values() for n in e.names}
    by_key = {name_key(name): e for e in base.state.values() for name, t in e.names.items() if t == "n"}
    for row in base.rows("raw/ucdp-actor-221.csv"):
        if row["NameData"].startswith("Government of") or row["Org"] != "1" or name_key(row["NameOrigFullEng"] or row["NameData"]) in known:
            continue
        state = by_key.get(name_key(re.split(r"[,(]", row["Location"])[0]))
        english = row["NameOrigFullEng"] if len(row["NameOrigFullEng"]) > 3 else row["NameData"]
        entry = base.add(local("ucdp", row["ActorId"]), english, "group", state.country if state else "", "ucdp")
        for name in (row["NameData"], row["NameOrig"], row["NameOrigFull"], row["NewName"]):
            if len(name) > 2 and name.lower() != "n/a" and name_key(name) not in known:
                entry.call(name, "w" if " " not in name else "n")
    of_alpha = {e.country: e for e in base.state.values()}
    qid = {r["partyfacts_id"]: r["wikidata_id"] for r in base.rows("raw/partyfacts_wikidata.csv") if r["wikidata_id"].startswith("Q")}
    for row in base.rows("raw/partyfacts_core_parties.csv"):
        name = (row["name_english"] or row["name"]).split(" / ")[0].strip()
        if row["country"] not in of_alpha or not name or row.get("technical") or name_key(name) in known:
            continue
        key = qid.get(row["partyfacts_id"]) or local("party", row["country"], name_key(name))
        entry = base.add(key, name, "organisation", row["country"], "partyfacts")
        for other in [*(row["name_english"] or "").split(" / "), row["name"]]:
            if other.isascii():
                entry.call(other)
        entry.call(row["name_short"] or "", "w")


def add_outlets(base: Base) -> None:
    """Newspapers, agencies and broadcasters."""
    by_key = {name_key(name): e for e in base.state.values() for name, t in e.names.items() if t == "n"}
    known = {name_key(n) for e in base.entries.values() for n in e.names}
    kite = json.loads((base.sources / "raw/kite_media_data.json").read_text("utf-8"))
    listed = [(r["country"], r["organization"], "kite", "") for r in kite]
    matrix = base.rows("raw/asd_state_media_matrix.csv")
    listed += [(r["Country"], r["Main assets"] or r["Media company"], "asd", r["Typology"].rstrip("?")) for r in matrix]
    for country, name, source, judged in listed:
        state = by_key.get(name_key(country or ""))
        if name and "," not in name and len(name) > 3 and name_key(name) not in known and len(name) < 50:
            outlet = base.add(local("outlet", name, state.country if state else ""), name, "outlet", state.country if state else "", source)
            if judged in STATE_RUN:
                outlet.details |= {"state_run": STATE_RUN[judged][0], "owner": STATE_RUN[judged][1], "judged": "asd, 2024-02-07"}
    for cc in ("us", "eu"):
        for row in base.rows(f"raw/publicbodies_{cc}.csv"):
            if name_key(row["name"]) not in known and len(row["name"].split()) > 1:
                entry = base.add(local("agency", row["name"]), row["name"], "government" if cc == "us" else "organisation",
                                 "USA" if cc == "us" else "EUU", "publicbodies")  # fmt: skip
                entry.call(row["abbreviation"] or "", "w")


def settle(base: Base) -> None:
    """Countries of regions whose state came later and of people with offices in several; names that are common words count little."""
    for entry in base.entries.values():
        if entry.kind == "person" and "curated" not in entry.sources and entry.offices:
            held = Counter(o[2] for o in entry.offices if o[2])
            held.update(o[2] for o in entry.offices if o[1] and "Co-Prince" not in o[0])
            whole = {e.country for e in base.state.values() if e.rank >= 3}
            entry.country = max(sorted(held), key=lambda c: (c in whole, held[c])) if held else entry.country
        if entry.country.startswith("?"):
            entry.country = base.code.get(entry.country[1:], "")
        for name, type_ in list(entry.names.items()):
            key = name_key(name)
            small = " " not in key and key in base.common
            if (
                (small and entry.kind not in ("state",) and "curated" not in entry.sources)
                or (small and type_ == "n" and entry.kind == "state" and "curated" not in entry.sources and entry.rank < 3)
                or (" " not in key and entry.kind == "organisation" and "curated" not in entry.sources)
            ):
                entry.names[name] = "w"
        entry.offices = finest(entry.offices)
        if entry.kind == "person":
            surname = entry.name.split()[-1]
            if entry.rank >= 6 and entry.country in FAMILY_FIRST and " " in entry.name:
                entry.call(entry.name.split()[0], "w")
            if entry.rank >= 6 and len(surname) > 3 and name_key(surname) not in base.common:
                entry.call(surname, "w")
            if entry.rank >= 6 and entry.country in TWO_SURNAMES and len(entry.name.split()) > TWO:
                entry.call(" ".join(entry.name.split()[-TWO:]), "w")


def certainty(office: Held) -> tuple[bool, bool, str]:
    """How much one telling of an office is to be believed against another."""
    ended = bool(office[4]) and not office[4].startswith("<")
    return (ended and office[5] in ("curated", "history"), ended, office[4])


def finest(offices: list[Held]) -> list[Held]:
    """The offices, each once: the one with an end that is told, the latest seen open, and of two first days the finer."""
    best: dict[tuple[str, ...], Held] = {}
    for office in offices:
        key = office[1:4] if office[1] else office[:4]
        old = best.get(key)
        if old is None or certainty(office) > certainty(old):
            best[key] = office
    offices = list(best.values())
    return [o for o in offices if not any(p[1:3] == o[1:3] and o[1] and p[3] != o[3] and p[3].startswith(o[3]) for p in offices)]


def first_genders(base: Base) -> dict[str, str]:
    """First names that nearly always belong to men or to women among office holders."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in base.entries.values():
        if entry.kind == "person" and entry.gender:
            seen[name_key(entry.name.split()[0])][entry.gender] += 1
    return {
        n: c.most_common(1)[0][0] for n, c in seen.items() if c.total() >= 2 and c.most_common(1)[0][1] / c.total() >= 0.95 and len(n) > 2
    }


def agent_nouns(base: Base) -> dict[str, str]:
    """Nouns for people who act, with PLOVER's sector (agents list of the Open Event Data Alliance)."""
    found = {}
    for line in (base.sources / "raw/PLOVER_agents.txt").open(encoding="latin-1"):
        match = re.match(r"([A-Z][A-Z_ ]+?)_?\s*(?:\{.*?\})?\s*\[~([A-Z]{3})", line.split("#")[0])
        if match and "_" not in match[1].strip("_ ") and len(match[1].strip()) > 2:
            found[match[1].strip("_ ").lower()] = match[2]
    return found


def write(base: Base, path: Path) -> None:
    """Write the parts."""
    entries = sorted(base.entries.values(), key=lambda e: e.id)
    number = {e.id: i for i, e in enumerate(entries)}
    lines = ["#actors"]
    names: dict[str, dict[int, str]] = defaultdict(dict)
    sounds: dict[str, set[int]] = defaultdict(set)
    for e in entries:
        offices = sorted(set(e.offices), key=lambda o: (o[3], o))
        cells = ";".join("|".join(c.replace("|", "/").replace(";", ",") for c in o) for o in offices)
        lines.append("\t".join((e.id, e.name, e.kind, e.country, e.gender, ",".join(e.sources), cells, str(e.rank))).replace("\n", " "))
        for name, type_ in e.names.items():
            add_key(names[name_key(name)], number[e.id], own_type(e, name, type_))
            if e.kind == "person" and " " in name:
                sounds[name_sound(name)].add(number[e.id])
                sounds[f"{sound(name.split()[0])} {sound(name.split()[-1])}"].add(number[e.id])
    lines += ["#spelled", *(f"{number[e.id]}\t{spelled(e)}" for e in entries if len(e.names) > 1)]
    lines += ["#details", *(f"{number[e.id]}\t{json.dumps(e.details, ensure_ascii=False)}" for e in entries if e.details)]
    lines += ["#names", *(f"{k}\t" + ",".join(f"{i}{t}" for i, t in sorted(v.items())) for k, v in sorted(names.items()))]
    lines += ["#sounds", *(f"{k}\t" + ",".join(map(str, sorted(v))) for k, v in sorted(sounds.items()))]
    widths: dict[str, int] = {}
    for key in names:
        first, _, _ = key.partition(" ")
        widths[first] = max(widths.get(first, 0), key.count(" ") + 1)
    lines += ["#widths", *(f"{k}\t{v}" for k, v in sorted(widths.items()))]
    lines += ["#genders", *(f"{k}\t{v}" for k, v in sorted(first_genders(base).items()))]
    lines += ["#agents", *(f"{k}\t{v}" for k, v in sorted(agent_nouns(base).items()))]
    text = "\n".join(lines) + "\n"
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress(text.encode()))
    print(f"{len(entries)} actors, {len(names)} names, {path.stat().st_size / 1e6:.1f} MB")


def spelled(entry: Entry) -> str:
    """The names of an entry as they are written, each after its type."""
    return "|".join(own_type(entry, name, type_) + re.sub(r"[|\t\n]", " ", name) for name, type_ in entry.names.items())


def own_type(entry: Entry, name: str, type_: str) -> str:
    """The type of a name, where a source lists an adjective or a people among the names of a state."""
    if entry.kind != "state" or type_ != "n" or name == entry.name:
        return type_
    kin = {t for n, t in entry.names.items() if name_key(n) == name_key(name)}
    return "a" if "a" in kin and "U.S." not in entry.names else "d" if "d" in kin else type_


def add_key(slot: dict[int, str], number: int, type_: str) -> None:
    """Keep the stronger type where an actor has one key twice."""
    if number not in slot or ORDER.index(type_) < ORDER.index(slot[number]):
        slot[number] = type_


def main(argv: list[str] | None = None) -> int:
    """Read the sources and write the knowledge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="the folder that holds raw/ and offices/")
    parser.add_argument("--out", type=Path, default=DATA / "actors.zst")
    options = parser.parse_args(argv)
    base = Base(options.sources)
    for step in (
        add_states,
        add_regions,
        add_factbook,
        add_holders,
        add_legislators,
        add_curated,
        add_history,
        add_all_leaders,
        add_groups,
        add_outlets,
        settle,
    ):
        step(base)
    write(base, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
