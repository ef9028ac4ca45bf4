"""Looks at a flattened page once more as a whole, when its lines are told apart: which of the body are no story, and what was left out.

A labeller looks at a line and those near it. Here the page is seen in stretches: a run of headlines above the headline, a list far below
that says none of the story's names, lines that return, a film's transcript, the author's own lines at the end; prose that goes on with the
story behind a box of other stories, and the lists that it has.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dragoman.clean.lines import CUT_OFF, Line, is_ended, is_prose
from dragoman.lexicon import load_yaml

BODY = frozenset(("paragraph", "heading", "quote"))
APART = 3
"""Lines that are no story between two lines of the body from which on these belong to stretches of their own."""
SENTENCE = 12
"""Words from which on a line with an end is prose that a list of headlines does not have."""
LONG = 40
"""Words from which on prose that was left out may go on with the story."""
FAR = 30
"""Lines that are no story beyond which nothing goes on with it."""
SHARED = 3
"""How many names of the story prose must say that goes on with it."""
NAME = re.compile(r"(?<=[a-z,;’] )[A-Z][\w’'-]{2,}")
CASED, FEWEST_CASED = 0.85, 4
"""The share of a headline's longer words that are in capitals, and how many it has at least."""
SHORTEST_LEAD, FEWEST_LISTED, MOST_LISTED = 4, 2, 16
"""Words of a line with a colon that has a list below it, and the fewest and most lines of that."""
MOST_BETWEEN = 4
"""How many lines of prose in a row, left out within the body, are taken in."""
FAR_ABOVE, LITTLE_ABOVE = 15, 0.2
"""Lines between prose above the headline and the story, and its share of the story's words, with which it is none: a gallery's captions."""
FAR_BELOW, LITTLE_BELOW = 8, 0.3
"""The same for what stands below the story and says none of its names."""
RETURNS = range(8, 60)
"""How many words a line has that stands on a page twice and is story once at most."""
TWICE = re.compile(r"(?P<once>\S+(?: \S+){2,20}?)(?:\s+(?P=once)){1,5}\W*")
"""A line that says the same words twice or more often: the name of another story, from a picture, a link and a heading."""
LONGEST_TWICE = 600
TIMECODE = re.compile(r"(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)\s+\S")
CODES, STEP = 6, 20
"""How many lines in a row begin with a film's time, and the most seconds between two of them on average."""
LAST_LINES = 3
LONGEST_AUTHOR = 90


@dataclass(frozen=True, slots=True)
class Looked:
    """The lines of a page that were looked at: their places on the page, what the rules and the labeller took them for, and where the
    story may not go on (readers' comments, another article); ``marked``: they are pieces of HTML."""

    lines: Sequence[Line]
    places: Sequence[int]
    ruled: Sequence[str]
    kinds: Sequence[str]
    end: int
    marked: bool = False

    def prose(self, stretch: Sequence[int]) -> int:
        """How many words of prose a stretch holds."""
        return sum(words_of(self.lines[i]) for i in stretch)

    def texts(self, stretch: Sequence[int]) -> list[str]:
        """The texts of the lines of a stretch."""
        return [self.lines[i].text for i in stretch]


def words_of(line: Line) -> int:
    """The words of a line that is prose with an end; 0 for headlines, labels and what is cut off."""
    words = len(line.text.split())
    prose = words >= SENTENCE and is_prose(line) and is_ended(line.text) and not CUT_OFF.search(line.text[-12:])
    return words if prose else 0


def stretches(looked: Looked) -> list[list[int]]:
    """The stretches of a page's body: runs of its lines, by number, with no more than a few others between them."""
    out: list[list[int]] = []
    for i, kind in enumerate(looked.kinds):
        if kind not in BODY:
            continue
        if out and looked.places[i] - looked.places[out[-1][-1]] - 1 <= APART:
            out[-1].append(i)
        else:
            out.append([i])
    return out


def names_in(texts: Sequence[str]) -> Counter[str]:
    """The names that texts say within their sentences, with how often."""
    return Counter(name for text in texts for name in NAME.findall(text))


def names_told(texts: Sequence[str]) -> set[str]:
    """The names that a story says more than once."""
    return {name for name, count in names_in(texts).items() if count > 1}


def no_story(looked: Looked) -> set[int]:
    """The numbers of lines of the body that are no story after all."""
    found = stretches(looked)
    if not found:
        return set()
    main = max(range(len(found)), key=lambda k: looked.prose(found[k]))
    out = apart_from(looked, found, main) if looked.prose(found[main]) and not looked.marked else set()
    if not looked.marked:
        out |= timecoded(looked) | rows_of_headlines(looked)
    return out | returning(looked, found) | said_twice(looked) | of_the_author(looked, found, main)


def apart_from(looked: Looked, found: list[list[int]], main: int) -> set[int]:
    """The lines of stretches apart from the story: above the headline without prose or far off, or far below without its names."""
    title = next((i for kinds in (looked.kinds, looked.ruled) for i, kind in enumerate(kinds) if kind == "title"), -1)
    names = names_told(looked.texts(found[main]))
    whole = looked.prose(found[main])
    out: set[int] = set()
    for k, stretch in enumerate(found):
        prose = looked.prose(stretch)
        if k < main and stretch[-1] < title <= found[main][0]:
            gap = looked.places[found[k + 1][0]] - looked.places[stretch[-1]]
            if not prose or (gap > FAR_ABOVE and prose < LITTLE_ABOVE * whole):
                out |= set(stretch)
        elif k > main:
            gap = looked.places[stretch[0]] - looked.places[found[k - 1][-1]]
            if gap > FAR_BELOW and prose < LITTLE_BELOW * whole and not names & set(names_in(looked.texts(stretch))):
                out |= set(stretch)
    return out


