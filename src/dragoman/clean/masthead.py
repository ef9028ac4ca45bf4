"""What a page prints about itself around the story: the outlet's name and the sections in which the story is filed.

No single line is trusted: a name is weighed by every line that speaks for it (the line at the head of the page, the copyright line, the
credit with which the story begins, lines that invite to follow or write to it), and is taken only where they weigh enough together.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.clean.day import DATED, days_in
from dragoman.clean.lines import kind_of_wording
from dragoman.clean.outlet import agencies, media_words, outlets_by_name, plain
from dragoman.lexicon import load_yaml
from dragoman.model import STORY_KINDS

CUTS = re.compile(r"\s*(?:>>|::|\|+|[>›»|•·*→])\s*|\s+(?:/|//|--|[–—-])\s+|\s*(?:;|\s{3,})\s*")
COMMA = re.compile(r",\s+")
LABEL = re.compile(
    r"^(?:(?:topics?|tags?|keywords?|sections?|categor(?:y|ies)|filed (?:under|in)|posted in|subjects?|more (?:on|about)|in)\s*:\s*"
    r"|filed (?:under|in)\s+)",
    re.IGNORECASE,
)
SIGN = r"(?:©|\(c\)|\bcopyright\b)"
YEARS = r"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)"
OWNER = re.compile(rf"{SIGN}[\s:,]*(?:©|\(c\))?\s*{YEARS}?[\s,.:]*(?:by\s+)?((?:the\s+)?[^\W\d_][^\n|©·•]{{1,60}})", re.IGNORECASE)
OWNER_AFTER = re.compile(r"^((?:the\s+)?[A-Z][^\n|©.]{1,40}?)\s*(?:©|\(c\))\s*(?:19|20)\d\d", re.IGNORECASE)
FIRM = r"ltd|limited|inc|llc|plc|co|corp|corporation|company|group|gmbh|s\.?\s?a|a\.?s|n\.?v|b\.?v"
RIGHTS = r"all rights\b.*|privacy\b.*|terms\b.*|may not\b.*|no part\b.*|no reproduction\b.*|reproduction\b.*|subscribers?\b.*|not for\b.*"
OWNER_ENDS = re.compile(rf"[\s,.]*(?:\b(?:(?:19|20)\d\d|{FIRM}|{RIGHTS})|(?<!\b[A-Z])[.,;(].*)\W*$", re.IGNORECASE)
TONGUE = r"(?:in )?(?:english|french|spanish|russian|arabic)(?: (?:page|service|edition|digest))?"
ISSUE = r"(?:web|online|late|city|early|final|international|print|weekend|week-end|sunday)\s*(?:city )?(?:edition|issue)?"
NUMBER = (
    r"edition|vol(?:ume)?\b.*|no\.? ?\d.*|issue \d.*|page .*|price .*|est(?:ablished|\.)? .*|since \d.*|\d+ ?(?:p|c|d|cents)\b.*|\d{3,}"
)
EDITION = re.compile(rf"[\s,(:.]*\b(?:{TONGUE}|{ISSUE}|{NUMBER})\)?\W*$", re.IGNORECASE)
CREDITS = (
    re.compile(r"^[A-Z][\w'’-]+[^()\n]{0,60}\(([A-Z][\w .&'’-]{1,30})\)\s*(?:--|[–—:-])"),
    re.compile(r"^[A-Z][\w'’ -]{1,30}(?:, [A-Z][\w.]{1,12} \d{1,2}\.?)?, ([A-Z][\w.&'’-]{1,20}(?: [A-Z][\w.&'’-]+){0,2}) (?:--|[–—-]) "),
    re.compile(r"^[^\n/]{2,60}\d{1,2}\.? /([A-Z][A-Za-z-]{2,20})/"),
)
"""How agencies sign the place with which a story begins: "(Agency) --", "Place, Agency -", "May 3. /AGENCY/"."""
SIGNED = re.compile(r"^\(?([A-Z][A-Za-z.]{1,12})\s?/\s?[\w./ -]{1,30}\)?$")
DAY_ENDS = re.compile(r",?\s+(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?)$", re.IGNORECASE)
SMALL = frozenset(("of", "the", "and", "for", "in", "de", "la", "del", "da", "do", "dos", "des", "di", "y", "e", "en"))
BIDS = frozenset(
    ("see", "read", "watch", "listen", "follow", "join", "get", "sign", "go", "skip", "share", "more", "also", "search", "find", "by")
)
"""Words with which buttons begin, and names do not."""
ODD = re.compile(r"\d{3,}|\d\s?(?:cents|p)$|@|https?:|\.\w{2,}/")
SITE = re.compile(r"\((?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+\)", re.IGNORECASE)
NAME = re.compile(r"^[^\W\d_][^\n]{1,48}$")
ENOUGH = 3.0
MOST_LINES = 120
CROWDED = 12
"""Lines above the story from which on most of them are a menu's."""
MOST_SECTIONS = 4
LONGEST_HEAD, LONGEST_OWNER, LONGEST_SECTIONS = 160, 300, 400
"""Most characters of a line at the head, of a copyright line, and of a line of sections."""


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
    text = DAY_ENDS.sub("", (text[: match.start()] if match else text).strip(" ,.:;–—-|")).strip(" ,")
    for _ in range(3):
        text = EDITION.sub("", text).strip(" ,.:;–—-")
    first, _, rest = text.partition(", ")
    text = first if rest and is_media(first) else text
    words = text.split()
    if not text or len(words) > 7 or not NAME.match(text) or not text[0].isupper() or text[-1] in "?!":
        return None
    loose = any(w[:1].islower() and w not in SMALL for w in words[1:])
    return None if loose or words[0].lower() in BIDS or plain(text) in section_words() or days_in(text) else text


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
    if "/" in name or "getty" in name.lower():
        return None  # a picture's owner
    return name if len(name) > 1 and len(name.split()) <= 7 and name[:1].isupper() and plain(name) not in section_words() else None


