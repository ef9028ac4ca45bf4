"""What the head of a page says about it: linked data (schema.org), Open Graph, and the older meta elements.

Days are taken only where a page names them as its day of publication; a day found anywhere else on the page is no metadata.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from dragoman.lexicon import load_yaml

NAMES = {purpose: tuple(names.split()) for purpose, names in load_yaml("clean_metadata").items()}
ARTICLES = frozenset(NAMES["articles"])
LARGEST_LINKED = 2_000_000
DEEPEST = 12
MOST_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Update:
    """A turn of a live blog as linked data tell it: headline and words, and its time stamp."""

    headline: str
    words: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the metadata of a page say."""

    title: str | None = None
    day: str | None = None
    site: str | None = None
    author: str | None = None
    topics: tuple[str, ...] = ()
    address: str | None = None
    language: str | None = None
    live: bool = False
    updates: tuple[Update, ...] = ()
    beside: tuple[str, ...] = ()


def read_metadata(tree: etree._Element) -> Told:
    """Title, day, site, author, sections and address of a page as its head tells them, or None for each where it does not."""
    metas = read_metas(tree)
    nodes = list(linked_nodes(tree))
    article = next((n for n in nodes if types_of(n) & ARTICLES), {})
    return Told(
        text_of(article.get("headline")) or first_of(metas, "title") or page_title(tree),
        day_of(article.get("datePublished")) or day_of(first_of(metas, "day")) or marked_day(tree),
        site_of(first_of(metas, "site"), name_of(article.get("publisher"))),
        name_of(article.get("author")) or plain_author(first_of(metas, "author")),
        sections(article, nodes, metas),
        address_of(tree) or first_of(metas, "address"),
        (tree.get("lang") or "")[:2].lower() or None,
        any("LiveBlogPosting" in types_of(n) for n in nodes),
        tuple(update for node in nodes for update in updates_of(node)),
        tuple(pages_beside(tree)),
    )


def read_metas(tree: etree._Element) -> dict[str, list[str]]:
    """The meta elements of a page: contents by name in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), []).append(content[:1000])
    return found


def first_of(metas: dict[str, list[str]], purpose: str) -> str | None:
    """The first content of the names that serve a purpose (data/clean_metadata.yml), best name first."""
    return next((metas[name][0] for name in NAMES[purpose] if name in metas), None)


def linked_nodes(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """The objects of a page's linked data, outermost first."""
    count = 0
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower() or len(element.text or "") > LARGEST_LINKED:
            continue
        for node in nodes_in(load_linked(element.text or "")):
            yield node
            count += 1
            if count > MOST_NODES:
                return


def load_linked(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The content of a script of linked data, or None where it is broken."""
    try:
        return json.loads(text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def nodes_in(content: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    """The objects in a piece of linked data that stand for things of their own."""
    layer = [content]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for value in layer:
            if isinstance(value, list):
                below.extend(value[:500])
            elif isinstance(value, dict):
                yield value
                below.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if key in value)
        layer = below[:MOST_NODES]


def types_of(node: dict[str, Any]) -> set[str]:
    """The types of an object."""
    kind = node.get("@type")
    return {str(k) for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)}


def updates_of(node: dict[str, Any]) -> Iterator[Update]:
    """The turns of a live blog."""
    updates = node.get("liveBlogUpdate")
    for update in (updates if isinstance(updates, list) else [updates])[:MOST_NODES]:
        if isinstance(update, dict) and (stamp := text_of(update.get("datePublished"))):
            yield Update(text_of(update.get("headline")) or "", text_of(update.get("articleBody")) or "", stamp)


def text_of(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """A string, or the first of a list of strings."""
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split())[:1000] or None if isinstance(value, str) else None


def name_of(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """The names of a person or body, or of several."""
    values = value if isinstance(value, list) else [value]
    names = [text_of(v.get("name")) if isinstance(v, dict) else plain_author(text_of(v)) for v in values[:20]]
    return ", ".join(dict.fromkeys(n for n in names if n)) or None


def site_of(site: str | None, publisher: str | None) -> str | None:
    """The name of the site: as it calls itself, unless that is but a domain and the publisher has a name."""
    return publisher if publisher and (site is None or (" " not in site and "." in site)) else site


def plain_author(text: str | None) -> str | None:
    """A name, unless it is an address."""
    return None if text is None or text.lower().startswith(("http:", "https:", "//", "@")) else text


def day_of(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """The calendar day that a time stamp begins with."""
    stamp = (text_of(value) or "").strip()
    for piece in (stamp[:10].replace("/", "-"), f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}" if stamp[:8].isdigit() else ""):
        try:
            return date.fromisoformat(piece).isoformat()
        except ValueError:
            continue
    return None


def marked_day(tree: etree._Element) -> str | None:
    """The day in an element that is marked as the day of publication."""
    for path in ("//*[@itemprop='datePublished']", "//time[@pubdate]", "//h1/following::time[@datetime][1]"):
        for element in tree.xpath(path)[:1]:
            day = day_of(element.get("datetime") or element.get("content"))
            if day:
                return day
    return None


def page_title(tree: etree._Element) -> str | None:
    """The content of the title element."""
    element = next(tree.iter("title"), None)
    return text_of("".join(element.itertext())) if element is not None else None


def address_of(tree: etree._Element) -> str | None:
    """The address that the page calls its own."""
    for element in tree.iter("link"):
        address = element.get("href") or ""
        if (element.get("rel") or "").lower() == "canonical" and address.startswith("http"):
            return str(address)[:2000]
    return None


def pages_beside(tree: etree._Element) -> Iterator[str]:
    """The addresses that a page's head calls the next page and the one before."""
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() in ("next", "prev", "previous") and element.get("href"):
            yield str(element.get("href"))[:2000]


def sections(article: dict[str, Any], nodes: list[dict[str, Any]], metas: dict[str, list[str]]) -> tuple[str, ...]:
    """The sections in which a page is filed: those of the article itself, and its trail from the front page."""
    told = article.get("articleSection") or metas.get("article:section") or []
    found = [text_of(s) for s in (told if isinstance(told, list) else [told])]
    for node in nodes:
        if "BreadcrumbList" in types_of(node):
            found += trail(node)
    return tuple(dict.fromkeys(s for s in found if s and len(s) < 60))


def trail(node: dict[str, Any]) -> list[str | None]:
    """The names of a trail of sections, without the front page and the page itself."""
    items = node.get("itemListElement")
    names = []
    for item in (items if isinstance(items, list) else [])[:10]:
        inner = item.get("item") if isinstance(item, dict) else None
        names.append(
            (text_of(item.get("name")) if isinstance(item, dict) else None) or (name_of(inner) if isinstance(inner, dict) else None)
        )
    return [n for n in names if n is not None and len(n.split()) <= 4]
