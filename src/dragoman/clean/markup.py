"""Pieces of HTML into blocks: each with the kind that its element, its place and its wording give it."""

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.clean.body import squash
from dragoman.clean.lines import is_ended, is_sentence, is_teaser, kind_of_wording, part_of
from dragoman.clean.metadata import Told
from dragoman.clean.walk import Piece

STORY = ("paragraph", "heading", "quote")
LONGEST_PULLED = 45
QUOTED = re.compile(r"^[“\"„«‘'][^“”\"„«»]+[”\"“»’'](?:\s*[–—-].{2,60})?$")
PULLED_END = re.compile(r"\s*[–—-]{1,2}\s*[^–—]{2,60}$")
IN_MENU = "a word or two beside the story"
MOST_NAMES, LONGEST_NAME = 8, 4
"""How many names a row has at most, and how many words a name."""
ROW_BREAKS = re.compile(r"[\d.!?:;,\"“”]")
HOUR_AND_WORDS = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[A-Za-z.]{2,4})?\s*[–—|:,-]\s*\S{2,}(?:\s+\S+)+$")
"""The heading of a turn: an hour and words."""
DECK_WORDS = range(5, 31)
"""How many words a line between headline and story has that is its deck."""
ASKED = frozenset(("invitation", "consent", "browser", "share line"))
"""What lines are for that ask something of who reads them."""
ASKING = re.compile(
    r"\b(?:you|your|yours|our|ours|us|we|my|me|here|please|click|tap|sign up|subscribe|register|follow|download|join|share|read more)\b",
    re.IGNORECASE,
)
SHORTEST_TOLD = 12
STRAY = "a stray piece within the body"
LEAST_HELD, FEWEST_HELD = 300, 2
"""Characters of the body, and paragraphs of it, that a container holds from which on short lines in it are of the body too."""
WHOLE_LINK, LONGEST_CARD, FEWEST_CARDS = 0.7, 60, 3
"""The share of a line in links from which on it is one; most words of a card (a linked headline and a few words); how many make a list."""
NEAR = 40
"""How many pieces above and below the story have their wording looked at."""


def label_pieces(pieces: list[Piece], told: Told, inside: Sequence[bool]) -> list[Piece]:
    """Pieces with their kinds: what stands in the body is story; the rest is named by element, wording and place."""
    in_body = list(inside)
    fill_body(pieces, in_body)
    fill_headings(pieces, in_body)
    fill_gaps(pieces, in_body)
    story = [i for i, (p, known) in enumerate(zip(pieces, in_body, strict=True)) if known and p.size >= 8]
    first, last = (story[0], story[-1]) if story else (len(pieces), len(pieces))
    kinds = [piece_kind(p, in_body[i], i, (first, last)) for i, p in enumerate(pieces)]
    for piece, (kind, why) in zip(pieces, kinds, strict=True):
        piece.kind, piece.why = kind, why
    name_headline(pieces, told, first)
    name_summary(pieces, first)
    keep_short_lines(pieces, (first, last))
    name_headings(pieces)
    name_quotes(pieces)
    name_cards(pieces)
    return pieces


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
        between = known_at[0] < i < known_at[-1] and not piece.aside and piece.size >= 12
        in_body[i] = shared or between


def fill_headings(pieces: list[Piece], in_body: list[bool]) -> None:
    """Take in headings right above a piece of the body, with body above them, that were left out."""
    begun = False
    for i, piece in enumerate(pieces):
        begun = begun or (in_body[i] and piece.size >= 8)
        if piece.kind == "heading" and begun and not in_body[i] and not piece.aside and i + 1 < len(pieces):
            in_body[i] = in_body[i + 1] and pieces[i + 1].size >= 8 and pieces[i + 1].kind is None


def fill_gaps(pieces: list[Piece], in_body: list[bool]) -> None:
    """Take in what was left out between two pieces of the body in their own container, if most of that container's text is in the body.

    A library that looks for prose leaves out lines of a poem, what a recipe needs, and headings of a word.
    """
    inside: Counter[int] = Counter()
    total: Counter[int] = Counter()
    ends: dict[int, tuple[int, int]] = {}
    for i, (piece, known) in enumerate(zip(pieces, in_body, strict=True)):
        if not piece.aside:
            total[piece.place] += len(piece.text)
        if known:
            inside[piece.place] += len(piece.text)
            ends[piece.place] = (ends.get(piece.place, (i, i))[0], i)
    held = {place: ends[place] for place, size in inside.items() if size >= LEAST_HELD and size * 2 >= total[place]}
    for i, piece in enumerate(pieces):
        first, last = held.get(piece.place, (0, 0))
        if first <= i < last and not piece.aside and not piece.linked and piece.kind in (None, "heading"):
            in_body[i] = True


