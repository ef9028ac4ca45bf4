"""Lines of a flattened page with their kinds: what is story, and what stands around it.

A page that was scraped to text has lost its markup; what is left are lines, their wording, their length and their place. Known wordings
(data/clean_lines.yml) speak first; then the stretch of lines that reads like an article is found, and what lies in and around it is
named by its place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.clean.day import days_in
from dragoman.lexicon import load_yaml

CRUMBS = re.compile(r"^\s*[^/|>›»]{1,40}(\s+/\s+|\s*[>›»]\s*|\s+\|\s+)[^/|>›»]{1,40}((\s+/\s+|\s*[>›»]\s*|\s+\|\s+)[^/|>›»]{1,40})*\s*$")
CRUMB_CUT = re.compile(r"\s+/\s+|\s*[>›»]\s*|\s+\|\s+")
NO_TOPICS = frozenset(("news", "more", "home", "homepage", "main", "index", "all", "latest", "world news", "latest news", "front page"))
ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]*]{0,4}$")
LONGEST_END = 6
"""Characters within which the end of a sentence lies."""
OPEN_END = re.compile(r"[\w,;–—’'-]$")
CASED = re.compile(r"[^\W\d_A-Z]")
GOES_ON = re.compile(r"[,.;:)’”]|[\"'“‘(]?[a-z]")
LINKING = re.compile(
    r"(?:^|[\s,])(?:the|an?|of|and|or|to|in|on|at|by|for|with|from|that|as|its|his|her|their|was|were|is|are|has|have|had|said)$"
)
CUT_OFF = re.compile(r"(?:\.\.\.|…|\bread more)\W{0,3}$", re.IGNORECASE)
MARKS = re.compile(r"^(#{1,6})\s+|^[*•·-]\s+")
MARKED_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()\s]{0,2000}\)")
MASTHEAD_WORDS = frozenset(("page", "am", "pm", "at", "on", "of", "and", "the", "gmt"))
LONGEST_PATTERN_LINE = 400
MOST_LINES = 20_000
WIDEST_WRAP = 110
LONGEST_TEASER = 130
LONGEST_HEADLINE, SHORTEST_BELOW = 110, 20
PARTICLE = re.compile(
    r"\b(?:go(?:es)?|drags?|rages?|lives?|carr(?:y|ies)|moves?|closes?|hangs?|presses|gives?|digs?|holds?|looks?|calls?|sets?)"
    r" (?:on|in|by|for)$"
)
MARKED_OFF = re.compile(r"[:|]")
SENTENCE = re.compile(r"(?:the|an?|however|this|these|it)\b.{0,80}?\s(?:have|has|had|is|are|was|were|also|will)\s", re.IGNORECASE)
MOST_DECKS = 2
LAST_LINES = 4
"""How many lines at the foot of a page may name other stories though they end as sentences do (with a question mark)."""
ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
"""A character with a backslash, or a set of characters, in a pattern."""
TIMES = re.compile(r"[?*+]\??|\{\d*(?:,\d*)?\}")
"""How often what stands before it in a pattern may come."""
GROUP = re.compile(r"\((?:\?(?:[a-z]*-?[a-z]*:|P<\w+>))?")
LOOKING = ("(?=", "(?!", "(?<", r"\b", r"\B")
"""Parts of a pattern that take up no character."""
CHARACTERS = frozenset(map(chr, range(128)))
ENOUGH = 6.0
"""The weight of a story that need not be looked for further on: sixty words of prose."""
FALL = 12.0
"""How much weight a story may lose before it has ended: a dozen lines that are none."""


Numbered = tuple[int, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text with its span, the kind that its wording gives it, if any, and its level where it is marked as a heading."""

    text: str
    start: int
    end: int
    kind: str | None
    why: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """A known wording: kind of block, what the line is for, its pattern, and words of which one stands in every line that has it."""

    kind: str
    part: str | None
    pattern: str
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the first of several wordings in a line with as few searches as can be.

    Those bound to the start of a line (``bound``) are tried only on lines that begin with one of their characters (``begins``, by character
    lower case); the others (``loose``) are searched for only in lines with one of their words.
    """

    wordings: tuple[Wording, ...]
    begins: dict[str, tuple[Numbered, ...]]
    bound: tuple[Numbered, ...]
    loose: tuple[tuple[int, tuple[str, ...], re.Pattern[str]], ...]

    def find(self, text: str) -> Wording | None:
        """The first wording that a line has."""
        lower = text.lower()
        first = len(self.wordings)
        for i, pattern in self.begins.get(text[:1], self.bound):
            if pattern.match(text):
                first = i
                break
        for i, words, pattern in self.loose:
            if i > first:
                break
            for word in words:
                if word in lower:
                    if pattern.search(text):
                        return self.wordings[i]
                    break
        return self.wordings[first] if first < len(self.wordings) else None


def finder_of(wordings: Sequence[Wording]) -> Finder:
    """What finds the first of these wordings."""
    known = [(i, w, re.compile(w.pattern, re.IGNORECASE)) for i, w in enumerate(wordings)]
    bound = tuple((i, pattern) for i, w, pattern in known if is_bound(w.pattern) and not w.when)
    heads = {i: first_characters(pattern.pattern) for i, pattern in bound}
    begins = {character: tuple((i, pattern) for i, pattern in bound if character in heads[i]) for character in CHARACTERS}
    loose = tuple((i, w.when, pattern) for i, w, pattern in known if w.when or not is_bound(w.pattern))
    return Finder(tuple(wordings), begins, bound, loose)


@lru_cache(maxsize=1024)
def first_characters(pattern: str) -> frozenset[str]:
    """The characters of ASCII with which a line may begin that a pattern matches, without regard to case.

    Read are characters, sets and classes, groups, and what may be left out; a pattern that may match nothing begins with any of them.
    """
    found: set[str] = set()
    for branch in branches_of(pattern):
        at, ended = 0, False
        while at < len(branch) and not ended:
            end = end_of_part(branch, at)
            part, times = branch[at:end], TIMES.match(branch, end)
            taken = part not in ("^", "$") and not part.startswith(LOOKING)
            if taken:
                found |= first_characters(GROUP.sub("", part[:-1], count=1)) if part[0] == "(" else characters_of(part)
            ended = taken and (times is None or times[0][0] not in "?*{")
            at = times.end() if times else end
        if not ended:
            return CHARACTERS
    return frozenset(found)


@lru_cache(maxsize=1024)
def characters_of(part: str) -> frozenset[str]:
    """The characters of ASCII that a character, a class or a set of characters in a pattern matches, without regard to case."""
    return frozenset(character for character in CHARACTERS if re.match(part, character, re.IGNORECASE))


def branches_of(pattern: str) -> list[str]:
    """The branches of a pattern at its top."""
    out, start, at = [], 0, 0
    while at < len(pattern):
        if pattern[at] == "|":
            out.append(pattern[start:at])
            start = at + 1
        at = end_of_part(pattern, at)
    return [*out, pattern[start:]]


def end_of_part(pattern: str, start: int) -> int:
    """The place behind the group, set, class or character that begins at ``start`` of a pattern."""
    depth, at = 0, start
    while at < len(pattern):
        atom = ATOM.match(pattern, at)
        depth += (pattern[at] == "(") - (pattern[at] == ")")
        at = atom.end() if atom else at + 1
        if depth <= 0:
            break
    return at


def is_bound(pattern: str) -> bool:
    """Whether every alternative of a pattern is bound to the start, as one that begins with ``^`` and has none at its top."""
    return pattern.startswith("^") and len(branches_of(pattern)) == 1


@cache
def known_wordings() -> tuple[Wording, ...]:
    """The wordings of data/clean_lines.yml."""
    return tuple(
        Wording(entry["kind"], entry.get("part"), entry["pattern"], tuple(filter(None, entry.get("when", "").split("; "))))
        for entry in load_yaml("clean_lines")
    )


@cache
def finders() -> tuple[Finder, Finder, tuple[re.Pattern[str], ...]]:
    """What finds any wording, one that says what a line is for, and the patterns of captions."""
    known = known_wordings()
    captions = tuple(re.compile(w.pattern, re.IGNORECASE) for w in known if w.kind == "caption")
    return finder_of(known), finder_of([w for w in known if w.part]), captions


@lru_cache(maxsize=8192)
def kind_of_wording(text: str) -> tuple[str | None, str]:
    """The kind that a line's wording alone gives it, and why; long lines are told by their end and start only."""
    if len(text) > LONGEST_PATTERN_LINE:
        if re.search(r"\(c\)|©|copyright|all rights reserved", text[-300:], re.IGNORECASE) and len(text) < 600:
            return "boilerplate", "copyright"
        found = any(pattern.search(text[:200]) or pattern.search(text[-200:]) for pattern in finders()[2])
        return ("caption", "wording") if found else (None, "")
    wording = wording_of(text)
    if wording is not None:
        return wording.kind, "wording"
    return ("dateline", "a short line with a full date") if is_masthead(text) else (None, "")


