"""Lines of a flattened page with their kinds: what is story, and what stands around it.

A page that was scraped to text has lost its markup; what is left are lines, their wording, their length and their place. Known wordings
(data/clean_lines.yml) speak first; then the stretch of lines that reads like an article is found, and what lies in and around it is
named by its place.
"""

import re
from dataclasses import dataclass
from functools import cache

from dragoman.lexicon import load_yaml
from dragoman.model import Block

CRUMBS = re.compile(r"^\s*[^/|>›»]{1,40}(\s+/\s+|\s*[>›»]\s*|\s+\|\s+)[^/|>›»]{1,40}((\s+/\s+|\s*[>›»]\s*|\s+\|\s+)[^/|>›»]{1,40})*\s*$")
CRUMB_CUT = re.compile(r"\s+/\s+|\s*[>›»]\s*|\s+\|\s+")
NO_TOPICS = frozenset(("news", "more", "home", "homepage", "main", "index", "all", "latest", "world news", "latest news", "front page"))
ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
OPEN_END = re.compile(r"[\w,;–—-]$")
CASED = re.compile(r"[a-z]")
LONGEST_PATTERN_LINE = 400
SENTENCE = re.compile(r"(?:the|an?|however|this|these|it)\b.{3,80}?\s(?:have|has|had|is|are|was|were|also|will)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text with its span, and the kind that its wording gives it, if any."""

    text: str
    start: int
    end: int
    kind: str | None
    why: str


@cache
def known_wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of data/clean_lines.yml with their kinds."""
    return tuple((entry["kind"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in load_yaml("clean_lines"))


def kind_of_wording(text: str) -> tuple[str | None, str]:
    """The kind that a line's wording alone gives it, and why; long lines are told by their end and start only."""
    if len(text) > LONGEST_PATTERN_LINE:
        if re.search(r"\(c\)|©|copyright|all rights reserved", text[-300:], re.IGNORECASE) and len(text) < 600:
            return "boilerplate", "copyright"
        found = next((k for k, p in known_wordings() if k == "caption" and (p.match(text[:200]) or p.search(text[-200:]))), None)
        return found, "wording" if found else ""
    for kind, pattern in known_wordings():
        if pattern.search(text):
            return kind, "wording"
    return None, ""


def cut_lines(text: str) -> list[Line]:
    """The lines of a page, with lines broken inside a sentence joined again."""
    spans: list[tuple[int, int]] = []
    at = 0
    blank = True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            end = start + len(stripped)
            if spans and not blank and continues(text[spans[-1][0] : spans[-1][1]], stripped):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        blank = not stripped
        at += len(raw) + 1
    return [make_line(text, start, end) for start, end in spans]


def continues(before: str, line: str) -> bool:
    """Whether a line goes on with the sentence of the line above: that one ended openly, and this one begins in lower case."""
    if OPEN_END.search(before[-1:]) is None or len(before) < 25:
        return False
    return line[:1].islower() or (len(before) > 60 and before.endswith((",", "the", " of", " and", " to", " in")))


def make_line(text: str, start: int, end: int) -> Line:
    """A line with the kind that its wording gives it."""
    kind, why = kind_of_wording(text[start:end])
    return Line(text[start:end], start, end, kind, why)


def is_prose(line: Line) -> bool:
    """Whether a line reads like a sentence of a story: long enough, with an end, mostly in lower case."""
    if line.kind is not None:
        return False
    words = line.text.split()
    if len(words) < 5 or not CASED.search(line.text):
        return False
    return len(words) >= 22 or (bool(ENDS.search(line.text)) and (len(words) >= 7 or line.text[:1] in "\"“'‘«"))


def find_story(lines: list[Line]) -> tuple[int, int]:
    """The stretch of lines (first, after last) that holds the story: the one with most prose and least else (a largest sum)."""
    best, best_span, total, begin = 0.0, (0, 0), 0.0, 0
    for i, line in enumerate(lines):
        total += weight(line)
        if total <= 0:
            total, begin = 0.0, i + 1
        elif total > best:
            best, best_span = total, (begin, i + 1)
    return best_span


def weight(line: Line) -> float:
    """How much a line speaks for being in the story: prose for it, by its length; other lines against it."""
    if is_prose(line):
        return min(60, len(line.text.split())) / 10
    return -1.0 if line.kind is None else -0.6 if line.kind in ("caption", "credit", "related") else -0.9


def label_text(text: str) -> list[Block]:
    """The blocks of a flattened page in order."""
    lines = cut_lines(text)
    first, last = find_story(lines)
    kinds: list[tuple[str, str]] = []
    for i, line in enumerate(lines):
        kinds.append(inside(lines, i, last) if first <= i < last else around(line, i < first))
    if first == 0 and last and is_prose(lines[0]) and not ENDS.search(lines[0].text):
        kinds[0] = ("deck", "a first line without an end")
    name_title(lines, kinds, first)
    name_topics(lines, kinds, first)
    name_tags(lines, kinds, last)
    return [Block(kind, line.start, line.end, why) for line, (kind, why) in zip(lines, kinds, strict=True)]


def inside(lines: list[Line], i: int, last: int) -> tuple[str, str]:
    """The kind of a line in the story."""
    line = lines[i]
    if line.kind is not None:
        return line.kind, line.why
    if is_prose(line):
        return "paragraph", "prose"
    words = line.text.split()
    if not ENDS.search(line.text) and i + 1 < last:
        ahead = next((x for x in lines[i + 1 : last] if x.kind is None), None)
        if len(words) <= 9 and ahead is not None and is_prose(ahead):
            return "heading", "short line before prose"
        if len(words) <= 18 and len(line.text) < 130:
            return "related", "a headline within the story"
    if len(words) >= 6 or ENDS.search(line.text):
        return "paragraph", "within the story"
    return "boilerplate", "stray line"


def around(line: Line, before: bool) -> tuple[str, str]:  # noqa: FBT001
    """The kind of a line before or after the story."""
    if line.kind is not None:
        return line.kind, line.why
    if not before and len(line.text.split()) >= 4:
        return "related", "after the story"
    return "boilerplate", "before the story" if before else "after the story"


def name_title(lines: list[Line], kinds: list[tuple[str, str]], first: int) -> None:
    """Find the headline above the story, and the deck and captions between it and the first paragraph."""
    above = [i for i in range(first) if lines[i].kind is None and not CRUMBS.match(lines[i].text)]
    heads = [i for i in above if is_headline(lines[i].text)]
    if not heads:
        name_decks(lines, kinds, above)
        return
    repeated = [i for i in heads if any(j < i and lines[j].text.startswith(lines[i].text) for j in above)]
    title = (repeated or best_heads(lines, heads, first))[-1 if repeated else 0]
    kinds[title] = ("title", "headline above the story")
    name_decks(lines, kinds, [i for i in above if i > title])


def name_decks(lines: list[Line], kinds: list[tuple[str, str]], places: list[int]) -> None:
    """Name lines of some length right above the story as its deck."""
    for i in places:
        if len(lines[i].text.split()) >= 5:
            kinds[i] = ("deck", "right above the story")


def best_heads(lines: list[Line], heads: list[int], first: int) -> list[int]:
    """Headlines near the story, those of usual length first."""
    near = [i for i in heads if first - i <= 12] or heads[-3:]
    usual = [i for i in near if 5 <= len(lines[i].text.split()) <= 22]
    return usual or near


def is_headline(text: str) -> bool:
    """Whether a line could be a headline: a few words, no full stop, and not a sentence told with article and auxiliary."""
    if SENTENCE.match(text):
        return False
    return (
        (3 <= len(text.split()) <= 18
        and not text.endswith((".", ",", ";", ":"))
        and CASED.search(text) is not None)
        or (4 <= len(text.split()) <= 20 and text.isupper())
    )


def name_topics(lines: list[Line], kinds: list[tuple[str, str]], first: int) -> None:
    """Name the line of sections above the story, and the run of short tags right after it."""
    for i in range(min(first, len(lines))):
        if CRUMBS.match(lines[i].text) and kinds[i][0] != "title" and len(lines[i].text) < 120 and all_short(lines[i].text):
            kinds[i] = ("topics", "sections in a line")


def name_tags(lines: list[Line], kinds: list[tuple[str, str]], last: int) -> None:
    """Name the run of short lines right after the story, mostly in capitals, as its tags."""
    run: list[int] = []
    for i in range(last, len(lines)):
        short = lines[i].kind is None and len(lines[i].text.split()) <= 4 and not ENDS.search(lines[i].text)
        if short:
            run.append(i)
        elif run or lines[i].kind not in ("boilerplate", "byline", "credit", "dateline"):
            break
    if len(run) >= 2 and sum(lines[i].text.isupper() for i in run) * 2 > len(run):
        for i in run:
            kinds[i] = ("topics", "tags after the story")


def all_short(text: str) -> bool:
    """Whether every part of a line of sections is short."""
    return all(len(part.split()) <= 4 for part in CRUMB_CUT.split(text.strip()))


def topics_of(text: str) -> list[str]:
    """The topics that a line of sections names."""
    return [part.strip() for part in CRUMB_CUT.split(text.strip()) if part.strip() and part.strip().lower() not in NO_TOPICS]
