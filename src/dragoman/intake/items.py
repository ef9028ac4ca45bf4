"""Items of feeds and sitemaps: what is told of a page somewhere else, and the page that is made of it without asking for that one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from urllib.parse import urlsplit

from dragoman.intake.pages import Given, read_bytes
from dragoman.model import Issue, Page

ENOUGH = 1500
"""So many characters of an item's text are taken for the whole story where the feed does not say whether they are."""

MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed or sitemap; ``body`` is HTML, ``is_whole`` whether it is the story rather than a summary.

    ``published`` and ``updated`` are days, as the publisher writes them, in the publisher's own time zone.
    """

    url: str | None = None
    title: str | None = None
    body: str = ""
    is_whole: bool = False
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    site: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def day(self) -> str | None:
        """The day of publication, else that of the last change."""
        return self.published or self.updated

    @property
    def says(self) -> bool:
        """Whether there is anything to read in it."""
        return bool(self.title or self.body)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap holds: its items, and for an index the addresses of further sitemaps."""

    kind: str
    items: Iterator[Item]
    more: tuple[str, ...] = ()


def page_of(item: Item, told: Given) -> Page:
    """The page that an item makes: HTML with what the feed tells of it in its head. What the user told holds where the item is silent."""
    text_only = not item.body
    excerpt = "only its headline" if text_only else "only the summary that the feed gives"
    source = item.url or f"{told.source or 'feed'}: {item.title or 'an item'}"
    given = replace(told, url=item.url or told.url, published=None if item.day else told.published, source=source[:MOST_WORDS])
    page = read_bytes(html_of(item).encode("utf-8", "replace"), given)
    issue = () if item.is_whole else (Issue("excerpt", f"{excerpt} was read, not the page itself; --fetch asks for that"),)
    return replace(page, form="html", issues=(*page.issues, *issue))


def html_of(item: Item) -> str:
    """An item as a page of HTML, the same for the same item."""
    metas = [
        ("og:title", item.title),
        ("article:published_time", item.day),
        ("author", item.author),
        ("og:site_name", item.site),
        *(("article:section", tag) for tag in item.tags),
    ]
    head = "".join(f'<meta property="{name}" content="{escape(words)}">\n' for name, words in metas if words)
    link = f'<link rel="canonical" href="{escape(item.url)}">\n' if item.url else ""
    language = f' lang="{escape(item.language)}"' if item.language else ""
    title = f"<h1>{escape(item.title)}</h1>\n" if item.title else ""
    return (
        f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n<title>{escape(item.title or "")}</title>\n'
        f"{link}{head}</head>\n"
        f"<body>\n<article>\n{title}{item.body}\n</article>\n</body>\n</html>\n"
    )


def html_of_text(text: str) -> str:
    """Plain text as paragraphs of HTML."""
    return "\n".join(f"<p>{escape(piece.strip())}</p>" for piece in text.split("\n") if piece.strip())


def web_address(value: object) -> str | None:
    """An address on the web, or None for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme.lower() in ("http", "https") and parts.hostname and len(text) < 4000 else None


def words_of(value: object) -> str | None:
    """A short text without markup, entities and line breaks, or None."""
    if not isinstance(value, str):
        return None
    return " ".join(unescape(value).split())[:MOST_WORDS] or None
