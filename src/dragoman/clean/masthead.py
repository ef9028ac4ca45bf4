"""What a page prints about itself around the story: the outlet's name and the sections in which the story is filed.

No single line is trusted: a name is weighed by every line that speaks for it (the line at the head of the page, the copyright line, the
credit with which the story begins, lines that invite to follow or write to it), and is taken only where they weigh enough together.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.clean.day import DATED, days_in
from dragoman.clean.lines import kind_of_wording
from dragoman.clean.outlet import agencies, media_words, outlets_by_name, plain
from dragoman.lexicon import load_yaml
from dragoman.model import STORY_KINDS

CUTS = re.compile(r"\s*(?:>>|::|\|+|[>›»|•·*→])\s*|\s+(?:/|//|--|[–—-])\s+|\s*(?:;|\s{3,})\s*")
COMMA = re.compile(r",\s+")
LABEL = re.compile(r"^(?:topics?|tags?|keywords?|sections?|categor(?:y|ies)|filed (?:under|in)|posted in|subjects?|more (?:on|about)|in)\s*:\s*|^filed (?:under|in)\s+", re.IGNORECASE)
OWNER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)[\s:,]*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)?[\s,.:]*(?:by\s+)?((?:the\s+)?[^\W\d_][^\n|©·•]{1,60})",
    re.IGNORECASE,
)
OWNER_AFTER = re.compile(r"^((?:the\s+)?[A-Z][^\n|©.]{1,40}?)\s*(?:©|\(c\))\s*(?:19|20)\d\d", re.IGNORECASE)
OWNER_ENDS = re.compile(
    r"[\s,.]*(?:\b(?:(?:19|20)\d\d|all rights\b.*|ltd|limited|inc|llc|plc|co|corp|corporation|company|group|gmbh|s\.?\s?a|a\.?s|n\.?v|b\.?v|privacy\b.*|terms\b.*|"
    r"may not\b.*|no part\b.*|no reproduction\b.*|reproduction\b.*|subscribers?\b.*|not for\b.*)|[.,;(].*)\W*$",
    re.IGNORECASE,
)
EDITION = re.compile(
    r"[\s,(:.]*\b(?:(?:in )?(?:english|french|spanish|russian|arabic)(?: (?:page|service|edition|digest))?|(?:web|online|late|city|early|final|international|print|weekend|week-end|sunday)\s*(?:city )?(?:edition|issue)?|"
    r"edition|vol(?:ume)?\b.*|no\.? ?\d.*|issue \d.*|page .*|price .*|est(?:ablished|\.)? .*|since \d.*|\d+ ?(?:p|c|d|cents)\b.*|.?s file)\)?\W*$",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"^(?:[A-Z][\w'’-]+[^()\n]{0,60}\(([A-Z][\w .&'’-]{1,30})\)\s*(?:--|[–—:-])|[A-Z][\w'’ -]{1,30}(?:, [A-Z][\w.]{1,12} \d{1,2}\.?)?, ([A-Z][\w.&'’-]{1,20}(?: [A-Z][\w.&'’-]{1,20}){0,2}) (?:--|[–—-]) |[^\n/]{2,60}\d{1,2}\.? /([A-Z][A-Za-z-]{2,20})/)"
)
SIGNED = re.compile(r"^\(?([A-Z][A-Za-z.]{1,12})\s?/\s?[\w./ -]{1,30}\)?$")
SITE = re.compile(r"\((?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+\)", re.IGNORECASE)
INVITES = re.compile(r"\b(?:follow|join|write to|contact|subscribe to|support|read|letters to|of|by|to|at|for|with)\s+(?:the )?$", re.IGNORECASE)
NAME = re.compile(r"^[^\W\d_][^\n]{1,48}$")
ENOUGH = 3.0
MOST_LINES = 120
MOST_SECTIONS = 4


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is no story: its place among the blocks, its kind and text, and whether it stands above the story."""

    place: int
    kind: str
    text: str
    above: bool


@cache
def section_words() -> frozenset[str]:
    """Names of sections and menus that are no outlet's name (data/outlets_words.yml)."""
    return frozenset(load_yaml("outlets_words")["sections"].split("; "))


def pieces_of(line: str) -> list[str]:
    """The pieces of a line of a masthead or menu."""
    return [piece.strip(" ,.:") for piece in CUTS.split(line.strip()) if piece and piece.strip(" ,.:")]


@lru_cache(maxsize=4096)
def name_in(piece: str) -> str | None:
    """The name in a piece of a masthead, without day, place in the week, edition, price and page; None where no name is left."""
    text = SITE.sub("", piece)
    match = DATED.search(text)
    text = (text[: match.start()] if match else text).strip(" ,.:;–—-|")
    text = re.sub(r",?\s+(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?)$", "", text, flags=re.IGNORECASE).strip(" ,")
    for _ in range(3):
        text = EDITION.sub("", text).strip(" ,.:;–—-")
    words = text.split()
    if not text or len(words) > 7 or not NAME.match(text) or not text[0].isupper() or text[-1] in "?!":
        return None
    loose = [w for w in words[1:] if w[:1].islower() and w.lower() not in ("of", "the", "and", "for", "in", "de", "la", "del", "da", "do", "dos", "des", "di", "y", "e", "en")]
    return None if loose or plain(text) in section_words() or days_in(text) else text