@lru_cache(maxsize=8192)
def part_of(text: str) -> str | None:
    """What a line that is no story is for, as far as its wording tells: share line, consent, copyright, mirror address, ..."""
    wording = wording_of(text) if len(text) <= LONGEST_PATTERN_LINE else None
    if wording is not None and not wording.part:
        wording = finders()[1].find(text)
    return wording.part if wording is not None else None


@lru_cache(maxsize=8192)
def wording_of(text: str) -> Wording | None:
    """The first known wording that a line has."""
    return finders()[0].find(text)


def is_masthead(text: str) -> bool:
    """Whether a line is a day with at most a name, a place or a time beside it: "The Herald, Tuesday 27 October 1998, page 3"."""
    if len(text) > 120 or is_ended(text) or not days_in(text):
        return False
    words = re.findall(r"[^\W\d_]{2,}", text)
    small = [w for w in words if w.islower() and w not in MASTHEAD_WORDS]
    return len(words) <= 12 and len(small) <= 1


@cache
def end_marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between a story and its readers' comments, and what stands above lists of other stories (data/clean_ends.yml)."""
    marks = load_yaml("clean_ends")
    return re.compile(marks["comments"], re.IGNORECASE), re.compile(marks["others"], re.IGNORECASE)


@cache
def teaser_mark() -> re.Pattern[str]:
    """With what the name of another story begins ("Explainer: ..."; data/clean_ends.yml)."""
    return re.compile(load_yaml("clean_ends")["teasers"], re.IGNORECASE)


