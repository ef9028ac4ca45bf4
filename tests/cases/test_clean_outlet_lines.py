"""Short lines of a story's own container in HTML, and decks without an end."""

from dragoman.clean import clean_page
from dragoman.intake import Given, read_bytes
from dragoman.model import Article

PROSE = "The harbour office of Norvik said on Monday that the ferry had sailed again after nine days."


def read(body: str) -> dict[str, str]:
    """The kind of each block of a page with this body, by its text."""
    title = "Ferries sail again from Norvik"
    page = f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1>{body}</div></body></html>"
    article: Article = clean_page(read_bytes(page.encode(), Given()))
    return {article.text[b.start : b.end]: b.kind for b in article.blocks}


def test_a_short_paragraph_of_the_story_is_kept() -> None:
    kinds = read(f"<p>{PROSE}</p><p>{PROSE} Twice.</p><p>Nobody waved</p><p>{PROSE} Thrice.</p><p>{PROSE} Again.</p>")
    assert kinds["Nobody waved"] in ("paragraph", "heading")


def test_a_short_link_in_the_story_is_not_kept() -> None:
    kinds = read(f"<p>{PROSE}</p><p>{PROSE} Twice.</p><p><a href='/x'>Ferry tables</a></p><p>{PROSE} Thrice.</p><p>{PROSE} Again.</p>")
    assert kinds["Ferry tables"] not in ("paragraph", "heading", "quote")