def is_media(name: str) -> bool:
    """Whether a name has a word that papers, agencies and broadcasters have in theirs."""
    return bool(set(re.findall(r"\w+", name.lower())) & media_words())


def owner_in(line: str) -> str | None:
    """The owner that a copyright line names."""
    match = OWNER.search(line) or OWNER_AFTER.search(line)
    if match is None:
        return None
    name = match[1].strip()
    for _ in range(3):
        name = OWNER_ENDS.sub("", name).strip(" ,.;-–—")
    return name if 1 < len(name) and len(name.split()) <= 7 and name[:1].isupper() and plain(name) not in section_words() else None


def weigh_names(asides: Sequence[Aside], lead: str) -> dict[str, float]:
    """How much speaks for each name, by plain name."""
    weights: dict[str, float] = defaultdict(float)
    seen: dict[str, str] = {}

    def add(name: str, weight: float) -> None:
        seen.setdefault(plain(name), name)
        weights[plain(name)] += weight

    for order, line in enumerate(asides[:MOST_LINES]):
        owner = owner_in(line.text) if len(line.text) < 300 else None
        if owner is not None:
            add(owner, 3.0)
        elif line.above and len(line.text) < 160 and line.kind != "byline":
            name, weight = head_name(asides, order)
            if name is not None:
                add(name, weight)
    match = CREDIT.match(lead)
    credit = next((g for g in match.groups() if g), None) if match else None
    if credit is not None:
        add(credit, 1.5)
    for line in asides[-6:]:
        match = SIGNED.match(line.text.strip())
        if match is not None:
            add(match[1], 1.5)
    said = [f" {plain(line.text[:300])} " for line in asides[:MOST_LINES]]
    return {seen[key]: weight + echoes(key, said) for key, weight in weights.items()}


def head_name(asides: Sequence[Aside], order: int) -> tuple[str | None, float]:
    """The name with which a line above the story begins, and its weight."""
    line = asides[order]
    pieces = pieces_of(re.sub(r"^([^:|]{2,40}):\s", r"\1 | ", line.text))
    name = name_in(pieces[0]) if pieces else None
    if name is None or (line.kind == "related" and not is_media(name)) or kind_of_wording(name)[0] is not None:
        return None, 0.0
    dated = bool(days_in(line.text)) or (order + 1 < len(asides) and asides[order + 1].above and bool(days_in(asides[order + 1].text)))
    return name, 1.0 + (line.place == 0) + dated + 1.5 * is_media(name) + 0.5 * name.isupper() + (plain(name) in outlets_by_name())


def echoes(name: str, said: Sequence[str]) -> float:
    """How much the other lines around the story say a name again."""
    found = sum(f" {name} " in line for line in said)
    return min(2.0, float(max(0, found - 1))) if len(name) > 2 else 0.0


def name_of_outlet(asides: Sequence[Aside], lead: str) -> str | None:
    """The name for which most speaks, if that is enough; an agency that others pass on needs more than a credit."""
    weights = weigh_names(asides, lead)
    best = max(weights, key=lambda name: weights[name], default=None)
    if best is None or weights[best] < ENOUGH or (plain(best) in agencies() and weights[best] < ENOUGH + 2):
        return None
    return best


def sections_in(line: str, outlet: str | None, *, filed: bool) -> list[str]:
    """The sections that a line names; ``filed`` where it is known to be a line of sections, otherwise the outlet must stand in it."""
    labelled = LABEL.sub("", line.strip())
    pieces = pieces_of(labelled)
    if len(pieces) == 1 and filed and "," in labelled and all(len(p.split()) <= 3 for p in COMMA.split(labelled)):
        pieces = [p.strip() for p in COMMA.split(labelled)]
    own = plain(outlet or "")
    if own and pieces and ":" in pieces[0] and plain(pieces[0].split(":", 1)[0]) == own:
        pieces[0] = pieces[0].split(":", 1)[1].strip()
        own_seen = True
    else:
        own_seen = any(plain(p) == own or plain(name_in(p) or "") == own for p in pieces) if own else False
    kept = [p for p in pieces if is_section(p, own)]
    if filed:
        return kept
    return kept if own_seen and len(kept) <= MOST_SECTIONS else []


def is_section(piece: str, own: str) -> bool:
    """Whether a piece of a line could be the name of a section: short, no day, no button, not the outlet."""
    if not 1 < len(piece) < 50 or len(piece.split()) > 5 or not any(c.isalpha() for c in piece) or days_in(piece) or DATED.search(piece):
        return False
    name = plain(piece)
    if own and (name == own or plain(name_in(piece) or "") == own):
        return False
    return name not in no_topics() and EDITION.fullmatch(piece) is None and not re.search(r"\d{3,}|\d\s?(?:cents|p)$|@|https?:|\.\w{2,}/", piece)


@cache
def no_topics() -> frozenset[str]:
    """Names of menus that are no section of a story (data/outlets_words.yml)."""
    return frozenset(load_yaml("outlets_words")["none"].split("; "))


def asides_of(blocks: Sequence[tuple[str, str]]) -> list[Aside]:
    """The lines that are no story among (kind, text) in order."""
    kinds = [kind for kind, _ in blocks]
    first = next((i for i, kind in enumerate(kinds) if kind in ("title", "paragraph")), len(kinds))
    return [Aside(i, kind, text, i < first or (i < first + 4 and "paragraph" not in kinds[:i])) for i, (kind, text) in enumerate(blocks) if kind not in STORY_KINDS]