@lru_cache(maxsize=8192)
def is_teaser(text: str) -> bool:
    """Whether a line below or within a story names another one, by what stands before its colon."""
    return len(text) < LONGEST_TEASER and MARKED_OFF.search(text[:30]) is not None and teaser_mark().match(text) is not None


def cut_lines(text: str) -> list[Line]:
    """The lines of a page, with lines broken inside a sentence joined again."""
    spans: list[tuple[int, int]] = []
    raws = text.split("\n")
    width = wrap_width(raws)
    at, blanks = 0, 1
    for raw in raws:
        stripped = raw.strip()
        if not stripped:
            blanks += 1
        else:
            start = at + raw.index(stripped[0])
            last = text[max(spans[-1][0], spans[-1][1] - 200) : spans[-1][1]] if spans else ""
            if spans and not blanks and goes_on(last, stripped, width):
                spans[-1] = (spans[-1][0], start + len(stripped))
            else:
                spans.append((start, start + len(stripped)))
            blanks = 0
        at += len(raw) + 1
    marked = is_marked(text)
    return [make_line(text, start, end, marked=marked) for start, end in spans]


def wrap_width(raws: list[str]) -> int | None:
    """The width to which a text was wrapped, or None where its lines are as long as they like."""
    lengths = sorted(len(raw.rstrip()) for raw in raws if raw.strip())
    if len(lengths) < 8 or not 40 <= lengths[-1] <= WIDEST_WRAP:
        return None
    near = sum(length > lengths[-1] - 14 for length in lengths)
    return lengths[-1] if near * 2 > len(lengths) else None


