"""HTML into blocks: the page's own elements in order, each with a kind, and what its metadata say.

trafilatura finds the body of the article and the metadata; the walk over the elements adds what it leaves out (captions, sections, bylines,
the lines around the story) in their order on the page.
"""

import re
from dataclasses import dataclass, field

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.settings import Document

from dragoman.clean.lines import kind_of_wording
from dragoman.lexicon import load_yaml

LARGEST = 3_000_000
ELEMENTS = {kind: frozenset(names.split()) for kind, names in load_yaml("clean_elements").items()}
SKIPPED, BLOCKS = ELEMENTS["skipped"], ELEMENTS["blocks"]
SPACES = re.compile(r"[\s\u00a0\u200b]+")
CAPTION_CLASS = re.compile(r"caption|cutline|photo-desc|image-desc|media-desc|wp-caption|img-legend", re.IGNORECASE)
TOPIC_CLASS = re.compile(
    r"bread-?crumb|article[-_]?(section|category|topic|tags?)|\beyebrow\b|\bkicker\b|section-(name|label|link)|\bpost-tags?\b|\btag-?list\b|\btags\b",
    re.IGNORECASE,
)
BYLINE_CLASS = re.compile(r"by-?line|\bauthors?\b|contributor", re.IGNORECASE)
DECK_CLASS = re.compile(
    r"\b(sub-?(title|head(line)?)|deck|dek|standfirst|stand-first|article-summary|article__(sub|summary|intro)|lead-in|strap-?line)\b",
    re.IGNORECASE,
)
DATE_CLASS = re.compile(r"\b(date|time(stamp)?|published|pub-?date|updated)\b", re.IGNORECASE)
ASIDE_CLASS = re.compile(
    r"related|recommend|read-?more|also-?like|newsletter|promo|sidebar|share|social|comment|advert|\bad-|most-?(read|popular)|trending|cookie|consent|footer|menu|navbar|\bnav\b|sign-?up|subscribe|teaser",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Piece:
    """A stretch of visible text with the kind that its element gives it, if any."""

    text: str
    kind: str | None
    why: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the metadata of a page say."""

    title: str | None = None
    day: str | None = None
    site: str | None = None
    author: str | None = None
    topics: tuple[str, ...] = ()
    address: str | None = None
    body: str = ""
    language: str | None = None


@dataclass(slots=True)
class Walk:
    """The state of a walk over elements."""

    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def parse_markup(content: str) -> etree._Element | None:
    """The tree of a page, cut at LARGEST characters, or None where there is nothing in it."""
    try:
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", content[:LARGEST]))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def told_by_markup(content: str, address: str | None) -> Told:
    """Body and metadata as trafilatura reads them."""
    found = trafilatura.bare_extraction(
        content[:LARGEST], url=address, include_comments=False, include_tables=False, with_metadata=True, favor_recall=True
    )
    if not isinstance(found, Document):
        return Told()
    topics = tuple(dict.fromkeys(t for t in found.categories or [] if t))
    return Told(found.title, found.date, found.sitename, found.author, topics, found.url, found.text or "", found.language)


def html_language(tree: etree._Element) -> str | None:
    """The language that the page declares."""
    declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return declared[:2].lower() or None


def element_kind(element: etree._Element) -> tuple[str | None, str]:
    """The kind of block that an element's name or class says it holds."""
    tag = element.tag if isinstance(element.tag, str) else ""
    name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''} {element.get('aria-label') or ''}"[:300]
    if tag == "h1":
        return "title", "h1"
    if tag == "figcaption" or CAPTION_CLASS.search(name):
        return "caption", tag if tag == "figcaption" else "class"
    for kind, pattern in (("topics", TOPIC_CLASS), ("byline", BYLINE_CLASS), ("deck", DECK_CLASS)):
        if pattern.search(name):
            return kind, "class"
    if tag == "time" or (DATE_CLASS.search(name) and len(name) < 80):
        return "dateline", "class"
    if tag in ("h2", "h3", "h4"):
        return "heading", tag
    return None, ""


def is_aside(element: etree._Element) -> bool:
    """Whether an element's name or class says that it is not the article."""
    if element.tag in ("nav", "aside", "footer", "form"):
        return True
    return bool(ASIDE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:300])) and element.tag not in (
        "body",
        "html",
        "main",
        "article",
    )


