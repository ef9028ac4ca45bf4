"""Names the lines of a flattened page: rules propose, the labeller decides, and what is beyond doubt stays."""

import re
from collections.abc import Collection, Sequence

from dragoman.clean.clock import read_mark
from dragoman.clean.day import is_bare_day, is_place_and_day
from dragoman.clean.features import SHORT, features_of
from dragoman.clean.labeller import load_namer, name_lines
from dragoman.clean.lines import (
    ENOUGH,
    Line,
    cut_lines,
    end_marks,
    is_ended,
    is_prose,
    kind_of_wording,
    part_of,
    rule_kinds,
    weight,
)
from dragoman.clean.markup import IN_MENU
from dragoman.clean.stretches import Looked, further_prose, listed, no_story, prose_between
from dragoman.model import BLOCK_KINDS, STORY_KINDS, Block

ASIDES = ("topics", "byline", "dateline", "credit", "related", "boilerplate")
MENU = tuple(kind for kind in ASIDES if kind != "topics")
AROUND = 25
"""How many lines above and below the story, or a line of prose, are named by the labeller."""
BESIDE = 15
"""The same for the pieces of an HTML page, where elements and their names tell menus and lists of other stories."""
MOST_BARE = 300
LONE, LONE_WORDS = 3, 7
"""Most lines of a text that is no page but a sentence or two, and the fewest words of a single line that has no end."""
SHORTEST_TITLE, LONGEST_TITLE = 3, 12
FIRM = frozenset(("nothing but a link", "among other stories", "tags after the story"))
"""Reasons that the labeller does not overrule."""
PROSE = ("paragraph", "quote", "related", "boilerplate")
CAPTIONS = ("caption", "credit")
NO_CAPTION = tuple(kind for kind in BLOCK_KINDS if kind != "caption")
NO_CAPTION_OR_TOPICS = tuple(kind for kind in NO_CAPTION if kind != "topics")
NO_TITLE = tuple(kind for kind in BLOCK_KINDS if kind != "title")
BULLETS = frozenset(("* ", "• ", "· ", "- "))
LONG_PROSE = 25
"""Words from which on prose without the wording of a caption is none."""
LONG_CAPTION = 12
TOLD = ("paragraph", "quote")
BODY = frozenset(("paragraph", "heading", "quote"))
"""Kinds of which a story's body is made: the first labeller settles which lines are of these, the second which kind each line is."""
TURNS = 3
"""How many lines that only tell an hour make a page one of turns, on which prose is story however short."""
SHORTEST_STORY = 4
"""Paragraphs of a story below which another article may stand."""
PLACE_LINE = re.compile(r"[A-Z][A-Z .’'-]{2,30}(, [A-Z][\w. ]{1,25})?\s*(:|\([A-Z][\w /-]{1,20}\)|—|–|--|-\s)\s*\S")
"""A town in capitals that opens a story."""
LONG_LABEL = 45
"""Words from which on a line is no label, headline, caption or teaser."""


def label_text(text: str) -> list[Block]:
    """The blocks of a flattened page in order."""
    lines = cut_lines(text)
    return [Block(kind, line.start, line.end, why) for line, (kind, why) in zip(lines, label_lines(lines), strict=True)]


def label_lines(lines: list[Line]) -> list[tuple[str, str]]:
    """The kind of each line, and whether a rule or the labeller said so."""
    ruled = rule_kinds(lines)
    near = near_prose(lines)
    looked, rules = [lines[i] for i in near], [ruled[i] for i in near]
    last = max((i for i, (kind, _) in enumerate(rules) if kind == "paragraph"), default=-1)
    allowed = [kinds_of(line, *rule, below=i > last >= 0) for i, (line, rule) in enumerate(zip(looked, rules, strict=True))]
    if sum(is_time(line.text) for line in looked) >= TURNS:
        for i, (line, (kind, _)) in enumerate(zip(looked, rules, strict=True)):
            allowed[i] = TOLD if kind == "paragraph" and is_prose(line) else allowed[i]
    end = min(place_of_comments(looked), place_of_next_article(looked, rules))
    for i in range(end, len(looked)):
        allowed[i] = ASIDES
    features = features_of(looked, rules, open_among(allowed))
    settled = name_lines(features, allowed)
    whole = Looked(looked, near, [kind for kind, _ in rules], settled, end)
    for see in (no_story, further_prose, prose_between, listed):
        kinds, kind = (ASIDES, "related") if see is no_story else (TOLD, "paragraph")
        for i in see(whole):
            allowed[i], settled[i] = kinds, kind
    found = name_lines(features, [narrowed(kinds, kind) for kinds, kind in zip(allowed, settled, strict=True)], load_namer())
    for i, kind in zip(near, found, strict=True):
        if ruled[i][0] != kind:
            ruled[i] = (kind, "labeller")
    name_missing_title(lines, ruled)
    name_lone_sentences(lines, ruled)
    return [(kind, why_of(kind, why, line.text)) for line, (kind, why) in zip(lines, ruled, strict=True)]


