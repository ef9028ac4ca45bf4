"""Names the lines of a flattened page: rules propose, the labeller decides, and what is beyond doubt stays."""

from collections.abc import Collection

from dragoman.clean.features import features_of
from dragoman.clean.labeller import name_lines
from dragoman.clean.lines import Line, cut_lines, rule_kinds
from dragoman.model import Block

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
    found = name_lines(features_of(lines, ruled), [kinds_of(line, kind) for line, (kind, _) in zip(lines, ruled, strict=True)])
    return [rule if rule[0] == kind else (kind, "labeller") for rule, kind in zip(ruled, found, strict=True)]


def kinds_of(line: Line, ruled: str) -> Collection[str] | None:
    """The kinds that a line may have: one as long as a paragraph is no label, and within the story it is story."""
    words = len(line.text.split())
    if words < LONG_LABEL:
        return None
    return ("paragraph",) if ruled == "paragraph" else PROSE
