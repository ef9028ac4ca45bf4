"""HTML into blocks: the page's own elements in order, each with a kind, and what its metadata say.

trafilatura finds the body of the article and the metadata; the walk over the elements adds what it leaves out (captions, sections, bylines,
the lines around the story) in their order on the page.
"""

import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.settings import Document

from dragoman.clean.lines import is_ended, is_sentence, kind_of_wording
from dragoman.clean.metadata import Told
from dragoman.lexicon import load_yaml

LARGEST = 3_000_000
LONGEST_LABEL = 900
DEEPEST = 20_000
CONTAINERS = frozenset(
    ("div", "section", "article", "main", "aside", "ul", "ol", "blockquote", "td", "body", "header", "footer", "nav", "form")
)
ELEMENTS = {kind: frozenset(names.split()) for kind, names in load_yaml("clean_elements").items()}
SKIPPED, BLOCKS = ELEMENTS["skipped"], ELEMENTS["blocks"]
UNREAD = ("script", "style", "noscript", "template", "svg", "iframe", "canvas", "select", "option", "button", "textarea", "object", "math")
FRAMES = frozenset(("header", "footer", "nav"))
APART = frozenset(("caption", "byline", "dateline", "deck"))
LONGEST_PULLED = 45
QUOTED = re.compile(r"^[“\"„«‘'][^“”\"„«»]+[”\"“»’'](?:\s*[–—-].{2,60})?$")
PULLED_END = re.compile(r"\s*[–—-]{1,2}\s*[^–—]{2,60}$")
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


