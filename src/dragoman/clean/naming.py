"""Names the lines of a flattened page: rules propose, the labeller decides, and what is beyond doubt stays."""

from collections.abc import Collection, Sequence

from dragoman.clean.features import features_of
from dragoman.clean.labeller import name_lines
from dragoman.clean.lines import Line, cut_lines, is_prose, kind_of_wording, rule_kinds
from dragoman.model import STORY_KINDS, Block

ASIDES = ("topics", "byline", "dateline", "credit", "related", "boilerplate")
AROUND = 25
"""How many lines above and below the story, or a line of prose, are named by the labeller."""
MOST_BARE = 300
PROSE = ("paragraph", "quote", "related", "boilerplate")
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
    allowed = [kinds_of(line, kind) for line, (kind, _) in zip(looked, rules, strict=True)]
    found = name_lines(features_of(looked, rules, open_among(allowed)), allowed)
    for i, kind in zip(near, found, strict=True):
        if ruled[i][0] != kind:
            ruled[i] = (kind, "labeller")
    return ruled


def open_among(allowed: Sequence[Collection[str] | None]) -> list[bool]:
    """Which lines have more than one kind to choose from."""
    return [kinds is None or len(kinds) > 1 for kinds in allowed]


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
    first, last = max(0, story[0] - AROUND), story[-1] + AROUND
    lines = [Line(text, 0, len(text), kind_of_wording(text)[0], why) for text, _, why in blocks[first:last]]
    ruled = named[first:last]
    allowed = [(kind,) if kind in STORY_KINDS else ASIDES for kind, _ in ruled]
    found = name_lines(features_of(lines, ruled, open_among(allowed)), allowed)
    return named[:first] + [rule if rule[0] == kind else (kind, "labeller") for rule, kind in zip(ruled, found, strict=True)] + named[last:]


def kinds_of(line: Line, ruled: str) -> Collection[str] | None:
    """The kinds that a line may have: one as long as a paragraph is no label, and within the story it is story."""
    words = len(line.text.split())
    if words < LONG_LABEL or line.kind == "caption":
        return None
    return ("paragraph",) if ruled == "paragraph" else PROSE
