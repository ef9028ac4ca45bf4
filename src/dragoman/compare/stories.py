"""Stories: what of a page is compared with other pages."""

from dataclasses import dataclass, field

from dragoman.model import Article, Span

COMPARED = ("paragraph", "quote", "deck")
"""Kinds of blocks whose words are the story's own; headlines, captions and cross-headings are often written anew."""

SAYS_WHENCE = ("byline", "dateline", "credit", "boilerplate", "topics")
"""Kinds of blocks that may say from where a story comes."""


@dataclass(frozen=True, slots=True)
class Story:
    """A page as it is compared: its text, the spans of its paragraphs, its day (EDTF), who publishes it, and the lines around the story."""

    page: str
    text: str = field(repr=False)
    paragraphs: tuple[Span, ...]
    published: str | None = None
    outlet: str | None = None
    domain: str | None = None
    title: str | None = None
    asides: tuple[str, ...] = ()


def story_of(article: Article) -> Story:
    """The story of a page that was read."""
    outlet = article.outlet
    return Story(
        page=article.page.id,
        text=article.text,
        paragraphs=tuple((b.start, b.end) for b in article.blocks if b.kind in COMPARED),
        published=article.published,
        outlet=outlet.name if outlet else None,
        domain=outlet.domain if outlet else None,
        title=article.title,
        asides=tuple(article.text[b.start : b.end] for b in article.blocks if b.kind in SAYS_WHENCE),
    )