def is_marked(text: str) -> bool:
    """Whether a text is written with the marks of Markdown."""
    return len(re.findall(r"^#{1,6} \S", text, re.MULTILINE)) >= 2 or text.count("](http") >= 3


def goes_on(before: str, line: str, width: int | None) -> bool:
    """Whether a line goes on with the sentence of the line above.

    It does in wrapped text where its first word would not have fitted above; elsewhere where the line above ended openly, and this one
    begins in lower case or the one above ends with a word that wants another.
    """
    if width is not None:
        above = before.rsplit("\n", 1)[-1]
        return len(above) + 1 + len(line.split(None, 1)[0]) > width
    if OPEN_END.search(before[-1:]) is None or kind_of_wording(before)[0] is not None:
        return False
    if len(line) < 60 and kind_of_wording(line)[0] is not None:
        return False
    if LINKING.search(before[-12:]) is not None and not ends_itself(before, line):
        return True
    return GOES_ON.match(line) is not None and not line.startswith("...") and max(len(before.split()), len(line.split())) >= 4


def ends_itself(before: str, line: str) -> bool:
    """Whether a line ends with "on" or "in" as a headline may ("Shelling goes on"): a short one above a whole paragraph."""
    above = before.rsplit("\n", 1)[-1]
    short = len(above) < LONGEST_HEADLINE and PARTICLE.search(above) is not None
    return short and line[:1].isupper() and len(line.split()) >= SHORTEST_BELOW and is_ended(line)


def make_line(text: str, start: int, end: int, *, marked: bool) -> Line:
    """A line with the kind that its wording gives it; the marks of a heading or a list are left outside its span."""
    mark = MARKS.match(text[start:end]) if marked else None
    level = 0
    if mark is not None and mark.end() < end - start:
        level = len(mark[1] or "")
        start += mark.end()
    line = text[start:end]
    if marked and "](" in line:
        plain = MARKED_LINK.sub("", line).strip(" |*_·•")
        if not plain:
            return Line(line, start, end, None if level in (1, 2) and not line.startswith("!") else "related", "nothing but a link", level)
    kind, why = kind_of_wording(line)
    return Line(line, start, end, kind, why, level)


def plain_words(text: str) -> str:
    """A line without the marks of Markdown."""
    return " ".join(MARKED_LINK.sub(r"\1", text).split()).strip(" #*_")


def is_prose(line: Line) -> bool:
    """Whether a line reads like a sentence of a story: long enough, with an end, mostly in lower case."""
    return line.kind is None and reads_as_prose(line.text)


@lru_cache(maxsize=8192)
def reads_as_prose(text: str) -> bool:
    """Whether a text has the words, the letters and the end of a sentence of a story."""
    words = len(text.split())
    if words < 5 or not CASED.search(text):
        return False
    return words >= 22 or (is_ended(text) and (words >= 7 or text[:1] in "\"“'‘«"))


def is_ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return ENDS.search(text[-LONGEST_END:]) is not None


def is_sentence(text: str) -> bool:
    """Whether a text reads like a sentence or more of a story, and its wording gives it no other kind."""
    return kind_of_wording(text)[0] is None and reads_as_prose(text)


