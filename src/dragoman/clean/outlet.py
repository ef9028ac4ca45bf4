"""Who publishes a page: what was handed over, its address, its metadata, or what the page prints about itself."""

import re
from collections import Counter
from functools import cache, lru_cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from dragoman.clean.day import days_in
from dragoman.lexicon import data_bytes, load_yaml
from dragoman.model import Outlet

ALTERNATE = re.compile(
    r"^(?:the\s+)?([A-Z][\w .&-]{1,40}?)(?:[’']s)?\s+(?:web)?site\s+can\s+also\s+be\s+accessed\b", re.IGNORECASE | re.MULTILINE
)
OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)?[\s,.]*(?:by\s+)?(?:the\s+)?([A-Z][^\n.,|©]{2,50})",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"^(?:https?://)?((?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)/?$", re.IGNORECASE)
CREDIT_LINE = re.compile(
    r"^[A-Z][A-Z .,’'-]{2,40}(?:/[^/\n]{2,40}/)?,\s+[A-Z][a-z]+\.?\s+\d{1,2}\.?\s+/([A-Z][A-Za-z-]{2,20})/", re.MULTILINE
)
CORRESPONDENT = re.compile(
    r"\b([A-Z][\w.]{1,20}(?: [A-Z]\w{1,20}){0,2})['’]s (?:[A-Z][\w'’-]+ ){2,3}(?:,? ?(?:reporting )?(?:in|from)) [A-Z]"
)
TOLD = re.compile(r"\b(?:told|tells|confirmed to|in an interview with|speaking to)\s+((?:The )?[A-Z][\w.]{1,20}(?: [A-Z]\w{1,20}){0,2})")
SUFFIX = re.compile(r"\s+[–—-]\s+([^|{}\[\]]{2,40})$|\s*\|\s*([^|{}\[\]]{2,40})$")


@cache
def outlets_by_domain() -> dict[str, tuple[str, str]]:
    """Name and country of the outlets in data/outlets.yml, by domain."""
    return {domain: (name, country) for name, country, domains in load_yaml("outlets") for domain in domains.split()}


@cache
def outlets_by_name() -> dict[str, tuple[str, str, str]]:
    """Name, country and first domain of the outlets in data/outlets.yml, by plain name."""
    return {plain(name): (name, country, domains.split()[0]) for name, country, domains in load_yaml("outlets")}


@cache
def outlets_of_sources() -> dict[str, tuple[str, str]]:
    """Name and country of the outlets in data/outlets_sources.tsv, by domain."""
    rows = [line.split("\t") for line in data_bytes("outlets_sources.tsv").decode().splitlines() if not line.startswith("#")]
    return {domain: (row[0], row[1]) for row in rows for domain in row[2].split()}


@cache
def suffixes() -> PublicSuffixList:
    """The list of public suffixes that comes with the library."""
    return PublicSuffixList()


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """A name without case, article and punctuation, to look it up."""
    words = re.sub(r"[^\w\s]", " ", name.lower()).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def domain_of(address: str | None) -> str | None:
    """The registered domain of an address: ``bbc.co.uk`` for ``https://www.bbc.co.uk/news``."""
    host = host_of(address)
    return suffixes().privatesuffix(host) if "." in host and len(host) < 254 else None


def host_of(address: str | None) -> str:
    """The host of an address without ``www.``."""
    try:
        return (
            (urlsplit(address if "//" in (address or "") else f"//{address}").hostname or "").lower().removeprefix("www.")
            if address
            else ""
        )
    except ValueError:
        return ""


def outlet_of_name(name: str, domain: str | None, why: str) -> Outlet:
    """An outlet by its name, as known or as the page tells it; its country is that of its name, else of its domain."""
    known = outlets_by_name().get(plain(name))
    if known is not None:
        return Outlet(f"outlet:{known[2]}", known[0], domain or known[2], known[1], why)
    country = outlets_of_sources().get(domain or "", ("", ""))[1] or None
    return Outlet(f"outlet:{domain or plain(name).replace(' ', '-')}", name.strip(), domain, country, why)


def outlet_of_address(address: str | None) -> Outlet | None:
    """The well-known outlet of an address."""
    return outlet_among(outlets_by_domain(), address)


def lesser_outlet(address: str | None) -> Outlet | None:
    """The outlet of an address in the table made from public sources, whose names are not always those that the outlet itself uses."""
    return outlet_among(outlets_of_sources(), address)


def outlet_among(table: dict[str, tuple[str, str]], address: str | None) -> Outlet | None:
    """The outlet of an address in a table by domains."""
    host, domain = host_of(address), domain_of(address)
    known = table.get(host) or table.get(domain or "")
    return Outlet(f"outlet:{domain}", known[0], domain, known[1] or None, "the page's address") if known and domain else None


def own_correspondent(text: str) -> Outlet | None:
    """The outlet that names its own correspondent by place ("The Herald's Ana Nobody in Lima says")."""
    for match in CORRESPONDENT.finditer(text[:20_000]):
        if plain(match[1]) in outlets_by_name():
            return outlet_of_name(match[1], None, "the page names its own correspondent")
    return None


def told_outlet(text: str) -> Outlet | None:
    """The outlet to which several people on the page speak ("told The Herald"), where it is no agency and the only one."""
    told = Counter(plain(match[1]) for match in TOLD.finditer(text[:20_000]))
    names = [name for name in told if name in outlets_by_name()]
    if len(names) == 1 and told[names[0]] >= 2 and names[0] not in agencies():
        return outlet_of_name(names[0], None, "several people on the page speak to it")
    return None


@cache
def agencies() -> frozenset[str]:
    """Plain names of the agencies and broadcasters whose interviews others pass on."""
    return frozenset(plain(name) for name in load_yaml("outlets_agencies"))


def outlet_of_text(text: str, lines: list[str]) -> Outlet | None:
    """The outlet that a page prints about itself: the site whose addresses it lists, the agency of its dateline, or its copyright line."""
    match = ALTERNATE.search(text)
    if match is not None:
        return outlet_of_name(match[1], None, "the page says where its site can also be reached")
    match = CREDIT_LINE.search(text[:3000])
    if match is not None:
        known = outlets_by_name().get(plain(match[1]))
        if known is not None:
            return outlet_of_name(match[1], None, "the agency that signs the dateline")
    own = own_correspondent(text) or told_outlet(text)
    if own is not None:
        return own
    for line in lines:
        match = OWNER.search(line) if len(line) < 300 else None
        known = outlets_by_name().get(plain(match[1])) if match else None
        if known is not None and plain(known[0]) not in agencies():
            return outlet_of_name(known[0], None, "the copyright line")
    return None


def outlet_of_masthead(lines: list[str]) -> Outlet | None:
    """The paper named beside the day at the head of a page: "The Herald, Tuesday 27 October 1998"."""
    for line in lines[:3]:
        name = re.split(r"\s+[—–|-]+\s+|,\s+|\s+\|\s*", line.strip())[0].strip()
        words = name.lower().split()
        if 2 <= len(words) <= 6 and not days_in(name) and (words[0] == "the" or set(words) & media_words()):
            return outlet_of_name(name, None, "the name beside the day at the head of the page")
    return None


@cache
def media_words() -> frozenset[str]:
    """Words in the names of papers, agencies and broadcasters."""
    return frozenset(load_yaml("outlets_words")["words"].split())


def mirrors_of(lines: list[str]) -> tuple[str, ...]:
    """Addresses that stand alone on a line: other doors to the same site."""
    found = [
        match[1].lower().removeprefix("www.")
        for line in lines
        if (match := ADDRESS.match(line.strip())) and suffixes().publicsuffix(match[1], accept_unknown=False)
    ]
    return tuple(dict.fromkeys(found))


def is_known(name: str) -> bool:
    """Whether a name is that of a known outlet that is no agency."""
    return plain(name) in outlets_by_name() and plain(name) not in agencies()


def cut_site(title: str, names: list[str]) -> tuple[str, str | None]:
    """A title without the site's name at its end, and that name, where it is one of ``names`` or a known outlet."""
    match = SUFFIX.search(title)
    if match is None:
        return title.strip(), None
    site = (match[1] or match[2]).strip()
    if plain(site) in {plain(n) for n in names if n} or plain(site) in outlets_by_name() or match[2]:
        return title[: match.start()].strip(), site
    return title.strip(), None