def narrowed(kinds: Collection[str] | None, kind: str) -> Collection[str]:
    """Of the kinds that a line may have those that are of the story's body, or that are none, as the kind found for it is."""
    return tuple(other for other in kinds or BLOCK_KINDS if (other in BODY) == (kind in BODY))


def is_time(text: str) -> bool:
    """Whether a line tells an hour, or how long ago, and nothing else."""
    mark = read_mark(text, "", None)
    return mark is not None and mark.is_whole and (mark.clock or mark.ago) is not None


def name_lone_sentences(lines: list[Line], kinds: list[tuple[str, str]]) -> None:
    """Of a text of very few lines without a paragraph, sentences are the story: somebody handed over a sentence, not a page."""
    if len(lines) > LONE or any(kind == "paragraph" for kind, _ in kinds):
        return
    for i, line in enumerate(lines):
        words, worded = len(line.text.split()), kind_of_wording(line.text)[0]
        told = (is_ended(line.text) and words > 2) or (len(lines) == 1 and words >= LONE_WORDS)
        if told and kinds[i][0] != "title" and worded in (None, "caption"):
            kinds[i] = ("paragraph", "a sentence by itself")


def name_missing_title(lines: list[Line], kinds: list[tuple[str, str]]) -> None:
    """Where no line is the headline, a short line without an end is it: one taken for the deck, or one with which the text begins."""
    story = [i for i, (kind, _) in enumerate(kinds) if kind in STORY_KINDS]
    if not story or any(kind == "title" for kind, _ in kinds):
        return
    first = 0 if story[0] == 1 else story[0]
    text, (kind, why) = lines[first].text, kinds[first]
    short = len(text.split()) <= LONGEST_TITLE and not is_ended(text)
    if short and (kind == "deck" or ((kind, why) == ("boilerplate", "labeller") and is_bare_title(text))):
        kinds[first] = ("title", "a short first line without an end")


def is_bare_title(text: str) -> bool:
    """Whether a line may be a headline with nothing around it: some words, not all of them names, that are worded for nothing else."""
    words = text.split()
    plain = any(word.islower() and len(word) >= len("talk") for word in words)
    return len(words) >= SHORTEST_TITLE and plain and kind_of_wording(text)[0] is None


def why_of(kind: str, why: str, text: str) -> str:
    """Why a line is no story: for a known wording what it is for (share line, consent, copyright, ...), otherwise as told."""
    return (part_of(text) or why) if kind == "boilerplate" else why


def open_among(allowed: Sequence[Collection[str] | None]) -> list[bool]:
    """Which lines have more than one kind to choose from."""
    return [kinds is None or len(kinds) > 1 for kinds in allowed]


def place_of_comments(lines: list[Line]) -> int:
    """The place of the line with which readers' comments begin below most of the prose, or the number of lines."""
    comments, _ = end_marks()
    seen, total = 0.0, sum(max(0.0, weight(line)) for line in lines)
    for i, line in enumerate(lines):
        if seen >= max(ENOUGH / 2, total / 2) and len(line.text) < SHORT and comments.search(line.text):
            return i
        seen += max(0.0, weight(line))
    return len(lines)