def returning(looked: Looked, found: list[list[int]]) -> set[int]:
    """The lines of the body that stand on the page already; where markup tells the story, those in an earlier stretch or right above."""
    seen: dict[str, tuple[int, int]] = {}
    out: set[int] = set()
    for k, stretch in enumerate(found):
        for i in stretch:
            text = looked.lines[i].text
            if len(text.split()) in RETURNS:
                before, last = seen.get(text, (k, i))
                if last < i and (not looked.marked or before < k or last == i - 1):
                    out.add(i)
                seen[text] = (before, i)
    return out


def said_twice(looked: Looked) -> set[int]:
    """The lines of the body that say the same words twice or more often and nothing else."""
    texts = {i: looked.lines[i].text for i, kind in enumerate(looked.kinds) if kind in BODY}
    short = {i: text for i, text in texts.items() if len(text) <= LONGEST_TWICE}
    return {i for i, text in short.items() if text.find(text.split(" ", 1)[0], 1) > 0 and TWICE.fullmatch(text)}


def timecoded(looked: Looked) -> set[int]:
    """The lines of a film's transcript: several that begin with its time, a few seconds from one to the next."""
    coded = [(i, int(m["minutes"]) * 60 + int(m["seconds"])) for i, line in enumerate(looked.lines) if (m := TIMECODE.match(line.text))]
    rising = all(before[1] < after[1] for before, after in pairwise(coded))
    if len(coded) < CODES or not rising or coded[-1][1] - coded[0][1] > STEP * len(coded):
        return set()
    return {i for i in range(coded[0][0], coded[-1][0] + 1) if looked.kinds[i] in BODY}


@cache
def author_mark() -> re.Pattern[str]:
    """How an author is told of beside a story (data/clean_ends.yml)."""
    return re.compile(load_yaml("clean_ends")["authors"])


def of_the_author(looked: Looked, found: list[list[int]], main: int) -> set[int]:
    """The lines at the ends of the story, and below it, that tell who wrote it: "Ana Nobody is a reporter for the Courier."."""
    story = found[main]
    ends = [story[0], *story[-LAST_LINES:]] if len(story) > LAST_LINES + 1 else []
    texts = {i: looked.lines[i].text for i in (*ends, *(i for stretch in found[main + 1 :] for i in stretch))}
    return {i for i, text in texts.items() if len(text.split()) <= LONGEST_AUTHOR and author_mark().match(text)}


def further_prose(looked: Looked) -> set[int]:
    """The numbers of long lines of prose below the story, left out of the body, that say several of its names."""
    found = stretches(looked)
    if not found:
        return set()
    main = max(found, key=looked.prose)
    names = names_told(looked.texts(main))
    taken: set[int] = set()
    last = main[-1]
    for i in range(main[-1] + 1, min(looked.end, len(looked.lines))):
        if looked.places[i] - looked.places[last] > FAR:
            break
        if looked.kinds[i] in BODY:
            last = i
        elif words_of(looked.lines[i]) >= LONG and len(names & set(names_in([looked.lines[i].text]))) >= SHARED:
            taken.add(i)
            last = i
    return taken


def is_title_cased(text: str) -> bool:
    """Whether a line without an end has its words in capitals, as headlines in America have."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if len(word) > 3]
    return len(words) >= FEWEST_CASED and not is_ended(text) and sum(word[0].isupper() for word in words) >= CASED * len(words)


def rows_of_headlines(looked: Looked) -> set[int]:
    """The lines of the body that are headlines, two or more in a row."""
    cased = [kind in BODY and is_title_cased(line.text) for line, kind in zip(looked.lines, looked.kinds, strict=True)]
    pairs = [i for i in range(len(cased) - 1) if cased[i] and cased[i + 1] and looked.places[i + 1] == looked.places[i] + 1]
    return {i + step for i in pairs for step in (0, 1)}


def listed(looked: Looked) -> set[int]:
    """The numbers of short lines below one of the body that ends in a colon, with the body again below them: a list that the story has."""
    taken: set[int] = set()
    for i, line in enumerate(looked.lines[: looked.end]):
        if looked.kinds[i] not in BODY or not line.text.endswith(":") or len(line.text.split()) < SHORTEST_LEAD:
            continue
        last = i + 1
        while last < min(looked.end, i + MOST_LISTED) and looked.kinds[last] not in BODY and is_item(looked, last):
            last += 1
        if i + FEWEST_LISTED < last < looked.end and looked.kinds[last] in BODY:
            taken |= set(range(i + 1, last))
    return taken


def is_item(looked: Looked, i: int) -> bool:
    """Whether a line may be an item of a list: worded for nothing else, right below the line above, no headline in capitals."""
    line = looked.lines[i]
    return (
        line.kind is None and looked.places[i] == looked.places[i - 1] + 1 and looked.kinds[i] != "title" and not is_title_cased(line.text)
    )


def prose_between(looked: Looked) -> set[int]:
    """The numbers of lines of prose right between two lines of the body, left out of it."""
    taken: set[int] = set()
    inside = [i for i, kind in enumerate(looked.kinds) if kind in BODY and i < looked.end]
    for above, below in pairwise(inside):
        between = range(above + 1, below)
        whole = looked.places[below] - looked.places[above] == below - above
        if 0 < len(between) <= MOST_BETWEEN and whole and all(is_prose(looked.lines[i]) for i in between):
            taken |= set(between) if words_of(looked.lines[above]) or words_of(looked.lines[below]) else set()
    return taken
