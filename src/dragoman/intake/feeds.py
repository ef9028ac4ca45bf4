"""Feeds (RSS, Atom, RDF, JSON Feed) -> items. Nothing is asked of the network; entities are never expanded; size and depth are bounded."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html import escape, unescape
from typing import Any

import feedparser
from lxml import etree

from dragoman.errors import InputError
from dragoman.intake.items import ENOUGH, Item, html_of_text, web_address, words_of

LARGEST_FEED = 10_000_000
"""Most bytes of a feed."""

MOST_ELEMENTS = 150_000
"""Most elements of a feed: some ten thousand items."""

MOST_TAGS = 30
FIRST = 65_536
"""Within so many first bytes a document type is looked for."""

BARE = re.compile(r"&(?!#?\w{1,40};)")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)(\w{1,40});")
TAG = re.compile(r"<[^<>]{0,2000}>")


def read_feed(raw: bytes, source: str) -> Iterator[Item]:
    """The items of a feed in XML, in its order; raises InputError where nothing can be made of it."""
    if len(raw) > LARGEST_FEED:
        raise InputError(f"{source}: larger than {LARGEST_FEED // 1_000_000} MB; a feed is never that large")
    told = feedparser.parse(io.BytesIO(well_formed(raw, source)), sanitize_html=False, resolve_relative_uris=False)
    feed = told.feed
    site, language = words_of(feed.get("title")), language_of(feed.get("language"))
    return (read_entry(entry, site, language) for entry in told.entries)


def well_formed(raw: bytes, source: str) -> bytes:
    """A feed as XML that every parser takes: broken markup mended, document types dropped, entities put in as characters or left out."""
    tree = None
    with suppress(etree.XMLSyntaxError, ValueError):
        tree = etree.fromstring(without_types(raw), parser(recover=False))
    if tree is None:
        with suppress(etree.XMLSyntaxError, ValueError):
            tree = etree.fromstring(mend(without_types(raw)), parser(recover=True))
    if tree is None:
        raise InputError(f"{source}: is a feed too broken to read")
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise InputError(f"{source}: has more than {MOST_ELEMENTS:,} elements; a feed is never that large")
    text = etree.tostring(tree, encoding="unicode", with_tail=False)
    return ENTITY.sub(lambda match: escape(known) if (known := unescape(match[0])) != match[0] else "", text).encode("utf-8", "replace")


def without_types(raw: bytes) -> bytes:
    """XML without the document type that may declare entities."""
    raw = raw.strip()
    start = raw.find(b"<!DOCTYPE", 0, FIRST)
    inner, end = raw.find(b"[", start), raw.find(b">", start)
    if start >= 0 and 0 <= inner < end:
        end = raw.find(b">", raw.find(b"]", inner))
    return raw[:start] + raw[end + 1 :] if 0 <= start < end else raw


def parser(*, recover: bool) -> etree.XMLParser:
    """A parser that loads nothing, expands nothing and gives up on what is too deep or too large."""
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def mend(raw: bytes) -> bytes:
    """A broken feed with its bare ampersands escaped, outside of CDATA; other encodings than those with ASCII in them stay as they are."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw
    text = raw.decode("latin-1")
    pieces = []
    for number, piece in enumerate(text.split("<![CDATA[")):
        inside, closing, outside = piece.partition("]]>") if number else ("", "", piece)
        pieces.append(f"{inside}{closing}{BARE.sub('&amp;', outside)}")
    return "<![CDATA[".join(pieces).encode("latin-1")


def read_entry(entry: Any, site: str | None, language: str | None) -> Item:  # noqa: ANN401 - feedparser's own dictionary
    """An item of a feed as feedparser gives it."""
    contents = [content_html(content) for content in entry.get("content", ())]
    body = max(contents, key=len, default="")
    summary = content_html(entry.get("summary_detail") or {"value": entry.get("summary", "")})
    is_whole = bool(body) and text_length(body) > text_length(summary)
    body = body or summary
    return Item(
        web_address(entry.get("feedburner_origlink")) or web_address(entry.get("link")) or web_address(entry.get("id")),
        plain_title(entry.get("title")),
        body,
        is_whole or text_length(body) >= ENOUGH,
        day_of(dict.get(entry, "published")),
        day_of(dict.get(entry, "updated")),
        words_of(entry.get("author")),
        words_of((entry.get("source") or {}).get("title")) or site,
        language_of(entry.get("language")) or language,
        tuple(tag for t in entry.get("tags", ())[:MOST_TAGS] if (tag := words_of(t.get("term")))),
    )


def content_html(content: Any) -> str:  # noqa: ANN401 - feedparser's own dictionary
    """A piece of content as HTML."""
    value = content.get("value") or ""
    return html_of_text(value) if content.get("type") == "text/plain" and "<" not in value else value


def plain_title(title: object) -> str | None:
    """A headline without the markup that some feeds put in."""
    return words_of(TAG.sub("", title)) if isinstance(title, str) else None


def text_length(body: str) -> int:
    """How many characters of a piece of HTML are text."""
    return len(TAG.sub("", body))


def language_of(value: object) -> str | None:
    """A language as two letters: en for en-GB."""
    code = value.strip().lower()[:2] if isinstance(value, str) else ""
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def day_of(value: object) -> str | None:
    """The day of a time stamp in RFC 822 or ISO 8601, as written, in its own time zone; None where it is none."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return datetime.strptime(text[:40], "%d %B %Y").date().isoformat()  # noqa: DTZ007 - only the day is kept
    except ValueError:
        return None


def read_json_feed(raw: bytes, source: str) -> Iterator[Item]:
    """The items of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    if len(raw) > LARGEST_FEED:
        raise InputError(f"{source}: larger than {LARGEST_FEED // 1_000_000} MB; a feed is never that large")
    try:
        feed = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source}: is a JSON Feed too broken to read") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise InputError(f"{source}: is a JSON Feed without items")
    site, language = words_of(feed.get("title")), language_of(feed.get("language"))
    return (read_json_item(item, site, language) for item in items if isinstance(item, dict))


def read_json_item(item: dict[str, Any], site: str | None, language: str | None) -> Item:
    """An item of a JSON Feed."""
    told = {key: value for key in ("content_html", "content_text", "summary") if isinstance(value := item.get(key), str) and value.strip()}
    body = told.get("content_html") or html_of_text(told.get("content_text") or told.get("summary") or "")
    authors = list_of(item, "authors") or [item.get("author")]
    names = [name for author in authors[:10] if isinstance(author, dict) and (name := words_of(author.get("name")))]
    return Item(
        web_address(item.get("url")) or web_address(item.get("external_url")) or web_address(item.get("id")),
        plain_title(item.get("title")),
        body,
        ("content_html" in told or "content_text" in told),
        day_of(item.get("date_published")),
        day_of(item.get("date_modified")),
        ", ".join(names) or None,
        site,
        language_of(item.get("language")) or language,
        tuple(tag for t in list_of(item, "tags")[:MOST_TAGS] if (tag := words_of(t))),
    )


def list_of(item: dict[str, Any], key: str) -> list[Any]:
    """A list of an item, empty where it has none."""
    value = item.get(key)
    return value if isinstance(value, list) else []
