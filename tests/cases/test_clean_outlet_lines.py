"""Short lines of a story's own container in HTML, decks without an end, and lines beside stories as outlets print them."""

from collections import Counter
from pathlib import Path

from dragoman.clean import clean_page
from dragoman.clean.markup import fill_gaps
from dragoman.clean.walk import Piece
from dragoman.intake import Given, read_bytes
from dragoman.model import Article

KINDS = {
    "T": "title", "D": "deck", "H": "heading", "P": "paragraph", "Q": "quote", "C": "caption", "S": "topics", "B": "byline",
    "L": "dateline", "R": "credit", "X": "related", "O": "boilerplate",
}  # fmt: skip
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


def test_a_line_without_an_end_between_headline_and_story_is_the_deck() -> None:
    deck = "Norvik's harbour office ends a quarrel of nine days with Ostmark"
    kinds = read(f"<p>{deck}</p><p>{PROSE}</p><p>{PROSE} Twice.</p><p>{PROSE} Thrice.</p>")
    assert kinds[deck] == "deck"
    assert kinds[PROSE] == "paragraph"


def test_gaps_in_a_container_that_is_mostly_body_are_filled() -> None:
    def pieces(place: int) -> list[Piece]:
        return [Piece(PROSE, None, "", place=1), Piece("two onions", None, "", place=place), Piece(PROSE * 3, None, "", place=1)]

    for place, taken in ((1, True), (2, False)):
        in_body = [True, False, True]
        fill_gaps(pieces(place), in_body)
        assert in_body == [True, taken, True]
    linked = [Piece(PROSE * 2, None, "", place=1), Piece("two onions", None, "", place=1, linked=10), Piece(PROSE * 2, None, "", place=1)]
    in_body = [True, False, True]
    fill_gaps(linked, in_body)
    assert in_body == [True, False, True]


def outlet_pages() -> list[list[tuple[str, str]]]:
    """The pages of outlet_lines.txt, each as kinds and lines."""
    pages: list[list[tuple[str, str]]] = [[]]
    for line in (Path(__file__).parent / "outlet_lines.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            pages.append([])
        elif not line.startswith("#"):
            pages[-1].append((KINDS[line[0]], line[2:]))
    return [page for page in pages if page]


def test_lines_of_outlets_have_their_kinds() -> None:
    right, told, wanted = Counter[str](), Counter[str](), Counter[str]()
    for page in outlet_pages():
        text, at = "\n".join(line for _, line in page), 0
        blocks = clean_page(read_bytes(text.encode(), Given())).blocks
        for kind, line in page:
            shared = Counter[str]()
            for block in blocks:
                shared[block.kind] += max(0, min(at + len(line), block.end) - max(at, block.start))
            found = shared.most_common(1)[0][0]
            told[found] += 1
            wanted[kind] += 1
            right[kind] += found == kind
            at += len(line) + 1
    f1 = {kind: 2 * right[kind] / (told[kind] + wanted[kind]) for kind in wanted}
    assert sum(f1.values()) / len(f1) > 0.79, f1
    assert min(f1[kind] for kind in ("title", "paragraph", "deck", "byline", "topics")) > 0.75, f1
