"""What the sides of a meeting or a call are said to have said in it: told alike, otherwise, or by one page alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.compare.counts import counts_in, same_counted
from dragoman.compare.differing import Difference
from dragoman.compare.occurrences import STEM, WORD, stems_of
from dragoman.lexicon import load_yaml
from dragoman.model import Span

ALIKE = 0.5
"""Two sayings are one where at least this share of the rough stems of the shorter are in the longer too."""

FEWEST = 3
"""Rough stems that two sayings share at least, to be one."""

IF = re.compile(r"\b(?:if|unless|provided|only (?:when|after|once)|on condition)\b", re.IGNORECASE)

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
    """Where two pages give one saying otherwise: with another number, with a word that is opposed to the other's, or the one with a "not"
    or an "if" and the other without.
    """
    found = []
    for one, other in combinations(group, 2):
        ours, theirs = (tuple(counts_in(saying.text, (0, len(saying.text)))) for saying in (one, other))
        values = [(a.told(), b.told()) for a, b in same_counted(ours, theirs)]
        values += opposed_words(one.text, other.text)
        for pattern, word in ((NOT, "not"), (IF, "if")):
            signs = [word if pattern.search(saying.text) else "said" for saying in (one, other)]
            values += [(signs[0], signs[1])] if signs[0] != signs[1] else []
        found += [Difference("said", (one.page, one.span, a), (other.page, other.span, b)) for a, b in values]
    return found


def opposed_words(one: str, other: str) -> list[tuple[str, str]]:
    """Words of two sayings that are opposed to each other, where each has words of one kind alone."""
    ours, theirs = words_by_stem(one), words_by_stem(other)
    found = []
    for pair in load_yaml("versions")["opposed"]:
        kinds = [set(words.split()) for words in pair]
        told = [[words[min(kind & words.keys())] if kind & words.keys() else "" for kind in kinds] for words in (ours, theirs)]
        if [bool(word) for word in told[0]] == [not word for word in told[1]] and any(told[0]) and any(told[1]):
            found.append(("".join(told[0]), "".join(told[1])))
    return found


def words_by_stem(text: str) -> dict[str, str]:
    """A word of a text for each rough stem."""
    return {word[:STEM]: word for word in WORD.findall(text.casefold())}
