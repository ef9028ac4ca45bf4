"""Versions: one happening as each page and each speaker tells it, side by side, and where they part.

A difference is said only where two tellings speak of the same thing: the sides, the day, the name and the truth of an act that was found to
be one happening, and a count of the same things in sentences that tell it. Everything carries its page and its span.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dragoman.compare.happenings import Happening
from dragoman.compare.likeness import HAPPENED, MUTUAL
from dragoman.compare.occurrences import Occurrence, Telling, sentence_span
from dragoman.lexicon import load_yaml
from dragoman.model import QUADS, Span
from dragoman.times import days_of

LATEST = 3
"""Days that two tellings of one deed lie apart at most; further apart, they are two deeds."""

REACH = 4
"""Words after a figure among which the things counted are looked for."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something: the number, what is counted (a class of ``data/versions.yml``, or a rough stem), and its place."""

    number: int
    what: str
    span: Span


@dataclass(frozen=True, slots=True)
class Version:
    """A happening as one page tells it, or as a page says that somebody tells it.

    ``according_to`` are the ids of the speakers, innermost first; empty where the page itself asserts it. ``counts`` are those of the
    sentence that tells it.
    """

    page: str
    event: str
    according_to: tuple[str, ...]
    type: str
    actors: frozenset[str]
    recipients: frozenset[str]
    day: str | None
    modality: str
    evidence: Span
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two versions part. ``kind`` is ``whether``, ``who``, ``when``, ``called`` or ``number``; spans are in the pages' texts."""

    kind: str
    one: tuple[str, Span, str]
    other: tuple[str, Span, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The versions of a happening, what all that tell it agree on (by kind), and where they differ."""

    happening: str
    versions: tuple[Version, ...]
    agree: tuple[tuple[str, str], ...]
    differ: tuple[Difference, ...]


def compare_versions(happening: Happening, texts: Mapping[str, str]) -> Comparison:
    """Put the versions of a happening side by side, given the text of each page."""
    versions = tuple(version_of(member, texts[member.page]) for member in happening.members)
    differ: list[Difference] = []
    for one, other in combinations(versions, 2):
        differ += differences(one, other)
    return Comparison(happening.id, versions, agreements(versions), tuple(dict.fromkeys(differ)))


def find_differences(tellings: Iterable[Telling], happenings: Iterable[Happening], texts: Mapping[str, str]) -> list[Difference]:
    """Where pages that tell the same story part, in the happenings that they share.

    Give the tellings of one story's pages (``page_groups``), copies left out, and the text of each page.
    """
    pages = {telling.page: telling for telling in tellings}
    shared = [h for h in happenings if len(set(pages).intersection(h.pages)) > 1]
    found = [d for h in shared for d in compare_versions(h, texts).differ if {d.one[0], d.other[0]} <= set(pages)]
    return list(dict.fromkeys(d for d in found if d.one[0] != d.other[0]))


def told_by_one(happenings: Iterable[Happening], pages: Iterable[str]) -> dict[str, list[Occurrence]]:
    """Of pages that tell the same story, what only one of them tells: the events of each that no other has."""
    among = set(pages)
    alone: dict[str, list[Occurrence]] = {page: [] for page in sorted(among)}
    for happening in happenings:
        tellers = among.intersection(happening.pages)
        if len(tellers) == 1:
            alone[min(tellers)] += [member for member in happening.members if member.page in tellers]
    return alone


def version_of(member: Occurrence, text: str) -> Version:
    """An event as a version of its happening."""
    return Version(
        page=member.page,
        event=member.event,
        according_to=member.according_to,
        type=member.type,
        actors=member.actors.states,
        recipients=member.recipients.states,
        day=member.day,
        modality=member.modality,
        evidence=member.evidence,
        counts=tuple(counts_in(text, sentence_span(text, member.evidence))),
    )


def differences(one: Version, other: Version) -> list[Difference]:
    """Where two versions part."""
    if one.page == other.page and one.according_to == other.according_to:
        return []
    found = [("whether", one.modality, other.modality)] if parts_on_truth(one, other) else []
    if one.type not in MUTUAL and other.type not in MUTUAL and not is_turned(one, other):
        found += [("who", names(one.actors), names(other.actors))] if is_apart(one.actors, other.actors) else []
    if one.modality in HAPPENED and other.modality in HAPPENED:
        is_deeds = not {QUADS.get(one.type), QUADS.get(other.type)} & {"verbal conflict", "verbal cooperation"}
        found += [("when", one.day or "", other.day or "")] if is_deeds and parts_on_day(one, other) else []
        found += [("called", one.type, other.type)] if one.type != other.type else []
    whole = [Difference(k, (one.page, one.evidence, a), (other.page, other.evidence, b)) for k, a, b in found]
    return whole + [
        Difference("number", (one.page, a.span, str(a.number)), (other.page, b.span, str(b.number))) for a, b in parting_counts(one, other)
    ]


def parts_on_truth(one: Version, other: Version) -> bool:
    """Whether one says that it happened and the other that it did not."""
    return {one.modality, other.modality} in ({"denied", "done"}, {"denied", "ongoing"})


def is_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name states, and no state twice."""
    return bool(one and other) and not one & other


def is_turned(one: Version, other: Version) -> bool:
    """Whether the sides are the same in the other order, which is more often a slip of reading than a difference."""
    return bool(one.actors & other.recipients and one.recipients & other.actors)


def parts_on_day(one: Version, other: Version) -> bool:
    """Whether both name one day, and not the same."""
    first, second = days_of(one.day or ""), days_of(other.day or "")
    if first[0] is None or second[0] is None:
        return False
    return first[0] == first[1] and second[0] == second[1] and 0 < abs((first[0] - second[0]).days) <= LATEST


def parting_counts(one: Version, other: Version) -> list[tuple[Count, Count]]:
    """Counts of the same things that differ: where each of the two sentences has one count of them."""
    return same_counted(one.counts, other.counts)


def same_counted(one: tuple[Count, ...], other: tuple[Count, ...]) -> list[tuple[Count, Count]]:
    """Differing counts of the same things, where each side has one count of them."""
    found = []
    for what in {count.what for count in one} & {count.what for count in other}:
        ours, theirs = ([c for c in side if c.what == what] for side in (one, other))
        if len(ours) == len(theirs) == 1 and ours[0].number != theirs[0].number:
            found.append((ours[0], theirs[0]))
    return sorted(found, key=lambda pair: pair[0].span)


def counts_in(text: str, span: Span) -> Iterable[Count]:
    """The counts in a stretch of text: figures and number words with what they count."""
    start, end = span
    words = load_yaml("versions")
    numbers: dict[str, int] = words["numbers"]
    classes = {word: name for name, listed in words["counted"].items() for word in listed.split()}
    tokens = [(m[0].casefold(), m.start(), m.end()) for m in re.finditer(r"\d[\d,]*\d|\w+", text[start:end])]
    i = 0
    while i < len(tokens):
        value, used = number_at(tokens, i, numbers)
        if used:
            following = tokens[i + used : i + used + REACH]
            what = next((classes[w] for w, _, _ in following if w in classes), None)
            if what is not None:
                yield Count(value, what, (start + tokens[i][1], start + tokens[i + used - 1][2]))
        i += max(used, 1)


Token = tuple[str, int, int]


def number_at(tokens: list[Token], i: int, numbers: Mapping[str, int]) -> tuple[int, int]:
    """The number that begins at a word, and how many words it has; 0 words where there is none."""
    word = tokens[i][0]
    if word[0].isdigit():
        digits = word.replace(",", "")
        return (int(digits), 1) if digits.isdecimal() and len(digits) < 10 else (0, 0)
    total, used = 0, 0
    while i + used < len(tokens) and tokens[i + used][0] in numbers:
        value = numbers[tokens[i + used][0]]
        total = max(total, 1) * value if value >= 100 else total + value
        used += 1
    return total, used


def names(states: frozenset[str]) -> str:
    """States as one word list."""
    return ", ".join(sorted(states))


def agreements(versions: tuple[Version, ...]) -> tuple[tuple[str, str], ...]:
    """What all versions of a happening have in common: type, sides, day, truth; empty where only one page tells it."""
    if len({version.page for version in versions}) < 2:
        return ()
    found = []
    for kind, values in (
        ("called", {v.type for v in versions}),
        ("who", {names(v.actors) for v in versions}),
        ("to whom", {names(v.recipients) for v in versions}),
        ("when", {v.day for v in versions}),
        ("whether", {v.modality for v in versions}),
    ):
        if len(values) == 1 and (value := values.pop()):
            found.append((kind, value))
    return tuple(found)