def keep_short_lines(pieces: list[Piece], story: tuple[int, int]) -> None:
    """Keep short lines that are paragraphs of the story's own container and no links: verse, lists, headings without mark."""
    held = Counter(piece.place for piece in pieces if piece.kind == "paragraph" and piece.size >= 8)
    for i in range(story[0] + 1, min(story[1], len(pieces))):
        piece = pieces[i]
        if piece.why == STRAY and piece.tag == "p" and not piece.linked and held[piece.place] >= FEWEST_HELD:
            piece.kind, piece.why = "paragraph", "a short line of the story"


def name_headline(pieces: list[Piece], told: Told, first: int) -> None:
    """Find the one headline: an h1 or a line that says what the metadata call the title; others are none, or headings within the story."""
    wanted = squash(told.title or "")
    heads = [i for i, p in enumerate(pieces) if p.kind == "title" and near_title(p.text, told.title)]
    same = [i for i, p in enumerate(pieces[: first + 1]) if len(p.text) >= 12 and says(p.text, wanted)]
    title = next(iter(heads or same), None)
    for i, piece in enumerate(pieces):
        if i == title:
            piece.kind, piece.why = "title", piece.why if piece.kind == "title" else "what the metadata call the title"
        elif piece.kind == "title" or (piece.kind in ("paragraph", "heading") and says(piece.text, wanted)):
            inner = title is not None and i > first and near_story(pieces, i)
            piece.kind, piece.why = ("heading", "h1 within the story") if inner else ("boilerplate", "not the headline")


def says(text: str, wanted: str) -> bool:
    """Whether a text has the letters and figures of ``wanted`` (squashed) and no others."""
    return bool(wanted) and len(wanted) <= len(text) < 2 * len(wanted) + 20 and squash(text) == wanted


def name_quotes(pieces: list[Piece]) -> None:
    """Name words set apart that the story itself says, or that stand in quotation marks whole, as pull quotes."""
    if not any(piece.tag == "blockquote" for piece in pieces):
        return
    said = [squash(piece.text) for piece in pieces if piece.kind == "paragraph" and piece.tag != "blockquote"]
    for piece in pieces:
        if piece.kind != "paragraph" or piece.tag != "blockquote" or piece.size > LONGEST_PULLED:
            continue
        words = squash(PULLED_END.sub("", piece.text))
        if QUOTED.match(piece.text) or any(words in other for other in said):
            piece.kind, piece.why = "quote", "words set apart"


def name_cards(pieces: list[Piece]) -> None:
    """Name the cards of other stories below the story: small containers, several of them, each with a line that is a link or has one.

    The story is the container that holds most of the body; where none holds half of it, nothing is named.
    """
    held: Counter[int] = Counter()
    for piece in pieces:
        if piece.kind == "paragraph":
            held[piece.place] += piece.size
    if not held or max(held.values()) * 2 < held.total():
        return
    story = max(held, key=lambda place: held[place])
    last = max(i for i, piece in enumerate(pieces) if piece.place == story and piece.kind == "paragraph")
    cards: list[list[int]] = []
    for i in range(last + 1, len(pieces)):
        if pieces[i].kind in STORY:
            if cards and pieces[cards[-1][-1]].place == pieces[i].place:
                cards[-1].append(i)
            else:
                cards.append([i])
    cards = [card for card in cards if is_card(pieces, card)]
    if len(cards) >= FEWEST_CARDS:
        for i in (i for card in cards for i in card):
            pieces[i].kind, pieces[i].why = "related", "a card of another story"


def is_card(pieces: list[Piece], card: list[int]) -> bool:
    """Whether the pieces of a small container are a card of another story: one of them, or the one right above, is a link or has one."""
    linked = any(pieces[i].linked for i in card) or pieces[card[0] - 1].linked > WHOLE_LINK * len(pieces[card[0] - 1].text)
    return linked and sum(pieces[i].size for i in card) <= LONGEST_CARD


def near_story(pieces: list[Piece], i: int) -> bool:
    """Whether the next piece is a paragraph of the story."""
    return i + 1 < len(pieces) and pieces[i + 1].kind == "paragraph" and squash(pieces[i].text) not in squash(pieces[i + 1].text)