def place_of_next_article(lines: list[Line], ruled: list[tuple[str, str]]) -> int:
    """The place of prose below the story that opens with a town of its own ("BEIRUT: ..."), or the number of lines.

    Sites append their newest articles to a story, and scrapers take them for its end.
    """
    story = [i for i, (kind, _) in enumerate(ruled) if kind == "paragraph"]
    if len(story) < SHORTEST_STORY:
        return len(lines)
    return next((i for i in range(story[-1] + 1, len(lines)) if PLACE_LINE.match(lines[i].text) and is_prose(lines[i])), len(lines))


def near_prose(lines: list[Line]) -> list[int]:
    """The places of lines that have prose near them; on a page with none, of all lines up to a limit."""
    prose = [i for i, line in enumerate(lines) if is_prose(line)]
    if not prose:
        return list(range(min(len(lines), MOST_BARE)))
    out: list[int] = []
    for i in prose:
        out.extend(range(max(0, i - AROUND, out[-1] + 1 if out else 0), min(len(lines), i + AROUND + 1)))
    return out


def label_asides(blocks: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """The kinds of a page's pieces (text, kind, why) with what is no story named by the labeller, and why.

    Only the pieces near the story are looked at; what markup or a rule calls story stays.
    """
    story = [i for i, (_, kind, _) in enumerate(blocks) if kind in STORY_KINDS]
    named = [(kind, why) for _, kind, why in blocks]
    if not story:
        return named
    for i in no_story(looked_at(blocks)):
        named[i] = ("related", "apart from the story")
    story = [i for i in story if named[i][0] in STORY_KINDS] or story
    first, last = max(0, story[0] - BESIDE), story[-1] + BESIDE
    lines = [Line(text, 0, len(text), kind_of_wording(text)[0], why) for text, _, why in blocks[first:last]]
    ruled = named[first:last]
    allowed = [
        (kind,) if kind in STORY_KINDS or why in FIRM else ("dateline",) if is_label_of_day(line) else MENU if why == IN_MENU else ASIDES
        for line, (kind, why) in zip(lines, ruled, strict=True)
    ]
    found = name_lines(features_of(lines, ruled, open_among(allowed)), allowed, load_namer())
    named[first:last] = [rule if rule[0] == kind else (kind, "labeller") for rule, kind in zip(ruled, found, strict=True)]
    return [(kind, why_of(kind, why, text)) for (kind, why), (text, _, _) in zip(named, blocks, strict=True)]


def looked_at(blocks: Sequence[tuple[str, str, str]]) -> Looked:
    """The pieces of a page (text, kind, why) as lines to be looked at as a whole."""
    lines = [Line(text, 0, len(text), None, why) for text, _, why in blocks]
    kinds = [kind for _, kind, _ in blocks]
    return Looked(lines, range(len(lines)), kinds, kinds, len(lines), marked=True)


def is_label_of_day(line: Line) -> bool:
    """Whether a line is a day, with its place or without, and nothing else."""
    return is_bare_day(line.text) or (line.kind == "dateline" and is_place_and_day(line.text))


def kinds_of(line: Line, ruled: str, why: str, *, below: bool) -> Collection[str] | None:
    """The kinds that a line may have.

    A day and nothing else is a date line, a copyright line no credit; what is marked as headline or is nothing but a link stays. A line
    as long as a paragraph is no label, and within the story it is story. A section's name below the story is a menu's, and what is worded
    as boilerplate is no caption.
    """
    words = len(line.text.split())
    if is_label_of_day(line):
        return ("dateline",)
    if line.kind == "boilerplate" and part_of(line.text) == "copyright":
        return ("boilerplate",)
    if why in FIRM or (line.level == 1 and ruled == "title"):
        return (ruled,)
    if line.kind == "caption":
        return CAPTIONS if words >= LONG_CAPTION else None
    if words >= LONG_LABEL:
        return ("paragraph",) if ruled == "paragraph" else PROSE
    if words >= LONG_PROSE and ruled == "paragraph":
        return NO_CAPTION
    if line.text[:2] in BULLETS:
        return NO_TITLE
    if line.kind == "boilerplate":
        return NO_CAPTION_OR_TOPICS if below else NO_CAPTION
    return None
