"""Page -> Article: puts together what the lines or the markup give with day, outlet, topics and language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.clean.body import body_by_library, find_body, squash
from dragoman.clean.day import Day, day_from_captions, day_from_lines, day_from_place, day_in_address
from dragoman.clean.language import tell_language
from dragoman.clean.lines import MOST_LINES, NO_TOPICS, plain_words
from dragoman.clean.marks import mend_marks
from dragoman.clean.markup import label_pieces
from dragoman.clean.masthead import Aside, asides_of, name_of_outlet, sections_in
from dragoman.clean.metadata import Told, read_metadata
from dragoman.clean.naming import label_asides, label_text
from dragoman.clean.outlet import (
    cut_site,
    domain_of,
    is_known,
    lesser_outlet,
    mirrors_of,
    outlet_of_address,
    outlet_of_name,
    outlet_of_text,
)
from dragoman.clean.parts import with_part
from dragoman.clean.posts import with_posts
from dragoman.clean.repair import repair_marks, resolve_entities
from dragoman.clean.signs import Found, bounds_told, day_by_signs
from dragoman.clean.turns import NO_STAMPS, Stamps, with_turns
from dragoman.clean.walk import LARGEST, Piece, parse_markup, walk_pieces
from dragoman.model import STORY_KINDS, Article, Block, Issue, Outlet, Page

LONGEST = 1_000_000
"""Most characters of a text that are read."""
LONGEST_UPDATE, SHORTEST_UPDATE, BEGINNING, MOST_UPDATES = 400, 12, 40, 500
"""How much of a piece is compared with a turn that linked data tell, in characters, and how many turns are."""


def clean_page(page: Page) -> Article:
    """Make an article of a page; a page without one gives an article without story blocks."""
    article, told, marked = from_markup(page) if page.form == "html" else from_text(page)
    article = with_posts(with_turns(with_facts(article, told), marked.stamps), marked.posts)
    article = with_part(article, told.address or page.url, told.beside)
    language = tell_language(
        " ".join(article.text[b.start : b.end] for b in article.blocks if b.kind in STORY_KINDS) or article.text[:5000]
    )
    return replace(article, language=language)


@dataclass(frozen=True, slots=True)
class Marked:
    """What markup tells of blocks: their times, and which are posts."""

    stamps: Stamps = NO_STAMPS
    posts: tuple[int, ...] = ()


def from_text(page: Page) -> tuple[Article, Told, Marked]:
    """An article out of flattened text; its text is the page's own, with broken marks put right."""
    text = mend(page.content[: 2 * LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    issues = page.issues
    if len(text) > LONGEST:
        text = text[:LONGEST]
        issues = (*issues, Issue("too_long", f"only the first {LONGEST} characters were read"))
    if text.count("\n") > MOST_LINES:
        text = "\n".join(text.split("\n", MOST_LINES)[:MOST_LINES])
        issues = (*issues, Issue("too_long", f"only the first {MOST_LINES} lines were read"))
    blocks = label_text(text)
    return Article(page, text, tuple(blocks), issues=issues), Told(), Marked()


def from_markup(page: Page) -> tuple[Article, Told, Marked]:
    """An article out of HTML; its text is the visible pieces, joined by blank lines."""
    tree = parse_markup(page.content)
    if tree is None:
        return from_text(page)
    told = read_metadata(tree)
    walk = walk_pieces(tree)
    walk.pieces = mended(walk.pieces)
    body = find_body(walk)
    pieces = label_pieces(walk.pieces, told, body.inside if body.sure else body_by_library(tree, walk.pieces))
    named = label_asides([(piece.text, piece.kind or "boilerplate", piece.why) for piece in pieces])
    texts: list[str] = []
    blocks: list[Block] = []
    end = 0
    for piece, (kind, why) in zip(pieces, named, strict=True):
        if end > LONGEST:
            break
        start = end + (2 if texts else 0)
        end = start + len(piece.text)
        texts.append(piece.text)
        blocks.append(Block(kind, start, end, why))
    text = "\n\n".join(texts)
    issues = page.issues
    if len(page.content) > LARGEST or len(text) > LONGEST:
        issues = (*issues, Issue("too_long", f"only the first {LARGEST} characters of markup and {LONGEST} of text were read"))
    return Article(page, text, tuple(blocks), issues=issues), told, marks_of(pieces[: len(blocks)], told)


def marks_of(pieces: Sequence[Piece], told: Told) -> Marked:
    """The times of pieces that elements and linked data tell, and the posts among them."""
    elements = {i: piece.stamp for i, piece in enumerate(pieces) if piece.stamp}
    updates: dict[int, str] = {}
    if told.updates:
        texts = [squash(piece.text[:LONGEST_UPDATE]) for piece in pieces]
        for update in told.updates[:MOST_UPDATES]:
            headline, words = squash(update.headline), squash(update.words)[:BEGINNING]
            place = next((i for i, text in enumerate(texts) if len(text) >= SHORTEST_UPDATE and begins_with(text, headline, words)), None)
            if place is not None:
                updates.setdefault(place, update.stamp)
    return Marked(Stamps(elements, updates, told.live), tuple(piece.post for piece in pieces))


def begins_with(text: str, headline: str, words: str) -> bool:
    """Whether a piece is the headline of a turn or begins with its words (all squashed)."""
    return text == headline or (len(words) >= SHORTEST_UPDATE and text.startswith(words[: len(text)]))


def mended(pieces: list[Piece]) -> list[Piece]:
    """The pieces with broken marks put right; those of which nothing is left are left out."""
    lines = mend("\n".join(piece.text for piece in pieces)).split("\n")
    if len(lines) != len(pieces):  # an entity stood for the end of a line
        lines = [mend(piece.text) for piece in pieces]
    for piece, line in zip(pieces, lines, strict=True):
        if line != piece.text:
            piece.text = line.strip()
            piece.size = len(piece.text.split())
    return [piece for piece in pieces if piece.text]


def mend(text: str) -> str:
    """The text with its marks put right; every line by itself."""
    return mend_marks(resolve_entities(repair_marks(text)))


def with_facts(article: Article, told: Told) -> Article:
    """The article with title, outlet, day, byline, topics and mirrors."""
    blocks = [(b.kind, article.text[b.start : b.end]) for b in article.blocks]
    heads = [text for kind, text in blocks if kind == "title"]
    bylines = [text for kind, text in blocks if kind == "byline"]
    title, site = cut_site(plain_words((heads or [told.title or ""])[0]), [told.site or ""]) if heads or told.title else (None, None)
    outlet = find_outlet(article, told, (title, site), blocks)
    day = find_day(article, told, blocks, outlet.country if outlet else None)
    byline = told.author or next(map(plain_byline, bylines), None)
    asides = asides_of(blocks)
    return replace(
        article, title=title or None, outlet=outlet, byline=byline, mirrors=mirrors_of([line.text for line in asides]),
        topics=find_topics(asides, outlet, told, title), published=day.value, published_from=day.source, published_why=day.why,
        published_confidence=day.confidence,
    )  # fmt: skip


def find_topics(asides: list[Aside], outlet: Outlet | None, told: Told, title: str | None) -> tuple[str, ...]:
    """The sections of a page, each once, without the front page, the site and the headline."""
    topics = list(told.topics)
    for line in asides:
        if line.kind == "topics" or (line.above and line.kind in ("boilerplate", "dateline") and len(line.text) < 160):
            topics += sections_in(line.text, outlet.name if outlet else None, filed=line.kind == "topics")
    others = {name.lower() for name in (told.title, told.site, title) if name}
    unique = {t.lower(): t for t in reversed(topics) if 1 < len(t) < 60 and t.lower() not in others and t.lower() not in NO_TOPICS}
    return tuple(reversed(unique.values()))


def plain_byline(line: str) -> str:
    """A byline without its "by"."""
    return re.sub(r"^(?:written\s+)?by:?\s+", "", line, flags=re.IGNORECASE).strip()


def find_outlet(article: Article, told: Told, headline: tuple[str | None, str | None], blocks: list[tuple[str, str]]) -> Outlet | None:
    """Who publishes the article."""
    page, (title, site) = article.page, headline
    address = page.url or told.address
    domain = domain_of(address)
    if page.outlet:
        return outlet_of_name(page.outlet, domain, "handed over")
    known = outlet_of_address(address)
    if known is not None:
        return known
    if told.site:
        return outlet_of_name(told.site, domain, "metadata")
    named = site or site_of_first_line(article.text, title)
    if named:
        return outlet_of_name(named, domain, "the site's name behind the title")
    asides = asides_of(blocks)
    told_here = lesser_outlet(address) or outlet_of_text(article.text, [line.text for line in asides])
    if told_here is not None:
        return told_here
    name = name_of_outlet(asides, next((text for kind, text in blocks if kind == "paragraph"), ""))
    return outlet_of_name(name, domain, "what the page prints around the story") if name else None


def site_of_first_line(text: str, title: str | None) -> str | None:
    """The site's name at the end of a first line that was the page's title: a known name, or what follows the headline there."""
    first = text.lstrip().split("\n", 1)[0]
    head, site = cut_site(first, []) if len(first) < 250 else (first, None)
    return site if site is not None and (is_known(site) or head == title) else None


def find_day(article: Article, told: Told, blocks: list[tuple[str, str]], country: str | None = None) -> Day:
    """The day of publication, how it was found, and how sure it is; ``country`` is the outlet's, by its code of three letters."""
    page = article.page
    if page.published:
        return Day(page.published, "argument", "handed over with the page", 1.0)
    if told.day:
        return Day(told.day[:10], "metadata", "the page's metadata", 0.99)
    address = page.url or told.address
    day = day_in_address(address)
    if day is not None:
        return Day(day.isoformat(), "metadata", "the page's address", 0.97)
    found = day_from_lines(blocks)
    if found is not None:
        return Day(found[0].isoformat(), "text", found[1], 0.85 if "update" in found[1] else 0.98)
    return day_of_story(Found(blocks, address, page.captured, country))


def day_of_story(found: Found) -> Day:
    """The day of publication as the story itself and what stands beside it tell it, or none and what is known of it."""
    paragraphs = found.texts("paragraph")
    day = day_from_place(paragraphs)
    if day is not None:
        return Day(day.isoformat(), "text", "the place and day with which the story begins", 0.97)
    told = day_by_signs(found)
    if told is not None:
        return told
    dated = day_from_captions(found.texts("caption"), " ".join(paragraphs)[:20_000])
    if dated is not None:
        return Day(dated[0].isoformat(), "text", dated[1], 0.8)
    return Day(None, None, f"no day was found on the page{bounds_told(found)}")