def name_summary(pieces: list[Piece], first: int) -> None:
    """Name a sentence between headline and story as the deck."""
    title = next((i for i, p in enumerate(pieces) if p.kind == "title"), None)
    if title is None or first >= len(pieces):
        return
    for piece in pieces[title + 1 : first]:
        if piece.kind in ("boilerplate", "related") and not piece.aside and is_sentence(piece.text) and piece.size >= 10:
            piece.kind, piece.why = "deck", "a sentence between headline and story"
            return
    for piece in pieces[title + 1 : first + 1]:
        if piece.why == "body" and piece.kind == "paragraph" and piece.size in DECK_WORDS and not piece.linked and not is_ended(piece.text):
            piece.kind, piece.why = "deck", "a line without an end between headline and story"
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
        elif piece.kind in ("related", "topics", "title") and piece.size >= 4:
            below = "" if below != "paragraph" else below


def near_title(text: str, title: str | None) -> bool:
    """Whether an h1 says what the metadata call the title."""
    if not title:
        return len(text.split()) >= 3
    a, b = set(text.lower().split()), set(title.lower().split())
    return len(a & b) >= 0.5 * min(len(a), len(b))


def piece_kind(piece: Piece, inside: bool, i: int, story: tuple[int, int]) -> tuple[str, str]:  # noqa: FBT001
    """The kind of one piece."""
    if piece.kind == "title" or (inside and piece.kind == "heading" and HOUR_AND_WORDS.match(piece.text)):
        return piece.kind, piece.why
    words, near = piece.size, inside or story[0] - NEAR <= i <= story[1] + NEAR or piece.kind is not None
    wording, why = kind_of_wording(piece.text) if near else (None, "")
    if piece.kind == "caption" and not piece.aside:
        return ("caption", piece.why) if words >= 3 else ("credit", "a caption of a word or two")
    if wording == "caption" and not piece.aside and story[0] - 6 <= i <= story[1] and words < 70:
        return "caption", why
    if wording in ("boilerplate", "related", "credit", "byline", "dateline") and words < 40 and not (inside and tells_of_others(piece)):
        return wording, IN_MENU if piece.aside and wording == "boilerplate" and words < 4 else why
    if piece.kind in ("topics", "byline", "dateline") and not inside and words <= 25:
        return (piece.kind, piece.why) if fits_label(piece) else ("boilerplate", f"no {piece.kind}")
    if piece.kind == "deck" and i <= story[0] + 1 and words >= 5:
        return "deck", piece.why
    if inside and (not piece.aside or (story[0] <= i <= story[1] and is_sentence(piece.text))):
        return story_kind(piece, wording)
    return outer_kind(piece, below=i > story[1])


def tells_of_others(piece: Piece) -> bool:
    """Whether a sentence within the body only has words of invitations or consent in it, and asks nothing of who reads it."""
    if piece.tag != "p" or piece.size < SHORTEST_TOLD or not is_ended(piece.text) or ASKING.search(piece.text):
        return False
    return part_of(piece.text) in ASKED


def outer_kind(piece: Piece, *, below: bool) -> tuple[str, str]:
    """The kind of a piece outside the body of which neither element nor wording tells more."""
    if below and is_teaser(piece.text):
        return "related", "worded as another story"
    if piece.aside and piece.size >= 4:
        return "related", "among other stories" if piece.others else "outside the body"
    return "boilerplate", IN_MENU if piece.aside else "outside the body"


def fits_label(piece: Piece) -> bool:
    """Whether the text of a label is one: a byline names somebody, a date line has figures."""
    if piece.kind == "byline":
        return piece.size >= 2 and any(c.isupper() for c in piece.text) and not piece.text.endswith((":", "?"))
    return piece.kind != "dateline" or any(c.isdigit() for c in piece.text)


def is_row(text: str) -> bool:
    """Whether a line is a row of names or buttons with bars between them: sections, tags, "Share | Print"."""
    parts = text.split(" | ")
    return len(parts) <= MOST_NAMES and not ROW_BREAKS.search(text) and all(len(part.split()) <= LONGEST_NAME for part in parts)


def story_kind(piece: Piece, wording: str | None) -> tuple[str, str]:
    """The kind of a piece within the body."""
    if piece.kind == "heading" and piece.size <= 20:
        if piece.text.isupper() and piece.size >= 4:
            return "related", "headline in capitals within the story"
        return "heading", piece.why
    if wording == "caption" and piece.size < 70:
        return "caption", "wording"
    if piece.text.isupper() and 4 <= piece.size <= 25:
        return "related", "headline in capitals within the story"
    if " | " in piece.text and is_row(piece.text):
        return "boilerplate", "names in a row"
    if piece.size <= 4 and piece.tag != "li" and not is_ended(piece.text):
        return "boilerplate", STRAY
    return "paragraph", "body"