def find_story(lines: list[Line], begin: int) -> tuple[int, int]:
    """The stretch of lines (first, after last) that holds the story: the one with most prose and least else (a largest sum).

    A story ends where readers' comments begin, or where it has lost more weight than an inset would take. With ``begin`` above 0 (the
    headline is known) the first stretch of some weight is the story, otherwise the heaviest.
    """
    comments, others = end_marks()
    best, best_span, total, first, peak = 0.0, (begin, begin), 0.0, begin, 0.0
    for i in range(begin, len(lines)):
        line = lines[i]
        short = len(line.text) < 80
        if short and best >= ENOUGH and comments.search(line.text):
            break
        total += weight(line) - (3.0 if short and total >= ENOUGH and others.search(line.text) else 0.0)
        if total <= 0 or total < peak - FALL:
            if begin and best >= ENOUGH:
                break
            total, first, peak = 0.0, i + 1, 0.0
        peak = max(peak, total)
        if total > best:
            best, best_span = total, (first, i + 1)
    return best_span


def weight(line: Line) -> float:
    """How much a line speaks for being in the story: prose for it, by its length; other lines against it."""
    if is_prose(line):
        words = len(line.text.split())
        return -0.5 if words < 45 and CUT_OFF.search(line.text[-12:]) else min(60, words) / 10
    return -1.0 if line.kind is None else -0.6 if line.kind in ("caption", "credit", "related") else -0.9


def find_headline(lines: list[Line]) -> int | None:
    """The line that is the headline beyond doubt: marked as one, or the page's title (its first line) said again further down."""
    for i, line in enumerate(lines):
        if line.level == 1 and line.kind is None and len(line.text.split()) >= 3:
            return i
    if not lines or len(lines[0].text) < 20 or lines[0].kind is not None:
        return None
    first = lines[0].text
    for i, line in enumerate(lines[1:400], 1):
        if (
            len(line.text) >= 20
            and line.kind is None
            and is_headline(line.text)
            and (line.text == first or (first.startswith(line.text) and len(line.text.split()) >= 4))
        ):
            return i
    return None


def find_story_and_head(lines: list[Line]) -> tuple[int | None, int, int]:
    """The headline where it is known beyond doubt, and the stretch of the story: after it, unless far more prose stands elsewhere."""
    first, last = find_story(lines, 0)
    head = find_headline(lines)
    if head is None:
        return None, first, last
    below = find_story(lines, head + 1)
    if below[0] == below[1] or (lines[head].level != 1 and heft(lines, *below) < 0.3 * heft(lines, first, last)):
        return None, first, last
    return head, *below


def is_summary(text: str, below: str) -> bool:
    """Whether a line says in short what the line below it says at length."""
    words = [w for w in re.findall(r"\w+", text.lower()) if len(w) > 3]
    return 5 <= len(words) <= 25 and sum(w in below.lower() for w in words) >= 0.45 * len(words)


def heft(lines: list[Line], first: int, last: int) -> float:
    """The weight of a stretch of lines."""
    return sum(weight(line) for line in lines[first:last])


def rule_kinds(lines: list[Line]) -> list[tuple[str, str]]:
    """What the rules take each line for, and why."""
    head, first, last = find_story_and_head(lines)
    kinds = [inside(lines, i, last) if first <= i < last else around(line, i < first) for i, line in enumerate(lines)]
    if first == 0 and last > 1 and is_prose(lines[0]):
        if not is_ended(lines[0].text):
            kinds[0] = ("deck", "a first line without an end")
        elif is_summary(lines[0].text, lines[1].text):
            kinds[0] = ("deck", "a first line that the second tells again")
    name_title(lines, kinds, first, head)
    name_topics(lines, kinds, first)
    name_tags(lines, kinds, last)
    name_teasers(lines, kinds, first)
    return kinds


def inside(lines: list[Line], i: int, last: int) -> tuple[str, str]:
    """The kind of a line in the story."""
    line = lines[i]
    if line.kind is not None:
        return line.kind, line.why
    if is_prose(line):
        return "paragraph", "prose"
    words = line.text.split()
    if not is_ended(line.text) and i + 1 < last:
        ahead = next((x for x in lines[i + 1 : last] if x.kind is None), None)
        if len(words) <= 9 and ahead is not None and is_prose(ahead):
            return "heading", "short line before prose"
        if len(words) <= 18 and len(line.text) < 130:
            return "related", "a headline within the story"
    if len(words) >= 6 or is_ended(line.text):
        return "paragraph", "within the story"
    return "boilerplate", "stray line"