def walk_pieces(tree: etree._Element) -> list[Piece]:
    """The visible pieces of text of a page in order; without recursion, so that depth cannot hurt."""
    walk = Walk()
    stack: list[tuple[etree._Element, tuple[str | None, str], bool, bool]] = [(tree, (None, ""), False, False)]
    while stack:
        element, kind, aside, leaving = stack.pop()
        if leaving:
            if element.tag in BLOCKS:
                close_piece(walk, kind, aside)
            add_words(walk, element.tail)
            continue
        if not isinstance(element.tag, str) or element.tag in SKIPPED or hidden(element):
            add_words(walk, element.tail)
            continue
        outer = kind, aside
        own, why = element_kind(element)
        kind = (own, why) if own and kind[0] in (None, "heading") else kind
        aside = aside or is_aside(element)
        if element.tag in BLOCKS:
            close_piece(walk, *outer)
        add_words(walk, element.text)
        stack.append((element, kind, aside, True))
        stack.extend((child, kind, aside, False) for child in reversed(element))
    close_piece(walk, (None, ""), aside=False)
    return walk.pieces


def hidden(element: etree._Element) -> bool:
    """Whether an element is not shown."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def add_words(walk: Walk, text: str | None) -> None:
    """Take in the text of an element or what follows it."""
    if text:
        walk.words.append(text)


def close_piece(walk: Walk, kind: tuple[str | None, str], aside: bool) -> None:  # noqa: FBT001
    """End a piece where a block begins or ends."""
    text = SPACES.sub(" ", "".join(walk.words)).strip()
    walk.words.clear()
    if text:
        walk.pieces.append(Piece(text, *kind, aside))


def squash(text: str) -> str:
    """A text with nothing but its letters and figures, to compare."""
    return re.sub(r"\W+", "", text).lower()


def label_pieces(pieces: list[Piece], told: Told) -> list[Piece]:
    """Pieces with their kinds: what trafilatura takes for the body is story; the rest is named by element, wording and place."""
    body = squash(told.body)
    in_body = [len(squash(p.text)) >= 12 and squash(p.text) in body for p in pieces]
    story = [i for i, (p, inside) in enumerate(zip(pieces, in_body, strict=True)) if inside and len(p.text.split()) >= 8]
    first, last = (story[0], story[-1]) if story else (len(pieces), len(pieces))
    title_seen = False
    out = []
    for i, piece in enumerate(pieces):
        kind, why = piece_kind(piece, in_body[i], i, (first, last))
        if kind == "title":
            if title_seen or not near_title(piece.text, told.title):
                kind, why = (
                    ("heading", "h1 within the story")
                    if title_seen and first < i < last and in_body[i]
                    else ("boilerplate", "not the headline")
                )
            else:
                title_seen = True
        out.append(Piece(piece.text, kind, why, piece.aside))
    return out


def near_title(text: str, title: str | None) -> bool:
    """Whether an h1 says what the metadata call the title."""
    if not title:
        return len(text.split()) >= 3
    a, b = set(text.lower().split()), set(title.lower().split())
    return len(a & b) >= 0.5 * min(len(a), len(b))


def piece_kind(piece: Piece, inside: bool, i: int, story: tuple[int, int]) -> tuple[str, str]:  # noqa: FBT001
    """The kind of one piece."""
    if piece.kind == "title":
        return "title", piece.why
    wording, why = kind_of_wording(piece.text)
    if piece.kind == "caption" and not piece.aside:
        return "caption", piece.why
    if wording in ("boilerplate", "related", "credit", "byline", "dateline") and len(piece.text.split()) < 40:
        return wording, why
    if piece.kind in ("topics", "byline", "dateline") and not inside and len(piece.text.split()) <= 25:
        return piece.kind, piece.why
    if piece.kind == "deck" and i <= story[0] + 1 and len(piece.text.split()) >= 5:
        return "deck", piece.why
    if inside and not (piece.aside and not story[0] <= i <= story[1]):
        return story_kind(piece, wording)
    return ("related", "outside the body") if piece.aside and len(piece.text.split()) >= 4 else ("boilerplate", "outside the body")


def story_kind(piece: Piece, wording: str | None) -> tuple[str, str]:
    """The kind of a piece within the body."""
    if piece.kind == "heading" and len(piece.text.split()) <= 20:
        letters = [c for c in piece.text if c.isalpha()]
        if letters and all(c.isupper() for c in letters) and len(piece.text.split()) >= 4:
            return "related", "headline in capitals within the story"
        return "heading", piece.why
    if wording == "caption" and len(piece.text.split()) < 70:
        return "caption", "wording"
    letters = [c for c in piece.text if c.isalpha()]
    if letters and all(c.isupper() for c in letters) and 4 <= len(piece.text.split()) <= 25:
        return "related", "headline in capitals within the story"
    return "paragraph", "body"