def weigh_names(asides: Sequence[Aside], lead: str) -> dict[str, float]:
    """How much speaks for each name; what speaks for a name's initials speaks for the name."""
    weights: dict[str, float] = defaultdict(float)
    seen: dict[str, str] = {}
    for name, weight in [*names_beside(asides), *names_signed(asides, lead)]:
        seen.setdefault(plain(name), name)
        weights[plain(name)] += weight
    said = [f" {plain(line.text[:LONGEST_OWNER])} " for line in asides[:MOST_LINES]]
    out = {key: weight + echoes(key, said) for key, weight in weights.items()}
    for key in [k for k in out if " " not in k]:
        full = next((k for k in out if initials(seen[k]) == key), None)
        if full is not None:
            out[full] += out.pop(key)
    return {seen[key]: weight for key, weight in out.items()}


def initials(name: str) -> str:
    """The initials of a name of three words or more."""
    words = [w for w in name.split() if w.lower() not in SMALL]
    return "".join(w[0] for w in words).lower() if len(words) > 2 else ""


def names_beside(asides: Sequence[Aside]) -> Iterator[tuple[str, float]]:
    """The names in copyright lines and at the head of the page, each with its weight."""
    for order, line in enumerate(asides[:MOST_LINES]):
        owner = owner_in(line.text) if len(line.text) < LONGEST_OWNER and line.kind != "credit" else None
        if owner is not None:
            yield owner, 3.0
        elif line.above and len(line.text) < LONGEST_HEAD and line.kind != "byline":
            name, weight = head_name(asides, order)
            if name is not None:
                yield next((p for p in pieces_of(line.text)[1:] if initials(p) == plain(name)), name), weight


def names_signed(asides: Sequence[Aside], lead: str) -> Iterator[tuple[str, float]]:
    """The names that sign the beginning or the end of a story, each with its weight."""
    credit = next((match[1] for pattern in CREDITS if (match := pattern.match(lead))), None)
    if credit is not None:
        yield credit, 1.5
    for line in asides[-6:]:
        match = SIGNED.match(line.text.strip())
        if match is not None:
            yield match[1], 1.5


def head_name(asides: Sequence[Aside], order: int) -> tuple[str | None, float]:
    """The name with which a line above the story begins, and its weight."""
    line = asides[order]
    pieces = pieces_of(re.sub(r"^([^:|]{2,40}):\s", r"\1 | ", line.text))
    name = name_in(pieces[0]) if pieces else None
    if name is None or (line.kind in ("related", "topics", "dateline") and not is_media(name)) or kind_of_wording(name)[0] is not None:
        return None, 0.0
    below = " ".join(aside.text[:LONGEST_HEAD] for aside in asides[order + 1 : order + 3] if aside.above)
    dated = bool(days_in(line.text) or days_in(below))
    base = 1.0 if " " in name or len(pieces) > 1 else 0.0
    media = 2.0 * (is_media(name) and " " in name)
    return name, base + (line.place == 0) + dated + media + 0.5 * name.isupper() + (plain(name) in outlets_by_name())


def echoes(name: str, said: Sequence[str]) -> float:
    """How much the other lines around the story say a name again, among other words."""
    found = sum(f" {name} " in line and len(line) > len(name) + 2 for line in said)
    return min(2.0, float(found)) / 2 if len(name) > 2 else 0.0


def name_of_outlet(asides: Sequence[Aside], lead: str) -> str | None:
    """The name for which most speaks, if that is enough: more for an agency that others pass on, and below a long menu."""
    weights = weigh_names(asides, lead)
    best = max(weights, key=lambda name: weights[name], default=None)
    if best is None:
        return None
    crowded = sum(line.above for line in asides) > CROWDED
    enough = ENOUGH + 2.0 * (plain(best) in agencies()) + 1.5 * crowded
    return best if weights[best] >= enough else None


def sections_in(line: str, outlet: str | None, *, filed: bool) -> list[str]:
    """The sections that a line names; ``filed`` where it is known to be a line of sections, otherwise the outlet must stand in it."""
    own = plain(outlet or "")
    if not filed and (not own or own.split()[0] not in plain(line[:LONGEST_SECTIONS])):
        return []
    labelled = LABEL.sub("", line.strip()[:LONGEST_SECTIONS])
    pieces = pieces_of(labelled)
    if len(pieces) == 1 and filed and "," in labelled and all(len(p.split()) <= 3 for p in COMMA.split(labelled)):
        pieces = [p.strip() for p in COMMA.split(labelled)]
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
    return name not in no_topics() and EDITION.fullmatch(piece) is None and not ODD.search(piece)


@cache
def no_topics() -> frozenset[str]:
    """Names of menus that are no section of a story (data/outlets_words.yml)."""
    return frozenset(load_yaml("outlets_words")["none"].split("; "))


def asides_of(blocks: Sequence[tuple[str, str]]) -> list[Aside]:
    """The lines that are no story among (kind, text) in order."""
    kinds = [kind for kind, _ in blocks]
    first = next((i for i, kind in enumerate(kinds) if kind in ("title", "paragraph")), len(kinds))
    story = kinds.index("paragraph") if "paragraph" in kinds else len(kinds)
    head = max(first, min(first + 4, story))
    return [Aside(i, kind, text, i < head) for i, (kind, text) in enumerate(blocks) if kind not in STORY_KINDS]
