"""Sitemaps -> items: the addresses that a site lists, with what news sitemaps tell of each; an index gives the addresses of sitemaps."""

import io
from collections.abc import Iterator

from lxml import etree

from dragoman.errors import InputError
from dragoman.intake.feeds import day_of, language_of
from dragoman.intake.items import Item, Listing, web_address, words_of

MOST_ENTRIES = 50_000
"""Most addresses that the protocol allows in one sitemap; more are not read."""


def read_sitemap(raw: bytes, source: str) -> Listing:
    """What a sitemap or an index of sitemaps holds; raises InputError where nothing can be made of it."""
    root = root_of(raw, source)
    entries = (element for element in root.iterchildren(tag=etree.Element) if local(element) in ("url", "sitemap"))
    told = [tell(element) for _, element in zip(range(MOST_ENTRIES), entries, strict=False)]
    if local(root) == "sitemapindex":
        return Listing("index of sitemaps", iter(()), tuple(url for one in told if (url := web_address(one.get("loc")))))
    return Listing("sitemap", items_of(told))


def root_of(raw: bytes, source: str) -> etree._Element:
    """The root of a sitemap, read without loading, expanding or following anything."""
    options = {"recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        root = etree.parse(io.BytesIO(raw.strip()), etree.XMLParser(remove_comments=True, remove_pis=True, **options)).getroot()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{source}: is a sitemap too broken to read") from error
    if root is None:
        raise InputError(f"{source}: is a sitemap too broken to read")
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname).lower()


def tell(entry: etree._Element) -> dict[str, str]:
    """What an entry says, by the names of its elements; the name of the publication as ``name``."""
    told: dict[str, str] = {}
    for element in entry.iter(etree.Element):
        text = (element.text or "").strip()
        if text:
            told.setdefault(local(element), text[:4000])
    return told


def items_of(told: list[dict[str, str]]) -> Iterator[Item]:
    """The entries as items."""
    for one in told:
        url = web_address(one.get("loc"))
        if url is None:
            continue
        yield Item(
            url,
            words_of(one.get("title")) if "publication_date" in one or "publication" in one or "name" in one else None,
            published=day_of(one.get("publication_date")),
            updated=day_of(one.get("lastmod")),
            site=words_of(one.get("name")),
            language=language_of(one.get("language")),
            tags=tuple(tag for t in one.get("keywords", "").split(",")[:30] if (tag := words_of(t))),
        )