def around(line: Line, before: bool) -> tuple[str, str]:  # noqa: FBT001
    """The kind of a line before or after the story."""
    if line.kind is not None:
        return line.kind, line.why
    if not before and len(line.text.split()) >= 4:
        return "related", "after the story"
    return "boilerplate", "before the story" if before else "after the story"


def name_title(lines: list[Line], kinds: list[tuple[str, str]], first: int, head: int | None) -> None:
    """Find the headline above the story, and the deck and captions between it and the first paragraph."""
    above = [i for i in range(first) if lines[i].kind is None and not CRUMBS.match(lines[i].text)]
    heads = [head] if head is not None else [i for i in above if is_headline(lines[i].text) and lines[i].text[:1] not in "*•·-["]
    if not heads:
        name_decks(lines, kinds, above[-MOST_DECKS:])
        return
    title = best_heads(lines, heads, first)[0]
    kinds[title] = ("title", "headline above the story")
    name_decks(lines, kinds, [i for i in above if i > title])


def name_decks(lines: list[Line], kinds: list[tuple[str, str]], places: list[int]) -> None:
    """Name what stands between headline and story: prose is story, a line or two are its deck, the rest are other headlines."""
    decks = 0
    for i in places:
        text = lines[i].text
        if len(text.split()) < 5:
            continue
        if decks and is_prose(lines[i]) and is_ended(text) and len(text.split()) >= 12:
            kinds[i] = ("paragraph", "prose above the story")
        elif decks < MOST_DECKS and (not decks or is_ended(text)):
            kinds[i] = ("deck", "right above the story")
            decks += 1
        else:
            kinds[i] = ("related", "a headline above the story")


def best_heads(lines: list[Line], heads: list[int], first: int) -> list[int]:
    """Headlines near the story, those of usual length first."""
    near = [i for i in heads if first - i <= 12] or heads[-3:]
    usual = [i for i in near if 5 <= len(lines[i].text.split()) <= 22]
    return usual or near


def is_headline(text: str) -> bool:
    """Whether a line could be a headline: a few words, no full stop, and not a sentence told with article and auxiliary."""
    if SENTENCE.match(text):
        return False
    return (3 <= len(text.split()) <= 18 and not text.endswith((".", ",", ";", ":")) and CASED.search(text) is not None) or (
        4 <= len(text.split()) <= 20 and text.isupper()
    )


def name_topics(lines: list[Line], kinds: list[tuple[str, str]], first: int) -> None:
    """Name the line of sections above the story, and the run of short tags right after it."""
    for i in range(min(first, len(lines))):
        if CRUMBS.match(lines[i].text) and kinds[i][0] != "title" and len(lines[i].text) < 120 and all_short(lines[i].text):
            kinds[i] = ("topics", "sections in a line")


def name_teasers(lines: list[Line], kinds: list[tuple[str, str]], first: int) -> None:
    """Name what is worded as the name of another story within and below the story; what has no end or is among the last lines."""
    for i in range(first + 1, len(lines)):
        low = i >= len(lines) - LAST_LINES or not is_ended(lines[i].text)
        if lines[i].kind is None and kinds[i][0] != "title" and low and is_teaser(lines[i].text):
            kinds[i] = ("related", "worded as another story")


def name_tags(lines: list[Line], kinds: list[tuple[str, str]], last: int) -> None:
    """Name the run of short lines right after the story, mostly in capitals, as its tags."""
    run: list[int] = []
    for i in range(last, len(lines)):
        short = lines[i].kind is None and len(lines[i].text.split()) <= 4 and not is_ended(lines[i].text)
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