CLASSES = (("caption", CAPTION_CLASS), ("topics", TOPIC_CLASS), ("byline", BYLINE_CLASS), ("deck", DECK_CLASS), ("dateline", DATE_CLASS))
LONGEST_DATE_NAME = 80
OTHERS_CLASS = re.compile(r"related|recommend|read-?more|also-?like|most-?(read|popular)|trending|teaser", re.IGNORECASE)
VIDEO_CLASS = re.compile(r"\bvideo\b|video-(ct|player|container|embed)|jw-?player", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """A stretch of visible text with the kind that its element gives it, if any; ``place`` tells pieces of one container from others,
    ``others`` that the container is called after other stories."""

    text: str
    kind: str | None
    why: str
    aside: bool = False
    tag: str = ""
    place: int = 0
    others: bool = False


@dataclass(slots=True)
class Walk:
    """The state of a walk over elements."""

    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    place: int = 0


def parse_markup(content: str) -> etree._Element | None:
    """The tree of a page, cut at LARGEST characters, or None where there is nothing in it."""
    try:
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", content[:LARGEST]))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def find_body(tree: etree._Element, address: str | None) -> str:
    """The body of the article as trafilatura finds it; the tree stays as it is."""
    bare = deepcopy(tree)
    etree.strip_elements(bare, *UNREAD, with_tail=False)
    found = trafilatura.bare_extraction(
        bare, url=address, fast=True, include_comments=False, include_tables=False, with_metadata=False, favor_recall=True
    )
    return (found.text or "") if isinstance(found, Document) else ""


def element_kind(element: etree._Element) -> tuple[str | None, str]:
    """The kind of block that an element's name or class says it holds."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == "h1":
        return "title", "h1"
    if tag == "figcaption":
        return "caption", tag
    name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''} {element.get('aria-label') or ''}"[:300]
    kind = kind_of_name(name)
    if kind is not None and (kind != "dateline" or len(name) < LONGEST_DATE_NAME):
        return kind, "class"
    if tag == "time":
        return "dateline", "class"
    return ("heading", tag) if tag in ("h2", "h3", "h4") else (None, "")


@lru_cache(maxsize=4096)
def kind_of_name(name: str) -> str | None:
    """The kind of block that a class or id speaks of."""
    return next((kind for kind, pattern in CLASSES if pattern.search(name)), None)


def is_aside(element: etree._Element) -> bool:
    """Whether an element's name or class says that it is not the article."""
    if element.tag in ("nav", "aside", "footer", "form"):
        return True
    return element.tag not in ("body", "html", "main", "article") and names_aside(name_of(element))


def name_of(element: etree._Element) -> str:
    """The class and the id of an element, as far as they are looked at."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]


@lru_cache(maxsize=4096)
def names_aside(name: str) -> bool:
    """Whether a class or id speaks of something beside the article."""
    return ASIDE_CLASS.search(name) is not None


@lru_cache(maxsize=4096)
def names_others(name: str) -> bool:
    """Whether a class or id speaks of other stories."""
    return OTHERS_CLASS.search(name) is not None


@lru_cache(maxsize=4096)
def names_video(name: str) -> bool:
    """Whether a class or id speaks of a film."""
    return VIDEO_CLASS.search(name) is not None


def walk_pieces(tree: etree._Element) -> list[Piece]:
    """The visible pieces of text of a page in order; without recursion, so that depth cannot hurt."""
    walk = Walk()
    outermost = Piece("", None, "")
    stack: list[tuple[etree._Element, Piece, str]] = [(tree, outermost, "enter")]
    while stack:
        element, within, moment = stack.pop()
        if moment != "enter":
            if moment == "end":
                close_piece(walk, within)
            add_words(walk, element.tail)
            continue
        if not isinstance(element.tag, str) or element.tag in SKIPPED or hidden(element):
            add_words(walk, element.tail)
            continue
        here = enter(element, within, len(stack))
        apart = element.tag in BLOCKS or is_label(element, here, within) or is_item(element)
        if apart:
            close_piece(walk, within)
            walk.place += 1
            if element.tag in CONTAINERS:
                here.place = walk.place
        add_words(walk, element.text)
        stack.append((element, here, "end" if apart else "leave"))
        stack.extend((child, here, "enter") for child in reversed(element))
    close_piece(walk, outermost)
    return walk.pieces


def enter(element: etree._Element, within: Piece, depth: int) -> Piece:
    """What is known of the text in an element: what its own name and class say, and what it stands in."""
    kind, why = (None, "") if depth > DEEPEST else element_kind(element)
    if kind is not None and kind != "heading" and not is_short(element):
        kind = None
    if kind is None or within.kind not in (None, "heading"):
        kind, why = within.kind, within.why
    tag = element.tag if element.tag in BLOCKS else within.tag
    aside = within.aside or is_aside(element) or is_video(element)
    return Piece("", kind, why, aside, tag, within.place, within.others or (aside and names_others(name_of(element))))


def is_label(element: etree._Element, here: Piece, within: Piece) -> bool:
    """Whether an element within a line is a section's name of its own: the first of them, or each link among them."""
    if here.kind == "topics":
        return within.kind != "topics" or element.tag == "a"
    parent = element.getparent()
    return here.kind in APART and within.kind is None and parent is not None and parent.tag in CONTAINERS


def is_item(element: etree._Element) -> bool:
    """Whether an element is one of several in the head, foot or menu of a page with nothing but space between them."""
    parent = element.getparent()
    if parent is None or parent.tag not in FRAMES or (parent.text or "").strip():
        return False
    before = element.getprevious()
    return not (element.tail or "").strip() and (before is None or not (before.tail or "").strip())


def is_video(element: etree._Element) -> bool:
    """Whether an element holds a film with its own words, and nothing more."""
    return names_video(name_of(element)) and is_short(element)


def is_short(element: etree._Element) -> bool:
    """Whether an element holds no more text than a caption or byline would."""
    length = 0
    for count, inner in enumerate(element.iter()):
        length += len(inner.text or "") + len(inner.tail or "")
        if length > LONGEST_LABEL or count > LONGEST_LABEL // 3:
            return False
    return True


def hidden(element: etree._Element) -> bool:
    """Whether an element is not shown."""
    style = element.get("style")
    return (style is not None and "display:none" in style.replace(" ", "").lower()) or element.get("hidden") is not None


def add_words(walk: Walk, text: str | None) -> None:
    """Take in the text of an element or what follows it."""
    if text:
        walk.words.append(text)


def close_piece(walk: Walk, within: Piece) -> None:
    """End a piece where a block begins or ends."""
    if not walk.words:
        return
    text = " ".join("".join(walk.words).replace("\u200b", " ").split())
    walk.words.clear()
    if text:
        walk.pieces.append(replace(within, text=text))


def squash(text: str) -> str:
    """A text with nothing but its letters and figures, to compare."""
    return re.sub(r"\W+", "", text).lower()


def label_pieces(pieces: list[Piece], told: Told, body: str) -> list[Piece]:
    """Pieces with their kinds: what trafilatura takes for the body is story; the rest is named by element, wording and place."""
    squashed = squash(body)
    in_body = [len(squash(p.text)) >= 12 and squash(p.text) in squashed for p in pieces]
    fill_body(pieces, in_body)
    fill_headings(pieces, in_body)
    story = [i for i, (p, inside) in enumerate(zip(pieces, in_body, strict=True)) if inside and len(p.text.split()) >= 8]
    first, last = (story[0], story[-1]) if story else (len(pieces), len(pieces))
    out = [Piece(p.text, *piece_kind(p, in_body[i], i, (first, last)), p.aside, p.tag, p.place, p.others) for i, p in enumerate(pieces)]
    name_headline(out, told, first)
    name_summary(out, first)
    name_headings(out)
    name_quotes(out)
    return out


def fill_body(pieces: list[Piece], in_body: list[bool]) -> None:
    """Take in sentences that were left out of the body, though they are paragraphs in a container that holds most of its text there."""
    inside: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for piece, known in zip(pieces, in_body, strict=True):
        if piece.tag == "p" and not piece.aside and piece.kind is None:
            total[piece.place] += len(piece.text)
            inside[piece.place] += len(piece.text) * known
    known_at = [i for i, known in enumerate(in_body) if known]
    if not known_at:
        return
    for i, piece in enumerate(pieces):
        if in_body[i] or piece.tag != "p" or piece.kind is not None or not is_sentence(piece.text):
            continue
        shared = inside[piece.place] * 3 >= total[piece.place] > 0 and inside[piece.place] >= 300
        between = known_at[0] < i < known_at[-1] and not piece.aside and len(piece.text.split()) >= 12
        in_body[i] = shared or between


def fill_headings(pieces: list[Piece], in_body: list[bool]) -> None:
    """Take in headings right above a piece of the body, with body above them, that were left out."""
    begun = False
    for i, piece in enumerate(pieces):
        begun = begun or (in_body[i] and len(piece.text.split()) >= 8)
        if piece.kind == "heading" and begun and not in_body[i] and not piece.aside and i + 1 < len(pieces):
            in_body[i] = in_body[i + 1] and len(pieces[i + 1].text.split()) >= 8 and pieces[i + 1].kind is None


def name_headline(pieces: list[Piece], told: Told, first: int) -> None:
    """Find the one headline: an h1 or a line that says what the metadata call the title; others are none, or headings within the story."""
    wanted = squash(told.title or "")
    heads = [i for i, p in enumerate(pieces) if p.kind == "title" and near_title(p.text, told.title)]
    same = [i for i, p in enumerate(pieces[: first + 1]) if wanted and len(p.text) >= 12 and squash(p.text) == wanted]
    title = next(iter(heads or same), None)
    for i, piece in enumerate(pieces):
        if i == title:
            piece.kind, piece.why = "title", piece.why if piece.kind == "title" else "what the metadata call the title"
        elif piece.kind == "title" or (wanted and piece.kind in ("paragraph", "heading") and squash(piece.text) == wanted):
            inner = title is not None and i > first and near_story(pieces, i)
            piece.kind, piece.why = ("heading", "h1 within the story") if inner else ("boilerplate", "not the headline")


def name_quotes(pieces: list[Piece]) -> None:
    """Name words set apart that the story itself says, or that stand in quotation marks whole, as pull quotes."""
    said = [squash(piece.text) for piece in pieces if piece.kind == "paragraph" and piece.tag != "blockquote"]
    for piece in pieces:
        if piece.kind != "paragraph" or piece.tag != "blockquote" or len(piece.text.split()) > LONGEST_PULLED:
            continue
        words = squash(PULLED_END.sub("", piece.text))
        if QUOTED.match(piece.text) or any(words in other for other in said):
            piece.kind, piece.why = "quote", "words set apart"


def near_story(pieces: list[Piece], i: int) -> bool:
    """Whether the next piece is a paragraph of the story."""
    return i + 1 < len(pieces) and pieces[i + 1].kind == "paragraph" and squash(pieces[i].text) not in squash(pieces[i + 1].text)


def name_summary(pieces: list[Piece], first: int) -> None:
    """Name a sentence between headline and story as the deck."""
    title = next((i for i, p in enumerate(pieces) if p.kind == "title"), None)
    if title is None or first >= len(pieces):
        return
    for piece in pieces[title + 1 : first]:
        if piece.kind in ("boilerplate", "related") and not piece.aside and is_sentence(piece.text) and len(piece.text.split()) >= 10:
            piece.kind, piece.why = "deck", "a sentence between headline and story"
            return


def name_headings(pieces: list[Piece]) -> None:
    """A heading stands above a paragraph: those in a run of headings, or with nothing of the story below them, head other things."""
    below = ""
    for piece in reversed(pieces):
        if piece.kind == "heading":
            if below != "paragraph":
                piece.kind, piece.why = "related", "a heading without a paragraph"
            below = "heading"
        elif piece.kind in ("paragraph", "quote"):
            below = "paragraph"
        elif piece.kind in ("related", "topics", "title") and len(piece.text.split()) >= 4:
            below = "" if below != "paragraph" else below


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
        return ("caption", piece.why) if len(piece.text.split()) >= 3 else ("credit", "a caption of a word or two")
    if wording == "caption" and not piece.aside and story[0] - 6 <= i <= story[1] and len(piece.text.split()) < 70:
        return "caption", why
    if wording in ("boilerplate", "related", "credit", "byline", "dateline") and len(piece.text.split()) < 40:
        return wording, why
    if piece.kind in ("topics", "byline", "dateline") and not inside and len(piece.text.split()) <= 25:
        return (piece.kind, piece.why) if fits_label(piece) else ("boilerplate", f"no {piece.kind}")
    if piece.kind == "deck" and i <= story[0] + 1 and len(piece.text.split()) >= 5:
        return "deck", piece.why
    if inside and (not piece.aside or (story[0] <= i <= story[1] and is_sentence(piece.text))):
        return story_kind(piece, wording)
    if piece.aside and len(piece.text.split()) >= 4:
        return "related", "among other stories" if piece.others else "outside the body"
    return "boilerplate", "outside the body"


def fits_label(piece: Piece) -> bool:
    """Whether the text of a label is one: a byline names somebody, a date line has figures."""
    if piece.kind == "byline":
        return len(piece.text.split()) >= 2 and any(c.isupper() for c in piece.text) and not piece.text.endswith((":", "?"))
    return piece.kind != "dateline" or any(c.isdigit() for c in piece.text)


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
    if len(piece.text.split()) <= 4 and piece.tag != "li" and not is_ended(piece.text):
        return "boilerplate", "a stray piece within the body"
    return "paragraph", "body"
