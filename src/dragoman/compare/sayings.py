"""What the sides of a meeting or a call are said to have said in it: told alike, otherwise, or by one page alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.compare.counts import counts_in, same_counted
from dragoman.compare.occurrences import stems_of
from dragoman.compare.versions import Difference
from dragoman.model import Span

ALIKE = 0.5
"""Two sayings are one where at least this share of the rough stems of the shorter are in the longer too."""

FEWEST = 3
"""Rough stems that two sayings share at least, to be one."""

NOT = re.compile(r"\b(?:not|never|no|nor|nobody|none|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that a page gives to somebody: the page, the side for which he speaks, who he is, and where the words stand."""

    page: str
    party: str
    speaker: str
    span: Span
    text: str


def group_sayings(sayings: Iterable[Saying]) -> list[list[Saying]]:
    """Sayings of one side that are one in substance, told by different pages; each in the first group in which it fits."""
    groups: list[list[Saying]] = []
    for saying in sayings:
        fitting = (group for group in groups if all(saying.page != other.page for other in group) and is_alike(saying, group[0]))
        group = next(fitting, None)
        if group is None:
            groups.append([saying])
        else:
            group.append(saying)
    return groups


def is_alike(one: Saying, other: Saying) -> bool:
    """Whether two sayings are of one side and share most of what they say."""
    ours, theirs = stems_of(one.text), stems_of(other.text)
    shared = len(ours & theirs)
    return one.party == other.party and shared >= max(FEWEST, ALIKE * min(len(ours), len(theirs)))


def sayings_apart(group: Sequence[Saying]) -> list[Difference]:
    """Where two pages give one saying otherwise: with another number, or the one with a "not" and the other without."""
    found = []
    for one, other in combinations(group, 2):
        ours, theirs = (tuple(counts_in(saying.text, (0, len(saying.text)))) for saying in (one, other))
        values = [(str(a.number), str(b.number)) for a, b in same_counted(ours, theirs)]
        signs = ["not" if NOT.search(saying.text) else "said" for saying in (one, other)]
        if signs[0] != signs[1]:
            values.append((signs[0], signs[1]))
        found += [Difference("said", (one.page, one.span, a), (other.page, other.span, b)) for a, b in values]
    return found
