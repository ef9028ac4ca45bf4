"""Passages: the stretches that two stories have word for word, each with its place in both."""

from dataclasses import dataclass

from dragoman.compare.fingerprints import LENGTH, WORD
from dragoman.compare.stories import Story
from dragoman.model import Span

LONGEST = 60_000
"""Words of a story that are aligned."""

Words = list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one page and the stretch of another that has the same words; spans are those of each page's own text."""

    span: Span
    other: Span
    words: int


def align(story: Story, other: Story) -> tuple[Passage, ...]:
    """The passages of ``LENGTH`` words or more that two stories share, in the order of the first; none overlaps another in it."""
    ours, theirs = words_of(story), words_of(other)
    places = sequence_places(theirs)
    found, i, expected = [], 0, 0
    while i <= len(ours) - LENGTH:
        options = places.get(sequence_at(ours, i), ())
        if not options:
            i += 1
            continue
        j = min(options, key=lambda place: (place < expected, abs(place - expected)))
        length = common_length(ours, i, theirs, j)
        found.append(Passage((ours[i][1], ours[i + length - 1][2]), (theirs[j][1], theirs[j + length - 1][2]), length))
        i, expected = i + length, j + length
    return tuple(found)


def words_of(story: Story) -> Words:
    """A story's words with their places in the page's text."""
    found: Words = []
    for start, end in story.paragraphs:
        for match in WORD.finditer(story.text, start, end):
            found.append((match[0].casefold(), match.start(), match.end()))
            if len(found) == LONGEST:
                return found
    return found


def sequence_at(words: Words, i: int) -> tuple[str, ...]:
    """The sequence of words that begins at a place."""
    return tuple(word for word, _, _ in words[i : i + LENGTH])


def sequence_places(words: Words) -> dict[tuple[str, ...], list[int]]:
    """Where each sequence of words begins; of one that returns again and again, the first few places."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(words) - LENGTH + 1):
        begins = places.setdefault(sequence_at(words, i), [])
        if len(begins) < 8:
            begins.append(i)
    return places


def common_length(ours: Words, i: int, theirs: Words, j: int) -> int:
    """How many words are the same from two places on."""
    length = 0
    while i + length < len(ours) and j + length < len(theirs) and ours[i + length][0] == theirs[j + length][0]:
        length += 1
    return length
